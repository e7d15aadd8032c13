"""P5: the inventory search of the real store, for texts of 1 to 40 characters, beside LIKE with the same ranks."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.children import Broke
from bench.data import sku_of
from bench.figures import FASTER, VALUE, Figure
from bench.raw import reading
from rakumap.bootstrap import Services, open_services
from rakumap.core.model import InventoryItem
from rakumap.core.text import folded
from rakumap.system.paths import Paths

LIMIT, REPEATS = 100, 3
LIKE = """
SELECT sku_key, title_key, barcode FROM item
WHERE deleted = 0 AND (sku_key LIKE :inside ESCAPE '!' OR title_key LIKE :inside ESCAPE '!' OR barcode = :text)
ORDER BY CASE WHEN sku_key = :text OR barcode = :text OR title_key = :text THEN 0
  WHEN sku_key LIKE :prefix ESCAPE '!' OR title_key LIKE :prefix ESCAPE '!' THEN 1 ELSE 2 END, sku_key LIMIT :limit
"""


def terms(rows: int) -> dict[str, list[str]]:
    """What is searched for, by kind."""
    chance = random.Random(7)  # noqa: S311 - invented data, not a secret
    some = [sku_of(chance.randrange(rows)) for _ in range(6)]
    long = "Larkmoor Foldable Steel Storage Box with Lid No. 12"
    return {
        "1": list("stk9.ü"),
        "2": ["st", "kw", "9.", "zq", "30", "öd", "ug", "x4"],
        "3+": [
            *some,
            *(sku[1:5] for sku in some[:3]),
            *("mug", "ste", "larkmoor", "königs", "steel mug", "oak desk lamp", "pack of 6", "no. 77", "ZZZ-none"),
            *(long[:length] for length in (5, 13, 26, 40)),
            "2" + "0" * 6,
        ],
    }


def search(profile: Path, rows: int) -> Iterator[Figure]:
    """The figures of P5."""
    wanted = terms(rows)
    with open_services(Paths.of(profile)) as services:
        began = time.perf_counter()
        services.queries.search("steel", LIMIT)
        first = (time.perf_counter() - began) * 1000
        _check(services, profile, [text for texts in wanted.values() for text in texts])
        ours = {
            kind: [_ours(services, text) for text in texts for _ in range(REPEATS)] for kind, texts in wanted.items()
        }
    like = _likes(profile, [*wanted["1"], *wanted["2"], *wanted["3+"]])
    short, long = ours["1"] + ours["2"], ours["3+"]
    yield Figure("P5", "search for 3 to 40 characters", rows, "ms", long, "p95", sense=VALUE, limit=25)
    yield Figure("P5", "search for 1 or 2 characters", rows, "ms", short, "p95", sense=VALUE, limit=50)
    yield Figure("P5", "search, all texts", rows, "ms", short + long, "median", "ranked LIKE", like, "", FASTER, 10)
    yield Figure("", "the first search of a process", rows, "ms", [first])


def _ours(services: Services, text: str) -> float:
    began = time.perf_counter()
    services.queries.search(text, LIMIT)
    return (time.perf_counter() - began) * 1000


def _like(connection: Any, text: str) -> list[tuple[str, str, str | None]]:
    plain = folded(text)
    safe = plain.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    values = {"inside": f"%{safe}%", "prefix": f"{safe}%", "text": plain, "limit": LIMIT}
    found: list[tuple[str, str, str | None]] = connection.execute(LIKE, values).fetchall()
    return found


def _likes(profile: Path, texts: Sequence[str]) -> list[float]:
    taken = []
    with reading(profile / "rakumap.db") as connection:
        for text in texts:
            began = time.perf_counter()
            _like(connection, text)
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def _check(services: Services, profile: Path, texts: Sequence[str]) -> None:
    """Both must find as many, exact ones before those that begin with the text before the rest."""
    with reading(profile / "rakumap.db") as connection:
        for text in texts:
            plain = [_tier(text, *row) for row in _like(connection, text)]
            ours = [_tier_of(text, item) for item in services.queries.search(text, LIMIT)]
            if ours != plain:
                raise Broke(f"the search for {text!r} is ranked otherwise than LIKE: {ours[:5]} {plain[:5]}")


def _tier_of(text: str, item: InventoryItem) -> int:
    return _tier(text, folded(item.sku), folded(item.title), item.barcode)


def _tier(text: str, sku: str, title: str, barcode: str | None) -> int:
    wanted = folded(text)
    if wanted in (sku, title, barcode):
        return 0
    return 1 if sku.startswith(wanted) or title.startswith(wanted) else 2
