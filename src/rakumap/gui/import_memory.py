"""How files with the same header were read before: the profile of a header among the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rakumap.system.settings import ImportProfile, Settings

MOST = 50
"""Profiles that are kept; the oldest go."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of a header."""

    mapping: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)
    """``encoding``, ``delimiter``, ``decimal``; only what a person chose."""


def signature(kind: str, header: Sequence[str]) -> str:
    """The key of a header among the profiles."""
    return f"{kind}-{hashlib.sha256(chr(31).join(header).encode('utf-8', 'replace')).hexdigest()[:16]}"


def recalled(settings: Settings, kind: str, header: Sequence[str]) -> Recalled:
    """How a file of this kind and header was read last."""
    known = settings.imports.get(signature(kind, header))
    if known is None:
        return Recalled()
    ways = {"encoding": known.encoding, "delimiter": known.delimiter, "decimal": known.decimal}
    return Recalled(dict(known.mapping), dict(known.defaults), {name: way for name, way in ways.items() if way})


def remembered(
    settings: Settings,
    kind: str,
    header: Sequence[str],
    mapping: Mapping[str, str],
    defaults: Mapping[str, str],
    ways: Mapping[str, str],
) -> dict[str, ImportProfile]:
    """The profiles with this one as the newest."""
    key = signature(kind, header)
    kept = {name: profile for name, profile in settings.imports.items() if name != key}
    for oldest in list(kept)[: max(0, len(kept) - MOST + 1)]:
        del kept[oldest]
    made = ImportProfile(
        dict(mapping), dict(defaults), ways.get("encoding", ""), ways.get("delimiter", ""), ways.get("decimal", "")
    )
    return {**kept, key: made}
