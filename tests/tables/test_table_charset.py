"""The encoding of a file: proven where it can be, judged where it cannot, never a byte replaced."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.tables.charset import OFFERED, Charset, find_charset, named_charset
from tests.tables.conftest import Attempt, Save

JAPANESE = "商品コード,商品名\nA-1,表とソの申十能予 マグカップ\nA-2,ﾏｸﾞｶｯﾌﾟ 赤\n"
FRENCH = "SKU;Titre\nA-1;Théière « Œuvre » à 5 €\nA-2;Maïs d’été\n"
GERMAN = "SKU;Titel\nA-1;Große Tüte Müsli\nA-2;Äpfel, Öl – 2 Stück\n"
BRITISH = "SKU,Title,Price\nA-1,Mug,£5\nA-2,Tea “Earl Grey” – 100 g,£7\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "utf-8"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE.replace("ﾏｸﾞｶｯﾌﾟ", "マグ"), "iso2022_jp"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (BRITISH, "cp1252"),
        ("SKU,Title\nA-1,Mug\n", "utf-8"),
        (JAPANESE, "utf-16-le"),
        (BRITISH, "utf-16-be"),
        ("商品,名\n①,㈱\nｱ,マグカップの箱\n", "cp932"),
        ("商品,名\n①,㈱マグカップの箱\n", "euc_jis_2004"),
    ],
)
def test_found_without_a_doubt(save: Save, text: str, encoding: str) -> None:
    path = save(text.encode(encoding))
    found = find_charset(path)
    assert (found.encoding, found.bom, found.confident) == (encoding, 0, True)
    assert path.read_bytes().decode(found.encoding) == text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_settles_it(save: Save, bom: bytes, encoding: str) -> None:
    path = save(bom + JAPANESE.encode(encoding))
    found = find_charset(path)
    assert (found.encoding, found.bom, found.confident) == (encoding, len(bom), True)


def test_the_5c_of_shift_jis_is_no_backslash(save: Save) -> None:
    path = save("表,ソ\n能,予\n".encode("cp932"))
    assert b"\\" in path.read_bytes()
    assert find_charset(path).encoding == "cp932"


@pytest.mark.parametrize(
    "raw",
    [
        "商品,2\n".encode("euc_jp"),  # ｾｦﾉﾊ in Shift_JIS
        "ｶﾀｶﾅ,2\n".encode("cp932"),  # kanji in EUC-JP
        "白,2\n".encode("cp932"),  # quotation marks in Windows-1252
    ],
)
def test_what_reads_both_ways_is_asked(save: Save, raw: bytes) -> None:
    found = find_charset(save(b"A,B\n" + raw))
    assert not found.confident
    assert found.alternatives


def test_all_alternatives_decode_the_file(save: Save) -> None:
    path = save("A,B\n商品,2\n".encode("euc_jp"))
    found = find_charset(path)
    for encoding in (found.encoding, *found.alternatives):
        path.read_bytes().decode(encoding)


def test_half_width_kana_alone_are_no_proof(save: Save) -> None:
    assert not find_charset(save("A,B\nﾏﾙ,1\n".encode("cp932"))).confident


@pytest.mark.parametrize("text", [FRENCH, JAPANESE])
def test_utf8_with_a_broken_byte_is_not_taken_for_another_encoding(save: Save, attempt: Attempt, text: str) -> None:
    path = save(text.encode() * 3 + b"A-9;\xe9\n")
    found = attempt(lambda: find_charset(path))
    assert found.code == "encoding_unknown" if isinstance(found, UserError) else not found.confident


def test_utf8_cut_within_a_character_is_not_sure(save: Save, attempt: Attempt) -> None:
    raw = FRENCH.encode()
    path = save(raw[: raw.rindex("é".encode()) + 1])
    found = attempt(lambda: find_charset(path))
    assert found.code == "encoding_unknown" if isinstance(found, UserError) else not found.confident


def test_two_encodings_in_one_file_are_not_sure(save: Save) -> None:
    assert not find_charset(save("A;é è à\n".encode("cp1252") + "B;é è à\n".encode())).confident


def test_no_encoding_at_all(save: Save) -> None:
    with pytest.raises(UserError) as caught:
        find_charset(save(b"A,B\n\x81\xff\xfe,\x8d\x90\x9d\n" * 5))
    assert caught.value.code == "encoding_unknown"


def test_a_sign_far_below_the_head_counts(save: Save) -> None:
    path = save(b"A,B\n" + b"x,y\n" * 200_000 + "ä,ö\n".encode("cp1252"))
    assert find_charset(path).encoding == "cp1252"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Shift_JIS", "cp932"),
        ("shift-jis", "cp932"),
        ("CP932", "cp932"),
        ("windows-31j", "cp932"),
        ("sjis", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("Windows-1252", "cp1252"),
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("US-ASCII", "utf-8"),
        ("UTF-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_names_that_people_use(save: Save, name: str, encoding: str) -> None:
    assert named_charset(save(""), name).encoding == encoding


@pytest.mark.parametrize("name", ["nonsense", "base64", "rot13", "utf-7", "unicode_escape", "", "idna", "a\0b", "é"])
def test_names_that_are_no_encoding_of_files(save: Save, name: str) -> None:
    with pytest.raises(UserError) as caught:
        named_charset(save("a"), name)
    assert caught.value.code == "encoding_name"
    assert caught.value.values["offered"] == ", ".join(OFFERED)


def test_a_named_encoding_has_to_fit_the_whole_file(save: Save) -> None:
    with pytest.raises(UserError) as caught:
        named_charset(save(b"A,B\n" + b"1,2\n" * 100_000 + b"\xe9,\n"), "utf-8")
    assert (caught.value.code, caught.value.values["line"]) == ("encoding_wrong", 100_002)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_named_encoding_passes_over_its_byte_order_mark(save: Save, name: str) -> None:
    big = name.endswith("be")
    raw = codecs.BOM_UTF16_BE + "A".encode(name) if big else "\ufeffA".encode(name.replace("-sig", ""))
    raw = "\ufeffA".encode("utf-16-le") if name == "utf-16" else raw
    found = named_charset(save(raw), name)
    assert raw[found.bom :].decode(found.encoding) == "A"
    assert found.bom


def test_it_can_be_cancelled(save: Save) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        find_charset(save("A"), job)


@given(text=st.text(min_size=1), encoding=st.sampled_from([*OFFERED, "utf-16-be", "shift_jis", "iso2022_jp"]))
def test_what_is_found_decodes_the_file(save: Save, attempt: Attempt, text: str, encoding: str) -> None:
    try:
        raw = text.encode(encoding)
    except UnicodeEncodeError:
        return
    path = save(raw)
    _decodes(raw, attempt(lambda: find_charset(path)))


@given(raw=st.binary(max_size=300))
def test_any_bytes_give_an_answer(save: Save, attempt: Attempt, raw: bytes) -> None:
    path = save(raw)
    _decodes(raw, attempt(lambda: find_charset(path)))


def _decodes(raw: bytes, found: Charset | UserError) -> None:
    if isinstance(found, UserError):
        assert found.code in ("encoding_unknown", "encoding_wrong")
        return
    for name in (found.encoding, *found.alternatives):
        raw[found.bom :].decode(name)
