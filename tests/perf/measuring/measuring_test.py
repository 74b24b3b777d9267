#!/usr/bin/env python3
"""The arithmetic of tests/perf/run: medians, ratios, verdicts, what the programs print, and the result file."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import archives  # noqa: E402
import goals  # noqa: E402
import measures  # noqa: E402
import report  # noqa: E402
import result_file  # noqa: E402
from figures import Figure, Goal, paired_ratio, verdict  # noqa: E402
from programs import CannotMeasure, Finished, run  # noqa: E402


def figure(samples, limit=(), goal=None, unit="s", **more):
    return Figure("build", unit, tuple(samples), limit=tuple(limit), goal=goal, **more)


class FiguresTest(unittest.TestCase):
    def test_the_value_is_the_median(self):
        self.assertEqual(figure([3, 1, 2]).value, 2)
        self.assertEqual(figure([4, 1]).value, 2.5)
        self.assertEqual(figure([7]).value, 7)

    def test_the_ratio_is_the_median_of_the_rounds_ratios(self):
        # 10/2, 30/10, 8/2: the median is 4; the ratio of the medians would be 10/2.
        self.assertEqual(paired_ratio([10, 30, 8], [2, 10, 2]), 4)

    def test_a_busy_round_counts_for_both(self):
        self.assertEqual(figure([2, 20, 2], [1, 10, 1]).ratio, 2)

    def test_a_sample_without_its_limit_is_a_mistake(self):
        with self.assertRaises(ValueError):
            paired_ratio([1, 2], [1])

    def test_without_a_limit_there_is_no_ratio(self):
        self.assertIsNone(figure([1]).ratio)
        self.assertIsNone(figure([1]).limit_value)


class VerdictTest(unittest.TestCase):
    def test_at_most(self):
        self.assertEqual(verdict(figure([0.15], goal=Goal(0.15))), "met")
        self.assertEqual(verdict(figure([0.3], goal=Goal(0.15))), "not met, 2 times the goal")

    def test_at_least(self):
        self.assertEqual(verdict(figure([1.8], goal=Goal(1.8, least=True))), "met")
        self.assertEqual(verdict(figure([0.9], goal=Goal(1.8, least=True))), "not met, 0.5 times the goal")

    def test_of_the_ratio(self):
        goal = Goal(4, of="ratio", stretch=2.5)
        self.assertEqual(verdict(figure([5], [2], goal)), "met, so is the stretch")
        self.assertEqual(verdict(figure([6], [2], goal)), "met")
        self.assertEqual(verdict(figure([10], [2], goal)), "not met, 1.25 times the goal")

    def test_without_a_goal_nothing_is_said(self):
        self.assertEqual(verdict(figure([1])), "")

    def test_cold_has_no_goal_where_the_disk_is_not_the_bound(self):
        found = measures.unbound(figure([2], [1], Goal(1.3, of="ratio")))
        self.assertEqual((found.ratio, verdict(found), found.note), (2, "", "the disk is not the bound"))


class ProgramsTest(unittest.TestCase):
    def test_stages_are_read_from_progress(self):
        err = "configuration: benchfolio.toml\nreading    205 files, 0 read (0 B), 205 from the cache (9.31 ms)\nanalysing  26 benchmarks (1.05 s)\n"
        self.assertEqual(Finished(1, 1, 1, "", err).stages(), {"reading": 0.00931, "analysing": 1.05})

    def test_pushed_bytes_are_read_from_progress(self):
        self.assertEqual(Finished(1, 1, 1, "", "writing    commit a848a5e885 (0.91 s)\npushing    1604.3 kB (0.72 s)\n").pushed(), 1604300)
        with self.assertRaises(CannotMeasure):
            Finished(1, 1, 1, "", "").pushed()

    def test_a_process_is_measured_with_its_memory(self):
        done = run([sys.executable, "-c", "import time; a = bytearray(100_000_000); time.sleep(0.2); print('cpu=0.5 seconds=1.5')"])
        self.assertGreater(done.seconds, 0.2)
        self.assertGreater(done.peak, 100_000_000)
        self.assertLess(done.cpu, done.seconds)
        self.assertEqual((done.said(), done.said("cpu")), (1.5, 0.5))

    def test_a_process_that_fails_is_told_with_what_it_printed(self):
        with self.assertRaisesRegex(CannotMeasure, "exit code 3\n(.*\n)*no disk"):
            run([sys.executable, "-c", "import sys; print('no disk', file=sys.stderr); sys.exit(3)"])


class ArchivesTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.source = self.folder / "source"
        (self.source / "nightly").mkdir(parents=True)
        for number, day in enumerate(("20240105_020000", "20240106_020000", "20240107_233000")):
            (self.source / f"nightly/{9 - number:04}_{'a' * 40}_{day}.json").write_text("{}")

    def test_nights_come_one_by_one_and_the_newest_last(self):
        growing = archives.Nights(self.source, self.folder / "nights", 2)
        counts, mornings = [len(archives.files(growing.folder))], []
        for _ in growing:
            counts.append(len(archives.files(growing.folder)))
            mornings.append(archives.morning_after(growing.folder))
        self.assertEqual(counts, [1, 2, 3])
        self.assertEqual(mornings, ["2024-01-06T04:00:00Z", "2024-01-08T01:30:00Z"])

    def test_an_archive_keeps_a_night(self):
        with self.assertRaises(CannotMeasure):
            archives.Nights(self.source, self.folder / "nights", 3)

    def test_dropping_from_the_page_cache_leaves_the_files(self):
        archives.drop_from_page_cache(self.source)
        self.assertEqual(archives.size(self.source), 6)


class ReportTest(unittest.TestCase):
    def test_amounts_have_three_digits_and_a_unit(self):
        for value, unit, text in ((13.24, "s", "13.2 s"), (0.812, "s", "812 ms"), (0.0000421, "s", "42.1 µs"), (1604300, "B", "1.6 MB"), (217e6, "B", "217 MB"),
                                  (999, "B", "999 B"), (0.714, "GB/s", "0.714 GB/s"), (5312.2, "plots/s", "5,312 plots/s"), (4849, "files", "4,849 files"),
                                  (1.8, "x", "1.8x"), (0, "s", "0 s")):
            self.assertEqual(report.amount(value, unit), text)

    def test_a_row_says_value_limit_ratio_goal_and_verdict(self):
        found = figure([2.4], [0.4], Goal(4, of="ratio", stretch=2.5), limit_name="floor + write_files", note="two threads")
        self.assertEqual(report.row(found), ("build (two threads)", "2.4 s", "400 ms floor + write_files", "6x", "≤ 4x (stretch 2.5x)", "not met, 1.5 times the goal"))
        self.assertEqual(report.row(figure([6000], goal=Goal(5000, least=True), unit="plots/s"))[4:], ("≥ 5,000 plots/s", "met"))

    def test_archives_stand_apart(self):
        text = report.table([figure([1], archive="S"), figure([2]), figure([3], archive="S")], {"S": archives.Shape(100, 90)})
        blocks = text.strip().split("\n\n")
        self.assertEqual([block.splitlines()[0] for block in blocks], ["S: 100 runs of 90 benchmarks", "Parts of the program"])
        self.assertEqual([len(block.splitlines()) for block in blocks], [4, 3])


class PagesTest(unittest.TestCase):
    def test_the_largest_page_of_each_kind(self):
        with tempfile.TemporaryDirectory() as name:
            for path, size in {"index.html": 10, "b/one.html": 10, "b/two.html": 100000, "run/x.html": 10, "data/x.json": 10}.items():
                file = Path(name, path)
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(bytes(i * i % 251 for i in range(size)))
            largest = {measures.PAGE_KINDS[pattern]: size for pattern, size in measures.largest_pages(Path(name)).items()}
        self.assertEqual(set(largest), {"home page", "page of a benchmark", "other page"})
        self.assertGreater(largest["page of a benchmark"], largest["home page"])

    def test_every_goal_is_of_an_archive_that_there_is(self):
        self.assertEqual({archive for archive, _ in goals.GOALS} - {"", "samples", *archives.SHAPES}, set())


class ResultFileTest(unittest.TestCase):
    def test_each_sample_is_a_run_with_its_memory_and_the_limit_a_benchmark_beside_it(self):
        found = figure([2.0, 4.0], [1.0, 1.5], archive="S", limit_name="floor", peaks=(70, 80))
        ours, limit = result_file.benchmarks([found], "2026-01-02 03:04:05")
        self.assertEqual(ours["metadata"], {"name": "S: build", "unit": "second", "tags": ["S"]})
        self.assertEqual(ours["runs"][1], {"metadata": {"date": "2026-01-02 03:04:05", "mem_max_rss": 80}, "values": [4.0]})
        self.assertEqual((limit["metadata"]["name"], limit["metadata"]["tags"]), ("S: build; limit: floor", ["S", "limit"]))

    def test_rates_become_seconds_of_a_unit_of_work(self):
        (found,) = result_file.benchmarks([figure([5000], unit="plots/s")], "2026-01-02 03:04:05")
        self.assertEqual((found["metadata"]["name"], found["runs"][0]["values"]), ("build, a plot", [0.0002]))

    def test_ratios_are_left_out(self):
        self.assertEqual(list(result_file.benchmarks([figure([1.9], unit="x")], "2026-01-02 03:04:05")), [])


if __name__ == "__main__":
    unittest.main()
