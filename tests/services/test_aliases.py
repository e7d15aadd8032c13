"""A SKU that a person linked on one channel is known on the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rakumap.core.aliases import with_alias
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, ForceReason, ItemKey, ListingKey, Outcome
from rakumap.core.suggestion import Confidence, ListingText, Suggested, Suggestion
from rakumap.services.reading import ReadOptions
from tests.services.shop import HEADER, Shop, opened


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """One channel whose listing XQ9 a person linked to the kettle."""
    with opened(tmp_path) as shop:
        path = tmp_path / "items.csv"
        path.write_text(
            "SKU,Title,Level\nKET-1,Larkmoor Enamel Kettle,10\nMUG-4,Larkmoor Enamel Mug,10\n", encoding="utf-8"
        )
        with shop.services.importing.open("inventory", path, ReadOptions(), Job()) as judged:
            judged.apply()
        shop.write(["id-1,XQ9,Kettle of Larkmoor in enamel blue,5,no,,,,,,"])
        shop.clock.to_next_half_hour()
        assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.DONE
        shop.link("XQ9", "KET-1")
        yield shop


def second(shop: Shop, *rows: str) -> ChannelId:
    """Another channel with these listings."""
    report = shop.report.with_name("second") / "report.csv"
    report.parent.mkdir()
    report.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    channel = shop.services.channels.add("report-file", "Second", {"path": str(report)}, enable=True)
    assert shop.sync.force(channel.id, Job(), ForceReason.OTHER).outcome is Outcome.DONE
    return channel.id


def reasons(shop: Shop, channel: ChannelId) -> dict[str, str]:
    return {one.listing.listing_id: one.reason for one in shop.services.suggesting.plan(channel, Job()).links}


def test_a_sku_known_from_another_channel_is_certain(shop: Shop) -> None:
    channel = second(shop, "b-1,XQ9,Larkmoor kettle,5,no,,,,,,", "b-2,XQ8,Something,5,no,,,,,,")
    assert reasons(shop, channel) == {"b-1": "alias"}


def test_a_sku_that_repeats_here_is_not(shop: Shop) -> None:
    channel = second(shop, "b-1,XQ9,Larkmoor kettle,5,no,,,,,,", "b-2,XQ9,Larkmoor kettle again,5,no,,,,,,")
    assert reasons(shop, channel) == {}


def test_what_contradicts_or_is_certain_otherwise_wins() -> None:
    listing = ListingText(ListingKey(1), "XQ9", "t")

    def made(auto: str, *codes: str) -> Suggested:
        return Suggested(listing, (Suggestion(ItemKey(1), "A", 0.5, Confidence.LIKELY, auto, codes),))

    known = {"XQ9": ItemKey(1)}
    assert with_alias(made("", "most_words"), known).candidates[0].auto == "alias"
    assert with_alias(made("", "most_words"), {"XQ9": ItemKey(2)}).candidates[0].auto == ""
    assert with_alias(made("", "most_words", "other_pack"), known).candidates[0].auto == ""
    assert with_alias(made("equal_barcode"), known).candidates[0].auto == "equal_barcode"


def test_the_board_knows_it_too_and_learns_it_later(shop: Shop) -> None:
    channel = second(shop, "b-1,XQ9,Larkmoor kettle,5,no,,,,,,", "b-2,XQ8,Something,5,no,,,,,,")
    shop.services.mapping.unlink([row.key for row in shop.listings("sku:=XQ9")])
    board = shop.services.suggesting.board()
    board.refresh(channel, Job())
    board.work(Job())
    assert autos(shop, channel) == []
    shop.link("XQ9", "KET-1")
    board.refresh(channel, Job())
    assert board.left == 1
    board.work(Job())
    board.close()
    assert autos(shop, channel) == ["alias"]


def autos(shop: Shop, channel: ChannelId) -> list[str]:
    waiting = shop.services.suggesting._reads.unlinked(channel)
    found = shop.services.queries.candidates([one.key for one in waiting])
    return [one.suggestion.auto for each in found.values() for one in each if one.suggestion.auto]
