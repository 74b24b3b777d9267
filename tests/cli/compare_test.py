#!/usr/bin/env python3
"""`benchfolio compare`, driven as a person does: files, folders, and names of an archive beside a real git repository.

    compare_test.py PROGRAM [unittest arguments]

All results are synthetic.
"""

import copy
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from program import BROKEN, USAGE, ProgramTest, result  # noqa: E402

EPYC, XEON = "AMD EPYC 7763 64-Core Processor", "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz"
BENCHMARKS = [f"bench.py::test_{letter}" for letter in "abcdefgh"]


def commit_id(number):
    return f"{number:08x}" + "c0ffee" * 5 + "00"


def night(day, medians, cpu=EPYC, commit=None, branch="main"):
    """One run `day` days after the first of January 2026; `medians` by benchmark."""
    one = result(1, cpu=cpu, commit=commit or commit_id(day))
    one["datetime"] = (dt.datetime(2026, 1, 1, 2) + dt.timedelta(days=day)).isoformat()
    one["commit_info"]["branch"] = branch
    template = one["benchmarks"][0]
    one["benchmarks"] = []
    for name, median in medians.items():
        benchmark = copy.deepcopy(template)
        benchmark["name"], benchmark["fullname"] = name.split("::")[1], name
        for key, value in benchmark["stats"].items():
            if isinstance(value, float) and key != "ops":
                benchmark["stats"][key] = value / 1e-3 * median
        one["benchmarks"].append(benchmark)
    return one


class Compare(ProgramTest):
    def setUp(self):
        super().setUp()
        self.noise = random.Random(5)

    def medians(self, deviation=0.01, factors=()):
        """About a millisecond each, times what `factors` says."""
        return {name: 1e-3 * self.noise.lognormvariate(0, deviation) * dict(factors).get(name, 1) for name in BENCHMARKS}

    def file(self, name, content):
        path = self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def nights(self, days, **keywords):
        for day in days:
            self.add(f"{day:04}.json", night(day, self.medians(), **keywords))

    def compare(self, *arguments, **keywords):
        return self.run_program("compare", *arguments, **keywords)

    def in_archive(self, *arguments, **keywords):
        return self.compare(*arguments, "--archive", self.archive, **keywords)

    def json_of(self, done):
        self.assert_done(done)
        parsed = json.loads(done.stdout)
        self.assertEqual(parsed["schema_version"], 1)
        return parsed

    def verdicts(self, comparison):
        return {row["name"]: row["verdict"] for row in comparison["rows"]}


class Files(Compare):
    def test_half_the_speed_is_two_times_slower(self):
        before = self.file("before.json", night(1, {"bench.py::test_a": 1e-3}))
        after = self.file("after.json", night(2, {"bench.py::test_a": 2e-3}))
        done = self.compare(before, after)
        self.assert_done(done)
        self.assertIn("2.00x slower", done.stdout)
        self.assertIn("? ", done.stdout)  # one run a side and no history: it cannot be told
        self.assertIn("2.00x faster", self.compare(after, before).stdout)

    def test_folders_of_runs_tell_what_one_run_cannot(self):
        for day in range(5):
            self.file(f"before/{day}.json", night(day, self.medians()))
            self.file(f"after/{day}.json", night(10 + day, self.medians(factors={BENCHMARKS[0]: 1.2})))
        parsed = self.json_of(self.compare("before", "after", "--format", "json"))
        [comparison] = parsed["comparisons"]
        verdicts = self.verdicts(comparison)
        self.assertEqual(verdicts.pop(BENCHMARKS[0]), "slower")
        self.assertNotIn("slower", verdicts.values())
        self.assertNotIn("faster", verdicts.values())
        first = comparison["rows"][0]
        self.assertLess(first["ratio_low"], 1.2)
        self.assertGreater(first["ratio_high"], 1.19)
        self.assertAlmostEqual(first["p_ranks"], 2 / 252, places=6)
        self.assertEqual(first["runs_before"], 5)
        self.assertEqual(comparison["means"][0]["n"], len(BENCHMARKS))

    def test_missing_and_new_benchmarks_are_told(self):
        before = self.file("before.json", night(1, {"bench.py::test_a": 1e-3, "bench.py::test_gone": 1e-3}))
        after = self.file("after.json", night(2, {"bench.py::test_a": 1e-3, "bench.py::test_new": 1e-3}))
        done = self.compare(before, after)
        self.assert_done(done)
        self.assertIn("gone: bench.py::test_gone", done.stdout)
        self.assertIn("new: bench.py::test_new", done.stdout)
        [comparison] = self.json_of(self.compare(before, after, "--format", "json"))["comparisons"]
        self.assertEqual({one["what"]: one["why"] for one in comparison["excluded"]},
                         {"bench.py::test_gone": "missing", "bench.py::test_new": "new"})
        self.assertEqual(comparison["means"][0]["n"], 1)

    def test_another_cpu_is_refused_unless_asked_for_and_then_labelled(self):
        before = self.file("before.json", night(1, {"bench.py::test_a": 1e-3}))
        after = self.file("after.json", night(2, {"bench.py::test_a": 2e-3}, cpu=XEON))
        refused = self.compare(before, after)
        self.assert_error(refused, USAGE, "incomparable", "Xeon 8370C", "EPYC 7763", "--across-testbeds")
        self.assertEqual(refused.stdout, "")
        across = self.compare(before, after, "--across-testbeds")
        self.assert_done(across)
        self.assertIn("warning: different CPUs, EPYC 7763 before and Xeon 8370C after", across.stdout)
        [comparison] = self.json_of(self.compare(before, after, "--across-testbeds", "--format", "json"))["comparisons"]
        self.assertTrue(comparison["across_testbeds"])

    def test_another_suite_is_refused_whatever_is_asked_for(self):
        config = self.file("lab.toml", "")
        config.write_text('[archive]\nsuite_from = "suite_version"\n', encoding="utf-8")
        for name, suite in (("before.json", "3"), ("after.json", "4")):
            self.file(name, night(int(suite), {"bench.py::test_a": 1e-3}) | {"suite_version": suite})
        for across in ([], ["--across-testbeds"]):
            done = self.compare("before.json", "after.json", "--config", config, *across)
            self.assert_error(done, USAGE, "incomparable", "suite 3 before and suite 4 after")
            self.assertNotIn("--across-testbeds", done.stderr)

    def test_a_value_that_is_not_positive_leaves_the_mean_undefined_by_name(self):
        files = [self.file(f"{day}.json", night(day, {"bench.py::test_a": 1e-3, "bench.py::test_zero": 0.0}))
                 for day in (1, 2)]
        done = self.compare(*files)
        self.assert_done(done)
        self.assertIn("undefined: a value of bench.py::test_zero is not positive", done.stdout)

    def test_wrong_files_are_told(self):
        good = self.file("good.json", night(1, {"bench.py::test_a": 1e-3}))
        (self.here / "broken.json").write_text('{"machine_info": {', encoding="utf-8")
        self.assert_error(self.compare(good, "broken.json"), BROKEN, "broken", "broken.json")
        self.assert_error(self.compare(good, "missing.json"), USAGE, "side", "missing.json", "--archive")
        self.assert_error(self.compare(good), USAGE, "usage", "two sides")
        (self.here / "nothing").mkdir()
        self.assert_error(self.compare(good, "nothing"), USAGE, "side", "no result file in this folder", "--> nothing")

    def test_what_was_asked_for_already_is_no_hint(self):
        before = self.file("before.json", night(1, {"bench.py::test_a": 1e-3}))
        after = self.file("after.json", night(2, {"bench.py::test_b": 1e-3}, cpu=XEON))
        done = self.compare(before, after, "--across-testbeds")
        self.assert_error(done, USAGE, "incomparable", "bench.py::test_a: time: measured before, not after")
        self.assertNotIn("--across-testbeds", done.stderr)


class Names(Compare):
    """Sides that are found in an archive."""

    def test_a_planted_change_on_a_steady_cpu_is_found(self):
        self.nights(range(30))
        head = self.file("head.json", night(40, self.medians(factors={BENCHMARKS[2]: 1.1, BENCHMARKS[5]: 1.1})))
        [comparison] = self.json_of(self.in_archive("latest", head, "--format", "json"))["comparisons"]
        found = [name for name, verdict in self.verdicts(comparison).items() if verdict == "slower"]
        self.assertEqual(sorted(found), [BENCHMARKS[2], BENCHMARKS[5]])
        self.assertEqual(comparison["base_why"], "the newest earlier run")

    def test_each_cpu_is_compared_with_itself_only(self):
        self.nights(range(0, 20, 2))
        self.nights(range(1, 20, 2), cpu=XEON)
        parsed = self.json_of(self.in_archive("latest", "latest", "--format", "json"))
        self.assertEqual(len(parsed["comparisons"]), 2)
        for comparison in parsed["comparisons"]:
            self.assertEqual(comparison["base"]["testbed"], comparison["head"]["testbed"])
        one = self.json_of(self.in_archive("latest", "latest", "--testbed", "8370C", "--format", "json"))
        self.assertEqual([comparison["testbed"] for comparison in one["comparisons"]],
                         [comparison["testbed"] for comparison in parsed["comparisons"] if "8370c" in comparison["testbed"]])

    def test_a_cpu_that_the_base_never_ran_on_is_refused_not_replaced(self):
        self.nights(range(10))
        head = self.file("head.json", night(40, self.medians(), cpu=XEON))
        done = self.in_archive(commit_id(5), head)
        self.assert_error(done, USAGE, "incomparable", "Xeon 8370C", "no run on this CPU, only on EPYC 7763")

    def test_runs_and_commits_by_unique_beginnings(self):
        self.nights(range(10))
        ids = [run["id"] for run in self.json_of(
            self.in_archive(commit_id(3), commit_id(7)[:12], "--format", "json"))["comparisons"][0]["head"]["runs"]]
        self.assertEqual(len(ids), 1)
        done = self.in_archive(commit_id(3)[:8], ids[0][:20])
        self.assert_done(done)
        self.assertIn("run " + ids[0], done.stdout)

    def test_what_may_be_several_is_an_error_that_lists_them(self):
        self.nights(range(3))
        self.assert_error(self.in_archive("latest", "00000"), USAGE, "side", commit_id(0), commit_id(1))
        self.add("again.json", night(2, self.medians()))
        self.assert_error(self.in_archive("latest", "20260103"), USAGE, "side", "run 20260103T02")

    def test_an_archive_without_runs_has_no_latest(self):
        self.archive.mkdir(exist_ok=True)
        self.assert_error(self.in_archive("latest", "latest"), USAGE, "side", "the archive holds no run")

    def test_an_unknown_name_is_told_with_the_nearest(self):
        self.nights(range(3))
        self.assert_error(self.in_archive("mian", "latest"), USAGE, "side", "mian", "did you mean `main`?")

    def test_all_runs_of_a_commit_count_and_of_a_branch_the_newest_earlier(self):
        self.nights(range(4), commit=commit_id(77))
        self.add("feature.json", night(9, self.medians(), branch="feature"))
        self.add("later.json", night(11, self.medians()))
        [comparison] = self.json_of(self.in_archive(commit_id(77), "feature", "--format", "json"))["comparisons"]
        self.assertEqual(len(comparison["base"]["runs"]), 4)
        [comparison] = self.json_of(self.in_archive("main", "feature", "--format", "json"))["comparisons"]
        self.assertEqual([run["time"][:10] for run in comparison["base"]["runs"]], ["2026-01-04"])
        self.assertEqual(comparison["base_why"], "the newest earlier run of main")

    def test_results_against_themselves_are_quiet(self):
        self.nights(range(25))
        changed = 0
        for day in range(30, 40):
            head = self.file(f"head-{day}.json", night(day, self.medians()))
            [comparison] = self.json_of(self.in_archive("latest", head, "--format", "json"))["comparisons"]
            changed += sum(verdict in ("slower", "faster") for verdict in self.verdicts(comparison).values())
        self.assertLessEqual(changed, 2)  # of 80

    def test_the_merge_base_that_a_result_records(self):
        """bench_runner writes it into pyperf's metadata."""
        def suite(day, commit, more=()):
            time = dt.datetime(2026, 1, 1, 2) + dt.timedelta(days=day)
            metadata = {"cpu_model_name": EPYC, "date": time.isoformat(sep=" "), "commit_id": commit, "unit": "second",
                        "name": "bench_a", "commit_branch": "main"} | dict(more)
            return {"version": "1.0", "metadata": metadata,
                    "benchmarks": [{"runs": [{"values": [1e-3, 1.01e-3], "metadata": {}}]}]}
        for day in range(5):
            self.add(f"{day}.json", suite(day, commit_id(day)))
        head = self.file("head.json", suite(9, commit_id(99), {"commit_branch": "pr", "commit_merge_base": commit_id(2)}))
        [comparison] = self.json_of(self.in_archive("main", head, "--format", "json"))["comparisons"]
        self.assertEqual([run["commit"] for run in comparison["base"]["runs"]], [commit_id(2)])
        self.assertIn("merge-base 0000000", comparison["base_why"])


class WithClone(Compare):
    """Beside a real repository: main has six commits, `topic` leaves it after the third."""

    def setUp(self):
        super().setUp()
        self.clone = self.here / "clone"
        self.clone.mkdir()
        self.git("init", "-q", "-b", "main")
        self.commits = [self.commit() for _ in range(6)]
        self.git("tag", "v1.0", self.commits[0])
        self.git("tag", "-a", "-m", "annotated", "v2.0", self.commits[4])
        self.git("checkout", "-q", "-b", "topic", self.commits[2])
        self.topic = self.commit()

    def git(self, *arguments):
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
               for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(["git", *arguments], cwd=self.clone, env=clean | who | {"HOME": str(self.home)},
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self):
        self.changes = getattr(self, "changes", 0) + 1  # within a second only the message tells two commits apart
        self.git("commit", "-q", "--allow-empty", "-m", f"change {self.changes}")
        return self.git("rev-parse", "HEAD")

    def measure(self, day, commit, branch=None):
        self.add(f"{day:04}.json", night(day, self.medians(), commit=commit, branch=branch))

    def with_clone(self, *arguments):
        return self.in_archive(*arguments, "--repo", self.clone)

    def comparison(self, *arguments):
        [comparison] = self.json_of(self.with_clone(*arguments, "--format", "json"))["comparisons"]
        return comparison

    def test_tags_name_their_commits(self):
        for day, commit in enumerate(self.commits):
            self.measure(day, commit)
        comparison = self.comparison("v1.0", "v2.0")
        self.assertEqual([run["commit"] for run in comparison["base"]["runs"]], [self.commits[0]])
        self.assertEqual([run["commit"] for run in comparison["head"]["runs"]], [self.commits[4]])
        self.assertIn("tag v2.0", self.with_clone("v1.0", "v2.0").stdout)

    def test_a_tag_that_was_not_measured_is_told(self):
        self.measure(5, self.commits[5])
        self.assert_error(self.with_clone("v1.0", "latest"), USAGE, "side", "v1.0", self.commits[0][:7], "no run")

    def test_the_merge_base_is_the_base_of_a_branch(self):
        for day, commit in enumerate(self.commits):
            self.measure(day, commit)
        head = self.file("head.json", night(20, self.medians(), commit=self.topic, branch=None))
        comparison = self.comparison("main", head)
        self.assertEqual([run["commit"] for run in comparison["base"]["runs"]], [self.commits[2]])
        self.assertEqual(comparison["base_why"], f"the merge-base {self.commits[2][:7]} of main and the head")
        self.assertIn(comparison["base_why"], self.with_clone("main", head).stdout)

    def test_else_it_is_the_newest_earlier_run_of_the_branch_and_that_is_said(self):
        for day in (0, 1, 4, 5):
            self.measure(day, self.commits[day])
        head = self.file("head.json", night(20, self.medians(), commit=self.topic, branch=None))
        comparison = self.comparison("main", head)
        self.assertEqual([run["commit"] for run in comparison["base"]["runs"]], [self.commits[5]])
        self.assertEqual(comparison["base_why"], "the newest earlier run of main")

    def test_names_are_never_options_of_git(self):
        self.measure(0, self.commits[0])
        for name in ("--all", "--upload-pack=touch owned", "-x"):
            done = self.with_clone("--", name, "latest")
            self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertFalse((self.clone / "owned").exists())

    def test_a_folder_that_is_no_clone(self):
        self.measure(0, self.commits[0])
        self.assert_error(self.in_archive("latest", "latest", "--repo", self.home), USAGE, "repo", str(self.home))


class Formats(Compare):
    HOSTILE = "bench.py::test_<img src=x onerror=alert(1)>|`@everyone`\x1b[31m\nnext #1 [x](javascript:y)"

    def hostile(self):
        names = BENCHMARKS + [self.HOSTILE, "bench.py::test_" + "n" * 10000]
        return [self.file(f"{day}.json", night(day, {name: 1e-3 * day for name in names})) for day in (1, 2)]

    def test_no_colours_in_a_pipe_nor_control_characters_from_names(self):
        done = self.compare(*self.hostile())
        self.assert_done(done)
        self.assertNotIn("\x1b", done.stdout)
        self.assertLess(max(map(len, done.stdout.splitlines())), 400)
        self.assertIn("\x1b", self.compare(*self.hostile(), "--color", "always").stdout)

    def test_hostile_names_are_harmless_in_markdown(self):
        done = self.compare(*self.hostile(), "--format", "markdown")
        self.assert_done(done)
        for harm in ("<img", "@everyone", "](javascript", "\x1b"):
            self.assertNotIn(harm, done.stdout)
        self.assertLess(len(done.stdout.encode()), 65536)
        rows = [line for line in done.stdout.splitlines() if line.startswith("| ? ")]
        self.assertEqual(len(rows), len(BENCHMARKS) + 2)
        self.assertEqual({len(re.findall(r"(?<!\\)\|", row)) for row in rows}, {6})

    def test_markdown_stays_below_the_limit_of_a_comment(self):
        names = [f"bench.py::test_{'x' * 150}{i}" for i in range(2000)]
        files = [self.file(f"{day}.json", night(day, {name: 1e-3 for name in names})) for day in (1, 2)]
        done = self.compare(*files, "--format", "markdown")
        self.assert_done(done)
        self.assertLess(len(done.stdout.encode()), 65536)
        self.assertRegex(done.stdout, r"And [\d,]+ more")

    def test_a_page_that_stands_alone(self):
        done = self.compare(*self.hostile(), "--format", "html")
        self.assert_done(done)
        self.assertTrue(done.stdout.lstrip().lower().startswith("<!doctype html"))
        self.assertIn("2.00x slower", done.stdout)
        self.assertNotIn("<img", done.stdout)

    def test_the_same_bytes_whatever_the_jobs(self):
        files = self.hostile()
        for form in ("text", "markdown", "json", "html"):
            one, four = (self.compare(*files, "--format", form, "--jobs", jobs).stdout for jobs in (1, 4))
            self.assertEqual(one, four)


if __name__ == "__main__":
    program.main()
