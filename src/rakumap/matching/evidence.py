"""Reasons as codes, from the features of a pair; sentences for them stand in ``core.words``."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from rakumap.matching.arrays import Floats, Longs
from rakumap.matching.features import F

_RULES = (
    ("equal_barcode", ("gtin_same", "barcode_same"), 0.0),
    ("equal_sku", ("sku_same",), 0.0),
    ("sku_inside", ("sku_core",), 0.0),
    ("same_model", ("code_shared",), 0.0),
    ("all_words", ("word_all_item",), 0.0),
    ("most_words", ("word_item",), 0.6),
    ("similar_letters", ("gram_cosine",), 0.5),
    ("other_barcode", ("gtin_conflict",), 0.0),
    ("other_model", ("code_conflict",), 0.0),
    ("other_amount", ("measure_conflict",), 0.0),
    ("other_colour", ("colour_conflict",), 0.0),
    ("other_size", ("size_conflict",), 0.0),
    ("other_pack", ("pack_conflict",), 0.0),
    (
        "listing_says_more",
        ("colour_listing_only", "size_listing_only", "pack_listing_only", "measure_listing_only"),
        0.0,
    ),
    ("item_says_more", ("colour_item_only", "size_item_only", "pack_item_only", "measure_item_only"), 0.0),
)
"""Code of ``words``, the features that speak for it, and what one of them must pass."""
_WEAKER = {"all_words": "most_words", "most_words": "similar_letters"}
"""What a reason makes not worth saying."""


def evidence(features: Floats) -> Longs:
    """The reasons of each pair as bits, for ``codes_of``."""
    found = np.zeros(len(features), dtype=np.int64)
    for place, (_, names, least) in enumerate(_RULES):
        holds = np.zeros(len(features), dtype=np.bool_)
        for name in names:
            holds |= features[:, F[name]] > least
        found |= holds.astype(np.int64) << place
    return found


@lru_cache(maxsize=4096)
def codes_of(bits: int) -> tuple[str, ...]:
    """The codes of the bits, what speaks for the pair first."""
    found = [code for place, (code, _, _) in enumerate(_RULES) if bits >> place & 1]
    weaker = {_WEAKER[code] for code in found if code in _WEAKER} | (
        {"similar_letters"} if "all_words" in found else set()
    )
    return tuple(code for code in found if code not in weaker)
