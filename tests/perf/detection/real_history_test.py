#!/usr/bin/env python3
"""Changes in real histories of several years whose events anybody sees on a plot: real_history_test.py BENCHFOLIO DETECTION

- asv's own example results: 36 commits of astropy in 2013, with one run in which everything took twice as long.
- aiida-core's data.js: 384 runs on four CPUs (told apart by their clock) from 2020 to 2022, with 8 % noise.
- pypdf's data.js: no CPU is recorded, so nothing may be said.

The results are rewritten as the files of pytest-benchmark, one a run, and given to the program that ships and to the
peers' methods. Ours has to confirm every event, at the right place and of the right size; what the peers find is
printed beside it. Without the published results (BENCHFOLIO_REAL_DATA, or
../shared/data beside the checkout) the test ends with code 77, skipped.
"""

import datetime as dt
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent.parent
REAL_DATA = Path(os.environ.get("BENCHFOLIO_REAL_DATA") or TESTS.parent.parent / "shared/data")
ASV = REAL_DATA / "asv/asv-example-results/example_results/cheetah"
AIIDA = REAL_DATA / "data-js/aiida-core-django/dev/bench/ubuntu-18.04/django/data.js"
PYPDF = REAL_DATA / "data-js/pypdf/dev/bench/data.js"
NEAR = 2     # results, as in score.py
ABOUT = 1.3  # ratios that differ by less are about the same
LARGE = 1.5  # a ratio that nobody overlooks


@dataclass(frozen=True)
class Run:
    time: dt.datetime
    cpu: str | None
    commit: str
    values: dict  # benchmark -> seconds


@dataclass(frozen=True)
class Event:
    """With the first result from this day on, the level of a series moved by about this ratio."""
    name: str
    cpu: str
    day: str
    ratio: float


# ------------------------------------------------------------------ reading

def of_milliseconds(number):
    return dt.datetime.fromtimestamp(number / 1000, dt.timezone.utc)


def of_asv(folder):
    """The results of one interpreter; the commits' times stand for the runs'. What is no number was not measured."""
    runs = []
    for path in sorted(folder.glob("*-py2.7-Cython-numpy1.8.json")):
        if path.name.startswith("aaaaaaaa"):
            continue  # malformed on purpose
        document = json.loads(path.read_text())
        values = {name: value for name, value in document.get("results", {}).items() if isinstance(value, float) and value > 0}
        if values:
            runs.append(Run(of_milliseconds(document["date"]), "cheetah", document["commit_hash"], values))
    return sorted(runs, key=lambda run: run.time)


def of_data_js(path):
    """A script that assigns an object; the values are runs a second."""
    text = path.read_text()
    entries = next(iter(json.loads(text[text.index("=") + 1:].rstrip().rstrip(";"))["entries"].values()))
    return [Run(of_milliseconds(entry["date"]), f"{entry['cpu']['speed']} GHz" if "cpu" in entry else None, entry["commit"]["id"],
                {bench["name"]: 1 / bench["value"] for bench in entry["benches"] if bench["value"] > 0})
            for entry in entries]


# ------------------------------------------------------------------ what the tools see

def pytest_benchmark(run):
    stats = lambda seconds: {key: seconds for key in ("min", "max", "mean", "median", "q1", "q3")} | {"rounds": 5, "iterations": 1, "stddev": 0, "iqr": 0}
    return {"machine_info": {"cpu": {"brand_raw": run.cpu} if run.cpu else {}},
            "commit_info": {"id": run.commit, "dirty": False}, "datetime": run.time.replace(tzinfo=None).isoformat(), "version": "4.0.0",
            "benchmarks": [{"name": name, "fullname": name, "group": None, "params": None, "param": None, "stats": stats(seconds)}
                           for name, seconds in run.values.items()]}


def write_archive(folder, runs):
    folder.mkdir()
    for number, run in enumerate(runs):
        (folder / f"{number:04}.json").write_text(json.dumps(pytest_benchmark(run)))


def output(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


class History:
    """An archive of real results, and what was found in it."""

    def __init__(self, folder, runs):
        archive, out = folder / "archive", folder / "out"
        write_archive(archive, runs)
        self.runs = runs
        ours = json.loads(output(BENCHFOLIO, "changes", "--archive", archive, "--format", "json", "--no-cache", "--quiet"))["changes"]
        self.confirmed = [change for change in ours if change["state"] == "confirmed"]
        output(DETECTION, archive, out)
        self.peers = {name: json.loads((out / f"{name}.json").read_text())["changes"] for name in ("e_divisive", "l1_potts", "windowed_t")}

    def times_of(self, name, cpu):
        return [f"{run.time:%Y%m%dT%H%M%S}" for run in self.runs if run.cpu == cpu and name in run.values]

    def finds(self, change, event):
        """Whether this change, ours or a peer's, is that event; a run's id begins with its time."""
        times = self.times_of(event.name, event.cpu)
        stamp = change["first_run_after"][:15]
        at = bisect_left(times, event.day.replace("-", ""))
        return change["name"] == event.name and stamp in times and abs(times.index(stamp) - at) <= NEAR

    def recalled(self, changes, events):
        return sum(any(self.finds(change, event) for change in changes) for event in events)

    def tell(self, title, events):
        ours = {"ours": self.confirmed} | self.peers
        print(f"{title}: " + ", ".join(f"{name} {self.recalled(changes, events)} of {len(events)} events in {len(changes)} changes"
                                       for name, changes in ours.items()), file=sys.stderr)


def large(change):
    return change["ratio"] is not None and not 1 / LARGE < change["ratio"] < LARGE


# ------------------------------------------------------------------ the events

QUANTITY, UNITS = "time_quantity.time_quantity_", "time_units.time_"
ASTROPY = [Event(name, "cheetah", day, ratio) for name, day, ratio in (
    (QUANTITY + "array_conversion", "2013-03-23", 88), (QUANTITY + "array_conversion", "2013-07-25", 1 / 86),
    (QUANTITY + "array_conversion", "2013-11-22", 0.32), (QUANTITY + "init_array", "2013-03-23", 125),
    (QUANTITY + "init_array", "2013-07-09", 1 / 116), (QUANTITY + "ufunc_sin", "2013-03-23", 9.8),
    (QUANTITY + "ufunc_sin", "2013-07-25", 0.18), (UNITS + "unit_compose", "2013-04-26", 0.07),
    (UNITS + "unit_parse", "2013-05-18", 1 / 31), (UNITS + "simple_unit_parse", "2013-05-18", 1 / 31),
    (UNITS + "unit_to", "2013-11-22", 0.1), ("time_coordinates.time_latitude", "2013-11-22", 0.16))]

SLOW_RUN = "20130701T204705"

STORE, IMPORT = "tests/benchmark/test_nodes.py::test_store_with_object", "tests/benchmark/test_archive.py::test_import"
AIIDA_CORE = [Event(name, cpu, day, ratio) for cpu in ("2.30 GHz", "2.40 GHz", "2.60 GHz") for name, day, ratio in (
    (STORE, "2021-04-28", 2), (f"{IMPORT}[no-objects]", "2021-12-01", 0.42), (f"{IMPORT}[with-objects]", "2021-12-01", 0.42))]


class RealHistoryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def check_events(self, history, events):
        """Ours confirms each of them, in the right direction and of about the right size."""
        for event in events:
            with self.subTest(event):
                found = [change for change in history.confirmed if history.finds(change, event)]
                self.assertEqual(len(found), 1)
                self.assertEqual(found[0]["direction"], "regression" if event.ratio > 1 else "improvement")
                self.assertLess(abs(math.log(found[0]["ratio"] / event.ratio)), math.log(ABOUT))

    def test_astropy(self):
        history = History(self.folder, of_asv(ASV))
        history.tell("astropy", ASTROPY)
        self.check_events(history, ASTROPY)
        self.assertEqual([change for change in history.confirmed if change["first_run_after"].startswith(SLOW_RUN)], [])

    def test_aiida_core(self):
        history = History(self.folder, of_data_js(AIIDA))
        history.tell("aiida-core", AIIDA_CORE)
        self.check_events(history, AIIDA_CORE)
        others = [change for change in history.confirmed if large(change) and not any(history.finds(change, event) for event in AIIDA_CORE)]
        self.assertEqual(others, [])

    def test_without_a_cpu_nothing_is_said(self):
        history = History(self.folder, of_data_js(PYPDF))
        self.assertEqual(len(history.runs), 186)
        self.assertEqual(history.confirmed, [])


if __name__ == "__main__":
    BENCHFOLIO, DETECTION = (Path(sys.argv.pop(1)).resolve() for _ in range(2))
    if not ASV.is_dir():
        print(f"skipped: there is no {ASV}")
        sys.exit(77)
    unittest.main()
