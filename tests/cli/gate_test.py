#!/usr/bin/env python3
"""`gate` and `backtest` over whole archives: exit codes, what is said, what it was held against. gate_test.py PROGRAM"""

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support import program  # noqa: E402
from support.program import BROKEN, FINDINGS, OK, USAGE, result  # noqa: E402

XEON = "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz"


def night(day, factor=1.0, benchmarks=12, slow=(), **more):
    """A run of several benchmarks whose noise is 1 %; those of `slow` are `factor` times as slow."""
    noise = random.Random(day)
    run = result(day, **more)
    one = run["benchmarks"].pop()
    for number in range(benchmarks):
        spread = noise.gauss(1, .01) * (factor if number in slow else 1)
        stats = {key: value * spread if isinstance(value, float) else value for key, value in one["stats"].items()}
        run["benchmarks"].append({**one, "fullname": f"bench.py::test_{number:02}", "stats": stats})
    return run


class GateTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        for day in range(1, 25):
            self.add(f"{day:04}.json", night(day))

    def head(self, content, name="head.json"):
        path = self.here / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def gate(self, head, *options, configuration=""):
        (self.here / "benchfolio.toml").write_text(configuration)
        return self.run_program("gate", "--head", head, "--archive", "archive", "--no-cache", "--quiet", *options)

    def report(self, head, *options, configuration=""):
        done = self.gate(head, "--format", "json", *options, configuration=configuration)
        return done.returncode, json.loads(done.stdout)

    def test_an_unchanged_result_passes(self):
        done = self.gate(self.head(night(25)))
        self.assertEqual(done.returncode, OK, done.stdout + done.stderr)
        self.assertIn("no regression", done.stdout)
        self.assertIn("24 runs", done.stdout)
        self.assertIn("at most 5.0 %", done.stdout)

    def test_a_slower_benchmark_fails(self):
        code, report = self.report(self.head(night(25, 1.1, slow=[3])))
        self.assertEqual((code, report["verdict"], report["red"]), (FINDINGS, "red", 1))
        row = report["rows"][0]
        self.assertEqual((row["name"], row["verdict"], row["runs"]), ("bench.py::test_03", "red", 24))
        self.assertLess(row["ratio_low"], row["ratio"])
        self.assertGreater(row["ratio_low"], 1.01)
        self.assertLessEqual(row["adjusted_p"], .05)
        self.assertEqual(report["bases"][0]["run"][:8], "20260124")

    def test_a_suite_that_is_slower_as_a_whole_fails(self):
        code, report = self.report(self.head(night(25, 1.1, slow=range(12))))
        self.assertEqual(code, FINDINGS)
        self.assertEqual(report["shifts"][0]["verdict"], "red")

    def test_better_is_told_and_passes(self):
        code, report = self.report(self.head(night(25, .8, slow=[3])))
        self.assertEqual((code, report["verdict"]), (OK, "green"))
        self.assertTrue(report["rows"][0]["better"])

    def test_names_reach_a_terminal_as_one_harmless_line(self):
        head = night(25)
        head["benchmarks"][0]["fullname"] = "a\n::error::b\x1b[31m\u202e" + "x" * 10_000
        done = self.gate(self.head(head))
        lines = [line for line in done.stdout.splitlines() if "::error::" in line]
        self.assertEqual(len(lines), 1, done.stdout[:2000])
        self.assertRegex(lines[0], r"^  cannot tell a ::error::b \[31m x+…, ")
        self.assertNotRegex(done.stdout, "[\x1b\u202e]")
        self.assertLess(max(map(len, done.stdout.splitlines())), 500)

    def test_another_cpu_cannot_tell(self):
        head = self.head(night(25, 5, slow=range(12), cpu=XEON))
        code, report = self.report(head)
        self.assertEqual((code, report["verdict"], report["unknown"]), (OK, "cannot_tell", 12))
        self.assertIn("5 are needed: 5 more", report["rows"][0]["reason"])
        self.assertEqual(self.gate(head, "--fail-on-unknown").returncode, FINDINGS)

    def test_an_archive_without_other_runs_is_warned_of(self):
        (self.here / "empty").mkdir()
        head = self.head(night(25))
        done = self.run_program("gate", "--head", head, "--archive", "empty", "--no-cache")
        self.assertEqual(done.returncode, OK)
        self.assertIn("warning: empty holds no other run", done.stderr)
        done = self.run_program("gate", "--head", head, "--archive", "archive", "--no-cache")
        self.assertNotIn("warning", done.stderr)

    def test_broken_files_of_the_archive_are_warned_of(self):
        (self.archive / "broken.json").write_text('{"machine_info": {', encoding="utf-8")
        head = self.head(night(25))
        for command in (["gate", "--head", head], ["changes"], ["backtest"], ["compare", "latest", "latest"]):
            done = self.run_program(*command, "--archive", "archive", "--no-cache")
            self.assertIn("warning: 1 file of archive broken and not used", done.stderr)

    def test_a_threshold_decides_where_it_matches(self):
        configuration = '[[threshold]]\ntest = "percentage"\nupper = 0.5\nbenchmarks = ["*test_03"]\n'
        code, report = self.report(self.head(night(25, 1.3, slow=[3])), configuration=configuration)
        self.assertEqual(code, OK)
        row = next(row for row in report["rows"] if row["name"] == "bench.py::test_03")
        self.assertEqual(row["threshold"], {"test": "percentage", "place": "benchfolio.toml:1"})
        beyond = self.gate(self.head(night(25, 1.7, slow=[3])), configuration=configuration)
        self.assertEqual(beyond.returncode, FINDINGS)
        self.assertIn("fail, over all tests with a probability; static, percentage and iqr limits have none", beyond.stdout)

    def test_the_base_that_is_asked_for_ends_the_history(self):
        code, report = self.report(self.head(night(25)), "--base", f"{12:040x}")
        self.assertEqual((code, report["bases"][0]["run"][:8], report["bases"][0]["runs"]), (OK, "20260112", 12))
        done = self.gate(self.head(night(25)), "--base", "nowhere")
        self.assertEqual(done.returncode, USAGE)

    def test_a_result_that_is_in_the_archive_is_held_against_earlier_ones(self):
        code, report = self.report(self.archive / "0020.json")
        self.assertEqual((code, report["bases"][0]["runs"]), (OK, 19))

    def test_a_site_is_an_archive_too(self):
        self.assertEqual(self.run_program("build", "--archive", "archive", "--out", "site", "--no-cache", "--quiet").returncode, OK)
        from_site = self.run_program("gate", "--head", self.head(night(25, 1.1, slow=[3])), "--archive", "site", "--no-cache",
                                     "--quiet", "--format", "json")
        self.assertEqual(from_site.returncode, FINDINGS)
        self.assertEqual(json.loads(from_site.stdout), self.report(self.here / "head.json")[1])

    def test_what_is_no_result_is_an_error_with_its_place(self):
        broken = self.gate(self.head("{"))
        self.assertEqual(broken.returncode, BROKEN)
        self.assertIn("head.json", broken.stderr)
        self.assertEqual(self.gate("nowhere.json").returncode, USAGE)

    def test_markdown_comment_and_check(self):
        done = self.gate(self.head(night(25, 1.1, slow=[3])), "--format", "markdown", "--comment", "comment.md", "--check",
                         "check.json")
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn("1 red", done.stdout)
        self.assertEqual((self.here / "comment.md").read_text(), done.stdout)
        self.assertEqual(json.loads((self.here / "check.json").read_text())["conclusion"], "failure")

    def test_the_same_input_gives_the_same_bytes_whatever_the_jobs(self):
        head = self.head(night(25, 1.1, slow=[3]))
        outputs = {self.gate(head, "--format", "json", "--jobs", jobs).stdout for jobs in ("1", "3")}
        self.assertEqual(len(outputs), 1)

    def backtest(self, configuration):
        (self.here / "benchfolio.toml").write_text(configuration)
        done = self.run_program("backtest", "--archive", "archive", "--no-cache", "--quiet", "--format", "json")
        self.assertEqual(done.returncode, OK, done.stderr)
        return json.loads(done.stdout)

    def test_backtest_says_what_lasted_and_what_can_never_alert(self):
        self.add("0025.json", night(25, 3, slow=[5]))
        for day in range(26, 30):
            self.add(f"{day:04}.json", night(day, 2, slow=[7]))
        report = self.backtest('[[threshold]]\ntest = "percentage"\nupper = 0.5\nmin_sample_size = 5\n'
                               '[[threshold]]\ntest = "t_test"\nupper = 0.99\nmeasures = ["cycles"]\n'
                               '[[threshold]]\ntest = "t_test"\nupper = 0.99\nbenchmarks = ["*test_00"]\nmin_sample_size = 60\n')
        self.assertEqual(report["runs"], 29)
        percentage, cycles, many = report["rules"]
        self.assertEqual(percentage["reverted"], 1)
        self.assertGreaterEqual(percentage["persisted"], 1)
        self.assertIsNone(percentage["never"])
        self.assertIn("match nothing", cycles["never"])
        self.assertIn("it wants 60 runs", many["never"])

    def test_backtest_of_the_default_rule(self):
        report = self.backtest("")
        self.assertEqual([rule["threshold"] for rule in report["rules"]], [None])
        self.assertLessEqual(report["failed"], 2)


if __name__ == "__main__":
    program.main()
