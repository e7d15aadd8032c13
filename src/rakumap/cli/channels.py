"""Commands about channels: add, set, list, switch on and off, test, remove."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from rakumap.bootstrap import Services
from rakumap.cli import Call, progress
from rakumap.cli.output import local_zone
from rakumap.cli.parser import UsageError
from rakumap.core.errors import Exit, UserError
from rakumap.core.model import Applied, Channel, Limits
from rakumap.core.numbers import LIMIT_FIELDS, parse_limit
from rakumap.core.words import sentence
from rakumap.services.secret_keeping import Way

PLACES = ("path", "outbox", "orders")
"""Settings that name a place on this computer, unless they are addresses."""


def add(call: Call) -> int:
    """``channel add``."""
    arguments = call.arguments
    secrets = typed_secrets(call)
    settings, defaults = _settings(arguments.set)
    with call.services() as services:
        choose_way(call, services, secrets)
        made = services.channels.add(arguments.kind, arguments.name, settings, enable=arguments.enable)
        if defaults:
            services.channels.configure(made.id, defaults=_limits(made.defaults, defaults))
        if secrets:
            services.channels.keep_secrets(made.id, secrets)
        _answer(call, services, made, f"Added {made.name}.")
    return Exit.DONE


def change(call: Call) -> int:
    """``channel set``: the given keys, the others stay; an empty value takes one away."""
    if not call.arguments.set and not call.arguments.secret:
        raise UsageError("give --set KEY=VALUE or --secret KEY")
    secrets = typed_secrets(call)
    with call.services() as services:
        channel = services.channels.named(call.arguments.name)
        choose_way(call, services, secrets)
        given, defaults = _settings(call.arguments.set)
        settings = {**channel.settings, **given}
        limits = _limits(channel.defaults, defaults) if defaults else None
        services.channels.configure(channel.id, settings=settings, defaults=limits)
        if secrets:
            services.channels.keep_secrets(channel.id, secrets)
        _answer(call, services, channel, f"Changed {channel.name}.")
    return Exit.DONE


def show(call: Call) -> int:
    """``channel list``."""
    with call.services() as services:
        documents = [document(services, channel) for channel in services.queries.channels()]
    header = ("Name", "Kind", "Enabled", "Inventory Sync", "Total Active", "Linked", "Unlinked", "Next report")
    keys = ("name", "kind", "enabled", "inventory_sync", "total", "linked", "unlinked", "next_due")
    call.output.rows(header, ([one[key] for key in keys] for one in documents), documents)
    return Exit.DONE


def switch_on(call: Call) -> int:
    """``channel enable``."""
    return _switch(call, "enabled", True)


def switch_off(call: Call) -> int:
    """``channel disable``."""
    return _switch(call, "enabled", False)


def sync_on(call: Call) -> int:
    """``channel sync-on``."""
    return _switch(call, "sync", True)


def sync_off(call: Call) -> int:
    """``channel sync-off``."""
    return _switch(call, "sync", False)


def remove(call: Call) -> int:
    """``channel remove``."""
    with call.services() as services:
        channel = services.channels.named(call.arguments.name)
        applied = services.channels.remove(channel.id)
        answer = {"channel": channel.name, "removed": True, **applied_document(applied)}
        call.output.answer(answer, [f"Removed {channel.name}; its links are kept, and undo brings it back."])
    return Exit.DONE


def test(call: Call) -> int:
    """``channel test``: what Config's Test says."""
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(call.arguments.name)
        result = services.channels.test(channel.kind, channel.settings, job, channel.id)
        found = services.alerts.now(channel.id, job) if result.ok else ()
    said = sentence(result.code, result.values, local_zone())
    if not result.ok:
        call.output.fail(result.code, said)
        return Exit.CHANNEL
    warnings = [{"code": one.code, "message": sentence(one.code, one.values, local_zone())} for one in found]
    answer = {"channel": channel.name, "ok": True, "code": result.code, "message": said, "warnings": warnings}
    call.output.answer(answer, [said])
    for one in warnings:
        call.output.note(one["message"])
    return Exit.DONE


def document(services: Services, channel: Channel) -> dict[str, object]:
    """A channel as scripts get it."""
    counts, status = services.queries.counts(channel.id), services.sync.status(channel.id)
    return {
        "name": channel.name,
        "kind": channel.kind,
        "enabled": channel.enabled,
        "inventory_sync": channel.inventory_sync,
        "settings": dict(channel.settings),
        "max_listed": channel.defaults.max_listed,
        "end_when": channel.defaults.end_when,
        "percentage": channel.defaults.percentage,
        "total": counts.total,
        "linked": counts.linked,
        "unlinked": counts.unlinked,
        "problems": counts.problems,
        "last_outcome": None if status.last is None else status.last.outcome.value,
        "next_due": status.next_due,
        "force_from": status.force_from,
        "held": status.held is not None,
    }


def applied_document(applied: Applied) -> dict[str, object]:
    """What a write did, as scripts get it."""
    return {
        "entry": applied.entry,
        "count": applied.count,
        "skipped": applied.skipped,
        "kept": list(applied.kept),
    }


def _switch(call: Call, what: str, on: bool) -> int:
    with call.services() as services:
        channel = services.channels.named(call.arguments.name)
        if what == "enabled":
            services.channels.enable(channel.id, on)
            done = "enabled; its report comes at the next half hour" if on else "disabled"
        else:
            services.channels.sync(channel.id, on)
            done = f"Inventory Sync {'on' if on else 'off'}"
        _answer(call, services, channel, f"{channel.name}: {done}.")
    return Exit.DONE


def _answer(call: Call, services: Services, channel: Channel, line: str) -> None:
    call.output.answer(document(services, services.queries.channel(channel.id)), [line])


def _settings(pairs: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, int | Decimal | None]]:
    """Split ``--set`` into settings of the kind and default limits."""
    settings: dict[str, str] = {}
    defaults: dict[str, int | Decimal | None] = {}
    for key, value in pairs:
        if key in LIMIT_FIELDS:
            defaults[key] = parse_limit(key, value)
        elif key in PLACES and value.strip() and "://" not in value:
            # Later runs start elsewhere.
            settings[key] = os.path.abspath(Path(value.strip()).expanduser())
        else:
            settings[key] = value
    return settings, defaults


def _limits(before: Limits, given: Mapping[str, int | Decimal | None]) -> Limits:
    values = {name: given.get(name, getattr(before, name)) for name in LIMIT_FIELDS}
    return Limits(**values)


def typed_secrets(call: Call) -> dict[str, str]:
    """Read the secrets named by ``--secret`` from standard input, a line each; the passphrase of a locked file first.

    With ``--secrets-from-env`` they are for this run only, so that nothing is read or kept.
    """
    arguments = call.arguments
    if arguments.secrets_from_env or not arguments.secret:
        return {}
    names = [*(["passphrase"] if arguments.secrets_in == Way.FILE else []), *arguments.secret]
    lines = [sys.stdin.readline() for _ in names]
    lacking = [name for name, line in zip(names, lines, strict=True) if not line.rstrip("\r\n")]
    if lacking:
        raise UserError("secrets_expected", names=", ".join(names), count=len(names))
    return {name: line.rstrip("\r\n") for name, line in zip(names, lines, strict=True)}


def choose_way(call: Call, services: Services, secrets: dict[str, str]) -> None:
    """Do what ``--secrets-in`` says, and refuse secrets that would be forgotten at the end of this command."""
    passphrase = secrets.pop("passphrase", "") if call.arguments.secrets_in == Way.FILE else ""
    if call.arguments.secrets_in is not None and secrets:
        services.secrets.use(Way(call.arguments.secrets_in), passphrase)
    if secrets and services.secrets.way is Way.SESSION:
        raise UserError("secrets_nowhere", key=", ".join(secrets))
