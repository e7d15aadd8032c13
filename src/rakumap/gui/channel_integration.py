"""Settings > Channel Integration: the channels with their lights, Config and Mapping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, Channel, ChannelId
from rakumap.gui import messages, plain
from rakumap.gui.channel_config import ChannelConfigDialog
from rakumap.gui.connection_form import REPORT_FILE, ConnectionForm, Vaults
from rakumap.gui.context import Context
from rakumap.gui.files import choose_folder, choose_report
from rakumap.gui.forms.ui_channel_add import Ui_ChannelAdd
from rakumap.gui.forms.ui_channel_integration import Ui_ChannelIntegration
from rakumap.gui.light import Light

NAME, KIND, ENABLED, SYNC, CONFIG, MAPPING = range(6)


class ChannelIntegrationDialog(plain.Dialog):
    """The list of channels; its result is the channel whose Mapping was pressed."""

    changed = Signal()
    """A channel was added, changed, switched or removed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, "channel_integration", self.tr("Channel Integration"))
        self.ui = Ui_ChannelIntegration()
        self.ui.setupUi(self)
        self.setObjectName("channel_integration")
        self.chosen: ChannelId | None = None
        self._context = context
        self._channels: list[Channel] = []
        table = self.ui.channels
        plain.prepare_table(table, self.tr("Channels"), stretch=NAME)
        table.setAlternatingRowColors(False)
        table.horizontalHeader().setSectionResizeMode(KIND, QHeaderView.ResizeMode.ResizeToContents)
        table.itemSelectionChanged.connect(self._look)
        table.itemActivated.connect(lambda item: self._map(self._channels[item.row()].id))
        self.ui.add_button.clicked.connect(self._add)
        self.ui.remove_button.clicked.connect(self._remove)
        self.ui.status_text.hide()
        self._look()
        self.reload()

    # the list -----------------------------------------------------------------------------------------------------

    def reload(self, focus: ChannelId | None = None) -> None:
        """Read the channels again and select the one given, or the one selected before."""
        wanted = focus if focus is not None else self._selected_id()
        queries = self._context.services.queries
        self._context.runner.run(lambda _: queries.channels(), self, partial(self._show, wanted), self._say)

    def _show(self, wanted: ChannelId | None, channels: Sequence[Channel]) -> None:
        table = self.ui.channels
        held = self._focus_place()
        self._channels = list(channels)
        table.setRowCount(0)
        table.setRowCount(len(self._channels))
        for row, channel in enumerate(self._channels):
            self._fill(row, channel)
        self._fit()
        self.ui.pages.setCurrentIndex(0 if self._channels else 1)
        row = next((row for row, one in enumerate(self._channels) if one.id == wanted), 0)
        if self._channels:
            table.selectRow(row)
            table.setCurrentCell(row, NAME)
        else:
            self.ui.add_button.setFocus()
        self._focus(held)
        self._look()

    def _fill(self, row: int, channel: Channel) -> None:
        table, channels = self.ui.channels, self._context.services.channels
        table.setItem(row, NAME, plain.cell(channel.name))
        table.setItem(row, KIND, plain.cell(messages.name(f"kind.{channel.kind}")))
        enabled = Light(self.tr("Enabled, {0}").replace("{0}", channel.name), channel.enabled)
        enabled.setObjectName("enabled_light")
        enabled.clicked.connect(lambda: self._switch(channel, channels.enable, enabled.isChecked()))
        sync = Light(self.tr("Inventory Sync, {0}").replace("{0}", channel.name), channel.inventory_sync)
        sync.setObjectName("sync_light")
        sync.clicked.connect(lambda: self._switch(channel, channels.sync, sync.isChecked()))
        config = plain.button(self.tr("Config"), partial(self._configure, channel))
        config.setAccessibleName(self.tr("Config of {0}").replace("{0}", channel.name))
        config.setObjectName("config_button")
        mapping = plain.button(self.tr("Mapping"), partial(self._map, channel.id))
        mapping.setAccessibleName(self.tr("Mapping of {0}").replace("{0}", channel.name))
        mapping.setObjectName("mapping_button")
        for column, widget in ((ENABLED, enabled), (SYNC, sync), (CONFIG, config), (MAPPING, mapping)):
            table.setItem(row, column, plain.cell(""))
            table.setCellWidget(row, column, plain.padded(widget))
        table.setRowHeight(row, max(44, mapping.sizeHint().height() + 12))

    def _fit(self) -> None:
        """As wide as the widest light or button of a column, and as its title."""
        table = self.ui.channels
        for column in (ENABLED, SYNC, CONFIG, MAPPING):
            widths = [plain.padded_width(self.widget_at(row, column)) for row in range(table.rowCount())]
            title = table.horizontalHeader().sectionSizeHint(column)
            table.setColumnWidth(column, max([title, *widths]))

    def widget_at(self, row: int, column: int) -> QWidget:
        """The light or button in a cell."""
        return plain.padded_inner(self.ui.channels.cellWidget(row, column))

    def _focus_place(self) -> tuple[int, int] | None:
        """Row and column of the cell widget with the focus."""
        for row in range(self.ui.channels.rowCount()):
            for column in (ENABLED, SYNC, CONFIG, MAPPING):
                if self.widget_at(row, column).hasFocus():
                    return row, column
        return None

    def _focus(self, place: tuple[int, int] | None) -> None:
        if place is not None and place[0] < self.ui.channels.rowCount():
            self.widget_at(*place).setFocus()

    def _selected(self) -> Channel | None:
        row = self.ui.channels.currentRow()
        return self._channels[row] if 0 <= row < len(self._channels) else None

    def _selected_id(self) -> ChannelId | None:
        selected = self._selected()
        return None if selected is None else selected.id

    def _look(self) -> None:
        selected = self._selected()
        self.ui.remove_button.setEnabled(selected is not None)
        self.ui.remove_button.setToolTip("" if selected else self.tr("Select a channel first"))

    # what can be done ---------------------------------------------------------------------------------------------

    def _switch(self, channel: Channel, use_case: Callable[[ChannelId, bool], Applied], on: bool) -> None:
        said = ""
        if use_case == self._context.services.channels.enable and on:
            said = self.tr("“{0}” is enabled; its first report comes at the next half hour.").replace(
                "{0}", channel.name
            )

        def done(_: Applied) -> None:
            self._status(said)
            self._done(channel.id)

        def failed(error: UserError) -> None:
            self._say(error)
            self.reload(channel.id)

        self._context.runner.run(lambda _: use_case(channel.id, on), self, done, failed)

    def _map(self, key: ChannelId) -> None:
        self.chosen = key
        self.accept()

    def _configure(self, channel: Channel) -> None:
        if ChannelConfigDialog.show_for(self._context, self, channel.id):
            self._done(channel.id)

    def _add(self) -> None:
        added = ChannelAddDialog.ask(self._context, self)
        if added is not None:
            self._status(self.tr("“{0}” was added; press Mapping to see its listings.").replace("{0}", added.name))
            self._done(added.id)

    def _remove(self) -> None:
        channel = self._selected()
        if channel is None:
            return
        text = self.tr("Remove “{0}”? Its links and limits are kept, and Undo brings it back.")
        asked = text.replace("{0}", channel.name)
        if not plain.Ask.confirm(self, self.tr("Remove channel"), asked, self.tr("Remove"), danger=True):
            return
        said = self.tr("“{0}” was removed; Ctrl+Z in the main window brings it back.").replace("{0}", channel.name)
        remove = self._context.services.channels.remove

        def done(_: Applied) -> None:
            self._status(said)
            self._done(None)

        self._context.runner.run(lambda _: remove(channel.id), self, done, self._say)

    def _done(self, focus: ChannelId | None) -> None:
        self.changed.emit()
        self.reload(focus)

    def _say(self, error: UserError) -> None:
        self._status(messages.sentence(error, zone=self._context.zone))

    def _status(self, text: str) -> None:
        self.ui.status_text.setText(text)
        self.ui.status_text.setVisible(bool(text))

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None = None) -> ChannelId | None:
        """Show it; the channel whose Mapping was pressed, or ``None``."""
        dialog = cls(context, parent)
        try:
            dialog.exec()
            return dialog.chosen
        finally:
            dialog.deleteLater()


class ChannelAddDialog(plain.Dialog):
    """Name, kind and where the report comes from; the rest is in Config."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, path: str = "") -> None:
        super().__init__(parent, "channel_add", self.tr("Add a channel"))
        self.ui = Ui_ChannelAdd()
        self.ui.setupUi(self)
        self.setObjectName("channel_add")
        self.channel: Channel | None = None
        self._context = context
        for kind in context.services.channels.kinds():
            self.ui.kind_combo.addItem(messages.name(f"kind.{kind}"), kind)
        self.connection = ConnectionForm(self.ui.layout_2, self, self.ui.kind_combo)
        self._vaults: Vaults | None = None
        self.ui.path_edit.setText(path)
        self.ui.name_edit.textChanged.connect(self._look)
        self.ui.path_edit.textChanged.connect(self._look)
        self.ui.file_button.clicked.connect(lambda: choose_report(self, self.ui.path_edit.setText))
        self.ui.folder_button.clicked.connect(lambda: choose_folder(self, self.ui.path_edit.setText))
        self.ui.add_button.clicked.connect(self._add)
        self.ui.error_text.hide()
        self.ui.name_edit.setFocus()
        self.ui.kind_combo.currentIndexChanged.connect(self._show_kind)
        self.connection.changed.connect(self._look)
        self._show_kind()
        keeping = context.services.secrets
        context.runner.run(lambda _: Vaults.of(keeping), self, self._show_vaults)

    def _show_vaults(self, vaults: Vaults) -> None:
        self._vaults = vaults
        self._show_kind()

    def _show_kind(self, *_: object) -> None:
        """Ask for what the kind needs; what is left is in Config."""
        kind = str(self.ui.kind_combo.currentData())
        file = kind == REPORT_FILE
        for widget in (self.ui.path_label, self.ui.path_edit, self.ui.file_button, self.ui.folder_button):
            widget.setVisible(file)
        known = () if file else self._context.services.channels.settings_of(kind)
        self.connection.show_settings([one for one in known if not one.choices], {}, (), self._vaults)
        self._look()

    def _look(self, *_: object) -> None:
        file = self.ui.kind_combo.currentData() == REPORT_FILE
        complete = bool(self.ui.path_edit.text().strip()) if file else self.connection.complete
        ready = bool(self.ui.name_edit.text().strip() and complete)
        self.ui.add_button.setEnabled(ready)
        self.ui.error_text.hide()

    def _add(self) -> None:
        name, kind = self.ui.name_edit.text().strip(), str(self.ui.kind_combo.currentData())
        settings, enable = self.connection.values(), self.ui.enable_check.isChecked()
        if kind == REPORT_FILE:
            settings = {"path": self.ui.path_edit.text().strip()}
        channels, keeping = self._context.services.channels, self._context.services.secrets
        typed = self.connection.typed()

        def work(_: Job) -> Channel:
            typed.prepare(keeping)
            made = channels.add(kind, name, settings, enable=enable)
            if typed.secrets:
                channels.keep_secrets(made.id, typed.secrets)
            return made

        self.ui.add_button.setEnabled(False)
        self._context.runner.run(work, self, self._added, self._failed)

    def _added(self, channel: Channel) -> None:
        self.channel = channel
        self.accept()

    def _failed(self, error: UserError) -> None:
        self.ui.error_text.setText(messages.sentence(error))
        self.ui.error_text.show()
        self.ui.add_button.setEnabled(True)

    @classmethod
    def ask(cls, context: Context, parent: QWidget | None = None, *, path: str = "") -> Channel | None:
        """Show it; the channel that was added, or ``None``."""
        dialog = cls(context, parent, path=path)
        try:
            return dialog.channel if dialog.exec() else None
        finally:
            dialog.deleteLater()
