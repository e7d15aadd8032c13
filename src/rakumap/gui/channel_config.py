"""Config of a channel: its report with Test, the schedule, which column is which field, quantity defaults."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from rakumap.core import numbers
from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Channel, ChannelId, Limits
from rakumap.gui import messages, plain, sync_words
from rakumap.gui.connection_form import REPORT_FILE, ConnectionForm, Vaults
from rakumap.gui.context import Context
from rakumap.gui.files import choose_folder, choose_report
from rakumap.gui.forms.ui_channel_config import Ui_ChannelConfig
from rakumap.gui.reading_form import FieldMap, FormatBar, options, read_text, show_rows

if TYPE_CHECKING:
    from rakumap.services.channel_setup import Setting
    from rakumap.services.reading import FileLook
    from rakumap.services.sync import SyncStatus

MAP_PREFIX = "map."
READ_KEYS = ("encoding", "delimiter", "decimal")
OWN_ROWS = frozenset({"path", *READ_KEYS})
"""Settings of a report file that have places of their own in the dialog."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the dialog shows; ``kept`` names the secrets that are there."""

    channel: Channel
    status: SyncStatus
    settings: tuple[Setting, ...]
    kept: frozenset[str]
    vaults: Vaults


class ChannelConfigDialog(plain.Dialog):
    """One channel's settings; nothing is kept before Save."""

    def __init__(self, context: Context, parent: QWidget | None, channel_id: ChannelId) -> None:
        super().__init__(parent, "channel_config", self.tr("Config"))
        self.ui = Ui_ChannelConfig()
        self.ui.setupUi(self)
        self.setObjectName("channel_config")
        self.channel: Channel | None = None
        self._context = context
        self._id = channel_id
        self._job: Job | None = None
        self._auto: dict[str, str] = {}
        self._format = FormatBar(self.ui.encoding_combo, self.ui.delimiter_combo, self.ui.decimal_combo)
        self._map = FieldMap("report", self.ui.fields_grid, pairs=2)
        self.connection = ConnectionForm(self.ui.layout_3, self, self.ui.name_edit)
        self._limit_edits = {
            "max_listed": self.ui.max_edit,
            "end_when": self.ui.end_edit,
            "percentage": self.ui.percentage_edit,
        }
        self._connect()
        for widget in (self.ui.test_progress, self.ui.error_text, self.ui.quantity_warning):
            widget.hide()
        plain.prepare_table(self.ui.preview, self.tr("First rows of the report"))
        self.ui.save_button.setEnabled(False)
        self.ui.name_edit.setFocus()
        context.runner.run(self._read, self, self._show, self._failed)

    def _connect(self) -> None:
        ui = self.ui
        ui.file_button.clicked.connect(lambda: choose_report(self, ui.path_edit.setText))
        ui.folder_button.clicked.connect(lambda: choose_folder(self, ui.path_edit.setText))
        ui.test_button.clicked.connect(self._test)
        ui.look_button.clicked.connect(self._look_at_report)
        ui.save_button.clicked.connect(self._save)
        ui.path_edit.textChanged.connect(lambda: ui.test_result.clear())
        self.connection.changed.connect(lambda: ui.test_result.clear())
        for edit in self._limit_edits.values():
            edit.textChanged.connect(self._check_limits)
        self._format.connect(self._look_at_report)

    # filling ------------------------------------------------------------------------------------------------------

    def _read(self, _: Job) -> _Found:
        services = self._context.services
        channel, vaults = services.queries.channel(self._id), Vaults.of(services.secrets)
        kept: frozenset[str] = frozenset()
        if not vaults.locked:
            with suppress(UserError):  # a keyring that does not answer: the fields are empty, and Test says why
                kept = services.channels.secrets_known(self._id)
        settings = services.channels.settings_of(channel.kind)
        return _Found(channel, services.sync.status(self._id), settings, kept, vaults)

    def _show(self, found: _Found) -> None:
        channel, status = found.channel, found.status
        self.channel = channel
        ui = self.ui
        file = channel.kind == REPORT_FILE
        for widget in (ui.path_label, ui.path_edit, ui.file_button, ui.folder_button, ui.path_hint):
            widget.setVisible(file)
        ui.tabs.setTabVisible(ui.tabs.indexOf(ui.columns_tab), file)
        shown = [setting for setting in found.settings if not (file and setting.name in OWN_ROWS)]
        self.connection.show_settings(shown, channel.settings, found.kept, found.vaults)
        self.setWindowTitle(self.tr("Config of {0}").replace("{0}", channel.name))
        ui.heading.setText(channel.name)
        ui.name_edit.setText(channel.name)
        ui.kind_text.setText(messages.name(f"kind.{channel.kind}"))
        ui.path_edit.setText(channel.settings.get("path", ""))
        self._format.put(*(channel.settings.get(key, "") for key in READ_KEYS))
        ui.schedule_text.setText(sync_words.schedule_text(status.next_due, self._context.zone))
        for name, edit in self._limit_edits.items():
            edit.setText(numbers.format_limit(getattr(channel.defaults, name)))
        ui.look_text.setText(self.tr("Press “Look at the report” to see its columns and choose which is which."))
        ui.save_button.setEnabled(True)

    # test and look ------------------------------------------------------------------------------------------------

    def settings(self) -> dict[str, str]:
        """The settings as the form holds them; keys it does not show stay as they were."""
        kept = {} if self.channel is None else dict(self.channel.settings)
        for key in READ_KEYS:
            kept.pop(key, None)
        kept |= self.connection.values()
        if self.channel is None or self.channel.kind == REPORT_FILE:
            kept |= {"path": self.ui.path_edit.text().strip(), **self._format.chosen()}
        if self._auto or self._map.mapping():
            kept = {key: value for key, value in kept.items() if not key.startswith(MAP_PREFIX)}
            kept |= {f"{MAP_PREFIX}{field}": header for field, header in self._chosen_mapping().items() if header}
        return kept

    def _chosen_mapping(self) -> dict[str, str]:
        """What a person chose otherwise than what is known by its name."""
        return {field: name for field, name in self._map.mapping().items() if name != self._auto.get(field, "")}

    def _test(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._ended()
            self.ui.test_result.setText(self.tr("The test was stopped."))
            return
        channels, channel, settings = self._context.services.channels, self.channel, self.settings()
        keeping, typed = self._context.services.secrets, self.connection.typed()
        if channel is None:
            return
        self.ui.test_button.setText(self.tr("Stop"))
        self.ui.test_progress.show()
        self.ui.test_result.clear()

        def done(result: object) -> None:
            self._ended()
            ok, code = getattr(result, "ok", False), getattr(result, "code", "")
            sign = "✓" if ok else "✕"
            text = messages.sentence(code, getattr(result, "values", {}), self._context.zone)
            self.ui.test_result.setText(f"{sign} {text}")
            plain.restyle(self.ui.test_result, kind="success" if ok else "error")

        def work(job: Job) -> object:
            if keeping.locked and typed.passphrase:
                keeping.unlock(typed.passphrase)
            return channels.test(channel.kind, settings, job, channel.id, typed.secrets)

        self._job = self._context.runner.run(work, self, done, self._failed)

    def _ended(self) -> None:
        self._job = None
        self.ui.test_button.setText(self.tr("&Test"))
        self.ui.test_progress.hide()

    def _look_at_report(self) -> None:
        channel = self.channel
        if channel is None:
            return
        services, settings = self._context.services, self.settings()
        chosen = {key[len(MAP_PREFIX) :]: value for key, value in settings.items() if key.startswith(MAP_PREFIX)}
        into = services.paths.downloads
        kind, ways = channel.kind, self._format.chosen()
        self.ui.look_text.setText(self.tr("Fetching the report…"))
        self.ui.look_button.setEnabled(False)

        def work(job: Job) -> tuple[FileLook, FileLook]:
            known = services.channels.look(kind, settings, options({}, ways, ask=False), job, into, channel.id)
            read = options(chosen, ways, ask=False)
            return known, services.channels.look(kind, settings, read, job, into, channel.id)

        self._context.runner.run(work, self, self._show_report, self._look_failed)

    def _show_report(self, found: tuple[FileLook, FileLook]) -> None:
        known, look = found
        self.ui.look_button.setEnabled(True)
        self._auto = {field: known.header[column] for field, column in known.columns.items()}
        self._map.show_look(look)
        self._format.show_found(look)
        show_rows(self.ui.preview, look)
        said = read_text(look, self.tr("The report"))
        if look.missing:
            lacking = ", ".join(messages.name(f"field.{group[0]}") for group in look.missing)
            said = messages.sentence("columns_missing", {"missing": lacking})
        self.ui.look_text.setText(said)
        plain.restyle(self.ui.look_text, kind="error" if look.missing else "hint")

    def _look_failed(self, error: UserError) -> None:
        self.ui.look_button.setEnabled(True)
        self.ui.look_text.setText(messages.sentence(error, zone=self._context.zone))
        plain.restyle(self.ui.look_text, kind="error")

    # quantities and saving ----------------------------------------------------------------------------------------

    def _limits(self) -> dict[str, int | Decimal | None]:
        return {name: numbers.parse_limit(name, edit.text()) for name, edit in self._limit_edits.items()}

    def _check_limits(self, *_: object) -> None:
        said, warning = "", ""
        for name, edit in self._limit_edits.items():
            problem = _problem(name, edit)
            plain.restyle(edit, wrong=bool(problem))
            edit.setAccessibleDescription(problem)
            said = said or problem
            if not problem and name != "end_when" and edit.text().strip() and _is_zero(name, edit):
                warning = warning or messages.sentence(f"always_zero_{name}")
        self._say(said)
        self.ui.quantity_warning.setText(warning)
        self.ui.quantity_warning.setVisible(bool(warning))
        self.ui.save_button.setEnabled(not said and self.channel is not None)

    def _save(self) -> None:
        try:
            found = self._limits()
        except UserError as error:
            self._failed(error)
            return
        defaults = Limits(**found)  # type: ignore[arg-type]  # parse_limit gives each field its own kind
        name, settings, typed = self.ui.name_edit.text(), self.settings(), self.connection.typed()
        channels, keeping, key = self._context.services.channels, self._context.services.secrets, self._id

        def work(_: Job) -> None:
            typed.prepare(keeping)
            channels.configure(key, name=name, settings=settings, defaults=defaults)
            if typed.secrets:
                channels.keep_secrets(key, typed.secrets)

        def done(_: object) -> None:
            if typed.way is not None and typed.secrets:
                self._context.settings.put(secrets=str(typed.way))
            self.accept()

        self.ui.save_button.setEnabled(False)
        self._context.runner.run(work, self, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._say(messages.sentence(error, zone=self._context.zone))
        self.ui.save_button.setEnabled(self.channel is not None)

    def _say(self, text: str) -> None:
        self.ui.error_text.setText(text)
        self.ui.error_text.setVisible(bool(text))

    def done(self, result: int) -> None:
        """Stop what is being tried."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None, channel_id: ChannelId) -> bool:
        """Show it; whether something was saved."""
        dialog = cls(context, parent, channel_id)
        try:
            return bool(dialog.exec())
        finally:
            dialog.deleteLater()


def _problem(name: str, edit: QLineEdit) -> str:
    try:
        numbers.parse_limit(name, edit.text())
    except UserError as error:
        return messages.sentence(error)
    return ""


def _is_zero(name: str, edit: QLineEdit) -> bool:
    return numbers.parse_limit(name, edit.text()) == 0
