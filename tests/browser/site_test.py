#!/usr/bin/env python3
"""Opens a rendered site in a headless browser: site_test.py SITE

Skipped, with a message and code 77, where no browser runs.
"""

import re
import sys
import unittest
from pathlib import Path

import devtools
from server import Server

SKIPPED = 77
PHONE, DESKTOP = 360, 1280
SUB_PATH = "/some/sub-path/"
SMALLEST_CHART_TEXT = 11   # CSS pixels on a phone
CONTRAST = 4.5

OVERFLOW = """(() => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) return [];
    return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 3).map(e => `${e.tagName}.${e.className.baseVal ?? e.className} reaches ${Math.round(e.getBoundingClientRect().right)}`);
})()"""

CHART_TEXT = """[...document.querySelectorAll('svg text')]
    .filter(e => e.textContent.trim() && e.getClientRects().length && e.checkVisibility())
    .map(e => [e.textContent.trim().slice(0, 30), parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a])
    .filter(([, size]) => size < %s - 0.01).slice(0, 5)""" % SMALLEST_CHART_TEXT

# Text against the nearest opaque background behind it, by the formula of WCAG 2.
CONTRASTS = """(() => {
    const channels = color => { const m = color.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m };
    const over = (top, under) => [0, 1, 2].map(k => top[k] * top[3] + under[k] * (1 - top[3])).concat(1);
    const linear = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const luminance = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
    const behind = e => {
        if (!e) return [...(matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255]), 1];
        const own = e instanceof SVGElement ? [0, 0, 0, 0] : channels(getComputedStyle(e).backgroundColor);
        return own[3] === 1 ? own : over(own, behind(e.parentElement));
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const e = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        if (e.closest('script, style, title, desc, noscript') || !e.getClientRects().length) continue;
        const style = getComputedStyle(e), paint = e instanceof SVGElement ? style.fill : style.color;
        if (!paint.startsWith('rgb')) continue;
        const back = behind(e), front = over(channels(paint), back);
        const [a, b] = [luminance(front), luminance(back)].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < %s) found.push(`${ratio.toFixed(2)} "${walker.currentNode.data.trim().slice(0, 30)}" in <${e.tagName}>`);
    }
    return [...new Set(found)].slice(0, 5);
})()""" % CONTRAST

# How far the page moved, once scripts have had their turn.
SHIFT = "new Promise(done => setTimeout(() => done(window.layoutShift), 150))"

# What a page holds for its readers: numbers of tables, rows, plots, links, headings.
INVENTORY = """Object.fromEntries(['table', 'tbody tr', 'svg', 'a[href]', 'h1, h2, h3, h4', 'figure', 'details']
    .map(kind => [kind, [...document.querySelectorAll(kind)].filter(e => !e.closest('[data-by-script]')).length]))"""

SORTED = "[...document.querySelectorAll('table.list [aria-sort]')].map(e => e.getAttribute('aria-sort'))"
ROWS = """[...document.querySelectorAll('table.list tbody tr:not(.gh)')].filter(row => !row.hidden)
    .map(row => row.textContent.replace(/\\s+/g, ' ').trim())"""
TOOLTIP = "document.querySelector('[role=tooltip]:not([hidden])')?.textContent ?? ''"


def pages_of(site):
    """One page of each kind, or two: the site's own index pages, the first and last of each folder."""
    every = sorted(path.relative_to(site).as_posix() for path in Path(site).rglob("*.html"))
    folders = {}
    for page in every:
        folders.setdefault(page.rpartition("/")[0], []).append(page)
    return sorted({page for pages in folders.values() for page in (pages if len(pages) < 4 else [pages[0], pages[-1], *[
        page for page in pages if page.endswith("index.html")]])})


class PageChecks:
    """What holds of the pages of every site, whatever is on them."""

    site = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.site)
        cls.browser = devtools.Browser(devtools.installed())
        cls.pages = pages_of(cls.site)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.server.close()

    def setUp(self):
        self.page = self.browser.page()
        self.addCleanup(self.page.close)
        self.page.look(DESKTOP)

    def on_each_page(self, check, width=DESKTOP, scheme="light"):
        """Calls check(name) with each page open, and names the page where it fails."""
        self.page.look(width, scheme)
        for name in self.pages:
            with self.subTest(page=name, width=width, scheme=scheme):
                self.page.open(self.server.address + name)
                check(name)

    def expect_none(self, expression):
        return lambda _: self.assertEqual(self.page.evaluate(expression), [])

    def test_no_complaint_and_no_request_elsewhere(self):
        for prefix in ("/", SUB_PATH):
            server = Server(self.site, prefix)
            self.addCleanup(server.close)
            for name in self.pages:
                with self.subTest(page=prefix + name):
                    self.page.open(server.address + name)
                    self.assertEqual(self.page.complaints(), [])
                    self.assertEqual([url for url in self.page.requests() if not url.startswith((server.address, "data:"))], [])

    def test_nothing_overflows(self):
        self.on_each_page(self.expect_none(OVERFLOW), PHONE)
        self.on_each_page(self.expect_none(OVERFLOW), DESKTOP)

    def test_nothing_moves_while_loading(self):
        for width in (PHONE, DESKTOP):
            self.on_each_page(lambda _: self.assertLess(self.page.evaluate(SHIFT), 0.001), width)

    def test_chart_text_is_legible_on_a_phone(self):
        self.on_each_page(self.expect_none(CHART_TEXT), PHONE)

    def test_text_stands_out_in_both_themes(self):
        self.on_each_page(self.expect_none(CONTRASTS), scheme="light")
        self.on_each_page(self.expect_none(CONTRASTS), scheme="dark")

    def test_everything_is_there_without_scripts(self):
        def check(name):
            with_scripts = self.page.evaluate(INVENTORY)
            self.page.scripts(False)
            self.page.open(self.server.address + name)
            without = self.page.evaluate(INVENTORY)
            self.page.scripts(True)
            self.assertEqual({kind: count for kind, count in without.items() if count < with_scripts[kind]}, {})
        self.on_each_page(check)


class SiteTest(PageChecks, unittest.TestCase):
    """The sample site: its pages, and what one does with them."""

    def open_home(self):
        self.page.open(self.server.address + "index.html")

    def test_tables_sort_by_keyboard_and_stay_sorted(self):
        self.open_home()
        self.page.evaluate("document.querySelector('table.list th button').focus()")
        self.page.press("Enter")
        self.assertEqual(self.page.evaluate(SORTED), ["ascending"])
        self.page.press("Enter")
        self.assertEqual(self.page.evaluate(SORTED), ["descending"])
        rows = self.page.evaluate(ROWS)
        self.page.reload()
        self.assertEqual((self.page.evaluate(SORTED), self.page.evaluate(ROWS)), (["descending"], rows))

    def test_lists_filter_by_keyboard_and_stay_filtered(self):
        self.open_home()
        every = self.page.evaluate(ROWS)
        self.page.evaluate("document.querySelector('input[type=search]').focus()")
        self.page.type("trace")
        rows = self.page.evaluate(ROWS)
        self.assertEqual(rows, [row for row in every if "trace" in row.lower()])
        self.assertTrue(0 < len(rows) < len(every))
        self.page.reload()
        self.assertEqual(self.page.evaluate(ROWS), rows)

    def test_changes_filter_by_keyboard_and_stay_filtered(self):
        rows = "[...document.querySelectorAll('article.ev tbody tr')].filter(row => !row.hidden).map(row => row.dataset.way)"
        self.page.open(self.server.address + "changes/index.html")
        every = self.page.evaluate(rows)
        self.page.evaluate("document.querySelector('#filter input').focus()")
        self.page.type("faster")
        faster = self.page.evaluate(rows)
        self.assertEqual(faster, [way for way in every if way == "fast"])
        self.assertTrue(0 < len(faster) < len(every))
        self.assertEqual(self.page.evaluate("document.querySelectorAll('article.ev:not([hidden]) tbody tr:not([hidden])').length"), len(faster))
        self.page.reload()
        self.assertEqual(self.page.evaluate(rows), faster)

    def test_tooltips_come_on_focus_and_go_on_escape(self):
        self.open_home()
        self.page.evaluate("document.querySelector('a[data-tip]').focus()")
        self.assertTrue(self.page.evaluate(TOOLTIP))
        self.page.press("Escape")
        self.assertEqual(self.page.evaluate(TOOLTIP), "")

    def test_pages_that_have_grown_old_since_they_were_made_say_so(self):
        """The limit stands in the page: the script compares it with the reader's clock."""
        self.page.open(self.server.address + "run/index.html")
        said = "(document.getElementById('stale') || {}).textContent || ''"
        self.page.evaluate("document.getElementById('stale')?.remove(), document.body.dataset.freshUntil = '2999-01-01T00:00:00Z', warnWhenStale()")
        self.assertEqual(self.page.evaluate(said), "")
        self.page.evaluate("document.body.dataset.freshUntil = '2026-11-20T02:00:00Z', document.body.dataset.newest = '2020-01-01T00:00:00Z', warnWhenStale()")
        self.assertRegex(self.page.evaluate(said), r"may be out of date\. The newest run is \d+ days old\.")

    def test_runs_sort_with_failed_nights_among_them(self):
        self.page.open(self.server.address + "run/index.html")
        failed = "[...document.querySelectorAll('table.runs tbody tr')].findIndex((row) => row.textContent.includes('✕'))"
        at = self.page.evaluate(failed)
        self.assertGreater(at, 0)
        for column in range(self.page.evaluate("document.querySelectorAll('table.runs th button').length")):
            for order in ("ascending", "descending"):
                self.page.evaluate(f"document.querySelectorAll('table.runs th button')[{column}].click()")
                self.assertEqual(self.page.evaluate("document.querySelectorAll('table.runs th[aria-sort]')[0].ariaSort"), order)
        self.assertEqual(self.page.complaints(), [])

    def test_home_prints_on_two_sheets(self):
        self.page.open(self.server.address + "index.html")
        self.assertLessEqual(self.page.sheets(), 2)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not devtools.installed():
        print("SKIPPED: no browser. Install chromium (Debian) or google-chrome (Ubuntu) to run the browser tests.")
        return SKIPPED
    SiteTest.site = sys.argv.pop(1)
    unittest.main(module="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
