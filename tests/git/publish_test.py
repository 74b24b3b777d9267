#!/usr/bin/env python3
"""Publishes sites to real repositories on this disk, and looks at what is on their branches afterwards.

    publish_test.py PROGRAM [unittest arguments]
"""

import fcntl
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import lab
from lab import BENCHMARKS, INTERRUPTED, MANIFEST, OK, STORAGE, USAGE, Lab, fingerprint, site_files, write_site

MAKE_ARCHIVE = Path(__file__).resolve().parent.parent / "make_archive.py"


class Branch(Lab):
    """What is on the branch afterwards."""

    def test_first_publication_makes_the_branch(self):
        done = self.published()
        self.assert_holds_site(site_files())
        self.assertEqual(self.paths(), sorted([*site_files(), ".nojekyll", MANIFEST]))
        self.assertEqual(self.at_remote("log", "--format=%an <%ae>|%cn|%s", "gh-pages"),
                         "Tess <tess@example.org>|Tess|Tests: newest run 2026-11-20T02:00:00Z")
        self.assertIn(f"commit     {self.tip()}\n", done.stdout)
        self.assertIn("files      6: 6 added, 0 changed, 0 removed\n", done.stdout)

    def test_second_publication_replaces_the_first_without_history(self):
        self.published()
        first = self.tip()
        files = site_files(BENCHMARKS[:3], **{"index.html": "new home\n", "run__one.html": "run\n"})
        done = self.published(site=write_site(self.site, files))
        self.assert_holds_site(files)
        self.assertEqual(self.paths(), sorted([*files, ".nojekyll", MANIFEST]))
        self.assertNotEqual(self.tip(), first)
        self.assertIn("files      6: 1 added, 2 changed, 1 removed\n", done.stdout)

    def test_the_same_site_is_not_pushed_again(self):
        self.published()
        first = self.tip()
        done = self.published()
        self.assertEqual(self.tip(), first)
        self.assertIn("nothing: the branch holds this site already", done.stdout)

    def test_the_list_of_files_stays_as_it_is_when_files_change(self):
        self.published()
        listed = self.at_remote("rev-parse", f"gh-pages:{MANIFEST}")
        self.assertEqual(json.loads(self.content(MANIFEST))["files"], dict.fromkeys(site_files()))
        self.published(site=write_site(self.site, site_files(**{"index.html": "a new home, longer than the old one\n"})))
        self.assertEqual(self.at_remote("rev-parse", f"gh-pages:{MANIFEST}"), listed)

    def test_a_site_that_was_taken_from_the_branch_is_whole(self):
        self.published()
        self.git("clone", "--quiet", "--branch", "gh-pages", self.remote, self.here / "clone")
        self.assertIn("nothing: the branch holds this site already", self.published(site=self.here / "clone").stdout)
        (self.here / "clone/index.html").unlink()
        self.assert_refused(self.publish(site=self.here / "clone"), USAGE, "site", "1 of 6 files missing")

    def test_history_goes_even_where_the_files_are_the_same(self):
        self.published()
        self.others_push({"note": "x"})
        self.assertNotEqual(self.at_remote("log", "--format=%P", "gh-pages"), "")
        self.assertIn("commit     ", self.published().stdout)
        self.assert_holds_site(site_files() | {"note": "x"})

    def test_other_peoples_files_stay_as_they_are(self):
        submodule = "1" * 40
        theirs = {"CNAME": "bench.example\n", "docs/a/index.html": "docs\n", "b/mine.txt": "mine\n",
                  "tool.sh": ("100755", "#!/bin/sh\n"), "link": ("120000", "docs/a"), "vendor": ("160000", submodule)}
        self.others_push(theirs)
        listing = self.at_remote("ls-tree", "-r", "gh-pages")
        for _ in range(2):
            done = self.published("--date", "2026-01-01T00:00:00Z")
            self.assertIn("kept       6 files that benchfolio did not write", done.stdout)
            after = self.at_remote("ls-tree", "-r", "gh-pages")
            self.assertTrue(set(listing.splitlines()) <= set(after.splitlines()), after)

    def test_files_with_unusual_names(self):
        names = ["with space.html", 'quo"te.html', "back\\slash.html", "ünï—codé.html", "-dash", "100%25+&<'>#?.html",
                 "tab\there", "line\nend", "*", "$HOME", "a" * 200]
        files = site_files() | {f"odd/{name}": name for name in names}
        self.published(site=write_site(self.site, files))
        self.assertTrue({f"odd/{name}" for name in names} <= set(self.paths()))
        self.published(site=write_site(self.site, site_files()))
        self.assertEqual(self.paths(), sorted([*site_files(), ".nojekyll", MANIFEST]))

    def test_a_removed_file_of_ours_that_others_replaced_is_theirs(self):
        self.published(site=write_site(self.site, site_files(old="x\n", gone="y\n")))
        self.others_push({"old/keep.txt": "theirs", "gone": ("120000", "CNAME")})
        self.published(site=write_site(self.site, site_files()))
        self.assertIn("old/keep.txt", self.paths())
        self.assertIn("gone", self.paths())

    def test_a_file_takes_the_place_of_our_folder_and_back(self):
        as_folder, as_file = site_files(part__a="a\n", part__b="b\n"), site_files(part="c\n")
        for files in (as_folder, as_file, as_folder):
            self.published(site=write_site(self.site, files))
            self.assert_holds_site(files)

    def test_sha256_repositories(self):
        self.remote = self.here / "sha256.git"
        self.git("init", "--bare", "--object-format=sha256", self.remote)
        other = self.here / "other"
        self.git("init", "--object-format=sha256", other)
        self.git("commit", "--allow-empty", "-m", "x", cwd=other)
        self.git("push", self.remote, "HEAD:main", cwd=other)
        for files in (site_files(), site_files(more="x\n")):
            self.published("--remote", self.remote, site=write_site(self.site, files))
            self.assert_holds_site(files)


class OthersInTheWay(Lab):
    """Files that benchfolio did not write, where the site has one."""

    def check(self, theirs, *named):
        commit = self.others_push(theirs)
        done = self.assert_refused(self.publish(), USAGE, "foreign", "--adopt", *named)
        self.assertEqual(self.tip(), commit)
        self.published("--adopt")
        self.assert_holds_site(site_files())
        return done

    def test_a_file_is_listed_and_refused_unless_adopted(self):
        done = self.check({"index.html": "theirs\n", "b/add.html": "theirs\n", "CNAME": "x\n"},
                          "2 files on `gh-pages`", "b/add.html, index.html")
        self.assertNotIn("CNAME", done.stderr)
        self.assertIn("CNAME", self.paths())

    def test_a_file_where_the_site_has_a_folder(self):
        self.check({"b": "theirs\n"}, "a file on `gh-pages`", ": b\n")

    def test_a_folder_where_the_site_has_a_file(self):
        self.check({"index.html/deep/x": "theirs\n"}, "index.html/deep/x")

    def test_a_link_an_executable_and_a_submodule(self):
        self.check({"index.html": ("120000", "CNAME"), "b/add.html": ("100755", "b/add.html\n"),
                    "b/dot.html": ("160000", "1" * 40)}, "b/add.html, b/dot.html, index.html")

    def test_a_manifest_of_somebody_else(self):
        self.check({MANIFEST: "{}\n"}, MANIFEST)

    def test_equal_bytes_are_in_nobodys_way(self):
        self.others_push({"index.html": "home\n"})
        self.published()

    def test_a_plan_says_what_would_be_adopted(self):
        commit = self.others_push({"index.html": "theirs\n"})
        done = self.published("--adopt", "--dry-run")
        self.assertIn("adopt  index.html\n", done.stdout)
        self.assertEqual(self.tip(), commit)


class Folder(Lab):
    """--path: the site in a folder of the branch."""

    def test_the_site_lies_in_its_folder_and_all_else_stays(self):
        self.others_push({"index.html": "theirs\n", "bench/notes.txt": "theirs\n"})
        self.published("--path", "./bench/")
        files = site_files(BENCHMARKS[:3])
        self.published("--path", "bench", site=write_site(self.site, files))
        self.assert_holds_site(files, folder="bench/")
        self.assertEqual(self.paths(), sorted([f"bench/{name}" for name in [*files, MANIFEST, "notes.txt"]] +
                                              [".nojekyll", "index.html"]))

    def test_a_site_at_the_root_and_one_in_a_folder(self):
        self.published()
        self.published("--path", "dev/bench")
        self.published(site=write_site(self.site, site_files(BENCHMARKS[:3])))
        self.assert_holds_site(site_files(), folder="dev/bench/")
        self.assert_holds_site(site_files(BENCHMARKS[:3]))

    def test_pages_that_jekyll_makes_at_the_root_go_on_being_made(self):
        self.others_push({"_config.yml": "theme: x\n", "index.md": "# theirs\n"})
        done = self.published("--path", "bench")
        self.assertNotIn(".nojekyll", self.paths())
        self.assertIn("no .nojekyll was added", done.stderr)
        self.published()
        self.assertIn(".nojekyll", self.paths())

    def test_a_path_that_leads_out_is_refused(self):
        for path in ("..", "a/../..", "/abs", "a//b", ".git", "a/.GIT/b", "a/./b"):
            self.assert_refused(self.publish("--path", path), USAGE, "path")
        self.assertEqual(self.tip(), "")


class Refused(Lab):
    """Sites and branches that are not published, or not published over."""

    def refused(self, code, *parts, arguments=()):
        before = self.tip()
        self.assert_refused(self.publish(*arguments), USAGE, code, *parts)
        self.assertEqual(self.tip(), before)

    def test_what_is_no_whole_site(self):
        self.assert_refused(self.publish(site="nowhere"), USAGE, "site", "no such folder")
        (self.site / "b/add.html").write_text("longer than it was\n")
        self.refused("site", "1 of 6 files", "b/add.html")
        (self.site / "b/add.html").unlink()
        (self.site / "b/add.html").symlink_to("dot.html")
        self.refused("site", "1 of 6 files", "b/add.html")
        (self.site / MANIFEST).write_text("{}")
        self.refused("site", "damaged")
        (self.site / MANIFEST).unlink()
        self.refused("site", "not finished")

    def test_an_empty_site(self):
        write_site(self.site, site_files(()))
        self.refused("site", "empty")
        write_site(self.site, {})
        self.refused("site", "empty")

    def test_a_site_that_lost_too_many_benchmarks(self):
        self.published()
        write_site(self.site, site_files(["add"]))
        self.refused("shrunken", "3 of the 4 benchmarks", "--largest-loss")
        self.refused("shrunken", "3 of the 4", arguments=["--largest-loss", "0.74"])
        self.published("--largest-loss", "0.75")
        self.assert_holds_site(site_files(["add"]))

    def test_a_loss_within_bounds_and_a_stricter_bound(self):
        self.published()
        write_site(self.site, site_files(BENCHMARKS[:3]))
        self.refused("shrunken", "1 of the 4", arguments=["--largest-loss", "0"])
        self.published()

    def test_renamed_benchmarks_are_lost_ones(self):
        self.published()
        write_site(self.site, site_files([f"new_{name}" for name in BENCHMARKS]))
        self.refused("shrunken", "4 of the 4 benchmarks")

    def test_branches_where_work_is_done(self):
        self.refused("branch", "checked out", arguments=["--branch", "main"])
        self.git("checkout", "--detach")
        self.refused("branch", "default branch", arguments=["--branch", "main", "--adopt"])
        dev = self.others_push({"code.c": "int x;\n"}, "dev")
        self.refused("branch", "its history would go", arguments=["--branch", "dev"])
        self.assertEqual(self.tip("dev"), dev)
        self.published("--branch", "dev", "--adopt")
        self.assertIn("code.c", self.paths("dev"))

    def test_a_built_site_among_the_sources_makes_no_pages_branch(self):
        self.git("checkout", "--detach")
        manifest = (self.site / MANIFEST).read_text()
        main = self.others_push({f"docs/{MANIFEST}": manifest}, "main")
        self.refused("branch", "default branch", arguments=["--branch", "main", "--path", "docs"])
        self.assertEqual(self.tip("main"), main)

    def test_a_repository_that_is_pages_alone(self):
        self.published("--branch", "pages")
        self.at_remote("symbolic-ref", "HEAD", "refs/heads/pages")
        files = site_files(more="x\n")
        self.published("--branch", "pages", site=write_site(self.site, files))
        self.assert_holds_site(files, "pages")

    def test_names_that_are_none(self):
        for name in ("a..b", "refs/heads/gh-pages", "-f", "HEAD", "a b", "x.lock", "a:b"):
            self.refused("branch", "no branch's name", arguments=[f"--branch={name}"])


class Commit(Lab):
    """Author, date, message."""

    def test_the_same_site_and_date_make_the_same_commit(self):
        arguments = ["--date", "2026-11-20T06:00:00+02:00", "--author", "Ada L. <ada@example.org>", "--message", "Nightly\n\nbody"]
        self.published(*arguments)
        other = self.here / "other.git"
        self.git("init", "--bare", other)
        self.published(*arguments, "--remote", other)
        self.assertEqual(self.git("--git-dir", other, "rev-parse", "gh-pages"), self.tip())
        self.assertEqual(self.at_remote("log", "--format=%an|%ae|%at|%ct|%cn|%B", "gh-pages").rstrip(),
                         "Ada L.|ada@example.org|1795147200|1795147200|Tess|Nightly\n\nbody")

    def test_without_any_name_it_is_benchfolios(self):
        self.settings.write_text("")
        self.published()
        self.assertEqual(self.at_remote("log", "--format=%an|%cn", "gh-pages"), "benchfolio|benchfolio")

    def test_the_names_of_a_job(self):
        job = {"GIT_AUTHOR_NAME": "bot", "GIT_AUTHOR_EMAIL": "bot@example.org", "GIT_AUTHOR_DATE": "nonsense"}
        self.published(env=job)
        self.assertEqual(self.at_remote("log", "--format=%an <%ae>|%cn", "gh-pages"), "bot <bot@example.org>|Tess")

    def test_what_is_no_author_and_no_date(self):
        for author in ("Ada", "<ada@example.org>", "Ada <a", "Ada <a>\nx <y>", "A <b> <c>"):
            self.assert_refused(self.publish("--author", author), USAGE, "usage", "NAME <MAIL>")
        self.assert_refused(self.publish("--date", "yesterday"), USAGE, "usage", "--date")

    def test_a_dry_run_shows_all_and_pushes_nothing(self):
        self.published()
        first = self.tip()
        write_site(self.site, site_files(BENCHMARKS[1:], more="x\n"))
        done = self.published("--dry-run")
        self.assertEqual(re.findall(r"^(?:add|change|remove) +\S+", done.stdout, re.M),
                         ["remove b/add.html", "change data/index.json", "add    more"])
        self.assertIn("pushed     nothing: this is a dry run", done.stdout)
        self.assertEqual(self.tip(), first)

    def test_what_stays_out_of_the_commit_is_said(self):
        (self.site / "CNAME").write_text("x")
        self.assertIn("note: 1 file in", self.published().stderr)
        self.assertNotIn("CNAME", self.paths())


class Checkout(Lab):
    """The user's checkout: its settings are used, nothing in it is touched."""

    def assert_untouched_by(self, *arguments, **keywords):
        before = fingerprint(self.checkout)
        self.published(*arguments, **keywords)
        self.assertEqual(fingerprint(self.checkout), before)

    def test_nothing_is_touched_in_a_shallow_checkout_at_a_detached_head(self):
        self.git("commit", "--allow-empty", "-m", "more")
        self.git("push", "origin", "main")
        self.checkout = self.here / "job"
        self.git("clone", "--depth=1", f"file://{self.remote}", self.checkout, cwd=self.here)
        self.git("checkout", "--detach")
        (self.checkout / "code.py").write_text("edited\n")
        self.assertTrue((self.checkout / ".git/shallow").exists())
        self.assert_untouched_by()
        self.assert_untouched_by(site=write_site(self.site, site_files(more="x\n")))
        self.assert_holds_site(site_files(more="x\n"))

    def test_from_a_folder_within_from_elsewhere_and_from_a_bare_one(self):
        (self.checkout / "sub").mkdir()
        self.assert_untouched_by(cwd=self.checkout / "sub")
        self.published("--repository", "checkout", cwd=self.here, site=write_site(self.site, site_files(a="a\n")))
        self.git("clone", "--bare", "checkout", "bare.git", cwd=self.here)
        self.git("--git-dir", "bare.git", "remote", "set-url", "origin", "../remote.git", cwd=self.here)
        self.published(cwd=self.here / "bare.git", site=write_site(self.site, site_files(c="c\n")))
        self.assert_holds_site(site_files(c="c\n"))

    def test_without_a_checkout_an_address_or_path_will_do(self):
        (self.here / "empty").mkdir()
        self.published("--remote", "../remote.git", cwd=self.here / "empty")
        self.published("--remote", f"file://{self.remote}", cwd=self.here / "empty")
        self.assert_refused(self.publish(cwd=self.here / "empty"), USAGE, "remote", "no checkout")
        self.assert_refused(self.publish("--repository", "nowhere"), USAGE, "remote", "nowhere")

    def test_a_remote_that_is_none_is_told_with_the_nearest(self):
        self.assert_refused(self.publish("--remote", "orign"), USAGE, "remote", "did you mean `origin`?")
        self.assert_refused(self.publish("--remote=--upload-pack=x"), USAGE, "remote")

    def test_the_surroundings_of_a_hook_and_of_traces_are_not_ours(self):
        self.assert_untouched_by(env={
            "GIT_DIR": str(self.here / "nowhere"), "GIT_INDEX_FILE": "nowhere", "GIT_WORK_TREE": "/nowhere",
            "GIT_QUARANTINE_PATH": "x", "GIT_TRACE": str(self.here / "trace"), "GIT_TRACE2_EVENT": str(self.here / "trace")})
        self.assertFalse((self.here / "trace").exists())
        self.assert_holds_site(site_files())

    def test_rules_for_other_pushes_are_not_for_this_one(self):
        for key, value in {"remote.origin.mirror": "true", "remote.origin.push": "refs/heads/*", "push.followTags": "true",
                           "push.gpgSign": "true", "core.hooksPath": "../hooks", "commit.gpgSign": "true"}.items():
            self.git("config", key, value)
        (self.here / "hooks").mkdir()
        (self.here / "hooks/pre-push").write_text("#!/bin/sh\nexit 1\n")
        (self.here / "hooks/pre-push").chmod(0o755)
        self.git("tag", "-a", "v1", "-m", "v1")
        self.assert_untouched_by()
        self.assertEqual(self.at_remote("for-each-ref", "--format=%(refname)"), "refs/heads/gh-pages\nrefs/heads/main")

    def test_addresses_are_rewritten_as_the_user_says(self):
        self.git("remote", "set-url", "origin", "pages:remote.git")
        self.git("config", "--global", f"url.{self.here}/.insteadOf", "pages:")
        self.assertIn(f"remote     {self.remote}\n", self.published().stdout)

    def test_a_build_at_work_on_the_site_is_not_published(self):
        with open(self.here / ".site.benchfolio-lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_refused(self.publish(), STORAGE, "busy")
        self.published()


class Trouble(Lab):
    """Remotes that refuse, races, and programs that are not there."""

    def hook(self, name, script):
        path = self.remote / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)

    def moving(self, times):
        """Shell that, so many times, gives the branch a new tip with a CNAME: somebody else's push, in an instant."""
        self.published()
        tree = self.git("rev-parse", self.others_push({"CNAME": "raced\n"}) + "^{tree}")
        self.published()
        write_site(self.site, site_files(more="x\n"))
        counter = self.here / "count"
        return (f'echo x >> "{counter}"; count=$(wc -l < "{counter}")\n'
                'unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n'
                'export GIT_COMMITTER_NAME=a GIT_AUTHOR_NAME=a EMAIL=a@b\n'
                f'[ "$count" -gt {times} ] ||\n'
                f'git update-ref refs/heads/gh-pages "$(git commit-tree -m "theirs $count" {tree})"\n')

    def assert_theirs(self, message):
        self.assertEqual(self.at_remote("log", "--format=%s", "gh-pages"), message)
        self.assertEqual(self.content("CNAME"), "raced\n")
        self.assertNotIn("more", self.paths())

    def test_a_push_that_another_beat_is_repeated_once_from_the_fetch_on(self):
        self.hook("pre-receive", self.moving(1))
        done = self.published()
        self.assert_holds_site(site_files(more="x\n") | {"CNAME": "raced\n"})
        self.assertEqual(done.stderr.count("fetching"), 2)

    def test_beaten_twice_is_an_error_and_the_branch_is_theirs(self):
        self.hook("pre-receive", self.moving(2))
        self.assert_refused(self.publish(), STORAGE, "race", "another push came first, twice")
        self.assert_theirs("theirs 2")

    def test_a_lease_that_no_longer_holds(self):
        script = self.here / "receive"
        script.write_text("#!/bin/sh\nexport GIT_DIR=\"$1\"\n" + self.moving(2) + "unset GIT_DIR\nexec git receive-pack \"$@\"\n")
        script.chmod(0o755)
        self.git("config", "remote.origin.receivepack", script)
        self.assert_refused(self.publish(), STORAGE, "race", "twice", "stale info")
        self.assert_theirs("theirs 2")

    def test_a_rule_of_the_remote(self):
        self.hook("pre-receive", "echo 'GH006: Protected branch update failed'\nexit 1\n")
        self.assert_refused(self.publish(), STORAGE, "remote", "pre-receive hook declined", "GH006: Protected branch",
                            "force-pushed")
        self.assertEqual(self.tip(), "")

    def test_remotes_that_are_not_there(self):
        self.assert_refused(self.publish("--remote", f"file://{self.here}/none.git"), STORAGE, "remote",
                            "does not appear to be a git repository", "check the address")
        self.assert_refused(self.publish("--remote", "http://127.0.0.1:9/x.git"), STORAGE, "network", "network is back")

    def fake_git(self, script):
        folder = self.here / "bin"
        folder.mkdir(exist_ok=True)
        (folder / "git").write_text("#!/bin/sh\n" + script)
        (folder / "git").chmod(0o755)
        return {"PATH": str(folder)}

    def test_no_git_and_an_old_git(self):
        (self.here / "none").mkdir()
        self.assert_refused(self.publish(env={"PATH": str(self.here / "none")}), STORAGE, "git", "install git")
        self.assert_refused(self.publish(env=self.fake_git("echo git version 2.31.9\n")), STORAGE, "git", "2.32", "2.31.9")

    def test_what_a_killed_run_left_is_cleared_and_nothing_else(self):
        for name in ("dead", "used", "others"):
            (self.temporary / f"benchfolio-publish-{name}").mkdir()
            (self.temporary / f"benchfolio-publish-{name}/file").write_text("x")
        for name in ("dead", "used"):
            (self.temporary / f"benchfolio-publish-{name}/.benchfolio-private").touch()
        used = os.open(self.temporary / "benchfolio-publish-used", os.O_RDONLY)
        fcntl.flock(used, fcntl.LOCK_EX)
        self.assertEqual(self.publish().returncode, OK)
        os.close(used)
        self.assertEqual(sorted(os.listdir(self.temporary)), ["benchfolio-publish-others", "benchfolio-publish-used"])

    def test_an_interrupt_ends_git_and_leaves_nothing(self):
        script = self.here / "receive"
        script.write_text('#!/bin/sh\necho $$ > "$1.pid"\nexec sleep 60\n')
        script.chmod(0o755)
        self.git("config", "remote.origin.receivepack", str(script))
        for number in (signal.SIGINT, signal.SIGTERM):
            pid = self.here / "remote.git.pid"
            pid.unlink(missing_ok=True)
            with subprocess.Popen([lab.PROGRAM, "publish", "--site", self.site], cwd=self.checkout, text=True,
                                  env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
                deadline = time.monotonic() + 60
                while not (pid.exists() and pid.read_text()) and time.monotonic() < deadline:
                    time.sleep(0.01)
                running.send_signal(number)
                _, complaint = running.communicate(timeout=60)
            os.kill(int(pid.read_text()), signal.SIGKILL)  # the far end is not ours to stop
            self.assertEqual(running.returncode, INTERRUPTED, complaint)
            self.assertIn("either the old or the new", complaint)
            self.assert_tidy()
        self.assertEqual(self.tip(), "")


class Size(Lab):
    """How much is sent, and how long it takes."""

    def pushed_bytes(self, done):
        number, unit = re.search(r"^pushed +([\d.]+) (\w+)$", done.stdout, re.M).groups()
        return float(number) * {"B": 1, "kB": 1e3, "MB": 1e6}[unit]

    def test_another_line_in_each_of_300_pages_is_sent_as_deltas(self):
        chance = random.Random(1)
        pages = {f"data/b/bench-{chance.randrange(1 << 32):08x}.json": "".join(f"{chance.random()}\n" for _ in range(400))
                 for _ in range(300)}
        first = self.published(site=write_site(self.site, site_files() | pages))
        grown = {name: text + f"{chance.random()}\n" for name, text in pages.items()}
        second = self.published(site=write_site(self.site, site_files() | grown))
        whole = sum(map(len, grown.values()))
        print(f"300 pages, {whole} bytes: {self.pushed_bytes(first):.0f} B pushed, then {self.pushed_bytes(second):.0f} B")
        self.assertGreater(self.pushed_bytes(first), whole / 10)
        self.assertLess(self.pushed_bytes(second), whole / 50)
        self.assertLess(self.pushed_bytes(second), self.pushed_bytes(first) / 10)
        self.assert_holds_site(site_files() | grown)

    def test_files_of_the_same_name_in_other_folders_are_sent_as_deltas_too(self):
        chance = random.Random(2)
        plots = {f"plots/{folder}/bench-{number:08x}.svg": "".join(f"{chance.random()}\n" for _ in range(400))
                 for number in range(30) for folder in ("history", "recent", "within")}
        self.published(site=write_site(self.site, site_files() | plots))
        grown = {name: text + f"{chance.random()}\n" for name, text in plots.items()}
        second = self.published(site=write_site(self.site, site_files() | grown))
        self.assertLess(self.pushed_bytes(second), sum(map(len, grown.values())) / 20)
        self.assert_holds_site(site_files() | grown)

    def test_a_real_site_and_one_more_night(self):
        archive = self.here / "archive"
        subprocess.run([sys.executable, "-B", MAKE_ARCHIVE, archive, "--runs", "41", "--benchmarks", "30", "--jobs", "1"],
                       check=True, capture_output=True)
        newest = max(archive.rglob("*.json"), key=lambda path: path.name.rsplit("_", 2)[1:])
        night = newest.read_bytes()
        newest.unlink()
        self.build(archive)
        first = self.published()
        newest.write_bytes(night)
        self.build(archive)
        second = self.published()
        whole = sum(path.stat().st_size for path in self.site.rglob("*") if path.is_file())
        print(f"a site of {whole} bytes: {self.pushed_bytes(first):.0f} B pushed, one night later {self.pushed_bytes(second):.0f} B")
        self.assertLess(self.pushed_bytes(second), whole / 10)
        self.assertNotEqual(self.pushed_bytes(second), 0)

    def build(self, archive):
        if not (self.site / "run").exists():
            shutil.rmtree(self.site)  # the small one that every test has
        subprocess.run([lab.PROGRAM, "build", "-q", "--no-cache", "--archive", archive, "--out", self.site, "--now",
                        "2026-11-21T06:00:00Z"], check=True, capture_output=True, env=self.environment(), cwd=self.here)

    def test_5000_files(self):
        files = site_files() | {f"run/{i:05}.html": f"page {i}\n" * 200 for i in range(5000)}
        write_site(self.site, files)
        for what in ("first", "one more"):
            began = time.monotonic()
            self.published()
            print(f"5,000 files, {what}: {time.monotonic() - began:.1f} s")
            write_site(self.site, files | {"run/new.html": "x\n"})
        self.assertEqual(len(self.paths()), len(files) + 3)


if __name__ == "__main__":
    lab.main(sys.argv)
