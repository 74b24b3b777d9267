"""Lets every method look at labelled archives, and prints how well each did: what the command `run` is made of."""

import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import score

MAKE_ARCHIVE = Path(__file__).resolve().parent.parent.parent / "make_archive.py"
HARD = ["--bimodal", ".1", "--autocorrelation", ".4", "--rare-cpus"]
UNCHANGED = ["--changes", "0", "--drifts", "0"]


@dataclass(frozen=True)
class Size:
    runs: int
    benchmarks: int

    def options(self):
        return ["--runs", str(self.runs), "--benchmarks", str(self.benchmarks)]


LABELLED, NOISE = Size(420, 90), Size(365, 300)
QUICK = Size(200, 30)


@dataclass(frozen=True)
class Row:
    """A method, and which states of its changes count."""
    label: str
    method: str
    states: tuple = ("confirmed",)


ROWS = [Row("ours", "ours"), Row("ours, with watching", "ours", ("confirmed", "watching")),
        Row("E-divisive (Otava)", "e_divisive"), Row("L1 Potts (asv)", "l1_potts"), Row("windowed t (Perfherder)", "windowed_t")]


@dataclass
class Tally:
    """What one row of a table adds up to."""
    steady: score.Score = field(default_factory=score.Score)
    all: score.Score = field(default_factory=score.Score)
    false: int = 0
    quiet_series: int = 0
    seconds: float = 0
    series: int = 0


@dataclass
class Outcome:
    """One archive, and what each method found in it."""
    truth: score.Truth
    changes: dict
    seconds: dict
    series: int


def text_of(command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def outcome(program, folder, options):
    """Makes an archive and lets every method look at it."""
    archive, out = folder / "archive", folder / "out"
    text_of([sys.executable, MAKE_ARCHIVE, archive, "--compact", *options])
    told = json.loads(text_of([program, archive, out]))
    changes = {method["method"]: json.loads((out / f"{method['method']}.json").read_text())["changes"] for method in told["methods"]}
    return Outcome(score.Truth(archive), changes, {method["method"]: method["seconds"] for method in told["methods"]}, told["series"])


@contextmanager
def folder_for(name, keep):
    """A folder that is gone afterwards, unless it is to be kept."""
    if keep:
        folder = keep / name
        folder.mkdir(parents=True)
        yield folder
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def add(tally, row, found, least_runs):
    """Adds what the row's method found in an archive."""
    changes = found.changes[row.method]
    if found.truth.has_changes():
        tally.steady += found.truth.score(changes, score.STEADY.with_runs(least_runs), row.states)
        tally.all += found.truth.score(changes, score.ALL.with_runs(least_runs), row.states)
    else:
        tally.false += found.truth.false_alarms(changes, row.states)
        tally.quiet_series += found.series
    tally.seconds += found.seconds[row.method]
    tally.series += found.series


def archives(options, seeds, quick):
    """Names of the archives of one table, and how they are made."""
    labelled, noise = (QUICK, QUICK) if quick else (LABELLED, NOISE)
    for seed in seeds:
        for kind, size, more in (("changes", labelled, []), ("noise", noise, UNCHANGED)):
            yield f"{kind}{'-hard' if options else ''}-{seed}", ["--seed", seed, *size.options(), *more, *options]


def tallies(options, arguments):
    """The rows of one table."""
    rows = {row.label: Tally() for row in ROWS}
    for name, how in archives(options, arguments.seeds, arguments.quick):
        with folder_for(name, arguments.keep) as folder:
            found = outcome(arguments.program, folder, how)
        for row in ROWS:
            add(rows[row.label], row, found, arguments.least_runs)
    return rows


def table(title, rows):
    head = (f"{title}\n{'':<24} {'steady, >= 5 %':^23} {'all CPUs, >= 10 %':^23} {'no change planted':^18} {'1,000 series':>12}\n"
            f"{'':<24} {'prec.':>7}{'recall':>8}{'F1':>8} {'prec.':>7}{'recall':>8}{'F1':>8} {'false':>8}{'per 1,000':>10} {'s':>12}")
    return "\n".join([head, *(line(label, tally) for label, tally in rows.items())])


def line(label, tally):
    figures = "".join(f" {s.precision:7.3f}{s.recall:8.3f}{s.f1:8.3f}" for s in (tally.steady, tally.all))
    return (f"{label:<24}{figures} {tally.false:8d}{1000 * tally.false / tally.quiet_series:10.2f}"
            f" {1000 * tally.seconds / tally.series:12.4f}")


def speed(program, series, points):
    told = json.loads(text_of([program, "--speed", series, points]))
    times = ", ".join(f"{method['method']} {method['seconds']:.2f} s" for method in told["methods"])
    return f"{series:,} series of {points:,} points on one core: {times}"
