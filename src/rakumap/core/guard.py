"""The formula guard: an apostrophe before a text that a spreadsheet would run, taken off again exactly.

A text is risky when, behind any apostrophes, it starts with ``= + - @`` (or their full-width forms, which Japanese
spreadsheets read alike), a tab or a line end, and is no negative number (OWASP, CSV injection). Guarding puts one
apostrophe before a risky text, unguarding takes one off, and since neither changes what stands behind the apostrophes,
each undoes the other for every text.
"""

from __future__ import annotations

import re

STARTS = frozenset("=+-@\t\r\n＝＋－＠'")
"""First characters of texts to look at more closely; all others are safe."""

_RISKY = re.compile(r"'*(?!-(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?\Z)[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Return the text as it can be put into a CSV cell."""
    return f"'{text}" if text[:1] in STARTS and _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` made this cell of."""
    return text[1:] if text[:1] == "'" and _RISKY.match(text) else text
