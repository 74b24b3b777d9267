#!/usr/bin/env python3
"""Runs the examples of README.md: readme.py --benchfolio PROGRAM [--write]

Each block that begins with "$ benchfolio" is what that command prints in a folder that holds the sample archive as
`results`, its configuration, a configuration with a mistake, and a repository `pages.git` to publish to. Numbers may differ,
words may not. --write takes over what the commands print now.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests/data/sample"
BLOCK = re.compile(r"```console\n\$ (benchfolio [^\n]*)\n(.*?)```", re.S)
DURATION = re.compile(r"(\(|^time +)\d[\d.]* m?s(\)|$)", re.M)
MISTAKE = '[site]\ntitle = "QuTiP"\n\n[cpu]\nhidden = ["*E5-26*"]\n'


def prepare(folder):
    shutil.copytree(SAMPLE / "archive", folder / "results")
    shutil.copy(SAMPLE / "benchfolio.toml", folder)
    (folder / "collected").mkdir()
    (folder / "mistake.toml").write_text(MISTAKE)
    subprocess.run(["git", "init", "--quiet", "--bare", folder / "pages.git"], check=True)


def output(program, command, folder):
    arguments = [program, *command.split()[1:]]
    environment = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(arguments, cwd=folder, env=environment, text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.replace(str(folder), "/path/to").rstrip("\n") + "\n"


def words(text):
    """The text without what differs from build to build: durations, commits, numbers, and the width they take."""
    text = DURATION.sub(r"\1 0 s\2", text)
    return re.sub(r"\s+", " ", re.sub(r"\d[\d.,]*", "0", re.sub(r"\b[0-9a-f]{8,40}\b", "0", text)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benchfolio", required=True, type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    readme = ROOT / "README.md"
    failures = []

    def run(match):
        printed = output(arguments.benchfolio, match[1], folder)
        if words(printed) != words(match[2]):
            failures.append(f"$ {match[1]}\n{printed}")
        return f"```console\n$ {match[1]}\n{printed}```"

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        prepare(folder)
        text = BLOCK.sub(run, readme.read_text())
    if arguments.write:
        readme.write_text(text)
        return 0
    print("\n".join(f"README.md no longer shows what this prints:\n{failure}" for failure in failures) or "README.md: its examples are true")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
