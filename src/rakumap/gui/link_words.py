"""What there is to say of a link before it is made: why, how sure, what it does, and what is dangerous about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from rakumap.core.suggestion import Suggestion, speaks_against
from rakumap.core.text import visible
from rakumap.gui import messages

if TYPE_CHECKING:
    from rakumap.matching.values import Value
    from rakumap.services.mapping import LinkPreview


def tr(text: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("LinkWords", text)


def sureness(one: Suggestion) -> str:
    """How sure a suggestion is: word and number."""
    return f"{messages.name(f'confidence.{one.confidence.value}')} {one.score:.2f}"


def reasons(one: Suggestion, preview: LinkPreview | None = None) -> str:
    """What speaks for and against it, in words with a tick or a cross; with a preview also what it is about."""
    about = {} if preview is None else preview.values(one.told)
    # A sign stays with its reason where the line breaks.
    signs = ((code, "✗" if speaks_against(code) else "✓") for code in one.told)
    return "   ".join(f"{sign}\N{NO-BREAK SPACE}{_reason(code, about.get(code))}" for code, sign in signs)


def _reason(code: str, value: Value | None) -> str:
    name = messages.name(f"reason.{code}")
    if value is None:
        return name
    mine, theirs = visible(value.listing), visible(value.item)
    if mine and theirs and mine != theirs:
        text = (
            tr("{reason}: {listing} against {item}") if speaks_against(code) else tr("{reason}: {listing} and {item}")
        )
        return text.format(reason=name, listing=mine, item=theirs)
    return tr("{reason}: {value}").format(reason=name, value=mine or theirs)


def effect(preview: LinkPreview) -> str:
    """What the channel has and will get, in a line."""
    steps = [step for step in preview.quantity.steps if step.code != "step_send"]
    why = "; ".join(messages.sentence(step.code, step.values) for step in steps)
    if preview.listing.unlimited:
        has = tr("channel calls it unlimited")
    elif preview.listing.channel_quantity is None:
        has = tr("channel quantity unknown")
    else:
        has = tr("channel has {count}").format(count=preview.listing.channel_quantity)
    sign = "⚠ " if preview.dangerous else ""
    text = tr("{sign}{has}, will send {send} ({why})")
    return text.format(sign=sign, has=has, send=preview.quantity.send, why=why)


def dangers(preview: LinkPreview) -> list[str]:
    """What a person is asked about before the link is made, a sentence each."""
    found = []
    if preview.warning is not None:
        values = {"channel_quantity": preview.listing.channel_quantity, "send": preview.quantity.send}
        found.append(messages.sentence(preview.warning, values))
    if preview.packs is not None:
        text = tr("By their titles the listing is a pack of {listing}, the item a pack of {item}.")
        found.append(text.format(listing=preview.packs[0], item=preview.packs[1]))
    return found
