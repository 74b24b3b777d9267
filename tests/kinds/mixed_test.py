#!/usr/bin/env python3
"""An archive in which suite versions, hashes, branches, forks, tags, requests by hand and CPUs are mixed on purpose: the
real program makes a site of it, and whatever is published is searched for a join that must not be. Then the same search
must find the joins that are put into the data on purpose.

    mixed_test.py PROGRAM [unittest arguments]
"""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "support"), str(Path(__file__).resolve().parent)]
import program  # noqa: E402
from forbidden_joins import Scan  # noqa: E402
from program import FINDINGS, OK, USAGE, ProgramTest, result  # noqa: E402

CPUS = ("AMD EPYC 7763 64-Core Processor", "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz")
BENCHMARKS = ("bench.py::test_a", "bench.py::test_b", "bench.py::test_c")
PYPERF = ("nbody", "richards", "json_dumps")
CONFIG = '[archive]\nsuite_from = "machine_info.suite"\n'
DAYS = 40


def date_of(day):
    return f"2026-{1 + day // 28:02}-{1 + day % 28:02}"


class Archive:
    """Writes result files, the same each time. What may not be joined differs tenfold, so that a mean over two of it, or
    a change from one to the other, cannot be overlooked."""

    def __init__(self, test):
        self.test, self.noise, self.clock = test, random.Random(11), Counter()
        self.kinds = Counter()

    def value(self, scale):
        return 1e-4 * scale * self.noise.gauss(1, .01)

    def time(self, day):
        """No two runs at one time."""
        self.clock[day] += 1
        return f"{date_of(day)}T02:{self.clock[day]:02}:00"

    def pytest(self, path, kind, day, scale, cpu=0, suite="1", branch="main"):
        run = result(1, cpu=CPUS[cpu], commit=f"{day + 1:040x}")
        run["machine_info"]["suite"] = suite
        run["commit_info"]["branch"] = branch
        run["datetime"] = self.time(day)
        entry = run["benchmarks"][0]
        run["benchmarks"] = []
        for name in BENCHMARKS:
            value = self.value(scale)
            stats = entry["stats"] | {"median": value, "mean": value * 1.01, "min": value * .9, "max": value * 1.2,
                                      "q1": value * .95, "q3": value * 1.05}
            run["benchmarks"].append(entry | {"fullname": name, "stats": stats})
        self.test.add(path, run)
        self.kinds[kind] += 1

    def pyperf(self, path, kind, day, scale, version="1.0.0", fork="python", branch="main", digest="aaaa"):
        metadata = {"cpu_model_name": CPUS[0], "hostname": "h", "platform": "Linux-5.15-x86_64", "unit": "second",
                    "python_version": "3.14.0", "performance_version": version, "benchmark_hash": digest,
                    "commit_id": f"{day + 1:040x}", "commit_fork": fork, "commit_branch": branch}
        date = self.time(day)
        benchmarks = [{"metadata": {"name": name},
                       "runs": [{"metadata": {"date": date}, "values": [self.value(scale) for _ in range(4)]}]}
                      for name in PYPERF]
        self.test.add(path, {"version": "1.0", "metadata": metadata, "benchmarks": benchmarks})
        self.kinds[kind] += 1


def mix_pytest(archive):
    """Nights of two suites in turn on two CPUs, and between them branches, tags, pull requests and requests by hand."""
    for day in range(DAYS):
        suite = "2" if day >= 20 and day % 5 else "1"
        archive.pytest(f"n/{day}.json", "nightly", day, 10 if suite == "2" else 1, cpu=day % 2, suite=suite)
        if day % 3 == 0:
            archive.pytest(f"jit/{day}.json", "branch", day, 100, cpu=day % 2, suite=suite, branch="jit")
        if day % 4 == 0:
            archive.pytest(f"kind=manual/owner=alice/ref=faster/{day}.json", "manual", day, 1000, cpu=day % 2, suite=suite)
        if day % 10 == 0:
            archive.pytest(f"t/{day}.json", "tag", day, 300, suite=suite, branch=f"refs/tags/v{day}")
            archive.pytest(f"p/{day}.json", "pull-request", day, 3000, suite=suite, branch=f"refs/pull/{day + 1}/merge")
    archive.pytest("kind=branch/ref=old/start=0000001/1.json", "branch", 5, 30, branch="HEAD")


def mix_pyperf(archive):
    """Two versions of the suite, two hashes of one, a fork, a tag and a branch."""
    for day in range(DAYS):
        version, digest = ("1.1.0", "bbbb") if day % 7 > 4 else ("1.0.0", "cccc" if day > 30 else "aaaa")
        scale = {"aaaa": 1, "bbbb": 10, "cccc": 100}[digest]
        archive.pyperf(f"py/{day}.json", "nightly", day, scale, version, digest=digest)
        if day % 4 == 1:
            archive.pyperf(f"py/fork-{day}.json", "manual", day, 1000, version, fork="bob", digest=digest)
        if day % 6 == 2:
            name = f"bm-20260101-linux-x86_64-carol-no%2dgc-3.14.0-{day:07x}.json"
            archive.pyperf(f"results/{day}/{name}", "manual", day, 3000, version, digest=digest)
        if day % 10 == 3:
            archive.pyperf(f"py/tag-{day}.json", "tag", day, 300, version, branch=f"v3.14.0a{day}", digest=digest)
        if day % 10 == 4:
            archive.pyperf(f"py/branch-{day}.json", "branch", day, 30, version, branch="3.13", digest=digest)


class Mixed(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.here / "benchfolio.toml").write_text(CONFIG)
        self.mixture = Archive(self)
        mix_pytest(self.mixture)
        mix_pyperf(self.mixture)
        self.assert_done(self.build("--no-cache"))

    def document(self, path):
        return json.loads((self.out / path).read_text())

    def write(self, path, document):
        (self.out / path).write_text(json.dumps(document))

    def scan(self):
        scan = Scan(self.out)
        scan.run()
        return scan

    def verify(self, script, *arguments):
        done = subprocess.run([sys.executable, TESTS / "end_to_end" / script, *arguments], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_nothing_is_joined(self):
        scan = self.scan()
        self.assertEqual(scan.problems, [])
        self.assertGreater(scan.seen, 80)

    def test_runs_are_of_the_kind_they_were_made_for(self):
        counts = Counter(run["kind"] for run in self.document("data/runs.json")["runs"])
        self.assertEqual(counts, self.mixture.kinds)
        self.assertEqual(len(self.document("data/aside.json")["runs"]), sum(counts.values()) - counts["nightly"])

    def test_numbers_are_those_of_the_raw_files(self):
        self.verify("verify_site.py", "--archive", self.archive, "--site", self.out, "--config", self.here / "benchfolio.toml")
        self.verify("check_pages.py", self.out)

    def test_site_of_the_site_is_the_same(self):
        again = self.here / "again"
        self.assert_done(self.run_program("build", "--archive", self.out, "--out", again, "--now", program.NOW))
        ours, theirs = self.site_files(), self.site_files(again)
        self.assertEqual(sorted(ours), sorted(theirs))
        self.assertEqual([path for path in ours if ours[path] != theirs[path]], [])

    def test_check_says_how_the_kinds_are_known(self):
        done = self.check("--json")
        self.assertIn(done.returncode, (OK, FINDINGS), done.stderr)
        counts = Counter()
        for entry in json.loads(done.stdout)["kinds"]:
            counts[entry["kind"]] += entry["runs"]
            self.assertTrue(entry["because"])
        self.assertEqual(counts, self.mixture.kinds)

    def test_lists_have_every_run_once(self):
        listed = self.run_program("list", "runs", "--archive", self.archive, "--json")
        self.assert_done(listed)
        rows = json.loads(listed.stdout)["runs"]
        self.assertEqual(Counter(row["kind"] for row in rows), self.mixture.kinds)
        self.assertEqual({row["run"] for row in rows}, {run["id"] for run in self.document("data/runs.json")["runs"]})
        table = self.run_program("list", "branches", "--archive", self.archive)
        self.assert_done(table)
        self.assertEqual({line.split()[0] for line in table.stdout.splitlines()[1:]}, {"main", "jit", "old", "3.13"})

    def test_runs_in_no_trend_are_compared_when_they_are_named(self):
        done = self.run_program("compare", "main", "jit", "--archive", self.archive, "--format", "json")
        self.assert_done(done)
        self.assert_error(self.run_program("compare", "main", "nonsense", "--archive", self.archive), USAGE, "side")

    # ---- joins that are put there on purpose are found

    def other_run(self, **wanted):
        return next(run for run in self.document("data/runs.json")["runs"]
                    if all(run.get(field) == value for field, value in wanted.items()))

    def assert_found(self, part):
        problems = self.scan().problems
        self.assertTrue(any(part in problem for problem in problems), problems[:5])

    def test_a_branch_in_a_trend_is_found(self):
        path = self.document("data/index.json")["benchmarks"][0]["data"]
        document = self.document(path)
        series = document["series"][0]
        series["run"][0] = self.other_run(kind="branch", testbed=series["testbed"])["id"]
        self.write(path, document)
        self.assert_found("runs that are in no trend")

    def test_another_cpu_in_a_trend_is_found(self):
        path = self.document("data/index.json")["benchmarks"][0]["data"]
        document = self.document(path)
        first, second = document["series"][:2]
        first["run"][0] = second["run"][0]
        self.write(path, document)
        self.assert_found("joins testbed")

    def test_another_suite_in_a_mean_is_found(self):
        document = self.document("data/geomean.json")
        series = next(series for series in document["sets"][0]["series"] if len(series["bases"]) > 1)
        series["basis"][0] = 1 - series["basis"][0]
        self.write("data/geomean.json", document)
        self.assert_found("joins testbed, suite")

    def test_a_tag_as_a_baseline_is_found(self):
        document = self.document("data/geomean.json")
        series = document["sets"][0]["series"][0]
        suite = series["bases"][0]["suite"]
        series["run"][0] = self.other_run(kind="tag", suite=suite)["id"]
        self.write("data/geomean.json", document)
        self.assert_found("runs that are in no trend")


if __name__ == "__main__":
    program.main()
