"""Invented data: an inventory and two reports of the same shop, the same for the same number of rows, made once.

85 of 100 listings have the SKU of an item. In the second report 5 of 1,000 listings are changed, 3 new, 2 gone.
"""

from __future__ import annotations

import csv
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

VERSION = 4
"""Changes with what is made here, so that older files are made again."""
EQUAL, CHANGED, NEW, GONE = 0.85, 0.005, 0.003, 0.002
FIRST_TIME, SECOND_TIME = 1_780_000_000, 1_780_003_600
"""When the two reports were made, as file times."""

ADJECTIVES = "Foldable,Handmade,Vintage,Compact,Waterproof,Brushed,Enamel,Padded,Quilted,Magnetic,Rustic,Heavy Duty"
MATERIALS = "Steel,Oak,Bamboo,Ceramic,Felt,Linen,Brass,Slate,Glass,Cork,Wool,Copper"
THINGS = (
    "Door Stop,Storage Box,Dinner Candle,Coffee Mug,Saw Frame,Board Game,Alphabet Blocks,Plant Pot,Tool Roll,"
    "Bread Bin,Desk Lamp,Tea Towel,Watering Can,Picture Frame,Bird Feeder,Laundry Basket,Wall Clock,Knife Block"
)
BRANDS = "Larkmoor,Grindleaf,Fogbound,Lantern Goose,Nine Badgers,Brisepluie,Marlowe & Daughters,Königsrain,Tarnbeck"
TAILS = "UK Stock,Free Post,Pack of 2,Pack of 6,Gift Boxed,27 Pieces,20 cm,32 L,50 cm x 70 cm,with Lid,Blue,Grün,Écru"
PREFIXES = "KW_,T.,SH,PNT-,FR/MAI/,BG-,CRF-,0,KIT-,UKX"
ITEM_HEADER = ("SKU", "Title", "Barcode", "Level", "In open orders")
REPORT_HEADER = [
    "listing_id",
    "sku",
    "title",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated",
]


@dataclass(frozen=True, slots=True)
class Shop:
    """The files of one size and what is in them."""

    rows: int
    folder: Path
    changed: int
    new: int
    gone: int

    @property
    def items(self) -> Path:
        """The inventory file."""
        return self.folder / "inventory.csv"

    @property
    def levels(self) -> Path:
        """The inventory later: a fifth of the items have another level."""
        return self.folder / "inventory-2.csv"

    @property
    def first(self) -> Path:
        """The first report."""
        return self.folder / "report-1.csv"

    @property
    def second(self) -> Path:
        """The second report."""
        return self.folder / "report-2.csv"


def shop(rows: int, work: Path) -> Shop:
    """The files of this size, made now unless they are there."""
    folder = work / f"data-{rows}"
    facts = folder / "facts.json"
    wanted = Shop(rows, folder, round(rows * CHANGED), round(rows * NEW), round(rows * GONE))
    values = {**asdict(wanted), "folder": "", "version": VERSION}
    if facts.is_file() and json.loads(facts.read_text(encoding="utf-8")) == values:
        return wanted
    folder.mkdir(parents=True, exist_ok=True)
    facts.unlink(missing_ok=True)
    _write(wanted)
    facts.write_text(json.dumps(values), encoding="utf-8")
    return wanted


def _write(wanted: Shop) -> None:
    chance = random.Random(wanted.rows)  # noqa: S311 - invented data, not a secret
    items = [_item(number, chance) for number in range(wanted.rows)]
    _csv(wanted.items, ITEM_HEADER, items)
    later = ([*item[:3], str(int(item[3]) + (place % 5 == 0)), item[4]] for place, item in enumerate(items))
    _csv(wanted.levels, ITEM_HEADER, later)
    listings = [_listing(number, items[number], chance) for number in range(wanted.rows)]
    chance.shuffle(listings)
    _csv(wanted.first, REPORT_HEADER, listings)
    os.utime(wanted.first, (FIRST_TIME, FIRST_TIME))
    _csv(wanted.second, REPORT_HEADER, _second(wanted, listings, chance))
    os.utime(wanted.second, (SECOND_TIME, SECOND_TIME))


def sku_of(number: int) -> str:
    """The SKU of an item: another one for every number."""
    prefixes = PREFIXES.split(",")
    return f"{prefixes[number * 7 % len(prefixes)]}{number * 3 + 10_007}"


def _title(chance: random.Random) -> str:
    words = (ADJECTIVES, MATERIALS, THINGS, BRANDS, TAILS)
    adjective, material, thing, brand, tail = (chance.choice(one.split(",")) for one in words)
    return f"{brand} {adjective} {material} {thing} {tail} No. {chance.randrange(1000)}"


def _barcode(number: int) -> str:
    """A barcode of 13 digits with its check digit, from the range that shops give out themselves."""
    digits = f"2{number * 7919 % 10**11:011d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _item(number: int, chance: random.Random) -> list[str]:
    barcode = _barcode(number) if chance.random() < 0.8 else ""
    return [sku_of(number), _title(chance), barcode, str(chance.randrange(1, 200)), str(chance.randrange(2))]


def _listing(number: int, item: Sequence[str], chance: random.Random) -> list[str]:
    sku = item[0] if chance.random() < EQUAL else f"{item[0]}-{chance.choice('ABC')}"
    title = item[1] if chance.random() < 0.6 else f"{item[1]} | {chance.choice(TAILS.split(','))}"
    unlimited = chance.random() < 0.01
    day, hour = chance.randrange(1, 29), chance.randrange(24)
    return [
        f"UKH{number + 20_000_000}",
        sku,
        title,
        str(chance.randrange(1, 40)),
        "yes" if unlimited else "no",
        f"{chance.randrange(100, 20_000) / 100:.2f}",
        "GBP",
        item[2],
        "",
        "",
        f"2026-04-{day:02d}T{hour:02d}:15:00Z",
    ]


def _second(wanted: Shop, listings: list[list[str]], chance: random.Random) -> Iterator[list[str]]:
    """The listings half an hour later."""
    touched = chance.sample(range(len(listings)), wanted.changed + wanted.gone)
    gone, changed = set(touched[: wanted.gone]), set(touched[wanted.gone :])
    for place, row in enumerate(listings):
        if place in gone:
            continue
        yield _changed(row, chance) if place in changed else row
    for number in range(wanted.rows, wanted.rows + wanted.new):
        yield _listing(number, _item(number, chance), chance)


def _changed(row: list[str], chance: random.Random) -> list[str]:
    row = list(row)
    row[3] = str(int(row[3]) + 1)
    if chance.random() < 0.5:
        row[5] = f"{float(row[5]) + 1:.2f}"
    if chance.random() < 0.2:
        row[2] += " NEW"
    return row


def _csv(path: Path, header: Sequence[str], rows: Iterator[list[str]] | list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
