"""The kinds of channels and of sources there are, made from their settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rakumap.channels.connector import (
    ENDPOINT,
    FRANCE,
    ICHIBA,
    REPORT_FILE,
    Seller,
    check,
    settings_of,
)
from rakumap.channels.endpoint import Endpoint
from rakumap.channels.france import France
from rakumap.channels.http import Client
from rakumap.channels.ichiba import Ichiba
from rakumap.channels.limits import Limits
from rakumap.channels.linnworks import Linnworks
from rakumap.channels.orders_file import ReadOrders
from rakumap.channels.report_file import ReportFile
from rakumap.channels.sources import LINNWORKS, source_settings_of

_LIMITS = Limits()
"""Of this process: a channel counts calls by account, whichever connector makes them."""

Make = Callable[[Mapping[str, str], Mapping[str, str], Client, ReadOrders | None], Seller]

KINDS: Mapping[str, Make] = {
    REPORT_FILE: lambda settings, secrets, client, read: ReportFile(
        settings, secrets.get("authorization"), client=client, read_orders=read
    ),
    ICHIBA: lambda settings, secrets, client, _: Ichiba(settings, secrets, client=client),
    FRANCE: lambda settings, secrets, client, _: France(settings, secrets, client=client),
    ENDPOINT: lambda settings, secrets, client, _: Endpoint(settings, secrets, client=client),
}
"""How each kind is made from its settings, its secrets, a client, and what reads files of orders."""


def connector(
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str] | None = None,
    read_orders: ReadOrders | None = None,
) -> Seller:
    """Make the connector of a channel; ``read_orders`` is for kinds that take orders from files.

    Raises:
        UserError: a kind that is not there (yet), settings it cannot use, or a secret that is missing.
    """
    settings_of(kind)
    return KINDS[kind](check(kind, settings), secrets or {}, Client(limits=_LIMITS), read_orders)


def source(kind: str, settings: Mapping[str, str], secrets: Mapping[str, str] | None = None) -> Linnworks:
    """Make the client of a source of inventory. Raises as ``connector`` does."""
    source_settings_of(kind)
    return {LINNWORKS: Linnworks}[kind](settings, secrets or {}, client=Client(limits=_LIMITS))
