"""Long work in a child process: which command to start, and what came of it. Runs on a worker's thread, without Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.core.model import REPORT_EVENT, Channel, ChannelId, ForceReason, Outcome, ReportRun
from rakumap.system.child import ChildResult, run_child
from rakumap.system.paths import Paths

if TYPE_CHECKING:
    from rakumap.gui.context import Services

RunChild = Callable[..., ChildResult]
"""``system.child.run_child``, or what stands for it in a test."""


@dataclass(frozen=True, slots=True)
class RunFinished:
    """How a refresh ended: the run it left in Automation Logs, or the code or words why there is none."""

    channel: Channel
    outcome: Outcome
    run: ReportRun | None = None
    error: UserError | None = None
    message: str = ""
    """The child's own words, where it has no run to show for it."""
    forced: bool = False


def profile_arguments(paths: Paths, store: Path | None) -> list[str]:
    """The options that make another process work on this profile and this store."""
    found: list[str] = []
    if paths != Paths.of(None):
        found += ["--profile", str(paths.data)]
    if store is not None and store != paths.store:
        found += ["--store", f"sqlite:///{store.as_posix()}"]
    return found


def refresh_arguments(channel: Channel, extra: Sequence[str] = ()) -> list[str]:
    """The command that refreshes one channel; its name may begin with a dash."""
    return ["refresh", "--json", *extra, "--", channel.name]


def force_arguments(reason: ForceReason, text: str) -> list[str]:
    """The options of Force Mapping Refresh; the person's own words follow the code."""
    said = " ".join(text.split())
    return ["--force", f"--reason={reason.value}: {said}" if said else f"--reason={reason.value}"]


def run_refresh(
    services: Services, channel: Channel, arguments: Sequence[str], job: Job, child: RunChild = run_child
) -> RunFinished:
    """Run the command to its end and look what it left in Automation Logs; ``Cancelled`` becomes an outcome too."""
    forced = "--force" in arguments
    before = _newest(services, channel)
    try:
        secrets: dict[str, str] = {}
        with suppress(UserError):  # the child finds out itself, and its run says why in Automation Logs
            secrets = services.channels.secrets_for_child(channel.id)
        if secrets:
            arguments = [*arguments[:-2], "--secrets-on-stdin", *arguments[-2:]]  # before "--" and the name
            child = partial(child, secrets=secrets)
        ended = child(arguments, job, lambda one: job.checkpoint(one.phase, one.done, one.total))
    except Cancelled:
        return RunFinished(channel, Outcome.CANCELLED, _newer(services, channel, before), forced=forced)
    except UserError as error:
        return RunFinished(channel, Outcome.FAILED, error=error, forced=forced)
    run = _newer(services, channel, before)
    if run is not None:
        return RunFinished(channel, run.outcome, run, forced=forced)
    return _without_run(channel, ended, forced)


def make_columns(services: Services, channel: ChannelId, job: Job, child: RunChild = run_child) -> None:
    """Have another process make the columns of a big channel: its memory goes with it, and the window's stays free.

    Where it cannot, nothing is said: the window makes them itself then. Raises ``Cancelled``.
    """
    with suppress(UserError):
        name = services.queries.channel(channel).name
        options = profile_arguments(services.paths, services.queries.database.path)
        child(
            [*options, "prepare", "--json", "--", name], job, lambda one: job.checkpoint(one.phase, one.done, one.total)
        )


def _without_run(channel: Channel, ended: ChildResult, forced: bool) -> RunFinished:
    document = ended.document if isinstance(ended.document, dict) else {}
    failure, known = document.get("error"), document.get("outcome")
    outcome = Outcome(known) if isinstance(known, str) and known in set(Outcome) else Outcome.FAILED
    if isinstance(failure, dict):
        code, message = str(failure.get("code", "")), str(failure.get("message", ""))
        error = UserError(code) if code and not message else None
        return RunFinished(channel, outcome, error=error, message=message, forced=forced)
    if known is not None:
        return RunFinished(channel, outcome, forced=forced)
    return RunFinished(channel, Outcome.FAILED, error=UserError("child_broke"), forced=forced)


def _newest(services: Services, channel: Channel) -> int:
    runs = services.queries.runs(event=REPORT_EVENT, key=channel.id, limit=1)
    return runs[0].id if runs else 0


def _newer(services: Services, channel: Channel, before: int) -> ReportRun | None:
    runs = services.queries.runs(event=REPORT_EVENT, key=channel.id, limit=1)
    return runs[0] if runs and runs[0].id > before else None
