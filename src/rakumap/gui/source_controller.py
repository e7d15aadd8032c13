"""Source controller: items and links brought from the inventory source, links sent to it; what was refused is listed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Channel, ChannelId, Problem
from rakumap.gui import messages
from rakumap.gui.actions import Actions
from rakumap.gui.context import Context
from rakumap.gui.notice import Action

if TYPE_CHECKING:
    from rakumap.gui.main_window import MainWindow
    from rakumap.services.source import Brought
    from rakumap.services.source_links import LinkConflict, Pushed

T = TypeVar("T")


class SourceController(QObject):
    """See the module."""

    changed = Signal()
    """Items or links came in."""
    log_wanted = Signal()

    def __init__(self, context: Context, actions: Actions, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        for name, slot in (
            ("pull_inventory", self.pull_inventory),
            ("pull_links", self.pull_links),
            ("push_links", self.push_links),
        ):
            actions.on(name, slot)

    # items --------------------------------------------------------------------------------------------------------

    def pull_inventory(self) -> None:
        """Bring items, barcodes and levels, as one undo step."""
        source = self._context.services.source

        def done(brought: Brought) -> None:
            self.changed.emit()
            counts = {name: getattr(brought.counts, name) for name in ("applied", "unchanged", "refused")}
            self._tell_brought("pull_done", brought, {**counts, "absent": brought.absent})

        self._run(source.pull, done, self.tr("Pulling inventory"))

    def _tell_brought(self, code: str, brought: Brought, values: dict[str, object]) -> None:
        actions: list[Action] = []
        if brought.refused:
            actions.append((self.tr("Refused Rows…"), partial(self._show_refused, brought)))
        self._tell(code, values, warning=bool(brought.refused), actions=actions)

    def _show_refused(self, brought: Brought) -> None:
        from rakumap.gui.problems_dialog import RefusedDialog

        rows = [
            Problem(one.line, one.field or "sku", one.code or "", one.values, one.sku or None)
            for one in brought.refused
        ]
        RefusedDialog(self._context, self._window, brought.source, rows).open()  # it deletes itself

    # links in -----------------------------------------------------------------------------------------------------

    def pull_links(self) -> None:
        """Show what links the source has and where they disagree, then take over what was chosen."""
        channel = self._window.channel
        if channel is None:
            return
        links = self._context.services.source_links

        def seen(found: tuple[Brought, list[LinkConflict]]) -> None:
            from rakumap.gui.links_dialogs import PullLinksDialog

            dialog = PullLinksDialog(self._window, *found)
            dialog.accepted.connect(lambda: self._take_links(channel.id, dialog.taken))
            dialog.open()  # it deletes itself

        title = self.tr("Comparing links with the source")
        self._run(lambda job: links.pull(channel.id, job, dry_run=True), seen, title)

    def _take_links(self, channel_id: ChannelId, taken: list[LinkConflict]) -> None:
        links = self._context.services.source_links

        def done(found: tuple[Brought, list[LinkConflict]]) -> None:
            brought = found[0]
            self.changed.emit()
            counts = {name: getattr(brought.counts, name) for name in ("applied", "unchanged", "refused")}
            self._tell_brought("pull_links_done", brought, counts)

        self._run(lambda job: links.pull(channel_id, job, take=taken), done, self.tr("Taking over links"))

    # links out ----------------------------------------------------------------------------------------------------

    def push_links(self) -> None:
        """Show what would be sent and where the two sides disagree, then do what a person decided."""
        channel = self._window.channel
        if channel is None:
            return
        services = self._context.services

        def look(job: Job) -> tuple[Pushed, str]:
            return services.source_links.push(channel.id, job, dry_run=True), services.source.setup().name

        def seen(found: tuple[Pushed, str]) -> None:
            from rakumap.gui.links_dialogs import PushLinksDialog

            dialog = PushLinksDialog(self._window, *found)
            dialog.accepted.connect(lambda: self._send_links(channel, dialog.sent, dialog.taken, found[1]))
            dialog.open()  # it deletes itself

        self._run(look, seen, self.tr("Comparing links with the source"))

    def _send_links(self, channel: Channel, sent: list[LinkConflict], taken: list[LinkConflict], source: str) -> None:
        links = self._context.services.source_links

        def work(job: Job) -> tuple[int, Pushed]:
            took = links.take(channel.id, taken, job).counts.applied if taken else 0
            return took, links.push(channel.id, job, send=sent)

        def done(found: tuple[int, Pushed]) -> None:
            took, pushed = found
            self.changed.emit()
            values: dict[str, object] = {name: getattr(pushed, name) for name in ("new", "changed", "unchanged")}
            values |= {"left": len(pushed.conflicts), "source": source}
            before = self.tr("Kept theirs for %n listing(s).", "", took) + " " if took else ""
            if pushed.error is None:
                self._tell("push_links_done", values, warning=bool(pushed.conflicts), before=before)
            elif isinstance(pushed.error, UserError):
                self._failed(pushed.error)
            else:
                self._tell("source_cancelled", values, warning=True, before=before)

        self._run(work, done, self.tr("Sending links to the source"))

    # what recurs --------------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[Job], T], done: Callable[[T], None], title: str) -> None:
        self._context.runner.run(work, self, done, self._failed, title=title, cancellable=True)

    def _tell(
        self,
        code: str,
        values: dict[str, object],
        *,
        warning: bool,
        before: str = "",
        actions: list[Action] | None = None,
    ) -> None:
        offers = [*(actions or []), (self.tr("Automation Logs…"), self.log_wanted.emit)]
        text = before + messages.sentence(code, values)
        self._window.show_notice("warning" if warning else "success", text, offers)

    def _failed(self, error: UserError) -> None:
        text = messages.sentence(error, zone=self._context.zone)
        self._window.show_notice("warning", text, [(self.tr("Automation Logs…"), self.log_wanted.emit)])
