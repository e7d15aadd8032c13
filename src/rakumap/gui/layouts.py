"""Layouts: which columns a channel's table shows, in which order, how wide and how sorted; kept in the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from rakumap.core.model import ChannelId
from rakumap.gui.cells import FIRST, KEYS, Column
from rakumap.gui.context import SettingsBox
from rakumap.system.settings import Layout

FIRST_SORT = "title"


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One channel's table. ``widths`` is empty while the columns fit by themselves."""

    columns: tuple[Column, ...] = FIRST
    widths: dict[Column, int] = field(default_factory=dict)
    sort: str = FIRST_SORT
    descending: bool = False


def load(settings: SettingsBox, channel: ChannelId) -> TableLayout:
    """The layout kept for a channel; what is unknown in it is left out."""
    kept = settings.value.layouts.get(str(channel))
    if kept is None:
        return TableLayout()
    columns = tuple(KEYS[key] for key in kept.columns if key in KEYS)
    widths = {KEYS[key]: width for key, width in kept.widths.items() if key in KEYS}
    sort = kept.sort if kept.sort in KEYS else FIRST_SORT
    return TableLayout(columns or FIRST, widths, sort, kept.descending and kept.sort in KEYS)


def store(settings: SettingsBox, channel: ChannelId, layout: TableLayout) -> None:
    """Keep a channel's layout."""
    kept = Layout(
        tuple(column.key for column in layout.columns),
        {column.key: width for column, width in layout.widths.items()},
        layout.sort,
        layout.descending,
    )
    settings.put(layouts={**settings.value.layouts, str(channel): kept})
