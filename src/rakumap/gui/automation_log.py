"""Settings > Automation Logs: every run of a channel or the inventory source with its event, time, outcome, numbers and what a person must do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QHeaderView, QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import (
    AUTOLINK_EVENT,
    CHECK_EVENT,
    ORDER_EVENT,
    PULL_EVENT,
    PULL_LINKS_EVENT,
    PUSH_LINKS_EVENT,
    REPORT_EVENT,
    SUBMIT_EVENT,
    Channel,
    ChannelId,
    ReportRun,
)
from rakumap.core.text import visible
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.forms.ui_automation_log import Ui_AutomationLog
from rakumap.gui.runs_model import Column, RunsModel

MOST = 2_000
EVENTS = (
    REPORT_EVENT,
    AUTOLINK_EVENT,
    ORDER_EVENT,
    SUBMIT_EVENT,
    CHECK_EVENT,
    PULL_EVENT,
    PULL_LINKS_EVENT,
    PUSH_LINKS_EVENT,
)


class AutomationLogDialog(plain.Dialog):
    """The log, filtered by channel and event."""

    def __init__(self, context: Context, parent: QWidget | None = None, channel: Channel | None = None) -> None:
        super().__init__(parent, "automation_logs", self.tr("Automation Logs"))
        self.ui = Ui_AutomationLog()
        self.ui.setupUi(self)
        self.setObjectName("automation_logs")
        self._context = context
        self.model = RunsModel(context.zone, self)
        self._wanted = None if channel is None else channel.id
        self._prepare()
        self.reload()

    def _prepare(self) -> None:
        ui, table = self.ui, self.ui.automation_log
        table.setModel(self.model)
        plain.prepare_table(table, self.tr("Automation Logs"))
        header = table.horizontalHeader()
        for column, width in (
            (Column.TIME, 162),
            (Column.EVENT, 192),
            (Column.CHANNEL, 132),
            (Column.OUTCOME, 112),
            (Column.TOTAL, 62),
            (Column.NEW, 56),
            (Column.CHANGED, 78),
            (Column.GONE, 58),
            (Column.DURATION, 66),
        ):
            table.setColumnWidth(column, plain.scaled(table, width))
        header.setSectionResizeMode(Column.MESSAGE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(48)
        table.selectionModel().currentRowChanged.connect(self._show_details)
        for combo in (ui.event_combo, ui.channel_combo):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        ui.event_combo.addItem(self.tr("All"), None)
        for event in EVENTS:
            ui.event_combo.addItem(event, event)
        ui.channel_combo.addItem(self.tr("All"), None)
        ui.channel_combo.activated.connect(lambda _: self.reload())
        ui.event_combo.activated.connect(lambda _: self.reload())
        ui.refresh_button.clicked.connect(self.reload)
        ui.copy_button.clicked.connect(lambda: plain.copy_text(plain.selected_tsv(table)))
        ui.detail_text.setText(self.tr("Select a line to read all of its message here."))
        table.setFocus()

    def reload(self) -> None:
        """Read the log again."""
        queries = self._context.services.queries
        event = self.ui.event_combo.currentData()
        key = self.ui.channel_combo.currentData() if self.ui.channel_combo.count() > 1 else self._wanted

        def work(_: Job) -> tuple[list[Channel], list[ReportRun]]:
            channel = None if key is None else ChannelId(key)
            return queries.channels(), queries.runs(event=event, key=channel, limit=MOST, with_source=True)

        self._context.runner.run(work, self, self._show, self._failed)

    def _show(self, found: tuple[Sequence[Channel], Sequence[ReportRun]]) -> None:
        channels, runs = found
        combo = self.ui.channel_combo
        if combo.count() == 1:
            for channel in channels:
                combo.addItem(visible(channel.name), channel.id)
            combo.setCurrentIndex(max(0, combo.findData(self._wanted)))
            combo.setMinimumWidth(min(320, combo.sizeHint().width()))
        self.model.put(runs)
        self.ui.status_text.setText(self.tr("%n entries", "", len(runs)))
        if runs:
            self.ui.automation_log.selectRow(0)
        else:
            self.ui.detail_text.setText(self.tr("Nothing has been done yet."))

    def _show_details(self, current: QModelIndex, _: QModelIndex) -> None:
        if not current.isValid() or current.row() >= len(self.model.runs):
            return
        self.ui.detail_text.setText(self.details(self.model.runs[current.row()]))

    def details(self, run: ReportRun) -> str:
        """One run in words."""
        said = messages.run_text(run, self._context.zone)
        if run.counted and run.source is None:
            numbers = self.tr(
                "{0} listings: {1} new, {2} changed, {3} gone, {4} SKUs changed; {5} linked, {6} unlinked."
            )
            values = (run.total, run.new, run.changed, run.gone, run.sku_changed, run.linked, run.unlinked)
            for place, value in enumerate(values):
                numbers = numbers.replace(f"{{{place}}}", f"{value:,}")
            said = f"{said}\n{numbers}" if said else numbers
            if run.problems:
                said += " " + self.tr("%n rows could not be used as they are.", "", run.problems)
        head = f"{messages.utc_time(run.started_at)} · {run.event} · {messages.outcome_text(run.outcome)}"
        return f"{head}\n{said}" if said else head

    def _failed(self, error: UserError) -> None:
        self.ui.detail_text.setText(messages.sentence(error, zone=self._context.zone))

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None = None, channel: Channel | None = None) -> None:
        """Show it, with the lines of one channel when one is given."""
        dialog = cls(context, parent, channel)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()
