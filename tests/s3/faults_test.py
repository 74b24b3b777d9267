#!/usr/bin/env python3
"""Whatever goes wrong between the bucket and the site: the site is the whole one or the old one, never a part.

    faults_test.py PROGRAM [unittest arguments]
"""

import signal
import subprocess
import time
import unittest

import bucket
import fault_proxy
import program
from bucket import BucketTest, results
from program import INTERRUPTED, NOW, OK, STORAGE

RUNS = 220


class FaultTest(BucketTest):
    """An archive of RUNS objects, the site it makes, and a proxy in front of it."""

    def setUp(self):
        super().setUp()
        self.fill(results(RUNS))
        self.assert_done(self.build("--no-cache"))
        self.whole = self.site_files()
        self.proxy_now = self.proxy()

    def faulty_build(self, choose):
        """What becomes of a build under these faults. The proxy counts from naught."""
        self.proxy_now.forget()
        self.proxy_now.choose = choose
        return self.build("--no-cache")

    def old_site(self):
        """Puts another site in place of the one that is there; returns its files."""
        self.add_runs(1)
        self.assert_done(self.run_program("build", "--archive", self.archive, "--out", self.out, "--now", NOW, "--no-cache"))
        return self.site_files()

    def assert_whole(self, done):
        self.assert_done(done)
        self.assertEqual(self.site_files(), self.whole)

    def assert_old(self, done, before, *parts):
        self.assert_error(done, STORAGE, "storage", "hint: ", *parts)
        self.assertEqual(self.site_files(), before)


class ByChance(FaultTest):
    def test_one_request_in_five_fails_and_nothing_is_different(self):
        self.old_site()
        for seed in range(1, 6):
            done = self.faulty_build(fault_proxy.by_chance(seed))
            self.assertGreater(len(self.proxy_now.requests()), RUNS * 1.15, "no faults to speak of")
            self.assert_whole(done)

    def test_almost_every_request_fails_and_the_old_site_stays(self):
        before = self.old_site()
        self.assert_old(self.faulty_build(fault_proxy.by_chance(1, share=0.97)), before)


class OneByOne(FaultTest):
    def test_each_fault_of_a_listing_is_survived(self):
        for fault in fault_proxy.FAULTS:
            with self.subTest(fault=fault.__name__):
                self.assert_whole(self.faulty_build(fault_proxy.the_first(fault, kind="list")))

    def test_each_fault_of_an_object_is_survived(self):
        """All in one build, each with an object of its own, which suffers it three times."""
        faults = fault_proxy.OBJECT_FAULTS

        def choose(request):
            number = int(request.path[-10:-5]) if request.kind == "get" else RUNS
            return faults[number - 1] if number <= len(faults) and request.attempt < 3 else None
        self.assert_whole(self.faulty_build(choose))
        self.assertEqual(self.proxy_now.counts(), {"list": 1, "get": RUNS + 3 * len(faults)})

    def test_a_fault_that_stays_is_told_with_the_object(self):
        before = self.old_site()
        self.assert_old(self.faulty_build(lambda request: fault_proxy.truncated_body if request.path.endswith("00007.json") else None),
                        before, "nightly/00007.json")

    def test_stalls_end(self):
        def stalls(request):
            if request.attempt or request.kind == "list":
                return None
            return {"00003": fault_proxy.stall_in_mid_body, "00004": fault_proxy.stall_before_answer}.get(request.path[-10:-5])
        began = time.monotonic()
        self.assert_whole(self.faulty_build(stalls))
        self.assertLess(time.monotonic() - began, 60)


class Endless(FaultTest):
    """A listing that never says that it is at its end."""

    def page(self, keys, token):
        entries = "".join(f"<Contents><Key>{key}</Key><Size>2</Size><ETag>&quot;e&quot;</ETag></Contents>" for key in keys)
        text = ('<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
                f"<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>{entries}"
                "</ListBucketResult>")
        return fault_proxy.Answer(200, (("Content-Type", "application/xml"),), text.encode())

    def assert_ends(self, make_page):
        before = self.old_site()
        listing = lambda exchange: exchange.send(make_page(len(self.proxy_now.requests())))  # noqa: E731
        self.assert_old(self.faulty_build(lambda request: listing if request.kind == "list" else None), before, "does not end")
        self.assertLess(len(self.proxy_now.requests()), 500)

    def test_the_same_page_for_ever(self):
        self.assert_ends(lambda number: self.page(["a.json"], "again"))

    def test_the_same_objects_with_new_tokens(self):
        self.assert_ends(lambda number: self.page(["a.json", "b.json"], number))

    def test_empty_pages_with_new_tokens(self):
        self.assert_ends(lambda number: self.page([], number))


class Stopped(FaultTest):
    def stop(self, with_signal):
        """Sends a signal in the middle of fetching; returns (exit code, what was there before)."""
        before = self.old_site()
        self.proxy_now.choose = lambda request: self.slowly
        command = [program.PATH, "build", *self.store(), "--out", str(self.out), "--now", NOW]
        with subprocess.Popen(command, env=self.environment(), cwd=self.here, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            deadline = time.monotonic() + 60
            while len(self.proxy_now.requests()) < RUNS // 3 and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            process.send_signal(with_signal)
            process.communicate(timeout=60)
        self.assertLess(len(self.proxy_now.requests()), RUNS, "it was over too soon to stop it")
        self.assertEqual(self.site_files(), before)
        return process.returncode

    @staticmethod
    def slowly(exchange):
        time.sleep(0.2)
        exchange.send(exchange.forward())

    def test_killed_it_leaves_the_old_site_and_a_cache_that_can_be_used(self):
        self.assertEqual(self.stop(signal.SIGKILL), -signal.SIGKILL)
        self.proxy_now.choose = fault_proxy.never
        self.assert_whole(self.build())

    def test_interrupted_it_ends_soon(self):
        began = time.monotonic()
        self.assertEqual(self.stop(signal.SIGINT), INTERRUPTED)
        self.assertLess(time.monotonic() - began, 20)

    def test_interrupted_while_it_waits_to_try_again(self):
        self.proxy_now.choose = lambda request: fault_proxy.slow_down
        with subprocess.Popen([program.PATH, "check", *self.store()], env=self.environment(), cwd=self.here,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while len(self.proxy_now.requests()) < 5:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            process.communicate(timeout=60)
        self.assertEqual(process.returncode, INTERRUPTED)
        self.assertLess(time.monotonic() - began, 3)


if __name__ == "__main__":
    bucket.main()
