"""The archives that are measured: made once, kept between runs, dropped from the page cache, and a night at a time."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from programs import CannotMeasure

TESTS = Path(__file__).resolve().parent.parent.parent
STAMP = re.compile(r"_(\d{8}_\d{6})")  # when the run began, in the names that tests/make_archive.py gives


@dataclass(frozen=True)
class Shape:
    """What tests/make_archive.py is asked for."""

    runs: int
    benchmarks: int
    samples: int = 0

    @property
    def name(self):
        return f"{self.runs}x{self.benchmarks}" + (f"-samples{self.samples}" if self.samples else "")


SHAPES = {"S": Shape(100, 100), "M": Shape(1000, 300), "L": Shape(3650, 500)}
QUICK_SAMPLES, SAMPLES = Shape(100, 50, 100), Shape(300, 300, 100)  # and the same with a tenth of the samples


def made(shape, kept):
    """The folder of the archive. The truth beside it is written last, so where it stands the archive is whole."""
    folder = kept / "archives" / shape.name
    truth = folder.with_name(folder.name + ".truth.json")
    if not truth.exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making the archive {shape.name}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, TESTS / "make_archive.py", folder, "--runs", str(shape.runs), "--benchmarks", str(shape.benchmarks),
                        "--samples", str(shape.samples)], check=True, stdout=subprocess.DEVNULL)
        os.sync()  # only what is on the disk can be dropped from the page cache
    return folder.resolve()


def stamp(path):
    return STAMP.search(path.name)[1]


def files(folder):
    """The runs in the order of time."""
    return sorted(folder.rglob("*.json"), key=stamp)


def size(folder):
    return sum(path.stat().st_size for path in files(folder))


def drop_from_page_cache(folder):
    """The next read comes from the disk. Needs no rights, and touches no other files."""
    for path in files(folder):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def morning_after(folder):
    """Two hours after the newest run, as `--now` takes it: when a nightly job builds the site."""
    newest = dt.datetime.strptime(stamp(files(folder)[-1]), "%Y%m%d_%H%M%S")
    return (newest + dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Nights:
    """An archive that lacks its last nights, and gets them one by one. The files are linked, not copied."""

    def __init__(self, source, folder, count):
        self.source, self.folder = source, folder
        everything = files(source)
        if count >= len(everything):
            raise CannotMeasure(f"{source} has no {count} nights to hold back")
        self.held_back = everything[-count:]
        for path in everything[:-count]:
            self.link(path)

    def link(self, path):
        target = self.folder / path.relative_to(self.source)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)

    def __iter__(self):
        """Each step adds a night."""
        for path in self.held_back:
            self.link(path)
            yield path
