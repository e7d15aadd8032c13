"""Mouse and keyboard of an X server: events that come from outside, as from a person's hands (the XTEST extension)."""

from __future__ import annotations

import ctypes
import time
from ctypes import CDLL, c_char_p, c_int, c_uint, c_ulong, c_void_p

LEFT, RIGHT = 1, 3
_SHIFT = "Shift_L"
_NAMES = {
    "ctrl": "Control_L",
    "shift": _SHIFT,
    "enter": "Return",
    "esc": "Escape",
    "down": "Down",
    "home": "Home",
    "space": "space",
    "tab": "Tab",
    "delete": "Delete",
}


class Hands:
    """A pointer and a keyboard on one display; needs libXtst (Debian: libxtst6)."""

    def __init__(self, display: str) -> None:
        self._x, self._test = _libraries()
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no X server answers at {display}")

    def move(self, x: int, y: int) -> None:
        """Put the pointer there."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x.XSync(self._display, 0)

    def click(self, x: int, y: int, *, button: int = LEFT, times: int = 1) -> None:
        """Press and release a button of the mouse there, once or twice."""
        self.move(x, y)
        for _ in range(times):
            for down in (1, 0):
                self._test.XTestFakeButtonEvent(self._display, button, down, 0)
                self._x.XSync(self._display, 0)
                time.sleep(0.03)

    def press(self, chord: str) -> None:
        """Press keys together, such as ``ctrl+z``, ``F2``, ``enter``."""
        keys = [self._code(_NAMES.get(part, part)) for part in chord.split("+")]
        for key in keys:
            self._key(key, down=True)
        for key in reversed(keys):
            self._key(key, down=False)
        self._x.XSync(self._display, 0)

    def write(self, text: str) -> None:
        """Type a text of ASCII characters."""
        shift = self._code(_SHIFT)
        for letter in text:
            key = self._x.XKeysymToKeycode(self._display, ord(letter))
            if not key:
                raise ValueError(f"no key writes {letter!r}")
            shifted = self._x.XkbKeycodeToKeysym(self._display, key, 0, 0) != ord(letter)
            if shifted:
                self._key(shift, down=True)
            self._key(key, down=True)
            self._key(key, down=False)
            if shifted:
                self._key(shift, down=False)
        self._x.XSync(self._display, 0)

    def _code(self, name: str) -> int:
        symbol = self._x.XStringToKeysym(name.encode())
        code = int(self._x.XKeysymToKeycode(self._display, symbol))
        if not code:
            raise ValueError(f"there is no key {name}")
        return code

    def _key(self, code: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, code, int(down), 0)


def _libraries() -> tuple[CDLL, CDLL]:
    x, test = CDLL("libX11.so.6"), CDLL("libXtst.so.6")
    x.XOpenDisplay.restype, x.XOpenDisplay.argtypes = c_void_p, [c_char_p]
    x.XSync.argtypes = [c_void_p, c_int]
    x.XStringToKeysym.restype, x.XStringToKeysym.argtypes = c_ulong, [c_char_p]
    x.XKeysymToKeycode.restype, x.XKeysymToKeycode.argtypes = ctypes.c_ubyte, [c_void_p, c_ulong]
    x.XkbKeycodeToKeysym.restype = c_ulong
    x.XkbKeycodeToKeysym.argtypes = [c_void_p, ctypes.c_ubyte, c_uint, c_uint]
    test.XTestFakeMotionEvent.argtypes = [c_void_p, c_int, c_int, c_int, c_ulong]
    test.XTestFakeButtonEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
    test.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
    return x, test
