"""What a person chose, kept in a file that may be anything by the time it is read."""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.errors import StoreError
from rakumap.core.words import SENTENCES
from rakumap.system.settings import ImportProfile, Layout, Notice, Settings, load, save

FULL = Settings(
    last_channel="Rakuten “UK”\n楽天",
    last_screen="mapping",
    theme="dark",
    density="compact",
    letter_keys=False,
    font_size=14,
    layouts={
        "Rakuten UK": Layout(("sku", "title", "linked_to"), {"sku": 120, "title": 400}, "sku", True),
        "": Layout(),
    },
    imports={"sku,title": ImportProfile({"sku": "Seller SKU"}, {"end_when": "3"}, "cp932", "\t", ",")},
)


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == (Settings(), None)
    assert list(tmp_path.iterdir()) == []


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save(path, FULL)
    assert load(path) == (FULL, None)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_another_version_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "light"\nsparkles = 3\n[future]\na = [1, 2]\n', "utf-8")
    settings, notice = load(path)
    assert notice is None
    save(path, replace(settings, theme="dark"))
    document = tomllib.loads(path.read_text("utf-8"))
    assert (document["theme"], document["sparkles"], document["future"]) == ("dark", 3, {"a": [1, 2]})


@pytest.mark.parametrize(
    "data", [b"theme = ", b"\xff\xfe\x00", b"\x00", b"a" * 100_000, b"x = " + b"[" * 100_000, b"a = 1\na = 2\n"]
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    settings, notice = load(path)
    aside = tmp_path / "settings.toml.damaged"
    assert settings == Settings()
    assert notice == Notice("settings_damaged", {"path": str(aside)})
    assert notice.code in SENTENCES
    assert aside.read_bytes() == data
    assert load(path) == (Settings(), None)


@pytest.mark.parametrize(
    "line",
    [
        'theme = "pink"',
        "theme = 3",
        "theme = [1]",
        "density = true",
        'letter_keys = "yes"',
        "font_size = 1.5",
        "font_size = true",
        "font_size = 5",
        "font_size = -1",
        "last_channel = 2026-01-31",
        "layouts = 1",
        "layouts.a = 1",
        "layouts.a.columns = 1",
        "layouts.a.columns = [1]",
        'layouts.a.widths = {sku = "wide"}',
        "layouts.a.sort = 1",
        "imports.a.mapping = [1]",
        "imports.a.mapping = {sku = 1}",
    ],
)
def test_one_wrong_value_costs_only_itself(tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'{line}\nlast_screen = "mapping"\n', "utf-8")
    settings, notice = load(path)
    assert settings == Settings(last_screen="mapping")
    assert notice is not None
    assert notice.code == "settings_ignored"
    assert notice.values["keys"] == line.split(" ")[0].split(".")[0]


def test_widths_and_columns_are_made_sensible(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('layouts.a = {columns = ["sku", "sku"], widths = {sku = -5, title = 999999}}\n', "utf-8")
    assert load(path)[0].layouts["a"] == Layout(("sku",), {"sku": 0, "title": 10_000})


@given(
    st.dictionaries(st.text(), st.builds(Layout, st.lists(st.text(), unique=True).map(tuple), sort=st.text())),
    st.text(),
)
def test_any_text_comes_back(layouts: dict[str, Layout], channel: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        save(path, Settings(last_channel=channel, layouts=layouts))
        assert load(path) == (Settings(last_channel=channel, layouts=layouts), None)


def test_half_a_character_does_not_stop_saving(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save(path, Settings(last_channel="a\ud83d"))
    assert load(path) == (Settings(last_channel="a\ufffd"), None)


def test_a_full_disk_keeps_the_old_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    save(path, FULL)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="disk_full"):
            save(path, Settings())
    assert load(path) == (FULL, None)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(StoreError, match="settings_unreadable"):
        load(tmp_path / "settings.toml")
