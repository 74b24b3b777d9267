"""GitHub's REST API for the scripts beside this: one request, one answer, and no token in any message."""

import json
import os
import sys
import urllib.error
import urllib.request

TIMEOUT = 60


class Refused(Exception):
    """GitHub did not do it; `status` says why, or is 0 where there was no answer."""

    def __init__(self, status, what):
        super().__init__(what)
        self.status = status


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the API's own host alone."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def ask(method, path, content=None):
    """The answer as JSON; None where there is none to give. `path` is below the repository, "/pulls/12"."""
    api, repository = os.environ.get("GITHUB_API_URL", "https://api.github.com"), os.environ["GITHUB_REPOSITORY"]
    headers = {"Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json",
               "X-GitHub-Api-Version": "2022-11-28", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{api}/repos/{repository}{path}", method=method, headers=headers,
                                     data=None if content is None else json.dumps(content).encode())
    try:
        with OPENER.open(request, timeout=TIMEOUT) as reply:
            body = reply.read()
            return json.loads(body) if body else None
    except urllib.error.HTTPError as error:
        raise Refused(error.code, f"{method} {path}: status {error.code}, {reason_of(error)}") from None
    except OSError as error:
        raise Refused(0, f"{method} {path}: no answer: {getattr(error, 'reason', error)}") from None


def reason_of(error):
    """What GitHub says of it, fit for one line of the log."""
    try:
        text = str(json.loads(error.read(10_000))["message"])
    except (ValueError, KeyError, TypeError, OSError):
        return "no reason given"
    return "".join(c if c.isprintable() else " " for c in text)[:300]


def fail(title, what):
    """Ends the step. What others wrote has to be in `what` without line ends, as `reason_of` gives it."""
    print(f"::error title={title}::{what}")
    sys.exit(1)


def output(name, value):
    """An output of the step. A line end would begin another one."""
    if "\n" in value or "\r" in value:
        fail("An output of two lines", name)
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        file.write(f"{name}={value}\n")
