#!/usr/bin/env python3
"""tests/perf/run measures everything it promises on tiny archives, and benchfolio reads what it writes: run_test.py BUILD

Nothing is asserted of any speed.
"""

import contextlib
import importlib.machinery
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().parent / "run"
CONFIGURATION = SCRIPT.parent.parent.parent / ".github/benchfolio.toml"


def module():
    """The script as a module: it has no ending that says Python."""
    loader = importlib.machinery.SourceFileLoader("perf_run", str(SCRIPT))
    loaded = importlib.util.module_from_spec(importlib.util.spec_from_loader("perf_run", loader))
    loader.exec_module(loaded)
    return loaded


class PerfRunTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder, cls.script = Path(folder.name), module()
        Shape = cls.script.archives.Shape
        cls.script.archives.SHAPES = {"S": Shape(8, 3)}
        cls.script.archives.SAMPLES = Shape(6, 2, 40)
        cls.result = cls.folder / "archive/result.json"
        cls.result.parent.mkdir()
        cls.status, cls.table, cls.progress = cls.measure("--json", cls.result)

    @classmethod
    def measure(cls, *options):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = cls.script.main(["--built", BUILD, "--keep", str(cls.folder / "kept"), "--rounds", "2", *map(str, options)])
        return status, out.getvalue(), err.getvalue()

    def test_everything_was_measured(self):
        self.assertEqual(self.status, 0, self.progress)
        for figure in ("full rebuild, warm", "full rebuild: rendering", "full rebuild, peak memory", "full rebuild, gain by a second thread", "full rebuild, cold", "one more night",
                       "rebuild, nothing new", "first publish", "pushed for one more night", "site, all files", "largest home page, gzipped",
                       "reading, raw samples, one core", "peak memory, ten times the samples", "detection, one core", "trend plots of 1,000 points, one core"):
            self.assertIn(f"\n{figure}", self.table)

    def test_limits_stand_beside(self):
        for limit in ("floor + write_files", "plain read, cold", "floor with its cache", "simdjson, samples skipped", "coordinates alone"):
            self.assertRegex(self.table, rf"{limit.replace('+', '.')} +\d")

    def test_archives_are_kept_and_nothing_else(self):
        self.assertEqual({path.name for path in (self.folder / "kept").iterdir()}, {"archives"})
        status, _, progress = self.measure("--only", "cold")
        self.assertEqual((status, "making" in progress), (0, False))

    def test_what_cannot_be_measured_is_told_and_fails(self):
        self.script.archives.SHAPES["M"] = self.script.archives.Shape(3, 2)  # too few for as many nights
        self.addCleanup(self.script.archives.SHAPES.pop, "M")
        status, table, progress = self.measure("--only", "nights", "--rounds", "3")
        self.assertEqual(status, 1)
        self.assertIn("could not be measured: nights, M: ", progress)
        self.assertIn("S: 8 runs", table)

    def test_benchfolio_reads_the_result_file(self):
        done = subprocess.run([Path(BUILD, "generator/benchfolio"), "check", "--archive", self.result.parent, "--config", CONFIGURATION, "--no-cache", "--json", "--quiet"],
                              capture_output=True, text=True, check=True)
        counts = json.loads(done.stdout)["counts"]
        self.assertEqual((counts["runs"], counts["broken"], counts["foreign"], counts["omissions"]), (1, 0, 0, 0))
        self.assertEqual(counts["benchmarks"], len(json.loads(self.result.read_text())["benchmarks"]))


if __name__ == "__main__":
    BUILD = sys.argv.pop(1)
    unittest.main()
