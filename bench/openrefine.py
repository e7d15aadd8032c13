"""OpenRefine of Debian, headless, driven by HTTP on this computer: load, filter, join by `cell.cross`, export."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import profiles
from bench.children import Broke
from bench.data import Shop
from bench.kept import PeerRow

PORT = 3334
PATIENCE = 60.0
NEEDLE = "steel"
MEMORY = "4096M"


class Refine:
    """A running OpenRefine."""

    def __init__(self) -> None:
        self._address = f"http://127.0.0.1:{PORT}/"

    def ask(
        self, command: str, values: dict[str, str] | None = None, body: bytes | None = None, kind: str = ""
    ) -> bytes:
        """One command."""
        data = body if body is not None else None if values is None else urllib.parse.urlencode(values).encode()
        request = urllib.request.Request(self._address + command, data)  # noqa: S310 - the loopback address above
        if kind:
            request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310
            found: bytes = answer.read()
        return found

    def token(self) -> str:
        """What every change has to bring along."""
        return str(json.loads(self.ask("command/core/get-csrf-token"))["token"])

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.token()
                return
            except (OSError, urllib.error.URLError):
                if time.monotonic() > deadline:
                    raise Broke("installed, but it did not start") from None
                time.sleep(0.2)

    def load(self, name: str, file: Path) -> str:
        """Make a project of a file; its number."""
        mark = uuid.uuid4().hex
        options = json.dumps({"separator": ",", "guessCellValueTypes": False, "encoding": "UTF-8"})
        fields = {"project-name": name, "format": "text/line-based/*sv", "options": options}
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="project-file"; filename="{file.name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        address = f"command/core/create-project-from-upload?csrf_token={self.token()}"
        self.ask(address, body=body, kind=f"multipart/form-data; boundary={mark}")
        projects = json.loads(self.ask("command/core/get-all-project-metadata"))["projects"]
        return next(str(key) for key, facts in projects.items() if facts["name"] == name)

    def count(self, project: str, column: str, expression: str) -> int:
        """How many rows a custom facet lets through."""
        choice = {"v": {"v": True, "l": "true"}}
        facet = {"type": "list", "name": column, "columnName": column, "expression": expression, "selection": [choice]}
        engine = json.dumps({"facets": [facet | {"omitBlank": False, "omitError": False}], "mode": "row-based"})
        values = {"project": project, "engine": engine, "start": "0", "limit": "50"}
        found: dict[str, Any] = json.loads(self.ask("command/core/get-rows?project=" + project, values))
        return int(found["filtered"])

    def add_column(self, project: str, expression: str) -> None:
        """Make a column of an expression."""
        values = {
            "project": project,
            "baseColumnName": "sku",
            "newColumnName": "linked",
            "expression": expression,
            "columnInsertIndex": "2",
            "onError": "set-to-blank",
            "engine": json.dumps({"facets": [], "mode": "row-based"}),
            "csrf_token": self.token(),
        }
        self.ask(f"command/core/add-column?project={project}", values)
        while json.loads(self.ask(f"command/core/get-processes?project={project}"))["processes"]:
            time.sleep(0.05)

    def export(self, project: str) -> int:
        """All rows as CSV; how many."""
        values = {"project": project, "format": "csv", "engine": json.dumps({"facets": [], "mode": "row-based"})}
        return self.ask("command/core/export-rows/out.csv", values).count(b"\n") - 1


def openrefine(shop: Shop, work: Path) -> Iterator[PeerRow]:
    """The steps of P10."""
    program = shutil.which("openrefine") or shutil.which("refine")
    if program is None:
        raise Broke("not installed")
    folder = profiles.run_folder(work) / "refine"
    folder.mkdir(exist_ok=True)
    command = [
        program,
        "-p",
        str(PORT),
        "-i",
        "127.0.0.1",
        "-m",
        MEMORY,
        "-d",
        str(folder),
        "-x",
        "refine.headless=true",
    ]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=sys.platform != "win32") as server:
        try:
            yield from _steps(Refine(), shop)
        finally:
            _end(server)
            shutil.rmtree(folder, ignore_errors=True)


def _end(server: subprocess.Popen[bytes]) -> None:
    import os
    import signal

    if sys.platform == "win32":
        server.kill()
    else:
        os.killpg(server.pid, signal.SIGKILL)


def _steps(refine: Refine, shop: Shop) -> Iterator[PeerRow]:
    refine.wait()
    began = time.perf_counter()
    try:
        refine.load("items", shop.items)
        project = refine.load("listings", shop.first)
        yield _row("load", began)
        began = time.perf_counter()
        hits = refine.count(project, "title", f"grel:value.toLowercase().contains('{NEEDLE}')")
        yield _row("filter", began, hits)
        began = time.perf_counter()
        refine.add_column(project, "grel:if(value.cross('items', 'SKU').length() > 0, value, null)")
        taken = time.perf_counter() - began
        hits = refine.count(project, "linked", "grel:isNonBlank(value)")
        yield PeerRow("OpenRefine", "join", taken, None, hits)
        began = time.perf_counter()
        hits = refine.export(project)
        yield _row("export", began, hits)
    except (OSError, KeyError, ValueError, StopIteration) as error:
        raise Broke(f"{type(error).__name__}: {str(error)[:100]}") from error


def _row(step: str, began: float, hits: int | None = None) -> PeerRow:
    return PeerRow("OpenRefine", step, time.perf_counter() - began, None, hits)
