"""Commands that decide: link, unlink, reject, set, history, undo, redo."""

from __future__ import annotations

from decimal import Decimal

from rakumap.bootstrap import Services
from rakumap.cli import Call
from rakumap.cli.channels import applied_document
from rakumap.cli.output import iso, local_zone
from rakumap.cli.parser import UsageError
from rakumap.core import words
from rakumap.core.errors import Exit, UserError
from rakumap.core.model import Applied, Entry, EntryId, InventoryItem, Listing, ListingKey, ListingQuery, State
from rakumap.core.numbers import LIMIT_FIELDS, parse_limit
from rakumap.services.exporting import JSON_KEYS, json_value

FLAGS = ("ignore_sync", "excluded", "released")
SKU_CHANGE = "sku_change"
_YES = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}


def link(call: Call) -> int:
    """``link``: one decision of a person."""
    with call.services() as services:
        listing, item = _pair(call, services)
        preview = services.mapping.preview_link(listing.key, item.key)
        applied = services.mapping.link(listing.key, item.key, replace=call.arguments.replace)
        if preview.warning is not None and applied.entry is not None:
            call.output.note(
                f"{_shown(listing)} will send {preview.quantity.send}: {words.steps_text(preview.quantity.steps)}."
            )
        done = "Linked" if applied.entry is not None else "Nothing to do, linked already:"
        _one(call, services, applied, listing, f"{done} {_shown(listing)} to {item.sku}.")
    return Exit.DONE


def unlink(call: Call) -> int:
    """``unlink``: one listing, or all of a filter as one step."""
    arguments = call.arguments
    if (arguments.channel_sku is None and arguments.listing_id is None) == (arguments.filter is None):
        raise UsageError("give either the CHANNEL_SKU of one listing or --filter QUERY")
    with call.services() as services:
        if arguments.filter is None:
            listing = _listing(call, services)
            if listing.item_key is None:
                raise UserError("not_linked", listing=_shown(listing))
            applied = services.mapping.unlink([listing.key])
            _one(call, services, applied, listing, f"Took the link of {_shown(listing)} to {listing.linked_to} off.")
            return Exit.DONE
        channel = services.channels.named(arguments.name)
        keys = services.queries.ids(ListingQuery(channel.id, arguments.filter), local_zone())
        applied = services.mapping.unlink([ListingKey(key) for key in keys])
        call.output.answer(applied_document(applied), [f"Took the links of {applied.count} listings off."])
    return Exit.DONE


def reject(call: Call) -> int:
    """``reject``: remember that the item is not this listing's."""
    with call.services() as services:
        listing, item = _pair(call, services)
        if listing.item_key == item.key:
            raise UserError("reject_linked", listing=_shown(listing), item=item.sku)
        applied = services.mapping.reject(listing.key, item.key)
        _one(call, services, applied, listing, f"{item.sku} will not be suggested for {_shown(listing)} again.")
    return Exit.DONE


def change(call: Call) -> int:
    """``set``: flags, limits, and the answer to a changed SKU."""
    values: dict[str, int | bool | Decimal | None] = {}
    answer: str | None = None
    for key, text in call.arguments.values:
        if key == SKU_CHANGE:
            answer = _keep_or_remap(text)
        elif key in LIMIT_FIELDS:
            values[key] = parse_limit(key, text)
        elif key in FLAGS:
            values[key] = _flag(key, text)
        else:
            known = ", ".join((*FLAGS, *LIMIT_FIELDS, SKU_CHANGE))
            raise UsageError(f"there is no value {key!r} to set; use some of: {known}")
    with call.services() as services:
        listing = _listing(call, services)
        applied = Applied(None)
        if answer is not None:
            if listing.old_sku is None:
                raise UserError("sku_not_changed", listing=_shown(listing))
            decide = services.mapping.keep_sku if answer == "keep" else services.mapping.remap
            applied = decide([listing.key])
        if values:
            applied = services.mapping.set_values([listing.key], values)
        done = "Changed" if applied.entry is not None else "Nothing to change:"
        _one(call, services, applied, listing, f"{done} {_shown(listing)}.")
    return Exit.DONE


# ---- history ---------------------------------------------------------------------------------------------------------


def history(call: Call) -> int:
    """``history``: the journal, newest first."""
    with call.services() as services:
        entries = services.queries.history(limit=call.arguments.limit)
    documents = [entry_document(entry) for entry in entries]
    header = ("Entry", "Time", "By", "Rows", "Undone", "What")
    rows = ((e.id, e.time, words.name(f"by.{e.by}"), e.count, e.undone, entry_text(e)) for e in entries)
    call.output.rows(header, rows, documents)
    return Exit.DONE


def undo(call: Call) -> int:
    """``undo``: the newest step or the given one; what was edited since stays."""
    wanted = call.arguments.entry
    with call.services() as services:
        preview = services.mapping.undo_preview(None if wanted is None else EntryId(wanted))
        applied = services.mapping.undo(preview.entry)
        text = words.step(preview.action, preview.values, preview.count)
        return _reversed(call, applied, preview.entry, f"Undone: {text}")


def redo(call: Call) -> int:
    """``redo``: the step that was undone last."""
    with call.services() as services:
        following = services.queries.next_redo()
        applied = services.mapping.redo()
        text = entry_text(following) if following is not None else ""
        return _reversed(call, applied, following.id if following is not None else None, f"Done again: {text}")


def entry_document(entry: Entry) -> dict[str, object]:
    """A step of the history as scripts get it."""
    return {
        "entry": entry.id,
        "time": iso(entry.time),
        "by": entry.by,
        "action": entry.action,
        "count": entry.count,
        "undone": entry.undone,
        "text": entry_text(entry),
    }


def entry_text(entry: Entry) -> str:
    """A step of the history as a phrase."""
    return words.step(entry.action, entry.values, entry.count)


def _reversed(call: Call, applied: Applied, entry: EntryId | None, text: str) -> int:
    document = applied_document(applied) | {"entry": entry, "text": text}
    lines = [f"{text}."]
    if applied.skipped:
        names = ", ".join(applied.kept)
        lines.append(f"{applied.skipped} values were changed since and stay" + (f": {names}." if names else "."))
    call.output.answer(document, lines)
    return Exit.DONE


# ---- finding ---------------------------------------------------------------------------------------------------------


def _pair(call: Call, services: Services) -> tuple[Listing, InventoryItem]:
    listing = _listing(call, services)
    item = services.queries.item_named(call.arguments.item_sku)
    if item is None:
        raise UserError("item_missing", item=call.arguments.item_sku)
    return listing, item


def _listing(call: Call, services: Services) -> Listing:
    """Find the one live listing that is meant."""
    arguments = call.arguments
    channel = services.channels.named(arguments.name)
    found = services.queries.find_listings(channel.id, arguments.channel_sku or "", arguments.listing_id)
    live = [row for row in found if row.state is not State.GONE]
    name = arguments.channel_sku or arguments.listing_id
    if not live:
        raise UserError("listing_gone" if found else "listing_missing", listing=name, channel=channel.name)
    if len(live) > 1:
        ids = ", ".join(row.listing_id for row in live)
        raise UserError("listing_ambiguous", listing=name, count=len(live), ids=ids)
    return live[0]


def _one(call: Call, services: Services, applied: Applied, listing: Listing, line: str) -> None:
    """Answer with what was done and how the listing stands now."""
    row = services.queries.rows([listing.key])[listing.key]
    document = applied_document(applied) | {"listing": {key: json_value(row, key) for key in JSON_KEYS}}
    call.output.answer(document, [line])


def _shown(listing: Listing) -> str:
    return listing.sku or listing.listing_id


def _keep_or_remap(text: str) -> str:
    if text not in ("keep", "remap"):
        raise UsageError(f"sku_change is keep or remap, not {text!r}")
    return text


def _flag(key: str, text: str) -> bool:
    found = _YES.get(text.strip().lower(), False if text.strip() == "-" else None)
    if found is None:
        raise UsageError(f"{key} is yes or no, not {text!r}")
    return found
