"""Whatever goes wrong on the way: a quantity that is said to be confirmed is there, and sending again ends well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rakumap.channels.connector import Seller
from rakumap.channels.endpoint import Endpoint
from rakumap.channels.france import France
from rakumap.channels.http import Client, Retries, Timeouts
from rakumap.channels.ichiba import Ichiba
from rakumap.channels.limits import Limits
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, Sent, Submission
from tests.servers import endpoint, france, ichiba
from tests.servers.base import Stand, Window
from tests.servers.endpoint import EndpointStand
from tests.servers.france import FranceStand
from tests.servers.ichiba import IchibaStand

FAULTS = st.lists(st.tuples(st.sampled_from(["500", "drop", "cut", "429", "503"]), st.integers(1, 3)), max_size=3)
STEPS = st.lists(st.tuples(FAULTS, st.integers(0, 999)), min_size=1, max_size=3)


class Free(Limits):
    """Lets everything through."""

    def _begun(self, key: object, limit: object) -> tuple[list[float] | None, float]:
        return [0.0], 0.0


@pytest.fixture
def quick() -> Client:
    return Client(Timeouts(connect=5, idle=5, total=30), Retries(tries=2, first=0.001, longest=0.002), limits=Free())


@pytest.fixture
def market(quick: Client) -> Iterator[dict[str, tuple[Stand, Seller]]]:
    with IchibaStand(4) as one, FranceStand(4) as two, EndpointStand(4) as three:
        one.windows = {"bulk-get": Window(10_000, 1.0), "bulk-upsert": Window(10_000, 1.0)}
        two.polls_needed = 0
        secrets = {"service_secret": ichiba.SERVICE_SECRET, "license_key": ichiba.LICENSE_KEY}
        yield {
            "ichiba": (one, Ichiba({"base_url": one.url}, secrets, client=quick)),
            "france": (
                two,
                France({"base_url": two.url, "login": france.LOGIN}, {"token": france.TOKEN}, client=quick),
            ),
            "endpoint": (
                three,
                Endpoint({"base_url": three.url}, {"authorization_token": endpoint.TOKEN}, client=quick),
            ),
        }


def held(stand: Stand) -> tuple[Offer, int]:
    """The first listing as an offer of nothing, and what the channel has of it."""
    if isinstance(stand, IchibaStand):
        pair, quantity = next(iter(stand.inventory.items()))
        return Offer("/".join(pair), "", 0), quantity
    if isinstance(stand, FranceStand):
        advert = stand.adverts[0]
        return Offer(str(advert.advertid), advert.sku, 0, advert.price, "EUR"), advert.stock
    assert isinstance(stand, EndpointStand)
    product = next(iter(stand.products.values()))
    return Offer(product["Reference"], product["SKU"], 0), product["Quantity"]


def sent(seller: Seller, offer: Offer) -> Sent | None:
    """Send and follow, without another try; ``None`` for an unknown end."""
    try:
        done: Submission = seller.submit(Job(), [offer], "key")
        if done.results[0].sent is Sent.SUBMITTED and done.ticket is not None:
            return seller.follow(Job(), done.ticket, [offer])[0].sent
        return done.results[0].sent
    except ChannelError:
        return None


@pytest.mark.parametrize("kind", ["ichiba", "france", "endpoint"])
@given(steps=STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_confirmed_is_there(
    market: dict[str, tuple[Stand, Seller]], kind: str, steps: list[tuple[list[tuple[str, int]], int]]
) -> None:
    stand, seller = market[kind]
    for faults, quantity in steps:
        stand.faults.clear()
        for fault, times in faults:
            stand.fail(fault, times=times)
        offer = held(stand)[0]
        offer = Offer(offer.listing_id, offer.sku, quantity, offer.price, offer.currency)
        before = held(stand)[1]
        end = sent(seller, offer)
        assert end is not Sent.FAILED
        if end is Sent.CONFIRMED:
            assert held(stand)[1] == quantity
        else:
            assert held(stand)[1] in (before, quantity)
        stand.faults.clear()
        assert sent(seller, offer) is Sent.CONFIRMED
        assert held(stand)[1] == quantity
    assert stand.violations == []
