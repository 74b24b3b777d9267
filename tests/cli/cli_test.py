#!/usr/bin/env python3
"""Drives the real program as a person does: arguments in; exit code, streams and files out.

    cli_test.py PROGRAM [unittest arguments]
"""

import json
import os
import pty
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from program import BROKEN, FINDINGS, INTERRUPTED, NOW, OK, STORAGE, USAGE, ProgramTest, result  # noqa: E402

ESC = "\x1b"


class Help(ProgramTest):
    def test_help_has_commands_examples_and_exit_codes(self):
        done = self.run_program("--help")
        self.assert_done(done)
        for word in ["build", "check", "init", "Examples:", "Exit codes:", "130", "--color", "--quiet", "--version"]:
            self.assertIn(word, done.stdout)
        self.assertEqual(done.stderr, "")

    def test_help_of_each_command_has_its_options(self):
        options = {"build": ["--archive", "--out", "--config", "--templates", "--jobs", "--now", "--strict"],
                   "check": ["--archive", "--config", "--jobs", "--json"], "init": ["--config"]}
        for command, names in options.items():
            done = self.run_program(command, "--help")
            self.assert_done(done)
            for name in [*names, "--color", "--quiet"]:
                self.assertIn(name, done.stdout, command)

    def test_help_fits_a_terminal(self):
        for arguments in [[], ["build"], ["check"], ["init"], ["upload"], ["publish"], ["serve"]]:
            for line in self.run_program(*arguments, "--help").stdout.splitlines():
                self.assertLessEqual(len(line), 100, line)

    def test_version(self):
        done = self.run_program("--version")
        self.assert_done(done)
        self.assertRegex(done.stdout, r"^benchfolio \d+\.\d+\.\d+\n$")

    def test_a_full_disk_behind_standard_output_is_told(self):
        if not Path("/dev/full").exists():
            self.skipTest("no /dev/full")
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([program.PATH, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assert_error(done, STORAGE, "storage", "standard output")


class Usage(ProgramTest):
    def test_no_command(self):
        self.assert_error(self.run_program(), USAGE, "usage", "no command", "benchfolio build")

    def test_unknown_command_names_the_nearest(self):
        self.assert_error(self.run_program("biuld"), USAGE, "usage", "unknown command `biuld`", "did you mean `build`?")
        self.assert_error(self.run_program("frobnicate"), USAGE, "usage", "unknown command `frobnicate`", "--help")

    def test_unknown_option_names_the_nearest(self):
        done = self.run_program("build", "--arhcive", "x", "--out", "y")
        self.assert_error(done, USAGE, "usage", "unknown option `--arhcive`", "did you mean `--archive`?")
        self.assert_error(self.run_program("check", "--josn"), USAGE, "usage", "did you mean `--json`?")
        self.assert_error(self.run_program("build", "--stirct=1"), USAGE, "usage", "unknown option `--stirct`", "`--strict`")

    def test_what_is_missing_is_named(self):
        self.assert_error(self.run_program("build"), USAGE, "usage", "--archive is missing")
        self.assert_error(self.run_program("build", "--archive", self.archive), USAGE, "usage", "--out is missing")
        self.assert_error(self.run_program("build", "--archive"), USAGE, "usage", "--archive")
        self.assert_error(self.run_program("check"), USAGE, "usage", "--archive is missing")

    def test_a_stray_word_is_refused(self):
        self.assert_error(self.build("results"), USAGE, "usage", "unexpected argument `results`")

    def test_values_out_of_range(self):
        for jobs in ["0", "-1", "many", "1.5", "99999999999"]:
            self.assert_error(self.build(f"--jobs={jobs}"), USAGE, "usage", "--jobs", jobs)
        self.assert_error(self.build("--color", "purple"), USAGE, "usage", "auto, always or never")

    def test_the_time_of_the_build(self):
        for now in ["yesterday", "2026-13-01T00:00:00Z", "1763704800"]:
            done = self.run_program("build", "--archive", self.archive, "--out", self.out, "--now", now)
            self.assert_error(done, USAGE, "usage", "RFC 3339", now)
        for now in ["2026-11-21T06:00:00Z", "2026-11-21T06:00:00+01:00"]:
            self.assert_done(self.run_program("build", "--archive", self.archive, "--out", self.out, "--now", now))

    def test_no_archive(self):
        done = self.run_program("build", "--archive", self.here / "nowhere", "--out", self.out)
        self.assert_error(done, USAGE, "archive", " --> ", "nowhere", "hint: ")
        self.assertFalse(self.out.exists())

    def test_the_site_may_not_lie_in_the_archive(self):
        for out in [self.archive, self.archive / "site", self.archive / "a/../b"]:
            done = self.run_program("build", "--archive", self.archive, "--out", out)
            self.assert_error(done, USAGE, "out", "inside the archive")
        done = self.run_program("build", "--archive", ".", "--out", "site", cwd=self.archive)
        self.assert_error(done, USAGE, "out", "inside the archive")
        self.assert_done(self.run_program("build", "--archive", self.archive, "--out", self.here / "archive-site"))


class Configuration(ProgramTest):
    def configured(self, text, *arguments):
        config = self.here / "conf.toml"
        config.write_text(text, encoding="utf-8")
        return self.build("--config", config, *arguments)

    def test_an_unknown_key_has_line_and_nearest_name(self):
        done = self.configured("[site]\ntitel = 'x'\n")
        self.assertEqual(done.returncode, USAGE)
        lines = done.stderr.splitlines()
        self.assertEqual(lines[0], "error[config]: unknown key `site.titel`")
        self.assertEqual(lines[1], f" --> {self.here / 'conf.toml'}:2:1")
        self.assertEqual(lines[2], "hint: did you mean `title`?")
        self.assertFalse(self.out.exists())

    def test_broken_toml_and_wrong_types_have_their_line(self):
        self.assert_error(self.configured("[site\n"), USAGE, "config", "conf.toml:1:")
        self.assert_error(self.configured("[site]\n\ntitle = 3\n"), USAGE, "config", "conf.toml:3:9", "must be a string")

    def test_a_missing_file_is_an_error_only_when_named(self):
        self.assert_error(self.build("--config", "nowhere.toml"), USAGE, "config", "nowhere.toml", "benchfolio init")
        self.assert_error(self.build("--config", self.here), USAGE, "config", "it is a folder")
        done = self.build()
        self.assert_done(done)
        self.assertIn("configuration: defaults", done.stderr)

    def test_the_file_in_the_working_folder_is_found_and_named(self):
        (self.here / "benchfolio.toml").write_text("[site]\ntitle = 'Found it'\n", encoding="utf-8")
        done = self.build()
        self.assert_done(done)
        self.assertIn("configuration: benchfolio.toml", done.stderr)
        self.assertIn(b"Found it", self.site_files()["index.html"])

    def test_init_writes_a_reference_that_the_program_accepts(self):
        done = self.run_program("init")
        self.assert_done(done)
        self.assertIn("wrote benchfolio.toml", done.stdout)
        done = self.check()
        self.assert_done(done)
        self.assertIn("benchfolio.toml", done.stdout)

    def test_init_never_overwrites(self):
        (self.here / "benchfolio.toml").write_text("mine", encoding="utf-8")
        self.assert_error(self.run_program("init"), USAGE, "init", "benchfolio.toml", "--config")
        self.assertEqual((self.here / "benchfolio.toml").read_text(encoding="utf-8"), "mine")
        self.assert_done(self.run_program("init", "--config", "other.toml"))
        self.assertTrue((self.here / "other.toml").exists())

    def test_init_where_nothing_can_be_written(self):
        self.assert_error(self.run_program("init", "--config", "no/such/folder.toml"), STORAGE, "storage", "no/such/folder.toml")

    def test_a_template_that_names_an_unknown_value_has_file_and_line(self):
        templates = self.here / "own"
        templates.mkdir()
        (templates / "404.html").write_text("<h1>x</h1>\n{{NO_SUCH_VALUE}}\n", encoding="utf-8")
        done = self.build("--templates", templates)
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn("404.html:2", done.stderr)
        self.assertFalse(self.out.exists())


class Building(ProgramTest):
    def test_an_empty_archive_is_a_site_that_says_so(self):
        self.assert_done(self.build())
        self.assertIn("index.html", self.site_files())
        self.assertEqual(json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))["runs"], [])

    def test_two_files_are_a_site(self):
        self.add_runs(2)
        done = self.build()
        self.assert_done(done)
        for word in ["pages", "runs       2 on 1 CPU", "file://", "index.html"]:
            self.assertIn(word, done.stdout)
        index = json.loads((self.out / "data/index.json").read_text(encoding="utf-8"))
        data = json.loads((self.out / index["benchmarks"][0]["data"]).read_text(encoding="utf-8"))
        self.assertEqual(data["series"][0]["estimate"], [0.001001, 0.001002])
        self.assertEqual(data["series"][0]["n"], [5, 5])

    def test_strict_exits_3_after_writing_the_site(self):
        self.add_runs(2)
        self.add("broken.json", b'{"machine_info": {')
        done = self.build("--strict")
        self.assert_error(done, BROKEN, "broken", "broken.json", "rejected")
        self.assertIn("index.html", self.site_files())
        self.assertIn("1 broken", done.stdout)
        self.assert_done(self.build())

    def test_foreign_files_do_not_count_under_strict(self):
        self.add_runs(2)
        self.add("packages.json", [{"name": "numpy", "version": "1.26"}])
        done = self.build("--strict")
        self.assert_done(done)
        self.assertIn("1 foreign", done.stdout)

    def test_every_file_is_accounted_for(self):
        self.add_runs(3)
        self.add("copy/0001.json", (self.archive / "0001.json").read_bytes())
        self.add("cut.json", (self.archive / "0002.json").read_bytes()[:200])
        self.add("none.json", b"")
        self.add("other.json", {"hello": "world"})
        self.add("not-utf8.json", b'{"a": "\xff"}')
        os.symlink(self.here / "nowhere.json", self.archive / "dangling.json")
        self.assert_done(self.build())
        runs = json.loads((self.out / "data/runs.json").read_text(encoding="utf-8"))
        listed = [entry["file"] for key in ("runs", "rejected", "duplicates") for entry in runs[key]]
        self.assertEqual(sorted(listed), sorted(str(p.relative_to(self.archive)) for p in self.archive.rglob("*.json")))
        kinds = {entry["file"]: entry["kind"] for entry in runs["rejected"]}
        self.assertEqual(kinds["other.json"], "foreign")
        self.assertEqual(kinds["cut.json"], "broken")

    def test_the_number_of_jobs_changes_no_byte(self):
        self.add_runs(12)
        self.add("x/other.json", result(20, cpu="Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz"))
        self.add("broken.json", b"{")
        sites = []
        for jobs in ["1", "2", "5"]:
            out = self.here / f"site-{jobs}"
            self.assert_done(self.run_program("build", "--archive", self.archive, "--out", out, "--now", NOW, "--jobs", jobs))
            sites.append(self.site_files(out))
        self.assertEqual(sites[0], sites[1])
        self.assertEqual(sites[0], sites[2])

    def test_a_foreign_folder_is_refused_and_left_alone(self):
        self.out.mkdir()
        (self.out / "thesis.tex").write_text("years of work", encoding="utf-8")
        self.assert_error(self.build(), USAGE, "out", " --> ", "site", "hint: ")
        self.assertEqual(self.site_files(), {"thesis.tex": b"years of work"})

    def test_stale_files_go_other_peoples_stay_unchanged_ones_keep_their_time(self):
        self.add_runs(2)
        self.add("b.json", result(9, name="bench.py::test_b"))
        self.assert_done(self.build())
        before = self.site_files()
        (self.out / "CNAME").write_text("bench.example", encoding="utf-8")
        os.utime(self.out / "site.css", (10**9, 10**9))
        (self.archive / "b.json").unlink()
        done = self.build()
        self.assert_done(done)
        gone = set(before) - set(self.site_files())
        self.assertTrue(any(path.startswith("b/") for path in gone), gone)
        self.assertEqual((self.out / "CNAME").read_text(encoding="utf-8"), "bench.example")
        self.assertEqual((self.out / "site.css").stat().st_mtime, 10**9)
        self.assertIn("1 file of yours kept", done.stdout)
        self.assertEqual(sorted(os.listdir(self.here)), ["archive", "site"])

    def test_two_builds_of_the_same_archive_are_the_same_bytes(self):
        self.add_runs(3)
        self.assert_done(self.build())
        first = self.site_files()
        done = self.build()
        self.assert_done(done)
        self.assertIn("0 changed, 0 removed", done.stderr)
        self.assertEqual(self.site_files(), first)

    def test_a_folder_that_cannot_be_made(self):
        done = self.run_program("build", "--archive", self.archive, "--out", "/proc/benchfolio/site")
        self.assert_error(done, STORAGE, "storage", "/proc/benchfolio")


class Stopping(ProgramTest):
    def slow_build(self):
        """A build that waits for a pipe in the place of its configuration's end is no build; so: many files, one thread."""
        big = result(1)
        big["benchmarks"] = [dict(big["benchmarks"][0], fullname=f"bench.py::test_{i}") for i in range(400)]
        for day in range(1, 29):
            big["datetime"] = f"2026-02-{day:02}T02:00:00"
            self.add(f"big-{day}.json", big)
        return [program.PATH, "build", "--archive", str(self.archive), "--out", str(self.out), "--now", NOW, "--jobs", "1"]

    def stop(self, with_signal):
        self.add_runs(1)
        self.assert_done(self.build())
        before = self.site_files()
        command = self.slow_build()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=self.environment()) as process:
            deadline = time.monotonic() + 60
            while not list(self.here.glob(".site.benchfolio-tmp-*")) and time.monotonic() < deadline and process.poll() is None:
                time.sleep(.001)
            process.send_signal(with_signal)
            _, stderr = process.communicate(timeout=120)
        self.assertNotEqual(process.returncode, OK, "it was over too soon to stop it")
        self.assertEqual(self.site_files(), before)
        return process.returncode, stderr

    def test_a_killed_build_leaves_the_old_site_and_the_next_one_clears_up(self):
        self.stop(signal.SIGKILL)
        self.assert_done(self.build())
        self.assertEqual(sorted(os.listdir(self.here)), ["archive", "site"])

    def test_an_interrupted_build_exits_130_and_leaves_no_trace(self):
        code, stderr = self.stop(signal.SIGINT)
        self.assertEqual(code, INTERRUPTED)
        self.assertIn("error[interrupted]: ", stderr)
        self.assertEqual(sorted(os.listdir(self.here)), ["archive", "site"])


class Streams(ProgramTest):
    def on_terminal(self, *arguments, env=()):
        """stderr is a terminal, stdout too; returns what came on it."""
        try:
            master, slave = pty.openpty()
        except OSError as error:  # a container without /dev/pts
            self.skipTest(f"this machine has no pseudo-terminals: {error}")
        environment = self.environment({"TERM": "xterm"} | dict(env))
        with subprocess.Popen([program.PATH, *map(str, arguments)], stdout=slave, stderr=slave, env=environment, cwd=self.here) as process:
            os.close(slave)
            text = b""
            while True:
                try:
                    chunk = os.read(master, 4096)
                except OSError:
                    break
                if not chunk:
                    break
                text += chunk
        os.close(master)
        return text.decode()

    def test_results_on_stdout_one_line_a_phase_on_stderr(self):
        self.add_runs(2)
        done = self.build()
        phases = [line.split()[0] for line in done.stderr.splitlines()]
        self.assertEqual(phases, ["configuration:", "reading", "analysing", "rendering", "publishing"])
        self.assertNotIn("reading", done.stdout)
        self.assertNotIn("\r", done.stderr)

    def test_quiet_leaves_results_and_errors(self):
        self.add_runs(2)
        done = self.build("--quiet")
        self.assertEqual(done.stderr, "")
        self.assertIn("index.html", done.stdout)
        self.assert_error(self.run_program("--quiet", "biuld"), USAGE, "usage")

    def test_no_escape_sequences_in_a_pipe(self):
        self.add_runs(2)
        self.add("broken.json", b"{")
        for done in [self.build("--strict"), self.check(), self.run_program("biuld")]:
            self.assertNotIn(ESC, done.stdout + done.stderr)

    def test_colour_on_a_terminal_unless_no_color_or_dumb(self):
        self.assertIn(ESC, self.on_terminal("biuld"))
        self.assertNotIn(ESC, self.on_terminal("biuld", env={"NO_COLOR": "1"}))
        self.assertNotIn(ESC, self.on_terminal("biuld", env={"TERM": "dumb"}))
        self.assertNotIn(ESC, self.on_terminal("--color", "never", "biuld"))
        self.assertIn(ESC, self.on_terminal("--color", "always", "biuld", env={"NO_COLOR": "1"}))
        self.assertIn(ESC, self.run_program("--color=always", "biuld").stderr)

    def test_a_bar_on_a_terminal_without_escape_sequences_under_no_color(self):
        self.add_runs(5)
        text = self.on_terminal("build", "--archive", self.archive, "--out", self.out, env={"NO_COLOR": "1"})
        self.assertIn("\rreading", text)
        self.assertNotIn(ESC, text)


class Checking(ProgramTest):
    def test_it_reports_and_writes_nothing(self):
        self.add_runs(3)
        self.add("foreign.json", {"a": 1})
        before = sorted(self.here.rglob("*"))
        done = self.check()
        self.assert_done(done)
        for word in ["runs           3", "EPYC 7763", "[cpu.colours]", '"AMD EPYC 7763 64-Core Processor" = ',
                     "foreign.json", "no problems"]:
            self.assertIn(word, done.stdout)
        self.assertEqual(sorted(self.here.rglob("*")), before)

    def test_broken_files_are_problems(self):
        self.add_runs(1)
        self.add("cut.json", b'{"benchmarks": [')
        done = self.check()
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn("problem[broken]: ", done.stdout)
        self.assertIn("cut.json", done.stdout)

    def test_patterns_that_match_nothing_are_problems(self):
        self.add_runs(1)
        (self.here / "benchfolio.toml").write_text("[cpu]\nhide = ['*E5-26*']\n[aliases]\n'gone*' = 'here*'\n", encoding="utf-8")
        done = self.check()
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn("`cpu.hide`: no CPU matches `*E5-26*`", done.stdout)
        self.assertIn("`aliases`: no benchmark matches `gone*`", done.stdout)

    def test_its_colour_block_is_a_configuration_that_changes_nothing(self):
        self.add_runs(2)
        self.add("x.json", result(9, cpu='Odd "CPU" \\ Ω'))
        block = self.check().stdout.split("[cpu.colours]")[1].split("\n\n")[0]
        (self.here / "benchfolio.toml").write_text("[cpu.colours]" + block + "\n", encoding="utf-8")
        done = self.check()
        self.assert_done(done)
        self.assertIn("[cpu.colours]" + block, done.stdout)

    def test_results_of_one_commit_in_two_folders_suggest_a_pattern(self):
        for day in (1, 2):
            self.add(f"fast/{day}.json", result(day, commit="ab" * 20))
            self.add(f"slow/{day}.json", result(day + 5, commit="ab" * 20))
        done = self.check()
        self.assert_done(done)
        self.assertIn("suggestion[folders]", done.stdout)
        self.assertIn('path_pattern = "{suite}/{**}"', done.stdout)
        (self.here / "benchfolio.toml").write_text(
            '[archive]\npath_pattern = "{suite}/{**}"\ndimensions = ["cpu", "suite"]\n', encoding="utf-8")
        self.assertNotIn("suggestion", self.check().stdout)

    def test_the_report_as_json(self):
        self.add_runs(2)
        self.add("cut.json", b"{")
        self.add("foreign.json", {"a": 1})
        done = self.check("--json")
        self.assertEqual(done.returncode, FINDINGS)
        report = json.loads(done.stdout)
        self.assertEqual(report["schema_version"], 1)
        self.assertEqual(report["counts"]["runs"], 2)
        self.assertEqual(report["counts"]["broken"], 1)
        self.assertEqual({entry["file"] for entry in report["rejected"]}, {"cut.json", "foreign.json"})
        self.assertEqual([finding["kind"] for finding in report["findings"]], ["problem"])

    def test_an_empty_archive_has_no_problems(self):
        self.assert_done(self.check())


if __name__ == "__main__":
    program.main()
