"""What the person does, chapter by chapter; each runs in a process of its own (``play.py``)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from rakumap.gui.cells import Column
from tests.story import shop
from tests.story.person import Person, current_row, header_texts
from tests.story.xtest import RIGHT

T = TypeVar("T")
LISTINGS, RESULTS, VERDICTS = "listings", "search_results", "verdicts"
FOUR = ["Ignore Sync", "SKU", "Item Title", "Linked To"]
APRON, MUG, CANDLE, DOORMAT, EGG_CUP = range(5)
"""Rows of the first report by title."""


def first_day(person: Person, folder: Path) -> None:
    """From an empty program to linked listings, and a second report."""
    _add_channel(person, folder)
    _import_inventory(person, folder)
    _first_report(person)
    _link_by_double_click(person)
    _link_by_keys(person)
    _choose_columns(person)
    _edit_and_undo(person)
    _import_limits(person, folder)
    _undo_import(person)
    _history(person)
    _changed_report(person, folder)
    _note(person, folder / "first_day.json")
    person.press("ctrl+q")


def second_day(person: Person, folder: Path) -> None:
    """Opened again: everything is as it was; the next report is near."""
    person.sees("site_name", shop.CHANNEL)
    person.sees("notice_text", "The next report is due in 4 min")
    person.until(lambda: header_texts(person.look(LISTINGS)) == [*FOUR, "Max Listed", "Will Send"], "the columns")
    same(person.cells(LISTINGS, Column.LINKED_TO)[:5], ["AP-GREY", "MUG-BLUE", "CAN-FIG", "DM-COIR", "EC-OAK"])
    same(person.cells(LISTINGS, Column.MAX_LISTED)[:4], ["5", "10", "4", ""])
    person.finds("history_dock")
    steps = person.cells("history_table", 1)
    same([step for step in steps if step.startswith("Imported")], [
        "Imported Min/Max quantities from limits.csv",
        "Imported inventory from inventory.csv",
    ])  # fmt: skip
    person.choose("menu_edit", "action_undo")  # a step of yesterday; looked at, and left as it is
    person.sees("back_text", "2 rows go back")
    person.press("esc")
    person.until(lambda: person.gone("undo_dialog"), "the question is closed")
    _search(person, "mug", "MUG-BLUE")
    _note(person, folder / "second_day.json")
    person.press("ctrl+q")


# the scenes ------------------------------------------------------------------------------------------------------------


def _add_channel(person: Person, folder: Path) -> None:
    person.click("start_connect")
    person.fill("name_edit", shop.CHANNEL)
    person.fill("path_edit", str(folder / "report.csv"))
    person.click("add_button")
    person.sees("site_name", shop.CHANNEL)
    person.sees("total_active", "0")
    person.sees("report_status", "No report yet\nNext 09:30 · in 25 min")
    person.finds("empty_button")


def _import_inventory(person: Person, folder: Path) -> None:
    person.press("ctrl+i")
    _choose_file(person, folder / "inventory.csv")
    person.sees("map_sku", "SKU")
    person.sees("map_in_open_orders", "In open orders")
    person.click("next_button")
    person.sees("next_button", "&Import 8 of 8")
    person.click("next_button")
    person.until(lambda: person.gone("import_wizard"), "the wizard is closed")


def _choose_file(person: Person, path: Path) -> None:
    person.fill("file_edit", str(path))
    person.press("enter")
    person.sees("read_text", path.name)
    person.click("next_button")


def _first_report(person: Person) -> None:
    """A newly enabled channel waits for the half hour; Force Mapping Refresh does not."""
    same(person.reads("total_active"), "0")
    person.click("force_refresh")
    person.until(lambda: person.checked("reason_newly_enabled"), "the likely reason is chosen")
    person.click("go_button")
    person.sees("total_active", "9")
    person.sees("notice_text", "9 new")
    _counts(person, total=9, linked=0)
    person.until(lambda: header_texts(person.look(LISTINGS)) == FOUR, "four columns")
    ticks = person.ask(lambda: person.ticks(LISTINGS, Column.IGNORE_SYNC))
    same(ticks, [False] * 8 + [True])


def _link_by_double_click(person: Person) -> None:
    person.click_cell(LISTINGS, APRON, Column.SKU)
    person.sees("link_target", "A-101")
    _search(person, "ap-g", "AP-GREY")
    person.sees("link_effect", "channel has 9, will send 8")
    person.sees("suggestion_effect", "channel has 9")
    person.click_cell(RESULTS, 0, 0, times=2)
    _linked(person, APRON, "AP-GREY")
    _counts(person, total=9, linked=1)
    same(person.ask(lambda: current_row(person.look(LISTINGS))), APRON)


def _link_by_keys(person: Person) -> None:
    """Enter links and stays; Ctrl+Enter goes on to the next listing that is not linked; the table's Enter links too."""
    person.click_cell(LISTINGS, DOORMAT, Column.SKU)
    _search(person, "coir", "DM-COIR")
    person.press("down")
    person.press("enter")
    _linked(person, DOORMAT, "DM-COIR")
    same(person.ask(lambda: current_row(person.look(LISTINGS))), DOORMAT)
    person.click_cell(LISTINGS, CANDLE, Column.SKU)
    _search(person, "CAN-F", "CAN-FIG")
    person.press("down")
    person.press("ctrl+enter")
    _linked(person, CANDLE, "CAN-FIG")
    person.until(lambda: current_row(person.look(LISTINGS)) == EGG_CUP, "the next listing that is not linked")
    _search(person, "oak", "EC-OAK")
    person.click_cell(LISTINGS, EGG_CUP, Column.TITLE)
    person.press("enter")
    _linked(person, EGG_CUP, "EC-OAK")
    person.click_cell(LISTINGS, MUG, Column.SKU)
    _search(person, "300", "MUG-BLUE")
    person.click_cell(RESULTS, 0, 0, times=2)
    _linked(person, MUG, "MUG-BLUE")
    _counts(person, total=9, linked=5)


def _choose_columns(person: Person) -> None:
    for _ in range(2):  # the menu of the header opens and closes as often as one likes
        person.click_header(LISTINGS, Column.SKU, button=RIGHT)
        person.pick("action_columns")
        person.finds("column_max_listed")
        person.press("esc")
        person.until(lambda: person.gone("column_chooser"), "the chooser is closed")
    person.click_header(LISTINGS, Column.TITLE, button=RIGHT)
    person.pick("action_columns")
    for name in ("column_max_listed", "column_will_send"):
        person.click(name)
        person.until(lambda one=name: person.checked(one), f"{name} is ticked")  # type: ignore[misc]
    person.press("esc")
    person.until(lambda: header_texts(person.look(LISTINGS)) == [*FOUR, "Max Listed", "Will Send"], "six columns")
    same(person.cells(LISTINGS, Column.WILL_SEND)[:6], ["8", "30", "12", "8", "24", ""])


def _edit_and_undo(person: Person) -> None:
    person.click_cell(LISTINGS, APRON, Column.MAX_LISTED)
    person.press("F2")
    person.until(lambda: person.edits(LISTINGS), "the cell can be edited")
    person.press("5")
    person.press("enter")
    _cells(person, Column.MAX_LISTED, ["5", ""])
    _cells(person, Column.WILL_SEND, ["5", "30"])
    person.press("ctrl+z")
    _cells(person, Column.MAX_LISTED, ["", ""])
    _cells(person, Column.WILL_SEND, ["8", "30"])
    person.press("ctrl+shift+z")
    _cells(person, Column.MAX_LISTED, ["5", ""])


def _import_limits(person: Person, folder: Path) -> None:
    person.click("import_min_max")
    _choose_file(person, folder / "limits.csv")
    person.sees("map_sku", "SKU")
    person.sees("map_end_when", "EndWhenStock")
    person.pick_item("map_max_listed", "Most on offer")
    person.click("next_button")
    person.sees("next_button", "&Import 2 of 5")
    same([person.reads(f"count_{kind}") for kind in ("changed", "unchanged", "refused")], ["2", "1", "2"])
    person.until(lambda: len(person.column(VERDICTS, 1)) == 5, "a verdict for every row")
    same(person.cells(VERDICTS, 1), ["B-102", "C-103", "E-105", "NO-SUCH", "D-104"])
    person.click("save_button")
    person.fill("fileNameEdit", str(folder / "refused.csv"))
    person.press("enter")
    person.sees("progress_text", "2 refused rows were saved in refused.csv")
    person.click("next_button")
    person.until(lambda: person.gone("import_wizard"), "the wizard is closed")
    _cells(person, Column.MAX_LISTED, ["5", "10", "4", "", ""])
    _cells(person, Column.WILL_SEND, ["5", "10", "4", "8", "24"])


def _undo_import(person: Person) -> None:
    """An import is one step; taking it back is shown first."""
    person.choose("menu_edit", "action_undo")
    person.sees("back_text", "2 rows go back")
    person.click("undo_button")
    _cells(person, Column.MAX_LISTED, ["5", "", "", "", ""])
    _cells(person, Column.WILL_SEND, ["5", "30", "12", "8", "24"])
    person.press("ctrl+y")
    _cells(person, Column.MAX_LISTED, ["5", "10", "4", "", ""])


def _history(person: Person) -> None:
    person.press("ctrl+h")
    person.finds("history_dock")
    person.until(lambda: "Imported Min/Max quantities from limits.csv" in person.column("history_table", 1)[0], "steps")
    steps = person.cells("history_table", 1)
    for step in ("Linked A-101 to AP-GREY", "Report: 9 new, 0 changed, 0 gone", f"Added the channel {shop.CHANNEL}"):
        assert step in steps, steps


def _changed_report(person: Person, folder: Path) -> None:
    """A second force is refused and logged once; half an hour later the report comes by itself."""
    shop.write(folder / "report.csv", shop.LATER_REPORT, shop.BEGINS + timedelta(minutes=5))
    person.click("force_refresh")
    person.sees("notice_text", "Force Mapping Refresh can run once in 4 hours; please wait until 13:")
    until = re.findall(r"13:\d\d", person.reads("notice_text"))[0]
    assert "13:06" <= until <= "13:09", until
    _counts(person, total=9, linked=5)
    person.choose("menu_settings", "action_automation_log")
    person.until(lambda: _last_words(person.column("automation_log", 3)) == ["Refused", "Done"], "one refusal")
    person.press("esc")
    person.until(lambda: person.gone("automation_logs"), "the log is closed")
    shop.StoryClock(folder).forward(minutes=30)
    person.sees("notice_text", "Report merged: 1 new, 1 gone, 1 SKU")
    person.sees("notice_text", "The list has changed: 1 new, 1 ")
    person.sees("shown_count", "shown 9, 1 decided · of 9")
    person.press("F5")
    person.until(lambda: "K-110" in person.column(LISTINGS, Column.SKU), "the new listing")
    _counts(person, total=9, linked=5)
    same(
        sorted(person.cells(LISTINGS, Column.SKU)),
        ["A-101-NEW", "B-102", "C-103", "D-104", "E-105", "F-106", "H-108", "J-109", "K-110"],
    )
    _cells(person, Column.LINKED_TO, ["AP-GREY", "MUG-BLUE", "CAN-FIG", "DM-COIR", "EC-OAK"])
    _cells(person, Column.MAX_LISTED, ["5", "10", "4", "", ""])


# what recurs ------------------------------------------------------------------------------------------------------------


def _search(person: Person, text: str, found: str) -> None:
    person.fill("search_text", text)
    person.press("enter")
    person.until(lambda: person.column(RESULTS, 0) == [found], f"{found} is found")


def _linked(person: Person, row: int, item: str) -> None:
    person.until(lambda: person.column(LISTINGS, Column.LINKED_TO)[row] == item, f"{item} is linked")


def _cells(person: Person, column: int, wanted: list[str]) -> None:
    person.until(lambda: person.column(LISTINGS, column)[: len(wanted)] == wanted, f"column {column} is {wanted}")


def _counts(person: Person, *, total: int, linked: int) -> None:
    person.sees("total_active", str(total))
    person.sees("linked_count", str(linked))
    person.sees("unlinked_count", str(total - linked))
    person.sees("shown_count", f"shown {total} of {total}")


def _note(person: Person, path: Path) -> None:
    """Write down every number on the screen."""
    numbers = {name: person.reads(name) for name in ("total_active", "linked_count", "unlinked_count", "shown_count")}
    chips = {word: person.reads(f"chip_{word}") for word in ("all", "linked", "unlinked", "attention")}
    columns = (Column.SKU, Column.TITLE, Column.LINKED_TO, Column.MAX_LISTED, Column.WILL_SEND)
    shown = zip(*(person.cells(LISTINGS, column) for column in columns), strict=True)
    # A suggestion in the row is no link.
    rows = [(*row[:2], "" if row[2].endswith("?") else row[2], *row[3:]) for row in shown]
    found = list(zip(*(person.cells(RESULTS, column) for column in range(4)), strict=True))
    document = {**numbers, "chips": chips, "rows": rows, "found": found, "steps": person.cells("history_table", 1)}
    path.write_text(json.dumps(document), encoding="utf-8")


def _last_words(texts: list[str]) -> list[str]:
    """Without the signs before them."""
    return [text.split()[-1] for text in texts]


def same(found: T, wanted: T) -> None:
    """Both are the same."""
    assert found == wanted, f"found {found!r}, not {wanted!r}"
