"""Actions: every menu entry with its key and icon, in one place; an entry that is off says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from rakumap.core.model import Channel, ChannelId
from rakumap.core.text import visible
from rakumap.gui import messages, plain
from rakumap.gui.filter_bar import ALWAYS, SOMETIMES
from rakumap.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Spec:
    """One entry. ``keys`` of a ``table`` entry work only while the table has the focus."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    table: bool = False
    checkable: bool = False


TAKEN = tuple(f"take_{number}" for number in range(1, 6))
"""The entries that link the candidate of a number."""
LETTERS = {"no_item": "N", "not_this": "X", "later": "S", **{name: name[-1] for name in TAKEN}}
"""Plain letters and digits that are keys of the table, unless a person switched them off."""
SEPARATOR = Spec("", "")


class Actions(QObject):
    """See the module. ``self[name]`` is the action; slots are connected by whoever carries it out."""

    def __init__(self, theme: Theme, window: QWidget, table: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._table = table
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._channels = QActionGroup(self)

    def __getitem__(self, name: str) -> QAction:
        """The action of this name."""
        return self._actions[name]

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Have a function carry out an entry."""
        self._actions[name].triggered.connect(lambda *_: slot())

    def allow(self, name: str, why_not: str = "", also: str = "") -> None:
        """Switch an entry on, or off with the reason; ``also`` is what an allowed one says beside its text."""
        action = self._actions[name]
        action.setEnabled(not why_not)
        action.setToolTip(plain.tooltip(why_not or also or action.text().replace("&", "")))
        action.setStatusTip(why_not or also)

    def build(self, bar: QMenuBar) -> None:
        """Fill the menu bar."""
        for name, title, specs in self._all():
            menu = bar.addMenu(title)
            menu.setObjectName(f"menu_{name}")
            menu.setToolTipsVisible(True)
            self._menus[name] = menu
            self._fill(menu, specs)
        self._fill_view(self._menus["view"])
        self._channel_anchor = self._menus["channel"].insertSeparator(self._menus["channel"].actions()[0])

    def popup(self, names: Sequence[str], parent: QWidget) -> QMenu:
        """A context menu of entries that exist; the empty name is a line."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def show_channels(
        self, channels: Sequence[Channel], current: ChannelId | None, chosen: Callable[[ChannelId], None]
    ) -> None:
        """List the channels on top of their menu."""
        menu = self._menus["channel"]
        for old in self._channels.actions():
            menu.removeAction(old)
            self._channels.removeAction(old)
            old.deleteLater()
        for channel in channels:
            action = QAction(plain.mnemonic_free(visible(channel.name)), self._channels)
            action.setCheckable(True)
            action.setChecked(channel.id == current)
            action.triggered.connect(lambda _=False, key=channel.id: chosen(key))
            menu.insertAction(self._channel_anchor, action)

    def use_letters(self, on: bool) -> None:
        """Let plain letters be keys of the table, or not."""
        for name, key in LETTERS.items():
            self._actions[name].setShortcuts([QKeySequence(key)] if on else [])

    # making -------------------------------------------------------------------------------------------------------

    def _fill(self, menu: QMenu, specs: Sequence[Spec]) -> None:
        for spec in specs:
            if spec is SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(self._make(spec))

    def _make(self, spec: Spec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(f"action_{spec.name}")
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setAutoRepeat(False)
        action.setCheckable(spec.checkable)
        action.setIconVisibleInMenu(bool(spec.icon))
        if spec.icon:
            self._theme.keep_icon(action, action.setIcon, spec.icon)
        if spec.table:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._table.addAction(action)
        else:
            self._window.addAction(action)
        self._actions[spec.name] = action
        return action

    def _fill_view(self, menu: QMenu) -> None:
        filters = menu.addMenu(self.tr("&Filter"))
        for number, word in enumerate(ALWAYS + SOMETIMES, 1):
            name = messages.name(f"is.{word}")
            filters.addAction(self._make(Spec(f"show_{word}", plain.mnemonic_free(name), (f"Ctrl+{number}",))))
        looks = menu.addMenu(self.tr("&Theme"))
        self._choice(
            looks,
            "theme",
            (("system", self.tr("As the System")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))),
        )
        rows = menu.addMenu(self.tr("&Row Height"))
        self._choice(rows, "density", (("comfortable", self.tr("Comfortable")), ("compact", self.tr("Compact"))))
        sizes = menu.addMenu(self.tr("Text &Size"))
        self._fill(
            sizes,
            (
                Spec("larger", self.tr("Larger"), ("Ctrl++", "Ctrl+=")),
                Spec("smaller", self.tr("Smaller"), ("Ctrl+-",)),
                Spec("usual_size", self.tr("Usual Size"), ("Ctrl+0",)),
            ),
        )

    def _choice(self, menu: QMenu, what: str, options: Sequence[tuple[str, str]]) -> None:
        group = QActionGroup(self)
        for value, text in options:
            group.addAction(self._make(Spec(f"{what}_{value}", text, checkable=True)))
        menu.addActions(group.actions())

    def _all(self) -> tuple[tuple[str, str, tuple[Spec, ...]], ...]:
        return (
            ("file", self.tr("&File"), self._file()),
            ("edit", self.tr("&Edit"), self._edit()),
            ("view", self.tr("&View"), self._view()),
            ("listing", self.tr("&Listing"), self._listing()),
            ("inventory", self.tr("&Inventory"), self._inventory()),
            ("channel", self.tr("&Channel"), self._channel()),
            ("settings", self.tr("&Settings"), self._settings()),
            ("help", self.tr("&Help"), self._help()),
        )

    def _file(self) -> tuple[Spec, ...]:
        return (
            Spec("export", self.tr("&Export Listings Shown…"), ("Ctrl+E",), "export"),
            Spec("export_links", self.tr("Export &Links…"), icon="export"),
            SEPARATOR,
            Spec("backups", self.tr("&Backups…")),
            SEPARATOR,
            Spec("quit", self.tr("&Quit"), ("Ctrl+Q",), "quit"),
        )

    def _edit(self) -> tuple[Spec, ...]:
        return (
            Spec("undo", self.tr("&Undo"), ("Ctrl+Z",), "undo"),
            Spec("redo", self.tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
            SEPARATOR,
            Spec("copy", self.tr("&Copy Rows"), ("Ctrl+C",), "copy", table=True),
            Spec("copy_headers", self.tr("Copy Rows with &Headers"), ("Ctrl+Shift+C",), table=True),
            Spec("copy_cell", self.tr("Copy C&ell")),
            Spec("select_all", self.tr("Select &All Shown"), ("Ctrl+A",), table=True),
            SEPARATOR,
            Spec("find", self.tr("&Filter Listings"), ("Ctrl+F",), "filter"),
            Spec("edit_cell", self.tr("Edit &Limit"), ("F2",), "edit", table=True),
        )

    def _view(self) -> tuple[Spec, ...]:
        return (
            Spec("columns", self.tr("&Column Chooser…"), icon="columns"),
            Spec("search_dock", self.tr("&Search Panel"), ("Ctrl+K",), "search"),
            Spec("history_dock", self.tr("&History"), ("Ctrl+H",), "history"),
            SEPARATOR,
            Spec("reload", self.tr("&Read Again"), ("F5",), "sync"),
            SEPARATOR,
        )

    def _listing(self) -> tuple[Spec, ...]:
        return (
            Spec(
                "link", self.tr("&Link to the Suggestion or the Item Selected"), ("Return", "Enter"), "link", table=True
            ),
            Spec("link_next", self.tr("Link, Then &Next Unlinked"), ("Ctrl+Return", "Ctrl+Enter"), "next"),
            Spec("link_stay", self.tr("Take the Suggestion and &Stay"), ("Shift+Return", "Shift+Enter"), table=True),
            *(Spec(name, self.tr("Take Suggestion {number}").format(number=name[-1]), table=True) for name in TAKEN),
            Spec("not_this", self.tr("Not This Suggestion"), ("X",), table=True),
            Spec("later", self.tr("Later"), ("S",), table=True),
            Spec("back", self.tr("Back and Undo"), ("Backspace",), "undo", table=True),
            SEPARATOR,
            Spec("unlink", self.tr("&Unlink"), ("Delete",), "unlink", table=True),
            Spec("no_item", self.tr("N&o Item"), ("N",), "no-item", table=True, checkable=True),
            Spec("next_unlinked", self.tr("Go to Next Unlinked"), ("Ctrl+J",)),
            SEPARATOR,
            Spec("ignore_sync", self.tr("&Ignore Sync"), ("Space",), table=True, checkable=True),
            Spec("set_values", self.tr("&Set Limits of the Selection…"), ("Ctrl+L",), "settings"),
            Spec("exclude", self.tr("E&xclude From Managing"), checkable=True),
            Spec("release", self.tr("Re&lease Quantity"), icon="check"),
            Spec("submit_now", self.tr("Su&bmit the Selection Now…"), ("Ctrl+Shift+S",), "export"),
            SEPARATOR,
            Spec("keep_sku", self.tr("&Keep Link After Changed SKU"), icon="check"),
            Spec("remap", self.tr("&Remap to the New SKU"), icon="sync"),
            SEPARATOR,
            Spec("link_all", self.tr("&Auto-Link What Is Certain…"), ("Ctrl+M",), "link"),
            Spec("review", self.tr("&Review One by One…"), ("F8",), "next"),
        )

    def _inventory(self) -> tuple[Spec, ...]:
        return (
            Spec("import_inventory", self.tr("&Import Inventory…"), ("Ctrl+I",), "import"),
            Spec("inventory_source", self.tr("Inventory So&urce…"), icon="settings"),
            Spec("pull_inventory", self.tr("&Pull Inventory From the Source"), icon="sync"),
            Spec("pull_links", self.tr("Pull &Links From the Source…"), icon="link"),
            Spec("push_links", self.tr("Pus&h Links to the Source…"), icon="export"),
            Spec("search_inventory", self.tr("&Search Inventory"), icon="search"),
            SEPARATOR,
            Spec("orders_dock", self.tr("&Orders"), ("Ctrl+Shift+O",), "inventory"),
            Spec("get_orders", self.tr("&Get Orders Now"), icon="sync"),
        )

    def _channel(self) -> tuple[Spec, ...]:
        return (
            Spec("force", self.tr("&Force Mapping Refresh…"), ("Ctrl+F5",), "sync"),
            Spec("submit_channel", self.tr("Submit &Quantities Due…"), icon="export"),
            SEPARATOR,
            Spec("import_limits", self.tr("Import &Min/Max Quantities…"), icon="import"),
            Spec("import_links", self.tr("Import &Links…"), icon="import"),
            SEPARATOR,
            Spec("problems", self.tr("&Unusable Rows of the Report…"), icon="warning"),
            Spec("config", self.tr("&Config…"), icon="settings"),
        )

    def _settings(self) -> tuple[Spec, ...]:
        return (
            Spec("channel_integration", self.tr("Channel &Integration…"), icon="channel"),
            Spec("automation_log", self.tr("&Automation Logs…"), icon="log"),
            SEPARATOR,
            Spec("letter_keys", self.tr("&Letters Are Keys in the Table"), checkable=True),
        )

    def _help(self) -> tuple[Spec, ...]:
        return (
            Spec("filter_help", self.tr("The &Filter Language"), ("F1",), "help"),
            Spec("shortcuts", self.tr("&Keyboard Shortcuts"), ("Ctrl+/",)),
            SEPARATOR,
            Spec("about", self.tr("&About rakumap"), icon="info"),
        )
