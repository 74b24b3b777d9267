#!/usr/bin/env python3
"""Releases and declared weights, on an archive whose truth is known: two CPUs, two versions of the suite, runs of tags
that are in no trend, and a tag that a night measured. Nothing may be compared across.

    releases_test.py PROGRAM [unittest arguments]

What data/releases.json says is recomputed here from the raw result files, without any of the generator's code.
"""

import fnmatch
import json
import math
import random
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import median

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import OK, ProgramTest, result  # noqa: E402

CPUS = {"AMD EPYC 7763 64-Core Processor": 1.0, "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz": 1.7}
BENCHMARKS = [f"bench.py::test_{letter}" for letter in "abcdefghijkl"]
TAGS = ("v1.9", "v1.10", "v2.0")
SPEEDUP = {"v1.9": 1.0, "v1.10": 1.0, "v2.0": 1.25}  # of most benchmarks
SLOWER = "bench.py::test_l"                          # takes 1.1 of the time in v2.0
RUNS, NIGHTS, NOISE = 5, 30, .004
CONFIG = """
[archive]
suite_from = "machine_info.suite"
[[aggregate]]
name = "all"
[[aggregate]]
name = "weighty"
weights = { "*test_?" = 0.5, "*test_a" = 5 }
benchmarks = ["*test_a", "*test_b", "*test_c", "*test_d", "*test_e", "*test_f"]
"""
WEIGHTS = (("*test_a", 5), ("*test_?", .5))  # the more particular pattern first


def same(a, b, digits=1e-5):
    return a is b is None or None not in (a, b) and math.isclose(a, b, rel_tol=digits)


def measured(day, cpu, suite, tag, noise):
    """The file of one run. Suite 2 measures something else: ten times as long."""
    run = result(day, cpu=cpu, commit=f"{(TAGS.index(tag) if tag in TAGS else 90) * 1000 + day:040x}")
    run["machine_info"]["suite"] = suite
    template = run["benchmarks"].pop()
    for place, name in enumerate(BENCHMARKS):
        if (name, tag) == (BENCHMARKS[4], "v1.9"):
            continue
        speed = 1 / 1.1 if (name, tag) == (SLOWER, "v2.0") else SPEEDUP.get(tag, 1)
        value = (1 + place) * 1e-3 * CPUS[cpu] * (10 if suite == "2" else 1) / speed * math.exp(noise.gauss(0, NOISE))
        stats = {key: value if key in ("mean", "median", "q1", "q3") else number
                 for key, number in template["stats"].items()} | {"min": value * .99, "max": value * 1.01}
        run["benchmarks"].append(template | {"name": name, "fullname": name, "stats": stats})
    return run


class RankSums:
    """How likely a sum of ranks 1 to n is at least so much, each falling to either side with probability 1/2."""

    def __init__(self, n):
        ways = [1] + [0] * (n * (n + 1) // 2)
        for rank in range(1, n + 1):
            for total in range(len(ways) - 1, rank - 1, -1):
                ways[total] += ways[total - rank]
        self.tails = [sum(ways[total:]) / 2 ** n for total in range(len(ways))]

    def confidence(self, positive):
        return 1 - self.tails[math.floor(positive)]


def positive_ranks(differences, s):
    """The sum of positive ranks, by counting pairs that lean to the positive side. `differences`: value, low, high."""
    left = [0 if low <= s <= high else value - s for value, low, high in differences]
    pairs = [left[i] + left[j] for i in range(len(left)) for j in range(i, len(left))]
    return sum(1 if pair > 0 else .5 if pair == 0 else 0 for pair in pairs)


def not_rejected(before, after):
    """The range of ln(before / after) that the rank-sum test keeps at 5 %: for five against five, P(U <= 2) is 4/252 and
    P(U <= 3) is 7/252, so the third from either end of the 25 differences."""
    assert len(before) == len(after) == 5
    differences = sorted(math.log(b) - math.log(a) for b in before for a in after)
    return differences[2], differences[-3]


def at_least(differences, confidence):
    """The largest s that the test still supports, by trying ever smaller steps; nothing where none is."""
    sums, s = RankSums(len(differences)), 0.0
    if sums.confidence(positive_ranks(differences, 0)) < confidence:
        return None
    for step in (.1, .01, .001, 1e-4, 1e-5, 1e-6):
        while sums.confidence(positive_ranks(differences, s + step)) >= confidence:
            s += step
    return s


def quantile(values, p):
    values = sorted(values)
    place = p * (len(values) - 1)
    low = math.floor(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class Releases(ProgramTest):
    def setUp(self):
        super().setUp()
        noise = random.Random(8)
        for place, cpu in enumerate(CPUS):
            for night in range(NIGHTS):
                suite = "1" if night < NIGHTS // 2 else "2"
                self.add(f"nights/{place}/{night:02}.json", measured(1 + night, cpu, suite, "main", noise))
            for tag in TAGS:
                for suite in ("1", "2"):
                    self.add_tag(place, cpu, suite, tag, noise)
        self.config = self.here / "releases.toml"
        self.config.write_text(CONFIG)
        self.build_site(self.archive, self.out)
        self.document = json.loads((self.out / "data/releases.json").read_text())
        self.raw = self.read_raw()

    def add_tag(self, place, cpu, suite, tag, noise):
        """The first CPU measured v1.9 with suite 1 alone, and each of its tags once; the other five times."""
        if (place, suite, tag) == (0, "2", "v1.9"):
            return
        for again in range(1 if place == 0 else RUNS):
            self.add(f"kind=tag/ref={tag}/{place}-{suite}-{again}.json", measured(20 + again, cpu, suite, tag, noise))

    def build_site(self, archive, out):
        done = self.run_program("build", "--archive", archive, "--out", out, "--config", self.config, "--no-cache",
                                "--now", program.NOW)
        self.assertEqual(OK, done.returncode, done.stdout + done.stderr)

    def read_raw(self):
        """Values by CPU, suite, tag and benchmark."""
        values = defaultdict(lambda: defaultdict(list))
        for path in sorted(self.archive.glob("kind=tag/*/*.json")):
            run = json.loads(path.read_text())
            info = run["machine_info"]
            key = info["cpu"]["brand_raw"], info["suite"], path.parent.name.removeprefix("ref=")
            for benchmark in run["benchmarks"]:
                values[key][benchmark["fullname"]].append(benchmark["stats"]["median"])
        return values

    def cpu_of(self, table):
        testbeds = json.loads((self.out / "data/index.json").read_text())["testbeds"]
        return next(each["dimensions"]["cpu"] for each in testbeds if each["slug"] == table["testbed"])

    def pairs(self):
        """Each published pair with the raw values of both sides, by benchmark."""
        for table in self.document["tables"]:
            cpu = self.cpu_of(table)
            for pair in table["pairs"]:
                before, after = (self.raw[cpu, table["suite"], pair[side]] for side in ("before", "after"))
                yield pair, before, after

    def test_every_pair_of_one_cpu_and_suite_is_there_and_no_other(self):
        self.assertEqual(list(TAGS), [release["name"] for release in self.document["releases"]])
        found = {(self.cpu_of(table), table["suite"]): [(pair["before"], pair["after"]) for pair in table["pairs"]]
                 for table in self.document["tables"]}
        first, second = CPUS
        every = sorted(combinations(TAGS, 2))
        self.assertEqual({(first, "1"), (first, "2"), (second, "1"), (second, "2")}, set(found))
        for key, pairs in found.items():
            self.assertEqual([("v1.10", "v2.0")] if key == (first, "2") else every, sorted(pairs), key)

    def test_runs_are_of_the_testbed_and_suite_of_their_table(self):
        runs = {run["id"]: run for run in json.loads((self.out / "data/runs.json").read_text())["runs"]}
        counted = 0
        for table in self.document["tables"]:
            for release in table["releases"]:
                for run in map(runs.get, release["runs"]):
                    self.assertEqual((table["testbed"], table["suite"], "tag", release["name"]),
                                     (run["testbed"], run["suite"], run["kind"], run["ref"]))
                    counted += 1
        self.assertEqual(len(list(self.archive.glob("kind=tag/*/*.json"))), counted)

    def test_means_and_ranges_are_what_the_raw_files_say(self):
        for pair, before, after in self.pairs():
            self.assertEqual(["all", "weighty"], [mean["set"] for mean in pair["means"]])
            ratios = {name: median(after[name]) / median(before[name]) for name in set(before) & set(after)}
            self.check_mean(pair["means"][0], ratios, {name: 1 for name in ratios})
            some = {name: ratio for name, ratio in ratios.items() if name[-1] in "abcdef"}
            weights = {name: next((weight for pattern, weight in WEIGHTS if fnmatch.fnmatch(name, pattern)), 1) for name in some}
            self.check_mean(pair["means"][1], some, weights)
            self.assertEqual([False, True], [mean["weighted"] for mean in pair["means"]])
            self.assertEqual((len(set(before) - set(after)), len(set(after) - set(before))), (pair["missing"], pair["added"]))

    def check_mean(self, mean, ratios, weights):
        expected = math.exp(sum(weights[name] * math.log(ratio) for name, ratio in ratios.items()) / sum(weights.values()))
        self.assertTrue(same(expected, mean["ratio"]), (expected, mean))
        self.assertEqual(len(ratios), mean["n"])
        values = ratios.values()
        for name, wanted in (("p10", quantile(values, .1)), ("p90", quantile(values, .9)), ("min", min(values)), ("max", max(values))):
            self.assertTrue(same(wanted, mean["range"][name]), (name, wanted, mean))
        self.assertTrue(mean["ratio_low"] < mean["ratio"] < mean["ratio_high"], mean)

    def test_the_hierarchical_test_is_what_the_raw_files_say(self):
        checked = 0
        for pair, before, after in self.pairs():
            if any(len(values) != RUNS for values in (*before.values(), *after.values())):
                continue
            differences = []
            for name in sorted(set(before) & set(after)):
                value = math.log(median(before[name]) / median(after[name]))
                low, high = not_rejected(before[name], after[name])
                differences.append((value, min(low, value), max(high, value)))
            self.check_test(pair["means"][0]["hierarchical_test"], differences)
            checked += 1
        self.assertEqual(6, checked)  # both suites of the second CPU

    def check_test(self, test, differences):
        if test["direction"] == "worse":
            differences = [(-value, -high, -low) for value, low, high in differences]
        positive = positive_ranks(differences, 0)
        self.assertTrue(same(RankSums(len(differences)).confidence(positive), test["confidence"]), test)
        self.assertEqual(sum(low <= 0 <= high for _, low, high in differences), test["ties"])
        self.assertEqual(0, test["untested"])
        for one in test["at_least"]:
            expected = at_least(differences, one["confidence"])
            self.assertTrue(math.isclose(1 if expected is None else math.exp(expected), one["factor"], abs_tol=5e-6), (expected, one))

    def test_the_known_speedup_is_found_with_one_run_as_well(self):
        """The noise is that of the nights with the same suite: of the benchmark on its testbed."""
        for table in self.document["tables"]:
            for pair in table["pairs"]:
                test = pair["means"][0]["hierarchical_test"]
                if pair["after"] != "v2.0":
                    self.assertEqual([], [one for one in test["at_least"] if one["factor"] > 1.01], pair)
                    continue
                found = {one["confidence"]: one["factor"] for one in test["at_least"]}
                self.assertTrue(1.2 < found[.9] < 1.26 and 1.2 < found[.95] < 1.26, (table["label"], table["suite"], pair))
                # One of twelve got slower: beyond that much it has the largest rank, and 66 of 78 is no 99 %.
                self.assertTrue(1.03 < found[.99] < 1.1, (table["label"], table["suite"], pair))

    def test_compare_says_the_same(self):
        done = self.run_program("compare", "v1.10", "v2.0", "--archive", self.archive, "--config", self.config, "--no-cache",
                                "--format", "json", "--testbed", "8272CL")
        self.assertEqual(OK, done.returncode, done.stdout + done.stderr)
        comparison, = json.loads(done.stdout)["comparisons"]
        suite = comparison["head"]["runs"][0]["suite"]
        table = next(table for table in self.document["tables"] if table["suite"] == suite and "8272CL" in table["label"])
        pair = next(pair for pair in table["pairs"] if (pair["before"], pair["after"]) == ("v1.10", "v2.0"))
        self.assertEqual([mean["ratio"] for mean in pair["means"]], [mean["ratio"] for mean in comparison["means"]])
        self.assertEqual([mean["hierarchical_test"] for mean in pair["means"]],
                         [mean["hierarchical_test"] for mean in comparison["means"]])
        text = self.run_program("compare", "v1.10", "v2.0", "--archive", self.archive, "--config", self.config, "--no-cache").stdout
        for part in ("hierarchical test: at least 1.0", "faster at 99 %, 1.2", "the middle 80 % of its benchmarks:",
                     "weighted geometric mean, weighty, Time:"):
            self.assertIn(part, text)

    def test_weights_are_named_wherever_the_mean_stands(self):
        methods = (self.out / "methods/index.html").read_text()
        self.assertIn("Weights of weighty", methods)
        self.assertIn("*test_a</code> 5", methods)
        self.assertIn("Weighted geometric mean", (self.out / "releases/index.html").read_text())
        self.assertIn("weighty, weighted", (self.out / "geomean/index.html").read_text())
        plain, weighted = json.loads((self.out / "data/geomean.json").read_text())["sets"]
        self.assertNotIn("weights", plain)
        self.assertEqual([{"pattern": pattern, "weight": weight} for pattern, weight in WEIGHTS], weighted["weights"])
        self.check_trend(weighted)

    def check_trend(self, weighted):
        """A point of the trend, from the raw files of the nights."""
        runs = {run["id"]: json.loads((self.archive / run["file"]).read_text()) for run in
                json.loads((self.out / "data/runs.json").read_text())["runs"] if run["kind"] == "nightly"}
        values = {run: {each["fullname"]: each["stats"]["median"] for each in raw["benchmarks"]} for run, raw in runs.items()}
        for series in weighted["series"]:
            weights = {name: next((weight for pattern, weight in WEIGHTS if fnmatch.fnmatch(name, pattern)), 1)
                       for name in series["members"]}
            bases = [{name: median(values[run][name] for run in basis["baseline_runs"]) for name in weights}
                     for basis in series["bases"]]
            self.assertEqual(["1", "2"], [basis["suite"] for basis in series["bases"]])
            for run, ratio, basis in zip(series["run"], series["ratio"], series["basis"]):
                self.assertEqual(runs[run]["machine_info"]["suite"], series["bases"][basis]["suite"])
                base = bases[basis]
                logarithm = sum(weight * math.log(values[run][name] / base[name]) for name, weight in weights.items())
                self.assertTrue(same(math.exp(logarithm / sum(weights.values())), ratio), (run, ratio))

    def test_a_weight_is_refused_unless_positive_and_found_if_unused(self):
        self.config.write_text('[[aggregate]]\nname = "a"\nweights = { "*" = 0 }\n')
        self.assert_error(self.run_program("check", "--archive", self.archive, "--config", self.config), 2, "config", "must be above 0")
        self.config.write_text('[[aggregate]]\nname = "a"\nbenchmarks = ["*test_a"]\nweights = { "*test_b" = 2 }\n')
        done = self.run_program("check", "--archive", self.archive, "--config", self.config)
        self.assertEqual(program.FINDINGS, done.returncode)
        self.assertIn("no benchmark of a matches `*test_b`", done.stdout + done.stderr)

    def test_the_site_of_its_own_data_files_is_the_same(self):
        again = self.here / "again"
        self.build_site(self.out, again)
        built, rebuilt = self.site_files(), self.site_files(again)
        self.assertEqual([], [name for name in built if built[name] != rebuilt.get(name)])

    def test_its_pages_hold_as_those_of_every_site(self):
        done = subprocess.run([sys.executable, TESTS / "end_to_end/check_pages.py", self.out], check=False, capture_output=True, text=True)
        self.assertEqual(OK, done.returncode, done.stdout + done.stderr)


if __name__ == "__main__":
    program.main()
