"""An X server that nobody looks at."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def screen(size: str = "1600x1000") -> Iterator[str]:
    """A display of one's own for as long as the block runs; without Xvfb the one there is."""
    if shutil.which("Xvfb") is None:
        yield os.environ["DISPLAY"]
        return
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        try:
            with open(reader, encoding="ascii") as answer:
                number = answer.readline().strip()
            if not number:
                raise OSError("Xvfb did not start")
            yield f":{number}"
        finally:
            server.terminate()
