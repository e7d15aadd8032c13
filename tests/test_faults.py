"""A short version of each suite of `dev.py faults`, and proof that they notice what they are for."""

from __future__ import annotations

import pytest

from faults import orders


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
    real = outbox._numbers

    def numbers(connection: Any, channel_id: Any, revisions: Any) -> dict[int, int]:
        found = connection.execute(outbox.select(outbox.outbox.c.id, outbox.outbox.c.quantity))
        return {row[0]: row[1] for row in found if row[0] in revisions} or real(connection, channel_id, revisions)

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
        orders.run(2_000, seed)
    assert any("after: " in note for note in found.value.__notes__)
