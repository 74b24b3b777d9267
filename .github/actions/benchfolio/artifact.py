#!/usr/bin/env python3
"""Fetches the results that another run of a workflow left behind: artifact.py RUN NAME FOLDER

The artifact may be a stranger's, whose pull request ran whatever it liked. So it is read as hostile: sizes are measured
while it is unpacked and not believed, names are looked at and not used (the files become 0001.json, 0002.json, ...), and
anything but plain *.json files refuses the whole of it. Nothing in it is run, and the token goes to the API alone: the
place that the API sends us to for the bytes does not get it.
"""

import json
import os
import re
import resource
import stat
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from pathlib import Path, PurePosixPath

MEGABYTE = 1 << 20
LARGEST_ARTIFACT = 64 * MEGABYTE
LARGEST_FILE = 64 * MEGABYTE
LARGEST_TOTAL = 256 * MEGABYTE
MOST_FILES = 200
MEMORY = 1024 * MEGABYTE  # of this process: what no other limit has thought of
ATTEMPTS, PAUSE = 4, 2  # seconds, growing
TIMEOUT = 60


class Refused(Exception):
    """The artifact is not what results look like, or is not there."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


# ---------------------------------------------------------------- fetching

def answer_to(url, headers, largest):
    """(status, headers, body); a body beyond `largest` bytes is not read to its end. Asked again where that may help."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with OPENER.open(urllib.request.Request(url, headers=headers), timeout=TIMEOUT) as reply:
                body = reply.read(largest + 1)
                if len(body) > largest:
                    raise Refused(f"it is larger than {largest} bytes")
                return reply.status, reply.headers, body
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code != 429 or attempt == ATTEMPTS:
                return error.code, error.headers, b""
        except OSError as error:
            if attempt == ATTEMPTS:
                raise Refused(f"no answer: {getattr(error, 'reason', error)}") from error
        time.sleep(PAUSE * attempt)
    raise AssertionError("the last attempt returns or raises")


def api_headers(token):
    return {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


def artifact_of(api, repository, run, name, headers):
    """The id of the newest artifact of that name."""
    url = f"{api}/repos/{repository}/actions/runs/{run}/artifacts?per_page=100&name={urllib.parse.quote(name, safe='')}"
    status, _, body = answer_to(url, headers, 4 * MEGABYTE)
    if status != 200:
        raise Refused(f"the list of artifacts: status {status}; the job needs `permissions: actions: read`")
    found = [item for item in json.loads(body)["artifacts"] if item["name"] == name and not item["expired"]]
    if not found:
        raise Refused(f"run {run} has none that is called {name}")
    newest = max(found, key=lambda item: item["id"])
    if newest["size_in_bytes"] > LARGEST_ARTIFACT:
        raise Refused(f"it is larger than {LARGEST_ARTIFACT} bytes")
    return newest["id"]


def bytes_of(api, repository, artifact, headers):
    """The API answers with another address, for which no token is needed and none is sent."""
    status, answered, body = answer_to(f"{api}/repos/{repository}/actions/artifacts/{artifact}/zip", headers, LARGEST_ARTIFACT)
    if status in (301, 302, 303, 307, 308):
        place = answered.get("Location", "")
        if not place.startswith("https://") and not api.startswith("http://"):
            raise Refused("its bytes lie at an address without encryption")
        status, _, body = answer_to(place, {}, LARGEST_ARTIFACT)
    if status != 200:
        raise Refused(f"its bytes: status {status}")
    return body


# ---------------------------------------------------------------- unpacking

def problem_of(entry):
    """Why this entry is none of a result file; nothing where it may be one."""
    path = PurePosixPath(entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or kind not in (0, stat.S_IFREG):
        return "no regular file"
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or len(entry.filename) > 1000:
        return "a path that leads elsewhere"
    if path.suffix != ".json":
        return "not called *.json"
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "encrypted, or packed in an unusual way"
    return None


def copied(packed, target, most):
    """Unpacks one entry; returns its size. What an entry says of its own size counts for nothing."""
    size = 0
    with target.open("xb") as out:
        while piece := packed.read(MEGABYTE):
            size += len(piece)
            if size > most:
                raise Refused(f"more than {most} bytes come out of it")
            out.write(piece)
    return size


def unpack(archive, folder):
    """The result files in the zip file `archive`, which is open for reading; how many."""
    folder.mkdir(parents=True)
    total = 0
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
        if len(entries) > MOST_FILES:
            raise Refused(f"it holds more than {MOST_FILES} files")
        for number, entry in enumerate(entries, 1):
            if problem := problem_of(entry):
                raise Refused(f"{ascii(entry.filename[:100])}: {problem}")
            with opened.open(entry) as packed:
                total += copied(packed, folder / f"{number:04}.json", min(LARGEST_FILE, LARGEST_TOTAL - total))
    return len(entries)


def fetch(run, name, folder):
    api, token = os.environ.get("GITHUB_API_URL") or "https://api.github.com", os.environ["GITHUB_TOKEN"]
    repository, headers = os.environ["GITHUB_REPOSITORY"], api_headers(token)
    if not re.fullmatch(r"[0-9]{1,20}", run) or not re.fullmatch(r"[\w.-]+/[\w.-]+", repository, re.ASCII):
        raise Refused("RUN must be the number of a run, GITHUB_REPOSITORY owner/name")
    packed = folder.with_suffix(".zip")
    folder.parent.mkdir(parents=True, exist_ok=True)
    packed.write_bytes(bytes_of(api, repository, artifact_of(api, repository, run, name, headers), headers))
    with packed.open("rb") as archive:
        return unpack(archive, folder)


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    run, name, folder = arguments
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        print(f"{fetch(run, name, Path(folder))} result files")
    except Refused as problem:
        sys.exit(f"::error title=The artifact is refused::{problem}")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, MemoryError, OSError, ValueError, LookupError, EOFError) as problem:
        sys.exit(f"::error title=The artifact is refused::it is damaged, or no zip file ({type(problem).__name__})")


if __name__ == "__main__":
    main(sys.argv[1:])
