"""Commands about reports: refresh, watch, Automation Logs."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from decimal import Decimal

from rakumap.bootstrap import Services
from rakumap.cli import Call, progress
from rakumap.cli.output import error_document, iso, json_text, local_zone, message, note
from rakumap.cli.parser import UsageError
from rakumap.core.errors import Cancelled, Exit, StoreError, UserError
from rakumap.core.model import ForceReason, Outcome, ReportRun
from rakumap.core.text import visible
from rakumap.core.words import name, sentence
from rakumap.services.sync import SyncResult
from rakumap.services.sync import watch as run_watch

NUMBERS = ("total", "new", "changed", "gone", "sku_changed", "linked", "unlinked", "links_kept", "problems")
MOST_RUNS = 10_000
_EXITS = {
    Outcome.DONE: Exit.DONE,
    Outcome.UNCHANGED: Exit.DONE,
    Outcome.NOT_DUE: Exit.DONE,
    Outcome.HELD: Exit.RULE,
    Outcome.REFUSED: Exit.RULE,
    Outcome.RUNNING: Exit.RULE,
    Outcome.INTERRUPTED: Exit.RULE,
    Outcome.FAILED: Exit.CHANNEL,
    Outcome.CANCELLED: Exit.INTERRUPTED,
}


def refresh(call: Call) -> int:
    """``refresh``: what is due, or by force, or the answer to a held report."""
    arguments = call.arguments
    if arguments.reason is not None and not arguments.force:
        raise UsageError("--reason says why a refresh is forced; give --force too")
    if arguments.force and (arguments.accept_held or arguments.discard_held):
        raise UsageError("--force and an answer to a held report exclude each other")
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(arguments.name)
        if arguments.discard_held:
            services.sync.discard_held(channel.id)
            result = SyncResult(Outcome.UNCHANGED, channel)
            said = "The held report was discarded; nothing was changed."
        elif arguments.accept_held:
            result = services.sync.accept_held(channel.id, job)
            said = ""
        elif arguments.force:
            reason, text = arguments.reason or (ForceReason.OTHER, "")
            result = services.sync.force(channel.id, job, reason, text)
            said = ""
        else:
            result = services.round.refresh(channel.id, job)
            said = ""
        document = refresh_document(services, result)
    for one in result.after:
        if one.error is not None:
            call.output.note(message(one.error))
    return _tell(call, result, document, said)


def refresh_document(services: Services, result: SyncResult) -> dict[str, object]:
    """The JSON answer of a refresh; with ``error`` when a rule or the channel said no."""
    channel = result.channel
    counts = services.queries.counts(channel.id)
    document: dict[str, object] = {"channel": channel.name, "outcome": result.outcome.value}
    now = {
        "total": counts.total,
        "linked": counts.linked,
        "unlinked": counts.unlinked,
        "links_kept": counts.linked,
        "problems": counts.problems,
    }
    for key in NUMBERS:
        document[key] = now.get(key, 0) if result.run is None else getattr(result.run, key)
    return document


def _tell(call: Call, result: SyncResult, document: dict[str, object], said: str) -> int:
    code = _EXITS[result.outcome]
    if isinstance(result.error, UserError) and result.error.exit is Exit.STORE:
        code = Exit.STORE
    line = said or result_text(result)
    if code is not Exit.DONE:
        why = (
            result.error.code if result.error is not None else (result.run and result.run.code) or result.outcome.value
        )
        if call.output.as_json:
            call.output.answer(document | error_document(str(why), line))
        call.output.note(line)
        return code
    call.output.answer(document, [line, *([_numbers(document)] if result.outcome is Outcome.DONE else [])])
    return code


def result_text(result: SyncResult) -> str:
    """How a refresh ended, in words."""
    if result.error is not None:
        return sentence(result.error.code, result.error.values, local_zone())
    if result.run is not None and result.run.code is not None:
        return run_text(result.run)
    if result.outcome is Outcome.NOT_DUE:
        return f"The report of {result.channel.name} is not due yet; nothing was done."
    return f"{result.channel.name}: {name(f'outcome.{result.outcome}')}."


def _numbers(document: dict[str, object]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {document[key]}" for key in NUMBERS) + "."


# ---- watch -----------------------------------------------------------------------------------------------------------


def watch(call: Call) -> int:
    """``watch``: the schedule of all enabled channels, until SIGTERM (0) or Ctrl+C (130)."""
    with call.services() as services, progress.job() as job:
        call.output.note("Watching the enabled channels; Ctrl+C ends it.")
        told = _Told(services, as_json=call.output.as_json)
        try:
            run_watch(
                services.round,
                job,
                told,
                trouble=lambda error: call.output.note(message(error)),
                between=services.backups.keep_up,
            )
        except Cancelled:
            told.close()
            if job.stopped_by != signal.SIGTERM:
                return Exit.INTERRUPTED
        except StoreError as error:
            told.close()  # the list is the one document; why it ended stands on standard error
            call.output.note(message(error))
            return error.exit
    return Exit.DONE


class _Told:
    """Prints what came of each run as it ends: a line, or an element of one JSON list."""

    def __init__(self, services: Services, *, as_json: bool) -> None:
        self._services = services
        self._json = as_json
        self._start = "["

    def __call__(self, result: SyncResult) -> None:
        """Print one result; what failed of the orders and the quantities after it goes to standard error."""
        for one in result.after:
            if one.error is not None:
                note(message(one.error))
        if self._json:
            print(self._start + json_text(refresh_document(self._services, result)), end="", flush=True)
            self._start = ",\n "
        else:
            now = datetime.now(UTC).astimezone(local_zone())
            print(f"{now:%Y-%m-%d %H:%M:%S} {visible(result.channel.name)}: {visible(result_text(result))}", flush=True)

    def close(self) -> None:
        """End the list."""
        if self._json:
            print("[]" if self._start == "[" else "]", flush=True)


# ---- Automation Logs -------------------------------------------------------------------------------------------------


def log(call: Call) -> int:
    """``log``: every run, failures too, newest first."""
    arguments = call.arguments
    since = None if arguments.since is None else _moment(arguments.since)
    with call.services() as services:
        key = None if arguments.channel is None else services.channels.named(arguments.channel).id
        runs = services.queries.runs(event=arguments.event, key=key, since=since, limit=MOST_RUNS)
    header = ("Time", "Event", "Channel", "Result", "Seconds", "Total", "New", "Changed", "Gone", "Message")
    rows = (
        (
            r.started_at,
            r.event,
            r.channel,
            name(f"outcome.{r.outcome}"),
            _seconds(r),
            r.total,
            r.new,
            r.changed,
            r.gone,
            run_text(r),
        )
        for r in runs
    )
    call.output.rows(header, rows, [run_document(run) for run in runs])
    return Exit.DONE


def run_document(run: ReportRun) -> dict[str, object]:
    """A line of Automation Logs as scripts get it."""
    return {
        "time": iso(run.started_at),
        "event": run.event,
        "channel": run.channel,
        "outcome": run.outcome.value,
        "reason": run.reason,
        "seconds": _seconds(run),
        "total": run.total,
        "new": run.new,
        "changed": run.changed,
        "gone": run.gone,
        "message": run_text(run),
    }


def run_text(run: ReportRun) -> str:
    """What a run has to say beyond its numbers."""
    return (
        sentence(run.code, {name: _time_or_text(text) for name, text in run.values.items()}, local_zone())
        if run.code
        else ""
    )


def _time_or_text(text: str) -> object:
    """A value of a kept sentence: times become times again, so that they are shown in this computer's zone."""
    if len(text) < len("2026-01-31 14:30:00+00:00") or text[4:5] != "-":
        return text
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return found if found.tzinfo else text


def _seconds(run: ReportRun) -> Decimal | None:
    return None if run.seconds is None else Decimal(f"{run.seconds:.3f}")


def _moment(text: str) -> datetime:
    """Read ISO 8601; a time without a zone is of this computer's zone."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.astimezone()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"--since wants a time like 2026-01-31T08:00:00Z, not {text!r}") from None
