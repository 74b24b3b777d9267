#!/usr/bin/env python3
"""Kills publications at random moments: the branch is always the old or the new one, whole.

    kill_test.py PROGRAM [unittest arguments]
"""

import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time

import lab
from lab import MANIFEST, Lab, fingerprint, site_files, write_site

KILLS = 50


class KillTest(Lab):
    def test_the_branch_is_the_old_or_the_new_one_whole(self):
        chance = random.Random(20261120)
        usual = self.seconds_of_a_publication()
        checkout, outcomes = fingerprint(self.checkout), []
        for number in range(KILLS):
            old, self.files = self.files, self.next_site(number)
            self.kill_after(chance.uniform(0, 1.1 * usual))
            self.wait_for_orphans()
            outcomes.append(self.content_of_branch() == self.files)
            if not outcomes[-1]:
                self.assertEqual(self.content_of_branch(), old)
                self.files = old
        self.at_remote("fsck", "--strict")
        self.assertEqual(fingerprint(self.checkout), checkout)
        self.published()
        print(f"{KILLS} kills within {usual:.2f} s: {sum(outcomes)} times the new branch")
        self.assertIn(False, outcomes)

    def next_site(self, number):
        files = site_files(**{f"run__{i}.html": f"{number} {i}\n" * 500 for i in range(100)})
        write_site(self.site, files)
        return files | {MANIFEST: set(files), ".nojekyll": ""}

    def seconds_of_a_publication(self):
        self.files = self.next_site(-2)
        self.published()
        self.files, began = self.next_site(-1), time.monotonic()
        self.published()
        return time.monotonic() - began

    def kill_after(self, seconds):
        with subprocess.Popen([lab.PROGRAM, "publish", "--site", self.site], cwd=self.checkout, env=self.environment(),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as running:
            time.sleep(seconds)
            running.send_signal(signal.SIGKILL)

    def wait_for_orphans(self):
        """The git that a killed run had started may still be at work; it holds the lock of the temporary folder."""
        for name in os.listdir(self.temporary):
            folder = os.open(self.temporary / name, os.O_RDONLY)
            fcntl.flock(folder, fcntl.LOCK_EX)
            os.close(folder)

    def content_of_branch(self):
        """path -> text of everything on the branch, read in one go; of the manifest, the names in it."""
        listing = self.at_remote("ls-tree", "-r", "--format=%(objectname) %(path)", "gh-pages").splitlines()
        objects = [line.split(" ", 1) for line in listing]
        blobs = self.at_remote("cat-file", "--batch=%(objectsize)", stdin="".join(f"{name}\n" for name, _ in objects).encode())
        content, rest = {}, blobs + "\n"
        for _, path in objects:
            size, rest = rest.split("\n", 1)
            content[path], rest = rest[:int(size)], rest[int(size) + 1:]
        return content | {MANIFEST: set(json.loads(content[MANIFEST])["files"])}


if __name__ == "__main__":
    lab.main(sys.argv)
