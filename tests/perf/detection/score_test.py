#!/usr/bin/env python3
"""What score.py counts as found, missed and false, on small series made by hand; and a whole archive's truth."""

import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import score

MAKE_ARCHIVE = Path(__file__).resolve().parent.parent.parent / "make_archive.py"
ANY = score.Rule("any", False, 0.05)


def series(steps, count=40, drifts=()):
    made = score.Series("bench", "CPU", steady=True, bimodal=False, runs=list(range(count)), drifts=list(drifts))
    made.changes = score.place_steps(made, steps)
    return made


def counts(made, detections, rule=ANY):
    result = score.score_series(made, detections, rule)
    return result.found, result.missed, result.false


class MatchingTest(unittest.TestCase):
    def test_a_change_is_found_within_two_results_and_not_beyond(self):
        made = series([(20, 1.25)])
        for position in (18, 19, 20, 21, 22):
            self.assertEqual(counts(made, [position]), (1, 0, 0), position)
        for position in (17, 23):
            self.assertEqual(counts(made, [position]), (0, 1, 1), position)

    def test_one_detection_finds_one_change(self):
        self.assertEqual(counts(series([(20, 1.25)]), [19, 21]), (1, 0, 1))
        self.assertEqual(counts(series([(20, 1.25), (22, 0.8)]), [21]), (1, 1, 0))
        self.assertEqual(counts(series([(20, 1.25), (22, 0.8)]), [20, 22]), (2, 0, 0))

    def test_as_many_pairs_are_made_as_there_can_be(self):
        made = series([(20, 1.25), (23, 0.8)])
        self.assertEqual(counts(made, [22, 23]), (2, 0, 0))
        self.assertEqual(counts(made, [22, 24]), (2, 0, 0))

    def test_nothing_planted_and_nothing_said_is_perfect(self):
        result = score.score_series(series([]), [], ANY)
        self.assertEqual((result.precision, result.recall, result.f1), (1, 1, 1))
        self.assertEqual(counts(series([]), [7]), (0, 0, 1))

    def test_f1_is_the_harmonic_mean(self):
        result = score.Score(found=3, missed=1, false=2)
        self.assertAlmostEqual(result.f1, 2 / (1 / result.precision + 1 / result.recall))


class RuleTest(unittest.TestCase):
    def test_a_change_that_is_not_asked_for_is_nobodys_debt(self):
        made = series([(20, 1.08)])
        for detections in ([], [20]):
            self.assertEqual(counts(made, detections, score.ALL), (0, 0, 0))
        self.assertEqual(counts(made, [20, 30], score.ALL), (0, 0, 1))

    def test_results_on_both_sides_can_be_demanded(self):
        made = series([(3, 1.25), (20, 1.25), (36, 0.8)])
        self.assertEqual(counts(made, [], ANY), (0, 3, 0))
        self.assertEqual(counts(made, [3], ANY.with_runs(5)), (0, 1, 0))

    def test_a_level_ends_at_the_next_change(self):
        made = series([(20, 1.25), (23, 0.8)])
        self.assertEqual([(change.before, change.after) for change in made.changes], [(20, 3), (3, 17)])

    def test_steps_between_the_same_two_results_are_one(self):
        made = series([(19.2, 1.25), (19.8, 1.2)])
        self.assertEqual([(change.position, round(change.factor, 3)) for change in made.changes], [(20, 1.5)])

    def test_a_step_before_the_first_or_after_the_last_result_cannot_be_found(self):
        self.assertEqual(series([(0, 1.25), (40, 1.25)]).changes, [])

    def test_a_drift_has_no_right_place(self):
        made = series([], drifts=[(10, 30)])
        self.assertEqual(counts(made, [8, 15, 32]), (0, 0, 0))
        self.assertEqual(counts(made, [7, 33]), (0, 0, 2))


class ArchiveTest(unittest.TestCase):
    """The truth of a real archive, against which perfect and useless lists are scored."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        archive = Path(folder.name, "archive")
        subprocess.run([sys.executable, MAKE_ARCHIVE, archive, "--runs", "60", "--benchmarks", "12", "--seed", "3", "--compact"],
                       check=True, stdout=subprocess.DEVNULL)
        cls.truth = score.Truth(archive)
        cls.planted = json.loads(Path(f"{archive}.truth.json").read_text())["changes"]
        cls.ids = {run["index"]: "x-" + hashlib.sha256((archive / run["file"]).read_bytes()).hexdigest()[:8] for run in cls.truth.runs}

    def change(self, made, position, state="confirmed"):
        return {"name": made.name, "state": state, "first_run_after": self.ids[made.runs[position]]}

    def all_changes(self, state="confirmed"):
        return [self.change(made, change.position, state) for made in self.truth.series.values() for change in made.changes]

    def test_the_planted_changes_score_perfectly(self):
        for rule in (score.STEADY, score.ALL):
            result = self.truth.score(self.all_changes(), rule)
            self.assertGreater(result.found, 10)
            self.assertEqual((result.missed, result.false), (0, 0))

    def test_a_series_has_one_name_and_one_cpu(self):
        for (name, cpu, _), made in self.truth.series.items():
            self.assertEqual({self.truth.runs[run]["cpu"] for run in made.runs}, {cpu})
            self.assertEqual((made.name, made.cpu), (name, cpu))

    def test_every_planted_change_stands_where_the_truth_says(self):
        starts = {change["first_run"] for change in self.planted}
        for made in self.truth.series.values():
            for change in made.changes:
                before, after = made.runs[change.position - 1], made.runs[change.position]
                self.assertTrue(any(before < start <= after for start in starts))

    def test_states_count_as_asked(self):
        for state, states, found in (("watching", ("confirmed",), False), ("watching", ("confirmed", "watching"), True),
                                     ("retracted", ("confirmed", "watching"), False)):
            self.assertEqual(self.truth.score(self.all_changes(state), score.STEADY, states).found > 0, found)

    def test_noisy_cpus_are_outside_the_rule_of_the_steady(self):
        noisy = next(made for made in self.truth.series.values() if not made.steady and len(made.runs) > 1)
        claim = [self.change(noisy, 1)]
        self.assertEqual(self.truth.score(claim, score.STEADY).false, 0)

    def test_an_unknown_name_is_an_error(self):
        made = next(iter(self.truth.series.values()))
        with self.assertRaises(KeyError):
            self.truth.score([{**self.change(made, 0), "name": "no such benchmark"}], score.ALL)


if __name__ == "__main__":
    unittest.main()
