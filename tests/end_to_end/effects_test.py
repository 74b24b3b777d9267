#!/usr/bin/env python3
"""Testbeds beyond the CPU, on an archive whose truth is known: two CPUs, two operating systems and two backends, one of
which takes 0.8 of the other's time on average. The real program must find that, and join nothing across.

    effects_test.py PROGRAM [unittest arguments]

What data/effects.json says is recomputed here from the raw result files, without any of the generator's code.
"""

import json
import math
import random
import subprocess
import sys
from collections import defaultdict
from itertools import product
from pathlib import Path
from statistics import fmean, median, stdev

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import FINDINGS, OK, ProgramTest, result  # noqa: E402

CPUS = {"AMD EPYC 7763 64-Core Processor": 1.0, "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz": 1.7}
SYSTEMS = {"Linux": 1.0, "Darwin": 1.3}
BACKENDS = ("cpu", "gpu")
# What the GPU takes of each benchmark's time: their geometric mean is 0.8.
EFFECTS = {"bench.py::test_a": .4, "bench.py::test_b": .8, "bench.py::test_c": 1.0, "bench.py::test_d": 1.28}
COMMITS, NOISE, NEWEST, WINDOW = 24, .01, 10, 5
STUDENT_T = {9: 2.2621571627, 4: 2.7764451052}  # 97.5 %, by degrees of freedom
CONFIG = """
[archive]
dimensions = ["cpu", "os", "backend"]
[dimensions]
backend = "machine_info.accelerator"
[[effect]]
name = "GPU"
dimension = "backend"
off = "cpu"
on = "gpu"
"""


def same(a, b, digits=1e-6):
    """Equal to the seven digits that are published; two unknown ones are equal as well."""
    return a is b is None or None not in (a, b) and math.isclose(a, b, rel_tol=digits)


def measured(commit, hour, cpu, system, backend, noise):
    """The result file of one commit on one testbed. The project becomes 40 % slower in the middle."""
    run = result(1 + commit, cpu=cpu)
    run["machine_info"].update(system=system, accelerator=backend)
    run["datetime"] = f"2026-01-{1 + commit:02}T{hour:02}:00:00.000000"
    template = run["benchmarks"].pop()
    for place, (name, effect) in enumerate(EFFECTS.items()):
        value = (1 + place) * 1e-3 * CPUS[cpu] * SYSTEMS[system] * (1.4 if commit >= COMMITS // 2 else 1)
        value *= (effect if backend == "gpu" else 1) * math.exp(noise.gauss(0, NOISE))
        stats = {key: value if key in ("mean", "median", "q1", "q3") else number
                 for key, number in template["stats"].items()} | {"min": value * .99, "max": value * 1.01}
        run["benchmarks"].append(template | {"name": name, "fullname": name, "stats": stats})
    return run


class Truth:
    """What the raw files say: value of (testbed, commit, benchmark), the testbed being its dimensions."""

    def __init__(self, archive):
        self.values = defaultdict(list)
        for path in sorted(archive.rglob("*.json")):
            run = json.loads(path.read_text())
            info = run["machine_info"]
            testbed = (info["cpu"]["brand_raw"], info["system"], info["accelerator"])
            for benchmark in run["benchmarks"]:
                self.values[testbed, run["commit_info"]["id"], benchmark["fullname"]].append(benchmark["stats"]["median"])

    def ratio(self, cpu, system, commit, benchmark):
        """ln of on / off at one commit; nothing where one of them has not measured it."""
        on, off = (self.values.get(((cpu, system, backend), commit, benchmark)) for backend in ("gpu", "cpu"))
        return math.log(median(on) / median(off)) if on and off else None

    def at(self, cpu, system, commit):
        """By benchmark, those that both have."""
        ratios = {name: self.ratio(cpu, system, commit, name) for name in EFFECTS}
        return {name: ratio for name, ratio in ratios.items() if ratio is not None}


class Effects(ProgramTest):
    """One archive, one build of it; see setUp for what is missing in it on purpose."""

    def setUp(self):
        super().setUp()
        noise = random.Random(6)
        for commit, (hour, (cpu, system, backend)) in product(
                range(COMMITS), enumerate(product(CPUS, SYSTEMS, BACKENDS), start=1)):
            if (commit, backend) == (3, "gpu") or (commit, cpu, system) == (5, list(CPUS)[1], "Darwin"):
                continue  # a commit on one backend alone, and one that two testbeds lack
            self.add(f"{commit:02}/{hour}.json", measured(commit, hour, cpu, system, backend, noise))
        self.config = self.here / "effects.toml"
        self.config.write_text(CONFIG)
        self.expect(OK, self.build_site(self.archive, self.out))
        self.truth = Truth(self.archive)
        self.index = self.data("index.json")
        self.dimensions = {testbed["slug"]: testbed["dimensions"] for testbed in self.index["testbeds"]}
        self.effect, = self.data("effects.json")["effects"]

    def build_site(self, archive, out):
        return self.run_program("build", "--archive", archive, "--out", out, "--config", self.config, "--no-cache",
                                "--now", program.NOW)

    def expect(self, code, done):
        self.assertEqual(code, done.returncode, done.stdout + done.stderr)
        return done

    def data(self, name):
        return json.loads((self.out / "data" / name).read_text())

    def place_of(self, pair):
        """CPU and system of a pair, which its testbeds must share."""
        off, on = self.dimensions[pair["testbed_off"]], self.dimensions[pair["testbed_on"]]
        self.assertEqual((off["cpu"], off["os"]), (on["cpu"], on["os"]))
        self.assertEqual((off["backend"], on["backend"]), BACKENDS)
        return off["cpu"], off["os"]

    def test_testbeds_are_the_product_of_their_dimensions(self):
        found = [tuple(dimensions.values()) for dimensions in self.dimensions.values()]
        self.assertEqual(sorted(product(CPUS, SYSTEMS, BACKENDS)), sorted(found))
        self.assertEqual(8, len({testbed["label"] for testbed in self.index["testbeds"]}))
        colours = defaultdict(set)
        for testbed in self.index["testbeds"]:
            colours[testbed["dimensions"]["cpu"]].add(testbed["colour"])
        self.assertEqual([1, 1], [len(each) for each in colours.values()])

    def test_nothing_is_joined_across_a_dimension(self):
        testbed_of = {run["id"]: run["testbed"] for run in self.data("runs.json")["runs"]}
        raw = {run["id"]: json.loads((self.archive / run["file"]).read_text())["machine_info"]
               for run in self.data("runs.json")["runs"]}
        for run, testbed in testbed_of.items():
            self.assertEqual({"cpu": raw[run]["cpu"]["brand_raw"], "os": raw[run]["system"],
                              "backend": raw[run]["accelerator"]}, self.dimensions[testbed])
        for benchmark in self.index["benchmarks"]:
            for series in json.loads((self.out / benchmark["data"]).read_text())["series"]:
                self.assertEqual({series["testbed"]}, {testbed_of[run] for run in series["run"]})
        for each in self.data("geomean.json")["sets"][0]["series"]:
            self.assertEqual({each["testbed"]}, {testbed_of[run] for run in each["run"] + each["baseline_runs"]})
        for path in (self.out / "data/compare").glob("*.json"):
            for comparison in json.loads(path.read_text())["comparisons"]:
                self.assertFalse(comparison["across_testbeds"], path.name)

    def test_every_pair_is_there_and_says_what_it_leaves_out(self):
        self.assertEqual(sorted(product(CPUS, SYSTEMS)), sorted(map(self.place_of, self.effect["pairs"])))
        self.assertEqual([], self.effect["unpaired"])
        for pair in self.effect["pairs"]:
            lacking = self.place_of(pair) == (list(CPUS)[1], "Darwin")
            self.assertEqual(COMMITS - (2 if lacking else 1), pair["commits"])
            self.assertEqual([{"what": "1 commit", "why": "measured with backend cpu only"}], pair["excluded"])

    def test_points_are_what_the_raw_files_say(self):
        for pair in self.effect["pairs"]:
            trend, = pair["trends"]
            ratios = []
            for commit, ratio, n in zip(trend["commit"], trend["ratio"], trend["n"]):
                expected = self.truth.at(*self.place_of(pair), commit)
                ratios.append(fmean(expected.values()))
                self.assertEqual(len(expected), n)
                self.assertTrue(same(ratio, math.exp(ratios[-1])), (commit, ratio))
            self.assertEqual(pair["commits"], len(ratios))
            self.check_levels(trend, ratios)

    def check_levels(self, trend, ratios):
        """The mean of the five commits nearest to each, with Student's interval."""
        for i in range(len(ratios)):
            first = min(max(0, i - WINDOW // 2), len(ratios) - WINDOW)
            about = ratios[first:first + WINDOW]
            half = STUDENT_T[WINDOW - 1] * stdev(about) / math.sqrt(WINDOW)
            for name, expected in (("level", 0), ("low", -half), ("high", half)):
                self.assertTrue(same(trend[name][i], math.exp(fmean(about) + expected)), (name, i))

    def test_the_table_is_what_the_raw_files_say(self):
        for pair in self.effect["pairs"]:
            latest, place = pair["latest"], self.place_of(pair)
            newest = pair["trends"][0]["commit"][-NEWEST:]
            self.assertEqual({run["commit"] for side in ("base", "head") for run in latest[side]["runs"]}, set(newest))
            for row in latest["rows"]:
                ratios = [self.truth.ratio(*place, commit, row["name"]) for commit in newest]
                self.assertTrue(same(row["ratio"], math.exp(fmean(ratios))), row)
                self.assertTrue(same(row["ratio"], row["after"] / row["before"], 1e-5), row)
            self.check_mean(latest, place, newest)

    def check_mean(self, latest, place, newest):
        mean, = latest["means"]
        by_commit = [fmean(self.truth.at(*place, commit).values()) for commit in newest]
        half = STUDENT_T[NEWEST - 1] * stdev(by_commit) / math.sqrt(NEWEST)
        self.assertEqual(len(EFFECTS), mean["n"])
        for name, expected in (("ratio", 0), ("ratio_low", -half), ("ratio_high", half)):
            self.assertTrue(same(mean[name], math.exp(fmean(by_commit) + expected)), (name, mean))

    def test_the_known_effect_is_found(self):
        for pair in self.effect["pairs"]:
            mean, = pair["latest"]["means"]
            self.assertAlmostEqual(.8, mean["ratio"], delta=.8 * 3 * NOISE / math.sqrt(NEWEST))
            for row in pair["latest"]["rows"]:
                truth = EFFECTS[row["name"]]
                self.assertAlmostEqual(truth, row["ratio"], delta=truth * 5 * NOISE * math.sqrt(2 / NEWEST))
                wanted = "no_evidence" if truth == 1 else "faster" if truth < 1 else "slower"
                self.assertEqual(wanted, row["verdict"], row)

    def test_pages_tell_it_without_ratios_across_testbeds(self):
        page = (self.out / self.effect["page"]).read_text()
        self.assertIn("backend cpu → backend gpu", page)
        self.assertIn("1 commit", page)
        side_by_side = next(self.out.glob("by/os*.html")).read_text()
        for text in ("os: Linux and Darwin side by side", "No ratios", "EPYC 7763, cpu", "Xeon 8272CL, gpu"):
            self.assertIn(text, side_by_side)
        latest = side_by_side[side_by_side.index('id="latest"'):side_by_side.index('id="cover"')]
        self.assertNotRegex(latest, r"\d %|\d×|\dx ")
        self.assertIn("effects/index.html", (self.out / "index.html").read_text())

    def test_the_site_of_its_own_data_files_is_the_same(self):
        again = self.here / "again"
        self.expect(OK, self.build_site(self.out, again))
        contents = [{path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
                    for site in (self.out, again)]
        self.assertEqual([], [str(path) for path in contents[0] if contents[0][path] != contents[1].get(path)])

    def test_numbers_and_pages_hold_as_those_of_every_site(self):
        for script, *arguments in (("verify_site.py", "--archive", self.archive, "--site", self.out, "--config", self.config),
                                   ("check_pages.py", self.out)):
            self.expect(OK, subprocess.run([sys.executable, TESTS / "end_to_end" / script, *arguments], check=False,
                                           capture_output=True, text=True))

    def test_check_suggests_the_dimensions_that_nobody_declared(self):
        undeclared = self.here / "plain.toml"
        undeclared.write_text("")
        done = self.run_program("check", "--archive", self.archive, "--config", undeclared, "--no-cache")
        self.assertIn('dimensions = ["cpu", "os"]', done.stdout + done.stderr)
        self.config.write_text(CONFIG.replace('"gpu"', '"tpu"'))
        done = self.run_program("check", "--archive", self.archive, "--config", self.config, "--no-cache")
        self.expect(FINDINGS, done)
        self.assertIn("no run with the backend matches `tpu`", done.stdout + done.stderr)


if __name__ == "__main__":
    program.main()
