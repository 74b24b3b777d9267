#!/usr/bin/env python3
"""The real program night after night, with what earlier analyses found and without: the same site, byte for byte.

    memo_test.py PROGRAM [unittest arguments]
"""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402

NIGHTS = 5  # one after another
RUNS, BENCHMARKS = 260, 5  # enough for violins on each CPU before the month of the newest run


class MemoTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.cache = self.here / "cache"
        self.archive.rmdir()
        subprocess.run([sys.executable, "-B", TESTS / "make_archive.py", self.archive, "--runs", str(RUNS), "--days", "300",
                        "--benchmarks", str(BENCHMARKS), "--seed", "7"], check=True, stdout=subprocess.DEVNULL)
        self.results = sorted(self.archive.rglob("*.json"))  # by night
        self.later = {path: path.read_bytes() for path in self.results[-NIGHTS:]}
        self.take_away(*self.later)

    def take_away(self, *paths):
        for path in paths:
            path.unlink()

    def memos(self):
        return sorted((self.cache / "memo").iterdir())

    def site(self, *options):
        """The files of the site that a build makes, and what it said on the way."""
        done = self.build(*options)
        self.assert_done(done)
        return self.site_files(), done.stderr

    def assert_same_with_memo(self):
        """Builds without anything kept, then with it; returns what the latter said."""
        expected, _ = self.site("--no-cache")
        files, said = self.site("--cache", self.cache)
        different = sorted(path for path in files.keys() | expected.keys() if files.get(path) != expected.get(path))
        self.assertEqual(different, [])
        return said

    def assert_damage_is_told(self, damaged):
        """The only memo holds these bytes: it is told, made anew, and believed again."""
        [memo] = self.memos()
        memo.write_bytes(damaged)
        self.assertIn("warning: ", self.assert_same_with_memo())
        self.assertNotIn("warning: ", self.assert_same_with_memo())

    def test_one_night_after_another(self):
        self.assert_same_with_memo()
        for path, content in self.later.items():
            path.write_bytes(content)
            self.assert_same_with_memo()
            self.assertEqual(len(self.memos()), 1)

    def test_a_late_run_and_one_that_goes(self):
        late = self.results[100]
        content = late.read_bytes()
        self.take_away(late)
        self.assert_same_with_memo()
        late.write_bytes(content)
        self.assert_same_with_memo()
        self.take_away(self.results[60])
        self.assert_same_with_memo()

    def test_another_configuration(self):
        self.assert_same_with_memo()
        (self.here / "benchfolio.toml").write_text('[statistics]\nestimate = "min"\n')
        self.assert_same_with_memo()

    def test_the_same_archive_again_changes_nothing(self):
        self.assert_same_with_memo()
        [memo] = self.memos()
        before = memo.read_bytes(), memo.stat().st_ino
        self.assert_same_with_memo()
        self.assertEqual((memo.read_bytes(), memo.stat().st_ino), before)

    def test_damaged_memos(self):
        self.assert_same_with_memo()
        [memo] = self.memos()
        sound = memo.read_bytes()
        self.assert_damage_is_told(sound[:len(sound) // 2])
        flipped = bytearray(sound)
        flipped[len(sound) * 2 // 3] ^= 16
        self.assert_damage_is_told(bytes(flipped))
        self.assertEqual(memo.read_bytes(), sound)

    def test_another_archives_memo_under_this_name(self):
        self.assert_same_with_memo()
        [memo] = self.memos()
        whole, self.archive = self.archive, self.here / "other"
        self.archive.mkdir()
        for path in self.results[50:200]:
            self.archive.joinpath(path.name).write_bytes(path.read_bytes())
        self.site("--cache", self.cache)
        [others] = [path for path in self.memos() if path != memo]
        memo.write_bytes(others.read_bytes())
        self.archive = whole
        self.assertNotIn("warning: ", self.assert_same_with_memo())

    def test_without_a_cache_nothing_is_kept(self):
        self.site("--no-cache")
        self.assertFalse(self.cache.exists())
        self.assertEqual(list(self.home.rglob("memo")), [])


if __name__ == "__main__":
    program.main()
