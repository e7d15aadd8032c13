"""The only entry: the command line; the window is loaded when a command opens it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rakumap import cli

if TYPE_CHECKING:
    from rakumap.system.paths import Paths


def main() -> int:
    """Run rakumap with the arguments of this process; returns the exit code."""
    return cli.main(sys.argv[1:], _window)


def _window(paths: Paths, store_url: str | None) -> int:
    from rakumap.app import run_window

    return run_window(paths, store_url)


if __name__ == "__main__":
    sys.exit(main())
