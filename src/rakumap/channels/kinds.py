"""The kinds of channels there are, made from their settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rakumap.channels.connector import REPORT_FILE, Connector, check, settings_of
from rakumap.channels.report_file import ReportFile


def _report_file(settings: Mapping[str, str], secrets: Mapping[str, str]) -> Connector:
    return ReportFile(settings, secrets.get("authorization"))


KINDS: Mapping[str, Callable[[Mapping[str, str], Mapping[str, str]], Connector]] = {REPORT_FILE: _report_file}
"""How each kind is made from its settings and its secrets."""


def connector(kind: str, settings: Mapping[str, str], secrets: Mapping[str, str] | None = None) -> Connector:
    """Make the connector of a channel; ``UserError`` for a kind that is not there (yet) or settings it cannot use."""
    settings_of(kind)
    return KINDS[kind](check(kind, settings), secrets or {})
