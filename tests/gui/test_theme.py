"""The look: contrast that can be read, every icon there, light and dark from one template, text that stays text."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from rakumap.gui.theme import DARK, LIGHT, Theme, Tokens

SOURCE = Path(__file__).parents[2] / "src" / "rakumap" / "gui"
PAIRS = [
    ("text", "card"),
    ("text", "ground"),
    ("text", "row"),
    ("text", "selection"),
    ("muted", "card"),
    ("muted", "ground"),
    ("muted", "row"),
    ("linked", "card"),
    ("unlinked", "card"),
    ("attention", "card"),
    ("attention", "row"),
    ("text", "attention_ground"),
    ("primary_text", "primary"),
]


def luminance(name: str) -> float:
    color = QColor(name)
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
        for part in (color.redF(), color.greenF(), color.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=lambda name: name)
def test_text_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    colors = asdict(tokens)
    one, other = sorted((luminance(colors[text]), luminance(colors[ground])), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= 4.5


def test_light_and_dark_change_colours_and_icons_at_once(theme: Theme) -> None:
    seen = {}
    for choice in ("dark", "light"):
        theme.choose(choice)
        seen[choice] = (theme.dark, theme.icon("link").pixmap(QSize(24, 24)).toImage())
    assert (seen["dark"][0], seen["light"][0]) == (True, False)
    assert seen["dark"][1] != seen["light"][1]


def test_every_icon_that_is_named_exists(theme: Theme) -> None:
    text = (SOURCE / "actions.py").read_text(encoding="utf-8")
    names = set(re.findall(r'\), "([a-z-]+)"[,)]', text)) | set(re.findall(r'icon="([a-z-]+)"', text))
    assert len(names) > 12
    for name in names:
        assert not theme.icon(name).isNull()


def test_rows_are_higher_than_their_text(theme: Theme) -> None:
    assert theme.row_height("comfortable") > theme.row_height("compact") > 18
