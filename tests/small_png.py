"""PNG files that are small enough for documents: 256 colours, the frequent ones exact."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

EXACT = 100
"""So many colours are kept as they are: grounds, lines, most of the text."""


def save(image: QImage, path: Path) -> None:
    """Write a small PNG: of 256 colours, none of them far from what it stands for."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    size = image.width(), image.height()
    pixels = array("I", bytes(image.constBits()))
    wanted = [color for color, _ in Counter(pixels).most_common()]
    far = 4
    while len(palette := _palette(wanted, far)) > 256:
        far += 2
    places = {color: _nearest(color, palette) for color in wanted}
    small = QImage(bytes(places[pixel] for pixel in pixels), *size, size[0], QImage.Format.Format_Indexed8)
    small.setColorTable([0xFF000000 | color for color in palette])
    image = small
    if not image.save(str(path), "PNG", 0):  # type: ignore[call-overload]  # Qt takes str
        raise OSError(f"{path.name} could not be written")
    print(f"{path.name}: {path.stat().st_size // 1024} kB")


def _palette(colors: Sequence[int], far: int) -> list[int]:
    """The colours, most frequent first, without those of few pixels that are as good as one before."""
    kept = list(colors[:EXACT])
    for color in colors[EXACT:]:
        if all(_distance(color, other) > far for other in kept):
            kept.append(color)
    return kept


def _nearest(color: int, palette: Sequence[int]) -> int:
    return min(range(len(palette)), key=lambda place: _distance(color, palette[place]))


def _distance(one: int, other: int) -> int:
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))
