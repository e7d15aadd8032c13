"""What went wrong on the way to a server, in our codes: environment sorted from bug, and no secret in any of it."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from rakumap.channels.addresses import Address
from rakumap.core.errors import ChannelError

CONNECTION_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError)
"""What requests, urllib3, http.client and the sockets raise for what happens outside of us."""

_EXPIRED, _NOT_YET = 10, 9
_WRONG_NAME = (62, 64)
"""OpenSSL's X509_V_ERR_* for host name and address."""
_OLD_TLS = ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "VERSION_TOO_LOW", "WRONG_SSL_VERSION")
_BROKEN = (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ESHUTDOWN)


def explain(error: BaseException, address: Address, *, connecting: bool) -> ChannelError:
    """Give the ``ChannelError`` for a failed connection; it holds the host, never the query or a header.

    ``connecting`` says whether it failed before the connection stood, the handshake included.
    """
    host = address.shown
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, requests.exceptions.InvalidURL | urllib3.exceptions.LocationParseError):
            return ChannelError("url_invalid", url=f"{address.scheme}://{host}")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ChannelError(_certificate(cause), host=host)
        if isinstance(cause, ssl.SSLError):
            return ChannelError("tls_old" if cause.reason in _OLD_TLS else "tls_failed", host=host)
        if isinstance(cause, socket.gaierror):
            return ChannelError("channel_unknown_host", host=host)
    for cause in causes:
        code = _code(cause)
        if code == "channel_slow" and connecting:
            code = "channel_unreachable"
        if code is not None:
            return ChannelError(code, host=host)
    return ChannelError("channel_protocol", host=host)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return "tls_expired"
    if error.verify_code == _NOT_YET:
        return "tls_not_yet"
    return "tls_wrong_host" if error.verify_code in _WRONG_NAME else "tls_untrusted"


def _code(cause: BaseException) -> str | None:
    """Give the code of one cause, if it says anything."""
    if isinstance(cause, http.client.RemoteDisconnected | http.client.IncompleteRead):
        return "channel_cut"
    if isinstance(cause, urllib3.exceptions.IncompleteRead | ConnectionResetError | BrokenPipeError):
        return "channel_cut"
    if isinstance(cause, ConnectionRefusedError | urllib3.exceptions.ConnectTimeoutError):
        return "channel_unreachable"
    if isinstance(cause, TimeoutError | urllib3.exceptions.ReadTimeoutError):
        return "channel_slow"
    if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL):
        return "channel_unreachable"
    if isinstance(cause, OSError) and cause.errno in _BROKEN:
        return "channel_cut"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk from the outermost error to every one it was made from; requests and urllib3 keep them in four places."""
    seen: set[int] = set()
    todo = [error]
    while todo:
        cause = todo.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
        todo += [further for further in inner if isinstance(further, BaseException)]
