"""Reading workbooks: what the seller sees is what is read, and no file takes more than its share."""

# ruff: noqa: DTZ001 - a workbook's times have no zone
from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.words import sentence
from rakumap.tables import package
from rakumap.tables.cells import NumberFormat, number_format, number_text, unescaped
from rakumap.tables.reading import Record, open_table
from rakumap.tables.sniff import Format, sniff
from tests.tables.conftest import Attempt, Save

XLSX = Format("xlsx")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{REL}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{REL}/styles" Target="/xl/styles.xml"/>'
    f'<Relationship Id="rId3" Type="{REL}/sharedStrings" Target="../xl/./sharedStrings.xml"/></Relationships>',
}


def book(rows: str, parts: Mapping[str, str | bytes] | None = None, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    with zipfile.ZipFile(made, "w", compression) as package:
        for name, content in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}.items():
            package.writestr(name, content)
    return made.getvalue()


def inline(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


HEADER = f"<row>{inline('SKU', 'Title')}</row>"


def read(path: Path) -> list[Record]:
    table = open_table(path, XLSX)
    found = list(table.records())
    assert table.complete
    return found


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        for _ in open_table(path, sniff(path)).records():
            pass
    assert "…" not in sentence(caught.value.code, caught.value.values)
    return caught.value.code


# ---- cells as the seller sees them


def test_all_that_a_cell_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["SKU"] + [f"c{n}" for n in range(14)])
        sheet.write_string(1, 0, "0017")
        sheet.write_number(1, 1, 17)
        sheet.write_number(1, 2, 17, made.add_format({"num_format": "00000"}))
        sheet.write_number(1, 3, 4006381333931)
        sheet.write_number(1, 4, 1.2345678901234568e17)
        sheet.write_number(1, 5, 19.99)
        sheet.write_number(1, 6, 0.1 + 0.2)
        sheet.write_datetime(1, 7, datetime(2024, 3, 1), made.add_format({"num_format": "d-mmm"}))
        sheet.write_datetime(1, 8, datetime(2024, 3, 1, 10, 30), made.add_format({"num_format": 22}))
        sheet.write_number(1, 9, 0.5, made.add_format({"num_format": "0%"}))
        sheet.write_formula(1, 10, "=1/0", None, "#DIV/0!")
        sheet.write_boolean(1, 11, True)
        sheet.write_formula(1, 12, "=A2", None, "text of a formula")
        sheet.write_number(1, 13, -3)
        sheet.write_rich_string(1, 14, "two ", made.add_format({"bold": True}), "runs")
    (record,) = read(path)
    assert record == Record(
        2,
        (
            *("0017", "17", "00017", "4006381333931", "123456789012345700", "19.99", "0.3", "2024-03-01"),
            *("2024-03-01T10:30:00", "50%", "#DIV/0!", "TRUE", "text of a formula", "-3", "two runs"),
        ),
        None,
        {
            4: "damage_rounded",
            7: "damage_date",
            8: "damage_date",
            9: "damage_format",
            10: "damage_error",
        },
    )


@pytest.mark.parametrize(
    ("raw", "text", "mark"),
    [
        ("17", "17", None),
        ("17.0", "17", None),
        ("17.50", "17.5", None),
        ("-0", "0", None),
        ("1E5", "100000", None),
        ("1.5e-7", "0.00000015", None),
        ("4.00638133393E+12", "4006381333930", None),
        ("999999999999999", "999999999999999", None),
        ("1000000000000000", "1000000000000000", "damage_rounded"),
        ("9.99999999999999E+99", "999999999999999" + "0" * 85, "damage_rounded"),
        ("19.989999999999998", "19.99", None),
        ("NaN", "NaN", "damage_error"),
        ("1e999", "1e999", "damage_error"),
        ("٣", "٣", "damage_error"),
        ("1_0", "1_0", "damage_error"),
        (".5", "0.5", None),
    ],
)
def test_numbers(raw: str, text: str, mark: str | None) -> None:
    assert number_text(raw, NumberFormat(), False) == (text, mark)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "plain"), ("0", "plain"), ("0.00", "plain"), ("#,##0.00", "plain"), ("@", "plain"),
        ("00", "zeros"), ("00000000", "zeros"), ("0%", "percent"), ("0.0 %", "percent"),
        ("yyyy-mm-dd", "date"), ("d-mmm", "date"), ("mmm", "date"), ("[$-411]ggge年m月d日", "date"), ("dddd", "date"),
        ("hh:mm", "time"), ("mm:ss.0", "time"), ("h:mm AM/PM", "time"), ("[h]:mm", "duration"), ("[ss]", "duration"),
        ("0.00E+00", "plain"), ("# ?/?", "other"), ("[Red]0", "plain"), ("#,##0 [$€-407]", "plain"), ("£#,##0", "plain"),
        ('"SKU-"0000', "other"), ("000-000", "other"), ("00 00", "other"), ('0" day"', "other"), (r"\A0", "other"),
        ('#,##0.00 "€"', "plain"), ('_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-', "plain"), ('"A";"B";0', "other"),
        (r'0;\-0', "plain"), ("[>99]0;00", "plain"), ('"un', "other"), ("", "plain"), ('General" kg"', "other"),
    ],
)  # fmt: skip
def test_number_formats(code: str, kind: str) -> None:
    assert number_format("164", code).kind == kind


@pytest.mark.parametrize(("number", "kind"), [("0", "plain"), ("1", "plain"), ("9", "percent"), ("14", "date"), ("57", "date"), ("20", "time"), ("46", "duration"), ("49", "plain")])  # fmt: skip
def test_built_in_number_formats(number: str, kind: str) -> None:
    assert number_format(number, None).kind == kind


@pytest.mark.parametrize(
    ("raw", "kind", "date1904", "text"),
    [
        ("1", "date", False, "1900-01-01"), ("59", "date", False, "1900-02-28"), ("60", "date", False, "1900-02-29"),
        ("61", "date", False, "1900-03-01"), ("45352", "date", False, "2024-03-01"), ("0", "date", True, "1904-01-01"),
        ("43890", "date", True, "2024-03-01"), ("45352.4375", "date", False, "2024-03-01T10:30:00"),
        ("45352.999999999", "date", False, "2024-03-02"), ("0.5", "time", False, "12:00:00"),
        ("1.5", "duration", False, "36:00:00"), ("-1", "date", False, "-1"), ("9999999", "date", False, "9999999"),
        ("2958465", "date", False, "9999-12-31"), ("45352.0000115741", "date", False, "2024-03-01T00:00:01"),
    ],
)  # fmt: skip
def test_dates(raw: str, kind: str, date1904: bool, text: str) -> None:
    assert number_text(raw, NumberFormat(kind), date1904) == (text, "damage_date")


@given(
    moment=st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda found: found.replace(microsecond=0))
)
def test_every_second_comes_back(moment: datetime) -> None:
    since = moment - datetime(1899, 12, 30)
    serial = repr(since.days + since.seconds / 86_400)
    shown = moment.date().isoformat() if moment.time() == time() else moment.isoformat()
    assert number_text(serial, NumberFormat("date"), False)[0] == shown


@given(number=st.integers(-(10**15) + 1, 10**15 - 1))
def test_integers_are_exact_to_fifteen_digits(number: int) -> None:
    for raw in (str(number), repr(float(number)), f"{number:E}" if number % 1000 == 0 and abs(number) < 10**9 else "0"):
        assert number_text(raw, NumberFormat(), False)[0] in (str(number), "0")


@given(raw=st.text(max_size=30), code=st.text(max_size=20))
def test_any_number_and_format_give_a_text(raw: str, code: str) -> None:
    text, _mark = number_text(raw, number_format("170", code), False)
    assert "E+" not in text or text == raw


def test_escapes_of_characters_that_xml_cannot_hold() -> None:
    assert unescaped("a_x000D_b_x0041_") == "a\rbA"
    assert unescaped("_x005F_x0041_") == "_x0041_"
    assert unescaped("_xD83D__xDE00_") == "😀"
    assert unescaped("_xD83D_") == "\ud83d"
    assert unescaped("_x00_ _xZZZZ_ _x") == "_x00_ _xZZZZ_ _x"


# ---- rows and sheets


def test_rows_keep_their_numbers_and_gaps(save: Save) -> None:
    rows = f'<row r="3">{inline("SKU", "", "Title")}</row><row r="7"><c r="C7"><v>1</v></c></row><row><c><v>2</v></c></row>'
    path = save(book(rows), "file.xlsx")
    table = open_table(path, XLSX)
    assert table.header == ("SKU", "", "Title")
    assert list(table.records()) == [Record(7, ("", "", "1")), Record(8, ("2", "", ""))]


def test_what_stands_beside_the_table_is_no_part_of_it(save: Save) -> None:
    rows = HEADER + f"<row>{inline('A', 'B', 'a note')}</row><row><c r='E3'><v>5</v></c></row>"
    assert read(save(book(rows), "file.xlsx")) == [Record(2, ("A", "B"))]


def test_the_first_visible_sheet_with_something_in_it(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("hidden").hide()
        made.add_worksheet("empty").set_column(0, 0, 20)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=data!$B$1:$B$2"})
        made.add_chartsheet("chart").set_chart(chart)
        sheet = made.add_worksheet("data")
        sheet.write_row(0, 0, ["SKU", "Title"])
        sheet.write_row(1, 0, ["A", "B"])
        made.add_worksheet("more").write_row(0, 0, ["x"])
        made.get_worksheet_by_name("hidden").write_row(0, 0, ["y"])
        sheet.activate()
    assert read(path) == [Record(2, ("A", "B"))]


def test_a_workbook_without_anything(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    xlsxwriter.Workbook(path).close()
    assert refusal(path) == "file_empty"


def test_prefixes_and_phonetic_guides(save: Save) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c t="s"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    strings = (
        f"<sst {MAIN}><si><t>SKU</t></si>"
        "<si><r><t>東</t></r><rPh sb='0' eb='1'><t>ヒガシ</t></rPh><r><t>京&amp;</t></r></si></sst>"
    )
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    assert read(save(book("", parts), "file.xlsx")) == [Record(2, ("東京&",))]


def test_numbers_are_shown_by_the_styles_of_cells(save: Save) -> None:
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" formatCode="0000"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
        '</cellStyleXfs><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs><dxfs><xf numFmtId="9"/></dxfs></styleSheet>'
    )
    rows = (
        HEADER
        + '<row><c s="0"><v>17</v></c><c s="1"><v>17</v></c></row><row><c s="1"><v>17.5</v></c><c s="2"><v>9</v></c></row>'
    )
    found = read(save(book(rows, {"xl/styles.xml": styles}), "file.xlsx"))
    assert [record.cells for record in found] == [("17", "0017"), ("17.5", "1900-01-09")]
    assert [dict(record.marks) for record in found] == [{}, {1: "damage_date"}]


def test_the_same_as_calamine(tmp_path: Path) -> None:
    """A reader in another language agrees on a sheet of all kinds, written by a third."""
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        form = made.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, ["a", "b", "c", "d"])
        for row in range(1, 300):
            sheet.write(row, 0, f"text {row} é 表 <&>\n _x0041_")
            sheet.write(row, 1, row * 37 / 16)
            sheet.write_datetime(row, 2, datetime(1999, 12, 31) + timedelta(seconds=row * 86_399), form)
            sheet.write_boolean(row, 3, row % 2 == 0)
    theirs = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    def shown(value: object) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else str(value)
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        return value.isoformat() if isinstance(value, date) else str(value)

    assert [record.cells for record in read(path)] == [tuple(map(shown, row)) for row in theirs[1:]]


def test_a_text_that_is_too_long_costs_its_row(save: Save) -> None:
    rows = HEADER + f"<row>{inline('A', 'x' * 40_000)}</row><row>{inline('B', 'x' * 32_768)}</row>"
    found = read(save(book(rows), "file.xlsx"))
    assert [(record.line, record.problem.code if record.problem else None) for record in found] == [
        (2, "text_too_long"),
        (3, None),
    ]


def test_a_cell_far_out_costs_nothing(save: Save) -> None:
    rows = (
        HEADER
        + f"<row>{inline('A', 'B')}</row><row r='1048576'><c r='XFD1048576'><v>1</v></c><c r='A1048576'><v>2</v></c></row>"
    )
    assert read(save(book(rows), "file.xlsx")) == [Record(2, ("A", "B")), Record(1048576, ("2", ""))]


# ---- progress, cancelling, memory


def test_progress_cancelling_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        for row in range(20_000):
            sheet.write_row(row, 0, [f"SKU-{row}", f"Title {row}", row])
    seen: list[Progress] = []
    table = open_table(path, XLSX, job=Job(seen.append))
    tracemalloc.start()
    try:
        assert sum(1 for _ in table.records()) == 19_999
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    done = [step.done for step in seen]
    assert done[-1] == table.size
    assert len(set(done)) > 10
    job = Job()
    reading = open_table(path, XLSX, job=job).records()
    next(reading)
    job.cancel()
    with pytest.raises(Cancelled):
        list(reading)


# ---- hostile and broken files

BOMB = book("<row>" + "<c/>" * 30_000_000 + "</row>")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "file_too_large"),
        (book(HEADER, {"xl/media/x": bytes(50_000_000)}), "file_too_large"),
        (book(HEADER + "<row><c><v>"), "file_broken"),
        (book(HEADER + "<row r='0'><c><v>1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row r='1048577'><c><v>1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row r='x'><c><v>1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c r='XFE1'><v>1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c r='1'><v>1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c r='é1'><v>1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c t='s'><v>0</v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c t='s'><v>-1</v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c><c><v>1</v></c></c></row>"), "file_broken"),
        (book(HEADER + "<row><c><v><v>1</v></v></c></row>"), "file_broken"),
        (book(HEADER + "<row><c s='9'><v>1</v></c></row>", {"xl/styles.xml": f"<s {MAIN}><cellXfs><xf/></cellXfs></s>"}), "file_broken"),
        (book("<a>" * 100 + "</a>" * 100), "file_broken"),
        (book(HEADER, {"xl/sharedStrings.xml": "<sst>" + "<si>" * 100}), "file_broken"),
        (book(HEADER + inline("&boom;")), "file_broken"),
        (book("", {"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'}), "file_broken"),
        (book("", {"xl/workbook.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>'}), "file_broken"),
        (book("", {"xl/workbook.xml": "<a>" * 100 + "</a>" * 100}), "file_broken"),
        (book("", {"xl/workbook.xml": "<workbook/>"}), "file_empty"),
        (book("", {"_rels/.rels": "<Relationships/>", "xl/_rels/workbook.xml.rels": "<Relationships/>"}), "file_empty"),
        (book("", {"_rels/.rels": f'<R><Relationship Type="{REL}/officeDocument" Target="../../etc/passwd"/></R>'}), "file_not_table"),
        (book(HEADER, compression=zipfile.ZIP_LZMA), "file_broken"),
        (book(HEADER, compression=zipfile.ZIP_BZIP2), "file_broken"),
        (book(HEADER)[:-30], "file_broken"),
        (book(HEADER)[:600], "file_broken"),
    ],
)  # fmt: skip
def test_refused(save: Save, content: bytes, code: str) -> None:
    assert refusal(save(content, "file.xlsx")) == code


def test_strings_are_read_with_their_sheet_only(save: Save) -> None:
    """What is broken elsewhere does not matter to a sheet that has no use for it, but the strings are part of it."""
    assert refusal(save(book(HEADER, {"xl/sharedStrings.xml": "<sst><si><t>a"}), "file.xlsx")) == "file_broken"


def test_only_what_is_held_in_memory_has_to_fit_into_it(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_HELD", 10_000)
    texts = "".join(f"<si><t>{number:x}</t></si>" for number in range(2_000))
    assert (
        refusal(save(book(HEADER, {"xl/sharedStrings.xml": f"<sst {MAIN}>{texts}</sst>"}), "file.xlsx"))
        == "file_too_large"
    )
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(2_000))
    assert len(rows) > package.MAX_HELD
    path = save(book(HEADER + rows), "rows.xlsx")
    assert sum(1 for _ in open_table(path, XLSX).records()) == 2_000


def test_encrypted_entries(save: Save) -> None:
    content = bytearray(book(HEADER))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    assert refusal(save(bytes(content), "file.xlsx")) == "file_encrypted"


def test_a_directory_that_lies_about_sizes(save: Save) -> None:
    """A bomb whose directory says it is small unpacks to what it says and no more, and is seen to be broken."""
    content = bytearray(BOMB)
    place = content.rfind(b"PK\x01\x02")
    while b"sheet1.xml" not in content[place : place + 80]:
        place = content.rfind(b"PK\x01\x02", 0, place)
    content[place + 24 : place + 28] = struct.pack("<I", 5_000)
    path = save(bytes(content), "file.xlsx")
    tracemalloc.start()
    try:
        assert refusal(path) == "file_broken"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_damaged_byte_is_seen(save: Save) -> None:
    content = bytearray(book(HEADER + f"<row>{inline('A', 'B' * 500)}</row>", compression=zipfile.ZIP_STORED))
    content[content.find(b"BBBB") + 100] ^= 1
    assert refusal(save(bytes(content), "file.xlsx")) == "file_broken"


@given(place=st.integers(0, 3_000), byte=st.integers(0, 255))
def test_any_damage_is_an_answer(save: Save, attempt: Attempt, place: int, byte: int) -> None:
    content = bytearray(book(HEADER + f"<row>{inline('A', 'B')}</row>"))
    content[place % len(content)] = byte
    path = save(bytes(content), "file.xlsx")
    found = attempt(lambda: list(open_table(path, sniff(path)).records()))
    if isinstance(found, UserError):
        assert "…" not in sentence(found.code, found.values)


@given(rows=st.text(st.sampled_from("<>/cvrowts =\"'0123abA&;é"), max_size=120))
def test_any_markup_is_an_answer(save: Save, attempt: Attempt, rows: str) -> None:
    path = save(book(HEADER + rows), "file.xlsx")
    found = attempt(lambda: list(open_table(path, XLSX).records()))
    if isinstance(found, UserError):
        assert found.code == "file_broken"
