#!/usr/bin/env python3
"""The artifact of a stranger is refused, or gives plain files where they belong: artifact_test.py

Runs the script that the workflow runs, against GitHub's API on loopback.
"""

import contextlib
import importlib.util
import io
import os
import stat
import struct
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path

from fake_github import PROJECT, FakeGitHub

SCRIPT = Path(__file__).resolve().parent.parent.parent / ".github/actions/benchfolio/artifact.py"
RUN, NAME = 17, "pull-request-results"
MEGABYTE = 1 << 20


def zipped(*entries, method=zipfile.ZIP_DEFLATED):
    """A zip file of (name or ZipInfo, content)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, method)
    return made.getvalue()


def of_kind(name, kind, content=b"/etc/passwd"):
    """An entry that says to be a link, a device, a folder."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o777) << 16
    return info, content


def with_sizes(packed, claimed):
    """The same zip file, whose directory claims that its only entry has `claimed` bytes unpacked."""
    at = packed.rindex(b"PK\x01\x02")
    return packed[:at + 24] + struct.pack("<I", claimed) + packed[at + 28:]


class ArtifactTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.target = self.folder / "deep/results"
        self.github = FakeGitHub()
        self.addCleanup(self.github.close)

    def fetch(self, content=None, run=RUN, **environment):
        if content is not None:
            self.github.add_artifact(RUN, NAME, content)
        env = {"PATH": os.environ["PATH"], "GITHUB_TOKEN": self.github.token, "GITHUB_API_URL": self.github.address,
               "GITHUB_REPOSITORY": PROJECT, **environment}
        done = subprocess.run([SCRIPT, str(run), NAME, self.target], env=env, cwd=self.folder, capture_output=True, text=True,
                              check=False, timeout=120)
        self.assertNotIn(self.github.token, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def files(self):
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if not path.is_dir())

    def refused(self, content, reason):
        done = self.fetch(content)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stderr, r"^::error title=The artifact is refused::[^\n]*" + reason + r"[^\n]*\n$")
        outside = [path for path in self.files() if not path.startswith("deep/results")]
        self.assertEqual(outside, [])
        return done

    # ---- what results look like

    def test_results_are_unpacked_under_names_of_ours(self):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.target = self.folder / f"deep/results-{method}"
            done = self.fetch(zipped(("a/b.json", b"{}"), ("c.json", b"[1]"), method=method))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout, "2 result files\n")
            self.assertEqual({path.name: path.read_bytes() for path in self.target.iterdir()}, {"0001.json": b"{}", "0002.json": b"[1]"})
            self.assertEqual({stat.S_IMODE(path.stat().st_mode) & 0o111 for path in self.target.iterdir()}, {0})

    def test_the_newest_of_a_name_is_taken_and_the_token_stays_with_the_api(self):
        self.github.add_artifact(RUN, NAME, zipped(("old.json", b"old")))
        self.github.add_artifact(RUN + 1, NAME, zipped(("other.json", b"other")))
        self.assertEqual(self.fetch(zipped(("new.json", b"new"))).returncode, 0)
        self.assertEqual((self.target / "0001.json").read_bytes(), b"new")
        (headers,) = self.github.elsewhere.headers
        self.assertNotIn("Authorization", headers)

    def test_what_passes_is_asked_again(self):
        self.github.failures = [("GET", 502, {}, False)]
        self.assertEqual(self.fetch(zipped(("a.json", b"{}"))).returncode, 0)

    # ---- what they do not

    def test_paths_that_lead_elsewhere(self):
        for name in ("../stolen.json", "/tmp/stolen.json", "a/../../stolen.json", "..\\stolen.json", "a" * 10_240 + ".json"):
            self.target = self.folder / f"deep/results-{len(self.github.artifacts)}"
            self.refused(zipped((name, b"{}")), "leads elsewhere")

    def test_anything_but_json(self):
        for name in ("run.sh", ".github/workflows/x.yml", "benchfolio.toml", "a.json.sh", "a.json.gz", ".json", "pull_request_number"):
            self.target = self.folder / f"deep/results-{len(self.github.artifacts)}"
            self.refused(zipped((name, b"7")), r"not called \*\.json")

    def test_anything_but_regular_files(self):
        for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK, stat.S_IFDIR):
            self.target = self.folder / f"deep/results-{len(self.github.artifacts)}"
            self.refused(zipped(of_kind("a.json", kind)), "no regular file")
        self.target = self.folder / "deep/results-folder"
        self.refused(zipped(("a.json/", b"")), "no regular file")

    def test_a_file_that_unpacks_to_more_than_fits(self):
        self.refused(zipped(("a.json", bytes(65 * MEGABYTE))), "bytes come out of it")
        self.assertLess(sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()), 66 * MEGABYTE)

    def test_many_files_that_together_do(self):
        with self.small_limits() as artifact, self.assertRaisesRegex(artifact.Refused, "bytes come out of it"):
            artifact.unpack(io.BytesIO(zipped(*((f"{i}.json", bytes(MEGABYTE)) for i in range(8)))), self.target)
        self.assertLess(sum(path.stat().st_size for path in self.target.iterdir()), 4 * MEGABYTE)

    def test_a_size_that_is_a_lie(self):
        with self.small_limits() as artifact, self.assertRaises((artifact.Refused, zipfile.BadZipFile)):
            artifact.unpack(io.BytesIO(with_sizes(zipped(("a.json", bytes(40 * MEGABYTE))), 10)), self.target)
        self.assertLess(sum(path.stat().st_size for path in self.target.iterdir()), 4 * MEGABYTE)

    @contextlib.contextmanager
    def small_limits(self):
        """The script as a module, whose limits are reached sooner."""
        spec = importlib.util.spec_from_file_location("artifact", SCRIPT)
        artifact = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(artifact)
        artifact.LARGEST_FILE, artifact.LARGEST_TOTAL = 2 * MEGABYTE, 3 * MEGABYTE
        yield artifact

    def test_too_many_files(self):
        self.refused(zipped(*((f"{i}.json", b"{}") for i in range(201))), "more than 200 files")

    def test_no_zip_file(self):
        whole = zipped(("a.json", b"{}" * 1000))
        for broken in (b"", b"PK", b"<html>", whole[:-30], whole[:40] + b"\xff" * 20 + whole[60:]):
            self.target = self.folder / f"deep/results-{len(self.github.artifacts)}"
            self.refused(broken, "")

    def test_an_encrypted_entry(self):
        packed = bytearray(zipped(("a.json", b"{}")))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            packed[packed.index(signature) + offset] |= 1
        self.refused(bytes(packed), "encrypted")

    def test_a_name_is_no_command_to_the_runner(self):
        done = self.refused(zipped(("x\n::add-mask::y\n::error::z.sh", b"")), "not called")
        self.assertEqual(done.stderr.count("\n"), 1)

    def test_an_artifact_that_is_too_large_is_not_fetched(self):
        self.github.add_artifact(RUN, NAME, b"")
        self.github.artifacts[0]["size_in_bytes"] = 65 * MEGABYTE
        self.refused(None, "larger than")
        self.assertEqual(self.github.elsewhere.headers, [])

    # ---- what is not there

    def test_no_artifact(self):
        self.refused(None, "has none that is called")
        self.github.add_artifact(RUN, NAME, zipped(("a.json", b"{}")), expired=True)
        self.refused(None, "has none that is called")

    def test_no_permission_and_no_run(self):
        self.github.permissions = set()
        self.refused(zipped(("a.json", b"{}")), "actions: read")
        for run in ("", "x", "17/../18", "17\n"):
            self.assertEqual(self.fetch(run=run).returncode, 1)
        self.assertEqual(self.fetch(GITHUB_REPOSITORY="owner").returncode, 1)


if __name__ == "__main__":
    unittest.main()
