"""What stands in a cell of the main panel: the columns, and each one's text, tooltip, raw text and spoken text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from rakumap.core import quantity
from rakumap.core.filters import no_longer_unlimited
from rakumap.core.model import Limits, Listing, ListingKey, State
from rakumap.core.numbers import format_limit
from rakumap.core.suggestion import Suggestion, best_of
from rakumap.core.text import visible
from rakumap.core.words import NAMES, steps_text
from rakumap.gui import messages


class Column(IntEnum):
    """The columns of the main panel in their first order; the names in lower case are the keys of layouts and sorts."""

    IGNORE_SYNC = 0
    SKU = 1
    TITLE = 2
    LINKED_TO = 3
    LAST_UPDATE = 4
    UPDATE_STATUS = 5
    SUBMITTED_QUANTITY = 6
    MAX_LISTED = 7
    END_WHEN = 8
    PERCENTAGE = 9
    WILL_SEND = 10
    CHANNEL_QUANTITY = 11
    BARCODE = 12
    PRICE = 13
    VARIATION = 14
    SUGGESTED = 15
    REASON = 16
    PROBLEM = 17
    LINKED_BY = 18
    LINKED_AT = 19
    DRIFT = 20
    OFFERED = 21

    @property
    def key(self) -> str:
        """Its key in layouts, sorts and exports."""
        return self.name.lower()


KEYS = {column.key: column for column in Column}
FIRST = (Column.IGNORE_SYNC, Column.SKU, Column.TITLE, Column.LINKED_TO)
"""What is shown until somebody chooses."""
NUMBERS = frozenset(
    {
        Column.SUBMITTED_QUANTITY,
        Column.MAX_LISTED,
        Column.END_WHEN,
        Column.PERCENTAGE,
        Column.WILL_SEND,
        Column.CHANNEL_QUANTITY,
        Column.PRICE,
        Column.DRIFT,
        Column.OFFERED,
    }
)
"""Aligned to the right."""
EDITABLE = frozenset({Column.MAX_LISTED, Column.END_WHEN, Column.PERCENTAGE})
TIMES = frozenset({Column.LAST_UPDATE, Column.LINKED_AT})
WIDTHS: Mapping[Column, int] = {
    Column.IGNORE_SYNC: 104,
    Column.SKU: 148,
    Column.TITLE: 380,
    Column.LINKED_TO: 160,
    Column.MAX_LISTED: 98,
    Column.END_WHEN: 98,
    Column.PERCENTAGE: 104,
    Column.WILL_SEND: 98,
    Column.LAST_UPDATE: 148,
    Column.SUBMITTED_QUANTITY: 156,
    Column.CHANNEL_QUANTITY: 146,
    Column.BARCODE: 132,
    Column.VARIATION: 170,
    Column.SUGGESTED: 170,
    Column.REASON: 150,
    Column.PROBLEM: 240,
    Column.LINKED_AT: 148,
}
WIDTH = 118
"""Of a column that ``WIDTHS`` does not name."""


def tr(text: str) -> str:
    """A text of this module in the person's language."""
    return QCoreApplication.translate("cells", text)


class Cells:
    """Texts of listings, in one zone and under the default limits of one channel."""

    def __init__(self, zone: tzinfo, defaults: Limits = quantity.NO_LIMITS) -> None:
        self.zone = zone
        self.defaults = defaults
        self.suggestions: Mapping[ListingKey, Sequence[Suggestion]] = {}
        """What unlinked listings could be; whoever fills it says whose texts are to be written anew."""
        self.families: Mapping[ListingKey, tuple[int, int]] = {}
        """Of variations: how many of their families are linked, and how many there are."""
        self._texts: Mapping[Column, Callable[[Listing], str]] = {
            Column.IGNORE_SYNC: lambda _: "",
            Column.SKU: lambda row: visible(row.sku),
            Column.TITLE: lambda row: visible(row.title),
            Column.LINKED_TO: self._linked_to,
            Column.LAST_UPDATE: lambda row: self._time(row.last_update),
            Column.UPDATE_STATUS: _status,
            Column.SUBMITTED_QUANTITY: lambda row: _number(row.submitted_quantity),
            Column.MAX_LISTED: lambda row: _number(row.limits.max_listed),
            Column.END_WHEN: lambda row: _number(row.limits.end_when),
            Column.PERCENTAGE: _percentage,
            Column.WILL_SEND: lambda row: _number(row.will_send),
            Column.CHANNEL_QUANTITY: lambda row: "∞" if row.unlimited else _number(row.channel_quantity),
            Column.BARCODE: lambda row: visible(row.barcode or ""),
            Column.PRICE: _price,
            Column.VARIATION: lambda row: visible(row.variation or ""),
            Column.SUGGESTED: self._suggested,
            Column.REASON: lambda row: messages.name(f"reason.{row.link_reason}") if row.link_reason else "",
            Column.PROBLEM: self.problem,
            Column.LINKED_BY: lambda row: messages.name(f"by.{row.linked_by}") if row.linked_by else "",
            Column.LINKED_AT: lambda row: self._time(row.linked_at),
            Column.DRIFT: lambda row: "" if row.drift is None else f"{row.drift:+,}",
            Column.OFFERED: _offered,
        }

    def text(self, row: Listing, column: Column) -> str:
        """What is shown."""
        return self._texts[column](row)

    def raw(self, row: Listing, column: Column) -> str:
        """What is copied: the value itself, nothing made visible or pretty."""
        match column:
            case Column.IGNORE_SYNC:
                return "yes" if row.ignore_sync else "no"
            case Column.SKU | Column.TITLE | Column.BARCODE | Column.VARIATION | Column.UPDATE_STATUS:
                return getattr(row, column.key) or ""
            case Column.LINKED_TO:
                return row.linked_to or ""
            case Column.MAX_LISTED | Column.END_WHEN | Column.PERCENTAGE:
                return format_limit(getattr(row.limits, column.key))
            case Column.PRICE:
                return "" if row.price is None else f"{row.price:f}"
            case Column.SUBMITTED_QUANTITY | Column.WILL_SEND | Column.CHANNEL_QUANTITY | Column.DRIFT | Column.OFFERED:
                value = getattr(row, column.key)
                return "" if value is None else str(value)
        return self.text(row, column)

    def spoken(self, row: Listing, column: Column) -> str:
        """What a screen reader says: the column and its value, in words where a sign would stand."""
        name = messages.name(f"column.{column.key}")
        if column is Column.IGNORE_SYNC:
            value = tr("on") if row.ignore_sync else tr("off")
        elif column is Column.LINKED_TO and (best := self.best(row)) is not None:
            value = tr("not linked, suggested {item}, {sure}").format(item=visible(best.sku), sure=_sure(best))
        else:
            value = self.text(row, column) or tr("empty")
        return f"{name}: {value}"

    def tooltip(self, row: Listing, column: Column) -> str:
        """Plain lines that say more than the cell; empty when there is no more to say."""
        match column:
            case Column.IGNORE_SYNC:
                return self._ignored(row)
            case Column.LINKED_TO:
                return self._linked_lines(row)
            case Column.WILL_SEND | Column.MAX_LISTED | Column.END_WHEN | Column.PERCENTAGE:
                return self._steps(row, column)
            case Column.LAST_UPDATE:
                return "" if row.last_update is None else messages.utc_time(row.last_update)
            case Column.LINKED_AT:
                return "" if row.linked_at is None else messages.utc_time(row.linked_at)
            case Column.DRIFT if row.drift is not None:
                return tr("The channel has {there}, confirmed was {confirmed}.").format(
                    there=_number(row.channel_quantity), confirmed=_number(row.confirmed_quantity)
                )
            case Column.OFFERED if row.oversold:
                return tr("The listings of this item offer more than there is.")
            case Column.VARIATION if row.key in self.families:
                return "\n".join(filter(None, (visible(row.variation or ""), self.family(row))))
            case Column.CHANNEL_QUANTITY if row.unlimited:
                return tr("The channel calls its quantity unlimited.")
        return self.text(row, column)

    def best(self, row: Listing) -> Suggestion | None:
        """The candidate that the row shows: of a listing that waits for a link."""
        if row.item_key is not None or row.no_item:
            return None
        return best_of(self.suggestions.get(row.key, ()))

    def family(self, row: Listing) -> str:
        """How much of a variation's family is linked, in words; empty for other listings."""
        if row.key not in self.families:
            return ""
        linked, total = self.families[row.key]
        return tr("Its family: {linked} of {total} linked").format(linked=linked, total=total)

    def _linked_to(self, row: Listing) -> str:
        if row.linked_to is not None:
            return visible(row.linked_to)
        if (best := self.best(row)) is not None:
            return tr("{item}?").format(item=visible(best.sku))
        return tr("no item") if row.no_item else tr("not linked")

    def _suggested(self, row: Listing) -> str:
        best = self.best(row)
        return "" if best is None else f"{visible(best.sku)} · {_sure(best)}"

    def problem(self, row: Listing) -> str:
        """Why a person should look at the listing."""
        found = []
        if row.gone_at is not None and row.state is State.GONE:
            found.append(tr("Gone since {time}").format(time=self._time(row.gone_at)))
        if row.old_sku is not None:
            found.append(tr("SKU changed, was {sku}").format(sku=visible(row.old_sku) or tr("empty")))
        if row.duplicate:
            found.append(tr("SKU repeats"))
        if no_longer_unlimited(row):
            found.append(tr("No longer unlimited, still ignored"))
        if row.state is State.LINKED and not row.released:
            found.append(tr("Waits to be released"))
        rule = quantity.merged(row.limits, self.defaults)
        if rule.max_listed == 0 or rule.percentage == 0:
            found.append(tr("Rule always sends 0"))
        return "; ".join(found)

    def _time(self, moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def _ignored(self, row: Listing) -> str:
        if not row.ignore_sync:
            return tr("Off: the quantity is sent to the channel.")
        if row.ignored_by_report and row.unlimited:
            return tr("On: set because the channel calls its quantity unlimited. No quantity is sent.")
        if no_longer_unlimited(row):
            return tr("On: set by a report. The channel no longer calls it unlimited; only you can switch it off.")
        return tr("On: no quantity is sent to the channel. Orders still find their item.")

    def _linked_lines(self, row: Listing) -> str:
        return "\n".join(filter(None, (self._link_lines(row), self.family(row))))

    def _link_lines(self, row: Listing) -> str:
        if row.linked_to is None:
            if row.no_item:
                return tr("You said that no item belongs to this listing.")
            if (best := self.best(row)) is not None:
                text = tr("Not linked. Suggested: {item}, {sure}. Enter links it, X says it is not this one.")
                return text.format(item=visible(best.sku), sure=_sure(best))
            return tr("Not linked: search the inventory and press Enter or double-click a result.")
        lines = [visible(row.linked_to), visible(row.item_title or "")]
        if row.item_level is not None and row.item_in_open_orders is not None:
            available = row.item_level - row.item_in_open_orders
            lines.append(tr("available {count}").format(count=available))
        return "\n".join(line for line in lines if line)

    def _steps(self, row: Listing, column: Column) -> str:
        lines = []
        if column is Column.END_WHEN:
            lines.append(tr("When this much or less is available, 0 is sent, which ends the listing."))
        if row.item_level is not None and row.item_in_open_orders is not None:
            found = quantity.will_send(row.item_level, row.item_in_open_orders, row.limits, self.defaults)
            lines.append(steps_text(found.steps))
            if found.always_zero is not None:
                lines.append(messages.sentence(found.always_zero))
        elif column is Column.WILL_SEND:
            lines.append(tr("Nothing is sent for a listing that is not linked."))
        return "\n".join(lines)


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _status(row: Listing) -> str:
    known = f"update.{row.update_status}"
    return messages.name(known) if known in NAMES else visible(row.update_status or "")


def _offered(row: Listing) -> str:
    """Offered of what is available: ``8 / 10``."""
    if row.offered is None or row.item_level is None or row.item_in_open_orders is None:
        return ""
    return f"{row.offered:,} / {row.item_level - row.item_in_open_orders:,}"


def _percentage(row: Listing) -> str:
    return "" if row.limits.percentage is None else f"{format_limit(row.limits.percentage)} %"


def _price(row: Listing) -> str:
    if row.price is None:
        return ""
    plain = row.price.normalize()
    whole = row.currency in ("JPY", "KRW") and plain == plain.to_integral_value()
    if whole:
        amount = f"{plain:,.0f}"
    else:
        exponent = plain.as_tuple().exponent
        digits = max(2, -exponent) if isinstance(exponent, int) else 2
        amount = f"{plain.quantize(Decimal(1).scaleb(-digits)):,f}"
    return f"{amount} {visible(row.currency)}" if row.currency else amount


def _sure(one: Suggestion) -> str:
    return f"{messages.name(f'confidence.{one.confidence.value}')} {one.score:.2f}"
