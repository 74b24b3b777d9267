#!/usr/bin/env python3
"""Renders an archive with the real program, with one worker and with three, and checks what came out.

    end_to_end.py CASE --benchfolio PROGRAM --work DIR        CASE is a key of CASES

Both sites must be the same bytes, and so must a third, built from the data files of the second. Every published number must
be what verify_site.py recomputes, every page in order. The real data are looked for in $BENCHFOLIO_REAL_DATA, else in
../shared/data beside the checkout; without them that case ends with code 77, skipped.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
SAMPLE = TESTS / "data/sample"
REAL_DATA = Path(os.environ.get("BENCHFOLIO_REAL_DATA") or TESTS.parent.parent / "shared/data")
SKIPPED = 77
OK, BROKEN_FILES = 0, 3
NOW = "2026-11-21T06:00:00Z"

# case -> arguments of make_archive.py
MADE = {
    "summaries": ["--runs", "40", "--benchmarks", "60"],
    "samples": ["--runs", "12", "--benchmarks", "30", "--samples", "50"],
    "torture": ["--runs", "20", "--benchmarks", "25", "--torture"],
    "pyperf": ["--runs", "20", "--benchmarks", "12", "--format", "pyperf"],
    "rare_cpus": ["--runs", "150", "--benchmarks", "8", "--rare-cpus", "--suite-changes", "3"],
}
# case -> folder below the real data
REAL = {"real_pytest_benchmark": "pytest-benchmark", "real_pyperf": "pyperf", "real_all": "."}
CASES = ["sample", "measures", *MADE, *REAL]


def run(*command):
    print("$", *command, flush=True)
    return subprocess.run(command, check=False).returncode


def archive_of(case, work):
    """(archive, configuration or None); the archive does not exist where the real data are not there."""
    if case == "sample":
        return SAMPLE / "archive", SAMPLE / "benchfolio.toml"
    if case in REAL:
        return REAL_DATA / REAL[case], None
    if case == "measures":
        if run(sys.executable, str(TESTS / "make_measures.py"), str(work)) != 0:
            sys.exit("make_measures.py failed")
        return work / "archive", work / "benchfolio.toml"
    archive = work / "archive"
    if run(sys.executable, str(TESTS / "make_archive.py"), str(archive), *MADE[case]) != 0:
        sys.exit("make_archive.py failed")
    return archive, None


def build(program, archive, config, out, *options):
    configured = ["--config", str(config)] if config else []
    return run(program, "build", "--archive", str(archive), "--out", str(out), "--now", NOW, *configured, *options)


def different_files(one, other):
    """Paths that only one of the folders has, or that differ in content."""
    def contents(folder):
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    a, b = contents(one), contents(other)
    return sorted(str(path) for path in set(a) | set(b) if a.get(path) != b.get(path))


def check(case, program, work):
    archive, config = archive_of(case, work)
    if not archive.is_dir():
        print(f"SKIPPED: no real data at {archive}; set BENCHFOLIO_REAL_DATA to a folder of real results")
        return SKIPPED
    one, three = work / "jobs-1", work / "jobs-3"
    failures = []
    if build(program, archive, config, one, "--jobs", "1") != OK:
        failures.append("the build failed")
    strict = build(program, archive, config, three, "--jobs", "3", "--strict")
    if failures or not (three / "data/runs.json").exists():
        return report(failures + [f"no site with --strict (code {strict})"])
    if differences := different_files(one, three):
        failures.append(f"{len(differences)} files depend on --jobs: {' '.join(differences[:5])}")
    published = work / "published"
    if build(program, three, config, published) != OK or different_files(three, published):
        failures.append(f"the site of its own data files differs: {' '.join(different_files(three, published)[:5])}")
    broken = '"broken"' in (three / "data/runs.json").read_text()
    if strict != (BROKEN_FILES if broken else OK):
        failures.append(f"--strict ended with {strict}; broken files: {broken}")
    verify = [str(TESTS / "end_to_end/verify_site.py"), "--archive", str(archive), "--site", str(three)]
    if run(sys.executable, *verify, *(["--config", str(config)] if config else [])) != OK:
        failures.append("published numbers differ from the archive's")
    if run(sys.executable, str(TESTS / "end_to_end/check_pages.py"), str(three)) != OK:
        failures.append("pages with problems")
    return report(failures)


def report(failures):
    for failure in failures:
        print("FAILED:", failure)
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--benchfolio", required=True)
    parser.add_argument("--work", required=True, type=Path)
    arguments = parser.parse_args()
    work = arguments.work / arguments.case
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    return check(arguments.case, arguments.benchfolio, work)


if __name__ == "__main__":
    sys.exit(main())
