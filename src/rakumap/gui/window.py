"""Window: what the parts of the main window may ask of it."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from rakumap.core.model import Channel, ChannelId, ListingKey, ListingQuery


class Window(QMainWindow):
    """What the dialogs ask of the main window."""

    @property
    def channel(self) -> Channel | None:
        """The channel shown."""
        raise NotImplementedError

    def shown_listings(self) -> tuple[ListingQuery, list[str], list[ListingKey]] | None:
        """The query, the columns and the listings shown; ``None`` without a channel."""
        raise NotImplementedError

    def open_channel(self, channel_id: ChannelId) -> None:
        """Show another channel."""
        raise NotImplementedError

    def reload(self) -> None:
        """Look at the store again."""
        raise NotImplementedError
