"""ReviewDialog: one listing at a time with its candidates, decided by single keys; a tally at the end.

Enter takes the candidate marked, 1 to 5 that one, N says no item belongs to it, X that the marked one is not it, S puts
it off, Backspace goes back and takes the step back. A key that is held down counts once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QProgressBar, QStackedWidget, QTableWidget, QVBoxLayout, QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Progress
from rakumap.core.pace import Estimate
from rakumap.core.review import Verdict, confidence, tallies
from rakumap.core.text import visible
from rakumap.gui import link_words, messages, plain

if TYPE_CHECKING:
    from rakumap.core.job import Job
    from rakumap.core.model import Applied, Channel, EntryId
    from rakumap.gui.context import Context
    from rakumap.services.reviewing import Case, Option, Shown

    Write = Callable[[Callable[[Job], Applied], Callable[[Applied], None], Callable[[UserError], None]], object]

SIZE = (1000, 520)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class _Step:
    """What was said of which case; ``entry`` is what undoes it."""

    place: int
    verdict: Verdict | None
    """``None``: a candidate was rejected, the case goes on."""
    entry: EntryId | None


class ReviewDialog(plain.Dialog):
    """See the module."""

    def __init__(self, context: Context, parent: QWidget | None, channel: Channel, write: Write) -> None:
        """``write`` carries a decision out and then calls one of its two callbacks."""
        super().__init__(parent, "review", self.tr("Review"), SIZE)
        self._context = context
        self._channel = channel
        self._write = write
        self._cases: tuple[Case, ...] = ()
        self._place = 0
        self._at: Shown | None = None
        self._options: list[Option] = []
        self._steps: list[_Step] = []
        self._busy = True
        self._began = time.monotonic()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._case_page())
        self.pages.addWidget(self._end_page())
        column = self.column()
        column.addWidget(self.pages, 1)
        self.problem = plain.label(kind="error", wrap=True)
        self.problem.setAccessibleName(self.tr("Problem"))
        column.addWidget(self.problem)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.done_text = plain.label(kind="caption")
        self.undo_button = plain.button(self.tr("Undo the Session"), self.undo_session)
        self.undo_button.setEnabled(False)
        close = plain.button(self.tr("Close"), self.accept)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.progress, 1)
        row.addWidget(self.done_text)
        row.addWidget(self.undo_button)
        row.addWidget(close)
        column.addLayout(row)
        self._job: Job | None = context.runner.run(
            lambda job: context.services.reviewing.cases(channel.id, job), self, self._begin, self._failed, self._read
        )

    # making -------------------------------------------------------------------------------------------------------

    def _case_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = plain.label(self.tr("Looking at the listings …"), kind="title", wrap=True)
        self.details = plain.label(kind="caption", wrap=True)
        self.sends = plain.label(wrap=True)
        self.sends.setAccessibleName(self.tr("What it will do"))
        self.table = QTableWidget(0, 5)
        self.table.setObjectName("review_candidates")
        labels = (self.tr("Key"), self.tr("SKU"), self.tr("Item"), self.tr("Evidence"), self.tr("Score"))
        self.table.setHorizontalHeaderLabels(list(labels))
        plain.prepare_table(self.table, self.tr("Candidates"), stretch=2)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        for column_number, width in ((0, 44), (1, 150), (4, 130)):
            self.table.setColumnWidth(column_number, plain.scaled(self.table, width))
        self.table.installEventFilter(self)
        self.table.currentCellChanged.connect(self._say_what_it_does)
        self.table.cellDoubleClicked.connect(lambda row, _: self.take(row))
        keys = self.tr(
            "Enter or 1–5 links · N no item belongs to it · X not this one · S later · Backspace back, taking it back"
        )
        self.evidence = plain.label(wrap=True)
        self.evidence.setAccessibleName(self.tr("Evidence"))
        for widget in (self.title, self.details):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.evidence)
        column.addWidget(self.sends)
        column.addWidget(plain.label(keys, kind="hint", wrap=True))
        return page

    def _end_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.end_heading = plain.label(kind="heading")
        column.addWidget(self.end_heading)
        text = self.tr("How right the suggestions were, by how sure they said they are:")
        column.addWidget(plain.label(text, kind="caption", wrap=True))
        self.end_table = QTableWidget(0, 4)
        self.end_table.setObjectName("review_tally")
        labels = (self.tr("Suggestion"), self.tr("First taken"), self.tr("Another taken"), self.tr("No item"))
        self.end_table.setHorizontalHeaderLabels(list(labels))
        plain.prepare_table(self.end_table, self.tr("Tally"), stretch=0)
        for number in (1, 2, 3):
            self.end_table.setColumnWidth(number, plain.scaled(self.end_table, 130))
        self.end_table.installEventFilter(self)
        column.addWidget(self.end_table, 1)
        return page

    # showing ------------------------------------------------------------------------------------------------------

    def _read(self, progress: Progress) -> None:
        self.details.setText(messages.progress_text(progress, Estimate()))
        self.progress.setRange(0, progress.total or 0)
        self.progress.setValue(progress.done)

    def _begin(self, cases: tuple[Case, ...]) -> None:
        self._job, self._cases = None, cases
        self._began = time.monotonic()
        self.progress.setRange(0, max(1, len(cases)))
        self._go(0)

    def _go(self, place: int) -> None:
        self._place, self._busy, self._at = place, True, None
        self._count()
        if place >= len(self._cases):
            self._end()
            return
        self.pages.setCurrentIndex(0)
        case, reviewing = self._cases[place], self._context.services.reviewing
        self._context.runner.run(lambda _: reviewing.show(case), self, self._show, self._failed)

    def _show(self, shown: Shown | None) -> None:
        if shown is None:  # somebody else decided it
            self._go(self._place + 1)
            return
        self._at, self._options, self._busy = shown, list(shown.options), False
        row = shown.listing
        self.title.setText(visible(row.title or row.sku))
        parts = [self.tr("SKU {0}").replace("{0}", visible(row.sku))] if row.sku else []
        parts += [self.tr("Barcode {0}").replace("{0}", visible(row.barcode))] if row.barcode else []
        parts += [visible(row.variation)] if row.variation else []
        parts += [f"{row.price} {row.currency or ''}".strip()] if row.price is not None else []
        if shown.family is not None:
            text = self.tr("{0} of {1} of its family linked")
            parts.append(text.replace("{0}", str(shown.family[0])).replace("{1}", str(shown.family[1])))
        self.details.setText(" · ".join(parts))
        self._fill()
        self.table.setFocus()

    def _fill(self) -> None:
        self.table.setRowCount(len(self._options))
        for row, option in enumerate(self._options):
            one = option.suggestion
            reasons, score = link_words.reasons(one), link_words.sureness(one)
            for place, text in enumerate((str(row + 1), one.sku, option.preview.item.title, reasons, score)):
                self.table.setItem(row, place, plain.cell(text, tip=text))
        if self._options:
            self.table.setCurrentCell(0, 0)
        self._say_what_it_does()

    def _say_what_it_does(self, *_: object) -> None:
        option, shown = self._marked(), self._at
        self.evidence.setText("" if option is None else link_words.reasons(option.suggestion, option.preview))
        if shown is None or option is None:
            self.sends.setText(self.tr("Nothing is suggested.") if shown is not None else "")
            return
        self.sends.setText(link_words.effect(option.preview))
        plain.restyle(self.sends, kind="warning" if option.preview.dangerous else "")

    def _marked(self) -> Option | None:
        row = self.table.currentRow()
        return self._options[row] if 0 <= row < len(self._options) else None

    def _count(self) -> None:
        done = sum(1 for step in self._steps if step.verdict is not None)
        minutes = max((time.monotonic() - self._began) / 60, 1 / 60)
        text = self.tr("{0} of {1}, {2} a minute")
        values = (self._place, len(self._cases), round(done / minutes) if done else 0)
        for place, value in enumerate(values):
            text = text.replace(f"{{{place}}}", str(value))
        self.done_text.setText(text)
        self.progress.setValue(self._place)
        self.undo_button.setEnabled(any(step.entry is not None for step in self._steps))

    def _end(self) -> None:
        said = [
            (confidence(self._cases[step.place].suggested), step.verdict)
            for step in self._steps
            if step.verdict is not None
        ]
        found = tallies(said)
        self.end_table.setRowCount(len(found))
        for row, (word, tally) in enumerate(found.items()):
            name = self.tr("Nothing suggested") if word is None else messages.name(f"confidence.{word}")
            self.end_table.setItem(row, 0, plain.cell(name))
            for place, count in enumerate((tally.first, tally.other, tally.none), 1):
                self.end_table.setItem(row, place, plain.cell(str(count), right=True))
        decided = sum(1 for _, verdict in said if verdict is not Verdict.LATER)
        self.end_heading.setText(
            self.tr("Decided %n listing(s)", "", decided) if self._cases else self.tr("No listing waits for a link.")
        )
        self.pages.setCurrentIndex(1)
        self.end_table.setFocus()
        self._busy = False

    # deciding -----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            act = self._act_of(event)
            if act is not None:
                if not event.isAutoRepeat() and not self._busy:
                    act()
                return True
        return super().eventFilter(watched, event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        key = event.key()
        if key == Qt.Key.Key_Backspace:
            return self.back
        if self.pages.currentIndex() == 1:
            return None
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            return lambda: self.take(key - Qt.Key.Key_1)
        if key in _ENTER:
            return lambda: self.take(self.table.currentRow())
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_N: self.no_item,
            Qt.Key.Key_X: self.reject_marked,
            Qt.Key.Key_S: self.later,
        }
        return acts.get(key)

    def take(self, row: int) -> None:
        """Link the candidate of this row; what is dangerous about it is asked about once."""
        shown = self._at
        if shown is None or self._busy or not 0 <= row < len(self._options):
            return
        option, mapping, key = self._options[row], self._context.services.mapping, shown.listing.key
        if option.preview.dangerous:
            text = "\n\n".join(link_words.dangers(option.preview))
            if not plain.Ask.confirm(self, self.tr("Link anyway?"), text, self.tr("Link anyway"), danger=True):
                return
        first = self._cases[self._place].suggested.candidates[0]
        verdict = Verdict.FIRST if option.suggestion is first else Verdict.OTHER
        self._decide(lambda _: mapping.link(key, option.preview.item.key), verdict)

    def no_item(self) -> None:
        """Say that no item belongs to the listing."""
        if self._at is not None:
            mapping, key = self._context.services.mapping, self._at.listing.key
            self._decide(lambda _: mapping.set_no_item([key], True), Verdict.NONE)

    def reject_marked(self) -> None:
        """Say that the marked candidate is not it; the others stay."""
        option, shown = self._marked(), self._at
        if option is not None and shown is not None:
            mapping = self._context.services.mapping
            self._decide(lambda _: mapping.reject(shown.listing.key, option.preview.item.key), None, option)

    def later(self) -> None:
        """Put the listing off."""
        self._steps.append(_Step(self._place, Verdict.LATER, None))
        self._go(self._place + 1)

    def _decide(self, work: Callable[[Job], Applied], verdict: Verdict | None, gone: Option | None = None) -> None:
        self._busy = True
        self.problem.clear()

        def done(applied: Applied) -> None:
            self._steps.append(_Step(self._place, verdict, applied.entry))
            if verdict is not None:
                self._go(self._place + 1)
                return
            self._busy = False
            self._options = [one for one in self._options if one is not gone]
            self._fill()
            self._count()

        self._write(work, done, self._refused)

    def back(self) -> None:
        """Go to the listing decided last and take that back."""
        if not self._steps:
            return
        step = self._steps.pop()
        if step.entry is None:
            self._go(step.place)
            return
        self._busy = True
        entry, mapping = step.entry, self._context.services.mapping
        self._write(lambda _: mapping.undo(entry), lambda _: self._go(step.place), self._refused)

    def undo_session(self) -> None:
        """Take all of this session back."""
        entries = [step.entry for step in self._steps if step.entry is not None]
        if self._busy or not entries:
            return
        self._busy = True
        reviewing = self._context.services.reviewing

        def done(_: object) -> None:
            self._steps.clear()
            self._go(0)

        self._write(lambda _: reviewing.undo_all(entries), done, self._refused)

    def _refused(self, error: UserError) -> None:
        self.problem.setText(messages.sentence(error, zone=self._context.zone))
        self._go(self._place)  # as it is now: somebody may have been there first

    def _failed(self, error: UserError) -> None:
        self._job = None
        self.problem.setText(messages.sentence(error, zone=self._context.zone))

    def done(self, result: int) -> None:
        """Stop looking, and remember what was put off."""
        if self._job is not None:
            self._job.cancel()
        later = {self._cases[step.place].suggested.listing.key for step in self._steps if step.verdict is Verdict.LATER}
        reviewing, channel = self._context.services.reviewing, self._channel.id
        if later:
            self._context.runner.run(lambda _: reviewing.put_off(channel, later), self._context.runner)
        super().done(result)

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None, channel: Channel, write: Write) -> None:
        """Show it until it is closed."""
        dialog = cls(context, parent, channel, write)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()
