"""PySide6 6.12.0 drops references to True and None on Python 3.11 until the interpreter aborts; never again unseen."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    sent = Signal(int)

app = QCoreApplication([])
sender = Sender()
received = []
sender.sent.connect(received.append)
for number in range(10_000):
    sender.sent.emit(number)
assert len(received) == 10_000
for _ in range(100_000):
    sender.setObjectName("sender")
    sender.setParent(None)
print("alive", True, None)
"""


def test_ten_thousand_emits_and_two_hundred_thousand_void_calls_survive() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=50)
    assert (result.returncode, result.stdout.strip(), result.stderr) == (0, "alive True None", "")
