"""SingleInstance: one window per profile; a second start brings the first one to the front and ends."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1_500
MESSAGE = b"raise\n"


class SingleInstance(QObject):
    """Holds the profile's lock as long as the window lives. The system frees it when the process dies."""

    raised = Signal()
    """Somebody started rakumap again on this profile."""

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(profile.resolve()).encode()).hexdigest()
        self._name = f"rakumap-{digest[:20]}"
        self._lock = QLockFile(str(profile / "window.lock"))
        # A lock counts as left behind only when its process is gone, however old it is.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)

    def claim(self) -> bool:
        """Be the one window of the profile; else bring that one to the front and answer ``False``."""
        if not self._lock.tryLock(0):
            self._call()
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let the next start be the window."""
        self._server.close()
        self._lock.unlock()

    def _call(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(WAIT_MS):
            socket.write(MESSAGE)
            socket.waitForBytesWritten(WAIT_MS)
            socket.disconnectFromServer()

    def _called(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()
