"""Finding texts within items on SQLite: trigram indexes (FTS5) of their folded SKUs and titles.

What an index names are candidates: it knows which groups of three characters a text has, not in which order. Two marks
behind each text give its last characters a group to begin, so that one or two characters can be looked for as well.
The text itself is not kept twice; triggers on ``item`` keep the indexes in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, column, func, literal, select, table, text

COLUMNS = ("sku_key", "title_key")
MOST = 8_000
"""Above this many candidates a text is so common that going through the items in their order finds enough."""
_GRAM, _MOST_GRAMS, _MOST_TERMS = 3, 8, 1_500
_MARKS = "char(1, 1)"
_LAST = "\U0010ffff"


def _statements(name: str) -> list[str]:
    grams, words = f"item_{name}_grams", f"INSERT INTO item_{name}_grams"
    add = f"{words}(rowid, {name}) VALUES (new.id, new.{name} || {_MARKS})"
    drop = f"{words}({grams}, rowid, {name}) VALUES ('delete', old.id, old.{name} || {_MARKS})"
    options = "content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1'"
    return [
        f"CREATE VIRTUAL TABLE {grams} USING fts5({name}, {options})",
        f"CREATE VIRTUAL TABLE item_{name}_terms USING fts5vocab({grams}, row)",
        f"{words}(rowid, {name}) SELECT id, {name} || {_MARKS} FROM item ORDER BY id",  # noqa: S608 - names of ours
        f"CREATE TRIGGER {grams}_insert AFTER INSERT ON item BEGIN {add}; END",
        f"CREATE TRIGGER {grams}_delete AFTER DELETE ON item BEGIN {drop}; END",
        f"CREATE TRIGGER {grams}_update AFTER UPDATE OF {name} ON item WHEN new.{name} IS NOT old.{name} "
        f"BEGIN {drop}; {add}; END",
    ]


def create(connection: Connection) -> None:
    """Make the indexes, with what the store holds now."""
    for name in COLUMNS:
        for statement in _statements(name):
            connection.execute(text(statement))


def candidates(connection: Connection, name: str, wanted: str) -> Select[Any] | None:
    """A query for all items that may hold a folded text in this column; ``None``: they are too many."""
    grams = table(f"item_{name}_grams", column("rowid"), column(f"item_{name}_grams"))
    rows = select(grams.c.rowid)
    if "\0" in wanted:
        return rows.where(literal(0) == literal(1))  # no text holds it
    asked = _grams(wanted) if len(wanted) >= _GRAM else _terms(connection, name, wanted)
    for one in asked:
        query = rows.where(grams.c[f"item_{name}_grams"].op("MATCH")(one))
        if is_short(connection, query):
            return query
    return None


def is_short(connection: Connection, query: Select[Any]) -> bool:
    """Whether a query has at most ``MOST`` rows."""
    some = query.limit(MOST + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) <= MOST


def _grams(wanted: str) -> Iterator[str]:
    """What to ask, first a little: the end of a SKU is mostly rare, and every common group takes its time."""
    last = len(wanted) - _GRAM
    asked: list[range] = []
    for step, most in ((_GRAM, 2), (_GRAM, _MOST_GRAMS), (1, _MOST_GRAMS)):
        places = range(last, -1, -step)[:most]
        if places not in asked:
            asked.append(places)
            yield " AND ".join(_quoted(wanted[at : at + _GRAM]) for at in places)


def _terms(connection: Connection, name: str, wanted: str) -> list[str]:
    """The groups that begin with one or two characters, to ask for any of them; nothing where they are too many."""
    terms = table(f"item_{name}_terms", column("term"))
    begins = terms.c.term.between(wanted, wanted + _LAST * _GRAM)
    found = connection.execute(select(terms.c.term).where(begins).limit(_MOST_TERMS + 1)).scalars().all()
    if len(found) > _MOST_TERMS:
        return []
    return [" OR ".join(_quoted(term) for term in found) or _quoted(_LAST * _GRAM)]


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'
