#!/usr/bin/env python3
"""What a new version of the suite makes of no use: `benchfolio plan` over archives of two versions, with tags and manual
results, and the script that makes a matrix of it.

    plan_test.py PROGRAM [unittest arguments]
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from program import OK, USAGE, ProgramTest, result  # noqa: E402

CPU, OTHER_CPU = "AMD EPYC 7763 64-Core Processor", "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz"
SCRIPTS = Path(__file__).resolve().parent.parent.parent / ".github/actions/benchfolio"
NIGHTS, RELEASE = 20, 19  # nights of January 2026; the first with the new suite


def commit(number):
    return f"{number:040x}"


class PlanTest(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.here / "benchfolio.toml").write_text('[archive]\nsuite_from = "suite"\n')

    def measured(self, day, suite, cpu=CPU, number=None):
        run = result(day, cpu=cpu, commit=commit(day if number is None else number))
        run["suite"] = suite
        run["datetime"] = f"2026-01-{day:02}T02:00:{number or 0:02}.000000"
        return run

    def add_nights(self, cpu=CPU):
        for day in range(1, NIGHTS + 1):
            self.add(f"{cpu[:3]}/{day:02}.json", self.measured(day, "2" if day >= RELEASE else "1", cpu))

    def upload(self, run, *arguments):
        path = self.here / "result.json"
        path.write_text(json.dumps(run))
        self.assert_done(self.run_program("upload", path, "--archive", self.archive, *arguments))

    def add_others(self):
        self.upload(self.measured(3, "1", number=31), "--kind", "tag", "--ref", "v1.0")
        self.upload(self.measured(4, "1", number=32), "--kind", "tag", "--ref", "v1.1")
        self.upload(self.measured(20, "2", number=32), "--kind", "tag", "--ref", "v1.1")
        self.upload(self.measured(5, "1", number=33), "--kind", "manual", "--owner", "alice", "--ref", "faster")
        self.upload(self.measured(6, "1", number=34), "--kind", "branch", "--ref", "topic")

    def plan(self, *arguments):
        return self.run_program("plan", "--archive", self.archive, *arguments)

    def listed(self, *arguments):
        done = self.plan("--format", "json", "--quiet", *arguments)
        self.assert_done(done)
        return json.loads(done.stdout)

    def measurements(self, *arguments):
        return [(entry["kind"], entry["owner"], entry["ref"], int(entry["commit"], 16)) for entry in self.listed(*arguments)["reruns"]]


class Listing(PlanTest):
    WANTED = [("tag", "", "v1.0", 31)] + [("nightly", "", "", day) for day in range(7, 19)] + [("manual", "alice", "faster", 33)]

    def test_tags_two_weeks_of_nights_and_manual_results_are_listed_once(self):
        self.add_nights()
        self.add_others()
        self.assertEqual(self.measurements(), self.WANTED)
        plan = self.listed()
        self.assertEqual((plan["schema_version"], plan["suite"], plan["done"]), (1, "2", 1))
        self.assertEqual({entry["suite"] for entry in plan["reruns"]}, {"2"})
        self.assertEqual(plan["reruns"][0]["invalid"][0]["suite"], "1")
        self.assertEqual([suite["name"] for suite in plan["suites"]], ["1", "2"])

    def test_the_text_says_suite_counts_testbed_and_reason(self):
        self.add_nights()
        self.add_others()
        done = self.plan()
        self.assert_done(done)
        for part in ["Suite 2, first used on 19 Jan 2026", "To measure again: 14 commits, on 1 testbed: 1 of a tag, 12 of nights since 6 Jan 2026, 1 asked",
                     "EPYC 7763  tag v1.0 of 3 Jan 2026, with suite 1", "by hand alice/faster of 5 Jan 2026", "1 commit was measured with that suite already"]:
            self.assertIn(part, done.stdout)

    def test_each_testbed_has_its_own(self):
        self.add_nights()
        self.add_nights(OTHER_CPU)
        self.assertEqual(len(self.measurements()), 24)
        entries = self.listed("--testbed", "Xeon")["reruns"]
        self.assertEqual({entry["label"] for entry in entries}, {"Xeon 8272CL"})
        self.assertEqual(len(entries), 12)

    def test_what_was_measured_again_is_in_no_later_plan(self):
        self.add_nights()
        self.add_others()
        for kind, owner, ref, number in self.WANTED:
            arguments = ["--kind", kind, *(["--ref", ref] if ref else []), *(["--owner", owner] if owner else [])]
            self.upload(self.measured(20, "2", number=number), *arguments)
        self.assertEqual(self.measurements(), [])
        self.assertIn("Nothing has to be measured again.", self.plan().stdout)

    def test_another_suite_or_more_nights_may_be_asked_for(self):
        self.add_nights()
        self.assertEqual(len(self.measurements("--suite", "3")), 14)
        self.assertIn("Suite 3, which no run used yet.", self.plan("--suite", "3").stdout)
        self.assertEqual([number for *_, number in self.measurements("--nights", "3 days")], [18])
        for wrong in ["0", "soon", "3 weeks", "1e3"]:
            self.assert_error(self.plan("--nights", wrong), USAGE, "usage", "--nights must be a number of days")

    def test_a_version_that_has_two_hashes_is_ambiguous(self):
        self.add("1.json", self.measured(1, "1.1+aaaa"))
        self.assertEqual(self.listed("--suite", "1.1")["suite"], "1.1+aaaa")
        self.add("2.json", self.measured(2, "1.1+bbbb"))
        self.assertEqual(self.listed()["suite"], "1.1+bbbb")
        self.assert_error(self.plan("--suite", "1.1"), USAGE, "suite", "may be 1.1+aaaa, 1.1+bbbb")

    def test_an_archive_without_versions_has_words(self):
        self.add_runs(2)
        self.assert_error(self.plan(), USAGE, "suite", "no run of the archive records a version", "suite_from")
        done = self.plan("--suite", "1")
        self.assert_done(done)
        self.assertIn("2 runs left out: recorded no version of the suite.", done.stdout)

    def test_tags_of_a_clone_are_found_in_the_nights(self):
        self.add_nights()
        project = self.here / "project"
        git = ["git", "-C", project, "-c", "user.name=a", "-c", "user.email=a@b"]
        env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        project.mkdir()
        for arguments in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "x"], ["tag", "v0.9"], ["commit", "-q", "--allow-empty", "-m", "y"],
                          ["tag", "v0.8"]):
            subprocess.run([*git, *arguments], check=True, env=env)
        head = subprocess.run([*git, "rev-parse", "v0.9"], check=True, env=env, capture_output=True, text=True).stdout.strip()
        run = self.measured(1, "1")
        run["commit_info"]["id"] = head
        self.add("tagged.json", run)
        plan = self.listed("--repo", project)
        self.assertEqual([(entry["kind"], entry["ref"]) for entry in plan["reruns"]][0], ("tag", "v0.9"))
        self.assertEqual(plan["tags_unmeasured"], 1)


class Matrix(PlanTest):
    def test_a_matrix_is_one_line_that_github_takes(self):
        self.add_nights()
        self.add_others()
        done = self.plan("--format", "matrix")
        self.assert_done(done)
        self.assertEqual(done.stdout.count("\n"), 1)
        include = json.loads(done.stdout)["include"]
        self.assertEqual([entry["kind"] for entry in include], [kind for kind, *_ in Listing.WANTED])
        self.assertTrue(all(isinstance(value, str) for entry in include for value in entry.values()))

    def test_beyond_256_jobs_the_rest_is_told(self):
        (self.here / "benchfolio.toml").write_text('[archive]\nsuite_from = "suite"\n')
        for number in range(300):
            run = self.measured(1 + number % 20, "1", number=number)
            run["datetime"] = f"2026-01-{1 + number % 20:02}T{number // 60:02}:{number % 60:02}:00"
            self.add(f"{number:03}.json", run)
        done = self.plan("--format", "matrix", "--suite", "2", "--nights", "30 days")
        self.assertEqual(len(json.loads(done.stdout)["include"]), 256)
        self.assertIn("room for 256 jobs, so that 44 measurements are not in it", done.stderr)

    def run_script(self):
        outputs, summary = self.here / "outputs", self.here / "summary.md"
        folder = self.here / "benchfolio"
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        if not (folder / "bin/benchfolio").exists():
            (folder / "bin/benchfolio").symlink_to(program.PATH)
        env = self.environment({"BENCHFOLIO_ARCHIVE": str(self.archive), "BENCHFOLIO_FOLDER": str(folder), "BENCHFOLIO_NIGHTS": "14 days",
                                "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(self.here)})
        done = subprocess.run([SCRIPTS / "plan.sh"], cwd=self.here, env=env, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, OK, done.stdout + done.stderr)
        return dict(line.split("=", 1) for line in outputs.read_text().splitlines()), summary.read_text()

    def test_the_workflows_script_gives_matrix_count_and_summary(self):
        self.add_nights()
        told, summary = self.run_script()
        self.assertEqual(told["count"], "12")
        self.assertEqual(len(json.loads(told["matrix"])["include"]), 12)
        self.assertIn("    To measure again: 12 commits", summary)


if __name__ == "__main__":
    program.main()
