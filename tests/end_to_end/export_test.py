#!/usr/bin/env python3
"""`benchfolio export`, read back with sqlite3, csv and json and held against the data files of the site.

    export_test.py PROGRAM [unittest arguments]
"""

import csv
import json
import math
import random
import shutil
import sqlite3
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import OK, STORAGE, USAGE, ProgramTest, result  # noqa: E402

HOSTILE = ['comma,name', 'quote"name', "line\nbreak\r", "=1+1", "@SUM(A1)", "naïve 名前 🐍", "'; DROP TABLE runs; --", " spaced "]
RESULT_NUMBERS = ("mean", "stddev", "min", "q1", "median", "q3", "max", "whisker_low", "whisker_high")


def typed(text, kind):
    """A cell of CSV as the value it stands for. Python's csv reads an empty text and nothing alike."""
    if text == "":
        return None
    return {"integer": int, "boolean": int, "real": float, "text": str}[kind](text)


class Export(ProgramTest):
    def setUp(self):
        super().setUp()
        for day in range(1, 15):
            run = result(day, 1e-3 * (1.3 if day > 7 else 1) + day * 1e-7)
            template = run["benchmarks"][0]
            for name in HOSTILE:
                run["benchmarks"].append(template | {"name": name, "fullname": name, "params": {"a,b": 'x"y', "n": 3, "none": None}})
            run["machine_info"]["node"] = HOSTILE[day % len(HOSTILE)]
            self.add(f"{day:02}.json", run)
        self.add("tags, all/kind=tag/ref=v1.0/1.json", result(20, 2e-3))
        self.add("copy.json", (self.archive / "01.json").read_bytes())
        self.add("broken.json", b'{"benchmarks": [')
        self.add("foreign.json", {"what": "nothing known"})
        self.config = self.here / "benchfolio.toml"
        self.config.write_text('[[aggregate]]\nname = "all"\n[[aggregate]]\nname = "some"\nbenchmarks = ["*::*"]\nweights = {"*test_a" = 2}\n')
        self.assert_done(self.build())

    def export(self, kind, out, *arguments, archive=None):
        return self.run_program("export", "--archive", archive or self.archive, "--format", kind, "--out", out, "--no-cache",
                                "--now", program.NOW, *arguments)

    def database(self):
        path = self.here / "results.db"
        self.assert_done(self.export("sqlite", path))
        database = sqlite3.connect(path)
        self.addCleanup(database.close)
        return database

    def data(self, name):
        return json.loads((self.out / "data" / name).read_text())

    def test_keys_hold_and_everything_is_counted(self):
        database = self.database()
        self.assertEqual([], database.execute("PRAGMA foreign_key_check").fetchall())
        self.assertEqual([("ok",)], database.execute("PRAGMA integrity_check").fetchall())
        count = lambda text: database.execute(f"SELECT count(*) FROM {text}").fetchone()[0]  # noqa: E731
        runs = self.data("runs.json")
        self.assertEqual(len(runs["runs"]), count("runs"))
        self.assertEqual(sum(run["kind"] == "nightly" for run in runs["runs"]), count("runs WHERE in_trend"))
        self.assertEqual(1, count("runs WHERE NOT in_trend AND kind = 'tag' AND ref = 'v1.0'"))
        for name, key in (("rejections", "rejected"), ("duplicates", "duplicates"), ("omissions", "omissions"), ("failures", "failures")):
            self.assertEqual(len(runs[key]), count(name))
        self.assertEqual((2, 1), (count("rejections"), count("duplicates")))
        self.assertEqual(len(self.data("changes.json")["changes"]), count("changes"))
        self.assertGreater(count("changes"), 0)
        points = sum(len(each["run"]) for one in self.data("geomean.json")["sets"] for each in one["series"])
        self.assertEqual(points, count("aggregate_points"))
        self.assertEqual(1, count("aggregates WHERE weighted"))

    def test_results_are_those_of_the_data_files(self):
        database, compared = self.database(), 0
        query = f"""SELECT runs.id, {", ".join("results." + name for name in RESULT_NUMBERS)} FROM results JOIN runs USING (run)
                    JOIN benchmarks USING (benchmark) JOIN measures USING (measure) JOIN testbeds USING (testbed)
                    WHERE in_trend AND benchmarks.name = ? AND measures.name = ? AND testbeds.slug = ? ORDER BY run"""
        for benchmark in self.data("index.json")["benchmarks"]:
            document = json.loads((self.out / benchmark["data"]).read_text())
            for series in document["series"]:
                rows = database.execute(query, (document["name"], series["measure"], series["testbed"])).fetchall()
                self.assertEqual(series["run"], [row[0] for row in rows])
                for place, name in enumerate(RESULT_NUMBERS, start=1):
                    if name in series:
                        self.assertEqual(series[name], [row[place] for row in rows], name)
                        compared += len(rows)
        self.assertGreater(compared, 9 * 14 * 5)

    def test_changes_and_means_are_those_of_the_data_files(self):
        database = self.database()
        rows = dict(database.execute("SELECT id, ratio FROM changes"))
        self.assertEqual({each["id"]: each["ratio"] for each in self.data("changes.json")["changes"]},
                         {key: value if value is None else float(f"{value:.7g}") for key, value in rows.items()})
        for one in self.data("geomean.json")["sets"]:
            for series in one["series"]:
                found = database.execute("""SELECT ratio FROM aggregate_points JOIN aggregate_bases USING (basis)
                    JOIN aggregates USING (aggregate) JOIN testbeds USING (testbed) WHERE set_name = ? AND slug = ? ORDER BY run""",
                                         (one["name"], series["testbed"])).fetchall()
                self.assertEqual(series["ratio"], [float(f"{ratio:.7g}") for ratio, in found])

    def test_the_three_formats_hold_the_same(self):
        database = self.database()
        for kind in ("csv", "jsonl"):
            self.assert_done(self.export(kind, self.here / kind))
        tables = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for kind in ("csv", "jsonl"):
            self.assertEqual(tables, sorted(path.stem for path in (self.here / kind).glob(f"*.{kind}")))
        for table in tables:
            cursor = database.execute(f'SELECT * FROM "{table}"')
            names, rows = [column[0] for column in cursor.description], cursor.fetchall()
            with open(self.here / "jsonl" / f"{table}.jsonl", encoding="utf-8", newline="\n") as stream:
                self.assertEqual(rows, [tuple(json.loads(line)[name] for name in names) for line in stream], table)
            self.assert_csv(table, names, rows, database)

    def assert_csv(self, table, names, rows, database):
        kinds = [row[2].lower() for row in database.execute(f'PRAGMA table_info("{table}")')]
        with open(self.here / "csv" / f"{table}.csv", encoding="utf-8", newline="") as stream:
            head, *cells = csv.reader(stream)
        self.assertEqual(names, head)
        found = [tuple(typed(cell, kind) for cell, kind in zip(row, kinds)) for row in cells]
        self.assertEqual([tuple(None if value == "" else value for value in row) for row in rows], found, table)

    def test_hostile_names_come_through(self):
        database = self.database()
        names = {name for name, in database.execute("SELECT name FROM benchmarks")}
        self.assertEqual(set(), set(HOSTILE) - names)
        self.assertEqual([('x"y',)], database.execute("SELECT DISTINCT value FROM benchmark_parameters WHERE name = 'a,b'").fetchall())
        self.assertEqual({("integer", "3")}, set(database.execute("SELECT type, value FROM benchmark_parameters WHERE name = 'n'")))

    def test_the_same_archive_makes_the_same_bytes(self):
        for kind in ("csv", "jsonl", "sqlite"):
            first, second = self.here / f"{kind}-1", self.here / f"{kind}-2"
            self.assert_done(self.export(kind, first, "--jobs", 1))
            self.assert_done(self.export(kind, second, "--jobs", 3))
            files = [path.relative_to(first) for path in sorted(first.rglob("*"))] if first.is_dir() else [Path()]
            for name in files:
                self.assertEqual((first / name).read_bytes(), (second / name).read_bytes(), name)

    def test_an_earlier_export_is_replaced_and_nothing_else(self):
        mine = self.here / "mine"
        mine.mkdir()
        (mine / "thesis.txt").write_text("precious")
        for kind in ("csv", "sqlite"):
            self.assert_error(self.export(kind, mine), USAGE, "out", "is no earlier export")
        foreign = self.here / "foreign.db"
        with sqlite3.connect(foreign) as database:
            database.execute("CREATE TABLE precious (thing)")
        database.close()
        before = foreign.read_bytes()
        self.assert_error(self.export("sqlite", foreign), USAGE, "out", "is no earlier export")
        self.assertEqual(before, foreign.read_bytes())
        for kind in ("csv", "sqlite"):
            out = self.here / f"again-{kind}"
            self.assert_done(self.export(kind, out))
            self.assert_done(self.export(kind, out))
        (self.here / "again-csv/mine.csv").write_text("precious")
        self.assert_error(self.export("csv", self.here / "again-csv"), USAGE, "out")
        self.assertEqual("precious", (mine / "thesis.txt").read_text())
        self.assertEqual([], list(self.here.glob("*.unfinished")))

    def test_an_archive_without_results_and_a_place_that_is_none(self):
        shutil.rmtree(self.archive)
        self.archive.mkdir()
        self.assertEqual(0, self.database().execute("SELECT count(*) FROM results").fetchone()[0])
        (self.here / "file").write_text("no folder")
        for kind in ("csv", "sqlite"):
            self.assert_error(self.export(kind, self.here / "file/below"), STORAGE, "storage")
        self.assert_error(self.export("xml", self.here / "x"), USAGE, "usage", "csv, jsonl, sqlite")

    def test_the_schema_is_told_without_an_archive(self):
        done = self.run_program("export", "--schema")
        self.assert_done(done)
        for name, in self.database().execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            self.assertIn(f"\n## {name}\n", done.stdout)

    def test_numbers_read_back_as_they_were(self):
        median, = self.database().execute("""SELECT median FROM results JOIN runs USING (run) JOIN benchmarks USING (benchmark)
            WHERE file = '03.json' AND name = 'bench.py::test_a'""").fetchone()
        self.assertTrue(math.isclose(median, 1e-3 + 3e-7, rel_tol=1e-6))


OLD, NEW = "Old CPU Model 1", "New CPU Model 2"
LEVELS = {"x-compiled": 1e-3, "x-interpreted": 4e-3, "y-compiled": 2e-3}  # y has no baseline
FIRST_ON_NEW, NIGHTS, SHARED, MEASURED_AGAIN = 12, 24, 3, 5
ACROSS = """
[archive]
dimensions = ["cpu", "backend"]
[dimensions]
backend = "machine_info.accelerator"
[[effect]]
name = "GPU"
dimension = "backend"
off = "cpu"
on = "gpu"
[[transition]]
from = "Old CPU*"
to = "New CPU*"
reason = "The old machine broke."
[[relative]]
pairs = {"*-compiled" = "*-interpreted"}
[[aggregate]]
name = "all"
"""


def seven_digits(value):
    """As the data files have it."""
    return float(f"{value:.7g}") if isinstance(value, float) else value


class AcrossConfigurations(ProgramTest):
    """An archive with an upgrade, an effect and releases: the tables of what is told across them."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(9)
        for night in range(NIGHTS):
            if night < FIRST_ON_NEW:
                self.add_night(f"old/{night}", night, night, OLD)
            if night >= FIRST_ON_NEW - SHARED:
                self.add_night(f"new/{night}", night, night + SHARED, NEW)
        self.add("lonely.json", self.measured(0, 0, "Lonely CPU", "gpu"))  # a testbed without a partner
        for number, tag in enumerate(("v1.0", "v1.1", "v2.0")):
            for again in range(MEASURED_AGAIN):
                self.add(f"kind=tag/ref={tag}/{again}.json",
                         self.measured(50 + number, 18 + again, NEW, "cpu", 1 if number < 2 else .7))
        self.config = self.here / "benchfolio.toml"
        self.config.write_text(ACROSS)
        self.assert_done(self.build())
        done = self.run_program("export", "--archive", self.archive, "--format", "sqlite", "--out", self.here / "results.db",
                                "--config", self.config, "--no-cache", "--now", program.NOW)
        self.assert_done(done)
        self.database = sqlite3.connect(self.here / "results.db")
        self.addCleanup(self.database.close)

    def add_night(self, name, commit, day, cpu):
        for backend in ("cpu", "gpu") if commit else ("cpu",):  # the first commit has no partner
            self.add(f"{name}-{backend}.json", self.measured(commit, day, cpu, backend))

    def measured(self, commit, day, cpu, backend, speed=1.0):
        run = result(1 + day, cpu=cpu, commit=f"{0xabc0000000 + commit:x}".ljust(40, "0"))
        run["machine_info"]["accelerator"] = backend
        names = LEVELS if cpu == NEW else LEVELS | {"z-gone": 7e-3}  # which the old machine took with it
        if commit < FIRST_ON_NEW - SHARED or commit >= FIRST_ON_NEW:
            names = names | {"w-unshared": 3e-3}  # on both machines, but at no commit that both measured
        factor = (1.5 if cpu == NEW else 1) * (.8 if backend == "gpu" else 1) * speed
        run["benchmarks"] = [result(1, level * factor * math.exp(self.random.gauss(0, .005)), name=name)["benchmarks"][0]
                             for name, level in names.items()]
        return run

    def rows(self, query, *values):
        return [tuple(seven_digits(value) for value in row) for row in self.database.execute(query, values)]

    def count(self, table):
        return self.database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def data(self, name):
        return json.loads((self.out / "data" / name).read_text())

    def assert_rows(self, expected, query, *values):
        """Some, as the data files have them."""
        self.assertTrue(expected, query)
        self.assertEqual(expected, self.rows(query, *values))

    def test_keys_hold(self):
        self.assertEqual([], self.database.execute("PRAGMA foreign_key_check").fetchall())

    def test_upgrades_and_factors_are_those_of_the_data_file(self):
        document = self.data("continuity.json")
        self.assert_rows([(each["reason"], each["date"], each["undefined"]) for each in document["transitions"]],
                         "SELECT reason, date, undefined FROM transitions ORDER BY transition")
        self.assert_rows([("from", "testbed", "Old CPU*"), ("to", "testbed", "New CPU*")],
                         "SELECT side, name, pattern FROM transition_patterns")
        self.assert_rows([(each["label"], each["testbed"], each["suite"], each["runs"], each["first_run"], each["last_run"])
                          for each in document["configurations"]],
                         """SELECT configurations.label, slug, suite, runs, (SELECT id FROM runs WHERE run = first_run),
                            (SELECT id FROM runs WHERE run = last_run) FROM configurations JOIN testbeds USING (testbed)
                            ORDER BY configuration""")
        self.assert_rows([(each["transition"], each["from"], each["to"], each["seam"]) for each in document["links"]],
                         "SELECT transition, from_configuration, to_configuration, seam FROM transition_links ORDER BY link")
        fields = ("link", "name", "measure", "baseline", "factor", "low", "high", "given", "refusal")
        factors = document["factors"]
        self.assertTrue(any(each["factor"] is None for each in factors), "one is refused")
        self.assert_rows([tuple(each.get(name) for name in fields) for each in factors],
                         """SELECT link, b.name, m.name, o.name, value, low, high, given, refusal FROM factors
                            JOIN benchmarks b USING (benchmark) JOIN measures m USING (measure)
                            LEFT JOIN benchmarks o ON o.benchmark = baseline ORDER BY factor""")
        fields = ("commit", "before", "after", "runs_before", "runs_after", "beside_trends")
        self.assert_rows([(number, *(commit[name] for name in fields)) for number, each in enumerate(factors)
                          for commit in each.get("commits", [])],
                         "SELECT factor, commit_id, before, after, runs_before, runs_after, runs_beside FROM factor_commits")
        fields = ("link", "measure", "relative", "factors", "refused", "geometric_mean", "low", "median", "high", "deviation")
        self.assert_rows([tuple(each[name] for name in fields) for each in document["spreads"]],
                         f"SELECT {', '.join(fields).replace('measure', 'name')} FROM factor_spreads JOIN measures USING (measure)")
        self.assert_rows([tuple(each[name] for name in ("name", "baseline", "results", "reason"))
                          for each in document["without_baseline"]],
                         "SELECT name, baseline, results, reason FROM without_baseline JOIN benchmarks USING (benchmark)")

    def test_what_would_give_a_factor_is_that_of_the_data_file(self):
        wanted = [each.get("wanted") or {} for each in self.data("continuity.json")["factors"]]
        self.assertTrue(any(wanted))
        self.assert_rows([tuple(each.get(name) for name in ("commit", "on_old", "on_new")) for each in wanted],
                         "SELECT wanted_commit, wanted_on_old, wanted_on_new FROM factors ORDER BY factor")

    def test_continuous_series_are_those_of_the_data_files(self):
        benchmarks = {each["name"]: each["slug"] for each in self.data("index.json")["benchmarks"]}
        compared = 0
        for number, name, baseline, configuration, ends in self.rows(
                """SELECT continuous_series, b.name, o.name, configuration, ends FROM continuous_series
                   JOIN benchmarks b USING (benchmark) LEFT JOIN benchmarks o ON o.benchmark = baseline"""):
            series, = [each for each in self.data(f"continuity/{benchmarks[name]}.json")["series"]
                       if (each["baseline"], each["configuration"]) == (baseline, configuration)]
            self.assertEqual(series["ends"], ends)
            fields = ("configuration", "rescaled", "factor", "low", "high", "given")
            self.assert_rows([tuple(part[field] for field in fields) for part in series["parts"]],
                             """SELECT configuration, rescaled, multiplied_by, low, high, given FROM continuous_parts
                                WHERE continuous_series = ? ORDER BY continuous_part""", number)
            points = [(run, series["parts"][part]["configuration"], raw, value) for run, part, raw, value in
                      zip(series["run"], series["part"], series["raw"], series["value"], strict=True)]
            self.assert_rows(points, """SELECT id, configuration, raw, value FROM continuous_points JOIN continuous_parts
                USING (continuous_part) JOIN runs USING (run) WHERE continuous_series = ? ORDER BY run""", number)
            unjoined = [tuple(each[field] for field in ("configuration", "results", "reason")) for each in series["unjoined"]]
            self.assertEqual(unjoined, self.rows("""SELECT configuration, results, reason FROM continuous_unjoined
                WHERE continuous_series = ?""", number))
            compared += len(points)
        self.assertEqual(compared, self.count("continuous_points"))
        self.assertGreater(self.count("continuous_unjoined"), 0)
        self.assertGreater(self.count("continuous_points JOIN continuous_parts USING (continuous_part) WHERE rescaled"), 0)

    def test_means_over_upgrades_are_those_of_the_data_file(self):
        means = self.data("continuity.json")["means"]
        fields = ("set", "measure", "relative", "weighted", "configuration")
        self.assert_rows([tuple(mean[name] for name in fields) for mean in means],
                         """SELECT set_name, name, relative, weighted, configuration FROM continuous_means
                            JOIN measures USING (measure) ORDER BY continuous_mean""")
        for number, mean in enumerate(means):
            self.assert_rows([(each["name"], each["base"]) for each in mean["members"]],
                             """SELECT name, base FROM continuous_mean_members JOIN continuous_series USING (continuous_series)
                                JOIN benchmarks USING (benchmark) WHERE continuous_mean = ?""", number)
            fields = ("run", "point_configuration", "rescaled", "n", "ratio")
            self.assert_rows(list(zip(*(mean[name] for name in fields), strict=True)),
                             """SELECT id, configuration, rescaled, n, ratio FROM continuous_mean_points JOIN runs USING (run)
                                WHERE continuous_mean = ? ORDER BY run""", number)

    def test_effects_are_those_of_the_data_file(self):
        effect, = self.data("effects.json")["effects"]
        self.assert_rows([tuple(effect[name] for name in ("name", "dimension", "off", "on"))],
                         "SELECT name, dimension, off_value, on_value FROM effects")
        self.assert_rows([tuple(pair[name] for name in ("testbed_off", "testbed_on", "commits")) for pair in effect["pairs"]],
                         """SELECT o.slug, n.slug, commits FROM effect_pairs JOIN testbeds o ON o.testbed = testbed_off
                            JOIN testbeds n ON n.testbed = testbed_on ORDER BY effect_pair""")
        for number, pair in enumerate(effect["pairs"]):
            self.assert_effect(number, pair)
        excluded = [(each["what"], each["why"]) for pair in effect["pairs"] for each in pair["excluded"]]
        excluded += [(each["what"], each["why"]) for each in effect["unpaired"]]
        self.assert_rows(excluded, "SELECT what, why FROM effect_exclusions")
        self.assertEqual(len(effect["unpaired"]), self.count("effect_exclusions WHERE effect_pair IS NULL"))

    def assert_effect(self, number, pair):
        latest = pair["latest"]
        self.assert_rows(sorted((run["id"], side == "head") for side in ("base", "head") for run in latest[side]["runs"]),
                         "SELECT id, is_on FROM effect_pair_runs JOIN runs USING (run) WHERE effect_pair = ? ORDER BY id", number)
        fields = ("name", "measure", "before", "after", "runs_after", "ratio", "ratio_low", "ratio_high", "noise", "p_noise",
                  "p_adjusted", "verdict", "visible", "more_runs")
        self.assert_rows([tuple(row[name] for name in fields) for row in latest["rows"]],
                         """SELECT b.name, m.name, level_off, level_on, commits, ratio, low, high, noise, p_noise, p_adjusted,
                            verdict, visible, more_runs FROM effect_rows JOIN benchmarks b USING (benchmark)
                            JOIN measures m USING (measure) WHERE effect_pair = ?""", number)
        fields = ("set", "measure", "weighted", "ratio", "ratio_low", "ratio_high", "n", "undefined")
        self.assert_rows([tuple(mean[name] for name in fields) for mean in latest["means"]],
                         """SELECT set_name, name, weighted, ratio, low, high, n, undefined FROM effect_means
                            JOIN measures USING (measure) WHERE effect_pair = ?""", number)
        fields = ("run_off", "run_on", "ratio", "level", "low", "high", "n", "complete")
        self.assert_rows([(trend["set"], trend["measure"], *point) for trend in pair["trends"]
                          for point in zip(*(trend[name] for name in fields), strict=True)],
                         """SELECT set_name, name, o.id, n.id, ratio, level, low, high, effect_points.n, complete
                            FROM effect_points JOIN measures USING (measure) JOIN runs o ON o.run = run_off
                            JOIN runs n ON n.run = run_on WHERE effect_pair = ?""", number)

    def test_releases_are_those_of_the_data_file(self):
        document = self.data("releases.json")
        self.assert_rows([(each["name"], each["commit"]) for each in document["releases"]],
                         "SELECT name, commit_id FROM releases ORDER BY release_number")
        self.assert_rows([(table["testbed"], table["suite"]) for table in document["tables"]],
                         "SELECT slug, suite FROM release_tables JOIN testbeds USING (testbed) ORDER BY release_table")
        for number, table in enumerate(document["tables"]):
            self.assert_release_rows(number, table)
            self.assert_release_pairs(number, table)

    def assert_release_rows(self, number, table):
        self.assert_rows([(each["name"], run) for each in table["releases"] for run in each["runs"]],
                         """SELECT name, id FROM release_runs JOIN releases USING (release_number) JOIN runs USING (run)
                            WHERE release_table = ?""", number)
        fields = ("name", "measure", "noise", "noise_degrees")
        self.assert_rows([tuple(row[name] for name in fields) for row in table["rows"]],
                         """SELECT b.name, m.name, noise, noise_degrees FROM release_rows JOIN benchmarks b USING (benchmark)
                            JOIN measures m USING (measure) WHERE release_table = ? ORDER BY release_row""", number)
        self.assert_rows([(row["name"], release["name"], position, value) for row in table["rows"]
                          for release, values in zip(table["releases"], row["values"], strict=True)
                          for position, value in enumerate(values)],
                         """SELECT b.name, r.name, position, value FROM release_values JOIN release_rows USING (release_row)
                            JOIN benchmarks b USING (benchmark) JOIN releases r USING (release_number) WHERE release_table = ?
                            ORDER BY release_row, release_number, position""", number)

    def assert_release_pairs(self, number, table):
        fields = ("before", "after", "missing", "added", "no_value")
        self.assert_rows([tuple(pair[name] for name in fields) for pair in table["pairs"]],
                         """SELECT b.name, a.name, missing, added, no_value FROM release_pairs
                            JOIN releases b ON b.release_number = release_before JOIN releases a ON a.release_number = release_after
                            WHERE release_table = ? ORDER BY release_pair""", number)
        means = [(pair, mean) for pair in table["pairs"] for mean in pair["means"]]
        plain, of_test = ("set", "measure", "weighted", "ratio", "ratio_low", "ratio_high", "n", "undefined"), \
            ("direction", "confidence", "ties", "untested")
        self.assert_rows([(pair["before"], pair["after"], *(mean[name] for name in plain),
                           *((mean["hierarchical_test"] or {}).get(name) for name in of_test),
                           *((mean["range"] or {}).get(name) for name in ("p10", "p90", "min", "max"))) for pair, mean in means],
                         """SELECT b.name, a.name, set_name, m.name, weighted, ratio, low, high, n, undefined, release_means.direction, confidence,
                            ties, untested, p10, p90, smallest, largest FROM release_means JOIN release_pairs USING (release_pair)
                            JOIN releases b ON b.release_number = release_before JOIN releases a ON a.release_number = release_after
                            JOIN measures m USING (measure) WHERE release_table = ? ORDER BY release_mean""", number)
        self.assert_rows([(one["confidence"], one["factor"]) for _, mean in means if mean["hierarchical_test"]
                          for one in mean["hierarchical_test"]["at_least"]],
                         """SELECT a.confidence, a.factor FROM release_at_least a JOIN release_means USING (release_mean)
                            JOIN release_pairs USING (release_pair) WHERE release_table = ?""", number)


if __name__ == "__main__":
    program.main()
