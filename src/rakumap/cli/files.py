"""Commands about files: inventory, links and limits in, links out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from rakumap.cli import Call, progress
from rakumap.cli.output import csv_output
from rakumap.cli.parser import UsageError
from rakumap.core.errors import Exit, StaleChange
from rakumap.core.headers import FileKind, field_of
from rakumap.core.numbers import LIMIT_FIELDS
from rakumap.core.words import sentence
from rakumap.services.importing import Import, reason_text
from rakumap.services.reading import ReadOptions
from rakumap.store.imports import REFUSED, ImportCounts

SHOWN_PROBLEMS = 20
"""How many refused rows are listed without ``--json``."""


def import_inventory(call: Call) -> int:
    """``inventory import``."""
    return _import(call, "inventory")


def import_links(call: Call) -> int:
    """``links import``."""
    return _import(call, "links")


def import_limits(call: Call) -> int:
    """``limits import``."""
    return _import(call, "limits", _defaults(call.arguments.default), call.arguments.rejects)


def export_links(call: Call) -> int:
    """``links export``: to a file, or to standard output."""
    arguments = call.arguments
    if arguments.file is None and arguments.json:
        raise UsageError("--json needs a FILE to export to")
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(arguments.name)
        target = csv_output() if arguments.file is None else arguments.file
        count = services.exporting.links(channel, target, job)
    if arguments.file is not None:
        answer = {"channel": channel.name, "exported": count, "file": str(arguments.file)}
        call.output.answer(answer, [f"Exported {count} links to {arguments.file}."])
    return Exit.DONE


def _import(call: Call, kind: str, defaults: Mapping[str, str] | None = None, rejects: Path | None = None) -> int:
    arguments = call.arguments
    options = ReadOptions(_mapping(kind, arguments.map), arguments.encoding, arguments.delimiter)
    with call.services() as services, progress.job() as job:
        channel_id = services.channels.named(arguments.name).id if kind != "inventory" else None
        for last in (False, True):
            with services.importing.open(
                kind, arguments.file, options, job, channel_id=channel_id, defaults=defaults
            ) as judged:
                try:
                    if not arguments.dry_run and judged.counts.applied:
                        judged.apply(job)
                except StaleChange:  # somebody else wrote meanwhile: judge anew, once
                    if last:
                        raise
                    continue
                if rejects is not None:
                    judged.save_rejects(rejects, job)
                return _tell(call, judged, rejects)
    raise AssertionError("the second round ends with an answer or an error")


def _tell(call: Call, judged: Import, rejects: Path | None) -> int:
    counts = judged.counts
    shown = None if call.output.as_json else SHOWN_PROBLEMS
    refused = judged.verdicts(limit=shown, only=REFUSED)
    problems = [{"line": one.line, "field": one.field, "reason": reason_text(one)} for one in refused]
    partial = [{"line": p.line, "field": p.field, "reason": sentence(p.code, p.values)} for p in judged.partial]
    problems = sorted(problems + partial, key=lambda one: cast("int", one["line"]))
    answer = {
        "applied": counts.applied,
        "unchanged": counts.unchanged,
        "refused": counts.refused,
        "problems": problems,
    }
    lines = [_summary(counts, dry_run=call.arguments.dry_run)]
    lines += [f"line {one['line']}, {one['field']}: {one['reason']}" for one in problems[:SHOWN_PROBLEMS]]
    count = counts.refused + len(partial)
    if count > SHOWN_PROBLEMS:
        lines.append(f"and {count - SHOWN_PROBLEMS} more; --json or --rejects show all of them.")
    if rejects is not None:
        lines.append(f"The refused rows are in {rejects}.")
    call.output.answer(answer, lines)
    for code, count in judged.warnings().items():
        call.output.note(f"{count} rows: {sentence(code)}")
    if counts.refused and not counts.applied and not counts.unchanged:
        call.output.note(f"All {counts.refused} rows were refused; {problems[0]['reason']}")
        return Exit.REFUSED
    return Exit.DONE


def _summary(counts: ImportCounts, *, dry_run: bool) -> str:
    done = "Would apply" if dry_run else "Applied"
    return f"{done} {counts.applied} rows, {counts.unchanged} unchanged, {counts.refused} refused."


def _mapping(kind: str, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Read ``--map``: the field by its own name or one of its headers."""
    return {_field(kind, name): header for name, header in pairs}


def _field(kind: str, name: str) -> str:
    found = field_of(FileKind(kind), name)
    if found is None:
        raise UsageError(f"there is no field {name!r} in a file of {kind}")
    return found


def _defaults(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Read ``--default``: the column by its name in the file or its key."""
    found = {_field("limits", name): value for name, value in pairs}
    for field in found:
        if field not in LIMIT_FIELDS:
            raise UsageError(f"only {', '.join(LIMIT_FIELDS)} have defaults, not {field}")
    return found
