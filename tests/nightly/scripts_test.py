#!/usr/bin/env python3
"""The scripts of the action one by one, with the real program and a folder of results: scripts_test.py PROGRAM"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ACTION = TESTS.parent / ".github/actions/benchfolio"
RESULT = TESTS / "data/pytest-benchmark/samples_in_data.json"
HOSTILE = "$(touch stolen) `touch stolen`; touch stolen & | \"'\\ *"


class ScriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        (self.folder / "archive").mkdir()
        (self.folder / "benchfolio/bin").mkdir(parents=True)
        (self.folder / "benchfolio/bin/benchfolio").symlink_to(PROGRAM)

    def run_script(self, script, *arguments, action=ACTION, **inputs):
        """The exit code, what was printed, and the outputs."""
        output = self.folder / "output"
        output.write_text("")
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "RUNNER_TEMP": str(self.folder), "LC_ALL": "C.UTF-8",
                       "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
                       "BENCHFOLIO_ARCHIVE": str(self.folder / "archive"), **inputs}
        done = subprocess.run([action / script, *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout, dict(line.split("=", 1) for line in output.read_text().splitlines())

    def records(self):
        return [json.loads(path.read_text()) for path in (self.folder / "archive").rglob("*.json")]


class RecordTest(ScriptTest):
    def test_each_conclusion_of_a_workflow(self):
        for conclusion, outcome in {"failure": "failure", "cancelled": "cancelled", "timed_out": "timed_out", "startup_failure": "failure",
                                    "success": None, "skipped": None, "neutral": None, "stale": None, "": None}.items():
            with self.subTest(conclusion):
                shutil.rmtree(self.folder / "archive")
                (self.folder / "archive").mkdir()
                code, printed, _ = self.run_script("record.sh", BENCHFOLIO_OUTCOME=conclusion)
                self.assertEqual(code, 0, printed)
                self.assertEqual([record["outcome"] for record in self.records()], [outcome] if outcome else [])

    def test_what_it_says_is_kept_as_it_is_and_nothing_of_it_is_run(self):
        code, printed, _ = self.run_script("record.sh", BENCHFOLIO_OUTCOME="failure", BENCHFOLIO_OUTCOME_WORKFLOW=HOSTILE,
                                           BENCHFOLIO_OUTCOME_URL="https://ci.example/1?a=b&c=$(touch stolen)",
                                           BENCHFOLIO_OUTCOME_COMMIT="4b548d57", BENCHFOLIO_OUTCOME_TIME="2026-11-21T02:00:00Z")
        self.assertEqual(code, 0, printed)
        (record,) = self.records()
        self.assertEqual(record["workflow"], HOSTILE)
        self.assertEqual((record["time"], record["commit"]), ("2026-11-21T02:00:00Z", "4b548d57"))
        self.assertFalse((self.folder / "stolen").exists())

    def test_the_same_end_twice_is_one_record(self):
        for _ in range(2):
            code, printed, _ = self.run_script("record.sh", BENCHFOLIO_OUTCOME="failure", BENCHFOLIO_OUTCOME_TIME="2026-11-21T02:00:00Z")
            self.assertEqual(code, 0, printed)
        self.assertEqual(len(self.records()), 1)


class StoreTest(ScriptTest):
    def store(self, **inputs):
        (self.folder / "results").mkdir(exist_ok=True)
        shutil.copy(RESULT, self.folder / "results/0001.json")
        code, printed, _ = self.run_script("store.sh", BENCHFOLIO_RESULTS=str(self.folder / "results"), GITHUB_REPOSITORY="owner/project", **inputs)
        return code, printed

    def stored(self):
        return [str(path.relative_to(self.folder / "archive")) for path in (self.folder / "archive").rglob("*.json")]

    def test_what_a_fork_measured_is_kept_as_a_manual_result_of_it(self):
        code, printed = self.store(BENCHFOLIO_FORK="alice/project", BENCHFOLIO_KIND="manual", BENCHFOLIO_REF="faster/gc")
        self.assertEqual(code, 0, printed)
        (path,) = self.stored()
        for part in ("manual", "alice", "faster"):
            self.assertIn(part, path)

    def test_a_fork_has_no_tag_and_no_night_here(self):
        for kind in ("tag", "nightly", "branch", "", "x y"):
            code, printed = self.store(BENCHFOLIO_FORK="alice/project", BENCHFOLIO_KIND=kind or "none", BENCHFOLIO_REF="v1")
            self.assertEqual(code, 1, printed)
        self.assertEqual(self.stored(), [])

    def test_our_own_tag_and_night_are_kept_as_such(self):
        code, printed = self.store(BENCHFOLIO_FORK="owner/project", BENCHFOLIO_KIND="tag", BENCHFOLIO_REF="v1")
        self.assertEqual(code, 0, printed)
        code, printed = self.store(BENCHFOLIO_FORK="owner/project", BENCHFOLIO_KIND="nightly", BENCHFOLIO_REF="4b548d57")
        self.assertEqual(code, 0, printed)
        self.assertEqual(len([path for path in self.stored() if "v1" in path]), 1)
        self.assertEqual(len([path for path in self.stored() if "4b548d57" in path]), 0)

    def test_a_ref_is_a_value_and_never_a_command(self):
        self.store(BENCHFOLIO_FORK="alice/project", BENCHFOLIO_REF=HOSTILE)
        self.assertFalse((self.folder / "stolen").exists())

    def test_nothing_measured_is_told(self):
        self.assertEqual(self.run_script("store.sh", BENCHFOLIO_RESULTS=str(self.folder / "archive"))[0], 1)


SUDO = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$HOME/sudo.log"
[ "$1" = --non-interactive ] && shift
[ "$1" = --user ] && shift 2
exec "$@"
"""
USERADD = """#!/usr/bin/env bash
[ "$1 $2" = "--create-home --home-dir" ] && mkdir "$3"
"""
COMPILE = """#!/usr/bin/env bash
env >>environment
mkdir -p benchfolio/bin && echo ours >benchfolio/bin/benchfolio
"""
MEASURE = """#!/usr/bin/env bash
[ "$(<"$2")" = ours ] && printf measured >"$4"
"""


class MeasureTest(ScriptTest):
    """With a sudo that only tells what it was asked for, and a checkout whose scripts tell what they were given."""

    def measure(self, **inputs):
        action = self.folder / "checkout/.github/actions/benchfolio"
        shutil.copytree(ACTION, action)
        scripts = {"bin/sudo": SUDO, "bin/useradd": USERADD, "bin/chown": "#!/bin/sh\n", "checkout/.ci/install": "#!/bin/sh\n",
                   "subject/.github/actions/benchfolio/compile.sh": COMPILE, "subject/tests/perf/nightly": MEASURE}
        for name, text in scripts.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)
        return self.run_script("measure.sh", "subject", action=action, TMPDIR=str(self.folder),
                               PATH=f"{self.folder / 'bin'}:{os.environ['PATH']}", **inputs)

    def test_foreign_code_runs_as_another_user_and_knows_nothing(self):
        code, printed, _ = self.measure(BENCHFOLIO_FLAGS="-O3 -g", ACTIONS_RUNTIME_TOKEN="token", GITHUB_TOKEN="token")
        self.assertEqual(code, 0, printed)
        self.assertEqual((self.folder / "benchmarks.json").read_text(), "measured")
        given, = (path.read_text() for path in self.folder.rglob("environment"))
        self.assertIn("CXXFLAGS=-O3 -g\n", given)
        self.assertNotIn("token", given.lower())
        asked = (self.folder / "sudo.log").read_text().splitlines()
        theirs = [line for line in asked if "compile.sh" in line or "nightly --" in line]
        self.assertEqual(len(theirs), 2)
        for line in theirs:
            self.assertTrue(line.startswith("--non-interactive --user benchfolio-subject env --ignore-environment"), line)

    def test_flags_are_a_value_and_never_a_command(self):
        code, printed, _ = self.measure(BENCHFOLIO_FLAGS=HOSTILE, BENCHFOLIO_SUITE=HOSTILE)
        self.assertEqual(code, 0, printed)
        self.assertEqual(list(self.folder.rglob("stolen")), [])


class ShardTest(ScriptTest):
    def test_a_share_is_in_the_cache_that_the_build_takes(self):
        shutil.copy(RESULT, self.folder / "archive")
        code, printed, _ = self.run_script("shard.sh", BENCHFOLIO_SHARD="1/1")
        self.assertEqual(code, 0, printed)
        self.assertIn("shard      1/1: 1 of 1 file\n", printed)
        code, printed, _ = self.run_script("build.sh")
        self.assertEqual(code, 0, printed)
        self.assertIn("1 file, 0 read (0 B), 1 from the cache", printed)

    def test_a_share_that_cannot_be(self):
        code, printed, _ = self.run_script("shard.sh", BENCHFOLIO_SHARD="$(touch stolen)")
        self.assertEqual(code, 2, printed)
        self.assertFalse((self.folder / "stolen").exists())


class BuildTest(ScriptTest):
    def build(self, **inputs):
        shutil.copy(RESULT, self.folder / "archive")
        return self.run_script("build.sh", **inputs)

    def configuration(self, text):
        path = self.folder / "benchfolio.toml"
        path.write_text(text)
        return str(path)

    def test_a_site_with_its_folder_and_status_as_outputs(self):
        code, printed, outputs = self.build()
        self.assertEqual(code, 0, printed)
        self.assertEqual(outputs, {"site": str(self.folder / "benchfolio-site"), "status": "0"})
        self.assertTrue((self.folder / "benchfolio-site/index.html").is_file())
        self.assertIn("1 run ", (self.folder / "summary.md").read_text())

    def test_without_cache_and_summary(self):
        code, printed, _ = self.build(BENCHFOLIO_CACHE="false", BENCHFOLIO_SUMMARY="false")
        self.assertEqual(code, 0, printed)
        self.assertFalse((self.folder / "summary.md").exists())
        self.assertFalse((self.folder / "benchfolio/cache").exists())

    def test_a_clone_that_is_none_is_told(self):
        code, printed, outputs = self.build(BENCHFOLIO_CLONE=str(self.folder / "nowhere"))
        self.assertEqual((code, outputs), (2, {}), printed)
        self.assertIn(str(self.folder / "nowhere"), printed)

    def test_results_that_are_too_old_leave_the_verdict_to_the_last_step(self):
        code, printed, outputs = self.build(BENCHFOLIO_CONFIG=self.configuration('[freshness]\nmax_age = "3 days"\n'))
        self.assertEqual((code, outputs["status"]), (0, "1"), printed)
        self.assertIn("error[stale]", printed)

    def test_broken_files_are_a_verdict_only_where_asked_for(self):
        (self.folder / "archive/broken.json").write_text("{")
        self.assertEqual(self.build()[2]["status"], "0")
        self.assertEqual(self.build(BENCHFOLIO_STRICT="true")[2]["status"], "3")

    def test_no_site_is_a_failure_at_once(self):
        code, _, outputs = self.build(BENCHFOLIO_CONFIG=self.configuration("[sight]\n"))
        self.assertEqual((code, outputs), (2, {}))
        self.assertIn("No site was built", (self.folder / "summary.md").read_text())

    def test_inputs_that_cannot_be(self):
        for inputs in ({"BENCHFOLIO_ARCHIVE": ""}, {"BENCHFOLIO_STRICT": "yes"}, {"BENCHFOLIO_NO_SIGN_REQUEST": "1"}):
            code, printed, outputs = self.build(**inputs)
            self.assertEqual((code, outputs), (1, {}))
            self.assertIn("::error title=", printed)

    def test_a_name_of_two_lines_begins_no_second_output(self):
        code, printed, outputs = self.build(BENCHFOLIO_SITE=str(self.folder / "a\nstatus=0"))
        self.assertNotEqual(code, 0, printed)
        self.assertEqual(outputs, {})

    def test_a_hostile_folder_is_a_folder(self):
        code, printed, outputs = self.build(BENCHFOLIO_SITE=str(self.folder / HOSTILE.replace("/", "")))
        self.assertEqual(code, 0, printed)
        self.assertTrue(Path(outputs["site"], "index.html").is_file())
        self.assertFalse((self.folder / "stolen").exists())

    def test_the_verdict(self):
        for status, code in {"0": 0, "1": 1, "3": 1, "": 1, "4": 1}.items():
            done, printed, _ = self.run_script("verdict.sh", BENCHFOLIO_STATUS=status)
            self.assertEqual(done, code)
            self.assertEqual("::error" in printed, code != 0)


class PublishTest(ScriptTest):
    def publish(self, configuration="", **inputs):
        shutil.copy(RESULT, self.folder / "archive")
        (self.folder / "benchfolio.toml").write_text(configuration)
        subprocess.run(["git", "init", "--quiet", "--bare", self.folder / "remote.git"], check=True)
        self.assertEqual(self.run_script("build.sh")[0], 0)
        code, printed, outputs = self.run_script("publish.sh", BENCHFOLIO_REMOTE=str(self.folder / "remote.git"),
                                                 GITHUB_WORKSPACE=str(self.folder), **inputs)
        self.assertEqual(code, 0, printed)
        return outputs

    def tip(self, branch):
        return subprocess.run(["git", "-C", self.folder / "remote.git", "rev-parse", branch], capture_output=True, text=True,
                              check=True).stdout.strip()

    def test_where_pages_of_a_repository_are(self):
        outputs = self.publish(GITHUB_REPOSITORY="Owner/Project", BENCHFOLIO_BRANCH="pages", BENCHFOLIO_PATH="bench")
        self.assertEqual(outputs, {"page-url": "https://owner.github.io/Project/bench/", "commit": self.tip("pages")})

    def test_where_pages_of_an_owner_are(self):
        self.assertEqual(self.publish(GITHUB_REPOSITORY="Owner/owner.github.io")["page-url"], "https://owner.github.io/")

    def test_where_the_configuration_says_that_they_are(self):
        outputs = self.publish('[site]\nbase_url = "https://bench.example/a&b/"\n', GITHUB_REPOSITORY="owner/project")
        self.assertEqual(outputs["page-url"], "https://bench.example/a&b/")

    def test_the_same_site_again_is_no_commit(self):
        first = self.publish(GITHUB_REPOSITORY="owner/project")["commit"]
        self.assertEqual(self.publish(GITHUB_REPOSITORY="owner/project")["commit"], "")
        self.assertEqual(self.tip("gh-pages"), first)


class UploadTest(ScriptTest):
    def test_files_are_stored(self):
        code, printed, _ = self.run_script("upload.sh", str(RESULT))
        self.assertEqual(code, 0, printed)
        self.assertEqual(len(self.records()), 1)

    def test_a_repository_without_archive_is_told(self):
        code, printed, _ = self.run_script("unconfigured.sh")
        self.assertEqual(code, 0)
        self.assertIn("::warning title=No archive::", printed)
        self.assertIn("BENCHFOLIO_ARCHIVE", (self.folder / "summary.md").read_text())


class KeysTest(ScriptTest):
    def setUp(self):
        super().setUp()
        self.copy = self.folder / "checkout/.github/actions/benchfolio"
        shutil.copytree(ACTION, self.copy)
        for path in ("generator/a.cpp", "templates/a.html", "assets/a.css", ".ci/packages", "CMakeLists.txt"):
            (self.folder / "checkout" / path).parent.mkdir(exist_ok=True)
            (self.folder / "checkout" / path).write_text(path)

    def keys(self, **inputs):
        code, printed, outputs = self.run_script("keys.sh", action=self.copy, **inputs)
        self.assertEqual(code, 0, printed)
        return outputs

    def test_the_program_depends_on_each_source(self):
        before = self.keys()
        self.assertEqual(self.keys(), before)
        for path in ("generator/a.cpp", "templates/a.html", ".ci/packages", "CMakeLists.txt"):
            (self.folder / "checkout" / path).write_text("other")
            after = self.keys()
            self.assertNotEqual(after["program-key"], before["program-key"], path)
            self.assertEqual(after["cache-key"], before["cache-key"])
            before = after

    def test_what_was_read_depends_on_the_archive(self):
        keys = {self.keys(BENCHFOLIO_ARCHIVE=archive, BENCHFOLIO_ENDPOINT=endpoint)["cache-key"]
                for archive in ("s3://a/b", "s3://a/c") for endpoint in ("", "https://minio.example")}
        self.assertEqual(len(keys), 4)


if __name__ == "__main__":
    PROGRAM = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
