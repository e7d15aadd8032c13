"""AutoLinkDialog: what linking what is certain would do, rule by rule, before it does it.

The plan is made in the background; ticks, threshold and gap then only choose among what is in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableView,
    QWidget,
)

from rakumap.core.autolink import RULES, Choice, counts
from rakumap.core.errors import StaleChange, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.pace import Estimate
from rakumap.gui import messages, plain
from rakumap.gui.pairs_model import Column, PairsModel

if TYPE_CHECKING:
    from rakumap.core.model import Channel
    from rakumap.gui.context import Context
    from rakumap.services.autolinking import Prepared
    from rakumap.services.suggesting import Certain

    Done = Callable[[], None]
    Refused = Callable[[UserError], None]
    Link = Callable[[Prepared, list[Certain], Done, Refused], object]

SIZE = (1040, 660)
_LEFT = ("no_match", "repeats", "excluded", "rejected", "doubtful")


class AutoLinkDialog(plain.Dialog):
    """Rules with counts, the pairs with a tick each, and a button that says how many it links."""

    def __init__(self, context: Context, parent: QWidget | None, channel: Channel, link: Link) -> None:
        """``link`` carries a plan out and then calls one of its two callbacks."""
        super().__init__(parent, "auto_link", self.tr("Auto-Link"), SIZE)
        self._context = context
        self._channel = channel
        self._link = link
        self._job: Job | None = None
        self._prepared: Prepared | None = None
        self.model = PairsModel(self)
        self.boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, QLabel] = {}
        column = self.column()
        self.heading = plain.label(kind="heading")
        column.addWidget(self.heading)
        explained = self.tr(
            "Only what is certain: the key is the only one on both sides, and nothing in the texts contradicts. "
            "Nothing is guessed, and one Undo takes all of it back."
        )
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        column.addLayout(self._rules())
        self.table = self._table()
        column.addWidget(self.table, 1)
        column.addLayout(self._warned())
        self.left_out = plain.label(kind="caption", wrap=True)
        column.addWidget(self.left_out)
        self.problem = plain.label(kind="error", wrap=True)
        self.problem.setAccessibleName(self.tr("Problem"))
        column.addWidget(self.problem)
        column.addWidget(self._waiting())
        column.addWidget(self._buttons())
        self.model.ticked.connect(self._count)
        self.plan()

    # making -------------------------------------------------------------------------------------------------------

    def _rules(self) -> QHBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for place, rule in enumerate(RULES):
            box = QCheckBox(plain.mnemonic_free(messages.name(f"reason.{rule}")))
            box.setObjectName(f"rule_{rule}")
            box.setChecked(True)
            box.toggled.connect(self._choose)
            count = plain.label(kind="caption")
            half = (len(RULES) + 1) // 2
            row, side = place % half, 3 * (place // half)
            grid.addWidget(box, row, side)
            grid.addWidget(count, row, side + 1, Qt.AlignmentFlag.AlignRight)
            self.boxes[rule], self._counts[rule] = box, count
        grid.setColumnMinimumWidth(2, 28)
        self.least = self._number("least_score", self.tr("Least score"))
        self.gap = self._number("least_gap", self.tr("Least distance to the second candidate"))
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(12)
        numbers.setVerticalSpacing(8)
        for row, field in enumerate((self.least, self.gap)):
            text = plain.label(field.accessibleName())
            text.setBuddy(field)
            numbers.addWidget(text, row, 0)
            numbers.addWidget(field, row, 1)
        numbers.setRowStretch(2, 1)
        across = QHBoxLayout()
        across.addLayout(grid)
        across.addSpacing(28)
        across.addStretch(1)
        across.addLayout(numbers)
        return across

    def _number(self, name: str, text: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setObjectName(name)
        field.setAccessibleName(text)
        field.lineEdit().setAccessibleName(text)
        field.lineEdit().setTextMargins(6, 0, 6, 0)
        field.setRange(0.0, 1.0)
        field.setSingleStep(0.05)
        field.setDecimals(2)
        field.setMinimumWidth(84)
        field.valueChanged.connect(self._choose)
        return field

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("auto_link_pairs")
        table.setModel(self.model)
        plain.prepare_table(table, self.tr("Pairs"), stretch=Column.TITLE)
        table.horizontalHeader().setSectionResizeMode(Column.ITEM_TITLE, QHeaderView.ResizeMode.Stretch)
        widths = {Column.SKU: 140, Column.ITEM: 120, Column.REASON: 150, Column.SCORE: 62, Column.SEND: 96}
        for column, width in widths.items():
            table.setColumnWidth(column, plain.scaled(table, width))
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.setAutoRepeat(False)
        space.activated.connect(self._turn)
        return table

    def _warned(self) -> QHBoxLayout:
        self.warned = plain.label(kind="warning", wrap=True)
        self.leave_out = plain.button(self.tr("Leave Them Out"), self._leave_out)
        row = QHBoxLayout()
        row.addWidget(self.warned, 1)
        row.addWidget(self.leave_out)
        return row

    def _waiting(self) -> QProgressBar:
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.setRange(0, 0)
        return self.progress

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply_button = box.addButton(self.tr("Link"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply_button.setObjectName("auto_link_apply")
        self.apply_button.setProperty("kind", "primary")
        self.apply_button.setDefault(True)
        box.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        plain.name_buttons(box)
        box.accepted.connect(self.apply)
        box.rejected.connect(self.reject)
        return box

    # planning -----------------------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Make the plan, or make it anew."""
        self._prepared = None
        self.progress.setRange(0, 0)
        self.progress.show()
        autolinking, channel = self._context.services.autolinking, self._channel
        self._job = self._context.runner.run(
            lambda job: autolinking.prepare(channel.id, job), self, self._planned, self._failed, self._progressed
        )
        self._choose()

    def _progressed(self, progress: Progress) -> None:
        self.heading.setText(messages.progress_text(progress, Estimate()))
        if progress.total:
            self.progress.setRange(0, progress.total)
            self.progress.setValue(progress.done)
        else:
            self.progress.setRange(0, 0)

    def _planned(self, prepared: Prepared) -> None:
        self._job, self._prepared = None, prepared
        self.progress.hide()
        self._choose()
        self.table.setFocus()

    def _failed(self, error: UserError) -> None:
        self._job = None
        self.progress.hide()
        self.heading.setText("")
        self.problem.setText(messages.sentence(error, zone=self._context.zone))

    # choosing -----------------------------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice:
        """What is ticked and set."""
        least, gap = (Decimal(f"{field.value():.2f}") for field in (self.least, self.gap))
        return Choice(frozenset(rule for rule, box in self.boxes.items() if box.isChecked()), least, gap)

    def _choose(self, *_: object) -> None:
        choice = self.choice
        pairs = () if self._prepared is None else self._prepared.pairs
        for rule, count in counts((one.link for one in pairs), choice).items():
            text = str(count.left)
            if count.left != count.all:
                text = self.tr("{0} of {1}").replace("{0}", text).replace("{1}", str(count.all))
            self._counts[rule].setText("" if self._prepared is None else text)
            self.boxes[rule].setAccessibleDescription(text)
        self.model.show_pairs([one for one in pairs if choice.takes(one.link)])
        self._count()

    def _count(self) -> None:
        chosen = self.model.chosen
        ready = self._prepared is not None
        self.apply_button.setText(self.tr("Link %n listing(s)", "", len(chosen)))
        self.apply_button.setAccessibleName(self.apply_button.text())
        self.apply_button.setEnabled(bool(chosen))
        warned = sum(1 for one in chosen if one.warning)
        self.warned.setText(
            "⚠ " + self.tr("%n would stop a selling listing or change its quantity by much", "", warned)
        )
        self.warned.setVisible(warned > 0)
        self.leave_out.setVisible(warned > 0)
        if self._prepared is not None:
            found = len(self._prepared.pairs)
            self.heading.setText(self.tr("%n listing(s) can be linked with certainty", "", found))
            skipped = self._prepared.plan.skipped
            left = [self._reason(name, skipped[name]) for name in _LEFT if skipped.get(name)]
            self.left_out.setText(self.tr("Left out: {reasons}").format(reasons="; ".join(left)) if left else "")
        elif self._job is not None:
            self.heading.setText(self.tr("Looking for what is certain …"))
        self.left_out.setVisible(ready and bool(self.left_out.text()))
        self.apply_button.setToolTip("" if chosen or not ready else plain.tooltip(self.tr("No pair is ticked.")))

    def _reason(self, name: str, count: int) -> str:
        return {
            "no_match": self.tr("%n listing(s) whose SKU no item has", "", count),
            "repeats": self.tr("%n whose SKU repeats on the channel", "", count),
            "rejected": self.tr("%n that you unlinked or said no to", "", count),
            "excluded": self.tr("%n that are excluded", "", count),
            "doubtful": self.tr("%n with an equal SKU that the texts speak against", "", count),
        }[name]

    def _turn(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        if rows:
            self.model.turn(rows)

    def _leave_out(self) -> None:
        self.model.leave_out({one.link.listing.key for one in self.model.chosen if one.warning})

    # linking ------------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Link what is ticked."""
        chosen = [one.link for one in self.model.chosen]
        if self._prepared is None or not chosen:
            return
        self.problem.clear()
        self.apply_button.setEnabled(False)
        self._link(self._prepared, chosen, self.accept, self._refused)

    def _refused(self, error: UserError) -> None:
        if isinstance(error, StaleChange):
            self.problem.setText(self.tr("Somebody linked some of these meanwhile; this is what is certain now."))
            self.plan()
        else:
            self._failed(error)
            self._count()

    def done(self, result: int) -> None:
        """Stop looking."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None, channel: Channel, link: Link) -> None:
        """Show it until it is closed."""
        dialog = cls(context, parent, channel, link)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()
