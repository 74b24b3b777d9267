"""The rules of .github: workflows and actions that can do no harm and call nothing that is not there.

    workflows.py [ROOT]     prints each violation as file: what; exit 1 when there is one, 77 without PyYAML

GitHub itself tells most mistakes only when a workflow runs, which for a schedule is at night.
"""

import re
import sys
from pathlib import Path

try:
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed")
    sys.exit(77)

PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
EVENTS = {"push", "pull_request", "workflow_dispatch", "schedule", "workflow_run", "issue_comment"}
READ_ONLY = {"contents": "read"}
# What a shell would take apart or run besides the one command that a step is to be.
SHELL = re.compile(r"[;&|<>`\n]|\$\(")
LONGEST_TIMEOUT = 120  # minutes
# What a job may write; what tells a pull request something goes with nothing that could change the repository, and what
# starts another workflow with nothing that reaches the archive.
STORING, TELLING, STARTING = {"contents", "id-token"}, {"checks", "pull-requests", "id-token"}, {"actions", "pull-requests"}
AS_ANOTHER_USER = ".github/actions/benchfolio/measure.sh "
OUR_OWN = "github.event.pull_request.head.repo.full_name == github.repository"


def trigger_of(workflow):
    """`on`, which YAML 1.1 reads as true."""
    events = workflow.get("on", workflow.get(True, {}))
    return dict.fromkeys([events] if isinstance(events, str) else events) if not isinstance(events, dict) else events


def steps_of(document):
    """(what to call it, step) of each step of a workflow or an action."""
    for job, content in document.get("jobs", {}).items():
        for index, step in enumerate(content.get("steps", [])):
            yield f"jobs.{job}.steps[{index}]", step
    for index, step in enumerate(document.get("runs", {}).get("steps", [])):
        yield f"runs.steps[{index}]", step


def is_action(document):
    return "runs" in document


def writes_of(job):
    return [right for right, level in job.get("permissions", {}).items() if level == "write"]


def parsed(text):
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


# ------------------------------------------------------------------ rules: document -> what is wrong

def pinned(document, text, root):
    """Actions of others stand with the hash of a commit, and the version that it is in a comment."""
    for place, step in steps_of(document):
        uses = step.get("uses", "")
        if not uses or uses.startswith("./"):
            continue
        if not PINNED.fullmatch(uses):
            yield f"{place}: {uses} is not pinned to the hash of a commit"
        elif not re.search(re.escape(uses) + r" # v\d+\.\d+\.\d+\b", text):
            yield f"{place}: {uses} does not say its version in a comment"


def permissions(document, text, root):
    """Nothing more than reading for a whole workflow; what a job may write is said there."""
    if is_action(document):
        return
    given = document.get("permissions")
    if given is None:
        yield "no permissions: a job would get whatever the repository's default is"
    elif given not in ({}, READ_ONLY):
        yield f"permissions: {given} for every job"
    for name, job in document["jobs"].items():
        if given == {} and "permissions" not in job:
            yield f"jobs.{name}: no permissions"
        writes = writes_of(job)
        if not any(set(writes) <= allowed for allowed in (STORING, TELLING, STARTING)):
            yield f"jobs.{name}: may write {writes}"
        checkout = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        if "contents" not in writes and any(step.get("with", {}).get("persist-credentials") is not False for step in checkout):
            yield f"jobs.{name}: keeps the checkout's credentials without need"


def no_injection(document, text, root):
    """No expression inside a script: what somebody else named becomes a value, never a part of a command."""
    for place, step in steps_of(document):
        if EXPRESSION.search(step.get("run", "")):
            yield f"{place}: an expression inside `run`; pass it in `env`"
        if any("github.event" in value for value in EXPRESSION.findall(str(step.get("env", "")))):
            yield f"{place}: an event's text in a script's environment; pass it as an input"


def scripts(document, text, root):
    """A step runs one command, and the script it names is there, may be run and is read by shellcheck."""
    for place, step in steps_of(document):
        if "run" not in step:
            continue
        command = step["run"].strip()
        if SHELL.search(command):
            yield f"{place}: more than one command: put them into a script"
        script = command.split()[0].strip('"').replace("$GITHUB_ACTION_PATH", ".github/actions/benchfolio")
        path = root / script
        if not path.is_file():
            yield f"{place}: {script} is not there"
        elif not path.stat().st_mode & 0o111:
            yield f"{place}: {script} may not be run"
        if is_action(document) and step.get("shell") != "bash":
            yield f"{place}: no shell"


def references(document, text, root):
    """`needs`, `steps.X` and `inputs.X` name something that is there, `with` what the action takes."""
    for name, job in document.get("jobs", {}).items():
        needs = job.get("needs", [])
        for needed in [needs] if isinstance(needs, str) else needs:
            if needed not in document["jobs"]:
                yield f"jobs.{name}: needs {needed}, which is no job"
    steps = {step["id"] for _, step in steps_of(document) if "id" in step}
    conditions = " ".join(str(step.get("if", "")) for _, step in steps_of(document))
    expressions = " ".join(EXPRESSION.findall(text)) + " " + conditions
    for named in sorted(set(re.findall(r"\bsteps\.([\w-]+)", expressions)) - steps):
        yield f"steps.{named}: no step has that id"
    yield from wrong_inputs(document, expressions)
    for place, step in steps_of(document):
        if step.get("uses", "").startswith("./"):
            yield from wrong_with(place, step, root)


def wrong_inputs(document, expressions):
    if not is_action(document):
        return
    used, declared = set(re.findall(r"\binputs\.([\w-]+)", expressions)), set(document["inputs"])
    yield from (f"inputs.{name} is not declared" for name in sorted(used - declared))
    yield from (f"inputs.{name} is not used" for name in sorted(declared - used))
    yield from (f"inputs.{name}: neither required nor a default" for name, of in document["inputs"].items()
                if not of.get("required") and "default" not in of)


def wrong_with(place, step, root):
    path = root / step["uses"] / "action.yml"
    if not path.is_file():
        yield f"{place}: {step['uses']} is no action"
        return
    inputs, given = parsed(path.read_text())["inputs"], step.get("with", {})
    yield from (f"{place}: {name} is no input of {step['uses']}" for name in given if name not in inputs)
    yield from (f"{place}: {name} is missing" for name, of in inputs.items() if of.get("required") and name not in given)
    yield from (f"{place}: {name} must be text: write '{value}'" for name, value in given.items() if isinstance(value, bool))


def bounded(document, text, root):
    """Each job ends some time, and those that write to the pages branch wait for each other."""
    for name, job in document.get("jobs", {}).items():
        if not 0 < job.get("timeout-minutes", 0) <= LONGEST_TIMEOUT:
            yield f"jobs.{name}: no timeout within {LONGEST_TIMEOUT} minutes"
        group = job.get("concurrency", document.get("concurrency"))
        if job.get("permissions", {}).get("contents") == "write" and not group:
            yield f"jobs.{name}: writes outside of a concurrency group"
        if job.get("permissions", {}).get("contents") == "write" and group and group.get("cancel-in-progress") is not False:
            yield f"jobs.{name}: may be cancelled while it publishes"


def triggers(document, text, root):
    """Known events; `workflow_run` after a workflow that is there, without the words of other people's pull requests."""
    if is_action(document):
        return
    events = trigger_of(document)
    yield from (f"on.{event}: not an event this project uses" for event in events if event not in EVENTS)
    names = {parsed(path.read_text()).get("name") for path in (root / ".github/workflows").glob("*.yml")}
    for workflow in (events.get("workflow_run") or {}).get("workflows", []):
        if workflow not in names:
            yield f"on.workflow_run: {workflow} is no workflow"
    if "pull_request" in events:
        yield from (f"jobs.{name}: may be started from a fork" for name, job in document["jobs"].items()
                    if writes_of(job) and OUR_OWN not in str(job.get("if", "")))
    if "workflow_run" in events:
        for name, job in document["jobs"].items():
            yield from after_strangers(f"jobs.{name}", job)


def after_strangers(place, job):
    """A job that may write, in a workflow that another one starts: not after a pull request's, or only to tell it."""
    condition = str(job.get("if", ""))
    if not writes_of(job) or "workflow_run.event != 'pull_request'" in condition:
        return
    if "workflow_run.event == 'pull_request'" not in condition:
        yield f"{place}: may be started by a pull request's workflow"
    if not set(writes_of(job)) <= TELLING:
        yield f"{place}: may change the repository after a pull request's workflow"
    for step in job["steps"]:
        uses, given = step.get("uses", "./"), step.get("with", {})
        if uses.startswith("actions/checkout@") and set(given) - {"persist-credentials"}:
            yield f"{place}: checks out something else than the default branch"
        if re.match(r"actions/(download-artifact|cache)|\./\.github/actions/benchfolio$", uses) or "run" in step:
            yield f"{place}: {step.get('run', uses)} after a pull request's workflow"


def foreign_code(document, text, root):
    """A job that checks out what a person named may write nothing, knows no secret, no role and no kept cache, and runs it as
    another user."""
    for name, job in document.get("jobs", {}).items():
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        if not any(EXPRESSION.search(str(step.get("with", {}).get(key, ""))) for step in checkouts for key in ("ref", "repository")):
            continue
        if writes_of(job):
            yield f"jobs.{name}: may write {writes_of(job)} beside foreign code"
        for step in job["steps"]:
            if re.match(r"aws-actions/|actions/cache@|actions/cache/save@", step.get("uses", "")):
                yield f"jobs.{name}: {step['uses']} beside foreign code"
            if "run" in step and not step["run"].startswith(AS_ANOTHER_USER):
                yield f"jobs.{name}: {step['run']} may run foreign code as the runner, who can write caches"
        if re.search(r"secrets\.|github\.token", str(job)):
            yield f"jobs.{name}: a secret beside foreign code"


def by_comment(document, text, root):
    """What a comment starts runs our code, and after the step that asks for the person's permission only with its answer."""
    if is_action(document) or "issue_comment" not in trigger_of(document):
        return
    for name, job in document["jobs"].items():
        if "github.event.issue.pull_request" not in str(job.get("if", "")):
            yield f"jobs.{name}: may be started by a comment on an issue"
        if "author_association" in str(job):
            yield f"jobs.{name}: an association is no permission"
        asked = False
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                if set(step.get("with", {})) - {"persist-credentials"}:
                    yield f"jobs.{name}: checks out something else than the default branch"
            elif step.get("run", "").endswith("/permit.py") and step.get("id") == "permit":
                asked = True
            elif not asked or step.get("if") != "steps.permit.outputs.fork != ''":
                yield f"jobs.{name}: {step.get('run', step.get('uses'))} without permission"


RULES = [pinned, permissions, no_injection, scripts, references, bounded, triggers, foreign_code, by_comment]


def violations_of(text, root):
    try:
        document = parsed(text)
    except yaml.YAMLError as problem:
        return [f"no YAML: {problem}"]
    if not isinstance(document, dict) or not ("jobs" in document or "runs" in document):
        return ["neither a workflow nor an action"]
    return [what for rule in RULES for what in rule(document, text, root)]


def main(root):
    paths = sorted([*(root / ".github/workflows").glob("*.yml"), *(root / ".github/actions").glob("*/action.yml")])
    found = [f"{path.relative_to(root)}: {what}" for path in paths for what in violations_of(path.read_text(), root)]
    print("\n".join(found) or f"{len(paths)} files, no violation")
    return 1 if found or len(paths) < 4 else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent.parent)))
