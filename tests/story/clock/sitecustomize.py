"""A clock that a test sets, for every process that has this folder in PYTHONPATH and STORY_CLOCK in its environment.

Python imports this module by itself at its start. The file that STORY_CLOCK names holds ``+SECONDS`` (so far ahead of
the computer's clock; may be negative) or ``=SECONDS`` (stands still there), and may change at any time. Monotonic
clocks go on as they are.
"""

from __future__ import annotations

import datetime as module
import os
import time
from datetime import datetime, timezone, tzinfo
from pathlib import Path
from typing import Any

VARIABLE = "STORY_CLOCK"


def _install(file: Path) -> None:
    real_time = time.time

    def now() -> float:
        text = file.read_text(encoding="ascii").strip()
        return float(text[1:]) if text.startswith("=") else real_time() + float(text)

    class Kind(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, datetime)

    class Moved(datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            moment = datetime.fromtimestamp(now(), timezone.utc)  # noqa: UP017 - early at Python's start
            return moment.astimezone(tz) if tz is not None else moment.astimezone().replace(tzinfo=None)

    time.time = now
    module.datetime = Moved  # type: ignore[misc]


if os.environ.get(VARIABLE):
    _install(Path(os.environ[VARIABLE]))
