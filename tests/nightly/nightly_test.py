#!/usr/bin/env python3
"""Nights from end to end: nightly_test.py PROGRAM

The action of .github, run step by step as GitHub does: results in a real S3, built with a cache, published to a bare
repository, served below the site's path, opened in a browser. A second night, a failed one, one that is too old, and one
without access. Where S3 or the browser is not installed, the nights run over a folder, or unseen, and the test is
reported as skipped.
"""

import contextlib
import datetime as dt
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
for folder in ("browser", "nightly", "support"):
    sys.path.insert(0, str(TESTS / folder))

import devtools  # noqa: E402
import radosgw  # noqa: E402
import server as pages  # noqa: E402
from s3_client import S3  # noqa: E402

try:
    from runner import Caches, Runner  # noqa: E402
except ImportError:
    print("skipped: PyYAML is not installed")
    sys.exit(77)

BUCKET, PREFIX = "nights", "project/results"
TOKEN = "x-access-token-of-a-test"  # what actions/checkout leaves in a workspace's configuration
LOG = "https://ci.example/project/runs/17"
CONFIGURATION = """[site]
title = "Nights"
base_url = "https://owner.example/project/"
repository_url = "https://git.example/owner/project"

[freshness]
max_age = "{max_age}"
"""
MISSING = []  # what is not installed here


def now():
    return dt.datetime.now(dt.timezone.utc)


def git(*arguments, cwd):
    done = subprocess.run(["git", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"git {arguments}: {done.stderr}")
    return done.stdout.strip()


class FolderArchive:
    """The results in a folder, where there is no S3."""
    secret, environment, inputs = "no secret", {}, {}

    def __init__(self, folder):
        self.address, self.folder = str(folder / "archive"), folder / "archive"

    def put(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def names(self):
        return [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()]


class BucketArchive:
    """The results in a bucket of a server of this test's own."""
    address = f"s3://{BUCKET}/{PREFIX}"

    def __init__(self, server):
        self.client, self.secret = S3(server), server.secret_key
        self.inputs = {"endpoint": server.endpoint, "region": "us-east-1"}
        self.environment = {"AWS_ACCESS_KEY_ID": server.access_key, "AWS_SECRET_ACCESS_KEY": server.secret_key}
        self.client.create_bucket(BUCKET)

    def put(self, name, content):
        self.client.put(BUCKET, f"{PREFIX}/{name}", content)

    def names(self):
        return list(self.client.keys(BUCKET))


class Project:
    """A repository with a workspace as actions/checkout leaves it, and a pages branch that holds a file of its owner's."""

    def __init__(self, folder):
        self.bare, self.workspace = folder / "project.git", folder / "workspace"
        git("init", "--quiet", "--bare", "--initial-branch=main", self.bare, cwd=folder)
        git("clone", "--quiet", self.bare, self.workspace, cwd=folder)
        for name, value in {"user.name": "Owner", "user.email": "owner@example.org",
                            "http.https://git.example/.extraheader": f"AUTHORIZATION: basic {TOKEN}"}.items():
            git("config", name, value, cwd=self.workspace)
        self._push("gh-pages", "CNAME", "benchmarks.example.org\n")
        self.configure("30 days")

    def configure(self, max_age):
        self._push("main", "benchfolio.toml", CONFIGURATION.format(max_age=max_age))

    def tip(self):
        return git("rev-parse", "gh-pages", cwd=self.bare)

    def published(self, folder):
        """The pages branch as it is served."""
        shutil.rmtree(folder, ignore_errors=True)
        git("clone", "--quiet", "--branch", "gh-pages", self.bare, folder, cwd=self.bare)
        return folder

    def _push(self, branch, name, content):
        git("checkout", "--quiet", "-B", branch, cwd=self.workspace)
        (self.workspace / name).write_text(content)
        git("add", name, cwd=self.workspace)
        git("commit", "--quiet", "--message", f"{name}", cwd=self.workspace)
        git("push", "--quiet", "origin", branch, cwd=self.workspace)
        if branch == "gh-pages":
            git("checkout", "--quiet", "--orphan", "main", cwd=self.workspace)
            git("rm", "--quiet", "--force", name, cwd=self.workspace)


@contextlib.contextmanager
def an_archive(folder):
    try:
        with radosgw.Radosgw() as server:
            archive = BucketArchive(server)
            yield archive
            archive.client.close()
    except radosgw.NotInstalled as missing:
        MISSING.append(str(missing).removeprefix("not installed: "))
        yield FolderArchive(folder)


@contextlib.contextmanager
def a_browser():
    program = devtools.installed()
    if not program:
        MISSING.append("a browser")
        yield None
        return
    browser = devtools.Browser(program)
    try:
        yield browser
    finally:
        browser.close()


def results(folder, days):
    """Made results, (name, content), the newest two nights old."""
    start = (now() - dt.timedelta(days=days + 2)).date().isoformat()
    made = folder / "made"
    subprocess.run([sys.executable, TESTS / "make_archive.py", made, "--runs", "24", "--benchmarks", "8", "--days", str(days),
                    "--start", start], check=True, stdout=subprocess.DEVNULL)
    return sorted((path.name, path.read_bytes()) for path in made.rglob("*.json"))


class NightlyTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory())).resolve()
        self.archive = self.stack.enter_context(an_archive(self.folder))
        self.browser = self.stack.enter_context(a_browser())
        self.project = Project(self.folder)
        self.results = results(self.folder, 24)
        for name, content in self.results:
            self.archive.put(name, content)
        self.caches = Caches(self.folder / "caches")
        (self.folder / "caches").mkdir()
        (self.folder / "home").mkdir()
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "LC_ALL": "C.UTF-8", "CI": "true",
                       "GITHUB_REPOSITORY": "owner/project", **self.archive.environment}
        self.runner = Runner(ACTION, self.project.workspace, self.caches, environment)
        self.printed = ""

    # ---- a night, and what can be seen of it

    def night(self, **inputs):
        """One job. The program is in the cache, as after the first job of a version of it."""
        temporary = self.folder / f"job-{self.runner.jobs + 1}"
        (temporary / "benchfolio/bin").mkdir(parents=True)
        shutil.copy(PROGRAM, temporary / "benchfolio/bin/benchfolio")
        skip = [] if shutil.which("dpkg-query") else ["compile.sh"]  # it installs packages by that
        job = self.runner.run(temporary, skip, archive=self.archive.address, **{**self.archive.inputs, **inputs})
        self.printed += job.log + job.summary + json.dumps(job.outputs)
        return job

    @contextlib.contextmanager
    def seen(self, path=""):
        """A page of what is published, below the path that its address has."""
        if not self.browser:
            yield None
            return
        served = pages.Server(self.project.published(self.folder / "served"), "/project/")
        page = self.browser.page()
        try:
            page.open(served.address + path)
            yield page
            self.assertEqual(page.complaints(), [])
        finally:
            page.close()
            served.close()

    def text(self, path=""):
        """Likewise, as text; read from the file where there is no browser."""
        if not self.browser:
            return (self.project.published(self.folder / "served") / (path or "index.html")).read_text()
        with self.seen(path) as page:
            return page.evaluate("document.body.innerText")

    # ---- the story

    def test_nights(self):
        for part in (self.first_night, self.second_night, self.failed_night, self.recorded_once, self.too_old, self.no_access):
            with self.subTest(part.__name__):
                part()
        for secret in (self.archive.secret, TOKEN):
            self.assertNotIn(secret, self.printed)
            self.assertEqual(subprocess.run(["git", "grep", "--fixed-strings", secret, "gh-pages"], cwd=self.project.bare,
                                            capture_output=True, check=False).returncode, 1)

    def first_night(self):
        job = self.night()
        self.assertFalse(job.failed, job.log)
        self.assertEqual(job.outputs["commit"], self.project.tip())
        self.assertEqual(job.outputs["page-url"], "https://owner.example/project/")
        self.assertTrue(Path(job.outputs["site"]).is_dir())
        self.assertEqual(git("rev-list", "--count", "gh-pages", cwd=self.project.bare), "1")
        served = self.project.published(self.folder / "served")
        self.assertEqual((served / "CNAME").read_text(), "benchmarks.example.org\n")
        self.assertTrue((served / ".nojekyll").exists())
        self.assertIn("[Nights](https://owner.example/project/)", job.summary)
        self.assertIn("24 runs", job.summary)
        self.assertIn("Published at <https://owner.example/project/>", job.summary)
        self.assertIn("24 runs from", self.text())

    def second_night(self):
        tip = self.project.tip()
        document = json.loads(self.results[-1][1])
        document["datetime"] = (now() - dt.timedelta(minutes=5)).replace(tzinfo=None).isoformat()
        self.archive.put("2/new.json", json.dumps(document).encode())
        job = self.night()
        self.assertFalse(job.failed, job.log)
        if isinstance(self.archive, BucketArchive):
            self.assertIn("25 files, 1 read", job.log)
        self.assertNotEqual(self.project.tip(), tip)
        self.assertIn("25 runs from", self.text())

    def failed_night(self):
        ended = (now() + dt.timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.outcome = {"outcome": "failure", "outcome_workflow": "bench|marks", "outcome_url": LOG,
                        "outcome_commit": "4b548d57ec9244d894cda41b82c35c8b65d2a761", "outcome_time": ended}
        job = self.night(**self.outcome)
        self.assertFalse(job.failed, job.log)
        self.assertIn(f"[Its log]({LOG})", job.summary)
        self.assertIn("bench&#124;marks", job.summary)
        self.assertIn(" failed.", self.text())
        self.assertIn("✕ failed", self.text("run/index.html"))
        with self.seen() as page:
            if page:
                self.assertEqual(page.evaluate("document.querySelector('.note.stale a').href"), LOG)

    def recorded_once(self):
        """The same job once more leaves no second record; only to record, no site is built."""
        names, tip = self.archive.names(), self.project.tip()
        job = self.night(build="false", publish="false", **self.outcome)
        self.assertFalse(job.failed, job.log)
        self.assertEqual(self.archive.names(), names)
        self.assertEqual(self.project.tip(), tip)
        self.assertNotIn("build", job.outcomes)
        self.assertEqual(len([name for name in names if "fail" in name]), 1, names)

    def too_old(self):
        """The site is published, then the job fails."""
        self.project.configure("1 hour")
        self.archive.put("2/new.json", b"{")  # the newest result is no result any more
        tip = self.project.tip()
        job = self.night()
        self.assertEqual(job.outcomes["build"], "success")
        self.assertEqual(job.outcomes["publish"], "success")
        self.assertEqual(job.outcomes["verdict.sh"], "failure")
        self.assertIn("error[stale]", job.log)
        self.assertIn("::error title=The newest result is too old::", job.log)
        self.assertNotEqual(self.project.tip(), tip)
        self.assertIn("[!WARNING]", job.summary)
        self.assertIn("<code>2/new.json</code> | broken", job.summary)
        self.assertIn("may be out of date", self.text())

    def no_access(self):
        """Nothing is published that is not whole."""
        tip = self.project.tip()
        key = "AWS_SECRET_ACCESS_KEY"
        wrong = {**self.runner.environment, key: "wrong-secret-of-nobody"}
        self.runner.environment, right = wrong, self.runner.environment
        job = self.night() if self.archive.environment else self.night_elsewhere()
        self.runner.environment = right
        self.assertEqual(job.outcomes["build"], "failure")
        self.assertNotIn("publish", job.outcomes)
        self.assertIn("No site was built", job.summary)
        self.assertEqual(self.project.tip(), tip)
        self.assertNotIn("wrong-secret-of-nobody", self.printed)

    def night_elsewhere(self):
        address, self.archive.address = self.archive.address, str(self.folder / "nowhere")
        job = self.night()
        self.archive.address = address
        return job


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    done = unittest.main(exit=False)
    if not done.result.wasSuccessful():
        sys.exit(1)
    if MISSING:
        print(f"skipped in part: not installed: {', '.join(MISSING)}")
        sys.exit(77)
