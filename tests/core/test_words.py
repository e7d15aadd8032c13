"""Sentences and names: every code has one, all are whole, and nothing from outside breaks them."""

from __future__ import annotations

import ast
import string
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rakumap
from rakumap.core import words
from rakumap.core.model import ForceReason, Outcome, State
from rakumap.core.quantity import Step
from rakumap.core.words import NAMES, SENTENCES, filled, name, sentence, shown, steps_text

FRAGMENTS = ("step_", "did_", "set_")  # not sentences of their own
ERRORS = {"UserError", "RuleRefused", "ChannelError", "StoreError", "StaleChange"}


def placeholders(template: str) -> list[str]:
    return [field for _, field, _, _ in string.Formatter().parse(template) if field is not None]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_each_is_a_whole_sentence(code: str) -> None:
    template = SENTENCES[code]
    assert all(field.isidentifier() for field in placeholders(template))
    assert template == " ".join(template.split())
    if code.startswith(FRAGMENTS):
        assert not template.endswith(".")
    else:
        assert template[0].isupper() or template[0] in "“{" or template.startswith(("http", "rakumap"))
        assert template[-1] in ".?…"
        assert ". " not in template.replace("e.g. ", "")


def texts_of(node: ast.expr) -> list[str]:
    """Return the plain strings an expression can be: itself, or either side of a choice."""
    if isinstance(node, ast.IfExp):
        return texts_of(node.body) + texts_of(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def codes_raised() -> dict[str, str]:
    """Every code that the program gives an error or a Problem as a plain string, with the module it stands in."""
    found: dict[str, str] = {}
    for path in Path(rakumap.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = 0 if called in ERRORS else 2 if called == "Problem" else None
            if place is not None and len(node.args) > place:
                found |= dict.fromkeys(texts_of(node.args[place]), path.name)
    return found


def test_every_code_of_the_program_has_a_sentence() -> None:
    missing = {code: module for code, module in codes_raised().items() if code not in SENTENCES}
    assert missing == {}


def test_everything_with_a_choice_has_names() -> None:
    wanted = [f"state.{state.value}" for state in State]
    wanted += [f"outcome.{outcome.value}" for outcome in Outcome]
    wanted += [f"force.{reason.value}" for reason in ForceReason]
    wanted += ["by.person", "by.autolink", "by.report"]
    assert [key for key in wanted if key not in NAMES] == []
    assert all(text and text == text.strip() for text in NAMES.values())


def test_fills_in_what_there_is() -> None:
    assert sentence("bad_price", {"value": "x"}).startswith("The price “x” cannot be read")
    assert sentence("bad_price").startswith("The price “…” cannot be read")
    assert sentence("bad_price", {"value": "{other}", "more": "y"}).startswith("The price “{other}” cannot")


def test_a_code_without_a_sentence_is_readable() -> None:
    assert sentence("disk_on_fire", {"path": "/x", "bytes": 3}) == "Disk on fire (path /x, bytes 3)."
    assert sentence("disk_on_fire") == "Disk on fire."
    assert sentence("") == "Something happened."
    assert name("column.sku") == "SKU"
    assert name("column.some_thing") == "Some thing"
    assert name("lonely") == "Lonely"


def test_values_are_shown_for_people() -> None:
    moment = datetime(2026, 4, 23, 14, 30, tzinfo=UTC)
    assert shown(moment) == "2026-04-23 14:30 UTC"
    assert shown(moment, timezone(timedelta(hours=9), "JST")) == "2026-04-23 23:30 JST"
    assert shown(Decimal("1E+2")) == "100"
    assert shown("a\x1b[31m") == "a⟨U+001B⟩[31m"
    assert shown("x" * 500) == "x" * 199 + "…"
    assert shown(12) == "12"


@pytest.mark.parametrize("template", ["{", "{0}", "{}", "{value.x}", "{value[x]}", "{value!z}", "{value:d}"])
def test_a_broken_translation_stays_as_it_is(template: str) -> None:
    assert filled(template, {"value": "x"}) == template


@given(
    st.text() | st.sampled_from(sorted(SENTENCES)), st.dictionaries(st.text(), st.text() | st.none() | st.integers())
)
def test_never_raises(code: str, values: dict[str, object]) -> None:
    assert sentence(code, values)
    assert isinstance(name(code), str)


def test_steps_in_one_line() -> None:
    assert (
        steps_text([Step("step_available", {"available": "3"}), Step("step_send", {"send": "0"})])
        == "available 3; send 0"
    )
    assert steps_text([]) == ""


def test_a_step_that_sets_values_says_which() -> None:
    one = {"listing": "PNT-035", "max_listed": "10", "end_when": "", "ignore_sync": "True"}
    assert words.step("set", one, 1) == "PNT-035: Max Listed 10, End when cleared, Ignore Sync on"
    assert words.step("set", {"percentage": "12.5"}, 40) == "40 listings: Percentage 12.5"
    assert words.step("no_item", {"listing": "A", "no_item": "False"}, 1) == "A: No item off"
    assert words.step("never heard of", {}, 1) == "Never heard of"
    assert words.step("link_equal", {}, 7, lambda text: text.replace("by equal", "mit gleicher")) == (
        "Linked 7 listings mit gleicher SKU"
    )
