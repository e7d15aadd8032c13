"""Trade controller: quantities that a person sends now, the Orders dock, and the word a restored store waits for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from rakumap.core.errors import RuleRefused
from rakumap.core.filters import Filter, Op, Term, to_text
from rakumap.core.job import Job
from rakumap.core.model import Channel, ListingKey, Outcome
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.orders_dock import OrdersDock
from rakumap.gui.submit_dialog import SubmitDialog

if TYPE_CHECKING:
    from rakumap.gui.main_window import MainWindow
    from rakumap.services.orders import Downloaded
    from rakumap.services.submission import Offering, Submitted
    from rakumap.store.order_book import OrderRow

NEEDS_WORD = "restored_not_confirmed"


class TradeController(QObject):
    """See the module."""

    changed = Signal()
    """Quantities went out or orders came in."""

    def __init__(self, context: Context, window: MainWindow, dock: OrdersDock) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._dock = dock
        self._restored = self.tr(
            "This store came out of a backup. No quantity is sent until you say that its levels are right."
        )
        self._put_aside = False
        """A person closed that sentence."""
        dock.attach(context)
        dock.listing_wanted.connect(self._show_listing)
        dock.download_wanted.connect(self.download)
        dock.visibilityChanged.connect(lambda _: self.reload())
        for name, slot in (
            ("get_orders", self.download),
            ("submit_channel", lambda: self.submit(None)),
            ("submit_now", lambda: self.submit(window.listing_commands.chosen())),
        ):
            window.commands.on(name, slot)
        window.panel.notice.about_to_close.connect(self._closed)
        window.channel_changed.connect(self.look_for_restore)
        self.look_for_restore()

    # after a restore ----------------------------------------------------------------------------------------------

    def look_for_restore(self, *_: object) -> None:
        """Say, with a button, that a store out of a backup sends nothing yet; another notice is not pushed away.

        To be asked whenever the store may have changed: one fact is read.
        """
        submission = self._context.services.submission

        def looked(waits: bool) -> None:
            if not waits:
                self._put_aside = False
            elif not self._put_aside and not self._window.panel.notice.isVisible():
                offers = [(self.tr("Levels Are Right…"), self._ask_for_word)]
                self._window.show_notice("warning", self._restored, offers)

        self._context.runner.run(lambda _: submission.waits_for_word(), self, looked, self._window.show_error)

    def _closed(self) -> None:
        """What a person closed is not said again; what hid it gives its place back."""
        if self._window.panel.notice.text == self._restored:
            self._put_aside = True
        else:
            self.look_for_restore()

    def _ask_for_word(self) -> None:
        submission = self._context.services.submission

        def confirmed(_: None) -> None:
            self.changed.emit()
            text = self.tr("Quantities may go out again; every one is sent anew with the next submission.")
            self._window.show_notice("success", text)

        if self._word_given():
            self._context.runner.run(lambda _: submission.confirm_restored(), self, confirmed, self._window.show_error)

    # quantities ---------------------------------------------------------------------------------------------------

    def submit(self, keys: Sequence[ListingKey] | None) -> None:
        """Show what would be sent, of the listings named or of the whole channel, and send it after a yes."""
        channel = self._window.channel
        if channel is None:
            return
        submission = self._context.services.submission

        def look(_: Job) -> tuple[list[Offering], RuleRefused | None]:
            return submission.preview(channel.id, keys), submission.refusal(channel)

        def show(found: tuple[list[Offering], RuleRefused | None]) -> None:
            offers, refused = found
            if refused is not None and refused.code == NEEDS_WORD and not self._word_given():
                return
            waits = refused is not None and refused.code != NEEDS_WORD
            text = messages.sentence(refused) if refused is not None and waits else ""
            if SubmitDialog.confirm(offers, channel.name, self._window, refused=text):
                confirm = refused is not None
                self._send(channel, [one.listing.key for one in offers], confirm=confirm)

        self._context.runner.run(look, self, show, self._window.show_error)

    def _word_given(self) -> bool:
        return plain.Ask.confirm(
            self._window,
            self.tr("Restored from a backup"),
            self.tr(
                "The channels went on since this backup was made. Are its stock levels right? Every quantity is sent anew."
            ),
            self.tr("The Levels Are Right; Go On"),
            danger=True,
        )

    def _send(self, channel: Channel, keys: Sequence[ListingKey], *, confirm: bool) -> None:
        services = self._context.services

        def work(job: Job) -> tuple[Downloaded | None, Submitted]:
            if confirm:
                services.submission.confirm_restored()
            return services.round.trade(channel.id, job, keys)

        title = self.tr("Sending quantities")
        done = partial(self._sent, channel)
        self._context.runner.run(work, self, done, self._window.show_error, title=title, cancellable=True)

    def _sent(self, channel: Channel, done: tuple[Downloaded | None, Submitted]) -> None:
        orders, ended = done
        tally = ended.tally
        self.changed.emit()
        error = ended.error or (None if orders is None else orders.error)
        if error is not None:
            self._window.show_error(error)
            return
        if ended.outcome is Outcome.CANCELLED:
            self._window.show_notice("info", messages.sentence("trade_cancelled"))
            return
        values = {name: getattr(tally, name) for name in tally.__slots__}
        text = f"{channel.name}: {messages.sentence('submit_done', values)}"
        self._window.show_notice("warning" if tally.failed else "success", text)

    # orders -------------------------------------------------------------------------------------------------------

    def download(self) -> None:
        """Bring the channel's new orders now."""
        channel = self._window.channel
        if channel is None:
            return
        orders = self._context.services.orders
        self._context.runner.run(
            lambda job: orders.download(channel.id, job, trigger="manual"),
            self,
            self._downloaded,
            self._window.show_error,
            title=self.tr("Getting orders"),
            cancellable=True,
        )

    def _downloaded(self, ended: Downloaded) -> None:
        self.changed.emit()
        self.reload()
        if ended.error is not None:
            self._window.show_error(ended.error)
        elif ended.outcome is not Outcome.CANCELLED:
            values = {"orders": ended.orders, "unresolved": ended.counts.unresolved}
            self._window.show_notice("success", messages.sentence("orders_done", values))

    def reload(self) -> None:
        """Read the channel's order lines again, while they are shown."""
        channel = self._window.channel
        if channel is None or not self._dock.isVisible():
            return
        book = self._context.services.orders.book
        self._context.runner.run(lambda _: book.rows(channel.id), self, self._dock.show_rows, self._window.show_error)

    def _show_listing(self, row: OrderRow) -> None:
        """Go to the listing of an order line: in the list as it is, else with a filter that shows it."""
        window = self._window
        place = None if row.listing is None else window.panel.model.row_of(row.listing)
        if place is not None:
            window.view.go_to(place)
            window.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        window.panel.filter_bar.choose("all")
        window.panel.filter_bar.set_text(exact_sku(row.sku))


def exact_sku(sku: str) -> str:
    """The filter that finds the listings of a SKU."""
    return to_text(Filter((Term("sku", Op.EXACT, sku),)))
