# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, and the table of it."""
import statistics
from dataclasses import dataclass, field


@dataclass
class Figure:
    what: str
    budget: str
    measured: str
    met: object          # True, False, or a word where there is nothing to meet
    notes: list = field(default_factory=list)

    @property
    def verdict(self):
        return {True: "yes", False: "NO"}.get(self.met, self.met)


def median(values):
    return statistics.median(values)


def spread(values, digits=0):
    """ "1,234 (1,200 .. 1,300)" """
    def one(value):
        return f"{value:,.{digits}f}"
    return f"{one(median(values))} ({one(min(values))} .. {one(max(values))})"


def table(figures):
    head = ("what", "budget", "measured", "met")
    rows = [head] + [(f.what, f.budget, f.measured, f.verdict) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for index, row in enumerate(rows):
        lines.append("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if index == 0:
            lines.append("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
