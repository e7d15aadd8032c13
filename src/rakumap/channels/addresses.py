"""Which web addresses are used at all, and how they are shown without what is secret in them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from rakumap.core.errors import UserError

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked: https, or http on this computer; without user name and fragment."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def shown(self) -> str:
        """The server as a person sees it: host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def name(self) -> str:
        """The last part of the path, decoded; empty when there is none."""
        return re.split(r"[/\\]", unquote(urlsplit(self.url).path))[-1]

    def same_server(self, other: Address) -> bool:
        """Whether both are one scheme, host and port, so that credentials may go to either."""
        return (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)

    def joined(self, location: str) -> Address:
        """Give the address a ``Location`` header means, seen from this one."""
        return parse(urljoin(self.url, location))


def is_url(text: str) -> bool:
    """Whether a text is an address (``scheme://``) rather than a path; a drive letter is no scheme."""
    return _URL.match(text.strip()) is not None


def is_loopback(host: str) -> bool:
    """Whether a host name or address literal is this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse(text: str) -> Address:
    """Check an address; ``UserError`` says what to write instead (and repeats no password or query)."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise UserError("url_invalid", url=masked(text)) from None
    if parts.scheme == "file":
        # file:///C:/reports on Windows
        raise UserError("url_is_file", path=re.sub(r"^/(?=[A-Za-z]:)", "", unquote(parts.path)) or "PATH")
    # Labels of 1 to 63 characters; half characters cannot be sent.
    wrong_host = any(not 0 < len(label) < 64 for label in host.split(".")) or len(host) > 253
    if wrong_host or any(char <= " " or char == "\\" or "\ud800" <= char <= "\udfff" for char in text):
        raise UserError("url_invalid", url=masked(text))
    if parts.scheme not in _PORTS:
        raise UserError("url_scheme", url=masked(text), scheme=parts.scheme)
    if parts.scheme == "http" and not is_loopback(host):
        raise UserError("url_plain_http", host=host)
    if "@" in parts.netloc:
        raise UserError("url_password", host=host)
    url = parts._replace(fragment="").geturl()
    return Address(url, parts.scheme, host, _PORTS[parts.scheme] if port is None else port)


def masked(text: str) -> str:
    """Show an address without user name, password, query and fragment."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return text.partition("?")[0].rpartition("@")[2]
    netloc = ("***@" if "@" in parts.netloc else "") + parts.netloc.rpartition("@")[2]
    return SplitResult(parts.scheme, netloc, parts.path, "***" if parts.query else "", "").geturl()
