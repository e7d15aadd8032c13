"""Bad weather for a store: the process dies at any statement or commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine.default import DefaultDialect

_SENT = ("do_execute", "do_executemany", "do_execute_no_params", "do_commit")


class Crash(BaseException):
    """The process dies here."""


class Weather:
    """Kills the process at the n-th statement or commit that a store gets; everything after it fails too."""

    def __init__(self) -> None:
        self.left: int | None = None

    def strike(self) -> None:
        """Count one statement or commit."""
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise Crash

    def die(self) -> None:
        """Die now."""
        self.left = 0
        raise Crash

    @contextmanager
    def fair(self) -> Iterator[None]:
        """Nothing happens meanwhile; afterwards it goes on where it was."""
        left, self.left = self.left, None
        try:
            yield
        finally:
            self.left = left

    @contextmanager
    def over(self) -> Iterator[None]:
        """Listen to every statement and commit meanwhile; below SQLAlchemy's events, which cost a tenth of the time."""
        real = {name: getattr(DefaultDialect, name) for name in _SENT}
        for name, method in real.items():
            setattr(DefaultDialect, name, self._first(method))
        try:
            yield
        finally:
            for name, method in real.items():
                setattr(DefaultDialect, name, method)

    def _first(self, method: Callable[..., None]) -> Callable[..., None]:
        def sent(*values: object) -> None:
            if self.left is not None:
                self.strike()
            method(*values)

        return sent
