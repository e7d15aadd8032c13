"""Suggestions in the row and in the panel, with the keys a person presses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rakumap.core.job import Job
from rakumap.core.model import Listing, ListingKey, State
from rakumap.core.suggestion import Suggestion, best_of
from rakumap.gui.cells import Column
from rakumap.gui.suggestions_panel import marked
from tests.gui.conftest import Shop

Key = Qt.Key


@pytest.fixture
def deciding(shop: Shop) -> Shop:
    """The unlinked listings of the sample shop with their suggestions, the first of them chosen."""
    controller = shop.window.suggestions
    shop.show("unlinked")
    controller._start.setInterval(0)
    wait(shop)
    at = next(row for row in range(shop.model.rowCount()) if best_at(shop, row) and not dangerous(shop, row))
    shop.view.setFocus()
    shop.view.go_to(at)
    wait(shop)
    return shop


def wait(shop: Shop) -> None:
    """Until nothing is under way and nothing is left to look at."""
    controller = shop.window.suggestions
    timers = (controller._start, controller._look_soon, shop.dock._preview)

    def still() -> bool:
        return (
            shop.runner.idle()
            and not any(one.isActive() for one in timers)
            and not controller._busy
            and not controller._desk.waits
        )

    for _ in range(2):
        shop.bot.waitUntil(still, timeout=60_000)  # a process starts and reads the inventory
        shop.settle()
        QApplication.processEvents()


def row_at(shop: Shop, row: int) -> Listing:
    found = shop.model.listing_at(row)
    if found is None:
        shop.settle()
        found = shop.model.listing_at(row)
    assert found is not None
    return found


def best_at(shop: Shop, row: int) -> Suggestion | None:
    return best_of(shop.window.suggestions.candidates(row_at(shop, row)))


def dangerous(shop: Shop, row: int) -> bool:
    best = best_at(shop, row)
    assert best is not None
    preview = shop.read(lambda: shop.services.mapping.preview_link(row_at(shop, row).key, best.item))
    return not preview.plain


def here(shop: Shop) -> ListingKey:
    listing = shop.view.current_listing()
    assert listing is not None
    return listing.key


def stored(shop: Shop, key: ListingKey) -> Listing:
    return shop.read(lambda: shop.services.queries.rows([key])[key])


def press(shop: Shop, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(shop.view, key, modifiers)
    wait(shop)


def test_the_row_shows_its_best_candidate_apart_from_a_link(deciding: Shop) -> None:
    row = deciding.view.currentIndex().row()
    best = best_at(deciding, row)
    assert best is not None
    index = deciding.model.index(row, Column.LINKED_TO)
    assert index.data() == f"{best.sku}?"
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert f"not linked, suggested {best.sku}" in spoken
    assert f"{best.score:.2f}" in spoken
    assert best.sku in deciding.model.index(row, Column.SUGGESTED).data()
    assert stored(deciding, here(deciding)).item_key is None


def test_enter_links_and_goes_on_and_no_row_moves(deciding: Shop, answers: list[str]) -> None:
    ids, key, row = list(deciding.model.ids), here(deciding), deciding.view.currentIndex().row()
    best = best_at(deciding, row)
    assert best is not None
    press(deciding, Key.Key_Return)
    assert stored(deciding, key).item_key == best.item
    assert list(deciding.model.ids) == ids
    assert deciding.model.is_stale(key)
    assert here(deciding) != key
    assert row_at(deciding, deciding.view.currentIndex().row()).item_key is None


def test_shift_enter_links_and_stays(deciding: Shop, answers: list[str]) -> None:
    key = here(deciding)
    press(deciding, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert stored(deciding, key).item_key is not None
    assert here(deciding) == key


def test_a_number_takes_that_candidate(deciding: Shop, answers: list[str]) -> None:
    keys = [deciding.model.key_at(row) for row in range(deciding.model.rowCount())]
    kept = deciding.read(lambda: deciding.services.queries.candidates(keys))
    deciding.view.go_to(next(row for row, key in enumerate(keys) if len(kept[key]) > 1))
    wait(deciding)
    key = here(deciding)
    second = deciding.window.suggestions.candidates(deciding.view.current_listing())[1]
    press(deciding, Key.Key_2)
    assert stored(deciding, key).item_key == second.item


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_X, Key.Key_N, Key.Key_1, Key.Key_S])
def test_a_held_key_is_one_decision(deciding: Shop, key: Qt.Key) -> None:
    at, entry = here(deciding), deciding.read(deciding.services.queries.next_undo)
    for _ in range(5):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            text = "\r" if key == Key.Key_Return else chr(key).lower()
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, autorep=True)
            QApplication.sendEvent(deciding.view, event)
    wait(deciding)
    assert here(deciding) == at
    assert deciding.read(deciding.services.queries.next_undo) == entry


def test_x_moves_the_next_one_up_and_the_rejected_one_stays_away_until_revived(deciding: Shop) -> None:
    key, candidates = here(deciding), deciding.window.suggestions.candidates
    first = candidates(deciding.view.current_listing())[0]
    QTest.keyClick(deciding.view, Key.Key_X)
    assert first.item not in {one.item for one in candidates(deciding.view.current_listing())}  # at once
    wait(deciding)
    assert here(deciding) == key
    deciding.window.suggestions.catch_up()
    wait(deciding)
    assert first.item not in {one.item for one in candidates(deciding.view.current_listing())}
    panel = deciding.dock.suggestions
    panel.rejected.setChecked(True)
    wait(deciding)
    assert panel._shown[-1].item == first.item
    assert "rejected by you" in panel.list.item(panel.list.count() - 1).text()
    panel.list.setCurrentRow(panel.list.count() - 1)
    panel.revive.click()
    wait(deciding)
    assert first.item in {one.item for one in candidates(deciding.view.current_listing())}
    assert not any(one.refusal for one in panel._shown)


def test_backspace_goes_back_and_undoes(deciding: Shop, answers: list[str]) -> None:
    key = here(deciding)
    press(deciding, Key.Key_Return)
    later = here(deciding)
    press(deciding, Key.Key_S)
    assert here(deciding) not in (key, later)
    press(deciding, Key.Key_Backspace)
    assert here(deciding) == later
    assert stored(deciding, key).item_key is not None
    press(deciding, Key.Key_Backspace)
    assert here(deciding) == key
    assert stored(deciding, key).item_key is None
    assert best_at(deciding, deciding.view.currentIndex().row()) is not None


def test_n_and_delete_are_decisions_too(deciding: Shop, answers: list[str]) -> None:
    key = here(deciding)
    press(deciding, Key.Key_N)
    assert stored(deciding, key).state is State.NO_ITEM
    assert deciding.model.index(deciding.view.currentIndex().row(), Column.LINKED_TO).data() == "no item"
    press(deciding, Key.Key_Backspace)
    press(deciding, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    taken = stored(deciding, key).item_key
    assert taken is not None
    press(deciding, Key.Key_Delete)
    assert stored(deciding, key).item_key is None
    assert taken not in {one.item for one in deciding.window.suggestions.candidates(stored(deciding, key))}


def test_digits_and_letters_can_be_switched_off(deciding: Shop) -> None:
    deciding.window._settings.put(letter_keys=False)
    key, entry = here(deciding), deciding.read(deciding.services.queries.next_undo)
    for one in (Key.Key_1, Key.Key_X, Key.Key_S):
        press(deciding, one)
    assert here(deciding) == key
    assert deciding.read(deciding.services.queries.next_undo) == entry


def test_the_panel_names_candidates_reasons_and_what_the_link_would_do(deciding: Shop, answers: list[str]) -> None:
    panel, key = deciding.dock.suggestions, here(deciding)
    first = deciding.window.suggestions.candidates(deciding.view.current_listing())[0]
    text = panel.list.item(0).text()
    assert text.startswith(f"1  {first.sku}")
    assert f"{first.score:.2f}" in text
    assert "✓" in text or "✗" in text
    assert panel.evidence.text().startswith("Listing: ")
    assert "will send" in panel.effect.text()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Key.Key_Return)
    wait(deciding)
    assert (stored(deciding, key).item_key, here(deciding)) == (first.item, key)
    assert panel.list.hasFocus()
    deciding.view.setFocus()
    press(deciding, Key.Key_Backspace)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(deciding)
    assert stored(deciding, key).item_key == first.item
    assert here(deciding) != key


def test_another_pack_size_is_asked_about(deciding: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def no(parent: object, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr("rakumap.gui.plain.Ask.confirm", no)
    deciding.select("T.4498-2PK")
    wait(deciding)
    key = here(deciding)
    press(deciding, Key.Key_Return)
    assert len(asked) == 1
    assert "pack of 2, the item a pack of 1" in asked[0]
    assert "0" in asked[0]  # nothing is available either
    assert stored(deciding, key).item_key is None


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("Red mug 300 ml", "red mug 350 ml", ("Red mug 3‹0›0 ml", "red mug 3‹5›0 ml")),
        ("Mug", "Mug blue", ("Mug", "Mug‹ blue›")),
        ("İ mug", "İ jug", ("İ ‹m›ug", "İ ‹j›ug")),
        ("Harbour 07455 Kit", "Harbor 07456 kit", ("Harbo‹u›r 0745‹5› Kit", "Harbor 0745‹6› kit")),
        ("Wooden Door Sign", "Coir Door Mat", ("‹Wooden› Door ‹Sign›", "‹Coir› Door ‹Mat›")),
    ],
)
def test_what_differs_is_marked(left: str, right: str, found: tuple[str, str]) -> None:
    assert marked(left, right) == found


def test_another_window_of_the_store_is_noticed(deciding: Shop) -> None:
    key = here(deciding)
    item = deciding.window.suggestions.candidates(deciding.view.current_listing())[0].item
    deciding.read(lambda: deciding.services.mapping.link(key, item))
    deciding.bot.waitUntil(lambda: not deciding.window.suggestions._desk.found.get(key), timeout=5000)


def test_suggestions_begin_by_themselves_in_another_process(shop: Shop) -> None:
    controller = shop.window.suggestions
    shop.show("unlinked")
    controller._start.setInterval(0)
    wait(shop)
    assert any(best_at(shop, row) for row in range(shop.model.rowCount()))
    assert controller._desk._helper.is_there
    controller.stop()
    assert not controller._desk._helper.is_there


def test_what_is_kept_is_shown_without_the_helper(shop: Shop) -> None:
    controller = shop.window.suggestions
    channel = shop.window.channel
    assert channel is not None
    shop.read(lambda: list(shop.services.suggesting.suggest_and_keep(channel.id, Job())))
    shop.show("unlinked")
    shop.bot.waitUntil(lambda: shop.runner.idle() and not controller._look_soon.isActive())
    assert any(best_at(shop, row) for row in range(shop.model.rowCount()))
    assert not controller._desk._helper.is_there


def test_a_shop_too_big_is_looked_at_where_a_person_turns_to(shop: Shop) -> None:
    controller, panel = shop.window.suggestions, shop.dock.suggestions
    controller._desk.whole = False
    shop.show("linked")
    shop.show("unlinked")
    controller._desk._wanted.clear()
    controller._look()
    shop.settle()
    assert not controller._desk._wanted
    assert not panel.isVisible(), "there is nothing to show yet"
    shop.view.go_to(0)
    assert here(shop) in controller._desk._wanted


def test_how_much_of_its_family_is_linked_is_said(shop: Shop) -> None:
    shop.show("all", "is:variation")
    shop.view.setFocus()
    shop.view.go_to(0)
    shop.bot.waitUntil(lambda: not shop.window.suggestions._look_soon.isActive())
    shop.settle()
    row = shop.view.current_listing()
    assert row is not None
    linked, total = shop.read(lambda: shop.services.queries.families([row.key]))[row.key]
    said = f"Its family: {linked} of {total} linked"
    assert total > 1
    assert said in shop.dock.suggestions.caption.text()
    for column in (Column.LINKED_TO, Column.VARIATION):
        assert said in shop.view.listings.cells.tooltip(row, column)
