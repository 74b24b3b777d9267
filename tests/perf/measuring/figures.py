"""What was measured, what it is held against, and the arithmetic between the two.

Every figure has one sample a round, and so has its limit, measured in the same round: the ratio is the median of the
rounds' ratios, so that whatever else the machine does disturbs both alike.
"""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """What the value, or its ratio to the limit, has to reach."""

    bound: float
    of: str = "value"  # or "ratio"
    least: bool = False  # the bound is the least, not the most
    stretch: float | None = None  # a harder bound, worth a mention

    def reached(self, amount, bound=None):
        bound = self.bound if bound is None else bound
        return amount >= bound if self.least else amount <= bound


@dataclass(frozen=True)
class Figure:
    """A series of samples of one thing, of one archive where that matters."""

    name: str
    unit: str  # "s", "B", "files", "x" (a ratio), "GB/s", "plots/s"
    samples: tuple
    archive: str = ""
    limit_name: str = ""
    limit: tuple = ()  # samples of what the machine can do, in the same rounds and unit
    peaks: tuple = ()  # bytes of memory, a sample each, where processes were measured
    goal: Goal | None = None
    note: str = ""

    @property
    def value(self):
        return statistics.median(self.samples)

    @property
    def limit_value(self):
        return statistics.median(self.limit) if self.limit else None

    @property
    def ratio(self):
        return paired_ratio(self.samples, self.limit) if self.limit else None


def paired_ratio(samples, limits):
    """The median of the rounds' ratios."""
    return statistics.median(sample / limit for sample, limit in zip(samples, limits, strict=True))


def verdict(figure):
    """"met", "not met, 1.52 times the goal"; nothing where there is no goal."""
    goal = figure.goal
    if goal is None:
        return ""
    amount = figure.ratio if goal.of == "ratio" else figure.value
    if not goal.reached(amount):
        return f"not met, {amount / goal.bound:.3g} times the goal"
    if goal.stretch is not None and goal.reached(amount, goal.stretch):
        return "met, so is the stretch"
    return "met"
