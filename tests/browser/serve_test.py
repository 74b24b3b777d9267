#!/usr/bin/env python3
"""`benchfolio serve` over a copy of the sample, looked at in a headless browser: what a person sees while working on it.

    serve_test.py PROGRAM [unittest arguments]

Skipped, with a message and code 77, where no browser runs. Without one: tests/preview/serve_http_test.py.
"""

import shutil
import sys
import unittest
from pathlib import Path

import devtools
import site_test

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import program  # noqa: E402
from preview import Preview  # noqa: E402
from program import OK, ProgramTest, result  # noqa: E402

OVERLAY = "document.getElementById('benchfolio-failure')"
SHOWN = f"!!{OVERLAY}"
GONE = f"!{OVERLAY}"
RUNS = "document.querySelector('.foot p').textContent"
BASE_URL = '[site]\nbase_url = "https://owner.example/project/"'


class ServeTest(ProgramTest):
    """A preview of the sample and one tab that shows its home page."""

    @classmethod
    def setUpClass(cls):
        cls.browser = devtools.Browser(devtools.installed())
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.archive)
        shutil.copytree(TESTS / "data/sample/archive", self.archive)
        self.templates, self.assets = self.here / "templates", self.here / "assets"
        for folder in (self.templates, self.assets):
            folder.mkdir()
        self.good = (TESTS / "data/sample/benchfolio.toml").read_text(encoding="utf-8").replace("[site]", BASE_URL)
        self.configure(self.good)
        self.preview = self.serve()
        self.page = self.tab()

    def tab(self):
        """A tab with the home page."""
        page = self.browser.page()
        self.addCleanup(page.close)
        page.look(site_test.DESKTOP)
        page.open(self.preview.address)
        return page

    def serve(self, port=0):
        preview = Preview(program.PATH, self.here, "--archive", self.archive, "--templates", self.templates, "--assets",
                          self.assets, environment=self.environment(), port=port)
        self.addCleanup(preview.close)
        return preview

    def configure(self, text):
        (self.here / "benchfolio.toml").write_text(text, encoding="utf-8")

    def break_it(self):
        self.configure(self.good.replace("hide =", "hidden ="))
        self.assert_becomes(SHOWN)

    def assert_becomes(self, expression):
        """In between, the page may be reloading: then there is nothing to ask."""
        def holds():
            try:
                return self.page.evaluate(expression)
            except RuntimeError:
                return False
        self.assertTrue(self.preview.eventually(holds), f"{expression}; {''.join(self.preview.complaints)}")


class Reloading(ServeTest):
    def test_the_page_reloads_itself_with_each_change_and_keeps_its_place(self):
        self.assertIn("/project/", self.page.evaluate("location.pathname"))
        self.page.evaluate("scrollTo(0, 600)")
        runs = self.page.evaluate(RUNS)
        self.add("nightly/new.json", result(4))
        self.assert_becomes(f"{RUNS} !== {runs!r} && document.readyState === 'complete'")
        self.assert_becomes("scrollY === 600")
        foot = (TESTS.parent / "templates/foot.html").read_text(encoding="utf-8")
        (self.templates / "foot.html").write_text(foot.replace("Made by", "Shown by"), encoding="utf-8")
        self.assert_becomes(f"{RUNS}.includes('Shown by')")
        (self.assets / "site.css").write_text("h1 { color: rgb(1, 2, 3) }", encoding="utf-8")
        self.assert_becomes("getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
        self.assertEqual(self.page.complaints(), [])

    def test_a_page_left_open_reloads_when_the_preview_is_started_again(self):
        self.assertEqual(self.preview.interrupt(), OK)
        self.configure(self.good.replace("Lattice", "Trellis"))
        self.preview = self.serve(self.preview.port)
        self.assert_becomes("document.title.includes('Trellis')")


class Failing(ServeTest):
    def test_the_error_stands_over_the_last_good_page_until_it_is_mended(self):
        heading = self.page.evaluate("document.querySelector('h1').textContent")
        self.break_it()
        self.assertEqual(self.page.evaluate(f"{OVERLAY}.getAttribute('role')"), "alert")
        self.assertEqual(self.page.evaluate(f"{OVERLAY}.querySelector('pre').textContent"),
                         "error[config]: unknown key `cpu.hidden`\n --> benchfolio.toml:10:1\nhint: did you mean `hide`?\n")
        self.assertEqual(self.page.evaluate("document.querySelector('h1').textContent"), heading)
        self.page.open(self.preview.address + "cpu/")  # other pages too, and without waiting for the script
        self.assertTrue(self.page.evaluate(SHOWN))
        self.configure(self.good)
        self.assert_becomes(GONE)
        self.assertEqual(self.page.complaints(), [])

    def test_the_error_can_be_read_on_every_screen(self):
        self.break_it()
        for width in (site_test.PHONE, site_test.DESKTOP):
            for scheme in ("light", "dark"):
                with self.subTest(width=width, scheme=scheme):
                    self.page.look(width, scheme)
                    self.assertEqual(self.page.evaluate(site_test.OVERFLOW), [])
                    self.assertEqual(self.page.evaluate(site_test.CONTRASTS), [])
                    self.assertTrue(self.page.evaluate(
                        f"(({{top, bottom}}) => top >= 0 && Math.round(bottom) === innerHeight)({OVERLAY}.getBoundingClientRect())"))

    def test_the_error_can_be_folded_away_by_keyboard(self):
        self.break_it()
        self.page.evaluate(f"{OVERLAY}.querySelector('summary').focus()")
        self.page.press("Enter")
        self.assert_becomes(f"!{OVERLAY}.querySelector('details').open")
        self.assertLess(self.page.evaluate(f"{OVERLAY}.offsetHeight"), 80)

    def test_without_scripts_the_error_is_there_too(self):
        self.break_it()
        self.page.scripts(False)
        self.page.open(self.preview.address)
        self.assertTrue(self.page.evaluate(SHOWN))


class ManyPages(ServeTest):
    def test_many_tabs_hear_of_a_change(self):
        """More than the six connections that a browser keeps to one server."""
        tabs = [self.tab() for _ in range(8)]
        self.configure(self.good.replace("Lattice", "Trellis"))
        for self.page in tabs:
            self.page.call("Page.bringToFront")
            self.assert_becomes("document.title.includes('Trellis')")


def main():
    if not devtools.installed():
        print("SKIPPED: no browser. Install chromium (Debian) or google-chrome (Ubuntu) to run the browser tests.")
        return site_test.SKIPPED
    program.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
