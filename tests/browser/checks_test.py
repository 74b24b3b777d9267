#!/usr/bin/env python3
"""A check that cannot fail checks nothing: each of site_test.py is run over a page that is wrong in every way."""

import sys
import tempfile
import unittest
from pathlib import Path

import devtools
import site_test
from server import Server

WRONG = """<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>Everything is wrong</h1>
<p style="color: #bbb">faint</p><p style="color: #555; background: #444">dim in the dark</p>
<div style="width: 700px">wide</div>
<svg width="300" height="20" viewBox="0 0 600 40"><text x="1" y="20" style="font-size: 13px">tiny</text></svg>
<div style="height: 9000px"></div>
<script>
console.error('complaint');
fetch('http://127.0.0.1:1/elsewhere').catch(() => 0);
document.write('<table><tr><td>1</td></tr></table>');
addEventListener('load', () => setTimeout(() => document.querySelector('h1').style.marginTop = '99px', 50));
</script></main></body></html>"""


class ChecksTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        Path(folder.name, "index.html").write_text(WRONG)
        server, browser = Server(folder.name), devtools.Browser(devtools.installed())
        for thing in (folder.cleanup, server.close, browser.close):
            self.addCleanup(thing)
        self.page, self.address = browser.page(), server.address
        self.addCleanup(self.page.close)
        self.page.look(site_test.PHONE)
        self.page.open(self.address + "index.html")

    def test_each_check_finds_what_is_wrong(self):
        self.assertEqual(self.page.evaluate(site_test.OVERFLOW), ["DIV. reaches 708"])
        self.assertEqual(self.page.evaluate(site_test.CHART_TEXT), [["tiny", 6.5]])
        self.assertIn('"faint"', " ".join(self.page.evaluate(site_test.CONTRASTS)))
        self.assertGreater(self.page.evaluate(site_test.SHIFT), 0.001)
        self.assertIn("complaint", self.page.complaints())
        self.assertTrue([url for url in self.page.requests() if not url.startswith(self.address)])
        self.assertGreater(self.page.sheets(), 2)

    def test_what_only_scripts_write_is_missed(self):
        count = f"{site_test.INVENTORY}.table"
        self.assertEqual(self.page.evaluate(count), 1)
        self.page.scripts(False)
        self.page.open(self.address + "index.html")
        self.assertEqual(self.page.evaluate(count), 0)


if __name__ == "__main__":
    if not devtools.installed():
        print("SKIPPED: no browser")
        sys.exit(site_test.SKIPPED)
    unittest.main()
