"""`benchfolio serve`, started on any free port, asked over plain HTTP, ended in good order."""

import http.client
import queue
import signal
import subprocess
import threading
import time
import urllib.parse

PATIENCE = 30  # seconds, for a build on a busy machine


class Preview:
    """A running preview, started in `folder`. `close` ends it, whatever state it is in."""

    def __init__(self, program, folder, *arguments, environment=None, port=0, ready=True, stdin=subprocess.DEVNULL):
        self.process = subprocess.Popen([program, "serve", "--port", str(port), *map(str, arguments)], cwd=folder, env=environment,
                                        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines, self.complaints = queue.Queue(), []
        self.readers = [threading.Thread(target=self.read, args=arguments) for arguments in (
            (self.process.stdout, self.lines.put), (self.process.stderr, self.complaints.append))]
        for reader in self.readers:
            reader.start()
        self.address = None
        if ready:
            self.address = self.said("serving ").split()[1]
            self.port = urllib.parse.urlsplit(self.address).port

    @staticmethod
    def read(stream, take):
        with stream:
            for line in stream:
                take(line)

    def said(self, beginning):
        """The next line on standard output that begins so."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"never said {beginning!r}; stderr: {''.join(self.complaints)}") from None
            if line.startswith(beginning):
                return line

    def complained(self, text):
        """Whether standard error says so, soon."""
        return self.eventually(lambda: text in "".join(self.complaints))

    @staticmethod
    def eventually(condition):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.05)
        return False

    def request(self, path, method="GET", host=None):
        """(status, headers, body as text) of the path exactly as given: not normalised, redirections not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=host is not None)
            if host:
                connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def text(self, path):
        return self.request(path)[2]

    def interrupt(self):
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.close()
        return code

    def close(self):
        """Lets it clear up after itself, if it can."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for reader in self.readers:
            reader.join()
