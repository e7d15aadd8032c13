"""What is read out of titles and keys, in several languages and from hostile texts."""

from __future__ import annotations

import pytest

from rakumap.matching.keys import barcode_key, gtin, sku_cores, sku_key, weak
from rakumap.matching.text import LONGEST, MOST_WORDS, normal, read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crème Brûlée", "creme brulee"),
        ("Œuf &amp; Bœuf", "oeuf & boeuf"),
        ("GROẞE Tüte", "grosse tute"),
        ("ＵＳＢ　Ｔｙｐｅ－Ｃ", "usb type-c"),
        ("ｼｬﾝﾌﾟｰ", "シャンプー"),
        ("Soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ],
)
def test_what_reads_the_same_has_one_form(one: str, other: str) -> None:
    assert normal(one) == other


def test_voicing_marks_of_kana_make_other_words() -> None:
    assert normal("ハト") != normal("バト")
    assert normal("ハト") != normal("パト")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Water 0.5 l", "Water 500ml"),
        ("Farine 1kg", "Farine 1000 g"),
        ("Öl 0,75 L", "Öl 75 cl"),
        ("Disk 1 TB", "Disk 1024GB"),
        ("シャンプー 1.2L", "シャンプー １２００ｍｌ"),
    ],
)
def test_measures_have_one_base(one: str, other: str) -> None:
    assert read(one).measures == read(other).measures != frozenset()
    assert set(read(one).words) == set(read(other).words)


def test_centimetres_and_inches_are_not_mixed() -> None:
    assert read("TV 40 inch").measures.isdisjoint(read("TV 40 cm").measures)


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Soap, pack of 6", 6),
        ("Soap 6-Pack", 6),
        ("Seife 6er Pack", 6),
        ("Savon lot de 3", 3),
        ("2 x 500 ml shampoo", 2),
        ("ボールペン 10本セット", 10),
        ("Soap", 1),
        ("Lot de 1 savon", 1),
        ("Cable USB 3", 1),
    ],
)
def test_packs(title: str, count: int) -> None:
    assert read(title).pack == count


def test_packs_without_a_number() -> None:
    assert (read("Ink Cartridge double pack").pack, read("Twin-Pack Batteries").pack) == (2, 2)


def test_the_head_is_the_first_word_and_no_amount() -> None:
    assert read("Larkmoor Kettle 1.7 l").head == "larkmoor"
    assert read("花音電気ケトル 0.8L").head == "花音"
    assert read("").head == ""


def test_codes_are_one_word_however_they_are_written() -> None:
    assert "cdpcx355" in read("Sony CDP-CX355 Changer").codes
    assert "cdpcx355" in read("Sony changer CDPCX355").codes
    assert read("HBNF 5517 W").squeezed == read("hbnf5517w").squeezed


def test_colours_mean_the_same_in_several_languages() -> None:
    blue = read("blue mug").colours
    assert blue == read("tasse bleue").colours == read("Tasse blau").colours == read("マグ ブルー").colours
    assert blue != read("マグ ブラック").colours
    assert read("mug blk").words == read("mug black").words
    assert read("ボールペン 青").colours == blue


@pytest.mark.parametrize(
    "title", ["", " ", "\u200b\u200b", "🎁🎁🎁", "★★★", "-", "0", "&#0;", "\ud800 half", "x" * 100_000]
)
def test_hostile_titles_are_read(title: str) -> None:
    found = read(title)
    assert len(found.plain) <= LONGEST


def test_a_pasted_text_is_cut() -> None:
    assert len(read("word1 word2 " * 10_000).words) <= MOST_WORDS + 1


# ---- keys ------------------------------------------------------------------------------------------------------------


def test_a_barcode_is_the_same_with_and_without_leading_zeros() -> None:
    assert gtin("036000291452") == gtin("0036000291452") == gtin("36000291452") == "00036000291452"
    assert gtin("4006381333931") == gtin("4006381-333931") == gtin("４００６３８１３３３９３１")


@pytest.mark.parametrize(
    "text", ["", None, "4006381333932", "12345", "abcdefghijklm", "0000000000000", "2012345678900"]
)
def test_what_is_no_gtin_of_one_product(text: str | None) -> None:
    """Wrong check digit, too short, no digits, nothing but zeros, a number of the shop's own (prefix 20)."""
    assert gtin(text) is None


def test_a_barcode_with_a_wrong_check_digit_still_names_itself() -> None:
    assert barcode_key("4006381333932") == "04006381333932"
    assert barcode_key("n/a") is None


def test_skus_are_compared_without_case_width_and_separators() -> None:
    assert sku_key("ab-001_X") == sku_key("AB001X") == sku_key("ＡＢ－００１．ｘ")


@pytest.mark.parametrize("sku", ["AMZ-LIM-16436", "LIM-16436-UK", "FBA_LIM_16436", "LIM_16436_NEW", "XLIM-16436"])
def test_a_sku_without_what_a_channel_put_around_it(sku: str) -> None:
    assert sku_key("LIM-16436") in sku_cores(sku)


def test_a_core_needs_a_digit_and_some_length() -> None:
    assert all(len(core) >= 4 and any(c.isdigit() for c in core) for core in sku_cores("NEW-MUG-RED-7-2024-X"))
    assert weak("216")
    assert not weak("LIM16436")


def test_a_scale_is_two_numbers_and_no_code() -> None:
    assert read("Tractor 1/35").numbers == read("Tractor 1:35").numbers == {"1", "35"}
    assert "0101072303" in read("Mount 010-10723-03").codes
