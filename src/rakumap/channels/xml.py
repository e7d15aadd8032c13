"""XML answers read as bytes, piece by piece: no document type, no namespaces, limits on depth and size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.parsers import expat  # refuses a DOCTYPE below, and so every entity of a file's own

from rakumap.core.errors import ChannelError

_BLOCK = 1 << 16
_DEPTH = 32
_TEXT = 1 << 16
_CHILDREN = 400_000
"""Elements in memory at once, what ``items`` gave away not counted."""


class Node:
    """An element: its name without a prefix, its text, its children."""

    __slots__ = ("children", "name", "text")

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.children: list[Node] = []

    def get(self, path: str) -> str:
        """Give the trimmed text of the first element at a path such as ``price/amount``; nothing where there is none."""
        found = self.find(path)
        return "" if found is None else found.text.strip()

    def find(self, path: str) -> Node | None:
        """Give the first element at a path of children."""
        node: Node | None = self
        for name in path.split("/"):
            node = next((child for child in node.children if child.name == name), None) if node is not None else None
        return node

    def all(self, name: str) -> list[Node]:
        """Give the children of a name."""
        return [child for child in self.children if child.name == name]

    def walk(self) -> Iterator[Node]:
        """Give every element below, in the order of the document."""
        for child in self.children:
            yield child
            yield from child.walk()


class Document:
    """A document that is gone through once: ``items`` gives the children of one list as they are read.

    Afterwards ``root`` holds everything else. Raises ``ChannelError`` ``answer_unreadable`` naming ``host``.
    """

    def __init__(self, data: bytes, host: str) -> None:
        self.root = Node("")
        self._data = data
        self._host = host
        self._stack: list[Node] = []
        self._held = 0
        self._ready: list[Node] = []
        self._path: tuple[str, ...] = ()

    def read(self) -> Node:
        """Read it whole and give the root."""
        for _ in self.items():
            pass
        return self.root

    def items(self, *path: str) -> Iterator[Node]:
        """Give the direct children of the list at ``path`` (names below the root), one after the other."""
        self._path = path
        # Blank lines may stand before the declaration, where they must not.
        data = self._data.lstrip(b" \t\r\n")
        parser = self._parser(data)
        for start in range(0, len(data) or 1, _BLOCK):
            block = data[start : start + _BLOCK]
            try:
                parser.Parse(block, start + _BLOCK >= len(data))
            except expat.ExpatError:
                raise self._refused("XML") from None
            ready, self._ready = self._ready, []
            yield from ready

    def _parser(self, data: bytes) -> expat.XMLParserType:
        parser = expat.ParserCreate(_encoding(data))
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def _start(self, name: str, _: object) -> None:
        node = Node(name.rpartition(":")[2])
        self._held += 1
        if len(self._stack) >= _DEPTH or self._held > _CHILDREN:
            raise self._refused("XML, too deep or too large")
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self.root = node
        self._stack.append(node)

    def _end(self, _: str) -> None:
        node = self._stack.pop()
        if self._path and len(self._stack) == len(self._path) + 1 and self._is_list():
            self._stack[-1].children.pop()
            self._held -= 1 + sum(1 for _ in node.walk())
            self._ready.append(node)

    def _is_list(self) -> bool:
        return all(node.name == name for node, name in zip(self._stack[1:], self._path, strict=True))

    def _text(self, text: str) -> None:
        node = self._stack[-1]
        node.text += text
        if len(node.text) > _TEXT:
            raise self._refused("XML, too long a text")

    def _doctype(self, *_: object) -> None:
        raise self._refused("XML with a document type")

    def _refused(self, what: str) -> ChannelError:
        return ChannelError("answer_unreadable", host=self._host, what=what)


def _encoding(data: bytes) -> str | None:
    """Give the encoding to insist on where the document declares none and is no UTF-8."""
    if data.startswith((b"<?xml", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"encoding" in data[:200]:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "iso-8859-1"
    return None


def texts(nodes: Sequence[Node]) -> str:
    """Give the texts of elements and of everything in them, with spaces between."""
    found = [node.text.strip() for one in nodes for node in (one, *one.walk())]
    return " ".join(text for text in found if text)
