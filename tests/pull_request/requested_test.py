#!/usr/bin/env python3
"""The scripts that have something measured, against GitHub's API on loopback: a comment's permission, the answer to it, the
start of a plan's entry.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from fake_github import PROJECT, FakeGitHub  # noqa: E402

SCRIPTS = Path(__file__).resolve().parent.parent.parent / ".github/actions/benchfolio"
HEAD = "a" * 40


class ScriptTest(unittest.TestCase):
    def setUp(self):
        self.github = FakeGitHub()
        self.addCleanup(self.github.close)
        folder = tempfile.TemporaryDirectory(prefix="benchfolio-test-")
        self.addCleanup(folder.cleanup)
        self.here = Path(folder.name)
        self.outputs = self.here / "outputs"
        self.outputs.touch()

    def run_script(self, name, *arguments, **environment):
        env = {**os.environ, "GITHUB_API_URL": self.github.address, "GITHUB_TOKEN": self.github.token, "GITHUB_REPOSITORY": PROJECT,
               "GITHUB_OUTPUT": str(self.outputs), "GITHUB_REF_NAME": "main", **environment}
        done = subprocess.run([sys.executable, "-B", SCRIPTS / name, *map(str, arguments)], env=env, capture_output=True, text=True,
                              check=False, timeout=60)
        self.assertNotIn(self.github.token, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def told(self):
        return dict(line.split("=", 1) for line in self.outputs.read_text().splitlines())


class Permit(ScriptTest):
    def setUp(self):
        super().setUp()
        self.github.add_pull(7, HEAD, fork=True)
        self.github.people = {"maintainer": "write", "owner": "admin", "reader": "read", "nobody": "none"}

    def comment(self, body, login="maintainer", **changes):
        event = {"action": "created", "issue": {"number": 7, "pull_request": {"url": "x"}},
                 "comment": {"id": 99, "body": body, "user": {"login": login}, "author_association": "MEMBER"}} | changes
        path = self.here / "event.json"
        path.write_text(json.dumps(event))
        return self.run_script("permit.py", GITHUB_EVENT_PATH=str(path))

    def assert_nothing(self, done):
        self.assertEqual((done.returncode, self.told()), (0, {}), done.stdout)

    def test_who_may_write_has_the_newest_commit_measured(self):
        for login in ("maintainer", "owner"):
            self.outputs.write_text("")
            self.assertEqual(self.comment("/benchmark", login).returncode, 0)
            self.assertEqual(self.told(), {"fork": "stranger/project", "ref": HEAD, "pull": "7"})
        self.assertEqual(self.github.reactions, [(99, "eyes")] * 2)

    def test_a_ref_of_the_same_repository_may_be_named(self):
        self.comment("/benchmark feature/faster-1.2  \r\nplease")
        self.assertEqual(self.told()["ref"], "feature/faster-1.2")

    def test_an_association_is_no_permission(self):
        for login in ("reader", "nobody", "stranger"):
            self.assert_nothing(self.comment("/benchmark", login))
        self.assertEqual(self.github.reactions, [(99, "-1")] * 3)

    def test_what_is_no_command_is_nothing(self):
        for body in ("", "\n/benchmark", "/benchmarks", "see /benchmark", "/benchmark a b", "/benchmark -x", "/benchmark a..b", "/benchmark /x",
                     "/benchmark $(id)", "/benchmark `id`", "/benchmark ${{github.token}}", "/benchmark x;id", "/benchmark x\u2028y", "/benchmark x.lock"):
            self.assert_nothing(self.comment(body))
        self.assertEqual(self.github.requests, [])

    def test_a_comment_on_an_issue_or_an_edited_one_is_nothing(self):
        self.assert_nothing(self.comment("/benchmark", issue={"number": 7}))
        self.assert_nothing(self.comment("/benchmark", action="edited"))

    def test_a_fork_that_is_gone_is_told(self):
        self.github.pulls[0]["head"]["repo"] = None
        done = self.comment("/benchmark")
        self.assertEqual((done.returncode, self.told()), (1, {}))
        self.assertIn("is gone", done.stdout)

    def test_a_login_with_slashes_asks_nothing_else(self):
        self.assert_nothing(self.comment("/benchmark", "../maintainer"))

    def test_a_refusal_of_github_ends_it(self):
        self.github.failures.append(("GET", 500, {}, False))
        done = self.comment("/benchmark")
        self.assertEqual((done.returncode, self.told()), (1, {}))
        self.assertIn("::error title=GitHub refused::GET /collaborators/maintainer/permission: status 500", done.stdout)

    def test_without_a_reaction_it_goes_on(self):
        self.github.permissions.remove("pull-requests")
        self.assertEqual(self.comment("/benchmark").returncode, 0)
        self.assertEqual(self.told()["ref"], HEAD)


class Answer(ScriptTest):
    def answer(self, page):
        path = self.here / "request.json"
        path.write_text(json.dumps({"page": page, "body": {"inputs": {"fork": "stranger/project", "ref": HEAD}}}))
        return self.run_script("answer.py", 7, path)

    def test_the_address_is_told_in_the_pull_request(self):
        self.assertEqual(self.answer("https://x.example/manual/stranger/a/").returncode, 0)
        body = self.github.comments[0]["body"]
        self.assertIn("[https://x.example/manual/stranger/a/](https://x.example/manual/stranger/a/)", body)
        self.assertIn(f"`stranger/project` at `{HEAD}`", body)

    def test_without_an_address_of_the_site_the_path_is(self):
        self.answer("manual/stranger/a/")
        self.assertIn("`manual/stranger/a/` below the site", self.github.comments[0]["body"])

    def test_a_token_that_may_not_is_told(self):
        self.github.permissions.remove("pull-requests")
        done = self.answer("manual/stranger/a/")
        self.assertEqual(done.returncode, 1)
        self.assertIn("status 403, Resource not accessible by integration", done.stdout)


class Dispatch(ScriptTest):
    ENTRY = {"kind": "tag", "ref": "v1.0", "owner": "", "commit": HEAD, "testbed": "epyc", "label": "EPYC 7763", "host": "h", "suite": "2",
             "reason": "tag v1.0 of 1 Jan 2026, with suite 1"}

    def dispatch(self, workflow="manual.yml", **changes):
        return self.run_script("dispatch.py", workflow, BENCHFOLIO_ENTRY=json.dumps(self.ENTRY | changes))

    def test_an_entry_becomes_the_inputs_of_the_workflow(self):
        self.assertEqual(self.dispatch().returncode, 0)
        self.assertEqual(self.github.started, [("manual.yml", "main", {"ref": HEAD, "kind": "tag", "name": "v1.0", "suite": "2", "testbed": "epyc"})])

    def test_a_manual_entry_is_of_its_fork(self):
        self.dispatch(kind="manual", owner="alice", ref="faster")
        self.assertEqual(self.github.started[0][2]["fork"], "alice/project")
        self.dispatch(kind="manual", owner="owner")
        self.assertNotIn("fork", self.github.started[1][2])

    def test_a_tag_without_a_commit_is_measured_by_its_name(self):
        self.dispatch(commit="")
        self.assertEqual(self.github.started[0][2]["ref"], "v1.0")
        self.assertEqual(self.dispatch(commit="", ref="").returncode, 1)

    def test_refusals_are_told(self):
        self.assertIn("status 404", self.dispatch("other.yml").stdout)
        self.github.permissions.remove("actions")
        done = self.dispatch()
        self.assertEqual(done.returncode, 1)
        self.assertIn("status 403", done.stdout)
        self.assertEqual(self.github.started, [])


if __name__ == "__main__":
    unittest.main()
