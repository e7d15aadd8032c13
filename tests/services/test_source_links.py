"""Links as channel SKUs of Linnworks: out and in, conflicts left to a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from rakumap.core.errors import ChannelError, RuleRefused, UserError
from rakumap.core.job import Job
from rakumap.core.model import PULL_EVENT, PULL_LINKS_EVENT, PUSH_LINKS_EVENT, ListingKey, Outcome
from rakumap.core.words import sentence
from rakumap.services.secret_keeping import Way
from rakumap.services.source_links import LinkConflict, Pushed, SourceLinks
from rakumap.store.runs import Runs
from tests.servers.linnworks import SECRETS, LinnworksStand
from tests.services.shop import Shop, rows

PLACE = {"Source": "RAKUTEN", "SubSource": "Shop"}
CHANNEL_SKUS = ("A", "B", "C", "D")


class Account:
    """A shop with four listings, linked to the first four items of an account, in that order; the fourth is not."""

    def __init__(self, shop: Shop, stand: LinnworksStand) -> None:
        self.shop, self.stand = shop, stand
        shop.services.secrets.use(Way.SESSION)
        settings = {"base_url": stand.url, "source": "RAKUTEN", "sub_source": "Shop"}
        shop.services.source.configure("linnworks", settings, SECRETS)
        shop.services.source.pull(Job())
        shop.write(rows(*CHANNEL_SKUS))
        shop.clock.to_next_half_hour()
        shop.sync.refresh(shop.channel.id, Job())
        self.ids = list(stand.items)
        self.skus = [one["ItemNumber"] for one in stand.items.values()]
        for channel_sku, item in zip(CHANNEL_SKUS[:3], self.skus, strict=False):
            shop.link(channel_sku, item)

    @property
    def links(self) -> SourceLinks:
        return self.shop.services.source_links

    def push(self, **options: Any) -> Pushed:
        return self.links.push(self.shop.channel.id, Job(), **options)

    def there(self) -> dict[str, str]:
        """The items of the channel SKUs, by SKU."""
        return {row["SKU"]: self.stand.items[row["StockItemId"]]["ItemNumber"] for row in self.stand.links.values()}

    def here(self) -> dict[str, str | None]:
        return {row.sku: row.linked_to for row in self.shop.listings() if row.linked_to}

    def put(self, channel_sku: str, place: int, **more: Any) -> dict[str, Any]:
        """Let the account have a channel SKU."""
        row = {"SKU": channel_sku, "StockItemId": self.ids[place], **PLACE, **more}
        self.stand._create({"inventoryItemChannelSKUs": [row]})
        return list(self.stand.links.values())[-1]

    def key(self, channel_sku: str) -> ListingKey:
        return self.shop.listings(f"sku:={channel_sku}")[0].key


@pytest.fixture
def account(shop: Shop) -> Iterator[Account]:
    with LinnworksStand(8) as stand:
        yield Account(shop, stand)


def sides(conflicts: list[LinkConflict]) -> list[tuple[str, str, str, str]]:
    for one in conflicts:
        assert "…" not in sentence(one.code, one.values)
    return [(one.sku, one.here, one.there, one.code) for one in conflicts]


# out ------------------------------------------------------------------------------------------------------------------


def test_links_go_out_once(account: Account) -> None:
    assert account.push(dry_run=True).new == 3
    assert account.there() == {}
    found = account.push()
    assert (found.new, found.changed, found.unchanged, found.conflicts) == (3, 0, 0, [])
    assert account.there() == account.here()
    row = next(iter(account.stand.links.values()))
    assert (row["Source"], row["SubSource"], row["ChannelReferenceId"]) == ("RAKUTEN", "Shop", "id-A")
    again = account.push()
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert len(account.stand.links) == 3


LIMITS = ("MaxListedQuantity", "EndWhenStock", "StockPercentage", "IgnoreSync")


def test_limits_that_are_set_here_are_added_and_others_stay(account: Account) -> None:
    row = account.put("A", 0, EndWhenStock=2, IgnoreSync=True)
    account.shop.services.mapping.set_values([account.key("A")], {"max_listed": 4, "percentage": Decimal("12.5")})
    assert account.push().changed == 1
    assert [account.stand.links[row["ChannelSKURowId"]][name] for name in LIMITS] == [4, 2, 12.5, True]
    assert account.push().unchanged == 3
    assert account.push(replace=True).changed == 1
    assert [account.stand.links[row["ChannelSKURowId"]][name] for name in LIMITS] == [4, 0, 12.5, False]


def test_other_limits_there_are_a_conflict_until_a_person_sends_ours(account: Account) -> None:
    row = account.put("A", 0, MaxListedQuantity=9, EndWhenStock=2)
    account.shop.services.mapping.set_values([account.key("A")], {"max_listed": 4})
    found = account.push(dry_run=True)
    assert sides(found.conflicts) == [("A", account.skus[0], account.skus[0], "source_limits_differ")]
    assert "4 / – / –; at Linnworks: 9 / 2 / –" in sentence("source_limits_differ", found.conflicts[0].values)
    assert account.push().changed == 0
    assert account.stand.links[row["ChannelSKURowId"]]["MaxListedQuantity"] == 9
    assert account.push(send=found.conflicts).changed == 1
    assert [account.stand.links[row["ChannelSKURowId"]][name] for name in LIMITS] == [4, 2, 0, False]


def test_only_what_a_person_sends_is_replaced_there(account: Account) -> None:
    first, second = account.put("A", 5), account.put("B", 6)
    _, one = sorted(account.push(dry_run=True).conflicts, key=lambda found: found.sku, reverse=True)
    found = account.push(send=[one])
    assert (found.new, found.changed, [left.sku for left in found.conflicts]) == (1, 1, ["B"])
    links = account.stand.links
    assert links[first["ChannelSKURowId"]]["StockItemId"] == account.ids[0]
    assert links[second["ChannelSKURowId"]]["StockItemId"] == account.ids[6]


def test_a_decision_to_send_that_is_out_of_date_replaces_nothing(account: Account) -> None:
    row = account.put("A", 5)
    conflicts = account.push(dry_run=True).conflicts
    account.stand.links[row["ChannelSKURowId"]]["StockItemId"] = account.ids[7]
    found = account.push(send=conflicts)
    assert (found.changed, [one.there for one in found.conflicts]) == (0, [account.skus[7]])


def test_what_goes_out_is_named_first(account: Account) -> None:
    account.put("A", 0)
    account.shop.services.mapping.set_values([account.key("A")], {"end_when": 1})
    found = account.push(dry_run=True)
    assert sorted(sides(found.going)) == [
        ("A", account.skus[0], account.skus[0], "source_changed"),
        ("B", account.skus[1], "", "source_new"),
        ("C", account.skus[2], "", "source_new"),
    ]


def test_theirs_is_kept_for_what_was_chosen_alone(account: Account) -> None:
    account.put("A", 5)
    account.put("B", 6)
    account.put("D", 3)
    before = account.here()
    one = next(found for found in account.push(dry_run=True).conflicts if found.sku == "A")
    assert one.takes
    brought = account.links.take(account.shop.channel.id, [one], Job())
    assert brought.counts.changed == 1
    assert account.here() == {**before, "A": account.skus[5]}
    account.shop.services.mapping.undo()
    assert account.here() == before
    account.shop.services.mapping.unlink([account.key("A")])
    account.shop.link("A", account.skus[7])
    assert account.links.take(account.shop.channel.id, [one], Job()).counts.applied == 0


# Automation Logs ------------------------------------------------------------------------------------------------------


def logged(account: Account) -> list[tuple[str, Outcome, str | None, int, int, int]]:
    """What the source's runs say, newest first."""
    runs = account.shop.services.queries.runs()
    return [(r.event, r.outcome, r.code, r.new, r.changed, r.problems) for r in runs if r.source == "linnworks"]


def test_what_went_out_and_came_in_stands_in_automation_logs(account: Account) -> None:
    account.put("A", 5)
    account.push(dry_run=True)
    account.links.pull(account.shop.channel.id, Job(), dry_run=True)
    pulled = (PULL_EVENT, Outcome.DONE, "pull_done", 8, 0, 0)
    assert logged(account) == [pulled]
    account.push()
    account.links.pull(account.shop.channel.id, Job())
    assert logged(account) == [
        (PULL_LINKS_EVENT, Outcome.DONE, "pull_links_done", 0, 0, 1),
        (PUSH_LINKS_EVENT, Outcome.DONE, "push_links_done", 2, 0, 1),
        pulled,
    ]
    queries = account.shop.services.queries
    first = queries.runs(event=PULL_EVENT)[0]
    assert (first.channel_id, first.channel) == (None, "Linnworks")
    assert PULL_EVENT not in {one.event for one in queries.runs(key=account.shop.channel.id)}
    assert PULL_EVENT in {one.event for one in queries.runs(key=account.shop.channel.id, with_source=True)}
    for one in queries.runs():
        assert "…" not in sentence(one.code or "run_broke", one.values)


def test_a_push_that_ended_early_is_logged_with_why(account: Account) -> None:
    account.stand.fail("drop", "CreateInventoryItemChannelSKUs", 1)
    assert account.push().error is not None
    (newest, *_) = logged(account)
    assert newest == (PUSH_LINKS_EVENT, Outcome.FAILED, "submit_unknown", 0, 0, 0)


def test_one_run_of_the_source_at_a_time_and_a_report_beside_it(account: Account) -> None:
    shop = account.shop
    runs, now = Runs(shop.services.database), datetime.now(UTC)
    run_id = runs.begin(None, "manual", "another", now, event=PULL_EVENT, source="linnworks")
    with pytest.raises(RuleRefused, match="source_running"):
        account.push()
    shop.clock.to_next_half_hour()
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is not Outcome.RUNNING
    assert shop.services.queries.run(run_id).outcome is Outcome.RUNNING
    runs.begin(None, "manual", "another", now + timedelta(minutes=2), event=PULL_EVENT, source="linnworks")
    assert shop.services.queries.run(run_id).code == "source_interrupted"


def test_another_item_there_is_a_conflict(account: Account) -> None:
    account.put("A", 5)
    account.put("Z", 6)
    found = account.push()
    assert sides(found.conflicts) == [("A", account.skus[0], account.skus[5], "source_linked_elsewhere")]
    assert (found.new, found.only_there) == (2, 1)
    assert account.there()["A"] == account.skus[5]
    found = account.push(replace=True)
    assert (found.changed, found.unchanged, found.conflicts) == (1, 2, [])
    assert account.there() == {**account.here(), "Z": account.skus[6]}


def test_what_cannot_be_said_there_is_left_to_a_person(account: Account) -> None:
    account.shop.items("OURS")
    account.shop.services.mapping.unlink([account.key("A")])
    account.shop.link("A", "OURS")
    account.shop.services.mapping.set_values([account.key("B")], {"max_listed": 0})
    account.put("C", 2)
    account.put("C", 2)
    found = account.push(replace=True)
    assert sides(found.conflicts) == [
        ("A", "OURS", "", "source_item_unknown"),
        ("B", account.skus[1], "", "source_no_zero"),
        ("C", account.skus[2], account.skus[2], "source_repeats"),
    ]
    assert (found.new, found.changed, len(account.stand.links)) == (0, 0, 2)


def test_a_repeated_sku_is_told_by_its_id(account: Account) -> None:
    shop = account.shop
    shop.write([*rows(*CHANNEL_SKUS), "id-A2,A,Another A,5,no,9.99,GBP,,,,"])
    shop.clock.to_next_half_hour()
    shop.sync.refresh(shop.channel.id, Job())
    second = next(row for row in shop.listings("sku:=A") if row.listing_id == "id-A2")
    item = shop.services.queries.item_named(account.skus[4])
    assert item is not None
    shop.services.mapping.link(second.key, item.key)
    account.put("A", 0)
    assert [one[3] for one in sides(account.push().conflicts)] == ["source_repeats", "source_repeats"]
    account.stand.links = {key: one for key, one in account.stand.links.items() if one["SKU"] != "A"}
    assert account.push().new == 2
    assert account.push().unchanged == 4
    found = {row["ChannelReferenceId"]: row["StockItemId"] for row in account.stand.links.values()}
    assert (found["id-A"], found["id-A2"]) == (account.ids[0], account.ids[4])


def test_an_unknown_end_makes_no_second_one(account: Account) -> None:
    account.stand.fail("drop", "CreateInventoryItemChannelSKUs", 1)
    found = account.push()
    assert isinstance(found.error, ChannelError)
    assert len(account.stand.links) == 3
    assert account.push().unchanged == 3
    assert len(account.stand.links) == 3


def test_links_need_their_place(account: Account) -> None:
    account.shop.services.source.configure("linnworks", {"sub_source": ""}, {})
    with pytest.raises(UserError, match="setting_missing"):
        account.push()
    with pytest.raises(UserError, match="setting_missing"):
        account.links.pull(account.shop.channel.id, Job())


# in -------------------------------------------------------------------------------------------------------------------


def test_links_come_in_as_one_step(account: Account) -> None:
    shop = account.shop
    for _ in CHANNEL_SKUS[:3]:
        shop.services.mapping.undo()
    shop.link("C", account.skus[2])
    account.put("A", 0, ChannelReferenceId="id-A")
    account.put("B", 1, ChannelReferenceId="a form of its own")
    account.put("C", 2)
    account.put("Z", 3)
    account.put("D", 3, Source="EBAY")
    before = account.here()
    would, _ = account.links.pull(shop.channel.id, Job(), dry_run=True)
    assert account.here() == before
    found, conflicts = account.links.pull(shop.channel.id, Job())
    assert found == would
    assert (found.counts.new, found.counts.unchanged, found.counts.refused) == (2, 1, 1)
    assert sides(conflicts) == [("Z", "", account.skus[3], "sku_unknown")]
    assert account.here() == dict(zip("ABC", account.skus, strict=False))
    assert shop.services.queries.history(limit=1)[0].values["file"] == "Linnworks"
    shop.services.mapping.undo()
    assert account.here() == before


def test_another_item_here_is_a_conflict(account: Account) -> None:
    shop = account.shop
    account.put("A", 5)
    found, conflicts = account.links.pull(shop.channel.id, Job())
    assert sides(conflicts) == [("A", account.skus[0], account.skus[5], "linked_elsewhere")]
    assert (found.counts.applied, account.here()["A"]) == (0, account.skus[0])
    found, conflicts = account.links.pull(shop.channel.id, Job(), replace=True)
    assert (found.counts.changed, conflicts, account.here()["A"]) == (1, [], account.skus[5])
    shop.services.mapping.undo()
    assert account.here()["A"] == account.skus[0]


def test_only_what_was_chosen_is_replaced(account: Account) -> None:
    shop = account.shop
    account.put("A", 5)
    account.put("B", 6)
    before = account.here()
    _, conflicts = account.links.pull(shop.channel.id, Job(), dry_run=True)
    first = next(one for one in conflicts if one.sku == "A")
    found, left = account.links.pull(shop.channel.id, Job(), take=[first])
    assert (found.counts.changed, [one.sku for one in left]) == (1, ["B"])
    assert account.here() == {**before, "A": account.skus[5]}
    shop.services.mapping.undo()
    assert account.here() == before


def test_a_choice_that_is_out_of_date_replaces_nothing(account: Account) -> None:
    shop = account.shop
    account.put("A", 5)
    _, conflicts = account.links.pull(shop.channel.id, Job(), dry_run=True)
    shop.services.mapping.unlink([account.key("A")])
    shop.link("A", account.skus[7])
    found, left = account.links.pull(shop.channel.id, Job(), take=conflicts)
    assert (found.counts.applied, [one.here for one in left]) == (0, [account.skus[7]])
    assert account.here()["A"] == account.skus[7]


@pytest.mark.parametrize("by", ["replace", "take"])
def test_what_a_person_said_no_to_stays_so(account: Account, by: str) -> None:
    shop = account.shop
    item = shop.services.queries.item_named(account.skus[3])
    assert item is not None
    shop.services.mapping.reject(account.key("D"), item.key)
    account.put("D", 3)
    _, conflicts = account.links.pull(shop.channel.id, Job())
    assert sides(conflicts) == [("D", "", account.skus[3], "pair_rejected")]
    if by == "replace":
        account.links.pull(shop.channel.id, Job(), replace=True)
    else:
        account.links.pull(shop.channel.id, Job(), take=conflicts)
    assert account.here()["D"] == account.skus[3]
    assert shop.services.queries.rejected(account.key("D")) == {}
