#!/usr/bin/env python3
"""Measures besides the time, from the file to the page: planted changes are found with the right words whichever way is
better, aggregates and thresholds are each measure's own, the gate judges rates and counts. measures_test.py PROGRAM"""

import copy
import json
import math
import re
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import make_measures  # noqa: E402
from support import program  # noqa: E402
from support.program import FINDINGS, NOW, OK, USAGE, result  # noqa: E402

NIGHTS = 40
GOOGLE, PYTEST = make_measures.google_benchmark, make_measures.pytest_benchmark
PYPERF, PYSTATS = make_measures.pyperf, make_measures.pystats


class MeasuresTest(program.ProgramTest):
    def write_nights(self, *formats, nights=NIGHTS):
        """An archive of some of the synthetic formats, and the configuration that declares their measures."""
        made = make_measures.Nights(NIGHTS, 7)
        for night in range(nights):
            for write in formats:
                self.add(f"{night:04}/{write.__name__}.json", write(made, night))
        (self.here / "benchfolio.toml").write_text(make_measures.CONFIG)
        return made

    def build_site(self):
        done = self.run_program("build", "--archive", "archive", "--out", "site", "--now", NOW, "--no-cache")
        self.assertEqual(done.returncode, OK, done.stderr)
        return done

    def data(self, name):
        return json.loads((self.out / "data" / name).read_text())

    def configure(self, text):
        (self.here / "benchfolio.toml").write_text(text)


class TestPlantedChanges(MeasuresTest):
    def setUp(self):
        super().setUp()
        self.write_nights(GOOGLE, PYTEST, PYPERF, PYSTATS)
        self.build_site()

    def test_each_planted_change_is_found_and_nothing_else(self):
        better_when_higher = {"items_per_second", "bytes_per_second", "quality"}
        found = {(change["name"], change["measure"]): change for change in self.data("changes.json")["changes"]
                 if change["state"] == "confirmed"}
        self.assertEqual(sorted(found), sorted((name, measure) for name, measure, _ in make_measures.PLANTED))
        for name, measure, factor in make_measures.PLANTED:
            change = found[name, measure]
            self.assertAlmostEqual(change["ratio"], factor, delta=.02 * factor)
            worse = (factor < 1) == (measure in better_when_higher)
            self.assertEqual(change["direction"], "regression" if worse else "improvement", name)

    def test_the_words_say_which_way_is_better(self):
        told = self.run_program("changes", "--archive", "archive", "--since", "2026-01-01", "--no-cache").stdout
        for mark, amount, word, name in (("▲", "−2", "slower", "BM_Parse"), ("▼", "+2", "faster", "BM_Sort"),
                                         ("▲", "+3", "more", "BM_Copy"), ("▼", "−3", "less", "test_tree")):
            line = next((line for line in told.splitlines() if name in line), "")
            self.assertRegex(line, rf"{mark} {re.escape(amount)}\d\.\d % {word} ", told)
        page = next(self.out.glob("b/bm-parse-*.html")).read_text()
        self.assertRegex(page, r"20\.\d % slower since ")

    def test_units_of_pages_and_axes(self):
        page = next(text for path in self.out.glob("b/bm-parse-*.html") if "Items per second" in (text := path.read_text()))
        self.assertIn("higher is better", page)
        self.assertRegex(page, r">\d(\.\d+)?M</text>")
        self.assertRegex(page, r"items/s[^<]*</text>")
        for path in self.out.rglob("*.svg"):
            for text in re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text()):
                self.assertNotRegex(text, r"^-?[\d.]+e[+-]?\d", str(path))

    def test_every_measure_has_aggregates_of_its_own(self):
        measured = {}
        for benchmark in self.data("index.json")["benchmarks"]:
            for series in json.loads((self.out / benchmark["data"]).read_text())["series"]:
                measured.setdefault((series["testbed"], series["measure"]), set()).add(benchmark["name"])
        aggregates = [series for each in self.data("geomean.json")["sets"] for series in each["series"]]
        self.assertEqual({(each["testbed"], each["measure"]) for each in aggregates}, set(measured))
        for each in aggregates:
            self.assertEqual(set(each["members"]) | set(each["excluded"]), measured[each["testbed"], each["measure"]])
            self.check_newest_ratio(each)

    def check_newest_ratio(self, aggregate):
        """The newest geometric mean, from the published estimates of its own measure: each against the median of the
        baseline's runs."""
        logs = []
        for benchmark in self.data("index.json")["benchmarks"]:
            if benchmark["name"] not in aggregate["members"]:
                continue
            series = next(each for each in json.loads((self.out / benchmark["data"]).read_text())["series"]
                          if (each["testbed"], each["measure"]) == (aggregate["testbed"], aggregate["measure"]))
            by_run = dict(zip(series["run"], series["estimate"]))
            base = statistics.median(by_run[run] for run in aggregate["baseline_runs"] if run in by_run)
            logs.append(math.log(by_run[aggregate["run"][-1]] / base))
        self.assertEqual(aggregate["n"][-1], len(logs))
        wanted = math.exp(sum(logs) / len(logs))
        self.assertAlmostEqual(aggregate["ratio"][-1], wanted, delta=1e-5 * wanted)


class TestGate(MeasuresTest):
    def setUp(self):
        super().setUp()
        # Before the planted changes, so that the history is calm.
        self.made = self.write_nights(GOOGLE, nights=24)
        self.configure("")

    def judged(self, name, counter, factor, *options):
        """Exit code and the row of one measure, of a night in which it is multiplied."""
        head = copy.deepcopy(GOOGLE(self.made, 24))
        for row in head["benchmarks"]:
            if row["name"] == name:
                row[counter] *= factor
        path = self.here / "head.json"
        path.write_text(json.dumps(head))
        arguments = ("gate", "--head", path, "--archive", "archive", "--no-cache", "--quiet", *options)
        done = self.run_program(*arguments, "--format", "json")
        measure = {"real_time": "time"}.get(counter, counter)
        row = next(row for row in json.loads(done.stdout)["rows"] if (row["name"], row["measure"]) == (name, measure))
        return done.returncode, row, self.run_program(*arguments).stdout

    def test_a_rate_that_falls_is_a_regression(self):
        code, row, told = self.judged("BM_Parse", "items_per_second", .8)
        self.assertEqual((code, row["verdict"]), (FINDINGS, "red"))
        self.assertIn("BM_Parse, items_per_second", told)
        self.assertRegex(told, r"\d,\d{3},\d{3} items/s -> \d,\d{3},\d{3} items/s")

    def test_a_rate_that_rises_is_better(self):
        code, row, told = self.judged("BM_Parse", "items_per_second", 1.3)
        self.assertEqual((code, row["verdict"]), (OK, "green"), row)
        self.assertIn("better", told)

    def test_a_count_that_rises_is_a_regression_and_one_that_falls_is_not(self):
        name = "BM_Copy/bytes:512/threads:2"
        code, row, _ = self.judged(name, "cache_misses", 1.4)
        self.assertEqual((code, row["verdict"]), (FINDINGS, "red"))
        code, row, told = self.judged(name, "cache_misses", .6)
        self.assertEqual(code, OK, told)

    def test_a_threshold_is_of_its_measure_alone(self):
        self.configure('[[threshold]]\ntest = "static"\nlower = 4.9e6\nmeasures = ["items_per_second"]\n'
                       'benchmarks = ["BM_Parse"]\n')
        code, row, told = self.judged("BM_Parse", "items_per_second", .9)
        self.assertEqual((code, row["verdict"]), (FINDINGS, "red"))
        self.assertIn("at least 4,900,000 items/s", told)
        self.assertEqual(self.judged("BM_Parse", "items_per_second", 1)[0], OK)
        self.assertEqual(self.judged("BM_Parse", "real_time", 1)[0], OK)

    def test_the_comment_on_a_pull_request_has_the_words(self):
        comment = self.here / "comment.md"
        self.judged("BM_Parse", "items_per_second", .8, "--comment", comment)
        self.assertRegex(comment.read_text(), r"Items per second.*−(19|20|21)\.\d % slower")
        self.judged("BM_Sort/1024", "bytes_per_second", 1.4, "--comment", comment)
        self.assertRegex(comment.read_text(), r"Bytes per second.*\+(39|40|41)\.\d % faster")


class TestConfiguration(MeasuresTest):
    def test_check_says_which_numbers_there_are(self):
        self.write_nights(PYTEST, nights=3)
        told = self.run_program("check", "--archive", "archive", "--no-cache").stdout
        self.assertIn("suggestion[measures]", told)
        self.assertIn('[[measure]]\nfrom = "extra_info.unread"', told)
        self.assertNotIn('from = "extra_info.peak_kib"', told)  # is one already

    def test_check_says_which_rule_takes_nothing(self):
        self.write_nights(PYTEST, nights=3)
        self.configure('[[measure]]\nfrom = "extra_info.peek_kib"\n')
        done = self.run_program("check", "--archive", "archive", "--no-cache")
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn("`measure.from`: no number matches `extra_info.peek_kib`", done.stdout)

    def test_what_the_cache_has_read_by_other_rules_is_read_again(self):
        self.write_nights(PYTEST, nights=3)
        command = ("build", "--archive", "archive", "--out", "site", "--now", NOW, "--cache", "cache")
        for rule, wanted in (("", ["time"]), ('[[measure]]\nfrom = "extra_info.quality"\n', ["time", "quality"]),
                             ('[[measure]]\nfrom = "extra_info.quality"\nname = "q"\n', ["time", "q"]), ("", ["time"])):
            self.configure(rule)
            self.assertEqual(self.run_program(*command).returncode, OK)
            self.assertEqual([measure["name"] for measure in self.data("index.json")["measures"]], wanted)

    def test_mistakes_in_a_rule_are_told(self):
        self.add("1.json", result(1))
        for rule, said in (('from = "stats.mean"', "must be a pattern of the numbers"), ('name = "x"', "needs `from`"),
                           ('from = "counter.x"\nname = "time"', "`time` is what every format measures itself"),
                           ('from = "counter.x"\ndirection = "up"', 'must be "lower" or "higher"'),
                           ('from = "counter.x"\nname = "*"', "has more `*`"), ('from = "counter.x"\nunits = "s"', "unit")):
            self.configure(f"[[measure]]\n{rule}\n")
            done = self.run_program("build", "--archive", "archive", "--out", "site")
            self.assertEqual(done.returncode, USAGE, rule)
            self.assertIn(said, done.stderr)


class TestRobustness(MeasuresTest):
    def test_zero_negative_and_huge_values_make_a_site(self):
        for day in range(1, 13):
            self.add(f"{day:02}.json", {"context": {"date": f"2026-01-{day:02}T03:00:00+00:00", "cpu": "EPYC"}, "benchmarks": [
                {"name": "BM", "real_time": day % 2, "zero": 0, "debt": -day, "large": 1e149, "tiny": 1e-149,
                 "mixed": (-1) ** day * 5}]})
        self.build_site()
        self.assertEqual(len(self.data("index.json")["measures"]), 6)

    def test_truncated_files_are_broken(self):
        whole = json.dumps(GOOGLE(make_measures.Nights(1, 1), 0))
        for k in range(20):
            self.add(f"{k:02}.json", whole[:1 + k * (len(whole) - 2) // 20].encode())
        done = self.run_program("build", "--archive", "archive", "--out", "site", "--now", NOW)
        self.assertEqual(done.returncode, OK, done.stderr)
        self.assertEqual({each["kind"] for each in self.data("runs.json")["rejected"]}, {"broken"})


if __name__ == "__main__":
    program.main()
