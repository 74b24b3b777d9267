"""Runs a composite action as GitHub's runner does: its steps in order, with their inputs, conditions and outputs.

As much of it as .github/actions needs: scripts run by bash, `actions/cache/restore` and `/save` over a dictionary, and
the expressions that stand there. Anything else is an error, so that the action cannot outgrow this unnoticed.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
NAME = re.compile(r"\b(inputs|steps|github|runner)((?:\.[\w-]+)+)")


class Caches:
    """What actions/cache keeps between runs: key -> a copy of a folder; a key is written once."""

    def __init__(self, folder):
        self.folder, self.keys = Path(folder), []

    def restore(self, path, key, prefix):
        """Whether that very key was there; with `prefix`, the newest key that begins so stands in."""
        like = [known for known in self.keys if prefix and known.startswith(prefix)]
        found = key if key in self.keys else like[-1] if like else None
        if found:
            shutil.copytree(self.folder / str(self.keys.index(found)), path, dirs_exist_ok=True)
        return found == key

    def save(self, path, key):
        if key not in self.keys and Path(path).is_dir():
            shutil.copytree(path, self.folder / str(len(self.keys)))
            self.keys.append(key)


@dataclass
class Job:
    """What came of running the action."""
    outputs: dict = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    outcomes: dict = field(default_factory=dict)  # of the steps, by id or script

    @property
    def failed(self):
        return "failure" in self.outcomes.values()


class Runner:
    """One machine of the service: empty at the beginning of each job, but for the caches and the workspace."""

    def __init__(self, action, workspace, caches, environment):
        self.action, self.workspace, self.caches, self.environment = Path(action), Path(workspace), caches, environment
        self.document = yaml.safe_load((self.action / "action.yml").read_text())
        self.jobs = 0

    def run(self, temporary, skip=(), **inputs):
        """The action with these inputs (underscores for hyphens). `skip`: scripts that are left out here."""
        self.jobs += 1
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        unknown = set(given) - set(self.document["inputs"])
        assert not unknown, f"no such inputs: {unknown}"
        values = {name: given.get(name, of.get("default", "")) for name, of in self.document["inputs"].items()}
        run = _Run(self, Path(temporary), values, set(skip))
        for step in self.document["runs"]["steps"]:
            run.step(step)
        run.job.outputs = {name: run.filled(of["value"]) for name, of in self.document["outputs"].items()}
        return run.job


class _Run:
    def __init__(self, runner, temporary, inputs, skip):
        self.runner, self.temporary, self.inputs, self.skip = runner, temporary, inputs, skip
        self.job, self.steps = Job(), {}
        self.files = {name: temporary / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        temporary.mkdir(parents=True, exist_ok=True)

    # ---- expressions

    def value(self, name):
        kind, *path = name.split(".")
        if kind == "inputs":
            return self.inputs[path[0]]
        if kind == "github":
            return {"run_id": str(self.runner.jobs), "run_attempt": "1"}[path[0]]
        step = self.steps.get(path[0], {"outcome": "skipped", "outputs": {}})
        return step["outcome"] if path[1] == "outcome" else step["outputs"].get(path[2], "")

    def filled(self, text):
        return EXPRESSION.sub(lambda match: self.first(match[1].split(" || ")), str(text))

    def first(self, names):
        """The first value that is not empty."""
        return next(filter(None, map(self.value, names)), "")

    def holds(self, condition):
        """Without a status function, a step runs only while nothing has failed."""
        text = NAME.sub(lambda match: repr(self.value(match[0])), condition)
        text = text.replace("!cancelled()", "True").replace("&&", " and ").replace("||", " or ")
        asked = bool(eval(text, {"__builtins__": {}}))  # the text is our own action's
        return asked and ("cancelled()" in condition or not self.job.failed)

    # ---- steps

    def step(self, step):
        name = step.get("id") or step.get("run", step.get("uses")).strip('"').rpartition("/")[2]
        if not self.holds(step.get("if", "True")):
            return
        outputs, outcome = self.script(step) if "run" in step else (self.cache(step), "success")
        self.steps[name] = {"outputs": outputs, "outcome": outcome}
        self.job.outcomes[name] = outcome

    def cache(self, step):
        given = {name: self.filled(value) for name, value in step["with"].items()}
        if step["uses"].startswith("actions/cache/restore@"):
            hit = self.runner.caches.restore(given["path"], given["key"], given.get("restore-keys", ""))
            return {"cache-hit": "true" if hit else ""}
        assert step["uses"].startswith("actions/cache/save@"), step["uses"]
        self.runner.caches.save(given["path"], given["key"])
        return {}

    def script(self, step):
        if any(name in step["run"] for name in self.skip):
            return {}, "success"
        for path in self.files.values():
            path.write_text("")
        environment = {**self.runner.environment, **{name: str(path) for name, path in self.files.items()},
                       **{name: self.filled(value) for name, value in step.get("env", {}).items()},
                       "GITHUB_ACTION_PATH": str(self.runner.action), "GITHUB_WORKSPACE": str(self.runner.workspace),
                       "RUNNER_TEMP": str(self.temporary)}
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=self.runner.workspace,
                              env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        self.job.log += done.stdout
        self.job.summary += self.files["GITHUB_STEP_SUMMARY"].read_text()
        lines = self.files["GITHUB_OUTPUT"].read_text().splitlines()
        return dict(line.split("=", 1) for line in lines), "success" if done.returncode == 0 else "failure"
