#!/usr/bin/env python3
"""`benchfolio request` against GitHub's API on loopback: request_test.py PROGRAM"""

import json
import shlex
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "pull_request"))
import program  # noqa: E402
from fake_github import PROJECT, FakeGitHub  # noqa: E402
from program import STORAGE, USAGE, ProgramTest  # noqa: E402

ASKED = "alice/project@3b6f1e2"


class RequestTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.github = FakeGitHub()
        self.addCleanup(self.github.close)

    def configure(self, text):
        (self.here / "benchfolio.toml").write_text(text)

    def request(self, *arguments, asked=ASKED, **environment):
        env = {"GITHUB_TOKEN": self.github.token, "GITHUB_API_URL": self.github.address} | environment
        done = self.run_program("request", asked, *arguments, env=env)
        self.assertNotIn(self.github.token, done.stdout + done.stderr)
        return done

    def told(self, *arguments, **keywords):
        done = self.request("--project", PROJECT, "--format", "json", *arguments, **keywords)
        self.assert_done(done)
        return json.loads(done.stdout)


class Printed(RequestTest):
    def test_the_call_the_page_and_the_upload_are_told_beforehand(self):
        self.configure('[site]\nbase_url = "https://bench.example/results"\nrepository_url = "https://github.com/owner/project.git"\n')
        done = self.request("--archive", "s3://bucket/results", "--suite", "2", "--flags", "-O3 -flto")
        self.assert_done(done)
        for line in ["  gh workflow run manual.yml --repo owner/project -f 'flags=-O3 -flto' -f fork=alice/project -f ref=3b6f1e2 -f suite=2",
                     f"  POST {self.github.address}/repos/owner/project/actions/workflows/manual.yml/dispatches",
                     "  https://bench.example/results/manual/alice/3b6f1e2/",
                     "  benchfolio upload result.json --archive s3://bucket/results --kind manual --owner alice --ref 3b6f1e2"]:
            self.assertIn(line + "\n", done.stdout)
        self.assertEqual(self.github.requests, [])

    def test_the_page_is_where_the_result_then_stands(self):
        """What is told beforehand is held against a site that was built after the upload."""
        self.add_runs(3)
        page = self.told()["page"]
        result = self.here / "result.json"
        result.write_text(json.dumps(program.result(4, 2e-3)))
        words = self.told("--archive", str(self.archive))["upload"]
        words[words.index("result.json")] = str(result)
        self.assert_done(self.run_program(*words[1:]))
        self.assert_done(self.build("--quiet"))
        self.assertTrue((self.out / page / "index.html").is_file(), page)

    def test_the_json_has_the_body_and_its_command_is_a_shells(self):
        told = self.told("--branch", "trunk", asked="alice/project@it's")
        self.assertEqual(told["schema_version"], 1)
        self.assertEqual(told["body"], {"ref": "trunk", "inputs": {"fork": "alice/project", "ref": "it's"}})
        self.assertEqual(shlex.split(told["command"])[-1], "ref=it's")
        self.assertFalse(told["started"])
        self.assertTrue(told["page"].startswith("manual/alice/"))

    def test_what_is_no_commit_of_a_repository_is_refused(self):
        for wrong in ["", "project@1", "alice/project", "alice/project@", "alice/project@-x", "alice/a/b@1", "../x@1", "alice/..@1", "alice/p@a b",
                      "alice/p@a..b", "alice/p@a\nb"]:
            self.assert_error(self.request("--project", PROJECT, asked=wrong), USAGE, "usage", "OWNER/REPO@COMMIT")
        self.assert_error(self.request("--project", PROJECT, "--workflow", "../x.yml"), USAGE, "usage", "--workflow must be")

    def test_without_a_project_nobody_knows_whose_workflow_it_is(self):
        self.assert_error(self.request(), USAGE, "usage", "nobody says whose workflow", "--project OWNER/NAME")


class Dispatched(RequestTest):
    def dispatch(self, *arguments, **keywords):
        return self.request("--project", PROJECT, "--dispatch", *arguments, **keywords)

    def test_a_token_starts_it_on_the_default_branch(self):
        done = self.dispatch("--testbed", "epyc")
        self.assert_done(done)
        self.assertIn("started manual.yml of owner/project\n", done.stdout)
        self.assertEqual(self.github.started, [("manual.yml", "main", {"fork": "alice/project", "ref": "3b6f1e2", "testbed": "epyc"})])

    def test_without_a_token_it_is_told(self):
        done = self.run_program("request", ASKED, "--project", PROJECT, "--dispatch", env={"GITHUB_API_URL": self.github.address})
        self.assert_error(done, USAGE, "usage", "GITHUB_TOKEN is not set", "write actions")

    def test_refusals_say_what_to_do(self):
        self.assert_error(self.dispatch("--workflow", "other.yml"), USAGE, "github", "no workflow other.yml", "workflow_dispatch")
        self.assert_error(self.dispatch("--branch", "gone"), USAGE, "github", "No ref found for: gone")
        self.github.workflows["manual.yml"] = {"ref"}
        self.assert_error(self.dispatch(), USAGE, "github", "Unexpected inputs")
        self.github.permissions.remove("actions")
        self.assert_error(self.dispatch(), USAGE, "github", "does not allow", "actions: write")
        self.assert_error(self.dispatch(GITHUB_TOKEN="wrong"), USAGE, "github", "does not accept the token")
        self.assertEqual(self.github.started, [])

    def test_a_lost_answer_is_not_asked_again(self):
        self.github.failures.append(("POST", 502, {}, True))
        done = self.dispatch()
        self.assert_error(done, STORAGE, "github", "did not say whether it started", "before asking again")
        self.assertEqual(len(self.github.started), 1)


if __name__ == "__main__":
    program.main()
