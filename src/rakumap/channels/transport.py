"""Requests that end: each on a thread of its own, watched, cut when it is too slow or no longer wanted, tried again."""

from __future__ import annotations

import concurrent.futures
import logging
import random
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from rakumap.channels.addresses import Address
from rakumap.channels.failures import CONNECTION_FAILURES, explain
from rakumap.channels.wire import Adapter, Line, tls_context
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job

# It tells the query of every address it asks, and a channel's token may stand there.
logging.getLogger("urllib3").setLevel(logging.INFO)

_REDIRECTS = (301, 302, 303, 307, 308)
_KEEPING = (307, 308)
"""Redirects that send the same method and body on."""
_MOST_REDIRECTS = 5
_HALF_HOUR = 30 * 60
_TICK = 0.05
_PATIENCE = 0.5
"""Seconds given to a cut request to end by itself; one stuck in a name look-up is left behind and ends later."""

T = TypeVar("T")


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
class Outgoing:
    """One request as it is sent."""

    method: str
    address: Address = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Again(Generic[T]):
    """An answer that another try may better.

    ``wait`` is the seconds the server asked to wait. After the last try ``error`` is raised, or ``answer`` given back
    when there is no error.
    """

    wait: float | None
    error: ChannelError | None = None
    answer: T | None = None


Take = Callable[[requests.Response, Address, Line], T | Again[T]]
"""Makes of a response what the caller wants; runs on the thread of the request."""


@dataclass(frozen=True, slots=True)
class Way(Generic[T]):
    """How a request is to be carried out.

    ``cap`` is the most bytes received, ``phase`` the progress told, ``before`` is called before each try (to keep a
    rate) and what it returns after it, ``abandoned`` when a try was given up, ``mend_cuts`` asks again after a connection that broke: only for what
    may arrive twice.
    """

    take: Take[T]
    cap: int
    phase: str = ""
    before: Callable[[], Callable[[], None]] | None = None
    abandoned: Callable[[], None] | None = None
    mend_cuts: bool = False


class Transport:
    """Carries requests. Safe to use from several threads; every call blocks and ends within a second of a cancel.

    Certificates are always verified (``ca_file`` adds a trusted authority); proxies, netrc and other environment are
    not looked at; redirects are followed on the same server only. Raises ``ChannelError``.
    """

    def __init__(self, timeouts: Timeouts, retries: Retries, ca_file: Path | None) -> None:
        self._timeouts = timeouts
        self._retries = retries
        self._ca_file = ca_file
        self._lock = threading.Lock()
        self._repeats: list[float] = []
        self._random = random.SystemRandom()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context()

    def ask(self, out: Outgoing, way: Way[T], job: Job) -> T:
        """Try, wait, try again: at most ``tries`` requests, within the total time."""
        until = time.monotonic() + self._timeouts.total
        for n in range(1, self._retries.tries + 1):
            after: Callable[[], None] | None = None
            if way.before is not None:
                began = time.monotonic()
                after = way.before()
                until += time.monotonic() - began  # what we wait for by ourselves is not the server's
            try:
                answer = self._once(out, way, job, until)
            finally:
                if after is not None:
                    after()
            if not isinstance(answer, Again):
                return answer
            wait = answer.wait
            if wait is None:
                wait = self._random.uniform(0, min(self._retries.longest, self._retries.first * 2**n))
            if wait > self._retries.longest or time.monotonic() + wait > until or not self._may_repeat(n):
                last: T = _last(answer)
                return last
            job.wait(wait)
        raise AssertionError("tries is below 1")

    def _may_repeat(self, n: int) -> bool:
        """Whether try ``n`` may be followed by another; if so, it is taken off the budget."""
        now = time.monotonic()
        with self._lock:
            self._repeats = [moment for moment in self._repeats if moment > now - _HALF_HOUR]
            if n >= self._retries.tries or len(self._repeats) >= self._retries.budget:
                return False
            self._repeats.append(now)
        return True

    def _once(self, out: Outgoing, way: Way[T], job: Job, until: float) -> T | Again[T]:
        try:
            return self._watched(out, way, job, until)
        except ChannelError as error:
            if way.mend_cuts and error.code == "channel_cut":
                return Again(None, error)
            raise

    def _watched(self, out: Outgoing, way: Way[T], job: Job, until: float) -> T | Again[T]:
        """Make one try on a thread of its own and watch it: cancel, silence and deadline cut its connection."""
        line = Line(way.cap)
        future: concurrent.futures.Future[T | Again[T]] = concurrent.futures.Future()

        def work() -> None:
            try:
                result = self._try(out, way.take, line)
            except BaseException as error:  # noqa: BLE001  raised again by future.result()
                future.set_exception(error)
            else:
                future.set_result(result)

        thread = threading.Thread(target=work, name="rakumap-http", daemon=True)
        job.checkpoint(way.phase)
        thread.start()
        try:
            while not concurrent.futures.wait([future], _TICK).done:
                job.checkpoint(way.phase, line.received, line.expected)
                self._police(out.address.shown, line, until)
            return future.result()
        except BaseException:
            line.cut()
            thread.join(_PATIENCE)
            if way.abandoned is not None:
                way.abandoned()
            raise

    def _police(self, host: str, line: Line, until: float) -> None:
        if line.connecting() > self._timeouts.connect:
            raise ChannelError("channel_unreachable", host=host)
        if line.silent() > self._timeouts.idle:
            raise ChannelError("channel_slow", host=host)
        if time.monotonic() > until:
            raise ChannelError("channel_deadline", host=host, seconds=round(self._timeouts.total))

    def _try(self, out: Outgoing, take: Take[T], line: Line) -> T | Again[T]:
        """Make one try; runs on the thread of the request."""
        try:
            with requests.Session() as session:
                session.trust_env = False
                session.verify = True if self._ca_file is None else str(self._ca_file)
                session.headers.clear()
                adapter = Adapter(line, self._tls)
                session.mount("https://", adapter)
                session.mount("http://", adapter)
                return self._follow(session, out, take, line)
        except CONNECTION_FAILURES as error:
            failure = explain(error, out.address, connecting=line.connecting() > 0)
        finally:
            line.hang_up()
        if line.full:
            failure = ChannelError("report_too_large", name=out.address.shown, megabytes=line.cap >> 20)
        raise failure  # outside of the except clause: what requests says of it may hold the address with its query

    def _follow(self, session: requests.Session, out: Outgoing, take: Take[T], line: Line) -> T | Again[T]:
        address = out.address
        for _ in range(_MOST_REDIRECTS + 1):
            with session.request(
                out.method,
                address.url,
                headers=dict(out.headers),
                data=out.body,
                stream=True,
                allow_redirects=False,
                timeout=(self._timeouts.connect, self._timeouts.idle),
            ) as response:
                status = response.status_code
                if status not in _REDIRECTS:
                    return take(response, address, line)
                following = _redirected(response, address)
                if out.method != "GET" and status not in _KEEPING:
                    raise ChannelError("channel_answer", host=address.shown, status=status)
                address = following
            line.hang_up()
        raise ChannelError("channel_redirect_loop", host=address.shown)


def _last(answer: Again[T]) -> T:
    """What stays of an answer that is not asked for again."""
    if answer.answer is not None:
        return answer.answer
    if answer.error is None:
        raise AssertionError("neither an error nor an answer")
    raise answer.error


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
