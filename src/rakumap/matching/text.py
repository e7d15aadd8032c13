"""What is read out of a title: words, codes, numbers with units, colours, sizes, packs. Pure functions."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rakumap.matching.lexicon import BUNDLES, CJK_COLOURS, COLOURS, COUNTERS, PACKS, SIZES, TWINS, UNITS

LONGEST = 1_500
"""Characters of a title that are looked at; what is longer is a text somebody pasted."""
MOST_WORDS = 200

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af々〆ー"
_MARKED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Combining marks; the voicing marks of kana are not among them, as they make other letters."""
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss"})
_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "′": "'", "‐": "-", "–": "-", "—": "-", "−": "-"}
)
_units = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
_counters = "|".join(sorted(COUNTERS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_MEASURE = re.compile(rf"(?<![a-z0-9.,])({_NUMBER})[\s-]?(?:({_units})(?![a-z0-9])|({_counters})(?![a-z]))")
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[-/._+][^\W_{_CJK}]+)*")
_IS_CJK = re.compile(rf"[{_CJK}]")
_PARTS = re.compile(r"[-/._+]")
_MARK = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")
_ALL_COLOURS = frozenset(COLOURS.values())


@dataclass(frozen=True, slots=True)
class Read:
    """What one title says."""

    words: tuple[str, ...]
    """Words, numbers, joined codes, measures in their base unit, CJK bigrams; in order, repeats left out.

    Colours stand under one name whatever their language or abbreviation."""
    codes: frozenset[str]
    """Words of letters and digits, and long numbers: what models are called by."""
    numbers: frozenset[str]
    """Plain numbers and the numbers inside codes."""
    measures: frozenset[tuple[str, str]]
    """Base unit and value."""
    head: str
    """The first of the words as the title has it, often the maker; empty without words."""
    colours: frozenset[str]
    sizes: frozenset[str]
    pack: int
    """How many pieces it is a pack of; 1 when it does not say."""
    bundle: bool
    plain: str
    """The normal form, words with single blanks between."""
    squeezed: str
    """Letters and digits of it only."""


def normal(text: str) -> str:
    """One form for what reads the same: NFKC, lower case, no accents but kana's voicing marks, entities decoded."""
    text = text[:LONGEST]
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_MARKS)
    text = unicodedata.normalize("NFD", _unseen(text))
    return unicodedata.normalize("NFC", _MARKED.sub("", text)).translate(_LETTERS)


def _unseen(text: str) -> str:
    """Without joiners, soft hyphens and the like."""
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def read(title: str) -> Read:
    """Read a title."""
    text = normal(title)
    measures: set[tuple[str, str]] = set()
    found: dict[str, None] = {}
    codes: set[str] = set()
    numbers: set[str] = set()
    numeric = _DIGIT.search(text) is not None
    pack = _pack(text, numeric)
    rest = _MEASURE.sub(lambda match: _measure(match, measures, found), text) if numeric else text
    for run in _RUN.findall(rest):
        if len(found) >= MOST_WORDS:
            break
        _take(run, found, codes, numbers)
    words = tuple(found)
    colours = _ALL_COLOURS.intersection(words)
    if not text.isascii():
        colours |= {COLOURS[word] for word in CJK_COLOURS if len(word) > 1 and word in text}
    runs = _RUN.findall(text)
    plain = " ".join(runs)
    return Read(
        words,
        frozenset(codes),
        frozenset(numbers),
        frozenset(measures),
        _head(runs[0]) if runs else "",
        frozenset(colours),
        frozenset(SIZES[word] for word in words if word in SIZES),
        pack,
        BUNDLES.search(text) is not None,
        plain,
        _MARK.sub("", plain),
    )


def _head(run: str) -> str:
    word = run[:2] if _IS_CJK.match(run) else _PARTS.split(run)[0]
    return COLOURS.get(word, word)


def _measure(match: re.Match[str], measures: set[tuple[str, str]], found: dict[str, None]) -> str:
    number, unit, counter = match.groups()
    value = float(number.replace(",", "."))
    base, factor = UNITS[unit] if unit else ("n", 1.0)
    text = _short(value * factor)
    measures.add((base, text))
    found[f"{text}{base}"] = None
    return f" {counter} " if counter and _IS_CJK.match(counter) else " "


def _take(run: str, found: dict[str, None], codes: set[str], numbers: set[str]) -> None:
    """Add the words of a run of letters and digits, with hyphens inside."""
    if _IS_CJK.match(run):
        for place in range(max(1, len(run) - 1)):
            word = run[place : place + 2]
            found[COLOURS.get(word, word)] = None
        return
    parts = _PARTS.split(run)
    for part in parts:
        if part:
            found[COLOURS.get(part, part)] = None
            _code(part, codes, numbers)
    if len(parts) > 1:
        joined = "".join(parts)
        # 1/35 and 2.5 are no codes, 010-10723 is one.
        if _DIGIT.search(joined) and (not joined.isdigit() or set(_MARK.findall(run)) == {"-"}):
            found[joined] = None
            _code(joined, codes, numbers)


def _code(word: str, codes: set[str], numbers: set[str]) -> None:
    digits = len(_DIGIT.findall(word))
    if not digits:
        return
    if digits == len(word):
        numbers.add(word.lstrip("0") or "0")
        if digits >= 5:
            codes.add(word)
    elif len(word) >= 4 and digits >= 2 or len(word) >= 3 and digits >= 1:
        codes.add(word)


def _pack(text: str, numeric: bool) -> int:
    if twins := TWINS.search(text):
        return 3 if twins[1] == "triple" else 2
    for pattern in PACKS if numeric else ():
        match = pattern.search(text)
        if match is not None and 1 < int(match[1]) <= 5000:
            return int(match[1])
    return 1


@lru_cache(maxsize=4096)
def _short(value: float) -> str:
    return f"{value:.6g}"
