"""The commands and options, as the README lists them; knows nothing of what they do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from rakumap import __version__
from rakumap.core.autolink import RULES
from rakumap.core.model import ForceReason
from rakumap.core.numbers import LIMIT_FIELDS
from rakumap.core.text import storable

FREE_TEXT = ("--filter", "--columns", "--set", "--map", "--default", "--name", "--delimiter")
"""Options whose value may begin with a minus sign."""
EPILOG = "A SKU that begins with a minus sign stands behind --, such as: rakumap unlink NAME -- -17"


class UsageError(Exception):
    """The command line cannot be understood; the text says why and what to do."""


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` that raises instead of printing and ending the process."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageError``."""
        raise UsageError(f"{message}; see {self.prog} --help")


Commands = argparse._SubParsersAction  # noqa: SLF001 - the type has no public name


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line. Raises ``UsageError``; ``--help`` and ``--version`` print and raise ``SystemExit``."""
    return build().parse_args(joined(arguments))


def joined(arguments: Sequence[str]) -> list[str]:
    """Join options with values that begin with a minus sign, which argparse would take for options."""
    found: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*found, word, *words]
        following = next(words, None) if word in FREE_TEXT else None
        if following is None:
            found.append(word)
        elif following.startswith("-") and not following.startswith("--"):
            found.append(f"{word}={following}")
        else:
            found += [word, following]
    return found


def build() -> Parser:
    """Make the parser of the whole command line."""
    parser = Parser(
        prog="rakumap",
        description="Links marketplace listings to inventory items. Without a command it opens the window.",
        epilog=EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"rakumap {__version__}")
    parser.add_argument("--profile", type=text, metavar="DIR", help="keep everything below DIR")
    parser.add_argument("--store", type=text, metavar="URL", help="another store, such as sqlite:///FILE")
    parser.set_defaults(run=None, json=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", dest="command")
    demo = add(commands, "demo", "upkeep:demo", "open the window on the sample shop")
    demo.add_argument("--no-window", action="store_true", help="only make the sample shop, print its profile")
    _channels(commands)
    _reports(commands)
    _listings(commands)
    _decisions(commands)
    _trade(commands)
    _files(commands)
    _history(commands)
    _upkeep(commands)
    return parser


def add(commands: Commands[Parser], name: str, run: str, does: str) -> Parser:
    """Add a command that ``run`` ("module:function" of this package) carries out."""
    parser = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".", epilog=EPILOG)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)
    return parser


def group(commands: Commands[Parser], name: str, does: str) -> Commands[Parser]:
    """Add a command that has commands of its own."""
    parser = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
    return parser.add_subparsers(metavar="ACTION", title="actions", dest="action", required=True)


# ---- values ----------------------------------------------------------------------------------------------------------


def text(value: str) -> str:
    """A text that can be kept."""
    if storable(value) is not None:
        raise argparse.ArgumentTypeError("it holds characters that are no text in UTF-8, or is too long")
    return value


def pair(value: str) -> tuple[str, str]:
    """``KEY=VALUE``."""
    key, mark, rest = text(value).partition("=")
    if not mark or not key.strip():
        raise argparse.ArgumentTypeError(f"write KEY=VALUE instead of {value!r}")
    return key.strip(), rest


def count(value: str) -> int:
    """A whole number from 1."""
    if not value.isascii() or not value.isdigit() or not 0 < len(value) < 10 or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 1")
    return int(value)


def score(value: str) -> Decimal:
    """A number from 0 to 1."""
    whole, _, rest = value.partition(".")
    if value.isascii() and whole in ("0", "1") and (not rest or rest.isdigit()) and len(rest) < 10:
        found = Decimal(value)
        if found <= 1:
            return found
    raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 1")


def reason(value: str) -> tuple[ForceReason, str]:
    """A code of the seed's reasons, or ``other`` with a text behind a colon."""
    code, _, rest = text(value).partition(":")
    try:
        found = ForceReason(code.strip())
    except ValueError:
        known = ", ".join(ForceReason)
        raise argparse.ArgumentTypeError(f"{code!r} is not a reason; use one of: {known}") from None
    return found, rest.strip()


# ---- groups of commands ----------------------------------------------------------------------------------------------


def _channels(commands: Commands[Parser]) -> None:
    actions = group(commands, "channel", "channels: add, set, list, switch on and off, test, remove")
    new = add(actions, "add", "channels:add", "add a channel")
    new.add_argument("--kind", required=True, type=text, help="report-file")
    new.add_argument("--name", required=True, type=text)
    new.add_argument("--enable", action="store_true", help="fetch reports from the next half hour on")
    _settings(new)
    change = add(actions, "set", "channels:change", "change settings of a channel; an empty value clears")
    _name(change)
    _settings(change)
    add(actions, "list", "channels:show", "list the channels")
    for name, run, does in (
        ("enable", "switch_on", "fetch the channel's reports"),
        ("disable", "switch_off", "fetch no reports any more"),
        ("sync-on", "sync_on", "switch Inventory Sync on"),
        ("sync-off", "sync_off", "switch Inventory Sync off"),
        ("remove", "remove", "hide the channel; its links are kept and undo brings it back"),
    ):
        _name(add(actions, name, f"channels:{run}", does))
    _secrets(actions.choices["remove"])
    test = add(actions, "test", "channels:test", "try whether the channel answers")
    _name(test)
    _secrets(test)


def _settings(parser: Parser) -> None:
    parser.add_argument("--set", type=pair, nargs="+", action="extend", default=[], metavar="KEY=VALUE")
    parser.add_argument(
        "--secret", type=text, nargs="+", action="extend", default=[], metavar="KEY", help="read from standard input"
    )
    parser.add_argument(
        "--secrets-in",
        choices=("keyring", "file"),
        help="keep secrets in the system's keyring, or in a file locked with a passphrase (the first line read)",
    )
    _secrets(parser)


def _reports(commands: Commands[Parser]) -> None:
    refresh = add(commands, "refresh", "reports:refresh", "fetch the channel's report when it is due")
    _name(refresh)
    refresh.add_argument("--force", action="store_true", help="Force Mapping Refresh: now, once in 4 hours")
    refresh.add_argument("--reason", type=reason, metavar="CODE", help=", ".join(ForceReason))
    held = refresh.add_mutually_exclusive_group()
    held.add_argument("--accept-held", action="store_true", help="merge the report that waits for a word")
    held.add_argument("--discard-held", action="store_true", help="forget the report that waits for a word")
    _secrets(refresh)
    _secrets(add(commands, "watch", "reports:watch", "fetch the reports of all enabled channels until stopped"))
    log = add(commands, "log", "reports:log", "show the Automation Logs, newest first")
    log.add_argument("--event", type=text)
    log.add_argument("--channel", type=text, metavar="NAME")
    log.add_argument("--since", type=text, metavar="ISO", help="such as 2026-01-31 or 2026-01-31T08:00:00Z")


def _listings(commands: Commands[Parser]) -> None:
    listings = add(commands, "listings", "listings:listings", "list the listings of a channel")
    _name(listings)
    listings.add_argument("--filter", type=text, default="", metavar="QUERY", help="such as: is:unlinked title:mug")
    listings.add_argument("--columns", type=text, metavar="A,B", help="which values, by their JSON keys")
    listings.add_argument("--format", choices=("csv", "json", "table"))
    search = add(commands, "search", "listings:search", "search the inventory by SKU, title or barcode")
    search.add_argument("text", type=text)
    search.add_argument("--limit", type=count, default=100, metavar="N")


def _decisions(commands: Commands[Parser]) -> None:
    link = add(commands, "link", "decisions:link", "link a listing to an item")
    _pair(link)
    link.add_argument("--replace", action="store_true", help="also when it is linked to another item")
    unlink = add(commands, "unlink", "decisions:unlink", "take the link off a listing, or off all of a filter")
    _name(unlink)
    unlink.add_argument("channel_sku", type=text, nargs="?")
    unlink.add_argument("--filter", type=text, metavar="QUERY")
    _listing_id(unlink)
    _pair(add(commands, "reject", "decisions:reject", "remember that an item is not a listing's"))
    change = add(commands, "set", "decisions:change", "set values of a listing; - clears")
    _name(change)
    change.add_argument("channel_sku", type=text)
    change.add_argument(
        "values",
        type=pair,
        nargs="+",
        metavar="KEY=VALUE",
        help=f"ignore_sync, excluded, released, sku_change, {', '.join(LIMIT_FIELDS)}",
    )
    _listing_id(change)
    suggest = add(commands, "suggest", "suggest:suggest", "suggest items for the listings that wait for a link")
    _name(suggest)
    suggest.add_argument("--out", type=Path, metavar="FILE", help="write CSV there; standard output without")
    add(commands, "answer-suggestions", "suggest:answer", "answer the window's questions about suggestions, one a line")
    auto = add(commands, "autolink", "suggest:autolink", "link what is certain")
    _name(auto)
    auto.add_argument("--dry-run", action="store_true", help="only say what would be linked")
    auto.add_argument("--min-score", type=score, metavar="X", help="0 to 1; equal SKUs have 1")
    auto.add_argument("--min-gap", type=score, metavar="X", help="0 to 1: how far the second candidate lies behind")
    auto.add_argument("--rule", action="append", choices=RULES, help="only links of this rule; may be said again")


def _trade(commands: Commands[Parser]) -> None:
    submit = add(commands, "submit", "trade:submit", "send the quantities that are due, after the orders")
    _name(submit)
    submit.add_argument("--dry-run", action="store_true", help="only list them, with the steps that led to each")
    submit.add_argument(
        "--filter", type=text, metavar="QUERY", help="of these only, and again what failed or drifted: is:drift"
    )
    submit.add_argument(
        "--after-restore", action="store_true", help="the store came out of a backup and its levels are right"
    )
    _secrets(submit)
    orders = add(commands, "orders", "trade:orders", "download new orders and resolve their lines")
    _name(orders)
    orders.add_argument("--list", action="store_true", help="list the lines too, those that wait for a link first")
    _secrets(orders)


def _files(commands: Commands[Parser]) -> None:
    inventory = group(commands, "inventory", "the seller's items")
    _import(add(inventory, "import", "files:import_inventory", "import items and levels from a file"))
    source = add(inventory, "source", "source:setup", "set up where inventory comes from; an empty value clears")
    source.add_argument("kind", type=text, metavar="KIND", help="linnworks")
    _settings(source)
    pull = add(inventory, "pull", "source:pull", "bring items, barcodes and levels from the source")
    pull.add_argument("--dry-run", action="store_true", help="only say what would be done")
    _secrets(pull)
    links = group(commands, "links", "links as files")
    source = add(links, "import", "files:import_links", "link listings as a file says")
    _name(source)
    _import(source)
    target = add(links, "export", "files:export_links", "write the links; importing them again changes nothing")
    _name(target)
    target.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="CSV, TSV, XLSX or JSON; standard output without"
    )
    for name, does in (
        ("push", "write the links to the source of inventory as channel SKUs"),
        ("pull", "take the links over that the source of inventory has"),
    ):
        over = add(links, name, f"source:{name}_links", does)
        _name(over)
        over.add_argument("--dry-run", action="store_true", help="only say what would be done")
        over.add_argument("--replace", action="store_true", help="also where the other side says something else")
        _secrets(over)
    limits = group(commands, "limits", "Min/Max quantities")
    source = add(limits, "import", "files:import_limits", "import Min/Max quantities from a file")
    _name(source)
    _import(source)
    source.add_argument("--default", type=pair, nargs="+", action="extend", default=[], metavar="COLUMN=VALUE")
    source.add_argument("--rejects", type=Path, metavar="FILE", help="write the refused rows there, with the reason")


def _import(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--map", type=pair, nargs="+", action="extend", default=[], metavar="FIELD=HEADER")
    parser.add_argument("--encoding", type=text)
    parser.add_argument("--delimiter", type=text, help="a character, or the word tab")


def _history(commands: Commands[Parser]) -> None:
    history = add(commands, "history", "decisions:history", "show what was done, newest first")
    history.add_argument("--limit", type=count, default=50, metavar="N")
    undo = add(commands, "undo", "decisions:undo", "take back the newest step, or the given one")
    undo.add_argument("entry", type=count, nargs="?", metavar="ENTRY")
    add(commands, "redo", "decisions:redo", "do again what was undone last")


def _upkeep(commands: Commands[Parser]) -> None:
    doctor = add(commands, "doctor", "upkeep:doctor", "check the store and this computer")
    doctor.add_argument("--repair", action="store_true", help="repair what can be repaired")
    doctor.add_argument("--quick", action="store_true", help="only look whether the store's file is damaged")
    ahead = add(commands, "prepare", "upkeep:prepare", "make the filters of a big channel fast before the window opens")
    _name(ahead)
    backup = add(commands, "backup", "upkeep:backup", "write a verified copy of the whole store")
    backup.add_argument("file", type=Path, nargs="?", metavar="FILE", help="without it among the profile's own backups")
    backup.add_argument("--if-due", action="store_true", help="only if the newest is four hours old; thins older ones")
    backup.add_argument("--list", action="store_true", help="list the profile's own backups, newest first")
    restore = add(commands, "restore", "upkeep:restore", "put a backup in the place of the store")
    restore.add_argument("file", type=Path, metavar="FILE")


def _name(parser: Parser) -> None:
    parser.add_argument("name", type=text, metavar="NAME", help="the channel's name")


def _pair(parser: Parser) -> None:
    _name(parser)
    parser.add_argument("channel_sku", type=text, metavar="CHANNEL_SKU")
    parser.add_argument("item_sku", type=text, metavar="ITEM_SKU")
    _listing_id(parser)


def _listing_id(parser: Parser) -> None:
    parser.add_argument("--listing-id", type=text, metavar="ID", help="where the SKU stands under several listings")


def _secrets(parser: Parser) -> None:
    parser.add_argument(
        "--secrets-from-env", action="store_true", help="take secrets from RAKUMAP_SECRET_<KEY>, for this run only"
    )
    parser.add_argument("--secrets-on-stdin", action="store_true", help=argparse.SUPPRESS)


__all__ = ["Parser", "UsageError", "joined", "read"]
