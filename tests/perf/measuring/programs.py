"""Running what is measured: wall-clock time, processor time and peak memory of a process, and what it says of itself."""

import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass

# "reading    300 files, 407.0 MB (812 ms)": how benchfolio's progress ends a stage.
STAGE = re.compile(r"^(\w+) .*\((\d[\d.]*) (ms|s)\)$", re.M)
# "pushing    1604.3 kB (0.72 s)"
PUSHED = re.compile(r"^pushing +(\d[\d.]*) (B|kB|MB|GB) ", re.M)
SIZES = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}


class CannotMeasure(Exception):
    """What was asked for could not be measured; the text says why."""


@dataclass(frozen=True)
class Finished:
    """A process that succeeded."""

    seconds: float  # by the clock
    cpu: float  # seconds of processor time, of its children as well
    peak: int  # bytes
    out: str
    err: str

    def stages(self):
        """stage -> seconds, as benchfolio prints them."""
        return {name: float(amount) / (1000 if unit == "ms" else 1) for name, amount, unit in STAGE.findall(self.err)}

    def pushed(self):
        """Bytes that `benchfolio publish` says it pushed."""
        found = PUSHED.search(self.err)
        if not found:
            raise CannotMeasure(f"publish does not say what it pushed:\n{self.err}")
        return float(found[1]) * SIZES[found[2]]

    def said(self, what="seconds"):
        """What a limits program says it took, without what it prepared: `seconds` by the clock, or `cpu`."""
        return float(re.search(rf"{what}=([\d.]+)", self.out)[1])


def run(command, cwd=None):
    """Runs a command that must succeed. Its output goes to files, so that nobody has to read it while it is measured."""
    command = [str(part) for part in command]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = [read_back(stream) for stream in (out, err)]
    if process.returncode != 0:
        raise CannotMeasure(f"{' '.join(command)}: exit code {process.returncode}\n{''.join(texts)}")
    return Finished(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, *texts)


def read_back(stream):
    stream.seek(0)
    return stream.read()


@dataclass(frozen=True)
class Programs:
    """The programs of one build folder."""

    folder: object

    @property
    def benchfolio(self):
        return self.folder / "generator/benchfolio"

    def limit(self, name, *arguments):
        return run([self.folder / "tests/limits" / name, *arguments])

    def build(self, archive, site, now, *options, jobs=2, cache=None):
        kept = ["--cache", cache] if cache else ["--no-cache"]
        return run([self.benchfolio, "build", "--archive", archive, "--out", site, "--now", now, "--jobs", jobs, *kept, *options])

    def read(self, archive):
        """Reads and analyses alone, on one core."""
        return run([self.benchfolio, "check", "--archive", archive, "--no-cache", "--jobs", "1"])

    def publish(self, site, remote):
        return run([self.benchfolio, "publish", "--site", site, "--remote", remote], cwd=remote.parent)
