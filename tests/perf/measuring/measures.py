"""The measurements. Each is a function of a bench that yields figures; MEASURES names them all.

In a round everything that is compared runs once, one after the other, in one process each; a first round is run for
nothing, so that programs and archives are in memory. What is removed or made ready in between is not counted.
"""

import gzip
import json
import os
import re
import shutil
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import archives
import goals
from figures import Figure
from programs import CannotMeasure, Programs, run

sys.path.insert(0, str(archives.TESTS / "end_to_end"))
from check_pages import BUDGETS  # noqa: E402

PAGE_KINDS = dict(zip((pattern for pattern, _ in BUDGETS), ("stylesheet", "script", "home page", "page of a benchmark", "page of a comparison", "other page")))
POINTS, PLOTS = 1000, 2000


@dataclass(frozen=True)
class Bench:
    """Where measuring is done, with what, and how often."""

    programs: Programs
    kept: Path  # archives
    scratch: Path  # everything else; emptied afterwards
    shapes: dict  # letter -> archives.Shape
    samples: archives.Shape
    rounds: int
    nights: int

    def archive(self, letter):
        return archives.made(self.shapes[letter], self.kept)

    def folder(self, name):
        """An empty folder's name; nothing is there yet."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder


def figure(name, unit, samples, archive="", limit_name="", limit=(), peaks=(), note=""):
    return Figure(name, unit, tuple(samples), archive, limit_name, tuple(limit), tuple(peaks), goals.goal(archive, name), note)


def seconds(name, finished, archive="", **more):
    """The figure of processes, with the memory they took."""
    return figure(name, "s", [each.seconds for each in finished], archive, peaks=[each.peak for each in finished], **more)


# ------------------------------------------------------------------ a full rebuild

def written(site):
    """(files, bytes) of a site."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


@dataclass(frozen=True)
class Rebuilt:
    """One round: what is compared, one after the other."""

    builds: dict  # by the number of threads
    limits: tuple  # floor, and writing as many files and bytes without knowing what to write

    def limit(self, what):
        return sum(limit.said(what) for limit in self.limits)


def rebuild_round(bench, archive, now, jobs, site_files, site_bytes):
    floor = bench.programs.limit("floor", archive, bench.folder("floor"), 2)
    writing = bench.programs.limit("write_files", bench.folder("written"), site_files, site_bytes // site_files, 2)
    return Rebuilt({count: bench.programs.build(archive, bench.folder("site"), now, jobs=count) for count in jobs}, (floor, writing))


def rebuild(bench, letter):
    """Everything read, analysed and written, without a cache, from memory."""
    archive = bench.archive(letter)
    now, jobs = archives.morning_after(archive), sorted({1, 2, os.cpu_count() or 1})
    bench.programs.build(archive, bench.folder("site"), now)
    size = written(bench.scratch / "site")
    bench.programs.limit("floor", archive, bench.folder("floor"), 2)
    rounds = [rebuild_round(bench, archive, now, jobs, *size) for _ in range(bench.rounds)]
    by_jobs = {count: [each.builds[count] for each in rounds] for count in jobs}
    two, limit_name = by_jobs[2], "floor + write_files"
    yield seconds(goals.WARM, two, letter, limit_name=limit_name, limit=[each.limit("seconds") for each in rounds], note="two threads")
    yield figure("full rebuild, processor time", "s", [build.cpu for build in two], letter, limit_name, [each.limit("cpu") for each in rounds])
    yield figure(goals.PEAK, "B", [build.peak for build in two], letter)
    yield from stages(two, "full rebuild", letter)
    for count in jobs:
        if count != 2:
            yield seconds(f"{goals.WARM}, {count} thread{'s' * (count > 1)}", by_jobs[count], letter)
    yield figure(goals.SCALING, "x", [one.seconds / both.seconds for one, both in zip(by_jobs[1], two)], letter)


def stages(builds, what, letter):
    taken = [build.stages() for build in builds]
    for stage in taken[0]:
        yield figure(f"{what}: {stage}", "s", [each[stage] for each in taken], letter)


def cold(bench, letter):
    """The same, the archive's files not being in the page cache."""
    archive = bench.archive(letter)
    now = archives.morning_after(archive)
    warm, builds, limits = [], [], []
    for _ in range(bench.rounds):
        warm.append(bench.programs.build(archive, bench.folder("site"), now).seconds)
        archives.drop_from_page_cache(archive)
        builds.append(bench.programs.build(archive, bench.folder("site"), now))
        limits.append(bench.programs.limit("read_all", archive, 2, 1, "cold").said())
    found = seconds(goals.COLD, builds, letter, limit_name="plain read, cold", limit=limits)
    yield found if statistics.median(limits) >= statistics.median(warm) else unbound(found)


def unbound(found):
    """The goal is for where the disk is the bound: where it is not, there is nothing to reach."""
    return Figure(**{**vars(found), "goal": None, "note": "the disk is not the bound"})


# ------------------------------------------------------------------ night after night

@dataclass(frozen=True)
class Night:
    build: object
    again: object  # built once more, nothing being new
    floor: object
    publish: object


@dataclass(frozen=True)
class NightlyJob:
    """An archive that grows, and all that a nightly job keeps beside it, in a folder of its own."""

    programs: Programs
    folder: Path

    @property
    def archive(self):
        return self.folder / "archive"

    def build(self):
        return self.programs.build(self.archive, self.folder / "site", archives.morning_after(self.archive), cache=self.folder / "cache")

    def floor(self):
        return self.programs.limit("floor", self.archive, self.folder / "floor", 2, self.folder / "floor.cache")

    def publish(self):
        return self.programs.publish(self.folder / "site", self.folder / "remote.git")

    def first_night(self):
        """Fills caches and makes the site; returns what the first publishing took."""
        run(["git", "init", "--quiet", "--bare", self.folder / "remote.git"])
        self.floor()
        self.build()
        return self.publish()

    def night(self):
        floor, build, publish = self.floor(), self.build(), self.publish()
        return Night(build, self.build(), floor, publish)


def nights(bench, letter):
    """One new run each night, cache and old site being there; then the push of what changed."""
    source, job = bench.archive(letter), NightlyJob(bench.programs, bench.folder("nights"))
    growing = archives.Nights(source, job.archive, bench.nights)
    first = job.first_night()
    found = [job.night() for _ in growing]
    builds, floors, limit_name = [each.build for each in found], [each.floor for each in found], "floor with its cache"
    yield seconds(goals.NIGHT, builds, letter, limit_name=limit_name, limit=[floor.said() for floor in floors])
    yield figure("one more night, processor time", "s", [build.cpu for build in builds], letter, limit_name, [floor.said("cpu") for floor in floors])
    yield from stages(builds, "one more night", letter)
    yield seconds("rebuild, nothing new", [each.again for each in found], letter)
    yield seconds("first publish", [first], letter)
    yield figure("pushed at first", "B", [first.pushed()], letter)
    yield seconds("publish one more night", [each.publish for each in found], letter)
    yield figure(goals.PUSHED, "B", [each.publish.pushed() for each in found], letter)


# ------------------------------------------------------------------ what the site weighs

def site(bench, letter):
    """Files, bytes, and for each kind of page the largest one's gzipped size beside its budget."""
    archive, folder = bench.archive(letter), bench.folder("site")
    bench.programs.build(archive, folder, archives.morning_after(archive))
    site_files, site_bytes = written(folder)
    yield figure("site", "files", [site_files], letter)
    yield figure("site, all files", "B", [site_bytes], letter)
    for pattern, largest in largest_pages(folder).items():
        budget = dict(BUDGETS)[pattern]
        yield Figure(f"largest {PAGE_KINDS[pattern]}, gzipped", "B", (largest,), letter, goal=goals.Goal(budget))


def largest_pages(folder):
    """budget's pattern -> bytes of the largest gzipped file; the first pattern that matches a path counts."""
    largest = defaultdict(int)
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        pattern = next((pattern for pattern, _ in BUDGETS if re.search(pattern, name)), None)
        if pattern:
            largest[pattern] = max(largest[pattern], len(gzip.compress(path.read_bytes(), 9)))
    return {pattern: largest[pattern] for pattern, _ in BUDGETS if pattern in largest}


# ------------------------------------------------------------------ raw samples

def raw_samples(bench):
    """Files that hold every timing: how fast they are read, and that memory does not grow with them."""
    many = bench.samples
    few = archives.Shape(many.runs, many.benchmarks, many.samples // 10)
    archive, smaller = archives.made(many, bench.kept), archives.made(few, bench.kept)
    gigabytes, now = archives.size(archive) / 1e9, archives.morning_after(archive)
    reads, limits, peaks, smaller_peaks = [], [], [], []
    for _ in range(bench.rounds):
        limits.append(bench.programs.limit("parse_simdjson", archive, 1).said())
        reads.append(bench.programs.read(archive).stages()["reading"])
        peaks.append(bench.programs.build(archive, bench.folder("site"), now).peak)
        smaller_peaks.append(bench.programs.build(smaller, bench.folder("site"), now).peak)
    yield figure(goals.PARSING, "GB/s", [gigabytes / read for read in reads], "samples", "simdjson, samples skipped",
                 [gigabytes / limit for limit in limits], note=many.name)
    yield figure(goals.SAMPLES, "B", peaks, "samples", few.name, smaller_peaks, note=many.name)


# ------------------------------------------------------------------ parts of the program

def detection(bench):
    """Finding the changes of the largest archive, everything else being done."""
    letter = list(bench.shapes)[-1]
    told = json.loads(run([bench.programs.folder / "tests/detection", "--time", bench.archive(letter), str(bench.rounds)]).out)
    yield figure(goals.DETECTION, "s", told["seconds"], letter, note=f"{told['points']} points")


def plots(bench):
    """Drawing, from values to the text of the picture."""
    rates, limits = [], []
    for _ in range(bench.rounds):
        limits.append(PLOTS / bench.programs.limit("svg_format", POINTS * PLOTS, 1).said())
        rates.append(PLOTS / bench.programs.limit("plots", PLOTS, POINTS).said())
    yield figure(goals.PLOTS, "plots/s", rates, "", "coordinates alone", limits)


PER_ARCHIVE = {"rebuild": rebuild, "cold": cold, "nights": nights, "site": site}
MEASURES = {**PER_ARCHIVE, "samples": raw_samples, "detection": detection, "plots": plots}


def of(bench, only):
    """(measure, archive or "") and what it yields; a failure is its own result, and the others are measured all the same."""
    for name, measure in MEASURES.items():
        if name not in only:
            continue
        for arguments in ([(letter,) for letter in bench.shapes] if name in PER_ARCHIVE else [()]):
            try:
                yield name, list(measure(bench, *arguments)), None
            except CannotMeasure as failure:
                yield name, [], f"{name}{''.join(f', {letter}' for letter in arguments)}: {failure}"
