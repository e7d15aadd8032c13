"""The journal read backwards: which entry comes next for Undo and Redo, and how it is reversed.

The journal is append-only. An entry counts as undone when the newest entry that targets it is an undo.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, select

from rakumap.core.errors import UserError
from rakumap.core.model import Applied, EntryId
from rakumap.store import changes
from rakumap.store.changes import Note, delta
from rakumap.store.schema import entry


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing an entry would do: how many rows go back, and which stay because they were edited since."""

    entry: EntryId
    action: str
    values: dict[str, str]
    count: int
    stays: int
    kept: tuple[str, ...]


def is_undone() -> ColumnElement[bool]:
    """Whether the entry of the surrounding query is undone now."""
    other = entry.alias("other")
    newest = select(other.c.kind).where(other.c.target == entry.c.id).order_by(other.c.id.desc()).limit(1)
    return func.coalesce(newest.correlate(entry).scalar_subquery(), "redo") == literal("undo")


def to_undo(connection: Connection, entry_id: EntryId | None) -> EntryId:
    """The entry to undo: the given one, or the newest that a person or an automatic run made."""
    query = select(entry.c.id).where(entry.c.kind == "do", entry.c.undoable == literal(1), ~is_undone())
    if entry_id is not None:
        query = query.where(entry.c.id == entry_id)
    found = connection.execute(query.order_by(entry.c.id.desc()).limit(1)).scalar_one_or_none()
    if found is None:
        raise UserError("nothing_to_undo") if entry_id is None else UserError("cannot_undo", entry=entry_id)
    return EntryId(found)


def to_redo(connection: Connection) -> EntryId:
    """The entry that was undone last, as long as nothing was done since."""
    done = select(func.max(entry.c.id)).where(entry.c.kind == "do", entry.c.undoable == literal(1), ~is_undone())
    last_done = connection.execute(done).scalar_one_or_none() or 0
    undo = entry.alias("undo")
    query = select(undo.c.target).join(entry, entry.c.id == undo.c.target)
    query = query.where(undo.c.kind == "undo", undo.c.id > last_done, is_undone())
    found = connection.execute(query.order_by(undo.c.id.desc()).limit(1)).scalar_one_or_none()
    if found is None:
        raise UserError("nothing_to_redo")
    return EntryId(found)


def reverse(connection: Connection, entry_id: EntryId, kind: str) -> Applied:
    """Undo the entry, or redo it (which is undoing its undo)."""
    source = entry_id
    if kind == "redo":
        newest = select(func.max(entry.c.id)).where(entry.c.target == entry_id)
        source = EntryId(connection.execute(newest).scalar_one())
    row = _row(connection, entry_id)
    changes.start(connection)
    changes.load_inverse(connection, source)
    note = Note(
        row.action,
        channel_id=row.channel_id,
        values=json.loads(row.details),
        undoable=False,
        kind=kind,
        target=entry_id,
    )
    return changes.commit(connection, note, strict=False, force_entry=True)


def preview(connection: Connection, entry_id: EntryId) -> UndoPreview:
    """What ``reverse`` would do, computed in temporary tables."""
    row = _row(connection, entry_id)
    changes.start(connection)
    changes.load_inverse(connection, entry_id)
    changes.mark_stale(connection)
    kind = changes.row_kind()
    rows = select(kind, delta.c.key, func.min(delta.c.ok).label("ok")).group_by(kind, delta.c.key)
    per_row = rows.subquery()
    ok = connection.execute(select(func.count()).select_from(per_row).where(per_row.c.ok == 1)).scalar_one()
    stays = connection.execute(select(func.count()).select_from(per_row).where(per_row.c.ok == 0)).scalar_one()
    kept = changes.names_of_skipped(connection) if stays else ()
    return UndoPreview(entry_id, row.action, json.loads(row.details), ok, stays, kept)


def _row(connection: Connection, entry_id: EntryId) -> Any:
    query = select(entry.c.action, entry.c.channel_id, entry.c.details).where(entry.c.id == entry_id)
    return connection.execute(query).one()


def found(find: Callable[[Connection, EntryId | None], EntryId], connection: Connection) -> EntryId | None:
    """What ``to_undo`` or ``to_redo`` finds; ``None`` instead of an error."""
    try:
        return find(connection, None)
    except UserError:
        return None
