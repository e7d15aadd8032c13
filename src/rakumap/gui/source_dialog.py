"""Inventory > Inventory Source: how the source of inventory is reached, with Test."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QHBoxLayout, QProgressBar, QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.gui import messages, plain
from rakumap.gui.connection_form import ConnectionForm, Vaults
from rakumap.gui.context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rakumap.services.channel_setup import Setting


@dataclass(frozen=True, slots=True)
class _Found:
    """What the dialog shows; ``kept`` names the secrets that are there."""

    kind: str
    values: Mapping[str, str]
    settings: tuple[Setting, ...]
    kept: frozenset[str]
    vaults: Vaults


class SourceDialog(plain.Dialog):
    """The settings and secrets of the source; nothing is kept before Save."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(parent, "inventory_source", self.tr("Inventory Source"), (640, 480))
        self._context = context
        self._job: Job | None = None
        self._kind = ""
        column = self.column()
        self.heading = plain.label(kind="heading")
        column.addWidget(self.heading)
        explained = self.tr(
            "Items, barcodes and levels are pulled from here. Source and sub source name the channel there; "
            "they are needed for links only."
        )
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.connection = ConnectionForm(grid, self, self.heading)
        self.connection.changed.connect(self._edited)
        column.addLayout(self._trial())
        self.problem = plain.label(kind="error", wrap=True)
        self.problem.setAccessibleName(self.tr("Problem"))
        self.problem.hide()
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self._buttons())
        context.runner.run(self._read, self, self._show, self._failed)

    # making -------------------------------------------------------------------------------------------------------

    def _trial(self) -> QHBoxLayout:
        self.test_button = plain.button(self.tr("&Test"), self._test)
        self.test_button.setObjectName("test_button")
        self.test_button.setEnabled(False)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setMaximumWidth(plain.scaled(self, 120))
        self.progress.hide()
        self.test_result = plain.label(wrap=True)
        self.test_result.setAccessibleName(self.tr("Result of the test"))
        across = QHBoxLayout()
        across.addWidget(self.test_button)
        across.addWidget(self.progress)
        across.addWidget(self.test_result, 1)
        return across

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.save_button = buttons.addButton(self.tr("Save"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save_button.setObjectName("save_button")
        self.save_button.setProperty("kind", "primary")
        self.save_button.setDefault(True)
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self._save)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        plain.name_buttons(buttons)
        buttons.rejected.connect(self.reject)
        return buttons

    # filling ------------------------------------------------------------------------------------------------------

    def _read(self, _: Job) -> _Found:
        services = self._context.services
        source, vaults = services.source, Vaults.of(services.secrets)
        kind, values = source.kinds()[0], {}
        try:
            setup = source.setup()
            kind, values = setup.kind, dict(setup.settings)
        except UserError as error:
            if error.code != "source_none":
                raise
        kept: frozenset[str] = frozenset()
        if not vaults.locked:
            with suppress(UserError):  # a keyring that does not answer: the fields are empty, and Test says why
                kept = source.secrets_known(kind)
        return _Found(kind, values, source.settings_of(kind), kept, vaults)

    def _show(self, found: _Found) -> None:
        self._kind = found.kind
        self.heading.setText(messages.name(f"source.{found.kind}"))
        self.connection.show_settings(found.settings, found.values, found.kept, found.vaults)
        self._edited()

    def _edited(self) -> None:
        self.test_result.clear()
        self._say("")
        ready = bool(self._kind) and self.connection.complete
        self.test_button.setEnabled(ready)
        self.save_button.setEnabled(ready)

    # test and save ------------------------------------------------------------------------------------------------

    def _test(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._ended()
            self.test_result.setText(self.tr("The test was stopped."))
            return
        source, keeping = self._context.services.source, self._context.services.secrets
        kind, values, typed = self._kind, self.connection.values(), self.connection.typed()
        self.test_button.setText(self.tr("Stop"))
        self.progress.show()
        self.test_result.clear()

        def work(job: Job) -> object:
            if keeping.locked and typed.passphrase:
                keeping.unlock(typed.passphrase)
            return source.test(kind, values, job, typed.secrets)

        self._job = self._context.runner.run(work, self, self._tested, self._failed)

    def _tested(self, result: object) -> None:
        self._ended()
        ok, code = getattr(result, "ok", False), getattr(result, "code", "")
        text = messages.sentence(code, getattr(result, "values", {}), self._context.zone)
        self.test_result.setText(f"{'✓' if ok else '✕'} {text}")
        plain.restyle(self.test_result, kind="success" if ok else "error")

    def _ended(self) -> None:
        self._job = None
        self.test_button.setText(self.tr("&Test"))
        self.progress.hide()

    def _save(self) -> None:
        source, keeping = self._context.services.source, self._context.services.secrets
        kind, values, typed = self._kind, self.connection.values(), self.connection.typed()

        def work(_: Job) -> None:
            typed.prepare(keeping)
            source.configure(kind, values, typed.secrets)

        def done(_: object) -> None:
            if typed.way is not None and typed.secrets:
                self._context.settings.put(secrets=str(typed.way))
            self.accept()

        self.save_button.setEnabled(False)
        self._context.runner.run(work, self, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._say(messages.sentence(error, zone=self._context.zone))
        self.save_button.setEnabled(bool(self._kind))

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def done(self, result: int) -> None:
        """Stop what is being tried."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None) -> bool:
        """Show it; whether something was saved."""
        dialog = cls(context, parent)
        try:
            return bool(dialog.exec())
        finally:
            dialog.deleteLater()
