"""Commands about the source of inventory: set it up, bring items, links out and in."""

from __future__ import annotations

from rakumap.cli import Call, progress
from rakumap.cli.channels import choose_way, typed_secrets
from rakumap.cli.files import SHOWN_PROBLEMS
from rakumap.core.errors import Exit
from rakumap.core.words import sentence
from rakumap.services.importing import reason_text
from rakumap.services.source import Brought


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


def _tell(call: Call, brought: Brought, also: dict[str, object], more: list[str]) -> int:
    counts = brought.counts
    problems = [{"sku": one.sku, "field": one.field, "reason": reason_text(one)} for one in brought.refused]
    answer: dict[str, object] = {
        "applied": counts.applied,
        "unchanged": counts.unchanged,
        "refused": counts.refused,
        "problems": problems,
    }
    done = "Would apply" if call.arguments.dry_run else "Applied"
    lines = [f"{done} {counts.applied} rows, {counts.unchanged} unchanged, {counts.refused} refused.", *more]
    lines += [f"{one['sku']}, {one['field']}: {one['reason']}" for one in problems[:SHOWN_PROBLEMS]]
    if counts.refused > SHOWN_PROBLEMS:
        lines.append(f"and {counts.refused - SHOWN_PROBLEMS} more; --json shows them.")
    call.output.answer(answer | also, lines)
    if counts.refused and not counts.applied and not counts.unchanged:
        call.output.note(f"All {counts.refused} rows were refused; {problems[0]['reason']}")
        return Exit.REFUSED
    return Exit.DONE
