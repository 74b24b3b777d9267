#!/usr/bin/env python3
"""Pages that are taken over from the night before: the real program, whatever has happened since, makes with them the
site that it makes from nothing, byte for byte.

    kept_pages_test.py PROGRAM [unittest arguments]
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402

# Some nights a month for two years, the suite renamed twice: most benchmarks are long over.
RUNS, DAYS, BENCHMARKS, HELD_BACK = 150, 700, 5, 50
MANY = 6 * BENCHMARKS  # files: those about the benchmarks that are over since the suite was renamed first
CONFIGURATION = """[site]
title = "Benchmarks"
base_url = "https://example.org/b/"
repository_url = "https://example.org/project"
"""


class KeptPagesTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.archive.rmdir()
        subprocess.run([sys.executable, "-B", TESTS / "make_archive.py", self.archive, "--runs", str(RUNS), "--days", str(DAYS),
                        "--benchmarks", str(BENCHMARKS), "--suite-changes", "2", "--seed", "11"],
                       check=True, stdout=subprocess.DEVNULL)
        self.results = sorted(self.archive.rglob("*.json"), key=lambda path: path.name[-20:])  # by night
        self.late = self.results.pop(20)
        self.coming = {path: path.read_bytes() for path in [*self.results[-HELD_BACK:], self.late]}
        for path in self.coming:
            path.unlink()
        self.nights = iter(self.results[-HELD_BACK:])
        self.cache = self.here / "cache"
        self.configure()

    # ---- What may happen from one night to the next ----

    def configure(self, more=""):
        (self.here / "benchfolio.toml").write_text(CONFIGURATION + more)

    def night(self, change=lambda document: None):
        """One more result of the archive, with something about it changed."""
        path = next(self.nights)
        document = json.loads(self.coming[path])
        change(document)
        path.write_text(json.dumps(document))
        return path

    def several_nights(self, count):
        for _ in range(count):
            self.night()

    def oldest_change(self):
        """The id of one."""
        return json.loads((self.out / "data/changes.json").read_text())["changes"][0]["id"]

    # ---- How it is held against a build from nothing ----

    def kept_of(self, done):
        """How many files were taken over, by what the build says of its stages."""
        told = re.search(r"([\d,]+) of them as they were", done.stderr)
        return int(told[1].replace(",", "")) if told else 0

    def assert_same(self, *options):
        """Builds onto the old site, and elsewhere without anything kept; returns how many files were taken over."""
        done = self.build("--cache", self.cache, *options)
        self.assert_done(done)
        afresh = self.here / "afresh"
        self.assert_done(self.run_program("build", "--archive", self.archive, "--out", afresh, "--now", program.NOW, "--no-cache",
                                          *options))
        files, expected = self.site_files(), self.site_files(afresh)
        different = sorted(path for path in files.keys() | expected.keys() if files.get(path) != expected.get(path))
        self.assertEqual(different, [])
        return self.kept_of(done)

    def assert_some_are_kept(self):
        self.assertGreater(self.assert_same(), MANY)

    def assert_none_is_kept(self, *options):
        self.assertEqual(self.assert_same(*options), 0)

    # ---- Nights ----

    def test_night_after_night(self):
        self.assert_none_is_kept()
        kept = []
        for _ in range(12):
            self.night()
            kept.append(self.assert_same())
        self.assertGreater(sorted(kept)[6], MANY, "axes move once a fortnight; on most nights they do not")
        while len([*self.archive.rglob("*.json")]) < RUNS - 5:  # months on
            self.several_nights(4)
            self.assert_same()

    def test_nothing_new(self):
        self.assert_none_is_kept()
        everything = len([path for path in self.site_files() if path.startswith(("b/", "data/b/")) and path.endswith((".html", ".csv"))])
        self.assertGreater(self.assert_same(), everything)

    def test_results_that_come_late_go_or_are_broken(self):
        self.assert_same()
        self.late.write_bytes(self.coming[self.late])
        self.assert_same()
        self.results[40].unlink()
        self.assert_same()
        self.results[60].write_bytes(b'{"machine_info": ')
        self.assert_same()
        self.archive.joinpath("note.json").write_text("[]")
        self.assert_some_are_kept()

    def test_new_benchmarks_groups_and_machines(self):
        def new_first(document):
            document["benchmarks"].append(dict(document["benchmarks"][0], fullname="a.py::test_first", name="test_first"))

        def new_last(document):
            document["benchmarks"].append(dict(document["benchmarks"][0], fullname="z.py::test_last[7]", name="test_last[7]",
                                               params={"n": 7}, group="new group"))

        def new_machine(document):
            document["machine_info"]["cpu"]["brand_raw"] = "AMD EPYC 9V74 80-Core Processor"

        def new_python(document):
            document["machine_info"]["python_version"] = "3.13.0"

        def old_name(document):
            document["benchmarks"][0].update(fullname="test_lin_alg_Qobj.py::test_add[2-dense-numpy]", name="test_add[2-dense-numpy]")

        self.assert_same()
        for change in (new_last, new_machine, new_python, new_first, old_name):
            with self.subTest(change.__name__):
                self.night(change)
                self.assert_same()
                self.night()
                self.assert_same()

    # ---- Other words, pictures and rules ----

    def test_other_configurations(self):
        self.assert_same()
        for more in ('notice = "Moved."\n', '[cpu]\nhide = ["*E5-26*"]\n', '[cpu]\ncolours = {"*8370C*" = 5}\n',
                     '[statistics]\nestimate = "min"\n', '[parameters]\nexclude = ["param=2"]\n',
                     '[aliases]\n"test_lin_alg_Qobj.py::test_*" = "bench_linear_algebra.py::bench_*"\n',
                     '[group_aliases]\n"Add-*" = "add *"\n', '[archive]\ndimensions = ["cpu", "os"]\n',
                     '[[pause]]\nfrom = 2023-01-01\nto = 2023-02-01\nreason = "moved"\n'):
            with self.subTest(more):
                self.configure(more)
                self.assert_same()
                self.configure()
                self.assert_same()

    def test_nights_over_upgrades(self):
        self.configure('[[transition]]\nfrom = "*E5-2673 v4*"\nto = "*8272CL*"\nreason = "moved"\n')
        self.assert_none_is_kept()
        kept = []
        for _ in range(8):
            self.night()
            kept.append(self.assert_same())
        self.assertGreater(sorted(kept)[4], MANY)
        self.assertTrue(list(self.out.glob("plots/upgrades/*.svg")))
        self.configure('[[transition]]\nfrom = "*E5-2673 v4*"\nto = "*8272CL*"\nreason = "moved away"\n')
        self.assert_same()

    def test_other_templates_and_assets(self):
        self.assert_same()
        templates, assets = self.here / "templates", self.here / "assets"
        templates.mkdir()
        assets.mkdir()
        foot = (TESTS.parent / "templates/foot.html").read_text()
        templates.joinpath("foot.html").write_text(foot.replace("Made by", "Kindly made by"))
        self.assert_none_is_kept("--templates", templates)
        assets.joinpath("site.css").write_text("body { color: red }\n")
        self.assert_same("--assets", assets)

    def test_reviews(self):
        self.several_nights(10)
        self.assert_same()
        change = self.oldest_change()
        triage = self.here / "triage.toml"
        triage.write_text(f'[[review]]\nchange = "{change}"\nstate = "explained"\nreason = "as meant"\n')
        self.assert_same()
        self.assert_some_are_kept()
        triage.unlink()
        self.assert_same()

    # ---- What becomes of the old site and of what is kept ----

    def test_old_files_that_somebody_changed(self):
        self.assert_same()
        page = next(path for path in sorted(self.out.glob("b/*.html")))
        of_same_size = page.read_bytes().replace(b"</main>", b"</niam>")
        data = next(path for path in sorted(self.out.glob("data/b/*.csv")))
        other, edited = sorted(self.out.glob("b/*.html"))[1:3]
        edited.write_bytes(edited.read_bytes().replace(b"</main>", b"</niam>"))  # in place: only its time tells
        page.unlink()  # another name of it may be elsewhere
        page.write_bytes(of_same_size)
        data.unlink()
        target = self.here / "target.html"
        other.rename(target)
        other.symlink_to(target)
        self.assert_some_are_kept()
        self.assertFalse(other.is_symlink())

    def test_a_restored_site_is_known_by_its_bytes(self):
        self.assert_same()
        kept, restored = self.assert_same(), self.here / "restored"
        shutil.copytree(self.out, restored)
        shutil.rmtree(self.out)
        restored.rename(self.out)
        self.assertEqual(self.assert_same(), kept)
        self.assertEqual(self.assert_same(), kept)

    def test_a_folder_that_is_named_before_it_is_there(self):
        self.out = "benchmarks"  # in the folder in which the program runs
        for kept_at_least in (0, MANY):
            done = self.build("--cache", self.cache)
            self.assert_done(done)
            self.assertGreaterEqual(self.kept_of(done), kept_at_least)

    def test_no_old_site_or_nothing_kept(self):
        self.assert_same()
        self.out = self.here / "moved"
        self.assert_none_is_kept()
        for made in self.cache.joinpath("made").iterdir():
            made.write_bytes(made.read_bytes()[:-9])
        self.assert_none_is_kept()
        self.assert_some_are_kept()


if __name__ == "__main__":
    program.main()
