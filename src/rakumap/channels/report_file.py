"""The kind ``report-file``: a file, the newest file of a folder, or what an address gives."""

from __future__ import annotations

import errno
import os
import stat
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rakumap.channels import addresses
from rakumap.channels.arrival import Arrival
from rakumap.channels.connector import REPORT_FILE, FetchedReport, TestResult, check
from rakumap.channels.decoding import Caps
from rakumap.channels.http import Client, Fetched
from rakumap.channels.orders_file import ReadOrders, order_lines
from rakumap.channels.outbox_file import write_offers
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OfferResult, OrderLine, Sent, Submission

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson")
"""What a report in a folder ends with, in any case."""

_TYPES = {
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/x-ndjson": ".ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_TRIES = 3
_PAUSE = 0.5
_BLOCK = 1 << 20
_CAPS = Caps()


class ReportFile:
    """Brings the report a channel's ``path`` names, as a copy of our own; quantities and orders are files as well.

    See ``Seller`` for what it raises. ``read_orders`` reads a file of orders.
    """

    batch = 10_000
    """Quantities of one file."""
    orders_are_whole = False

    def __init__(
        self,
        settings: Mapping[str, str],
        authorization: str | None = None,
        *,
        client: Client | None = None,
        caps: Caps = _CAPS,
        read_orders: ReadOrders | None = None,
    ) -> None:
        checked = check(REPORT_FILE, settings)
        self._path = checked["path"]
        self._outbox = checked.get("outbox")
        self._orders = checked.get("orders")
        self._read_orders = read_orders
        self._authorization = authorization
        self._client = Client() if client is None else client
        self._caps = caps

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        """Download or copy the newest report into the folder ``into``."""
        if addresses.is_url(self._path):
            return self._download(job, into)
        for left in reversed(range(_TRIES)):
            source = self._source()
            report = _copied(source, into, job, self._caps.plain)
            if report is not None:
                return report
            if left:
                job.wait(_PAUSE)
        raise ChannelError("report_changing", path=str(source))

    def test(self, job: Job) -> TestResult:
        """Look whether there is a report, without bringing it whole."""
        try:
            if addresses.is_url(self._path):
                fetched = self._client.probe(self._path, job, authorization=self._authorization, caps=self._caps)
                return TestResult(True, "test_address", {"host": fetched.host, "name": _name(fetched)})
            source = self._source()
            with source.open("rb") as file, Arrival(None, str(source), self._caps.plain) as arrival:
                arrival.write(file.read(_BLOCK))
                arrival.keep()
                status = os.fstat(file.fileno())
        except UserError as error:
            return TestResult(False, error.code, error.values)
        except OSError as error:
            failure = _unreadable(error, source)
            return TestResult(False, failure.code, failure.values)
        values = {"path": str(source), "kilobytes": max(1, status.st_size >> 10), "time": _time(status.st_mtime)}
        return TestResult(True, "test_file", values)

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        """Write a file into the outbox; confirmed means that it is there to stay, not that anybody took it."""
        if self._outbox is None:
            raise UserError("outbox_unset")
        job.checkpoint()
        write_offers(_expanded(self._outbox), offers, key)
        return Submission(self.follow(job, "", offers))

    def follow(self, job: Job, ticket: str, offers: Sequence[Offer]) -> tuple[OfferResult, ...]:
        """Nothing is ever left open here; what asks is confirmed."""
        job.checkpoint()
        return tuple(OfferResult(offer.listing_id, Sent.CONFIRMED) for offer in offers)

    def orders(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        """The lines of the file, or of the folder's files since then; none without the setting."""
        if self._orders is None or self._read_orders is None:
            return iter(())
        return order_lines(_expanded(self._orders), since, SUFFIXES, self._read_orders, job)

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        """Nothing here ends by itself."""
        job.checkpoint()
        return ()

    def _download(self, job: Job, into: Path) -> FetchedReport:
        target = into / f"report-{uuid.uuid4().hex}"
        fetched = self._client.fetch(self._path, target, job, authorization=self._authorization, caps=self._caps)
        name = _name(fetched)
        path = target.replace(target.with_suffix(Path(name).suffix.lower()))
        # A server's clock may be wrong, but a report is never younger than its answer, nor than now.
        times = [moment for moment in (fetched.last_modified, fetched.date, datetime.now(UTC)) if moment is not None]
        made = min(times) if fetched.last_modified is not None else None
        return FetchedReport(path, name, made, fetched.fingerprint, fetched.size, charset=fetched.charset)

    def _source(self) -> Path:
        """Give the file to read: ``path`` itself, or the newest report in it."""
        try:
            path = Path(self._path).expanduser()
        except RuntimeError:  # no such home
            raise ChannelError("report_missing", path=self._path) from None
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                return _newest(path)
        except OSError as error:
            raise _unreadable(error, path) from error
        except ValueError:  # a NUL in it
            raise ChannelError("report_missing", path=self._path) from None
        if not stat.S_ISREG(status.st_mode):
            raise ChannelError("report_not_file", path=str(path))
        return path


def _expanded(text: str) -> Path:
    """Give a path with its home; as it stands where there is none."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def _newest(folder: Path) -> Path:
    """Give the report written last; of two written at once the one whose name comes last."""
    found: list[tuple[int, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")) or not name.lower().endswith(SUFFIXES):
                continue
            try:
                status = entry.stat()
            except FileNotFoundError:  # gone again, or a link to nowhere
                continue
            if stat.S_ISREG(status.st_mode):
                found.append((status.st_mtime_ns, name))
    if not found:
        raise ChannelError("report_missing_in_folder", path=str(folder))
    return folder / max(found)[1]


def _copied(source: Path, into: Path, job: Job, cap: int) -> FetchedReport | None:
    """Copy a file and prove that it did not change meanwhile; ``None`` when it did."""
    target = into / f"report-{uuid.uuid4().hex}{source.suffix.lower()}"
    try:
        with source.open("rb", buffering=0) as file, Arrival(target, str(source), cap) as arrival:
            before = os.fstat(file.fileno())
            while block := file.read(_BLOCK):
                job.checkpoint("copy", arrival.size, before.st_size)
                arrival.write(block)
                if arrival.size > before.st_size:  # it grows, perhaps faster than we read
                    return None
            if not _same(before, os.fstat(file.fileno())) or not _same(before, source.stat()):
                return None
            if arrival.size != before.st_size:
                return None
            arrival.keep()
            return FetchedReport(target, source.name, _time(before.st_mtime), arrival.fingerprint, arrival.size)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(error, source) from error


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether size and time (and the file itself) are the same."""
    return (one.st_size, one.st_mtime_ns, one.st_ino) == (other.st_size, other.st_mtime_ns, other.st_ino)


def _time(seconds: float) -> datetime:
    """Give a file's time; one in the future counts as now, else every later report would look older than it."""
    now = datetime.now(UTC)
    try:
        return min(datetime.fromtimestamp(seconds, UTC), now)
    except (ValueError, OverflowError, OSError):
        return now


def _name(fetched: Fetched) -> str:
    """Give a downloaded report a name that ends with its kind."""
    name = fetched.name or "report"
    if name.lower().endswith(SUFFIXES):
        return name
    return name + _TYPES.get(fetched.content_type, ".csv")


def _unreadable(error: OSError, path: Path) -> ChannelError:
    """Say why a file could not be read."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP):
        return ChannelError("report_missing", path=str(path))
    return ChannelError("report_unreadable", path=str(path))
