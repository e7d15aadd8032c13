"""Every code that a lower package raises or notes has its sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from rakumap.core.words import SENTENCES

SOURCE = Path(__file__).parents[1] / "src" / "rakumap"
MAKERS = {"UserError", "RuleRefused", "ChannelError", "StoreError", "StaleChange", "Finding"}


def codes() -> Iterator[tuple[str, str]]:
    """Each literal code with the file it stands in."""
    for path in SOURCE.rglob("*.py"):
        if "gui" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS and node.args:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value, path.name


def test_every_code_has_a_sentence() -> None:
    found = dict(codes())
    assert len(found) > 80
    assert {code: name for code, name in found.items() if code not in SENTENCES} == {}


def test_a_sentence_is_one_line_that_ends() -> None:
    for code, text in SENTENCES.items():
        assert "\n" not in text, code
        if not code.startswith(("step_", "did_", "set_")):
            assert text[-1] in ".?…", code
