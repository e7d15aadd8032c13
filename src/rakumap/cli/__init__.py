"""The command line: parses, calls the services, prints; no rules of its own.

Commands stand in modules by area and are imported when they run, so that ``--help`` and a first answer are quick.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rakumap.cli import output, parser
from rakumap.cli.output import Output
from rakumap.core.errors import Cancelled, Exit, RakumapError, UserError
from rakumap.core.words import sentence

if TYPE_CHECKING:
    from rakumap.bootstrap import Services
    from rakumap.system.paths import Paths

Window = Callable[["Paths", str | None], int]
"""Opens the window on a profile and a store URL; returns the exit code."""
SECRET_PREFIX = "RAKUMAP_SECRET_"  # noqa: S105 - the name of variables, not a secret
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One command on its way: its arguments, where it prints, and what it may use."""

    arguments: Namespace
    output: Output
    window: Window | None

    @property
    def profile(self) -> Path | None:
        """The folder of ``--profile``."""
        given: str | None = self.arguments.profile
        return None if given is None else Path(given)

    @property
    def store(self) -> str | None:
        """The URL of ``--store``."""
        given: str | None = self.arguments.store
        return given

    def paths(self) -> Paths:
        """The paths of the profile."""
        from rakumap.system.paths import Paths

        return Paths.of(self.profile)

    @contextmanager
    def services(self, paths: Paths | None = None, *, alone: bool = False) -> Iterator[Services]:
        """Open the store and what works on it; ``alone`` without anybody else."""
        from rakumap.bootstrap import open_services

        with open_services(paths or self.paths(), self.store, self.secrets(), alone=alone) as services:
            yield services

    def secrets(self) -> Mapping[str, str]:
        """The secrets of this run: from the window that started it, or from the environment when that was asked for."""
        if getattr(self.arguments, "secrets_on_stdin", False):
            return read_secrets()
        if not getattr(self.arguments, "secrets_from_env", False):
            return {}
        found = {name: value for name, value in os.environ.items() if name.startswith(SECRET_PREFIX) and value}
        return {name.removeprefix(SECRET_PREFIX).lower(): value for name, value in found.items()}


def read_secrets() -> dict[str, str]:
    """Read what ``system.child`` writes: one line with a JSON object."""
    import json

    return dict(json.loads(sys.stdin.readline() or "{}"))


def main(arguments: Sequence[str], window: Window | None = None) -> int:
    """Carry out one command line; returns the exit code."""
    output.prepare_streams()
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries say is for the log file, not the terminal
    out = Output(as_json="--json" in arguments)
    try:
        code = _guarded(arguments, out, window)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our answer has gone; there is nothing to say to anybody
        _drop_output()
        return Exit.DONE
    except OSError as error:  # the answer itself cannot be written, such as on a full disk
        _drop_output()
        output.note(sentence("output_failed", {"detail": error.strerror or str(error)}))
        return Exit.REFUSED
    return code


def _guarded(arguments: Sequence[str], out: Output, window: Window | None) -> int:
    try:
        return _run(arguments, out, window)
    except SystemExit as end:  # --help, --version
        return int(end.code or 0)
    except parser.UsageError as error:
        out.fail("usage", _sentence(str(error)))
        return Exit.USAGE
    except (KeyboardInterrupt, Cancelled):
        out.fail("cancelled", "Stopped; nothing was changed.")
        return Exit.INTERRUPTED
    except UserError as error:
        out.fail(error.code, output.message(error))
        return error.exit
    except BrokenPipeError:
        raise
    except RakumapError as error:
        out.fail("failed", _sentence(str(error)))
        return Exit.REFUSED
    except Exception as error:  # noqa: BLE001 - the border: nobody shall see a traceback
        detail, path = f"{type(error).__name__}: {error}", _log_fault(arguments)
        out.fail("fault", sentence("fault", {"detail": detail, "path": path}))
        return Exit.REFUSED


def _log_fault(arguments: Sequence[str]) -> str:
    """Write the traceback of a fault of ours into the profile's log; returns where it stands."""
    from rakumap.system.logs import Logs
    from rakumap.system.paths import Paths

    with contextlib.suppress(parser.UsageError):
        given = parser.read(arguments).profile
        folder = Paths.of(None if given is None else Path(given)).logs
        if folder.is_dir():
            logs = Logs(folder, "commands")
            logs.masker.add(*(value for name, value in os.environ.items() if name.startswith(SECRET_PREFIX)))
            logs.start()
            _log.exception("a fault of rakumap's own")
            logs.stop()
            return str(logs.path)
    return "-"


def _run(arguments: Sequence[str], out: Output, window: Window | None) -> int:
    read = parser.read(arguments)
    if read.run is None:
        return open_window(Call(read, out, window))
    module, _, function = read.run.partition(":")
    command: Callable[[Call], int] = getattr(import_module(f"rakumap.cli.{module}"), function)
    return command(Call(read, out, window))


def open_window(call: Call, paths: Paths | None = None) -> int:
    """Open the window, on the profile of the call or on the given one."""
    if call.window is None:
        raise UserError("window_missing")
    return call.window(paths or call.paths(), call.store)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _drop_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


__all__ = ["Call", "Window", "main", "open_window"]
