"""Whatever is counted on the screen has both of its forms in English too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]


def counted() -> Iterator[tuple[str, str]]:
    """Class and text of every ``self.tr(text, "", number)``; a text in other words is not read."""
    for path in sorted((ROOT / "src/rakumap/gui").glob("*.py")):
        for klass in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(klass, ast.ClassDef):
                for call in ast.walk(klass):
                    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "tr" and len(call.args) == 3:
                        text = call.args[0]
                        assert isinstance(text, ast.Constant), ast.unparse(call)
                        yield klass.name, str(text.value)


def test_every_number_has_its_plural() -> None:
    known: set[tuple[str, str]] = set()
    for context in ET.parse(ROOT / "resources/translations/rakumap_en.ts").iter("context"):  # noqa: S314 - a file of ours
        name = context.findtext("name", "")
        for message in context.iter("message"):
            forms = [form.text or "" for form in message.iter("numerusform")]
            assert len(forms) == 2, (name, message.findtext("source"))
            assert not any("(s)" in form for form in forms), (name, forms)
            known.add((name, message.findtext("source", "")))
    assert set(counted()) - known == set()
