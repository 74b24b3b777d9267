#!/usr/bin/env python3
"""`benchfolio upload` into a folder, driven as a person does. Object storage: tests/s3.

    upload_test.py PROGRAM [unittest arguments]
"""

import gzip
import hashlib
import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from program import BROKEN, STORAGE, USAGE, ProgramTest, result  # noqa: E402


def bytes_of(content):
    return json.dumps(content).encode()


def name_of(stamp, text):
    return f"{stamp[:4]}/{stamp}-{hashlib.sha256(text).hexdigest()[:8]}.json"


class Upload(ProgramTest):
    def write(self, name, content):
        path = self.here / name
        path.write_bytes(content if isinstance(content, bytes) else bytes_of(content))
        return path

    def upload(self, *arguments, **keywords):
        return self.run_program("upload", *arguments, "--archive", self.archive, **keywords)

    def stored(self):
        return self.site_files(self.archive)


class Results(Upload):
    def test_a_file_gets_the_name_of_its_run_and_keeps_its_bytes(self):
        text = bytes_of(result(3))
        done = self.upload(self.write("any name.json", text))
        self.assert_done(done)
        self.assertEqual(self.stored(), {name_of("20260103T020000Z", text): text})
        self.assertEqual(done.stderr, "")

    def test_the_site_knows_the_run_by_the_same_name(self):
        self.assert_done(self.upload(self.write("r.json", result(3))))
        self.assert_done(self.build())
        run = json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))["runs"][0]
        self.assertEqual(run["file"], f"2026/{run['id']}.json")

    def test_it_says_what_it_saw_and_where_that_went(self):
        both = result(3)
        both["benchmarks"] = [dict(both["benchmarks"][0], fullname=f"bench.py::test_{i}") for i in range(1200)]
        done = self.upload(self.write("r.json", both))
        self.assert_done(done)
        for part in ["r.json\n", "pytest-benchmark 4.0.0", "2026-01-03T02:00:00Z", f"{3:040x} on main", "AMD EPYC 7763",
                     "1,200, 1 measure: bench.py::test_0, bench.py::test_1, bench.py::test_2 and 1,197 more",
                     f"stored      {self.archive}/2026/20260103T020000Z-"]:
            self.assertIn(part, done.stdout)

    def test_what_is_left_out_is_told(self):
        failed = result(3)
        failed["benchmarks"].append(dict(failed["benchmarks"][0], fullname="bench.py::test_b", stats={"median": None}))
        done = self.upload(self.write("r.json", failed))
        self.assert_done(done)
        self.assertRegex(done.stdout, r"left out +bench.py::test_b: ")

    def test_a_suite_of_its_own_repository_names_the_measured_commit(self):
        of_suite = result(3) | {"package_versions": {"qutip": "5.0.0.dev0+1ede0b8"}}
        (self.here / "benchfolio.toml").write_text('[archive]\ncommit_from = "package_versions.qutip"\n', encoding="utf-8")
        done = self.upload(self.write("r.json", of_suite))
        self.assert_done(done)
        self.assertRegex(done.stdout, r"commit +1ede0b8\n")

    def test_again_it_is_there_already(self):
        file = self.write("r.json", result(3))
        self.assert_done(self.upload(file))
        before = self.stored()
        done = self.upload(file, self.write("copy.json", file.read_bytes()))
        self.assert_done(done)
        self.assertEqual(done.stdout.count("is there    "), 2)
        self.assertEqual(self.stored(), before)

    def test_gzipped_files_stay_so_and_are_the_same_result_however_compressed(self):
        text = bytes_of(result(3))
        one, other = gzip.compress(text, 9, mtime=1), gzip.compress(text, 1, mtime=2)
        self.assertNotEqual(one, other)
        name = name_of("20260103T020000Z", text) + ".gz"
        self.assert_done(self.upload(self.write("r", one)))
        self.assertEqual(self.stored(), {name: one})
        done = self.upload(self.write("r", other))
        self.assert_done(done)
        self.assertIn("is there", done.stdout)
        self.assertEqual(self.stored(), {name: one})

    def test_another_object_of_this_name_is_never_replaced(self):
        text = bytes_of(result(3))
        for name, content in [(name_of("20260103T020000Z", text), text), (name_of("20260103T020000Z", text) + ".gz", gzip.compress(text))]:
            self.add(name, b"{}")
            self.assert_error(self.upload(self.write("r", content)), STORAGE, "storage", name)
            self.assertEqual(self.stored()[name], b"{}")

    def test_standard_input_and_pipes(self):
        text = bytes_of(result(3))
        done = self.upload("-", stdin=text)
        self.assert_done(done)
        self.assertIn("standard input\n", done.stdout)
        self.assertEqual(self.stored(), {name_of("20260103T020000Z", text): text})
        self.assert_error(self.upload("-", stdin=b""), BROKEN, "broken", "empty", "standard input")
        done = self.upload("/dev/stdin", stdin=bytes_of(result(4)))
        self.assert_done(done)
        self.assertEqual(len(self.stored()), 2)

    def test_a_folder_below_the_archive(self):
        for number, folder in enumerate(["nightly", "a/b c/", "x+y"]):
            self.assert_done(self.upload(self.write("r.json", result(number + 1)), "--folder", folder))
        self.assertEqual({name.split("/2026/")[0] for name in self.stored()}, {"nightly", "a/b c", "x+y"})
        for folder in ["..", "a/../b", "/etc", "a//b", "./a", "."]:
            self.assert_error(self.upload(self.write("r.json", result(9)), "--folder", folder), USAGE, "usage", "--folder")
        self.assertEqual(len(self.stored()), 3)

    def test_a_dry_run_stores_nothing(self):
        text = bytes_of(result(3))
        done = self.upload(self.write("r.json", text), "--dry-run")
        self.assert_done(done)
        self.assertIn("would go to", done.stdout)
        self.assertIn(name_of("20260103T020000Z", text), done.stdout)
        self.assertEqual(self.stored(), {})


class Refusals(Upload):
    def test_one_broken_file_among_good_ones_and_nothing_is_stored(self):
        good, text = self.write("good.json", result(3)), bytes_of(result(4))
        for name, content, code, part in [("cut.json", text[:200], "broken", "cut.json: line 1, column"),
                                          ("empty.json", b"", "broken", "empty"),
                                          ("cut.json.gz", gzip.compress(text)[:100], "broken", "cut.json.gz"),
                                          ("packages.json", b'{"packages": []}', "foreign", "list of packages")]:
            done = self.upload(good, self.write(name, content), self.write("last.json", result(5)))
            self.assert_error(done, BROKEN, code, part, "nothing was stored")
            self.assertEqual(done.stdout, "")
            self.assertEqual(self.stored(), {})

    def test_what_is_no_file(self):
        self.assert_error(self.upload("nowhere.json"), USAGE, "usage", "there is no such file", "nowhere.json")
        self.assert_error(self.upload(self.here), USAGE, "usage", "this is a folder")
        self.assert_error(self.upload(), USAGE, "usage", "no file is given")

    def test_where_it_cannot_go(self):
        file = self.write("r.json", result(3))
        self.assert_error(self.run_program("upload", file), USAGE, "usage", "--archive is missing")
        self.assert_error(self.run_program("upload", file, "--archive", "nowhere"), USAGE, "archive", "nowhere")

    def test_a_published_site_takes_nothing(self):
        done = self.run_program("upload", self.write("r.json", result(3)), "--archive", "http://127.0.0.1:9/project/")
        self.assert_error(done, USAGE, "archive", "http://127.0.0.1:9/project/")

    def test_where_the_year_cannot_be_a_folder(self):
        self.add("2026", b"somebody's notes")
        self.assert_error(self.upload(self.write("r.json", result(3))), STORAGE, "storage", "cannot store", "2026")


class FailedNights(Upload):
    DETAILS = ["--workflow", 'bench "all"', "--url", "https://host/run/1", "--commit", "0123abcd", "--at", "2026-11-21T03:00:00+01:00"]

    def test_the_record(self):
        done = self.upload("--failed", "timed_out", *self.DETAILS, "--folder", "nightly")
        self.assert_done(done)
        [(name, content)] = self.stored().items()
        self.assertEqual(name, f"nightly/2026/failed-20261121T020000Z-{hashlib.sha256(content).hexdigest()[:8]}.json")
        self.assertEqual(json.loads(content), {
            "benchfolio_failure": 1, "time": "2026-11-21T02:00:00Z", "outcome": "timed_out", "workflow": 'bench "all"',
            "url": "https://host/run/1", "commit": "0123abcd"})
        for part in ["timed_out", "2026-11-21T02:00:00Z", "https://host/run/1", name]:
            self.assertIn(part, done.stdout)
        self.assertIn("is there", self.upload("--failed", "timed_out", *self.DETAILS, "--folder", "nightly").stdout)

    def test_what_is_not_known_is_null_and_the_time_is_now(self):
        self.assert_done(self.upload("--failed", "failure"))
        [content] = self.stored().values()
        record = json.loads(content)
        self.assertIsNone(record["workflow"] or record["url"] or record["commit"])
        self.assertRegex(record["time"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_the_site_has_it(self):
        self.add_runs(2)
        self.assert_done(self.upload("--failed", "failure", *self.DETAILS))
        done = self.build("--strict")
        self.assert_done(done)
        self.assertIn("runs       2 ", done.stdout)

    def test_wrong_details(self):
        for arguments, part in [(["--failed", "success"], "--failed"), (["--failed", "failure", "--url", "javascript:x"], "--url"),
                                (["--failed", "failure", "--commit", "main"], "--commit"),
                                (["--failed", "failure", "--at", "yesterday"], "--at"), (["--url", "https://host/"], "--failed")]:
            done = self.upload(*arguments, *([] if "--failed" in arguments else [self.write("r.json", result(3))]))
            self.assert_error(done, USAGE, "usage", part)
        self.assertEqual(self.stored(), {})


if __name__ == "__main__":
    program.main()
