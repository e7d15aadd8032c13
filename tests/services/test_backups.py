"""Copies of the store: made when due, thinned, found again when the store is damaged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from rakumap.bootstrap import open_services
from rakumap.core.backups import EVERY
from rakumap.core.errors import StoreError
from rakumap.services.backups import AUTO, MANUAL, Backups, found, newest_whole
from rakumap.services.running import Clock
from rakumap.system.paths import Paths
from tests.services.shop import Shop, opened


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def backups(shop: Shop) -> Backups:
    """By the shop's clock, which begins some time before the store's file was written."""
    clock = Clock(shop.clock.now, shop.clock.stamp)
    return Backups(shop.services.paths, shop.services.queries.database, clock)


def pass_time(shop: Shop, time: timedelta) -> None:
    """Let time pass, at the end of which the store is written to."""
    shop.clock.wait(time)
    store = shop.services.queries.database.path
    for one in (store, store.with_name(store.name + "-wal")):
        os.utime(one, (shop.clock.now().timestamp(),) * 2)


def kinds(backups: Backups) -> list[str]:
    return [one.kind for one in backups.found()]


def test_a_copy_is_made_every_four_hours_and_holds_the_store(shop: Shop, backups: Backups) -> None:
    pass_time(shop, timedelta(0))
    first = backups.keep_up()
    assert first is not None
    assert first.time == shop.clock.now()
    assert first.size == first.path.stat().st_size > 100_000
    assert backups.keep_up() is None
    shop.clock.wait(EVERY)
    assert backups.keep_up() is None  # nothing was written since
    pass_time(shop, timedelta(0))
    assert backups.keep_up() is not None
    assert kinds(backups) == [AUTO, AUTO]
    assert newest_whole(backups.found()) == backups.found()[0]


def test_old_copies_are_let_go_and_those_of_a_person_stay(shop: Shop, backups: Backups) -> None:
    by_hand = backups.make()
    for _ in range(12 * 6):
        pass_time(shop, timedelta(hours=4))
        assert backups.keep_up() is not None
    left = backups.found()
    assert left[-1] == by_hand
    automatic = [one for one in left if one.kind == AUTO]
    assert 13 + 9 <= len(automatic) <= 13 + 13
    assert {one.kind for one in left} == {AUTO, MANUAL}


def test_no_room_is_said_and_no_older_copy_is_let_go(
    shop: Shop, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        pass_time(shop, timedelta(days=20))
        backups.keep_up()
    before = backups.found()
    pass_time(shop, timedelta(days=900))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    with pytest.raises(StoreError) as error:
        backups.keep_up()
    assert (error.value.code, error.value.values["megabytes"]) == ("backup_no_room", "200")
    assert backups.found() == before


def test_damaged_copies_and_other_files_are_passed_over(shop: Shop, backups: Backups) -> None:
    good = backups.make()
    shop.clock.wait(timedelta(hours=1))
    bad = backups.make()
    data = bytearray(bad.path.read_bytes())
    data[8192:16384] = bytes(8192)
    bad.path.write_bytes(data)
    folder = shop.services.paths.backups
    (folder / "rakumap-notes.db").write_text("mine")
    (folder / "rakumap-20991231-000000-000000-damaged.db").write_bytes(good.path.read_bytes())
    assert [one.kind for one in found(folder)] == ["damaged", MANUAL, MANUAL]
    assert newest_whole(found(folder)) == good


def test_another_store_has_backups_of_its_own(tmp_path: Path) -> None:
    paths, other = Paths.of(tmp_path / "profile"), tmp_path / "other.db"
    with open_services(paths, f"sqlite:///{other}") as services:
        made = services.backups.make()
        assert made.path.parent == tmp_path / "other.db-backups"
        assert services.backups.found() == [made]
    assert found(paths.backups) == []
    with open_services(paths) as services:
        assert services.backups.found() == []
