"""JSON files: objects in an array or one after another, read in bounded memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.model import ItemRow, Problem, ReportRow
from rakumap.tables.reading import open_table
from rakumap.tables.typed import item_rows, report_rows
from tests.tables.conftest import Save

ROWS = [{"sku": "0017", "title": "Tasse é", "price": "1"}, {"sku": "B", "quantity": "3"}]


def read(path: Path, job: Job | None = None) -> list[tuple[str, ...]]:
    with open_table(path, job=job) as table:
        return [table.header, *(record.cells for record in table.records())]


EXPECTED = [("sku", "title", "price", "quantity"), ("0017", "Tasse é", "1", ""), ("B", "", "", "3")]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2, ensure_ascii=False),
        "\n".join(map(json.dumps, ROWS)),
        "\ufeff" + json.dumps(ROWS),
        "\r\n".join(map(json.dumps, ROWS)) + "\r\n\r\n",
    ],
)
def test_an_array_and_lines_of_objects_are_the_same(save: Save, text: str) -> None:
    assert read(save(text.encode(), "rows.json")) == EXPECTED


def test_values_stay_as_they_stand_in_the_file(save: Save) -> None:
    text = '[{"a": 12345678901234567890.10, "b": true, "c": null, "d": {"x": [1]}, "e": 1e3, "f": false, "g": ""}, {}]'
    assert read(save(text.encode(), "rows.json"))[1:] == [
        ("12345678901234567890.10", "true", "", '{"x":["1"]}', "1e3", "false", "")
    ]


@pytest.mark.parametrize(
    "text",
    ['[{"a": 1}', '[{"a": 1}, {"a"', '[{"a": 1}, 5]', '[{"a": 1}] x', '{"a": 1} x', '{"a": "' + "x" * 3_000_000 + '"}'],
)
def test_what_is_cut_off_or_no_list_of_objects_is_refused(save: Save, text: str) -> None:
    with pytest.raises(UserError) as caught:
        read(save(text.encode(), "rows.json"))
    assert caught.value.code == "file_broken"


def test_no_objects_no_table(save: Save) -> None:
    with pytest.raises(UserError) as caught:
        read(save(b"[ ]", "rows.json"))
    assert caught.value.code == "file_empty"


@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=9), min_size=1), min_size=1))
def test_every_value_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> None:
    path = tmp_path_factory.mktemp("json") / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    names = list(dict.fromkeys(name for row in rows for name in row))
    with open_table(path) as table:
        found = [record.cells for record in table.records()]
    cells = [tuple(row.get(name, "") for name in names) for row in rows]
    assert found == [one for one in cells if any(one)]


def test_memory_does_not_grow_with_the_file_and_cancelling_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([{"sku": f"S{n}", "title": "x" * 50} for n in range(40_000)]), encoding="utf-8")
    tracemalloc.start()
    with open_table(path) as table:
        assert sum(1 for _ in table.records()) == 40_000
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000 < path.stat().st_size

    def stop(progress: Progress) -> None:
        if progress.phase == "reading" and progress.done > 200_000:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        read(path, job)


NESTED = [{"sku": "A", "level": 1, "pictures": ["x"]}, {"sku": "B", "level": {"shop": 2}}, {"sku": ["C"], "level": 3}]


def test_a_nested_value_refuses_its_row_where_one_value_is_wanted(save: Save) -> None:
    with open_table(save(json.dumps(NESTED).encode(), "rows.json"), kind="inventory") as table:
        good, *bad = item_rows(table, table.columns)
    assert good == ItemRow(2, "A", None, None, 1, None)
    assert [(one.line, one.field, one.code) for one in bad if isinstance(one, Problem)] == [
        (3, "level", "value_nested"),
        (4, "sku", "value_nested"),
    ]
    with open_table(save(json.dumps(NESTED).encode(), "rows.json"), kind="report") as table:
        found = list(report_rows(table, table.columns))
    assert [one.identity for one in found if isinstance(one, Problem)] == [True], "such a report makes nothing Gone"
    assert [one.sku for one in found if isinstance(one, ReportRow)] == ["A", "B"]
