#!/usr/bin/env python3
"""Publishes over HTTP with the extra header of a job, and looks for its token in everything that is said.

    http_test.py PROGRAM [unittest arguments]
"""

import base64
import os
import re
import sys

import lab
from git_server import GitServer
from lab import STORAGE, Lab, fingerprint, site_files, write_site

TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"
ENCODED = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()


class HttpTest(Lab):
    def setUp(self):
        super().setUp()
        self.git("config", "http.receivepack", "true", cwd=self.remote)
        self.server = GitServer(self.here, f"basic {ENCODED}")
        self.addCleanup(self.server.close)
        self.git("remote", "set-url", "origin", self.server.address("remote.git"))

    def header(self, token=ENCODED):
        """As actions/checkout leaves it: for this host alone."""
        return f"http.{self.server.address('')}.extraheader", f"AUTHORIZATION: basic {token}"

    def others_push(self, files, branch="gh-pages"):
        self.git("remote", "set-url", "origin", "../remote.git")
        commit = super().others_push(files, branch)
        self.git("remote", "set-url", "origin", self.server.address("remote.git"))
        return commit

    def publish(self, *arguments, **keywords):
        """No secret is ever said."""
        done = super().publish(*arguments, **keywords)
        for secret in (TOKEN, ENCODED, "s3cret"):
            self.assertNotIn(secret, done.stdout + done.stderr)
        return done

    def test_the_header_in_the_checkouts_own_settings(self):
        self.git("config", *self.header())
        before = fingerprint(self.checkout)
        for files in (site_files(), site_files(more="x\n")):
            self.published(site=write_site(self.site, files))
            self.assert_holds_site(files)
        self.assertEqual(fingerprint(self.checkout), before)

    def test_the_header_in_a_file_that_the_checkout_includes(self):
        included = self.here / "runner" / "credentials"
        included.parent.mkdir()
        self.git("config", "--file", included, *self.header())
        self.git("config", f"includeIf.gitdir:{self.checkout}/.git.path", included)
        self.published()
        self.assert_holds_site(site_files())

    def test_the_header_in_a_persons_settings_and_in_the_environment(self):
        self.git("config", "--global", *self.header())
        self.published()
        self.git("config", "--global", "--unset-all", self.header()[0])
        name, value = self.header()
        self.published(site=write_site(self.site, site_files(more="x\n")),
                       env={"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": name, "GIT_CONFIG_VALUE_0": value})

    def test_credentials_in_the_address_and_from_a_helper(self):
        self.server.authorization = "Basic " + base64.b64encode(b"me:s3cret").decode()
        done = self.published("--remote", self.server.address("remote.git", "me:s3cret@"))
        self.assertIn("http://***@127.0.0.1", done.stdout)
        self.git("config", "credential.helper", "!f() { echo username=me; echo password=s3cret; }; f")
        self.published(site=write_site(self.site, site_files(more="x\n")))
        self.git("config", f"url.{self.server.address('', 'me:s3cret@')}.insteadOf", "pages:")
        self.published("--remote", "pages:remote.git")

    def test_what_is_sent_is_what_is_said_and_the_second_time_little(self):
        self.git("config", *self.header())
        pages = {f"data/b/x-{i * 2654435761 % 2 ** 32:08x}.json": os.urandom(8000).hex() + "\n" for i in range(150)}
        self.published(site=write_site(self.site, site_files() | pages))
        first = self.server.sent_to("git-receive-pack")
        grown = {name: text + "one more line\n" for name, text in pages.items()}
        done = self.published(site=write_site(self.site, site_files() | grown))
        second = self.server.sent_to("git-receive-pack")
        said = float(re.search(r"^pushed +([\d.]+) kB$", done.stdout, re.M)[1]) * 1000
        print(f"sent {first} bytes, then {second}; said {said:.0f}")
        self.assertLess(second, first / 10)
        self.assertLess(abs(said - second), 1000)
        self.assert_holds_site(site_files() | grown)

    def test_a_wrong_token_and_none(self):
        self.git("config", *self.header(base64.b64encode(f"x:{TOKEN}".encode()).decode()))
        self.assert_refused(self.publish(), STORAGE, "remote", "let git sign in", "actions/checkout")
        self.git("config", "--unset-all", self.header()[0])
        self.assert_refused(self.publish(), STORAGE, "remote", "let git sign in")
        self.assert_refused(self.publish("--remote", self.server.address("remote.git", f"me:{TOKEN}@")), STORAGE, "remote")
        self.assert_refused(self.publish("--remote", self.server.address("remote.git", f"{TOKEN}@")), STORAGE, "remote")

    def test_a_token_that_may_read_only(self):
        self.git("config", *self.header())
        self.server.forbids_writing = True
        self.assert_refused(self.publish(), STORAGE, "remote", "contents: write")
        self.assertEqual(self.tip(), "")

    def test_a_repository_that_is_not_there(self):
        self.git("config", *self.header())
        self.assert_refused(self.publish("--remote", self.server.address("none.git")), STORAGE, "remote", "check the address")

    def test_traces_are_off_even_when_asked_for(self):
        self.git("config", *self.header())
        self.server.forbids_writing = True
        for name in ("GIT_TRACE", "GIT_TRACE_CURL", "GIT_CURL_VERBOSE", "GIT_TRACE_PACKET", "GIT_TRACE2"):
            self.assert_refused(self.publish(env={name: "1", "GIT_TRACE_REDACT": "0"}), STORAGE, "remote")

    def test_a_token_that_a_hook_of_the_remote_repeats(self):
        self.git("config", *self.header())
        hook = self.remote / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\necho 'refused for {TOKEN}, Authorization: {ENCODED}'\nexit 1\n")
        hook.chmod(0o755)
        self.assert_refused(self.publish(), STORAGE, "remote", "refused for ***", "pre-receive hook declined")

    def racing(self, times):
        """As many times as said, another push comes between our fetch and the moment our push begins."""
        left = [times]

        def before(service, query):
            if service == "refs" and query == "service=git-receive-pack" and left[0] > 0:
                left[0] -= 1
                self.others_push({"CNAME": f"raced {left[0]}\n"})
        self.server.before = before

    def test_one_race_is_won_the_second_time(self):
        self.git("config", *self.header())
        self.published()
        self.racing(1)
        self.published(site=write_site(self.site, site_files(more="x\n")))
        self.assert_holds_site(site_files(more="x\n") | {"CNAME": "raced 0\n"})

    def test_the_race_for_a_new_branch(self):
        self.git("config", *self.header())
        self.racing(1)
        self.published()
        self.assert_holds_site(site_files() | {"CNAME": "raced 0\n"})

    def test_two_lost_races_are_an_error(self):
        self.git("config", *self.header())
        self.published()
        self.racing(9)
        self.assert_refused(self.publish(site=write_site(self.site, site_files(more="x\n"))), STORAGE, "race", "twice")
        self.assertEqual(self.content("CNAME"), "raced 7\n")
        self.assertNotIn("more", self.paths())


if __name__ == "__main__":
    lab.main(sys.argv)
