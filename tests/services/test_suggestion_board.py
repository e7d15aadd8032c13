"""The board of suggestions: what it keeps is what a whole run gives, and only what differs is looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Candidate, ItemText, ListingText, shown
from rakumap.services.reading import ReadOptions
from rakumap.services.suggestion_board import SuggestionBoard, concerning
from rakumap.store.sqlite_suggestions import KeptSuggestions, file_of
from rakumap.system.paths import Paths

Kept = dict[ListingKey, tuple[Candidate, ...]]


@pytest.fixture
def board(services: Services) -> Iterator[SuggestionBoard]:
    board = services.suggesting.board()
    board.refresh(the_channel(services), Job())
    board.work(Job())
    yield board
    board.close()


def the_channel(services: Services) -> ChannelId:
    return services.queries.channels()[0].id


def kept(services: Services) -> Kept:
    """What may be shown now."""
    waiting = services.suggesting._reads.unlinked(the_channel(services))
    return services.queries.candidates([one.key for one in waiting])


def several(services: Services) -> tuple[ListingKey, tuple[Candidate, ...]]:
    """A listing with candidates to choose from."""
    return next((key, found) for key, found in kept(services).items() if len(found) > 1)


def import_items(services: Services, folder: Path, *rows: str) -> None:
    path = folder / "more.csv"
    path.write_text("\n".join(["SKU,Title,Level", *rows, ""]), encoding="utf-8")
    with services.importing.open("inventory", path, ReadOptions(), Job()) as judged:
        judged.apply()


def left(services: Services) -> int:
    """What another process would have to look at."""
    board = services.suggesting.board()
    board.refresh(the_channel(services), Job())
    board.close()
    return board.left


def test_it_keeps_what_a_run_over_the_whole_channel_finds(services: Services, board: SuggestionBoard) -> None:
    run = services.suggesting.suggest(the_channel(services), Job())
    whole = {one.listing.key: shown(one.candidates) for one in run}
    assert {key: tuple(one.suggestion for one in found) for key, found in kept(services).items()} == whole
    assert any(whole.values())
    items = services.queries.items({one.suggestion.item for found in kept(services).values() for one in found})
    assert all(one.title == items[one.suggestion.item].title for found in kept(services).values() for one in found)


def test_the_command_keeps_the_same(services: Services, board: SuggestionBoard) -> None:
    before = kept(services)
    file_of(services.database.path).unlink()
    assert kept(services) == {}
    list(services.suggesting.suggest_and_keep(the_channel(services), Job()))
    assert kept(services) == before
    assert left(services) == 0


def test_only_what_differs_is_looked_at_again(services: Services, board: SuggestionBoard) -> None:
    assert left(services) == 0
    key, candidates = several(services)
    no = candidates[0].suggestion.item
    services.mapping.reject(key, no)
    assert kept(services)[key] == candidates[1:], "it leaves at once"
    board.refresh(the_channel(services), Job())
    assert board.left == 1
    assert board.step(Job()) == [key]
    assert no not in {one.suggestion.item for one in kept(services)[key]}
    assert left(services) == 0


def test_a_linked_listing_leaves_at_once_and_comes_back(services: Services, board: SuggestionBoard) -> None:
    key, candidates = several(services)
    services.mapping.link(key, candidates[0].suggestion.item)
    assert services.queries.candidates([key]) == {}
    services.mapping.undo()
    assert services.queries.candidates([key]) == {key: candidates}
    services.mapping.link(key, candidates[0].suggestion.item)
    board.look([key], Job())
    services.mapping.undo()
    assert services.queries.candidates([key]) == {}, "what is forgotten is looked at anew"
    assert left(services) == 1


def test_a_changed_item_costs_those_it_may_concern(services: Services, board: SuggestionBoard, tmp_path: Path) -> None:
    key, candidates = several(services)
    best = candidates[0].suggestion
    import_items(services, tmp_path, f"{best.sku},Something else altogether,3")
    assert best.item not in {one.suggestion.item for one in kept(services)[key]}, "it is not what was compared"
    board.refresh(the_channel(services), Job())
    assert 0 < board.left < len(kept(services)) / 2
    assert key in board._queue
    before = left(services)
    assert before == board.left, "what waits is known to the next process too"
    board.work(Job())
    assert left(services) == 0


def test_a_new_item_is_found_for_the_listing_it_is(services: Services, board: SuggestionBoard, tmp_path: Path) -> None:
    text = next(one for one in services.suggesting._reads.unlinked(the_channel(services)) if len(one.title.split()) > 4)
    import_items(services, tmp_path, f"NEW-ITEM,{text.title.replace(',', ' ')},3")
    board.refresh(the_channel(services), Job())
    board.work(Job())
    assert kept(services)[text.key][0].suggestion.sku == "NEW-ITEM"


def test_many_changed_items_have_all_looked_at(services: Services, board: SuggestionBoard, tmp_path: Path) -> None:
    many = services.queries.item_count() // 100 + 1
    import_items(services, tmp_path, *(f"ZZ{n},Zzyzx {n} qqq,1" for n in range(many)))
    assert left(services) == len(kept(services))


def test_a_listing_that_shares_a_key_with_a_new_one_is_looked_at_again(services: Services) -> None:
    texts = [ListingText(ListingKey(n), f"S{n}", title, None) for n, title in enumerate(("Red mug", "Blue jug"))]
    from rakumap.matching.engine import Alone

    twin = ListingText(ListingKey(9), "T", "red mug", None)
    before, after = Alone(texts), Alone([*texts, twin])
    assert [before.flags(one) == after.flags(one) for one in texts] == [False, True]


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    with open_services(Paths.of(tmp_path)) as services:
        services.sample.ensure(Job())
        list(services.suggesting.suggest_and_keep(the_channel(services), Job()))
        before, path = kept(services), file_of(services.database.path)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with open_services(Paths.of(tmp_path)) as services:
        assert kept(services) == {}
        assert not path.exists()
        list(services.suggesting.suggest_and_keep(the_channel(services), Job()))
        assert kept(services) == before


def test_a_file_that_is_none_is_made_anew(services: Services) -> None:
    path = file_of(services.database.path)
    path.write_text("not a database " * 400, encoding="utf-8")
    assert kept(services) == {}
    board = services.suggesting.board()
    board.refresh(the_channel(services), Job())
    board.work(Job())
    board.close()
    assert any(kept(services).values())
    assert path.stat().st_mode & 0o077 == 0


def test_a_big_channel_is_looked_at_only_where_asked(services: Services) -> None:
    board = SuggestionBoard(
        services.suggesting._reads, KeptSuggestions(services.database.path), services.suggesting._engine, whole=0
    )
    board.refresh(the_channel(services), Job())
    assert (board.whole, board.left) == (False, 0)
    run = services.suggesting.suggest(the_channel(services), Job())
    key = next(one.listing.key for one in run if any(each.auto for each in one.candidates))
    board.look([key], Job())
    board.close()
    assert list(kept(services)) == [key]
    assert not any(one.suggestion.auto for one in kept(services)[key])  # the rest of the channel was not read


def test_whom_an_item_concerns() -> None:
    item = ItemText(ItemKey(1), "AB-12", "Enamel mug blue 300 ml", "4006381333931")
    texts = [
        ("X", "mug of enamel in blue", None),
        ("x-ab12", "Ladder", None),
        ("X", "Ladder", "4006381333931"),
        ("X", "Blue ladder of steel, three steps", None),
    ]
    listings = [ListingText(ListingKey(n), *one) for n, one in enumerate(texts)]
    assert concerning([item], listings) == {0, 1, 2}


def test_an_inventory_whose_index_would_take_gigabytes_is_left_alone(services: Services) -> None:
    kept_here = KeptSuggestions(services.database.path)
    board = SuggestionBoard(services.suggesting._reads, kept_here, lambda _: pytest.fail("no index"), most_items=1)
    channel = services.queries.channels()[0].id
    board.refresh(channel, Job())
    assert (board.too_big, board.whole, board.left) == (True, False, 0)
    waiting = [one.key for one in services.suggesting._reads.unlinked(channel)]
    assert waiting
    board.look(waiting[:3], Job())
    assert kept(services) == {}
