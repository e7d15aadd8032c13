"""Texts from outside: keys, showing, keeping, damage."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core import text as t

any_text = st.text() | st.text("aAßẞiİıＡａé\u0301\u0345ϓΣςſǅﬀ①ｶﾞガ\u3099 ﷺ\u1e9b\u0323", max_size=8)


# ---- keys


@given(any_text)
def test_folding_again_changes_nothing(text: str) -> None:
    assert t.folded(t.folded(text)) == t.folded(text)


def test_folding_is_stable_for_every_character() -> None:
    for code in range(sys.maxunicode + 1):
        key = t.folded(chr(code))
        assert t.folded(key) == key


@given(any_text)
def test_every_way_of_writing_a_character_has_one_key(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert t.folded(unicodedata.normalize(form, text)) == t.folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("AB-1", "ab-1"), ("ＡＢ－１", "ab-1"), ("ｶﾞ", "ガ"), ("e\u0301", "É"), ("STRASSE", "straße"), ("ΌΣΟΣ", "όσος")],
)
def test_same_key(one: str, other: str) -> None:
    assert t.folded(one) == t.folded(other)


@pytest.mark.parametrize(("one", "other"), [("0017", "17"), ("é", "e"), ("が", "か"), ("a b", "ab"), ("a-b", "a_b")])
def test_other_key(one: str, other: str) -> None:
    assert t.folded(one) != t.folded(other)


# ---- showing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Red mug 12 oz",
        "café",
        "e\u0301",
        "赤いマグカップ　大",
        "葛\U000e0100飾区",
        "❤\ufe0f 1\ufe0f\u20e3 👍🏽 🇬🇧",
        "a\u00a0b",
        "‼\ufe0e",
    ],
)
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert t.visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AB\u200b1", "AB⟨U+200B⟩1"),
        ("a\tb\r\n", "a⟨U+0009⟩b⟨U+000D⟩⟨U+000A⟩"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("\x00", "⟨U+0000⟩"),
        ("x\u202etxt.exe", "x⟨U+202E⟩txt.exe"),
        ("\ufeffSKU", "⟨U+FEFF⟩SKU"),
        ("soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"),
        ("\ud800", "⟨U+D800⟩"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\u3164", "⟨U+3164⟩"),
        ("A\ufe0f", "A⟨U+FE0F⟩"),
        ("\ufe0f", "⟨U+FE0F⟩"),
        ("A\U000e0100", "A⟨U+E0100⟩"),
        ("\U000e0100", "⟨U+E0100⟩"),
        ("👨\u200d👩", "👨⟨U+200D⟩👩"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_unseen_characters_are_shown(text: str, shown: str) -> None:
    assert t.visible(text) == shown


def test_right_to_left_text_does_not_reorder_its_surroundings() -> None:
    assert t.visible("כוס") == "\u2068כוס\u2069"
    assert t.visible("\u202eكوب") == "\u2068⟨U+202E⟩كوب\u2069"


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    shown = t.visible(text).removeprefix("\u2068").removesuffix("\u2069")
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown)
    assert len(shown) >= len(text)


# ---- keeping


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None), ("plain", None), ("赤" * 10_000, None), ("a" * t.MAX_BYTES, None), ("a\x00b", "text_nul"),
        ("\ud800", "text_surrogate"), ("a" * (t.MAX_BYTES + 1), "text_too_long"), ("赤" * 11_000, "text_too_long"),
    ],
)  # fmt: skip
def test_storable(text: str, code: str | None) -> None:
    assert t.storable(text) == code


def test_trimmed_takes_ascii_blanks_only() -> None:
    assert t.trimmed(" \t A B \t") == "A B"
    assert t.trimmed("\u3000A\u00a0\n") == "\u3000A\u00a0\n"


# ---- damage


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.23E+12", "damage_exponent"), ("1,23E+12", "damage_exponent"), ("4.00638E+12", "damage_exponent"),
        ("5E+10", "damage_exponent"), ("1.23e-05", "damage_exponent"),
        ("1-Mar", "damage_date"), ("01-Mar", "damage_date"), ("Mar-01", "damage_date"), ("1-Mar-24", "damage_date"),
        ("01-Mar-2024", "damage_date"), ("01-mars", "damage_date"), ("01. Mrz", "damage_date"), ("3月1日", "damage_date"),
        ("01/03/2024", "damage_date"), ("3/1/24", "damage_date"), ("01.03.2024", "damage_date"),
        ("2024-03-01 00:00:00", "damage_date"), ("2024-03-01", "damage_date"), ("2024/3/1", "damage_date"),
        ("01/03/2024 00:00", "damage_date"),
        ("1234567890123450000", "damage_rounded"), ("4006381333930000", "damage_rounded"),
        ("", None), ("0017", None), ("5E10", None), ("MAR-01", None), ("mar-01", None), ("AB-1-Mar", None),
        ("1.2.3", None), ("12.34.56", None), ("99/99/2024", None), ("0/12/2024", None), ("2024-13-01", None),
        ("2024-12-99", None), ("1E+5", None), ("1234567890123456", None), ("123456789012345", None),
        ("13/13/2024", None), ("01/03-2024", None), ("1.23E+12X", None), ("2024-3/1", None), ("9" * 60, None),
    ],
)  # fmt: skip
def test_sku_damage(text: str, code: str | None) -> None:
    assert t.sku_damage(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4.00638E+12", "damage_exponent"), ("4006381333931.0", "damage_decimal"), ("4006381333931,00", "damage_decimal"),
        ("12345678905", "damage_zeros"), ("4006381333931", None), ("", None), ("12345678906", None), ("1234", None),
        ("17.0", None),
    ],
)  # fmt: skip
def test_barcode_damage(text: str, code: str | None) -> None:
    assert t.barcode_damage(text) == code


@pytest.mark.parametrize("text", ["4006381333931", "96385074", "012345678905", "10012345678902", "4901234567894"])
def test_valid_gtin(text: str) -> None:
    assert t.gtin_valid(text)


@pytest.mark.parametrize(
    "text",
    ["4006381333932", "400638133393", "", "0000000000000", "４００６３８１３３３９３１", "4006381333931 ", "a" * 13],
)
def test_invalid_gtin(text: str) -> None:
    assert not t.gtin_valid(text)


@given(st.integers(1, 10**12 - 1))
def test_one_wrong_digit_makes_a_gtin_invalid(number: int) -> None:
    body = f"{number:012}"
    valid = [digit for digit in "0123456789" if t.gtin_valid(body + digit)]
    assert len(valid) == 1
    assert t.gtin_valid("0" + body + valid[0])


@pytest.mark.parametrize(
    ("one", "other", "lost"),
    [("0017", "17", True), ("17", "0017", True), ("17", "17", False), ("00A1", "A1", False), ("0", "000", True),
     ("170", "17", False), ("", "0", False), ("0x", "x", False), ("１", "01", False)],
)  # fmt: skip
def test_lost_zeros(one: str, other: str, lost: bool) -> None:
    assert t.lost_zeros(one, other) is lost
