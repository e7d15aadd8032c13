"""What a person chose for this program on this computer: one frozen value, kept in a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import tomli_w

from rakumap.core.errors import StoreError
from rakumap.system.files import translated, write_whole

Theme = Literal["system", "light", "dark"]
Density = Literal["comfortable", "compact"]

SMALLEST_FONT, LARGEST_FONT = 6, 48


@dataclass(frozen=True, slots=True)
class Layout:
    """How one channel's table is shown: keys of the columns in their order, widths in pixels, the sort."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ImportProfile:
    """How files with one header were read before: field -> header; "" is "detect it"."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. ``unknown`` keeps what another version of the program wrote."""

    last_channel: str = ""
    last_screen: str = ""
    theme: Theme = "system"
    density: Density = "comfortable"
    letter_keys: bool = True
    """Whether plain letters work as keys while the table has the focus."""
    font_size: int = 0
    """Points; 0 is the system's."""
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    """By channel."""
    secrets: str = ""
    """Where secrets are kept: keyring, file, session; "" while the person chose nothing."""
    imports: Mapping[str, ImportProfile] = field(default_factory=dict)
    """By what ``tables`` calls a header's signature."""
    unknown: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person should know about their settings: a sentence of ``rakumap.core.words``."""

    code: str
    values: Mapping[str, object]


def load(path: Path) -> tuple[Settings, Notice | None]:
    """Read the settings; what cannot be used becomes its default, and a damaged file is set aside with a notice.

    Raises ``StoreError`` when the file is there but may not be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        raise StoreError("settings_unreadable", path=str(path)) from error
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return Settings(), _set_aside(path)
    wrong: list[str] = []
    settings = _read(document, wrong)
    return settings, Notice("settings_ignored", {"path": str(path), "keys": ", ".join(wrong)}) if wrong else None


def save(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all, for this user alone. Raises ``StoreError``."""
    document = dict(settings.unknown)
    for known in _KNOWN:
        value = getattr(settings, known)
        if known == "layouts":
            document[known] = {name: _layout_document(layout) for name, layout in value.items()}
        elif known == "imports":
            document[known] = {name: _import_document(profile) for name, profile in value.items()}
        else:
            document[known] = value
    # Half a character cannot be in TOML; Qt hands one out when a person types half of it.
    text = re.sub("[\ud800-\udfff]", "\ufffd", tomli_w.dumps(document))
    write_whole(path, text.encode("utf-8"))


def _set_aside(path: Path) -> Notice:
    aside = path.with_name(f"{path.name}.damaged")
    try:
        path.replace(aside)
    except OSError as error:
        raise translated(error, path) from error
    return Notice("settings_damaged", {"path": str(aside)})


_KNOWN = tuple(known.name for known in fields(Settings) if known.name != "unknown")


def _read(document: Mapping[str, Any], wrong: list[str]) -> Settings:
    """Take what fits; ``wrong`` gets the keys of what does not."""
    found: dict[str, Any] = {"unknown": {name: value for name, value in document.items() if name not in _KNOWN}}
    for name, read in _READERS.items():
        if name in document:
            try:
                found[name] = read(document[name])
            except (TypeError, ValueError):
                wrong.append(name)
    return Settings(**found)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _font_size(value: object) -> int:
    size = _number(value)
    if size != 0 and not SMALLEST_FONT <= size <= LARGEST_FONT:
        raise ValueError
    return size


def _one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError
        return _text(value)

    return read


def _table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _layouts(value: object) -> dict[str, Layout]:
    return {name: _layout(_table(table)) for name, table in _table(value).items()}


def _layout(table: Mapping[str, Any]) -> Layout:
    columns = table.get("columns", [])
    if not isinstance(columns, list):
        raise TypeError
    return Layout(
        tuple(dict.fromkeys(_text(column) for column in columns)),
        {name: max(0, min(_number(width), 10_000)) for name, width in _table(table.get("widths", {})).items()},
        _text(table.get("sort", "")),
        _flag(table.get("descending", False)),
    )


def _layout_document(layout: Layout) -> dict[str, Any]:
    return {
        "columns": list(layout.columns),
        "widths": dict(layout.widths),
        "sort": layout.sort,
        "descending": layout.descending,
    }


def _imports(value: object) -> dict[str, ImportProfile]:
    return {name: _import(_table(table)) for name, table in _table(value).items()}


def _import(table: Mapping[str, Any]) -> ImportProfile:
    return ImportProfile(
        {name: _text(header) for name, header in _table(table.get("mapping", {})).items()},
        {name: _text(text) for name, text in _table(table.get("defaults", {})).items()},
        _text(table.get("encoding", "")),
        _text(table.get("delimiter", "")),
        _text(table.get("decimal", "")),
    )


def _import_document(profile: ImportProfile) -> dict[str, Any]:
    return {
        "mapping": dict(profile.mapping),
        "defaults": dict(profile.defaults),
        "encoding": profile.encoding,
        "delimiter": profile.delimiter,
        "decimal": profile.decimal,
    }


_READERS: Mapping[str, Callable[[object], object]] = {
    "last_channel": _text,
    "last_screen": _text,
    "theme": _one_of("system", "light", "dark"),
    "density": _one_of("comfortable", "compact"),
    "letter_keys": _flag,
    "font_size": _font_size,
    "layouts": _layouts,
    "secrets": _one_of("", "keyring", "file", "session"),
    "imports": _imports,
}
