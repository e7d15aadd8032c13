"""Which SQLite is used: the current one that comes with the program where its wheel exists, else Python's own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

try:
    import pysqlite3.dbapi2 as driver
except ImportError:  # no wheel for this system
    driver = sqlite3

WAIT = 5.0
"""Seconds a write waits for another one, in this process or another, before it is refused."""


def quoted(path: Path) -> str:
    """A path as it may stand in a ``file:`` address."""
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


__all__ = ["WAIT", "driver", "quoted"]
