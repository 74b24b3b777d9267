#!/usr/bin/env python3
"""Opens, in a headless browser, one page of each kind that the sample site has none of: kinds_test.py PROGRAM

Testbeds of several dimensions side by side, effects, upgrades, releases, tags, branches, pull requests, requests by hand,
several measures and named sets. Skipped, with a message and code 77, where no browser runs.
"""

import math
import random
import sys
import unittest
from itertools import product
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import devtools  # noqa: E402
import program  # noqa: E402
from program import OK, ProgramTest, result  # noqa: E402
from site_test import SKIPPED, PageChecks  # noqa: E402

CPUS = {"Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz": 1, "AMD EPYC 7763 64-Core Processor": .8}
BENCHMARKS = [f"tests/test_linear_algebra.py::test_matrix_times_vector_of[{size}-{kind}]"
              for size, kind in product((16, 256), ("dense-compiled", "dense-interpreted"))]
NIGHTS, CHANGE, SHARED = 30, 15, 4
LONG = "feature/a-name-that-is-longer-than-a-telephone-is-wide"
CONFIG = """
[site]
repository_url = "https://github.com/example/lattice"
[archive]
dimensions = ["cpu", "os", "jit"]
[dimensions]
jit = "machine_info.jit"
[kinds]
archived = ["old-*"]
[[measure]]
from = "extra_info.peak_kib"
name = "peak_memory"
unit = "KiB"
[[measure]]
from = "extra_info.instructions"
unit = "instructions"
[[effect]]
name = "JIT"
dimension = "jit"
off = "off"
on = "on"
[[transition]]
from = "*8272CL*"
to = "*7763*"
reason = "The machine was replaced by a newer one."
[[relative]]
pairs = {"*-compiled]" = "*-interpreted]"}
[[aggregate]]
name = "all"
[[aggregate]]
name = "the compiled ones"
benchmarks = ["*compiled*"]
[[aggregate]]
name = "weighty"
weights = {"*256*" = 3}
"""


class Archive:
    """Writes result files, the same each time."""

    def __init__(self, test):
        self.test, self.noise, self.minute = test, random.Random(5), 0

    def add(self, path, night, factor=1.0, cpu=0, system="Linux", jit="off", commit=None):
        brand, speed = list(CPUS.items())[cpu]
        run = result(1, cpu=brand, commit=commit or f"{night + 1:040x}")
        run["machine_info"] |= {"system": system, "jit": jit}
        self.minute = (self.minute + 1) % 60
        run["datetime"] = f"2026-10-{1 + night:02}T02:{self.minute:02}:00" if night < 30 else f"2026-11-10T02:{self.minute:02}:00"
        template = run["benchmarks"].pop()
        for place, name in enumerate(BENCHMARKS):
            value = (1 + place) * 1e-3 * speed * factor * math.exp(self.noise.gauss(0, .01))
            value *= (1.3 if night >= CHANGE else 1) * (.9 if jit == "on" else 1) * (1.1 if system == "Darwin" else 1)
            stats = dict.fromkeys(("min", "max", "mean", "median", "q1", "q3"), value)
            extra = {"peak_kib": round(40_000 * self.noise.gauss(1, .01)), "instructions": round(3e9 * value)}
            run["benchmarks"].append(template | {"name": name.split("::")[1], "fullname": name, "extra_info": extra,
                                                 "stats": template["stats"] | stats})
        self.test.add(path, run)

    def write(self):
        for night in range(NIGHTS):
            if night < CHANGE + SHARED:
                self.add(f"n/{night}-old.json", night)
            for jit, system in product(("off", "on"), ("Linux", "Darwin")):
                if night >= CHANGE:
                    self.add(f"n/{night}-{jit}-{system}.json", night, cpu=1, jit=jit, system=system)
        start = f"start={20 + 1:040x}"
        self.add(f"kind=branch/ref={LONG.replace('/', '%2F')}/{start}/a.json", 30, 1.2, cpu=1, commit="b1" * 20)
        self.add(f"kind=branch/ref={LONG.replace('/', '%2F')}/{start}/b.json", 30, 1.2, cpu=1, jit="on", commit="b1" * 20)
        self.add(f"kind=branch/ref=old-one/{start}/a.json", 30, cpu=1, commit="b2" * 20)
        self.add("kind=pull-request/ref=17/a.json", 30, .9, cpu=1, commit="b3" * 20)
        self.add(f"kind=manual/owner=alice/ref={'a1' * 20}/{start}/a.json", 30, .8, cpu=1, commit="a1" * 20)
        for tag, night in (("v1.0", 3), ("v1.1", 20), ("v2.0", 25)):
            self.add(f"kind=tag/ref={tag}/a.json", night, cpu=int(night > CHANGE))


KINDS = ("index.html", "b/", "by/jit-", "changes/", "compare/", "continuity/", "cpu/", "effects/index", "effects/jit-",
         "geomean/", "manual/alice/", "other/", "branch/feature", "pull/17/", "releases/", "tag/v2.0/")


class KindsTest(PageChecks, unittest.TestCase):
    """One page of each kind, by where it lies, and the page of a run that is in no trend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        every = sorted(path.relative_to(cls.site).as_posix() for path in cls.site.rglob("*.html"))
        cls.pages = [next(page for page in every if page.startswith(kind)) for kind in KINDS]
        cls.pages.append(next(page for page in every if page.startswith("run/2026-11-10") or page.startswith("run/20261110")))

    def test_pages_are_told_apart_by_their_headings_and_no_section_is_empty(self):
        empty = """[...document.querySelectorAll('main section:not(.scroll)')]
            .filter(section => section.textContent.trim().length <= (section.querySelector('h2')?.textContent.trim().length ?? 0))
            .map(section => section.outerHTML.slice(0, 80))"""
        seen = {}

        def check(name):
            self.assertEqual(self.page.evaluate(empty), [])
            heading = self.page.evaluate("document.querySelector('h1').textContent")
            seen.setdefault(heading, []).append(name)
        self.on_each_page(check)
        for heading, pages in seen.items():
            self.assertEqual(len({page.split("/")[0] for page in pages}), 1, (heading, pages))


class Builder(ProgramTest):
    """Makes the site that the pages are of."""

    def build_site(self):
        self.setUp()
        Archive(self).write()
        (self.here / "kinds.toml").write_text(CONFIG)
        done = self.build("--config", self.here / "kinds.toml", "--no-cache")
        if done.returncode != OK:
            sys.exit(done.stdout + done.stderr)
        return self.out


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not devtools.installed():
        print("SKIPPED: no browser. Install chromium (Debian) or google-chrome (Ubuntu) to run the browser tests.")
        return SKIPPED
    program.PATH = str(Path(sys.argv.pop(1)).resolve())
    builder = Builder()
    KindsTest.site = builder.build_site()
    done = unittest.main(module="__main__", defaultTest="KindsTest", exit=False)
    builder.doCleanups()
    return 0 if done.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
