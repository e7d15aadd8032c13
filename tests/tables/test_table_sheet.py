"""The quick way through a sheet gives what expat gives, for usual and unusual XML, however it is cut into pieces."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from rakumap.tables import sheet as tested
from rakumap.tables.cells import NumberFormat
from rakumap.tables.package import BrokenPackage
from rakumap.tables.sheet import Row, Values, sheet_rows

FORMATS = [NumberFormat(), NumberFormat("date"), NumberFormat("zeros", 5), NumberFormat("percent")]
STRINGS = ["first", "", "表 & <x>"]
OPEN, CLOSE = '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="x"><sheetData>', "</sheetData></worksheet>"


def rows_of(content: bytes, quick: bool, size: int = 1 << 16) -> list[Row] | str:
    chunks = (content[start : start + size] for start in range(0, len(content), size))
    try:
        return list(sheet_rows(chunks, Values(STRINGS, FORMATS, False), quick))
    except (ExpatError, BrokenPackage, ValueError, LookupError):
        return "broken"


def both(content: bytes | str, size: int = 1 << 16) -> list[Row] | str:
    raw = content if isinstance(content, bytes) else content.encode()
    slowly = rows_of(raw, False)
    assert rows_of(raw, True, size) == slowly
    return slowly


CELLS = [
    '<c r="A1" t="s"><v>0</v></c>',
    '<c r="B1" s="1" t="s"><v>2</v></c>',
    '<c r="C1" t="s"><v>1</v></c>',
    '<c r="A1"><v>17</v></c>',
    '<c r="AB1" s="2"><v> 17\n</v></c>',
    '<c r="A1" s="1"><v>45352.5</v></c>',
    '<c r="A1" t="n"><v>1.50</v></c>',
    '<c r="A1" t="b"><v>1</v></c>',
    '<c r="A1" t="e"><v>#N/A</v></c>',
    '<c r="A1" t="d"><v>2024-03-01</v></c>',
    '<c r="A1" t="str"><f>A2&amp;"x"</f><v>text &lt;&gt;&quot;&apos;&amp;amp; _x0041_</v></c>',
    '<c r="A1"><f t="shared" si="0"/><v>5</v></c>',
    '<c r="A1" t="inlineStr"><is><t>inline 表</t></is></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> two\n\tlines </t></is></c>',
    '<c r="A1" t="inlineStr"><is><r><t>rich</t></r><r><rPr/><t> text</t></r><rPh><t>guide</t></rPh></is></c>',
    '<c r="A1" s="3"/>',
    '<c r="A1"></c>',
    '<c r="A1"><v></v></c>',
    '<c r="A1"><v/></c>',
    '<c r="A1" t="inlineStr"><is><t/></is></c>',
    "<c><v>1</v></c>",
    '<c t="s" r="B1"><v>0</v></c>',
    '<c  r="A1"><v>1</v></c>',
    "<c r='A1'><v>1</v></c>",
    '<c r="A1" cm="1"><v>1</v></c>',
    '<c r="A1"><v>&#65;</v></c>',
    '<c r="A1"><v>&nope;</v></c>',
    '<c r="A1"><v>& </v></c>',
    '<c r="A1"><v><![CDATA[<c>]]></v></c>',
    '<c r="A1"><!-- </row> --><v>1</v></c>',
    '<c r="A1"><v>a]]>b</v></c>',
    '<c r="A1" t="str"><v>a\r\nb\rc</v></c>',
    '<c r="A1"><v>\x01</v></c>',
    '<c r="A1"><v>\uffff</v></c>',
    '<c r="A1" t="s"><v>9</v></c>',
    '<c r="A1" t="s"><v>-1</v></c>',
    '<c r="A1" s="9"><v>1</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="a1"><v>1</v></c>',
    '<c r="1"><v>1</v></c>',
    '<c r="A1" t="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c>",
    '<c r="A1"><v>' + "9" * 40_000 + "</v></c>",
    '<c r="A1"><c r="B1"/></c>',
    "text",
    "<x/>",
    '<extLst><ext uri="u"><c>2</c></ext></extLst>',
]
ROW = [
    "<row>",
    '<row r="5">',
    '<row r="7" spans="1:8" ht="15.0" x14ac:dyDescent="0.25">',
    "<row r='9'>",
    '<row  r="11">',
    "<row\n>",
]


@pytest.mark.parametrize("cell", CELLS)
def test_each_kind_of_cell(cell: str) -> None:
    both(f'{OPEN}<row r="1">{CELLS[0]}</row><row r="2">{CELLS[3]}{cell}{CELLS[3]}</row><row>{CELLS[4]}</row>{CLOSE}')


def test_what_the_usual_cells_say() -> None:
    found = both(f'{OPEN}<row r="3">{CELLS[0]}{CELLS[1]}{CELLS[4]}</row><row r="4"/><row>{CELLS[10]}</row>{CLOSE}')
    assert found == [
        (3, [(0, "first", None), (1, "表 & <x>", None), (27, "00017", None)]),
        (5, [(0, "text <>\"'&amp; A", None)]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        OPEN + CLOSE,
        '<worksheet xmlns="x"><sheetData/></worksheet>',
        '<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        (OPEN.replace("UTF-8", "UTF-16") + f"<row>{CELLS[12]}</row>" + CLOSE).encode("utf-16"),
        (OPEN.replace("UTF-8", "ISO-8859-1") + '<row><c r="A1"><v>\xe9</v></c></row>' + CLOSE).encode("latin-1"),
        (OPEN + f"<row>{CELLS[12]}</row>" + CLOSE).encode("utf-8-sig"),
        OPEN.encode() + b'<row><c r="A1"><v>\xe9</v></c></row>' + CLOSE.encode(),
        OPEN + f"<row>{CELLS[3]}</row>",
        OPEN + f"<row>{CELLS[3]}",
        OPEN + f"<row>{CELLS[3]}</row></row>" + CLOSE,
        OPEN + f"<row><row>{CELLS[3]}</row></row>" + CLOSE,
        OPEN + f"<row/><row />\n <row>{CELLS[3]}</row>  <row></row> " + CLOSE,
        OPEN + f'<row r="0">{CELLS[3]}</row>' + CLOSE,
        OPEN + f'<row r="1048577">{CELLS[3]}</row>' + CLOSE,
        OPEN + f'<row r="1048576">{CELLS[3]}</row><row>{CELLS[3]}</row>' + CLOSE,
        OPEN.replace("<sheetData>", "<!-- <sheetData> --><sheetData>") + f"<row>{CELLS[3]}</row>" + CLOSE,
        "<!DOCTYPE x>" + OPEN[39:] + f"<row>{CELLS[3]}</row>" + CLOSE,
        OPEN + f"<row>{CELLS[3]}</row></sheetData><more><row>{CELLS[3]}</row></more></worksheet>",
        "",
        "nothing",
    ],
)
def test_each_kind_of_sheet(content: str | bytes) -> None:
    for size in (1, 7, 64, 1 << 16):
        both(content, size)


@given(
    rows=st.lists(st.tuples(st.sampled_from(ROW), st.lists(st.sampled_from(CELLS[:24]), max_size=4)), max_size=8),
    odd=st.sampled_from([*(cell for cell in CELLS if len(cell) < 1000), ""]),
    size=st.integers(1, 200),
)
def test_any_mixture_in_any_pieces(rows: list[tuple[str, list[str]]], odd: str, size: int) -> None:
    body = "".join(f"{start}{''.join(cells)}</row>" for start, cells in rows)
    both(f"{OPEN}{body}<row>{odd}</row>{CLOSE}", size)


@given(text=st.text(st.sampled_from("<>/cvrow =\"'A1s&;é\n!-[]?"), max_size=80), size=st.integers(1, 50))
def test_any_markup_in_any_pieces(text: str, size: int) -> None:
    both(f"{OPEN}<row>{CELLS[3]}</row>{text}<row>{CELLS[0]}</row>{CLOSE}", size)


def test_a_row_longer_than_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tested, "_MAX_WAIT", 1000)
    both(f"{OPEN}<row>{CELLS[12] * 100}</row><row>{CELLS[3]}</row>{CLOSE}", 64)
    both(f"{OPEN[:-11]}{'<x/>' * 1000}<sheetData><row>{CELLS[3]}</row>{CLOSE}", 64)


def sheets_of(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as package:
        yield package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("constant_memory", [True, False])
def test_no_row_of_a_usual_program_is_left_to_expat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constant_memory: bool
) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": constant_memory}) as made:
        sheet = made.add_worksheet()
        for row in range(500):
            sheet.write_row(
                row, 0, ["A & <B>", "", " x ", row, row / 7, True, f"=A{row + 1}", "表", "=1", "http://x.y"]
            )
            sheet.write_blank(row, 12, None, made.add_format({"bold": True}))
    calls: list[bytes] = []
    feed = tested._Expat.feed

    def counted(self: tested._Expat, chunk: bytes, last: bool = False) -> list[Row]:
        calls.append(chunk)
        return feed(self, chunk, last)

    monkeypatch.setattr(tested._Expat, "feed", counted)
    strings = Values(["x"] * 5000, [NumberFormat()] * 5, False)
    assert len(list(sheet_rows(sheets_of(path), strings))) == 500
    assert [chunk for chunk in calls if b"<row" in chunk] == []
