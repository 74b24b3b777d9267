#!/usr/bin/env python3
"""Pull requests from end to end: pull_request_test.py PROGRAM

The action that both workflows use, run step by step as GitHub does: results as an artifact, judged against an archive,
told in a comment and a check of an API on loopback. First requests of people who may write, then those of strangers.
"""

import copy
import json
import math
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ACTION = TESTS.parent / ".github/actions/gate"
for folder in ("nightly", "support"):
    sys.path.insert(0, str(TESTS / folder))

from fake_github import PROJECT, FakeGitHub  # noqa: E402
from artifact_test import of_kind, zipped  # noqa: E402
from markdown import active_in  # noqa: E402
from program import result  # noqa: E402

try:
    from runner import Caches, Runner  # noqa: E402
except ImportError:
    print("skipped: PyYAML is not installed")
    sys.exit(77)

SITE = "https://lattice.example/bench/"
CONFIGURATION = f'[site]\ntitle = "Lattice"\nbase_url = "{SITE}"\n'
HEADS = [f"{number:040x}" for number in range(0xa0, 0xaa)]
NAMES = [f"bench.py::test_{i}" for i in range(6)]
NIGHTS = 28
HOSTILE = ["</code><script>alert(1)</script>", "@everyone #12 GH-12 | x | `y` ](https://evil.example)\n# heading", "x" * 10_240,
           "bench_\u202egnp\u2066", "::error::stolen\n::add-mask::x\n::set-output name=status::0", "<!-- benchfolio:lattice changed -->\n-->"]


def run_of(day, names=tuple(NAMES), slower=1.0, **keywords):
    """One result file of several benchmarks; the noise differs from day to day and from benchmark to benchmark."""
    one = result(day, **keywords)
    template = one["benchmarks"][0]
    one["benchmarks"] = []
    for i, name in enumerate(names):
        level = 1e-3 * (i + 1) * (1 + .004 * math.sin(day * 7 + i * 3)) * (slower if i < 2 else 1)
        made = copy.deepcopy(template) | {"name": name.rpartition("::")[2], "fullname": name}
        made["stats"] = result(day, level)["benchmarks"][0]["stats"]
        one["benchmarks"].append(made)
    return json.dumps(one).encode()


class PullRequestTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        for name in ("archive", "workspace", "caches", "home"):
            (self.folder / name).mkdir()
        (self.folder / "workspace/benchfolio.toml").write_text(CONFIGURATION)
        for day in range(1, NIGHTS + 1):
            (self.folder / f"archive/{day:02}.json").write_bytes(run_of(day))
        self.github = FakeGitHub()
        self.addCleanup(self.github.close)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "LC_ALL": "C.UTF-8", "CI": "true",
                       "GITHUB_REPOSITORY": PROJECT, "GITHUB_API_URL": self.github.address}
        self.runner = Runner(ACTION, self.folder / "workspace", Caches(self.folder / "caches"), environment)
        self.runs = 100

    def judge(self, packed, commit, **inputs):
        """The job `judge` for results that were left as an artifact. The program is in the cache."""
        self.runs += 1
        self.github.add_artifact(self.runs, "pull-request-results", packed)
        temporary = self.folder / f"job-{self.runs}"
        (temporary / "benchfolio/bin").mkdir(parents=True)
        shutil.copy(PROGRAM, temporary / "benchfolio/bin/benchfolio")
        skip = [] if shutil.which("dpkg-query") else ["compile.sh"]  # it installs packages by that
        job = self.runner.run(temporary, skip, archive=str(self.folder / "archive"), run=str(self.runs),
                              artifact="pull-request-results", commit=commit, token=self.github.token, **inputs)
        self.assertNotIn(self.github.token, job.log + job.summary + json.dumps(job.outputs))
        self.assertEqual(len(list((self.folder / "archive").iterdir())), NIGHTS)  # nothing is stored
        return job

    def assert_judged(self, job, status):
        self.assertFalse(job.failed, job.log)
        self.assertEqual(job.outputs["status"], status, job.log)

    def check_of(self, commit):
        (check,) = [check for check in self.github.checks if check["head_sha"] == commit]
        return check["conclusion"]

    # ---- requests of people who may write

    def test_a_pull_request_through_its_pushes(self):
        for part in (self.slower, self.mended, self.run_again, self.late):
            part()

    def slower(self):
        self.github.add_pull(7, HEADS[0])
        job = self.judge(zipped(("benchmarks.json", run_of(30, slower=1.3))), HEADS[0], pull="7")
        self.assert_judged(job, "1")  # a regression fails the check and not the job
        (comment,) = self.github.comments
        self.assertRegex(comment["body"], r"\A<!-- benchfolio:lattice-\w+ changed -->\n")
        self.assertIn("🔴 **Regression: 2 of 6 results are beyond", comment["body"])
        self.assertIn(f"{SITE}plots/sparkline/", comment["body"])
        self.assertIn("of 28 Jan 2026", comment["body"])  # what it was held against
        self.assertEqual(active_in(comment["body"], SITE), [])
        self.assertEqual(self.check_of(HEADS[0]), "failure")
        self.assertIn(comment["body"], job.summary)

    def mended(self):
        self.github.pulls[0]["head"]["sha"] = HEADS[1]
        self.assert_judged(self.judge(zipped(("benchmarks.json", run_of(31))), HEADS[1], pull="7"), "0")
        (comment,) = self.github.comments  # in place of the earlier one
        self.assertIn("No regression", comment["body"])
        self.assertIn(" unchanged -->", comment["body"])
        self.assertEqual((self.check_of(HEADS[0]), self.check_of(HEADS[1])), ("failure", "success"))

    def run_again(self):
        before = len(self.github.wrote())
        job = self.judge(zipped(("benchmarks.json", run_of(31))), HEADS[1], pull="7", only_changes="true")
        self.assert_judged(job, "0")
        self.assertEqual(len(self.github.wrote()), before, job.log)

    def late(self):
        """The run of the first push ends after that of the second."""
        before = copy.deepcopy(self.github.comments)
        self.assert_judged(self.judge(zipped(("benchmarks.json", run_of(30, slower=1.3))), HEADS[0], pull="7"), "1")
        self.assertEqual(self.github.comments, before)

    def test_silent_where_nothing_changed_and_that_is_wanted(self):
        self.github.add_pull(7, HEADS[0])
        job = self.judge(zipped(("a.json", run_of(30))), HEADS[0], only_changes="true")
        self.assert_judged(job, "0")
        self.assertEqual((self.github.comments, self.check_of(HEADS[0])), ([], "success"))
        self.assertIn("No regression", job.summary)

    def test_jobs_with_keys_have_comments_of_their_own(self):
        self.github.add_pull(7, HEADS[0])
        for key in ("linux", "windows", "linux"):
            self.judge(zipped(("a.json", run_of(30))), HEADS[0], key=key)
        self.assertEqual((len(self.github.comments), len(self.github.checks)), (2, 2))

    # ---- requests of strangers

    def test_a_fork_is_told_by_the_commit_that_github_names(self):
        self.github.add_pull(1, HEADS[8])
        self.github.add_pull(9, HEADS[3], fork=True)
        lies = json.loads(run_of(30, slower=1.3))
        lies["commit_info"] |= {"id": HEADS[8], "branch": "main"}
        lies |= {"pull_request": 1, "number": 1, "head_sha": HEADS[8]}
        job = self.judge(zipped(("pull-1.json", json.dumps(lies).encode())), HEADS[3], branch="stranger:main")
        self.assert_judged(job, "1")
        self.assertEqual([comment["pull"] for comment in self.github.comments], [9])
        self.assertEqual([check["head_sha"] for check in self.github.checks], [HEADS[3]])

    def test_hostile_names_harm_nobody(self):
        self.github.add_pull(9, HEADS[3], fork=True)
        packed = zipped(("benchmarks.json", run_of(30, names=NAMES + HOSTILE, cpu="AMD EPYC 7763 64-Core Processor")),
                        ("other.json", run_of(30, names=HOSTILE, cpu="@org/team <img src=x>\n::error::x \u202e")))
        job = self.judge(packed, HEADS[3])
        self.assertFalse(job.failed, job.log)
        (comment,) = self.github.comments
        self.assertEqual(active_in(comment["body"], SITE), [])
        self.assertLess(len(comment["body"].encode()), 65_536)
        self.assertEqual(self.commands_in(job.log), [])

    def commands_in(self, log):
        """The lines that the runner would take for commands, without those between stop-commands and its word."""
        found, word = [], None
        for line in log.splitlines():
            if line.startswith("::stop-commands::"):
                word = line.removeprefix("::stop-commands::")
            elif word and line == f"::{word}::":
                word = None
            elif line.lstrip().startswith("::") and not word:
                found.append(line)
        return found

    def test_artifacts_that_are_no_results(self):
        self.github.add_pull(9, HEADS[3], fork=True)
        good = ("a.json", run_of(30))
        for evil in (("../../../archive/stolen.json", b"{}"), of_kind("b.json", 0o120000, b"/etc/passwd"), ("run.sh", b"touch stolen"),
                     ("pull_request_number", b"1"), ("GITHUB_ENV", b"PATH=/tmp"), ("bomb.json", bytes(70 << 20))):
            with self.subTest(str(evil[0])):
                job = self.judge(zipped(good, evil), HEADS[3])
                self.assertEqual(job.outcomes.get("results"), "failure", job.log)
                self.assertIn("The artifact is refused", job.log)
                self.assertIn("No verdict", job.summary)
                self.assertNotIn("gate", job.outcomes)
        self.assertEqual(self.github.wrote(), [])
        self.assertEqual(list(self.folder.rglob("stolen*")), [])

    def test_results_that_cannot_be_read_are_no_verdict(self):
        self.github.add_pull(9, HEADS[3], fork=True)
        for content in (b"{", b"\x00" * 100, b'{"a": 1}'):
            job = self.judge(zipped(("a.json", content)), HEADS[3])
            self.assertTrue(job.failed, job.log)
            self.assertIn("No verdict", job.summary)
        self.assertEqual(self.github.wrote(), [])

    def test_a_commit_of_no_open_pull_request(self):
        self.github.add_pull(9, HEADS[3], fork=True, state="closed")
        job = self.judge(zipped(("a.json", run_of(30, slower=1.3))), HEADS[3])
        self.assert_judged(job, "1")
        self.assertIn("newest commit of no open pull request", job.log)
        self.assertEqual(self.github.wrote(), [])

    def test_a_token_that_may_not_comment_fails_the_job_and_says_why(self):
        self.github.add_pull(7, HEADS[0])
        self.github.permissions = {"actions", "checks"}
        job = self.judge(zipped(("a.json", run_of(30))), HEADS[0])
        self.assertTrue(job.failed)
        self.assertIn("pull-requests: write", job.log)


if __name__ == "__main__":
    PROGRAM = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
