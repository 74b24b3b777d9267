#!/usr/bin/env python3
"""`benchfolio export`, read back with sqlite3, csv and json and held against the data files of the site.

    export_test.py PROGRAM [unittest arguments]
"""

import csv
import json
import math
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


if __name__ == "__main__":
    program.main()
