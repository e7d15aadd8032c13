"""What is suggested, in SQL over the kept file, means what ``core.suggestion.standing`` says of what may be shown."""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rakumap.core.filters import Filter, Op, Term, matches, to_text
from rakumap.core.model import ChannelId, ItemKey, Limits, Listing, ListingKey, ListingQuery, State
from rakumap.core.suggestion import Confidence, Suggestion, stamp, standing
from rakumap.store.engine import Database, open_database
from rakumap.store.queries import Queries
from rakumap.store.schema import decision, item
from rakumap.store.sqlite_suggestions import KeptEntry, KeptSuggestions, Looked, file_of
from tests.store.test_filter_sql import DEFAULTS, FILTERS, ITEMS, LISTINGS, ZONES, fill

PARTS = st.sampled_from([500, 1250, 2499, 2500, 2501, 4000, 5000, 5001, 9999, 10_000])
CANDIDATES = st.lists(st.tuples(st.integers(1, 3), PARTS), unique_by=lambda one: one[0], max_size=3)
KEPT = st.lists(st.none() | st.tuples(st.booleans(), CANDIDATES), min_size=8, max_size=8)
"""For each listing: whether it was looked at as it is now, and its candidates with their scores in parts."""
SCORES = st.sampled_from(["0.25", "0.5", "0.50005", "0.9999", "1"])
ASKED = st.sampled_from(
    ["is:suggested", "is:ambiguous", "is:plain", "-is:plain", "state:suggested", "suggested:I1", "suggested:none"]
) | st.builds(lambda sign, score: f"score:{sign}{score}", st.sampled_from([">=", "<=", ">", "<", "="]), SCORES)


@pytest.fixture(scope="module")
def filled(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store whose rows each example replaces."""
    path = tmp_path_factory.mktemp("kept") / "store.db"
    shutil.copy2(empty_store, path)
    database = open_database(path, path.parent)
    yield database
    database.close()


@pytest.fixture(scope="module")
def keeper(filled: Database) -> Iterator[KeptSuggestions]:
    keeper = KeptSuggestions(filled.path)
    yield keeper
    keeper.close()


def suggestion(key: int, sku: str, parts: int) -> Suggestion:
    return Suggestion(ItemKey(key), sku, parts / 10_000, Confidence.LIKELY, "", ("most_words",))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=LISTINGS, items=ITEMS, defaults=DEFAULTS, filters=FILTERS, asked=st.lists(ASKED, max_size=4), kept=KEPT,
    refused=st.sets(st.tuples(st.integers(1, 8), st.integers(1, 3)), max_size=4),
    changed=st.sets(st.integers(1, 3), max_size=1), deleted=st.sets(st.integers(1, 3), max_size=1),
    zone=st.sampled_from(ZONES),
)  # fmt: skip
def test_sql_and_python_agree_on_what_is_suggested(
    filled: Database, keeper: KeptSuggestions, rows: list[dict[str, Any]], items: Any, defaults: Limits,
    filters: list[Filter], asked: list[str], kept: Any, refused: set[tuple[int, int]], changed: set[int],
    deleted: set[int], zone: Any,
) -> None:  # fmt: skip
    with filled.write() as connection:
        connection.execute(decision.delete())
    fill(filled, rows, items, defaults)
    refused = {one for one in refused if one[0] <= len(rows)}
    with filled.write() as connection:
        for key in deleted:
            connection.execute(item.update().where(item.c.id == key).values(deleted=True))
        for key, no in refused:
            connection.execute(decision.insert().values(listing_key=key, item_key=no, kind="rejected"))
    skus = {n: f"I{n}{text}" for text, _, _, n in items}
    keeper.forget([ListingKey(n) for n in range(1, 9)])
    expected: dict[int, list[Suggestion]] = {}
    for n, (row, known) in enumerate(zip(rows, kept, strict=False), 1):
        if known is None:
            continue
        is_now, candidates = known
        found = [suggestion(key, skus[key], parts) for key, parts in sorted(candidates, key=lambda one: -one[1])]
        texts = {
            key: stamp(skus[key] + "x" * (key in changed), skus[key].removeprefix(f"I{key}"), None) for key in skus
        }
        entry = KeptEntry(stamp(row["sku"], row["title"] + "x" * (not is_now), row["barcode"]), 0)
        keeper.put(ChannelId(1), [Looked(ListingKey(n), entry, [(one, texts[one.item]) for one in found])])
        waits = row["presence"] == 1 and row["link"] is None and not row["no_item"] and not row["excluded"]
        if waits and is_now:
            may = [one for one in found if one.item not in changed | deleted and (n, one.item) not in refused]
            expected[n] = may

    queries = Queries(filled)
    keys = [ListingKey(n) for n in range(1, len(rows) + 1)]
    shown = {int(key): [one.suggestion for one in each] for key, each in queries.candidates(keys).items()}
    assert shown == expected
    told = queries.told_rows(keys)
    assert told == {key: stood(row, expected.get(key)) for key, row in queries.rows(keys).items()}
    known_rows = [row for key, row in told.items() if rows[key - 1]["presence"] in (0, 1)]
    for text in (*(to_text(one) for one in filters), *asked):
        answer = set(queries.ids(ListingQuery(ChannelId(1), text), zone))
        assert answer == {row.key for row in known_rows if matches(parsed(text), row, zone)}, text
        assert queries.count(ChannelId(1), text, zone) == len(answer)


def parsed(text: str) -> Filter:
    from rakumap.core.filters import parse

    return parse(text)


def stood(row: Listing, candidates: list[Suggestion] | None) -> Listing:
    return row if candidates is None else replace(row, **standing(candidates).values)


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ([], State.PLAIN), ([2499], State.PLAIN), ([2500], State.SUGGESTED), ([5000, 2500], State.SUGGESTED),
        ([5000, 2501], State.AMBIGUOUS), ([9999, 5000], State.AMBIGUOUS),
    ],
)  # fmt: skip
def test_suggested_is_one_clearly_ahead(parts: list[int], state: State) -> None:
    assert standing([suggestion(n, "A", one) for n, one in enumerate(parts)]).state is state


def test_they_sort_by_sku_and_score(filled: Database, keeper: KeptSuggestions) -> None:
    with filled.write() as connection:
        connection.execute(decision.delete())
    plain: dict[str, Any] = {"title": "t", "presence": 1, "barcode": None, "link": None}
    skus = ["a", "b", "c"]
    fill(filled, [{**plain, "sku": sku} for sku in skus], [("", 1, 0, n) for n in (1, 2, 3)], Limits())
    keeper.forget([ListingKey(n) for n in range(1, 9)])
    for n, parts in ((1, 9000), (3, 3000)):
        one = (suggestion(n, f"I{n}", parts), stamp(f"I{n}", "", None))
        keeper.put(ChannelId(1), [Looked(ListingKey(n), KeptEntry(stamp(skus[n - 1], "t", None), 0), [one])])

    def order(sort: str, *, descending: bool) -> array[int]:
        return Queries(filled).ids(ListingQuery(ChannelId(1), "", sort, descending), ZONES[0])

    assert list(order("score", descending=True)) == [1, 3, 2]
    assert list(order("score", descending=False)) == [3, 1, 2]
    assert list(order("suggested", descending=False)) == [1, 3, 2]


def test_without_the_file_nothing_is_suggested(filled: Database, keeper: KeptSuggestions) -> None:
    keeper.close()
    file_of(filled.path).unlink(missing_ok=True)
    fill(filled, [{"sku": "a", "title": "t", "presence": 1, "link": None}], [], Limits())
    queries = Queries(filled)
    assert list(queries.ids(ListingQuery(ChannelId(1), "is:suggested"), ZONES[0])) == []
    assert list(queries.ids(ListingQuery(ChannelId(1), "is:plain"), ZONES[0])) == [1]
    assert not queries.suggestions_kept(ChannelId(1))
    assert Filter((Term("score", Op.SET),)).asks_kept
