#!/usr/bin/env python3
"""Writes a synthetic archive in which more is measured than time, and what was planted in it.

    make_measures.py OUT [--nights N] [--seed S]

OUT/archive has, night by night: a Google Benchmark file with counters, a pytest-benchmark file with `extra_info`, a pyperf
file with numbers among its metadata, and CPython's interpreter statistics. OUT/benchfolio.toml declares what is read of them;
OUT/truth.json says which measure of which benchmark changes by which factor, from which night on. Everything else is noise.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
from pathlib import Path

FIRST = dt.datetime(2026, 1, 1, 3, 0, 0, tzinfo=dt.timezone.utc)
CPU = "AMD EPYC 7763 64-Core Processor"

# benchmark, measure, factor; a rate that falls is worse, a count that falls is better
PLANTED = [("BM_Parse", "items_per_second", 0.8), ("BM_Sort/1024", "items_per_second", 1.25),
           ("BM_Copy/bytes:512/threads:2", "cache_misses", 1.3), ("tests/a.py::test_tree", "objects", 0.7),
           ("nbody", "gc_collections", 1.5), ("all benchmarks", "bytecodes", 1.1)]

CONFIG = """# Synthetic.
[[measure]]
from = "extra_info.peak_kib"
name = "peak_memory"
unit = "KiB"

[[measure]]
from = "extra_info.heap.objects"
name = "objects"

[[measure]]
from = "extra_info.quality"
unit = ""
direction = "higher"

[[measure]]
from = "metadata.gc_collections"
unit = "collections"

[[measure]]
from = "pystats.opcode*.execution_count"
name = "bytecodes"
unit = "instructions"

[[measure]]
from = "pystats.Object allocations"

# Limits of its own for one measure: a rate may not fall below this, whatever its noise.
[[threshold]]
test = "static"
lower = 1000
measures = ["items_per_second"]
"""


class Nights:
    """Noise that depends on nothing but the seed, and the planted changes."""

    def __init__(self, nights, seed):
        self.random, self.nights, self.change = random.Random(seed), nights, nights * 5 // 8

    def value(self, night, benchmark, measure, level, noise=0.005):
        planted = next((factor for name, what, factor in PLANTED if (name, what) == (benchmark, measure)), 1)
        return level * (planted if night >= self.change else 1) * (1 + self.random.gauss(0, noise))

    def commit(self, night):
        return hashlib.sha1(f"night {night}".encode()).hexdigest()

    def time(self, night, hour):
        return FIRST + dt.timedelta(days=night, hours=hour)


def google_row(nights, night, name, repetition, counters):
    time = nights.value(night, name, "time", 2000)
    values = {counter: nights.value(night, name, counter, level) for counter, level in counters.items()}
    return {"name": name, "run_name": name, "run_type": "iteration", "repetitions": 3, "repetition_index": repetition,
            "threads": 1, "iterations": 1000, "real_time": time, "cpu_time": time * 1.5, "time_unit": "ns", **values}


def google_benchmark(nights, night):
    names = {"BM_Parse": {"items_per_second": 5e6}, "BM_Sort/1024": {"items_per_second": 2e5, "bytes_per_second": 3e8},
             "BM_Sort/4096": {"items_per_second": 1e5, "bytes_per_second": 2e8},
             "BM_Copy/bytes:512/threads:2": {"cache_misses": 4000, "allocs_per_iter": 12, "bytes_per_second": 5e9}}
    rows = [google_row(nights, night, name, k, counters) for name, counters in names.items() for k in range(3)]
    return {"context": {"date": nights.time(night, 0).isoformat(), "host_name": "lab", "num_cpus": 8, "mhz_per_cpu": 2450,
                        "cpu": CPU, "git_commit": nights.commit(night), "branch": "main", "library_build_type": "release"},
            "benchmarks": rows}


def pytest_entry(nights, night, name):
    time = nights.value(night, name, "time", 0.002)
    extra = {"peak_kib": round(nights.value(night, name, "peak_memory", 50_000)), "note": "synthetic",
             "heap": {"objects": round(nights.value(night, name, "objects", 120_000))},
             "quality": nights.value(night, name, "quality", 0.9), "unread": night}
    return {"group": None, "name": name.split("::")[1], "fullname": name, "params": None, "param": None,
            "extra_info": extra, "options": {"disable_gc": False},
            "stats": {"min": time * .98, "max": time * 1.05, "mean": time, "stddev": time * .01, "rounds": 20,
                      "median": time, "iqr": time * .01, "q1": time * .995, "q3": time * 1.005, "outliers": "1;0",
                      "ld15iqr": time * .98, "hd15iqr": time * 1.05, "ops": 1 / time, "total": time * 20, "iterations": 1}}


def pytest_benchmark(nights, night):
    return {"machine_info": {"node": "lab", "machine": "x86_64", "system": "Linux", "release": "6.1",
                             "python_version": "3.12.1", "python_implementation": "CPython",
                             "cpu": {"brand_raw": CPU, "count": 8}},
            "commit_info": {"id": nights.commit(night), "time": nights.time(night, -2).isoformat(), "dirty": False,
                            "project": "p", "branch": "main"},
            "benchmarks": [pytest_entry(nights, night, name) for name in ("tests/a.py::test_tree", "tests/a.py::test_list")],
            "datetime": nights.time(night, 1).strftime("%Y-%m-%dT%H:%M:%S"), "version": "5.1.0"}


def pyperf(nights, night):
    runs = [{"metadata": {"date": nights.time(night, 2).strftime(f"%Y-%m-%d %H:%M:{second:02}"), "mem_max_rss": 20_000_000,
                          "gc_collections": nights.value(night, "nbody", "gc_collections", 400), "duration": 2.5},
             "values": [nights.value(night, "nbody", "time", 0.05) for _ in range(3)]} for second in range(4)]
    return {"version": "1.0", "metadata": {"name": "nbody", "unit": "second", "cpu_model_name": CPU,
                                           "commit_id": nights.commit(night), "commit_branch": "main"},
            "benchmarks": [{"runs": runs}]}


def pystats(nights, night):
    counted = {f"opcode[{name}].execution_count": round(nights.value(night, "all benchmarks", "bytecodes", level))
               for name, level in (("LOAD_FAST", 3e9), ("BINARY_OP", 8e8))}
    return {**counted, "Object allocations": round(nights.value(night, "", "", 4e7)), "_stats_defines": {"0": ["TOTAL"]},
            "metadata": {"commit_id": nights.commit(night), "commit_branch": "main",
                         "commit_date": nights.time(night, 3).isoformat()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--nights", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    nights = Nights(arguments.nights, arguments.seed)
    for night in range(arguments.nights):
        folder = arguments.out / "archive" / f"{night:04}"
        folder.mkdir(parents=True)
        for write in (google_benchmark, pytest_benchmark, pyperf, pystats):
            name = "bm-pystats.json" if write is pystats else f"{write.__name__}.json"
            (folder / name).write_text(json.dumps(write(nights, night)))
    (arguments.out / "benchfolio.toml").write_text(CONFIG)
    truth = [{"name": name, "measure": measure, "factor": factor} for name, measure, factor in PLANTED]
    (arguments.out / "truth.json").write_text(json.dumps({"first_night": nights.change, "changes": truth}, indent=1))


if __name__ == "__main__":
    main()
