"""Channel setup: add, configure, switch on and off, test, remove. Any thread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from rakumap.channels import connector as kinds
from rakumap.channels.connector import Connector, TestResult
from rakumap.channels.connector import Setting as Setting
from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, Channel, ChannelId, Limits
from rakumap.services import reading
from rakumap.services.reading import ReadOptions
from rakumap.services.secret_keeping import SecretKeeping, owner_of
from rakumap.store.catalog import Catalog
from rakumap.store.queries import Queries


class Connect(Protocol):
    """Makes the connector of a kind with these settings, the secrets of the channel, and those ``typed`` just now.

    Raises ``UserError`` for wrong settings and for a secret that is needed and not known.
    """

    def __call__(
        self,
        kind: str,
        settings: Mapping[str, str],
        channel: ChannelId | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> Connector:
        """See the class."""
        ...


class ChannelSetup:
    """The use cases of Settings > Channel Integration."""

    def __init__(self, catalog: Catalog, queries: Queries, connect: Connect, secrets: SecretKeeping) -> None:
        self._catalog = catalog
        self._queries = queries
        self._connect = connect
        self._secrets = secrets

    def kinds(self) -> tuple[str, ...]:
        """The kinds of channel that can be added."""
        return tuple(kinds.SETTINGS)

    def settings_of(self, kind: str) -> tuple[Setting, ...]:
        """The keys of a kind, in the order Config shows them. Raises ``UserError`` for an unknown kind."""
        return kinds.settings_of(kind)

    def named(self, name: str) -> Channel:
        """The channel of this name.

        Raises:
            UserError: there is none (``channel_unknown``, with the names there are).
        """
        found = self._queries.channel_named(name)
        if found is None:
            known = ", ".join(channel.name for channel in self._queries.channels())
            raise UserError("channel_unknown" if known else "channel_none", name=name, known=known)
        return found

    def add(self, kind: str, name: str, settings: Mapping[str, str], *, enable: bool = False) -> Channel:
        """Make a channel. Raises ``UserError`` for a taken name, an unknown kind or a wrong setting."""
        checked = kinds.check(kind, settings)
        key, _ = self._catalog.add_channel(kind, name.strip(), checked)
        if enable:
            self._catalog.change_channel(key, enabled=True)
        return self._queries.channel(key)

    def configure(
        self,
        key: ChannelId,
        *,
        name: str | None = None,
        settings: Mapping[str, str] | None = None,
        defaults: Limits | None = None,
    ) -> Applied:
        """Change name, settings (all of them) or default limits. Raises ``UserError`` for a wrong one."""
        channel = self._queries.channel(key)
        checked = None if settings is None else kinds.check(channel.kind, settings)
        if checked == dict(channel.settings):
            checked = None
        return self._catalog.change_channel(
            key, name=name.strip() if name is not None else None, settings=checked, defaults=defaults
        )

    def enable(self, key: ChannelId, on: bool) -> Applied:
        """Switch the channel on (it waits for the next half hour) or off."""
        return self._catalog.change_channel(key, enabled=on)

    def sync(self, key: ChannelId, on: bool) -> Applied:
        """Switch Inventory Sync on or off."""
        return self._catalog.change_channel(key, inventory_sync=on)

    def remove(self, key: ChannelId) -> Applied:
        """Hide the channel and forget its secrets; its links are kept, and undo brings it back."""
        self.keep_secrets(key, dict.fromkeys(self._secret_keys(self._queries.channel(key).kind), ""))
        return self._catalog.change_channel(key, removed=True)

    def keep_secrets(self, key: ChannelId, secrets: Mapping[str, str]) -> None:
        """Keep secrets of a channel where the person wants them; an empty one is forgotten.

        Raises:
            UserError: the kind has no such secret, or the vault refuses.
        """
        channel = self._queries.channel(key)
        known = self._secret_keys(channel.kind)
        for name in secrets:
            if name not in known:
                raise UserError("secret_unknown", secret=name, kind=channel.kind, known=", ".join(known) or "-")
        self._secrets.put(owner_of(key), secrets)

    def secrets_known(self, key: ChannelId) -> frozenset[str]:
        """Which secrets of a channel are there, by their keys. Raises ``UserError`` when the vault refuses."""
        wanted = self._secret_keys(self._queries.channel(key).kind)
        return frozenset(self._secrets.of(owner_of(key), wanted))

    def secrets_for_child(self, key: ChannelId) -> dict[str, str]:
        """The secrets of a channel, for another process of ours. Raises ``UserError`` when the vault refuses."""
        return self._secrets.of(owner_of(key), self._secret_keys(self._queries.channel(key).kind))

    def _secret_keys(self, kind: str) -> tuple[str, ...]:
        return tuple(setting.name for setting in kinds.settings_of(kind) if setting.secret)

    def test(
        self,
        kind: str,
        settings: Mapping[str, str],
        job: Job,
        channel: ChannelId | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> TestResult:
        """Try settings, and secrets ``typed`` just now, without saving them."""
        try:
            return self._connect(kind, kinds.check(kind, settings), channel, typed).test(job)
        except UserError as error:
            return TestResult(False, error.code, error.values)

    def look(
        self,
        kind: str,
        settings: Mapping[str, str],
        options: ReadOptions,
        job: Job,
        into: Path,
        channel: ChannelId | None = None,
    ) -> reading.FileLook:
        """Bring the report that settings name, without saving them, and look at its head.

        Raises:
            UserError: the settings are wrong, the channel cannot be reached, or its report is no table.
        """
        report = self._connect(kind, kinds.check(kind, settings), channel).fetch_report(job, into)
        try:
            return reading.look("report", report.path, options, job)
        finally:
            if report.temporary:
                report.path.unlink(missing_ok=True)
