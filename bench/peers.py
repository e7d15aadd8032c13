"""P10: what a user would take instead, on the same files in the same run; says what is not installed.

DuckDB and pandas are put by name into a virtual environment of their own, below the working folder, where that is
possible. LibreOffice and OpenRefine are used when they are installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import children, profiles
from bench.children import Broke
from bench.data import Shop
from bench.kept import PeerRow
from bench.openrefine import openrefine

PACKAGES = ("duckdb", "pandas")
NEEDLE = "steel"
MOST = 600
"""Seconds after which a peer is ended."""


def measure(shop: Shop, work: Path) -> list[PeerRow]:
    """Ours and every peer's rows."""
    found: list[PeerRow] = []
    tools: dict[str, Callable[[], Iterator[PeerRow]]] = {
        "rakumap": lambda: _ours(shop, work),
        "SQLite from Python": lambda: _script("SQLite from Python", sys.executable, "sqlite", shop, work),
        **{name: lambda name=name: _package(name, shop, work) for name in PACKAGES},  # type: ignore[misc]
        "LibreOffice Calc": lambda: _calc(shop, work),
        "OpenRefine": lambda: openrefine(shop, work),
    }
    for tool, rows in tools.items():
        try:
            for row in rows():
                found.append(row)
        except (Broke, subprocess.TimeoutExpired) as error:
            found.append(
                PeerRow(tool, "all" if not any(one.tool == tool for one in found) else "the rest", said=str(error))
            )
    return found


def _ours(shop: Shop, work: Path) -> Iterator[PeerRow]:
    """The commands that a person would type; what they find out is kept in the store."""
    with profiles.empty(work) as profile:
        name, path = f"--name={profiles.CHANNEL}", f"path={shop.first}"
        children.run(
            children.rakumap(profile, "channel", "add", "--kind", "report-file", name, "--enable", "--set", path)
        )
        items = children.run(children.rakumap(profile, "inventory", "import", str(shop.items)))
        force = ("refresh", "--force", "--reason=other: bench", "--", profiles.CHANNEL)
        report = children.run(children.rakumap(profile, *force))
        peak = max(items.peak or 0, report.peak or 0) or None
        yield PeerRow("rakumap", "load", items.seconds + report.seconds, peak, shop.rows)
        listings = ("listings", "--format", "csv", "--columns")
        command = children.rakumap(profile, *listings, "sku", "--filter", f"title:{NEEDLE}", "--", profiles.CHANNEL)
        ended = children.run(command)
        yield PeerRow("rakumap", "filter", ended.seconds, ended.peak, len(ended.output.splitlines()) - 1)
        ended = children.run(children.rakumap(profile, "autolink", "--json", "--", profiles.CHANNEL))
        yield PeerRow("rakumap", "join", ended.seconds, ended.peak, json.loads(ended.output).get("linked"))
        columns = "listing_id,sku,title,linked_to,channel_quantity,price,barcode"
        ended = children.run(children.rakumap(profile, *listings, columns, "--", profiles.CHANNEL))
        yield PeerRow("rakumap", "export", ended.seconds, ended.peak, len(ended.output.splitlines()) - 1)


def _package(name: str, shop: Shop, work: Path) -> Iterator[PeerRow]:
    """A package of Python, from an environment of its own."""
    yield from _script(name, _environment(name, work), name, shop, work)


def _environment(name: str, work: Path) -> str:
    """The Python of an environment that has the package. Raises ``Broke`` when there is none."""
    folder = work / f"venv-{name}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        children.run([sys.executable, "-m", "venv", folder])
    try:
        children.run([python, "-c", f"import {name}"])
    except Broke:
        pip: list[str | Path] = [
            python,
            "-m",
            "pip",
            "install",
            "-qq",
            "--disable-pip-version-check",
            "--no-input",
            "--only-binary",
            ":all:",
        ]
        try:
            children.run([*pip, name])
        except Broke as error:
            raise Broke("not installed, and it could not be installed") from error
    return str(python)


def _script(tool: str, python: str, name: str, shop: Shop, work: Path) -> Iterator[PeerRow]:
    """Run the steps of `peer_steps.py` in some Python."""
    target = profiles.run_folder(work) / "out.csv"
    script = Path(__file__).with_name("peer_steps.py")
    ended = children.run([python, script, name, shop.items, shop.first, target, NEEDLE])
    target.unlink(missing_ok=True)
    for line in ended.output.splitlines():
        step = json.loads(line)
        yield PeerRow(tool, step["step"], step["seconds"], ended.peak, step["hits"])


def _calc(shop: Shop, work: Path) -> Iterator[PeerRow]:
    """LibreOffice without a window: it can open and save; filter and join need a person."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Broke("not installed")
    folder = profiles.run_folder(work) / "calc"
    folder.mkdir(exist_ok=True)
    try:
        options: list[str | Path] = [
            "--headless",
            f"-env:UserInstallation={folder.as_uri()}/user",
            "--convert-to",
            "xlsx",
            "--outdir",
            folder,
        ]
        ended = children.run(["timeout", str(MOST), program, *options, shop.first], ok=(0, 124))
        made = folder / "report-1.xlsx"
        said = "opens and saves; filter and join need its window" if made.exists() else f"ended after {MOST} s"
        yield PeerRow(
            "LibreOffice Calc", "load and export", ended.seconds if made.exists() else None, ended.peak, said=said
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
