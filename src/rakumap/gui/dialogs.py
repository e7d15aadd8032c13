"""Dialogs: opens the dialogs that menu entries and buttons lead to, and takes what comes back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Signal

from rakumap.core.job import Job
from rakumap.core.model import ChannelId
from rakumap.gui import files
from rakumap.gui.actions import Actions
from rakumap.gui.context import Context
from rakumap.gui.window import Window
from rakumap.system import child

if TYPE_CHECKING:
    from rakumap.core.model import Applied
    from rakumap.gui.sync_controller import SyncController


class Dialogs(QObject):
    """See the module."""

    open_wanted = Signal(object)
    """A channel's mapping screen is wanted."""
    changed = Signal()
    """A dialog may have changed the store."""
    imported = Signal(object)
    """An import was applied: its ``Applied``."""
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, context: Context, actions: Actions, window: Window) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        for name, slot in (
            ("export", self.export),
            ("export_links", self.export_links),
            ("import_inventory", lambda: self.import_file("inventory")),
            ("inventory_source", self.inventory_source),
            ("rules", self.rules),
            ("import_limits", lambda: self.import_file("limits")),
            ("import_links", lambda: self.import_file("links")),
            ("problems", self.problems),
            ("config", self.config),
            ("channel_integration", self.channels),
            ("automation_log", self.log),
            ("filter_help", self.filter_help),
            ("shortcuts", self.shortcuts),
            ("about", self.about),
        ):
            actions.on(name, slot)

    def channels(self) -> None:
        """Settings > Channel Integration."""
        from rakumap.gui.channel_integration import ChannelIntegrationDialog

        chosen = ChannelIntegrationDialog.show_for(self._context, self._window)
        self.changed.emit()
        if chosen is not None:
            self.open_wanted.emit(ChannelId(chosen))

    def config(self) -> None:
        """Config of the channel shown."""
        if self._window.channel is not None:
            self.config_of(self._window.channel.id)

    def config_of(self, channel_id: ChannelId) -> None:
        """Config of a channel."""
        from rakumap.gui.channel_config import ChannelConfigDialog

        ChannelConfigDialog.show_for(self._context, self._window, channel_id)
        self.changed.emit()

    def log(self) -> None:
        """Settings > Automation Logs."""
        from rakumap.gui.automation_log import AutomationLogDialog

        AutomationLogDialog.show_for(self._context, self._window, self._window.channel)

    def problems(self) -> None:
        """The rows of the newest report that could not be used."""
        from rakumap.gui.problems_dialog import ProblemsDialog

        channel = self._window.channel
        if channel is not None:
            ProblemsDialog.show_for(self._context, self._window, channel)

    def import_file(self, kind: str) -> None:
        """Import Min/Max quantities, inventory or links."""
        from rakumap.gui.import_wizard import ImportWizard

        applied: Applied | None = ImportWizard.run(self._context, self._window, kind, self._window.channel)
        if applied is not None:
            self.imported.emit(applied)

    def inventory_source(self) -> None:
        """Where inventory comes from."""
        from rakumap.gui.source_dialog import SourceDialog

        if SourceDialog.show_for(self._context, self._window):
            self.said.emit(self.tr("The inventory source is set up"))

    def rules(self) -> None:
        """What the shop's own links taught."""
        from rakumap.gui.rules_dialog import RulesDialog

        channel = self._window.channel
        if channel is not None:
            dialog = RulesDialog(self._window, self._context, channel)
            dialog.switched.connect(self.changed)
            dialog.open()  # it deletes itself

    def export(self) -> None:
        """The listings shown, in the columns shown."""
        from rakumap.gui.export_dialog import ExportDialog

        shown = self._window.shown_listings()
        if shown is not None:
            written = ExportDialog.run(self._context, self._window, *shown)
            if written is not None:
                self.said.emit(self.tr("Exported to {file}").format(file=written.name))

    def export_links(self) -> None:
        """Every link of the channel as a file that can be imported again."""
        channel = self._window.channel
        if channel is None:
            return
        filters = self.tr("CSV (*.csv);;Excel (*.xlsx)")
        target = files.Choose.save_file(self._window, self.tr("Export Links"), "links.csv", filters)
        if target is None:
            return
        exporting = self._context.services.exporting

        def work(job: Job) -> int:
            return exporting.links(channel, target, job)

        def done(count: int) -> None:
            self.said.emit(self.tr("Exported %n link(s) to {file}", "", count).format(file=target.name))

        title = self.tr("Exporting links")
        self._context.runner.run(work, self, done, self.failed.emit, title=title, cancellable=True)

    def filter_help(self) -> None:
        """Help > The Filter Language."""
        from rakumap.gui.help_dialogs import FilterHelpDialog

        FilterHelpDialog.show_for(self._window)

    def shortcuts(self) -> None:
        """Help > Keyboard Shortcuts."""
        from rakumap.gui.help_dialogs import ShortcutsDialog

        ShortcutsDialog.show_for(self._window)

    def about(self) -> None:
        """Help > About."""
        from rakumap.gui.help_dialogs import AboutDialog

        AboutDialog.show_for(self._context, self._window)

    # the first start ----------------------------------------------------------------------------------------------

    def open_sample(self) -> None:
        """Open the sample shop, in a window and a profile of its own."""
        program, *arguments = child.program()
        profile = self._context.services.paths.data
        if QProcess.startDetached(program, [*arguments, "--profile", str(profile), "demo"]):
            self.said.emit(self.tr("The sample shop opens in a window of its own"))

    def open_files(self, sync: SyncController) -> None:
        """Make a channel of report files, then show it."""
        from rakumap.gui.first_start import open_files

        if open_files(self._context, self._window, self._window, sync) is not None:
            self.changed.emit()

    def connect_channel(self) -> None:
        """Make a channel, then show it."""
        from rakumap.gui.channel_integration import ChannelAddDialog

        channel = ChannelAddDialog.ask(self._context, self._window)
        if channel is not None:
            self.open_wanted.emit(channel.id)
