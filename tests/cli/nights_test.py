#!/usr/bin/env python3
"""What the program says of nights: the summary, results that are too old, failed nights, pauses. nights_test.py PROGRAM"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "data/sample/archive"  # its newest run: 2026-11-20T02:16:13Z


class NightsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)

    def build(self, now, configuration="", *options, archive=SAMPLE):
        (self.folder / "benchfolio.toml").write_text(configuration)
        return self.run_program("build", "--archive", archive, "--out", "site", "--no-cache", "--quiet", "--now", now, *options)

    def home(self):
        return (self.folder / "site/index.html").read_text()

    def test_results_that_are_too_old_end_in_1_after_the_site_is_written(self):
        done = self.build("2026-11-24T03:00:00Z", '[freshness]\nmax_age = "3 days"\n')
        self.assertEqual(done.returncode, 1)
        self.assertIn("error[stale]: the newest run is 4 days old; the limit is 3 days\n", done.stderr)
        self.assertIn(", of 2026-11-20T02:16:13Z\n", done.stderr)
        self.assertIn("hint: see why the benchmarks do not run", done.stderr)
        self.assertIn("4 days before the pages were made", self.home())

    def test_the_limit_is_the_last_moment_that_is_fresh(self):
        configuration = '[freshness]\nmax_age = "3 days"\n'
        self.assertEqual(self.build("2026-11-23T02:16:13.400Z", configuration).returncode, 0)
        self.assertNotIn("out of date", self.home())
        self.assertEqual(self.build("2026-11-23T02:16:14.500Z", configuration).returncode, 1)

    def test_without_a_limit_age_is_no_error(self):
        self.assertEqual(self.build("2030-01-01T00:00:00Z").returncode, 0)
        self.assertIn("out of date", self.home())

    def test_a_declared_pause_is_no_failure(self):
        configuration = ('[freshness]\nmax_age = "3 days"\n[[pause]]\nfrom = 2026-11-21\nto = 2026-12-20\nreason = "A new <machine> comes."\n')
        self.assertEqual(self.build("2026-12-20T12:00:00Z", configuration).returncode, 0)
        self.assertIn("<b>Paused, 21 Nov 2026 to 20 Dec 2026.</b> A new &lt;machine&gt; comes.", self.home())
        self.assertEqual(self.build("2026-12-23T03:00:00Z", configuration).returncode, 1)
        self.assertIn("30 days of pauses not counted", self.home())

    def test_an_archive_without_runs_is_too_old(self):
        (self.folder / "empty").mkdir()
        done = self.build("2026-11-24T03:00:00Z", '[freshness]\nmax_age = "3 days"\n', archive="empty")
        self.assertEqual(done.returncode, 1)
        self.assertIn("error[stale]: the archive holds no run", done.stderr)
        self.assertTrue((self.folder / "site/index.html").exists())

    def test_broken_files_with_strict_come_before_age(self):
        done = self.build("2026-11-24T03:00:00Z", '[freshness]\nmax_age = "3 days"\n', "--strict")
        self.assertEqual(done.returncode, 3)

    def test_the_summary_is_appended(self):
        summary = self.folder / "summary.md"
        summary.write_text("before\n")
        self.assertEqual(self.build("2026-11-21T06:00:00Z", "", "--summary", summary).returncode, 0)
        text = summary.read_text()
        self.assertTrue(text.startswith("before\n## Benchmarks\n"))
        self.assertIn("205 files: 201 runs (1 in the newest night, 20 Nov 2026), 1 failed night, 1 broken, 1 foreign, 1 duplicate.", text)

    def test_a_summary_that_cannot_be_written(self):
        done = self.build("2026-11-21T06:00:00Z", "", "--summary", "no/such/folder.md")
        self.assertEqual(done.returncode, 4)
        self.assertIn("the summary cannot be written", done.stderr)
        self.assertTrue((self.folder / "site/index.html").exists())

    def test_check_counts_and_lists_failed_nights(self):
        text = self.run_program("check", "--archive", SAMPLE, "--no-cache").stdout
        self.assertIn("failed nights  1\n", text)
        self.assertIn("  2026-09-17T02:31:00Z  failure, nightly benchmarks, https://ci.example.org/lattice/runs/375\n", text)
        document = json.loads(self.run_program("check", "--archive", SAMPLE, "--no-cache", "--json").stdout)
        self.assertEqual(document["counts"]["failures"], 1)
        self.assertEqual(document["failures"][0]["file"], "nightly/failed-20260917T023100Z.json")
        self.assertEqual(document["failures"][0]["outcome"], "failure")

    def test_a_damaged_record_is_a_broken_file(self):
        (self.folder / "archive").mkdir()
        (self.folder / "archive/night.json").write_text('{"benchfolio_failure":1,"time":"2026-11-21T02:00:00Z","outcome":"failure","url":"javascript:x"}')
        done = self.run_program("check", "--archive", "archive", "--no-cache")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--> night.json: url", done.stdout)


if __name__ == "__main__":
    PROGRAM = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
