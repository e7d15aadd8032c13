"""Which row of a report is which listing: ids that come, go and repeat, SKUs that repeat or are missing, parents."""

from __future__ import annotations

from rakumap.core.model import Problem, State
from tests.store.shop import Shop, row, unread


def problem_codes(shop: Shop) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in shop.queries.problems(shop.channel)]


def test_a_listing_known_by_its_sku_adopts_the_id_that_appears_later(shop: Shop) -> None:
    shop.report(row("A"))
    key = shop.key("A")
    shop.link("A", "ITEM")
    assert shop.find("A").listing_id == "sku:A"

    found = shop.report(row("A", "1"))

    assert (found.new, found.gone, found.total) == (0, 0, 1)
    one = shop.find("A")
    assert (one.key, one.listing_id, one.linked_to) == (key, "1", "ITEM")


def test_adopting_an_id_and_changing_title_and_quantity_in_one_report(shop: Shop) -> None:
    shop.report(row("A", title="Old", quantity=1))
    shop.report(row("A", "1", title="New", quantity=2))
    one = shop.find("A")
    assert (one.listing_id, one.title, one.channel_quantity) == ("1", "New", 2)


def test_a_sku_that_repeats_when_ids_appear_is_adopted_by_nobody(shop: Shop) -> None:
    shop.report(row("A"))
    shop.link("A", "ITEM")
    shop.report(row("A", "1"), row("A", "2"))
    found = {one.listing_id: one for one in shop.queries.find_listings(shop.channel, "A")}
    assert {name: one.state for name, one in found.items()} == {
        "1": State.PLAIN,
        "2": State.PLAIN,
        "sku:A": State.GONE,
    }
    assert found["sku:A"].linked_to == "ITEM"


def test_a_listing_that_had_an_id_is_not_adopted_by_another_id(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.link("A", "ITEM")
    shop.report(row("A", "2"))
    assert shop.find("A", "1").state is State.GONE
    assert shop.find("A", "2").state is State.PLAIN


def test_ids_vanish_and_the_listing_stays_itself_with_its_id(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.link("A", "ITEM")
    key = shop.key("A")
    found = shop.report(row("A", quantity=3))
    one = shop.find("A")
    assert (found.new, found.gone) == (0, 0)
    assert (one.key, one.listing_id, one.linked_to, one.channel_quantity) == (key, "1", "ITEM", 3)
    shop.report(row("A", "1"))
    assert shop.find("A").key == key


def test_when_ids_vanish_the_live_listing_of_the_sku_wins_over_gone_ones(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.report(row("A", "2"))
    shop.link("A", "ITEM", listing_id="2")
    found = shop.report(row("A"))
    assert (found.new, found.gone) == (0, 0)
    assert shop.find("A", "2").state is State.LINKED
    assert shop.find("A", "1").state is State.GONE


def test_without_a_live_one_the_only_gone_listing_of_the_sku_comes_back(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    shop.link("A", "ITEM")
    shop.report(row("B", "2"))
    shop.report(row("A"), row("B", "2"))
    assert shop.find("A").state is State.LINKED


def test_without_a_live_one_two_gone_listings_of_the_sku_stay_gone(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "9"))
    shop.report(row("A", "2"), row("B", "9"))
    shop.report(row("B", "9"))
    found = shop.report(row("A"), row("B", "9"))
    assert found.new == 1
    assert shop.find("A", "sku:A").state is State.PLAIN


def test_when_ids_vanish_from_a_sku_that_repeats_nothing_is_guessed(shop: Shop) -> None:
    shop.report(row("A", "1"), row("A", "2"))
    shop.report(row("A"))
    assert shop.find("A", "sku:A").state is State.PLAIN
    assert shop.find("A", "1").state is State.GONE
    assert shop.find("A", "2").state is State.GONE


def test_the_same_id_twice_the_first_row_wins_and_the_other_is_a_problem(shop: Shop) -> None:
    found = shop.report(row("A", "1", title="first"), row("B", "2"), row("C", "1", title="second"))
    assert (found.total, found.problems) == (2, 1)
    assert shop.find("A", "1").title == "first"
    assert shop.queries.find_listings(shop.channel, "C") == []
    assert problem_codes(shop) == [(4, "repeated_id")]
    (problem,) = shop.queries.problems(shop.channel)
    assert (problem.sku, problem.listing_id, problem.field) == ("C", "1", "listing_id")
    assert shop.counts.problems == 1


def test_the_same_sku_under_two_ids_both_are_listings_marked_and_never_linked(shop: Shop) -> None:
    shop.item("A")
    shop.report(row("A", "1"), row("A", "2"), row("B", "3"))
    assert [(one.listing_id, one.duplicate) for one in shop.shown(sort="listing_id")] == [
        ("1", True),
        ("2", True),
        ("3", False),
    ]
    assert shop.catalog.equal_skus(shop.channel).skipped == {"repeats": 2, "no_match": 1}
    assert shop.catalog.link_equal_skus(shop.channel).entry is None
    assert shop.counts.duplicate == 2


def test_the_mark_goes_when_the_sku_no_longer_repeats(shop: Shop) -> None:
    shop.report(row("A", "1"), row("A", "2"))
    shop.report(row("A", "1"), row("B", "2"))
    assert not shop.find("A").duplicate
    assert not shop.find("B").duplicate
    shop.report(row("A", "1"), row("A", "2"))
    assert shop.counts.duplicate == 2


def test_the_mark_goes_from_the_one_that_is_left(shop: Shop) -> None:
    shop.report(row("A", "1"), row("A", "2"))
    shop.report(row("A", "1"))
    assert not shop.find("A", "1").duplicate


def test_the_same_sku_twice_without_ids_is_one_listing_of_unknown_quantity(shop: Shop) -> None:
    found = shop.report(row("A", quantity=5), row("B", quantity=1), row("A", quantity=7), row("A", quantity=9))
    assert (found.total, found.problems) == (2, 2)
    assert shop.find("A").channel_quantity is None
    assert shop.find("B").channel_quantity == 1
    assert problem_codes(shop) == [(4, "repeated_sku"), (5, "repeated_sku")]


def test_the_same_sku_with_and_without_an_id_are_two_marked_listings(shop: Shop) -> None:
    shop.report(row("A", "1"), row("A"))
    assert {one.listing_id for one in shop.shown("is:duplicate")} == {"1", "sku:A"}


def test_an_empty_sku_with_an_id_is_shown_and_can_be_linked(shop: Shop) -> None:
    shop.report(row("", "1"), row("", "2"))
    assert [one.duplicate for one in shop.shown()] == [False, False]
    one = shop.find("", "1")
    shop.link("", "ITEM", listing_id="1")
    assert shop.queries.rows([one.key])[one.key].state is State.LINKED
    assert shop.catalog.equal_skus(shop.channel).skipped == {"no_match": 1}


def test_an_empty_sku_is_never_an_identity(shop: Shop) -> None:
    shop.report(row("", "1"))
    shop.report(row("", "2"))
    assert shop.find("", "1").state is State.GONE
    assert shop.find("", "2").state is State.PLAIN


def test_neither_sku_nor_id_is_a_problem_that_lets_nothing_go(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    found = shop.report(row("A", "1"), unread())
    assert (found.gone, found.total, found.lost) == (0, 2, ())
    assert shop.find("B").state is State.PLAIN
    assert shop.report(row("A", "1")).gone == 1


def test_an_ordinary_problem_lets_listings_go(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    assert shop.report(row("A", "1", quantity=None), Problem(2, "quantity", "bad_quantity")).gone == 1


def test_repeated_skus_are_marked_across_what_an_unreadable_report_leaves(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"), row("B", "3"))
    shop.report(row("A", "4"), row("C", "2"), unread())
    marks = {one.listing_id: one.duplicate for one in shop.shown()}
    assert marks == {"1": True, "2": False, "3": False, "4": True}


def test_skus_are_compared_exactly(shop: Shop) -> None:
    names = ("a", "A", "Ａ", "A ", "0017", "17", "é", "e\u0301", "ß", "ss")
    shop.report(*(row(name, str(n)) for n, name in enumerate(names)))
    assert shop.counts.total == len(names)
    assert shop.counts.duplicate == 0
    assert shop.report(*(row(name, str(n)) for n, name in enumerate(names))).changed == 0


# variation parents ----------------------------------------------------------------------------------------------------


def test_a_parent_counts_nowhere(shop: Shop) -> None:
    found = shop.report(
        row("P", "10"), row("P-1", "11", parent_id="10"), row("P-2", "12", parent_id="10"), row("A", "1")
    )
    assert (found.total, found.new) == (3, 3)
    counts = shop.counts
    assert (counts.total, counts.linked, counts.unlinked) == (3, 0, 3)
    assert shop.queries.find_listings(shop.channel, "P") == []
    assert shop.skus() == ["A", "P-1", "P-2"]
    assert shop.skus("is:gone") == []


def test_a_parent_is_found_by_its_sku_where_no_row_has_such_an_id(shop: Shop) -> None:
    found = shop.report(row("P"), row("P-1", parent_id="P"), row("P-2", parent_id="P"))
    assert found.total == 2
    shop.report(row("P", "10"), row("P-1", "11", parent_id="P"))
    assert shop.counts.total == 1


def test_a_listing_whose_sku_is_somebodys_parent_id_stays_a_listing(shop: Shop) -> None:
    """Here 10 is the parent's id; that another listing has the SKU 10 means nothing."""
    shop.report(row("P", "10"), row("P-1", "11", parent_id="10"), row("10", "12"))
    assert shop.skus() == ["10", "P-1"]


def test_a_row_that_names_itself_as_its_parent_is_a_listing(shop: Shop) -> None:
    shop.report(row("A", "1", parent_id="1"), row("B", "2", parent_id="B"), row("C", parent_id="C"))
    assert shop.counts.total == 3


def test_a_child_whose_parent_is_not_in_the_report_is_a_listing(shop: Shop) -> None:
    shop.report(row("A", "1", parent_id="99"))
    assert shop.counts.total == 1


def test_a_listing_that_becomes_a_parent_keeps_its_link_out_of_sight_and_gets_it_back(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    shop.link("A", "ITEM")
    found = shop.report(row("A", "1"), row("B", "2", parent_id="1"))
    assert (found.total, found.gone) == (1, 0)
    assert (shop.counts.total, shop.counts.linked) == (1, 0)
    shop.report(row("A", "1"), row("B", "2"))
    assert shop.linked("A") == "ITEM"


def test_a_parent_that_leaves_is_nobodys_loss(shop: Shop) -> None:
    shop.report(row("P", "10"), row("P-1", "11", parent_id="10"))
    found = shop.report(row("P-1", "11", parent_id="10"))
    assert (found.gone, found.lost, found.live_before) == (0, (), 1)
    assert shop.counts.gone == 0
    again = shop.report(row("P", "10"), row("P-1", "11", parent_id="10"))
    assert (again.new, again.changed) == (0, 0)
