"""Whether the table shows everything that belongs into it; on its own, so that asking loads nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rakumap.gui.listings_view import ListingsView


def is_complete(view: ListingsView) -> bool:
    """Whether there are rows in sight and the values of all of them were read."""
    model = view.listings
    if not model.rowCount():
        return False
    last = view.rowAt(view.viewport().height() - 1)
    rows = range(max(0, view.rowAt(0)), (model.rowCount() - 1 if last < 0 else last) + 1)
    return all(model.listing(model.key_at(row)) is not None for row in rows)
