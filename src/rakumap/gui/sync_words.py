"""What a refresh that ended, a held report and the schedule have to say, as sentences of the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from rakumap.core.model import Outcome, ReportRun
from rakumap.gui import messages
from rakumap.gui.child_run import RunFinished

if TYPE_CHECKING:
    from rakumap.store.runs import HeldReport

_QUIET = frozenset({Outcome.NOT_DUE, Outcome.RUNNING})


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the banner, how it is meant, and how many rows of the report were no use."""

    kind: str
    text: str
    problems: int = 0


def tr(text: str, count: int = -1) -> str:
    """Translate a text of this module; ``%n`` becomes the count."""
    return QCoreApplication.translate("SyncWords", text, "", count).replace("%n", f"{count:,}")


def finished(ended: RunFinished, zone: tzinfo) -> Said | None:
    """What to say about a refresh that ended; ``None`` when nobody needs to hear of it."""
    run = ended.run
    if ended.outcome is Outcome.DONE and run is not None:
        return Said("success", done_text(run), run.problems)
    if ended.outcome is Outcome.CANCELLED:
        return Said("info", messages.sentence("run_cancelled"))
    if not ended.forced and (ended.outcome in _QUIET or ended.outcome is Outcome.UNCHANGED):
        return None
    if ended.outcome is Outcome.RUNNING:
        return Said("info", messages.sentence("run_running"))
    if run is not None and run.code:
        kind = {Outcome.UNCHANGED: "info", Outcome.HELD: "warning", Outcome.REFUSED: "warning"}.get(
            run.outcome, "error"
        )
        return Said(kind, messages.sentence(run.code, run.values, zone))
    if ended.error is not None:
        return Said("error", messages.sentence(ended.error, zone=zone))
    return Said("error", ended.message or messages.sentence("child_broke"))


def done_text(run: ReportRun) -> str:
    """What a merged report changed: ``12 new, 3 gone, 4 SKUs changed — 0 links lost``."""
    parts = [
        tr("%n new", run.new) if run.new else "",
        tr("%n gone", run.gone) if run.gone else "",
        tr("%n SKUs changed", run.sku_changed) if run.sku_changed else "",
        tr("%n otherwise changed", other) if (other := run.changed - run.sku_changed) > 0 else "",
    ]
    said = ", ".join(part for part in parts if part) or tr("nothing changed")
    return tr("Report merged: {0} — 0 links lost.").replace("{0}", said)


def held_text(held: HeldReport, zone: tzinfo) -> str:
    """Why a report waits for a person's word."""
    found = held.difference
    code = "held_lost" if found.rows else "held_empty"
    return messages.sentence(code, {"lost": found.gone, "previous": found.live_before}, zone)


def schedule_text(next_due: datetime | None, zone: tzinfo) -> str:
    """When the next report comes."""
    if next_due is None:
        return tr("The channel is not enabled, so no report is fetched.")
    return tr("The next report comes at {0}.").replace("{0}", messages.local_time(next_due, zone))
