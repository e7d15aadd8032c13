"""Rows of the last report are recognised by their digests; what comes of a report is the same as if they were read."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

import pytest

from rakumap.core.model import Problem, ReportRow
from rakumap.store import seen
from rakumap.store.maintenance import diagnose
from tests.store.shop import TABLES, Shop, row, statements, unread

WATCHED = (*TABLES, "entry", "change", "run")
SKUS, IDS = ["", *"ABCDE"], [None, *"12345", "A", "sku:B"]


def digested(rows: Sequence[ReportRow | Problem]) -> list[ReportRow | Problem]:
    """Rows as a reader gives them that knows digests: one for each row without a problem."""
    return [one if isinstance(one, Problem) else replace(one, digest=crc32(repr(one).encode()) + 1) for one in rows]


def some_rows(chance: random.Random) -> list[ReportRow | Problem]:
    rows: list[ReportRow | Problem] = []
    for _ in range(chance.randrange(9)):
        sku, listing_id = chance.choice(SKUS), chance.choice(IDS)
        if sku or listing_id:
            parent = chance.choice([None, None, *SKUS[1:4], *IDS[1:4]])
            rows.append(row(sku, listing_id, "T", quantity=chance.randrange(2), parent_id=parent))
    return rows


def next_report(chance: random.Random, last: list[ReportRow | Problem]) -> list[ReportRow | Problem]:
    """Most of the last report, in another order, some changed, some gone, some twice, some new."""
    kept = [one for one in last if chance.random() < 0.8 and isinstance(one, ReportRow)]
    changed = [replace(one, quantity=7) if chance.random() < 0.1 else one for one in kept]
    again = [one for one in changed if chance.random() < 0.1]
    found: list[ReportRow | Problem] = [*changed, *again, *some_rows(chance)[: chance.randrange(3)]]
    chance.shuffle(found)
    return [*found, unread()] if chance.random() < 0.15 else found


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("steps", [0, 20])
def test_a_report_read_in_part_does_what_one_read_whole_does(
    shop: Shop, make_shop: Callable[[], Shop], monkeypatch: pytest.MonkeyPatch, seed: int, steps: int
) -> None:
    monkeypatch.setattr(seen, "STEPS", steps)
    chance = random.Random(seed)  # noqa: S311
    quick, whole = shop, make_shop()
    rows = some_rows(chance)
    for _ in range(8):
        assert quick.report(*digested(rows)) == whole.report(*rows)
        assert _without_times(quick) == _without_times(whole)
        rows = next_report(chance, rows)
    assert [one.code for one in diagnose(quick.database)] == [one.code for one in diagnose(whole.database)]


def _without_times(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: [tuple(value for value in found if not isinstance(value, datetime)) for found in rows]
        for name, rows in shop.dump(*WATCHED).items()
    }


def test_rows_that_are_as_they_were_are_not_staged(shop: Shop) -> None:
    rows = digested([row(f"S{n}", str(n)) for n in range(100)])
    shop.report(*rows)
    assert shop.staged_rows(*rows) == 0
    changed = [row("S7", "7", quantity=1), *rows[:7], *rows[8:]]
    assert shop.staged_rows(*changed) == 1


def test_a_changed_row_brings_those_it_bears_upon(shop: Shop) -> None:
    family = digested([row("P", "1"), row("C", "2", parent_id="1"), row("D", "3", parent_id="P"), row("E", "4")])
    shop.report(*family)
    assert shop.staged_rows(*family[:1], row("C", "2"), *family[2:]) == 3


def test_as_many_statements_for_many_recognised_rows_as_for_few(make_shop: Callable[[], Shop]) -> None:
    def counted(count: int) -> int:
        shop = make_shop()
        rows = digested([row(f"S{n}", str(n)) for n in range(count)])
        shop.report(*rows)
        changed = [row(f"S{n}", str(n), quantity=1) for n in range(count // 2)]
        return len(statements(lambda: shop.report(*changed, *rows[count // 2 :])))

    assert counted(10) == counted(300)
