"""Quantities as files in a folder that another program empties: each whole, durable, and in the order of their names."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rakumap.channels.arrival import translated
from rakumap.core.errors import UserError
from rakumap.core.trade import Offer

HEADER = ("SKU", "Quantity", "listing_id")

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"quantities-(\d{8}T\d{6}\.\d{6}Z)-([A-Za-z0-9_-]{1,64})\.csv", re.ASCII)
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_BY_SKU = "sku:"
"""What a listing's key begins with when the channel gave it none."""


def write_offers(folder: Path, offers: Sequence[Offer], key: str) -> Path:
    """Put offers into a file of the folder; the same key again replaces its file if that is still there.

    Names sort by the time of their first writing, also when the clock was set back. Texts are not guarded against
    spreadsheets: a program reads them.

    Raises:
        UserError: ``outbox_missing``. StoreError: the folder cannot be written to, or the disk is full.
    """
    if not folder.is_dir():
        raise UserError("outbox_missing", path=str(folder))
    safe = key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
    try:
        target = folder / _name(folder, safe)
        _write(target, _content(offers))
    except OSError as error:
        raise translated(error, folder) from error
    return target


def _name(folder: Path, key: str) -> str:
    newest = ""
    for name in os.listdir(folder):
        match = _NAME.fullmatch(name)
        if match is not None:
            if match[2] == key:
                return name
            newest = max(newest, match[1])
    stamp = f"{datetime.now(UTC):{_STAMP}}"
    if stamp <= newest:
        with suppress(ValueError, OverflowError):  # digits that are no time
            later = datetime.strptime(newest, _STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1)
            stamp = f"{later:{_STAMP}}"
    return f"quantities-{stamp}-{key}.csv"


def _content(offers: Sequence[Offer]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for offer in offers:
        listing_id = "" if offer.listing_id.startswith(_BY_SKU) else offer.listing_id
        writer.writerow((offer.sku, offer.quantity, listing_id))
    return text.getvalue().encode("utf-8", "replace")


def _write(target: Path, content: bytes) -> None:
    """Write beside, make durable, rename; the folder's entry is made durable where the system can."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    if os.name == "posix":
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
