#!/usr/bin/env python3
"""Whether a comment on a pull request may have it measured, and what that is: outputs `fork`, `ref`, `pull`; none where not.

The event's file says who commented what; nothing of it reaches a shell. What the person may do is asked of GitHub: that
somebody once contributed, or belongs to the organisation, is no permission. The commit is the one that the pull request
has now, by its id, so that what is pushed later is not measured in its place. What is pushed between the comment and this
step is: GitHub does not say which commit a comment was about. So the answer names the commit, and the job that runs it has
nothing that could be taken. Whoever wants one commit and no other writes its id after the command.
"""

import json
import os
import re
import urllib.parse
from pathlib import Path

import github

COMMAND = re.compile(r"/benchmark(?:[ \t]+(\S+))?[ \t]*")
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
MAY_WRITE = {"admin", "maintain", "write"}


def asked_ref(body):
    """The ref of the command's line; "" for the pull request itself, None where the comment is no command."""
    command = COMMAND.fullmatch(body.partition("\n")[0].rstrip("\r"))
    if not command:
        return None
    ref = command[1] or ""
    return ref if not ref or is_ref(ref) else None


def is_ref(text):
    """A plain name of a branch, tag or commit."""
    return bool(REF.fullmatch(text)) and ".." not in text and "//" not in text and not text.endswith(("/", ".", ".lock"))


def may_write(login):
    """By the permission that the repository gives; `permission` says write for the role maintain."""
    try:
        answer = github.ask("GET", f"/collaborators/{urllib.parse.quote(login, safe='')}/permission")
    except github.Refused as refused:
        if refused.status == 404:  # nobody here knows the person
            return False
        raise
    return answer.get("permission") in MAY_WRITE


def react(comment, content):
    """A sign to the person; that it is missing is no failure."""
    try:
        github.ask("POST", f"/issues/comments/{comment}/reactions", {"content": content})
    except github.Refused as refused:
        print(f"no reaction: {refused}")


def head_of(pull):
    """(repository, commit) of the pull request now; the repository may be gone."""
    head = github.ask("GET", f"/pulls/{pull}")["head"]
    repository, commit = (head["repo"] or {}).get("full_name"), head["sha"]
    if not repository or not COMMIT.fullmatch(commit):
        github.fail("No repository", "The repository of the pull request is gone.")
    return repository, commit


def main():
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    comment, issue = event["comment"], event["issue"]
    ref = asked_ref(comment["body"])
    if "pull_request" not in issue or event["action"] != "created" or ref is None:
        print("This comment asks for no measurement.")
        return
    if not may_write(comment["user"]["login"]):
        react(comment["id"], "-1")
        print("The person may not write to this repository, so nothing is measured.")
        return
    repository, commit = head_of(int(issue["number"]))
    react(comment["id"], "eyes")
    github.output("fork", repository)
    github.output("ref", ref or commit)
    github.output("pull", str(int(issue["number"])))


if __name__ == "__main__":
    try:
        main()
    except github.Refused as refused:
        github.fail("GitHub refused", refused)
