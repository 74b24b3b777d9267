#!/usr/bin/env python3
"""An archive read in shards by processes of their own, and the site that is built from what they leave.

    shards_test.py PROGRAM [unittest arguments]
"""

import random
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import OK, USAGE  # noqa: E402

SETTLED = 1.2  # seconds after which a file's times say whether it has changed
SHARDS = 4


class ShardsTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.add_runs(28)
        self.add("copy.json", (self.archive / "0003.json").read_bytes())
        self.add("broken.json", b"{")
        time.sleep(SETTLED)

    def ingest(self, *arguments):
        return self.run_program("ingest", "--archive", self.archive, *arguments)

    def read_shard(self, number, of=SHARDS, cache=None):
        """What it prints; its cache is a folder of its own unless one is given."""
        done = self.ingest("--shard", f"{number}/{of}", "--cache", cache or self.here / f"shard-{number}-{of}")
        self.assert_done(done)
        return done.stdout

    def lay(self, *folders):
        """All of them in one folder, as `cp -r` does."""
        for folder in folders:
            shutil.copytree(folder, self.here / "cache", dirs_exist_ok=True)

    def plain_site(self):
        """What a build makes that knows nothing of shards."""
        self.assert_done(self.build("--no-cache"))
        return self.site_files()

    def assert_whole(self):
        """The build reads nothing again, and its site is that of a plain build."""
        expected = self.plain_site()
        done = self.build("--cache", self.here / "cache")
        self.assert_done(done)
        self.assertIn(" 0 read (0 B), 30 from the cache", done.stderr)
        self.assertEqual(self.site_files(), expected)

    def test_each_file_is_in_one_shard(self):
        files = 0
        for number in range(1, SHARDS + 1):
            (line,) = [line for line in self.read_shard(number).splitlines() if line.startswith("shard")]
            self.assertIn(f"{number}/{SHARDS}: ", line)
            self.assertTrue(line.endswith(" of 30 files"), line)
            files += int(line.split()[2])
        self.assertEqual(files, 30)

    def test_laid_over_each_other_in_any_order(self):
        folders = [self.here / f"shard-{number}-{SHARDS}" for number in range(1, SHARDS + 1)]
        for number in range(1, SHARDS + 1):
            self.read_shard(number)
        for seed in range(3):
            shutil.rmtree(self.here / "cache", ignore_errors=True)
            self.lay(*random.Random(seed).sample(folders, SHARDS))
            self.assert_whole()

    def test_overlapping_divisions(self):
        for number, of in [(1, 2), (2, 2), (2, 3), (1, 1)]:
            self.read_shard(number, of)
            self.lay(self.here / f"shard-{number}-{of}")
        self.assert_whole()
        self.assert_whole()

    def test_processes_that_share_a_folder_one_of_them_killed_and_run_again(self):
        """As on a shared file system. The killed one is stopped at some moment, and its work done by its successor."""
        chance = random.Random(20261121)
        for attempt in range(3):
            shutil.rmtree(self.here / "cache", ignore_errors=True)
            command = [program.PATH, "ingest", "--archive", self.archive, "--cache", self.here / "cache", "--shard"]
            processes = [subprocess.Popen([*command, f"{number}/{SHARDS}"], env=self.environment(), cwd=self.here,
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                         for number in range(1, SHARDS + 1)]
            time.sleep(chance.uniform(0, 0.03) * attempt)
            processes[1].send_signal(signal.SIGKILL)
            codes = [process.wait(timeout=120) for process in processes]
            self.assertEqual(codes[:1] + codes[2:], [OK] * (SHARDS - 1))
            self.read_shard(2, cache=self.here / "cache")
            self.assert_whole()

    def test_a_second_run_has_nothing_to_do(self):
        self.read_shard(2)
        self.assertIn("(0 blocks more, 0 B)", self.read_shard(2))

    def test_without_a_shard_everything_is_read(self):
        done = self.ingest("--cache", self.here / "cache")
        self.assert_done(done)
        self.assertIn("1/1: 30 of 30 files", done.stdout)
        self.assertIn("broken     1 file", done.stdout)
        self.assert_whole()

    def test_a_build_reads_what_no_shard_has(self):
        self.read_shard(1)
        self.lay(self.here / f"shard-1-{SHARDS}")
        expected = self.plain_site()
        done = self.build("--cache", self.here / "cache")
        self.assert_done(done)
        self.assertRegex(done.stderr, r"30 files, \d+ read \(.*\), \d+ from the cache")
        self.assertNotIn(" 0 read", done.stderr)
        self.assertEqual(self.site_files(), expected)

    def test_files_that_were_written_a_moment_ago(self):
        """They may still change; a shard waits for them."""
        self.add("0029.json", program.result(9))
        done = self.ingest("--cache", self.here / "cache")
        self.assert_done(done)
        self.assertNotIn("not kept", done.stdout)
        self.assertIn(" 0 read (0 B), 31 from the cache", self.build("--cache", self.here / "cache").stderr)

    def test_a_copy_of_the_folder_is_read_again(self):
        """Its files have other times; the shard says so beforehand, the build what it read."""
        self.assertIn("good for   builds from this very folder", self.read_shard(1, 1, self.here / "cache"))
        shutil.copytree(self.archive, self.here / "copy")
        time.sleep(SETTLED)
        done = self.run_program("check", "--archive", self.here / "copy", "--cache", self.here / "cache")
        self.assertIn("30 files, ", done.stderr)
        self.assertNotIn("from the cache", done.stderr)

    def test_quiet_is_only_the_result(self):
        done = self.ingest("--shard", "1/2", "--cache", "cache", "--quiet")
        self.assertEqual((done.returncode, done.stderr), (OK, ""))
        self.assertTrue(done.stdout.startswith("shard      1/2: "))


class RefusalsTest(program.ProgramTest):
    def ingest(self, *arguments):
        return self.run_program("ingest", "--archive", self.archive, *arguments)

    def test_shards_that_there_cannot_be(self):
        for shard in ["0/4", "5/4", "1/0", "/4", "1/", "1", "a/b", "1/4/2", "-1/4", "1.5/4", "1/9999999999", " 1/4"]:
            with self.subTest(shard):
                self.assert_error(self.ingest("--cache", "cache", f"--shard={shard}"), USAGE, "usage", "--shard")
                self.assertFalse((self.here / "cache").exists())

    def test_without_a_cache_there_is_nothing_to_do(self):
        self.assert_error(self.ingest("--shard", "1/4"), USAGE, "usage", "--cache is missing")
        self.assert_error(self.ingest("--shard", "1/4", "--no-cache"), USAGE, "usage", "--no-cache")
        self.assert_error(self.run_program("ingest", "--cache", "cache"), USAGE, "usage", "--archive is missing")

    def test_a_cache_that_cannot_be_written(self):
        self.add_runs(3)
        time.sleep(SETTLED)
        (self.here / "cache").write_text("no folder")
        self.assert_error(self.ingest("--cache", "cache"), program.STORAGE, "storage", "cache")


if __name__ == "__main__":
    program.main()
