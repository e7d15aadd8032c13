"""Where inventory can come from: the settings of each kind of source. These are no channels."""

from __future__ import annotations

from collections.abc import Mapping

from rakumap.channels.connector import Setting, check
from rakumap.core.errors import UserError

LINNWORKS = "linnworks"

SOURCES: Mapping[str, tuple[Setting, ...]] = {
    LINNWORKS: (
        Setting("base_url", "setting.base_url", default="https://api.linnworks.net"),
        Setting("location", "setting.location", default="Default"),
        Setting("source", "setting.source"),
        Setting("sub_source", "setting.sub_source"),
        Setting("application_id", "setting.application_id", required=True, secret=True),
        Setting("application_secret", "setting.application_secret", required=True, secret=True),
        Setting("install_token", "setting.install_token", required=True, secret=True),
    ),
}
"""The keys of every kind of source, in the order they are asked for."""


def check_source(kind: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Do for a source of inventory what ``check`` does for a channel."""
    return check(kind, settings, source_settings_of(kind))


def source_settings_of(kind: str) -> tuple[Setting, ...]:
    """Give the keys of a kind of source; ``UserError`` "kind_not_available" for one that is not there."""
    if kind not in SOURCES:
        raise UserError("kind_not_available", kind=kind, known=", ".join(SOURCES))
    return SOURCES[kind]
