"""The one client: fetches a whole answer or says in words why not, never waits for ever, tells no secret."""

from __future__ import annotations

import concurrent.futures
import math
import random
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from rakumap.channels import addresses
from rakumap.channels.addresses import Address
from rakumap.channels.arrival import Arrival
from rakumap.channels.decoding import Caps, Decoder
from rakumap.channels.failures import CONNECTION_FAILURES, explain
from rakumap.channels.wire import Adapter, Line, tls_context
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job

REPORT_TYPES = re.compile(
    r"text/(?!html$|xml$|javascript$)[\w.+-]+"
    r"|application/(?:(?:x-)?csv|octet-stream|(?:x-)?download|force-download|vnd\.ms-excel|"
    r"vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)"
    r"|binary/octet-stream"
)
"""Content types a report may come as; none at all is taken too."""

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_HALF_HOUR = 30 * 60
_BLOCK = 1 << 16
_PROBE = 1 << 16
_TICK = 0.05
_PATIENCE = 0.5
"""Seconds given to a cut request to end by itself; one stuck in a name look-up is left behind and ends later."""
_SLACK = 1 << 20


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: for the connection, for one silence of the server, for everything with all tries."""

    connect: float = 10.0
    idle: float = 30.0
    total: float = 300.0


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a failing server (5xx, or 429 that asks for a short wait) is asked again, seconds.

    Waits are drawn between 0 and ``first`` * 2^n, at most ``longest``. ``budget`` caps the repeats of one client in
    half an hour, so that many calls do not multiply a storm.
    """

    tries: int = 3
    first: float = 0.5
    longest: float = 5.0
    budget: int = 6


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
class _Ask:
    """One request and what may come of it."""

    address: Address
    headers: Mapping[str, str] = field(repr=False)
    target: Path | None
    caps: Caps
    types: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Again:
    """An answer that another try may better: the failure, and the seconds the server asked to wait."""

    error: ChannelError
    wait: float | None


_TIMEOUTS = Timeouts()
_RETRIES = Retries()
_CAPS = Caps()


class Client:
    """Asks servers. Safe to use from several threads; every call blocks and ends within a second of a cancel.

    Only https, or http to this computer; certificates are always verified (``ca_file`` adds a trusted authority);
    proxies, netrc and other environment are not looked at; redirects are followed on the same server only.
    Raises ``ChannelError``, for addresses ``UserError``, for a full disk ``StoreError``.
    """

    def __init__(
        self, timeouts: Timeouts = _TIMEOUTS, retries: Retries = _RETRIES, *, ca_file: Path | None = None
    ) -> None:
        self._timeouts = timeouts
        self._retries = retries
        self._ca_file = ca_file
        self._repeats: list[float] = []
        self._random = random.SystemRandom()

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
        return self._ask(_ask(url, target, authorization, headers, caps, types), job)

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
        return self._ask(_ask(url, None, authorization, headers, caps, types), job)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context()

    def _ask(self, ask: _Ask, job: Job) -> Fetched:
        """Try, wait, try again: at most ``tries`` requests, within the total time."""
        until = time.monotonic() + self._timeouts.total
        for n in range(1, self._retries.tries + 1):
            answer = self._watched(ask, job, until)
            if isinstance(answer, Fetched):
                return answer
            wait = answer.wait
            if wait is None:
                wait = self._random.uniform(0, min(self._retries.longest, self._retries.first * 2**n))
            if wait > self._retries.longest or time.monotonic() + wait > until or not self._may_repeat(n):
                raise answer.error
            job.wait(wait)
        raise AssertionError("tries is below 1")

    def _may_repeat(self, n: int) -> bool:
        """Whether try ``n`` may be followed by another; if so, it is taken off the budget."""
        now = time.monotonic()
        self._repeats = [moment for moment in self._repeats if moment > now - _HALF_HOUR]
        if n >= self._retries.tries or len(self._repeats) >= self._retries.budget:
            return False
        self._repeats.append(now)
        return True

    def _watched(self, ask: _Ask, job: Job, until: float) -> Fetched | _Again:
        """Make one try on a thread of its own and watch it: cancel, silence and deadline cut its connection."""
        line = Line(ask.caps.plain + _SLACK)
        future: concurrent.futures.Future[Fetched | _Again] = concurrent.futures.Future()
        thread = threading.Thread(target=_carry, args=(future, self._try, ask, line), name="rakumap-http", daemon=True)
        job.checkpoint("download")
        thread.start()
        try:
            while not concurrent.futures.wait([future], _TICK).done:
                job.checkpoint("download", line.received, line.expected)
                self._police(ask.address.shown, line, until)
            return future.result()
        except BaseException:
            line.cut()
            thread.join(_PATIENCE)
            if ask.target is not None:
                with suppress(OSError):
                    ask.target.unlink(missing_ok=True)
            raise

    def _police(self, host: str, line: Line, until: float) -> None:
        if line.connecting() > self._timeouts.connect:
            raise ChannelError("channel_unreachable", host=host)
        if line.silent() > self._timeouts.idle:
            raise ChannelError("channel_slow", host=host)
        if time.monotonic() > until:
            raise ChannelError("channel_deadline", host=host, seconds=round(self._timeouts.total))

    def _try(self, ask: _Ask, line: Line) -> Fetched | _Again:
        """Make one try; runs on the thread of the request."""
        try:
            with requests.Session() as session:
                session.trust_env = False
                session.verify = True if self._ca_file is None else str(self._ca_file)
                session.headers.clear()
                adapter = Adapter(line, self._tls)
                session.mount("https://", adapter)
                session.mount("http://", adapter)
                return self._follow(session, ask, line)
        except CONNECTION_FAILURES as error:
            failure = explain(error, ask.address, connecting=line.connecting() > 0)
        finally:
            line.hang_up()
        if line.full:
            failure = ChannelError("report_too_large", name=ask.address.shown, megabytes=line.cap >> 20)
        raise failure  # outside of the except clause: what requests says of it may hold the address with its query

    def _follow(self, session: requests.Session, ask: _Ask, line: Line) -> Fetched | _Again:
        address = ask.address
        for _ in range(_MOST_REDIRECTS + 1):
            with session.get(
                address.url,
                headers=dict(ask.headers),
                stream=True,
                allow_redirects=False,
                timeout=(self._timeouts.connect, self._timeouts.idle),
            ) as response:
                if response.status_code not in _REDIRECTS:
                    return _judge(response, ask, line)
                address = _redirected(response, address)
            line.hang_up()
        raise ChannelError("channel_redirect_loop", host=address.shown)


def _carry(
    future: concurrent.futures.Future[Fetched | _Again],
    work: Callable[[_Ask, Line], Fetched | _Again],
    ask: _Ask,
    line: Line,
) -> None:
    """Do the work and hand its result, or whatever it raised, to the thread that watches."""
    try:
        result = work(ask, line)
    except BaseException as error:  # noqa: BLE001  raised again by future.result()
        future.set_exception(error)
    else:
        future.set_result(result)


def _ask(
    url: str,
    target: Path | None,
    authorization: str | None,
    headers: Mapping[str, str] | None,
    caps: Caps,
    types: re.Pattern[str],
) -> _Ask:
    """Put a request together, refusing what must not go into a header before requests could repeat it."""
    sent = {
        "User-Agent": "rakumap",
        "Accept": "text/csv, text/tab-separated-values, text/plain, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **(headers or {}),
    }
    if authorization and authorization.strip():
        sent["Authorization"] = authorization.strip()
    for name, text in sent.items():
        if any(character < " " or character > "\xff" or character == "\x7f" for character in text):
            raise UserError("header_invalid", header=name)
    return _Ask(addresses.parse(url), sent, target, caps, types)


def _redirected(response: requests.Response, address: Address) -> Address:
    """Give the address a redirect means, if it is on the same server; credentials go nowhere else."""
    location = response.headers.get("Location", "")
    if not location:
        raise ChannelError("channel_protocol", host=address.shown)
    target, shown = None, "?"
    try:
        parts = urlsplit(urljoin(address.url, location))
        shown = f"{parts.scheme}://{parts.hostname}"
        target = address.joined(location)
    except (UserError, ValueError):
        pass  # an address we would not ask from the start
    if target is None or not target.same_server(address):
        raise ChannelError("channel_redirect", host=address.shown, target=shown)
    return target


def _judge(response: requests.Response, ask: _Ask, line: Line) -> Fetched | _Again:
    """Take the body of a good answer; say what a bad one means."""
    status, host = response.status_code, ask.address.shown
    if status == requests.codes.ok:
        return _receive(response, ask, line)
    if status in (204, 205):
        raise ChannelError("report_empty", name=host)
    if status in (401, 403, 407):
        raise ChannelError("channel_denied", host=host, status=status)
    if status in (404, 410):
        raise ChannelError("channel_not_found", host=host, status=status)
    wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
    if status == 429 or (status == 503 and wait is not None):
        seconds = 60 if wait is None else math.ceil(wait)
        minutes = max(1, math.ceil(seconds / 60))
        return _Again(
            ChannelError("channel_throttled", host=host, retry_after=seconds, minutes=minutes), float(seconds)
        )
    if status >= 500:
        return _Again(ChannelError("channel_failing", host=host, status=status), None)
    raise ChannelError("channel_answer", host=host, status=status)


def _receive(response: requests.Response, ask: _Ask, line: Line) -> Fetched:
    """Read a body to its proven end into the file."""
    host = ask.address.shown
    kind, charset = _content_type(response.headers.get("Content-Type", ""))
    if kind in _HTML_TYPES:
        raise ChannelError("report_html", name=host)
    if kind and not ask.types.fullmatch(kind):
        raise ChannelError("report_type", host=host, type=kind[:80])
    decoder = Decoder(response.headers.get("Content-Encoding", ""), ask.caps, host)
    line.expected = _length(response, host)
    most = ask.caps.plain if decoder.is_plain else ask.caps.compressed
    if line.expected is not None and line.expected > most:
        raise ChannelError("report_too_large", name=host, megabytes=most >> 20)
    line.cap = line.received + most + _SLACK
    taken = 0
    with Arrival(ask.target, host, ask.caps.plain) as arrival:
        while block := response.raw.read(_BLOCK, decode_content=False):
            taken += len(block)
            for piece in decoder.feed(block):
                arrival.write(piece)
                if line.is_cut:
                    raise OSError("cut")
            if ask.target is None and arrival.size >= _PROBE:
                line.cut()
                break
        else:
            decoder.finish()
            if line.expected is not None and taken != line.expected:
                raise ChannelError("channel_cut", host=host)
            if line.is_cut:
                raise OSError("cut")
        return Fetched(
            path=arrival.keep(),
            host=host,
            name=ask.address.name,
            size=arrival.size,
            received=taken,
            fingerprint=arrival.fingerprint,
            content_type=kind,
            charset=charset,
            last_modified=http_date(response.headers.get("Last-Modified")),
            date=http_date(response.headers.get("Date")),
        )


def _length(response: requests.Response, host: str) -> int | None:
    """Give the announced length, ``None`` for a chunked body; a body whose end nothing proves is refused."""
    coding = response.headers.get("Transfer-Encoding")
    if coding is not None:
        if coding.strip().lower() == "chunked":
            return None
        raise ChannelError("channel_protocol", host=host)
    lengths = {part.strip() for part in response.headers.get("Content-Length", "").split(",")}
    if lengths == {""}:
        raise ChannelError("report_unproven", host=host)
    if len(lengths) != 1 or not re.fullmatch(r"[0-9]{1,18}", text := lengths.pop(), re.ASCII):
        raise ChannelError("channel_protocol", host=host)
    return int(text)


def _content_type(text: str) -> tuple[str, str | None]:
    """Give type/subtype in lower case and the charset."""
    message = Message()
    message["Content-Type"] = text.replace("\r", " ").replace("\n", " ")
    charset = message.get_param("charset")
    return text.partition(";")[0].strip().lower(), charset if isinstance(charset, str) and charset else None


def retry_after(text: str | None, now: datetime) -> float | None:
    """Read a Retry-After header (seconds or a date): seconds from ``now``, at most 30 min; ``None`` if it says nothing."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]+", text.strip(), re.ASCII):
        return float(min(int(text.strip()[:12]), _HALF_HOUR))
    date = http_date(text)
    return None if date is None else min(max(0.0, (date - now).total_seconds()), float(_HALF_HOUR))


def http_date(text: str | None) -> datetime | None:
    """Read a date of HTTP as an aware time in UTC; ``None`` for what is no date."""
    if text is None:
        return None
    try:
        date = parsedate_to_datetime(text.strip())
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
