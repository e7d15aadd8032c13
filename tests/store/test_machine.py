"""Any order of reports, decisions, undos and restarts: what must hold always, holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from rakumap.core.errors import StaleChange, UserError
from rakumap.core.model import EntryId, ItemKey, ItemRow, ListingKey, ReportRow
from rakumap.store.catalog import LinkChange
from rakumap.store.engine import open_database
from rakumap.store.import_kinds import LimitChange, LinkRow
from tests.store.shop import Shop, row, unread

SKUS = ("A", "B", "C", "D")
ITEMS = ("A", "B", "E")
ROWS = st.lists(
    st.builds(
        row,
        sku=st.sampled_from((*SKUS, "")),
        listing_id=st.sampled_from(("1", "2", "3", "4")),
        quantity=st.sampled_from((None, 0, 5)),
        unlimited=st.booleans(),
        parent_id=st.sampled_from((None, None, None, "1", "A")),
    )
    | st.builds(row, sku=st.sampled_from(SKUS), unlimited=st.booleans()),
    max_size=6,
)
PICK = st.integers(0, 50)


class StoreMachine(RuleBasedStateMachine):
    """Does what windows, commands and reports do; a report or an undo is checked where it is done."""

    template: ClassVar[Path]
    folder: ClassVar[Path]
    made: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        StoreMachine.made += 1
        folder = self.folder / str(StoreMachine.made)
        folder.mkdir()
        shutil.copy2(self.template, folder / "store.db")
        self.shop = Shop(folder, open_database(folder / "store.db", folder / "backups"))

    def teardown(self) -> None:
        self.shop.database.close()
        shutil.rmtree(self.shop.folder)

    # helpers --------------------------------------------------------------------------------------------------------

    def keys(self) -> list[ListingKey]:
        """Listings that a window can show: live and gone, no parents."""
        return [
            ListingKey(found[0]) for found in self.shop.sql("SELECT id FROM listing WHERE presence < 2 ORDER BY id")
        ]

    def items(self) -> list[ItemKey]:
        return [ItemKey(found[0]) for found in self.shop.sql("SELECT id FROM item WHERE deleted = 0 ORDER BY id")]

    def chosen(self, places: list[int]) -> list[ListingKey]:
        keys = self.keys()
        return [keys[place % len(keys)] for place in places] if keys else []

    def ticked(self) -> set[int]:
        return {found[0] for found in self.shop.sql("SELECT id FROM listing WHERE ignore_sync = 1")}

    @contextmanager
    def only(self, *tables: str) -> Iterator[None]:
        """Nothing but these tables may change."""
        others = [name for name in self.shop.dump() if name not in tables]
        before = self.shop.dump(*others)
        yield
        assert self.shop.dump(*others) == before

    # what happens ---------------------------------------------------------------------------------------------------

    @rule(rows=ROWS, broken=st.sampled_from((False, False, False, True)))
    def report(self, rows: list[ReportRow], broken: bool) -> None:
        ticked, present = self.ticked(), self.shop.sql("SELECT id, presence FROM listing")
        limits = "SELECT id, max_listed, end_when, percentage, excluded, no_item FROM listing"
        kept = self.shop.sql(limits)
        with self.only("listing", "problem", "channel"):
            found = self.shop.report(*rows, *([unread()] if broken else []))
        assert ticked <= self.ticked()
        assert set(kept) <= set(self.shop.sql(limits))
        after = dict(self.shop.sql("SELECT id, presence FROM listing"))
        assert len(after) >= len(present)
        lost = [key for key, presence in present if presence == 1 and after[key] == 0]
        assert len(lost) == found.gone
        if broken:
            assert found.gone == 0
        assert found.total == self.shop.counts.total

    @rule(names=st.lists(st.sampled_from(ITEMS), max_size=3), level=st.sampled_from((None, 0, 7)))
    def import_items(self, names: list[str], level: int | None) -> None:
        rows = [ItemRow(line, sku, f"Item {sku}", None, level, None) for line, sku in enumerate(names, 2)]
        with self.only("item"):
            self.shop.import_items(*rows)

    @rule(places=st.lists(PICK, min_size=1, max_size=3), item=PICK, by=st.sampled_from(("person", "autolink")))
    def link(self, places: list[int], item: int, by: str) -> None:
        keys, items = self.chosen(places), self.items()
        if not keys or not items:
            return
        key = items[item % len(items)]
        before = {one: self.shop.queries.rows([one])[one].item_key for one in keys}
        said_no = {one for one in keys if by != "person" and key in self.shop.queries.rejected(one)}
        with self.only("link", "decision", "listing"):
            self.shop.catalog.link([LinkChange(one, key, before[one]) for one in keys], by, by=by)
        for one, found in self.shop.queries.rows(keys).items():
            assert found.item_key == (before[one] if one in said_no else key)
            assert by != "person" or key not in self.shop.queries.rejected(one)

    @rule(place=PICK, item=PICK)
    def link_what_is_not_as_seen(self, place: int, item: int) -> None:
        keys, items = self.chosen([place]), self.items()
        if not keys or not items:
            return
        linked = self.shop.queries.rows(keys)[keys[0]].item_key
        wrong = items[item % len(items)]
        if linked != wrong:
            with self.only(), pytest.raises(StaleChange):
                self.shop.catalog.link([LinkChange(keys[0], items[0], wrong)], "person")

    @rule(places=st.lists(PICK, max_size=3))
    def unlink(self, places: list[int]) -> None:
        with self.only("link", "decision"):
            self.shop.catalog.unlink(self.chosen(places))

    @rule(place=PICK, item=PICK, again=st.booleans())
    def say_no(self, place: int, item: int, again: bool) -> None:
        keys, items = self.chosen([place]), self.items()
        if keys and items:
            decide = self.shop.catalog.revive if again else self.shop.catalog.reject
            with self.only("decision"):
                decide((keys[0], items[item % len(items)]))

    @rule(
        places=st.lists(PICK, max_size=3),
        name=st.sampled_from(("ignore_sync", "excluded", "no_item", "max_listed", "percentage")),
        value=st.booleans(),
    )
    def set_field(self, places: list[int], name: str, value: bool) -> None:
        found: Any = value
        if name == "max_listed":
            found = 5 if value else None
        if name == "percentage":
            found = Decimal("12.5") if value else None
        with self.only("listing"):
            self.shop.catalog.set_listings(self.chosen(places), {name: found})

    @rule(places=st.lists(PICK, max_size=4), remap=st.booleans())
    def acknowledge(self, places: list[int], remap: bool) -> None:
        with self.only("listing", "link"):
            self.shop.catalog.acknowledge(self.chosen(places), remap=remap)

    @rule()
    def link_equal(self) -> None:
        planned = self.shop.catalog.equal_skus(self.shop.channel)
        before = set(self.shop.sql("SELECT * FROM link"))
        waiting = self.shop.counts.unlinked
        applied = self.shop.catalog.link_equal_skus(self.shop.channel)
        after = set(self.shop.sql("SELECT * FROM link"))
        assert before <= after
        assert len(after) - len(before) == planned.pairs == applied.count
        assert planned.pairs + sum(planned.skipped.values()) == waiting
        said_no = set(self.shop.sql("SELECT listing_key, item_key FROM decision"))
        assert not {found[:2] for found in after - before} & said_no

    @rule(sku=st.sampled_from(SKUS), value=st.sampled_from((None, 0, 5)))
    def import_limits(self, sku: str, value: int | None) -> None:
        with self.only("listing"), self.shop.limits_file(LimitChange(2, sku, None, {"max_listed": value})) as file:
            file[0].apply("limits.csv")

    @rule(sku=st.sampled_from(SKUS), item=st.sampled_from(ITEMS))
    def import_links(self, sku: str, item: str) -> None:
        with self.only("listing", "link", "decision"), self.shop.links_file(LinkRow(2, sku, None, item)) as (file, _):
            file.apply("links.csv")

    @rule(on=st.booleans())
    def switch(self, on: bool) -> None:
        with self.only("channel"):
            self.shop.catalog.change_channel(self.shop.channel, enabled=on)

    @rule()
    def restart(self) -> None:
        with self.only():
            self.shop.reopen()

    # undo and redo --------------------------------------------------------------------------------------------------

    def undoable(self) -> list[EntryId]:
        return [one.id for one in self.shop.queries.history() if one.undoable and not one.undone]

    @rule()
    def undo(self) -> None:
        if self.undoable():
            self.shop.catalog.undo()

    @rule()
    def redo(self) -> None:
        following = self.shop.queries.next_redo()
        if following is None:
            with self.only(), pytest.raises(UserError):
                self.shop.catalog.redo()
        else:
            self.shop.catalog.redo()

    @precondition(lambda self: self.undoable())
    @rule(place=PICK, times=st.integers(1, 3))
    def any_step_undone_and_redone_restores_the_very_state(self, place: int, times: int) -> None:
        steps = self.undoable()
        entry = steps[place % len(steps)]
        before = self.shop.dump()
        for _ in range(times):
            preview = self.shop.catalog.undo_preview(entry)
            applied = self.shop.catalog.undo(entry)
            assert applied.skipped == 0 or preview.stays > 0
            assert bool(applied.kept) == bool(preview.kept)
            assert self.shop.catalog.redo().skipped == 0
            assert self.shop.dump() == before

    @precondition(lambda self: len(self.undoable()) > 1)
    @rule(count=st.integers(2, 5))
    def steps_undone_and_redone_restore_the_very_state(self, count: int) -> None:
        before = self.shop.dump()
        count = min(count, len(self.undoable()))
        for _ in range(count):
            self.shop.catalog.undo()
        for _ in range(count):
            self.shop.catalog.redo()
        assert self.shop.dump() == before

    # what always holds ----------------------------------------------------------------------------------------------

    @invariant()
    def the_numbers_add_up(self) -> None:
        counts = self.shop.counts
        assert counts.linked + counts.unlinked == counts.total
        gone = "SELECT count(*) FROM link JOIN listing ON listing.id = listing_key WHERE presence {}"
        live = self.shop.sql(gone.format("= 1"))[0][0]
        others = self.shop.sql(gone.format("<> 1"))[0][0]
        assert live == counts.linked
        assert live + others == self.shop.sql("SELECT count(*) FROM link")[0][0]
        assert len(self.shop.shown()) == counts.total

    @invariant()
    def nothing_points_at_what_is_not_there(self) -> None:
        assert self.shop.sql("PRAGMA foreign_key_check") == []
        assert self.shop.sql("SELECT 1 FROM link JOIN item ON item.id = item_key WHERE deleted = 1") == []

    @invariant()
    def repeated_skus_are_marked_and_no_others(self) -> None:
        live = "SELECT {} FROM listing WHERE presence = 1 AND sku <> ''"
        repeated = live.format("sku") + " GROUP BY sku HAVING count(*) > 1"
        marked = self.shop.sql("SELECT id FROM listing WHERE presence = 1 AND duplicate = 1 ORDER BY id")
        assert marked == self.shop.sql(live.format("id") + f" AND sku IN ({repeated}) ORDER BY id")

    @invariant()
    def the_journal_tells_how_each_row_came_to_be_as_it_is(self) -> None:
        assert self.shop.journal_gaps() == []

    @invariant()
    def search_keys_are_right(self) -> None:
        wrong = "SELECT 1 FROM {} WHERE sku_key <> folded(sku) OR title_key <> folded(title)"
        assert self.shop.sql(wrong.format("listing")) == []
        assert self.shop.sql(wrong.format("item")) == []


@pytest.mark.timeout(300)
def test_the_store_keeps_its_promises(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    StoreMachine.template = empty_store
    StoreMachine.folder = tmp_path_factory.mktemp("machine")
    run_state_machine_as_test(
        StoreMachine,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
