"""Secrets of channels and sources: where this person wants them kept on this computer, and which are there. Any thread.

The store never holds one. A secret given for one run (``--secrets-from-env``, or by the window to its child) comes first,
then what was typed in this session, then the vault the person chose.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from rakumap.core.errors import UserError
from rakumap.core.model import ChannelId
from rakumap.system.vault import Keyring, LockedFile, Memory, SecretName, Vault, holds, trusted_backend

STORE_ID = "store_id"
"""Fact of ``meta``: what secrets of this store are named after, so that two stores of one person keep theirs apart."""


class Way(StrEnum):
    """Where secrets are kept."""

    KEYRING = "keyring"
    FILE = "file"
    SESSION = "session"


def owner_of(channel_id: ChannelId) -> str:
    """What the secrets of a channel are named after."""
    return f"channel {channel_id}"


def source_owner(kind: str) -> str:
    """What the secrets of a source of inventory are named after."""
    return f"source {kind}"


class SecretKeeping:
    """See the module. ``way`` reads and ``choose`` keeps the person's choice on this computer ("" while none is made)."""

    def __init__(
        self,
        given: Mapping[str, str],
        locked_file: Path,
        store_id: Callable[[], str],
        way: Callable[[], str],
        choose: Callable[[str], None],
    ) -> None:
        self._given = given
        self._locked_file = locked_file
        self._store_id = store_id
        self._way = way
        self._choose = choose
        self._session = Memory()
        self._file: LockedFile | None = None

    @property
    def way(self) -> Way:
        """The person's choice; until there is one the keyring where one can be trusted, else this session only."""
        chosen = self._way()
        if chosen in set(Way):
            return Way(chosen)
        return Way.SESSION if trusted_backend() is None else Way.KEYRING

    def ways(self) -> tuple[Way, ...]:
        """What can be chosen on this computer."""
        return tuple(way for way in Way if way is not Way.KEYRING or trusted_backend() is not None)

    @property
    def locked(self) -> bool:
        """Whether the locked file waits for its passphrase."""
        return self.way is Way.FILE and self._file is None and not self._given.get("passphrase")

    def use(self, way: Way, passphrase: str = "") -> None:
        """Keep secrets there from now on; what is kept elsewhere stays there until it is put again.

        Raises:
            UserError: no keyring, or a wrong or short passphrase.
        """
        if way is Way.KEYRING:
            Keyring()
        elif way is Way.FILE:
            self._file = LockedFile(self._locked_file, passphrase)
        self._choose(way)

    def unlock(self, passphrase: str) -> None:
        """Open the locked file for this session. Raises ``UserError``."""
        self._file = LockedFile(self._locked_file, passphrase)

    def of(self, owner: str, keys: Iterable[str]) -> dict[str, str]:
        """The secrets of an owner that are known, by key.

        Raises:
            UserError: the keyring refuses, or the locked file needs its passphrase ("passphrase_needed").
        """
        found: dict[str, str] = {}
        vault: Vault | None = None
        for key in keys:
            name = SecretName(self._store_id(), owner, key)
            secret = self._given.get(key) or self._session.get(name)
            if secret is None and self._kept_somewhere(name):
                vault = self._vault() if vault is None else vault
                secret = vault.get(name)
            if secret:
                found[key] = secret
        return found

    def put(self, owner: str, secrets: Mapping[str, str]) -> None:
        """Keep secrets; an empty one is forgotten. Raises ``UserError`` as ``of`` does."""
        for key, secret in secrets.items():
            name = SecretName(self._store_id(), owner, key)
            self._session.drop(name)
            if secret:
                self._vault().put(name, secret)
            elif self._kept_somewhere(name):
                self._vault().drop(name)

    def _kept_somewhere(self, name: SecretName) -> bool:
        """Whether the vault has to be asked for a secret: nobody is asked for a passphrase in vain."""
        way = self.way
        return way is Way.KEYRING or (way is Way.FILE and holds(self._locked_file, name))

    def _vault(self) -> Vault:
        way = self.way
        if way is Way.SESSION:
            return self._session
        if way is Way.KEYRING:
            return Keyring()
        if self._file is None:
            passphrase = self._given.get("passphrase", "")
            if not passphrase:
                raise UserError("passphrase_needed")
            self._file = LockedFile(self._locked_file, passphrase)
        return self._file


def new_store_id() -> str:
    """A name for a store that no other has."""
    return uuid.uuid4().hex
