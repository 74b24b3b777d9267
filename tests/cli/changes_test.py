#!/usr/bin/env python3
"""What changed, and what people say of it: `benchfolio changes`, triage.toml, and the data of the site.

    changes_test.py PROGRAM [unittest arguments]
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import program  # noqa: E402
from program import FINDINGS, NOW, OK, USAGE, ProgramTest, result  # noqa: E402

CPU = "AMD EPYC 7763 64-Core Processor"
OTHER_CPU = "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz"
NAME = "bench.py::test_a"
NIGHTS, FIRST_SLOW = 28, 15
ESC = "\x1b"


def jitter(day):
    """A little noise, the same in every run of the test."""
    return 1 + .002 * (day * 7 % 5)


def night(day, levels, cpu=CPU, commit=None):
    """One run: names of benchmarks with their medians."""
    run = result(day, cpu=cpu, commit=commit)
    run["benchmarks"] = [result(day, median * jitter(day), name=name)["benchmarks"][0] for name, median in levels.items()]
    return run


class ChangesTest(ProgramTest):
    def add_step(self, name=NAME, cpu=CPU, commits=None, slower=1.2):
        """NIGHTS nights of a benchmark that is slower from FIRST_SLOW on, and of one that is steady."""
        for day in range(1, NIGHTS + 1):
            level = 1e-3 * (slower if day >= FIRST_SLOW else 1)
            self.add(f"{cpu[:5].strip()}-{day:04}.json", night(day, {name: level, "bench.py::steady": 2e-3}, cpu,
                                                       commits[day - 1] if commits else None))

    def changes(self, *arguments, now=NOW):
        return self.run_program("changes", "--archive", self.archive, "--now", now, *arguments)

    def listed(self, *arguments):
        done = self.changes("--format", "json", "--quiet", *arguments)
        self.assertEqual(done.returncode, OK, done.stderr)
        document = json.loads(done.stdout)
        self.assertEqual(document["schema_version"], 1)
        return document["changes"]

    def the_change(self, *arguments):
        changes = self.listed(*arguments)
        self.assertEqual(len(changes), 1)
        return changes[0]

    def triage(self, text):
        (self.here / "triage.toml").write_text(text, encoding="utf-8")

    def data(self, path):
        return json.loads((self.out / "data" / path).read_text(encoding="utf-8"))


class Listing(ChangesTest):
    def test_a_change_is_told_with_size_levels_commits_and_id(self):
        self.add_step()
        done = self.changes()
        self.assertEqual(done.returncode, OK, done.stderr)
        change = self.the_change()
        for part in ["1 change in 1 event: 1 regression and 0 improvements.", "15 Jan 2026  0000000..0000000",
                     "▲ +20.", "% slower", "1.00 ms → 1.20 ms", "1 of 1 CPU", "confirmed " + change["id"], NAME,
                     "EPYC 7763"]:
            self.assertIn(part, done.stdout)
        self.assertNotIn("steady", done.stdout)
        self.assertNotIn(ESC, done.stdout)
        self.assertIn(f"{ESC}[1;31m▲", self.changes("--color", "always").stdout)

    def test_the_json_has_every_field_with_its_meaning(self):
        self.add_step()
        change = self.the_change()
        before, after = f"{FIRST_SLOW - 1:02}", f"{FIRST_SLOW:02}"
        self.assertEqual(change["name"], NAME)
        self.assertTrue(change["benchmark"].startswith("bench-py-test-a-"))
        self.assertEqual((change["measure"], change["unit"]), ("time", "s"))
        self.assertTrue(change["testbed"].startswith("amd-epyc-7763"))
        self.assertEqual((change["state"], change["direction"]), ("confirmed", "regression"))
        self.assertAlmostEqual(change["before"], 1.004e-3, delta=3e-6)
        self.assertAlmostEqual(change["ratio"], change["after"] / change["before"], places=6)
        self.assertLess(change["ratio_low"], change["ratio"])
        self.assertLess(change["ratio"], change["ratio_high"])
        self.assertTrue(change["last_run_before"].startswith(f"202601{before}T"))
        self.assertTrue(change["first_run_after"].startswith(f"202601{after}T"))
        self.assertEqual((change["runs_before"], change["runs_after"]), (FIRST_SLOW - 1, NIGHTS - FIRST_SLOW + 1))
        self.assertEqual(change["commits"], {"from": f"{FIRST_SLOW - 1:040x}", "to": f"{FIRST_SLOW:040x}", "count": None})
        self.assertEqual((change["suspects"], change["review"], change["group"]), ([], None, change["id"]))
        self.assertIsNotNone(change["confirmed_by"])
        self.assertIsNone(change["retracted_by"])

    def test_an_id_is_the_digest_of_name_measure_testbed_and_run(self):
        self.add_step()
        change = self.the_change()
        told = "\n".join([NAME, "time", change["testbed"], change["first_run_after"]])
        self.assertEqual(change["id"], hashlib.sha256(told.encode()).hexdigest()[:10])

    def test_the_site_publishes_the_same(self):
        self.add_step()
        self.assert_done(self.run_program("build", "--archive", self.archive, "--out", self.out, "--now", NOW, "--quiet"))
        self.assertEqual(self.changes("--format", "json").stdout, (self.out / "data/changes.json").read_text())
        index = self.data("index.json")
        change = self.data("changes.json")["changes"][0]
        self.assertIn(change["testbed"], [testbed["slug"] for testbed in index["testbeds"]])
        self.assertIn(change["benchmark"], [benchmark["slug"] for benchmark in index["benchmarks"]])
        runs = {run["id"] for run in self.data("runs.json")["runs"]}
        self.assertLessEqual({change["last_run_before"], change["first_run_after"]}, runs)

    def test_two_cpus_that_see_it_agree_and_are_one_event(self):
        self.add_step()
        self.add_step(cpu=OTHER_CPU)
        changes = self.listed()
        self.assertEqual(len(changes), 2)
        self.assertEqual(len({change["group"] for change in changes}), 1)
        self.assertEqual([change["agreement"]["agreeing"] for change in changes], [2, 2])
        self.assertIn("2 changes in 1 event", self.changes().stdout)
        self.assertIn("2 of 2 CPUs", self.changes().stdout)

    def test_another_package_is_a_suspect(self):
        for day in range(1, NIGHTS + 1):
            run = night(day, {NAME: 1.2e-3 if day >= FIRST_SLOW else 1e-3})
            run["machine_info"]["python_version"] = "3.11.2" if day >= FIRST_SLOW else "3.10.4"
            self.add(f"{day}.json", run)
        suspects = [{"name": "python", "before": "CPython 3.10.4", "after": "CPython 3.11.2"}]
        self.assertEqual(self.the_change()["suspects"], suspects)
        self.assertIn("also changed: python CPython 3.10.4 → CPython 3.11.2", self.changes().stdout)

    def test_since_is_a_day_or_a_time(self):
        self.add_step()
        self.assertEqual(len(self.listed("--since", "2026-01-15")), 1)
        self.assertEqual(len(self.listed("--since", "2026-01-15T02:00:00Z")), 1)
        self.assertEqual(len(self.listed("--since", "2026-01-15T02:00:01Z")), 0)
        self.assertEqual(self.changes("--since", "2026-01-16").stdout, "No changes since 16 Jan 2026, 00:00.\n")
        for wrong in ["soon", "2026-13-01", "2026"]:
            done = self.changes("--since", wrong)
            self.assert_error(done, USAGE, "usage", "--since must be a day", "--since 2026-11-20")

    def test_an_empty_archive_has_words(self):
        self.assertEqual(self.changes().stdout, "The archive holds no runs.\n")
        self.assertEqual(self.listed(), [])
        self.assertIn("The archive holds no runs.", self.changes("--format", "markdown").stdout)

    def test_an_archive_of_tags_alone_has_words(self):
        self.add("kind=tag/ref=v1/x.json", result(1, 1e-3))
        self.assertEqual(self.changes().stdout, "1 run in no trend, where no change can be found.\n")

    def test_an_archive_without_changes_has_words(self):
        self.add_step(slower=1)
        self.assertEqual(self.changes().stdout, "No changes.\n")

    def test_an_unknown_format_is_told(self):
        self.assert_error(self.changes("--format", "html"), USAGE, "usage", "text, markdown, json")


class Clone(ChangesTest):
    def git(self, *arguments):
        identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
                    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(["git", "-C", self.here / "project", *arguments], env={**os.environ, **identity},
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def test_a_clone_counts_the_commits_of_a_change(self):
        (self.here / "project").mkdir()
        self.git("init", "-q", "-b", "main")
        commits = []
        for day in range(1, NIGHTS + 1):
            for part in range(3 if day == FIRST_SLOW else 1):
                self.git("commit", "-q", "--allow-empty", "-m", f"{day}.{part}")
            commits.append(self.git("rev-parse", "HEAD"))
        self.add_step(commits=commits)
        commit_range = self.the_change("--repo", self.here / "project")["commits"]
        self.assertEqual(commit_range, {"from": commits[FIRST_SLOW - 2], "to": commits[FIRST_SLOW - 1], "count": 3})
        self.assertIsNone(self.the_change()["commits"]["count"])
        self.assertIn("(3 commits)", self.changes("--repo", self.here / "project").stdout)


class Triage(ChangesTest):
    def setUp(self):
        super().setUp()
        self.add_step()
        self.id = self.the_change()["id"]

    def review(self, more, change=None):
        self.triage(f'[[review]]\nchange = "{change or self.id}"\nreason = "cold cache"\n{more}\n')

    def test_a_review_is_told_everywhere_and_the_change_stays(self):
        self.review('state = "explained"\nissue = "https://example.org/issues/7"')
        review = {"state": "explained", "reason": "cold cache", "issue": "https://example.org/issues/7", "until": None,
                  "place": "triage.toml:1"}
        self.assertEqual(self.the_change()["review"], review)
        told = self.changes().stdout
        self.assertIn("Of these, 1 is reviewed.", told)
        self.assertIn("explained: cold cache (triage.toml:1) https://example.org/issues/7", told)
        self.assertIn("[issue](https://example.org/issues/7)", self.changes("--format", "markdown").stdout)

    def test_what_is_ignored_counts_again_from_its_day_on(self):
        self.review('state = "ignored"\nuntil = 2026-11-22')
        self.assertIn("1 is reviewed", self.changes().stdout)
        self.assertIn("until 22 Nov 2026", self.changes().stdout)
        later = self.changes(now="2026-11-22T00:00:00Z").stdout
        self.assertNotIn("is reviewed", later)
        self.assertIn("expired 22 Nov 2026", later)
        self.assertEqual(self.the_change()["review"]["until"], "2026-11-22")

    def test_a_number_is_an_issue_of_the_repository(self):
        (self.here / "benchfolio.toml").write_text('[site]\nrepository_url = "https://example.org/project"\n')
        self.review('state = "acknowledged"\nissue = "#12"')
        self.assertEqual(self.the_change()["review"]["issue"], "https://example.org/project/issues/12")

    def test_a_file_elsewhere_is_named_by_the_configuration(self):
        (self.here / "lab").mkdir()
        (self.here / "lab/benchfolio.toml").write_text('[triage]\nfile = "decided.toml"\n')
        missing = self.changes("--config", "lab/benchfolio.toml")
        self.assert_error(missing, USAGE, "config", "lab/decided.toml", "benchfolio init --triage")
        self.review('state = "acknowledged"')
        (self.here / "triage.toml").rename(self.here / "lab/decided.toml")
        change = self.the_change("--config", "lab/benchfolio.toml")
        self.assertEqual(change["review"]["place"], "decided.toml:1")
        self.assertIsNone(self.the_change()["review"])

    def test_a_mistake_is_told_with_its_place(self):
        self.review('state = "ignored"')
        self.assert_error(self.changes(), USAGE, "config", "triage.toml:1:1", "needs `until`")
        self.review('stat = "ignored"')
        self.assert_error(self.changes(), USAGE, "config", "triage.toml:4:1", "did you mean `state`?")

    def test_check_tells_rules_of_no_use_and_reviews_that_expired(self):
        check = ["check", "--archive", self.archive]
        self.review('state = "acknowledged"')
        self.assertEqual(self.run_program(*check).returncode, OK)
        self.review('state = "acknowledged"', change="0123456789")
        done = self.run_program(*check)
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn("problem[triage]: the review matches no change\n --> triage.toml:1", done.stdout)
        self.review('state = "ignored"\nuntil = 2020-01-01')
        self.assertIn("problem[expired]: the review expired on 2020-01-01", self.run_program(*check).stdout)
        self.triage('[[outlier]]\nrun = "20200101"\nreason = "busy"\n')
        self.assertIn("problem[triage]: the outlier matches no result", self.run_program(*check).stdout)

    def test_outliers_stay_in_the_data_and_count_in_nothing(self):
        self.triage("".join(f'[[outlier]]\nrun = "202601{day:02}"\nbenchmarks = "*test_a"\nreason = "busy"\n'
                            for day in range(FIRST_SLOW, NIGHTS + 1)))
        self.assertEqual(self.listed(), [])
        self.assert_done(self.run_program("build", "--archive", self.archive, "--out", self.out, "--now", NOW, "--quiet"))
        path = next(benchmark["data"] for benchmark in self.data("index.json")["benchmarks"] if benchmark["name"] == NAME)
        estimates = json.loads((self.out / path).read_text())["series"][0]["estimate"]
        self.assertEqual(len(estimates), NIGHTS)
        self.assertNotIn(None, estimates)

    def test_init_writes_the_reference_and_never_overwrites(self):
        done = self.run_program("init", "--triage")
        self.assertEqual(done.stdout, "wrote triage.toml: every key with its default or an example\n")
        self.assertFalse((self.here / "benchfolio.toml").exists())
        self.assertIsNone(self.the_change()["review"])
        self.assert_error(self.run_program("init", "--triage"), USAGE, "init", "triage.toml")
        (self.here / "lab").mkdir()
        self.assert_done(self.run_program("init", "--triage", "--config", "lab/benchfolio.toml"))
        self.assertTrue((self.here / "lab/triage.toml").exists())

    def test_uploads_do_not_depend_on_it(self):
        self.triage("broken")
        extra = self.here / "extra.json"
        extra.write_text(json.dumps(result(30)))
        self.assertEqual(self.run_program("upload", extra, "--archive", self.archive).returncode, OK)


class HostileNames(ChangesTest):
    HOSTILE = "x|<b>`[l](http://e.vil)@everyone\u001b[31m\u202e\r\n| a |" + "y" * 10000

    def test_names_are_harmless_in_text_and_markdown_and_themselves_in_json(self):
        self.add_step(name=self.HOSTILE)
        self.assertEqual(self.the_change()["name"], self.HOSTILE)
        text = self.changes().stdout
        for harm in [ESC, "\u202e", "\r"]:
            self.assertNotIn(harm, text)
        self.assertLess(max(len(line) for line in text.splitlines()), 400)
        markdown = self.changes("--format", "markdown").stdout
        for harm in [ESC, "\u202e", "<b>", "[l](", "x|", "@everyone"]:
            self.assertNotIn(harm, markdown)
        row = next(line for line in markdown.splitlines() if line.startswith("| ▲"))
        self.assertEqual(row.count("|"), 8)


if __name__ == "__main__":
    program.main()
