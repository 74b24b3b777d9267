#!/usr/bin/env python3
"""Results that are in no trend, on an archive in which kinds and suites are mixed on purpose: 40 nights, the last ten of
them 30 % slower, and beside them a branch that left before that, what was asked for by hand, tags, a pull request and an
archived branch. The real program must say of each what the raw files say, and join nothing of them with the trends.

    asides_test.py PROGRAM [unittest arguments]
"""

import json
import math
import random
import re
import subprocess
import sys
from pathlib import Path
from statistics import fmean, median

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import OK, ProgramTest, result  # noqa: E402

CPUS = ("AMD EPYC 7763 64-Core Processor", "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz")
BENCHMARKS = {"bench.py::test_a": 1e-3, "bench.py::test_b": 2e-3, "bench.py::test_c": 5e-3}
NIGHTS, CHANGE, SLOWER, NOISE = 40, 30, 1.3, .005
START = 25  # the night whose commit the branch left the trends at
CONFIG = """
[archive]
suite_from = "machine_info.suite"
[kinds]
archived = ["old-*"]
[gate]
base_branch = "main"
[[threshold]]
test = "percentage"
upper = 0.10
branches = ["main"]
"""


def commit_of(night):
    """The id of the commit that was measured in a night."""
    return f"{night:040x}"


class Archive:
    """Writes result files; the same each time."""

    def __init__(self, test):
        self.test, self.noise = test, random.Random(7)

    def add(self, path, day, factor, cpu=0, suite="1", commit=None, branch="main"):
        """A run on day `day` of 2026; `factor` times as slow as the trends begin."""
        run = result(1, cpu=CPUS[cpu], commit=commit or commit_of(day))
        run["machine_info"]["suite"] = suite
        date = f"2026-{1 + day // 28:02}-{1 + day % 28:02}"
        run["commit_info"] |= {"branch": branch, "time": f"{date}T00:00:00Z"}
        run["datetime"] = f"{date}T02:00:00.000000"
        template = run["benchmarks"].pop()
        for name, seconds in BENCHMARKS.items():
            value = seconds * factor * math.exp(self.noise.gauss(0, NOISE))
            stats = dict.fromkeys(("min", "max", "mean", "median", "q1", "q3"), value)
            run["benchmarks"].append(template | {"name": name, "fullname": name,
                                                 "stats": template["stats"] | stats})
        self.test.add(path, run)

    def write(self):
        """Everything that the tests below are about."""
        for night in range(NIGHTS):
            for cpu in (0, 1):
                self.add(f"nightly/{night:02}-{cpu}.json", night, SLOWER if night >= CHANGE else 1, cpu)
        start = f"start={commit_of(START)}"
        self.add(f"kind=branch/ref=jit/{start}/a.json", 50, 1.0, commit="b1" * 20, branch="jit")
        self.add(f"kind=branch/ref=slow%2Fer/{start}/a.json", 51, 1.2, commit="b2" * 20, branch="slow/er")
        self.add(f"kind=branch/ref=old-1/{start}/a.json", 52, 1.0, commit="b3" * 20, branch="old-1")
        self.add("kind=pull-request/ref=17/a.json", 53, 1.0, commit="b4" * 20, branch="fix")
        self.add(f"kind=manual/owner=alice/ref=fast/{start}/a.json", 54, .8, commit="a1" * 20, branch="fast")
        self.add(f"kind=manual/owner=alice/ref=suite-2/{start}/a.json", 55, 9.0, suite="2", commit="a2" * 20)
        self.add("kind=tag/ref=v1.0/a.json", 56, 1.0, commit=commit_of(10))
        self.add("kind=tag/ref=v1.1/a.json", 57, .9, commit=commit_of(20))


class Asides(ProgramTest):
    """One archive, one build of it."""

    def setUp(self):
        super().setUp()
        Archive(self).write()
        self.config = self.here / "asides.toml"
        self.config.write_text(CONFIG)
        self.build_site(self.archive, self.out)

    def build_site(self, archive, out):
        self.assert_done(self.run_program("build", "--archive", archive, "--out", out, "--config", self.config,
                                          "--no-cache", "--now", program.NOW))

    def page(self, path):
        return (self.out / path / "index.html").read_text()

    def document(self, path):
        """What the page links to as its numbers; of its first testbed."""
        link = re.search(r'href="(?:\.\./)*(data/other/[^"]+\.json)"', self.page(path)).group(1)
        return json.loads((self.out / link).read_text())

    def measured(self, run):
        """Benchmark -> median, as the raw file of a published run says."""
        raw = json.loads((self.archive / run["file"]).read_text())
        return {each["fullname"]: each["stats"]["median"] for each in raw["benchmarks"]}

    def side(self, side):
        """Benchmark -> median over the runs of a side."""
        runs = [self.measured(run) for run in side["runs"]]
        return {name: median(run[name] for run in runs) for name in BENCHMARKS}

    def assert_same(self, published, expected):
        """Equal to the seven digits that are published."""
        self.assertTrue(math.isclose(published, expected, rel_tol=1e-6), (published, expected))

    def check_numbers(self, comparison):
        """Rows and geometric mean against the raw files; their ratio."""
        before, after = self.side(comparison["base"]), self.side(comparison["head"])
        for row in comparison["rows"]:
            self.assert_same(row["ratio"], after[row["name"]] / before[row["name"]])
        mean, = comparison["means"]
        expected = math.exp(fmean(math.log(after[name] / before[name]) for name in BENCHMARKS))
        self.assert_same(mean["ratio"], expected)
        self.assertEqual(mean["n"], len(BENCHMARKS))
        self.assertLess(mean["ratio_low"], mean["ratio"])
        self.assertLess(mean["ratio"], mean["ratio_high"])
        return mean["ratio"]

    def only(self, path):
        comparison, = self.document(path)["comparisons"]
        return comparison

    def test_a_branch_is_held_against_the_trends_up_to_its_start(self):
        comparison = self.only("branch/jit")
        self.assertAlmostEqual(1.0, self.check_numbers(comparison), delta=.03)
        self.assertEqual([commit_of(START)], [run["commit"] for run in comparison["base"]["runs"]])
        self.assertEqual({"no_evidence"}, {row["verdict"] for row in comparison["rows"]})
        self.assertIn("No regression", self.page("branch/jit"))

    def test_a_branch_inherits_the_limits_of_its_base_branch(self):
        path, = (p.relative_to(self.out) for p in (self.out / "branch").iterdir() if p.name.startswith("slow-er-"))
        text = self.page(path)
        self.assertIn(">Regression.<", text)
        self.assertIn("3 red", text)
        self.assertIn("percentage, written for main", text)
        self.assertAlmostEqual(1.2, self.check_numbers(self.only(path)), delta=.03)

    def test_a_manual_result_is_on_its_own_page(self):
        self.assertAlmostEqual(.8, self.check_numbers(self.only("manual/alice/fast")), delta=.03)

    def test_without_a_start_the_base_is_the_newest_night_before(self):
        comparison = self.only("pull/17")
        self.assertAlmostEqual(1 / SLOWER, self.check_numbers(comparison), delta=.03)
        self.assertEqual([commit_of(NIGHTS - 1)], [run["commit"] for run in comparison["base"]["runs"]])

    def test_another_suite_is_refused_in_words(self):
        comparison = self.only("manual/alice/suite-2")
        self.assertEqual([[], []], [comparison["rows"], comparison["means"]])
        self.assertEqual(["other_suite"], [excluded["why"] for excluded in comparison["excluded"]])
        self.assertIn("suite 1 before and suite 2 after", self.page("manual/alice/suite-2"))

    def test_a_tag_is_held_against_the_tag_before_it_and_the_trends(self):
        before, since = self.document("tag/v1.1")["comparisons"]
        self.assertAlmostEqual(.9, self.check_numbers(before), delta=.03)
        self.assertEqual("tag v1.0", before["base"]["label"])
        self.assertAlmostEqual(SLOWER / .9, self.check_numbers(since), delta=.03)
        self.assertEqual("tag v1.1", since["base"]["label"])
        trend = next((self.out / "b").glob("*.html")).read_text()
        self.assertIn("v1.0 on ", trend)

    def test_nothing_of_them_is_in_a_trend(self):
        nightly = {run["id"] for run in self.runs() if run["file"].startswith("nightly/")}
        self.assertEqual(2 * NIGHTS, len(nightly))
        for path in (self.out / "data" / "b").glob("*.json"):
            for series in json.loads(path.read_text())["series"]:
                self.assertLessEqual(set(series["run"]), nightly, path.name)
        for one in json.loads((self.out / "data" / "geomean.json").read_text())["sets"][0]["series"]:
            self.assertLessEqual(set(one["run"]), nightly)
        for change in json.loads((self.out / "data" / "changes.json").read_text())["changes"]:
            self.assertIn(change["first_run_after"], nightly)

    def runs(self):
        return json.loads((self.out / "data" / "runs.json").read_text())["runs"]

    def test_all_are_listed_and_archived_branches_are_out_of_sight(self):
        text = self.page("other")
        shown, folded = text.split("<details>")[0], text.split("<details>")[1]
        for link in ("branch/jit", "pull/17", "manual/alice/fast", "manual/alice/suite-2", "tag/v1.0", "tag/v1.1"):
            self.assertIn(f'href="../{link}/index.html"', shown)
        self.assertNotIn("old-1", shown)
        self.assertIn('href="../branch/old-1/index.html"', folded)
        self.assertIn("Archived.", self.page("branch/old-1"))
        home = (self.out / "index.html").read_text()
        self.assertIn("2 branches, 1 pull request, 2 manual results, 2 tags and 1 archived branch", home)

    def test_the_site_is_whole_and_makes_itself_again(self):
        done = subprocess.run([sys.executable, TESTS / "end_to_end" / "check_pages.py", self.out],
                              capture_output=True, text=True, check=False, timeout=200)
        self.assertEqual(OK, done.returncode, done.stdout + done.stderr)
        again = self.here / "again"
        self.build_site(self.out, again)
        self.assertEqual(self.site_files(), self.site_files(again))

    def test_a_site_without_such_results_does_not_speak_of_them(self):
        for folder in self.archive.glob("kind=*"):
            for path in sorted(folder.rglob("*"), reverse=True):
                path.unlink() if path.is_file() else path.rmdir()
        other = self.here / "without"
        self.build_site(self.archive, other)
        self.assertFalse((other / "other").exists())
        self.assertNotIn("Beside the trends", (other / "index.html").read_text())


if __name__ == "__main__":
    program.main()
