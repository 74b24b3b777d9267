"""A headless Chromium driven over the DevTools protocol, by the standard library alone."""

import base64
import itertools
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

PROGRAMS = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"]
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--force-color-profile=srgb", "--remote-debugging-port=0", "about:blank"]
PATIENCE = 60  # seconds, for a browser on a busy machine


def installed():
    """A browser that runs here, or None. Ubuntu's chromium-browser is a launcher of a snap, which a container has not."""
    for program in PROGRAMS:
        path = shutil.which(program)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


class Socket:
    """The client's side of RFC 6455, as much of it as DevTools speaks."""

    def __init__(self, url):
        host, path = url.removeprefix("ws://").split("/", 1)
        name, port = host.rsplit(":", 1)
        self.connection = socket.create_connection((name, int(port)), PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.stream = self.connection.makefile("rb")
        if b" 101 " not in self.stream.readline():
            raise ConnectionError("the browser refused the DevTools connection")
        while self.stream.readline().strip():
            pass

    def send(self, text):
        data, mask = text.encode(), os.urandom(4)
        length = bytes([0x80 | len(data)]) if len(data) < 126 else struct.pack("!BH", 0xFE, len(data)) \
            if len(data) < 65536 else struct.pack("!BQ", 0xFF, len(data))
        self.connection.sendall(b"\x81" + length + mask + bytes(byte ^ mask[k % 4] for k, byte in enumerate(data)))

    def receive(self):
        """The next message; raises TimeoutError when none comes."""
        parts = []
        while True:
            first, length = struct.unpack("!BB", self.stream.read(2))
            if length == 126:
                length, = struct.unpack("!H", self.stream.read(2))
            elif length == 127:
                length, = struct.unpack("!Q", self.stream.read(8))
            parts.append(self.stream.read(length))
            if first & 0x0F == 8:
                raise ConnectionError("the browser closed the connection")
            if first & 0x80:
                return b"".join(parts).decode()

    def close(self):
        self.stream.close()
        self.connection.close()


class Browser:
    """One browser with a fresh profile, ended by `close`."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="benchfolio-browser-")
        self.process = subprocess.Popen([program, f"--user-data-dir={self.profile}", *SWITCHES],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.address = f"http://127.0.0.1:{self.port()}"

    def port(self):
        announced = Path(self.profile, "DevToolsActivePort")
        for _ in range(PATIENCE * 10):
            if announced.exists() and announced.read_text().count("\n"):
                return announced.read_text().split()[0]
            time.sleep(0.1)
        raise TimeoutError("the browser did not start")

    def page(self):
        request = urllib.request.Request(f"{self.address}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return Page(json.load(answer)["webSocketDebuggerUrl"])

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    """A tab. `events` collects what the browser reports: console messages, requests, exceptions."""

    def __init__(self, url):
        self.socket, self.numbers, self.events = Socket(url), itertools.count(1), []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.call("Page.addScriptToEvaluateOnNewDocument", source="""
            window.layoutShift = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) window.layoutShift += e.value })
                .observe({type: 'layout-shift', buffered: true});""")

    def close(self):
        self.call("Page.close")
        self.socket.close()

    def call(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.receive())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.events.append(message)

    def await_event(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(json.loads(self.socket.receive()))

    def open(self, url):
        self.events.clear()
        self.call("Page.navigate", url=url)
        self.await_event("Page.loadEventFired")

    def reload(self):
        self.events.clear()
        self.call("Page.reload")
        self.await_event("Page.loadEventFired")

    def evaluate(self, expression):
        """The value of a JavaScript expression; promises are awaited."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"].get("exception", {}).get("description")))
        return answer["result"].get("value")

    def until(self, expression, seconds=5):
        """Whether the expression becomes true."""
        for _ in range(int(seconds * 20)):
            if self.evaluate(expression):
                return True
            time.sleep(0.05)
        return False

    def look(self, width, scheme="light", height=800):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, enabled):
        self.call("Emulation.setScriptExecutionDisabled", value=not enabled)

    def press(self, key):
        code, text = {"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, "")}[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, text=text if kind == "keyDown" else "")

    def type(self, text):
        self.call("Input.insertText", text=text)

    def picture(self, path):
        Path(path).write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]))

    def sheets(self):
        """How many sheets of A4 the page prints on."""
        document = base64.b64decode(self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"])
        return len(re.findall(rb"/Type\s*/Page\b", document))

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]

    def complaints(self):
        """What a developer's console would show in red."""
        found = []
        for event in self.events:
            parameters = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"].get("text", "exception"))
            elif event.get("method") == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "assert"):
                found.append(" ".join(str(argument.get("value")) for argument in parameters["args"]))
            elif event.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                found.append(parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))
        return found
