"""Linnworks from the command line: set up, items in, links out and in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.program import Program
from tests.servers.linnworks import APPLICATION_ID, APPLICATION_SECRET, INSTALL_TOKEN, LinnworksStand

ENV = "--secrets-from-env"


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[LinnworksStand]:
    monkeypatch.setenv("RAKUMAP_SECRET_APPLICATION_ID", APPLICATION_ID)
    monkeypatch.setenv("RAKUMAP_SECRET_APPLICATION_SECRET", APPLICATION_SECRET)
    monkeypatch.setenv("RAKUMAP_SECRET_INSTALL_TOKEN", INSTALL_TOKEN)
    with LinnworksStand(30) as running:
        yield running


def test_items_come_from_the_source(program: Program, stand: LinnworksStand) -> None:
    assert program.json("inventory", "pull", code=1)["error"]["code"] == "source_none"
    made = program.json("inventory", "source", "linnworks", "--set", f"base_url={stand.url}", "location=Outlet")
    assert made == {"kind": "linnworks", "settings": {"base_url": stand.url, "location": "Outlet"}}
    assert program.json("inventory", "pull", code=1)["error"]["code"] == "secret_needed"
    would = program.json("inventory", "pull", "--dry-run", ENV)
    assert would == {"applied": 30, "unchanged": 0, "refused": 0, "problems": [], "not_at_source": 0}
    assert program.json("inventory", "pull", ENV)["applied"] == 30
    assert program.inside("inventory", "pull", ENV).out == "Applied 0 rows, 30 unchanged, 0 refused.\n"
    stand.items.popitem()
    assert "1 items here are not at Linnworks and were kept" in program.inside("inventory", "pull", ENV).out
    assert program.json("undo")["count"] == 30
    assert program.json("inventory", "source", "linnworks", "--set", "location=")["settings"] == {"base_url": stand.url}


def test_refusals_have_their_codes(program: Program, stand: LinnworksStand, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.json("inventory", "source", "amazon", code=1)["error"]["code"] == "kind_not_available"
    program.json("inventory", "source", "linnworks", "--set", f"base_url={stand.url}")
    monkeypatch.setenv("RAKUMAP_SECRET_INSTALL_TOKEN", "canary")
    done = program.inside("inventory", "pull", ENV, code=4)
    assert "does not accept the credentials" in done.err
    assert "canary" not in done.err
