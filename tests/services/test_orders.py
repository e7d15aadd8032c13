"""Orders: each line once, through its live link only, and what it does to the stock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rakumap.core.errors import Exit
from rakumap.core.job import Job
from rakumap.core.model import ORDER_EVENT, Outcome
from rakumap.core.trade import OrderState
from tests.services.market import MINUTE, Trade
from tests.store.conftest import database, empty_store, shop, store_path  # noqa: F401
from tests.store.shop import Shop

SHIPPED, CANCELLED, OPEN = OrderState.SHIPPED, OrderState.CANCELLED, OrderState.OPEN


@pytest.fixture
def trade(shop: Shop) -> Trade:  # noqa: F811
    return Trade(shop)


def lines(trade: Trade) -> list[tuple[str, str | None]]:
    """Order and item of each line, those that wait first."""
    return [(one.order_id, one.item_sku) for one in trade.book.rows(trade.shop.channel)]


# ---- what a line does ------------------------------------------------------------------------------------------------


def test_an_open_order_lowers_what_is_available_and_goes_out(trade: Trade) -> None:
    trade.sell("A")
    trade.submit()
    trade.order("o1", "A", 3)
    result = trade.download()
    assert (result.outcome, result.orders) == (Outcome.DONE, 1)
    assert (result.counts.lines, result.counts.resolved, result.counts.unresolved) == (1, 1, 0)
    assert trade.numbers("A") == (10, 3)
    assert trade.find("A").will_send == 7
    trade.submit()
    assert trade.market.quantities == {"id-A": 7}


def test_the_same_line_counts_once_however_often_it_comes(trade: Trade) -> None:
    trade.sell("A")
    trade.order("o1", "A", 3)
    for _ in range(3):
        trade.download()
    assert trade.numbers("A") == (10, 3)
    assert trade.download().orders == 0


def test_a_line_goes_through_its_states(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.order("o1", "A", 3)
    trade.order("o2", "B", 2)
    trade.download()
    trade.turn("o1", SHIPPED)
    trade.turn("o2", CANCELLED)
    trade.download()
    assert (trade.numbers("A"), trade.numbers("B")) == ((7, 0), (10, 0))
    trade.turn("o1", CANCELLED)
    trade.turn("o2", OPEN)
    trade.download()
    assert (trade.numbers("A"), trade.numbers("B")) == ((7, 0), (10, 0))


def test_a_line_seen_first_when_shipped(trade: Trade) -> None:
    trade.sell("A")
    trade.order("o1", "A", 3, state=SHIPPED)
    trade.download()
    assert trade.numbers("A") == (7, 0)


def test_a_line_that_a_whole_list_lacks_is_over_and_available_does_not_rise(trade: Trade) -> None:
    trade.market.orders_are_whole = True
    trade.sell("A")
    trade.order("o1", "A", 3)
    trade.order("o2", "A", 2)
    trade.download()
    assert trade.numbers("A") == (10, 5)
    old = trade.market.orders_placed.pop(("o1", "1"))
    trade.market.fault("orders cut")
    trade.order("o3", "NOT-LISTED")
    trade.order("o4", "NOT-LISTED")
    trade.download()
    assert trade.numbers("A") == (10, 5), "half a list says nothing of what it lacks"
    trade.download()
    assert trade.numbers("A") == (7, 2)
    assert trade.find("A").will_send == 5
    trade.market.orders_placed["o1", "1"] = old
    trade.download()
    assert trade.numbers("A") == (7, 2), "what is over stays so"


def test_a_list_of_changes_closes_nothing(trade: Trade) -> None:
    trade.sell("A")
    trade.order("o1", "A", 3)
    trade.download()
    trade.market.orders_placed.clear()
    trade.download()
    assert trade.numbers("A") == (10, 3)


def test_lines_of_an_order_are_lines_of_their_own(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.order("o1", "A", 1)
    trade.order("o1", "A", 2, line_id="2")
    trade.order("o1", "B", 4, line_id="3")
    result = trade.download()
    assert (result.orders, result.counts.lines) == (1, 3)
    assert (trade.numbers("A"), trade.numbers("B")) == ((10, 3), (10, 4))


def test_open_orders_do_not_go_below_zero(trade: Trade) -> None:
    from rakumap.core.model import ItemRow

    trade.sell("A")
    trade.order("o1", "A", 3)
    trade.download()
    trade.shop.import_items(ItemRow(2, "A", level=10, in_open_orders=0))
    trade.turn("o1", CANCELLED)
    trade.download()
    assert trade.numbers("A") == (10, 0)


# ---- whose a line is -------------------------------------------------------------------------------------------------


def test_a_line_waits_for_its_link_and_then_resolves_by_itself(trade: Trade) -> None:
    trade.sell("A")
    trade.shop.catalog.unlink([trade.find("A").key])
    trade.order("o1", "A", 3)
    assert trade.download().counts.unresolved == 1
    assert lines(trade) == [("o1", None)]
    assert trade.numbers("A") == (10, 0)
    applied = trade.shop.link("A", "A", listing_id="id-A")
    assert applied.everything
    assert lines(trade) == [("o1", "A")]
    assert trade.numbers("A") == (10, 3)


def test_unlinking_later_changes_nothing(trade: Trade) -> None:
    trade.sell("A")
    trade.order("o1", "A", 3)
    trade.download()
    trade.shop.catalog.unlink([trade.find("A").key])
    trade.shop.link("A", "OTHER", listing_id="id-A")
    assert lines(trade) == [("o1", "A")]
    assert (trade.numbers("A"), trade.numbers("OTHER")) == ((10, 3), (10, 0))
    trade.turn("o1", SHIPPED)
    trade.download()
    assert (trade.numbers("A"), trade.numbers("OTHER")) == ((7, 0), (10, 0))


@pytest.mark.parametrize("way", ["undo", "redo", "autolink", "import", "remap"])
def test_every_way_to_a_link_resolves(trade: Trade, way: str) -> None:
    from rakumap.store.import_kinds import LinkRow

    trade.sell("A")
    catalog, key = trade.shop.catalog, trade.find("A").key
    catalog.unlink([key], remember=False)
    if way == "redo":
        trade.shop.link("A", "A", listing_id="id-A")
        catalog.undo()
    trade.order("o1", "A", 3)
    trade.download()
    assert lines(trade) == [("o1", None)]
    if way == "undo":
        catalog.undo()
    elif way == "redo":
        catalog.redo()
    elif way == "autolink":
        catalog.link_equal_skus(trade.shop.channel)
    elif way == "import":
        with trade.shop.links_file(LinkRow(2, "A", "id-A", "A")) as (staging, _):
            staging.apply("links.csv")
    else:
        trade.shop.tamper("UPDATE listing SET old_sku = 'OLD'")
        catalog.acknowledge([key], remap=True)
    assert lines(trade) == [("o1", "A")]
    assert trade.numbers("A") == (10, 3)


def test_a_channel_that_names_only_the_sku(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.order("o1", "A", listing_ids=())
    trade.order("o2", "B", listing_ids=("unknown",))
    trade.order("o3", "a", listing_ids=())  # SKUs are compared exactly
    trade.order("o4", "", listing_ids=())
    trade.download()
    assert dict(lines(trade)) == {"o1": "A", "o2": "B", "o3": None, "o4": None}


def test_a_sku_of_several_listings_is_no_answer(trade: Trade) -> None:
    from tests.store.shop import row

    trade.sell("A")
    trade.shop.report(row("A", "id-A"), row("A", "id-2"))
    trade.order("o1", "A", listing_ids=())
    trade.order("o2", "A", listing_ids=("id-A",))
    trade.download()
    assert dict(lines(trade)) == {"o1": None, "o2": "A"}


def test_the_best_id_counts(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.order("o1", "A", listing_ids=("unknown", "id-B", "id-A"))
    trade.download()
    assert lines(trade) == [("o1", "B")]


def test_a_line_of_a_listing_that_comes_later(trade: Trade) -> None:
    trade.order("o1", "N", 2)
    trade.download()
    trade.sell("N")
    assert lines(trade) == [("o1", None)]  # it did not know its listing when the link came
    trade.download()
    assert lines(trade) == [("o1", "N")]
    assert trade.numbers("N") == (10, 2)


def test_gone_listings_and_ignored_ones_resolve_too(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.shop.catalog.set_listings([trade.find("B").key], {"ignore_sync": True})
    trade.order("o1", "A")
    trade.order("o2", "B")
    del trade.market.quantities["id-A"]
    trade.report()
    trade.download()
    assert dict(lines(trade)) == {"o1": "A", "o2": "B"}


# ---- the journal and the log -----------------------------------------------------------------------------------------


def test_the_journal_has_what_orders_did_and_nobody_undoes_it(trade: Trade) -> None:
    trade.sell("A")
    trade.order("o1", "A", 3)
    trade.download()
    newest = trade.shop.queries.history(limit=1)[0]
    assert (newest.action, newest.by, newest.undoable, newest.count) == ("order_download", "orders", False, 1)
    assert trade.shop.sql("SELECT field, before, after FROM change WHERE entry_id = :id", id=newest.id) == [
        ("in_open_orders", "0", "3")
    ]
    trade.shop.catalog.undo()
    assert trade.numbers("A") == (10, 3)
    assert trade.find("A").linked_to is None


def test_resolving_is_a_step_of_its_own_beside_the_link(trade: Trade) -> None:
    trade.sell("A")
    trade.shop.catalog.unlink([trade.find("A").key])
    trade.order("o1", "A", 3)
    trade.download()
    trade.shop.link("A", "A", listing_id="id-A")
    steps = [(one.action, one.undoable) for one in trade.shop.queries.history(limit=2)]
    assert steps == [("order_resolved", False), ("link", True)]
    trade.shop.catalog.undo()
    assert trade.find("A").linked_to is None
    assert trade.numbers("A") == (10, 3)
    trade.shop.catalog.redo()
    assert trade.numbers("A") == (10, 3)


def test_a_download_that_breaks_off_goes_on_next_time(trade: Trade) -> None:
    trade.sell("A")
    for n in range(5):
        trade.order(f"o{n}", "A")
    trade.market.fault("orders cut")
    result = trade.download()
    assert result.outcome is Outcome.FAILED
    assert result.error is not None
    assert result.error.exit is Exit.CHANNEL
    assert (result.orders, trade.numbers("A")) == (2, (10, 2))
    assert trade.channel.orders_at is None
    assert trade.download().orders == 3
    assert trade.numbers("A") == (10, 5)
    assert [one.outcome for one in trade.shop.queries.runs(event=ORDER_EVENT)] == [Outcome.DONE, Outcome.FAILED]


def test_only_what_is_new_is_asked_for(trade: Trade) -> None:
    asked = []
    orders = trade.market.orders

    def ask(job: Job, since: object) -> object:
        asked.append(since)
        return orders(job, since)  # type: ignore[arg-type]

    trade.market.orders = ask  # type: ignore[method-assign, assignment]
    trade.download()
    first = trade.channel.orders_at
    assert first is not None
    assert asked == [first - timedelta(days=14)]
    trade.download()
    assert asked[1:] == [first - timedelta(hours=6)]
    trade.shop.clock -= timedelta(days=1)  # the clock was set back
    trade.download()
    assert asked[2] == trade.shop.clock - timedelta(hours=6)


def test_a_disabled_channel_is_not_asked(trade: Trade) -> None:
    trade.shop.catalog.change_channel(trade.shop.channel, enabled=False)
    result = trade.download()
    assert result.outcome is Outcome.REFUSED
    assert result.error is not None
    assert result.error.exit is Exit.RULE


def test_nothing_is_done_while_another_run_goes_on(trade: Trade) -> None:
    trade.sell("A")
    trade.order("o1", "A")
    trade.shop.runs.begin(trade.shop.channel, "scheduled", "another", trade.shop.clock + MINUTE)
    assert trade.download().outcome is Outcome.RUNNING
    assert trade.numbers("A") == (10, 0)


def test_a_link_costs_no_more_statements_when_no_line_waits_than_one(trade: Trade) -> None:
    from tests.store.shop import statements

    trade.sell("A")
    trade.shop.item("OTHER")
    sent = statements(lambda: trade.shop.link("A", "OTHER", listing_id="id-A", replace=True))
    assert sum("order_line" in one for one in sent) == 1
