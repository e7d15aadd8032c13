"""Files to read: made of bytes or text on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from rakumap.core.errors import UserError

T = TypeVar("T")


class Attempt(Protocol):
    """Do something that a file may make impossible: its result, or the error the person would see."""

    def __call__(self, work: Callable[[], T]) -> T | UserError: ...


Save = Callable[..., Path]


@pytest.fixture(scope="session")
def save(tmp_path_factory: pytest.TempPathFactory) -> Save:
    """Give a function that writes content (text as UTF-8) to a file of that name, over what was there."""
    folder = tmp_path_factory.mktemp("tables")

    def write(content: bytes | str, name: str = "file.csv") -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="session")
def attempt() -> Attempt:
    """Give a function that returns what work returns, or the ``UserError`` it raises."""

    def tried(work: Callable[[], T]) -> T | UserError:
        try:
            return work()
        except UserError as error:
            return error

    return tried
