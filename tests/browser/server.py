"""A folder over HTTP on loopback, under a path of choice, as GitHub Pages would serve it."""

import functools
import http.server
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    prefix = "/"

    def translate_path(self, path):
        outside = not path.startswith(self.prefix)
        return super().translate_path("/no-such-file" if outside else "/" + path.removeprefix(self.prefix))

    def log_message(self, *_):
        pass


class Listener(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):  # a page that was closed while it loaded is no news
        pass


class Server:
    def __init__(self, folder, prefix="/"):
        handler = type("PrefixedHandler", (Handler,), {"prefix": prefix})
        self.http = Listener(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
        self.origin = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.address = self.origin + prefix
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()
