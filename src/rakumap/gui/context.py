"""Context: what every controller and dialog of the window is handed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from rakumap.gui.runner import Runner

if TYPE_CHECKING:
    from rakumap.services.autolinking import Autolinking
    from rakumap.services.backups import Backups
    from rakumap.services.channel_setup import ChannelSetup
    from rakumap.services.exporting import Exporting
    from rakumap.services.importing import Importing
    from rakumap.services.mapping import MappingService
    from rakumap.services.orders import Orders
    from rakumap.services.reviewing import Reviewing
    from rakumap.services.round import Round
    from rakumap.services.secret_keeping import SecretKeeping
    from rakumap.services.source import Source
    from rakumap.services.source_links import SourceLinks
    from rakumap.services.submission import Submission
    from rakumap.services.suggesting import Suggesting
    from rakumap.services.sync import ReportSync
    from rakumap.store.queries import Queries
    from rakumap.system.paths import Paths
    from rakumap.system.settings import Settings


class Services(Protocol):
    """The services as ``bootstrap`` builds them, seen from the window: reads by ``queries``, writes by the rest."""

    @property
    def paths(self) -> Paths: ...
    @property
    def queries(self) -> Queries: ...
    @property
    def mapping(self) -> MappingService: ...
    @property
    def autolinking(self) -> Autolinking: ...
    @property
    def reviewing(self) -> Reviewing: ...
    @property
    def suggesting(self) -> Suggesting: ...
    @property
    def secrets(self) -> SecretKeeping: ...
    @property
    def channels(self) -> ChannelSetup: ...
    @property
    def sync(self) -> ReportSync: ...
    @property
    def source(self) -> Source: ...
    @property
    def source_links(self) -> SourceLinks: ...
    @property
    def submission(self) -> Submission: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def round(self) -> Round: ...
    @property
    def importing(self) -> Importing: ...
    @property
    def exporting(self) -> Exporting: ...
    @property
    def backups(self) -> Backups: ...


class SettingsBox(QObject):
    """The settings of now: a frozen value that is replaced, kept by ``save``, and told to whoever listens."""

    changed = Signal()

    def __init__(self, value: Settings, save: Callable[[Settings], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self._save = save

    def put(self, **changes: Any) -> None:
        """Replace the named settings and keep them; the same values change nothing."""
        value = dataclasses.replace(self.value, **changes)
        if value != self.value:
            self.value = value
            self._save(value)
            self.changed.emit()


@dataclass(frozen=True, slots=True)
class Context:
    """What a part of the window works with."""

    services: Services
    runner: Runner
    settings: SettingsBox
    zone: tzinfo
    """The zone that times are shown in."""
