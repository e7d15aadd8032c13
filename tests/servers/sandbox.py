"""All stand-ins at once, with one shop, and how to connect rakumap to them: `python3 dev.py sandbox`."""

from __future__ import annotations

import argparse
import csv
import random
import signal
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from tests.servers import endpoint, france, ichiba, linnworks
from tests.servers.base import Stand
from tests.servers.endpoint import EndpointStand
from tests.servers.france import FranceStand
from tests.servers.goods import goods
from tests.servers.ichiba import IchibaStand
from tests.servers.linnworks import LinnworksStand

S = TypeVar("S", bound=Stand)

PORT = 18_801
LEAST = 20
"""Listings of a shop that has room for every oddity."""
SECRETS: Mapping[str, str] = {
    "SERVICE_SECRET": ichiba.SERVICE_SECRET,
    "LICENSE_KEY": ichiba.LICENSE_KEY,
    "TOKEN": france.TOKEN,
    "AUTHORIZATION_TOKEN": endpoint.TOKEN,
    "APPLICATION_ID": linnworks.APPLICATION_ID,
    "APPLICATION_SECRET": linnworks.APPLICATION_SECRET,
    "INSTALL_TOKEN": linnworks.INSTALL_TOKEN,
}
"""Invented, and accepted by the stand-ins only."""


class Sandbox:
    """The running stand-ins; use it as a context."""

    def __init__(self, count: int, port: int) -> None:
        self.folder = Path()
        self._stack = ExitStack()
        self.ichiba = _on(lambda at: IchibaStand(count, at), port)
        self.france = _on(lambda at: FranceStand(count, at), port and port + 1)
        self.endpoint = _on(lambda at: EndpointStand(count, at), port and port + 2)
        self.linnworks = _on(lambda at: LinnworksStand(count, at), port and port + 3)
        for shop in (self.ichiba, self.france, self.endpoint):
            shop.plant()
        self._goods = goods(count)
        self._chance = random.Random(11)

    def __enter__(self) -> Sandbox:
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="rakumap-sandbox-"))
        for stand in (self.ichiba, self.france, self.endpoint, self.linnworks):
            self._stack.enter_context(stand)
        self.folder = Path(folder)
        with (self.folder / "inventory.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("SKU", "Title", "Barcode", "Level"))
            writer.writerows((one.sku, one.title, one.barcode, one.quantity + 5) for one in self._goods)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def channels(self) -> list[tuple[str, str, list[str]]]:
        """Kind, name and settings of each channel."""
        return [
            ("rakuten-ichiba", "Sandbox Ichiba", [f"base_url={self.ichiba.url}"]),
            (
                "rakuten-france",
                "Sandbox France",
                [f"base_url={self.france.url}", f"login={france.LOGIN}", "profile_id=1"],
            ),
            ("channel-integration", "Sandbox Endpoint", [f"base_url={self.endpoint.url}"]),
        ]

    def guide(self) -> str:
        """What to type in another terminal."""
        lines = ["The stand-ins are running. In another terminal, in this folder:", ""]
        lines += [f"  export RAKUMAP_SECRET_{name}={text}" for name, text in SECRETS.items()]
        lines += ['  rakumap() { python3 dev.py run --profile /tmp/rakumap-sandbox "$@"; }', ""]
        for kind, name, settings in self.channels():
            given = " ".join(f"--set {one}" for one in settings)
            lines.append(f'  rakumap channel add --kind {kind} --name "{name}" {given} --enable')
        lines += ["", f"  rakumap inventory import {self.folder / 'inventory.csv'}", "  # or, from Linnworks:"]
        given = f"--set base_url={self.linnworks.url}"
        lines.append(
            f"  rakumap inventory source linnworks {given} --secrets-from-env && rakumap inventory pull --secrets-from-env"
        )
        lines += ["", '  rakumap channel test "Sandbox Ichiba" --secrets-from-env']
        lines.append('  rakumap refresh "Sandbox Ichiba" --force --secrets-from-env')
        lines += ["  rakumap watch --secrets-from-env", "", "Ctrl+C here ends them; they forget everything."]
        return "\n".join(lines)

    def sell(self) -> str:
        """Let somebody buy a piece of something in each shop; says what."""
        pair = self._chance.choice(list(self.ichiba.inventory))
        advert = self._chance.choice([one for one in self.france.adverts if one.sku])
        sku = self._chance.choice(list(self.endpoint.products))
        self.ichiba.sell(pair)
        self.france.sell(advert)
        self.endpoint.sell(sku)
        return f"sold: Ichiba {'/'.join(pair)}, France {advert.sku}, Endpoint {sku}"

    def trouble(self) -> list[str]:
        """What a client did that none must do."""
        stands: list[Stand] = [self.ichiba, self.france, self.endpoint, self.linnworks]
        return [words for stand in stands for words in stand.violations]


def _on(make: Callable[[int], S], port: int) -> S:
    """Make a stand-in on a port, or on any when that one is taken."""
    with suppress(OSError):
        return make(port)
    return make(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until interrupted; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py sandbox", description="Start a stand-in for every channel.")
    parser.add_argument("--listings", type=int, default=2000, metavar="N", help="listings of each shop (2000)")
    parser.add_argument("--port", type=int, default=PORT, help=f"first of four ports ({PORT}; 0: any)")
    parser.add_argument(
        "--sales", type=float, default=30, metavar="SECONDS", help="time between two sales (30; 0: none)"
    )
    given = parser.parse_args(arguments)
    over = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: over.set())
    with Sandbox(max(LEAST, given.listings), given.port) as sandbox:
        print(sandbox.guide(), flush=True)
        while not over.wait(given.sales or None):
            print(sandbox.sell(), flush=True)
        for words in sandbox.trouble():
            print(f"a client must never do this: {words}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
