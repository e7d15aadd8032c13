"""The files of the story's shop, and the clock that it lives by."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHANNEL = "Rakuten UK"
BEGINS = datetime(2026, 5, 4, 9, 5, 10, tzinfo=UTC)
"""When the story begins: a Monday morning, far from the next half hour."""

INVENTORY = (
    "SKU,Title,Barcode,Level,In open orders",
    "AP-GREY,Linen apron grey,4006381333931,10,2",
    "MUG-BLUE,Mug blue 300 ml,,30,0",
    "CAN-FIG,Candle fig,,15,3",
    "DM-COIR,Doormat coir 60 x 40,,8,0",
    "EC-OAK,Egg cup oak,,25,1",
    "FB-ASH,Fruit bowl ash,,10,0",
    "HB-1,Brass hook,,40,0",
    "0017,Enamel jug,,6,0",
)
HEADER = "listing_id,sku,title,quantity,unlimited,price,currency,variation"
REPORT = (
    HEADER,
    "101,A-101,Apron Linen Grey,9,no,19.50,GBP,",
    "102,B-102,Blue Mug 300 ml,25,no,8.00,GBP,",
    "103,C-103,Candle Fig,12,no,11.00,GBP,",
    "104,D-104,Doormat Coir,7,no,24.00,GBP,",
    "105,E-105,Egg Cup Oak,20,no,6.50,GBP,",
    "106,F-106,Fruit Bowl Ash,9,no,39.00,GBP,Size: L",
    "107,G-107,Glass Jar 1 L,6,no,7.25,GBP,",
    "108,H-108,Hook Brass,30,no,4.00,GBP,",
    "109,J-109,Jug Enamel,,yes,17.00,GBP,",
)
LATER_REPORT = (
    HEADER,
    "101,A-101-NEW,Apron Linen Grey,9,no,19.50,GBP,",
    "102,B-102,Blue Mug 300 ml,24,no,8.00,GBP,",
    "103,C-103,Candle Fig,12,no,11.00,GBP,",
    "104,D-104,Doormat Coir,7,no,24.00,GBP,",
    "105,E-105,Egg Cup Oak,20,no,6.50,GBP,",
    "106,F-106,Fruit Bowl Ash,9,no,39.00,GBP,Size: XL",
    "108,H-108,Hook Brass,30,no,4.00,GBP,",
    "109,J-109,Jug Enamel,,yes,17.00,GBP,",
    "110,K-110,Kettle Steel,3,no,32.00,GBP,",
)
"""One SKU and one variation changed, 107 is gone, 110 is new."""
LIMITS = (
    "SKU;Most on offer;EndWhenStock",
    "B-102;10;",
    "C-103;4;1",
    "E-105;lots;",
    "NO-SUCH;3;",
    "D-104;;",
)
"""Two rows change something, one changes nothing, two are refused; the second header is one nobody knows."""


def write(path: Path, lines: Sequence[str], moment: datetime) -> None:
    """Put a file there in one step, written at that moment."""
    part = path.with_suffix(".part")
    part.write_text("\n".join([*lines, ""]), encoding="utf-8")
    os.utime(part, (moment.timestamp(), moment.timestamp()))
    part.replace(path)


class StoryClock:
    """The clock of every process of the story; see ``clock/sitecustomize.py``."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"

    def start(self) -> None:
        """Begin the story; to be called by a process with the computer's own clock."""
        self._put(BEGINS.timestamp() - time.time())

    def forward(self, minutes: float) -> None:
        """Let time pass."""
        self._put(float(self._file.read_text(encoding="ascii")) + minutes * 60)

    def _put(self, offset: float) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(f"{offset:+}\n", encoding="ascii")
        part.replace(self._file)

    def environment(self) -> dict[str, str]:
        """What a process needs to live by it."""
        path = f"{Path(__file__).parent / 'clock'}{os.pathsep}{ROOT / 'src'}"
        return {"STORY_CLOCK": str(self._file), "PYTHONPATH": path, "TZ": "UTC"}
