"""A short version of each suite of `dev.py faults`, and proof that they notice what they are for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from faults import __main__ as command
from faults import orders, running
from faults.suites import Suite
from rakumap.services.submission import Submission
from rakumap.store import order_effects, outbox
from rakumap.store.order_book import OrderBook
from rakumap.store.schema import metadata


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_shop_in_bad_weather(seed: str) -> None:
    total = orders.run(150, seed)
    assert total["crashes"] > 5
    assert total["numbers that arrived"] > 3
    assert total["order lines"] > 5


def test_a_part_comes_out_the_same_again() -> None:
    assert orders.run(80, "3") == orders.run(80, "3")


def _sends_old_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was prepared goes out as it was prepared, whatever has changed since."""
    monkeypatch.setattr(outbox, "_refreshed", lambda _connection, _channel, revisions, _now: list(revisions))


def _sends_again_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch without an answer goes out again with the numbers of then."""

    def numbers(connection: Any, channel_id: Any, revisions: Any) -> dict[int, int]:
        table = metadata.tables["outbox"].c
        return dict(connection.execute(select(table.id, table.quantity).where(table.id.in_(revisions))).all())

    again = outbox.Outbox.take_again

    def take_again(self: outbox.Outbox, *values: Any) -> tuple[outbox.Taken, ...]:
        with monkeypatch.context() as inner:
            inner.setattr(outbox, "_numbers", numbers)
            return again(self, *values)

    monkeypatch.setattr(outbox.Outbox, "take_again", take_again)


def _counts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an order line did to the stock is not remembered."""
    monkeypatch.setattr(order_effects, "finish", lambda _connection: None)


def _believes_half_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that an order download did not come to counts as shipped."""
    real = OrderBook.add

    def add(self: OrderBook, channel_id: Any, run_id: int, lines: Any, now: Any) -> set[str]:
        found = real(self, channel_id, run_id, lines, now)
        self.close_others(channel_id, run_id, {(one.order_id, one.line_id) for one in lines}, now)
        return found

    monkeypatch.setattr(OrderBook, "add", add)


def _sends_after_a_restore(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store out of a backup sends without a person's word."""
    monkeypatch.setattr(Submission, "waits_for_word", lambda _self: False)


@pytest.mark.parametrize(
    ("mutation", "seed"),
    [
        (_sends_old_numbers, "1"),
        (_sends_again_blindly, "1"),
        (_counts_twice, "1"),
        (_believes_half_a_list, "1"),
        (_sends_after_a_restore, "1"),
    ],
)
def test_the_simulation_notices(
    monkeypatch: pytest.MonkeyPatch, mutation: Callable[[pytest.MonkeyPatch], None], seed: str
) -> None:
    mutation(monkeypatch)
    with pytest.raises(AssertionError) as found:
        orders.run(400, seed)
    assert any("after: " in note for note in found.value.__notes__)


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch) -> Suite:
    """A suite of ten parts of five cases, of which the seventh part fails."""

    def run(count: int, seed: str) -> Counter[str]:
        assert not seed.endswith("/6"), "it broke"
        return Counter(done=count)

    made = Suite("short", "Never breaks.", "tries", 48, 5, run)
    for module in (command, running):
        monkeypatch.setattr(module, "SUITES", (made,))
    return made


def test_a_run_says_what_it_came_to_and_how_a_failure_comes_again(
    suite: Suite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--kept", str(tmp_path / "kept"), "--docs", str(tmp_path)]
    (tmp_path / "reliability.md").write_text("# Old\n\n| suite | promise |\n| --- | --- |\n| other | Stays. |\n")
    assert command.main(["short", "--seed", "9", "--write", *where]) == 1
    told = capsys.readouterr()
    assert "it broke" in told.err
    assert "python3 dev.py faults short --seed 9 --part 6" in told.err
    lines = (tmp_path / "reliability.md").read_text(encoding="utf-8").splitlines()
    assert "| other | Stays. |" in lines
    (row,) = (line for line in lines if line.startswith("| short |"))
    assert row.startswith("| short | Never breaks. | 48 tries | 9 | 1 | 0 |")
    assert command.main(["short", "--seed", "9", "--part", "6", *where]) == 1
    assert command.main(["short", "--seed", "9", "--part", "5", *where]) == 0


def test_a_run_that_was_ended_goes_on(suite: Suite, tmp_path: Path) -> None:
    first = running.Run(suite, 48, "1", tmp_path)

    def end(tally: running.Tally) -> None:
        if tally.cases == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first.go(1, None, end)
    second = running.Run(suite, 48, "1", tmp_path)
    assert second.resume()
    second.go(1, None, lambda _: None)
    assert (second.tally.cases, len(second.tally.failures)) == (48, 1)
    assert second.tally.counts == {"done": 43}
    assert sorted(second.tally.parts) == list(range(10))
