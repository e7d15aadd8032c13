"""The filter language: text -> a frozen ``Filter``, back to text, and what it means on a ``Listing``.

A filter is terms side by side; a listing has to fit all of them.

    red mug            both words stand in SKU, title, linked item, barcode or listing id
    "red mug"          the words in this order; "" inside quotes is one quotation mark
    title:mug          contains; title:"red mug", title:=exact, title:~regular.expression
    max:>5             also >= < <= = and 5..9, 5.., ..9
    linked_at:2026-01-31, linked_at:>=2026-01-31
    ignore_sync:yes    yes or no
    barcode:none       not set; barcode:any set
    is:unlinked        one of ``WORDS``
    -title:mug         a leading - turns a term round

``%``, ``_``, backslashes and quotes inside a word are plain characters. A word with a colon that is no field is plain
text. Containing ignores case and width (``text.folded``); exact and regular expressions do not. A term about an unset
value is false, its negation therefore true: logic has two values here, in SQL as well.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from rakumap.core.errors import UserError
from rakumap.core.model import Listing, State
from rakumap.core.text import folded

MAX_LENGTH = 10_000
"""Longest filter text, in characters."""
MAX_TERMS = 100
MAX_REGEX = 200
"""Longest regular expression, in characters."""
REGEX_LOOKS_AT = 300
"""A regular expression sees this many characters of a value, so that none takes for ever."""


class Kind(StrEnum):
    """What a field holds, and so which operators it takes."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    FLAG = "flag"
    STATE = "state"


class Op(StrEnum):
    """What a term asks of its field."""

    CONTAINS = "contains"
    EXACT = "exact"
    REGEX = "regex"
    EQ = "eq"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BETWEEN = "between"
    UNSET = "unset"
    SET = "set"
    IS = "is"


Value = str | int | bool | Decimal | date | tuple[int, int] | tuple[Decimal, Decimal] | tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    ``field`` is a key of ``FIELDS``; the empty text means any of ``ANY_TEXT`` (CONTAINS only) or, with ``Op.IS``, the
    listing as a whole. ``value`` is by kind and operator: text for CONTAINS, EXACT, REGEX and IS (a key of ``WORDS``)
    and for EQ of a state; int for WHOLE, Decimal for DECIMAL, date for DATE, bool for FLAG; a pair, both inclusive, for
    BETWEEN; None for UNSET and SET.
    """

    field: str
    op: Op
    value: Value = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Terms that a listing has to fit, all of them; no terms fit every listing that is not Gone."""

    terms: tuple[Term, ...] = ()

    @property
    def asks_suggestions(self) -> bool:
        """Whether its answer hangs on what is suggested."""
        return self.asks_kept or self._asks(State.PLAIN)

    @property
    def asks_kept(self) -> bool:
        """Whether it asks for what is suggested, so that it finds nothing before there are suggestions."""
        fields = any(term.field in ("suggested", "score") for term in self.terms)
        return fields or self._asks(State.SUGGESTED, State.AMBIGUOUS)

    def _asks(self, *states: State) -> bool:
        return any((term.op is Op.IS or term.field == "state") and term.value in states for term in self.terms)

    @property
    def shows_gone(self) -> bool:
        """Whether Gone listings are in sight: only when a term asks about being Gone."""
        return any(
            (term.op is Op.IS or term.field == "state") and term.value == State.GONE.value for term in self.terms
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the language: its kind, its short names, how to get it from a listing, its meaning for the help."""

    kind: Kind
    get: Callable[[Listing], object]
    aliases: tuple[str, ...]
    meaning: str


def _available(listing: Listing) -> int | None:
    if listing.item_level is None or listing.item_in_open_orders is None:
        return None
    return listing.item_level - listing.item_in_open_orders


FIELDS: Mapping[str, Field] = {
    "sku": Field(Kind.TEXT, lambda row: row.sku, (), "the SKU on the channel"),
    "title": Field(Kind.TEXT, lambda row: row.title, ("name",), "the title on the channel"),
    "linked_to": Field(Kind.TEXT, lambda row: row.linked_to, ("linked", "item"), "the SKU of the linked item"),
    "item_title": Field(Kind.TEXT, lambda row: row.item_title, (), "the title of the linked item"),
    "listing_id": Field(Kind.TEXT, lambda row: row.listing_id, ("id", "listing"), "the channel's own number"),
    "barcode": Field(Kind.TEXT, lambda row: row.barcode, ("ean", "gtin", "jan", "upc"), "the barcode on the channel"),
    "variation": Field(Kind.TEXT, lambda row: row.variation, ("var",), "the variation, such as size or colour"),
    "parent_id": Field(Kind.TEXT, lambda row: row.parent_id, ("parent",), "the family of variations"),
    "old_sku": Field(Kind.TEXT, lambda row: row.old_sku, (), "the SKU before the channel changed it"),
    "currency": Field(Kind.TEXT, lambda row: row.currency, (), "the currency of the price"),
    "update_status": Field(Kind.TEXT, lambda row: row.update_status, ("status",), "how the last update went"),
    "linked_by": Field(Kind.TEXT, lambda row: row.linked_by, ("by",), "who linked it"),
    "reason": Field(Kind.TEXT, lambda row: row.link_reason, ("why",), "why it was linked"),
    "suggested": Field(Kind.TEXT, lambda row: row.suggested, ("suggestion",), "the SKU of the suggested item"),
    "score": Field(Kind.DECIMAL, lambda row: row.score, (), "how sure the suggestion is, 0 to 1"),
    "state": Field(Kind.STATE, lambda row: row.state.value, (), "linked, suggested, ambiguous, no_item, plain or gone"),
    "max_listed": Field(Kind.WHOLE, lambda row: row.limits.max_listed, ("max",), "Max Listed"),
    "end_when": Field(Kind.WHOLE, lambda row: row.limits.end_when, ("end",), "End when"),
    "percentage": Field(Kind.DECIMAL, lambda row: row.limits.percentage, ("pct", "percent"), "Percentage"),
    "will_send": Field(Kind.WHOLE, lambda row: row.will_send, ("send",), "the quantity that will be sent"),
    "channel_quantity": Field(
        Kind.WHOLE, lambda row: row.channel_quantity, ("qty", "quantity"), "the quantity on the channel"
    ),
    "submitted_quantity": Field(
        Kind.WHOLE, lambda row: row.submitted_quantity, ("sent", "submitted"), "the quantity sent last"
    ),
    "confirmed_quantity": Field(
        Kind.WHOLE, lambda row: row.confirmed_quantity, ("confirmed",), "the quantity the channel surely has from here"
    ),
    "drift": Field(
        Kind.WHOLE, lambda row: row.drift, (), "what the channel has more or less than the confirmed quantity"
    ),
    "offered": Field(
        Kind.WHOLE, lambda row: row.offered, (), "what all live listings of the linked item offer together"
    ),
    "available": Field(Kind.WHOLE, _available, ("avail",), "level of the linked item less its open orders"),
    "level": Field(Kind.WHOLE, lambda row: row.item_level, ("stock",), "level of the linked item"),
    "in_open_orders": Field(
        Kind.WHOLE, lambda row: row.item_in_open_orders, ("open", "orders"), "the linked item's open orders"
    ),
    "price": Field(Kind.DECIMAL, lambda row: row.price, (), "the price on the channel"),
    "ignore_sync": Field(Kind.FLAG, lambda row: row.ignore_sync, ("ignore",), "yes or no: Ignore Sync"),
    "released": Field(Kind.FLAG, lambda row: row.released, (), "yes or no: its quantity may be sent"),
    "excluded": Field(Kind.FLAG, lambda row: row.excluded, (), "yes or no: not managed"),
    "unlimited": Field(Kind.FLAG, lambda row: row.unlimited, (), "yes or no: unlimited on the channel"),
    "duplicate": Field(Kind.FLAG, lambda row: row.duplicate, (), "yes or no: its SKU stands under another listing too"),
    "linked_at": Field(Kind.DATE, lambda row: row.linked_at, (), "the day it was linked"),
    "last_update": Field(Kind.DATE, lambda row: row.last_update, (), "the day of the last update"),
    "updated": Field(Kind.DATE, lambda row: row.updated, (), "the day the channel last changed it"),
    "gone_at": Field(Kind.DATE, lambda row: row.gone_at, (), "the day it went from the report"),
}

ANY_TEXT = ("sku", "title", "linked_to", "barcode", "listing_id")
"""Where free words are looked for."""

WORDS: Mapping[str, str] = {
    "all": "every listing that is not gone",
    "linked": "linked to an item",
    "unlinked": "not linked: plain, suggested, ambiguous or no item",
    "plain": "not linked, with no suggestion",
    "suggested": "one item is suggested",
    "ambiguous": "several items could be it",
    "no_item": "a person said that no item belongs to it",
    "gone": "missing from the last report; its link and limits are kept",
    "ignored": "Ignore Sync is ticked: its quantity is not sent",
    "excluded": "not managed here",
    "unlimited": "the channel calls its quantity unlimited",
    "sku_changed": "the channel changed its SKU and nobody has said Keep or Remap yet",
    "duplicate": "the same SKU stands under another listing of this channel",
    "no_longer_unlimited": "no longer unlimited, still ignored",
    "attention": "waits for a person: changed SKU, repeated SKU, or no longer unlimited",
    "variation": "one of a family of variations",
    "zero": "0 will be sent",
    "drift": "the channel has another quantity than the confirmed one, by a report made since",
    "oversold": "more of its item is offered than there is",
    "waiting_release": "linked, and its quantity waits until a person releases it",
}

_UNLINKED = frozenset({State.SUGGESTED, State.AMBIGUOUS, State.NO_ITEM, State.PLAIN})


def no_longer_unlimited(listing: Listing) -> bool:
    """Whether the report ticked Ignore Sync, the unlimited mark has gone since, and the tick still stands."""
    return listing.ignore_sync and listing.ignored_by_report and not listing.unlimited


_TESTS: Mapping[str, Callable[[Listing], bool]] = {
    "all": lambda _: True,
    "linked": lambda row: row.state is State.LINKED,
    "unlinked": lambda row: row.state in _UNLINKED,
    "plain": lambda row: row.state is State.PLAIN,
    "suggested": lambda row: row.state is State.SUGGESTED,
    "ambiguous": lambda row: row.state is State.AMBIGUOUS,
    "no_item": lambda row: row.state is State.NO_ITEM,
    "gone": lambda row: row.state is State.GONE,
    "ignored": lambda row: row.ignore_sync,
    "excluded": lambda row: row.excluded,
    "unlimited": lambda row: row.unlimited,
    "sku_changed": lambda row: row.old_sku is not None,
    "duplicate": lambda row: row.duplicate,
    "no_longer_unlimited": no_longer_unlimited,
    "attention": lambda row: row.old_sku is not None or row.duplicate or no_longer_unlimited(row),
    "variation": lambda row: bool(row.parent_id or row.variation),
    "zero": lambda row: row.will_send == 0,
    "drift": lambda row: row.drift is not None,
    "oversold": lambda row: row.oversold,
    "waiting_release": lambda row: row.state is State.LINKED and not row.released,
}

_NAMES = {name: name for name in FIELDS} | {alias: name for name, spec in FIELDS.items() for alias in spec.aliases}
_STATES = tuple(state.value for state in State)
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_COMPARE = {">=": Op.GE, "<=": Op.LE, ">": Op.GT, "<": Op.LT, "=": Op.EQ}
_SIGNS = {Op.GE: ">=", Op.LE: "<=", Op.GT: ">", Op.LT: "<", Op.EQ: "="}
_ORDER: Mapping[Op, Callable[[Any, Any], object]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_DATE = re.compile(r"(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")


# ---- reading ---------------------------------------------------------------------------------------------------------


def parse(text: str) -> Filter:
    """Read a filter.

    Raises ``UserError``: ``filter_too_long``, ``filter_unknown_word``, ``filter_bad_state``, ``filter_bad_flag``,
    ``filter_bad_number``, ``filter_bad_date``, ``filter_bad_regex``, ``filter_slow_regex``.
    """
    if len(text) > MAX_LENGTH:
        raise UserError("filter_too_long", most=MAX_LENGTH)
    terms = _Reader(text).terms()
    if len(terms) > MAX_TERMS:
        raise UserError("filter_too_long", most=MAX_LENGTH)
    return Filter(tuple(terms))


class _Reader:
    """Goes through the text once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def terms(self) -> list[Term]:
        found = []
        while self._skip_space():
            term = self._term()
            if term is not None:
                found.append(term)
        return found

    def _skip_space(self) -> bool:
        while self._peek().isspace():
            self._at += 1
        return bool(self._peek())

    def _peek(self, ahead: int = 0) -> str:
        return self._text[self._at + ahead : self._at + ahead + 1]

    def _take(self, start: str) -> bool:
        taken = self._text.startswith(start, self._at)
        self._at += len(start) if taken else 0
        return taken

    def _quoted(self) -> str:
        """Read a phrase whose opening mark is taken; one that is never closed goes to the end of the text."""
        parts = []
        while True:
            end = self._text.find('"', self._at)
            if end < 0:
                parts.append(self._text[self._at :])
                self._at = len(self._text)
                return "".join(parts)
            parts.append(self._text[self._at : end])
            self._at = end + 1
            if not self._take('"'):
                return "".join(parts)
            parts.append('"')

    def _word(self) -> str:
        start = self._at
        while (char := self._peek()) and not char.isspace():
            self._at += 1
        return self._text[start : self._at]

    def _term(self) -> Term | None:
        next_char = self._peek(1)
        negated = bool(next_char) and not next_char.isspace() and self._take("-")
        if self._take('"'):
            return _contains("", self._quoted(), negated)
        name = self._name()
        if name == "is":
            return _is(self._word(), negated)
        if name:
            return self._field(name, negated)
        return _contains("", self._word(), negated)

    def _name(self) -> str:
        """Take ``field:`` when it stands here and is known; give the field's full name, ``is``, or nothing."""
        colon = self._text.find(":", self._at, self._at + 24)
        if colon < 0:
            return ""
        name = self._text[self._at : colon].lower().replace("-", "_")
        name = "is" if name == "is" else _NAMES.get(name, "")
        if name:
            self._at = colon + 1
        return name

    def _field(self, name: str, negated: bool) -> Term | None:
        kind = FIELDS[name].kind
        if kind is Kind.TEXT:
            return self._text_term(name, negated)
        value = self._quoted() if self._take('"') else self._word()
        if not value:
            return None
        if value.lower() in ("none", "any"):
            return Term(name, Op.UNSET if value.lower() == "none" else Op.SET, None, negated)
        if kind is Kind.STATE:
            return Term(name, Op.EQ, _state(value), negated)
        if kind is Kind.FLAG:
            return Term(name, Op.EQ, _flag(value), negated)
        return _compared(name, kind, value, negated)

    def _text_term(self, name: str, negated: bool) -> Term | None:
        op = Op.EXACT if self._take("=") else Op.REGEX if self._take("~") else Op.CONTAINS
        quoted = self._take('"')
        value = self._quoted() if quoted else self._word()
        if op is Op.EXACT:
            return Term(name, op, value, negated) if value else Term(name, Op.UNSET, None, negated)
        if op is Op.REGEX:
            return Term(name, op, _regex(value), negated) if value else None
        if not quoted and value.lower() in ("none", "any"):
            return Term(name, Op.UNSET if value.lower() == "none" else Op.SET, None, negated)
        return _contains(name, value, negated)


def _contains(field: str, value: str, negated: bool) -> Term | None:
    return Term(field, Op.CONTAINS, value, negated) if value else None


def _closest(word: str, known: tuple[str, ...]) -> str:
    return get_close_matches(word[:40].lower(), known, n=1, cutoff=0.0)[0]


def _is(word: str, negated: bool) -> Term | None:
    name = word.lower().replace("-", "_")
    if not name:
        return None
    if name not in WORDS:
        raise UserError("filter_unknown_word", word=word, closest=_closest(name, tuple(WORDS)))
    return Term("", Op.IS, name, negated)


def _state(value: str) -> str:
    name = value.removeprefix("=").lower().replace("-", "_")
    if name not in _STATES:
        raise UserError("filter_bad_state", value=value, closest=_closest(name, _STATES))
    return name


def _flag(value: str) -> bool:
    flag = _FLAGS.get(value.removeprefix("=").lower())
    if flag is None:
        raise UserError("filter_bad_flag", value=value)
    return flag


def _compared(name: str, kind: Kind, value: str, negated: bool) -> Term:
    for sign, op in _COMPARE.items():
        if value.startswith(sign):
            return Term(name, op, _single(name, kind, value.removeprefix(sign)), negated)
    low, dots, high = value.partition("..")
    if not dots or not (low or high):
        return Term(name, Op.EQ, _single(name, kind, value), negated)
    if not high:
        return Term(name, Op.GE, _single(name, kind, low), negated)
    if not low:
        return Term(name, Op.LE, _single(name, kind, high), negated)
    return Term(name, Op.BETWEEN, _pair(name, kind, low, high), negated)


def _pair(name: str, kind: Kind, low: str, high: str) -> Value:
    if kind is Kind.WHOLE:
        return _whole(name, low), _whole(name, high)
    if kind is Kind.DECIMAL:
        return _decimal(name, low), _decimal(name, high)
    return _date(name, low), _date(name, high)


def _single(name: str, kind: Kind, value: str) -> int | Decimal | date:
    if kind is Kind.WHOLE:
        return _whole(name, value)
    return _decimal(name, value) if kind is Kind.DECIMAL else _date(name, value)


def _whole(name: str, value: str) -> int:
    if not _WHOLE.fullmatch(value):
        raise UserError("filter_bad_number", field=name, value=value)
    return int(value)


def _decimal(name: str, value: str) -> Decimal:
    if not _DECIMAL.fullmatch(value):
        raise UserError("filter_bad_number", field=name, value=value)
    return Decimal(value)


def _date(name: str, value: str) -> date:
    if not _DATE.fullmatch(value):
        raise UserError("filter_bad_date", field=name, value=value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UserError("filter_bad_date", field=name, value=value) from None


# ---- regular expressions -----------------------------------------------------------------------------------------------

_COUNT = re.compile(r"\{([0-9]*)(,?)([0-9]*)\}")
_OPEN_COST, _MOST_COST = 3, 9  # three repeats, or nine optional pieces: seconds at worst, not for ever


def _regex(pattern: str) -> str:
    if len(pattern) > MAX_REGEX:
        raise UserError("filter_slow_regex", value=pattern)
    _refuse_slow(pattern)
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise UserError("filter_bad_regex", value=pattern, detail=str(error)) from None
    return pattern


def _refuse_slow(pattern: str) -> None:
    """Refuse what could take for ever on some text: repeats of repeats or of choices, and many repeats in a row.

    Comments, the verbose flag and nested sets could hide such things (or make ``re`` warn), so they are refused too.
    """
    slow = UserError("filter_slow_regex", value=pattern)
    if "(?#" in pattern or re.search(r"\(\?[a-z]*x", pattern):
        raise slow
    groups: list[bool] = []  # for each open group: whether it holds a repeat or a choice
    risky = False  # whether the piece just read is a group that holds one
    cost = at = 0
    while at < len(pattern):
        char = pattern[at]
        count = _COUNT.match(pattern, at)
        at += 1
        if char == "\\":
            at, risky = at + 1, False
        elif char == "[":
            at, risky = _set_end(pattern, at, slow), False
        elif char == "(":
            groups.append(False)
            at += pattern.startswith("?", at)  # (?: and the like: this ? repeats nothing
        elif char == ")":
            risky = groups.pop() if groups else False
            if risky and groups:
                groups[-1] = True
        elif char == "|":
            groups[-1:] = [True] if groups else []
        elif char in "*+?" or count:
            if char == "?":
                cost += 1
            elif risky:
                raise slow
            elif count is None or count[2]:
                cost += _OPEN_COST
            at = count.end() if count else at
            at += pattern[at : at + 1] in ("?", "+")  # lazy or possessive
            groups[-1:] = [True] if groups else []
        else:
            risky = False
    if cost > _MOST_COST:
        raise slow


def _set_end(pattern: str, at: int, slow: UserError) -> int:
    """Place behind the ``]`` of the set whose ``[`` stands before ``at``; an open set ends with the pattern."""
    at += pattern.startswith("^", at)
    first = at
    while at < len(pattern) and (pattern[at] != "]" or at == first):
        if pattern[at] == "[" or pattern[at : at + 2] in ("--", "&&", "~~", "||"):
            raise slow
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def regex_finds(pattern: str, text: str | None) -> bool:
    """Whether the pattern of a REGEX term is found in the text's first ``REGEX_LOOKS_AT`` characters."""
    return text is not None and _compiled(pattern).search(text[:REGEX_LOOKS_AT]) is not None


# ---- meaning -----------------------------------------------------------------------------------------------------------


def span(term: Term, zone: tzinfo = UTC) -> tuple[datetime | None, datetime | None]:
    """Return the moments [from, to) in UTC that a term on a DATE field allows; None is open.

    ``zone`` is where the person's days begin and end.
    """

    def start(day: date) -> datetime:
        return datetime.combine(day, time.min, zone).astimezone(UTC)

    def end(day: date) -> datetime:
        return start(day + timedelta(days=1))

    low, high = cast("tuple[date, date]", term.value if term.op is Op.BETWEEN else (term.value, term.value))
    return {
        Op.GT: (end(high), None),
        Op.GE: (start(low), None),
        Op.LT: (None, start(low)),
        Op.LE: (None, end(high)),
    }.get(term.op, (start(low), end(high)))


def matches(filter_: Filter, listing: Listing, zone: tzinfo = UTC) -> bool:
    """Whether the listing fits the filter; Gone ones only fit a filter that asks for them.

    This is the meaning of the language; the store's SQL has to agree with it.
    """
    if listing.state is State.GONE and not filter_.shows_gone:
        return False
    return all(_holds(term, listing, zone) is not term.negated for term in filter_.terms)


def _holds(term: Term, listing: Listing, zone: tzinfo) -> bool:
    if term.op is Op.IS:
        return _TESTS[str(term.value)](listing)
    if not term.field:
        wanted = folded(str(term.value))
        return any(wanted in folded(str(FIELDS[name].get(listing) or "")) for name in ANY_TEXT)
    spec = FIELDS[term.field]
    found = spec.get(listing)
    unset = found is None or found == ""
    if term.op is Op.UNSET or term.op is Op.SET:
        return unset is (term.op is Op.UNSET)
    if unset:
        return False
    if spec.kind is Kind.TEXT:
        return _text_holds(term, str(found))
    if isinstance(found, datetime):
        low, high = span(term, zone)
        return (low is None or found >= low) and (high is None or found < high)
    return _compares(term, found)


def _text_holds(term: Term, found: str) -> bool:
    wanted = str(term.value)
    if term.op is Op.EXACT:
        return found == wanted
    return regex_finds(wanted, found) if term.op is Op.REGEX else folded(wanted) in folded(found)


def _compares(term: Term, found: Any) -> bool:  # int, Decimal, bool or str, as is the value of the term
    if isinstance(term.value, tuple):
        return bool(term.value[0] <= found <= term.value[1])
    return bool(_ORDER[term.op](found, term.value))


# ---- writing -----------------------------------------------------------------------------------------------------------


def to_text(filter_: Filter) -> str:
    """Write a filter so that ``parse`` reads the same one."""
    return " ".join(("-" if term.negated else "") + _term_text(term) for term in filter_.terms)


def _term_text(term: Term) -> str:
    if term.op is Op.IS:
        return f"is:{term.value}"
    if term.op is Op.UNSET or term.op is Op.SET:
        return f"{term.field}:{'none' if term.op is Op.UNSET else 'any'}"
    name = f"{term.field}:" if term.field else ""
    if term.op is Op.CONTAINS:
        return name + _phrase(str(term.value), plain=_reads_as_word)
    if term.op is Op.EXACT or term.op is Op.REGEX:
        return f"{name}{'=' if term.op is Op.EXACT else '~'}{_phrase(str(term.value), plain=_has_no_space)}"
    if isinstance(term.value, tuple):
        low, high = term.value
        return f"{name}{_value_text(low)}..{_value_text(high)}"
    sign = "" if term.op is Op.EQ else _SIGNS[term.op]
    return f"{name}{sign}{_value_text(term.value)}"


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _has_no_space(value: str) -> bool:
    return not any(char.isspace() for char in value)


def _reads_as_word(value: str) -> bool:
    """Whether the text means itself without quotes, free or behind the colon of a field."""
    return (
        _has_no_space(value)
        and value[:1] not in ("-", "=", "~")
        and value.lower() not in ("none", "any")
        and ":" not in value
    )


def _phrase(value: str, plain: Callable[[str], bool]) -> str:
    if plain(value) and not value.startswith('"'):
        return value
    return '"' + value.replace('"', '""') + '"'
