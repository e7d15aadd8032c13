"""Which addresses are taken, and that what is secret in them is never shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels import addresses
from rakumap.core.errors import UserError


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("https://shop.example/r.csv?key=1#x", "https://shop.example/r.csv?key=1", "shop.example"),
        ("  HTTPS://Shop.Example.:8443/  ", "https://Shop.Example.:8443/", "shop.example:8443"),
        ("http://127.0.0.1:80/", "http://127.0.0.1:80/", "127.0.0.1"),
        ("http://[::1]:8000/r", "http://[::1]:8000/r", "[::1]:8000"),
        ("http://localhost/r", "http://localhost/r", "localhost"),
    ],
)
def test_good_addresses(text: str, url: str, shown: str) -> None:
    address = addresses.parse(text)
    assert (address.url, address.shown) == (url, shown)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://shop.example/r.csv", "url_plain_http"),
        ("http://127.0.0.1.shop.example/r.csv", "url_plain_http"),
        ("http://10.0.0.1/r.csv", "url_plain_http"),
        ("ftp://shop.example/r.csv", "url_scheme"),
        ("javascript://shop.example/r.csv", "url_scheme"),
        ("file:///home/me/r.csv", "url_is_file"),
        ("https://me:canary@shop.example/r.csv", "url_password"),
        ("https://canary@shop.example/r.csv", "url_password"),
        ("https:///r.csv?canary", "url_invalid"),
        ("https://shop.example:99999/?canary", "url_invalid"),
        ("https://[::1/?canary", "url_invalid"),
        ("https://shop.example\\@evil.example/?canary", "url_invalid"),
        ("https://shop.example/a b?canary", "url_invalid"),
        ("https://shop.example/\n?canary", "url_invalid"),
        ("https://shop.example/\udc80?canary", "url_invalid"),
        ("https://.shop.example/?canary", "url_invalid"),
        ("https://shop..example/?canary", "url_invalid"),
        (f"https://{'a' * 64}.example/?canary", "url_invalid"),
        (f"https://{'a.' * 130}example/?canary", "url_invalid"),
    ],
)
def test_bad_addresses(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        addresses.parse(text)
    assert caught.value.code == code
    assert "canary" not in str(caught.value)


def test_a_file_address_names_the_path() -> None:
    for text, path in (("file:///home/me/my%20r.csv", "/home/me/my r.csv"), ("file:///C:/r.csv", "C:/r.csv")):
        with pytest.raises(UserError) as caught:
            addresses.parse(text)
        assert caught.value.values == {"path": path}


def test_paths_are_no_addresses() -> None:
    for text in ("C:\\reports\\r.csv", "/home/me/r.csv", "~/r.csv", "reports", "C://x", ""):
        assert not addresses.is_url(text)
    assert addresses.is_url(" HTTPS://shop.example")


def test_the_name_is_the_last_part() -> None:
    assert addresses.parse("https://shop.example/a/My%20Report.CSV?x=/y").name == "My Report.CSV"
    assert addresses.parse("https://shop.example/a/..%2F..%5Cetc%2fpasswd").name == "passwd"
    assert addresses.parse("https://shop.example").name == ""


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="#")))
def test_any_text_is_an_address_or_refused(text: str, more: str) -> None:
    for candidate in (text, f"https://{text}", f"https://shop.example/?canary{more}"):
        said = ""
        try:
            address = addresses.parse(candidate)
        except UserError as error:
            said = str(error)
        else:
            said = address.shown + address.name
            assert address.scheme == "https"
            assert address.host
        assert "canary" not in said or "canary" in text


def test_masking() -> None:
    assert addresses.masked("https://me:pw@shop.example:1/r?key=1#x") == "https://***@shop.example:1/r?***"
    assert addresses.masked("https://[::1?key=1") == "https://[::1"
