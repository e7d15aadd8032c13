"""Commands about suggestions: suggest, autolink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from rakumap.cli import Call, progress
from rakumap.cli.output import csv_output
from rakumap.core import words
from rakumap.core.autolink import RULES, Choice
from rakumap.core.errors import Exit
from rakumap.core.suggestion import Suggested, Suggestion
from rakumap.services.suggesting import Plan

HEADER = ("listing_id", "listing_sku", "rank", "item_sku", "score", "auto", "reason")
MOST_PAIRS = 200
"""Pairs that a dry run lists."""


def suggest(call: Call) -> int:
    """``suggest``: the candidates of every listing that waits for a link."""
    target: Path | None = call.arguments.out
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(call.arguments.name)
        counts = {"listings": 0, "suggested": 0, "auto": 0}
        found = _counted(services.suggesting.suggest(channel.id, job), counts)
        if call.output.as_json and target is None:
            call.output.rows((), (), (document for one in found for document in _documents(one)))
            return Exit.DONE
        rows = (tuple(document.values()) for one in found for document in _documents(one))
        services.exporting.rows(csv_output() if target is None else target, HEADER, rows)
    if target is not None:
        line = (
            f"{counts['listings']} listings, {counts['suggested']} with suggestions, {counts['auto']} certain: {target}"
        )
        call.output.answer({"channel": channel.name, **counts, "file": str(target)}, [f"{line}."])
    return Exit.DONE


def autolink(call: Call) -> int:
    """``autolink``: link what is certain, or say what would be."""
    arguments = call.arguments
    with call.services() as services:
        channel = services.channels.named(arguments.name)
        with progress.job() as job:
            least, gap = arguments.min_score or Decimal(0), arguments.min_gap or Decimal(0)
            choice = Choice(frozenset(arguments.rule or RULES), least, gap)
            plan = services.suggesting.plan(channel.id, job, choice)
        answer: dict[str, object] = {"channel": channel.name, "dry_run": arguments.dry_run, "linked": len(plan.links)}
        if not arguments.dry_run:
            applied = services.suggesting.link(plan)
            answer |= {"linked": applied.count, "entry": applied.entry}
    left = {"repeats": 0, "rejected": 0, "excluded": 0, "no_match": 0} | dict(plan.skipped)
    answer |= {"reasons": plan.reasons, "skipped": left}
    lines = [f"{'Would link' if arguments.dry_run else 'Linked'} {answer['linked']} listings{_reasons(plan)}."]
    if arguments.dry_run:
        answer["pairs"] = list(_pairs(plan))
        lines += [
            f"{one.listing.sku}: {one.listing.title} = {one.item.sku}; {words.name(f'reason.{one.reason}')}"
            for one in plan.links[:MOST_PAIRS]
        ]
    text = ", ".join(f"{words.name(f'left.{reason}').lower()} {count}" for reason, count in left.items() if count)
    call.output.answer(answer, [*lines, *([f"Left out: {text}."] if text else [])])
    return Exit.DONE


def _reasons(plan: Plan) -> str:
    found = [f"{words.name(f'reason.{code}').lower()} {count}" for code, count in plan.reasons.items()]
    return f" ({', '.join(found)})" if found else ""


def _pairs(plan: Plan) -> Iterator[dict[str, object]]:
    for one in plan.links[:MOST_PAIRS]:
        yield {
            "listing_id": one.listing.listing_id,
            "sku": one.listing.sku,
            "title": one.listing.title,
            "item_sku": one.item.sku,
            "score": f"{one.item.score:.4f}",
            "reason": one.reason,
        }


def _counted(found: Iterable[Suggested], counts: dict[str, int]) -> Iterator[Suggested]:
    for one in found:
        counts["listings"] += 1
        counts["suggested"] += bool(one.candidates)
        counts["auto"] += any(candidate.auto for candidate in one.candidates)
        yield one


def _documents(suggested: Suggested) -> Iterator[dict[str, str | int]]:
    for rank, one in enumerate(suggested.candidates, 1):
        yield dict(
            zip(
                HEADER,
                (
                    suggested.listing.listing_id,
                    suggested.listing.sku,
                    rank,
                    one.sku,
                    f"{one.score:.4f}",
                    int(bool(one.auto)),
                    _reason(one),
                ),
                strict=True,
            )
        )


def _reason(one: Suggestion) -> str:
    """The reasons as words; why it may link by itself comes first."""
    return "; ".join(dict.fromkeys(words.name(f"reason.{code}") for code in one.told))
