"""Commands that look after things: the sample shop, doctor, backup, restore."""

from __future__ import annotations

from rakumap.bootstrap import restore_backup, store_path
from rakumap.cli import Call, open_window, progress
from rakumap.cli.output import local_zone
from rakumap.cli.parser import UsageError
from rakumap.core.errors import Exit, StoreError, UserError
from rakumap.core.words import name, sentence
from rakumap.services.backups import Backup, found, newest_whole
from rakumap.services.upkeep import Health
from rakumap.store.maintenance import Finding
from rakumap.system.paths import Paths


def demo(call: Call) -> int:
    """``demo``: the sample shop in a profile of its own."""
    if call.store is not None:
        raise UsageError("demo has a store of its own; leave --store out")
    paths = Paths.demo(call.profile)
    with call.services(paths) as services, progress.job() as job:
        services.sample.ensure(job)
    if not call.arguments.no_window:
        return open_window(call, paths)
    call.output.answer({"profile": str(paths.data)}, [str(paths.data)])
    return Exit.DONE


def prepare(call: Call) -> int:
    """``prepare``: make the columns that the window answers filters of a big channel from, and keep them."""
    with call.services() as services, progress.job() as job:
        channel = services.channels.named(call.arguments.name)
        fast = services.queries.prepare(channel.id, job)
    line = "Filters are fast." if fast else "The channel is small: nothing to prepare."
    call.output.answer({"channel": channel.name, "prepared": fast}, [line])
    return Exit.DONE


def doctor(call: Call) -> int:
    """``doctor``: what is wrong, what can be repaired; findings end with 1."""
    repair = call.arguments.repair
    try:
        with call.services(alone=repair) as services:
            health = services.upkeep.examine(repair=repair, quick=call.arguments.quick)
    except StoreError as error:
        if error.code not in ("store_damaged", "store_foreign"):
            raise
        newest = newest_whole(_backups(call))
        where = store_path(call.paths(), call.store)
        if newest is None:
            raise
        raise StoreError("store_damaged_backup", path=str(where), backup=str(newest.path)) from error
    left = [one for one in health.findings if one not in health.repaired]
    call.output.answer(_document(health), _lines(health))
    if left:
        call.output.note(f"{len(left)} findings; {sentence(left[0].code, left[0].values, local_zone())}")
    return Exit.REFUSED if left else Exit.DONE


def _document(health: Health) -> dict[str, object]:
    return {
        "store": str(health.store),
        "schema": health.schema,
        "sqlite": health.sqlite,
        "free_bytes": health.free,
        "newest_backup": None if health.backup is None else str(health.backup),
        "findings": [_finding(one, repaired=one in health.repaired) for one in health.findings],
    }


def _finding(one: Finding, *, repaired: bool) -> dict[str, object]:
    said = sentence(one.code, one.values, local_zone())
    return {"code": one.code, "message": said, "repairable": one.repairable, "repaired": repaired}


def _lines(health: Health) -> list[str]:
    lines = [
        f"Store: {health.store}",
        f"Schema: {health.schema}. SQLite: {health.sqlite}. Free disk: {health.free >> 20} MB.",
        f"Newest backup made by itself: {health.backup or 'none'}",
        "Keyring: not needed yet.",
    ]
    for one in health.findings:
        mended = "repaired" if one in health.repaired else "can be repaired" if one.repairable else "not repairable"
        lines.append(f"- {sentence(one.code, one.values, local_zone())} ({mended})")
    return lines if health.findings else [*lines, "Nothing is wrong."]


def backup(call: Call) -> int:
    """``backup``: a verified copy, in a file of the person's or among those that rakumap keeps."""
    arguments = call.arguments
    if arguments.file is not None and (arguments.if_due or arguments.list):
        raise UsageError("--if-due and --list are about rakumap's own backups; leave FILE out")
    if arguments.list:
        return _list(call, _backups(call))
    with call.services() as services:
        if arguments.file is None:
            made = services.backups.keep_up() if arguments.if_due else services.backups.make()
            if made is None:
                call.output.answer({"backup": None}, ["No backup is due."])
                return Exit.DONE
            target, size = made.path, made.size
        else:
            target = arguments.file
            size = services.upkeep.backup(target)
    answer = {"backup": str(target), "bytes": size, "verified": True}
    call.output.answer(answer, [f"Wrote the backup {target}, {size} bytes, verified."])
    return Exit.DONE


def _backups(call: Call) -> list[Backup]:
    paths = call.paths()
    return found(paths.backups_of(store_path(paths, call.store)))


def _list(call: Call, backups: list[Backup]) -> int:
    documents = [
        {"time": one.time.isoformat(timespec="seconds"), "kind": one.kind, "bytes": one.size, "file": str(one.path)}
        for one in backups
    ]
    rows = [
        (
            f"{one.time.astimezone(local_zone()):%Y-%m-%d %H:%M}",
            name(f"backup.{one.kind}"),
            str(one.size),
            str(one.path),
        )
        for one in backups
    ]
    call.output.rows(("time", "kind", "bytes", "file"), rows, documents)
    return Exit.DONE


def restore(call: Call) -> int:
    """``restore``: the store alone, or not at all."""
    source = call.arguments.file
    if not source.exists():
        raise UserError("backup_missing", path=str(source))
    kept = restore_backup(call.paths(), call.store, source)
    before = "" if kept is None else f" The store of before is kept as {kept}."
    answer = {"restored": str(source), "kept": None if kept is None else str(kept)}
    call.output.answer(answer, [f"Restored {source}.{before}"])
    return Exit.DONE
