#!/usr/bin/env python3
"""Builds sites from what other sites publish, over HTTP on loopback, and compares: they must be the same, byte for byte.

    published_test.py PROGRAM [unittest arguments]
"""

import json
import shutil
import subprocess
import sys
import threading
import unittest
from collections import Counter
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from program import NOW, STORAGE, USAGE, ProgramTest, result  # noqa: E402

# What is sampled, summarised, rejected, nested, of several measures: case -> arguments of make_archive.py
MADE = {
    "samples": ["--runs", "8", "--benchmarks", "10", "--samples", "40"],
    "summaries": ["--runs", "25", "--benchmarks", "15", "--suite-changes", "1"],
    "torture": ["--runs", "12", "--benchmarks", "12", "--torture"],
    "pyperf": ["--runs", "10", "--benchmarks", "6", "--format", "pyperf"],
}
FAILED_NIGHT = {"benchfolio_failure": 1, "time": "2026-01-05T03:00:00Z", "outcome": "failure", "workflow": "nightly",
                "url": "https://example.org/log?a=1", "commit": "0123456789abcdef"}


class Handler(SimpleHTTPRequestHandler):
    """Files below `server.folder` at /project/; counts what is asked for."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        server = self.server
        with server.lock:
            server.asked[self.path] += 1
            server.before(self.path)
        if self.path in server.answers:
            return self.answer(*server.answers[self.path])
        if self.path.startswith("/old/"):
            return self.answer(301, b"", {"Location": "/project/" + self.path.removeprefix("/old/")})
        path = server.folder / self.path.removeprefix("/project/")
        return self.answer(200, path.read_bytes()) if path.is_file() else self.answer(404, b"<h1>There is no such page")

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.asked, self.answers, self.lock = folder, Counter(), {}, threading.Lock()
        self.before = lambda path: None
        self.root = f"http://127.0.0.1:{self.server_port}"
        self.url = self.root + "/project/"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def fetched(self):
        """What was asked for since the last call, by its path in the site."""
        asked, self.asked = self.asked, Counter()
        return Counter({path.removeprefix("/project/"): times for path, times in asked.items()})


class PublishedTest(ProgramTest):
    def environment(self, extra=()):
        return super().environment({"no_proxy": "*", **dict(extra)})

    def publish(self, archive=None, *arguments):
        """A site of the archive, served; as it stays the truth, it is not what later builds write."""
        self.site = self.here / "published"
        self.assert_done(self.run_program("build", "--archive", archive or self.archive, "--out", self.site, "--now", NOW, *arguments))
        if not hasattr(self, "server"):
            self.server = SiteServer(self.site)
            self.addCleanup(self.server.server_close)
            self.addCleanup(self.server.shutdown)
        return self.site_files(self.site)

    def build_from(self, source, *arguments):
        return self.run_program("build", "--archive", source, "--out", self.out, "--now", NOW, *arguments)

    def assert_same_site(self, truth, out=None):
        files = self.site_files(out)
        different = sorted(path for path in files | truth if files.get(path) != truth.get(path))
        self.assertEqual(different, [])


class SameSite(PublishedTest):
    """From the site as from the results."""

    def assert_round_trip(self, archive, *arguments):
        truth = self.publish(archive, *arguments)
        for source in (self.server.url, self.site):
            shutil.rmtree(self.out, ignore_errors=True)
            self.assert_done(self.build_from(source, *arguments))
            self.assert_same_site(truth)

    def made(self, case):
        command = [sys.executable, str(TESTS / "make_archive.py"), str(self.archive), *MADE[case]]
        subprocess.run(command, check=True, capture_output=True)
        return self.archive

    def test_the_sample(self):
        sample = TESTS / "data/sample"
        self.assert_round_trip(sample / "archive", "--config", sample / "benchfolio.toml")

    def test_samples_make_the_same_violins(self):
        self.assert_round_trip(self.made("samples"))
        series = [series for path in self.site.glob("data/b/*.json") for series in json.loads(path.read_text())["series"]]
        self.assertTrue(all(len(each["newest_samples"]) == 40 for each in series))
        self.assertTrue(any(b"violin" in path.read_bytes().lower() for path in self.site.glob("b/*.html")))

    def test_summaries_of_a_suite_that_is_renamed(self):
        self.assert_round_trip(self.made("summaries"))

    def test_broken_and_foreign_files_stay_listed(self):
        self.assert_round_trip(self.made("torture"))
        runs = json.loads((self.out / "data/runs.json").read_text())
        self.assertTrue(runs["rejected"] and runs["duplicates"])

    def test_pyperf_with_its_second_measure(self):
        self.assert_round_trip(self.made("pyperf"))

    def test_odd_parameters_names_and_times(self):
        odd = result(3, name="bench.py::test_ü[</script>]")
        odd["benchmarks"][0]["params"] = {"x": {"deep": [1.10, "\u00fc", 1e-7]}, "long": "y" * 2000, "list": ["z" * 2000],
                                          "f": 2.0, "big": 10 ** 30, "none": None, "": True}
        odd["datetime"] = "2026-01-03T02:00:00.654321"
        self.add("3 ü.json", odd)
        self.add("2.json", result(3, 2e-3) | {"datetime": "2026-01-03T02:00:00.123456"})
        failing = result(4)
        failing["benchmarks"].append({**failing["benchmarks"][0], "fullname": "fails", "stats": None})
        self.add("4.json", failing)
        self.add("failed.json", FAILED_NIGHT)
        self.assert_round_trip(self.archive)

    def test_an_interpreter_that_is_listed_as_a_package_too(self):
        self.add("1.json", result(3) | {"package_versions": {"python": "3.10", "numpy": "1"}})
        self.assert_round_trip(self.archive)

    def test_an_empty_archive(self):
        self.assert_round_trip(self.archive)

    def test_testbeds_of_declared_dimensions_and_aliases(self):
        for suite in ("gcc", "clang"):
            for day in range(1, 8):
                self.add(f"{suite}/{day}.json", result(day, 1e-3 if suite == "gcc" else 2e-3, name="old.py::x" if day < 4 else "new.py::x"))
        config = self.here / "benchfolio.toml"
        config.write_text('[archive]\npath_pattern = "{suite}/{*}"\ndimensions = ["cpu", "suite"]\n[aliases]\n"old.py::*" = "new.py::*"\n')
        self.assert_round_trip(self.archive)
        config.unlink()
        self.assert_done(self.build_from(self.server.url))  # what is apart stays apart
        self.assertEqual(len(json.loads((self.out / "data/index.json").read_text())["testbeds"]), 2)


class Fetching(PublishedTest):
    def setUp(self):
        super().setUp()
        self.add_runs(6)
        for day in range(1, 7):
            self.add(f"b{day}.json", result(day, 2e-3, name="bench.py::test_b"))
        self.truth = self.publish()

    def build_again(self, *arguments):
        self.assert_done(self.build_from(self.server.url, *arguments))
        return self.server.fetched()

    def data(self):
        return sorted(path for path in self.truth if path.startswith("data/b/") and path.endswith(".json"))

    def test_the_second_time_only_the_index_is_fetched(self):
        self.assertEqual(self.build_again(), Counter(["data/index.json", "data/runs.json", *self.data()]))
        self.assertEqual(self.build_again(), Counter(["data/index.json"]))
        self.assert_same_site(self.truth)

    def test_the_next_night_fetches_what_it_changed(self):
        self.build_again()
        self.add("0007.json", result(7, name="bench.py::test_b"))
        self.truth = self.publish()
        fetched = self.build_again()
        self.assertEqual(len(fetched), 3, fetched)  # the index, the runs, one benchmark
        self.assert_same_site(self.truth)

    def test_a_damaged_cache_is_not_believed(self):
        cache = self.here / "cache"
        self.build_again("--cache", cache)
        kept = sorted(path for path in cache.rglob("*.json") if path.name != "index.json")
        for path, text in zip(kept, [b"", kept[1].read_bytes()[:-1], b"\xff" * 9]):
            path.write_bytes(text)
        self.assertEqual(self.build_again("--cache", cache).total(), 1 + len(kept))
        self.assert_same_site(self.truth)

    def test_two_builds_at_once_share_a_cache(self):
        outs = [self.here / "one", self.here / "other"]
        builds = [subprocess.Popen([program.PATH, "build", "--archive", self.server.url, "--out", out, "--now", NOW],
                                   env=self.environment(), cwd=self.here, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                  for out in outs]
        for build in builds:
            self.assertEqual(build.wait(60), 0, build.communicate()[1])
        for out in outs:
            self.assert_same_site(self.truth, out)

    def test_addresses_and_redirects(self):
        for address in (self.server.url.rstrip("/"), self.server.url + "index.html", self.server.root + "/old/"):
            shutil.rmtree(self.out, ignore_errors=True)
            self.assert_done(self.build_from(address))
            self.assert_same_site(self.truth)

    def test_a_server_in_trouble_is_asked_again(self):
        def recover(_):
            if self.server.asked["/project/data/runs.json"] > 2:
                self.server.answers.clear()
        self.server.answers["/project/data/runs.json"] = (503, b"<h1>Busy")
        self.server.before = recover
        self.assertEqual(self.build_again()["data/runs.json"], 3)
        self.assert_same_site(self.truth)

    def test_a_site_that_is_published_meanwhile_is_read_anew(self):
        self.add("0007.json", result(7))
        before, after = self.here / "before", self.here / "after"
        shutil.copytree(self.site, before)
        self.truth = self.publish()
        shutil.copytree(self.site, after)
        self.server.folder = before

        def swap(path):
            if path.endswith("runs.json"):
                self.server.folder = after
        self.server.before = swap
        self.assertEqual(self.build_again()["data/index.json"], 2)
        self.assert_same_site(self.truth)

    def test_files_of_two_nights_are_never_mixed(self):
        path = self.data()[0]
        self.server.answers["/project/" + path] = (200, self.truth[path].replace(b"0.001", b"0.002"))
        self.assert_error(self.build_from(self.server.url), STORAGE, "archive", "do not belong together", path, "try again")
        self.assertFalse(self.out.exists())


class NoSite(PublishedTest):
    def setUp(self):
        super().setUp()
        self.add_runs(2)
        self.publish()

    def index_is(self, status, body):
        self.server.answers["/project/data/index.json"] = (status, body)
        return self.build_from(self.server.url)

    def test_what_is_no_site(self):
        self.assert_error(self.index_is(404, b"<h1>Not found"), USAGE, "archive", "no benchfolio site", "hint: ")
        self.assert_error(self.index_is(200, b"<!doctype html>"), USAGE, "archive", "no JSON")
        self.assert_error(self.index_is(200, b'{"version": 3}'), USAGE, "archive", "another kind")
        self.assertFalse(self.out.exists())

    def test_a_server_that_refuses(self):
        self.assert_error(self.index_is(403, b"no"), STORAGE, "archive", "status 403")

    def test_a_site_of_a_newer_benchfolio(self):
        index = json.loads((self.site / "data/index.json").read_text())
        done = self.index_is(200, json.dumps(index | {"schema_version": 2}).encode())
        self.assert_error(done, USAGE, "archive", "newer benchfolio", "update")

    def test_addresses_that_are_none(self):
        for address in (self.server.url + "?x=1", "https://user:secret@127.0.0.1/"):
            done = self.build_from(address)
            self.assert_error(done, USAGE, "archive")
            self.assertNotIn("secret", done.stderr)


class Configuration(PublishedTest):
    """What can still be chosen when the results were read elsewhere."""

    def setUp(self):
        super().setUp()
        self.add_runs(12)
        self.publish()
        self.config = self.here / "benchfolio.toml"

    def test_check_says_what_is_there(self):
        self.add("cut.json", b'{"benchmarks": [')
        self.publish()
        of_site = json.loads(self.run_program("check", "--json", "--archive", self.server.url).stdout)
        of_results = json.loads(self.check("--json").stdout)
        ours, theirs = (self.without_reasons(document) for document in (of_site, of_results))
        self.assertEqual(ours, theirs)
        self.assertEqual([(each["kind"], each["because"]) for each in of_site["kinds"]], [("nightly", "the site says so")])

    @staticmethod
    def without_reasons(document):
        """A site says of what kind its runs are, and no longer why."""
        kinds = [{**each, "because": ""} for each in document["kinds"]]
        return {**document, "archive": "", "kinds": kinds, "trend_branches": [], "fork": None}

    def test_hidden_cpus_and_titles_are_local(self):
        self.config.write_text('[site]\ntitle = "Mine"\n[cpu]\nhide = ["EPYC"]\n')
        self.assert_done(self.build_from(self.server.url))
        index = json.loads((self.out / "data/index.json").read_text())
        self.assertEqual((index["title"], index["testbeds"][0]["hidden"]), ("Mine", True))

    def test_dimensions_that_the_site_has_not(self):
        self.config.write_text('[archive]\ndimensions = ["cpu", "os"]\n')
        self.assert_error(self.build_from(self.server.url), USAGE, "archive", "`os`", "archive.dimensions")

    def test_a_site_takes_no_results(self):
        done = self.run_program("upload", self.archive / "0001.json", "--archive", self.server.url)
        self.assert_error(done, USAGE, "archive", "published site")


if __name__ == "__main__":
    program.main()
