"""An invented shop: the same goods for the same number."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

COLOURS = ("Red", "Blue", "Green", "Black", "White", "Grey")
SIZES = ("S", "M", "L", "XL")
_THINGS = (
    "Mug",
    "Teapot",
    "Cushion",
    "Lamp",
    "Scarf",
    "Notebook",
    "Basket",
    "Apron",
    "Clock",
    "Vase",
    "Tray",
    "Kettle",
)
_ADJECTIVES = ("Plain", "Striped", "Enamel", "Woven", "Folding", "Large", "Small", "Café", "Oak", "Linen")


@dataclass(frozen=True)
class Good:
    """One thing that can be sold; those of one ``family`` differ in ``colour`` and ``size``."""

    number: int
    family: int
    sku: str
    title: str
    colour: str
    size: str
    quantity: int
    price: Decimal
    barcode: str


def goods(count: int, seed: int = 4) -> list[Good]:
    """Give ``count`` goods; about a third belong to families of two to four."""
    chance = random.Random(seed)
    found: list[Good] = []
    family = 0
    while len(found) < count:
        family += 1
        size = min(count - len(found), chance.choice((1, 1, 1, 1, 1, 2, 3, 4)))
        title = f"{chance.choice(_ADJECTIVES)} {chance.choice(_THINGS)} {family}"
        kinds = chance.sample([(colour, one) for colour in COLOURS for one in SIZES], size)
        for colour, one in kinds:
            number = len(found) + 1
            found.append(
                Good(
                    number,
                    family,
                    f"{title[:2].upper()}-{number:05d}",
                    title,
                    colour if size > 1 else "",
                    one if size > 1 else "",
                    chance.choice((0, 1, 2, 3, 5, 8, 12, 20, 40, 100)),
                    Decimal(chance.randrange(250, 20_000)) / 100,
                    _ean(4_000_000_000_00 + number),
                )
            )
    return found


def _ean(number: int) -> str:
    digits = f"{number:012d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)
