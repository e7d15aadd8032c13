"""Rakuten Ichiba's rates, kept without being refused."""

from __future__ import annotations

from pathlib import Path

from rakumap.channels.http import Client, Retries
from rakumap.channels.ichiba import Ichiba
from rakumap.core.job import Job
from rakumap.core.trade import Offer, Sent
from tests.servers.ichiba import LICENSE_KEY, SERVICE_SECRET, IchibaStand


def test_no_call_comes_too_soon(tmp_path: Path) -> None:
    secrets = {"service_secret": SERVICE_SECRET, "license_key": LICENSE_KEY}
    with IchibaStand(20) as stand:
        shop = Ichiba({"base_url": stand.url}, secrets, client=Client(retries=Retries(tries=1)))
        for quantity in (1, 2):
            offers = [Offer(f"{m}/{v}", "", quantity) for m, v in stand.inventory]
            assert {one.sent for one in shop.submit(Job(), offers, "key").results} == {Sent.CONFIRMED}
        for _ in range(4):
            shop.fetch_report(Job(), tmp_path)
