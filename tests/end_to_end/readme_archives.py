"""The two small histories that the README's examples beside the sample are about: mypyc's CSV files over a replaced machine,
and CPython's results as bench_runner lays them out. Synthetic: every number is invented. The same each time.
"""

import datetime as dt
import hashlib
import json
import random

OLD, NEW = "Intel Core i7-2600K", "Intel Core i5-1145G7"
WEEKS, REPLACED_AFTER = 24, 12
SPEEDUP = {"nbody": 1.5, "richards": 1.6, "deltablue": 1.4}          # of the new machine
COMPILED = {"nbody": 0.10, "richards": 0.20, "deltablue": 0.05}      # seconds on the old one
INTERPRETED = {"nbody": 0.61, "richards": 1.02, "deltablue": 0.93}
COLUMNS = "Timestamp,Runtime (s),Runtime (stddev),Mypy commit,Benchmark commit,Python version,Hardware,OS,C compiler\n"

CPU = "Intel(R) Xeon(R) W-2255 CPU @ 3.70GHz"
SECONDS = {"nbody": .08, "richards": .04, "json_dumps": .012, "deltablue": .003, "pickle": 1e-5, "chaos": .06}
WITH_JIT = {"nbody": .82, "richards": .9, "json_dumps": 1.0, "deltablue": .93, "pickle": 1.0, "chaos": .97}
TAGS = {"v3.13.0": .88, "v3.14.0": .95}                              # speed, relative to the nights
NIGHTS, NEW_SUITE = 24, 22                                           # the first night with it
SUITES = {False: ("1.11.0", "a1b2c3d4"), True: ("1.12.0", "e5f60718")}


def commit_of(what):
    return hashlib.sha1(what.encode()).hexdigest()


def mypyc_row(time, seconds, commit, machine, noise):
    return f"{time},{seconds * noise.gauss(1, .004):.6f},0.8,{commit},b1d2c3d,3.8.10,{machine},Ubuntu 22.04 LTS,gcc 11\n"


def write_mypyc(folder):
    """`folder`/data, as the results repository has it. The machine is replaced halfway; the last commit before that and
    one more were measured on both."""
    noise, first = random.Random(5), dt.datetime(2026, 1, 5, 3)
    data = folder / "data"
    data.mkdir(parents=True)
    for name, speedup in SPEEDUP.items():
        compiled, interpreted = COLUMNS, COLUMNS
        for week in range(WEEKS):
            time, commit = first + dt.timedelta(weeks=week), commit_of(f"mypy {week}")
            is_new = week >= REPLACED_AFTER
            seconds = COMPILED[name] / (speedup if is_new else 1)
            compiled += mypyc_row(time, seconds, commit, NEW if is_new else OLD, noise)
            if week in (REPLACED_AFTER - 2, REPLACED_AFTER - 1):
                compiled += mypyc_row(time + dt.timedelta(days=2), COMPILED[name] / speedup, commit, NEW, noise)
            if week in (0, REPLACED_AFTER):
                interpreted += mypyc_row(time, INTERPRETED[name] / (speedup if is_new else 1), "", NEW if is_new else OLD, noise)
        (data / f"{name}.csv").write_text(compiled)
        (data / f"{name}-cpython.csv").write_text(interpreted)
    scaling = "".join(f"{name},{1 + place / 100},{OLD},3.8,{NEW},3.8\n" for place, name in enumerate(sorted(SPEEDUP)))
    (data / "scaling.csv").write_text(scaling)


def pyperf_benchmark(name, time, seconds, noise):
    metadata = {"date": time.strftime("%Y-%m-%d %H:%M:%S")}
    if name == "deltablue":
        metadata["gc_collections"] = 40 + noise.randrange(3)
    return {"metadata": {"name": name},
            "runs": [{"metadata": metadata, "values": [seconds * noise.gauss(1, .002) for _ in range(5)]}]}


def write_run(archive, noise, day, version, ref, commit, speed=1.0, jit=False, fork="python"):
    """bm-DATE-VERSION-HASH[-FLAGS]/bm-DATE-MACHINE-ARCHITECTURE-FORK-REF-VERSION-HASH.json"""
    time = dt.datetime(2026, 6, 1, 2) + dt.timedelta(days=day, hours=3 * jit)
    suite, digest = SUITES[day >= NEW_SUITE]
    metadata = {"cpu_model_name": CPU, "hostname": "linux-bench", "platform": "Linux-5.15-x86_64", "unit": "second",
                "python_version": version, "performance_version": suite, "benchmark_hash": digest, "commit_id": commit,
                "commit_fork": fork, "commit_branch": ref, "commit_date": f"{time - dt.timedelta(hours=4):%Y-%m-%dT%H:%M:%S}+00:00"}
    benchmarks = [pyperf_benchmark(name, time, seconds / speed * (WITH_JIT[name] if jit else 1) * noise.gauss(1, .003), noise)
                  for name, seconds in SECONDS.items()]
    folder = archive / f"results/bm-{time:%Y%m%d}-{version}-{commit[:7]}{'-JIT' if jit else ''}"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"bm-{time:%Y%m%d}-linux-x86_64-{fork}-{ref.replace('-', '%2d')}-{version}-{commit[:7]}.json"
    (folder / name).write_text(json.dumps({"version": "1.0", "metadata": metadata, "benchmarks": benchmarks}))


def write_cpython(archive):
    """Nights with and without the JIT, the last of them with a new suite; two tags, each thrice; a commit of a fork."""
    noise = random.Random(9)
    for night in range(NIGHTS):
        for jit in (False, True):
            write_run(archive, noise, night, "3.15.0a8+", "main", commit_of(f"night {night}"), jit=jit)
    for place, (tag, speed) in enumerate(TAGS.items()):
        for time in range(3):
            write_run(archive, noise, 1 + place + 6 * time, tag[1:], tag, commit_of(tag), speed)
    write_run(archive, noise, 9, "3.15.0a8+", "faster-gc", commit_of("faster-gc"), 1.04, fork="alice")
