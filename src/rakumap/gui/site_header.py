"""SiteHeader: the card on top. Which shop it is, how many listings are linked, when the report comes, and two buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rakumap.core.model import Channel, ChannelId, Counts, Outcome
from rakumap.core.text import visible
from rakumap.gui import messages, plain
from rakumap.gui.theme import Theme

if TYPE_CHECKING:
    from rakumap.services.sync import SyncStatus

TICK_MS = 10_000


class _Name(QLabel):
    """The shop's name, cut where the card ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.full = ""

    def show_name(self, name: str) -> None:
        """Show another name."""
        self.full = visible(name)
        self.setToolTip(plain.tooltip(self.full))
        self.updateGeometry()
        self._cut()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.full) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.full, Qt.TextElideMode.ElideRight, max(self.width(), 40)))


class SiteHeader(QFrame):
    """See the module."""

    filter_wanted = Signal(str)
    """A number was clicked: the word of the filter to show."""
    channel_wanted = Signal(object)
    import_wanted = Signal()
    force_wanted = Signal()

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._channel: Channel | None = None
        self._status: SyncStatus | None = None
        self.setObjectName("site_header")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 14, 9)
        row.setSpacing(22)
        row.addLayout(self._site(theme), 4)
        self._numbers: dict[str, QPushButton] = {}
        for name, caption, word in (
            ("total_active", self.tr("Total Active"), "all"),
            ("linked_count", self.tr("Linked"), "linked"),
            ("unlinked_count", self.tr("Unlinked"), "unlinked"),
        ):
            row.addLayout(self._number(name, caption, word))
        row.addLayout(self._coverage())
        row.addLayout(self._report())
        row.addStretch(1)
        self.import_button = QPushButton(self.tr("Import Min/Max Quantities…"))
        self.import_button.setObjectName("import_min_max")
        self.import_button.setAccessibleName(self.tr("Import Min/Max Quantities"))
        self.import_button.clicked.connect(self.import_wanted)
        self.force_button = QPushButton(self.tr("Force Mapping Refresh"))
        self.force_button.setObjectName("force_refresh")
        self.force_button.setAccessibleName(self.tr("Force Mapping Refresh"))
        self.force_button.setProperty("kind", "primary")
        self.force_button.clicked.connect(self.force_wanted)
        for button in (self.import_button, self.force_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.setSpacing(20)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._write_report)
        self._timer.start()
        self.show_channel(None, [])

    # parts --------------------------------------------------------------------------------------------------------

    def _site(self, theme: Theme) -> QVBoxLayout:
        self.site_name = _Name()
        self.site_name.setObjectName("site_name")
        self.site_name.setAccessibleName(self.tr("Site"))
        self.site_name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._switch = QToolButton()
        self._switch.setObjectName("channel_switch")
        self._switch.setAccessibleName(self.tr("Switch channel"))
        self._switch.setToolTip(self.tr("Switch channel"))
        self._switch.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._switch.setMenu(QMenu(self._switch))
        self._switch.setText("▾")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.site_name)
        line.addWidget(self._switch)
        line.addStretch(1)
        return _captioned(self.tr("Site"), line)

    def _number(self, name: str, caption: str, word: str) -> QVBoxLayout:
        button = QPushButton("–")
        button.setObjectName(name)
        button.setAccessibleName(caption)
        button.setProperty("kind", "count")
        button.setAutoDefault(False)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(plain.tooltip(self.tr("Show these listings")))
        button.clicked.connect(lambda: self.filter_wanted.emit(word))
        self._numbers[name] = button
        return _captioned(caption, button)

    def _coverage(self) -> QVBoxLayout:
        self._bar = QProgressBar()
        self._bar.setObjectName("coverage")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(112)
        self._bar.setAccessibleName(self.tr("Coverage"))
        self._coverage_text = plain.label(kind="caption")
        column = QVBoxLayout()
        column.setSpacing(9)
        column.addStretch(1)
        column.addWidget(self._coverage_text)
        column.addWidget(self._bar)
        column.addStretch(1)
        return column

    def _report(self) -> QVBoxLayout:
        self.report_status = plain.label()
        self.report_status.setObjectName("report_status")
        self.report_status.setAccessibleName(self.tr("Report"))
        return _captioned(self.tr("Report"), self.report_status)

    # content ------------------------------------------------------------------------------------------------------

    def show_channel(self, channel: Channel | None, channels: Sequence[Channel]) -> None:
        """Show which channel is open and offer the others."""
        if channel is None or self._channel is None or channel.id != self._channel.id:
            self._status = None
        self._channel = channel
        self.site_name.show_name(channel.name if channel is not None else "")
        menu = self._switch.menu()
        menu.clear()
        for other in channels:
            entry = menu.addAction(plain.mnemonic_free(visible(other.name)))
            entry.setCheckable(True)
            entry.setChecked(channel is not None and other.id == channel.id)
            entry.triggered.connect(lambda _=False, key=other.id: self._chosen(key))
        self._switch.setVisible(len(channels) > 1)
        self._write_report()

    def _chosen(self, key: ChannelId) -> None:
        self.channel_wanted.emit(key)

    def show_counts(self, counts: Counts) -> None:
        """Show the numbers."""
        numbers = {"total_active": counts.total, "linked_count": counts.linked, "unlinked_count": counts.unlinked}
        for name, number in numbers.items():
            self._numbers[name].setText(f"{number:,}")
            self._numbers[name].setAccessibleDescription(f"{number}")
        plain.restyle(self._numbers["unlinked_count"], none="true" if not counts.unlinked else "false")
        # Rounded down: 100 % means all of them.
        tenths = counts.linked * 1000 // counts.total if counts.total else 0
        self._bar.setRange(0, 1000)
        self._bar.setValue(tenths)
        share = self.tr("Coverage {percent} %").format(percent="100" if tenths == 1000 else f"{tenths / 10:.1f}")
        self._coverage_text.setText(share if counts.total else self.tr("Coverage"))

    def show_status(self, status: SyncStatus | None) -> None:
        """Show when the report came and when it comes."""
        self._status = status
        self._write_report()

    def _write_report(self) -> None:
        status, channel = self._status, self._channel
        lines, tips = [], []
        if status is not None and status.last is not None:
            moment = status.last.ended_at or status.last.started_at
            lines.append(self.tr("Last {time}").format(time=messages.local_time(moment, self._zone)))
            if status.last.outcome not in (Outcome.DONE, Outcome.RUNNING, Outcome.UNCHANGED):
                lines[0] = f"{lines[0]} – {messages.outcome_text(status.last.outcome)}"
            tips.append(self.tr("Last: {time}").format(time=messages.utc_time(moment)))
        elif status is not None:
            lines.append(self.tr("No report yet"))
        if status is not None and status.running:
            lines.append(self.tr("Being fetched now"))
        elif status is not None and status.next_due is not None:
            due = messages.local_time(status.next_due, self._zone)
            lines.append(self.tr("Next {time} · {wait}").format(time=due, wait=self._wait(status.next_due)))
            tips.append(self.tr("Next: {time}").format(time=messages.utc_time(status.next_due)))
        elif channel is not None and not channel.enabled:
            lines.append(self.tr("Channel is not enabled"))
        self.report_status.setText("\n".join(lines) if lines else "–\n")
        self.report_status.setToolTip(plain.tooltip("\n".join(tips)))
        self.report_status.setAccessibleDescription("; ".join(lines))

    def _wait(self, due: datetime) -> str:
        seconds = (due - datetime.now(UTC)).total_seconds()
        minutes = -int(-seconds // 60)
        return self.tr("now") if minutes <= 0 else self.tr("in %n min", "", minutes)


def _captioned(caption: str, below: QWidget | QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addStretch(1)
    column.addWidget(plain.label(caption, kind="caption"))
    if isinstance(below, QWidget):
        column.addWidget(below)
    else:
        column.addLayout(below)
    column.addStretch(1)
    return column
