"""Commands that look after things: the sample shop, doctor, backup, restore."""

from __future__ import annotations

from rakumap.cli import Call, open_window, progress
from rakumap.cli.parser import UsageError
from rakumap.core.errors import Exit
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
