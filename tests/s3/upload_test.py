#!/usr/bin/env python3
"""`benchfolio upload` into object storage. What does not depend on the kind of archive: tests/cli/upload_test.py.

    upload_test.py PROGRAM [unittest arguments]
"""

import gzip
import hashlib
import json
import unittest

import bucket
import fault_proxy
from bucket import BucketTest, night
from program import BROKEN, STORAGE


class UploadTest(BucketTest):
    def write(self, name, content):
        path = self.here / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def upload(self, *arguments, **keywords):
        return self.run_program("upload", *arguments, *self.store(), **keywords)

    def stored(self):
        return {key: self.client.get(self.bucket, key) for key in self.client.keys(self.bucket)}

    def name_of(self, number, text):
        return f"2026/202601{1 + number % 28:02}T020000Z-{hashlib.sha256(text).hexdigest()[:8]}.json"


class Upload(UploadTest):
    def test_results_are_stored_and_read_again(self):
        self.url += "/lab pre+fix"
        texts = [json.dumps(night(number)).encode() for number in (1, 2)]
        done = self.upload(self.write("a.json", texts[0]), self.write("b", gzip.compress(texts[1])), "--folder", "linux")
        self.assert_done(done)
        names = [f"linux/{self.name_of(1, texts[0])}", f"linux/{self.name_of(2, texts[1])}.gz"]
        stored = self.stored()
        self.assertEqual(sorted(stored), sorted(f"lab pre+fix/{name}" for name in names))
        self.assertEqual(stored[f"lab pre+fix/{names[0]}"], texts[0])
        for name in names:
            self.assertIn(f"stored      s3://{self.bucket}/lab pre+fix/{name}", done.stdout)
        self.assert_reads(2)

    def test_again_it_is_there_already(self):
        file = self.write("r.json", night(1))
        self.assert_done(self.upload(file))
        done = self.upload(file)
        self.assert_done(done)
        self.assertIn("is there", done.stdout)
        self.assertEqual(len(self.stored()), 1)

    def test_compressed_in_another_way_it_is_there_too(self):
        text = json.dumps(night(1)).encode()
        self.assert_done(self.upload(self.write("r", gzip.compress(text, 9, mtime=1))))
        done = self.upload(self.write("r", gzip.compress(text, 1, mtime=2)))
        self.assert_done(done)
        self.assertIn("is there", done.stdout)

    def test_another_object_of_this_name_is_never_replaced(self):
        text = json.dumps(night(1)).encode()
        name = self.name_of(1, text)
        self.client.put(self.bucket, name, b"{}")
        self.assert_error(self.upload(self.write("r.json", text)), STORAGE, "storage", name, "hint: ")
        self.assertEqual(self.stored(), {name: b"{}"})

    def test_nor_one_that_comes_between_looking_and_storing(self):
        text = json.dumps(night(1)).encode()
        name = self.name_of(1, text)
        proxy = self.proxy()

        def somebody_else_was_first(exchange):
            self.client.put(self.bucket, name, b"{}")
            exchange.send(exchange.forward())
        proxy.choose = fault_proxy.the_first(somebody_else_was_first, kind="put")
        self.assert_error(self.upload(self.write("r.json", text)), STORAGE, "storage", name)
        self.assertEqual(self.stored(), {name: b"{}"})

    def test_one_broken_file_and_a_dry_run_store_nothing(self):
        proxy = self.proxy()
        good = self.write("good.json", night(1))
        self.assert_error(self.upload(good, self.write("cut.json", b'{"benchmarks": [')), BROKEN, "broken", "cut.json")
        done = self.upload(good, "--dry-run")
        self.assert_done(done)
        self.assertIn("would go to", done.stdout)
        self.assertEqual(proxy.counts(), {})
        self.assertEqual(self.stored(), {})

    def test_a_failed_night(self):
        self.assert_done(self.upload("--failed", "cancelled", "--url", "https://host/1", "--at", "2026-11-21T02:00:00Z"))
        [(name, content)] = self.stored().items()
        self.assertRegex(name, r"^2026/failed-20261121T020000Z-[0-9a-f]{8}\.json$")
        self.assertEqual(json.loads(content)["outcome"], "cancelled")

    def test_who_may_not_write_is_told(self):
        file = self.write("r.json", night(1))
        self.assert_error(self.upload(file, "--no-sign-request"), STORAGE, "storage", "hint: ")
        self.url = "s3://no-such-bucket"
        self.assertNotEqual(self.upload(file).returncode, 0)
        self.assertEqual(self.stored(), {})


class Faults(UploadTest):
    def test_an_answer_that_gets_lost_is_no_harm(self):
        proxy = self.proxy()
        text = json.dumps(night(1)).encode()
        for fault in [fault_proxy.reset_after_storing, fault_proxy.reset_before_answer, fault_proxy.slow_down,
                      fault_proxy.internal_error, fault_proxy.truncated_body]:
            with self.subTest(fault=fault.__name__):
                proxy.forget()
                proxy.choose = fault_proxy.the_first(fault, kind="put")
                self.assert_done(self.upload(self.write("r.json", text)))
                self.assertEqual(self.stored(), {self.name_of(1, text): text})
                self.client.delete(self.bucket, self.name_of(1, text))

    def test_one_request_in_five_fails(self):
        proxy = self.proxy()
        files = [self.write(f"{number}.json", night(number)) for number in range(1, 31)]
        proxy.choose = fault_proxy.by_chance(3)
        self.assert_done(self.upload(*files))
        self.assertEqual(sorted(self.stored().values()), sorted(file.read_bytes() for file in files))

    def test_nothing_gets_through(self):
        proxy = self.proxy()
        proxy.choose = lambda request: fault_proxy.slow_down
        self.assert_error(self.upload(self.write("r.json", night(1))), STORAGE, "storage", "hint: ")
        self.assertEqual(self.stored(), {})


if __name__ == "__main__":
    bucket.main()
