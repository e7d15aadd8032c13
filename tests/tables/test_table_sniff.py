"""Recognising a file: kind by content, delimiter by agreement, decimal mark by the numbers."""

from __future__ import annotations

import csv
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.errors import UserError
from rakumap.core.words import sentence
from rakumap.tables.sniff import Format, named_delimiter, require_confident, sniff
from rakumap.tables.writing import write_xlsx
from tests.tables.conftest import Attempt, Save


def refused(path: Path, delimiter: str | None = None) -> str:
    with pytest.raises(UserError) as caught:
        sniff(path, delimiter=delimiter)
    assert sentence(caught.value.code, caught.value.values).count("…") == 0
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("SKU,Title\nA,B\n", ","),
        ("SKU;Title\nA-1;Mug, red\nA-2;Mug, blue\n", ";"),
        ("SKU;Price\nA;1,50\nB;2,50\n", ";"),
        ("SKU\tTitle\nA\tMug, red; new\n", "\t"),
        ("SKU|Title\nA|Mug, red\n", "|"),
        ('SKU,"Max; Min",Title\nA,1,"x;y"\n', ","),
        ('"SKU, new";Title\n"A,1";B\n', ";"),
        ("SKU\nA\nB\n", ","),
        ("SKU\n", ","),
        ('SKU;Title\nA;"two\nlines, with; both"\nB;C\n', ";"),
        ("\n\nSKU;Title\nA;B\n", ";"),
        ("SKU;Title\rA;B\rC;D\r", ";"),
        ("sep=|\nSKU,x|Title\nA,y|B\n", "|"),
        ('"sep=;"\r\nSKU;Title\r\n', ";"),
    ],
)
def test_delimiter(save: Save, text: str, delimiter: str) -> None:
    assert sniff(save(text)).delimiter == delimiter


def test_tsv_means_tab(save: Save) -> None:
    assert sniff(save("SKU,a\tTitle\nA,1\tB\n", "file.TSV")).delimiter == "\t"
    assert sniff(save("SKU\n1\n", "file.tab")).delimiter == "\t"


def test_what_a_person_says_holds(save: Save) -> None:
    found = sniff(save("SKU,Title;x\nA,B;y\n"), encoding="cp932", delimiter="semicolon")
    assert (found.encoding, found.delimiter, found.confident) == ("cp932", ";", True)


@pytest.mark.parametrize(
    ("name", "mark"),
    [("tab", "\t"), ("TAB", "\t"), ("\\t", "\t"), ("\t", "\t"), ("pipe", "|"), ("comma", ","), ("#", "#")],
)
def test_delimiters_have_words(name: str, mark: str) -> None:
    assert named_delimiter(name) == mark


@pytest.mark.parametrize("name", ["", ",,", '"', "\n", "\r", "\0", "space tab"])
def test_what_cannot_separate(save: Save, name: str) -> None:
    assert refused(save("a,b\n"), delimiter=name) == "delimiter_name"


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("SKU;Price\nA;1,50\n", ","),
        ("SKU;Price\nA;1.50\n", "."),
        ('SKU,Price\nA,"1.234,50"\n', ","),
        ("SKU,Price\nA,1.5\n", "."),
        ("SKU;Level\nA;15\n", ","),
        ("SKU,Level\nA,15\n", "."),
        ("SKU\tPrice\nA\t1,50\nB\t2,50\nC\t3.50\n", ","),
    ],
)
def test_decimal_mark(save: Save, text: str, decimal: str) -> None:
    assert sniff(save(text)).decimal == decimal


def archive(names: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as packed:
        for name, content in names.items():
            packed.writestr(name, content)
    return made.getvalue()


HTML = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>a,b\n1,2</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\t\n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"\xef\xbb\xbf \n", "file_empty"),
        (b"\xff\xfe", "file_empty"),
        (HTML.encode(), "file_html"),
        (("\n  " + HTML).encode("utf-8-sig"), "file_html"),
        (HTML.encode("utf-16"), "file_html"),
        (b"<html>a,b", "file_html"),
        (b"<table><tr><td>1</td></tr></table>", "file_html"),
        (b'<?xml version="1.0"?><html xmlns="x">', "file_html"),
        (b'<?xml version="1.0"?><Workbook/>', "file_not_table"),
        (b'[["a"], ["b"]]', "file_not_table"),
        (OLE + bytes(600), "file_old_excel"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (b"\x1f\x8b\x08\0" + bytes(30), "file_packed"),
        (archive({"a.csv": b"a,b\n"}), "file_packed"),
        (archive({}), "file_packed"),
        (
            archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_STORED),
            "file_open_document",
        ),
        (archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "file_not_table"),
        (archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "file_old_excel"),
        (b"PK\x03\x04 broken", "file_broken"),
        (b"%PDF-1.7\n", "file_not_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file_not_table"),
        (bytes(range(256)) * 50, "file_not_table"),
        (bytes(100_000), "file_not_table"),
    ],
)
def test_no_table(save: Save, content: bytes, code: str) -> None:
    assert refused(save(content, "file.csv")) == code
    assert refused(save(content, "file.xlsx")) == code


def test_no_file(save: Save) -> None:
    folder = save("x").parent
    assert refused(folder / "nothing.csv") == "file_missing"
    assert refused(folder) == "file_is_folder"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv") == "file_unreadable"


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "misnamed.csv"
    write_xlsx(path, ["SKU"], [["A"]])
    assert sniff(path) == Format("xlsx")


def test_not_sure_is_refused_where_nobody_can_be_asked(save: Save) -> None:
    path = save("A,B\n商品,2\n".encode("euc_jp"))
    found = sniff(path)
    assert not found.confident
    with pytest.raises(UserError) as caught:
        require_confident(found, path)
    assert caught.value.code == "encoding_ambiguous"
    text = sentence(caught.value.code, caught.value.values)
    assert "file.csv" in text
    assert "euc_jp, cp932" in text
    require_confident(sniff(path, encoding="euc_jp"), path)


def test_a_nul_in_a_cell_is_a_cell_of_a_table(save: Save) -> None:
    assert sniff(save("SKU,Title\nA\0B,C\n")).kind == "csv"


def test_a_hundred_thousand_characters_without_a_line_end(save: Save) -> None:
    assert sniff(save("a,b" * 100_000)).delimiter == ","
    assert sniff(save('"' * 300_001)).delimiter == ","


@given(
    rows=st.lists(st.lists(st.text("ab1 \"\n'é表", max_size=6), min_size=3, max_size=3), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t|"),
)
def test_delimiter_of_written_files(save: Save, rows: list[list[str]], delimiter: str) -> None:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter)
    writer.writerow(["SKU", "Title", "Level"])
    writer.writerows(rows)
    assert sniff(save(made.getvalue())).delimiter == delimiter


@given(raw=st.binary(max_size=400))
def test_any_bytes_are_recognised_or_refused(save: Save, attempt: Attempt, raw: bytes) -> None:
    path = save(raw)
    found = attempt(lambda: sniff(path))
    assert "…" not in sentence(found.code, found.values) if isinstance(found, UserError) else found.kind == "csv"
