"""Commands that look: the listings of a channel, the inventory."""

from __future__ import annotations

import sys

from rakumap.bootstrap import Services
from rakumap.cli import Call
from rakumap.cli.output import csv_output, local_zone, write_json_list, write_table
from rakumap.cli.parser import UsageError
from rakumap.core.errors import Exit
from rakumap.core.filters import parse
from rakumap.core.model import InventoryItem, ListingQuery
from rakumap.core.words import name, sentence
from rakumap.services.exporting import JSON_KEYS, MORE_KEYS, json_value

SHOWN = ("listing_id", "sku", "title", "linked_to", "state", "ignore_sync", "channel_quantity", "will_send")
"""Columns of the table when none are named."""
ITEM_KEYS = ("sku", "title", "barcode", "level", "in_open_orders", "available", "links")


def listings(call: Call) -> int:
    """``listings``: the main panel."""
    arguments = call.arguments
    form = "json" if arguments.json else arguments.format or "table"
    if arguments.json and arguments.format not in (None, "json"):
        raise UsageError(f"--json and --format {arguments.format} exclude each other")
    call.output.as_json = form == "json"
    columns = _columns(arguments.columns, SHOWN if form == "table" else JSON_KEYS)
    with call.services() as services:
        channel = services.channels.named(arguments.name)
        query = ListingQuery(channel.id, arguments.filter, sort="sku")
        if parse(arguments.filter).asks_kept and not services.queries.suggestions_kept(channel.id):
            call.output.note(sentence("no_suggestions_kept", {"channel": channel.name}))
        if form == "csv":
            services.exporting.listings(query, csv_output(), local_zone(), columns=columns)
        else:
            _print(services, query, columns, as_json=form == "json")
    return Exit.DONE


def _print(services: Services, query: ListingQuery, columns: tuple[str, ...], *, as_json: bool) -> None:
    rows = services.queries.listings(query, local_zone())
    if as_json:
        write_json_list(sys.stdout, ({key: json_value(row, key) for key in columns} for row in rows))
    else:
        header = [name(f"column.{key}") for key in columns]
        write_table(sys.stdout, header, ([json_value(row, key) for key in columns] for row in rows))


def _columns(given: str | None, default: tuple[str, ...]) -> tuple[str, ...]:
    if given is None:
        return default
    found = tuple(dict.fromkeys(word.strip() for word in given.split(",") if word.strip()))
    known = (*JSON_KEYS, *MORE_KEYS)
    unknown = [word for word in found if word not in known]
    if unknown or not found:
        raise UsageError(f"there is no column {', '.join(unknown) or 'named'}; use some of: {', '.join(known)}")
    return found


def search(call: Call) -> int:
    """``search``: the search panel."""
    with call.services() as services:
        found = services.queries.search(call.arguments.text, call.arguments.limit)
    documents = [item_document(item) for item in found]
    header = ("SKU", "Title", "Barcode", "Level", "In open orders", "Available", "Links")
    call.output.rows(header, (tuple(one.values()) for one in documents), documents)
    return Exit.DONE


def item_document(item: InventoryItem) -> dict[str, object]:
    """An item as scripts get it."""
    return {key: getattr(item, key) for key in ITEM_KEYS}
