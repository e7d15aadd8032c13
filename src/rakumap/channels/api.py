"""What connectors of web interfaces share: the base address, the secrets and their mask, and errors in their words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from rakumap.channels import addresses
from rakumap.channels.calls import Call, Mask, Reply
from rakumap.channels.connector import Setting, TestResult
from rakumap.channels.http import Client
from rakumap.channels.limits import Limit
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job


class Api:
    """A web interface with its settings and secrets. Blocks; use it from one thread at a time."""

    def __init__(
        self,
        checked: Mapping[str, str],
        secrets: Mapping[str, str],
        keys: Sequence[Setting],
        client: Client | None,
    ) -> None:
        self.settings = with_defaults(checked, keys)
        self.secrets = need(secrets, keys)
        self.base = self.settings["base_url"]
        self.host = addresses.parse(self.base).shown
        self.mask = Mask([*self.secrets.values(), ":".join(self.secrets.values())])
        self._client = Client() if client is None else client
        self._account = (self.base, hash(tuple(self.secrets.values())))

    def rate(self, method: str, limit: Limit) -> tuple[Hashable, Limit]:
        """Give what ``Call.rate`` wants; limits count by account."""
        return (*self._account, method), limit

    def call(self, call: Call, job: Job) -> Reply:
        """Ask; see ``Client.call``."""
        return self._client.call(call, job)

    def said(self, words: object) -> ChannelError:
        """The error for what a channel says in its own words."""
        return ChannelError("channel_said", host=self.host, message=self.mask(words))


def tested(work: Callable[[], TestResult]) -> TestResult:
    """Give what a test found, or why it could not be made. Raises only ``Cancelled``."""
    try:
        return work()
    except UserError as error:
        return TestResult(False, error.code, error.values)


def dicts(value: Any) -> list[dict[str, Any]]:
    """Give the objects of a JSON list; nothing where there is none."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """Give a JSON text or number as text, anything else as nothing."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value)


def whole(value: Any) -> int | None:
    """Give a JSON whole number (also ``2.0`` and ``"2"``), else ``None``."""
    if isinstance(value, bool):
        return None
    try:
        number = int(value)
        return number if number == value or str(number) == value else None
    except (TypeError, ValueError, ArithmeticError):
        return None


def with_defaults(checked: Mapping[str, str], keys: Sequence[Setting]) -> dict[str, str]:
    """Fill in the defaults of what is not set; they are not stored, so that a later version may know better ones."""
    return {setting.name: setting.default for setting in keys if setting.default} | dict(checked)


def need(secrets: Mapping[str, str], keys: Sequence[Setting]) -> dict[str, str]:
    """Give the secrets among these keys without spaces around them.

    Raises:
        UserError: ``secret_needed`` for a required one that is not there.
    """
    given = {setting.name: secrets.get(setting.name, "").strip() for setting in keys if setting.secret}
    for setting in keys:
        if setting.secret and setting.required and not given[setting.name]:
            raise UserError("secret_needed", secret=setting.name)
    return given
