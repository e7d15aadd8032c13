"""Commands that trade: send quantities, download orders."""

from __future__ import annotations

from rakumap.bootstrap import Services
from rakumap.cli import Call, progress
from rakumap.cli.output import error_document, iso, local_zone, message, note
from rakumap.core import words
from rakumap.core.errors import Exit, UserError
from rakumap.core.model import Channel, ListingKey, ListingQuery, Outcome
from rakumap.core.words import sentence
from rakumap.services.submission import Offering, Tally
from rakumap.store.order_book import OrderRow

MOST_LINES = 10_000
NUMBERS = ("due", "sent", "confirmed", "failed")
_EXITS = {
    Outcome.DONE: Exit.DONE,
    Outcome.REFUSED: Exit.RULE,
    Outcome.RUNNING: Exit.RULE,
    Outcome.INTERRUPTED: Exit.RULE,
    Outcome.CANCELLED: Exit.INTERRUPTED,
}


def submit(call: Call) -> int:
    """``submit``: the quantities that are due, or with ``--dry-run`` what they would be."""
    arguments = call.arguments
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(arguments.name)
        keys = _keys(services, channel, arguments.filter)
        if arguments.dry_run:
            return _would_send(call, services, channel, keys)
        if arguments.after_restore:
            services.submission.confirm_restored()
        orders, sent = services.round.trade(channel.id, job, keys)
    if orders is not None and orders.error is not None and sent.outcome is Outcome.DONE:
        note(message(orders.error))
    return _tell(call, sent.outcome, sent.error, _numbers(sent.tally), _done_text(sent.tally), failed=sent.tally.failed)


def orders(call: Call) -> int:
    """``orders``: what is new, and how the channel's lines stand."""
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(call.arguments.name)
        found = services.orders.download(channel.id, job, trigger="manual")
        rows = services.orders.book.rows(channel.id, MOST_LINES) if call.arguments.list else []
    counts = found.counts
    document: dict[str, object] = {
        "downloaded": found.orders,
        "lines": counts.lines,
        "resolved": counts.resolved,
        "unresolved": counts.unresolved,
    }
    if call.arguments.list:
        document["rows"] = [_line_document(row) for row in rows]
    lines = [sentence("orders_done", {"orders": found.orders, "unresolved": counts.unresolved})]
    lines += [f"{row.order_id}: {row.quantity} of {row.sku or row.title} = {row.item_sku or 'waits'}" for row in rows]
    return _tell(call, found.outcome, found.error, document, *lines)


def _keys(services: Services, channel: Channel, query: str | None) -> list[ListingKey] | None:
    if query is None:
        return None
    return [ListingKey(key) for key in services.queries.ids(ListingQuery(channel.id, query), local_zone())]


def _would_send(call: Call, services: Services, channel: Channel, keys: list[ListingKey] | None) -> int:
    found = services.submission.preview(channel.id, keys)
    refused = services.submission.refusal(channel)
    document = _numbers(Tally(due=len(found))) | {"rows": [_offering_document(one) for one in found]}
    lines = [
        f"{one.listing.sku or one.listing.listing_id}: {words.steps_text(one.quantity.steps)}"
        for one in sorted(found, key=lambda one: one.listing.sku)
    ]
    call.output.answer(document, [f"Would send {len(found)} quantities.", *lines])
    if refused is not None:
        note(message(refused))
    return Exit.DONE


def _offering_document(one: Offering) -> dict[str, object]:
    row = one.listing
    return {
        "listing_id": row.listing_id,
        "sku": row.sku,
        "linked_to": row.linked_to,
        "channel_quantity": row.channel_quantity,
        "confirmed_quantity": row.confirmed_quantity,
        "quantity": one.quantity.send,
        "steps": words.steps_text(one.quantity.steps),
        "why": one.why.value,
    }


def _line_document(row: OrderRow) -> dict[str, object]:
    return {
        "order_id": row.order_id,
        "line_id": row.line_id,
        "time": iso(row.time),
        "sku": row.sku,
        "title": row.title,
        "quantity": row.quantity,
        "state": row.state.value,
        "item": row.item_sku,
    }


def _numbers(tally: Tally) -> dict[str, object]:
    return {name: getattr(tally, name) for name in NUMBERS}


def _done_text(tally: Tally) -> str:
    code = "submit_stopped" if tally.stopped else "submit_done"
    return sentence(code, {name: getattr(tally, name) for name in tally.__slots__})


def _tell(
    call: Call, outcome: Outcome, error: UserError | None, document: dict[str, object], *lines: str, failed: int = 0
) -> int:
    """Answer with the numbers; a failure also in words, on standard error."""
    if outcome is Outcome.DONE:
        call.output.answer(document, lines)
        if failed:
            call.output.note(lines[0])
        return Exit.REFUSED if failed else Exit.DONE
    code, said = ("trade_cancelled", sentence("trade_cancelled")) if error is None else (error.code, message(error))
    if call.output.as_json:
        call.output.answer(document | error_document(code, said))
    call.output.note(said)
    if error is not None and outcome is Outcome.FAILED:
        return error.exit
    return _EXITS.get(outcome, Exit.CHANNEL)
