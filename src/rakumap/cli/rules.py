"""Commands about learned rules: list, on, off, export, import."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from rakumap.cli import Call
from rakumap.cli.output import json_text
from rakumap.core.errors import Exit

HEADER = ("Rule", "Item", "On", "Learned from", "Would link", "Contradict")


def show(call: Call) -> int:
    """``rules list``."""
    with call.services() as services:
        found = services.rules.all(services.channels.named(call.arguments.name).id)
    rows = (
        (one.name, one.item_sku, "yes" if one.on else "no", one.learned, one.would_link, one.contradict)
        for one in found
    )
    call.output.rows(HEADER, rows, [asdict(one) for one in found])
    return Exit.DONE


def switch_on(call: Call) -> int:
    """``rules on``."""
    return _switch(call, on=True)


def switch_off(call: Call) -> int:
    """``rules off``."""
    return _switch(call, on=False)


def _switch(call: Call, *, on: bool) -> int:
    with call.services() as services:
        found = services.rules.switch(services.channels.named(call.arguments.name).id, call.arguments.rule, on=on)
    line = f"{found.name} is {'on' if on else 'off'}: would link {found.would_link}, contradict {found.contradict}."
    call.output.answer(asdict(found), [line])
    return Exit.DONE


def write(call: Call) -> int:
    """``rules export``: to a file, or to standard output."""
    target: Path | None = call.arguments.file
    with call.services() as services:
        channel = services.channels.named(call.arguments.name).id
        if target is None:
            print(json_text(services.rules.export(channel)), file=sys.stdout)
            return Exit.DONE
        count = services.rules.write(channel, target)
    call.output.answer({"exported": count, "file": str(target)}, [f"Exported {count} rules to {target}."])
    return Exit.DONE


def read(call: Call) -> int:
    """``rules import``."""
    with call.services() as services:
        count = services.rules.read(services.channels.named(call.arguments.name).id, call.arguments.file)
    call.output.answer({"applied": count}, [f"Took {count} rules over."])
    return Exit.DONE
