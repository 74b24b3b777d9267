"""What numbers beside the times must be published as, for verify_site.py: the rules of [[measure]], Google Benchmark's
counters, CPython's interpreter statistics. Written from the reference of the configuration and the formats' documentation;
no code is shared with the generator."""

import fnmatch
import math
import re

LOWER, HIGHER = "lower_is_better", "higher_is_better"
TIME = ("time", "s", LOWER)
CPU_TIME = ("cpu_time", "s", LOWER)
LARGEST = 1e150

SCALES = {"s": ("s", 1), "ms": ("s", 1e-3), "us": ("s", 1e-6), "µs": ("s", 1e-6), "ns": ("s", 1e-9), "min": ("s", 60),
          "B": ("B", 1), "KB": ("B", 1e3),
          **{f"{prefix}B": ("B", 1000.0 ** (i + 1)) for i, prefix in enumerate("kMGT")},
          **{f"{prefix}iB": ("B", 1024.0 ** (i + 1)) for i, prefix in enumerate("KMGT")}}

# The table of the reference: (pattern of the name, unit, direction), the first counts.
NAMES = [("bytes_per_second", "B/s", HIGHER), ("items_per_second", "items/s", HIGHER), ("*_per_second", "/s", HIGHER),
         ("*_per_sec", "/s", HIGHER), ("*throughput*", "/s", HIGHER), ("ipc", "", HIGHER),
         ("instructions_per_cycle", "", HIGHER), ("*hit_rate", "", HIGHER), ("*hit_ratio", "", HIGHER),
         ("*allocations_to_*", "allocations", LOWER), ("*cache*miss*", "misses", LOWER), ("*tlb*miss*", "misses", LOWER),
         ("*branch*miss*", "misses", LOWER), ("*page_faults", "faults", LOWER), ("*instructions*", "instructions", LOWER),
         ("*execution_count", "instructions", LOWER), ("*cycles", "cycles", LOWER),
         ("*context_switches", "switches", LOWER), ("allocs_per_iter", "allocations", LOWER),
         ("*allocation_count", "allocations", LOWER), ("*_allocations", "allocations", LOWER),
         ("allocations", "allocations", LOWER), ("*num_allocs", "allocations", LOWER), ("*objects", "objects", LOWER),
         ("*object_count", "objects", LOWER), ("*_kib", "KiB", LOWER), ("*_kb", "kB", LOWER), ("*_mib", "MiB", LOWER),
         ("*_mb", "MB", LOWER), ("*_gib", "GiB", LOWER), ("*_gb", "GB", LOWER), ("*rss", "B", LOWER),
         ("*bytes*", "B", LOWER), ("*_memory", "B", LOWER), ("memory*", "B", LOWER), ("*heap_growth", "B", LOWER),
         ("*_ns", "ns", LOWER), ("*_us", "us", LOWER), ("*_ms", "ms", LOWER), ("*seconds", "s", LOWER),
         ("duration", "s", LOWER)]


def base_unit(written):
    """(the unit that is published, what turns a value into it)"""
    amount, rate = (written[:-2], "/s") if written.endswith("/s") and len(written) > 2 else (written, "")
    unit, factor = SCALES.get(amount, (None, 1))
    return (written, 1) if unit is None else (unit + rate, factor)


def usual(name):
    """(unit, direction, factor) that a name alone says."""
    plain = re.sub("[- .]", "_", name.lower())
    for pattern, unit, direction in NAMES:
        if fnmatch.fnmatchcase(plain, pattern):
            return (*base_unit(unit)[:1], direction, base_unit(unit)[1])
    return "", LOWER, 1


class Rules:
    """The [[measure]] tables of a configuration."""

    def __init__(self, tables):
        self.rules = [(re.compile("".join({"*": "(.*?)", "?": "."}.get(c, re.escape(c)) for c in table["from"]), re.S), table)
                      for table in tables or []]

    def find(self, place, default=False):
        """((name, unit, direction), factor) of the number at a place; None where it is no measure."""
        short = place.split(".", 1)[1]
        unit, direction, factor = usual(short)
        for pattern, table in self.rules:
            if match := pattern.fullmatch(place):
                captures = iter(match.groups())
                if {"*", "?"} & set(table["from"]) and "*" not in table.get("name", "*"):  # added up under one name
                    unit, direction, factor = usual(table["name"])
                name = re.sub(r"\*", lambda _: next(captures, ""), table.get("name", "")) or short
                if "unit" in table:
                    unit, factor = base_unit(table["unit"])
                direction = {"lower": LOWER, "higher": HIGHER}.get(table.get("direction"), direction)
                return (place if name == "time" else name, unit, direction), factor
        return ((place if short == "time" else short, unit, direction), factor) if default else None

    def takes(self, prefix):
        """Whether a rule speaks of such places."""
        return any(table["from"].startswith(prefix) for _, table in self.rules)

    def sums(self, numbers, default=False):
        """{measure: sum} of (place, number) pairs; numbers that are none are left out."""
        found = {}
        for place, value in numbers:
            read = self.find(place, default)
            if read is None or isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                continue
            measure, factor = read
            if abs(value * factor) <= LARGEST:
                found[measure] = found.get(measure, 0) + value * factor
        return found


def row(name, measure, samples, params=None, reported=None):
    return {"name": name, "group": None, "params": params, "measure": measure[0], "unit": measure[1],
            "direction": measure[2], "samples": samples, "reported": reported}


def numbers_in(place, value, depth=0):
    """(place, number) of everything in nested objects."""
    if isinstance(value, dict) and depth < 20:
        for name, inner in value.items():
            yield from numbers_in(f"{place}.{name}", inner, depth + 1)
    else:
        yield place, value


def extra_rows(entry, rules):
    """The measures in a benchmark's `extra_info`."""
    return [row(entry["fullname"], measure, [value])
            for measure, value in rules.sums(numbers_in("extra_info", entry.get("extra_info") or {})).items()]


# ------------------------------------------------------------------ Google Benchmark

NO_COUNTERS = {"name", "run_name", "run_type", "aggregate_name", "aggregate_unit", "time_unit", "error_occurred",
               "error_message", "skipped", "skip_message", "real_time", "cpu_time", "family_index",
               "per_family_instance_index", "repetitions", "repetition_index", "threads", "iterations", "label", "big_o",
               "cpu_coefficient", "real_coefficient", "rms"}
TIME_UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}
SETTINGS = ("iterations", "repeats", "min_time", "min_warmup_time")
CPU_KEYS = ("cpu", "cpu_model", "cpu_brand", "cpu_name", "cpu_model_name", "CPU")
COMMIT_KEYS = ("commit", "commit_id", "git_commit", "git_sha", "git_hash", "git_revision", "revision", "sha")


def value_of(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def params_of(name):
    """The arguments at the end of a name: /8/bytes:512/threads:4."""
    arguments = []
    for part in reversed(name.split("/")[1:]):
        if not re.fullmatch(r"-?\d[\d.]*|[^:]+:[^:].*|(real|process|manual)_time", part):
            break
        arguments.insert(0, part)
    bare = [part for part in arguments if re.fullmatch(r"-?\d[\d.]*", part)]
    params, k = {}, 0
    for part in arguments:
        if part in bare:
            k += 1
            params["arg" if len(bare) == 1 else f"arg {k}"] = value_of(part)
        elif ":" in part and part.split(":")[0] not in SETTINGS:
            params[part.split(":")[0]] = value_of(part.split(":", 1)[1])
    return params


def is_google_benchmark(document):
    benchmarks = document.get("benchmarks")
    first = benchmarks[0] if isinstance(benchmarks, list) and benchmarks else {}
    return "machine_info" not in document and isinstance(first, dict) and (
        bool({"real_time", "cpu_time", "run_type"} & set(first)) or "context" in document and (not first or "name" in first))


def is_statistic(entry, entries):
    """Early versions say so by the name alone, behind the repetitions."""
    if "run_type" in entry:
        return entry["run_type"] == "aggregate"
    match = re.fullmatch("(.*)_(mean|median|stddev|cv)", entry["name"], re.S)
    return bool(match) and any(other["name"] == match[1] for other in entries[:entries.index(entry)])


def measured(entry, rules, number):
    """{measure: value} of one row."""
    factor = TIME_UNITS[entry.get("time_unit", "ns")]
    counters = [(f"counter.{name}", value) for name, value in entry.items() if name not in NO_COUNTERS]
    values = rules.sums(counters, default=True)
    for measure, member in ((TIME, "real_time"), (CPU_TIME, "cpu_time")):
        if entry.get(member) is not None and number(entry[member]) is not None:
            values[measure] = number(entry[member]) * factor
    return values


def read_google_benchmark(document, rules, number):
    context, entries = document.get("context") or {}, document["benchmarks"]
    samples, statistics = {}, {}
    for entry in entries:
        name = entry.get("run_name") or entry["name"]
        if entry.get("error_occurred") or entry.get("skipped") or "rms" in entry or "cpu_coefficient" in entry:
            continue
        if not is_statistic(entry, entries):
            if "real_time" in entry:
                for measure, value in measured(entry, rules, number).items():
                    samples.setdefault((name, measure), []).append(value)
        elif entry.get("aggregate_name") in ("mean", "median", "stddev", "min", "max") and entry.get("run_name"):
            for measure, value in measured(entry, rules, number).items():
                reported = statistics.setdefault((name, measure), dict.fromkeys(
                    ("mean", "stddev", "min", "q1", "median", "q3", "max"), None) | {"from_samples": 0})
                reported |= {entry["aggregate_name"]: value, "n": entry.get("iterations", 0)}
    rows = [row(name, measure, values, params_of(name)) for (name, measure), values in samples.items()]
    sampled = {name for name, _ in samples}
    rows += [row(name, measure, None, params_of(name), reported) for (name, measure), reported in statistics.items()
             if name not in sampled and (reported["mean"] is not None or reported["median"] is not None)]
    commits = [context[key] for key in COMMIT_KEYS if re.fullmatch("[0-9a-f]{7,64}", str(context.get(key)))]
    brands = [context[key].strip() for key in CPU_KEYS if context.get(key)]
    return {"date": context.get("date"), "brand": next(iter(brands), None), "commit": next(iter(commits), None), "rows": rows}


# ------------------------------------------------------------------ interpreter statistics

def is_pystats(document):
    return "benchmarks" not in document and bool({"_specialized_instructions", "_stats_defines"} & set(document)
                                                 or any(name.startswith("opcode[") for name in document))


def read_pystats(document, rules, file):
    metadata = document.get("metadata") or {}
    about = re.search(r"-pystats-([^/]+?)\.json", file)
    name = metadata.get("name") or metadata.get("benchmark") or (about[1] if about else "all benchmarks")
    counters = [(f"pystats.{counter}", value) for counter, value in document.items()]
    return {"date": metadata.get("date") or metadata.get("commit_date"), "brand": "interpreter statistics",
            "commit": metadata.get("commit_id"),
            "rows": [row(name, measure, [value]) for measure, value in rules.sums(counters).items()]}
