"""The board of suggestions: the same as a whole run gives, and only what differs looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.core.model import ChannelId
from rakumap.core.suggestion import shown
from rakumap.matching.engine import Engine
from rakumap.services.suggestion_board import SuggestionBoard
from rakumap.system.paths import Paths


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(Paths.of(tmp_path)) as services:
        services.sample.ensure(Job())
        yield services


def filled(services: Services) -> tuple[SuggestionBoard, ChannelId]:
    channel = services.queries.channels()[0].id
    board = services.suggesting.board()
    board.refresh(channel, Job())
    board.work(Job())
    return board, channel


def test_it_knows_what_a_run_over_the_whole_channel_finds(services: Services) -> None:
    board, channel = filled(services)
    whole = {one.listing.key: shown(one.candidates) for one in services.suggesting.suggest(channel, Job())}
    assert dict(board.found) == whole
    assert any(whole.values())


def test_only_what_differs_is_looked_at_again(services: Services) -> None:
    board, channel = filled(services)
    board.take_fresh()
    board.refresh(channel, Job())
    assert board.left == 0
    key, candidates = next((key, found) for key, found in board.found.items() if len(found) > 1)
    services.mapping.reject(key, candidates[0].item)
    board.refresh(channel, Job())
    assert board.left == 1
    board.work(Job())
    assert board.take_fresh() == {key}
    assert candidates[0].item not in {one.item for one in board.found[key]}


def test_a_linked_listing_leaves_the_board(services: Services) -> None:
    board, channel = filled(services)
    key, candidates = next((key, found) for key, found in board.found.items() if found)
    services.mapping.link(key, candidates[0].item)
    board.want([key])
    board.work(Job())
    assert board.found[key] == ()
    board.refresh(channel, Job())
    assert key not in board.found


def test_a_big_channel_is_looked_at_only_where_asked(services: Services) -> None:
    channel = services.queries.channels()[0].id
    board = SuggestionBoard(services.suggesting._reads, services.suggesting._engine, whole=0)
    board.refresh(channel, Job())
    assert board.left == 0
    key = next(one.listing.key for one in services.suggesting.suggest(channel, Job()) if one.candidates)
    board.want([key])
    board.work(Job())
    assert list(board.found) == [key]
    assert not any(one.auto for one in board.found[key])  # the rest of the channel was not read


def test_an_inventory_that_changed_has_all_looked_at(services: Services) -> None:
    board, channel = filled(services)
    engine = board._engine
    assert engine is not None
    gone = next(iter(engine.index.items.values()))
    engine.index = engine.index.updated([replace(gone, title="Something else")])
    board.refresh(channel, Job())
    assert board.left == len(board.found)
    assert board.item(gone.key) == gone


def test_an_inventory_too_big_is_left_alone_until_it_is_small_enough(services: Services) -> None:
    channel = services.queries.channels()[0].id
    items = len(services.suggesting.board()._reads.items())
    made: list[Job] = []

    def make(job: Job) -> Engine:
        made.append(job)
        return services.suggesting._engine(job)

    board = SuggestionBoard(services.suggesting._reads, make, most_items=items - 1)
    board.refresh(channel, Job())
    board.work(Job())
    assert (board.too_many, board.ready, dict(board.found), made) == (True, False, {}, [])
    board = SuggestionBoard(services.suggesting._reads, make, most_items=items)
    board.refresh(channel, Job())
    board.work(Job())
    assert (board.too_many, any(board.found.values()), len(made)) == (False, True, 1)
