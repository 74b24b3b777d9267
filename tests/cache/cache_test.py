#!/usr/bin/env python3
"""The real program with a cache: the same site cold, warm, shared, damaged, and killed at any moment.

    cache_test.py PROGRAM [unittest arguments]
"""

import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402

KILLS = 50
SETTLED = 1.2  # seconds after which a file's times say whether it has changed


def leave_little_room():
    """For the process that is about to start: no file can become longer than 1,000 bytes, and writing says so."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


class CacheTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.cache = self.here / "cache"

    def make_archive(self, *options):
        """An archive of invented results in place of the empty one."""
        self.archive.rmdir()
        subprocess.run([sys.executable, "-B", TESTS / "make_archive.py", self.archive, *options], check=True,
                       stdout=subprocess.DEVNULL)

    def site(self, *options):
        """The files of the site that a build makes, and what it said on the way."""
        done = self.build(*(options or ("--cache", self.cache)))
        self.assert_done(done)
        return self.site_files(), done.stderr

    def assert_site(self, expected, *options):
        """Builds with the cache; the site must be the expected one, file by file."""
        files, said = self.site("--cache", self.cache, *options)
        different = sorted(path for path in files.keys() | expected.keys() if files.get(path) != expected.get(path))
        self.assertEqual(different, [])
        return said

    def blocks(self):
        return sorted(self.cache.rglob("*.block"))

    def assert_cold_is_warm(self):
        time.sleep(SETTLED)
        expected, _ = self.site("--no-cache")
        self.assert_site(expected)
        self.assertIn(" 0 read (0 B), ", self.assert_site(expected, "--jobs", "3"))
        for old in sorted(self.archive.rglob("*.json"))[::3]:
            old.unlink()
        self.assert_site(self.site("--no-cache")[0])

    def test_the_sample_warm_and_partly_dead(self):
        self.archive.rmdir()
        shutil.copytree(TESTS / "data/sample/archive", self.archive)
        self.assert_cold_is_warm()

    def test_odd_and_broken_files_warm_and_partly_dead(self):
        self.make_archive("--runs", "12", "--benchmarks", "15", "--torture")
        self.assert_cold_is_warm()

    def test_samples_and_changing_dimensions(self):
        self.make_archive("--runs", "12", "--benchmarks", "6", "--samples", "20")
        time.sleep(SETTLED)
        self.site()
        (self.here / "benchfolio.toml").write_text(
            '[archive]\npath_pattern = "{**}/{name}.json"\ndimensions = ["cpu", "name"]\n')
        self.assert_site(self.site("--no-cache")[0])

    def test_it_says_what_it_read(self):
        self.add_runs(3)
        time.sleep(SETTLED)
        self.assertIn("3 files, ", self.site()[1])
        self.add("0004.json", program.result(4))
        said = self.site()[1]
        self.assertRegex(said, r"4 files, 1 read \(.*\), 3 from the cache")
        self.assertNotIn("warning", said)

    def test_a_damaged_cache_is_told_and_rebuilt(self):
        self.add_runs(3)
        time.sleep(SETTLED)
        expected, _ = self.site()
        for block in self.blocks():
            block.write_bytes(block.read_bytes()[:-1])
        self.assertIn("warning: ", self.assert_site(expected))
        self.assertIn(" 0 read ", self.assert_site(expected))

    def test_a_cache_that_cannot_be_written_is_told(self):
        self.add_runs(3)
        expected, _ = self.site("--no-cache")
        self.cache.write_text("no folder")
        time.sleep(SETTLED)
        self.assertIn("warning: the cache is not kept", self.assert_site(expected))

    def test_a_full_disk_is_told(self):
        self.add_runs(3)
        time.sleep(SETTLED)
        done = subprocess.run([program.PATH, "check", "--archive", self.archive, "--cache", self.cache], cwd=self.here,
                              env=self.environment(), preexec_fn=leave_little_room, restore_signals=False,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, program.OK, done.stderr)
        self.assertIn("warning: the cache is not kept: cannot write: File too large", done.stderr)
        self.assertEqual([path for path in self.cache.rglob("*") if "unfinished" in path.name], [])

    def start(self, out):
        """A build that goes on beside the test."""
        command = [program.PATH, "build", "--archive", self.archive, "--out", out, "--now", program.NOW, "--cache", self.cache]
        return subprocess.Popen(command, env=self.environment(), cwd=self.here, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def test_several_at_once(self):
        self.add_runs(40)
        time.sleep(SETTLED)
        expected, _ = self.site("--no-cache")
        for _ in range(3):
            outs = [self.here / f"site-{i}" for i in range(4)]
            for process in [self.start(out) for out in outs]:
                self.assertEqual(process.wait(timeout=120), 0)
            for out in outs:
                self.assertEqual(self.site_files(out), expected)
            for block in self.blocks()[1:]:
                block.unlink()
        self.assertIn(" read (", self.assert_site(expected))

    def change(self, night, chance):
        """What a night brings: a new run, and now and then one that goes, or an empty cache."""
        self.add(f"{night:04}.json", program.result(1 + night % 28, 1e-3 + night * 1e-6, commit=f"{night:040x}"))
        if night % 5 == 0:
            chance.choice(sorted(self.archive.iterdir())).unlink()
        if night % 7 == 0:
            shutil.rmtree(self.cache, ignore_errors=True)

    def test_killed_at_any_moment(self):
        chance = random.Random(20261121)
        self.add_runs(28)
        time.sleep(SETTLED)
        began = time.monotonic()
        self.site()
        duration = time.monotonic() - began
        killed = 0
        for night in range(100, 100 + KILLS):
            self.change(night, chance)
            process = self.start(self.out)
            time.sleep(chance.uniform(0, duration))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            if night % 5 == 4:
                self.assertNotIn("warning", self.assert_site(self.site("--no-cache")[0]))
        self.assertGreater(killed, KILLS / 2)  # the others were done before


if __name__ == "__main__":
    program.main()
