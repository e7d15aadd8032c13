"""What every kind of channel offers, and the settings each kind is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Protocol

from rakumap.channels import addresses
from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import AUTOLINK, HOLD, NEW_LINKS, SEND
from rakumap.core.trade import Offer, OfferResult, OrderLine, Submission

REPORT_FILE = "report-file"
ICHIBA = "rakuten-ichiba"
FRANCE = "rakuten-france"
ENDPOINT = "channel-integration"
MAP_PREFIX = "map."
"""``map.FIELD`` names the report's header for a field; any kind may have such keys."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of ``--set`` (or of ``--secret``); ``label`` is a key of ``rakumap.core.words.NAMES``."""

    name: str
    label: str
    required: bool = False
    secret: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    """The values it may have, if they are few; each has the name ``LABEL.VALUE`` in ``NAMES``."""


@dataclass(frozen=True, slots=True)
class FetchedReport:
    """A whole report on this computer, proven complete as far as its way here allows.

    ``time`` is when it was made (file time or Last-Modified, aware, never in the future); ``None`` when nobody says.
    ``fingerprint`` is the SHA-256 of its bytes in hex. A ``temporary`` file is the caller's to delete.
    """

    path: Path
    name: str
    """The file name a person knows it by; ``path`` may be called otherwise but has the same suffix."""
    time: datetime | None
    fingerprint: str
    size: int
    """Bytes."""
    temporary: bool = True
    charset: str | None = None
    """The text encoding the server declared, if it did."""
    live: bool = False
    """Asked for listing by listing, so that it says how things were since the asking began; ``time`` is unset then."""


@dataclass(frozen=True, slots=True)
class TestResult:
    """What Config's Test found: a sentence of ``rakumap.core.words``, good or bad."""

    __test__: ClassVar[bool] = False

    ok: bool
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class Connector(Protocol):
    """A channel that can be asked. Methods block, call ``job``, and may be used from any one thread at a time.

    They raise ``ChannelError`` for what the channel did, ``UserError`` for what the settings say, ``StoreError`` when
    this computer cannot keep the answer, and ``Cancelled`` within a second of being asked to stop.
    """

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        """Bring the newest report into the folder ``into``; nothing is left there when it fails."""
        ...

    def test(self, job: Job) -> TestResult:
        """Try the settings without changing anything; raises only ``Cancelled``."""
        ...


class Seller(Connector, Protocol):
    """A channel that takes quantities and has orders. Raises as ``Connector`` does."""

    batch: int
    """The most offers of one ``submit``."""
    orders_are_whole: bool
    """Whether ``orders`` always gives every line that is new or under way, so that one that is missing is over."""

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        """Send absolute quantities; a result for every offer.

        ``key`` is the same when the same offers are sent again after an unknown end. Raises ``ChannelError`` only when
        it is not known whether the channel took the batch, or when it took nothing of it.
        """
        ...

    def follow(self, job: Job, ticket: str, offers: Sequence[Offer]) -> tuple[OfferResult, ...]:
        """Ask what became of offers that were ``SUBMITTED`` under a ticket; those still worked on stay so."""
        ...

    def orders(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        """Order lines placed or changed since then, a page at a time; the same line may come again."""
        ...

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        """What a person should know soon, as a licence key that ends; asked once a day."""
        ...


SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    REPORT_FILE: (
        Setting("path", "setting.path", required=True),
        Setting("outbox", "setting.outbox"),
        Setting("orders", "setting.orders"),
        Setting("encoding", "setting.encoding"),
        Setting("delimiter", "setting.delimiter"),
        Setting("decimal", "setting.decimal"),
        Setting("authorization", "setting.authorization", secret=True),
    ),
    ICHIBA: (
        Setting("base_url", "setting.base_url", default="https://api.rms.rakuten.co.jp/es"),
        Setting("service_secret", "setting.service_secret", required=True, secret=True),
        Setting("license_key", "setting.license_key", required=True, secret=True),
    ),
    FRANCE: (
        Setting("base_url", "setting.base_url", default="https://ws.fr.shopping.rakuten.com"),
        Setting("login", "setting.login", required=True),
        Setting("profile_id", "setting.profile_id"),
        Setting("token", "setting.token", required=True, secret=True),
    ),
    ENDPOINT: (
        Setting("base_url", "setting.base_url", required=True),
        Setting("authorization_token", "setting.authorization_token", required=True, secret=True),
    ),
}
"""The keys of every kind that can be used, in the order Config shows them."""
COMMON: tuple[Setting, ...] = (
    Setting(NEW_LINKS, "setting.new_links", default=SEND, choices=(SEND, HOLD)),
    Setting(AUTOLINK, "setting.autolink", default="off", choices=("off", "on")),
    Setting("at_zero", "setting.at_zero", default="zero", choices=("zero",)),
)
"""The keys that every kind has: whether quantities of new links wait to be released, whether what is certain is linked
after each report, and what goes out at the end of stock; no kind can end a listing so far."""


def check(kind: str, settings: Mapping[str, str], keys: Sequence[Setting] | None = None) -> dict[str, str]:
    """Give back the settings to store: known keys, required ones there, blank ones dropped; else ``UserError``.

    ``keys`` are those of something that is no channel.
    """
    known = {setting.name: setting for setting in (settings_of(kind) if keys is None else keys)}
    for name in settings:
        if name.startswith(MAP_PREFIX):
            continue
        if name not in known:
            names = ", ".join(s.name for s in known.values() if not s.secret)
            raise UserError("setting_unknown", setting=name, kind=kind, known=names)
        if known[name].secret:
            raise UserError("setting_secret", setting=name)
    # A tab may be the delimiter.
    kept = {name: text.strip(" \r\n") for name, text in settings.items() if text.strip(" \r\n")}
    for setting in known.values():
        if setting.required and not setting.secret and setting.name not in kept and not setting.default:
            raise UserError("setting_missing", setting=setting.name, kind=kind)
        if setting.choices and kept.get(setting.name, setting.default) not in setting.choices:
            raise UserError("setting_value", setting=setting.name, known=", ".join(setting.choices))
    if addresses.is_url(kept.get("path", "")):
        addresses.parse(kept["path"])
    if "base_url" in kept:
        kept["base_url"] = addresses.parse(kept["base_url"]).url.rstrip("/")
    return kept


def settings_of(kind: str) -> tuple[Setting, ...]:
    """Give the keys of a kind; ``UserError`` "kind_not_available" for one that is not there (yet)."""
    if kind not in SETTINGS:
        raise UserError("kind_not_available", kind=kind, known=", ".join(SETTINGS))
    return (*SETTINGS[kind], *COMMON)


def has_orders(kind: str, settings: Mapping[str, str]) -> bool:
    """Whether a channel with these settings has orders to download."""
    return kind != REPORT_FILE or bool(settings.get("orders"))
