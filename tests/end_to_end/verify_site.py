#!/usr/bin/env python3
"""Recomputes what a site publishes from the raw result files and compares, to seven digits.

    verify_site.py --archive DIR --site DIR [--config FILE]

Independent of the generator: written from the formats' documentation, no code shared. Checks every
estimate, n, mean, stddev, min, quartile and max of data/b/*.json, and the newest runs' samples; size and SHA-256 of each
data file; that each file of the archive is in exactly one of
runs, failures, rejected and duplicates; ids, times and CPUs of the runs; what the failures say; that no series holds two CPUs; of each change in data/changes.json id, levels, ratio, range of runs and commits, direction,
and that the changes of a group have a run in common; that a run of any kind but nightly is in no series, change or
geometric mean, and that its own file has its numbers and nobody else's. Prints what differs.
"""

import argparse
import datetime as dt
import gzip
import hashlib
import json
import math
import re
import sys
import tomllib
import zlib
from collections import Counter, defaultdict
from pathlib import Path

import measures

NUMBERS = ["estimate", "n", "mean", "stddev", "min", "q1", "median", "q3", "max"]
COLUMNS = [*NUMBERS, "from_samples"]
MOST_SAMPLES = 2000  # that are kept of the newest run
SHOWN = 40


class Broken(Exception):
    """A damaged result."""


class Foreign(Exception):
    """A file of no known format."""


class Failed(Exception):
    """The record of a night without results, as the published entry should say it."""

    def __init__(self, entry):
        super().__init__("a failed night")
        self.entry = entry


# ------------------------------------------------------------------ numbers

def number(value):
    """A JSON value where a number must be; NaN and infinities are unknown."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Broken(f"{value!r} is not a number")
    return float(value) if math.isfinite(value) else None


def quantile(ordered, p):
    """Linear interpolation at rank p (n - 1): R's type 7."""
    rank = p * (len(ordered) - 1)
    low = math.floor(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (rank - low) * (ordered[high] - ordered[low])


def kept(ordered):
    """At most MOST_SAMPLES, evenly spread over the ranks."""
    n = len(ordered)
    return ordered if n <= MOST_SAMPLES else [ordered[k * (n - 1) // (MOST_SAMPLES - 1)] for k in range(MOST_SAMPLES)]


def same_number(published, wanted):
    """To seven digits; None is only equal to itself."""
    return published is wanted is None or None not in (published, wanted) and abs(published - wanted) <= 5.01e-7 * abs(wanted)


def of_samples(values):
    ordered, n = sorted(values), len(values)
    mean = math.fsum(ordered) / n
    stddev = math.sqrt(math.fsum((x - mean) ** 2 for x in ordered) / (n - 1)) if n > 1 else None
    return {"n": n, "mean": mean, "stddev": stddev, "min": ordered[0], "q1": quantile(ordered, 0.25),
            "median": quantile(ordered, 0.5), "q3": quantile(ordered, 0.75), "max": ordered[-1],
            "from_samples": 1, "samples": kept(ordered)}


def as_reported(stats):
    row = {name: number(stats[name]) if stats.get(name) is not None else None
           for name in ("mean", "stddev", "min", "q1", "median", "q3", "max")}
    row["n"], row["from_samples"] = stats.get("rounds"), 0
    if row["n"] == 1:
        row["stddev"] = None
    return row


def estimate(row, wanted):
    order = [wanted] + [name for name in ("median", "mean", "min") if name != wanted]
    return next((row[name] for name in order if row[name] is not None), None)


# ------------------------------------------------------------------ formats

def utc(text):
    if text is None:
        return None
    time = dt.datetime.fromisoformat(text)
    return time.astimezone(dt.timezone.utc) if time.tzinfo else time.replace(tzinfo=dt.timezone.utc)


def brand_of(text):
    text = text.strip() if isinstance(text, str) else ""
    return text if text and text.lower() != "unknown" else None


def read_pytest_benchmark(document, rules):
    cpu = document["machine_info"].get("cpu") or {}
    rows = []
    for entry in document["benchmarks"]:
        stats = entry["stats"]
        samples = [x for x in map(number, stats.get("data") or []) if x is not None]
        rows.append({"name": entry["fullname"], "group": entry.get("group"), "params": entry.get("params"),
                     "measure": "time", "unit": "s", "samples": samples or None,
                     "reported": None if samples else as_reported(stats)})
        rows += [{**extra, "group": entry.get("group"), "params": entry.get("params")}
                 for extra in measures.extra_rows(entry, rules)]
    commit = (document.get("commit_info") or {}).get("id")
    return {"time": utc(document.get("datetime")), "brand": brand_of(cpu.get("brand_raw")) or brand_of(cpu.get("brand")),
            "commit": commit if commit != "unversioned" else None, "rows": rows}


UNITS = {"second": ("time", "s"), "byte": ("memory", "B"), "integer": ("count", "")}


def pyperf_values(run, metadata):
    """Seconds per loop. Before format 4 the recorded times are of all loops together, warmups first."""
    if "raw_samples" in run:
        loops = run.get("loops", metadata.get("loops", 1)) * metadata.get("inner_loops", 1)
        return [number(x) / loops for x in run["raw_samples"][run.get("warmups", 0):]]
    return [x for x in map(number, run.get("values") or run.get("samples") or []) if x is not None]


def read_pyperf(document, rules):
    suite = document.get("metadata") or {}
    benchmarks = document["benchmarks"]
    rows, dates, brands, commits = [], [], [], []
    for benchmark in benchmarks.values() if isinstance(benchmarks, dict) else benchmarks:
        metadata = {"name": benchmark.get("name"), **suite, **(benchmark.get("common_metadata") or {}), **(benchmark.get("metadata") or {})}
        values, peaks, extras = [], [], defaultdict(list)
        for run in benchmark["runs"]:
            own = {**metadata, **(run.get("metadata") or {})}
            dates += [own["date"]] if "date" in own else []
            brands.append(own.get("cpu_model_name"))
            commits.append(own.get("commit_id"))
            values += pyperf_values(run, own)
            peak = own.get("mem_max_rss", own.get("command_max_rss"))
            peaks += [number(peak)] if peak is not None else []
            for extra, value in rules.sums((f"metadata.{name}", value) for name, value in own.items()).items():
                extras[extra].append(value)
        measure, unit = UNITS[metadata.get("unit", "second")]
        for measure, unit, samples in ((measure, unit, values), ("max_rss", "B", peaks)):
            if samples:
                rows.append({"name": metadata["name"], "group": None, "params": None, "measure": measure, "unit": unit,
                             "samples": samples, "reported": None})
        rows += [measures.row(metadata["name"], extra, samples) for extra, samples in extras.items()]
    return {"time": min(map(utc, dates), default=None), "brand": next(filter(None, map(brand_of, brands)), None),
            "commit": next(filter(None, commits), None), "rows": rows}


def read_failure(record):
    """What must be published of a failed night."""
    if record["benchfolio_failure"] != 1 or record.get("outcome") not in ("failure", "cancelled", "timed_out"):
        raise Broken("not such a record")
    try:
        time = dt.datetime.fromisoformat(record["time"])
    except (KeyError, TypeError, ValueError) as problem:
        raise Broken("no time") from problem
    url = record.get("url")
    if url and not url.startswith(("http://", "https://")):
        raise Broken("an address of another kind")
    texts = {name: record.get(name) or None for name in ("workflow", "url", "commit")}
    return {"time": time.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "outcome": record["outcome"], **texts}


def is_foreign(document, rules):
    """Neither pytest-benchmark, pyperf nor another format that is read as it is configured."""
    if not isinstance(document, dict):
        return True
    if measures.is_pystats(document):
        return not rules.takes("pystats.")
    return not isinstance(document.get("benchmarks"), (list, dict))


def measured_in(document, rules, file):
    """What a document of a known format says."""
    if "machine_info" in document:
        return read_pytest_benchmark(document, rules)
    if str(document.get("version")) in ("3", "4", "5", "6", "1.0"):
        return read_pyperf(document, rules)
    if measures.is_pystats(document):
        found = measures.read_pystats(document, rules, file)
    elif measures.is_google_benchmark(document):
        found = measures.read_google_benchmark(document, rules, number)
    else:
        raise Foreign("an unknown format")
    return {**found, "time": utc(found["date"])}


def read(raw, rules, file):
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise Broken(str(problem)) from problem
    if isinstance(document, dict) and "benchfolio_failure" in document:
        raise Failed(read_failure(document))
    if is_foreign(document, rules):
        raise Foreign("no benchmarks")
    try:
        measured = measured_in(document, rules, file)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise Broken(repr(problem)) from problem
    if measured["time"] is None:
        raise Broken("no date")
    return measured


def content(path):
    raw = path.read_bytes()
    if not path.name.endswith(".gz"):
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error):
        return None


# ------------------------------------------------------------------ configuration

class Aliases:
    """Patterns with * and ?, first match wins, each * carried over."""

    def __init__(self, table):
        self.rules = [(re.compile("".join({"*": "(.*?)", "?": "."}.get(c, re.escape(c)) for c in old), re.S), new)
                      for old, new in (table or {}).items()]

    def __call__(self, name):
        for pattern, new in self.rules:
            if match := pattern.fullmatch(name):
                captures = iter(match.groups())
                return re.sub(r"\*", lambda _: next(captures, ""), new)
        return name


def configuration(path):
    config = tomllib.loads(Path(path).read_text()) if path else {}
    return {"estimate": config.get("statistics", {}).get("estimate", "median"),
            "commit_from": config.get("archive", {}).get("commit_from"),
            "measures": measures.Rules(config.get("measure")),
            "benchmarks": Aliases(config.get("aliases")), "groups": Aliases(config.get("group_aliases"))}


# ------------------------------------------------------------------ the comparison

def is_said_aside(name):
    """Whether a folder says that the result is in no trend: such a copy of another file is the duplicate."""
    kinds = [folder.removeprefix("kind=") for folder in name.split("/")[:-1] if folder.startswith("kind=")]
    return bool(kinds) and kinds[-1] != "nightly"


class Verifier:
    def __init__(self, archive, site, config):
        self.archive, self.site, self.config = Path(archive), Path(site), configuration(config)
        self.problems, self.compared = [], 0
        self.index = json.loads((self.site / "data/index.json").read_text())
        self.runs = json.loads((self.site / "data/runs.json").read_text())
        self.changes = json.loads((self.site / "data/changes.json").read_text())["changes"]
        self.rows = {}  # (name, measure, testbed) -> the runs and estimates of the series, as published
        aside = self.site / "data/aside.json"
        self.aside = json.loads(aside.read_text()) if aside.exists() else {"testbeds": [], "runs": [], "benchmarks": []}
        self.brands = {testbed["slug"]: testbed["brand"] for testbed in [*self.aside["testbeds"], *self.index["testbeds"]]}
        self.expected_aside = {}  # run id -> (name, measure, unit) -> rows
        self.expected = defaultdict(lambda: defaultdict(list))  # (name, measure, unit) -> (testbed, run id) -> rows
        self.directions = {}                                    # (measure, unit) -> which is better
        self.newest = {}                                        # name -> ((time, id), group, params)

    def problem(self, text):
        self.problems.append(text)

    def equal(self, what, published, wanted):
        if published != wanted:
            self.problem(f"{what}: published {published!r}, expected {wanted!r}")

    def files(self):
        names = [path.relative_to(self.archive).as_posix() for path in self.archive.rglob("*") if path.is_file()]
        return sorted(name for name in names if name.endswith((".json", ".json.gz")))

    def verify(self):
        self.account_for_files()
        self.check_data_files()
        self.check_testbeds()
        self.check_benchmarks()
        self.check_aside()
        self.check_changes()
        return self.problems

    def account_for_files(self):
        runs = {run["file"]: run for run in self.runs["runs"]}
        rejected = {entry["file"]: entry for entry in self.runs["rejected"]}
        duplicates = {entry["file"]: entry["of"] for entry in self.runs["duplicates"]}
        failures = {entry["file"]: entry for entry in self.runs["failures"]}
        listed = Counter([*runs, *rejected, *duplicates, *failures])
        files, first = sorted(self.files(), key=lambda name: (is_said_aside(name), name)), {}
        self.equal("the files accounted for", sorted(listed.elements()), sorted(files))
        for name in files:
            raw = content(self.archive / name)
            digest = hashlib.sha256(raw if raw is not None else name.encode()).hexdigest()
            original = first.setdefault(digest, name)
            if name in duplicates:
                self.equal(f"{name} is a copy of", duplicates[name], original)
            elif original != name and name in runs:
                self.problem(f"{name}: counted although it equals {original}")
            else:
                self.check_file(name, raw, digest, runs.get(name), rejected.get(name), failures.get(name))
        self.equal("distinct run ids", len({run["id"] for run in self.runs["runs"]}), len(runs))

    def check_file(self, name, raw, digest, run, rejection, failure):
        try:
            if raw is None:
                raise Broken("not gzip")
            measured = read(raw, self.config["measures"], name)
        except Failed as night:
            published = {key: (failure or {}).get(key) for key in night.entry}
            return self.equal(f"{name}: the failed night", published, night.entry)
        except (Broken, Foreign) as problem:
            kind = "broken" if isinstance(problem, Broken) else "foreign"
            self.equal(f"{name} ({problem}) is rejected as", rejection and rejection["kind"], kind)
            if rejection and not rejection["reason"]:
                self.problem(f"{name}: rejected without a reason")
            return
        if run is None:
            self.problem(f"{name}: readable, but not among the runs ({rejection and rejection['reason']})")
        else:
            self.check_run(name, digest, run, measured)

    def check_run(self, name, digest, run, measured):
        stamp = measured["time"].strftime("%Y%m%dT%H%M%SZ")
        self.equal(f"{name}: id", run["id"], f"{stamp}-{digest[:8]}")
        self.equal(f"{name}: time", utc(run["time"]), measured["time"].replace(microsecond=0))
        self.equal(f"{name}: CPU", self.brands.get(run["testbed"], "no such testbed"), measured["brand"])
        if not self.config["commit_from"] and measured["commit"]:
            self.equal(f"{name}: commit", run["commit"], measured["commit"])
        self.expect_rows(run, measured["time"], measured["rows"])

    def expect_rows(self, run, time, rows):
        pooled = defaultdict(list)
        aside = self.expected_aside.setdefault(run["id"], {}) if run["kind"] != "nightly" else None
        for row in rows:
            name = self.config["benchmarks"](row["name"])
            key = (name, row["measure"], row["unit"])
            self.directions[row["measure"], row["unit"]] = row.get("direction", measures.LOWER)
            cell = aside.setdefault(key, []) if aside is not None else self.expected[key][run["testbed"], run["id"]]
            if row["samples"]:
                pooled[key] += row["samples"]
            else:
                cell.append(row["reported"])
            when = (time, run["id"])
            if aside is None and (name not in self.newest or self.newest[name][0] <= when):
                self.newest[name] = (when, row["group"], row["params"])
        for key, samples in pooled.items():
            (self.expected[key][run["testbed"], run["id"]] if aside is None else aside[key]).append(of_samples(samples))

    def check_data_files(self):
        """The index tells of every other data file what it is on the disk."""
        paths = [path for path in sorted(self.site.glob("data/**/*")) if path.suffix in (".json", ".csv")]
        on_disk = [{"path": path.relative_to(self.site).as_posix(), "bytes": path.stat().st_size,
                    "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in paths if path.name != "index.json"]
        self.equal("the files of the index", sorted(self.index["files"], key=lambda file: file["path"]),
                   sorted(on_disk, key=lambda file: file["path"]))

    def check_testbeds(self):
        for what, testbeds, of_side in (("trends", self.index["testbeds"], lambda kind: kind == "nightly"),
                                        ("other runs", self.aside["testbeds"], lambda kind: kind != "nightly")):
            self.equal(f"distinct testbeds of the {what}", len({testbed["slug"] for testbed in testbeds}), len(testbeds))
            counts = Counter(run["testbed"] for run in self.runs["runs"] if of_side(run["kind"]))
            self.equal(f"runs by testbed of the {what}", {testbed["slug"]: testbed["runs"] for testbed in testbeds}, counts)

    def check_benchmarks(self):
        listed = {benchmark["name"]: benchmark for benchmark in self.index["benchmarks"]}
        better = {(measure["name"], measure["unit"]): measure["direction"] for measure in self.index["measures"]}
        self.equal("measures and what is better", better, self.directions)
        self.equal("benchmarks", sorted(listed), sorted({name for name, _, _ in self.expected}))
        on_disk = sorted(path.relative_to(self.site).as_posix() for path in self.site.glob("data/b/*.json"))
        self.equal("files in data/b", on_disk, sorted(benchmark["data"] for benchmark in listed.values()))
        for name, benchmark in listed.items():
            if name in self.newest:
                self.check_benchmark(name, benchmark)

    def check_benchmark(self, name, benchmark):
        data = json.loads((self.site / benchmark["data"]).read_text())
        _, group, params = self.newest[name]
        for source in (benchmark, data):
            self.equal(f"{name}: name", source["name"], name)
            self.equal(f"{name}: group", source["group"], self.config["groups"](group) if group is not None else None)
            self.check_params(name, source["params"], params or {})
        published = defaultdict(lambda: defaultdict(list))
        for series in data["series"]:
            self.collect(name, series, published[name, series["measure"], series["unit"]])
        wanted = {key: rows for key, rows in self.expected.items() if key[0] == name}
        self.equal(f"{name}: measures", sorted(published), sorted(wanted))
        for key in wanted:
            self.compare(key, published[key], wanted[key])

    def check_params(self, name, published, recorded):
        self.equal(f"{name}: parameters", list(published), list(recorded))
        for parameter, value in recorded.items():
            if isinstance(value, (int, float, type(None))) or isinstance(value, str) and "UNSERIALIZABLE" not in value:
                if value == value:
                    self.equal(f"{name}: parameter {parameter}", published.get(parameter), value)

    def collect(self, name, series, rows):
        where = f"{name} on {series['testbed']}"
        self.equal(f"{where}: lengths", {len(series[field]) for field in COLUMNS}, {len(series["run"])})
        if series["run"] != sorted(series["run"], key=lambda run: run[:16]):
            self.problem(f"{where}: not in time order")
        self.rows[name, series["measure"], series["testbed"]] = (series["run"], series["estimate"])
        for k, run in enumerate(series["run"]):
            rows[series["testbed"], run].append({field: series[field][k] for field in COLUMNS})
            if k + 1 == len(series["run"]):
                rows[series["testbed"], run][-1]["newest_samples"] = series["newest_samples"]

    def compare(self, key, published, wanted):
        self.equal(f"{key}: testbeds and runs", sorted(published), sorted(wanted))
        for cell in wanted:
            have, want = published.get(cell, []), wanted[cell]
            for row in want:
                row["estimate"] = estimate(row, self.config["estimate"])
            if len(have) != len(want):
                self.problem(f"{key} {cell}: {len(have)} results instead of {len(want)}")
                continue
            order = lambda row: row["mean"] if row["mean"] is not None else -math.inf
            for a, b in zip(sorted(have, key=order), sorted(want, key=order)):
                self.compare_row(key, cell, a, b)

    def compare_row(self, key, cell, have, want):
        self.equal(f"{key} {cell} from_samples", have["from_samples"], want["from_samples"])
        if "newest_samples" in have:
            self.compare_samples(key, cell, have["newest_samples"], want.get("samples", []))
        for field in NUMBERS:
            a, b = have[field], want[field]
            self.compared += 1
            if not same_number(a, b):
                self.problem(f"{key} {cell} {field}: published {a}, recomputed {b}")

    def check_aside(self):
        """Each run that is in no trend has a file of its own, with its numbers alone; and no series has it."""
        listed = {entry["run"]: entry["data"] for entry in self.aside["runs"]}
        runs = {run["id"]: run for run in self.runs["runs"] if run["kind"] != "nightly"}
        self.equal("runs in no trend", sorted(listed), sorted(runs))
        self.equal("benchmarks of runs in no trend", [benchmark["name"] for benchmark in self.aside["benchmarks"]],
                   sorted({name for rows in self.expected_aside.values() for name, _, _ in rows}))
        for (name, _, testbed), (ids, _) in self.rows.items():
            if mixed := set(ids) & set(runs):
                self.problem(f"{name} on {testbed}: a trend with {sorted(mixed)}")
        for run, path in listed.items():
            if run in runs:
                self.check_aside_run(runs[run], json.loads((self.site / path).read_text()))

    def check_aside_run(self, run, document):
        what = f"the results of {run['id']}"
        for field in ("kind", "ref", "owner", "testbed", "suite", "commit"):
            self.equal(f"{what}: {field}", document[field], run.get(field))
        self.equal(f"{what}: run", document["run"], run["id"])
        published = defaultdict(list)
        for row in document["results"]:
            published[row["benchmark"], row["measure"], row["unit"]].append(row)
        wanted = self.expected_aside.get(run["id"], {})
        self.equal(f"{what}: benchmarks", sorted(published), sorted(wanted))
        for key, rows in wanted.items():
            self.compare_aside(f"{what}, {key}", published[key], rows)

    def compare_aside(self, what, published, wanted):
        self.equal(f"{what}: how many", len(published), len(wanted))
        order = lambda row: row["mean"] if row["mean"] is not None else -math.inf
        for have, want in zip(sorted(published, key=order), sorted(wanted, key=order)):
            self.equal(f"{what}: from samples", have["from_samples"], bool(want["from_samples"]))
            if "newest_samples" in have:
                self.compare_samples(what, "", have["newest_samples"], want.get("samples", []))
            for field in NUMBERS[1:]:
                self.compared += 1
                if not same_number(have[field], want[field]):
                    self.problem(f"{what} {field}: published {have[field]}, recomputed {want[field]}")

    def check_changes(self):
        groups = defaultdict(list)
        for change in self.changes:
            series = self.rows.get((change["name"], change["measure"], change["testbed"]))
            if series is None:
                self.problem(f"change {change['id']}: of a series that is not published")
                continue
            self.check_change(change, *series)
            groups[change["group"]].append(change)
        self.equal("distinct ids of changes", len({change["id"] for change in self.changes}), len(self.changes))
        for group, changes in groups.items():
            self.check_group(group, changes)

    def check_change(self, change, runs, estimates):
        """Its levels are of the runs on both sides of it, which are neighbours in the series."""
        what = f"change {change['id']} of {change['name']} on {change['testbed']}"
        identity = "\n".join(change[field] for field in ("name", "measure", "testbed", "first_run_after"))
        self.equal(f"{what}: id", change["id"], hashlib.sha256(identity.encode()).hexdigest()[:10])
        if not {change["last_run_before"], change["first_run_after"]} <= set(runs):
            return self.problem(f"{what}: its runs are not of the series")
        cut = runs.index(change["first_run_after"])
        before = [(run, value) for run, value in zip(runs[:cut], estimates[:cut]) if value is not None]
        after = [value for value in estimates[cut:] if value is not None]
        self.check_neighbours(what, change, [run for run, _ in before])
        self.check_levels(what, change, [value for _, value in before][-change["runs_before"]:], after[:change["runs_after"]])
        self.check_state(what, change)
        self.check_commits(what, change)

    def check_neighbours(self, what, change, before):
        """Between the two runs of a change lie none but those in which a busy host moved the whole suite."""
        skipped = before[before.index(change["last_run_before"]) + 1:] if change["last_run_before"] in before else before
        calm = [run for run in skipped if not self.moved_as_a_whole(run, change)]
        self.equal(f"{what}: calm runs between its two runs", calm, [])

    def moved_as_a_whole(self, run, change):
        """Whether most series of the testbed moved one way in a run, by more than they do in the run before the change."""
        ratios = []
        for (_, measure, testbed), (runs, estimates) in self.rows.items():
            if (measure, testbed) == (change["measure"], change["testbed"]) and {run, change["last_run_before"]} <= set(runs):
                here, there = estimates[runs.index(run)], estimates[runs.index(change["last_run_before"])]
                if here is not None and there is not None and here > 0 and there > 0:
                    ratios.append(here / there)
        return len(ratios) >= 5 and abs(math.log(quantile(sorted(ratios), .5))) > .02

    def check_levels(self, what, change, before, after):
        self.equal(f"{what}: runs", (len(before), len(after)), (change["runs_before"], change["runs_after"]))
        old, new = quantile(sorted(before), .5), quantile(sorted(after), .5)
        ratio = new / old if old > 0 and new > 0 else None
        for field, wanted in (("before", old), ("after", new), ("ratio", ratio)):
            self.compared += 1
            if not same_number(change[field], wanted):
                self.problem(f"{what} {field}: published {change[field]}, recomputed {wanted}")
        if ratio is not None and not change["ratio_low"] <= change["ratio"] <= change["ratio_high"]:
            self.problem(f"{what}: the interval does not hold the ratio")
        lower = {measure["name"]: measure["direction"] for measure in self.index["measures"]}[change["measure"]] == "lower_is_better"
        self.equal(f"{what}: direction", change["direction"], "regression" if (new > old) == lower else "improvement")

    def check_state(self, what, change):
        self.equal(f"{what}: confirmed by a run", change["confirmed_by"] is not None, change["state"] != "watching")
        self.equal(f"{what}: retracted by a run", change["retracted_by"] is not None, change["state"] == "retracted")
        order = [run for run in (change["first_run_after"], change["confirmed_by"], change["retracted_by"]) if run]
        self.equal(f"{what}: first seen, confirmed, retracted", order, sorted(order, key=lambda run: run[:16]))

    def check_commits(self, what, change):
        commit = {run["id"]: run["commit"] for run in self.runs["runs"]}
        wanted = {"from": commit[change["last_run_before"]], "to": commit[change["first_run_after"]], "count": None}
        self.equal(f"{what}: commits", change["commits"], wanted)

    def check_group(self, group, changes):
        if group not in {change["id"] for change in changes}:
            self.problem(f"group {group}: none of its changes has its id")
        last_before = max(change["last_run_before"][:16] for change in changes)
        first_after = min(change["first_run_after"][:16] for change in changes)
        if last_before > first_after:
            self.problem(f"group {group}: its changes have no run in common")

    def compare_samples(self, key, cell, have, want):
        self.compared += len(want)
        if len(have) != len(want) or not all(map(same_number, have, want)):
            self.problem(f"{key} {cell}: the samples of the newest run differ")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", required=True)
    parser.add_argument("--site", required=True)
    parser.add_argument("--config")
    arguments = parser.parse_args()
    verifier = Verifier(arguments.archive, arguments.site, arguments.config)
    problems = verifier.verify()
    for problem in problems[:SHOWN]:
        print(problem if len(problem) < 1500 else problem[:1500] + " ...")
    runs = verifier.runs
    print(f"{len(problems)} differences; {len(runs['runs'])} runs, {len(runs['failures'])} failed nights, {len(runs['rejected'])} rejected, "
          f"{len(runs['duplicates'])} duplicates, {len(verifier.index['benchmarks'])} benchmarks, "
          f"{len(verifier.brands)} testbeds, {verifier.compared} numbers compared")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
