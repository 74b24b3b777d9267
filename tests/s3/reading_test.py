#!/usr/bin/env python3
"""Archives in object storage, read from a real server: paging, keys, prefixes, credentials, addresses.

    reading_test.py PROGRAM [unittest arguments]
"""

import gzip
import json
import socket
import time
import unittest

import bucket
import fault_proxy
from bucket import BucketTest, night, results
from program import STORAGE, USAGE

# What the documentation lets a key hold, and what clients get wrong: it is signed, sent and listed in different escapes.
ODD_KEYS = ["with space.json", "a+b.json", "100%.json", "%2F.json", "ünïcødé/日本語/😀.json", "double//slash.json", "a&<'\">b.json",
            "/leading/slash.json", "trailing/.json", "../up.json", "./here.json", "a/../b.json", "a?b#c=d;e,f@g:h.json",
            "tab\there.json", "line\nfeed.json", "return\r.json", "\x01control\x7f.json", "~tilde*(star)!'$.json", "back\\slash|pipe^`{}[].json",
            "x" * 900 + ".json", ".json", "u\u0308 decomposed.json"]

# `check` gets the newest result once more, to say which numbers beside its times could be measures.
LOOKED_AT_AGAIN = 1


class Listing(BucketTest):
    def test_2500_keys_come_in_three_pages(self):
        proxy = self.proxy()
        self.fill(results(2500))
        self.assert_reads(2500)
        self.assertEqual(proxy.counts(), {"list": 3, "get": 2500 + LOOKED_AT_AGAIN})

    def test_what_is_no_result_is_never_fetched(self):
        proxy = self.proxy()
        self.fill(results(3) | {"README.md": b"#", "nightly/": b"", "x.json/": b"", "x.csv": b"1"})
        self.assert_reads(3)
        self.assertEqual(proxy.counts(), {"list": 1, "get": 3 + LOOKED_AT_AGAIN})

    def test_every_legal_key(self):
        for prefix in ["", "odd pre+fix/100%/ü&<'/"]:
            self.fill({prefix + key: json.dumps(night(number)).encode() for number, key in enumerate(ODD_KEYS)})
        for url in [f"s3://{self.bucket}/odd pre+fix/100%/ü&<'", f"s3://{self.bucket}/odd pre+fix/100%/ü&<'/"]:
            self.url = url
            self.assert_done(self.build("--no-cache"))
            runs = json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))
            self.assertEqual(sorted(run["file"] for run in runs["runs"]), sorted(ODD_KEYS))
        self.url = f"s3://{self.bucket}"
        self.assert_done(self.build("--no-cache"))
        runs = json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))
        self.assertEqual(len(runs["runs"]) + len(runs["duplicates"]), 2 * len(ODD_KEYS))

    def test_a_prefix_is_a_folder(self):
        self.fill({name: json.dumps(night(number)).encode() for number, name in enumerate(
            ["a/1.json", "a/b/2.json", "ab/3.json", "a.json", "a/b.json"])})
        for prefix, count in [("", 5), ("/", 5), ("/a", 3), ("/a/", 3), ("/a/b", 1), ("/ab", 1), ("/nothing/here", 0)]:
            self.url = f"s3://{self.bucket}{prefix}"
            self.assert_reads(count)

    def test_gzipped_objects(self):
        texts = list(results(3).values())
        self.fill({"plain.json": texts[0], "packed.json.gz": gzip.compress(texts[1])})
        self.client.put(self.bucket, "sent-as.json", gzip.compress(texts[2]), {"content-encoding": "gzip"})
        self.assert_reads(3)

    def test_an_empty_object_is_broken_and_the_others_count(self):
        self.fill(results(2) | {"empty.json": b""})
        done = self.check("--json")
        self.assertEqual(json.loads(done.stdout)["counts"]["broken"], 1)
        self.assertEqual(json.loads(done.stdout)["counts"]["runs"], 2)

    def test_the_same_as_from_a_folder(self):
        objects = results(30)
        self.fill(objects)
        for key, data in objects.items():
            self.add(key, data)
        self.assert_done(self.build("--no-cache"))
        from_bucket = self.site_files()
        self.assert_done(self.run_program("build", "--archive", self.archive, "--out", self.here / "other", "--now",
                                          bucket.NOW, "--no-cache", "--jobs", "1"))
        self.assertEqual(self.site_files(self.here / "other"), from_bucket)


class Changing(BucketTest):
    """What happens between the listing and the reading."""

    def test_what_is_deleted_meanwhile_is_no_more(self):
        self.fill(results(3))
        proxy = self.proxy()

        def delete_it(exchange):
            self.client.delete(self.bucket, "nightly/00002.json")
            exchange.send(exchange.forward())
        proxy.choose = lambda request: delete_it if request.path.endswith("00002.json") else None
        self.assert_reads(2)

    def test_what_is_replaced_meanwhile_is_read_as_it_is_now(self):
        self.fill(results(3))
        proxy = self.proxy()

        def replace_it(exchange):
            self.client.put(self.bucket, "nightly/00002.json", gzip.compress(json.dumps(night(9)).encode()))
            exchange.send(exchange.forward())
        proxy.choose = lambda request: replace_it if request.path.endswith("00002.json") else None
        self.assert_done(self.build("--no-cache"))
        runs = json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))["runs"]
        self.assertEqual({run["file"]: run["commit"] for run in runs}["nightly/00002.json"], f"{9:040x}")


class Keys(BucketTest):
    """Credentials, from wherever the AWS tools find them."""

    def setUp(self):
        super().setUp()
        self.fill(results(2))
        self.environment_keys, self.keys = self.keys, {}

    def write_home(self, name, text):
        path = self.home / ".aws" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(id=self.server.access_key, secret=self.server.secret_key, endpoint=self.server.endpoint),
                        encoding="utf-8")
        return path

    def test_the_environment(self):
        self.assert_reads(2, env=self.environment_keys)

    def test_a_session_token(self):
        temporary = self.client.temporary_credentials()
        self.keys = {"AWS_ACCESS_KEY_ID": temporary.access_key, "AWS_SECRET_ACCESS_KEY": temporary.secret_key,
                     "AWS_SESSION_TOKEN": temporary.session_token}
        self.assert_reads(2)
        token = temporary.session_token
        self.keys["AWS_SESSION_TOKEN"] = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
        self.assert_error(self.check(), STORAGE, "storage")
        del self.keys["AWS_SESSION_TOKEN"]
        self.assert_error(self.check(), STORAGE, "storage")

    def test_the_shared_credentials_file(self):
        self.write_home("credentials", "[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
        self.assert_reads(2)

    def test_profiles(self):
        self.write_home("credentials", "[default]\naws_access_key_id = wrong\naws_secret_access_key = wrong\n\n"
                                       "[lab]\naws_access_key_id={id}\naws_secret_access_key={secret}\n")
        self.assert_error(self.check(), STORAGE, "storage")
        self.assert_reads(2, "--profile", "lab")
        self.assert_reads(2, env={"AWS_PROFILE": "lab"})
        self.assert_error(self.check("--profile", "lap"), USAGE, "credentials", "lap")

    def test_a_profile_of_the_configuration_file_with_its_endpoint(self):
        self.write_home("config", "[profile lab]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n"
                                  "region = eu-central-1\nendpoint_url = {endpoint}\ns3 =\n  addressing_style = path\n")
        done = self.run_program("check", "--archive", self.url, "--no-cache", "--profile", "lab")
        self.assert_done(done)
        self.assertIn("runs           2", done.stdout)

    def test_files_elsewhere(self):
        path = self.write_home("elsewhere", "[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
        self.assert_reads(2, env={"AWS_SHARED_CREDENTIALS_FILE": str(path)})
        self.assert_reads(2, env={"AWS_CONFIG_FILE": str(path)})

    def test_the_endpoint_from_the_environment(self):
        for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"]:
            done = self.run_program("check", "--archive", self.url, "--no-cache",
                                    env=self.environment_keys | {name: self.server.endpoint})
            self.assert_done(done)

    def test_a_wrong_secret_and_a_wrong_key(self):
        self.keys = dict(self.environment_keys, AWS_SECRET_ACCESS_KEY="wrong/secret+that-nobody-may-see")
        self.assert_error(self.check(), STORAGE, "storage", "403", "hint: ")
        self.keys = dict(self.environment_keys, AWS_ACCESS_KEY_ID="AKIANOBODY")
        self.assert_error(self.check(), STORAGE, "storage", "403", "hint: ")

    def test_a_public_bucket_needs_none(self):
        public = self.bucket + "-public"
        self.client.create_bucket(public, public=True)
        self.client.put_all(public, results(2), public=True)
        self.url = f"s3://{public}"
        self.assert_reads(2, "--no-sign-request")
        self.assert_reads(2, "--no-sign-request", env=dict(self.environment_keys, AWS_SECRET_ACCESS_KEY="wrong"))
        self.assert_reads(2)

    def test_a_private_bucket_says_what_it_wants(self):
        for arguments in [["--no-sign-request"], []]:
            self.assert_error(self.check(*arguments), STORAGE, "storage", "403", "without credentials", "hint: ")

    def test_keys_in_the_address_are_refused_and_not_shown(self):
        self.url = f"s3://id:no-secret-to-see@{self.bucket}/"
        done = self.check(env=self.environment_keys)
        self.assert_error(done, USAGE, "archive", "hint: ")
        self.assertNotIn("no-secret-to-see", done.stdout + done.stderr)


class Clock(BucketTest):
    def test_a_clock_that_the_server_finds_wrong_is_set_by_the_servers(self):
        self.fill(results(2))
        proxy = self.proxy()

        def skewed(exchange):
            date = exchange.forward().header("Date")
            exchange.send(fault_proxy.xml_error(403, "RequestTimeTooSkewed", ("Date", date)))
        proxy.choose = fault_proxy.the_first(skewed, kind="list")
        self.assert_reads(2)
        proxy.choose = lambda request: skewed
        self.assert_error(self.check(), STORAGE, "storage", "clock", "hint: ")


class Addresses(BucketTest):
    def setUp(self):
        super().setUp()
        self.fill(results(2))

    def paths(self, proxy):
        return {request.path.partition("?")[0] for request in proxy.requests()}

    def test_the_bucket_in_the_path(self):
        proxy = self.proxy()
        for arguments in [[], ["--addressing", "path"]]:
            proxy.forget()
            self.assert_reads(2, *arguments)
            objects = {f"/{self.bucket}/nightly/0000{number}.json" for number in (1, 2)}
            self.assertEqual({path.rstrip("/") for path in self.paths(proxy)}, {f"/{self.bucket}"} | objects)

    def test_the_bucket_in_the_host(self):
        proxy = self.proxy()
        self.endpoint = f"http://localhost:{proxy.port}"
        self.assert_reads(2, "--addressing", "host")
        self.assertEqual(self.paths(proxy), {"/", "/nightly/00001.json", "/nightly/00002.json"})

    def test_a_bucket_of_another_region_is_found(self):
        def elsewhere(exchange):
            """As AWS answers: a redirection that names the region, or an error that does."""
            if "/eu-central-1/s3/" in exchange.headers["Authorization"]:
                return exchange.send(exchange.forward())
            return exchange.send(answer)
        proxy = self.proxy()
        proxy.choose = lambda request: elsewhere
        header = ("x-amz-bucket-region", "eu-central-1")
        malformed = fault_proxy.xml_error(400, "AuthorizationHeaderMalformed")
        for answer in [fault_proxy.xml_error(301, "PermanentRedirect", header), fault_proxy.Answer(
                400, malformed.headers, malformed.body.replace(b"</Message>", b"</Message><Region>eu-central-1</Region>"))]:
            self.assert_reads(2)
            self.assert_reads(2, "--region", "us-west-2")
        answer = fault_proxy.xml_error(301, "PermanentRedirect")
        self.assert_error(self.check(), STORAGE, "storage", "--region")

    def test_a_bucket_that_is_not_there(self):
        self.url = "s3://no-such-bucket/prefix"
        done = self.check()
        self.assertIn(done.returncode, (USAGE, STORAGE))
        for part in ["there is no such bucket", "no-such-bucket", "hint: "]:
            self.assertIn(part, done.stderr)

    def test_no_bucket_and_no_address(self):
        for url in ["s3://", "s3:///x"]:
            self.url = url
            self.assert_error(self.check(), USAGE, "archive")
        self.url = f"s3://{self.bucket}"
        for endpoint in ["ftp://localhost", "http://", "http://local host"]:
            self.endpoint = endpoint
            self.assert_error(self.check(), USAGE, "archive", endpoint)

    def test_an_endpoint_where_nobody_listens(self):
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))
            self.endpoint = f"http://127.0.0.1:{reserved.getsockname()[1]}"
            began = time.monotonic()
            self.assert_error(self.check(), STORAGE, "storage", self.endpoint.removeprefix("http://"), "hint: ")
        self.assertLess(time.monotonic() - began, 60)

    def test_what_is_no_object_storage(self):
        proxy = self.proxy()
        proxy.choose = lambda request: lambda exchange: exchange.send(fault_proxy.Answer(200, body=b"<html>Welcome</html>"))
        self.assert_error(self.check(), STORAGE, "storage", "no listing", "--endpoint")


if __name__ == "__main__":
    bucket.main()
