"""Transforms: how a channel's SKUs follow from the items', such as a prefix ``PM-``; learned from a shop's own links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rakumap.core.errors import UserError

TRANSFORM = "transform"
ENOUGH = 3
"""Decisions of one shape from which it is offered."""
LONGEST = 12
"""Characters of an affix."""
SEPARATORS = "-_./ "


@dataclass(frozen=True, slots=True, order=True)
class Transform:
    """One shape: ``prefix`` or ``suffix`` with its ``text``, or ``separator``: ``text`` where items have ``other``."""

    kind: str
    text: str
    other: str = ""

    @property
    def name(self) -> str:
        """What it is called in files and commands, such as ``prefix:PM-`` or ``separator:_>-``."""
        return f"{self.kind}:{self.text}" + (f">{self.other}" if self.kind == "separator" else "")

    def item_sku(self, sku: str) -> str | None:
        """The SKU an item would have for a listing with this one; ``None`` where it is of another shape."""
        if self.kind == "separator":
            return sku.replace(self.text, self.other) if self.text in sku else None
        fits = sku.startswith(self.text) if self.kind == "prefix" else sku.endswith(self.text)
        if not fits or len(sku) <= len(self.text):
            return None
        return sku.removeprefix(self.text) if self.kind == "prefix" else sku.removesuffix(self.text)


def named(name: str) -> Transform:
    """The transform of a name. Raises ``UserError`` "rule_unknown" for anything else."""
    kind, _, text = name.partition(":")
    if kind in ("prefix", "suffix") and 0 < len(text) <= LONGEST:
        return Transform(kind, text)
    if kind == "separator" and text[1:2] == ">" and text[:1] in SEPARATORS and text[2:] in ("", *SEPARATORS):
        return Transform(kind, text[0], text[2:])
    raise UserError("rule_unknown", rule=name)


def shapes(sku: str, item: str) -> list[Transform]:
    """The transforms by which a channel's SKU is that of its item."""
    found = []
    if item and 0 < len(sku) - len(item) <= LONGEST:
        if sku.endswith(item):
            found.append(Transform("prefix", sku.removesuffix(item)))
        if sku.startswith(item):
            found.append(Transform("suffix", sku.removeprefix(item)))
    for text in sorted(set(sku) & set(SEPARATORS)):
        found += [
            Transform("separator", text, other)
            for other in ("", *SEPARATORS)
            if other != text and sku.replace(text, other) == item
        ]
    return found


def offered(decisions: Iterable[tuple[str, str]]) -> dict[Transform, int]:
    """The transforms that enough of a person's links show, with how many."""
    counts = Counter(one for sku, item in decisions for one in shapes(sku, item))
    return {one: count for one, count in sorted(counts.items()) if count >= ENOUGH}


def would_link(one: Transform, waiting: Iterable[str], others: Iterable[str], items: Mapping[str, object]) -> set[str]:
    """The SKUs of waiting listings that a transform leads to an item, each alone: no other listing leads there too.

    ``others`` are the SKUs of the channel's listings that are linked.
    """
    targets = [(sku, item) for sku in waiting if (item := one.item_sku(sku)) is not None and item in items]
    taken = {item for sku in others if (item := one.item_sku(sku)) is not None}
    counts = Counter(item for _, item in targets)
    return {sku for sku, item in targets if counts[item] == 1 and item not in taken and sku not in items}


def contradicts_links(one: Transform, links: Iterable[tuple[str, str]], items: Mapping[str, object]) -> int:
    """How many links say otherwise: the transform leads to an item, the link to another one."""
    return sum(1 for sku, item in links if (led := one.item_sku(sku)) is not None and led in items and led != item)
