"""XML answers: what is read, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels.xml import Document
from rakumap.core.errors import ChannelError

HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?>'


def test_only_direct_children_of_the_list_are_items() -> None:
    text = (
        "<r><a>1</a><list><x><list><x>rival</x></list></x> <x>two</x></list><other><x>3</x></other><next>T</next></r>"
    )
    document = Document(text.encode(), "shop")
    items = list(document.items("list"))
    assert [item.name for item in items] == ["x", "x"]
    assert items[0].get("list/x") == "rival"
    assert items[1].text == "two"
    assert (document.root.get("a"), document.root.get("next"), document.root.get("other/x")) == ("1", "T", "3")


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "\n\n<r><t>é</t></r>").encode("iso-8859-1"),
        ("\n\n" + HEAD + "<r><t>é</t></r>").encode("iso-8859-1"),
        "<r><t>é</t></r>".encode("iso-8859-1"),
        "<r><t>é</t></r>".encode(),
        "\ufeff<r><t>é</t></r>".encode(),
        '<n:r xmlns:n="http://x.example"><n:t><![CDATA[ é ]]></n:t></n:r>'.encode(),
        "<r><t>é</t></r>".encode("utf-16"),
    ],
)
def test_encodings_and_namespaces(data: bytes) -> None:
    assert Document(data, "shop").read().get("t") == "é"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"{}",
        b"<html><body>",
        b"<r><t>cut",
        b"<r></r><r></r>",
        b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>',
        b"<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>",
        b"<r>" * 100_000,
        b"<r>" + b"<x/>" * 500_000 + b"</r>",
        b"<r>" + b"a" * 100_000 + b"</r>",
        b"<r>\x00</r>",
    ],
)
def test_what_is_refused(data: bytes) -> None:
    with pytest.raises(ChannelError, match="answer_unreadable"):
        Document(data, "shop").read()


def test_a_long_list_does_not_add_up() -> None:
    data = b"<r><list>" + b"<x><a>1</a></x>" * 300_000 + b"</list></r>"
    assert sum(1 for _ in Document(data, "shop").items("list")) == 300_000


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ChannelError):
        Document(data, "shop").read()
