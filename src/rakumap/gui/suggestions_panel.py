"""SuggestionsPanel: the items a listing could be, why, and what linking would do; on demand those a person said no to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rakumap.core.model import ItemKey, Listing, ListingKey
from rakumap.core.text import visible
from rakumap.gui import link_words, plain

if TYPE_CHECKING:
    from rakumap.core.suggestion import Suggestion
    from rakumap.services.mapping import LinkPreview

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST = 300
"""Characters of a title that are compared."""
_ALIKE = 0.6
"""Likeness from which the letters of words are compared: below it, what they share is chance."""

Preview = Callable[[ListingKey, ItemKey, Callable[["LinkPreview"], None]], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the panel: a candidate, or a pair that a person said no to (``refusal`` names how)."""

    item: ItemKey
    sku: str
    title: str
    suggestion: Suggestion | None = None
    refusal: str = ""


class SuggestionsPanel(QWidget):
    """See the module."""

    link_wanted = Signal(object, bool)
    """The candidate (``Suggestion``), and whether to go on to the next unlinked listing."""
    revive_wanted = Signal(object)
    """The item of a pair that a person said no to."""
    rejected_wanted = Signal(bool)
    """Whether such pairs are to be shown."""
    left = Signal()
    """The person goes back to the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview: Preview = lambda *_: None
        self.family = ""
        """How much of the listing's family is linked, in words; said with what is shown next."""
        self._listing: Listing | None = None
        self._shown: list[Shown] = []
        self._too_many = False
        self.too_big = False
        """Whether the inventory is too big for suggestions in the window."""
        self.caption = plain.label(kind="caption", wrap=True)
        self.caption.setObjectName("suggestions_caption")
        self.list = QListWidget()
        self.list.setObjectName("suggestions")
        self.list.setAccessibleName(self.tr("Suggestions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        self.list.itemDoubleClicked.connect(lambda _: self._take(go_on=False))
        self.list.currentRowChanged.connect(lambda _: self._look())
        self.evidence = plain.label(wrap=True)
        self.evidence.setObjectName("suggestion_evidence")
        self.evidence.setAccessibleName(self.tr("Listing and item side by side"))
        self.effect = plain.label(wrap=True)
        self.effect.setObjectName("suggestion_effect")
        self.effect.setAccessibleName(self.tr("What linking the suggestion would do"))
        self.rejected = QCheckBox(self.tr("Show rejected"))
        self.rejected.setObjectName("show_rejected")
        self.rejected.setAccessibleName(self.tr("Show rejected"))
        self.rejected.toggled.connect(self.rejected_wanted)
        self.revive = plain.button(self.tr("Revive"), lambda: self._take(go_on=False))
        self.revive.setObjectName("revive")
        self.revive.setToolTip(plain.tooltip(self.tr("Let the item be suggested for this listing again.")))
        self.revive.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.caption, self.list, self.evidence, self.effect):
            column.addWidget(part)
        below = QHBoxLayout()
        below.addWidget(self.rejected)
        below.addStretch(1)
        below.addWidget(self.revive)
        column.addLayout(below)
        for empty in (self, self.list, self.evidence, self.effect):
            empty.hide()

    # content ------------------------------------------------------------------------------------------------------

    def show_listing(
        self, listing: Listing | None, shown: Sequence[Shown], *, busy: bool = False, too_many: bool = False
    ) -> None:
        """Show the candidates of a listing.

        ``busy``: they are still being looked for; ``too_many``: the shop is too big to have all of it looked through.
        """
        self._too_many = too_many
        self.setVisible(listing is not None or self.list.hasFocus())
        same = listing is not None and self._listing is not None and listing.key == self._listing.key
        if listing == self._listing and list(shown) == self._shown:
            self._write_caption(busy)
            return
        row = self.list.currentRow() if same else 0
        self._listing, self._shown = listing, list(shown)
        self.list.blockSignals(True)
        self.list.clear()
        for number, one in enumerate(self._shown, 1):
            made = QListWidgetItem(self._text(one, number))
            made.setToolTip(plain.tooltip(f"{visible(one.sku)}\n{visible(one.title)}"))
            made.setData(int(Qt.ItemDataRole.AccessibleTextRole), made.text().replace("\n", ", "))
            self.list.addItem(made)
        self.list.setCurrentRow(min(max(0, row), len(self._shown) - 1))
        self.list.blockSignals(False)
        # An empty one that has the keys keeps them: the next listing fills it.
        self.list.setVisible(bool(self._shown) or self.list.hasFocus())
        if self._shown:
            high = sum(self.list.sizeHintForRow(row) for row in range(len(self._shown)))
            self.list.setFixedHeight(min(high, 5 * self.list.sizeHintForRow(0)) + 2 * self.list.frameWidth() + 2)
        self._write_caption(busy)
        self._look()

    def current(self) -> Shown | None:
        """The row chosen."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _write_caption(self, busy: bool) -> None:
        if self._listing is None:
            text = ""
        elif self._listing.item_key is not None:
            text = self.tr("The listing is linked.")
        elif self._shown:
            text = self.tr("Suggestions: 1–5 or Enter in the table links, X is not this one, S later")
        elif self.too_big:
            text = self.tr(
                "The inventory is too big for suggestions here: rakumap suggest finds them, or search the inventory above."
            )
        elif busy and self._too_many:
            text = self.tr("Looking for suggestions… The shop is so big that only the listings in sight are looked at.")
        elif busy:
            text = self.tr("Looking for suggestions…")
        else:
            text = self.tr("No suggestion: search the inventory above.")
        text = "\n".join(filter(None, (text, self.family)))
        self.caption.setText(text)
        self.caption.setVisible(bool(text))

    def _text(self, one: Shown, number: int) -> str:
        title = visible(one.title)
        if one.suggestion is None:
            how = self.tr("unlinked by you") if one.refusal == "unlinked" else self.tr("rejected by you")
            return f"–  {visible(one.sku)}  {title}\n     ✗ {how}"
        why = " · ".join(filter(None, (link_words.sureness(one.suggestion), link_words.reasons(one.suggestion))))
        return f"{number}  {visible(one.sku)}  {title}\n     {why}"

    def _look(self) -> None:
        one, listing = self.current(), self._listing
        self.revive.setVisible(one is not None and bool(one.refusal))
        self.effect.clear()
        shown = one is not None and listing is not None
        self.evidence.setVisible(shown)
        self.effect.setVisible(shown)
        if one is None or listing is None:
            return
        self._tell(one, listing)
        self.evidence.setToolTip(plain.tooltip(self.tr("What differs stands between ‹ and ›.")))
        self.preview(listing.key, one.item, self._previewed)

    def _tell(self, one: Shown, listing: Listing, preview: LinkPreview | None = None) -> None:
        """Show both titles with what differs, and the reasons; with a preview also what each reason is about."""
        left, right = marked(visible(listing.title)[:_LONGEST], visible(one.title)[:_LONGEST])
        lines = [self.tr("Listing: {listing}").format(listing=left), self.tr("Item: {item}").format(item=right)]
        if one.suggestion is not None:
            lines.append(link_words.reasons(one.suggestion, preview))
        self.evidence.setText("\n".join(lines))

    def _previewed(self, preview: LinkPreview) -> None:
        one, listing = self.current(), self._listing
        if (
            one is not None
            and listing is not None
            and (one.item, listing.key) == (preview.item.key, preview.listing.key)
        ):
            self.effect.setText(link_words.effect(preview))
            self._tell(one, listing, preview)

    # keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter links, Ctrl+Enter links and goes on, Esc goes back to the table."""
        keys = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() not in keys or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in (*_ENTER, Qt.Key.Key_Escape):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the menu's key of the same name is about the search
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not event.isAutoRepeat():
            self._take(go_on=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        return True

    def _take(self, *, go_on: bool) -> None:
        one = self.current()
        if one is None:
            return
        if one.suggestion is None:
            self.revive_wanted.emit(one.item)
        else:
            self.link_wanted.emit(one.suggestion, go_on)


def marked(left: str, right: str) -> tuple[str, str]:
    """Two texts with what differs between ‹ and ›, to the letter where words are alike; case is no difference."""
    found: tuple[list[str], list[str]] = ([], [])
    words = [re.findall(r"\s+|\S+", text) for text in (left, right)]
    plain_words = [[word.lower() for word in text] for text in words]
    matcher = SequenceMatcher(None, plain_words[0], plain_words[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        texts = "".join(words[0][a:b]), "".join(words[1][c:d])
        begin, end = (0, 0) if tag == "equal" else _shared(*texts)
        for parts, text in zip(found, texts, strict=True):
            differs = "" if tag == "equal" else text[begin : len(text) - end]
            parts += [text] if not differs else [text[:begin], f"‹{differs}›", text[len(text) - end :]]
    return "".join(found[0]), "".join(found[1])


def _shared(left: str, right: str) -> tuple[int, int]:
    """How many characters two texts that are alike begin and end with in common."""
    one, other = [char.lower() for char in left], [char.lower() for char in right]
    if SequenceMatcher(None, one, other, autojunk=False).ratio() < _ALIKE:
        return 0, 0
    most = min(len(one), len(other))
    begin = next((n for n in range(most) if one[n] != other[n]), most)
    end = next((n for n in range(most - begin) if one[-1 - n] != other[-1 - n]), most - begin)
    return begin, end


def refusals(found: Mapping[ItemKey, str], names: Mapping[ItemKey, tuple[str, str]]) -> list[Shown]:
    """Rows for the pairs that a person said no to, of items that are still there."""
    return [Shown(key, *names[key], refusal=how) for key, how in found.items() if key in names]
