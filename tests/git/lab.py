"""What the tests of `benchfolio publish` share: a remote, a checkout and sites, in a folder of the test's own."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

OK, USAGE, STORAGE, INTERRUPTED = 0, 2, 4, 130
MANIFEST = ".benchfolio.json"
PROGRAM = None  # the benchfolio under test; the script that runs sets it
BENCHMARKS = ("add", "dot", "eig", "sum")


def site_files(benchmarks=BENCHMARKS, **others):
    """The files of a small site, path -> text, as `build` lays them out; `others` are added, `__` meaning `/`."""
    pages = [f"b/{name}.html" for name in benchmarks]
    index = {"schema_version": 1, "title": "Tests", "newest_run": "2026-11-20T02:00:00Z",
             "benchmarks": [{"name": page, "page": page} for page in pages]}
    files = {"index.html": "home\n", "data/index.json": json.dumps(index)} | {page: page + "\n" for page in pages}
    return files | {name.replace("__", "/"): text for name, text in others.items()}


def write_site(folder, files):
    """A site complete by its manifest in `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir(parents=True)
    for name, content in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    sizes = {name: (Path(folder) / name).stat().st_size for name in files}
    manifest = {"generator": "benchfolio", "schema_version": 1, "files": sizes}
    (Path(folder) / MANIFEST).write_text(json.dumps(manifest))
    return folder


def fingerprint(folder):
    """A digest of every name, link and byte below `folder`."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).rglob("*")):
        content = os.readlink(path).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(folder)}\0{path.lstat().st_mode}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


class Lab(unittest.TestCase):
    """A bare remote whose default branch is main, and a checkout of it; nobody's own git settings reach them."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="benchfolio-git-")
        self.addCleanup(folder.cleanup)
        self.here = Path(folder.name)
        self.settings, self.temporary = self.here / "gitconfig", self.here / "tmp"
        self.settings.write_text("[user]\n\tname = Tess\n\temail = tess@example.org\n[init]\n\tdefaultBranch = main\n")
        self.temporary.mkdir()
        self.remote, self.checkout = self.here / "remote.git", self.here / "checkout"
        self.git("init", "--bare", self.remote, cwd=self.here)
        self.git("init", self.checkout, cwd=self.here)
        (self.checkout / "code.py").write_text("pass\n")
        self.git("add", ".")
        self.git("commit", "-m", "code")
        self.git("remote", "add", "origin", "../remote.git")
        self.git("push", "origin", "main")
        self.site = write_site(self.here / "site", site_files())

    def environment(self, extra=()):
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("GIT_", "GITHUB_", "AWS_", "XDG_")) and not name.lower().endswith("_proxy")}
        return kept | {"HOME": str(self.here), "TMPDIR": str(self.temporary), "GIT_CONFIG_NOSYSTEM": "1",
                       "GIT_CONFIG_GLOBAL": str(self.settings)} | dict(extra)

    def git(self, *arguments, cwd=None, check=True, stdin=None, env=()):
        done = subprocess.run(["git", *map(str, arguments)], cwd=cwd or self.checkout, input=stdin, check=False,
                              capture_output=True, env=self.environment(env), timeout=120)
        if check and done.returncode != 0:
            raise AssertionError(f"git {arguments}: {done.stderr.decode()}")
        return done.stdout.decode(errors="surrogateescape").rstrip("\n")

    def at_remote(self, *arguments, **keywords):
        return self.git("--git-dir", self.remote, *arguments, **keywords)

    def publish(self, *arguments, cwd=None, env=(), site=None):
        """Runs the program in the checkout, as a person or a job does."""
        return subprocess.run([PROGRAM, "publish", "--site", str(site or self.site), *map(str, arguments)],
                              cwd=cwd or self.checkout, capture_output=True, text=True, check=False, timeout=180,
                              env=self.environment(env), stdin=subprocess.DEVNULL)

    def assert_done(self, done):
        self.assertEqual(done.returncode, OK, done.stdout + done.stderr)
        self.assert_tidy()
        return done

    def assert_refused(self, done, exit_code, code, *parts):
        """An error of this kind, whose text has all the parts; nothing is left behind."""
        self.assertEqual(done.returncode, exit_code, done.stdout + done.stderr)
        self.assertIn(f"error[{code}]: ", done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
        self.assert_tidy()
        return done

    def assert_tidy(self):
        self.assertEqual(os.listdir(self.temporary), [])

    def published(self, *arguments, **keywords):
        return self.assert_done(self.publish(*arguments, **keywords))

    def tip(self, branch="gh-pages"):
        return self.at_remote("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", check=False)

    def paths(self, branch="gh-pages"):
        return sorted(filter(None, self.at_remote("ls-tree", "-r", "-z", "--name-only", branch).split("\0")))

    def content(self, path, branch="gh-pages"):
        return self.at_remote("cat-file", "blob", f"{branch}:{path}") + "\n"

    def assert_holds_site(self, files, branch="gh-pages", folder=""):
        for name, text in files.items():
            self.assertEqual(self.content(folder + name, branch), text.rstrip("\n") + "\n")
        self.assertEqual(self.at_remote("log", "--format=%P", branch), "")
        self.at_remote("fsck", "--strict")

    def others_push(self, files, branch="gh-pages"):
        """A commit of somebody else's on the branch, with these files besides what is there: path -> text."""
        self.git("fetch", "--quiet", "origin", f"+refs/heads/{branch}:refs/theirs", check=False)
        parent = self.git("rev-parse", "--verify", "--quiet", "refs/theirs", check=False)
        index = {"GIT_INDEX_FILE": str(self.here / "theirs.index")}
        self.git("read-tree", parent or "--empty", env=index)
        for path, text in files.items():
            mode, blob = text if isinstance(text, tuple) else ("100644", text)
            if mode != "160000":
                blob = self.git("hash-object", "-w", "--stdin", stdin=blob.encode())
            self.git("update-index", "--add", "--replace", "--cacheinfo", f"{mode},{blob},{path}", env=index)
        tree = self.git("write-tree", "--missing-ok", env=index)
        commit = self.git("commit-tree", "-m", "theirs", tree, *(["-p", parent] if parent else []))
        self.git("push", "--quiet", "origin", f"+{commit}:refs/heads/{branch}")
        self.git("update-ref", "-d", "refs/theirs")
        return commit


def main(arguments):
    """Runs the tests of the script; its first argument is the program."""
    global PROGRAM  # pylint: disable=global-statement
    PROGRAM = os.path.abspath(arguments[1])
    unittest.main(module="__main__", argv=[arguments[0], *arguments[2:]])
