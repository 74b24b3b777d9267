#!/usr/bin/env python3
"""A check that cannot fail checks nothing: check_pages.py and verify_site.py over made-up sites that are wrong."""

import hashlib
import json
import tempfile
import unittest
from pathlib import Path

import atom
import check_pages
import verify_site

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Page</title></head>
<body><main><h1>Page</h1><p>{}</p></main></body></html>
"""
RESULT = {"machine_info": {"cpu": {"brand_raw": "CPU One"}}, "commit_info": {"id": "a1b2c3"}, "datetime": "2026-11-20T02:00:00",
          "version": "4.0.0", "benchmarks": [{"group": "g", "name": "t", "fullname": "f::t", "params": None, "stats": {
              "min": 1.0, "q1": 2.0, "median": 3.0, "mean": 3.5, "q3": 4.0, "max": 9.0, "stddev": 0.5, "rounds": 5}}]}


class MadeUp(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else json.dumps(text))


class PagesTest(MadeUp):
    def problems(self, content):
        self.write("index.html", PAGE.format(content))
        self.write("404.html", PAGE.format("none"))
        return check_pages.Checker(self.folder).check()

    def assert_problem(self, content, *parts):
        found = "\n".join(self.problems(content))
        for part in parts:
            self.assertIn(part, found)

    def test_a_site_in_order(self):
        self.write("b/x.html", PAGE.format('<a id="top" href="../index.html">home</a>'))
        self.assertEqual(self.problems('<a href="b/x.html#top">x</a>'), [])

    def test_links(self):
        self.assert_problem('<a href="none.html">x</a><a href="404.html#none">y</a><a href="/404.html">z</a>',
                            "no such file", "no such anchor", "works only under one path")

    def test_nothing_from_elsewhere(self):
        self.assert_problem('<img alt="x" src="https://example.org/x.png">', "refers to https://example.org/x.png")

    def test_orphans(self):
        self.write("b/lost.html", PAGE.format("lost"))
        self.assert_problem("x", "b/lost.html: no page leads here")

    def test_structure(self):
        self.assert_problem('</p><h1 id="a">again</h1><h3 id="a">deep</h3><p aria-describedby="none">',
                            "2 <h1>", "<h3> follows <h1>", '2 elements have id="a"', 'aria-describedby="none" names nothing')

    def test_tags_that_do_not_match(self):
        self.assert_problem("<b>bold", "</p> ends <b>")

    def test_plots(self):
        self.assert_problem('</p><figure><svg viewBox="0 0 1 1"><title>x</title></svg></figure><p>',
                            "lacks width height desc", "a plot without its table")

    def test_budget(self):
        noise = "".join(hashlib.sha256(bytes([k % 256, k // 256])).hexdigest() for k in range(2000))
        self.assert_problem(noise, "bytes gzipped, the budget is 61440")


FEED = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<id>https://x.example/f.xml</id><title>Changes</title><updated>2026-11-20T02:00:00Z</updated><author><name>x</name></author>
<link rel="self" href="https://x.example/f.xml"/><link rel="alternate" href="https://x.example/"/>
<entry><id>urn:uuid:1</id><title>a</title><published>2026-11-19T02:00:00Z</published><updated>2026-11-20T02:00:00Z</updated>
<link href="https://x.example/a.html"/><content type="html">&lt;p&gt;text&lt;/p&gt;</content></entry></feed>
"""


class FeedsTest(unittest.TestCase):
    """A feed in order, then with one mistake at a time."""

    def test_a_feed_in_order(self):
        self.assertEqual(atom.problems(FEED), [])

    def test_each_mistake(self):
        for right, wrong, problem in (
                ("<author><name>x</name></author>", "", "0 <author>"),
                ("<id>urn:uuid:1</id>", "<id>1</id>", "no IRI"),
                ("<title>a</title>", "<title> </title>", "no title"),
                ("<title>a</title>", "<title>a</title><subtitle>b</subtitle>", "<subtitle> is unknown"),
                ("<updated>2026-11-20T02:00:00Z</updated>\n<link href", "<updated>20 Nov</updated>\n<link href", "<updated> is '20 Nov'"),
                ('href="https://x.example/a.html"', 'href="a.html"', "no absolute address"),
                ('<link rel="self" href="https://x.example/f.xml"/>', "", "0 links to itself"),
                ("2026-11-19T02:00:00Z", "2026-11-21T02:00:00Z", "published after it was updated"),
                ("&lt;p&gt;", "&lt;script&gt;", "markup in its content: <"),
                ("<updated>2026-11-20T02:00:00Z</updated><author>", "<updated>2026-11-21T02:00:00Z</updated><author>", "another time"),
                ("</entry>", "</entry><entry><id>urn:uuid:1</id></entry>", "2 entries have the id"),
                ("</feed>", "", "no XML")):
            with self.subTest(problem=problem):
                self.assertIn(right, FEED)
                self.assertIn(problem, "\n".join(atom.problems(FEED.replace(right, wrong))))


class NumbersTest(MadeUp):
    """A correct site of one run, then one thing changed at a time."""

    def setUp(self):
        super().setUp()
        self.write("archive/one.json", RESULT)
        digest = hashlib.sha256((self.folder / "archive/one.json").read_bytes()).hexdigest()
        identity = f"20261120T020000Z-{digest[:8]}"
        self.changes = []
        self.index = {"measures": [{"name": "time", "unit": "s", "direction": "lower_is_better"}], "testbeds": [{"slug": "one", "brand": "CPU One", "runs": 1}],
                      "benchmarks": [{"slug": "t", "name": "f::t", "group": "g", "params": {}, "measures": ["time"], "data": "data/b/t.json"}]}
        self.runs = {"runs": [{"id": identity, "time": "2026-11-20T02:00:00Z", "commit": "a1b2c3", "testbed": "one", "file": "one.json", "kind": "nightly"}],
                     "rejected": [], "duplicates": [], "failures": []}
        numbers = {"estimate": [3.0], "n": [5], "mean": [3.5], "stddev": [0.5], "min": [1.0], "q1": [2.0], "median": [3.0], "q3": [4.0], "max": [9.0]}
        self.series = {"testbed": "one", "measure": "time", "unit": "s", "run": [identity], **numbers, "from_samples": [0],
                       "newest_samples": []}

    def problems(self):
        self.write("site/data/runs.json", self.runs)
        self.write("site/data/b/t.json", {"name": "f::t", "group": "g", "params": {}, "series": [self.series]})
        self.write("site/data/changes.json", {"changes": self.changes})
        files = ("data/runs.json", "data/changes.json", "data/b/t.json")
        self.write("site/data/index.json", {"files": [self.told(path) for path in files], **self.index})
        return verify_site.Verifier(self.folder / "archive", self.folder / "site", None).verify()

    def test_a_site_in_order(self):
        self.assertEqual(self.problems(), [])

    def told(self, path):
        """What the index says of a data file."""
        raw = (self.folder / "site" / path).read_bytes()
        return {"path": path, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}

    def test_a_file_that_is_not_the_one_of_the_index(self):
        self.problems()
        self.index["files"] = [self.told("data/runs.json"), self.told("data/changes.json"), {**self.told("data/b/t.json"), "bytes": 1}]
        self.assertEqual(len(self.problems()), 1)

    def test_samples(self):
        self.series |= {"from_samples": [1], "newest_samples": [1.0]}
        self.assertEqual(len(self.problems()), 2)

    def test_each_number_to_seven_digits(self):
        for field in verify_site.NUMBERS:
            right = self.series[field][0]
            with self.subTest(field):
                for wrong in (right * 1.000001, None):
                    self.series[field] = [wrong]
                    self.assertEqual(len(self.problems()), 1)
                self.series[field] = [right]

    def test_a_lost_file(self):
        self.write("archive/two.json", "{")
        self.assertTrue(self.problems())

    def test_a_file_in_two_lists(self):
        self.runs["rejected"].append({"file": "one.json", "kind": "broken", "reason": "x"})
        self.assertTrue(self.problems())

    def test_a_failed_night(self):
        night = {"time": "2026-11-21T02:00:00Z", "outcome": "cancelled", "workflow": None, "url": "https://ci.example/1", "commit": None}
        self.write("archive/night.json", {"benchfolio_failure": 1, **night})
        self.assertTrue(self.problems())
        self.runs["failures"] = [{"file": "night.json", **night}]
        self.assertEqual(self.problems(), [])
        self.runs["failures"][0]["outcome"] = "failure"
        self.assertTrue(self.problems())

    def test_another_cpu(self):
        self.index["testbeds"][0]["brand"] = "CPU Two"
        self.assertTrue(self.problems())

    def test_a_lost_row(self):
        for field in ("run", *verify_site.NUMBERS):
            self.series[field] = []
        self.assertTrue(self.problems())

    def test_another_time(self):
        self.runs["runs"][0]["time"] = "2026-11-20T03:00:00Z"
        self.assertTrue(self.problems())


class ChangesTest(unittest.TestCase):
    """One change that is right, then one thing of it changed at a time."""

    RUNS = [f"2026010{day}T000000Z-00000000" for day in range(1, 7)]

    def setUp(self):
        told = "\n".join(["f::t", "time", "one", self.RUNS[3]])
        self.change = {
            "id": hashlib.sha256(told.encode()).hexdigest()[:10], "name": "f::t", "measure": "time", "testbed": "one",
            "state": "confirmed", "direction": "regression", "before": 2.0, "after": 3.0, "ratio": 1.5, "ratio_low": 1.4,
            "ratio_high": 1.6, "last_run_before": self.RUNS[1], "first_run_after": self.RUNS[3], "runs_before": 2,
            "runs_after": 3, "confirmed_by": self.RUNS[5], "retracted_by": None,
            "commits": {"from": "c1", "to": "c3", "count": None}}
        self.change["group"] = self.change["id"]

    def problems(self, *others):
        verifier = verify_site.Verifier.__new__(verify_site.Verifier)
        verifier.problems, verifier.compared, verifier.changes = [], 0, [self.change, *others]
        verifier.index = {"measures": [{"name": "time", "unit": "s", "direction": "lower_is_better"}]}
        verifier.runs = {"runs": [{"id": run, "commit": f"c{k}", "kind": "nightly"} for k, run in enumerate(self.RUNS)]}
        verifier.rows = {("f::t", "time", "one"): (self.RUNS, [1.9, 2.1, None, 2.9, 3.0, 3.1])}
        verifier.check_changes()
        return verifier.problems

    def test_a_change_in_order(self):
        self.assertEqual(self.problems(), [])

    def test_each_field(self):
        wrong = {"id": "0123456789", "testbed": "two", "state": "watching", "direction": "improvement", "before": 2.00001,
                 "after": 2.9, "ratio": 1.6, "ratio_low": 1.55, "ratio_high": 1.45, "last_run_before": self.RUNS[0],
                 "first_run_after": "20260109T000000Z-00000000", "runs_before": 3, "runs_after": 4, "confirmed_by": self.RUNS[0],
                 "retracted_by": self.RUNS[5], "commits": {"from": "c2", "to": "c3", "count": None}, "group": "0123456789"}
        for field, value in wrong.items():
            right = self.change[field]
            with self.subTest(field):
                self.change[field] = value
                self.assertTrue(self.problems())
            self.change[field] = right

    def test_a_group_without_a_run_in_common(self):
        other = {**self.change, "last_run_before": self.RUNS[4], "first_run_after": self.RUNS[5]}
        self.assertTrue(any("no run in common" in problem for problem in self.problems(other)))


class FormulaTest(unittest.TestCase):
    """verify_site's own arithmetic against numbers worked out by hand."""

    def test_quantiles_interpolate_at_rank_p_times_n_less_one(self):
        row = verify_site.of_samples([4.0, 1.0, 2.0, 3.0])
        self.assertEqual((row["q1"], row["median"], row["q3"]), (1.75, 2.5, 3.25))
        self.assertAlmostEqual(row["stddev"], (5 / 3) ** 0.5, 15)

    def test_one_sample(self):
        row = verify_site.of_samples([2.0])
        self.assertEqual((row["n"], row["median"], row["stddev"]), (1, 2.0, None))

    def test_first_format_of_pyperf_times_all_loops_together(self):
        run = {"loops": 4, "raw_samples": [9.0, 2.0, 4.0], "warmups": 1}
        self.assertEqual(verify_site.pyperf_values(run, {"inner_loops": 2}), [0.25, 0.5])


if __name__ == "__main__":
    unittest.main()
