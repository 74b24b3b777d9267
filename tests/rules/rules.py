"""The rules of generator/ARCHITECTURE.md that a reader would otherwise have to enforce.

    rules.py RULE [ROOT]     prints each violation as file:line: what; exit 1 when there is one

Every rule is a function from the project's root to violations, listed in RULES.
"""

import re
import sys
from pathlib import Path
from statistics import median

# What a name in the room table's last column stands for: how its headers begin, and its CMake target.
THIRD_PARTY = {
    "fmt": ("fmt/", "fmt::fmt"),
    "OpenSSL": ("openssl/", "OpenSSL::Crypto"),
    "Boost.Math": ("boost/math/", "Boost::headers"),
    "Boost.Filesystem": ("boost/filesystem", "Boost::filesystem"),
    "simdjson": ("simdjson.h", "simdjson::simdjson"),
    "nlohmann/json": ("nlohmann/", "nlohmann_json::nlohmann_json"),
    "zlib": ("zlib.h", "ZLIB::ZLIB"),
    "ctemplate": ("ctemplate/", "PkgConfig::ctemplate"),
    "toml++": ("toml++/", "tomlplusplus::tomlplusplus"),
    "libcurl": ("curl/", "CURL::libcurl"),
    "xxHash": ("xxhash.h", "PkgConfig::xxhash"),
    "pugixml": ("pugixml.hpp", "PkgConfig::pugixml"),
    "cpp-httplib": ("httplib.h", "PkgConfig::httplib"),
    "SQLite": ("sqlite3.h", "SQLite::SQLite3"),
    "CLI11": ("CLI/", "CLI11::CLI11"),
}

# The rooms that may touch files, network, clock, environment, processes and the terminal.
WORLD_ROOMS = {"system", "http", "archive", "publish", "preview", "cli"}
WORLD = {
    # A path as a value (filesystem::path) is a text; everything else of that library asks the disk.
    "files": r"<(fstream|boost/filesystem.*)>|\b(fopen|freopen|std::rename)\s*\(|\b[io]?fstream\b|\b(filesystem|fs)::(?!path\b)\w",
    "the clock": r"\b(system_clock|steady_clock|high_resolution_clock)\s*::\s*now\b|\bstd::time\s*\(|\blocaltime|\bclock_gettime",
    "the environment": r"\b(secure_)?getenv\s*\(|\bsetenv\s*\(|\benviron\b",
    "processes": r"\b(popen|fork|execvp?|posix_spawnp?|std::system|std::exit|_exit|abort)\s*\(",
    "the terminal": r"<iostream>|\bstd::c(out|err|in)\b|\bisatty\s*\(|\b(std::)?f?printf\s*\(|\bputs\s*\(",
    "the operating system": r"<(unistd|fcntl|dirent|poll|signal|csignal|pthread|spawn|netdb|sys/\w+|netinet/\w+|arpa/\w+)(\.h)?>",
    "chance": r"\brandom_device\b|\bs?rand\s*\(",
}
# What makes output depend on the machine it runs on.
LOCALE = r"\bstd::locale\b|\bsetlocale\b|<locale>|\b(std::)?(stod|stof|strtod|strtof|atof)\s*\("

TOP_LEVEL = {"CMakeLists.txt", "LICENSE", "README.md", "assets", "generator", "templates", "tests"}
LARGEST_FILE = 1 << 20
LONGEST_FUNCTION = 60
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w|\b[A-Z]:\\\\?Users")


def files(root, *patterns):
    """The files of the project, without what .gitignore names: builds, caches, the checkout's own data."""
    ignored = [".git", *(root / ".gitignore").read_text().split()] if (root / ".gitignore").exists() else [".git"]
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            parts = path.relative_to(root).parts
            if path.is_file() and not any(is_ignored(parts, entry) for entry in ignored):
                yield path


def is_ignored(parts, entry):
    depth = parts[:1] if entry.startswith("/") else parts
    return any(Path(part).match(entry.strip("/")) for part in depth)


def code_lines(path):
    """(number, line) without comments; string literals stay."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), path.read_text(), flags=re.S)
    for number, line in enumerate(text.splitlines(), 1):
        yield number, re.sub(r"(?<!:)//.*", "", line)


def room_table(root):
    """room -> the names its row allows, from the table in generator/ARCHITECTURE.md."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \|$", (root / "generator/ARCHITECTURE.md").read_text(), re.M)
    return {room: {name.strip() for name in allowed.split(",")} - {"nothing"} for room, allowed in rows}


def unknown_names(table):
    known = set(table) | set(THIRD_PARTY)
    return [f"generator/ARCHITECTURE.md:1: the row of {room} names {name}, which is neither a room nor a known library"
            for room, names in table.items() for name in sorted(names - known)]


def includes(root):
    """Every #include in generator/ is one its room's row allows, and the table has exactly the rooms that exist."""
    table = room_table(root)
    folders = {path.parent.relative_to(root / "generator").parts[0]
               for path in files(root, "generator/*/**/*.[ch]pp")}
    found = unknown_names(table)
    found += [f"generator/{room}:1: no row in the room table" for room in sorted(folders - set(table))]
    for path in files(root, "generator/**/*.[ch]pp"):
        parts = path.relative_to(root / "generator").parts
        room = parts[0] if len(parts) > 1 else None
        allowed = table.get(room, set()) | {room, "fmt"} if room else {"cli"}
        for number, line in code_lines(path):
            if match := re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line):
                if problem := include_problem(match[1], match[2], allowed, table):
                    found.append(f"{path.relative_to(root)}:{number}: {problem}")
    return found


def include_problem(quote, header, allowed, table):
    if quote == '"':
        room = header.split("/")[0]
        if room not in table:
            return f'"{header}" is not of the form "room/file.hpp"'
        return None if room in allowed else f"{header}: the room table does not let it include {room}"
    for name, (prefix, _) in THIRD_PARTY.items():
        if header.startswith(prefix):
            return None if name in allowed else f"<{header}>: the room table does not let it include {name}"
    standard = re.fullmatch(r"[a-z_0-9]+", header) or re.search(WORLD["the operating system"], f"<{header}>")
    return None if standard else f"<{header}>: a library that the room table does not know"


def links(root):
    """The link line of each room in generator/CMakeLists.txt is its row of the table."""
    table, found = room_table(root), unknown_names(room_table(root))
    text = (root / "generator/CMakeLists.txt").read_text()
    lines = {m[1]: set(m[2].split()) for m in re.finditer(r"^benchfolio_room\((\w+)\s*([^)]*)\)", text, re.M)}
    for room, names in table.items():
        want = {THIRD_PARTY[name][1] if name in THIRD_PARTY else f"benchfolio_{name}" for name in names}
        have = lines.get(room)
        if have is None:
            found.append(f"generator/CMakeLists.txt:1: no benchfolio_room({room} ...)")
        elif have != want:
            found.append(f"generator/CMakeLists.txt:1: {room} links {sorted(have - want)} beyond its row and lacks {sorted(want - have)}")
    return found + [f"generator/CMakeLists.txt:1: {room} has no row" for room in sorted(set(lines) - set(table))]


def world(root):
    """Only the rooms of the outside world touch it; nothing depends on the locale."""
    found = []
    for path in files(root, "generator/*/**/*.[ch]pp"):
        inner = path.relative_to(root / "generator").parts[0] not in WORLD_ROOMS
        for number, line in code_lines(path):
            where = f"{path.relative_to(root)}:{number}"
            found += [f"{where}: touches {what}" for what, pattern in WORLD.items() if inner and re.search(pattern, line)]
            if re.search(LOCALE, line):
                found.append(f"{where}: depends on the locale")
    return found


def layout(root):
    """The top level holds what the architecture names; no large file; no path of one person's machine."""
    found = []
    for path in files(root, "**/*"):
        name = path.relative_to(root)
        if len(name.parts) and name.parts[0] not in TOP_LEVEL and not name.parts[0].startswith("."):
            found.append(f"{name}:1: the top level has no {name.parts[0]}")
        if path.stat().st_size > LARGEST_FILE:
            found.append(f"{name}:1: larger than {LARGEST_FILE} bytes")
        found += [f"{name}:{number}: a path of one machine" for number in machine_paths(path)]
    return found


def machine_paths(path):
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return []
    return [number for number, line in enumerate(text.splitlines(), 1) if MACHINE_PATH.search(line)]


def function_lengths(path):
    """(line, lines that are not blank) of each function defined at namespace level; the text of a raw string is none of
    them. The sources are laid out by clang-format, so a body ends at the next brace in the first column."""
    text = re.sub(r'R"(\w*)\(.*?\)\1"', lambda m: '""' + "\n" * m.group().count("\n"), path.read_text(), flags=re.S)
    start, length = None, 0
    for number, line in enumerate(text.splitlines(), 1):
        if start is None and re.match(r"[^\s#}/].*\(.*\{$", line) and not line.startswith("namespace"):
            start, length = number, 0
        elif start is not None and line.startswith("}"):
            yield start, length
            start = None
        elif line.strip():
            length += 1


def functions(root):
    """No function is longer than LONGEST_FUNCTION lines; prints how long they are."""
    lengths = [(path.relative_to(root), start, length)
               for path in files(root, "generator/**/*.cpp") for start, length in function_lengths(path)]
    if lengths:
        ordered = sorted(length for _, _, length in lengths)
        print(f"{len(ordered)} functions: median {median(ordered):g} lines, 90th percentile "
              f"{ordered[len(ordered) * 9 // 10]}, longest {ordered[-1]}")
    return [f"{name}:{start}: a function of {length} lines" for name, start, length in lengths if length > LONGEST_FUNCTION]


RULES = {"includes": includes, "links": links, "world": world, "layout": layout, "functions": functions}


def main(arguments):
    if not arguments or arguments[0] not in RULES:
        sys.exit(__doc__ + "\nrules: " + " ".join(RULES))
    root = Path(arguments[1] if len(arguments) > 1 else ".").resolve()
    found = RULES[arguments[0]](root)
    print("\n".join(found) if found else f"{arguments[0]}: no violation")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
