"""The real program, driven as a person does: arguments in; exit code, streams and files out. What the scripts that do so
share.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PATH = None  # of the program, from the command line
OK, FINDINGS, USAGE, BROKEN, STORAGE, INTERRUPTED = 0, 1, 2, 3, 4, 130
NOW = "2026-11-21T06:00:00Z"


def result(day, median=1e-3, cpu="AMD EPYC 7763 64-Core Processor", name="bench.py::test_a", commit=None):
    """A pytest-benchmark file of one benchmark, as small as they come."""
    stats = {"min": median * .9, "max": median * 1.5, "mean": median * 1.1, "stddev": median / 10, "rounds": 5,
             "median": median, "iqr": median / 10, "q1": median * .95, "q3": median * 1.05, "ld15iqr": median * .9,
             "hd15iqr": median * 1.2, "ops": 1 / median, "total": median * 5, "iterations": 1, "outliers": "0;0"}
    return {
        "machine_info": {"node": "host", "machine": "x86_64", "system": "Linux", "release": "5.15",
                         "python_version": "3.10.4", "python_implementation": "CPython", "cpu": {"brand_raw": cpu, "count": 4}},
        "commit_info": {"id": commit or f"{day:040x}", "time": f"2026-01-{day:02}T00:00:00Z", "dirty": False,
                        "project": "p", "branch": "main"},
        "datetime": f"2026-01-{day:02}T02:00:00.000000", "version": "4.0.0",
        "benchmarks": [{"group": None, "name": "test_a", "fullname": name, "params": None, "param": None, "extra_info": {},
                        "options": {}, "stats": stats}],
    }


class ProgramTest(unittest.TestCase):
    """Each test in a folder of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="benchfolio-test-")
        self.addCleanup(self.folder.cleanup)
        self.here = Path(self.folder.name) / "here"
        self.home = Path(self.folder.name) / "home"  # where the user's configuration and caches are
        self.here.mkdir()
        self.home.mkdir()
        self.archive = self.here / "archive"
        self.archive.mkdir()
        self.out = self.here / "site"

    def add(self, name, content):
        path = self.archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def add_runs(self, count):
        for day in range(1, count + 1):
            self.add(f"{day:04}.json", result(day, 1e-3 + day * 1e-6))

    def environment(self, extra=()):
        """Ours, without what changes the program's answers: the terminal, and the user's own accounts and caches."""
        ours = {name: value for name, value in os.environ.items()
                if name not in ("NO_COLOR", "TERM") and not name.startswith(("AWS_", "XDG_"))}
        return ours | {"HOME": str(self.home)} | dict(extra)

    def run_program(self, *arguments, env=(), cwd=None, stdin=None):
        """`stdin`: bytes; else there is nothing to read."""
        done = subprocess.run([PATH, *map(str, arguments)], input=stdin or b"", capture_output=True,
                              env=self.environment(env), cwd=cwd or self.here, check=False, timeout=300)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    def build(self, *arguments, **keywords):
        return self.run_program("build", "--archive", self.archive, "--out", self.out, "--now", NOW, *arguments, **keywords)

    def check(self, *arguments, **keywords):
        return self.run_program("check", "--archive", self.archive, *arguments, **keywords)

    def assert_error(self, done, exit_code, code, *parts):
        self.assertEqual(done.returncode, exit_code, done.stderr)
        lines = done.stderr.splitlines()
        self.assertTrue(any(line.startswith(f"error[{code}]: ") for line in lines), done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)

    def assert_done(self, done):
        self.assertEqual(done.returncode, OK, done.stdout + done.stderr)

    def site_files(self, out=None):
        out = out or self.out
        return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def main():
    """Runs the tests of the calling script; its first argument is the program."""
    global PATH
    PATH = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
