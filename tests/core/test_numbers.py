"""Numbers: only what is written plainly is a number."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core import numbers
from rakumap.core.errors import UserError
from rakumap.core.words import SENTENCES

NEVER = [
    "\uff11\uff12", "1_000", "+5", "1e3", "1E3", "nan", "inf", "0x1", "٣", "②", "¹", "1 000", "1\u00a0000", "\u00a05", "5\u200b",
    "5\n", "\n5", "1234567890", "--1", "1-", "½", "abc", "1,5", "1.5.0", "50%", ".5", "5.", "5,", "−5",
]  # fmt: skip


@pytest.mark.parametrize("text", [*NEVER, "", " ", "-1", "5.0", "-"])
def test_not_a_whole_number(text: str) -> None:
    with pytest.raises(UserError) as caught:
        numbers.whole_number(text)
    assert (caught.value.code, caught.value.values) == ("bad_whole_number", {"value": text})


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), (" 7 ", 7), ("\t42", 42), ("007", 7), ("999999999", 999_999_999)]
)
def test_whole_number(text: str, value: int) -> None:
    assert numbers.whole_number(text) == value


@given(st.text(max_size=12) | st.text("0123456789", max_size=12))
def test_whole_number_is_what_the_pattern_says(text: str) -> None:
    core = text.strip(" \t")
    good = 1 <= len(core) <= 9 and all(char in "0123456789" for char in core)
    try:
        assert numbers.whole_number(text) == int(core)
        assert good
    except UserError:
        assert not good


@pytest.mark.parametrize(("text", "value"), [("-3", -3), ("0", 0), (" 12 ", 12)])
def test_stock_level(text: str, value: int) -> None:
    assert numbers.stock_level(text) == value


@pytest.mark.parametrize("text", [*NEVER, "", "5.0", "- 5"])
def test_not_a_stock_level(text: str) -> None:
    with pytest.raises(UserError, match="bad_level"):
        numbers.stock_level(text)


@pytest.mark.parametrize(("text", "value"), [("", None), (" \t", None), ("0", 0), ("12", 12)])
def test_report_quantity(text: str, value: int | None) -> None:
    assert numbers.report_quantity(text) == value


@pytest.mark.parametrize("text", [*NEVER, "5.0"])
def test_not_a_report_quantity(text: str) -> None:
    with pytest.raises(UserError, match="bad_quantity"):
        numbers.report_quantity(text)


def test_negative_report_quantity() -> None:
    with pytest.raises(UserError, match="negative_quantity"):
        numbers.report_quantity("-3")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("50", ".", "50"), ("0", ".", "0"), ("100", ".", "100"), ("100.00", ".", "100"), ("12.5", ".", "12.5"),
        (" 0.25 ", ".", "0.25"), ("12,5", ",", "12.5"), ("12.5", ",", "12.5"), ("007", ".", "7"),
    ],
)  # fmt: skip
def test_percentage(text: str, mark: str, value: str) -> None:
    assert numbers.percentage(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", [*NEVER, "", "100.01", "101", "1.234", "-1", "12,5"])
def test_not_a_percentage(text: str) -> None:
    with pytest.raises(UserError, match="bad_percentage"):
        numbers.percentage(text)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [("19.99", ".", "19.99"), ("19,99", ",", "19.99"), ("1980", ".", "1980"), ("0", ",", "0")],
)
def test_price(text: str, mark: str, value: str) -> None:
    assert numbers.price(text, mark) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "mark"),
    [("19,99", "."), ("1.980", ","), ("1,234.50", "."), ("£5", "."), ("-1", "."), ("", "."), ("5 EUR", ".")],
)
def test_not_a_price(text: str, mark: str) -> None:
    with pytest.raises(UserError, match="bad_price"):
        numbers.price(text, mark)


@pytest.mark.parametrize("field", numbers.LIMIT_FIELDS)
def test_limits_can_be_cleared(field: str) -> None:
    assert numbers.parse_limit(field, "-") is None
    assert numbers.parse_limit(field, " ") is None
    assert numbers.format_limit(None) == ""


def test_limits_by_field() -> None:
    assert numbers.parse_limit("max_listed", "5") == 5
    assert numbers.parse_limit("percentage", "12,5", ",") == Decimal("12.5")
    with pytest.raises(UserError, match="bad_whole_number"):
        numbers.parse_limit("end_when", "12.5")


@given(st.integers(0, 10_000))
def test_percentages_come_back(hundredths: int) -> None:
    value = Decimal(hundredths) / 100
    text = numbers.format_limit(value)
    assert numbers.parse_limit("percentage", text) == value
    assert "E" not in text
    assert not text.endswith(".")
    assert text == numbers.format_percentage(Decimal(f"{value:.2f}"))


@given(st.integers(0, 999_999_999))
def test_whole_limits_come_back(value: int) -> None:
    assert numbers.parse_limit("end_when", numbers.format_limit(value)) == value


@pytest.mark.parametrize("read", [numbers.whole_number, numbers.percentage, numbers.price, numbers.report_quantity])
@given(text=st.text())
def test_anything_is_a_number_or_a_sentence(read: Callable[[str], object], text: str) -> None:
    try:
        code = read(text) and ""
    except UserError as error:
        code = error.code
    assert not code or code in SENTENCES
