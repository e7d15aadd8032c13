"""The import wizard: choose a file, see how it is read, say which column is which, look at every verdict, then import.

Nothing is changed before the last button; then all accepted rows are, as one undo step.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from rakumap.core.errors import StaleChange, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.model import Applied, Channel
from rakumap.core.pace import Pace
from rakumap.gui import import_memory, messages, plain
from rakumap.gui.context import Context
from rakumap.gui.files import Choose, tables_filter
from rakumap.gui.forms.ui_import_wizard import Ui_ImportWizard
from rakumap.gui.import_check import CheckPage, Judged
from rakumap.gui.reading_form import FieldMap, FormatBar, encoding_name, options, read_text, show_rows

if TYPE_CHECKING:
    from rakumap.services.reading import FileLook

T = TypeVar("T")
FILE, COLUMNS, CHECK = range(3)
PAINTED_MS = 30
"""So long after it was asked for a dialog stands."""


class ImportWizard(plain.Dialog):
    """Steps through one import; ``applied`` holds what came of it."""

    def __init__(self, context: Context, parent: QWidget | None, kind: str, channel: Channel | None) -> None:
        super().__init__(parent, "import_wizard", "")
        self.ui = Ui_ImportWizard()
        self.ui.setupUi(self)
        self.setObjectName("import_wizard")
        self.applied: Applied | None = None
        self._context, self._kind, self._channel = context, kind, channel
        self._look: FileLook | None = None
        self._opened: Judged | None = None
        self._job: Job | None = None
        self._pace = Pace()
        self._format = FormatBar(self.ui.encoding_combo, self.ui.delimiter_combo, self.ui.decimal_combo)
        self._check = CheckPage(self.ui, context, self)
        self._steps = [plain.label(text) for text in self._step_names()]
        self._prepare()
        self._go(FILE)
        QTimer.singleShot(PAINTED_MS, self, lambda: self._map)

    @cached_property
    def _map(self) -> FieldMap:
        """The second step's fields, made when they are needed or soon after the dialog is seen: all at once would be felt."""
        fields = QWidget()
        self.ui.fields_scroll.setWidget(fields)  # while empty: each widget in it is styled once only
        made = FieldMap(self._kind, QGridLayout(fields), samples=True)
        made.connect(self._mapped)
        return made

    def _step_names(self) -> tuple[str, str, str]:
        return self.tr("1  File"), self.tr("2  Columns"), self.tr("3  Check and import")

    def _prepare(self) -> None:
        ui = self.ui
        title = messages.name(
            f"action.{ {'limits': 'limits_import', 'links': 'links_import'}.get(self._kind, 'inventory_import') }"
        )
        shown = title if self._channel is None or self._kind == "inventory" else f"{title} — {self._channel.name}"
        self.setWindowTitle(shown)
        ui.heading.setText(shown)
        for step in self._steps:
            ui.steps_layout.addWidget(step)
        plain.prepare_table(ui.preview, self.tr("First rows of the file"))
        ui.columns_hint.setText(self._columns_hint())
        ui.message.hide()
        ui.progress.hide()
        ui.file_edit.textChanged.connect(lambda _: self._forget())
        ui.file_edit.returnPressed.connect(self._read)
        ui.browse_button.clicked.connect(self._browse)
        ui.cancel_button.clicked.connect(self.reject)
        ui.back_button.clicked.connect(lambda: self._go(ui.pages.currentIndex() - 1))
        ui.next_button.clicked.connect(self._next)
        self._format.connect(self._read)

    def _columns_hint(self) -> str:
        if self._kind == "limits":
            return self.tr(
                "Headers that are known are chosen already. A blank cell leaves the value as it is or takes the default; "
                "- clears it."
            )
        return self.tr("Headers that are known are chosen already; choose the others, or leave them out.")

    # steps --------------------------------------------------------------------------------------------------------

    def _go(self, page: int) -> None:
        ui = self.ui
        ui.pages.setCurrentIndex(page)
        ui.back_button.setVisible(page != FILE)
        for number, step in enumerate(self._steps):
            plain.restyle(step, kind="section" if number == page else "hint")
        self._say("")
        if page != CHECK:
            self._close_import()
        self._look_at_buttons()
        (ui.file_edit if page == FILE and self._look is None else ui.next_button).setFocus()

    def _look_at_buttons(self) -> None:
        ui, page = self.ui, self.ui.pages.currentIndex()
        busy = self._job is not None
        if page == FILE:
            ui.next_button.setText(self.tr("&Next"))
            ready = self._look is not None
        elif page == COLUMNS:
            ui.next_button.setText(self.tr("&Check the rows"))
            ready = self._look is not None
        else:
            counts = None if self._opened is None else self._opened.counts
            applied = 0 if counts is None else counts.applied
            every = 0 if counts is None else applied + counts.unchanged + counts.refused
            text = self.tr("&Import {0} of {1}").replace("{0}", f"{applied:,}").replace("{1}", f"{every:,}")
            ui.next_button.setText(text if counts is not None else self.tr("&Import"))
            ready = applied > 0
        ui.next_button.setAccessibleName(ui.next_button.text().replace("&", ""))
        ui.next_button.setEnabled(ready and not busy)
        ui.back_button.setEnabled(not busy)

    def _next(self) -> None:
        page = self.ui.pages.currentIndex()
        if page == FILE:
            self._go(COLUMNS)
            self._mapped_said()
        elif page == COLUMNS:
            self._judge()
        else:
            self._apply()

    # step 1: the file ---------------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Take this file and read its head."""
        self.ui.file_edit.setText(str(path))
        self._format.put()
        self._read()

    def _browse(self) -> None:
        path = Choose.open_file(self, self.tr("Choose the file"), tables_filter())
        if path is not None:
            self.open_file(path)

    def path(self) -> Path:
        """The file that is named."""
        return Path(self.ui.file_edit.text().strip()).expanduser()

    def _forget(self) -> None:
        self._look = None
        self._look_at_buttons()

    def _read(self) -> None:
        if not self.ui.file_edit.text().strip():
            return
        path, kind, chosen = self.path(), self._kind, self._format.chosen()
        settings = self._context.settings.value

        def work(job: Job) -> tuple[FileLook, dict[str, str], dict[str, str]]:
            from rakumap.services import reading

            first = reading.look(kind, path, options({}, chosen, ask=False), job)
            known = import_memory.recalled(settings, kind, first.header)
            ways = {**known.ways, **chosen}
            mapping = {field: name for field, name in known.mapping.items() if not name or name in first.header}
            if ways == chosen and not mapping:
                return first, known.defaults, chosen
            return reading.look(kind, path, options(mapping, ways, ask=False), job), known.defaults, ways

        self._run(work, self._show)

    def _show(self, found: tuple[FileLook, dict[str, str], dict[str, str]]) -> None:
        look, defaults, ways = found
        self._look = look
        ui = self.ui
        self._format.put(ways.get("encoding", ""), ways.get("delimiter", ""), ways.get("decimal", ""))
        self._format.show_found(look)
        show_rows(ui.preview, look)
        self._map.show_look(look)
        for field, text in defaults.items():
            if field in self._map.defaults:
                self._map.defaults[field].setText(text)
        ui.read_text.setText(read_text(look, self.path().name))
        if not look.format.confident and "encoding" not in ways:
            names = ", ".join(encoding_name(one) for one in (look.format.encoding, *look.format.alternatives))
            self._say(messages.sentence("encoding_ambiguous", {"name": self.path().name, "encodings": names}))
            ui.encoding_combo.setFocus()
            self._look = None
        self._look_at_buttons()

    # step 2: the columns ------------------------------------------------------------------------------------------

    def _mapped(self) -> None:
        look = self._look
        if look is None:
            return
        path, kind, mapping, chosen = self.path(), self._kind, self._map.mapping(), self._format.chosen()

        def work(job: Job) -> FileLook:
            from rakumap.services import reading

            return reading.look(kind, path, options(mapping, chosen, ask=False), job)

        def show(found: FileLook) -> None:
            self._look = found
            self._look_at_buttons()
            self._mapped_said()

        self._run(work, show)

    def _mapped_said(self) -> None:
        missing = () if self._look is None else self._look.missing
        if missing:
            names = ", ".join(messages.name(f"field.{group[0]}") for group in missing)
            self._say(messages.sentence("columns_missing", {"missing": names}))
        else:
            self._say("")
        self.ui.next_button.setEnabled(not missing and self._job is None)

    # step 3: the verdicts -----------------------------------------------------------------------------------------

    def _judge(self, said: str = "") -> None:
        self._close_import()
        importing, kind, path = self._context.services.importing, self._kind, self.path()
        ways = options(self._map.mapping(), self._format.chosen(), ask=False)
        defaults = self._map.default_texts()
        channel_id = None if self._channel is None or kind == "inventory" else self._channel.id

        def work(job: Job) -> Judged:
            return Judged(importing.open(kind, path, ways, job, channel_id=channel_id, defaults=defaults))

        def show(opened: Judged) -> None:
            if not self.isVisible():
                self._let_go(opened)
                return
            self._opened = opened
            self._go(CHECK)
            self._check.show_import(opened)
            self._say(said)
            self._remember()

        self._run(work, show)

    def _remember(self) -> None:
        if self._look is None:
            return
        made = import_memory.remembered(
            self._context.settings.value,
            self._kind,
            self._look.header,
            self._map.mapping(),
            self._map.default_texts(),
            self._format.chosen(),
        )
        self._context.settings.put(imports=made)

    def _apply(self) -> None:
        opened = self._opened
        if opened is None:
            return

        def failed(error: UserError) -> None:
            if isinstance(error, StaleChange):
                self._judge(messages.sentence("import_stale"))
            else:
                self._failed(error)

        def done(applied: Applied) -> None:
            self.applied = applied
            self.accept()

        self._run(lambda job: opened.ask(lambda one: one.apply(job)), done, failed)

    # work ---------------------------------------------------------------------------------------------------------

    def _run(
        self, work: Callable[[Job], T], done: Callable[[T], None], failed: Callable[[UserError], None] | None = None
    ) -> None:
        """Run work with the bar shown; only the newest counts."""
        if self._job is not None:
            self._job.cancel()
        self._say("")

        def ended() -> bool:
            if self._job is not job:
                return False
            self._job = None
            self.ui.progress.hide()
            self.ui.progress_text.clear()
            return True

        def finished(result: T) -> None:
            if ended():
                done(result)
                self._look_at_buttons_unless_missing()

        def broke(error: UserError) -> None:
            if ended():
                (failed or self._failed)(error)
                self._look_at_buttons()

        self._pace = Pace()
        self.ui.progress.setMaximum(0)
        self.ui.progress.show()
        job = self._context.runner.run(work, self, finished, broke, self._progressed)
        self._job = job
        self._look_at_buttons()

    def _look_at_buttons_unless_missing(self) -> None:
        self._look_at_buttons()
        if self.ui.pages.currentIndex() == COLUMNS and self._look is not None and self._look.missing:
            self.ui.next_button.setEnabled(False)

    def _progressed(self, progress: Progress) -> None:
        self.ui.progress.setMaximum(progress.total or 0)
        self.ui.progress.setValue(progress.done if progress.total else 0)
        estimate = self._pace.observe(progress, time.monotonic())
        self.ui.progress_text.setText(messages.progress_text(progress, estimate))

    def _failed(self, error: UserError) -> None:
        self._say(messages.sentence(error, zone=self._context.zone), "error")

    def _say(self, text: str, level: str = "warning") -> None:
        self.ui.message_text.setText(text)
        self.ui.message.setVisible(bool(text))
        plain.restyle(self.ui.message, level=level)

    def _close_import(self) -> None:
        opened, self._opened = self._opened, None
        self._check.clear()
        if opened is not None:
            self._let_go(opened)

    def _let_go(self, opened: Judged) -> None:
        self._context.runner.run(lambda _: opened.close(), self._context.runner)

    def done(self, result: int) -> None:
        """Stop what is under way and forget the judged rows."""
        if self._job is not None:
            self._job.cancel()
        self._close_import()
        super().done(result)

    @classmethod
    def run(
        cls, context: Context, parent: QWidget | None, kind: str, channel: Channel | None, path: Path | None = None
    ) -> Applied | None:
        """Show it for ``limits``, ``inventory`` or ``links``; what was applied, or ``None``."""
        dialog = cls(context, parent, kind, channel)
        try:
            if path is not None:
                dialog.open_file(path)
            dialog.exec()
            return dialog.applied
        finally:
            dialog.deleteLater()
