#!/usr/bin/env python3
"""tests/perf/nightly measures, and benchfolio reads what it writes: nightly_test.py PROGRAM"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "nightly"
CONFIGURATION = SCRIPT.parent.parent.parent / ".github/benchfolio.toml"


class NightlyBenchmarksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        result = Path(cls.folder.name, "archive/result.json")
        result.parent.mkdir()
        subprocess.run([sys.executable, "-B", SCRIPT, "--benchfolio", PROGRAM, "--out", result, "--rounds", "2", "--runs", "6", "--benchmarks", "4"],
                       check=True, stdout=subprocess.DEVNULL)
        cls.result = json.loads(result.read_text())

    def test_samples_are_kept_and_what_is_said_of_them_is_true(self):
        self.assertEqual(len(self.result["benchmarks"]), 5)
        for benchmark in self.result["benchmarks"]:
            stats = benchmark["stats"]
            self.assertEqual(len(stats["data"]), 2)
            self.assertEqual((stats["min"], stats["max"], stats["rounds"]), (min(stats["data"]), max(stats["data"]), 2))
            self.assertGreater(stats["min"], 0)

    def test_it_says_whose_measurement_it_is(self):
        self.assertIn("tests/perf/nightly", self.result["version"])
        self.assertIn("brand_raw", self.result["machine_info"]["cpu"])
        self.assertTrue(self.result["commit_info"]["id"])

    def test_benchfolio_reads_it_with_the_configuration_of_its_own_dashboard(self):
        archive = Path(self.folder.name, "archive")
        done = subprocess.run([PROGRAM, "check", "--archive", archive, "--config", CONFIGURATION, "--no-cache", "--json", "--quiet"], capture_output=True, text=True, check=True)
        counts = json.loads(done.stdout)["counts"]
        self.assertEqual((counts["runs"], counts["benchmarks"], counts["broken"], counts["foreign"], counts["omissions"]), (1, 5, 0, 0, 0))


if __name__ == "__main__":
    PROGRAM = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
