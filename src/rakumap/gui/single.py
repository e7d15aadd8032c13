"""SingleInstance: one window per profile; a second start brings the first one to the front and ends."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

WAIT_MS = 1_500
MESSAGE = b"raise\n"


class SingleInstance(QObject):
    """Holds the profile's lock as long as the window lives. The system frees it when the process dies."""

    raised = Signal()
    """Somebody started rakumap again on this profile."""

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._lock = QLockFile(str(profile / "window.lock"))
        # A lock counts as left behind only when its process is gone, however old it is.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Be the one window of the profile; else bring that one to the front and answer ``False``."""
        if not self._lock.tryLock(0):
            self._call()
            return False
        return True

    def listen(self) -> None:
        """Hear of further starts from now on; after the first rows, which shall not wait for Qt's network."""
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._called)
        QLocalServer.removeServer(self._name())
        server.listen(self._name())

    def release(self) -> None:
        """Let the next start be the window."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _name(self) -> str:
        import hashlib

        digest = hashlib.sha256(str(self._profile.resolve()).encode()).hexdigest()
        return f"rakumap-{digest[:20]}"

    def _call(self) -> None:
        """Ask the window to come to the front; one that starts just now does not listen yet."""
        from PySide6.QtNetwork import QLocalSocket

        socket, deadline = QLocalSocket(), time.monotonic() + WAIT_MS / 1000
        socket.connectToServer(self._name())
        while not socket.waitForConnected(WAIT_MS) and time.monotonic() < deadline:
            time.sleep(0.05)
            socket.connectToServer(self._name())
        if socket.state() == QLocalSocket.LocalSocketState.ConnectedState:
            socket.write(MESSAGE)
            socket.waitForBytesWritten(WAIT_MS)
            socket.disconnectFromServer()

    def _called(self) -> None:
        if self._server is None:
            return
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()
