"""Finding texts within items on SQLite: trigram indexes (FTS5) of their folded SKUs and titles.

What an index names are candidates: it knows which groups of three characters a text has, not in which order. Two marks
behind each text give its last characters a group to begin, so that one or two characters can be looked for as well.
The text itself is not kept twice; triggers on ``item`` keep the indexes in step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, TableClause, column, func, select, table, text

from rakumap.store.schema import item

COLUMNS = ("sku_key", "title_key")
MOST = 2_500
"""Above this many candidates a text is so common that the first of them are enough."""
GRAM = 3
_MOST_GRAMS, _MOST_TERMS = 8, 4_000
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
        f"{words}(rowid, {name}) SELECT id, {name} || {_MARKS} FROM item ORDER BY id",  # noqa: S608  # nosec B608 - names of ours
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


def asked(connection: Connection, name: str, wanted: str) -> list[str]:
    """What to ask the index of a column for a folded text, one after the other until the answer is short.

    Every row that holds the text answers to each; nothing: ask every row.
    """
    if "\0" in wanted:
        return [_quoted(_LAST * GRAM)]  # no text holds it
    return list(_grams(wanted)) if len(wanted) >= GRAM else _terms(connection, name, wanted)


def numbers(connection: Connection, name: str, match: str) -> list[int] | None:
    """The rows that answer, unless they are many."""
    grams, answers = _index(name, match)
    found = connection.execute(select(grams.c.rowid).where(answers).limit(MOST + 1)).scalars().all()
    return None if len(found) > MOST else list(found)


def is_among(key: ColumnElement[int], found: list[int]) -> ColumnElement[bool]:
    """Whether a number is one of these, however many."""
    return key.in_(select(func.json_each(json.dumps(found)).table_valued("value").c.value))


def in_turn(connection: Connection, name: str, match: str, fits: ColumnElement[bool], most: int) -> list[int]:
    """The first items among the rows that answer for which a condition holds, by number."""
    grams, answers = _index(name, match)
    # In this order the index has them: no more are looked at than are needed.
    query = select(grams.c.rowid).join(item, item.c.id == grams.c.rowid).where(answers, fits)
    return list(connection.execute(query.order_by(grams.c.rowid).limit(most)).scalars())


def _index(name: str, match: str) -> tuple[TableClause, ColumnElement[bool]]:
    grams = table(f"item_{name}_grams", column("rowid"), column(f"item_{name}_grams"))
    return grams, grams.c[f"item_{name}_grams"].op("MATCH")(match)


def _grams(wanted: str) -> Iterator[str]:
    """What to ask, first a little: every common group takes its time.

    The middle of each word tells most for the least; of a SKU it is the end, which is mostly rare.
    """
    words = [word for word in wanted.split() if len(word) >= GRAM]
    last = len(wanted) - GRAM
    if len(words) > 1:
        groups = [[word[(len(word) - GRAM) // 2 :][:GRAM] for word in words[:_MOST_GRAMS]]]
        steps: tuple[tuple[int, int], ...] = ((1, _MOST_GRAMS),)
    else:
        groups, steps = [], ((GRAM, 2), (GRAM, _MOST_GRAMS), (1, _MOST_GRAMS))
    for step, most in steps:
        places = range(last, -1, -step)[:most]
        group = [wanted[at : at + GRAM] for at in places]
        if group not in groups:
            groups.append(group)
    for group in groups:
        yield " AND ".join(_quoted(gram) for gram in group)


def _terms(connection: Connection, name: str, wanted: str) -> list[str]:
    """The groups that begin with one or two characters, to ask for any of them; nothing where they are too many."""
    terms = table(f"item_{name}_terms", column("term"))
    begins = terms.c.term.between(wanted, wanted + _LAST * GRAM)
    found = connection.execute(select(terms.c.term).where(begins).limit(_MOST_TERMS + 1)).scalars().all()
    if len(found) > _MOST_TERMS:
        return []
    return [" OR ".join(_quoted(term) for term in found) or _quoted(_LAST * GRAM)]


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'
