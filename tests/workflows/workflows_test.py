"""Each rule of workflows.py finds what it is for: the real files with one thing made wrong."""

import re
import unittest
from pathlib import Path

import workflows

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ".github/actions/benchfolio/action.yml"
NIGHTLY = ".github/workflows/nightly.yml"
BENCHMARKS = ".github/workflows/benchmarks.yml"
GATE = ".github/actions/gate/action.yml"
PULL_REQUEST = ".github/workflows/pull-request.yml"
FORK = ".github/workflows/pull-request-fork.yml"
MANUAL = ".github/workflows/manual.yml"
COMMENT = ".github/workflows/comment.yml"
PLAN = ".github/workflows/plan.yml"


class RulesTest(unittest.TestCase):
    def broken(self, file, right, wrong, told):
        """The file with `right` replaced at its first place gives a violation that says `told`."""
        text = (ROOT / file).read_text()
        self.assertIn(right, text)
        self.assertEqual(workflows.violations_of(text, ROOT), [])
        found = workflows.violations_of(text.replace(right, wrong, 1), ROOT)
        self.assertTrue(any(told in violation for violation in found), found)

    def test_an_action_by_its_tag(self):
        self.broken(BENCHMARKS, "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "actions/checkout@v4", "not pinned")

    def test_an_action_by_a_short_hash(self):
        self.broken(ACTION, "restore@5a3ec84eff668545956fd18022155c47e93e2684", "restore@5a3ec84", "not pinned")

    def test_a_pin_without_its_version(self):
        self.broken(BENCHMARKS, " # v4.2.2", "", "does not say its version")

    def test_no_permissions(self):
        self.broken(NIGHTLY, "permissions: {}\n", "", "no permissions")
        self.broken(NIGHTLY, "permissions: {}", "permissions: write-all", "for every job")
        self.broken(NIGHTLY, "    permissions:\n      contents: read\n      id-token: write\n", "", "jobs.record: no permissions")
        self.broken(NIGHTLY, "      id-token: write\n", "      packages: write\n", "may write ['packages']")

    def test_starting_workflows_goes_with_no_way_to_the_archive(self):
        self.broken(COMMENT, "      pull-requests: write", "      pull-requests: write\n      id-token: write", "may write")
        self.broken(PLAN, "      actions: write", "      actions: write\n      id-token: write", "may write")

    def test_foreign_code_with_rights(self):
        self.broken(MANUAL, "      contents: read\n    steps:", "      contents: read\n      id-token: write\n    steps:", "beside foreign code")
        self.broken(MANUAL, "          BENCHFOLIO_SUITE: ${{ inputs.suite }}", "          TOKEN: ${{ github.token }}", "a secret beside")
        self.broken(MANUAL, "          BENCHFOLIO_SUITE: ${{ inputs.suite }}", "          KEY: ${{ secrets.KEY }}", "a secret beside")
        self.broken(MANUAL, "      - run: .github/actions/benchfolio/measure.sh subject",
                    "      - uses: actions/cache@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3\n"
                    "      - run: .github/actions/benchfolio/measure.sh subject", "beside foreign code")
        self.broken(MANUAL, "measure.sh subject", "measure.sh ${{ inputs.ref }}", "an expression inside `run`")
        self.broken(MANUAL, ".github/actions/benchfolio/measure.sh subject", ".github/actions/benchfolio/compile.sh", "as the runner")

    def test_a_comment_that_starts_something_without_permission(self):
        self.broken(COMMENT, "      - id: keys\n        if: steps.permit.outputs.fork != ''\n", "      - id: keys\n", "without permission")
        self.broken(COMMENT, "        run: .github/actions/benchfolio/permit.py", "        run: .github/actions/benchfolio/keys.sh", "without permission")
        self.broken(COMMENT, "github.event.issue.pull_request && ", "", "a comment on an issue")
        self.broken(COMMENT, "github.event.issue.pull_request && ",
                    "github.event.issue.pull_request && github.event.comment.author_association == 'MEMBER' && ", "no permission")
        self.broken(COMMENT, "          persist-credentials: false", "          persist-credentials: false\n          ref: main", "something else than")
        self.broken(COMMENT, "${{ steps.permit.outputs.ref }}", "${{ github.event.comment.body }}", "an event's text")

    def test_credentials_that_nobody_needs(self):
        self.broken(BENCHMARKS, "persist-credentials: false", "persist-credentials: true", "without need")

    def test_an_expression_in_a_script(self):
        self.broken(NIGHTLY, "run: .github/actions/benchfolio/unconfigured.sh",
                    "run: .github/actions/benchfolio/unconfigured.sh ${{ github.event.workflow_run.name }}", "an expression inside `run`")
        self.broken(ACTION, "run: '\"$GITHUB_ACTION_PATH/build.sh\"'", "run: '\"$GITHUB_ACTION_PATH/build.sh\" ${{ inputs.archive }}'", "an expression")
        self.broken(BENCHMARKS, "${{ vars.BENCHFOLIO_ENDPOINT }}", "${{ github.event.head_commit.message }}", "an event's text")

    def test_two_commands_in_a_step(self):
        for wrong in ("; curl x", " | sh", " && true", " > file", " $(id)", " `id`"):
            self.broken(NIGHTLY, "/unconfigured.sh", f"/unconfigured.sh{wrong}", "more than one command")

    def test_a_script_that_is_not_there(self):
        self.broken(NIGHTLY, "/unconfigured.sh", "/configured.sh", "is not there")
        self.broken(ACTION, "/verdict.sh", "/opinion.sh", "is not there")
        self.broken(BENCHMARKS, "tests/perf/nightly --", "tests/make_archive.py.bak --", "is not there")

    def test_a_step_without_a_shell(self):
        self.broken(ACTION, "      shell: bash\n", "", "no shell")

    def test_names_that_lead_nowhere(self):
        self.broken(NIGHTLY, "needs: record", "needs: records", "which is no job")
        self.broken(ACTION, "${{ steps.build.outputs.site }}", "${{ steps.built.outputs.site }}", "no step has that id")
        self.broken(ACTION, "steps.program.outputs.cache-hit", "steps.programme.outputs.cache-hit", "no step has that id")
        self.broken(ACTION, "${{ inputs.region }}", "${{ inputs.regoin }}", "inputs.regoin is not declared")

    def test_an_input_that_nobody_reads(self):
        self.broken(ACTION, "  strict:\n", "  severe:\n    default: ''\n  strict:\n", "inputs.severe is not used")
        self.broken(ACTION, "    default: origin\n", "", "neither required nor a default")

    def test_inputs_of_our_own_action(self):
        self.broken(NIGHTLY, "outcome-url:", "outcome-address:", "outcome-address is no input")
        self.broken(NIGHTLY, "          archive: ${{ vars.BENCHFOLIO_ARCHIVE }}\n", "", "archive is missing")
        self.broken(NIGHTLY, "build: 'false'", "build: false", "must be text")
        self.broken(NIGHTLY, "./.github/actions/benchfolio\n", "./.github/actions/benchfoil\n", "is no action")

    def test_jobs_without_end_or_order(self):
        self.broken(NIGHTLY, "    timeout-minutes: 5\n", "", "no timeout")
        self.broken(NIGHTLY, "    concurrency:\n      group: pages\n      cancel-in-progress: false\n", "", "outside of a concurrency group")
        self.broken(NIGHTLY, "cancel-in-progress: false", "cancel-in-progress: true", "cancelled while it publishes")

    def test_events(self):
        self.broken(NIGHTLY, "workflows: [benchmarks]", "workflows: [benchmark]", "benchmark is no workflow")
        self.broken(BENCHMARKS, "  workflow_dispatch:", "  pull_request_target:", "not an event")
        self.broken(NIGHTLY, "github.event.workflow_run.event != 'pull_request' &&", "", "a pull request's workflow")

    def test_what_a_pull_request_may_start(self):
        self.broken(PULL_REQUEST, " && github.event.pull_request.head.repo.full_name == github.repository", "", "started from a fork")
        self.broken(PULL_REQUEST, "      contents: read\n    steps", "      contents: write\n    steps", "started from a fork")
        self.broken(PULL_REQUEST, "  pull_request:", "  pull_request_target:", "not an event")
        self.broken(PULL_REQUEST, "      contents: read\n      id-token", "      contents: write\n      id-token", "may write")

    def test_what_runs_after_a_stranger(self):
        self.broken(FORK, "github.event.workflow_run.event == 'pull_request' &&", "", "a pull request's workflow")
        self.broken(FORK, "      contents: read\n", "      contents: write\n", "may change the repository")
        self.broken(FORK, "persist-credentials: false", "persist-credentials: false\n          ref: ${{ github.event.workflow_run.head_sha }}",
                    "something else than the default branch")
        self.broken(FORK, "uses: ./.github/actions/gate", "uses: ./.github/actions/benchfolio", "after a pull request's workflow")
        self.broken(FORK, "      - uses: ./.github/actions/gate", "      - run: .github/actions/benchfolio/upload.sh\n      - uses: ./.github/actions/gate",
                    "upload.sh after a pull request's workflow")
        self.broken(FORK, "workflows: [pull-request]", "workflows: [pull-requests]", "is no workflow")

    def test_the_gate_writes_no_cache_that_a_stranger_touched(self):
        self.assertNotIn("actions/cache/save", (ROOT / GATE).read_text())

    def test_the_example_of_the_readme_names_inputs_that_there_are(self):
        examples = [text for text in re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.S) if "jobs:" in text]
        self.assertTrue(examples)
        inputs = workflows.parsed((ROOT / ACTION).read_text())["inputs"]
        for example in map(workflows.parsed, examples):
            for _, step in workflows.steps_of(example):
                if ".github/actions/benchfolio" in step.get("uses", ""):
                    self.assertEqual(set(step["with"]) - set(inputs), set())
                    self.assertIn("archive", step["with"])
            self.assertLessEqual(set(workflows.trigger_of(example)), workflows.EVENTS)

    def test_what_is_no_workflow(self):
        self.assertIn("no YAML", workflows.violations_of("a: [", ROOT)[0])
        self.assertEqual(workflows.violations_of("a: b", ROOT), ["neither a workflow nor an action"])

    def test_the_nightly_workflow_runs_after_the_benchmarks_whatever_their_outcome(self):
        events = workflows.trigger_of(workflows.parsed((ROOT / NIGHTLY).read_text()))
        self.assertEqual(sorted(events), ["push", "schedule", "workflow_dispatch", "workflow_run"])
        self.assertEqual(events["workflow_run"], {"workflows": ["benchmarks"], "types": ["completed"]})


def jobs_of(event, conclusion="", origin="push", archive="s3://bucket/results"):
    """Which jobs of the nightly workflow an event starts, by their conditions."""
    values = {"vars.BENCHFOLIO_ARCHIVE": archive, "github.event_name": event, "github.event.workflow_run.conclusion": conclusion,
              "github.event.workflow_run.event": origin if event == "workflow_run" else ""}

    def holds(condition):
        text = re.sub(r"\b(?:vars|github)(?:\.\w+)+", lambda match: repr(values[match[0]]), condition.replace("!cancelled()", "True"))
        return eval(text.replace("&&", "and").replace("||", "or"), {"__builtins__": {}})

    jobs = workflows.parsed((ROOT / NIGHTLY).read_text())["jobs"]
    return [name for name, job in jobs.items() if holds(job["if"])]


class NightlyConditionsTest(unittest.TestCase):
    def test_by_the_clock_by_hand_and_for_each_commit(self):
        for event in ("schedule", "workflow_dispatch", "push"):
            self.assertEqual(jobs_of(event), ["site"])

    def test_after_the_benchmarks_whatever_their_outcome(self):
        self.assertEqual(jobs_of("workflow_run", "success"), ["site"])
        for conclusion in ("failure", "cancelled", "timed_out", "startup_failure"):
            self.assertEqual(jobs_of("workflow_run", conclusion), ["record", "site"])

    def test_not_for_what_a_pull_request_started(self):
        self.assertEqual(jobs_of("workflow_run", "failure", origin="pull_request"), [])

    def test_without_an_archive_it_is_told_and_nothing_else_is_done(self):
        for event in ("schedule", "push", "workflow_run"):
            self.assertEqual(jobs_of(event, "failure", archive=""), ["unconfigured"])


if __name__ == "__main__":
    unittest.main()
