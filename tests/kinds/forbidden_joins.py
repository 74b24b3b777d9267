#!/usr/bin/env python3
"""Looks through every data file and page of a site for a join that must not be: forbidden_joins.py SITE

What two runs measured may stand in one series, mean, level or side only where both are of one testbed and of one purpose
(kind, ref, owner), and be counted together only where they are of one version of the suite. Independent of the
generator: reads what is published and nothing else. Prints what it finds.
"""

import csv
import json
import re
import sys
from pathlib import Path

RUN = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
LINK = re.compile(r'href="[^"]*run/(\d{8}T\d{6}Z-[0-9a-f]{8})\.html"')
# Pages of runs that are in no trend, and those that list every file of the archive.
PAGES_OF_OTHERS = ("other/", "tag/", "branch/", "pull/", "manual/", "run/", "data/", "rejected/")
MOST = 5  # a change that is larger must be between two suites or kinds: the archives here make them differ tenfold


def is_runs(value):
    """Whether it is a list of ids of runs."""
    return isinstance(value, list) and value and all(isinstance(item, str) and RUN.fullmatch(item) for item in value)


def lists_of_runs(value, place=""):
    """Every list of runs in a document, with its place."""
    if is_runs(value):
        yield place, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from lists_of_runs(item, f"{place}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from lists_of_runs(item, f"{place}[{index}]")


class Scan:
    """One look at a site; `problems` are the joins that were found, `seen` how many lists of runs were held together."""

    def __init__(self, site):
        self.site, self.problems, self.seen = Path(site), [], 0
        self.runs = {run["id"]: run for run in json.loads((self.site / "data/runs.json").read_text())["runs"]}
        self.labels = {testbed["label"]: testbed["slug"] for testbed in self.read("data/index.json")["testbeds"]}

    def read(self, path):
        return json.loads((self.site / path).read_text())

    def run(self):
        for path in sorted(self.site.glob("data/**/*")):
            name = path.relative_to(self.site).as_posix()
            if path.suffix == ".json":
                self.scan_document(name, json.loads(path.read_text()))
            elif path.suffix == ".csv":
                self.scan_table(name, path.read_text())
        for path in sorted(self.site.rglob("*.html")):
            self.scan_page(path.relative_to(self.site).as_posix(), path.read_text())
        return self.problems

    def values(self, ids, *fields):
        return {tuple(self.runs[run].get(field) for field in fields) for run in ids}

    def hold_together(self, where, ids, *fields):
        """All of the runs agree in these fields."""
        self.seen += 1
        if unknown := set(ids) - set(self.runs):
            return self.problems.append(f"{where}: no such run: {sorted(unknown)}")
        if len(values := self.values(ids, *fields)) > 1:
            self.problems.append(f"{where}: joins {', '.join(fields)}: {sorted(map(str, values))}")

    def require_trends(self, where, ids):
        others = [run for run in ids if run in self.runs and self.runs[run]["kind"] != "nightly"]
        if others:
            self.problems.append(f"{where}: runs that are in no trend: {others}")

    # ---- documents

    def scan_document(self, name, document):
        if name.startswith("data/b/"):
            return self.scan_series(name, document)
        if name == "data/geomean.json":
            return self.scan_means(name, document)
        if name == "data/changes.json":
            return self.scan_changes(name, document)
        if name.startswith("data/other/"):
            return self.scan_line(name, document)
        if name not in ("data/index.json", "data/runs.json", "data/aside.json"):
            for place, ids in lists_of_runs(document):
                self.hold_together(name + place, ids, "kind", "ref", "owner", "testbed", "suite")

    def scan_series(self, name, document):
        for series in document["series"]:
            where = f"{name} on {series['testbed']}"
            self.hold_together(where, series["run"], "testbed")
            self.require_trends(where, series["run"])
            if self.values(series["run"], "testbed") != {(series["testbed"],)}:
                self.problems.append(f"{where}: runs of another testbed")

    def scan_means(self, name, document):
        for group in document["sets"]:
            for series in group["series"]:
                where = f"{name}: {group['name']} on {series['testbed']}"
                self.require_trends(where, series["run"])
                for run, basis in zip(series["run"], series["basis"]):
                    of = series["bases"][basis]
                    self.hold_together(f"{where}, {run}", [run, *of["baseline_runs"]], "testbed", "suite")
                    if self.runs[run].get("suite") != of["suite"]:
                        self.problems.append(f"{where}: {run} counts as of suite {of['suite']}")

    def scan_changes(self, name, document):
        for change in document["changes"]:
            where = f"{name}: {change['id']}"
            ids = [change["last_run_before"], change["first_run_after"]]
            self.hold_together(where, ids, "testbed", "suite")
            self.require_trends(where, ids)
            if change["ratio"] is not None and not 1 / MOST < change["ratio"] < MOST:
                self.problems.append(f"{where}: a change by {change['ratio']}, as between two suites or kinds")

    def scan_line(self, name, document):
        """What a tag, branch or the like is held against: of one testbed and suite; a side is of one purpose."""
        for place, ids in lists_of_runs(document):
            if ".points" in place or ".run" == place[-4:]:
                self.hold_together(name + place, ids, "testbed", "suite")
                if len({purpose for purpose in self.values(ids, "kind", "ref", "owner") if purpose[0] != "nightly"}) > 1:
                    self.problems.append(f"{name}{place}: two purposes beside the trends")
            else:
                self.hold_together(name + place, ids, "kind", "ref", "owner", "testbed", "suite")

    def scan_table(self, name, text):
        for row in csv.DictReader(text.splitlines()):
            if "run" not in row or row["run"] not in self.runs or "testbed" not in row:
                continue
            if self.runs[row["run"]]["testbed"] != self.labels.get(row["testbed"], row["testbed"]):
                self.problems.append(f"{name}: {row['run']} stands with {row['testbed']}")
            self.require_trends(name, [row["run"]])

    # ---- pages

    def scan_page(self, name, text):
        if not name.startswith(PAGES_OF_OTHERS):
            self.require_trends(name, LINK.findall(text))


def main():
    scan = Scan(sys.argv[1])
    for problem in scan.run():
        print(problem)
    print(f"{len(scan.problems)} forbidden joins; {len(scan.runs)} runs, {scan.seen} lists of runs held together")
    return 1 if scan.problems else 0


if __name__ == "__main__":
    sys.exit(main())
