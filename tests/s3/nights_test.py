#!/usr/bin/env python3
"""Night after night over object storage: what is asked of the server, and what leaves the site again.

    nights_test.py PROGRAM [unittest arguments]
"""

import json
import signal
import subprocess
import time
import unittest

import bucket
import program
from bucket import BucketTest, night, results
from program import NOW, OK

RUNS = 60


class Nights(BucketTest):
    def setUp(self):
        super().setUp()
        self.fill(results(RUNS))
        self.proxy_now = self.proxy()

    def build_counted(self, *arguments):
        """Builds with the user's cache; returns what was asked of the server."""
        self.proxy_now.forget()
        self.assert_done(self.build(*arguments))
        return self.proxy_now.counts()

    def assert_as_if_anew(self):
        """The site is the one that a build without a cache makes."""
        fresh = self.here / "fresh"
        self.assert_done(self.run_program("build", *self.store(), "--out", fresh, "--now", NOW, "--no-cache"))
        self.assertEqual(self.site_files(), self.site_files(fresh))

    def files(self):
        return {run["file"] for run in json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))["runs"]}

    def test_the_next_night_fetches_one_object_and_lists(self):
        self.assertEqual(self.build_counted(), {"list": 1, "get": RUNS})
        self.fill(results(1, first=RUNS + 1))
        self.assertEqual(self.build_counted(), {"list": 1, "get": 1})
        self.assertEqual(len(self.files()), RUNS + 1)
        self.assert_as_if_anew()
        self.assertEqual(self.build_counted(), {"list": 1})

    def test_a_cache_of_ones_own_and_none(self):
        for arguments in [["--cache", "mine"], ["--no-cache"]]:
            self.assertEqual(self.build_counted(*arguments), {"list": 1, "get": RUNS})
        self.assertEqual(self.build_counted("--cache", "mine"), {"list": 1})
        self.assertEqual(self.build_counted("--no-cache"), {"list": 1, "get": RUNS})
        self.assertEqual(list(self.home.iterdir()), [])

    def test_a_replaced_object_is_read_again_and_a_deleted_one_leaves(self):
        self.build_counted()
        self.client.put(self.bucket, "nightly/00003.json", json.dumps(night(RUNS + 7)).encode())
        self.client.delete(self.bucket, "nightly/00005.json")
        self.assertEqual(self.build_counted(), {"list": 1, "get": 1})
        self.assertNotIn("nightly/00005.json", self.files())
        self.assertIn(f"{RUNS + 7:040x}".encode(), (self.out / "data/runs.json").read_bytes())
        self.assertNotIn(f"{3:040x}".encode(), (self.out / "data/runs.json").read_bytes())
        self.assert_as_if_anew()

    def test_two_buckets_share_a_cache_and_nothing_else(self):
        self.build_counted()
        other = self.bucket + "-other"
        self.client.create_bucket(other)
        self.client.put_all(other, {"nightly/00001.json": json.dumps(night(500)).encode()})
        self.url = f"s3://{other}"
        self.assertEqual(self.build_counted(), {"list": 1, "get": 1})
        self.assertIn(f"{500:040x}".encode(), (self.out / "data/runs.json").read_bytes())
        self.url = f"s3://{self.bucket}"
        self.assertEqual(self.build_counted(), {"list": 1})

    def test_two_builds_at_once(self):
        builds = [subprocess.Popen([program.PATH, "build", *self.store(), "--out", str(self.here / name), "--now", NOW],
                                   env=self.environment(), cwd=self.here, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                  for name in ("one", "two")]
        for build in builds:
            _, errors = build.communicate(timeout=120)
            self.assertEqual(build.returncode, OK, errors)
        self.assertEqual(self.build_counted(), {"list": 1})
        self.assertEqual(self.site_files(), self.site_files(self.here / "one"))
        self.assertEqual(self.site_files(), self.site_files(self.here / "two"))
        self.assert_as_if_anew()

    def test_a_night_that_was_killed_again_and_again(self):
        """At moments spread over the whole build; what was fetched before is kept or fetched again, never half of it."""
        began = time.monotonic()
        self.assert_done(self.build("--no-cache"))
        whole, duration = self.site_files(), time.monotonic() - began
        for moment in range(12):
            with subprocess.Popen([program.PATH, "build", *self.store(), "--out", str(self.out), "--now", NOW],
                                  env=self.environment(), cwd=self.here, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                time.sleep(duration * moment / 11)
                process.send_signal(signal.SIGKILL)
            self.assertEqual(self.site_files(), whole)
        self.assert_done(self.build())
        self.assertEqual(self.site_files(), whole)
        self.assertEqual(self.build_counted(), {"list": 1})


if __name__ == "__main__":
    bucket.main()
