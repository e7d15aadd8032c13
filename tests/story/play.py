"""One chapter of the story: rakumap as a person starts it, in this process, with a person before its window.

    python -m tests.story.play CHAPTER PROFILE FOLDER

Ends with 0 when the chapter went as told; else it says what was in vain and leaves ``failure.png`` in the folder.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rakumap.__main__ import main as rakumap
from tests.story import chapters
from tests.story.person import Person
from tests.story.xtest import Hands


def main(arguments: list[str]) -> int:
    """Play one chapter."""
    name, profile, folder = arguments
    chapter: Callable[[Person, Path], None] = getattr(chapters, name)
    app = QApplication(["rakumap"])
    if QApplication.platformName() != "xcb":
        raise SystemExit("the story needs a real window")
    person = Person(Hands(os.environ["DISPLAY"]))
    failed: list[str] = []

    def live() -> None:
        try:
            chapter(person, Path(folder))
        except BaseException:  # noqa: BLE001 - whatever it is, the window has to close and the test to hear of it
            failed.append(traceback.format_exc())
            person.ask(lambda: app.primaryScreen().grabWindow(0).save(str(Path(folder) / "failure.png")))
            person.ask(lambda: QTimer.singleShot(0, lambda: os._exit(1)) if app.closingDown() else app.exit(1))

    thread = threading.Thread(target=live, name="person", daemon=True)
    QTimer.singleShot(0, thread.start)
    sys.argv = ["rakumap", "--profile", profile]
    code = rakumap()
    thread.join(5)
    for text in failed:
        print(text, file=sys.stderr)
    return 1 if failed else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
