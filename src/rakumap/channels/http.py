"""The one client: fetches a whole answer or says in words why not, never waits for ever, tells no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import requests

from rakumap.channels import addresses
from rakumap.channels.addresses import Address
from rakumap.channels.answers import SLACK, content_type, http_date, receive, retry_after, throttled
from rakumap.channels.arrival import Arrival
from rakumap.channels.calls import CALL_CAPS, Call, Reply, carried
from rakumap.channels.decoding import Caps
from rakumap.channels.limits import Limits
from rakumap.channels.transport import Again, Outgoing, Retries, Timeouts, Transport, Way
from rakumap.channels.wire import Line
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job

__all__ = ["REPORT_TYPES", "Client", "Fetched", "Retries", "Timeouts", "http_date", "retry_after"]

REPORT_TYPES = re.compile(
    r"text/(?!html$|xml$|javascript$)[\w.+-]+"
    r"|application/(?:(?:x-)?csv|octet-stream|(?:x-)?download|force-download|vnd\.ms-excel|"
    r"vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)"
    r"|binary/octet-stream"
)
"""Content types a report may come as; none at all is taken too."""

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_PROBE = 1 << 16


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer in a file (``path`` None for a probe, which reads only the beginning)."""

    path: Path | None
    host: str
    name: str
    """The last part of the address; may be empty."""
    size: int
    received: int
    """Bytes on the wire, as compressed as they came."""
    fingerprint: str
    content_type: str
    charset: str | None
    last_modified: datetime | None
    date: datetime | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where an answer goes and what it may be."""

    name: str
    target: Path | None
    caps: Caps
    types: re.Pattern[str]


_TIMEOUTS = Timeouts()
_RETRIES = Retries()
_CAPS = Caps()


class Client:
    """Asks servers. Safe to use from several threads; every call blocks and ends within a second of a cancel.

    Only https, or http to this computer; see ``Transport`` for the rest.
    Raises ``ChannelError``, for addresses ``UserError``, for a full disk ``StoreError``.
    """

    def __init__(
        self,
        timeouts: Timeouts = _TIMEOUTS,
        retries: Retries = _RETRIES,
        *,
        ca_file: Path | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._transport = Transport(timeouts, retries, ca_file)
        self._limits = Limits() if limits is None else limits

    def fetch(
        self,
        url: str,
        target: Path,
        job: Job,
        *,
        authorization: str | None = None,
        headers: Mapping[str, str] | None = None,
        caps: Caps = _CAPS,
        types: re.Pattern[str] = REPORT_TYPES,
    ) -> Fetched:
        """Bring what ``url`` names into the file ``target``, decoded, proven complete; else leave no file."""
        return self._fetch(url, target, authorization, headers, caps, types, job)

    def probe(
        self,
        url: str,
        job: Job,
        *,
        authorization: str | None = None,
        headers: Mapping[str, str] | None = None,
        caps: Caps = _CAPS,
        types: re.Pattern[str] = REPORT_TYPES,
    ) -> Fetched:
        """Find out whether ``fetch`` would work, from the beginning of the answer."""
        return self._fetch(url, None, authorization, headers, caps, types, job)

    def call(self, call: Call, job: Job, *, caps: Caps = CALL_CAPS) -> Reply:
        """Ask, and give back what was answered, whatever its status; see ``Call`` for what is tried again.

        Raises ``ChannelError`` ``submit_unknown`` when a writing call has an unknown end.
        """
        headers = sendable({"Accept": "*/*", **call.headers})
        out = Outgoing(call.method, addresses.parse(call.url), headers, call.body)
        before = None if call.rate is None else partial(self._limits.take, *call.rate, job, out.address.shown)
        way = Way(partial(carried, call, caps), caps.plain + SLACK, before=before, mend_cuts=call.repeatable)
        try:
            return self._transport.ask(out, way, job)
        except ChannelError as error:
            if call.writes and error.code in ("channel_cut", "channel_slow", "channel_deadline", "channel_protocol"):
                unknown = ChannelError("submit_unknown", host=out.address.shown, cause=error.code)
                raise unknown from None
            raise

    def _fetch(
        self,
        url: str,
        target: Path | None,
        authorization: str | None,
        headers: Mapping[str, str] | None,
        caps: Caps,
        types: re.Pattern[str],
        job: Job,
    ) -> Fetched:
        sent = {"Accept": "text/csv, text/tab-separated-values, text/plain, */*;q=0.5", **(headers or {})}
        if authorization and authorization.strip():
            sent["Authorization"] = authorization.strip()
        sent = sendable(sent)
        address = addresses.parse(url)

        def abandoned() -> None:
            if target is not None:
                with suppress(OSError):
                    target.unlink(missing_ok=True)

        take = partial(_judge, _Wanted(address.name, target, caps, types))
        way = Way(take, caps.plain + SLACK, "download", abandoned=abandoned)
        return self._transport.ask(Outgoing("GET", address, sent), way, job)


def sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Add what we always send; refuse what must not go into a header before requests could repeat it."""
    sent = {"User-Agent": "rakumap", "Accept-Encoding": "gzip, deflate", "Connection": "close", **headers}
    for name, text in sent.items():
        if any(character < " " or character > "\xff" or character == "\x7f" for character in text):
            raise UserError("header_invalid", header=name)
    return sent


def _judge(wanted: _Wanted, response: requests.Response, address: Address, line: Line) -> Fetched | Again[Fetched]:
    """Take the body of a good answer; say what a bad one means."""
    status, host = response.status_code, address.shown
    if status == requests.codes.ok:
        return _receive(wanted, response, host, line)
    if status in (204, 205):
        raise ChannelError("report_empty", name=host)
    if status in (401, 403, 407):
        raise ChannelError("channel_denied", host=host, status=status)
    if status in (404, 410):
        raise ChannelError("channel_not_found", host=host, status=status)
    wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
    if status == 429 or (status == 503 and wait is not None):
        return Again(60.0 if wait is None else wait, throttled(host, wait))
    if status >= 500:
        return Again(None, ChannelError("channel_failing", host=host, status=status))
    raise ChannelError("channel_answer", host=host, status=status)


def _receive(wanted: _Wanted, response: requests.Response, host: str, line: Line) -> Fetched:
    """Read a body to its proven end into the file."""
    kind, charset = content_type(response.headers.get("Content-Type", ""))
    if kind in _HTML_TYPES:
        raise ChannelError("report_html", name=host)
    if kind and not wanted.types.fullmatch(kind):
        raise ChannelError("report_type", host=host, type=kind[:80])
    with Arrival(wanted.target, host, wanted.caps.plain) as arrival:

        def write(piece: bytes) -> bool:
            arrival.write(piece)
            return wanted.target is not None or arrival.size < _PROBE

        taken = receive(response, host, wanted.caps, line, write)
        return Fetched(
            path=arrival.keep(),
            host=host,
            name=wanted.name,
            size=arrival.size,
            received=taken,
            fingerprint=arrival.fingerprint,
            content_type=kind,
            charset=charset,
            last_modified=http_date(response.headers.get("Last-Modified")),
            date=http_date(response.headers.get("Date")),
        )
