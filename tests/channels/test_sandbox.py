"""The sandbox: every channel it starts works with what it says to type."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rakumap.channels.kinds import connector, source
from rakumap.core.job import Job
from rakumap.core.trade import Sent
from tests.channels.conftest import all_lines, offers_of
from tests.servers.sandbox import SECRETS, Sandbox

GIVEN = {name.lower(): text for name, text in SECRETS.items()}
ODD = {
    "rakuten-ichiba": set(),
    "rakuten-france": {"offer_no_sku", "offer_sku_repeats"},
    "channel-integration": {"offer_refused"},
}
"""What is planted in each shop."""


def test_the_whole_round(tmp_path: Path) -> None:
    with Sandbox(60, 0) as sandbox:
        sold = sandbox.sell()
        for kind, _, settings in sandbox.channels():
            seller = connector(kind, dict(one.split("=", 1) for one in settings), GIVEN)
            assert seller.test(Job()).ok
            report = seller.fetch_report(Job(), tmp_path)
            offers = offers_of(report, 3)
            assert len(offers) == 60
            done = seller.submit(Job(), offers[: seller.batch], "key")
            results = done.results
            while any(one.sent is Sent.SUBMITTED for one in results):
                assert done.ticket is not None
                results = seller.follow(Job(), done.ticket, offers)
            codes = {one.code for one in results if one.sent is not Sent.CONFIRMED}
            assert codes <= ODD[kind]
            assert sum(one.sent is Sent.CONFIRMED for one in results) >= 57
            (line,) = all_lines(seller, datetime.now(UTC) - timedelta(days=1))
            assert line.quantity == 1
            assert line.sku in sold or line.listing_ids[0] in sold
        account = source("linnworks", {"base_url": sandbox.linnworks.url}, GIVEN)
        assert sum(len(page) for page in account.items(Job())) == 60
        assert len((sandbox.folder / "inventory.csv").read_text("utf-8").splitlines()) == 61
        assert sandbox.trouble() == []
    assert not sandbox.folder.exists()


def test_what_it_says_to_type_can_be_typed() -> None:
    from rakumap.cli.parser import read

    with Sandbox(20, 0) as sandbox:
        lines = [line.strip() for line in sandbox.guide().splitlines() if line.strip().startswith("rakumap channel")]
    assert len(lines) == 4
    for line in lines:
        read(shlex.split(line)[1:])
