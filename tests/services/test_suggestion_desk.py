"""The window's side of suggestions: rows in sight in memory, the rest with the helper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rakumap.bootstrap import Services
from rakumap.cli.suggest import _answered
from rakumap.core.errors import Cancelled
from rakumap.core.job import Job
from rakumap.core.model import ListingKey
from rakumap.services import suggestion_desk
from rakumap.services.suggestion_board import SuggestionBoard
from rakumap.services.suggestion_desk import SuggestionDesk


class Inside:
    """The helper's own board, in this process."""

    def __init__(self, board: SuggestionBoard) -> None:
        self.board = board
        self.is_there = False
        self.asked: list[dict[str, Any]] = []
        self.cancels = False

    def ask(self, question: object, job: Job) -> object:
        assert isinstance(question, dict)
        if self.cancels:
            raise Cancelled
        self.is_there = True
        self.asked.append(question)
        return _answered(self.board, question, job)

    def end(self) -> None:
        self.is_there = False


@pytest.fixture
def helper(services: Services) -> Iterator[Inside]:
    board = services.suggesting.board()
    yield Inside(board)
    board.close()


@pytest.fixture
def desk(services: Services, helper: Inside) -> SuggestionDesk:
    desk = SuggestionDesk(services.queries, helper)
    desk.open(services.queries.channels()[0].id)
    return desk


def waiting(services: Services) -> list[ListingKey]:
    return [one.key for one in services.suggesting._reads.unlinked(services.queries.channels()[0].id)]


def test_what_is_wanted_comes_first_and_only_that_is_in_memory(
    services: Services, desk: SuggestionDesk, helper: Inside
) -> None:
    wanted = waiting(services)[100:110]
    assert desk.read(wanted) == wanted, "nothing is kept yet"
    desk.want(wanted)
    desk.work(Job())
    assert helper.asked[1] == {"look": wanted}
    assert {"step": True} in helper.asked
    assert set(desk.found) == set(wanted) == desk.take_fresh()
    assert (desk.left, desk.waits) == (0, False)
    more = waiting(services)[:10]
    assert desk.read(more) == [], "the rest was kept beside the store"
    best = next(found[0] for found in desk.found.values() if found)
    assert desk.title(best.item) == services.queries.items([best.item])[best.item].title


def test_a_person_who_stops_it_is_served_where_asked(services: Services, desk: SuggestionDesk, helper: Inside) -> None:
    helper.cancels = True
    with pytest.raises(Cancelled):
        desk.work(Job())
    assert not desk.waits
    helper.cancels, key = False, waiting(services)[0]
    desk.want([key])
    desk.work(Job())
    assert list(desk.found) == [key]
    assert (desk.left > 0, desk.waits) == (True, False)


def test_little_is_done_without_a_word(services: Services, desk: SuggestionDesk) -> None:
    desk.work(Job(), most=10)
    assert desk.left == len(waiting(services))
    assert desk.waits


def test_a_refusal_leaves_at_once_and_for_good(services: Services, desk: SuggestionDesk) -> None:
    desk.want(waiting(services))
    desk.work(Job())
    key, found = next((key, found) for key, found in desk.found.items() if len(found) > 1)
    desk.drop(key, found[0].item)
    assert desk.found[key] == found[1:]
    desk.read([key])
    assert found[0] not in desk.found[key], "before the store knows"
    services.mapping.reject(key, found[0].item)
    desk.undrop()
    desk.want([key])
    desk.work(Job())
    assert found[0].item not in {one.item for one in desk.found[key]}


def test_what_was_linked_elsewhere_leaves_the_memory(services: Services, desk: SuggestionDesk) -> None:
    desk.want(waiting(services)[:20])
    desk.work(Job())
    key, found = next((key, found) for key, found in desk.found.items() if found)
    services.mapping.link(key, found[0].item)
    desk.catch_up()
    desk.take_fresh()
    desk.work(Job())
    assert key not in desk.found
    assert key in desk.take_fresh()


def test_memory_is_bounded(services: Services, desk: SuggestionDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestion_desk, "MOST", 5)
    keys = waiting(services)[:12]
    desk.want(keys)
    desk.work(Job())
    assert len(desk.found) == 5
