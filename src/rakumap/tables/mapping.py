"""Which column of a file is which field: what the person said first, then the headers that are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rakumap.core.errors import UserError
from rakumap.core.headers import FIELD_SYNONYMS, REQUIRED, FileKind, header_key, match_headers

_PROVENANCE: Mapping[FileKind, tuple[str, ...]] = {FileKind.LINKS: ("linked_by", "linked_at", "reason")}
"""Fields that our own exports add; only their own names stand for them, and once at most."""


def resolve(kind: str, header: Sequence[str], mapping: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return field -> column index for a file of the kind; ``mapping`` is field -> header, blank for not in the file.

    Raises ``UserError`` ``map_unknown_field`` or ``map_unknown_header``, which list what there is, and
    ``header_repeats`` when a header that is used stands twice in the file.
    """
    known = tuple(dict.fromkeys((*FIELD_SYNONYMS[FileKind(kind)], *_PROVENANCE.get(FileKind(kind), ()))))
    said: dict[str, int] = {}
    for field, name in (mapping or {}).items():
        if field not in known:
            raise UserError("map_unknown_field", field=field, known=", ".join(known))
        if name.strip():
            said[field] = _column(header, name)
    # A header that the person gave away is not free to be guessed, nor is a field guessed that they settled.
    taken = frozenset(said.values())
    free = ["" if column in taken else name for column, name in enumerate(header)]
    found = _guessed(FileKind(kind), free, mapping or {}) | said
    return {field: found[field] for field in known if field in found}


def _guessed(kind: FileKind, header: Sequence[str], settled: Collection[str]) -> dict[str, int]:
    places: dict[str, list[int]] = {}
    for column, name in enumerate(header):
        if name:
            places.setdefault(header_key(name), []).append(column)
    found: dict[str, int] = {}
    for field, name in match_headers(kind, header).items():
        if field in settled:
            continue
        columns = places[header_key(name)]
        if len(columns) > 1:
            raise UserError("header_repeats", header=name)
        found[field] = columns[0]
    for field in _PROVENANCE.get(kind, ()):
        columns = places.get(header_key(field), [])
        if field not in (*found, *settled) and len(columns) == 1 and columns[0] not in found.values():
            found[field] = columns[0]
    return found


def _column(header: Sequence[str], name: str) -> int:
    """Find the column of a header a person named, exactly or but for case, width and punctuation."""
    exact = [column for column, other in enumerate(header) if other == name.strip()]
    alike = exact or [column for column, other in enumerate(header) if other and header_key(other) == header_key(name)]
    if len(alike) > 1:
        raise UserError("header_repeats", header=name)
    if not alike or not name.strip():
        raise UserError("map_unknown_header", header=name, known=", ".join(other for other in header if other))
    return alike[0]


def missing(kind: str, resolved: Mapping[str, int], needed: Collection[str] | None = None) -> list[str]:
    """Return the fields that are needed (by default: those a file of the kind cannot do without) and not there."""
    wanted = REQUIRED[FileKind(kind)] if needed is None else needed
    return [field for field in wanted if field not in resolved]


def require(
    kind: str, resolved: Mapping[str, int], header: Sequence[str], needed: Collection[str] | None = None
) -> None:
    """Raise ``UserError`` ``columns_missing``, naming them and the headers there are, unless all are there."""
    lacking = missing(kind, resolved, needed)
    if lacking:
        found = ", ".join(name for name in header if name)
        raise UserError("columns_missing", missing=", ".join(lacking), header=found)
