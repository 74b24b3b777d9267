#!/usr/bin/env python3
"""That the faults of support/fault_proxy.py are what they are called, as curl meets them.

    fault_proxy_test.py [unittest arguments]
"""

import http.server
import subprocess
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import fault_proxy  # noqa: E402

BODY = bytes(range(256)) * 64
# What `man curl` calls them.
CUT_OFF, NO_ANSWER, TIMED_OUT, RESET = 18, 52, 28, 56


class Upstream(http.server.BaseHTTPRequestHandler):
    """Answers everything with BODY."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        pass


class FaultProxyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        threading.Thread(target=cls.upstream.serve_forever, daemon=True).start()
        cls.proxy = cls.enterClassContext(fault_proxy.FaultProxy(f"http://127.0.0.1:{cls.upstream.server_port}"))

    @classmethod
    def tearDownClass(cls):
        cls.upstream.shutdown()
        cls.upstream.server_close()

    def setUp(self):
        self.proxy.choose = fault_proxy.never
        self.proxy.forget()

    def ask(self, fault=None, path="/b/k"):
        """(curl's exit code, status, body)"""
        if fault:
            self.proxy.choose = lambda _: fault
        done = subprocess.run(["curl", "--silent", "--max-time", "1", "--write-out", "%{stderr}%{http_code}",
                               self.proxy.endpoint + path], capture_output=True, check=False)
        return done.returncode, int(done.stderr), done.stdout

    def test_without_a_fault_everything_is_passed_on(self):
        self.assertEqual(self.ask(), (0, 200, BODY))

    def test_refusals_come_whole(self):
        for fault, status, text in [(fault_proxy.slow_down, 503, b"<Code>SlowDown</Code>"), (fault_proxy.too_many_requests, 429, b""),
                                    (fault_proxy.internal_error, 500, b"<Error>"), (fault_proxy.bad_gateway, 502, b"<html>"),
                                    (fault_proxy.error_in_success, 200, b"<Error>")]:
            code, got, body = self.ask(fault)
            self.assertEqual((code, got), (0, status), fault.__name__)
            self.assertIn(text, body)

    def test_broken_connections(self):
        for fault, codes in [(fault_proxy.reset_before_answer, [RESET]), (fault_proxy.reset_in_mid_body, [RESET, CUT_OFF]),
                             (fault_proxy.reset_after_storing, [RESET]), (fault_proxy.truncated_body, [CUT_OFF]),
                             (fault_proxy.stall_before_answer, [TIMED_OUT]), (fault_proxy.stall_in_mid_body, [TIMED_OUT])]:
            code, _, body = self.ask(fault)
            self.assertIn(code, codes, fault.__name__)
            self.assertLess(len(body), len(BODY))

    def test_wrong_bytes_come_as_if_they_were_right(self):
        for fault in (fault_proxy.wrong_length, fault_proxy.excess_bytes):
            self.assertEqual(self.ask(fault), (0, 200, BODY[:len(BODY) // 2]), fault.__name__)
        code, _, body = self.ask(fault_proxy.corrupted_byte)
        self.assertEqual(code, 0)
        self.assertEqual(sum(a != b for a, b in zip(body, BODY, strict=True)), 1)

    def test_requests_are_counted_by_kind(self):
        for path in ["/b/k", "/b/k", "/b/list-type", "/b?list-type=2&prefix="]:
            self.ask(path=path)
        self.assertEqual(self.proxy.counts(), {"get": 3, "list": 1})
        self.assertEqual([request.attempt for request in self.proxy.requests()], [0, 1, 0, 0])

    def test_chance_is_the_seed_s_and_as_large_as_asked_for(self):
        requests = [fault_proxy.Request("GET", f"/b/{number}", 0) for number in range(2000)]
        one, again, other = ([fault_proxy.by_chance(seed)(request) for request in requests] for seed in (1, 1, 2))
        self.assertEqual(one, again)
        self.assertNotEqual(one, other)
        self.assertAlmostEqual(sum(fault is not None for fault in one) / 2000, 0.2, delta=0.03)
        self.assertEqual(set(one) - {None}, set(fault_proxy.OBJECT_FAULTS))


if __name__ == "__main__":
    unittest.main()
