"""Commands about the source of inventory: set it up, bring items, links out and in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rakumap.cli import Call, progress
from rakumap.cli.channels import choose_way, typed_secrets
from rakumap.cli.files import SHOWN_PROBLEMS
from rakumap.cli.output import error_document, message
from rakumap.core.errors import Cancelled, Exit, UserError
from rakumap.core.words import sentence
from rakumap.services.importing import reason_text
from rakumap.services.source import Brought
from rakumap.services.source_links import LinkConflict


def setup(call: Call) -> int:
    """``inventory source``: the given keys, the others stay."""
    arguments = call.arguments
    secrets = typed_secrets(call)
    with call.services() as services:
        choose_way(call, services, secrets)
        found = services.source.configure(arguments.kind, dict(arguments.set), secrets)
    lines = [f"{found.name}:", *(f"{key} = {value}" for key, value in found.settings.items())]
    call.output.answer({"kind": found.kind, "settings": dict(found.settings)}, lines)
    return Exit.DONE


def pull(call: Call) -> int:
    """``inventory pull``."""
    with call.services() as services, progress.job() as job:
        brought = services.source.pull(job, dry_run=call.arguments.dry_run)
        source = services.source.setup().name
    more: list[str] = []
    if brought.absent:
        skus = ", ".join(brought.absent_skus)
        more.append(sentence("source_items_kept", {"count": brought.absent, "source": source, "skus": skus}))
    return _tell(call, brought, {"not_at_source": brought.absent}, more)


def push_links(call: Call) -> int:
    """``links push``."""
    arguments = call.arguments
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(arguments.name)
        found = services.source_links.push(channel.id, job, dry_run=arguments.dry_run, replace=arguments.replace)
        source = services.source.setup().name
    applied, refused = found.new + found.changed, len(found.conflicts)
    answer = _answer(applied, found.unchanged, refused, _side_by_side(found.conflicts))
    lines = _lines(call, applied, found.unchanged, found.conflicts)
    if found.only_there and found.error is None:
        lines.insert(1, sentence("source_links_left", {"count": found.only_there, "source": source}))
    if found.error is not None:
        return _ended_early(call, answer, lines, found.error)
    call.output.answer(answer, lines)
    return _exit(call, applied + found.unchanged, refused, answer["problems"])


def pull_links(call: Call) -> int:
    """``links pull``."""
    arguments = call.arguments
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(arguments.name)
        brought, conflicts = services.source_links.pull(
            channel.id, job, dry_run=arguments.dry_run, replace=arguments.replace
        )
    counts = brought.counts
    answer = _answer(counts.applied, counts.unchanged, counts.refused, _side_by_side(conflicts))
    call.output.answer(answer, _lines(call, counts.applied, counts.unchanged, conflicts, counts.refused))
    return _exit(call, counts.applied + counts.unchanged, counts.refused, answer["problems"])


def _ended_early(call: Call, answer: dict[str, Any], lines: list[str], error: UserError | Cancelled) -> int:
    """Answer with what was written, and say why it is not all."""
    if isinstance(error, UserError):
        code, said, ended = error.code, message(error), error.exit
    else:
        code, said, ended = "trade_cancelled", sentence("trade_cancelled"), Exit.INTERRUPTED
    call.output.answer(answer | error_document(code, said), lines)
    call.output.note(said)
    return ended


def _side_by_side(conflicts: Sequence[LinkConflict]) -> list[dict[str, object]]:
    return [
        {
            "listing_id": one.listing_id,
            "sku": one.sku,
            "here": one.here,
            "there": one.there,
            "reason": sentence(one.code, one.values),
        }
        for one in conflicts
    ]


def _lines(
    call: Call, applied: int, unchanged: int, conflicts: Sequence[LinkConflict], refused: int | None = None
) -> list[str]:
    refused = len(conflicts) if refused is None else refused
    lines = [_summary(call, applied, unchanged, refused)]
    for one in conflicts[:SHOWN_PROBLEMS]:
        sides = f"here {one.here or '-'}, there {one.there or '-'}"
        lines.append(f"{one.sku or one.listing_id}: {sides}: {sentence(one.code, one.values)}")
    return lines + _more(refused)


def _tell(call: Call, brought: Brought, also: dict[str, Any], more: list[str]) -> int:
    counts = brought.counts
    problems = [{"sku": one.sku, "field": one.field, "reason": reason_text(one)} for one in brought.refused]
    lines = [_summary(call, counts.applied, counts.unchanged, counts.refused), *more]
    lines += [f"{one['sku']}, {one['field']}: {one['reason']}" for one in problems[:SHOWN_PROBLEMS]]
    answer = _answer(counts.applied, counts.unchanged, counts.refused, problems)
    call.output.answer(answer | also, lines + _more(counts.refused))
    return _exit(call, counts.applied + counts.unchanged, counts.refused, problems)


def _answer(applied: int, unchanged: int, refused: int, problems: Sequence[Mapping[str, object]]) -> dict[str, Any]:
    return {"applied": applied, "unchanged": unchanged, "refused": refused, "problems": problems}


def _summary(call: Call, applied: int, unchanged: int, refused: int) -> str:
    done = "Would apply" if call.arguments.dry_run else "Applied"
    return f"{done} {applied} rows, {unchanged} unchanged, {refused} refused."


def _more(refused: int) -> list[str]:
    return [f"and {refused - SHOWN_PROBLEMS} more; --json shows them."] if refused > SHOWN_PROBLEMS else []


def _exit(call: Call, good: int, refused: int, problems: Sequence[Mapping[str, object]]) -> int:
    """End with 1 only when nothing was right, as imports do."""
    if refused and not good:
        call.output.note(f"All {refused} rows were refused; {problems[0]['reason']}")
        return Exit.REFUSED
    return Exit.DONE
