"""Where everything lies on this computer; one ``--profile`` moves all of it."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from rakumap.core.errors import StoreError

_APP = "rakumap"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Paths:
    """Every folder and file of one profile; nothing exists before ``ensure()``."""

    data: Path
    """The profile itself: the store lies here."""
    config: Path
    """The file settings.toml."""
    logs: Path
    backups: Path
    held: Path
    """Reports that wait for a person's word, kept across restarts."""
    downloads: Path
    """Reports on their way in; may be emptied whenever nothing runs."""

    @classmethod
    def of(cls, profile: Path | None) -> Paths:
        """Give the paths below ``profile``, or the usual places of this system."""
        if profile is not None:
            # Absolute, but with symbolic links left in: ensure() must see them.
            root = Path(os.path.abspath(profile.expanduser()))
            return cls(
                root, root / "settings.toml", *(root / name for name in ("logs", "backups", "held", "downloads"))
            )
        data = platformdirs.user_data_path(_APP, appauthor=False)
        return cls(
            data,
            platformdirs.user_config_path(_APP, appauthor=False) / "settings.toml",
            platformdirs.user_log_path(_APP, appauthor=False),
            data / "backups",
            data / "held",
            platformdirs.user_cache_path(_APP, appauthor=False) / "downloads",
        )

    @classmethod
    def demo(cls, profile: Path | None = None) -> Paths:
        """Give the sample shop's own profile: beside the usual one, or the folder demo of a given profile."""
        if profile is not None:
            return cls.of(profile / "demo")
        return cls.of(platformdirs.user_data_path(f"{_APP}-demo", appauthor=False))

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.data / "rakumap.db"

    def backups_of(self, store: Path) -> Path:
        """Where the backups of a store are; of one that is not the profile's own, beside it, so that none are mixed up."""
        return self.backups if store == self.store else store.with_name(f"{store.name}-backups")

    @property
    def secrets(self) -> Path:
        """The file of secrets that a passphrase locks, if the person wants one."""
        return self.data / "secrets.json"

    @property
    def lock(self) -> Path:
        """The file whose lock says who uses the store, and who has it alone."""
        return self.data / "store.lock"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that is ours, parents first."""
        return tuple(dict.fromkeys((self.data, self.config.parent, self.logs, self.backups, self.held, self.downloads)))

    def ensure(self) -> tuple[Path, ...]:
        """Make every folder, readable by this user alone whatever the umask; remove what killed downloads left.

        Returns the folders that others could read and that were closed now. Raises ``StoreError``: "profile_symlink",
        "profile_not_folder", "profile_readonly", "disk_full".
        """
        opened = tuple(folder for folder in self.folders if _ensure(folder))
        _sweep(self.downloads)
        return opened


def _ensure(folder: Path) -> bool:
    """Make one folder; whether it was open to others before."""
    if folder.is_symlink():
        raise StoreError("profile_symlink", path=str(folder))
    try:
        made = not folder.is_dir()
        if made:
            _make(folder)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise StoreError("profile_readonly", path=str(folder))
        return not made and _close(folder)
    except OSError as error:
        raise _translated(error, folder) from error


def _make(folder: Path) -> None:
    """Make a folder and its missing parents with mode 0700; the umask may only take away, so set it again."""
    if not folder.parent.is_dir():
        _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)


def _close(folder: Path) -> bool:
    """Close an existing folder to others, if it is ours to close; whether it was open."""
    if sys.platform != "win32":
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o077 and folder.stat().st_uid == os.geteuid() and _is_ours(folder):
            folder.chmod(mode & ~0o077)
            return True
    return False


def _is_ours(folder: Path) -> bool:
    """Whether a folder is empty or holds what we made; someone's home given as a profile is left as it is."""
    names = {path.name for path in folder.iterdir()}
    ours = {"rakumap.db", "secrets.json", "settings.toml", "store.lock", "logs", "backups", "held", "downloads"}
    return not names or bool(names & ours) or folder.name in ours


def _sweep(folder: Path) -> None:
    """Remove files that nobody can be writing any more; a download takes minutes, not a day."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_file() and path.stat().st_mtime < time.time() - _DAY:
                path.unlink(missing_ok=True)


def _translated(error: OSError, path: Path) -> StoreError:
    """Say what kept a folder from being made."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError("disk_full", path=str(path))
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StoreError("profile_not_folder", path=str(path))
    return StoreError("profile_readonly", path=str(path))
