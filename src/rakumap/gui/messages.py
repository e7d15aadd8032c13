"""Messages: codes, names and history steps in the person's words and language; the only place that translates them.

Lower packages carry codes and values. What comes out here is plain text: unseen characters are visible, times are
local. Everything may be called from any thread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from rakumap.core import words
from rakumap.core.errors import UserError
from rakumap.core.job import Progress
from rakumap.core.model import Entry, Outcome, ReportRun
from rakumap.core.pace import Estimate, numbers

CONTEXT = "words"
"""Under which the tables of ``core.words`` are translated."""
_TIME_VALUES = frozenset({"until", "time", "newest", "not_before"})
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2})")


def translated(text: str) -> str:
    """A text of ``core.words`` in the person's language."""
    return QCoreApplication.translate(CONTEXT, text)


def sentence(what: UserError | str, values: Mapping[str, object] | None = None, zone: tzinfo | None = None) -> str:
    """The sentence of an error or a code: what happened and what to do. Never raises."""
    code = what.code if isinstance(what, UserError) else what
    found = dict(what.values) if isinstance(what, UserError) else {}
    found.update(values or {})
    known = {key: _shown(key, value, zone) for key, value in found.items()}
    template = words.SENTENCES.get(code)
    return words.sentence(code, known) if template is None else words.filled(translated(template), known)


def name(key: str) -> str:
    """The name of a key such as ``column.sku``."""
    return translated(words.name(key))


def history_text(entry: Entry) -> str:
    """One step of the history as a phrase: what was done, to what."""
    return step_text(entry.action, entry.values, entry.count)


def step_text(action: str, values: Mapping[str, str], count: int) -> str:
    """The phrase of an action with its values; ``count`` stands in when more than one row is meant."""
    return words.step(action, values, count, translated)


def progress_text(progress: Progress, estimate: Estimate) -> str:
    """How far work is, how fast it goes and how long it still takes: its phase, and the numbers that are known."""
    phase, said = name(f"phase.{progress.phase}"), numbers(progress, estimate)
    return f"{phase} {said}" if said else f"{phase} …"


def outcome_text(outcome: Outcome | str) -> str:
    """The name of how a report run ended."""
    return name(f"outcome.{outcome}")


def run_text(run: ReportRun, zone: tzinfo | None = None) -> str:
    """What a report run has to say beyond its numbers: why it ended so, and what a person must do."""
    said = sentence(run.code, run.values, zone) if run.code else ""
    asked = not (run.outcome is Outcome.REFUSED and run.reason == "other")
    if run.trigger != "forced" or not asked:
        return said
    because = reason_text(run.reason or "other")
    return f"{said} ({because})" if said else because


def reason_text(reason: str) -> str:
    """Why a person forced a refresh: the name of the code, and the person's own words."""
    code, _, said = reason.partition(": ")
    named = name(f"force.{code}")
    return f"{named}: {words.shown(said)}" if said else named


def local_time(moment: datetime, zone: tzinfo | None = None, *, now: datetime | None = None) -> str:
    """A time as people say it: only the clock today, else with the day."""
    local = moment.astimezone(zone)
    today = (now or datetime.now().astimezone()).astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"


def utc_time(moment: datetime) -> str:
    """A time for tooltips: UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _shown(key: str, value: object, zone: tzinfo | None) -> object:
    """Times (also those that were kept as text) become local ones; the rest is left to ``words``."""
    if key in _TIME_VALUES and isinstance(value, str) and _ISO.fullmatch(value):
        value = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return local_time(value, zone) if isinstance(value, datetime) else value
