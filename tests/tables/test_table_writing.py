"""Writing: what is written is read again, whole or not at all, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import stat
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.words import sentence
from rakumap.tables.reading import open_table
from rakumap.tables.sniff import Format, sniff
from rakumap.tables.writing import REASON, Value, guarded, reject_rows, to_tsv, unguarded, write_csv, write_xlsx
from tests.tables.conftest import Save

HEADER = ["SKU", "Title", "Note"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@\t\r\n'\",;|＝表"), max_size=12)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=6)


def cells_of(path: Path, fmt: Format | None = None) -> list[tuple[str, ...]]:
    table = open_table(path, fmt)
    found = list(table.records())
    assert [record.problem for record in found if record.problem] == []
    return [record.cells for record in found]


# ---- the formula guard


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("-", "'-"),
        ("--3", "'--3"),
        ("-007", "'-007"),
        ("-1e5", "'-1e5"),
        ("-3\n", "'-3\n"),
        ("'-3", "'-3"),
        ("-3", "-3"),
        ("-0.5", "-0.5"),
        ("", ""),
        ("'", "'"),
        ("''", "''"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        (" =1", " =1"),
        ("0017", "0017"),
    ],
)
def test_guard(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text


@given(text=st.text() | st.text(st.sampled_from("'=-+@3.\t\n＋a")))
def test_the_guard_comes_off_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+@\t\r\n＝＋－＠")
    assert not guarded(text).startswith("-") or re.fullmatch(r"-[0-9.]+", text)


@given(one=st.text(), other=st.text(st.sampled_from("'=-3")))
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert one == other or guarded(one) != guarded(other)


# ---- CSV: written and read


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8-sig", "utf-8", "utf-16", "utf-16-le"]),
)
def test_any_text_comes_back(save: Save, rows: list[tuple[str, ...]], delimiter: str, encoding: str) -> None:
    path = save("").with_name("written.csv")
    write_csv(path, HEADER, rows, delimiter=delimiter, encoding=encoding)
    fmt = sniff(path, encoding=encoding, delimiter=delimiter)
    found = list(open_table(path, fmt).records())
    problems = [record for record in found if record.problem]
    # The one exception: a record each of whose lines would be a record of its own is taken for a stray quote's work.
    assert all(record.cells[0].count(delimiter) == len(HEADER) - 1 for record in problems)
    if problems:
        return
    read = [tuple(unguarded(cell) for cell in record.cells) for record in found]
    assert read == [row for row in rows if any(map(guarded, row))]


@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "euc_jp"])
@given(rows=ROWS)
def test_texts_of_other_encodings_come_back(save: Save, encoding: str, rows: list[tuple[str, ...]]) -> None:
    rows = [
        tuple("".join(char for char in cell if can(char, encoding) and char not in "\r\n") for cell in row)
        for row in rows
    ]
    path = save("").with_name("written.csv")
    write_csv(path, HEADER, rows, encoding=encoding)
    read = cells_of(path, sniff(path, encoding=encoding, delimiter=","))
    assert [tuple(map(unguarded, row)) for row in read] == [row for row in rows if any(row)]


def can(char: str, encoding: str) -> bool:
    try:
        return char.encode(encoding).decode(encoding) == char
    except UnicodeError:
        return False


def test_what_a_file_looks_like(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    rows: list[Sequence[Value]] = [["0017", 'Mug, "red"', 5], ["=A", None, -3], ["é", "two\nlines", Decimal("1E+2")]]
    write_csv(path, HEADER, rows)
    assert path.read_bytes().decode("utf-8-sig") == (
        'SKU,Title,Note\r\n0017,"Mug, ""red""",5\r\n\'=A,,-3\r\né,"two\nlines",100\r\n'
    )
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    write_csv(path, HEADER, rows, guard=False, encoding="utf-8")
    assert b"\r\n=A,,-3\r\n" in path.read_bytes()


def test_into_a_stream() -> None:
    made = io.StringIO(newline="")
    write_csv(made, HEADER, [["a", "@b", Decimal("0.50")]], delimiter="\t")
    assert made.getvalue() == "SKU\tTitle\tNote\r\na\t'@b\t0.50\r\n"


def test_a_character_that_the_encoding_lacks_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(UserError) as caught:
        write_csv(path, HEADER, [["a", "😀", ""]], encoding="cp932")
    assert caught.value.code == "cannot_encode"
    assert "😀" in sentence(caught.value.code, caught.value.values)
    with pytest.raises(UserError):
        write_csv(path, HEADER, [["a", "\ud800", ""]])
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.csv"]


# ---- XLSX: written and read


@given(rows=ROWS)
def test_any_text_comes_back_from_a_workbook(save: Save, rows: list[tuple[str, ...]]) -> None:
    path = save("").with_name("written.xlsx")
    illegal = any(char in cell for row in rows for cell in row for char in "\ufffe\uffff")
    if illegal:
        with pytest.raises(UserError) as caught:
            write_xlsx(path, HEADER, rows)
        assert caught.value.code == "xlsx_bad_character"
        return
    write_xlsx(path, HEADER, rows)
    assert cells_of(path) == [row for row in rows if any(row)]


@given(text=st.text(st.sampled_from("_x005F0041D\r\n\t\x00\x01\x0b&<>\"' \x7f\x85\u2028"), max_size=30))
def test_escapes_and_control_characters_come_back(save: Save, text: str) -> None:
    path = save("").with_name("written.xlsx")
    write_xlsx(path, ["A", "B"], [[text, "x"]])
    assert cells_of(path) == [(text, "x")]


def test_types_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows: list[Sequence[Value]] = [
        ["0017", "4006381333931", 5, Decimal("19.99"), "=1+1", None, "", 10**15, Decimal("NaN"), "http://x.y", "TRUE"],
        ["1-Mar", "1E5", -3, Decimal("0"), "'x", None, " ", -(10**15) + 1, Decimal("1234567890.1234567"), "é", "12"],
    ]
    write_xlsx(path, list("ABCDEFGHIJK"), rows)
    theirs = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert theirs[1:] == [
        ["0017", "4006381333931", 5.0, 19.99, "=1+1", "", "", "1000000000000000", "NaN", "http://x.y", "TRUE"],
        ["1-Mar", "1E5", -3.0, 0.0, "'x", "", " ", -999999999999999.0, "1234567890.1234567", "é", "12"],
    ]
    assert cells_of(path)[0][:6] == ("0017", "4006381333931", "5", "19.99", "=1+1", "")
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        (["A"], ["x" * 32_768], "xlsx_text_too_long"),
        (["A"], ["\ud800"], "xlsx_bad_character"),
        (["A"] * 16_385, ["x"], "xlsx_too_many_columns"),
    ],
)
def test_what_a_workbook_cannot_hold(tmp_path: Path, header: list[str], row: list[str], code: str) -> None:
    with pytest.raises(UserError) as caught:
        write_xlsx(tmp_path / "out.xlsx", header, [row])
    assert caught.value.code == code
    assert "…" not in sentence(caught.value.code, caught.value.values)
    assert os.listdir(tmp_path) == []


def test_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_xlsx(tmp_path / "out.xlsx", ["A"], ([] for _ in range(1_048_576)))
    assert caught.value.code == "xlsx_too_many_rows"
    write_xlsx(tmp_path / "out.xlsx", ["A"], [["x" * 32_767]])
    assert len(cells_of(tmp_path / "out.xlsx")[0][0]) == 32_767


# ---- whole or not at all

WRITERS: dict[str, Callable[..., int]] = {"csv": write_csv, "xlsx": write_xlsx}


class Stop(Exception):  # noqa: N818 - stands for any failure of whoever makes the rows
    pass


def broken_rows() -> Iterator[Sequence[Value]]:
    yield ["a", "b", "c"]
    raise Stop


@pytest.mark.parametrize("kind", WRITERS)
def test_rows_that_fail_leave_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out.{kind}"
    with pytest.raises(Stop):
        WRITERS[kind](path, HEADER, broken_rows())
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("kind", WRITERS)
def test_cancelling_leaves_the_old_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out.{kind}"
    path.write_text("old")
    seen: list[Progress] = []
    job = Job(seen.append)

    def rows() -> Iterator[Sequence[Value]]:
        for number in range(5_000):
            if number == 3_000:
                job.cancel()
            yield [str(number), "b", "c"]

    with pytest.raises(Cancelled):
        WRITERS[kind](path, HEADER, rows(), job=job)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == [path.name]
    assert [step.done for step in seen] == [0, 1000, 2000]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "file_not_writable")])
@pytest.mark.parametrize("where", ["fsync", "replace", "write"])
def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, number: int, code: str, where: str
) -> None:
    path = tmp_path / f"out.{kind}"
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    if where == "write":
        monkeypatch.setattr(csv, "writer", fail)
        monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", fail)
    else:
        monkeypatch.setattr(os if where == "fsync" else Path, where, fail)
    with pytest.raises(UserError) as caught:
        WRITERS[kind](path, HEADER, [["a", "b", "c"]])
    monkeypatch.undo()
    assert caught.value.code == code
    assert str(path) in sentence(caught.value.code, caught.value.values)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("kind", WRITERS)
def test_nothing_stays_in_the_folder_of_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    with pytest.raises(Stop):
        WRITERS[kind](tmp_path / f"out.{kind}", HEADER, broken_rows())
    WRITERS[kind](tmp_path / f"out.{kind}", HEADER, [["a", "b", "c"]])
    assert os.listdir(tmp_path / "tmp") == []


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    for place, code in ((tmp_path / "no" / "out.csv", "file_not_writable"), (tmp_path, "file_is_folder")):
        with pytest.raises(UserError) as caught:
            write_csv(place, HEADER, [])
        assert caught.value.code == code
        assert "…" not in sentence(caught.value.code, caught.value.values)


@pytest.mark.skipif(sys.platform == "win32", reason="no links and modes as here")
def test_links_modes_and_devices(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_csv(link, HEADER, [])
    assert link.is_symlink()
    assert real.read_bytes() == b"\xef\xbb\xbfSKU,Title,Note\r\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    write_csv(Path("/dev/null"), HEADER, [])
    assert Path("/dev/null").is_char_device()


def test_a_very_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 200 + ".csv")
    write_csv(path, HEADER, [])
    assert os.listdir(tmp_path) == [path.name]


# ---- refused rows


def test_refused_rows_stand_as_they_were(save: Save, tmp_path: Path) -> None:
    table = open_table(save('SKU,Max\nA,1\nB,x\nC,1,2,3\n"D" x,5\nE\n'), Format("csv", "utf-8", ","))
    reasons = {3: "no number", 4: "ragged", 5: "quotes", 6: "short"}
    path = tmp_path / "rejects.csv"
    write_csv(path, (*table.header, REASON), reject_rows(table, reasons))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["SKU", "Max", "Reason"],
            ["B", "x", "no number"],
            ["C", "1", "ragged", "2", "3"],
            ['"D" x,5', "", "quotes"],
            ["E", "", "short"],
        ]


# ---- the clipboard


def pasted(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


def test_a_copy() -> None:
    rows: list[Sequence[Value]] = [["a\tb", 'say "x"', 1], ['"q"', "two\nlines", None], ["=1", "-3", Decimal("1E1")]]
    text = to_tsv(["A", "B", "C"], rows)
    assert text == 'A\tB\tC\n"a\tb"\tsay "x"\t1\n"""q"""\t"two\nlines"\t\n=1\t-3\t10'
    assert pasted(text)[1:] == [["a\tb", 'say "x"', "1"], ['"q"', "two\nlines", ""], ["=1", "-3", "10"]]
    assert to_tsv(None, [['"q"\t']]) == '"q"\t'
    assert to_tsv(None, []) == ""
    assert to_tsv(["A"], [["b"]]) == "A\nb"


@given(rows=st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=4))
def test_copies_paste_as_they_were(rows: list[list[str]]) -> None:
    assert pasted(to_tsv(None, rows)) == rows
