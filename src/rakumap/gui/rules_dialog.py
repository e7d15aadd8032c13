"""Learned Rules: what the shop's own links taught, with what each rule would do, a tick for those that are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QTableWidget, QTableWidgetItem, QWidget

from rakumap.core.aliases import ALIAS
from rakumap.core.text import visible
from rakumap.core.transforms import named
from rakumap.gui import messages, plain
from rakumap.gui.files import Choose

if TYPE_CHECKING:
    from pathlib import Path

    from rakumap.core.errors import UserError
    from rakumap.core.model import Channel
    from rakumap.gui.context import Context
    from rakumap.store.rule_reads import Rule

T = TypeVar("T")
RULE, LEARNED, LINKS, AGAINST = range(4)


class RulesDialog(plain.Dialog):
    """Rules of one channel, each switched as soon as its tick is turned. It deletes itself when closed."""

    switched = Signal()
    """What is suggested may differ now."""

    def __init__(self, parent: QWidget | None, context: Context, channel: Channel) -> None:
        super().__init__(parent, "rules", self.tr("Learned Rules"), (760, 480))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._channel = context, channel
        self._rules: Sequence[Rule] = ()
        explained = self.tr(
            "Links that you made on this channel and on others taught these. Auto-Link uses those with a tick, but never "
            "against one of your links or refusals."
        )
        column = self.column()
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        self.table = QTableWidget(0, 4)
        self.table.setObjectName("rules_table")
        header = [self.tr("Rule"), self.tr("Learned from"), self.tr("Would link"), self.tr("Contradict")]
        self.table.setHorizontalHeaderLabels(header)
        plain.prepare_table(self.table, self.tr("Learned Rules"), stretch=RULE)
        for place in (LEARNED, LINKS, AGAINST):
            self.table.setColumnWidth(place, plain.scaled(self.table, 110))
        column.addWidget(self.table, 1)
        self.state = plain.label(self.tr("Reading…"), wrap=True)
        self.state.setObjectName("rules_state")
        column.addWidget(self.state)
        column.addWidget(self._buttons())
        self.table.itemChanged.connect(self._turned)
        self._run(lambda: context.services.rules.all(channel.id), self._show)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for name, text, slot in (
            ("import_rules", self.tr("Import…"), self.import_rules),
            ("export_rules", self.tr("Export…"), self.export_rules),
        ):
            button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.setObjectName(name)
            button.clicked.connect(slot)
        plain.name_buttons(box)
        box.rejected.connect(self.reject)
        return box

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._context.runner.run(lambda _: work(), self, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self.state.setText(messages.sentence(error))
        self._fill()

    def _show(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._fill()
        nothing = self.tr(
            "Nothing yet: three links of one shape, such as a prefix before the item's SKU, offer a rule."
        )
        links = sum(rule.would_link for rule in rules if rule.on)
        self.state.setText(self.tr("Those with a tick would link %n listing(s).", "", links) if rules else nothing)

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._rules))
        for row, rule in enumerate(self._rules):
            first = plain.cell(rule_text(rule), tip=rule_text(rule))
            first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            first.setCheckState(Qt.CheckState.Checked if rule.on else Qt.CheckState.Unchecked)
            self.table.setItem(row, RULE, first)
            learned = f"{rule.learned:,}" if rule.learned else self.tr("imported")
            for place, text in ((LEARNED, learned), (LINKS, f"{rule.would_link:,}"), (AGAINST, f"{rule.contradict:,}")):
                self.table.setItem(row, place, plain.cell(text, right=True))
        self.table.blockSignals(False)

    def _turned(self, item: QTableWidgetItem) -> None:
        if item.column() != RULE:
            return
        rules, channel, name = self._context.services.rules, self._channel.id, self._rules[item.row()].name
        on = item.checkState() is Qt.CheckState.Checked

        def work() -> Sequence[Rule]:
            rules.switch(channel, name, on=on)
            return rules.all(channel)

        self._run(work, self._changed)

    def _changed(self, rules: Sequence[Rule]) -> None:
        self._show(rules)
        self.switched.emit()

    def import_rules(self) -> None:
        """Take the rules of a file over."""
        path = Choose.open_file(self, self.tr("Import Learned Rules"), self.tr("Learned rules (*.json)"))
        if path is None:
            return
        rules, channel = self._context.services.rules, self._channel.id

        def work(path: Path = path) -> Sequence[Rule]:
            rules.read(channel, path)
            return rules.all(channel)

        self._run(work, self._changed)

    def export_rules(self) -> None:
        """Write the rules to a file."""
        title, kinds = self.tr("Export Learned Rules"), self.tr("Learned rules (*.json)")
        path = Choose.save_file(self, title, "rules.json", kinds)
        if path is None:
            return
        rules, channel = self._context.services.rules, self._channel.id

        def done(count: int) -> None:
            self.state.setText(self.tr("Exported %n rule(s).", "", count))

        self._run(lambda: rules.write(channel, path), done)


def rule_text(rule: Rule) -> str:
    """A rule in words."""
    if rule.name.startswith(f"{ALIAS}:"):
        sku = rule.name.removeprefix(f"{ALIAS}:")
        text = messages.name("rule.alias")
        return text.format(sku=visible(sku), item=visible(rule.item_sku))
    one = named(rule.name)
    gone = "_without" if one.kind == "separator" and not one.other else ""
    text = messages.name(f"rule.{one.kind}{gone}")
    return text.format(text=_spoken(one.text), other=_spoken(one.other))


def _spoken(text: str) -> str:
    return messages.name("rule.blank") if text == " " else visible(text)
