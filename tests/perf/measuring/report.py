"""The figures as a table."""

from figures import verdict

HEADINGS = ("figure", "value", "limit", "ratio", "goal", "")
SCALES = {"s": ((1, "s"), (1e-3, "ms"), (1e-6, "µs")), "B": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B"))}


def amount(value, unit):
    """"13.2 s", "812 ms", "1.6 MB", "0.714 GB/s", "1.83x": three digits."""
    if unit == "x":
        return ratio(value)
    scale, name = next(((scale, name) for scale, name in SCALES.get(unit, ()) if value >= scale), (1, unit))
    scaled = value / scale
    return f"{scaled:,.0f} {name}" if scaled >= 100 or unit == "files" else f"{scaled:.3g} {name}"


def ratio(value):
    return f"{value:.3g}x"


def bound(figure):
    goal = figure.goal
    if goal is None:
        return ""
    written = ratio if goal.of == "ratio" else lambda value: amount(value, figure.unit)
    stretch = f" (stretch {written(goal.stretch)})" if goal.stretch is not None else ""
    return f"{'≥' if goal.least else '≤'} {written(goal.bound)}{stretch}"


def row(figure):
    limit = f"{amount(figure.limit_value, figure.unit)} {figure.limit_name}" if figure.limit else ""
    name = f"{figure.name} ({figure.note})" if figure.note else figure.name
    return (name, amount(figure.value, figure.unit), limit, ratio(figure.ratio) if figure.limit else "", bound(figure), verdict(figure))


def title(archive, shapes):
    if archive in shapes:
        shape = shapes[archive]
        return f"{archive}: {shape.runs:,} runs of {shape.benchmarks} benchmarks"
    return "Archives with raw samples" if archive else "Parts of the program"


def table(figures, shapes):
    """A block an archive, in the order in which they come."""
    rows = [(figure.archive, row(figure)) for figure in figures]
    widths = [max([len(heading), *(len(cells[at]) for _, cells in rows)]) for at, heading in enumerate(HEADINGS)]
    text = ""
    for archive in dict.fromkeys(archive for archive, _ in rows):
        text += f"\n{title(archive, shapes)}\n" + line(HEADINGS, widths)
        text += "".join(line(cells, widths) for owner, cells in rows if owner == archive)
    return text


def line(cells, widths):
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip() + "\n"
