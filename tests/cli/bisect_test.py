#!/usr/bin/env python3
"""The commits that a change lies between: `benchfolio bisect`, with and without a clone made here.

    bisect_test.py PROGRAM [unittest arguments]
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from program import USAGE, ProgramTest, result  # noqa: E402

CPU, OTHER_CPU = "AMD EPYC 7763 64-Core Processor", "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz"
NIGHTS, FIRST_SLOW, BETWEEN = 28, 15, 8  # commits from the night before to the first slow one


def value(day, slow):
    return (1.2e-3 if slow else 1e-3) * (1 + .002 * (day * 7 % 5))


def night(day, slow, cpu=CPU, commit=None):
    """One run: a benchmark that may be slower, and one that is steady."""
    run = result(day, value(day, slow), cpu=cpu, commit=commit)
    run["benchmarks"] += result(day, 2 * value(day, False), name="bench.py::steady")["benchmarks"]
    return run


class BisectTest(ProgramTest):
    def git(self, *arguments):
        identity = {"GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
                    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": f"{1700000000 + self.tick} +0000",
                    "GIT_COMMITTER_DATE": f"{1700000000 + self.tick} +0000"}
        self.tick += 60
        done = subprocess.run(["git", "-C", self.project, *arguments], env={**os.environ, **identity}, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def setUp(self):
        super().setUp()
        self.tick, self.project = 0, self.here / "project"
        self.project.mkdir()
        self.git("init", "-q", "-b", "main")

    def commit(self, subject):
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        return self.git("rev-parse", "HEAD")

    def commits(self, between=BETWEEN):
        """A commit a night; `between` in the night of the change, the last of which was measured."""
        return [[self.commit(f"{day}.{part}") for part in range(between if day == FIRST_SLOW else 1)] for day in range(1, NIGHTS + 1)]

    def add_nights(self, commits, cpu=CPU, first_slow=FIRST_SLOW):
        for day in range(1, NIGHTS + 1):
            self.add(f"{cpu[:3]}/{day:02}.json", night(day, day >= first_slow, cpu, commits[day - 1]))

    def upload(self, commit, slow, second):
        run = result(NIGHTS, value(1, slow), commit=commit)
        run["datetime"] = f"2026-01-{NIGHTS}T03:00:{second:02}"
        path = self.here / "result.json"
        path.write_text(json.dumps(run))
        self.assert_done(self.run_program("upload", path, "--archive", self.archive, "--kind", "manual", "--ref", commit))

    def change(self, state="confirmed"):
        done = self.run_program("changes", "--archive", self.archive, "--format", "json", "--quiet")
        self.assert_done(done)
        changes = [change for change in json.loads(done.stdout)["changes"] if change["state"] == state]
        self.assertTrue(changes)
        return changes[0]["id"]

    def bisect(self, *arguments, change=None):
        return self.run_program("bisect", change or self.change(), "--archive", self.archive, *arguments)

    def told(self, *arguments, **keywords):
        done = self.bisect("--format", "json", "--quiet", *arguments, **keywords)
        self.assert_done(done)
        return json.loads(done.stdout)


class WithClone(BisectTest):
    def setUp(self):
        super().setUp()
        self.all = self.commits()
        self.add_nights([night[-1] for night in self.all])
        self.between = self.all[FIRST_SLOW - 1]  # the oldest first

    def repo(self, *arguments, **keywords):
        return self.told("--repo", self.project, *arguments, **keywords)

    def test_the_commits_stand_in_topological_order_with_author_and_subject(self):
        told = self.repo()
        self.assertEqual((told["schema_version"], told["order"]), (1, "topological"))
        self.assertEqual([commit["commit"] for commit in told["commits"]], self.between[::-1])
        first = told["commits"][0]
        self.assertEqual((first["author"], first["subject"], first["level"], first["parents"]), ("Ann", "15.7", "after", [self.between[-2]]))
        self.assertEqual([commit["level"] for commit in told["commits"][1:]], ["untested"] * (BETWEEN - 1))
        self.assertEqual(told["range"]["from"], self.all[FIRST_SLOW - 2][0])
        self.assertEqual((told["suspects"], told["rounds"], told["range"]["only_before"]), (8, 3, 0))

    def test_the_middle_is_measured_first(self):
        told = self.repo()
        order = [self.between.index(entry["commit"]) for entry in told["reruns"]]
        self.assertEqual(order, [3, 1, 5, 0, 2, 4, 6])
        self.assertEqual({entry["kind"] for entry in told["reruns"]}, {"manual"})
        matrix = self.bisect("--repo", self.project, "--format", "matrix").stdout
        self.assertEqual([self.between.index(entry["commit"]) for entry in json.loads(matrix)["include"]], order)

    def test_the_text_says_range_commits_and_plan(self):
        done = self.bisect("--repo", self.project)
        self.assert_done(done)
        for part in ["bench.py::test_a, EPYC 7763", "last good ", self.all[FIRST_SLOW - 2][0][:7], "8 commits between them, 1 measured; 8 may have made it.",
                     f"* untested  {self.between[3][:7]}", "Ann: 15.3", "To measure on EPYC 7763, at most 3 one after the other, or all 7 at once",
                     f"    1  {self.between[3][:7]}  round 1 of 3"]:
            self.assertIn(part, done.stdout)

    def test_what_is_measured_by_hand_narrows_it_until_one_is_left(self):
        culprit, change = 5, self.change()
        for second in range(3):
            entry = self.repo(change=change)["reruns"][0]
            self.upload(entry["commit"], self.between.index(entry["commit"]) >= culprit, second)
        told = self.repo(change=change)
        self.assertEqual([commit["subject"] for commit in told["commits"] if commit["suspect"]], ["15.5"])
        self.assertEqual((told["suspects"], told["reruns"], told["contradictory"]), (1, [], False))
        self.assertIn("1 may have made it", self.bisect("--repo", self.project, change=change).stdout)

    def test_results_that_fit_no_single_commit_narrow_nothing_and_that_is_said(self):
        change = self.change()
        self.upload(self.between[2], True, 0)
        self.upload(self.between[5], False, 1)
        self.assertTrue(self.repo(change=change)["contradictory"])
        self.assertEqual(self.repo(change=change)["suspects"], 8)
        self.assertIn("fits no single commit", self.bisect("--repo", self.project, change=change).stdout)

    def test_another_cpu_that_saw_commits_between_narrows_it(self):
        own = [night[-1] for night in self.all]
        own[FIRST_SLOW - 2] = self.between[2]  # the other CPU measured this one, still fast
        self.add_nights(own, OTHER_CPU)
        told = self.repo()
        self.assertEqual(len(told["change"]["seen_by"]), 2)
        self.assertEqual([self.between.index(commit["commit"]) for commit in told["commits"] if commit["suspect"]], [7, 6, 5, 4, 3])

    def test_a_commit_that_was_not_fetched_is_told(self):
        other = self.here / "other"
        other.mkdir()
        subprocess.run(["git", "-C", other, "init", "-q"], check=True)
        self.assert_error(self.bisect("--repo", other), USAGE, "repo", "is not in the clone", "git fetch")


class Merges(BisectTest):
    def test_a_merge_may_be_taken_for_one_commit(self):
        nights = []
        for day in range(1, NIGHTS + 1):
            if day == FIRST_SLOW:
                self.git("checkout", "-q", "-b", "topic")
                for part in range(3):
                    self.commit(f"topic {part}")
                self.git("checkout", "-q", "main")
                self.commit("main 1")
                self.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
                nights.append(self.git("rev-parse", "HEAD"))
            else:
                nights.append(self.commit(f"{day}"))
        self.add_nights(nights)
        subjects = [commit["subject"] for commit in self.told("--repo", self.project)["commits"]]
        self.assertEqual(sorted(subjects), ["main 1", "merge", "topic 0", "topic 1", "topic 2"])
        told = self.told("--repo", self.project, "--first-parent")
        self.assertEqual([commit["subject"] for commit in told["commits"]], ["merge", "main 1"])

    def test_a_range_that_is_no_line_is_told(self):
        nights = []
        for day in range(1, NIGHTS + 1):
            if day == FIRST_SLOW:
                self.git("reset", "-q", "--hard", "HEAD~2")
            nights.append(self.commit(f"{day}"))
        self.add_nights(nights)
        self.assertEqual(self.told("--repo", self.project)["range"]["only_before"], 2)
        self.assertIn("The range is no line: the last good run has 2 commits", self.bisect("--repo", self.project).stdout)


class WithoutClone(BisectTest):
    def test_only_what_was_measured_is_known(self):
        nights = [f"{day:040x}" for day in range(1, NIGHTS + 1)]
        self.add_nights(nights)
        told = self.told()
        self.assertEqual(told["order"], "time")
        self.assertEqual([commit["commit"] for commit in told["commits"]], [nights[FIRST_SLOW - 1]])
        self.assertEqual((told["suspects"], told["reruns"], told["range"]["only_before"]), (1, [], None))
        self.assertIn("known to a clone alone: --repo DIR", self.bisect().stdout)

    def test_commits_that_another_cpu_measured_between_are_known(self):
        nights = [f"{day:040x}" for day in range(1, NIGHTS + 1)]
        for day in range(1, NIGHTS + 1):
            if not FIRST_SLOW - 4 < day < FIRST_SLOW:
                self.add(f"own/{day:02}.json", night(day, day >= FIRST_SLOW, commit=nights[day - 1]))
            else:
                self.add(f"other/{day:02}.json", night(day, False, OTHER_CPU, nights[day - 1]))
        told = self.told()
        self.assertEqual([int(commit["commit"], 16) for commit in told["commits"]], [15, 14, 13, 12])
        self.assertEqual([int(entry["commit"], 16) for entry in told["reruns"]], [13, 12, 14])

    def test_the_same_commit_on_both_sides_is_no_commits_doing(self):
        nights = [f"{day:040x}" for day in range(1, NIGHTS + 1)]
        nights[FIRST_SLOW - 1] = nights[FIRST_SLOW - 2]
        for day in range(1, NIGHTS + 1):
            run = night(day, day >= FIRST_SLOW, commit=nights[day - 1])
            run["machine_info"]["release"] = "6.8" if day >= FIRST_SLOW else "5.15"
            self.add(f"{day:02}.json", run)
        done = self.bisect()
        self.assert_done(done)
        self.assertIn("Both runs measured the same commit, so no commit made it", done.stdout)
        self.assertRegex(done.stdout, "also changed: .*5.15 → .*6.8")
        told = self.told()
        self.assertTrue(told["range"]["same_commit"])
        self.assertEqual((told["commits"], told["reruns"]), ([], []))

    def test_a_change_is_named_by_its_id(self):
        self.add_nights([f"{day:040x}" for day in range(1, NIGHTS + 1)])
        change = self.change()
        self.assertEqual(self.told(change=change[:4])["change"]["id"], change)
        self.assert_error(self.bisect(change="0000000000"), USAGE, "bisect", "no change has the id", "benchfolio changes")
        for wrong in ["abc", "xyzw", "0123456789a"]:
            self.assert_error(self.bisect(change=wrong), USAGE, "usage", "bisect wants the id of a change")

    def test_what_is_not_confirmed_is_refused(self):
        for day in range(1, FIRST_SLOW + 1):
            self.add(f"{day:02}.json", night(day, day >= FIRST_SLOW - 1, commit=f"{day:040x}"))
        self.assert_error(self.bisect(change=self.change("watching")), USAGE, "bisect", "is watching, not confirmed")

    def test_a_change_of_the_suite_is_no_change(self):
        (self.here / "benchfolio.toml").write_text('[archive]\nsuite_from = "suite"\n')
        for day in range(1, NIGHTS + 1):
            run = night(day, day >= FIRST_SLOW, commit=f"{day:040x}")
            run["suite"] = "2" if day >= FIRST_SLOW else "1"
            self.add(f"{day:02}.json", run)
        done = self.run_program("changes", "--archive", self.archive)
        self.assertEqual(done.stdout, "No changes.\n")


if __name__ == "__main__":
    program.main()
