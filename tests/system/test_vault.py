"""Vaults: what is put in comes out, to nobody else, and never as plain text."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from rakumap.core.errors import UserError
from rakumap.system import vault
from rakumap.system.vault import Keyring, LockedFile, Memory, SecretName, Vault

NAME = SecretName("3f2a", "channel 1", "license_key")
OTHER = SecretName("3f2a", "channel 2", "license_key")
SECRET = "SL-żółć\n☃-92837"
PASSPHRASE = "four quiet red mugs"


class Backend(KeyringBackend):
    """A keyring in memory that refuses like real ones do."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked(SECRET)
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked(SECRET)
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


def _vault(kind: str, folder: Path) -> Vault:
    if kind == "memory":
        return Memory()
    return Keyring(Backend()) if kind == "keyring" else LockedFile(folder / "secrets.json", PASSPHRASE)


@pytest.mark.parametrize("kind", ["memory", "keyring", "file"])
def test_a_secret_is_kept_and_forgotten(kind: str, tmp_path: Path) -> None:
    kept = _vault(kind, tmp_path)
    assert kept.get(NAME) is None
    kept.drop(NAME)
    kept.put(NAME, "old")
    kept.put(NAME, SECRET)
    kept.put(OTHER, "other")
    assert (kept.get(NAME), kept.get(OTHER)) == (SECRET, "other")
    kept.drop(NAME)
    assert (kept.get(NAME), kept.get(OTHER)) == (None, "other")


def test_a_locked_keyring_is_said_without_the_secret() -> None:
    backend = Backend()
    kept = Keyring(backend)
    backend.locked = True
    for ask in (kept.get, kept.drop, partial(kept.put, secret=SECRET)):
        with pytest.raises(UserError) as refused:
            ask(NAME)
        assert refused.value.code == "keyring_refused"
        assert SECRET not in str((refused.value, refused.value.values))


def test_only_backends_of_the_list_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr(vault, "KEYRINGS", ("no.such.module:Keyring", "keyring.backends.fail:Keyring_"))
    assert vault.trusted_backend() is None
    with pytest.raises(UserError) as missing:
        Keyring()
    assert missing.value.code == "keyring_missing"


def test_without_a_session_bus_there_is_no_keyring() -> None:
    if sys.platform != "linux":
        pytest.skip("other systems always have theirs")
    look = "from rakumap.system import vault; print(vault.trusted_backend())"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DBUS_", "XDG_"))}
    environment |= {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "None"


def test_the_file_opens_again_with_its_passphrase_only(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    LockedFile(path, PASSPHRASE).put(NAME, SECRET)
    assert LockedFile(path, PASSPHRASE).get(NAME) == SECRET
    with pytest.raises(UserError) as wrong:
        LockedFile(path, PASSPHRASE + " ")
    assert wrong.value.code == "passphrase_wrong"


def test_two_who_hold_the_file_open_see_each_others_secrets(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    one = LockedFile(path, PASSPHRASE)
    one.put(NAME, SECRET)
    other = LockedFile(path, PASSPHRASE)
    other.put(OTHER, "other")
    assert (one.get(OTHER), other.get(NAME)) == ("other", SECRET)


def test_the_file_holds_nothing_readable_and_is_this_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    LockedFile(path, PASSPHRASE).put(NAME, "plain-canary")
    data = path.read_bytes()
    assert vault.holds(path, NAME)
    assert not vault.holds(path, OTHER)
    assert not vault.holds(tmp_path / "none.json", NAME)
    assert not any(part in data for part in (b"canary", b"license", b"channel"))
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_file_wants_more_than_a_word(tmp_path: Path) -> None:
    with pytest.raises(UserError) as short:
        LockedFile(tmp_path / "secrets.json", "abc")
    assert short.value.code == "passphrase_short"
    assert not (tmp_path / "secrets.json").exists()


@pytest.mark.parametrize("part", ["cost", "salt", "nonce", "data", "names"])
def test_a_damaged_file_is_said_and_never_read_wrong(part: str, tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    LockedFile(path, PASSPHRASE).put(NAME, SECRET)
    whole = json.loads(path.read_bytes())
    for other in (
        {part: None},
        {part: 3},
        *([] if part == "names" else [{part: "????"}, {part: whole["salt"][:-4] + "AA=="}]),
    ):
        path.write_text(json.dumps(whole | other))
        with pytest.raises(UserError) as damaged:
            LockedFile(path, PASSPHRASE)
        assert damaged.value.code in {"vault_damaged", "passphrase_wrong"}
    for data in (b"", b"{", b"[]", b"[" * 100_000, b"\xff\xfe"):
        path.write_bytes(data)
        with pytest.raises(UserError) as damaged:
            LockedFile(path, PASSPHRASE)
        assert damaged.value.code == "vault_damaged"
