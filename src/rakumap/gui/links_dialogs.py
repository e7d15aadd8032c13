"""Pull and Push Links: what would come or go, and both sides of every conflict, decided one by one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from rakumap.core.text import visible
from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.services.source import Brought
    from rakumap.services.source_links import LinkConflict, Pushed

LISTING, OURS, THEIRS, REASON, DECISION = range(5)


class LinksDialog(plain.Dialog):
    """What both directions share: a heading, the two sides in a table, and a button that counts. Deletes itself."""

    def __init__(self, parent: QWidget | None, name: str, title: str, rows: Sequence[LinkConflict]) -> None:
        super().__init__(parent, name, title, (960, 540))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = rows
        self.table: QTableWidget

    def _say(self, heading: str, text: str, explained: str) -> QVBoxLayout:
        column = self.column()
        column.addWidget(plain.label(heading, kind="heading"))
        column.addWidget(plain.label(text, wrap=True))
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        return column

    def _table(self, *more: str) -> QTableWidget:
        heads = [self.tr("Listing"), self.tr("Ours"), self.tr("Theirs"), self.tr("Why"), *more]
        table = QTableWidget(len(self._rows), len(heads))
        table.setObjectName("link_conflicts")
        table.setHorizontalHeaderLabels(heads)
        plain.prepare_table(table, self.tr("Conflicts"), stretch=REASON)
        for column in (LISTING, OURS, THEIRS):
            table.setColumnWidth(column, plain.scaled(table, 130))
        for row, one in enumerate(self._rows):
            reason = messages.sentence(one.code, one.values)
            table.setItem(row, LISTING, plain.cell(visible(one.sku or one.listing_id)))
            table.setItem(row, OURS, plain.cell(visible(one.here) or "–"))
            table.setItem(row, THEIRS, plain.cell(visible(one.there) or "–"))
            table.setItem(row, REASON, plain.cell(reason, tip=reason))
        return table

    def _show_table(self, column: QVBoxLayout) -> None:
        """The table, and under it the whole reason of the row that is looked at."""
        reason = plain.label(kind="caption", wrap=True)
        reason.setObjectName("conflict_reason")
        column.addWidget(self.table, 1)
        column.addWidget(reason)
        self.table.currentCellChanged.connect(
            lambda row, *_: reason.setText(self._cell(row, REASON).text() if row >= 0 else "")
        )

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        found = self.table.item(row, column)
        assert found is not None  # noqa: S101 - the table was filled when it was made
        return found

    def _buttons(self, name: str, text: str) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply_button = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply_button.setObjectName(name)
        self.apply_button.setProperty("kind", "primary")
        self.apply_button.setDefault(True)
        plain.name_buttons(box)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _offer(self, text: str, count: int) -> None:
        self.apply_button.setText(text)
        self.apply_button.setAccessibleName(text)
        self.apply_button.setEnabled(count > 0)


class PullLinksDialog(LinksDialog):
    """Nothing here is replaced but for what was ticked; ``taken`` says what that is."""

    def __init__(self, parent: QWidget | None, brought: Brought, conflicts: Sequence[LinkConflict]) -> None:
        super().__init__(parent, "pull_links", self.tr("Pull Links From the Source"), conflicts)
        self._new = brought.counts.applied
        text = self.tr("{unchanged} are the same on both sides; {refused} need a look.")
        counts = {name: f"{getattr(brought.counts, name):,}" for name in ("unchanged", "refused")}
        column = self._say(
            self.tr("%n new link(s) to take over", "", self._new),
            text.format(**counts),
            self.tr("Tick a listing to take theirs. The others stay as they are here, and one Undo takes it back."),
        )
        self.table = self._table()
        for row, one in enumerate(conflicts):
            if one.key is not None:
                first = self._cell(row, LISTING)
                first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                first.setCheckState(Qt.CheckState.Unchecked)
        self._show_table(column)
        column.addWidget(self._buttons("take_links", self.tr("Take Over")))
        self.table.itemChanged.connect(self._look)
        self._look()

    @property
    def taken(self) -> list[LinkConflict]:
        """The conflicts in which theirs was chosen."""
        return [one for row, one in enumerate(self._rows) if one.key is not None and self._ticked(row)]

    def _ticked(self, row: int) -> bool:
        return self._cell(row, LISTING).checkState() is Qt.CheckState.Checked

    def _look(self, *_: object) -> None:
        count = self._new + len(self.taken)
        self._offer(self.tr("Take Over %n link(s)", "", count), count)


class Decision(Enum):
    """What becomes of a conflict."""

    LEAVE = 0
    SEND = 1
    TAKE = 2


class PushLinksDialog(LinksDialog):
    """Nothing on either side is replaced but for what was decided; ``sent`` and ``taken`` say what that is."""

    def __init__(self, parent: QWidget | None, found: Pushed, source: str) -> None:
        super().__init__(parent, "push_links", self.tr("Push Links to the Source"), [*found.conflicts, *found.going])
        self._going = found.new + found.changed
        self._conflicts = found.conflicts
        self._decided = dict.fromkeys(range(len(found.conflicts)), Decision.LEAVE)
        self._words = {
            Decision.LEAVE: self.tr("Leave"),
            Decision.SEND: self.tr("Send ours"),
            Decision.TAKE: self.tr("Keep theirs"),
        }
        heading = self.tr("%n link(s) would be sent to {source}", "", self._going).replace("{source}", source)
        column = self._say(heading, self._counts(found), self._explained(found))
        self.table = self._table(self.tr("Decision"))
        self.table.setColumnWidth(DECISION, plain.scaled(self.table, 120))
        for row in range(len(self._rows)):
            self.table.setItem(row, DECISION, plain.cell(self._word(row)))
        self.table.setVisible(bool(self._rows))
        self._show_table(column)
        if not self._rows:
            column.addStretch(1)
        if self._going > len(found.going):
            more = self._going - len(found.going)
            column.addWidget(plain.label(self.tr("… and %n more to send", "", more), kind="caption"))
        column.addLayout(self._choices())
        column.addWidget(self._buttons("push_links_button", self.tr("Send")))
        self.table.itemSelectionChanged.connect(self._look)
        self._look()

    def _counts(self, found: Pushed) -> str:
        text = self.tr("{new} are new there and {changed} are completed; {unchanged} are the same on both sides.")
        counts = {name: f"{getattr(found, name):,}" for name in ("new", "changed", "unchanged")}
        said = text.format(**counts)
        if found.conflicts:
            said += " " + self.tr("%n need(s) a decision.", "", len(found.conflicts))
        if found.only_there:
            said += " " + self.tr("%n are linked only there and stay so.", "", found.only_there)
        return said

    def _explained(self, found: Pushed) -> str:
        if not found.conflicts:
            return self.tr("Nothing is taken away or replaced there.")
        return self.tr(
            "Where the two sides disagree nothing is replaced unless you say so: select listings and choose below. "
            "Keep theirs links the listing here to their item."
        )

    def _choices(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self.choices = {
            one: plain.button(text, lambda what=one: self._decide(what))  # type: ignore[misc]
            for one, text in (
                (Decision.SEND, self.tr("Send &Ours")),
                (Decision.TAKE, self.tr("Keep &Theirs")),
                (Decision.LEAVE, self.tr("&Leave")),
            )
        }
        for one, button in self.choices.items():
            button.setObjectName(f"choice_{one.name.lower()}")
            button.setAutoDefault(False)
            button.setVisible(bool(self._conflicts))
            across.addWidget(button)
        across.addStretch(1)
        return across

    @property
    def sent(self) -> list[LinkConflict]:
        """The conflicts in which ours was chosen."""
        return self._with(Decision.SEND)

    @property
    def taken(self) -> list[LinkConflict]:
        """The conflicts in which theirs was chosen."""
        return self._with(Decision.TAKE)

    def _with(self, decision: Decision) -> list[LinkConflict]:
        return [self._conflicts[row] for row, one in self._decided.items() if one is decision]

    def _open(self, decision: Decision) -> list[int]:
        """The selected rows that can be decided so."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()} & self._decided.keys())
        if decision is Decision.LEAVE:
            return [row for row in rows if self._decided[row] is not Decision.LEAVE]
        wanted = "takes" if decision is Decision.TAKE else "key"
        return [row for row in rows if getattr(self._conflicts[row], wanted)]

    def _decide(self, decision: Decision) -> None:
        for row in self._open(decision):
            self._decided[row] = decision
            self._cell(row, DECISION).setText(self._word(row))
        self._look()

    def _word(self, row: int) -> str:
        if row not in self._decided:
            return self.tr("Is sent")
        if self._conflicts[row].key is None:
            return "–"
        return self._words[self._decided[row]]

    def _look(self) -> None:
        for one, button in self.choices.items():
            button.setEnabled(bool(self._open(one)))
        sent, taken = self._going + len(self.sent), len(self.taken)
        text = self.tr("Send %n link(s)", "", sent)
        if taken:
            keep = self.tr("Keep %n of Theirs", "", taken)
            text = f"{text}, {keep}" if sent else keep
        self._offer(text, sent + taken)
