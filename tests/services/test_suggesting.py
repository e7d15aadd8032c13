"""Autolink looks at the inventory only where it must, and links what suggestions call certain all the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from rakumap.core.autolink import Choice
from rakumap.core.job import Job
from rakumap.core.model import ForceReason, Outcome
from rakumap.services.reading import ReadOptions
from tests.services.shop import HEADER, Shop, opened

WORDS = [
    "Larkmoor",
    "Kettle",
    "Mug",
    "Enamel",
    "Oak",
    "Blue",
    "Red",
    "Pack of 2",
    "Pack of 6",
    "500 ml",
    "250 ml",
    "KX-4410",
    "KX-4420",
    "Large",
]
CODES = ("4006381333931", "04006381333931", "5000000000005", "2000000000008", "")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A channel without listings, and no items."""
    with opened(tmp_path) as made:
        yield made


def fill(shop: Shop, folder: Path, items: list[list[str]], listings: list[list[str]]) -> None:
    """Import the items; refresh with the listings (id, SKU, title, barcode)."""
    path = folder / "items.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["SKU", "Title", "Barcode"], *items])
    with shop.services.importing.open("inventory", path, ReadOptions(), Job()) as judged:
        judged.apply()
    column = HEADER.split(",").index("barcode")
    with shop.report.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        for key, sku, title, barcode in listings:
            row = [key, sku, title, "5", "no", *[""] * (len(HEADER.split(",")) - 5)]
            row[column] = barcode
            writer.writerow(row)
    assert shop.sync.force(shop.channel.id, Job(), ForceReason.OTHER).outcome is Outcome.DONE


def invented(chance: random.Random) -> tuple[list[list[str]], list[list[str]]]:
    """A small shop in which titles, SKUs and barcodes repeat and contradict each other."""

    def title() -> str:
        return " ".join(chance.sample(WORDS, chance.randint(1, 5)))

    items = [[f"SKU-{place}", title(), chance.choice(CODES)] for place in range(60)]
    listings: list[list[str]] = []
    for place, item in enumerate([*items, *chance.choices(items, k=6)]):
        sku = item[0] if chance.random() < 0.8 else f"OTHER-{place}"
        same = item[1] if chance.random() < 0.5 else item[1].upper()
        barcode = item[2] if chance.random() < 0.5 else chance.choice(CODES)
        listings.append([f"id-{place:03d}", sku, same if chance.random() < 0.6 else title(), barcode])
    return items, listings


@pytest.mark.parametrize("seed", range(4))
def test_autolink_links_what_suggestions_call_certain(shop: Shop, tmp_path: Path, seed: int) -> None:
    fill(shop, tmp_path, *invented(random.Random(seed)))
    wanted = {
        (suggested.listing.listing_id, one.sku, one.auto)
        for suggested in shop.services.suggesting.suggest(shop.channel.id, Job())
        for one in suggested.candidates
        if one.auto
    }
    links = shop.services.suggesting.plan(shop.channel.id, Job()).links
    assert wanted
    assert {(one.listing.listing_id, one.item.sku, one.reason) for one in links} == wanted
    assert [one.listing.listing_id for one in links] == sorted(one.listing.listing_id for one in links)


def test_no_title_is_compared_where_keys_and_titles_settle_all(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop, tmp_path, [["A-1", "Oak Box", ""]], [["id-1", "A-1", "OAK BOX", ""]])
    monkeypatch.setattr(shop.services.suggesting, "_engine", None)
    (link,) = shop.services.suggesting.plan(shop.channel.id, Job()).links
    assert (link.item.sku, link.reason, link.score, link.gap) == ("A-1", "equal_sku", Decimal(1), Decimal(1))
    assert not shop.services.suggesting.plan(shop.channel.id, Job(), Choice(rules=frozenset({"model"}))).links
