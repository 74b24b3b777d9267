"""git over HTTP on loopback: `git http-backend` behind a server that asks for one exact header, and counts."""

import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


def chunks(stream):
    """The parts of a body of unknown length (RFC 9112, 7.1)."""
    while size := int(stream.readline().split(b";")[0], 16):
        yield stream.read(size)
        stream.readline()
    stream.readline()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            self.answer(b"".join(chunks(self.rfile)))
        else:
            self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self, body):
        address = urlsplit(self.path)
        service = address.path.rsplit("/", 1)[-1]
        self.server.note(service, address.query, body)
        given = self.headers.get_all("Authorization") or []
        if len(given) > 1:
            return self.refuse(400, f"{len(given)} times Authorization: {given}")
        if given != [self.server.authorization]:
            return self.refuse(401, f"who are you? You said {given}")
        if "receive-pack" in self.path and self.server.forbids_writing:
            return self.refuse(403, f"remote: Permission to x/y.git denied to bot {given}")
        self.server.before(service, address.query)
        return self.backend(address, body)

    def refuse(self, status, text):
        """Says everything that it was told, as a careless server does."""
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="test"')
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def backend(self, address, body):
        variables = {"PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": self.server.root, "GIT_HTTP_EXPORT_ALL": "1",
                     "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "REMOTE_USER": "bot",
                     "PATH_INFO": address.path, "QUERY_STRING": address.query, "REQUEST_METHOD": self.command,
                     "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
                     "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                     "GIT_PROTOCOL": self.headers.get("Git-Protocol", "")}
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, env=variables, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        self.send_response(int(dict(fields).get("Status", "200").split()[0]))
        for name, value in fields:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Nobody reads it."""


class GitServer(ThreadingHTTPServer):
    """Serves the repositories below `root` to those who send `authorization`, until `close`."""

    daemon_threads = True

    def __init__(self, root, authorization):
        super().__init__(("127.0.0.1", 0), Handler)
        self.root, self.authorization, self.forbids_writing = str(root), authorization, False
        self.requests = []  # (service, query, bytes of the body)
        self.before = lambda service, query: None  # called when a request is let through
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def note(self, service, query, body):
        self.requests.append((service, query, len(body)))

    def sent_to(self, service):
        """The bytes of all bodies that came for a service, and from then on counted anew."""
        total = sum(size for name, _, size in self.requests if name == service)
        self.requests.clear()
        return total

    def address(self, name, user=""):
        return f"http://{user}127.0.0.1:{self.server_address[1]}/{name}"

    def close(self):
        self.shutdown()
        self.server_close()
