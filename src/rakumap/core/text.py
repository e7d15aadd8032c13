"""Text from outside: its key for search and sort, how it is shown, whether it can be kept, and Excel's damage to it."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 32 * 1024
"""The longest text of one field, in UTF-8."""

_EXPONENT = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee][+-][0-9]{2,3}")
_WHOLE_AS_DECIMAL = re.compile(r"[0-9]{6,}[.,]0+")
_MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    "|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc"
    "|Jän|Mrz|Mär|Mai|Okt|Dez"
)
_DATE_WORDS = re.compile(
    rf"[0-9]{{1,2}}(?:-|\. ?| )(?:{_MONTHS})\.?(?:[- ](?:[0-9]{{2}}|[0-9]{{4}}))?|(?:{_MONTHS})\.?[- ][0-9]{{2,4}}"
)
_DATE_NUMBERS = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<mark>[/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_DATE_ISO = re.compile(
    r"[0-9]{4}(?P<mark>[-/])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_DATE_KANJI = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?")
_DIGITS = re.compile(r"[0-9]+")

# Characters that print nothing although their category does not say so: fillers, joiners, marks without a shape.
_SILENT = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    chr(code)
    for first, last in ((0x180B, 0x180F), (0x2065, 0x2065), (0xFE00, 0xFE0D), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))
    for code in range(first, last + 1)
)
_PRESENTATION = "\ufe0e\ufe0f"
_IDEOGRAPHIC_VARIANT = ("\U000e0100", "\U000e01ef")
_KEYCAP_BASES = "0123456789#*"


def folded(text: str) -> str:
    """Key of a text for search and sort: compatibility forms and case made equal (NFKC and case folding).

    Folding a key again changes nothing. Two texts with equal keys are *not* the same SKU.
    """
    if text.isascii():
        return text.lower()
    key = unicodedata.normalize("NFKC", text).casefold()
    # Case folding can undo the normal form and the normal form can bring back capitals, so go on until both agree.
    while (again := unicodedata.normalize("NFKC", key).casefold()) != key:
        key = again
    return key


def visible(text: str) -> str:
    """Return the text as it may be shown: what would be unseen or would reorder others appears as ``⟨U+200B⟩``.

    Text with right-to-left letters comes isolated (U+2068 ... U+2069), so that it does not reorder what stands around
    it. For display only; copying and exporting use the original.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(
        f"⟨U+{ord(char):04X}⟩" if _unseen(char, text[place - 1] if place else "") else char
        for place, char in enumerate(text)
    )
    return f"\u2068{shown}\u2069" if any(unicodedata.bidirectional(char) in ("R", "AL") for char in shown) else shown


def _unseen(char: str, before: str) -> bool:
    if char in _PRESENTATION:
        return not (before and (before in _KEYCAP_BASES or unicodedata.category(before) in ("So", "Sm", "Po", "Pd")))
    if _IDEOGRAPHIC_VARIANT[0] <= char <= _IDEOGRAPHIC_VARIANT[1]:
        return not (before and unicodedata.name(before, "").startswith("CJK "))
    return char in _SILENT or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def storable(text: str) -> str | None:
    """Code why the text cannot be kept (``text_nul``, ``text_surrogate``, ``text_too_long``), or None."""
    if "\x00" in text:
        return "text_nul"
    if len(text) > MAX_BYTES:
        return "text_too_long"
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return "text_surrogate"
    return "text_too_long" if size > MAX_BYTES else None


def trimmed(text: str) -> str:
    """Return the text without ASCII spaces and tabs at both ends; every other character is part of it."""
    return text.strip(" \t")


def sku_damage(text: str) -> str | None:
    """Code of what a spreadsheet probably did to this SKU (``damage_exponent``, ``damage_date``, ...), or None.

    It is a suspicion to show, never a reason to change the text: ask a person.
    """
    if not 4 <= len(text) <= 40:
        return None
    if _EXPONENT.fullmatch(text):
        return "damage_exponent"
    if len(text) > 15 and _DIGITS.fullmatch(text) and not text[15:].strip("0"):
        return "damage_rounded"
    return "damage_date" if _is_date(text) else None


def _is_date(text: str) -> bool:
    if _DATE_WORDS.fullmatch(text) or _DATE_KANJI.fullmatch(text):
        return True
    if found := _DATE_ISO.fullmatch(text):
        return 1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31
    if found := _DATE_NUMBERS.fullmatch(text):
        low, high = sorted((int(found["a"]), int(found["b"])))
        return 1 <= low <= 12 and high <= 31 and (found["mark"] == "/" or len(found["year"]) == 4)
    return False


def barcode_damage(text: str) -> str | None:
    """Code of what a spreadsheet probably did to this barcode, or None.

    Besides the damage of SKUs: ``damage_decimal`` (4006381333931.0) and ``damage_zeros`` (a UPC or EAN-8 whose leading
    zeros are gone: too short, and right once they are put back).
    """
    if _WHOLE_AS_DECIMAL.fullmatch(text):
        return "damage_decimal"
    if len(text) in (6, 7, 9, 10, 11) and _DIGITS.fullmatch(text) and _check_digit_fits(text):
        return "damage_zeros"
    return sku_damage(text)


def gtin_valid(text: str) -> bool:
    """Whether it is a GTIN of 8, 12, 13 or 14 digits with the right check digit (GS1 General Specifications 7.9)."""
    return len(text) in (8, 12, 13, 14) and bool(_DIGITS.fullmatch(text)) and _check_digit_fits(text)


def _check_digit_fits(digits: str) -> bool:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0 and total > 0


def lost_zeros(one: str, other: str) -> bool:
    """Whether two different texts are the same digits but for leading zeros (0017 and 17)."""
    return (
        one != other
        and bool(_DIGITS.fullmatch(one))
        and bool(_DIGITS.fullmatch(other))
        and one.lstrip("0") == other.lstrip("0")
    )
