#!/usr/bin/env python3
"""Says in a pull request that its measurement was started, and where the result will stand: answer.py PULL REQUEST.json

The file is what `benchfolio request --format json` printed.
"""

import json
import sys
from pathlib import Path

import github


def text_of(request):
    """Markdown. Names stand as code; what could end that is in none, see permit.py."""
    inputs = request["body"]["inputs"]
    address = request["page"]
    where = f"[{address}]({address})" if address.startswith("https://") else f"`{address}` below the site"
    return f"Measuring `{inputs['fork']}` at `{inputs['ref']}`. The result will stand at {where}."


def main():
    pull, request = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    github.ask("POST", f"/issues/{pull}/comments", {"body": text_of(request)})
    print(f"told pull request {pull}")


if __name__ == "__main__":
    try:
        main()
    except github.Refused as refused:
        github.fail("GitHub refused", refused)
