"""GitHub's API on loopback, as far as pull requests are told something: a real HTTP server with a memory.

It keeps comments and checks, gives lists in pages, refuses what a token may not, and fails on demand: once before, or
once after it did what it was asked. What it was asked is in `requests`.
"""

import json
import re
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROJECT = "owner/project"
LONGEST_TEXT = 65_536  # characters of a comment; a check takes 65,535
PAGE = 3  # small, so that lists have several


class Refusal(Exception):
    def __init__(self, status, message, **headers):
        super().__init__(message)
        self.status, self.headers = status, headers


class FakeGitHub:
    def __init__(self):
        self.token, self.app = "ghs_secret-of-this-test", True  # an app's token, as a workflow's is
        self.login = "github-actions[bot]"
        self.permissions = {"pull-requests", "checks", "actions"}
        self.pulls, self.comments, self.checks, self.artifacts = [], [], [], []
        self.people = {}  # login -> what GitHub calls the permission
        self.workflows = {"manual.yml": {"fork", "ref", "suite", "flags", "kind", "name", "testbed"}}  # with their inputs
        self.branches, self.started, self.reactions = {"main"}, [], []
        self.knows_commits_of_forks = False
        self.failures = []  # (method, status, headers, whether after the deed), one for each coming request of that method
        self.requests = []  # (method, path)
        self.elsewhere = FakeStorage()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        for server in (self.server, self.elsewhere.server):
            server.shutdown()
            server.server_close()

    # ---- what a test arranges

    def add_pull(self, number, head, fork=False, state="open", base=PROJECT):
        self.pulls.append({"number": number, "state": state, "head": {"sha": head, "repo": {"full_name": "stranger/project" if fork else PROJECT}},
                           "base": {"ref": "main", "repo": {"full_name": base}}})

    def add_comment(self, pull, body, login="somebody", kind="User"):
        comment = {"id": 1000 + len(self.comments), "pull": pull, "body": body, "user": {"login": login, "type": kind},
                   "html_url": f"https://github.example/{PROJECT}/pull/{pull}#issuecomment-{1000 + len(self.comments)}"}
        self.comments.append(comment)
        return comment

    def add_artifact(self, run, name, content, expired=False):
        self.artifacts.append({"id": 70 + len(self.artifacts), "run": run, "name": name, "size_in_bytes": len(content),
                               "expired": expired, "content": content})

    def wrote(self):
        """The requests that change something."""
        return [request for request in self.requests if request[0] != "GET"]

    # ---- what it does

    def answer(self, method, path, query, content):
        routes = [
            ("GET", r"/user", self._user),
            ("GET", r"/commits/(\w+)/pulls", self._pulls_of_commit),
            ("GET", r"/pulls", lambda: self._page(query, [pull for pull in self.pulls if pull["state"] == "open"])),
            ("GET", r"/pulls/(\d+)", self._pull),
            ("GET", r"/issues/(\d+)/comments", lambda pull: self._page(query, [c for c in self.comments if c["pull"] == int(pull)])),
            ("POST", r"/issues/(\d+)/comments", lambda pull: self._new_comment(int(pull), content)),
            ("PATCH", r"/issues/comments/(\d+)", lambda number: self._change_comment(int(number), content)),
            ("GET", r"/commits/(\w+)/check-runs", lambda sha: self._checks_of(sha, query)),
            ("POST", r"/check-runs", lambda: self._new_check(content)),
            ("PATCH", r"/check-runs/(\d+)", lambda number: self._change_check(int(number), content)),
            ("GET", r"", lambda: (200, {"full_name": PROJECT, "default_branch": "main"}, {})),
            ("GET", r"/collaborators/([^/]+)/permission", self._permission_of),
            ("POST", r"/issues/comments/(\d+)/reactions", lambda comment: self._react(int(comment), content)),
            ("GET", r"/actions/workflows/([^/]+)", self._workflow),
            ("POST", r"/actions/workflows/([^/]+)/dispatches", lambda file: self._start(file, content)),
            ("GET", r"/actions/runs/(\d+)/artifacts", lambda run: self._artifacts_of(int(run), query)),
            ("GET", r"/actions/artifacts/(\d+)/zip", self._redirect_to_bytes),
        ]
        below = path.removeprefix(f"/repos/{PROJECT}") if path != "/user" else path
        for known, pattern, deed in routes:
            if known == method and (match := re.fullmatch(pattern, below)):
                return deed(*match.groups())
        raise Refusal(404, "Not Found")

    def _user(self):
        if self.app:
            raise Refusal(403, "Resource not accessible by integration")
        return 200, {"login": self.login}, {}

    def _need(self, permission):
        if permission not in self.permissions:
            raise Refusal(403, "Resource not accessible by integration",
                          **{"x-accepted-github-permissions": f"{permission.replace('-', '_')}=write"})

    def _page(self, query, items):
        number, size = int(query.get("page", ["1"])[0]), min(int(query.get("per_page", ["30"])[0]), PAGE)
        more = number * size < len(items)
        link = {"Link": f'<{self.address}/repos/{PROJECT}{query["path"]}?per_page={size}&page={number + 1}>; rel="next", '
                        f'<{self.address}/last>; rel="last"'} if more else {}
        return 200, items[(number - 1) * size:number * size], link

    def _pulls_of_commit(self, sha):
        found = [pull for pull in self.pulls if pull["head"]["sha"] == sha and
                 (self.knows_commits_of_forks or pull["head"]["repo"]["full_name"] == PROJECT)]
        return 200, found, {}

    def _pull(self, number):
        found = [pull for pull in self.pulls if pull["number"] == int(number)]
        if not found:
            raise Refusal(404, "Not Found")
        return 200, found[0], {}

    def _checked(self, text, longest):
        if len(text) > longest:
            raise Refusal(422, f"Validation Failed: body is too long (maximum is {longest} characters)")
        return text

    def _new_comment(self, pull, content):
        self._need("pull-requests")
        body = self._checked(content["body"], LONGEST_TEXT)
        return 201, self.add_comment(pull, body, self.login, "Bot" if self.app else "User"), {}

    def _change_comment(self, number, content):
        self._need("pull-requests")
        comment = next(c for c in self.comments if c["id"] == number)
        comment["body"] = self._checked(content["body"], LONGEST_TEXT)
        return 200, comment, {}

    def _checks_of(self, sha, query):
        found = [check for check in self.checks if check["head_sha"] == sha and check["name"] == query["check_name"][0]]
        return 200, {"total_count": len(found), "check_runs": found}, {}

    def _new_check(self, content):
        self._need("checks")
        self._checked(content["output"]["summary"], LONGEST_TEXT - 1)
        check = content | {"id": 500 + len(self.checks), "html_url": f"https://github.example/{PROJECT}/runs/{500 + len(self.checks)}"}
        self.checks.append(check)
        return 201, check, {}

    def _change_check(self, number, content):
        self._need("checks")
        check = next(c for c in self.checks if c["id"] == number)
        check.update(content)
        return 200, check, {}

    def _artifacts_of(self, run, query):
        self._need("actions")
        found = [{key: value for key, value in artifact.items() if key != "content"} for artifact in self.artifacts
                 if artifact["run"] == run and artifact["name"] == query["name"][0]]
        return 200, {"total_count": len(found), "artifacts": found}, {}

    def _redirect_to_bytes(self, number):
        artifact = next(a for a in self.artifacts if a["id"] == int(number))
        return 302, None, {"Location": self.elsewhere.keep(artifact["content"])}

    def _permission_of(self, login):
        if login not in self.people:
            raise Refusal(404, f"{login} is not a user")
        return 200, {"permission": self.people[login], "role_name": self.people[login]}, {}

    def _react(self, comment, content):
        self._need("pull-requests")
        self.reactions.append((comment, content["content"]))
        return 201, {"id": 1}, {}

    def _workflow(self, file):
        if file not in self.workflows:
            raise Refusal(404, "Not Found")
        return 200, {"path": f".github/workflows/{file}"}, {}

    def _start(self, file, content):
        self._need("actions")
        self._workflow(file)
        if content["ref"] not in self.branches:
            raise Refusal(422, f"No ref found for: {content['ref']}")
        unexpected = sorted(set(content["inputs"]) - self.workflows[file])
        if unexpected:
            raise Refusal(422, f"Unexpected inputs provided: {unexpected}")
        self.started.append((file, content["ref"], content["inputs"]))
        return 204, None, {}

    def _handler(fake):  # noqa: N805  (self is the request's)
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                path, _, text = self.path.partition("?")
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fake.requests.append((self.command, path))
                query = urllib.parse.parse_qs(text) | {"path": path.removeprefix(f"/repos/{PROJECT}")}
                failure = next((f for f in fake.failures if f[0] == self.command), None)
                try:
                    if self.headers.get("Authorization") != f"Bearer {fake.token}":
                        raise Refusal(401, "Bad credentials")
                    if failure:
                        fake.failures.remove(failure)
                    if not failure or failure[3]:
                        status, answer, headers = fake.answer(self.command, path, query, json.loads(content or "null"))
                    if failure:
                        raise Refusal(failure[1], "made to fail", **failure[2])
                except Refusal as refusal:
                    status, answer, headers = refusal.status, {"message": str(refusal)}, refusal.headers
                self.reply(status, b"" if status == 204 else json.dumps(answer).encode(), headers)

            do_GET = do_POST = do_PATCH = answer

            def reply(self, status, body, headers):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


class FakeStorage:
    """Where the bytes of artifacts lie: another host, which is to see no token."""

    def __init__(self):
        self.contents, self.headers = [], []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def keep(self, content):
        self.contents.append(content)
        return f"http://127.0.0.1:{self.server.server_port}/{len(self.contents) - 1}?signature=x"

    def _handler(storage):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                storage.headers.append(dict(self.headers))
                content = storage.contents[int(self.path[1:].partition("?")[0])]
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler
