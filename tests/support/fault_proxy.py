"""Stands between a client and an HTTP server on loopback, counts what is asked, and lets some of it fail.

    with FaultProxy(server.endpoint) as proxy:
        proxy.choose = by_chance(seed=1)      # one request in five fails
        ...                                   # talk to proxy.endpoint
        proxy.counts()                        # {"list": 3, "get": 2500}

The host a request names is passed on as it came, so signatures hold. A fault is a function of an Exchange: it takes the
place of passing the server's answer on. Tests may bring their own.
"""

import http.client
import http.server
import os
import random
import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

HOP_BY_HOP = {"connection", "expect", "keep-alive", "transfer-encoding"}


@dataclass(frozen=True)
class Request:
    """What is asked. `attempt` is how often it was asked before."""
    method: str
    path: str  # with the query, escaped as it came
    attempt: int

    @property
    def kind(self):
        """list, get, head, put, ...; a listing is a GET that asks for one."""
        is_listing = self.method == "GET" and "list-type" in parse_qs(urlsplit(self.path).query)
        return "list" if is_listing else self.method.lower()


@dataclass(frozen=True)
class Answer:
    """What is answered; the length is told from the body unless it is among the headers."""
    status: int
    headers: tuple = ()  # of (name, value)
    body: bytes = b""

    def header(self, wanted):
        """Its value; None where there is none."""
        return next((value for name, value in self.headers if name.lower() == wanted.lower()), None)


def xml_error(status, code, *headers):
    """As S3 words what went wrong."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{code}</Message></Error>'
    return Answer(status, (("Content-Type", "application/xml"), *headers), body.encode())


class Exchange(http.server.BaseHTTPRequestHandler):
    """A connection of the client's, and the request that is being answered on it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    request_now = None
    _body = b""
    _upstream = None

    def log_message(self, *_):  # the tests' output is theirs
        pass

    def setup(self):
        super().setup()
        self._upstream = http.client.HTTPConnection(self.server.proxy.upstream, timeout=60)

    def finish(self):
        self._upstream.close()
        super().finish()

    def relay(self):
        self._body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.request_now = self.server.proxy.note(self.command, self.path)
        fault = self.server.proxy.choose(self.request_now)
        if fault:
            fault(self)
        else:
            self.send(self.forward())

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = relay

    def forward(self):
        """Asks the server; its Answer."""
        self._upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                self._upstream.putheader(name, value)
        self._upstream.endheaders(self._body)
        response = self._upstream.getresponse()
        body = response.read()
        headers = tuple((name, value) for name, value in response.getheaders()
                        if name.lower() not in HOP_BY_HOP | {"content-length"} or self.command == "HEAD")
        return Answer(response.status, headers, body)

    def send(self, answer, announced=None, body=None):
        """Sends an answer. `announced` is the length that is told, `body` what is sent, should they not be as they ought."""
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if self.command != "HEAD" and answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body) if announced is None else announced))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body if body is None else body)
        self.wfile.flush()

    def close(self):
        """An orderly end of the connection."""
        self.close_connection = True

    def reset(self):
        """The other end: a process that died, a router that forgot."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())  # the server would say goodbye before it closes
        self.close_connection = True

    def wait_until_closed(self):
        """Says nothing more until the client gives up."""
        self.connection.settimeout(None)
        try:
            while self.connection.recv(1):
                pass
        except OSError:
            pass
        self.close_connection = True


# ---- faults

def slow_down(exchange):
    """As S3 sends it under load."""
    exchange.send(xml_error(503, "SlowDown"))


def too_many_requests(exchange):
    """As R2 and gateways send it, with the time to wait."""
    exchange.send(Answer(429, (("Retry-After", "1"),)))


def internal_error(exchange):
    exchange.send(xml_error(500, "InternalError"))


def bad_gateway(exchange):
    """A load balancer that speaks HTML."""
    exchange.send(Answer(502, (("Content-Type", "text/html"),), b"<html><body>502 Bad Gateway</body></html>"))


def reset_before_answer(exchange):
    exchange.reset()


def reset_after_storing(exchange):
    """The server has done what was asked, and the client never learns of it."""
    exchange.forward()
    exchange.reset()


def reset_in_mid_body(exchange):
    answer = exchange.forward()
    exchange.send(answer, body=answer.body[:len(answer.body) // 2])
    exchange.reset()


def truncated_body(exchange):
    """The length of the whole, half of it, an orderly end."""
    answer = exchange.forward()
    exchange.send(answer, body=answer.body[:len(answer.body) // 2])
    exchange.close()


def wrong_length(exchange):
    """Half of the length is announced, and no more than that sent: nothing on the connection is amiss."""
    answer = exchange.forward()
    half = len(answer.body) // 2
    exchange.send(answer, announced=half, body=answer.body[:half])


def excess_bytes(exchange):
    """Half of the length is announced, and the whole is sent."""
    answer = exchange.forward()
    exchange.send(answer, announced=len(answer.body) // 2)
    exchange.close()


def corrupted_byte(exchange):
    answer = exchange.forward()
    middle = len(answer.body) // 2
    exchange.send(answer, body=answer.body[:middle] + bytes([answer.body[middle] ^ 1]) + answer.body[middle + 1:])


def error_in_success(exchange):
    """A 200 that was sent before the server knew better."""
    exchange.send(xml_error(200, "InternalError"))


def stall_before_answer(exchange):
    exchange.wait_until_closed()


def stall_in_mid_body(exchange):
    answer = exchange.forward()
    exchange.send(answer, body=answer.body[:len(answer.body) // 2])
    exchange.wait_until_closed()


# What any answer may suffer and can be told from; stalls are left out, since waiting for their end takes its time.
FAULTS = [slow_down, too_many_requests, internal_error, bad_gateway, reset_before_answer, reset_in_mid_body, truncated_body,
          wrong_length, excess_bytes, error_in_success]
# An object has a checksum besides, a listing has none.
OBJECT_FAULTS = [*FAULTS, corrupted_byte]


def never(_request):
    """No request fails."""
    return None


def by_chance(seed, share=0.2):
    """This share of the requests fails. Which and how follows from what is asked and how often it was asked before: the
    same whichever of several threads asks first."""
    def choose(request):
        draw = random.Random(f"{seed} {request.method} {request.path} {request.attempt}")
        return draw.choice(OBJECT_FAULTS if request.kind == "get" else FAULTS) if draw.random() < share else None
    return choose


def the_first(fault, times=1, kind="get"):
    """Whatever is asked of this kind fails this often, then never."""
    return lambda request: fault if request.kind == kind and request.attempt < times else None


# ---- the proxy

class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):  # a client that hung up is no news
        pass


class FaultProxy:
    """Listens while the `with` block lasts. `choose` takes a Request and returns a fault or None."""

    def __init__(self, endpoint):
        self.upstream = urlsplit(endpoint).netloc
        self.choose = never
        self._lock = threading.Lock()
        self._asked = Counter()
        self._requests = []
        self._listener = Listener(("127.0.0.1", 0), Exchange)
        self._listener.proxy = self
        self._thread = threading.Thread(target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._listener.shutdown()
        self._listener.server_close()

    @property
    def port(self):
        return self._listener.server_port

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def note(self, method, path):
        """Remembers a request, and returns it."""
        with self._lock:
            request = Request(method, path, self._asked[method, path])
            self._asked[method, path] += 1
            self._requests.append(request)
            return request

    def requests(self):
        """All since the beginning, or since `forget`."""
        with self._lock:
            return list(self._requests)

    def counts(self):
        """How many of each kind."""
        return dict(Counter(request.kind for request in self.requests()))

    def forget(self):
        """Counts from naught, and every request is the first of its kind again."""
        with self._lock:
            self._asked.clear()
            self._requests.clear()
