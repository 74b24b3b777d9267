#!/usr/bin/env python3
"""Runs the examples of README.md: readme.py --benchfolio PROGRAM [--write]

Each block that begins with "$ benchfolio" is what that command prints in a folder that holds the sample archive as
`results`, its configuration, a configuration with a mistake, a repository `pages.git` to publish to, and the histories of
readme_archives.py. Numbers may differ, words may not. --write takes over what the commands print now.

Of the other blocks: TOML is a configuration that the program takes, the one of the examples below it where its first line
names a file; an option of a command line is one that the command has; a query finds rows in the exported database.
"""

import argparse
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import readme_archives

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests/data/sample"
BLOCK = re.compile(r"```console\n\$ (benchfolio [^\n]*)\n(.*?)```", re.S)
TOML = re.compile(r"```toml\n((?:# (\w+\.toml)\n)?.*?)```", re.S)
COMMAND_LINES = re.compile(r"```(?:sh|console)\n(.*?)```", re.S)
QUERY = re.compile(r'"(SELECT [^"]*)"')
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)]*))?\)")
DURATION = re.compile(r"(\(|^time +)\d[\d.]* m?s(\)|$)", re.M)
MISTAKE = '[site]\ntitle = "QuTiP"\n\n[cpu]\nhidden = ["*E5-26*"]\n'


def prepare(folder, text):
    shutil.copytree(SAMPLE / "archive", folder / "results")
    shutil.copy(SAMPLE / "benchfolio.toml", folder)
    for name in ("collected", "mypyc"):
        (folder / name).mkdir()
    (folder / "mistake.toml").write_text(MISTAKE)
    readme_archives.write_mypyc(folder / "mypyc-benchmark-results")
    readme_archives.write_cpython(folder / "cpython")
    for content, name in TOML.findall(text):
        if name:
            (folder / name).write_text(content)
    subprocess.run(["git", "init", "--quiet", "--bare", folder / "pages.git"], check=True)


def run(program, command, folder):
    arguments = [program, *shlex.split(command)[1:]]
    environment = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(arguments, cwd=folder, env=environment, text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def output(program, command, folder):
    return run(program, command, folder).stdout.replace(str(folder), "/path/to").rstrip("\n") + "\n"


def words(text):
    """The text without what differs from build to build: durations, commits, numbers, and the width they take."""
    text = DURATION.sub(r"\1 0 s\2", text)
    return re.sub(r"\s+", " ", re.sub(r"\d[\d.,]*", "0", re.sub(r"\b[0-9a-f]{8,40}\b", "0", text)))


# ------------------------------------------------------------------ what is wrong with the other blocks

def wrong_configurations(text, program, folder):
    """A block of triage.toml is read through a configuration that names it."""
    for number, (content, _) in enumerate(TOML.findall(text)):
        is_triage = content.startswith("[[review]]")
        block = folder / f"block{number}.toml"
        block.write_text(f'[triage]\nfile = "triage{number}.toml"\n' if is_triage else content)
        (folder / f"triage{number}.toml").write_text(content if is_triage else "")
        done = run(program, f"benchfolio check --archive results --config {block.name} --quiet", folder)
        if done.returncode > 1:  # findings are no mistake: the sample is not what it is about
            yield f"TOML that is refused:\n{content}{done.stdout}"


def wrong_options(text, program, folder):
    known = {}
    for block in COMMAND_LINES.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            for command in re.findall(r"benchfolio ((?:[a-z]+) .*|--\w+.*)", line):
                name = command.split()[0]
                if name not in known:
                    known[name] = run(program, f"benchfolio {'' if name.startswith('-') else name} --help", folder).stdout
                yield from (f"{option} is no option of {name}: {line}" for option in re.findall(r"(?<=\s)--[a-z-]+", " " + command)
                            if not re.search(re.escape(option) + r"\b(?!-)", known[name]))


def wrong_queries(text, folder):
    database = sqlite3.connect(folder / "results.db")
    for query in QUERY.findall(text):
        if not database.execute(re.sub(r"'[\w/]*?(\w+)\.csv'", r"\1", query)).fetchall():
            yield f"finds nothing: {query}"
    database.close()


def wrong_links(text):
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.M)}
    for path, anchor in LINK.findall(re.sub(r"```.*?```", "", text, flags=re.S)):
        if path and not path.startswith("http") and not (ROOT / path).exists():
            yield f"a link to {path}, which is not there"
        if not path and anchor not in anchors:
            yield f"a link to #{anchor}, which is no heading"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benchfolio", required=True, type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    readme = ROOT / "README.md"
    text = readme.read_text()
    failures = []

    def run_example(match):
        printed = output(arguments.benchfolio, match[1], folder)
        if words(printed) != words(match[2]) and not arguments.write:
            failures.append(f"no longer shows what this prints:\n$ {match[1]}\n{printed}")
        return f"```console\n$ {match[1]}\n{printed}```"

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        prepare(folder, text)
        written = BLOCK.sub(run_example, text)
        failures += [*wrong_configurations(text, arguments.benchfolio, folder),
                     *wrong_options(text, arguments.benchfolio, folder), *wrong_queries(text, folder), *wrong_links(text)]
    if arguments.write:
        readme.write_text(written)
    print("\n".join(f"README.md: {failure}" for failure in failures) or "README.md: its examples are true")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
