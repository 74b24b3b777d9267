#!/usr/bin/env python3
"""One small round of tests/perf/detection/run: detection_test.py DETECTION BENCHFOLIO

Ours has to beat each of the peers, to be good, and to keep silent where nothing changed; and what the program that
ships prints has to be what is scored.
"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import score
import tables

HERE = Path(__file__).resolve().parent

SEED, LEAST_RUNS = "7", 5
SIZE = ["--runs", "260", "--benchmarks", "36"]
PEERS = ("e_divisive", "l1_potts", "windowed_t")


class DetectionTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def outcome(self, *options):
        return tables.outcome(DETECTION, self.folder, ["--seed", SEED, *SIZE, *options])

    def check_scores(self, found, least):
        for rule, bar in zip((score.STEADY, score.ALL), least):
            f1 = {method: found.truth.score(changes, rule.with_runs(LEAST_RUNS)).f1 for method, changes in found.changes.items()}
            self.assertGreaterEqual(f1["ours"], bar, (rule.name, f1))
            for peer in PEERS:
                self.assertGreater(f1["ours"], f1[peer], rule.name)

    def test_changes_are_found(self):
        found = self.outcome()
        self.check_scores(found, (0.97, 0.95))
        self.assertEqual(self.shipped(), found.changes["ours"])

    def test_changes_are_found_in_hard_archives(self):
        self.check_scores(self.outcome(*tables.HARD), (0.93, 0.85))

    def test_noise_raises_nothing(self):
        found = self.outcome(*tables.UNCHANGED)
        self.assertLessEqual(found.truth.false_alarms(found.changes["ours"]), 1)

    def shipped(self):
        """What `benchfolio changes` prints, as far as the scorer reads it."""
        done = subprocess.run([BENCHFOLIO, "changes", "--archive", self.folder / "archive", "--format", "json", "--no-cache", "--quiet"],
                              check=True, capture_output=True, text=True)
        fields = ("name", "measure", "testbed", "state", "last_run_before", "first_run_after")
        return [{field: change[field] for field in fields} for change in json.loads(done.stdout)["changes"]]


class CommandTest(unittest.TestCase):
    def test_the_command_prints_every_method_for_both_kinds_of_archive(self):
        done = subprocess.run([sys.executable, "-B", HERE / "run", "--program", DETECTION, "--quick", "--seeds", "1"],
                              check=True, capture_output=True, text=True)
        for row in tables.ROWS:
            self.assertEqual(sum(line.startswith(row.label + " ") for line in done.stdout.splitlines()), 2, row.label)
        self.assertIn("100 series of 1,000 points", done.stdout)


if __name__ == "__main__":
    DETECTION, BENCHFOLIO = (Path(sys.argv.pop(1)).resolve() for _ in range(2))
    unittest.main()
