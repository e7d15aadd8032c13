"""Commands about suggestions: suggest, autolink, and the window's helper."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from rakumap.cli import Call, progress
from rakumap.cli.output import csv_output, json_text
from rakumap.core import words
from rakumap.core.autolink import RULES, Choice
from rakumap.core.errors import Exit, StoreError
from rakumap.core.job import Job
from rakumap.core.model import ListingKey
from rakumap.core.suggestion import Suggested, Suggestion
from rakumap.services.suggesting import Plan
from rakumap.services.suggestion_board import SuggestionBoard

HEADER = ("listing_id", "listing_sku", "rank", "item_sku", "score", "auto", "reason")
REST = 600.0
"""Seconds without a question after which the window's helper ends; it is started again when it is needed."""
MOST_PAIRS = 200
"""Pairs that a dry run lists."""


def suggest(call: Call) -> int:
    """``suggest``: the candidates of every listing that waits for a link."""
    target: Path | None = call.arguments.out
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(call.arguments.name)
        counts = {"listings": 0, "suggested": 0, "auto": 0}
        found = _counted(services.suggesting.suggest_and_keep(channel.id, job), counts)
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


def answer(call: Call) -> int:
    """``answer-suggestions``: the window's helper. A question and an answer are a line of JSON each.

    ``{"refresh": CHANNEL}``, then ``{"look": [LISTING, ...]}`` and ``{"step": true}``; it ends with its standard input,
    and when nothing is asked for a while.
    """
    _step_back()
    questions: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions,), name="rakumap-questions", daemon=True).start()
    with call.services() as services, progress.job() as job, closing(services.suggesting.board()) as board:
        while line := _next(questions, job):
            try:
                document = _answered(board, json.loads(line), job)
            except StoreError as error:
                document = {"error": {"code": error.code, "values": dict(error.values)}}
            print(json_text(document), flush=True)
    return Exit.DONE


def _step_back() -> None:
    """The window comes first."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(10)


def _listen(questions: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        questions.put(line)
    questions.put("")


def _next(questions: queue.SimpleQueue[str], job: Job) -> str:
    """The next question; empty at the end."""
    until = time.monotonic() + REST
    while time.monotonic() < until:
        job.checkpoint()
        with suppress(queue.Empty):
            return questions.get(timeout=0.5)
    return ""


def _answered(board: SuggestionBoard, question: dict[str, Any], job: Job) -> dict[str, object]:
    looked: list[ListingKey] = []
    if "refresh" in question:
        board.refresh(question["refresh"], job)
    elif "look" in question:
        looked = question["look"]
        board.look(looked, job)
    else:
        looked = board.step(job)
    return {"looked": looked, "left": board.left, "whole": board.whole, "too_big": board.too_big}


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
