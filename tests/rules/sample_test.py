"""The committed sample archive is what tests/make_sample.py writes, and small."""

import gzip
import sys
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ARCHIVE = TESTS / "data/sample/archive"
sys.path.insert(0, str(TESTS))

import make_sample  # noqa: E402


class SampleTest(unittest.TestCase):
    def test_committed_content_is_what_the_script_writes(self):
        committed = {path.relative_to(ARCHIVE).as_posix(): path for path in ARCHIVE.rglob("*") if path.is_file()}
        written = make_sample.archive()
        self.assertEqual(sorted(committed), sorted(written), "run: python3 tests/make_sample.py tests/data/sample/archive")
        for name, content in written.items():
            raw = committed[name].read_bytes()
            self.assertEqual(gzip.decompress(raw) if name.endswith(".gz") else raw, content, name)

    def test_it_stays_small(self):
        size = sum(path.stat().st_size for path in ARCHIVE.rglob("*"))
        self.assertLess(size, 2_000_000)

    def test_it_says_that_it_is_synthetic(self):
        self.assertIn("ynthetic", (ARCHIVE.parent / "benchfolio.toml").read_text())


if __name__ == "__main__":
    unittest.main()
