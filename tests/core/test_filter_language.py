"""The filter language: what it reads, what it writes, what it means, and that nothing hostile stops it."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core import filters as f
from rakumap.core.errors import UserError
from rakumap.core.filters import Filter, Kind, Op, Term, matches, parse, to_text
from rakumap.core.model import ChannelId, ItemKey, Limits, Listing, ListingKey, State
from rakumap.core.text import folded
from rakumap.core.words import NAMES, SENTENCES, sentence

ROW = Listing(
    key=ListingKey(1),
    channel_id=ChannelId(1),
    listing_id="100200",
    sku="PM-Red_Mug",
    title='Red Mug 50% "big" \\ Größe',
    state=State.LINKED,
    linked_to="MUG-RED",
    item_key=ItemKey(7),
    linked_by="person",
    linked_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
    link_reason="equal SKU",
    ignore_sync=False,
    excluded=False,
    unlimited=False,
    limits=Limits(max_listed=5, percentage=Decimal("12.5")),
    last_update=None,
    update_status=None,
    submitted_quantity=None,
    channel_quantity=12,
    will_send=0,
    barcode="4006381333931",
    price=Decimal("19.99"),
    currency="GBP",
    parent_id=None,
    variation=None,
    old_sku=None,
    duplicate=False,
    ignored_by_report=False,
    item_level=3,
    item_in_open_orders=4,
    item_title="Mug, red",
    updated=None,
    gone_at=None,
)


def fits(text: str, row: Listing = ROW) -> bool:
    return matches(parse(text), row)


def parsed_or_code(text: str) -> Filter | str:
    try:
        return parse(text)
    except UserError as error:
        return error.code


def code_of(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse(text)
    error = caught.value
    assert error.code in SENTENCES
    said = sentence(error.code, error.values)
    assert "…" not in said or len(text) > 100
    return error.code


# ---- reading


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        (" \t\u3000", ()),
        ("red", (Term("", Op.CONTAINS, "red"),)),
        ("red mug", (Term("", Op.CONTAINS, "red"), Term("", Op.CONTAINS, "mug"))),
        ("赤い\u3000マグ", (Term("", Op.CONTAINS, "赤い"), Term("", Op.CONTAINS, "マグ"))),
        ('"red mug"', (Term("", Op.CONTAINS, "red mug"),)),
        ('"red mug', (Term("", Op.CONTAINS, "red mug"),)),
        ('"a""b"', (Term("", Op.CONTAINS, 'a"b'),)),
        ('"a"b', (Term("", Op.CONTAINS, "a"), Term("", Op.CONTAINS, "b"))),
        ('24" x', (Term("", Op.CONTAINS, '24"'), Term("", Op.CONTAINS, "x"))),
        ('"', ()),
        ('""', ()),
        ("-red", (Term("", Op.CONTAINS, "red", negated=True),)),
        ('-"red mug"', (Term("", Op.CONTAINS, "red mug", negated=True),)),
        ("--red", (Term("", Op.CONTAINS, "-red", negated=True),)),
        ("-", (Term("", Op.CONTAINS, "-"),)),
        ("a - b", (Term("", Op.CONTAINS, "a"), Term("", Op.CONTAINS, "-"), Term("", Op.CONTAINS, "b"))),
        ("foo:bar", (Term("", Op.CONTAINS, "foo:bar"),)),
        ("-foo:bar", (Term("", Op.CONTAINS, "foo:bar", negated=True),)),
        ("Size:", (Term("", Op.CONTAINS, "Size:"),)),
        (":", (Term("", Op.CONTAINS, ":"),)),
        ("::sku:x", (Term("", Op.CONTAINS, "::sku:x"),)),
        ("title:mug", (Term("title", Op.CONTAINS, "mug"),)),
        ("TITLE:mug", (Term("title", Op.CONTAINS, "mug"),)),
        ("linked-to:x", (Term("linked_to", Op.CONTAINS, "x"),)),
        ('title:"red mug"', (Term("title", Op.CONTAINS, "red mug"),)),
        ("title:=Red", (Term("title", Op.EXACT, "Red"),)),
        ('title:="Red Mug"', (Term("title", Op.EXACT, "Red Mug"),)),
        ("title:=", (Term("title", Op.UNSET),)),
        ("-sku:~^OLD", (Term("sku", Op.REGEX, "^OLD", negated=True),)),
        ('sku:~"^OLD x"', (Term("sku", Op.REGEX, "^OLD x"),)),
        ("sku:~", ()),
        ("title:", ()),
        ('-title:""', ()),
        ("title:none", (Term("title", Op.UNSET),)),
        ("title:ANY", (Term("title", Op.SET),)),
        ('title:"none"', (Term("title", Op.CONTAINS, "none"),)),
        ('title:"=x"', (Term("title", Op.CONTAINS, "=x"),)),
        ("max:5", (Term("max_listed", Op.EQ, 5),)),
        ("max:=5", (Term("max_listed", Op.EQ, 5),)),
        ("max:>5", (Term("max_listed", Op.GT, 5),)),
        ("max:>=5", (Term("max_listed", Op.GE, 5),)),
        ("max:<5", (Term("max_listed", Op.LT, 5),)),
        ("max:<=5", (Term("max_listed", Op.LE, 5),)),
        ("max:5..9", (Term("max_listed", Op.BETWEEN, (5, 9)),)),
        ("max:5..", (Term("max_listed", Op.GE, 5),)),
        ("max:..9", (Term("max_listed", Op.LE, 9),)),
        ("avail:>-3", (Term("available", Op.GT, -3),)),
        ('max:">5"', (Term("max_listed", Op.GT, 5),)),
        ("max:none", (Term("max_listed", Op.UNSET),)),
        ("max:", ()),
        ("pct:12.5", (Term("percentage", Op.EQ, Decimal("12.5")),)),
        ("pct:1.5..2.5", (Term("percentage", Op.BETWEEN, (Decimal("1.5"), Decimal("2.5"))),)),
        ("score:>=0.8", (Term("score", Op.GE, Decimal("0.8")),)),
        ("linked_at:>2026-01-31", (Term("linked_at", Op.GT, date(2026, 1, 31)),)),
        ("linked_at:2026-01-01..2026-01-31", (Term("linked_at", Op.BETWEEN, (date(2026, 1, 1), date(2026, 1, 31))),)),
        ("is:unlinked", (Term("", Op.IS, "unlinked"),)),
        ("IS:No-Item", (Term("", Op.IS, "no_item"),)),
        ("-is:gone", (Term("", Op.IS, "gone", negated=True),)),
        ("is:", ()),
        ("ignore:yes", (Term("ignore_sync", Op.EQ, True),)),
        ("excluded:=FALSE", (Term("excluded", Op.EQ, False),)),
        ("state:No-Item", (Term("state", Op.EQ, "no_item"),)),
        ("state:=plain", (Term("state", Op.EQ, "plain"),)),
        ("state:none", (Term("state", Op.UNSET),)),
    ],
)
def test_reads(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text).terms == terms


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("is:unlinkd", "filter_unknown_word"),
        ('is:"linked"', "filter_unknown_word"),
        ("state:lost", "filter_bad_state"),
        ("ignore:maybe", "filter_bad_flag"),
        ("max:>", "filter_bad_number"),
        ("max:many", "filter_bad_number"),
        ("max:1.5", "filter_bad_number"),
        ("max:1e3", "filter_bad_number"),
        ("max:１２", "filter_bad_number"),
        ("max:1_000", "filter_bad_number"),
        ("max:9999999999999", "filter_bad_number"),
        ("max:5..x", "filter_bad_number"),
        ("max:..", "filter_bad_number"),
        ("pct:1,5", "filter_bad_number"),
        ("pct:nan", "filter_bad_number"),
        ("linked_at:yesterday", "filter_bad_date"),
        ("linked_at:2026-02-30", "filter_bad_date"),
        ("linked_at:9999-12-31", "filter_bad_date"),
        ("linked_at:2026-01-01..x", "filter_bad_date"),
        ("sku:~(", "filter_bad_regex"),
        ("sku:~)", "filter_bad_regex"),
        ("sku:~[a", "filter_bad_regex"),
        ("sku:~*", "filter_bad_regex"),
        ("sku:~\\", "filter_bad_regex"),
        ("sku:~a{9999999999}", "filter_bad_regex"),
        ("sku:~(?L)a", "filter_bad_regex"),
        ("sku:~" + "a" * 201, "filter_slow_regex"),
        ("x" * 10_001, "filter_too_long"),
        ("x " * 101, "filter_too_long"),
    ],
)
def test_refuses_with_a_sentence(text: str, code: str) -> None:
    assert code_of(text) == code


def test_names_the_closest_word() -> None:
    with pytest.raises(UserError) as caught:
        parse("is:" + "unlinkd")
    assert caught.value.values == {"word": "unlinkd", "closest": "unlinked"}
    with pytest.raises(UserError) as caught:
        parse("state:plane")
    assert caught.value.values["closest"] == "plain"


# ---- regular expressions


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$", "(a*)*b", "(a|a)*b", "(a|aa)+$", "((a+))+", "((a+)b)+", "(?:a+)+", "(a?){40}b", "(.*)*", "(a+){2,}",
        "(a+)++", ".*.*.*.*x", "a+a+a+a+b", "a?" * 11, "(?x)(a+) +", "(?ix:(a+) +)", "(a+)(?#c)+", "([a-z]+)*",
        "(?P<n>a+)*", "[[a]", "[a--b]", "[a&&b]", "[a~~b]", "[a||b]", "((a|b))*", "a{2,9}b{2,9}c{2,9}d{2,9}", "(a.*)?(a.*)?(a.*)?b",
        "a?a?a?a?a?a*a*b",
    ],
)  # fmt: skip
def test_refuses_regular_expressions_that_could_hang(pattern: str) -> None:
    assert code_of(f'sku:~"{pattern}"') == "filter_slow_regex"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^OLD", "OLD-1", True), ("^OLD", "old-1", False), ("(?i)^OLD", "old-1", True), (r"\d+-\d+-\d+$", "A1-22-3", True),
        ("^(PM|UK)-", "UK-3", True), ("(PM-)?[0-9]{4}", "1234", True), ("(a.*)?(a.*)?b", "ab", True), (r"[\]\[]", "]", True), ("[]a]+", "]a", True),
        ("[^]a]", "b", True), (r"\(", "(", True), ("(-[a-z]+)?$", "x", True), ("a{2}b{3}c{4}d{5}", "aabbbccccddddd", True),
        ("{", "{", True), ("x*?y", "xxy", True), ("(?=.*a)b", "ba", True), ("a|b", "b", True), ("(a(b|c)d)", "acd", True),
        (r"[\\]", "\\", True), ("(ab){3}", "ababab", True),
    ],
)  # fmt: skip
def test_takes_everyday_regular_expressions(pattern: str, text: str, found: bool) -> None:
    term = parse(f'sku:~"{pattern}"').terms[0]
    assert term.value == pattern
    assert f.regex_finds(pattern, text) is found
    assert not f.regex_finds(pattern, None)


def test_a_regular_expression_sees_the_beginning_of_long_texts() -> None:
    assert not f.regex_finds("x", "a" * f.REGEX_LOOKS_AT + "x")


regex_pieces = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            ".",
            "\\d",
            "[ab]",
            "[^a]",
            "(",
            "(?:",
            "(?=",
            ")",
            "|",
            "*",
            "+",
            "?",
            "{2,}",
            "{1,9}",
            "{30}",
            "^",
            "$",
        ]
    ),
    max_size=14,
).map("".join)


@given(regex_pieces, st.sampled_from(["a" * 300, "ab" * 150, "a" * 299 + "!"]))
def test_what_is_taken_is_quick(pattern: str, text: str) -> None:
    try:
        parse(f'sku:~"{pattern}"')
    except UserError:
        return
    begun = time.process_time()
    f.regex_finds(pattern, text)
    assert time.process_time() - begun < 10


@given(st.text(max_size=60))
def test_any_text_is_a_regular_expression_or_refused(pattern: str) -> None:
    quoted = pattern.replace('"', '""')
    read = parsed_or_code(f'sku:~"{quoted}"')
    if isinstance(read, Filter):
        assert read.terms == ((Term("sku", Op.REGEX, pattern),) if pattern else ())
        re.compile(pattern)
    else:
        assert read in ("filter_bad_regex", "filter_slow_regex")


# ---- nothing hostile hangs or breaks


@pytest.mark.parametrize(
    "piece",
    ['"', '""', "a ", "-", "- ", ":", "sku:", "is:", "is:x", "title:~(", "max:>", "max:1..", "(", "(?", "[", "sku:~(((", "{", "\\", "\x00", "\ud800", "é", "a:b:c "],
)  # fmt: skip
def test_hostile_filters_end_at_once(piece: str) -> None:
    for text in (piece * (100_000 // len(piece)), piece * (9_000 // len(piece)), "sku:~" + piece * (180 // len(piece))):
        begun = time.process_time()
        try:
            assert parse(to_text(parse(text))) == parse(text)
        except UserError as error:
            sentence(error.code, error.values)
        assert time.process_time() - begun < 1


@given(st.text() | st.text('"-:=~<>.isku max\t\\%_*+(){}[]|?5', max_size=40))
def test_any_text_is_a_filter_or_a_sentence(text: str) -> None:
    read = parsed_or_code(text)
    if isinstance(read, Filter):
        assert parse(to_text(read)) == read
        matches(read, ROW)
    else:
        assert read in SENTENCES


# ---- writing

texts = st.text(min_size=1, max_size=12) | st.text('"-:=~<>.isku none\t\\%_', min_size=1, max_size=12)
dates = st.dates(date(1900, 1, 1), date(2999, 12, 31))
wholes = st.integers(-(10**12) + 1, 10**12 - 1)
decimals = st.decimals(-(10**9), 10**9, places=3)
compared = st.sampled_from([Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE])


def names(kind: Kind) -> st.SearchStrategy[str]:
    return st.sampled_from([name for name, field in f.FIELDS.items() if field.kind is kind])


def numeric(
    kind: Kind, values: st.SearchStrategy[int] | st.SearchStrategy[Decimal] | st.SearchStrategy[date]
) -> st.SearchStrategy[Term]:
    return st.builds(Term, names(kind), compared, values, st.booleans()) | st.builds(
        Term, names(kind), st.just(Op.BETWEEN), st.tuples(values, values), st.booleans()
    )


terms = st.one_of(
    st.builds(Term, st.just(""), st.just(Op.CONTAINS), texts, st.booleans()),
    st.builds(Term, names(Kind.TEXT), st.sampled_from([Op.CONTAINS, Op.EXACT]), texts, st.booleans()),
    st.builds(Term, names(Kind.TEXT), st.just(Op.REGEX), texts.map(re.escape), st.booleans()),
    st.builds(Term, st.sampled_from(list(f.FIELDS)), st.sampled_from([Op.UNSET, Op.SET]), st.none(), st.booleans()),
    st.builds(Term, st.just(""), st.just(Op.IS), st.sampled_from(list(f.WORDS)), st.booleans()),
    st.builds(Term, names(Kind.FLAG), st.just(Op.EQ), st.booleans(), st.booleans()),
    st.builds(Term, names(Kind.STATE), st.just(Op.EQ), st.sampled_from([s.value for s in State]), st.booleans()),
    numeric(Kind.WHOLE, wholes),
    numeric(Kind.DECIMAL, decimals),
    numeric(Kind.DATE, dates),
)
whole_filters = st.lists(terms, max_size=6).map(lambda found: Filter(tuple(found)))


@given(whole_filters)
def test_what_is_written_reads_the_same(filter_: Filter) -> None:
    assert parse(to_text(filter_)) == filter_


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ('red "mug"', "red mug"), ('"red  mug', '"red  mug"'), ("max:5..", "max_listed:>=5"), ("IGNORE:1", "ignore_sync:yes"),
        ("-is:no-item", "-is:no_item"), ("-", '"-"'), ('"a:b"', '"a:b"'), ("sku:~^A", "sku:~^A"), ("excluded:0", "excluded:no"),
    ],
)  # fmt: skip
def test_writes_short(text: str, canonical: str) -> None:
    assert to_text(parse(text)) == canonical


# ---- meaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True), ("red", True), ("RED ｍｕｇ", True), ("mug red", True), ('"mug red"', False), ("mug-red", True),
        ("100200", True), ("4006381", True), ("gbp", False), ("-red", False), ("-blue", True),
        ("50%", True), ("5%", False), ("red_mug", True), ("redxmug", False), ("\\", True), ('"""big"""', True), ("größe", True),
        ("GRÖSSE", True), ("title:big", True), ("sku:big", False), ("sku:=PM-Red_Mug", True), ("sku:=pm-red_mug", False),
        ("sku:~^PM-", True), ("sku:~^pm-", False), ("-sku:~^OLD", True), ("barcode:any", True), ("variation:none", True),
        ("variation:any", False), ("variation:x", False), ("-variation:x", True), ("variation:~x", False),
        ("max:5", True), ("max:>5", False), ("max:>=5", True), ("max:<5", False), ("max:<=5", True), ("max:4..6", True),
        ("max:6..9", False), ("end:>=0", False), ("-end:>=0", True), ("end:none", True), ("pct:12.5", True), ("pct:12.50", True),
        ("pct:<12.51", True), ("price:19..20", True), ("avail:-1", True), ("send:0", True), ("qty:12", True), ("level:3", True),
        ("orders:4", True), ("score:>0", False), ("suggested:none", True), ("by:person", True), ("reason:sku", True),
        ("item_title:red", True), ("state:linked", True), ("-state:plain", True), ("state:any", True),
        ("ignore:no", True), ("ignore:yes", False), ("is:linked", True), ("is:unlinked", False), ("-is:unlinked", True),
        ("is:all", True), ("is:zero", True), ("is:plain", False), ("is:gone", False), ("is:ignored", False),
        ("is:excluded", False), ("is:unlimited", False), ("is:sku_changed", False), ("is:duplicate", False),
        ("is:no_longer_unlimited", False), ("is:attention", False), ("is:variation", False), ("is:suggested", False),
        ("is:ambiguous", False), ("is:no_item", False),
        ("linked_at:2026-01-31", True), ("linked_at:>2026-01-31", False), ("linked_at:>=2026-01-31", True),
        ("linked_at:<2026-01-31", False), ("linked_at:<=2026-01-31", True), ("linked_at:<2026-02-01", True),
        ("linked_at:2026-01-01..2026-01-31", True), ("linked_at:2026-02-01..2026-02-02", False),
        ("updated:any", False), ("updated:<2999-12-31", False),
    ],
)  # fmt: skip
def test_means(text: str, expected: bool) -> None:
    assert fits(text) is expected


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": State.PLAIN}, {"unlinked", "plain"}),
        ({"state": State.SUGGESTED}, {"unlinked", "suggested"}),
        ({"state": State.AMBIGUOUS}, {"unlinked", "ambiguous"}),
        ({"state": State.NO_ITEM}, {"unlinked", "no_item"}),
        ({"state": State.GONE, "will_send": None}, {"gone"}),
        ({"ignore_sync": True}, {"linked", "ignored"}),
        ({"excluded": True}, {"linked", "excluded"}),
        ({"unlimited": True, "ignore_sync": True, "ignored_by_report": True}, {"linked", "unlimited", "ignored"}),
        ({"ignore_sync": True, "ignored_by_report": True}, {"linked", "ignored", "no_longer_unlimited", "attention"}),
        ({"old_sku": "X"}, {"linked", "sku_changed", "attention"}),
        ({"duplicate": True}, {"linked", "duplicate", "attention"}),
        ({"parent_id": "P"}, {"linked", "variation"}),
        ({"variation": "red"}, {"linked", "variation"}),
        ({"will_send": 1}, {"linked"}),
    ],
)
def test_words_mean(changes: dict[str, object], words: set[str]) -> None:
    row = replace(ROW, **changes)  # type: ignore[arg-type]
    zero = {"zero"} if row.will_send == 0 else set()
    assert {word for word in f.WORDS if word != "all" and fits(f"is:{word}", row)} == words | zero


def test_gone_is_out_of_sight_unless_asked_for() -> None:
    gone = replace(ROW, state=State.GONE)
    assert not fits("", gone)
    assert not fits("red", gone)
    assert not fits("-is:linked", gone)
    assert not fits("is:all", gone)
    assert fits("is:gone", gone)
    assert fits("state:gone red", gone)
    assert not fits("-is:gone", gone)
    assert fits("-is:gone")
    for text, shows in [
        ("is:gone", True),
        ("-is:gone", True),
        ("state:gone", True),
        ("gone", False),
        ("is:linked", False),
    ]:
        assert parse(text).shows_gone is shows


def test_days_are_those_of_the_person() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert matches(parse("linked_at:2026-02-01"), ROW, tokyo)
    assert not matches(parse("linked_at:2026-01-31"), ROW, tokyo)
    start, end = f.span(parse("linked_at:2026-02-01").terms[0], tokyo)
    assert start == datetime(2026, 1, 31, 15, tzinfo=UTC)
    assert end == datetime(2026, 2, 1, 15, tzinfo=UTC)


def test_a_day_ends_before_the_next_begins() -> None:
    midnight = replace(ROW, linked_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert fits("linked_at:2026-02-01", midnight)
    assert not fits("linked_at:<=2026-01-31", midnight)
    assert fits("linked_at:>2026-01-31", midnight)


def test_an_empty_text_is_unset() -> None:
    nameless = replace(ROW, title="", sku="")
    assert fits("title:none sku:none -sku:any", nameless)
    assert not fits("title:~^$", nameless)


def test_nothing_of_the_item_is_known_without_one() -> None:
    assert fits("avail:none", replace(ROW, item_level=None))
    assert fits("avail:none", replace(ROW, item_in_open_orders=None))


@given(
    st.text(min_size=1, max_size=4) | st.text("%_\\\"aA'* é", min_size=1, max_size=4),
    st.text("%_\\\"aA'* éb", max_size=12),
)
def test_a_phrase_finds_the_titles_that_contain_it(phrase: str, title: str) -> None:
    row = replace(ROW, title=title)
    assert fits(to_text(Filter((Term("title", Op.CONTAINS, phrase),))), row) is (folded(phrase) in folded(title))


@given(terms)
def test_a_negation_is_the_other_half(term: Term) -> None:
    positive = Filter((replace(term, negated=False),))
    negative = Filter((replace(term, negated=True),))
    assert matches(positive, ROW) is not matches(negative, ROW)


@given(whole_filters, whole_filters)
def test_terms_side_by_side_are_an_and(one: Filter, other: Filter) -> None:
    both = Filter(one.terms + other.terms)
    assert matches(both, ROW) is (matches(one, ROW) and matches(other, ROW))


def test_every_key_of_the_interface_is_a_field() -> None:
    keys = (
        "listing_id, sku, title, linked_to, state, ignore_sync, excluded, last_update, update_status, submitted_quantity, "
        "channel_quantity, max_listed, end_when, percentage, will_send, barcode, price, currency, parent_id, variation, "
        "suggested, score"
    )
    assert set(keys.split(", ")) <= set(f.FIELDS)


def test_short_names_are_nobody_elses() -> None:
    aliases = [alias for field in f.FIELDS.values() for alias in field.aliases]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(f.FIELDS)
    assert "is" not in f.FIELDS
    assert all(len(name) < 24 for name in [*aliases, *f.FIELDS])


def test_every_word_has_a_name() -> None:
    assert {f"is.{word}" for word in f.WORDS} == {key for key in NAMES if key.startswith("is.")}
