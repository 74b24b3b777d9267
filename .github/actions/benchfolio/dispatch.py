#!/usr/bin/env python3
"""Starts a workflow for one entry of a plan: dispatch.py WORKFLOW.yml, the entry as JSON in BENCHFOLIO_ENTRY.

An entry is what `benchfolio plan --format matrix` and `bisect --format matrix` put into a matrix.
"""

import json
import os
import sys
import urllib.parse

import github


def repository_of(entry):
    """Whose repository to measure; "" is ours. A fork is taken to have our repository's name."""
    ours, name = os.environ["GITHUB_REPOSITORY"].split("/")
    return f"{entry['owner']}/{name}" if entry["owner"] not in ("", ours) else ""


def inputs_of(entry):
    """What the workflow `manual` takes; empty inputs are left to their defaults."""
    inputs = {"fork": repository_of(entry), "ref": entry["commit"] or entry["ref"], "kind": entry["kind"],
              "name": entry["ref"], "suite": entry["suite"], "testbed": entry["testbed"]}
    return {name: value for name, value in inputs.items() if value}


def main():
    workflow, entry = sys.argv[1], json.loads(os.environ["BENCHFOLIO_ENTRY"])
    inputs = inputs_of(entry)
    if "ref" not in inputs:
        github.fail("Nothing to measure", "The entry names neither a commit nor a ref.")
    path = f"/actions/workflows/{urllib.parse.quote(workflow, safe='')}/dispatches"
    github.ask("POST", path, {"ref": os.environ["GITHUB_REF_NAME"], "inputs": inputs})
    print(f"started {workflow}: {json.dumps(inputs)}")


if __name__ == "__main__":
    try:
        main()
    except github.Refused as refused:
        github.fail("GitHub refused", refused)
