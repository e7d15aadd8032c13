"""Auto-Link: rules with counts, ticks, one step, and a plan that somebody else was faster than."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import EntryId, ListingQuery
from rakumap.gui.autolink_dialog import AutoLinkDialog
from rakumap.gui.pairs_model import Column
from rakumap.services.autolinking import Prepared
from rakumap.services.suggesting import Certain
from tests.gui.dialogs.conftest import Shop


@pytest.fixture
def dialog(qtbot: QtBot, full_shop: Shop) -> AutoLinkDialog:
    """The dialog with its plan made."""
    shop = full_shop
    autolinking = shop.services.autolinking

    def link(
        prepared: Prepared, chosen: list[Certain], done: Callable[[], None], refused: Callable[[UserError], None]
    ) -> None:
        shop.runner.run(lambda _: autolinking.link(prepared, chosen), shop.runner, lambda _: done(), refused)

    dialog = AutoLinkDialog(shop.context, None, shop.channel, link)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.apply_button.isEnabled(), "there is nothing to link before the plan"
    qtbot.waitUntil(lambda: dialog._prepared is not None, timeout=20_000)
    return dialog


def linked(shop: Shop) -> dict[str, str]:
    """Who linked the channel's listings, by their SKUs."""
    query = ListingQuery(shop.channel.id, "is:linked")
    with shop.off_thread():
        return {row.sku: row.linked_by or "" for row in shop.services.queries.listings(query, UTC)}


def number(dialog: AutoLinkDialog) -> int:
    """How many the button says it links."""
    return int(next(word for word in dialog.apply_button.text().split() if word.isdigit()))


def test_every_rule_can_be_left_out_and_what_is_ticked_is_linked(
    dialog: AutoLinkDialog, full_shop: Shop, qtbot: QtBot
) -> None:
    everything = number(dialog)
    equal = int(dialog._counts["equal_sku"].text())
    assert 0 < equal < everything
    assert everything == sum(int(count.text()) for count in dialog._counts.values())
    box = dialog.boxes["equal_sku"]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert not box.isChecked()
    assert number(dialog) == everything - equal == dialog.model.rowCount()
    dialog.table.setFocus()
    dialog.table.selectRow(0)
    gone = dialog.model.chosen[0].link.listing.sku
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert number(dialog) == everything - equal - 1
    count = number(dialog)
    QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    found = linked(full_shop)
    assert len(found) == count
    assert gone not in found
    assert set(found.values()) == {"autolink"}
    with full_shop.off_thread():
        full_shop.services.mapping.undo()
    assert linked(full_shop) == {}, "one undo takes all of it back"


def test_threshold_and_gap_count_at_once(dialog: AutoLinkDialog) -> None:
    everything = number(dialog)
    dialog.least.setFocus()
    dialog.least.selectAll()
    QTest.keyClicks(dialog.least, dialog.locale().toString(1.0, "f", 2))
    QTest.keyClick(dialog.least, Qt.Key.Key_Tab)
    kept = number(dialog)
    assert kept < everything
    assert all(one.link.score == 1 for one in dialog.model.chosen)
    dialog.gap.setValue(0.9)
    assert all(float(one.link.gap) >= 0.9 for one in dialog.model.chosen)
    assert any(" of " in count.text() for count in dialog._counts.values())
    dialog.least.setValue(0)
    dialog.gap.setValue(0)
    assert number(dialog) == everything


def test_a_plan_that_somebody_was_faster_than_is_made_anew(
    dialog: AutoLinkDialog, full_shop: Shop, qtbot: QtBot
) -> None:
    before = number(dialog)
    first = dialog.model.chosen[0].link
    with full_shop.off_thread():
        full_shop.services.mapping.link(first.listing.key, first.item.item)
    dialog.apply()
    qtbot.waitUntil(lambda: "meanwhile" in dialog.problem.text())
    qtbot.waitUntil(lambda: dialog._prepared is not None, timeout=20_000)
    assert dialog.isVisible()
    assert number(dialog) == before - 1
    assert list(linked(full_shop)) == [first.listing.sku], "none of a stale plan is linked"


def test_what_would_stop_a_selling_listing_is_said_and_can_be_left_out(dialog: AutoLinkDialog) -> None:
    warned = [one for one in dialog.model.chosen if one.warning]
    assert warned
    row = next(at for at in range(dialog.model.rowCount()) if "⚠" in dialog.model.index(at, Column.SEND).data())
    assert "selling" in str(dialog.model.index(row, Column.SEND).data(Qt.ItemDataRole.ToolTipRole)) or "change" in str(
        dialog.model.index(row, Column.SEND).data(Qt.ItemDataRole.ToolTipRole)
    )
    before = number(dialog)
    QTest.mouseClick(dialog.leave_out, Qt.MouseButton.LeftButton)
    assert number(dialog) == before - len(warned)
    assert not dialog.leave_out.isVisible()


def test_closing_it_stops_the_plan(qtbot: QtBot, full_shop: Shop) -> None:
    dialog = AutoLinkDialog(full_shop.context, None, full_shop.channel, lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.show()
    job = dialog._job
    assert job is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert job.cancelled
    qtbot.waitUntil(full_shop.ready)


def test_after_a_report_where_the_channel_wants_it(full_shop: Shop) -> None:
    shop = full_shop
    with shop.off_thread():
        assert shop.services.autolinking.after_report(shop.channel.id, Job()) is None
        settings = {**shop.channel.settings, "autolink": "on"}
        shop.services.channels.configure(shop.channel.id, settings=settings)
        planned = len(shop.services.suggesting.plan(shop.channel.id, Job()).links)
        ended = shop.services.autolinking.after_report(shop.channel.id, Job())
        assert ended is not None
        assert ended.outcome == "done"
        run = shop.services.queries.runs(limit=1)[0]
        assert (run.event, run.code, run.values["linked"]) == ("RAKUTEN_AUTO_LINK", "autolink_done", str(planned))
        entry = shop.services.queries.next_undo()
        assert entry is not None
        assert (entry.by, entry.count) == ("autolink", planned)
        assert entry.id > EntryId(0)
    assert len(linked(shop)) == planned
