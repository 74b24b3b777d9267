#!/usr/bin/env python3
"""An archive in object storage read in shards, as by machines of their own: shards_test.py PROGRAM [unittest arguments]"""

import hashlib
import itertools
import json
import shutil
import signal
import subprocess
import unittest

import bucket
import program
from bucket import BucketTest, night, results
from fault_proxy import never, stall_before_answer
from program import NOW, OK

RUNS = 60
SHARDS = 4


def shard_of(key):
    """From 1; as generator/ingest/shard.hpp says it."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % SHARDS + 1


class Shards(BucketTest):
    def setUp(self):
        super().setUp()
        self.fill(results(RUNS))
        self.proxy_now = self.proxy()

    def stall(self, number, after):
        """Lets a shard have so many objects, and no answer for the next."""
        asked = itertools.count()

        def choose(request):
            mine = request.kind == "get" and shard_of(request.path.split(f"/{self.bucket}/")[1]) == number
            return stall_before_answer if mine and next(asked) >= after else None

        self.proxy_now.choose = choose

    def cache_of(self, number):
        """What one machine keeps."""
        return self.here / f"shard-{number}"

    def start(self, number):
        command = [program.PATH, "ingest", *self.store(), "--shard", f"{number}/{SHARDS}", "--cache", self.cache_of(number)]
        return subprocess.Popen(command, env=self.environment(), cwd=self.here, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def assert_ends_well(self, process):
        _, errors = process.communicate(timeout=120)
        self.assertEqual(process.returncode, OK, errors)

    def read_all(self):
        for process in [self.start(number) for number in range(1, SHARDS + 1)]:
            self.assert_ends_well(process)

    def lay_together(self):
        """All caches in one folder, as the reduce job of a matrix gets them."""
        for number in range(1, SHARDS + 1):
            shutil.copytree(self.cache_of(number), self.here / "cache", dirs_exist_ok=True)

    def assert_site(self, reads):
        """With the caches, a build gets so many objects, and its site is that of a plain one."""
        plain = self.here / "plain"
        self.assert_done(self.run_program("build", *self.store(), "--out", plain, "--now", NOW, "--no-cache"))
        self.proxy_now.forget()
        self.assert_done(self.build("--cache", self.here / "cache"))
        self.assertEqual(self.proxy_now.counts().get("get", 0), reads)
        self.assertEqual(self.site_files(), self.site_files(plain))

    def test_four_machines_one_of_them_killed_half_way_and_started_again(self):
        self.stall(2, after=5)
        processes = {number: self.start(number) for number in range(1, SHARDS + 1)}
        doomed = processes.pop(2)
        for process in processes.values():
            self.assert_ends_well(process)
        self.assertIsNone(doomed.poll())
        doomed.send_signal(signal.SIGKILL)
        doomed.communicate(timeout=60)
        self.proxy_now.choose = never
        self.assert_ends_well(self.start(2))
        self.lay_together()
        self.assert_site(reads=0)

    def test_an_archive_that_changed_since(self):
        """The build reads what is new or replaced; what was deleted leaves the site."""
        self.read_all()
        self.fill(results(1, first=RUNS + 1))
        self.client.put(self.bucket, "nightly/00003.json", json.dumps(night(RUNS + 7)).encode())
        self.client.delete(self.bucket, "nightly/00005.json")
        self.lay_together()
        self.assert_site(reads=2)


if __name__ == "__main__":
    bucket.main()
