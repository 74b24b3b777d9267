#!/usr/bin/env python3
"""Scores lists of changes against the truth that make_archive.py wrote beside an archive.

    score.py ARCHIVE CHANGES.json... [--mistakes] [--least-runs N]

CHANGES.json is what `benchfolio changes --format json` prints. Two rules, as a maintainer would have them: steady CPUs
with changes of at least 5 %, and all CPUs with changes of at least 10 %; each over the confirmed changes alone, and
over those being watched too. Retracted ones count nowhere.

What counts, and why:

- A series is one benchmark on one CPU under one name (and, in pyperf's format, one version of the suite): where the
  suite was renamed, nothing joins the two sides, so a step at the seam is nobody's to find. A true change can be found where the series has results on both sides of it:
  at least one, or with --least-runs N that many before the next true change or the end of the name.
- A detection is right when it is of the same benchmark and CPU, and its first run after stands within two results of
  the true one. One detection finds one change; a second one of the same change is a false alarm.
- True changes between the same two results of a series are one change: their factors multiply.
- True changes that a rule does not ask for (too small, or too few runs) are nobody's debt: finding them is neither
  right nor wrong. Nor is a step somewhere in a slow drift, which has no right place.
- Noisy CPUs stand outside the first rule altogether; their detections count neither way there.
- Two modes, outliers, and runs on a busy host are no changes: a detection there is a false alarm.
"""

import argparse
import hashlib
import json
import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

NEAR = 2  # results of the series, on either side of the true change


@dataclass(frozen=True)
class Rule:
    name: str
    steady_only: bool
    least: float       # of the change, as a fraction
    least_runs: int = 1  # on each side

    def with_runs(self, least_runs):
        return replace(self, least_runs=least_runs)


STEADY = Rule("steady CPUs, >= 5 %", True, 0.05)
ALL = Rule("all CPUs, >= 10 %", False, 0.10)


@dataclass
class TrueChange:
    """A step planted in one series, at a position among its results."""
    position: int
    factor: float
    before: int  # results on the level before it, and on the one after
    after: int

    def size(self):
        return abs(self.factor - 1)

    def wanted_by(self, rule):
        return self.size() >= rule.least - 1e-9 and min(self.before, self.after) >= rule.least_runs


@dataclass
class Series:
    """Results that may be compared: one benchmark on one CPU under one name."""
    name: str
    cpu: str
    steady: bool
    bimodal: bool
    runs: list = field(default_factory=list)     # with a result, by time
    changes: list = field(default_factory=list)  # by position
    drifts: list = field(default_factory=list)   # positions, first to last


@dataclass
class Score:
    found: int = 0
    missed: int = 0
    false: int = 0
    mistakes: list = field(default_factory=list)

    def __add__(self, other):
        return Score(self.found + other.found, self.missed + other.missed, self.false + other.false,
                     self.mistakes + other.mistakes)

    @property
    def precision(self):
        claimed = self.found + self.false
        return self.found / claimed if claimed else 1.0

    @property
    def recall(self):
        wanted = self.found + self.missed
        return self.found / wanted if wanted else 1.0

    @property
    def f1(self):
        total = 2 * self.found + self.false + self.missed
        return 2 * self.found / total if total else 1.0


# ------------------------------------------------------------------ the truth

def names_by_suite(benchmark, suites):
    """The name a benchmark has in each version of the suite, None where it is not part of it."""
    return [benchmark["names"].get(str(suite)) for suite in range(suites)]


def place_steps(series, steps):
    """The planted steps as changes of this series; those between the same two results are one."""
    factors = defaultdict(lambda: 1.0)
    for first_run, factor in steps:
        factors[bisect_left(series.runs, first_run)] *= factor
    places = sorted(place for place in factors if 0 < place < len(series.runs))
    edges = [0, *places, len(series.runs)]
    return [TrueChange(place, factors[place], place - edges[k], edges[k + 2] - place) for k, place in enumerate(places)]


class Truth:
    """What is true of an archive, as series with their changes."""

    def __init__(self, archive):
        truth = json.loads(Path(f"{archive}.truth.json").read_text())
        self.archive = Path(archive)
        self.runs = truth["runs"]
        self.steady = {cpu["brand"]: cpu["steady"] for cpu in truth["cpus"]}
        self.suites_part = truth["arguments"]["format"] == "pyperf"  # a version that the results record is no name
        self.run_of_digest = self._digests()
        self.series = self._series(truth)
        self._plant(truth["changes"])

    def _digests(self):
        """A run's id ends in the first eight hexadecimal digits of the SHA-256 of its file."""
        return {hashlib.sha256((self.archive / run["file"]).read_bytes()).hexdigest()[:8]: run["index"]
                for run in self.runs}

    def _series(self, truth):
        suites = len(truth["suite_changes"]) + 1
        missing = {entry["run"]: set(entry["benchmarks"]) for entry in truth["missing"]}
        bimodal = {entry["benchmark"] for entry in truth["bimodal"]}
        self.ids, series = {}, {}
        for benchmark in truth["benchmarks"]:
            names = names_by_suite(benchmark, suites)
            self.ids.update({name: benchmark["id"] for name in names if name})
            for run in self.runs:
                name = names[run["suite"]]
                if name is None or benchmark["id"] in missing.get(run["index"], ()):
                    continue
                key = self._key(name, run)
                if key not in series:
                    series[key] = Series(name, run["cpu"], self.steady[run["cpu"]], benchmark["id"] in bimodal)
                series[key].runs.append(run["index"])
        return series

    def _key(self, name, run):
        return name, run["cpu"], run["suite"] if self.suites_part else None

    def _plant(self, changes):
        for series in self.series.values():
            mine = [change for change in changes if self.ids[series.name] in change["benchmarks"]
                    and (change["cpus"] == "all" or series.cpu in change["cpus"])]
            series.changes = place_steps(series, [(c["first_run"], c["factor"]) for c in mine if c["last_run"] is None])
            series.drifts = [(bisect_left(series.runs, c["first_run"]), bisect_left(series.runs, c["last_run"]))
                             for c in mine if c["last_run"] is not None]

    def has_changes(self):
        return any(series.changes or series.drifts for series in self.series.values())

    def detections(self, changes, states):
        """Positions of the first runs after, by series. A change of an unknown benchmark or run is an error."""
        by_series = defaultdict(list)
        for change in changes:
            if change["state"] not in states:
                continue
            run = self.run_of_digest[change["first_run_after"].rsplit("-", 1)[1]]
            key = self._key(change["name"], self.runs[run])
            by_series[key].append(bisect_left(self.series[key].runs, run))
        return by_series

    def score(self, changes, rule, states=("confirmed",)):
        detections = self.detections(changes, states)
        total = Score()
        for key, series in self.series.items():
            if series.steady or not rule.steady_only:
                total += score_series(series, detections.get(key, []), rule)
        return total

    def false_alarms(self, changes, states=("confirmed",)):
        """Changes where none was planted, on any CPU and of any size."""
        return self.score(changes, Rule("any", False, math.inf), states).false


# ------------------------------------------------------------------ matching

def matched(changes, detections):
    """Which detection finds which change, as indices into both, which are in order; as many pairs as there can be."""
    pairs, m = [], 0
    for k, change in enumerate(changes):
        while m < len(detections) and detections[m] < change.position - NEAR:
            m += 1
        if m < len(detections) and detections[m] <= change.position + NEAR:
            pairs.append((k, m))
            m += 1
    return pairs


def without(items, indices):
    return [item for index, item in enumerate(items) if index not in indices]


def in_drift(series, position):
    return any(first - NEAR <= position <= last + NEAR for first, last in series.drifts)


def score_series(series, detections, rule):
    wanted = [change for change in series.changes if change.wanted_by(rule)]
    unasked = [change for change in series.changes if not change.wanted_by(rule)]
    detections = sorted(detections)
    found = matched(wanted, detections)
    missed = without(wanted, {k for k, _ in found})
    rest = without(detections, {m for _, m in found})
    rest = without(rest, {m for _, m in matched(unasked, rest)})
    false = [position for position in rest if not in_drift(series, position)]
    return Score(len(found), len(missed), len(false),
                 [("false", series, position, None) for position in false]
                 + [("missed", series, change.position, change) for change in missed])


# ------------------------------------------------------------------ printing

def row(label, score):
    return (f"  {label:<34} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"
            f"   ({score.found} found, {score.missed} missed, {score.false} false)")


def sentence(mistake):
    """One mistake, so that whoever improves a method can look at it."""
    kind, series, position, change = mistake
    size = f", factor {change.factor:.3f}, {change.before} before and {change.after} after" if change else ""
    modes = ", two modes" if series.bimodal else ""
    return f"    {kind} {series.name} @ {series.cpu}: result {position} of {len(series.runs)}{size}{modes}"


def print_scores(truth, changes, least_runs, mistakes):
    for states in (("confirmed",), ("confirmed", "watching")):
        for base in (STEADY, ALL):
            rule = base.with_runs(least_runs)
            score = truth.score(changes, rule, states)
            print(row(f"{' + '.join(states)}, {rule.name}", score) if len(states) == 1
                  else row(f"with watching, {rule.name}", score))
            if mistakes:
                print(*map(sentence, score.mistakes), sep="\n")
        false = truth.false_alarms(changes, states)
        print(f"  where nothing was planted: {false}, {1000 * false / len(truth.series):.2f} per 1,000 series")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("changes", nargs="+", metavar="CHANGES.json")
    parser.add_argument("--mistakes", action="store_true", help="list what was missed and what was false")
    parser.add_argument("--least-runs", type=int, default=1, metavar="N", help="demanded on each side of a true change")
    arguments = parser.parse_args()
    truth = Truth(arguments.archive)
    for path in arguments.changes:
        print(path)
        print_scores(truth, json.loads(Path(path).read_text())["changes"], arguments.least_runs, arguments.mistakes)


if __name__ == "__main__":
    main()
