"""A shop for the services' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.system.paths import Paths
from tests.services.shop import Shop, opened


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A new shop."""
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The sample shop in a profile of its own."""
    with open_services(Paths.of(tmp_path)) as services:
        services.sample.ensure(Job())
        yield services
