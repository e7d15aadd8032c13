"""Reading CSV: every record or its problem, nothing swallowed, bounded memory."""

from __future__ import annotations

import csv
import gc
import io
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.words import sentence
from rakumap.tables.reading import Record, open_table
from rakumap.tables.sniff import Format, sniff
from tests.tables.conftest import Attempt, Save

COMMA = Format("csv", "utf-8", ",")


def records(path: Path, fmt: Format | None = COMMA) -> list[Record]:
    table = open_table(path, fmt)
    found = list(table.records())
    assert table.complete
    return found


def brief(path: Path, fmt: Format | None = COMMA) -> list[tuple[int, tuple[str, ...] | str]]:
    """Line and cells, or line and code of the problem."""
    return [(record.line, record.problem.code if record.problem else record.cells) for record in records(path, fmt)]


# ---- what is read


def test_header_and_records(save: Save) -> None:
    table = open_table(save("SKU,Title\r\nA-1,Mug\r\n0017,\u3000Cup \r\n"))
    assert table.header == ("SKU", "Title")
    assert table.size == 34
    assert table.format == COMMA
    before = table.complete
    assert list(table.records()) == [Record(2, ("A-1", "Mug")), Record(3, ("0017", "\u3000Cup "))]
    assert (before, table.complete) == (False, True)
    assert table.columns == {}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(save: Save, end: str) -> None:
    text = end.join(["a,b", "1,2", "", '"x' + end + 'y",4', "5,6", "", ""])
    assert brief(save(text)) == [(2, ("1", "2")), (4, ("x" + end + "y", "4")), (6, ("5", "6"))]


def test_mixed_line_ends_and_no_last_one(save: Save) -> None:
    assert brief(save("a,b\r1,2\n3,4\r\n5,6")) == [(2, ("1", "2")), (3, ("3", "4")), (4, ("5", "6"))]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932", "euc_jp"]
)
def test_encodings(save: Save, encoding: str) -> None:
    path = save("商品コード,商品名\r\n表-1,ソとマグカップ\r\n能-2,赤い椅子\r\n".encode(encoding))
    table = open_table(path)
    assert table.header == ("商品コード", "商品名")
    assert [record.cells for record in table.records()] == [("表-1", "ソとマグカップ"), ("能-2", "赤い椅子")]


def test_a_byte_order_mark_is_not_part_of_the_first_header(save: Save) -> None:
    assert open_table(save('\ufeff"SKU";"Prix"\nA;"1,50"\n')).header == ("SKU", "Prix")
    assert open_table(save("\ufeff\ufeffSKU;Prix\nA;1,50\n")).header == ("SKU", "Prix")


def test_semicolon_and_decimal_comma(save: Save) -> None:
    table = open_table(save("SKU;Prix\nA;1,50\nB;1.200,00\n"))
    assert (table.format.delimiter, table.format.decimal) == (";", ",")
    assert [record.cells for record in table.records()] == [("A", "1,50"), ("B", "1.200,00")]


def test_blank_lines_and_rows_of_empty_cells_are_nothing(save: Save) -> None:
    text = '\n\na,b\n\n1,2\n,\n""\n,,,\n\n3,4\n\n\n'
    assert brief(save(text)) == [(5, ("1", "2")), (10, ("3", "4"))]


def test_the_separator_line_of_excel_is_no_header(save: Save) -> None:
    table = open_table(save("sep=;\nSKU;Title\nA;B\n"))
    assert table.header == ("SKU", "Title")
    assert list(table.records()) == [Record(3, ("A", "B"))]


def test_the_end_mark_of_dos(save: Save) -> None:
    assert brief(save("a,b\n1,2\n\x1a")) == [(2, ("1", "2"))]


def test_nul_is_left_to_whoever_needs_the_cell(save: Save) -> None:
    assert brief(save("a,b\n1\0,2\n")) == [(2, ("1\0", "2"))]


def test_a_header_alone(save: Save) -> None:
    assert records(save("a,b\n")) == []
    assert records(save("a,b")) == []


def test_names_of_columns_may_be_empty_or_repeat(save: Save) -> None:
    table = open_table(save("SKU,,Note,Note,\nA,1,2,3,\n"), COMMA, kind="inventory")
    assert table.header == ("SKU", "", "Note", "Note", "")
    assert table.columns == {"sku": 0}
    with pytest.raises(UserError) as caught:
        open_table(save("SKU,sku\nA,B\n"), COMMA, kind="inventory")
    assert caught.value.code == "header_repeats"


def test_the_head_for_a_preview(save: Save) -> None:
    table = open_table(save("a,b\n1,2\n3,4\n5,6\n"))
    assert table.head(2) == [Record(2, ("1", "2")), Record(3, ("3", "4"))]
    assert len(table.head(10)) == 3
    assert table.head(0) == []
    assert not table.complete


def test_it_can_be_read_again(save: Save) -> None:
    with open_table(save("a,b\n1,2\n")) as table:
        assert list(table.records()) == list(table.records())


def test_an_unsure_encoding_is_refused_unless_someone_chose(save: Save) -> None:
    path = save("A,B\n商品,2\n".encode("euc_jp"))
    with pytest.raises(UserError) as caught:
        open_table(path)
    assert caught.value.code == "encoding_ambiguous"
    assert brief(path, sniff(path)) == [(2, ("商品", "2"))]


# ---- what cannot be used


def test_ragged_records(save: Save) -> None:
    found = records(save("a,b,c\n1,2\n1,2,3,4\n1,2,3\n"))
    assert [record.cells for record in found] == [("1", "2"), ("1", "2", "3", "4"), ("1", "2", "3")]
    problem = found[1].problem
    assert problem is not None
    assert (problem.line, problem.code, problem.identity) == (3, "ragged", True)
    assert "4 cells" in sentence(problem.code, problem.values)
    assert found[2].problem is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A quote that closes before the end of its cell.
        ('a,b\n1,"Big" mug\n2,x\n', [(2, "bad_quotes"), (3, ("2", "x"))]),
        # The same over several lines: each of them is named, none is guessed at.
        (
            'a,b\n1,"abc\n2,def\n3,"x"\n4,y\n',
            [(2, "bad_quotes"), (3, "bad_quotes"), (4, "bad_quotes"), (5, ("4", "y"))],
        ),
        # A quote within a cell is one.
        ('a,b\n1,6" pan\n2,x"\n', [(2, ("1", '6" pan')), (3, ("2", 'x"'))]),
        # A stray quote that happens to be closed by another: every line would be a record of its own.
        (
            'a,b,c\n1,"x,2\n3,y,4\n5,z",6\n7,8,9\n',
            [(2, "bad_quotes"), (3, "bad_quotes"), (4, "bad_quotes"), (5, ("7", "8", "9"))],
        ),
        # A text of two lines that is just a text.
        ('a,b,c\n1,"x, y\nz",2\n', [(2, ("1", "x, y\nz", "2"))]),
        ('a,b\n"1 High St\nLeeds, UK\nEngland",x\n', [(2, ("1 High St\nLeeds, UK\nEngland", "x"))]),
    ],
)
def test_stray_quotes(save: Save, text: str, expected: list[object]) -> None:
    assert brief(save(text)) == expected


def test_lines_with_bad_quotes_keep_their_text(save: Save) -> None:
    found = records(save('a,b\n1,"Big" mug\r\n2,x\n'))
    assert found[0].cells == ('1,"Big" mug',)


@pytest.mark.parametrize("text", ['a,b\n1,2\n3,"x\n4,5\n', 'a,b\n1,2\n3,"', 'a,b\n1,2\n"' + "x\n" * 100_000])
def test_a_quote_that_is_never_closed_refuses_the_file(save: Save, text: str) -> None:
    table = open_table(save(text), COMMA)
    with pytest.raises(UserError) as caught:
        list(table.records())
    assert (caught.value.code, caught.value.values["line"]) == ("file_bad_quotes", 3)
    assert not table.complete


def test_a_quote_that_swallows_most_of_the_file_refuses_it(save: Save) -> None:
    text = 'a,b\n1,"x\n' + "2,y\n" * 100_000 + '3,z"\n'
    table = open_table(save(text), COMMA)
    with pytest.raises(UserError) as caught:
        list(table.records())
    assert (caught.value.code, caught.value.values["line"]) == ("file_bad_quotes", 2)


LONG = 32 * 1024


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("x" * (LONG + 1), 1),
        ("x" * 131_071, 1),
        ("x" * 131_072, 1),
        ("x" * 131_073, 1),
        ("x" * 1_000_000, 1),
        ('"' + "x," * 100_000 + '"', 1),
        ('"' + "x\n" * 100_000 + '"', 100_001),
        ('"' + "x\r\n" * 20_000 + '"', 20_001),
        ('"' + 'x""\r' * 100_000 + '"', 100_001),
        ('"' + "x" * 131_069 + '""' + "\n" * 200_000 + '"', 200_001),
        ('"' + '""' * 300_000 + '"', 1),
        ('"' + "x" * 131_070 + '"', 1),
        ('"' + "x" * 400_000 + '" and more', 1),
    ],
)
def test_a_field_that_is_too_long_costs_its_row(save: Save, cell: str, lines: int) -> None:
    found = brief(save(f"a,b\n1,2\n3,{cell}\n5,6\n7,8\n"))
    assert found == [(2, ("1", "2")), (3, "text_too_long"), (3 + lines, ("5", "6")), (4 + lines, ("7", "8"))]


def test_the_longest_field_there_may_be(save: Save) -> None:
    cell = "x" * LONG
    assert brief(save(f"a,b\n1,{cell}\n")) == [(2, ("1", cell))]
    problem = records(save(f"a,Note\n1,{cell}x\n"))[0].problem
    assert problem is not None
    assert (problem.field, problem.identity) == ("Note", True)
    assert "Note" in sentence(problem.code, problem.values)


def test_a_last_field_that_is_too_long(save: Save) -> None:
    assert brief(save("a,b\n3," + "x" * 300_000)) == [(2, "text_too_long")]
    assert brief(save('a,b\n3,"' + "x" * 300_000 + '"')) == [(2, "text_too_long")]


def test_a_header_that_cannot_be_read(save: Save) -> None:
    for text, code in (("a," + "x" * 200_000, "header_too_long"), ('a,"b" c\n1,2\n', "file_bad_quotes")):
        with pytest.raises(UserError) as caught:
            open_table(save(text), COMMA)
        assert caught.value.code == code
    with pytest.raises(UserError) as caught:
        open_table(save(",,\n\n"), COMMA)
    assert caught.value.code == "file_empty"


def test_the_limit_of_csv_is_left_alone(save: Save) -> None:
    before = csv.field_size_limit()
    records(save("a,b\n1," + "x" * 500_000 + "\n"))
    assert csv.field_size_limit() == before


# ---- complete or not


def test_not_complete_before_the_end(save: Save) -> None:
    table = open_table(save("a,b\n1,2\n3,4\n"))
    reading = table.records()
    next(reading)
    assert not table.complete
    list(reading)
    assert table.complete


def test_not_complete_when_the_file_grows_meanwhile(save: Save) -> None:
    path = save("a,b\n1,2\n3,4\n")
    table = open_table(path)
    reading = table.records()
    next(reading)
    with path.open("a") as file:
        file.write("5,6\n")
    list(reading)
    assert not table.complete


def test_not_complete_when_the_file_is_touched_or_replaced(save: Save) -> None:
    path = save("a,b\n1,2\n")
    table = open_table(path)
    os.utime(path, ns=(1, 1))
    list(table.records())
    assert not table.complete
    table = open_table(path)
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)
    os.utime(path, ns=(1, 1))
    list(table.records())
    assert not table.complete


def test_a_file_that_vanishes_or_changes_its_encoding(save: Save) -> None:
    path = save("a,b\n1,2\n")
    table = open_table(path)
    path.write_bytes(b"a,b\n\xff,2\n")
    with pytest.raises(UserError) as caught:
        list(table.records())
    assert caught.value.code == "encoding_wrong"
    path.unlink()
    with pytest.raises(UserError) as caught:
        list(table.records())
    assert caught.value.code == "file_missing"


# ---- progress, cancelling, memory


def test_progress_goes_up_to_the_size(save: Save) -> None:
    seen: list[Progress] = []
    path = save("a,b\n" + "1,2\n" * 100_000)
    table = open_table(path, COMMA, job=Job(seen.append))
    list(table.records())
    done = [step.done for step in seen]
    assert len(done) > 20
    assert done == sorted(done)
    assert done[-1] > table.size * 0.9
    assert {(step.phase, step.total) for step in seen} == {("reading", table.size)}


@pytest.mark.parametrize("text", ["a,b\n" + "1,2\n" * 10_000, 'a,b\n1,"' + "x" * 1_000_000 + '"\n'])
def test_cancelling(save: Save, text: str) -> None:
    job = Job()
    reading = open_table(save(text), COMMA, job=job).records()
    job.cancel()
    with pytest.raises(Cancelled):
        list(reading)


def test_leaving_early_closes_the_file(save: Save) -> None:
    reading = open_table(save("a,b\n1,2\n3,4\n")).records()
    next(reading)
    del reading
    gc.collect()  # an open file would be a warning, and so a failure


@pytest.mark.parametrize("end", ["", '"'])
def test_memory_is_bounded_whatever_comes(tmp_path: Path, end: str) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write(f"a,b\n1,{end}")
        for _ in range(200):
            file.write("x" * 100_000)
        file.write(f"{end}\n")
        for number in range(100_000):
            file.write(f"{number},y\n")
    table = open_table(path, COMMA)
    tracemalloc.start()
    try:
        count = sum(1 for _ in table.records())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 100_001
    assert peak < 5_000_000


# ---- properties


HOSTILE = st.text(st.sampled_from("abc\",;\t|\n\r'=\x00\x1a é表\u2028\x85\x0b\x1c"), max_size=300)


@given(text=HOSTILE, delimiter=st.sampled_from(",;\t|"))
def test_no_line_is_swallowed(save: Save, attempt: Attempt, text: str, delimiter: str) -> None:
    """Each physical line belongs to exactly one record or is blank, whatever is in the file."""
    path = save("a" + delimiter + "b\n" + text)
    found = attempt(lambda: records(path, Format("csv", "utf-8", delimiter)))
    if isinstance(found, UserError):
        assert found.code == "file_bad_quotes"
        return
    lines = [record.line for record in found]
    assert lines == sorted(set(lines))
    physical = io.StringIO("a" + delimiter + "b\n" + text, newline="").readlines()
    for record, after in zip(found, [*lines[1:], len(physical) + 1], strict=False):
        raw = "".join(physical[record.line - 1 : after - 1])
        for cell in record.cells:
            # What is in a cell stands in the lines of its record, give or take the doubling of quotes.
            assert cell.replace('"', "") in raw.replace('"', "")
    blank = "".join(physical[1 : (lines or [len(physical) + 1])[0] - 1])
    assert not set(blank) - set(f'"\r\n\x1a{delimiter}')


@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=10))
def test_the_same_as_csv_reader_on_good_files(save: Save, rows: list[list[str]]) -> None:
    made = io.StringIO()
    csv.writer(made).writerows([["a", "b", "c"], *rows])
    text = made.getvalue().encode("utf-8", "replace").decode()
    expected = [tuple(cells) for cells in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]
    found = records(save(text))
    if any(record.problem for record in found):
        # Cells that are whole records of the file: see the test of stray quotes.
        assert any(cell.count(",") > 1 for cells in expected for cell in cells)
    else:
        assert [record.cells for record in found] == [cells for cells in expected if any(cells)]
