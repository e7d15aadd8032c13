"""Records are known again by their digest only where every cell is the same and would be read the same way."""

from __future__ import annotations

from collections.abc import Sequence

from rakumap.core.model import ReportRow
from rakumap.tables.digest import Digests
from rakumap.tables.typed import report_rows
from tests.tables.conftest import Save
from tests.tables.test_table_typed import table_of

TEXT = "sku,title,price\nA,Mug,1\nB,Cup,2\n =C,Pot,x\nA,Mug,1\n"


def test_what_is_known_is_left_out_and_the_rest_has_digests(save: Save) -> None:
    table, columns = table_of(save, TEXT, "report")
    asked: list[tuple[int, int]] = []

    def recognise(lines: Sequence[int], digests: Sequence[int]) -> list[bool]:
        asked.extend(zip(lines, digests, strict=True))
        return [line == 3 for line in lines]

    rows = [one for one in report_rows(table, columns, recognise=recognise) if isinstance(one, ReportRow)]
    assert [one.line for one in rows] == [2, 4, 5]
    assert [one.digest for one in rows] == [dict(asked)[2], None, dict(asked)[5]]
    assert dict(asked)[2] == dict(asked)[5] != dict(asked)[3]


def test_nobody_asks_and_there_are_no_digests(save: Save) -> None:
    assert all(getattr(one, "digest", None) is None for one in report_rows(*table_of(save, TEXT, "report")))


def test_another_way_of_reading_is_another_digest() -> None:
    rows = [("A", "1,5")]
    ways = [
        ({"sku": 0, "price": 1}, "."),
        ({"sku": 0, "price": 1}, ","),
        ({"sku": 1, "price": 0}, "."),
        ({"sku": 0}, "."),
    ]
    assert len({Digests(*way).of(rows)[0] for way in ways}) == len(ways)  # type: ignore[index]


def test_cells_that_move_are_another_digest() -> None:
    digests = Digests({"sku": 0}, ".")
    assert digests.of([("a", "b c")]) != digests.of([("a b", "c")])
    assert digests.of([("a\0b", "c")]) is None
    assert digests.of([]) == ()
