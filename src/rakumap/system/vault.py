"""Where secrets are kept: the system's keyring, a file locked with a passphrase, or only this session's memory.

The person chooses; nothing is ever kept in plain text. Every vault blocks and may be used from any one thread at a time.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rakumap.core.errors import UserError
from rakumap.system.files import write_whole

SERVICE = "rakumap"
"""The name our secrets stand under in the keyring."""

KEYRINGS = (
    "keyring.backends.macOS:Keyring",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
)
"""The only backends used, in this order. A library's own choice may be one that writes plain text."""

_COST, _BLOCK, _LANES = 1 << 16, 8, 1
"""scrypt: 64 MB and some 0.2 s for each guess at a passphrase."""
_MOST_COST = 1 << 18
_MEMORY = 1 << 30
_SHORTEST = 8
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SecretName:
    """Whose secret: of which store (a person may have several), of which channel or source there, which key."""

    store: str
    owner: str
    key: str

    def __str__(self) -> str:
        return f"{self.store}/{self.owner}/{self.key}"


class Vault(Protocol):
    """Keeps secrets by name. Raises ``UserError`` for what a person can mend."""

    def get(self, name: SecretName) -> str | None:
        """The secret, ``None`` when none is kept."""
        ...

    def put(self, name: SecretName, secret: str) -> None:
        """Keep a secret."""
        ...

    def drop(self, name: SecretName) -> None:
        """Forget a secret; none there is fine."""
        ...


class Memory:
    """Secrets of this session only. Any thread."""

    def __init__(self) -> None:
        self._kept: dict[SecretName, str] = {}

    def get(self, name: SecretName) -> str | None:
        """See ``Vault``."""
        return self._kept.get(name)

    def put(self, name: SecretName, secret: str) -> None:
        """See ``Vault``."""
        self._kept[name] = secret

    def drop(self, name: SecretName) -> None:
        """See ``Vault``."""
        self._kept.pop(name, None)


class Keyring:
    """The system's keyring; raises ``UserError`` "keyring_missing" when there is none we trust, "keyring_refused"."""

    def __init__(self, backend: Any = None) -> None:
        self._backend = trusted_backend() if backend is None else backend
        if self._backend is None:
            raise UserError("keyring_missing")

    def get(self, name: SecretName) -> str | None:
        """See ``Vault``."""
        found: str | None = self._ask("get_password", SERVICE, str(name))
        return found

    def put(self, name: SecretName, secret: str) -> None:
        """See ``Vault``."""
        self._ask("set_password", SERVICE, str(name), secret)

    def drop(self, name: SecretName) -> None:
        """See ``Vault``."""
        if self.get(name) is not None:
            self._ask("delete_password", SERVICE, str(name))

    def _ask(self, method: str, *arguments: str) -> Any:
        try:
            return getattr(self._backend, method)(*arguments)
        except Exception as error:  # noqa: BLE001 - backends raise errors of their D-Bus or system library as well
            raise UserError("keyring_refused", reason=type(error).__name__) from None


def trusted_backend() -> Any:
    """The keyring of this system, ``None`` without one; never one that is not in ``KEYRINGS``, whatever is installed."""
    for place in KEYRINGS:
        module, _, name = place.partition(":")
        try:
            backend = getattr(import_module(module), name)
            if backend.viable:
                return backend()
        except Exception:  # noqa: BLE001, S112 - not of this system, or it cannot be reached
            continue
    return None


class LockedFile:
    """A file encrypted with a passphrase (scrypt, AES-256-GCM), readable by this user alone. Any thread.

    Raises ``UserError``: "passphrase_short" for a new file, "passphrase_wrong", "vault_damaged"; ``StoreError`` when
    the file cannot be written.
    """

    def __init__(self, path: Path, passphrase: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        found = _read(path)
        if found is None:
            if len(passphrase) < _SHORTEST:
                raise UserError("passphrase_short", least=_SHORTEST)
            self._salt, self._cost = os.urandom(16), _COST
            self._key = _derived(passphrase, self._salt, self._cost)
            return
        self._salt, self._cost = found.salt, found.cost
        self._key = _derived(passphrase, self._salt, self._cost)
        _opened(found, self._key)

    def get(self, name: SecretName) -> str | None:
        """See ``Vault``."""
        return self._secrets().get(str(name))

    def put(self, name: SecretName, secret: str) -> None:
        """See ``Vault``."""
        with self._lock:
            self._write({**self._secrets(), str(name): secret})

    def drop(self, name: SecretName) -> None:
        """See ``Vault``."""
        with self._lock:
            kept = self._secrets()
            if kept.pop(str(name), None) is not None:
                self._write(kept)

    def _secrets(self) -> dict[str, str]:
        found = _read(self._path)
        return {} if found is None else _opened(found, self._key)

    def _write(self, secrets: Mapping[str, str]) -> None:
        nonce = os.urandom(12)
        head: dict[str, object] = {"rakumap": 1, "cost": self._cost, "salt": _text(self._salt), "nonce": _text(nonce)}
        head["names"] = [_mark(self._salt, name) for name in secrets]
        data = AESGCM(self._key).encrypt(nonce, json.dumps(dict(secrets)).encode(), _bound(self._cost, self._salt))
        write_whole(self._path, json.dumps({**head, "data": _text(data)}).encode())


def holds(path: Path, name: SecretName) -> bool:
    """Whether a locked file holds a secret of that name; needs no passphrase. Raises ``UserError`` "vault_damaged"."""
    found = _read(path)
    return found is not None and _mark(found.salt, str(name)) in found.names


@dataclass(frozen=True, slots=True)
class _Locked:
    cost: int
    salt: bytes
    nonce: bytes
    data: bytes
    names: frozenset[str]
    """Marks of the names, so that nobody is asked for a passphrase in vain."""


def _read(path: Path) -> _Locked | None:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
        salt, nonce, data = (base64.b64decode(found[part], validate=True) for part in ("salt", "nonce", "data"))
        locked = _Locked(int(found["cost"]), salt, nonce, data, frozenset(map(str, found["names"])))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise UserError("vault_damaged", path=str(path)) from None
    cost = locked.cost
    if not 1 < cost <= _MOST_COST or cost & (cost - 1) or len(locked.nonce) != 12:
        raise UserError("vault_damaged", path=str(path))
    return locked


def _opened(found: _Locked, key: bytes) -> dict[str, str]:
    try:
        plain = AESGCM(key).decrypt(found.nonce, found.data, _bound(found.cost, found.salt))
    except InvalidTag:
        raise UserError("passphrase_wrong") from None
    secrets: dict[str, str] = json.loads(plain)
    return secrets


def _derived(passphrase: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        passphrase.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=_BLOCK,
        p=_LANES,
        maxmem=_MEMORY,
        dklen=32,
    )


def _bound(cost: int, salt: bytes) -> bytes:
    """What the encryption vouches for besides the secrets."""
    return b"rakumap 1 %d " % cost + salt


def _mark(salt: bytes, name: str) -> str:
    return hashlib.sha256(salt + name.encode("utf-8", "surrogatepass")).hexdigest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
