"""What the tests over object storage share: a real server for a whole script, a bucket of its own for each test."""

import contextlib
import itertools
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from fault_proxy import FaultProxy  # noqa: E402
from program import NOW, ProgramTest, result  # noqa: E402
from radosgw import SKIPPED, NotInstalled, Radosgw  # noqa: E402
from s3_client import S3  # noqa: E402


def results(count, first=1):
    """Different results, as many as there are asked for: key -> bytes."""
    return {f"nightly/{number:05}.json": json.dumps(night(number)).encode() for number in range(first, first + count)}


def night(number):
    """A result of its own for each number: commits and values differ, days repeat."""
    return result(1 + number % 28, median=1e-3 + number * 1e-7, commit=f"{number:040x}")


class BucketTest(ProgramTest):
    server = client = None
    _numbers = itertools.count(1)

    def setUp(self):
        super().setUp()
        self.bucket = f"bucket-{next(self._numbers)}"
        self.client.create_bucket(self.bucket)
        self.url = f"s3://{self.bucket}"
        self.endpoint = self.server.endpoint
        self.keys = {"AWS_ACCESS_KEY_ID": self.server.access_key, "AWS_SECRET_ACCESS_KEY": self.server.secret_key}

    def environment(self, extra=()):
        return super().environment(self.keys | dict(extra))

    def run_program(self, *arguments, **keywords):
        """No output of any command shows a secret."""
        done = super().run_program(*arguments, **keywords)
        secrets = {self.server.secret_key, self.keys.get("AWS_SECRET_ACCESS_KEY"), self.keys.get("AWS_SESSION_TOKEN")}
        for secret in secrets - {None}:
            self.assertNotIn(secret, done.stdout + done.stderr)
        return done

    def store(self):
        return ["--archive", self.url, "--endpoint", self.endpoint]

    def build(self, *arguments, **keywords):
        return self.run_program("build", *self.store(), "--out", self.out, "--now", NOW, *arguments, **keywords)

    def check(self, *arguments, **keywords):
        return self.run_program("check", *self.store(), "--no-cache", *arguments, **keywords)

    def fill(self, objects):
        self.client.put_all(self.bucket, objects)

    def proxy(self):
        """A proxy in front of the server, which the program talks to from now on."""
        proxy = self.enterContext(FaultProxy(self.server.endpoint))
        self.endpoint = proxy.endpoint
        return proxy

    def assert_reads(self, count, *arguments, **keywords):
        """`check` finds this many results and nothing wrong."""
        done = self.check("--json", *arguments, **keywords)
        self.assert_done(done)
        counts = json.loads(done.stdout)["counts"]
        self.assertEqual((counts["runs"], counts["broken"], counts["foreign"]), (count, 0, 0))


def main():
    """Runs the tests of the calling script with one server for all; code 77 where there is none to be had."""
    try:
        with Radosgw() as server, contextlib.closing(S3(server)) as client:
            BucketTest.server, BucketTest.client = server, client
            program.main()
    except NotInstalled as error:
        print(f"SKIPPED: {error}")
        sys.exit(SKIPPED)
