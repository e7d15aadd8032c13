"""Quantities on their way: what is sent, when, in which order, and what is left when something goes wrong."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from rakumap.core.errors import Exit
from rakumap.core.job import Job
from rakumap.core.model import SUBMIT_EVENT, Limits, Outcome
from rakumap.core.trade import Offer
from rakumap.core.words import sentence
from rakumap.store.maintenance import RESTORED_AT
from tests.services.market import MINUTE, Trade
from tests.store.conftest import database, empty_store, shop, store_path  # noqa: F401
from tests.store.shop import Shop, row


@pytest.fixture
def trade(shop: Shop) -> Trade:  # noqa: F811
    return Trade(shop)


# ---- what goes out ---------------------------------------------------------------------------------------------------


def test_the_number_of_the_rule_goes_out_once(trade: Trade) -> None:
    trade.sell("A", "B", level=10)
    trade.shop.catalog.set_listings([trade.find("B").key], {"max_listed": 4})
    result = trade.submit()
    assert result.outcome is Outcome.DONE
    assert (result.tally.due, result.tally.sent, result.tally.confirmed, result.tally.failed) == (2, 2, 2, 0)
    assert trade.market.quantities == {"id-A": 10, "id-B": 4}
    one = trade.find("A")
    assert (one.submitted_quantity, one.confirmed_quantity, one.update_status) == (10, 10, "confirmed")
    assert one.last_update == trade.shop.clock
    again = trade.submit()
    assert (again.outcome, again.tally.due) == (Outcome.DONE, 0)
    assert len(trade.market.requests) == 1


def test_the_smallest_numbers_go_first_and_in_batches(trade: Trade) -> None:
    trade.sell("A", "B", "C", "D")
    for sku, level in (("A", 9), ("B", 0), ("C", 5), ("D", 7)):
        trade.stock(sku, level)
    trade.submit()
    assert [[one.quantity for one in offers] for _, offers in trade.market.requests] == [[0, 5, 7], [9]]
    assert len({key for key, _ in trade.market.requests}) == 2


@pytest.mark.parametrize("flag", ["ignore_sync", "excluded"])
def test_flags_keep_it_back(trade: Trade, flag: str) -> None:
    trade.sell("A", "B")
    trade.shop.catalog.set_listings([trade.find("A").key], {flag: True})
    trade.submit()
    assert trade.market.done == [("id-B", 10)]


def test_what_was_refused_on_this_side_does_not_count_as_submitted(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.submit(keys=[trade.find("A").key])
    then = trade.find("A")
    trade.shop.clock += MINUTE
    for sku in "AB":
        trade.stock(sku, 7)
    trade.market.fault("refused here")
    assert trade.submit().tally.failed == 2
    one, never = trade.find("A"), trade.find("B")
    assert (one.submitted_quantity, one.last_update) == (10, then.last_update)
    assert (never.submitted_quantity, never.last_update) == (None, None)
    assert one.update_status == never.update_status == f"failed: {sentence('offer_no_price')}"


def test_what_the_channel_refused_was_submitted(trade: Trade) -> None:
    trade.sell("A")
    trade.market.refused["id-A"] = "no"
    trade.submit()
    assert trade.find("A").submitted_quantity == 10


def test_a_sku_of_several_listings_is_named_as_such(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.shop.report(row("A", "id-A", quantity=1), row("B", "id-B", quantity=1), row("B", "other-B", quantity=1))
    trade.submit()
    repeats = {one.listing_id: one.sku_repeats for _, offers in trade.market.requests for one in offers}
    assert repeats == {"id-A": False, "id-B": True}


def test_unlinked_and_gone_ones_are_left_alone(trade: Trade) -> None:
    trade.sell("A", "B", "C")
    trade.shop.catalog.unlink([trade.find("A").key])
    del trade.market.quantities["id-B"]
    trade.report()
    trade.submit()
    assert trade.market.done == [("id-C", 10)]


def test_only_the_selection_goes_out(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.submit(keys=[trade.find("B").key])
    assert trade.market.done == [("id-B", 10)]


def test_new_links_wait_where_the_channel_says_so(trade: Trade) -> None:
    trade.sell("A")
    settings = {**trade.channel.settings, "new_links": "hold"}
    trade.shop.catalog.change_channel(trade.shop.channel, settings=settings)
    trade.sell("B")
    assert [one.sku for one in trade.shop.shown("is:waiting_release")] == ["B"]
    trade.submit()
    assert trade.market.done == [("id-A", 10)]
    trade.shop.catalog.set_listings([trade.find("B").key], {"released": True})
    trade.submit()
    assert trade.market.done == [("id-A", 10), ("id-B", 10)]


def test_undoing_a_link_takes_its_hold_back_too(trade: Trade) -> None:
    trade.sell("A")
    trade.shop.item("OTHER")
    settings = {**trade.channel.settings, "new_links": "hold"}
    trade.shop.catalog.change_channel(trade.shop.channel, settings=settings)
    trade.shop.link("A", "OTHER", listing_id="id-A", replace=True)
    assert not trade.find("A").released
    trade.shop.catalog.undo()
    assert trade.find("A").released
    trade.shop.catalog.redo()
    assert not trade.find("A").released


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_switches_refuse(trade: Trade) -> None:
    trade.sell("A")
    catalog, key = trade.shop.catalog, trade.shop.channel
    catalog.change_channel(key, inventory_sync=False)
    assert [one.quantity.send for one in trade.sending.preview(key)] == [10]
    refused = trade.submit()
    assert refused.outcome is Outcome.REFUSED
    assert refused.error is not None
    assert (refused.error.code, refused.error.exit) == ("sync_is_off", Exit.RULE)
    catalog.change_channel(key, inventory_sync=True, enabled=False)
    refused = trade.submit()
    assert refused.error is not None
    assert refused.error.code == "channel_disabled"
    assert trade.market.requests == []


def test_after_a_restore_nothing_goes_out_until_a_person_says_so(trade: Trade) -> None:
    trade.sell("A")
    trade.submit()
    trade.shop.catalog.put_meta(RESTORED_AT, "2026-03-01T00:00:00+00:00")
    trade.market.quantities["id-A"] = 3  # the channel went on since the backup
    refused = trade.submit()
    assert refused.error is not None
    assert (refused.error.code, refused.error.exit) == ("restored_not_confirmed", Exit.RULE)
    trade.sending.confirm_restored()
    trade.sending.confirm_restored()
    assert trade.submit().tally.confirmed == 1
    assert trade.market.quantities == {"id-A": 10}
    assert [one.action for one in trade.shop.queries.history()].count("restore_confirmed") == 1


def test_one_submission_of_a_channel_at_a_time(trade: Trade) -> None:
    trade.sell("A")
    run = trade.shop.runs.begin(trade.shop.channel, "scheduled", "another", trade.shop.clock)
    assert trade.sending.submit(trade.shop.channel, Job()).outcome is Outcome.RUNNING
    trade.shop.clock += 2 * MINUTE  # nobody kept it alive
    assert trade.submit().outcome is Outcome.DONE
    assert trade.shop.queries.run(run).outcome is Outcome.INTERRUPTED


def test_a_submission_whose_lock_was_taken_over_writes_nothing_more(trade: Trade) -> None:
    trade.sell("A", "B", "C", "D")

    def frozen(offers: Any) -> None:
        trade.market.on_request = None
        trade.shop.clock += 5 * MINUTE
        trade.shop.runs.begin(trade.shop.channel, "scheduled", "another", trade.shop.clock)

    trade.market.on_request = frozen
    result = trade.submit()
    assert result.outcome is Outcome.INTERRUPTED
    assert len(trade.market.requests) == 1
    assert [trade.states(sku)[-1][1] for sku in "ABCD"] == ["sent", "sent", "sent", "prepared"]


# ---- when it goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["lost", "silent"])
def test_an_unknown_end_is_sent_again_under_the_same_key(trade: Trade, fault: str) -> None:
    trade.sell("A", "B")
    trade.market.fault(fault)
    failed = trade.submit()
    assert failed.outcome is Outcome.FAILED
    assert failed.error is not None
    assert failed.error.exit is Exit.CHANNEL
    assert trade.find("A").confirmed_quantity is None
    assert trade.find("A").update_status == "sent"
    result = trade.submit()
    assert (result.tally.due, result.tally.confirmed) == (2, 2)
    assert trade.market.quantities == {"id-A": 10, "id-B": 10}
    assert len({key for key, _ in trade.market.requests}) == 1
    assert trade.market.done == [("id-A", 10), ("id-B", 10)]


def test_a_newer_number_takes_the_place_of_an_unknown_end(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.market.fault("silent")
    trade.submit()
    trade.stock("A", 4)
    trade.submit()
    assert trade.market.quantities == {"id-A": 4, "id-B": 10}
    assert trade.states("A") == [(10, "superseded"), (4, "confirmed")]
    assert len({key for key, _ in trade.market.requests}) == 2


def test_an_unknown_end_is_not_taken_for_the_number_of_before(trade: Trade) -> None:
    trade.sell("A", level=3)
    trade.submit()
    trade.stock("A", 5)
    trade.market.fault("silent")  # the channel has 5 now, and we do not know
    trade.submit()
    trade.stock("A", 3)
    trade.submit()
    assert trade.market.quantities == {"id-A": 3}


def test_an_unlinked_listing_with_an_unknown_end_is_not_sent_again(trade: Trade) -> None:
    trade.sell("A")
    trade.market.fault("silent")
    trade.submit()
    trade.shop.catalog.unlink([trade.find("A").key])
    trade.submit()
    assert len(trade.market.requests) == 1
    assert trade.states("A") == [(10, "superseded")]


def test_a_batch_that_is_never_answered_counts_as_failed_in_the_end(trade: Trade) -> None:
    trade.sell("A")
    trade.market.fault(*["lost"] * 5)
    for _ in range(5):
        assert trade.submit().outcome is Outcome.FAILED
    assert trade.states("A") == [(10, "failed")]
    trade.shop.clock += timedelta(hours=1)
    assert trade.submit().tally.confirmed == 1


def test_what_the_channel_refuses_is_kept_in_its_words_and_tried_later(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.market.refused["id-A"] = "no such  article"
    result = trade.submit()
    assert (result.outcome, result.tally.confirmed, result.tally.failed) == (Outcome.DONE, 1, 1)
    assert trade.find("A").update_status == "failed: no such article"
    assert trade.shop.skus("update_status:failed") == ["A"]
    trade.shop.clock -= MINUTE  # `submit` moves it on
    assert trade.submit().tally.due == 0
    assert trade.submit(keys=[trade.find("A").key]).tally.failed == 1
    trade.market.refused.clear()
    trade.shop.clock += 2 * MINUTE
    assert trade.submit().tally.confirmed == 1
    assert trade.states("A") == [(10, "superseded"), (10, "superseded"), (10, "confirmed")]


def test_another_number_does_not_wait_for_the_pause(trade: Trade) -> None:
    trade.sell("A")
    trade.market.refused["id-A"] = "busy"
    trade.submit()
    trade.market.refused.clear()
    trade.stock("A", 2)
    trade.shop.clock -= MINUTE
    assert trade.submit().tally.confirmed == 1
    assert trade.market.quantities == {"id-A": 2}


def test_a_prepared_number_is_brought_up_to_date_before_it_goes(trade: Trade) -> None:
    trade.sell("A", "B", "C", "D", "E")

    def sell(offers: tuple[Offer, ...]) -> None:
        trade.market.on_request = None
        trade.stock("D", 2)
        trade.shop.catalog.unlink([trade.find("E").key])

    trade.market.on_request = sell
    trade.submit()
    assert trade.market.quantities == {"id-A": 10, "id-B": 10, "id-C": 10, "id-D": 2, "id-E": 1}
    assert trade.states("D") == [(10, "superseded"), (2, "confirmed")]
    assert trade.states("E") == [(10, "superseded")]


def test_a_cancelled_submission_goes_on_next_time(trade: Trade) -> None:
    trade.sell("A", "B", "C", "D")
    job = Job()
    trade.market.on_request = lambda _: job.cancel()
    result = trade.sending.submit(trade.shop.channel, job)
    assert result.outcome is Outcome.CANCELLED
    assert result.tally.confirmed == 3
    trade.market.on_request = None
    assert trade.submit().tally.confirmed == 1


# ---- channels that work on it ----------------------------------------------------------------------------------------


def test_work_is_followed_up_and_waited_for(trade: Trade) -> None:
    trade.sell("A")
    trade.market.slow = True
    result = trade.submit()
    assert (result.tally.sent, result.tally.confirmed, result.tally.submitted) == (1, 0, 1)
    assert trade.find("A").update_status == "submitted"
    trade.stock("A", 4)
    assert trade.submit().tally.sent == 0  # two pieces of work could overtake each other
    trade.market.work()
    trade.market.slow = False
    result = trade.submit()
    assert (result.tally.sent, result.tally.confirmed) == (1, 2)
    assert trade.market.done == [("id-A", 10), ("id-A", 4)]


def test_work_that_never_ends_counts_as_failed(trade: Trade) -> None:
    trade.sell("A")
    trade.market.slow = True
    trade.submit()
    trade.shop.clock += timedelta(hours=25)
    assert trade.submit().tally.failed == 1
    assert trade.find("A").update_status == "failed: " + sentence("submit_lost")
    trade.market.slow = False
    trade.shop.clock += timedelta(hours=1)
    assert trade.submit().tally.confirmed == 1


# ---- drift -----------------------------------------------------------------------------------------------------------


def test_drift_is_seen_and_mended(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.submit()
    trade.market.quantities["id-A"] = 7
    assert trade.shop.skus("is:drift") == []
    trade.report()
    assert trade.shop.skus("is:drift") == ["A"]
    assert trade.find("A").drift == -3
    assert trade.submit().tally.confirmed == 1
    assert trade.market.quantities["id-A"] == 10
    assert trade.shop.skus("is:drift") == []  # the report is older than what is confirmed now
    trade.report()
    assert trade.shop.skus("is:drift") == []


def test_drift_is_no_endless_war(trade: Trade) -> None:
    trade.sell("A")
    trade.submit()
    sent = []
    for _ in range(6):
        trade.market.quantities["id-A"] = 7
        trade.report()
        sent.append(trade.submit().tally.sent)
    assert sent == [1, 1, 1, 0, 0, 0]
    assert trade.submit().tally.stopped == 1
    run = trade.shop.queries.runs(event=SUBMIT_EVENT)[0]
    assert run.code == "submit_stopped"
    assert trade.submit(keys=[trade.find("A").key]).tally.sent == 1  # a person's word
    trade.market.quantities["id-A"] = 6  # another drift
    trade.report()
    assert trade.submit().tally.sent == 1


def test_a_sale_is_not_a_war(trade: Trade) -> None:
    trade.sell("A", level=100)
    trade.shop.catalog.set_listings([trade.find("A").key], {"max_listed": 5})
    trade.submit()
    for n in range(6):
        trade.order(f"o{n}", "A")
        trade.download()
        trade.report()
        assert trade.find("A").drift == -1
        assert trade.submit().tally.sent == 1
    assert trade.market.quantities["id-A"] == 5


def test_drift_that_orders_may_explain_is_left_alone(trade: Trade) -> None:
    trade.sell("A", "B")
    trade.submit()
    trade.order("o1", "A", 3)
    trade.stock("B", 4)
    trade.report()
    assert trade.submit(mend=False).tally.sent == 1
    assert trade.market.quantities == {"id-A": 7, "id-B": 4}


# ---- exposure --------------------------------------------------------------------------------------------------------


def test_what_is_offered_together(trade: Trade) -> None:
    trade.sell("A", "B", level=10)
    trade.shop.link("B", "A", listing_id="id-B", replace=True)
    assert [one.offered for one in trade.shop.shown()] == [20, 20]
    assert trade.shop.skus("is:oversold") == ["A", "B"]
    trade.shop.catalog.set_listings([one.key for one in trade.shop.shown()], {"percentage": Decimal(50)})
    assert [one.offered for one in trade.shop.shown()] == [10, 10]
    assert trade.shop.skus("is:oversold") == []
    trade.submit()
    trade.stock("A", 4)
    assert trade.shop.skus("is:oversold offered:10") == ["A", "B"]
    trade.submit()
    assert [one.offered for one in trade.shop.shown()] == [4, 4]


def test_the_defaults_of_each_channel_count(trade: Trade) -> None:
    trade.sell("A", level=10)
    other, _ = trade.shop.catalog.add_channel("report-file", "Other", {"path": "x"})
    trade.shop.catalog.change_channel(other, defaults=Limits(max_listed=3))
    trade.shop.report(*[_row("Z")], channel=other)
    from rakumap.store.catalog import LinkChange

    trade.shop.catalog.link([LinkChange(trade.shop.find("Z", channel=other).key, trade.shop.item("A"))], "person")
    assert trade.find("A").offered == 13
    trade.shop.catalog.change_channel(other, removed=True)
    assert trade.find("A").offered == 10


def _row(sku: str) -> Any:
    from tests.store.shop import row

    return row(sku, f"id-{sku}")


# ---- the log ---------------------------------------------------------------------------------------------------------


def test_every_submission_stands_in_automation_logs(trade: Trade) -> None:
    trade.sell("A")
    trade.market.fault("lost")
    trade.submit()
    trade.submit(trigger="manual")
    runs = trade.shop.queries.runs(event=SUBMIT_EVENT)
    assert [(one.outcome, one.code, one.trigger) for one in runs] == [
        (Outcome.DONE, "submit_done", "manual"),
        (Outcome.FAILED, "channel_unreachable", "scheduled"),
    ]
    assert runs[0].values["confirmed"] == "1"


def test_many_are_prepared_a_part_at_a_time(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rakumap.store.outbox.MOST", 2)
    monkeypatch.setattr("rakumap.services.submission.MOST", 2)
    trade.sell("A", "B", "C", "D", "E")
    trade.market.refused["id-A"] = "no"
    result = trade.submit()
    assert (result.tally.due, result.tally.confirmed, result.tally.failed) == (5, 4, 1)
    keys = [trade.find(sku).key for sku in "ABCDE"]
    assert trade.submit(keys=keys).tally.due == 1


def test_a_preview_shows_what_a_dead_submission_left(trade: Trade) -> None:
    trade.sell("A", "B", "C", "D")
    job = Job()
    trade.market.on_request = lambda _: job.cancel()
    trade.sending.submit(trade.shop.channel, job)
    assert [one.listing.sku for one in trade.sending.preview(trade.shop.channel)] == ["D"]
