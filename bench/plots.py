"""Two plots as SVG, written by hand: cost against size, and the longest gap against work."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

from bench.figures import Figure, number

WIDTH = 960
COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#b8860b", "#2a9d8f", "#7f4f24", "#d6336c", "#495057", "#6a994e")
LINES = (
    "report merged by the program (a process of its own)",
    "inventory imported by the command line, all new",
    "first rows painted, from a cold process",
    "filter keystroke to repaint",
    "search, all texts",
    "wheel, one notch",
    "far jump, all rows there",
    "link one row and repaint",
    "sort by a header",
)
GOAL_MS = 50.0


def costs(figures: Iterable[Figure]) -> str:
    """Seconds against rows, both axes logarithmic."""
    series: dict[str, dict[int, float]] = {}
    for figure in figures:
        if figure.what in LINES and figure.ours:
            seconds = figure.ours / (1000 if figure.unit == "ms" else 1)
            series.setdefault(figure.what, {})[figure.rows] = seconds
    sizes = sorted({rows for points in series.values() for rows in points})
    if not sizes:
        return _svg(80, ['<text x="20" y="40">nothing was measured yet</text>'])
    values = [value for points in series.values() for value in points.values()]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) + 1e-9)
    left, right, top, bottom = 70, 520, 50, 470

    def place(rows: int, seconds: float) -> tuple[float, float]:
        span = math.log10(sizes[-1] / sizes[0]) or 1
        across = math.log10(rows / sizes[0]) / span
        return left + across * (right - left), bottom - (math.log10(seconds) - low) / max(1, high - low) * (
            bottom - top
        )

    parts = ['<text x="20" y="26" font-size="16">Cost against size (seconds, logarithmic)</text>']
    for power in range(low, high + 1):
        y = place(sizes[0], 10.0**power)[1]
        parts += [_line(left, y, right, y, "#ddd"), _text(left - 8, y + 4, f"{10.0**power:g}", "end")]
    for rows in sizes:
        x = place(rows, 1)[0]
        parts += [_line(x, top, x, bottom, "#ddd"), _text(x, bottom + 20, f"{rows:,}", "middle")]
    ends = _spread([(place(max(points), points[max(points)])[1], what) for what, points in series.items()])
    for colour, (what, points) in zip(COLOURS, series.items(), strict=False):
        spots = [place(rows, points[rows]) for rows in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in spots]
        parts.append(_text(right + 14, ends[what] + 4, f"{what}: {number(points[max(points)])} s", colour=colour))
    return _svg(510, parts)


def _spread(ends: Sequence[tuple[float, str]]) -> dict[str, float]:
    """Places for the names of the lines, beside their ends, none over another."""
    found: dict[str, float] = {}
    last = -math.inf
    for y, what in sorted(ends):
        last = max(y, last + 18)
        found[what] = last
    return found


def gaps(figures: Iterable[Figure]) -> str:
    """The longest gap of the event loop as bars, by work and size."""
    bars = [
        (one.what.removeprefix("longest gap "), one.rows, one.ours)
        for one in figures
        if one.what.startswith("longest gap")
    ]
    shown = sorted(((what, rows, value) for what, rows, value in bars if value), key=lambda bar: (bar[0], bar[1]))
    if not shown:
        return _svg(80, ['<text x="20" y="40">nothing was measured yet</text>'])
    left, right, y = 380, 880, 56
    most = max(GOAL_MS * 1.2, *(value for _, _, value in shown))
    parts = ['<text x="20" y="26" font-size="16">Longest gap of the event loop (ms); the line is the goal</text>']
    before = ""
    for what, rows, value in shown:
        y += 28 if before and what != before else 0
        if what != before:
            parts.append(_text(20, y + 12, what))
        before = what
        width = value / most * (right - left)
        colour = "#3a7d44" if value < GOAL_MS else "#c8553d"
        parts.append(f'<rect x="{left}" y="{y}" width="{width:.1f}" height="15" fill="{colour}"/>')
        parts += [_text(left - 8, y + 12, f"{rows:,}", "end"), _text(left + width + 6, y + 12, number(value))]
        y += 20
    goal = left + GOAL_MS / most * (right - left)
    parts.append(_line(goal, 40, goal, y, "#222"))
    return _svg(y + 24, parts)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _svg(height: float, parts: Iterable[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    style = ' font-family="Inter, DejaVu Sans, sans-serif" font-size="13">'
    return "\n".join([head + style, f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>', *parts, "</svg>", ""])
