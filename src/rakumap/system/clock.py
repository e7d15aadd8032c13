"""What time it is, and how long this computer has been up, in a way that a changed clock cannot bend."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rakumap.core.schedule import ForceStamp

if sys.platform == "win32":
    import winreg


def now() -> datetime:
    """Give the wall clock in UTC."""
    return datetime.now(UTC)


def stamp() -> ForceStamp:
    """Give this moment as Force Mapping Refresh is measured with."""
    return ForceStamp(now(), monotonic(), boot_id())


if sys.platform == "linux":

    def monotonic() -> float:
        """Give seconds since this computer started, time asleep included; the same count in every process."""
        # CLOCK_MONOTONIC stands still while the computer sleeps; four hours asleep are four hours waited.
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def boot_id() -> str:
        """Name this run of the computer, the only one ``monotonic()`` may be compared within; empty when unknown."""
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        except (OSError, ValueError):
            return ""

elif sys.platform == "win32":

    def monotonic() -> float:
        """Give seconds since this computer started, time asleep included; the same count in every process."""
        return time.monotonic()

    def boot_id() -> str:
        """Name this run of the computer, the only one ``monotonic()`` may be compared within; empty when unknown."""
        # Windows counts its starts here.
        key_name = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key_name) as key:
                return f"boot-{winreg.QueryValueEx(key, 'BootId')[0]}"
        except OSError:
            return ""

else:

    def monotonic() -> float:
        """Give seconds since this computer started, time asleep included; the same count in every process."""
        # On macOS Python's own monotonic() stands still while the computer sleeps; this one does not.
        return time.clock_gettime(time.CLOCK_MONOTONIC)

    def boot_id() -> str:
        """Name this run of the computer, the only one ``monotonic()`` may be compared within; empty when unknown."""
        try:
            done = subprocess.run(  # noqa: S603  nothing in it comes from outside
                ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=5,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""
