"""Which machine, and which commit of benchfolio, a measurement is of."""

import json
import os
import platform
import subprocess
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent.parent


def cpu_brand():
    """As the kernel or lscpu name it; None where neither does."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    listed = subprocess.run(["lscpu", "--json"], capture_output=True, text=True, check=False).stdout
    fields = json.loads(listed or "{}").get("lscpu", [])
    return next((field["data"] for field in fields if field["field"] == "Model name:"), None)


def machine_info():
    return {"node": platform.node(), "processor": platform.processor(), "machine": platform.machine(),
            "system": platform.system(), "release": platform.release(), "python_version": platform.python_version(),
            "python_implementation": platform.python_implementation(),
            "cpu": {"brand_raw": cpu_brand(), "count": os.cpu_count(), "arch": platform.machine()}}


def git(*arguments):
    """What git prints; nothing where this is no checkout."""
    done = subprocess.run(["git", "-C", str(TESTS), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit_info():
    return {"id": os.environ.get("GITHUB_SHA") or git("rev-parse", "HEAD") or "unversioned", "project": "benchfolio",
            "time": git("show", "--no-patch", "--format=%cI", "HEAD") or None,
            "branch": os.environ.get("GITHUB_REF_NAME") or git("rev-parse", "--abbrev-ref", "HEAD") or None,
            "dirty": bool(git("status", "--porcelain"))}
