"""Looking into texts in SQL: plain characters only, so that ``%``, ``_`` and backslashes mean themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, LargeBinary, case, cast, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from rakumap.core.text import folded


class _Place(FunctionElement[int]):
    """Where the second text begins within the first, counted from 1; 0 when it is not in it."""

    type = Integer()
    inherit_cache = True


@compiles(_Place)
def _place(element: _Place, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(_Place, "sqlite")
def _place_sqlite(element: _Place, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


def place(text: Any, wanted: str) -> ColumnElement[int]:
    """Where ``wanted`` begins within ``text``, from 1; 0 when it is not in it, NULL when there is no text."""
    return _Place(text, wanted)


def holds(key: Any, wanted: str) -> ColumnElement[bool]:
    """Whether a folded text contains ``wanted``, itself folded."""
    return place(key, wanted) > 0


def holds_folded(text: Any, wanted: str) -> ColumnElement[bool]:
    """Whether a text contains ``wanted``, both folded; the function of Python is called for non-ASCII texts only."""
    ascii_only = func.length(text) == func.length(cast(text, LargeBinary))
    key = case((ascii_only, func.lower(text)), else_=func.folded(text))
    return place(key, folded(wanted)) > 0
