"""The kinds of channels and their settings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import rakumap.channels
from rakumap.channels.connector import REPORT_FILE, SETTINGS, check, settings_of
from rakumap.channels.kinds import KINDS, connector
from rakumap.channels.report_file import ReportFile
from rakumap.core.errors import RuleRefused, StoreError, UserError
from rakumap.core.words import NAMES, SENTENCES, sentence


def test_every_kind_offered_can_be_made() -> None:
    assert SETTINGS.keys() == KINDS.keys() == {REPORT_FILE}
    assert isinstance(connector(REPORT_FILE, {"path": "report.csv"}), ReportFile)


def test_the_keys_of_the_command_line() -> None:
    keys = {setting.name: setting for setting in settings_of(REPORT_FILE)}
    assert {"path", "outbox", "orders", "authorization"} <= keys.keys()
    assert [name for name, setting in keys.items() if setting.required] == ["path"]
    assert [name for name, setting in keys.items() if setting.secret] == ["authorization"]
    assert all(setting.label in NAMES for setting in keys.values())


@pytest.mark.parametrize("kind", ["rakuten-ichiba", "rakuten-france", "channel-integration", "ebay", ""])
def test_a_kind_that_is_not_there(kind: str) -> None:
    for call in (lambda: connector(kind, {}), lambda: check(kind, {}), lambda: settings_of(kind)):
        with pytest.raises(UserError) as caught:
            call()
        assert caught.value.code == "kind_not_available"
        assert caught.value.values == {"kind": kind, "known": "report-file"}


def test_settings_are_tidied() -> None:
    given = {"path": " ~/report.csv \n", "orders": "  ", "delimiter": "\t", "map.sku": "Seller SKU"}
    assert check(REPORT_FILE, given) == {"path": "~/report.csv", "delimiter": "\t", "map.sku": "Seller SKU"}


@pytest.mark.parametrize(
    ("settings", "code", "setting"),
    [
        ({}, "setting_missing", "path"),
        ({"path": "  "}, "setting_missing", "path"),
        ({"path": "r.csv", "pth": "x"}, "setting_unknown", "pth"),
        ({"path": "r.csv", "authorization": "canary"}, "setting_secret", "authorization"),
    ],
)
def test_wrong_settings(settings: dict[str, str], code: str, setting: str) -> None:
    with pytest.raises(UserError) as caught:
        check(REPORT_FILE, settings)
    assert (caught.value.code, caught.value.values["setting"]) == (code, setting)
    assert "canary" not in str(caught.value)


def test_an_address_is_looked_at_when_it_is_set() -> None:
    with pytest.raises(UserError, match="url_plain_http"):
        check(REPORT_FILE, {"path": "http://shop.example/r.csv"})


def codes(package: str) -> set[str]:
    """Every code that the modules of a package give to an error or a test result."""
    found: set[str] = set()
    for path in (Path(rakumap.channels.__file__).parents[1] / package).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                literals = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                if node.func.id in ("UserError", "ChannelError", "StoreError", "RuleRefused", "TestResult"):
                    found.update(literals[:1])
    return found


@pytest.mark.parametrize("package", ["channels", "system"])
def test_every_code_has_its_sentence(package: str) -> None:
    missing = codes(package) - SENTENCES.keys()
    assert not missing
    assert codes(package)


def test_sentences_are_filled() -> None:
    error = StoreError("disk_full", path="/data")
    assert sentence(error.code, error.values).startswith("The disk that holds /data is full")
    assert RuleRefused.exit != error.exit
