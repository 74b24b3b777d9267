#!/usr/bin/env python3
"""`benchfolio comment` against GitHub's API on loopback: comment_test.py PROGRAM"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))

import program  # noqa: E402
from fake_github import PROJECT, FakeGitHub  # noqa: E402

HEAD, OTHER = "a" * 40, "b" * 40
CHANGED = "<!-- benchfolio:lattice-1b2c3d4e changed -->\n"
QUIET = "<!-- benchfolio:lattice-1b2c3d4e unchanged -->\n"
CHECK = {"benchfolio_check": 1, "name": "benchfolio: Lattice", "conclusion": "failure", "title": "Regression", "summary": "It is slower."}


class CommentTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.github = FakeGitHub()
        self.addCleanup(self.github.close)
        self.github.add_pull(7, HEAD)

    def comment(self, text, *arguments, target=("--commit", HEAD), **environment):
        (self.here / "comment.md").write_text(text)
        env = {"GITHUB_TOKEN": self.github.token, "GITHUB_API_URL": self.github.address} | environment
        done = self.run_program("comment", "--project", PROJECT, *target, "--body", "comment.md", *arguments, env=env)
        self.assertNotIn(self.github.token, done.stdout + done.stderr)
        return done

    def check(self, check, *arguments):
        (self.here / "check.json").write_text(json.dumps(check))
        return self.run_program("comment", "--project", PROJECT, "--commit", HEAD, "--check", "check.json", *arguments,
                                env={"GITHUB_TOKEN": self.github.token, "GITHUB_API_URL": self.github.address})

    def bodies(self):
        return [comment["body"] for comment in self.github.comments]

    # ---- comments

    def test_the_first_creates_the_second_updates_the_third_writes_nothing(self):
        for text, told in (("one", "created"), ("two", "updated"), ("two", "unchanged")):
            done = self.comment(CHANGED + text)
            self.assert_done(done)
            self.assertIn(f"pull 7     {told}  https://github.example/{PROJECT}/pull/7#issuecomment-1000", done.stdout)
            self.assertEqual(self.bodies(), [CHANGED + text])
        self.assertEqual([method for method, _ in self.github.wrote()], ["POST", "PATCH"])

    def test_line_ends_that_github_changed_are_no_other_text(self):
        self.github.add_comment(7, (CHANGED + "one\ntwo").replace("\n", "\r\n"), "github-actions[bot]", "Bot")
        self.assertIn("unchanged", self.comment(CHANGED + "one\ntwo\n").stdout)

    def test_the_comment_is_found_behind_many_others(self):
        for i in range(10):
            self.github.add_comment(7, f"comment {i}")
        self.github.add_comment(7, CHANGED + "old", "github-actions[bot]", "Bot")
        self.github.add_comment(7, "later")
        self.assertIn("updated", self.comment(CHANGED + "new").stdout)
        self.assertEqual(self.github.comments[10]["body"], CHANGED + "new")

    def test_silent_where_nothing_changed_and_that_is_wanted(self):
        done = self.comment(QUIET + "fine", "--only-changes")
        self.assert_done(done)
        self.assertIn("none, since nothing changed", done.stdout)
        self.assertEqual(self.github.wrote(), [])
        self.assert_done(self.comment(CHANGED + "slower", "--only-changes"))
        self.assert_done(self.comment(QUIET + "fine again", "--only-changes"))  # what is there may not stay wrong
        self.assertEqual(self.bodies(), [QUIET + "fine again"])

    def test_a_person_who_copies_the_marker_is_not_overwritten(self):
        self.github.add_comment(7, CHANGED + "mine", "stranger", "User")
        self.assertIn("created", self.comment(CHANGED + "ours").stdout)
        self.assertEqual(self.bodies(), [CHANGED + "mine", CHANGED + "ours"])

    def test_with_a_token_of_a_person_only_that_persons_comment_is_ours(self):
        self.github.app, self.github.login = False, "maintainer"
        self.github.add_comment(7, CHANGED + "theirs", "github-actions[bot]", "Bot")
        self.assertIn("created", self.comment(CHANGED + "one").stdout)
        self.assertIn("updated", self.comment(CHANGED + "two").stdout)
        self.assertEqual(self.bodies(), [CHANGED + "theirs", CHANGED + "two"])

    def test_each_key_has_a_comment_of_its_own(self):
        other = CHANGED.replace("lattice", "windows")
        for text in (CHANGED + "a", other + "b", CHANGED + "c", other + "d"):
            self.assert_done(self.comment(text))
        self.assertEqual(self.bodies(), [CHANGED + "c", other + "d"])

    def test_a_dry_run_writes_nothing(self):
        self.assertIn("would be created", self.comment(CHANGED + "x", "--dry-run").stdout)
        self.github.add_comment(7, CHANGED + "old", "github-actions[bot]", "Bot")
        self.assertIn("would be updated", self.comment(CHANGED + "x", "--dry-run").stdout)
        self.assertEqual(self.github.wrote(), [])

    # ---- which pull request

    def test_the_pull_request_of_a_fork_is_found_by_its_commit(self):
        for number in range(20, 30):
            self.github.add_pull(number, f"{number:040}", fork=True)
        self.github.add_pull(9, OTHER, fork=True)
        for knows in (False, True):
            self.github.knows_commits_of_forks = knows
            self.assertIn("pull 9 ", self.comment(CHANGED + f"{knows}", target=("--commit", OTHER)).stdout)
        self.assertEqual([comment["pull"] for comment in self.github.comments], [9])

    def test_a_commit_that_is_no_open_pull_requests_newest(self):
        self.github.add_pull(8, OTHER, state="closed")
        self.github.add_pull(9, OTHER, base="other/project")
        done = self.comment(CHANGED + "x", target=("--commit", OTHER))
        self.assert_done(done)
        self.assertIn("newest commit of no open pull request", done.stdout)
        self.assertEqual(self.github.wrote(), [])

    def test_a_pull_request_that_has_moved_on_keeps_the_newer_verdict(self):
        done = self.comment(CHANGED + "late", target=("--pull", "7", "--commit", OTHER))
        self.assert_done(done)
        self.assertEqual(self.github.wrote(), [])
        self.assertIn("created", self.comment(CHANGED + "x", target=("--pull", "7", "--commit", HEAD)).stdout)

    def test_two_pull_requests_of_one_commit_are_both_told(self):
        self.github.add_pull(8, HEAD)
        self.assert_done(self.comment(CHANGED + "x"))
        self.assertEqual([comment["pull"] for comment in self.github.comments], [7, 8])

    # ---- when GitHub fails

    def test_what_passes_is_asked_again(self):
        self.github.failures = [("GET", 502, {}, False), ("GET", 403, {"Retry-After": "1"}, False), ("PATCH", 500, {}, False),
                                ("POST", 429, {"Retry-After": "1"}, False)]
        self.assert_done(self.comment(CHANGED + "x"))
        self.assert_done(self.comment(CHANGED + "y"))
        self.assertEqual((self.bodies(), self.github.failures), ([CHANGED + "y"], []))

    def test_a_comment_whose_answer_was_lost_is_not_written_twice(self):
        self.github.failures = [("POST", 502, {}, True)]
        self.assert_done(self.comment(CHANGED + "x"))
        self.assertEqual(self.bodies(), [CHANGED + "x"])

    def test_an_hour_that_is_used_up_is_told_at_once(self):
        self.github.failures = [("GET", 403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795000000"}, False)]
        self.assert_error(self.comment(CHANGED + "x"), program.STORAGE, "github", "fewer requests", "try again after 2026-11-18T")

    def test_a_permission_that_is_missing_is_named(self):
        self.github.permissions = {"checks"}
        self.assert_error(self.comment(CHANGED + "x"), program.USAGE, "github", "pull-requests: write", "pull_requests=write", "fork")
        self.github.permissions = {"pull-requests"}
        self.assert_error(self.check(CHECK), program.USAGE, "github", "checks: write")

    def test_a_wrong_token_or_project(self):
        self.assert_error(self.comment(CHANGED + "x", GITHUB_TOKEN="other"), program.USAGE, "github", "does not accept the token")
        self.assert_error(self.comment(CHANGED + "x", target=("--pull", "99")), program.USAGE, "github", "knows no such thing")
        self.assert_error(self.comment(CHANGED + "x", GITHUB_TOKEN=""), program.USAGE, "usage", "GITHUB_TOKEN is not set")

    def test_the_token_goes_nowhere_else(self):
        for api in ("http://github.example", "http://localhost.example", "http://127.0.0.1@github.example", "ftp://x", "github.example"):
            done = self.comment(CHANGED + "x", "--api", api)
            self.assert_error(done, program.USAGE, "usage", "must begin with https://")
        elsewhere = self.github.elsewhere
        self.github.failures = [("GET", 301, {"Location": elsewhere.keep(b"[]")}, False)]
        self.assert_error(self.comment(CHANGED + "x"), program.USAGE, "github", "renamed or moved")
        self.github.failures = [("GET", 200, {"Link": f'<{elsewhere.keep(b"[]")}>; rel="next"'}, False)]
        self.assertNotEqual(self.comment(CHANGED + "x").returncode, 0)
        self.assertEqual(elsewhere.headers, [])

    # ---- what is given

    def test_files_that_the_gate_did_not_write(self):
        for text in ("", "no marker", CHANGED + "x" * 65536, "x\n" + CHANGED):
            self.assert_error(self.comment(text), program.USAGE, "usage", "not written by gate --comment")
        for check in ({}, [], CHECK | {"conclusion": "great"}, {"benchfolio_check": 1}, CHECK | {"title": 7}):
            self.assert_error(self.check(check), program.USAGE, "usage", "not written by gate --check")
        self.assert_error(self.run_program("comment", "--project", PROJECT, "--pull", "7", "--body", "missing.md",
                                           env={"GITHUB_TOKEN": "x"}), program.USAGE, "usage", "no such file")
        self.assertEqual(self.github.requests, [])

    def test_arguments_that_cannot_be(self):
        for wrong in (["--project", "owner"], ["--project", "a/b/c"], ["--project", "o/n?x"], ["--commit", "abc"], ["--pull", "-1"]):
            arguments = ["--project", PROJECT, "--commit", HEAD, "--body", "comment.md"]
            done = self.run_program("comment", *[a for a in arguments if wrong[0] != "--pull" or a not in ("--commit", HEAD)], *wrong,
                                    env={"GITHUB_TOKEN": "x"})
            self.assertEqual(done.returncode, program.USAGE, wrong)

    # ---- checks

    def test_a_check_is_created_updated_and_left_alone(self):
        for check, told in ((CHECK, "created"), (CHECK | {"conclusion": "success"}, "updated"), (CHECK | {"conclusion": "success"}, "unchanged")):
            done = self.check(check)
            self.assert_done(done)
            self.assertIn(f"check      {told}", done.stdout)
        (check,) = self.github.checks
        self.assertEqual((check["head_sha"], check["name"], check["status"], check["conclusion"], check["output"]["title"]),
                         (HEAD, CHECK["name"], "completed", "success", CHECK["title"]))

    def test_a_check_of_the_same_name_that_is_another_tools(self):
        self.github.checks.append({"id": 1, "name": CHECK["name"], "head_sha": HEAD, "external_id": "", "conclusion": "success"})
        self.assertIn("created", self.check(CHECK).stdout)
        self.assertEqual(self.github.checks[0]["conclusion"], "success")


if __name__ == "__main__":
    program.main()
