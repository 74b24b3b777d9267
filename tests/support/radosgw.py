#!/usr/bin/env python3
"""A throwaway S3 on loopback: radosgw over a store in memory, ready in about two seconds.

    radosgw.py               prints where it is and its keys as one line of JSON; ends when standard input does
    radosgw.py COMMAND...    runs the command beside it and ends with its exit code. The command finds the keys as the
                             AWS tools do, the address in BENCHFOLIO_S3_ENDPOINT and an empty bucket's name in
                             BENCHFOLIO_S3_BUCKET

From Python: `with Radosgw() as server: ...`. Where the packages are not installed: exit code 77, or NotInstalled.

The daemons belong to a process of their own, which ends them and removes their folder as soon as its standard input
does. So they end with the test, also where that failed, or was killed. Any number of them run side by side.
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from s3_client import S3, USER

PROGRAMS = ["ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"]
SKIPPED = 77
PATIENCE = 60  # seconds that starting may take on a slow machine
ATTEMPTS = 3   # a free port may be taken before the daemon asks for it
BUCKET = "benchfolio"

# One monitor, one OSD whose store is memory, no authentication between them; durations are shortened from what suits a
# cluster to what suits loopback. `rgw dns name` lets a bucket stand in the host name, the sts keys hand out session tokens.
CONFIGURATION = """
[global]
fsid = {fsid}
mon host = v1:127.0.0.1:{mon_port}
auth cluster required = none
auth service required = none
auth client required = none
ms bind msgr2 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
run dir = {folder}
pid file =
log file = {folder}/$name.log
admin socket = {folder}/$name.asok
[mon]
mon data = {folder}/mon
mon cluster log file = {folder}/cluster.log
mon initial members = a
mon allow pool size one = true
mon data avail crit = 0
mon data avail warn = 0
paxos propose interval = 0.02
paxos min wait = 0.01
[osd]
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
osd class update on start = false
osd crush update on start = false
[client.rgw]
rgw data = {folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw dns name = localhost
rgw sts key = abcdefghijklmnop
rgw s3 auth use sts = true
rgw enable ops log = false
rgw enable usage log = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw run sync thread = false
"""


class NotInstalled(Exception):
    """The packages radosgw, ceph-mon, ceph-osd and ceph-common are not all there."""


class StartFailed(Exception):
    """A daemon did not start; the message has the last words of its log."""


@dataclass
class Server:
    """Where a running server is, and the keys of its only user."""
    endpoint: str
    access_key: str = "AKIABENCHFOLIO"
    secret_key: str = "throwaway/secret+of/a+test"  # with the characters that keys of AWS have


class Radosgw:
    """A server that lives as long as the `with` block."""

    def __init__(self):
        require_programs()
        self._keeper = None

    def __enter__(self):
        self._keeper = subprocess.Popen([sys.executable, "-B", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        start_new_session=True)
        answer = self._keeper.stdout.readline()
        if not answer:
            raise StartFailed(f"radosgw.py ended with code {self._keeper.wait()}")
        return Server(**json.loads(answer))

    def __exit__(self, *_):
        self._keeper.stdin.close()
        self._keeper.wait()
        self._keeper.stdout.close()


def require_programs():
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        raise NotInstalled(f"not installed: {' '.join(missing)}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent():
    """Between fork and exec: the kernel kills the daemon should the process that keeps it be killed."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Daemons:
    """The processes of one server, in a folder that goes with them."""

    def __init__(self, folder):
        self._folder = folder
        self._processes = {}
        self._port, mon_port = free_port(), free_port()
        self._fsid = str(uuid.uuid4())
        self._monitor = f"v1:127.0.0.1:{mon_port}"
        text = CONFIGURATION.format(folder=folder, fsid=self._fsid, port=self._port, mon_port=mon_port)
        (folder / "ceph.conf").write_text(text, encoding="utf-8")

    def start(self):
        """Everything in order; returns the Server."""
        self._start_monitor()
        self._start_storage()
        self._spawn("radosgw", "-n", "client.rgw")
        server = Server(f"http://127.0.0.1:{self._port}")
        self._wait_for(server.endpoint)
        self._run("radosgw-admin", "-n", "client.rgw", "user", "create", f"--uid={USER}", f"--display-name={USER}",
                  f"--access-key={server.access_key}", f"--secret-key={server.secret_key}", "--caps=user-policy=*")
        return server

    def stop(self):
        """SIGKILL: there is nothing to be saved, and an orderly end takes a second."""
        for process in reversed(self._processes.values()):
            process.kill()
            process.wait()

    def _start_monitor(self):
        (self._folder / "mon").mkdir()
        map_file = str(self._folder / "monmap")
        self._run("monmaptool", "--create", "--fsid", self._fsid, "--addv", "a", self._monitor, map_file)
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map_file)
        self._spawn("ceph-mon", "-i", "a")

    def _start_storage(self):
        (self._folder / "osd").mkdir()
        identity = str(uuid.uuid4())
        self._run("ceph", "osd", "new", identity)
        self._run("ceph", "osd", "crush", "add", "0", "1.0", "root=default", "host=h")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", identity)
        self._spawn("ceph-osd", "-i", "0")

    def _command(self, program, *arguments):
        return [program, "-c", str(self._folder / "ceph.conf"), *arguments]

    def _run(self, program, *arguments):
        done = subprocess.run(self._command(program, *arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise StartFailed(f"{program} {' '.join(arguments)}: {done.stdout.decode(errors='replace')}")

    def _spawn(self, program, *arguments):
        with open(self._folder / f"{program}.out", "wb") as output:
            self._processes[program] = subprocess.Popen(
                self._command(program, "-f", *arguments), stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, preexec_fn=die_with_parent)

    def _wait_for(self, url):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._require_running()
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(url, timeout=5).close()
                return
            time.sleep(0.02)
        raise StartFailed(f"no answer from {url} in {PATIENCE} s")

    def _require_running(self):
        for program, process in self._processes.items():
            if process.poll() is not None:
                words = (self._folder / f"{program}.out").read_text(encoding="utf-8", errors="replace")
                raise StartFailed(f"{program} ended with code {process.returncode}: {words[-2000:]}")


@contextlib.contextmanager
def running():
    """A server of this very process."""
    for attempt in range(1, ATTEMPTS + 1):
        with tempfile.TemporaryDirectory(prefix="benchfolio-radosgw-", ignore_cleanup_errors=True) as folder:
            daemons = Daemons(Path(folder))
            try:
                server = daemons.start()
            except StartFailed:
                daemons.stop()
                if attempt == ATTEMPTS:
                    raise
                continue
            try:
                yield server
            finally:
                daemons.stop()
            return


def keep():
    """Runs a server until standard input ends."""
    with running() as server:
        print(json.dumps(asdict(server)), flush=True)
        sys.stdin.buffer.read()


def environment_of(server):
    """Ours, with the server's keys and none of our own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return ours | {"AWS_ACCESS_KEY_ID": server.access_key, "AWS_SECRET_ACCESS_KEY": server.secret_key}


def run_beside(command):
    """Runs a command with a server and an empty bucket; returns its exit code."""
    with Radosgw() as server:
        with contextlib.closing(S3(server)) as client:
            client.create_bucket(BUCKET)
        place = {"BENCHFOLIO_S3_ENDPOINT": server.endpoint, "BENCHFOLIO_S3_BUCKET": BUCKET}
        return subprocess.run(command, env=environment_of(server) | place, check=False).returncode


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        require_programs()
    except NotInstalled as error:
        print(f"SKIPPED: {error}")
        return SKIPPED
    return run_beside(arguments) if arguments else keep()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
