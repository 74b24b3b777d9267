#!/usr/bin/env python3
"""Histories over upgrades, on archives whose truth is known: three machines, an operating system and a Python that were
replaced, each with a factor of its own for each benchmark, 1.5 among them. The real program must carry every history
over them within its noise, join nothing that it cannot, and publish factors that are what the raw files give.

    continuity_test.py PROGRAM [unittest arguments]

Factors and rescaled values are recomputed here from the raw result files, without any of the generator's code.
"""

import csv
import json
import math
import random
import subprocess
import sys
import threading
from collections import defaultdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import fmean, median

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import BROKEN, FINDINGS, OK, USAGE, ProgramTest, result  # noqa: E402

OLD, MIDDLE, NEW = "Old CPU Model 1", "Middle CPU Model 2", "New CPU Model 3"
NOISE, NIGHTS, SHARED = .01, 24, 4
# What one step to the next machine multiplies each benchmark's time by.
TO_MIDDLE = {"b.py::test_a": 1.5, "b.py::test_b": .8, "b.py::test_c": 1.5, "b.py::test_late": 1.5}
TO_NEW = {"b.py::test_a": .6, "b.py::test_b": 1.5, "b.py::test_c": 1.0, "b.py::test_late": 1.1}
MACHINES = """
[[transition]]
from = "Old CPU*"
to = "Middle CPU*"
reason = "The first machine broke."
[[transition]]
from = "Middle CPU*"
to = "New CPU*"
reason = "A faster machine."
[[pause]]
from = 2026-02-25
to = 2026-03-02
reason = "moving house"
"""
SOFTWARE = """
[[transition]]
from = {release = "5.*"}
to = {release = "6.*"}
reason = "A new kernel."
[[transition]]
from = {release = "6.*", python = "CPython 3.10*"}
to = {python = "CPython 3.11*"}
reason = "Python 3.11."
"""
RELATIVE = """
[[relative]]
pairs = {"*-compiled" = "*-interpreted"}
"""


def commit_id(number):
    """Any ten digits of it tell it from all others."""
    return f"{0xabc0000000 + number:x}".ljust(40, "0")


def run_file(night, number, cpu, values, python="3.10.4", release="5.15"):
    """One night: `values` by benchmark, measured at commit `number`."""
    month, day = divmod(night, 28)
    base = result(1, cpu=cpu, commit=commit_id(number))
    base["datetime"] = f"2026-{month + 1:02}-{day + 1:02}T02:00:00.000000"
    base["machine_info"] |= {"python_version": python, "release": release}
    base["benchmarks"] = [result(1, median=value, name=name)["benchmarks"][0] for name, value in values.items()]
    return base


class Estimates:
    """What the raw files say: the median of each benchmark, by configuration and commit, oldest run first."""

    def __init__(self, folder, configuration):
        self.values = defaultdict(list)
        for path in sorted(folder.rglob("*.json")):
            run = json.loads(path.read_text())
            for benchmark in run["benchmarks"]:
                key = benchmark["fullname"], configuration(run)
                self.values[key].append((run["commit_info"]["id"], benchmark["stats"]["median"]))

    def of(self, name, configuration):
        return self.values.get((name, configuration), [])

    def ratios(self, name, old, new):
        """By commit measured on both: new / old, each the median of its runs."""
        sides = []
        for configuration in (old, new):
            side = defaultdict(list)
            for commit, value in self.of(name, configuration):
                side[commit].append(value)
            sides.append(side)
        return {commit: median(sides[1][commit]) / median(sides[0][commit]) for commit in sides[0] if commit in sides[1]}


def cpu_of(run):
    return run["machine_info"]["cpu"]["brand_raw"]


def software_of(run):
    info = run["machine_info"]
    return info["release"].split(".")[0], info["python_version"]


class ContinuityTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.here / "benchfolio.toml"
        self.random = random.Random(6)

    def noisy(self, levels):
        return {name: level * math.exp(self.random.gauss(0, NOISE)) for name, level in levels.items()}

    def command(self, *arguments):
        return self.run_program("continuity", "--archive", self.archive, "--config", self.config, "--no-cache", *arguments)

    def expect(self, code, done):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def read(self, path):
        return json.loads((self.out / path).read_text())

    def built(self):
        self.expect(OK, self.build("--config", self.config, "--no-cache"))
        return self.read("data/continuity.json")

    def add_nights(self, first, commits, levels, **of_run):
        for night, number in enumerate(commits, first):
            values = self.noisy(levels)
            self.add(f"{night:04}-{number}.json", run_file(night, number, values=values, **of_run))

    def add_machines(self, jump=1.0):
        """Three machines one after the other, the last commits of each measured on the next again. `test_late` came with
        the second machine's last nights, `test_gone` was lost with the first. `jump`: what the last commit shared by the
        second and the third machine is slower on the third."""
        old = {name: 1e-3 * (i + 1) for i, name in enumerate(TO_MIDDLE) if "late" not in name} | {"b.py::test_gone": 7e-3}
        middle = {name: 1e-3 * (i + 1) * TO_MIDDLE[name] for i, name in enumerate(TO_MIDDLE)}
        new = {name: level * TO_NEW[name] for name, level in middle.items()}
        self.add_nights(0, range(NIGHTS), old, cpu=OLD)
        without_late = {name: level for name, level in middle.items() if "late" not in name}
        self.add_nights(NIGHTS, range(NIGHTS - SHARED, 2 * NIGHTS - 2), without_late, cpu=MIDDLE)
        self.add_nights(52, range(2 * NIGHTS - 2, 2 * NIGHTS), middle, cpu=MIDDLE)
        self.add_nights(62, range(2 * NIGHTS - SHARED, 2 * NIGHTS - 1), new, cpu=NEW)
        self.add_nights(66, [2 * NIGHTS - 1], {name: level * jump for name, level in new.items()}, cpu=NEW)
        self.add_nights(67, range(2 * NIGHTS, 3 * NIGHTS), new, cpu=NEW)
        self.config.write_text(MACHINES)

    def close(self, published, computed):
        self.assertTrue(math.isclose(published, computed, rel_tol=2e-6), f"{published} is not {computed}")

    def verify_factors(self, document, estimates, configuration_of):
        """Every published factor is the median ratio of its shared commits, and every refusal has no such commit."""
        labels = [configuration_of(each) for each in document["configurations"]]
        checked = 0
        for each in document["factors"]:
            if each["baseline"]:
                continue
            link = document["links"][each["link"]]
            ratios = estimates.ratios(each["name"], labels[link["from"]], labels[link["to"]])
            if each["factor"] is None:
                self.assertEqual(ratios, {}, each)
                self.assertTrue(each["refusal"])
                continue
            self.assertEqual({commit["commit"] for commit in each["commits"]}, set(ratios))
            self.close(each["factor"], median(ratios.values()))
            self.assertLess(each["low"], each["factor"])
            self.assertGreater(each["high"], each["factor"])
            checked += 1
        return checked

    def series_of(self, name):
        slug = next(each["slug"] for each in self.read("data/index.json")["benchmarks"] if each["name"] == name)
        return self.read(f"data/continuity/{slug}.json")["series"], self.read(f"data/b/{slug}.json")

    def assert_continuous(self, series, truth=None):
        """Each part's level lies where the newest one's does, within the noise of both and of its factor."""
        parts = defaultdict(list)
        for part, value in zip(series["part"], series["value"]):
            parts[part].append(math.log(value))
        newest = next(i for i, part in enumerate(series["parts"]) if part["configuration"] == series["configuration"])
        for part, values in parts.items():
            apart = fmean(values) - fmean(parts[newest])
            spread = NOISE * math.sqrt(1 / len(values) + 1 / len(parts[newest]) + 2 * len(series["parts"]) * 1.6 / SHARED)
            self.assertLess(abs(apart), 4 * spread, series["name"])
            if truth:
                self.assertLess(abs(fmean(values) - math.log(truth)), 4 * spread)


class MachinesTest(ContinuityTest):
    def test_three_machines_come_out_as_one_history(self):
        self.add_machines()
        document = self.built()
        self.assertEqual([link["transition"] for link in document["links"]], [0, 1])
        brands = {each["slug"]: each["brand"] for each in self.read("data/index.json")["testbeds"]}
        checked = self.verify_factors(document, Estimates(self.archive, cpu_of), lambda each: brands[each["testbed"]])
        self.assertEqual(checked, 3 + 4)
        for each in document["factors"]:
            if each["factor"]:
                truth = (TO_MIDDLE, TO_NEW)[each["link"]][each["name"]]
                self.assertLess(abs(math.log(each["factor"] / truth)), 5 * NOISE, each["name"])
        for number, name in enumerate(("b.py::test_a", "b.py::test_b", "b.py::test_c")):
            (series,), _ = self.series_of(name)
            self.assertEqual(len(series["parts"]), 3)
            self.assert_continuous(series, 1e-3 * (number + 1) * TO_MIDDLE[name] * TO_NEW[name])

    def test_raw_values_stand_beside_and_nothing_rescaled_elsewhere(self):
        self.add_machines()
        self.built()
        raw = Estimates(self.archive, cpu_of)
        (series,), data = self.series_of("b.py::test_a")
        measured = sorted(value for cpu in (OLD, MIDDLE, NEW) for _, value in raw.of("b.py::test_a", cpu))
        published = sorted(value for each in data["series"] for value in each["estimate"])
        for left, right, third in zip(measured, published, sorted(series["raw"]), strict=True):
            self.close(right, left)
            self.close(third, left)
        factors = [part["factor"] for part in series["parts"]]
        for part, value, raw_value in zip(series["part"], series["value"], series["raw"], strict=True):
            self.close(value, raw_value * factors[part])
        self.assertEqual(self.read("data/changes.json")["changes"], [])  # the seams are none

    def test_the_geometric_mean_over_upgrades_is_what_the_published_series_give(self):
        self.add_machines()
        (mean,) = self.built()["means"]
        self.assertEqual((mean["set"], mean["measure"], mean["relative"], mean["weighted"]), ("all", "time", False, False))
        self.assertEqual([each["name"] for each in mean["members"]], sorted(TO_MIDDLE))  # the others have no factor
        logarithms = defaultdict(list)
        for member in mean["members"]:
            series = self.series_of(member["name"])[0][0]
            newest = [value for part, value in zip(series["part"], series["value"], strict=True)
                      if series["parts"][part]["configuration"] == mean["configuration"]]
            self.close(member["base"], median(newest[:10]))
            for run, value in zip(series["run"], series["value"], strict=True):
                logarithms[run].append(math.log(value / member["base"]))
        self.assertEqual(mean["run"], sorted(logarithms))
        self.assertEqual(mean["n"], [len(logarithms[run]) for run in mean["run"]])
        for run, ratio in zip(mean["run"], mean["ratio"], strict=True):
            self.close(ratio, math.exp(fmean(logarithms[run])))
            self.assertLess(abs(math.log(ratio)), 4 * NOISE)  # nothing changed in all the time
        self.assertEqual(mean["rescaled"], [each != mean["configuration"] for each in mean["point_configuration"]])
        self.assertIn("Geometric mean over upgrades", (self.out / "continuity/index.html").read_text())

    def test_a_baseline_that_was_measured_by_hand_gives_the_factor_and_is_no_point(self):
        self.add_nights(0, range(NIGHTS), {"b.py::test_a": 1e-3}, cpu=OLD)
        self.add_nights(NIGHTS, range(NIGHTS, 2 * NIGHTS), {"b.py::test_a": 1.5e-3}, cpu=MIDDLE)
        self.add("kind=manual/ref=base/x.json", run_file(60, NIGHTS - 1, MIDDLE, {"b.py::test_a": 1.5e-3}))
        self.config.write_text(MACHINES)
        (factor,) = self.built()["factors"]
        (commit,) = factor["commits"]
        self.assertEqual((commit["commit"], commit["beside_trends"]), (commit_id(NIGHTS - 1), 1))
        (old,) = [value for of, value in Estimates(self.archive, cpu_of).of("b.py::test_a", OLD) if of == commit["commit"]]
        self.close(factor["factor"], 1.5e-3 / old)
        (series,), _ = self.series_of("b.py::test_a")
        self.assertEqual(len(series["run"]), 2 * NIGHTS)

    def test_what_cannot_be_joined_is_refused_with_the_reason_and_asked_for(self):
        self.add_machines()
        document = self.built()
        refused = {each["name"]: each for each in document["factors"] if each["factor"] is None}
        self.assertEqual(list(refused), ["b.py::test_gone"])
        gone = refused["b.py::test_gone"]
        self.assertEqual(gone["refusal"], "no result on the newer side")
        self.assertEqual(gone["wanted"], {"commit": commit_id(NIGHTS - 1), "on_old": False, "on_new": True})
        text = self.expect(OK, self.command())
        self.assertIn("still to be measured\n    " + gone["wanted"]["commit"], text)
        self.assertIn("b.py::test_gone: no result on the newer side", text)
        self.assertIn("moving house", text)
        self.assertEqual(json.loads(self.expect(OK, self.command("--json"))), document)
        page = (self.out / "continuity/index.html").read_text()
        for words in ("The first machine broke.", "Still to be measured", "no result on the newer side", "moving house"):
            self.assertIn(words, page)

    def test_the_pages_are_sound_and_show_the_seam(self):
        self.add_machines()
        self.built()
        plots = list((self.out / "plots/upgrades").glob("*.svg"))
        self.assertEqual(len(plots), 5 + 1)  # of series, and of their geometric mean
        self.assertTrue(any("The first machine broke." in plot.read_text() for plot in plots))
        done = subprocess.run([sys.executable, "-B", str(TESTS / "end_to_end/check_pages.py"), str(self.out)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_commit_without_a_change_shows_no_jump_and_one_with_it_does(self):
        last_shared = commit_id(2 * NIGHTS - 1)
        self.add_machines()
        self.assertIn("no abrupt change", self.expect(OK, self.command("--check", last_shared)))
        self.assert_error(self.command("--check", commit_id(0)), USAGE, "check", "not measured on the newer side")
        self.assert_error(self.command("--check", "abc0"), USAGE, "check", "say more of its id")
        self.assert_error(self.command("--check", "dead"), USAGE, "check", "no run measured commit dead")
        for path in self.archive.rglob("*.json"):
            path.unlink()
        self.random = random.Random(6)
        self.add_machines(jump=1.2)
        checked = json.loads(self.expect(FINDINGS, self.command("--check", last_shared[:12], "--json")))
        self.assertEqual((checked["verdict"], checked["commit"]), ("abrupt", last_shared))
        for each in checked["series"]:
            if each["ratio"]:
                self.assertLess(abs(math.log(each["ratio"] / 1.2)), 6 * NOISE)

    def test_a_site_of_its_own_data_is_the_same(self):
        self.add_machines()
        self.built()
        handler = partial(QuietHandler, directory=str(self.out))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.shutdown)
            again = self.here / "again"
            done = self.run_program("build", "--archive", f"http://127.0.0.1:{server.server_address[1]}/", "--out", again,
                                    "--now", program.NOW, "--config", self.config, "--no-cache")
            server.shutdown()
        self.expect(OK, done)
        self.assertEqual(tree(again), tree(self.out))


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing."""


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class SoftwareTest(ContinuityTest):
    def test_an_operating_system_then_a_runtime_of_one_machine(self):
        levels = {"b.py::test_a": 1e-3, "b.py::test_b": 2e-3}
        faster = {"b.py::test_a": 1.5e-3, "b.py::test_b": 1.6e-3}
        python = {"b.py::test_a": 1.2e-3, "b.py::test_b": .8e-3}
        self.add_nights(0, range(NIGHTS), levels, cpu=OLD)
        self.add_nights(NIGHTS, range(NIGHTS - SHARED, 2 * NIGHTS), faster, cpu=OLD, release="6.1")
        self.add_nights(55, range(2 * NIGHTS - SHARED, 3 * NIGHTS), python, cpu=OLD, release="6.1", python="3.11.2")
        self.config.write_text(SOFTWARE)
        document = self.built()
        recorded = {"release 5.*": ("5", "3.10.4"), "python CPython 3.10*": ("6", "3.10.4"), "python CPython 3.11*": ("6", "3.11.2")}
        checked = self.verify_factors(
            document, Estimates(self.archive, software_of),
            lambda each: next(value for text, value in recorded.items() if each["label"].endswith(text)))
        self.assertGreaterEqual(checked, 4)
        for name, level in python.items():
            (series,), _ = self.series_of(name)
            self.assert_continuous(series, level)


class RelativeTest(ContinuityTest):
    def test_compiled_against_interpreted_over_a_new_machine(self):
        old = {"x-compiled": 1e-3, "x-interpreted": 4e-3, "y-compiled": 1e-3}
        new = {"x-compiled": 1.5e-3, "x-interpreted": 3e-3, "y-compiled": 1e-3}
        self.add_nights(0, range(NIGHTS), old, cpu=OLD)
        self.add_nights(NIGHTS, range(NIGHTS - SHARED, 2 * NIGHTS), new, cpu=MIDDLE)
        self.config.write_text(MACHINES.split("[[transition]]\nfrom = \"Middle")[0] + RELATIVE)
        document = self.built()
        all_series, _ = self.series_of("x-compiled")
        series = next(each for each in all_series if each["baseline"])
        raw = Estimates(self.archive, lambda run: (cpu_of(run), run["datetime"]))
        nights = sorted(key[1] for key in raw.values if key[0] == "x-compiled")
        nights.sort(key=lambda key: key[1])
        for (key, ratio) in zip(nights, series["raw"], strict=True):
            self.close(ratio, raw.of("x-interpreted", key)[0][1] / raw.of("x-compiled", key)[0][1])
        self.assert_continuous(series, 2.0)  # 3 / 1.5
        self.assertEqual([each["baseline"] for each in document["without_baseline"]], ["y-interpreted"])
        (page,) = (self.out / "b").glob("x-compiled-*.html")
        for heading in ("Continuous over upgrades", "Times faster than x-interpreted"):
            self.assertEqual(page.read_text().count(f">{heading}</h2>"), 1)

    def test_without_a_transition_the_command_tells_each_series_and_what_has_no_baseline(self):
        for number, cpu in enumerate((OLD, MIDDLE)):
            for night in range(4):
                values = {"x-compiled": 1e-3, "x-interpreted": (4 + number) * 1e-3, "y-compiled": 1e-3}
                self.add(f"{number}-{night}.json", run_file(10 * number + night, night, cpu, values))
        self.config.write_text(RELATIVE)
        lines = self.expect(OK, self.command()).splitlines()
        self.assertEqual(lines[:4], [
            "relative to a baseline, newest value",
            "  x-compiled against x-interpreted: 4 times better on Old Model 1, 4 Jan 2026 (4 runs)",
            "  x-compiled against x-interpreted: 5 times better on Middle Model 2, 14 Jan 2026 (4 runs)",
            "without a baseline"])
        self.assertIn("y-compiled against y-interpreted: no benchmark has the name", lines[4])

    def test_a_relative_that_finds_no_result_says_so(self):
        self.add("1.json", run_file(1, 1, OLD, {"x-other": 1e-3}))
        self.config.write_text(RELATIVE)
        self.assertIn("nothing: no result has the baseline", self.expect(OK, self.command()))


HEADER = "Timestamp,Runtime (s),Runtime (stddev),Mypy commit,Benchmark commit,Python version,Hardware,OS,C compiler"
FIRST = "3.8.2,Intel Core i7-0000 (64-bit),Ubuntu 20.04 LTS,clang 10.0.0"
SECOND = "3.8.5,Intel Core i5-0000 (64-bit),Ubuntu 20.04.2 LTS,clang 10.0.0"


class MypycTest(ContinuityTest):
    """A made-up history in the form of mypyc's."""

    def setUp(self):
        super().setUp()
        self.results = self.here / "results/data"
        self.results.mkdir(parents=True)
        self.write("one", [f"2021-01-{day:02} 10:00:00.303924,0.{day:02}0000,2.500000,{day:040x},{1:040x},{FIRST}" for day in (3, 1, 2)]
                   + [f"2021-02-01 10:00:00.000000+00:00,0.050000,1.000000,{3:040x},{1:040x},{SECOND}"])
        self.write("two", [f"2021-01-01 10:20:00.000000,0.500000,1.000000,{1:040x},{1:040x},{FIRST}",
                           f"2021-01-02 10:20:00.000000,0.000000,0.000000,{2:040x},{1:040x},{FIRST}"])
        for name, runtime in (("one", ".08"), ("two", "1.0")):
            self.write(name + "-cpython", [f"2021-01-01 08:00:00.000000,{runtime},1.000000,,{1:040x},{FIRST}",
                                           f"2021-02-01 08:00:00.000000,{runtime},1.000000,,{1:040x},{SECOND}"])
        (self.results / "scaling.csv").write_text("one,1.25,Intel Core i7-0000 (64-bit),3.8,Intel Core i5-0000 (64-bit),3.8.5\n")

    def write(self, name, lines):
        (self.results / f"{name}.csv").write_text("\n".join([HEADER, *lines]) + "\n")

    def imported(self, code=OK):
        return self.expect(code, self.run_program("import", "mypyc", self.results.parent, "--archive", self.archive))

    def test_every_row_is_in_a_run_and_a_second_import_stores_nothing(self):
        first = self.imported()
        self.assertIn("10 rows, 1 of them failed runs", first)
        before = tree(self.archive)
        self.assertIn(" 0 stored, 6 there already", self.imported())
        self.assertEqual(tree(self.archive), before)
        rows = 0
        for path in self.results.glob("*.csv"):
            if path.name != "scaling.csv":
                with path.open() as file:
                    rows += sum(1 for _ in csv.DictReader(file))
        files = [json.loads(text) for text in before.values()]
        self.assertEqual(sum(len(each["benchmarks"]) for each in files), rows)
        day = next(each for each in files if each.get("commit_info", {}).get("id") == f"{2:040x}")
        one, two = day["benchmarks"]
        self.close(one["stats"]["stddev"], .02 * .025)  # percent of the runtime
        self.assertNotIn("stats", two)

    def test_the_site_shows_it_with_the_imported_factors(self):
        printed = self.imported()
        self.config.write_text(printed[printed.index("[[transition]]"):])
        document = self.built()
        (factor,) = [each for each in document["factors"] if each["baseline"] and each["factor"]]
        self.assertEqual((factor["name"], factor["factor"], factor["given"]), ("one", 1.25, True))
        all_series, _ = self.series_of("one")
        series = next(each for each in all_series if each["baseline"])
        for value, expected in zip(series["value"], (.08 / .01 * 1.25, .08 / .02 * 1.25, .08 / .03 * 1.25, .08 / .05), strict=True):
            self.close(value, expected)
        omitted = self.read("data/runs.json")["omissions"]
        self.assertEqual([each["benchmark"] for each in omitted], ["two"])

    def test_a_damaged_line_is_named_and_the_rest_imported(self):
        with (self.results / "one.csv").open("a") as file:
            file.write("yesterday,1,1,a,b,c,d,e,f\n")
        self.assertIn("unreadable one.csv:6: the timestamp is none", self.imported(BROKEN))
        self.assertEqual(len(list(self.archive.rglob("*.json"))), 6)


if __name__ == "__main__":
    program.main()
