"""A person before the window: looks at what is on the screen, moves the mouse, presses keys, waits until things happen.

The person is a thread of the window's own process. Looking asks the window's thread; acting goes through the X server,
so that every click and key reaches the program the way a real one does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMainWindow, QMenu, QTableView, QWidget

from tests.story.xtest import LEFT, Hands

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds until something that has to happen has not."""
APART = 0.6
"""Seconds between two clicks that are no double-click."""


class Person(QObject):
    """See the module; made on the window's thread, used on another."""

    _asked = Signal(object)

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self.hands = hands
        self._clicked = 0.0
        self._asked.connect(lambda answer: answer())
        self._focus = QTimer(self)
        self._focus.setInterval(30)
        self._focus.timeout.connect(_focus_newest)
        self._focus.start()

    # looking ------------------------------------------------------------------------------------------------------

    def ask(self, question: Callable[[], T]) -> T:
        """What the window's thread answers."""
        found: list[T] = []
        broken: list[Exception] = []
        over = threading.Event()

        def answer() -> None:
            try:
                found.append(question())
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked
                broken.append(error)
            over.set()

        self._asked.emit(answer)
        if not over.wait(PATIENCE):
            raise AssertionError("the window does not answer")
        if broken:
            raise broken[0]
        return found[0]

    def until(self, question: Callable[[], T | None], what: str) -> T:
        """Wait until the answer is true, and give it."""
        deadline = time.monotonic() + PATIENCE
        missing = ""
        while True:
            try:
                if answer := self.ask(question):
                    return answer
            except LookupError as error:  # not in sight yet
                missing = f" ({error})"
            if time.monotonic() > deadline:
                raise AssertionError(f"in vain: {what}{missing}\n{self.ask(_in_sight)}")
            time.sleep(0.02)

    def sees(self, name: str, text: str) -> None:
        """Wait until a label, button or field says this."""
        self.until(lambda: text in _text(_named(name)), f"{name} says “{text}”")

    def reads(self, name: str) -> str:
        """What a label, button or field says."""
        return self.ask(lambda: _text(_named(name)))

    def finds(self, name: str) -> QWidget:
        """The widget of this name that a person could use now."""
        return self.until(lambda: _usable(name), f"{name} can be used")

    def cells(self, table: str, column: int) -> list[str]:
        """The texts of a table's column, all rows."""
        return self.ask(lambda: _column(_named(table), column))

    # Questions for ``until``, answered on the window's thread.

    def look(self, name: str) -> QWidget:
        """The widget of this name."""
        return _named(name)

    def gone(self, name: str) -> bool:
        """Whether no widget of this name is in sight, and the window has the keys again."""
        try:
            _named(name)
        except LookupError:
            return _settled()
        return False

    def checked(self, name: str) -> bool:
        """Whether a box or radio button is ticked."""
        widget = _named(name)
        return isinstance(widget, QAbstractButton) and widget.isChecked()

    def column(self, table: str, column: int) -> list[str]:
        """The texts of a table's column."""
        return _column(_named(table), column)

    def ticks(self, table: str, column: int) -> list[bool]:
        """Which rows are ticked."""
        model = _table(_named(table)).model()
        role = Qt.ItemDataRole.CheckStateRole
        states = [model.index(row, column).data(role) for row in range(model.rowCount())]
        return [state == Qt.CheckState.Checked for state in states]

    def edits(self, table: str) -> bool:
        """Whether a cell's editor has the keys."""
        return _table(_named(table)).state() == QTableView.State.EditingState and isinstance(
            QApplication.focusWidget(), QLineEdit
        )

    # acting -------------------------------------------------------------------------------------------------------

    def click(self, name: str, *, button: int = LEFT, times: int = 1) -> None:
        """Click the widget of this name."""
        self.finds(name)
        self._click(lambda: _centre(_usable(name)), button, times)

    def click_cell(
        self, table: str, row: int, column: int, *, button: int = LEFT, times: int = 1, left: int | None = None
    ) -> None:
        """Click a cell; ``left`` is how far from its left edge."""
        self.finds(table)
        self._click(lambda: _cell(_usable(table), row, column, left), button, times)

    def click_header(self, table: str, column: int, *, button: int = LEFT) -> None:
        """Click the header of a column."""
        self.finds(table)
        self._click(lambda: _header(_usable(table), column), button, 1)

    def choose(self, menu: str, action: str) -> None:
        """Open a menu of the menu bar and click an entry."""
        self._click(lambda: _menu_title(menu), LEFT, 1)
        self.until(lambda: _popup(menu), f"the menu {menu} is open")
        self.pick(action)

    def pick(self, action: str) -> None:
        """Click an entry, by its name, of the menu that is open."""
        self._click(lambda: _entry(action), LEFT, 1)
        self.until(lambda: QApplication.activePopupWidget() is None, "the menu is closed")

    def pick_item(self, combo: str, text: str) -> None:
        """Choose from a drop-down, with the keyboard: typing the first letters goes there."""
        self.click(combo)
        self.until(lambda: QApplication.activePopupWidget() is not None, f"{combo} is open")
        self.hands.write(text)
        self.hands.press("enter")
        self.sees(combo, text)

    def fill(self, name: str, text: str) -> None:
        """Click a field and type a text over what stands in it."""
        self.click(name)
        self.until(lambda: _named(name).hasFocus(), f"{name} has the focus")
        self.hands.press("ctrl+a")
        self.hands.write(text)
        self.until(lambda: _text(_named(name)) == text, f"{name} holds “{text}”")

    def press(self, chord: str) -> None:
        """Press keys together, once no menu or window is on its way."""
        self.until(_settled, "a window has the focus")
        self.hands.press(chord)

    def _click(self, place: Callable[[], QPoint | None], button: int, times: int) -> None:
        point = self.until(place, "there is something to click")
        rest = self._clicked + APART - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        self._clicked = time.monotonic()
        self.hands.click(point.x(), point.y(), button=button, times=times)


# What a person can see; all of these run on the window's thread. -------------------------------------------------------


def _focus_newest() -> None:
    """Give the focus to the window on top, which a desktop's window manager does and a bare X server does not."""
    if QApplication.activePopupWidget() is not None:
        return
    top = _top()
    if top is not None and QApplication.activeWindow() is not top:
        top.raise_()
        top.activateWindow()


_seen: set[QWidget] = set()
"""Dialogs that Qt made itself: forgetting their Python side would take that of their children along."""


def _top() -> QWidget | None:
    modal = QApplication.activeModalWidget()
    if modal is not None:
        _seen.add(modal)
        return modal
    mains = (top for top in QApplication.topLevelWidgets() if isinstance(top, QMainWindow))
    return next((top for top in mains if top.isVisible()), None)


def _settled() -> bool:
    return QApplication.activePopupWidget() is None and QApplication.activeWindow() is _top()


def _named(name: str) -> QWidget:
    top = _top()
    if top is not None:
        for widget in [top, *top.findChildren(QWidget, name)]:
            if widget.objectName() == name and widget.isVisible():
                return widget
    raise LookupError(f"there is no {name} in sight")


def _usable(name: str) -> QWidget | None:
    try:
        widget = _named(name)
    except LookupError:
        return None
    ready = widget.isEnabled() and QApplication.activeWindow() is widget.window() and widget.visibleRegion()
    return widget if ready else None


def _centre(widget: QWidget | None) -> QPoint | None:
    if widget is None:
        return None
    return _free(widget, widget.visibleRegion().boundingRect().center())


def _free(widget: QWidget, place: QPoint) -> QPoint | None:
    """The place on the screen, unless something else lies over it."""
    point = widget.mapToGlobal(place)
    hit = QApplication.widgetAt(point)
    return point if hit is not None and (hit is widget or widget.isAncestorOf(hit)) else None


def _table(widget: QWidget | None) -> QTableView:
    if not isinstance(widget, QTableView):
        raise LookupError("that is no table")
    return widget


def _cell(widget: QWidget | None, row: int, column: int, left: int | None) -> QPoint | None:
    if widget is None:
        return None
    table = _table(widget)
    index = table.model().index(row, column)
    if not index.isValid() or index.data() is None:
        return None
    table.scrollTo(index)
    rect = table.visualRect(index).intersected(table.viewport().rect())
    place = rect.center() if left is None else QPoint(rect.left() + left, rect.center().y())
    return _free(table.viewport(), place)


def _header(widget: QWidget | None, column: int) -> QPoint | None:
    if widget is None:
        return None
    header = _table(widget).horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() // 2)
    return _free(header.viewport(), place)


def _menu_title(name: str) -> QPoint | None:
    top = _top()
    if not isinstance(top, QMainWindow) or QApplication.activeWindow() is not top:
        return None
    bar = top.menuBar()
    action = next(one for one in bar.actions() if one.menu() is not None and _menu(one).objectName() == name)
    return _free(bar, bar.actionGeometry(action).center())


def _menu(action: QAction) -> QMenu:
    menu = action.menu()
    if not isinstance(menu, QMenu):
        raise LookupError("that is no menu")
    return menu


def _popup(name: str) -> bool:
    popup = QApplication.activePopupWidget()
    return popup is not None and popup.objectName() == name


def _entry(name: str) -> QPoint | None:
    popup = QApplication.activePopupWidget()
    if not isinstance(popup, QMenu):
        return None
    action = next((one for one in popup.actions() if one.objectName() == name), None)
    if action is None or not action.isEnabled():
        return None
    return _free(popup, popup.actionGeometry(action).center())


def _text(widget: Any) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    for name in ("currentText", "full", "text"):
        found = getattr(widget, name, None)
        if found is not None:
            return str(found() if callable(found) else found)
    raise LookupError(f"{widget.objectName()} has no text")


def _column(widget: QWidget, column: int) -> list[str]:
    model = _table(widget).model()
    found = [model.index(row, column).data() for row in range(model.rowCount(QModelIndex()))]
    return ["" if text is None else str(text) for text in found]


def current_row(widget: QWidget) -> int:
    """The row of the cursor."""
    return _table(widget).currentIndex().row()


def header_texts(widget: QWidget) -> list[str]:
    """The headers shown, in their order."""
    table = _table(widget)
    header, model = table.horizontalHeader(), table.model()
    order = [header.logicalIndex(place) for place in range(header.count())]
    return [
        str(model.headerData(column, Qt.Orientation.Horizontal)) for column in order if not table.isColumnHidden(column)
    ]


def _in_sight() -> str:
    """What stands on the screen, for the message of a failure."""
    lines = []
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            lines.append(f"{top.objectName() or type(top).__name__} “{top.windowTitle()}”")
            for widget in top.findChildren(QWidget):
                if widget.objectName() and widget.isVisible() and not widget.objectName().startswith("qt_"):
                    try:
                        lines.append(f"   {widget.objectName()}: {_text(widget)!r}")
                    except LookupError:
                        continue
    return "\n".join(lines)
