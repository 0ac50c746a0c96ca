"""The zip package of an OFD file: XML parts found by paths that each producer writes its own way.

A path is relative to the part that names it, or from the root; with slashes or backslashes, in
whatever case. Elements are told by their local names: drafts of the standard had other namespaces.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from govreport.errors import CorruptDocument
from govreport.readers.limits import Limits
from govreport.readers.opc import Package, open_package, parse_part

__all__ = ["Part", "children", "first", "name_of", "open_ofd", "text_of"]


class Part(Struct):
    """An XML part: its root, and the package and the folder that its paths start from."""

    root: etree._Element
    package: Package
    folder: str

    def bytes_at(self, path: str, base: str = "") -> bytes | None:
        """Return what stands at a path written in this part, ``None`` for nothing. ``base`` is the
        folder that the part's resources are in (``BaseLoc``)."""
        for place in _places(path, self.folder, base):
            data = self.package.part(place)
            if data is not None:
                return data
        return None

    def at(self, path: str) -> Part | None:
        """Return the XML part at a path written in this part, ``None`` where there is none.

        Raises:
            CorruptDocument, LimitExceeded: it cannot be read.
        """
        for place in _places(path, self.folder):
            data = self.package.part(place)
            if data is not None:
                return Part(parse_part(data), self.package, posixpath.dirname(place))
        return None


def open_ofd(data: bytes, limits: Limits) -> Part:
    """Return the part from which all others are found, ``OFD.xml``.

    Raises:
        CorruptDocument: no zip archive, or nothing of the kind in it.
        EncryptedDocument, LimitExceeded: as :func:`govreport.readers.opc.open_package`.
    """
    package = open_package(data, limits)
    entry = package.part("/OFD.xml")
    if entry is None:
        raise CorruptDocument("an OFD package without its entry, OFD.xml")
    return Part(parse_part(entry), package, "/")


def _places(path: str, folder: str, base: str = "") -> Iterator[str]:
    path, base = path.strip().replace("\\", "/"), base.strip().replace("\\", "/")
    for start in (posixpath.join(folder, base), folder, "/"):
        yield posixpath.normpath(posixpath.join(start, path))


def name_of(element: etree._Element) -> str:
    """Return an element's local name, ``""`` for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """Yield the descendants at a path of local names."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if name_of(child) == path[0]:
            yield from children(child, *path[1:])


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant at a path of local names."""
    return next(children(element, *path), None)


def text_of(element: etree._Element | None, *path: str) -> str:
    """Return the text at a path, ``""`` where there is none."""
    found = first(element, *path)
    return (found.text or "").strip() if found is not None else ""
