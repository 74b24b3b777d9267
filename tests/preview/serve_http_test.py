#!/usr/bin/env python3
"""`benchfolio serve` asked over plain HTTP, so that machines without a browser test it too. In a browser:
tests/browser/serve_test.py.

    serve_http_test.py PROGRAM [unittest arguments]
"""

import http.client
import os
import pty
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "support"), str(TESTS / "browser")]
import program  # noqa: E402
from preview import PATIENCE, Preview  # noqa: E402
from program import OK, STORAGE, USAGE, ProgramTest, result  # noqa: E402
from server import Server  # noqa: E402

CONFIGURATION = '[site]\ntitle = "{title}"\nbase_url = "https://owner.example/project/"\ntemplates = "templates"\nassets = "assets"\n'
LIVE = "/.benchfolio/"  # stands in every page of a preview, and in no file
OVERLAY = 'id="benchfolio-failure" role="alert"'


class ServeTest(ProgramTest):
    """An archive of three nights, a configuration, folders for templates and assets; nothing is served yet."""

    def setUp(self):
        super().setUp()
        self.add_runs(3)
        self.templates, self.assets, self.temporary = (self.here / name for name in ("templates", "assets", "tmp"))
        for folder in (self.templates, self.assets, self.temporary):
            folder.mkdir()
        self.configure()

    def configure(self, title="Before"):
        self.save(self.here / "benchfolio.toml", CONFIGURATION.format(title=title))

    @staticmethod
    def save(path, text):
        """As editors do: a new file takes the old one's place."""
        new = path.with_name(path.name + ".new~")
        new.write_text(text, encoding="utf-8")
        os.replace(new, path)

    def serve(self, *arguments, archive=None, env=(), **keywords):
        preview = Preview(program.PATH, self.here, "--archive", archive or self.archive, "--now", program.NOW, *arguments,
                          environment=self.environment({"TMPDIR": str(self.temporary), **dict(env)}), **keywords)
        self.addCleanup(preview.close)
        return preview

    def refused(self, *arguments, **keywords):
        """A preview that does not come to be."""
        preview = self.serve(*arguments, ready=False, **keywords)
        code = preview.process.wait(PATIENCE)
        preview.close()
        return code, "".join(preview.complaints)


class Answers(ServeTest):
    def test_the_site_is_served_under_its_own_path(self):
        preview = self.serve()
        self.assertRegex(preview.address, r"^http://127\.0\.0\.1:\d+/project/$")
        self.assertEqual(preview.request("/")[1]["Location"], "/project/")
        self.assertEqual(preview.request("/project")[1]["Location"], "/project/")
        self.assertEqual(preview.request("/project/cpu")[1]["Location"], "/project/cpu/")
        for path, kind in {"": "text/html", "cpu/": "text/html", "site.css": "text/css", "data/runs.json": "application/json"}.items():
            status, headers, _ = preview.request("/project/" + path)
            self.assertEqual((status, headers["Content-Type"], headers["Cache-Control"]), (200, kind + "; charset=utf-8", "no-store"))
        self.assertEqual(preview.request("/project/site.css", "HEAD")[::2], (200, ""))

    def test_what_is_missing_is_the_sites_own_page_of_wrong_addresses(self):
        preview = self.serve()
        for path in ("/project/none.html", "/other/"):
            status, _, page = preview.request(path)
            self.assertEqual(status, 404)
            self.assertIn("No such page", page)
            self.assertIn('href="/project/site.css"', page)

    def test_nothing_outside_of_the_site_is_served(self):
        preview = self.serve()
        for path in ("/project/../../../../../../etc/passwd", "/project/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                     "/project/..%2f..%2f..%2f..%2fetc/passwd", "//etc/passwd", "/project//etc/passwd"):
            with self.subTest(path=path):
                status, _, text = preview.request(path)
                self.assertEqual(status, 404)
                self.assertNotIn("root:", text)

    def test_no_foreign_name_and_no_other_method_is_answered(self):
        preview = self.serve()
        for host in ("example.org", f"rebound.example:{preview.port}", "127.0.0.1.example.org"):
            self.assertEqual(preview.request("/project/", host=host)[0], 403)
        for host in ("localhost", f"localhost:{preview.port}", "127.0.0.1:9999"):
            self.assertEqual(preview.request("/project/", host=host)[0], 200)
        self.assertEqual(preview.request("/project/", "POST")[0], 405)

    def test_pages_reload_themselves_and_no_file_knows(self):
        preview = self.serve()
        self.assertIn(LIVE, preview.text("/project/"))
        for path in ("data/runs.json", "site.js", "site.css"):
            self.assertNotIn(LIVE, preview.text("/project/" + path))
        kept = [path for path in self.temporary.rglob("*") if path.is_file()]
        self.assertGreater(len(kept), 20)
        self.assert_done(self.build())
        for path in [*kept, *self.out.rglob("*")]:
            self.assertFalse(path.is_file() and LIVE.encode() in path.read_bytes(), path)


class Rebuilding(ServeTest):
    def test_a_new_result_is_read_and_no_other(self):
        preview = self.serve()
        self.assertNotIn("2026-01-04", preview.text("/project/data/runs.json"))
        self.add("sub/folder/0004.json", result(4))
        self.assertIn("sub/folder/0004.json", preview.said("rebuilt "))
        self.assertIn("2026-01-04", preview.text("/project/data/runs.json"))
        (self.archive / "sub/folder/0004.json").unlink()
        preview.said("rebuilt ")
        self.assertNotIn("2026-01-04", preview.text("/project/data/runs.json"))

    def test_configuration_template_and_asset_are_taken_up(self):
        preview = self.serve()
        self.configure("After")
        self.assertIn("benchfolio.toml", preview.said("rebuilt "))
        self.assertIn("After", preview.text("/project/"))
        self.save(self.templates / "foot.html", "</main><footer>our foot</footer></body></html>\n")
        self.assertIn("foot.html", preview.said("rebuilt "))
        self.assertIn("our foot", preview.text("/project/"))
        self.save(self.assets / "site.css", "body { color: teal }\n")
        self.assertIn("site.css", preview.said("rebuilt "))
        self.assertEqual(preview.text("/project/site.css"), "body { color: teal }\n")
        (self.assets / "site.css").unlink()
        preview.said("rebuilt ")
        self.assertIn("--bg", preview.text("/project/site.css"))

    def test_a_configuration_that_was_not_there_is_taken_up(self):
        (self.here / "benchfolio.toml").unlink()
        preview = self.serve()
        self.assertTrue(preview.address.endswith(f":{preview.port}/"))
        self.configure("New")
        self.assertIn("/project/", preview.said("serving "))
        self.assertEqual(preview.request("/")[1]["Location"], "/project/")

    def test_editors_files_beside_a_template_are_no_reason_to_complain(self):
        preview = self.serve()
        for name in ("#foot.html#", ".foot.html.swp", "foot.html~"):
            (self.templates / name).write_text("half a")
        self.configure("After")
        preview.said("rebuilt ")
        self.assertNotIn(OVERLAY, preview.text("/project/"))

    def test_enter_reads_a_published_site_again(self):
        """What a contributor does who has no result files, while the nightly job goes on."""
        self.assert_done(self.build())
        published = Server(self.out, "/project/")
        self.addCleanup(published.close)
        person, terminal = pty.openpty()
        self.addCleanup(os.close, person)
        preview = self.serve(archive=published.address, stdin=terminal)
        os.close(terminal)
        self.assertTrue(preview.complained("the archive is not watched: press Enter to read it again"))
        self.assertIn("3 runs", preview.text("/project/"))
        self.add("0004.json", result(4))
        self.assert_done(self.build())
        os.write(person, b"\n")
        self.assertIn("everything", preview.said("rebuilt "))
        self.assertIn("4 runs", preview.text("/project/"))


class Failures(ServeTest):
    def test_a_mistake_is_shown_over_the_last_good_page_until_it_is_mended(self):
        preview = self.serve()
        self.save(self.here / "benchfolio.toml", "[site]\ntitel = '<b>'\n")
        self.assertTrue(preview.complained("hint: did you mean `title`?"))
        page = preview.text("/project/")
        for text in (OVERLAY, "error[config]: unknown key `site.titel`", "--&gt; benchfolio.toml:2:1", "did you mean `title`?", "Before"):
            self.assertIn(text, page)
        self.save(self.templates / "foot.html", "</main></body></html>\n")
        self.assertTrue(preview.complained("hint: did you mean `title`?\nerror[config]"))  # a good template hides no mistake
        self.assertIn(OVERLAY, preview.text("/project/"))
        self.configure("Mended")
        preview.said("rebuilt ")
        page = preview.text("/project/")
        self.assertNotIn(OVERLAY, page)
        self.assertIn("Mended", page)

    def test_a_broken_template_is_told_with_its_place(self):
        preview = self.serve()
        self.save(self.templates / "home.html", "\n{{NO_SUCH_VALUE}}\n")
        self.assertTrue(preview.complained("home.html:2"))
        self.assertIn("home.html:2", preview.text("/project/"))
        (self.templates / "home.html").unlink()
        preview.said("rebuilt ")
        self.assertNotIn(OVERLAY, preview.text("/project/"))

    def test_a_mistake_from_the_beginning_is_all_there_is_until_it_is_mended(self):
        self.save(self.here / "benchfolio.toml", "[sight]\n")
        preview = self.serve()
        status, _, page = preview.request("/project/")
        self.assertEqual(status, 503)
        self.assertIn("unknown key `sight`", page)
        self.configure()
        preview.said("rebuilt ")
        self.assertEqual(preview.request("/project/")[0], 200)

    def test_an_archive_that_goes_away_and_comes_back(self):
        preview = self.serve()
        self.archive.rename(self.here / "away")
        self.assertTrue(preview.complained("no such folder"))
        self.assertIn(OVERLAY, preview.text("/project/"))
        (self.here / "away").rename(self.archive)
        preview.said("rebuilt ")
        self.assertNotIn(OVERLAY, preview.text("/project/"))

    def test_an_archive_that_is_not_there_is_an_error_at_once(self):
        shutil.rmtree(self.archive)
        code, complaints = self.refused()
        self.assertEqual(code, USAGE)
        self.assertIn("error[archive]", complaints)

    def test_two_previews_on_one_port(self):
        code, complaints = self.refused(port=self.serve().port)
        self.assertEqual(code, STORAGE)
        self.assertIn("error[port]", complaints)
        self.assertIn("--port 0", complaints)

    def test_temporary_files_inside_the_archive_are_refused(self):
        code, complaints = self.refused(env={"TMPDIR": str(self.archive)})
        self.assertEqual(code, USAGE)
        self.assertIn("TMPDIR", complaints)
        self.assertEqual(sorted(path.suffix for path in self.archive.iterdir()), [".json"] * 3)


class Ending(ServeTest):
    def test_ctrl_c_ends_it_well_and_leaves_nothing_behind(self):
        preview = self.serve()
        self.assertTrue(any(self.temporary.iterdir()))
        waiting = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
        waiting.request("GET", LIVE + "events")
        self.assertEqual(waiting.getresponse().status, 200)
        self.assertEqual(preview.interrupt(), OK)
        self.assertEqual(list(self.temporary.iterdir()), [])
        waiting.close()

    def test_ctrl_c_while_there_is_only_an_error(self):
        self.save(self.here / "benchfolio.toml", "[sight]\n")
        self.assertEqual(self.serve().interrupt(), OK)
        self.assertEqual(list(self.temporary.iterdir()), [])


class Surroundings(ServeTest):
    def test_open_starts_the_persons_browser(self):
        browser, opened = self.here / "browser", self.here / "opened"
        browser.write_text(f'#!/bin/sh\nprintf %s "$*" > {opened}.new && mv {opened}.new {opened}\n')
        browser.chmod(0o755)
        preview = self.serve("--open", env={"BROWSER": f"{browser} --tab %s:other"})
        self.assertTrue(preview.eventually(opened.exists))
        self.assertEqual(opened.read_text(), f"--tab {preview.address}")

    def test_no_browser_is_no_reason_to_stop(self):
        for command, why in {"/no/such/browser": "/no/such/browser: No such file", "false": "false failed"}.items():
            preview = self.serve("--open", env={"BROWSER": command})
            self.assertTrue(preview.complained("no browser was opened: " + why))
            self.assertEqual(preview.request("/project/")[0], 200)

    def test_more_folders_than_the_system_watches_are_looked_at(self):
        limit = ["unshare", "--user", "--map-root-user", "sh", "-c", 'echo 1 > /proc/sys/user/max_inotify_watches && exec "$@"', "sh"]
        if not shutil.which("unshare") or subprocess.run([*limit, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("the limit cannot be set here")
        wrapper = self.here / "limited"
        wrapper.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in limit) + f" '{program.PATH}' \"$@\"\n")
        wrapper.chmod(0o755)
        preview = Preview(str(wrapper), self.here, "--archive", self.archive, environment=self.environment())
        self.addCleanup(preview.close)
        self.assertTrue(preview.complained("watches no more folders"))
        self.add("sub/0004.json", result(4))
        self.assertIn("0004.json", preview.said("rebuilt "))
        self.assertEqual(preview.interrupt(), OK)


if __name__ == "__main__":
    program.main()
