"""Figures: what one measure found, beside its yardstick, and the verdict against the goal."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

RATIO, FASTER, VALUE = "ratio", "faster", "value"
"""What a goal limits: ours / yardstick at most, yardstick / ours at least, or our own value at most."""

SMALL, GOAL_ROWS = 10_000, 1_000_000
"""The size that the goals were set for, and the one that memory has a goal of its own at."""


def p95(samples: Sequence[float]) -> float:
    """The value that 95 of 100 samples do not exceed (nearest rank)."""
    return sorted(samples)[max(0, math.ceil(0.95 * len(samples)) - 1)]


STATISTICS: Mapping[str, Callable[[Sequence[float]], float]] = {"median": statistics.median, "p95": p95, "max": max}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``failed`` says why there are no samples."""

    goal: str
    """The goal of the performance guide, such as ``P1``; empty for a figure that is only shown."""
    what: str
    rows: int
    unit: str = "s"
    samples: list[float] = field(default_factory=list)
    statistic: str = "median"
    yardstick: str = ""
    against: list[float] = field(default_factory=list)
    against_statistic: str = ""
    """How the yardstick's samples are summed up; as ours when empty."""
    sense: str = ""
    limit: float = 0.0
    note: str = ""
    failed: str = ""

    @property
    def ours(self) -> float | None:
        """The one number of our samples."""
        return float(STATISTICS[self.statistic](self.samples)) if self.samples else None

    @property
    def other(self) -> float | None:
        """The one number of the yardstick's samples."""
        if not self.against:
            return None
        return float(STATISTICS[self.against_statistic or self.statistic](self.against))

    @property
    def ratio(self) -> float | None:
        """Ours against the yardstick, in the sense of the goal; ``None`` without a yardstick."""
        ours, other = self.ours, self.other
        if not ours or not other:
            return None
        return other / ours if self.sense == FASTER else ours / other

    @property
    def score(self) -> float | None:
        """How much of the goal is used up: at most 1 meets it. ``None`` where there is no goal or no figure."""
        ours, ratio = self.ours, self.ratio
        if not self.sense or ours is None:
            return None
        if self.sense == VALUE:
            return ours / self.limit
        if ratio is None:
            return None
        return self.limit / ratio if self.sense == FASTER else ratio / self.limit

    @property
    def asked(self) -> str:
        """The goal in words."""
        if self.sense == VALUE:
            return f"≤ {self.limit:g} {self.unit}"
        if self.sense == RATIO:
            return f"≤ {self.limit:g}x"
        return f"≥ {self.limit:g}x faster" if self.sense == FASTER else ""

    @property
    def binds(self) -> bool:
        """Whether the goal was set for this size."""
        return self.rows >= GOAL_ROWS or (self.goal == "P8" and self.rows <= SMALL)

    @property
    def verdict(self) -> str:
        """How much of the limit is used up, and at the size that the goal was set for, whether it is met."""
        if self.failed:
            return f"FAILED: {self.failed}"
        if self.score is None:
            return ""
        word = ("met, " if self.score <= 1 else "MISSED, ") if self.binds else ""
        return f"{word}{number(self.score)} of the limit"


def shown(samples: Sequence[float], statistic: str, unit: str) -> str:
    """Samples as ``median (least–most) unit``."""
    if not samples:
        return ""
    middle = number(float(STATISTICS[statistic](samples)))
    spread = f" ({number(min(samples))}–{number(max(samples))})" if len(samples) > 1 else ""
    word = "" if statistic == "median" or len(samples) == 1 else f"{statistic} "
    return f"{word}{middle}{spread} {unit}".strip()


def number(value: float) -> str:
    """Three digits, without an exponent."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(digits, 6)}f}"


def to_line(figure: Figure) -> str:
    """The figure as one line of JSON."""
    return json.dumps(asdict(figure), ensure_ascii=False)


def from_values(values: dict[str, Any]) -> Figure:
    """The figure of such a line."""
    return Figure(**values)
