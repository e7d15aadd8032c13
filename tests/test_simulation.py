"""A short run of the simulation; ``python -m tests.simulation`` runs it for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation import run


@pytest.mark.parametrize("seed", [1, 2])
def test_a_shop_in_bad_weather(tmp_path: Path, seed: int) -> None:
    total = run(250, seed, tmp_path)
    assert total["crashes"] > 5
    assert total["numbers that took effect"] > 3
    assert total["order lines"] > 5
