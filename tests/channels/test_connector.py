"""The kinds of channels and their settings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import rakumap.channels
from rakumap.channels.connector import (
    ENDPOINT,
    FRANCE,
    ICHIBA,
    REPORT_FILE,
    SETTINGS,
    check,
    settings_of,
)
from rakumap.channels.kinds import KINDS, connector, source
from rakumap.channels.linnworks import Linnworks
from rakumap.channels.sources import LINNWORKS, check_source
from rakumap.core.errors import RuleRefused, StoreError, UserError
from rakumap.core.words import NAMES, SENTENCES, sentence

SECRETS = {"service_secret": "s", "license_key": "l", "token": "t", "authorization_token": "a"}
EXAMPLES = {
    REPORT_FILE: {"path": "report.csv"},
    ICHIBA: {},
    FRANCE: {"login": "shop"},
    ENDPOINT: {"base_url": "https://shop.example/linnworks/"},
}


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_every_kind_offered_can_be_made(kind: str) -> None:
    assert SETTINGS.keys() == KINDS.keys()
    made = connector(kind, EXAMPLES[kind], SECRETS)
    assert made.batch > 0
    for method in ("fetch_report", "test", "submit", "follow", "orders", "warnings"):
        assert callable(getattr(made, method))
    assert f"kind.{kind}" in NAMES
    assert all(setting.label in NAMES for setting in settings_of(kind))


@pytest.mark.parametrize("kind", [ICHIBA, FRANCE, ENDPOINT])
def test_a_secret_that_is_missing_is_named(kind: str) -> None:
    with pytest.raises(UserError, match="secret_needed") as caught:
        connector(kind, EXAMPLES[kind], {})
    assert caught.value.values["secret"] in SECRETS


def test_a_source_is_no_channel() -> None:
    secrets = {"application_id": "i", "application_secret": "s", "install_token": "t"}
    assert isinstance(source(LINNWORKS, {}, secrets), Linnworks)
    assert check_source(LINNWORKS, {"location": " Leeds "}) == {"location": "Leeds"}
    with pytest.raises(UserError, match="kind_not_available"):
        connector(LINNWORKS, {}, secrets)
    with pytest.raises(UserError, match="kind_not_available"):
        source(ICHIBA, {}, secrets)
    with pytest.raises(UserError, match="secret_needed"):
        source(LINNWORKS, {}, {})


def test_the_base_address_is_tidied_and_looked_at() -> None:
    assert check(ENDPOINT, EXAMPLES[ENDPOINT]) == {"base_url": "https://shop.example/linnworks"}
    assert check(ICHIBA, {"base_url": "http://127.0.0.1:8000/es"}) == {"base_url": "http://127.0.0.1:8000/es"}
    for address, code in (("http://shop.example", "url_plain_http"), ("shop.example", "url_invalid")):
        with pytest.raises(UserError, match=code):
            check(ENDPOINT, {"base_url": address})
    with pytest.raises(UserError, match="setting_missing"):
        check(ENDPOINT, {})


def test_the_keys_of_the_command_line() -> None:
    keys = {setting.name: setting for setting in settings_of(REPORT_FILE)}
    assert {"path", "outbox", "orders", "authorization"} <= keys.keys()
    assert [name for name, setting in keys.items() if setting.required] == ["path"]
    assert [name for name, setting in keys.items() if setting.secret] == ["authorization"]
    assert all(setting.label in NAMES for setting in keys.values())


@pytest.mark.parametrize("kind", ["linnworks", "ebay", ""])
def test_a_kind_that_is_not_there(kind: str) -> None:
    for call in (lambda: connector(kind, {}), lambda: check(kind, {}), lambda: settings_of(kind)):
        with pytest.raises(UserError) as caught:
            call()
        assert caught.value.code == "kind_not_available"
        assert caught.value.values == {"kind": kind, "known": ", ".join(SETTINGS)}


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
                if node.func.id in ("UserError", "ChannelError", "StoreError", "RuleRefused"):
                    found.update(literals[:1])
                elif node.func.id in ("TestResult", "OfferResult", "_failed"):
                    found.update(literals)
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
