"""First rows: which listings stood on top of the list when it was shown last, so that the next start shows them at once.

Only keys are kept: what a row says is read from the store. Should the list begin otherwise by now, it is put right a
moment later, when it is read as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings

from rakumap.core.model import ChannelId, ListingKey, ListingQuery
from rakumap.gui import layouts
from rakumap.gui.context import SettingsBox

COUNT = 96
"""Rows kept: more than a window shows."""
_QUERY, _KEYS = "first_rows/query", "first_rows/keys"


def keep(ini: QSettings, query: ListingQuery, keys: Sequence[int]) -> None:
    """Note the top of a list. One that a filter narrows is not what the next start shows."""
    if not query.text:
        ini.setValue(_QUERY, _name(query))
        ini.setValue(_KEYS, ",".join(str(key) for key in keys[:COUNT]))


def kept(ini: QSettings, settings: SettingsBox) -> tuple[ListingQuery, list[ListingKey]] | None:
    """The list that the next start shows first, and the keys on top of it; ``None`` when that was not noted."""
    last = settings.value.last_channel
    if not last.isdecimal():
        return None
    channel = ChannelId(int(last))
    layout = layouts.load(settings, channel)
    query = ListingQuery(channel, "", layout.sort, layout.descending)
    words = str(ini.value(_KEYS, "")).split(",")
    if ini.value(_QUERY) != _name(query) or not all(word.isdecimal() for word in words):
        return None
    return query, [ListingKey(int(word)) for word in words[:COUNT]]


def _name(query: ListingQuery) -> str:
    return f"{query.channel_id}/{query.sort}/{'down' if query.descending else 'up'}"
