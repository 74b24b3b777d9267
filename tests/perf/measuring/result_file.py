"""The figures as a result file that benchfolio reads, so that its own dashboard shows its own history.

The format is pyperf's, which unlike pytest-benchmark's knows bytes and the memory of a process beside seconds. Every
sample is in it, also those of the limits: where both move, it was the machine. Rates become the seconds of one unit of
work, since less is better in that format; ratios are left out, being computed from what is there.
"""

import datetime as dt
import platform

from origin import commit_info, cpu_brand

UNITS = {"s": "second", "B": "byte", "files": "integer", "GB/s": "second", "plots/s": "second"}
RATES = {"GB/s": ", a gigabyte", "plots/s": ", a plot"}


def runs(figure, samples, peaks, when):
    """One a sample: each was a process of its own."""
    values = [1 / sample for sample in samples] if figure.unit in RATES else list(samples)
    memory = [{"mem_max_rss": peak} for peak in peaks] or [{}] * len(values)
    return [{"metadata": {"date": when, **peak}, "values": [value]} for value, peak in zip(values, memory, strict=True)]


def name(figure):
    archive = f"{figure.archive}: " if figure.archive else ""
    return archive + figure.name + RATES.get(figure.unit, "")


def benchmark(figure, text, entries, tags):
    return {"metadata": {"name": text, "unit": UNITS[figure.unit], "tags": [tag for tag in tags if tag]}, "runs": entries}


def benchmarks(figures, when):
    for figure in figures:
        if figure.unit not in UNITS:
            continue
        yield benchmark(figure, name(figure), runs(figure, figure.samples, figure.peaks, when), [figure.archive])
        if figure.limit:
            yield benchmark(figure, f"{name(figure)}; limit: {figure.limit_name}", runs(figure, figure.limit, (), when), [figure.archive, "limit"])


def metadata():
    commit = commit_info()
    known = {"cpu_model_name": cpu_brand(), "hostname": platform.node(), "platform": platform.platform(), "commit_id": commit["id"],
             "commit_branch": commit["branch"], "commit_date": commit["time"]}
    return {key: value for key, value in known.items() if value}


def document(figures):
    when = dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    return {"version": "1.0", "metadata": metadata(), "benchmarks": list(benchmarks(figures, when))}
