"""The engine as a whole: what it ranks first, what it links by itself, and that only what is said counts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakumap.core.errors import Cancelled
from rakumap.core.job import Job
from rakumap.core.model import ItemKey, ListingKey
from rakumap.core.suggestion import Confidence, ItemText, ListingText, Suggested, contradicts
from rakumap.matching.engine import Engine
from rakumap.matching.index import Index
from rakumap.matching.shelf import Shelf

THINGS = ["Enamel Mug", "Oak Bread Bin", "Brass Desk Lamp", "Wool Blanket", "Cork Board", "Slate Clock", "Felt Hat"]
MAKERS = ["Larkmoor", "Grindleaf", "Fogbound", "Tarnbeck"]


def item(key: int, title: str, sku: str = "", barcode: str | None = None) -> ItemText:
    return ItemText(ItemKey(key), sku or f"SKU-{key:05d}", title, barcode)


def listing(key: int, title: str, sku: str = "", barcode: str | None = None) -> ListingText:
    return ListingText(ListingKey(key), sku, title, barcode, f"id-{key}")


def stock() -> list[ItemText]:
    """Some 170 different things, each of a maker, a kind, a model number and an amount."""
    found: list[str] = []
    for maker in MAKERS:
        for thing in THINGS:
            for model in range(6):
                number = 1000 + 37 * len(found)
                found.append(f"{maker} {thing} {thing[0]}{maker[0]}{number} {100 * (model + 1)} ml")
    return [item(key, title) for key, title in enumerate(found, 1)]


def ask(items: Iterable[ItemText], *listings: ListingText, **more: object) -> list[Suggested]:
    return list(Engine.of(items).suggest(listings, **more))  # type: ignore[arg-type]


def one(items: Iterable[ItemText], wanted: ListingText) -> Suggested:
    (found,) = ask(items, wanted)
    return found


def auto(found: Suggested) -> tuple[ItemKey, str] | None:
    linked = [(candidate.item, candidate.auto) for candidate in found.candidates if candidate.auto]
    assert len(linked) <= 1
    return linked[0] if linked else None


# ---- what is found -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "item_title"),
    [
        ("NEW! mug enamel larkmoor EL1000 0.1l free delivery", "Larkmoor Enamel Mug EL1000 100 ml"),
        ("Crème fraiche épaisse 30%", "Creme Fraîche Epaisse 30 % 20 cl"),
        ("Wasserkocher Edelstahl WK 3320 B", "Edelstahlwasserkocher WK3320B"),
        ("【送料無料】ｼｬﾝﾌﾟｰ詰め替え４００ｍｌ", "シャンプー 詰め替え 400ml"),
        ("ナガセＴｙｐｅ-Ｃケーブル１ｍＵＳＢ", "ナガセ USB Type-C ケーブル 1m"),
    ],
)
def test_the_right_item_comes_first(title: str, item_title: str) -> None:
    items = [*stock(), item(900, item_title)] if not item_title.startswith("Larkmoor") else stock()
    first = one(items, listing(1, title)).candidates[0]
    assert {one.key: one.title for one in items}[first.item] == item_title


def test_at_most_ten_candidates_each_once_and_best_first() -> None:
    found = one(stock(), listing(1, "Larkmoor Enamel Mug")).candidates
    assert len(found) == 10 == len({candidate.item for candidate in found})
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    assert sum(candidate.score for candidate in found) <= 1.001, "the candidates exclude each other"


@pytest.mark.parametrize("title", ["", "🎁🎁", "\u200b", "1234567890", "word " * 20_000, "★" * 500, "\ud800"])
def test_hostile_titles_neither_fail_nor_link(title: str) -> None:
    assert auto(one([*stock(), item(901, ""), item(902, title)], listing(1, title))) is None or len(title) > 500


def test_an_empty_inventory_suggests_nothing() -> None:
    assert one([], listing(1, "Mug")).candidates == ()
    assert ask(stock()) == []


def test_an_item_that_says_the_same_amount_comes_before_one_that_says_none() -> None:
    items = [*stock(), item(900, "Pizza Burger Bolognaise"), item(901, "Pizza Burger Bolognaise 500 ml")]
    assert one(items, listing(1, "Pizza Burger Bolognaise 0.5 L")).candidates[0].item == 901
    assert one(items, listing(1, "Pizza Burger Bolognaise")).candidates[0].item == 900


# ---- what links by itself ----------------------------------------------------------------------------------------------

EAN = "4006381333931"


def test_equal_sku_and_agreeing_text_is_certain() -> None:
    items = [*stock(), item(900, "Quilted Tea Cosy", "TEA-77")]
    assert auto(one(items, listing(1, "Tea Cosy quilted", "TEA-77"))) == (900, "equal_sku")


def test_equal_sku_where_no_text_speaks_is_certain() -> None:
    items = [*stock(), item(900, "Théière émaillée", "TEA-77")]
    assert auto(one(items, listing(1, "Something in another language", "TEA-77"))) == (900, "equal_sku")


def test_equal_barcode_is_certain_with_and_without_leading_zeros() -> None:
    items = [*stock(), item(900, "Quilted Tea Cosy", barcode="036000291452")]
    found = one(items, listing(1, "Tea Cosy", barcode="0036000291452"))
    assert auto(found) == (900, "equal_barcode")
    assert found.candidates[0].confidence is Confidence.CERTAIN
    assert "equal_barcode" in found.candidates[0].reasons


@pytest.mark.parametrize(
    "title",
    [
        "Tea Cosy quilted red",
        "Tea Cosy quilted 2 x",
        "Tea Cosy quilted XL",
        "Tea Cosy quilted lot de 3",
        "Tea Cosy 500 ml",
    ],
)
def test_a_variant_that_only_the_listing_names_is_not(title: str) -> None:
    items = [*stock(), item(900, "Quilted Tea Cosy", "TEA-77")]
    assert auto(one(items, listing(1, title, "TEA-77"))) is None


@pytest.mark.parametrize(
    ("title", "item_title"),
    [
        ("Tea Cosy blue", "Tea Cosy red"),
        ("Tea Cosy 500 ml", "Tea Cosy 1 l"),
        ("Tea Cosy M", "Tea Cosy XL"),
        ("Tea Cosy AB1234", "Tea Cosy AB1299"),
        ("Tea Cosy pack of 2", "Tea Cosy pack of 6"),
        ("Tea Cosy laptop 4 GB 500 GB", "Tea Cosy laptop 4 GB 128 GB"),
    ],
)
def test_a_contradiction_never_links(title: str, item_title: str) -> None:
    items = [*stock(), item(900, item_title, "TEA-77", EAN)]
    assert auto(one(items, listing(1, title, "TEA-77", EAN))) is None


def test_what_is_contradicted_is_never_called_certain() -> None:
    found = one(
        [item(1, "Grindleaf Hobby Knife with 5 Blades", "T.4498")],
        listing(1, "2 x Grindleaf Hobby Knife with 5 Blades", "T.4498-2PK"),
    )
    best = found.candidates[0]
    assert any(map(contradicts, best.reasons))
    assert (best.auto, best.confidence) == ("", Confidence.LIKELY)


def test_a_key_that_repeats_never_links() -> None:
    twice = [*stock(), item(900, "Quilted Tea Cosy", barcode=EAN), item(901, "Quilted Tea Cosy large", barcode=EAN)]
    assert auto(one(twice, listing(1, "Quilted Tea Cosy", barcode=EAN))) is None
    single = [*stock(), item(900, "Quilted Tea Cosy", "TEA-77", EAN)]
    same = [listing(1, "Quilted Tea Cosy", "TEA-77", EAN), listing(2, "Quilted Tea Cosy", "TEA-77", EAN)]
    assert [auto(found) for found in ask(single, *same)] == [None, None]
    assert [auto(found) for found in ask(single, same[0], others=[same[1]])] == [None]


def test_keys_that_name_two_items_never_link() -> None:
    items = [*stock(), item(900, "Quilted Tea Cosy", "TEA-77"), item(901, "Quilted Tea Cosy round", barcode=EAN)]
    assert auto(one(items, listing(1, "Quilted Tea Cosy", "TEA-77", EAN))) is None


def test_a_running_number_is_no_sku_without_a_text_that_agrees() -> None:
    items = [*stock(), item(900, "Quilted Tea Cosy", "216")]
    assert auto(one(items, listing(1, "Tarnbeck Slate Clock", "216"))) is None


def test_a_listing_that_could_be_any_of_several_sizes_is_left_alone() -> None:
    items = [*stock(), item(900, "Quilted Tea Cosy"), item(901, "Quilted Tea Cosy XL")]
    assert auto(one(items, listing(1, "Quilted Tea Cosy"))) is None


# ---- properties --------------------------------------------------------------------------------------------------------

SETTINGS = settings(max_examples=10, deadline=None)


def outcome(found: Sequence[Suggested]) -> dict[int, tuple[object, ...]]:
    return {one.listing.key: one.candidates for one in found}


@SETTINGS
@given(st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_rows(rng: random.Random) -> None:
    items = stock()
    listings = [listing(key, f"shop {one.title.lower()}", one.sku) for key, one in enumerate(items[::9], 1)]
    before = outcome(ask(items, *listings))
    rng.shuffle(items)
    rng.shuffle(listings)
    assert outcome(ask(items, *listings)) == before


@SETTINGS
@given(st.sampled_from(stock()), st.data())
def test_a_refused_pair_never_comes_back(wanted: ItemText, data: st.DataObject) -> None:
    mine = listing(1, wanted.title, wanted.sku)
    first = one(stock(), mine)
    said_no = data.draw(st.sets(st.sampled_from([candidate.item for candidate in first.candidates]), min_size=1))
    (found,) = ask(stock(), mine, refused=frozenset((mine.key, key) for key in said_no))
    assert not {candidate.item for candidate in found.candidates} & said_no


@SETTINGS
@given(st.sampled_from(stock()), st.sampled_from(["", " red", " 250 ml", " pack of 3", " ZZ9000"]))
def test_adding_an_item_never_makes_an_automatic_link_where_a_tie_was(twin: ItemText, suffix: str) -> None:
    items = [*stock(), item(900, twin.title)]
    mine = listing(1, twin.title)
    assert auto(one(items, mine)) is None, "two items of the same words"
    assert auto(one([*items, item(901, twin.title + suffix)], mine)) is None


@SETTINGS
@given(st.lists(st.sampled_from(stock()), unique=True, min_size=1, max_size=8), st.data())
def test_an_index_that_was_changed_is_the_one_built_anew(some: list[ItemText], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from([one.key for one in some])))
    changed = [item(one.key, f"{one.title} changed", one.sku) for one in some if one.key not in gone]
    fresh = [item(990, "Quilted Tea Cosy"), item(991, "Bell Jar BJ4410")]
    updated = Index(stock()).updated([*changed, *fresh], gone)
    final = {one.key: one for one in [*stock(), *changed, *fresh] if one.key not in gone}
    asked = [listing(key, one.title) for key, one in enumerate([*some, *fresh], 1)]
    assert list(Engine(updated).suggest(asked)) == list(Engine(Index(final.values())).suggest(asked))


def test_only_titles_that_are_new_are_read_again(tmp_path: Path) -> None:
    file = tmp_path / "titles.npz"
    Engine.of(stock(), shelf=file)
    changed = [*stock()[1:], item(990, "Quilted Tea Cosy")]
    engine = Engine.of(changed, shelf=file)
    assert engine.index.shelf.fresh == 1
    asked = [listing(1, stock()[40].title), listing(2, "Tea Cosy")]
    assert list(engine.suggest(asked)) == list(Engine.of(changed).suggest(asked))


@pytest.mark.parametrize("damage", ["cut", "flip", "text", "empty", "folder"])
def test_a_damaged_file_of_titles_is_dropped(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "titles.npz"
    Engine.of(stock(), shelf=file)
    content = bytearray(file.read_bytes())
    file.unlink()
    if damage == "folder":
        file.mkdir()
    else:
        content[len(content) // 2] ^= 0xFF
        cut = content[: len(content) // 2]
        file.write_bytes(bytes({"cut": cut, "flip": content, "text": b"not an archive", "empty": b""}[damage]))
    assert Shelf.load(file).texts([]) is not None
    asked = [listing(1, stock()[40].title)]
    assert list(Engine.of(stock(), shelf=file).suggest(asked)) == ask(stock(), *asked)


def test_building_and_suggesting_stop_when_asked(tmp_path: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        Engine.of(stock(), job)
    with pytest.raises(Cancelled):
        list(Engine.of(stock()).suggest([listing(1, "Mug")], job=job))


# ---- learning ----------------------------------------------------------------------------------------------------------


def test_few_links_leave_the_shipped_weights() -> None:
    engine = Engine.of(stock())
    before = engine.weights
    engine.learn([(listing(1, "Larkmoor Enamel Mug"), ItemKey(1))] * 10)
    assert engine.weights is before


def test_links_move_the_ranking_but_not_what_is_certain() -> None:
    """A shop that states other amounts than its inventory does, and links them nevertheless."""
    *known, wanted = stock()
    asked = listing(1, f"{wanted.title.rsplit(' ', 2)[0]} 9 l")
    engine = Engine.of(stock())
    (before,) = engine.suggest([asked])
    confirmed = [(listing(n, f"{one.title.rsplit(' ', 2)[0]} 9 l"), one.key) for n, one in enumerate(known * 2, 10)]
    engine.learn(confirmed, [(listing(5000, "Quilted Tea Cosy"), ItemKey(1))])
    (after,) = engine.suggest([asked])
    assert before.candidates[0].item == after.candidates[0].item == wanted.key
    assert after.candidates[0].score > before.candidates[0].score
    assert auto(before) is auto(after) is None
