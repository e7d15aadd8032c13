"""What a number in a workbook says once its number format is applied (ECMA-376 part 1, 18.8.30 and 18.17.4).

The text is what the seller sees, but never rounded to the format, never grouped and never in scientific notation. Where
the cell shows something other than its digits (a date, a prefix), a mark says so, since it may have been a SKU.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

DATE = "damage_date"
ROUNDED = "damage_rounded"
FORMAT = "damage_format"
ERROR = "damage_error"
NESTED = "value_nested"
"""A list or an object in a JSON file, where one value is wanted."""

_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 47), "time"),
    46: "duration",
    9: "percent",
    10: "percent",
}
# Literal text, padding, and brackets other than those of elapsed time.
_LITERAL = re.compile(r'"([^"]*)"?|\\(.)|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_SAFE_INTEGER = 10**15
_LAST_DAY = 2_958_466
_NUMBER = re.compile(
    r"-?[0-9]{1,400}(?:\.[0-9]{0,400})?(?:[Ee][+-]?[0-9]{1,3})?|-?\.[0-9]{1,400}(?:[Ee][+-]?[0-9]{1,3})?"
)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown.

    ``plain``, ``zeros`` (at least ``digits`` of them), ``percent``, ``date``, ``time``, ``duration`` or ``other`` (with
    letters or separators of its own).
    """

    kind: str = "plain"
    digits: int = 0


PLAIN = NumberFormat()


def number_format(number: str, code: str | None) -> NumberFormat:
    """Read a number format by its id and, unless it is built in, its code."""
    if code is None:
        return NumberFormat(_BUILT_IN.get(int(number), "plain"))
    section = _first_section(code)
    literal = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(section))
    tokens = _LITERAL.sub("", section).lower().strip()
    spoken = any(char.isalnum() or char == "-" for char in literal)
    if "general" in tokens:
        return NumberFormat("other") if spoken else PLAIN
    if (kind := _time_kind(tokens)) is not None:
        return NumberFormat(kind)
    if "%" in tokens:
        return NumberFormat("percent")
    if spoken or re.search("[0#?][-/ ()]+[0#?]", tokens) or re.match("[^0#?.,@$€£¥]", tokens):
        return NumberFormat("other")
    return NumberFormat("zeros", len(tokens)) if re.fullmatch("0{2,}", tokens) else PLAIN


def _first_section(code: str) -> str:
    quoted = False
    for place, char in enumerate(code):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted and code[place - 1 : place] != "\\":
            return code[:place]
    return code


def _time_kind(tokens: str) -> str | None:
    if re.search(r"\[[hms]+\]", tokens):
        return "duration"
    letters = set(re.sub(r"e[+-]|am/pm|a/p", "", tokens))
    if letters & set("yd"):
        return "date"
    if letters & set("hs"):
        return "time"
    # Months alone, and the years, eras and weekdays of East Asian formats.
    return "date" if "m" in letters or (letters & set("gea") and not letters & set("0#?")) else None


def number_text(raw: str, form: NumberFormat, date1904: bool) -> tuple[str, str | None]:
    """Return text and mark of a number as it stands in the file."""
    if form.kind == "plain" and len(raw) < 16 and raw.isdigit() and raw.isascii():
        return raw, None
    if not _NUMBER.fullmatch(raw):
        return raw, ERROR
    if form.kind == "plain" and len(raw) < 16 and raw[-1] != "0" and _FRACTION.fullmatch(raw):
        return raw, None
    try:
        text, mark = _digits(raw)
        return _formatted(text, mark, form, date1904)
    except (InvalidOperation, OverflowError, ValueError):
        return raw, ERROR


def _digits(raw: str) -> tuple[str, str | None]:
    exact = Decimal(raw)
    if exact.adjusted() > 308:
        raise OverflowError
    if abs(exact) >= _SAFE_INTEGER:
        # A spreadsheet keeps 15 digits of what was typed; the rest is made up.
        return f"{exact.to_integral_value():f}", ROUNDED
    # 15 digits, as the spreadsheet shows them: 19.99 is kept as 19.989999999999998.
    text = f"{Decimal(format(float(raw), '.15g')):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text == "-0" else text), None


def _formatted(text: str, mark: str | None, form: NumberFormat, date1904: bool) -> tuple[str, str | None]:
    if form.kind in ("date", "time", "duration"):
        return _moment(float(text), form.kind, date1904) or text, DATE
    if form.kind == "percent":
        shown = f"{Decimal(text) * 100:f}"
        return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%", FORMAT
    if form.kind == "zeros" and text.isdigit():
        return text.zfill(form.digits), mark
    return text, mark or (FORMAT if form.kind == "other" else None)


def _moment(serial: float, kind: str, date1904: bool) -> str | None:
    """Return a serial date as ISO 8601, None when there is no such day."""
    if not 0 <= serial < _LAST_DAY:
        return None
    if kind == "duration" or (kind == "time" and serial < 1):
        seconds = round(serial * 86_400)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if date1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone
    elif 60 <= serial < 61:
        # The day that 1-2-3 invented and Excel keeps.
        return "1900-02-29"
    else:
        start = datetime(1899, 12, 30 if serial > 60 else 31)  # noqa: DTZ001
    moment = start + timedelta(milliseconds=round(serial * 86_400_000))
    if moment.microsecond < 2_000 or moment.microsecond > 998_000:
        # Rounding of the fraction of a day, not something anyone wrote.
        moment = (moment + timedelta(milliseconds=2)).replace(microsecond=0)
    return moment.date().isoformat() if not (moment - start).seconds else moment.isoformat()


def unescaped(text: str) -> str:
    """Undo ``_xHHHH_``, which stands for characters that XML cannot hold (22.9.2.19)."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # A character beyond U+FFFF comes in two halves; a half alone stays for the reader to refuse.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
