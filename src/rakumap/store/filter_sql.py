"""The filter language in SQL; ``rakumap.core.filters.matches`` is its meaning, and a property test compares the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from rakumap.core.filters import ANY_TEXT, FIELDS, Filter, Kind, Op, Term, span
from rakumap.core.model import Limits
from rakumap.core.suggestion import PLACES
from rakumap.core.text import folded
from rakumap.store import suggestion_sql
from rakumap.store.schema import GONE, LIVE, channel, item, link, listing, to_ms
from rakumap.store.text_sql import holds, holds_folded

Sql = ColumnElement[Any]

_by_person = link.c.origin.startswith("person")
LINKED_BY: Sql = case((link.c.origin.is_(None), None), (_by_person, "person"), else_="autolink")
REASON: Sql = func.nullif(case((_by_person, func.substr(link.c.origin, 8)), else_=func.substr(link.c.origin, 10)), "")
IS_GONE = listing.c.presence == GONE
IS_LINKED = and_(~IS_GONE, link.c.listing_key.is_not(None))
_waiting = and_(~IS_GONE, link.c.listing_key.is_(None))
STATE: Sql = case(
    (IS_GONE, "gone"), (link.c.listing_key.is_not(None), "linked"), (listing.c.no_item == literal(1), "no_item"),
    else_="plain",
)  # fmt: skip
TO_LINK = STATE == "plain"
"""Listings that wait to be linked."""
NO_LONGER_UNLIMITED = and_(
    listing.c.ignore_sync == literal(1), listing.c.ignored_by_report == literal(1), listing.c.unlimited == literal(0)
)
_SUGGESTED = (
    suggestion_sql.SUGGESTED, suggestion_sql.SCORE, case((STATE == "plain", suggestion_sql.STATE), else_=STATE),
)  # fmt: skip
AVAILABLE: Sql = item.c.level - item.c.in_open_orders


@lru_cache(maxsize=64)
def will_send(defaults: Limits) -> Sql:
    """The quantity rule (``rakumap.core.quantity``) as exact whole-number SQL; NULL where nothing is linked."""
    hundredths = None if defaults.percentage is None else int(defaults.percentage.scaleb(2))
    filling = (defaults.max_listed, defaults.end_when, hundredths)
    rule = _rule(listing, *(literal(value, BigInteger) for value in filling))
    return case((item.c.id.is_(None), None), else_=rule)


def _rule(row: FromClause, default_max: Sql, default_end: Sql, default_percentage: Sql) -> Sql:
    """What is sent of the joined item for a row of ``listing``, with the defaults of its channel."""
    percentage = func.coalesce(type_coerce(row.c.percentage, BigInteger), default_percentage, 10_000)
    end_when = func.coalesce(row.c.end_when, default_end, 0)
    most = func.coalesce(row.c.max_listed, default_max)
    base = case((AVAILABLE < 0, 0), else_=AVAILABLE)
    part = cast(base * percentage, BigInteger).op("/")(literal(10_000, BigInteger))
    capped = case((and_(most.is_not(None), most < part), most), else_=part)
    return case((base <= end_when, 0), else_=capped)


def _drift() -> Sql:
    """What the channel has more than the confirmed quantity, by a report made after that; NULL when it has the same."""
    c, at = listing.c, channel.alias("reported")
    query = select(type_coerce(at.c.report_time, BigInteger)).where(at.c.id == c.channel_id)
    made = query.correlate(listing).scalar_subquery()
    known = and_(IS_LINKED, c.presence == LIVE, c.quantity != c.confirmed_quantity)
    return case((and_(known, type_coerce(c.confirmed_at, BigInteger) < made), c.quantity - c.confirmed_quantity))


def _offered() -> Sql:
    """What the live listings of the joined item offer together: what was submitted, else what will be."""
    other, tie, at = listing.alias("other"), link.alias("tie"), channel.alias("at")
    rule = _rule(other, at.c.default_max, at.c.default_end, type_coerce(at.c.default_percentage, BigInteger))
    query = select(func.sum(func.coalesce(other.c.submitted_quantity, rule)))
    query = query.select_from(tie.join(other, other.c.id == tie.c.listing_key).join(at, at.c.id == other.c.channel_id))
    query = query.where(tie.c.item_key == link.c.item_key, other.c.presence == LIVE, at.c.removed == literal(0))
    return case((IS_LINKED, query.correlate(link, item).scalar_subquery()))


DRIFT = _drift()
OFFERED = _offered()


@lru_cache(maxsize=64)
def columns(defaults: Limits, *, kept: bool = False) -> Mapping[str, Sql]:
    """The expression behind each field of the filter language and of sorting.

    ``kept``: ``suggestion_sql.best`` is joined, over the file of suggestions; without it nothing is suggested.
    """
    c = listing.c
    suggested, score, state = _SUGGESTED if kept else (literal(None), literal(None), STATE)
    return {
        "sku": c.sku,
        "title": c.title,
        "linked_to": item.c.sku,
        "item_title": item.c.title,
        "listing_id": c.listing_id,
        "barcode": c.barcode,
        "variation": c.variation,
        "parent_id": c.parent_id,
        "old_sku": c.old_sku,
        "currency": c.currency,
        "update_status": c.update_status,
        "linked_by": LINKED_BY,
        "reason": REASON,
        "suggested": suggested,
        "score": score,
        "state": state,
        "max_listed": c.max_listed,
        "end_when": c.end_when,
        "percentage": type_coerce(c.percentage, BigInteger),
        "will_send": will_send(defaults),
        "channel_quantity": c.quantity,
        "submitted_quantity": c.submitted_quantity,
        "confirmed_quantity": c.confirmed_quantity,
        "drift": DRIFT,
        "offered": OFFERED,
        "available": AVAILABLE,
        "level": item.c.level,
        "in_open_orders": item.c.in_open_orders,
        "price": type_coerce(c.price, BigInteger),
        "ignore_sync": type_coerce(c.ignore_sync, BigInteger),
        "released": type_coerce(c.released, BigInteger),
        "excluded": type_coerce(c.excluded, BigInteger),
        "unlimited": type_coerce(c.unlimited, BigInteger),
        "duplicate": type_coerce(c.duplicate, BigInteger),
        "linked_at": type_coerce(link.c.linked_at, BigInteger),
        "last_update": type_coerce(c.last_update, BigInteger),
        "updated": type_coerce(c.updated_at, BigInteger),
        "gone_at": type_coerce(c.gone_at, BigInteger),
        "problem": _problem(defaults),
    }


def _problem(defaults: Limits) -> Sql:
    """What kind of problem a listing has, as a number to sort by; NULL for none."""
    most = func.coalesce(listing.c.max_listed, literal(defaults.max_listed, BigInteger))
    default = None if defaults.percentage is None else int(defaults.percentage.scaleb(2))
    share = func.coalesce(type_coerce(listing.c.percentage, BigInteger), literal(default, BigInteger))
    kinds = (
        (IS_GONE, 1),
        (listing.c.old_sku.is_not(None), 2),
        (listing.c.duplicate == literal(1), 3),
        (NO_LONGER_UNLIMITED, 4),
        (and_(IS_LINKED, listing.c.released == literal(0)), 5),
        (or_(most == 0, share == 0), 6),
    )
    return case(*kinds, else_=None)


_FOLDED: dict[str, Sql] = {
    "sku": listing.c.sku_key,
    "title": listing.c.title_key,
    "linked_to": item.c.sku_key,
    "item_title": item.c.title_key,
}
_SCALES = {"percentage": 2, "price": 4, "score": PLACES}


def sort_columns(name: str, defaults: Limits, *, kept: bool = False) -> list[Sql]:
    """What to order by for a sort key of the main panel; folded text first, so that case does not split the list."""
    found = columns(defaults, kept=kept)
    value = found[name]
    return [_FOLDED[name], value] if name in _FOLDED else [value]


def condition(filter_: Filter, defaults: Limits, zone: tzinfo = UTC, *, kept: bool = False) -> ColumnElement[bool]:
    """The WHERE clause of a filter over listing, left-joined with link and item; ``kept`` as for ``columns``."""
    known = columns(defaults, kept=kept)
    in_sight: ColumnElement[bool] = listing.c.presence == LIVE
    if filter_.shows_gone:
        in_sight = listing.c.presence.in_((LIVE, GONE))
    terms = [_term(term, known, zone) for term in filter_.terms]
    return and_(in_sight, *terms)


def _term(term: Term, known: Mapping[str, Sql], zone: tzinfo) -> ColumnElement[bool]:
    held = func.coalesce(_holds(term, known, zone), false())
    return not_(held) if term.negated else held


def _holds(term: Term, known: Mapping[str, Sql], zone: tzinfo) -> ColumnElement[bool]:
    if term.op is Op.IS:
        return _is(str(term.value), known)
    if not term.field:
        return or_(*(_contains(name, known, str(term.value)) for name in ANY_TEXT))
    value = known[term.field]
    kind = FIELDS[term.field].kind
    if term.op in (Op.UNSET, Op.SET):
        unset = or_(value.is_(None), value == "") if kind is Kind.TEXT else value.is_(None)
        return unset if term.op is Op.UNSET else not_(unset)
    if kind is Kind.TEXT:
        return _text(term, known)
    if kind is Kind.DATE:
        low, high = span(term, zone)
        bounds = [value >= to_ms(low)] if low else []
        bounds += [value < to_ms(high)] if high else []
        return and_(value.is_not(None), *bounds)
    return _compared(term, value)


def _contains(name: str, known: Mapping[str, Sql], text: str) -> ColumnElement[bool]:
    key = _FOLDED.get(name)
    found = holds_folded(known[name], text) if key is None else holds(key, folded(text))
    return func.coalesce(found, false())


def _text(term: Term, known: Mapping[str, Sql]) -> ColumnElement[bool]:
    value, wanted = known[term.field], str(term.value)
    if term.op is Op.CONTAINS:
        return _contains(term.field, known, wanted)
    present = and_(value.is_not(None), value != "")
    return and_(present, value == wanted if term.op is Op.EXACT else value.regexp_match(wanted))


def _compared(term: Term, value: Sql) -> ColumnElement[bool]:
    if isinstance(term.value, tuple):
        low, high = (scaled(term.field, bound) for bound in term.value)
        return and_(value >= low[1], value <= high[0])
    below, above = scaled(term.field, term.value)
    if term.op is Op.EQ:
        return value == below if below == above else false()
    found: dict[Op, ColumnElement[bool]] = {
        Op.LT: value < above,
        Op.LE: value <= below,
        Op.GT: value > below,
        Op.GE: value >= above,
    }
    return found[term.op]


def scaled(field: str, wanted: Any) -> tuple[int, int]:
    """The value as it is stored; what falls between two stored numbers is given as both of them."""
    if isinstance(wanted, bool):
        return int(wanted), int(wanted)
    if isinstance(wanted, Decimal):
        shifted = wanted.scaleb(_SCALES.get(field, 0))
        return int(shifted.to_integral_value(ROUND_FLOOR)), int(shifted.to_integral_value(ROUND_CEILING))
    return wanted, wanted


def _is(word: str, known: Mapping[str, Sql]) -> ColumnElement[bool]:
    c = listing.c
    changed, repeats = c.old_sku.is_not(None), c.duplicate == literal(1)
    variation = or_(func.coalesce(c.parent_id, "") != "", func.coalesce(c.variation, "") != "")
    return {
        "all": true(),
        "linked": IS_LINKED,
        "unlinked": _waiting,
        **{name: known["state"] == name for name in ("plain", "suggested", "ambiguous")},
        "no_item": and_(_waiting, c.no_item == literal(1)),
        "gone": IS_GONE,
        "ignored": c.ignore_sync == literal(1),
        "excluded": c.excluded == literal(1),
        "unlimited": c.unlimited == literal(1),
        "sku_changed": changed,
        "duplicate": repeats,
        "no_longer_unlimited": NO_LONGER_UNLIMITED,
        "attention": or_(changed, repeats, NO_LONGER_UNLIMITED),
        "variation": variation,
        "zero": func.coalesce(known["will_send"] == 0, false()),
        "drift": DRIFT.is_not(None),
        "oversold": case((AVAILABLE < 0, 0), else_=AVAILABLE) < OFFERED,
        "waiting_release": and_(IS_LINKED, c.released == literal(0)),
    }[word]
