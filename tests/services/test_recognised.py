"""What a report's rows said last time is not read again; nothing that changed may hide behind that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from rakumap.core.job import Job
from rakumap.core.model import Outcome, State
from rakumap.store.seen import Seen
from rakumap.tables import digest
from tests.services.shop import Shop, rows

SKUS = [*"ABCDEFGHIJ"]


@pytest.fixture
def hits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows of each batch were recognised."""
    counts: list[int] = []
    recognise: Callable[[Seen, Sequence[int], Sequence[int]], list[bool]] = Seen.recognise

    def counted(self: Seen, lines: Sequence[int], digests: Sequence[int]) -> list[bool]:
        found = recognise(self, lines, digests)
        counts.append(sum(found))
        return found

    monkeypatch.setattr(Seen, "recognise", counted)
    return counts


def fetch(shop: Shop, lines: Sequence[str] | None = None, **more: str) -> Outcome:
    if lines is not None:
        shop.write(lines, **more)
    return shop.sync.fetch_now(shop.channel.id, Job()).outcome


def configure(shop: Shop, **settings: str) -> None:
    shop.services.channels.configure(shop.channel.id, settings={**shop.channel.settings, **settings})


def prices(shop: Shop) -> list[Decimal | None]:
    return [one.price for one in shop.listings()]


def test_unchanged_rows_are_recognised_and_a_changed_one_is_not(shop: Shop, hits: list[int]) -> None:
    fetch(shop, rows(*SKUS))
    assert fetch(shop, rows("A", quantity=6) + rows(*SKUS[1:])) is Outcome.DONE
    assert hits == [0, 9]
    assert [one.channel_quantity for one in shop.listings()] == [6, *[5] * 9]


@pytest.mark.parametrize(("place", "value"), [(1, "A2"), (2, "Other"), (3, "4"), (4, "yes"), (5, "1.50"), (7, "123")])
def test_a_change_of_any_field_arrives(shop: Shop, hits: list[int], place: int, value: str) -> None:
    fetch(shop, rows(*SKUS))
    cells = rows("A")[0].split(",")
    cells[place] = value
    fetch(shop, [",".join(cells), *rows(*SKUS[1:])])
    assert hits[-1] == 9
    run = shop.services.queries.runs()[0]
    assert (run.changed, run.new, run.gone) == (1, 0, 0)


def test_another_mapping_reads_every_row_anew(shop: Shop, hits: list[int]) -> None:
    header = "listing_id,sku,title,quantity,price,sale"
    lines = [f"id-{sku},{sku},T {sku},5,9.99,4.50" for sku in SKUS]
    fetch(shop, lines, header=header)
    configure(shop, **{"map.price": "sale"})
    assert fetch(shop, lines, header=header) is Outcome.DONE
    assert (sum(hits), prices(shop)) == (0, [Decimal("4.5")] * 10)


def test_another_order_of_the_columns_reads_every_row_anew(shop: Shop, hits: list[int]) -> None:
    fetch(shop, [f"id-{sku},{sku},T,5,6" for sku in SKUS], header="listing_id,sku,title,quantity,price")
    fetch(shop, [f"id-{sku},{sku},T,5,6" for sku in SKUS], header="listing_id,sku,title,price,quantity")
    assert (sum(hits), prices(shop)) == (0, [Decimal(5)] * 10)
    assert {one.channel_quantity for one in shop.listings()} == {6}


def test_another_decimal_mark_reads_every_row_anew(shop: Shop, hits: list[int]) -> None:
    lines = [f'id-{sku},{sku},T,"1,250"' for sku in SKUS]
    configure(shop, decimal=",")
    fetch(shop, lines, header="listing_id,sku,title,price")
    assert prices(shop) == [Decimal("1.25")] * 10
    configure(shop, decimal=".")
    fetch(shop, lines, header="listing_id,sku,title,price")
    assert sum(hits) == 0
    assert prices(shop) != [Decimal("1.25")] * 10


def test_another_delimiter_makes_other_rows(shop: Shop, hits: list[int]) -> None:
    header = "listing_id;sku;title;note,more"
    lines = [f"id-{sku};{sku};T;x,y" for sku in SKUS]
    fetch(shop, lines, header=header)
    configure(shop, delimiter=",")
    assert fetch(shop, lines, header=header) is Outcome.FAILED, "no column of it is known now"
    assert (sum(hits), len(shop.listings())) == (0, 10)


def test_another_version_of_the_program_reads_every_row_anew(
    shop: Shop, hits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(shop, rows(*SKUS))
    monkeypatch.setattr(digest, "__version__", "99")
    fetch(shop, [*rows(*SKUS), *rows("K")])
    assert sum(hits) == 0


def test_what_was_gone_comes_back_with_the_very_row_it_had(shop: Shop, hits: list[int]) -> None:
    fetch(shop, rows(*SKUS))
    shop.items("A")
    shop.link("A")
    fetch(shop, rows(*SKUS[1:]))
    assert shop.services.queries.find_listings(shop.channel.id, "A")[0].state is State.GONE
    fetch(shop, rows(*SKUS))
    assert hits[-1] == 9
    (one,) = shop.services.queries.find_listings(shop.channel.id, "A")
    assert (one.state, one.linked_to) == (State.LINKED, "A")


def test_what_people_decided_stands_and_is_no_reason_to_read(shop: Shop, hits: list[int]) -> None:
    unlimited = "id-A,A,Title A,,yes,9.99,GBP,,,,"
    fetch(shop, [unlimited, *rows(*SKUS[1:])])
    a, b = (shop.services.queries.find_listings(shop.channel.id, sku)[0] for sku in "AB")
    assert a.ignore_sync
    shop.services.mapping.set_flag([a.key], "ignore_sync", False)  # noqa: FBT003
    shop.services.mapping.set_flag([b.key], "ignore_sync", True)  # noqa: FBT003
    shop.items("C")
    shop.link("C")
    fetch(shop, [unlimited, *rows(*SKUS[1:-1]), *rows("J", quantity=1)])
    assert hits[-1] == 9
    kept = {one.sku: (one.ignore_sync, one.linked_to) for one in shop.listings("is:all")}
    assert (kept["A"], kept["B"], kept["C"]) == ((False, None), (True, None), (False, "C"))


def test_a_problem_is_said_again_by_every_report(shop: Shop, hits: list[int]) -> None:
    bad = ["id-K,K,Title K,5,no,cheap,GBP,,,,", ",,nothing,1,no,1,GBP,,,,"]
    fetch(shop, [*rows(*SKUS), *bad])
    first = [(one.line, one.code) for one in shop.services.queries.problems(shop.channel.id)]
    fetch(shop, [*rows(*SKUS), *bad, *rows("L")])
    assert hits[-1] == 10
    assert [(one.line, one.code) for one in shop.services.queries.problems(shop.channel.id)] == first
    assert len(first) == 2


def test_only_the_newest_report_counts_not_one_before_it(shop: Shop, hits: list[int]) -> None:
    for quantity in (5, 6, 5):
        fetch(shop, rows(*SKUS, quantity=quantity))
    assert hits == [0, 0, 0]
    assert {one.channel_quantity for one in shop.listings()} == {5}
