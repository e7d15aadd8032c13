"""When a quantity is due, in SQL, means what ``core.due`` says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from rakumap.core.due import Standing, Waiting, due
from rakumap.core.model import Limits, ListingKey
from rakumap.store import due_sql
from rakumap.store.engine import Database, open_database
from rakumap.store.queries import Queries
from rakumap.store.schema import channel, listing, outbox
from tests.store.test_filter_sql import DEFAULTS, ITEMS, LISTINGS, T0, fill

MINUTE = timedelta(minutes=1)
SMALL = st.integers(0, 4)
STATES = ("prepared", "sent", "submitted", "confirmed", "failed", "superseded")
OFFERS = st.none() | st.tuples(
    st.sampled_from(STATES), SMALL, st.none() | st.sampled_from([T0 - MINUTE, T0, T0 + MINUTE])
)
NEAR = st.fixed_dictionaries(
    {
        "quantity": SMALL,
        "confirmed_quantity": st.none() | SMALL,
        "drift_quantity": st.none() | SMALL,
        "drift_tries": SMALL,
        "released": st.sampled_from([True, True, False]),
        "ignore_sync": st.sampled_from([False, False, True]),
        "excluded": st.sampled_from([False, False, True]),
        "max_listed": SMALL,
        "end_when": st.none(),
        "percentage": st.none(),
    }
)


@pytest.fixture(scope="module")
def filled(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store whose rows each example replaces."""
    path = tmp_path_factory.mktemp("due") / "store.db"
    path.write_bytes(empty_store.read_bytes())
    database = open_database(path, path.parent)
    yield database
    database.close()


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=LISTINGS,
    near=st.lists(NEAR, min_size=8, max_size=8),
    offers=st.lists(OFFERS, min_size=8, max_size=8),
    items=ITEMS,
    defaults=DEFAULTS,
    switches=st.tuples(st.sampled_from([True, True, False]), st.sampled_from([True, True, False])),
    again=st.booleans(),
    mend=st.booleans(),
)
def test_sql_and_python_agree_on_what_is_due(
    filled: Database,
    rows: list[dict[str, Any]],
    near: list[dict[str, Any]],
    offers: list[Any],
    items: Any,
    defaults: Limits,
    switches: tuple[bool, bool],
    again: bool,
    mend: bool,
) -> None:
    with filled.write() as connection:
        connection.execute(outbox.delete())
    rows = [one | two for one, two in zip(rows, near, strict=False)]
    fill(filled, rows, items, defaults)
    with filled.write() as connection:
        connection.execute(update(channel).values(enabled=switches[0], inventory_sync=switches[1]))
        for n, offer in enumerate(offers[: len(rows)], 1):
            if offer is not None:
                state, number, until = offer
                values = {"channel_id": 1, "listing_key": n, "state": state, "quantity": number, "not_before": until}
                connection.execute(outbox.insert().values(created_at=T0, changed_at=T0, **values))
    why = due_sql.why(defaults, T0, again=again, mend=mend)
    query = due_sql.of_channel(1, listing.c.id, why).where(due_sql.switched_on())
    with filled.read() as connection:
        answer = {key: found for key, found in connection.execute(query) if found is not None}
        stopped = set(connection.execute(due_sql.of_channel(1, listing.c.id).where(due_sql.stopped())).scalars())
        everything = connection.execute(select(listing.c.id, listing.c.drift_tries, listing.c.drift_quantity)).all()
    shown = Queries(filled).rows([ListingKey(key) for key, *_ in everything])
    expected, given_up = {}, set()
    for key, tries, against in everything:
        row, one, offer = shown[key], rows[key - 1], offers[key - 1]
        open_offer = None if offer is None or offer[0] in ("confirmed", "superseded") else Waiting(*offer)
        standing = Standing(
            linked=one["link"] is not None,
            live=one["presence"] == 1,
            ignored=row.ignore_sync,
            excluded=row.excluded,
            released=row.released,
            channel_on=switches[0],
            sync_on=switches[1],
            send=row.will_send,
            confirmed=row.confirmed_quantity,
            drift=row.drift,
            resent=tries if against == row.channel_quantity else 0,
            waiting=open_offer,
        )
        found = due(standing, T0, again=again, mend=mend)
        if found is not None:
            expected[key] = found.value
        sendable = not row.ignore_sync and not row.excluded and row.released
        if sendable and row.drift is not None and standing.resent >= 3:
            given_up.add(key)
    assert answer == expected
    assert stopped == given_up
