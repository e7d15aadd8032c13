"""Review: the order of the listings and the tally, on their own."""

from __future__ import annotations

from rakumap.core.model import ItemKey, ListingKey
from rakumap.core.review import Tally, Verdict, confidence, risk, tallies
from rakumap.core.suggestion import Confidence, ListingText, Suggested, Suggestion


def suggested(name: str, score: float | None) -> Suggested:
    listing = ListingText(ListingKey(1), name, name, None, name)
    if score is None:
        return Suggested(listing, ())
    return Suggested(listing, (Suggestion(ItemKey(1), "A", score, Confidence.LIKELY, "", ()),))


def test_most_listed_first_then_the_surest() -> None:
    cases = [("a", None, 5), ("b", 0.4, 5), ("c", 0.9, 5), ("d", 0.1, 50), ("e", 1.0, None)]
    found = sorted(cases, key=lambda one: risk(suggested(one[0], one[1]), one[2]))
    assert [one[0] for one in found] == ["d", "c", "b", "a", "e"]


def test_a_tally_by_word_without_what_was_put_off() -> None:
    likely, nothing = confidence(suggested("a", 0.7)), confidence(suggested("a", None))
    said = [
        (nothing, Verdict.NONE),
        (likely, Verdict.FIRST),
        (likely, Verdict.OTHER),
        (likely, Verdict.LATER),
        (Confidence.CERTAIN, Verdict.FIRST),
        (Confidence.POSSIBLE, Verdict.LATER),
    ]
    found = tallies(said)
    assert list(found.items()) == [
        (Confidence.CERTAIN, Tally(1, 0, 0)),
        (Confidence.LIKELY, Tally(1, 1, 0)),
        (None, Tally(0, 0, 1)),
    ]
