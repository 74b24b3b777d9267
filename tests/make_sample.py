#!/usr/bin/env python3
"""Writes the sample archive that generator/quickstart renders: python3 tests/make_sample.py FOLDER

A small invented history with one of everything a reader may meet: eight CPUs (one hidden by the configuration, one
retired, one new, one with a suite of its own, and results with no CPU recorded), planted changes, a rename, a benchmark that came and one
that went, weeks without runs, a failed night, raw samples in the newest runs, memory results, and files that are broken, foreign or there
twice. Every number is synthetic; nothing here was measured. The same command writes the same content.
"""

import datetime as dt
import gzip
import hashlib
import json
import math
import random
import statistics
import sys
from pathlib import Path

SEED = "benchfolio sample"
FIRST_DAY = dt.date(2025, 9, 7)
DAYS = 440
NEWEST_WITH_SAMPLES = 14  # runs

# label: brand, weight, speed (1 is the reference, more is slower), noise between runs, noise within, first and last day
CPUS = {
    "cascade": ("Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz", 30, 1.00, 0.008, 0.020, 0, DAYS),
    "icelake": ("Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz", 22, 0.88, 0.010, 0.025, 0, DAYS),
    "milan": ("AMD EPYC 7763 64-Core Processor", 34, 0.80, 0.009, 0.022, 150, DAYS),
    "skylake": ("Intel(R) Xeon(R) Platinum 8171M CPU @ 2.60GHz", 20, 1.09, 0.012, 0.030, 0, 170),
    "neoverse": ("Neoverse-N2", 16, 0.93, 0.008, 0.018, 330, DAYS),
    "broadwell": ("Intel(R) Xeon(R) CPU E5-2673 v4 @ 2.30GHz", 9, 1.27, 0.055, 0.110, 0, DAYS),
    "unrecorded": (None, 6, 1.15, 0.020, 0.040, 200, DAYS),
}
MEMORY_CPU = "12th Gen Intel(R) Core(TM) i5-12400"
QUIET = [(95, 118), (301, 322)]  # days without runs
FAILED_ON = 375                  # a day without runs: because the benchmarks failed, as a record says
RENAMED_ON = 120                 # the suite moves from bench_NAME.py to benchmarks/NAME.py

# file, function, group, parameters by name, seconds, exponent of the size
FAMILIES = [
    ("linalg", "matmul", "linalg: product", {"format_type": ["dense", "csr"], "size": [8, 32, 128, 512]}, 2.1e-6, 1.5),
    ("solve", "evolve", "solvers: evolution", {"model": ["cavity", "spin chain"], "size": [4, 16, 64]}, 4.0e-4, 1.7),
    ("solve", "steady", "solvers: steady state", {"size": [16, 64, 256]}, 3.0e-5, 1.4),
    ("io", "load", "input", {"path": ["a/b.npz", "ρ@σ.npz"]}, 1.6e-3, 0),
    ("basic", "norm", None, {}, 7.5e-7, 0),
    ("basic", "compile", None, {}, 1.9e-1, 0),
    ("basic", "partial_trace", "linalg: reduction", {"size": [32, 128, 512]}, 6.0e-6, 1.1),
]
# first day, factor, function, a parameter's value or None for all, CPU or None for all
CHANGES = [
    (62, 0.80, "steady", None, None),
    (210, 1.34, "evolve", "cavity", None),
    (262, 0.60, "matmul", "csr", None),
    (338, 1.18, "norm", None, "milan"),
    (352, 1.12, "load", None, None),
    (409, 1.26, "partial_trace", None, None),
    (412, 0.82, "steady", 256, None),
]
CAME = {"partial_trace": 140}  # function: first day
WENT = {"compile": 390}        # function: last day


def rounded(value, digits=9):
    return float(f"{value:.{digits}g}")


def commit_of(day):
    return hashlib.sha1(f"{SEED}:{day}".encode()).hexdigest()


def combinations(parameters):
    if not parameters:
        return [{}]
    (name, values), *rest = parameters.items()
    return [{name: value, **more} for value in values for more in combinations(dict(rest))]


def level(function, parameters, seconds, exponent, day, cpu):
    """Expected seconds, without noise."""
    value = seconds * CPUS[cpu][2] * parameters.get("size", 1) ** exponent
    if parameters.get("format_type") == "csr":
        value = value ** 0.86 * 3e-2 ** 0.14 * 0.5
    if parameters.get("model") == "spin chain":
        value *= 1.9
    for first, factor, changed, only, where in CHANGES:
        if day >= first and changed == function and only in (None, *parameters.values()) and where in (None, cpu):
            value *= factor
    return value


def reported(data):
    """The statistics pytest-benchmark reports, over seconds in ascending order."""
    q1, median, q3 = statistics.quantiles(data, n=4, method="inclusive")
    iqr = q3 - q1
    inside = [x for x in data if q1 - 1.5 * iqr <= x <= q3 + 1.5 * iqr]
    above = [x for x in data if x > q3 + 1.5 * iqr]
    stats = {"min": data[0], "max": data[-1], "mean": math.fsum(data) / len(data), "stddev": statistics.stdev(data),
             "median": median, "iqr": iqr, "q1": q1, "q3": q3, "ld15iqr": inside[0],
             "hd15iqr": above[0] if above else data[-1], "ops": len(data) / math.fsum(data), "total": math.fsum(data)}
    outliers = len(data) - len(inside)
    return {**{name: rounded(value) for name, value in stats.items()}, "rounds": len(data), "iterations": 1,
            "iqr_outliers": outliers, "outliers": f"0;{outliers}"}


def entry(rng, family, parameters, day, cpu, with_samples):
    file, function, group, _, seconds, exponent = family
    _, _, _, between, within, _, _ = CPUS[cpu]
    centre = level(function, parameters, seconds, exponent, day, cpu) * math.exp(rng.gauss(0, between))
    rounds = 40 if centre < 0.05 else 12
    data = sorted(rounded(centre * math.exp(rng.gauss(0, within))) for _ in range(rounds))
    param = "-".join(str(value) for value in parameters.values()) or None
    name = f"test_{function}" + (f"[{param}]" if param else "")
    folder = f"bench_{file}.py" if day < RENAMED_ON else f"benchmarks/{file}.py"
    stats = reported(data)
    if with_samples:
        stats["data"] = rng.sample(data, len(data))
    return {"group": group, "name": name, "fullname": f"{folder}::{name}", "params": parameters or None, "param": param,
            "extra_info": {}, "options": {"min_rounds": 5, "timer": "perf_counter"}, "stats": stats}


def machine_info(cpu):
    brand = CPUS[cpu][0]
    arm = cpu == "neoverse"
    recorded = {"brand_raw": brand, "count": 2, "arch": "ARM_8" if arm else "X86_64", "l3_cache_size": 33554432} if brand else {}
    return {"node": f"runner-{cpu}", "processor": "aarch64" if arm else "x86_64", "machine": "aarch64" if arm else "x86_64",
            "python_implementation": "CPython", "python_version": "3.12.7", "release": "6.8.0-1017", "system": "Linux", "cpu": recorded}


def nightly(index, day, cpu, with_samples):
    """Name and document of one run."""
    rng = random.Random(f"{SEED}:{day}:{cpu}:{index}")
    start = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(2, rng.randrange(5, 30), rng.randrange(60)))
    rows = [entry(rng, family, parameters, day, cpu, with_samples)
            for family in FAMILIES for parameters in combinations(family[3])
            if CAME.get(family[1], 0) <= day <= WENT.get(family[1], DAYS) and rng.random() > 0.004]
    versions = {"lattice": f"2.{day // 150}.0.dev0+{commit_of(day)[:7]}", "numpy": "2.1.3" if day < 330 else "2.3.4"}
    document = {"machine_info": machine_info(cpu),
                "commit_info": {"id": commit_of(day), "time": f"{start.date()}T01:40:00+00:00", "dirty": False,
                                "project": "lattice", "branch": "main"},
                "benchmarks": rows, "datetime": (start + dt.timedelta(minutes=9)).isoformat() + ".417000",
                "version": "4.0.0", "package_versions": versions}
    return f"nightly/{index:04}_{commit_of(day)}_{start:%Y%m%d_%H%M%S}.json.gz", document


def memory(day):
    """A run of the small memory suite, which has a machine of its own, as pyperf writes it."""
    rng = random.Random(f"{SEED}:memory:{day}")
    start = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(5, 0))
    benchmarks = []
    for k, (name, seconds, size) in enumerate([("startup", 0.021, 31e6), ("big_chain", 0.34, 410e6)]):
        grown = 1.15 if name == "big_chain" and day > 250 else 1
        runs = [{"metadata": {"date": (start + dt.timedelta(seconds=60 * k)).isoformat(" "), "calibrate_loops": 1,
                              "mem_max_rss": int(size)}, "warmups": [[1, seconds]]}]
        for j in range(8):
            runs.append({"metadata": {"date": (start + dt.timedelta(seconds=60 * k + 5 * j + 5)).isoformat(" "),
                                      "mem_max_rss": int(size * grown * math.exp(rng.gauss(0, 0.004))) // 4096 * 4096},
                         "values": [rounded(seconds * math.exp(rng.gauss(0, 0.015))) for _ in range(3)],
                         "warmups": [[1, seconds]]})
        benchmarks.append({"metadata": {"name": name, "loops": 1}, "runs": runs})
    document = {"benchmarks": benchmarks, "version": "1.0",
                "metadata": {"cpu_model_name": MEMORY_CPU, "hostname": "runner-memory", "cpu_count": 12, "perf_version": "2.8.0",
                             "performance_version": "1.11.0", "platform": "Linux-6.8.0-1017-x86_64-with-glibc2.39",
                             "python_implementation": "cpython", "python_version": "3.12.7 (64-bit)",
                             "commit_id": commit_of(day), "commit_branch": "main", "unit": "second"}}
    return f"memory/{start:%Y%m%d}-lattice-{commit_of(day)[:7]}.json", document


def failed_night(day):
    """The record that `benchfolio upload --failed` leaves of a night without results."""
    end = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(2, 31))
    record = {"benchfolio_failure": 1, "time": f"{end.isoformat()}Z", "outcome": "failure", "workflow": "nightly benchmarks",
              "url": f"https://ci.example.org/lattice/runs/{day}", "commit": commit_of(day)}
    return f"nightly/failed-{end:%Y%m%dT%H%M%SZ}.json", record


def schedule():
    """(day, CPU) of each nightly run."""
    rng = random.Random(SEED)
    for day in range(DAYS):
        if any(first <= day < last for first, last in QUIET) or rng.random() < 0.55 * (day < DAYS - 60):
            continue
        there = [cpu for cpu, (*_, first, last) in CPUS.items() if first <= day < last]
        yield day, rng.choices(there, [CPUS[cpu][1] for cpu in there])[0]


def archive():
    """Path -> content of every file of the archive."""
    nights = list(schedule())
    files = {}
    for index, (day, cpu) in enumerate(nights, 1):
        name, document = nightly(index, day, cpu, index > len(nights) - NEWEST_WITH_SAMPLES)
        files[name] = dump(document)
    for day in range(20, DAYS, 35):
        name, document = memory(day)
        files[name] = dump(document)
    name, record = failed_night(FAILED_ON)
    one = sorted(files)[len(files) // 2]
    files["nightly/copy-of-" + Path(one).name] = files[one]
    files[name] = dump(record)
    files["nightly/0999_interrupted.json"] = dump(nightly(999, DAYS - 1, "milan", False)[1])[:2000]
    files["nightly/packages.json"] = dump({"packages": [{"name": "numpy", "version": "2.3.4"}]})
    return files


def dump(document):
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def main(folder):
    for name, content in archive().items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
