"""The zip package of a Word file: bounded, offline access to the few parts that a reader needs.

Other libraries open every part of a package, pictures and all, and trust what they inflate. Here
single members are read when asked for, each inflated against one common budget, so that a broken
picture does not matter and a zip bomb costs no more than the budget.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from lxml import etree
from msgspec import Struct

from govreport.errors import CorruptDocument, EncryptedDocument, LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.work import leave_rest, room, take

__all__ = [
    "Package",
    "R",
    "Relationship",
    "W",
    "core_properties",
    "folder_of",
    "main_part",
    "open_package",
    "parse_beginning",
    "parse_part",
]

#: The namespace of WordprocessingML as lxml writes it in tags.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: That of relationships.
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: ISO "Strict" files differ in their namespaces only, as far as text is concerned.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": (
        b"http://schemas.openxmlformats.org/drawingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    ),
}
_METADATA = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/terms/}created": "created",
    "{http://purl.org/dc/terms/}modified": "modified",
}

_PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)

#: Takes what is cut off.
_LENIENT = etree.XMLParser(
    remove_blank_text=True, resolve_entities=False, no_network=True, recover=True
)

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAX_MEMBERS = 65_535
_CHUNK = 1 << 20

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class Relationship(Struct, frozen=True):
    """A link from one part to another part of the package, or to something outside of it."""

    kind: str
    target: str
    external: bool


class Package(Struct):
    """An opened package. Part names start with ``/`` and compare without regard to case."""

    _archive: zipfile.ZipFile
    _members: Mapping[str, zipfile.ZipInfo]
    _limits: Limits
    _budget: int
    #: Those that were asked for.
    _relationships: dict[str, dict[str, Relationship]] = {}

    @property
    def budget(self) -> int:
        """How many bytes its parts may still unpack to."""
        return self._budget

    def part(self, name: str) -> bytes | None:
        """Return the part's bytes, ``None`` if there is no such part.

        Raises:
            CorruptDocument: the member is damaged.
            EncryptedDocument: the member is encrypted by the zip's own means.
            LimitExceeded: it unpacks to more than ``limits.part_bytes``, or than is left of
                ``limits.unpacked_bytes``.
        """
        info = self._members.get(_fold(name))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise EncryptedDocument("the zip archive is protected by a password")
        # Other methods cannot be inflated in bounded steps, and no word processor writes them.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise CorruptDocument(f"{info.filename}: unusual compression in a Word file")
        try:
            with self._archive.open(info) as member:
                return b"".join(self._chunks(member))
        except _ZIP_ERRORS as error:
            raise CorruptDocument(f"{info.filename}: damaged zip member") from error

    def _chunks(self, member: IO[bytes]) -> Iterator[bytes]:
        size = 0
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            self._budget -= len(chunk)
            for limit, beyond in (
                ("part_bytes", size > self._limits.part_bytes),
                ("unpacked_bytes", self._budget < 0),
            ):
                if beyond:
                    raise LimitExceeded.of(
                        limit, getattr(self._limits, limit), "unpacks to {} bytes"
                    )
            yield chunk

    def relationships(self, source: str) -> dict[str, Relationship]:
        """Return the part's relationships by id; those of the package itself for ``/``.

        Raises:
            CorruptDocument, EncryptedDocument, LimitExceeded: as for :meth:`part`.
        """
        if source not in self._relationships:
            self._relationships[source] = self._read_relationships(source)
        return self._relationships[source]

    def _read_relationships(self, source: str) -> dict[str, Relationship]:
        folder = folder_of(source)
        name = posixpath.basename(source)
        data = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        if data is None:
            return {}
        found = {}
        for element in parse_part(data):
            identifier, target = element.get("Id"), element.get("Target")
            if identifier is None or not target:
                continue
            external = element.get("TargetMode") == "External"
            found[identifier] = Relationship(
                kind=(element.get("Type") or "").rpartition("/")[2],
                target=target if external else posixpath.abspath(posixpath.join(folder, target)),
                external=external,
            )
        return found


def open_package(data: bytes, limits: Limits) -> Package:
    """Open the package without unpacking anything yet.

    Raises:
        CorruptDocument: not a zip archive, or one without a readable directory.
        EncryptedDocument: an OLE container with an encrypted package in it.
        LimitExceeded: the archive has absurdly many members.
    """
    if data.startswith(_OLE_MAGIC):
        if _ENCRYPTED_STREAM in data:
            raise EncryptedDocument(
                "the Word file is protected by a password", hint="save it without one"
            )
        raise CorruptDocument("an OLE container, not a docx package")
    if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
        raise LimitExceeded(f"more than {_MAX_MEMBERS} members in the zip archive")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_ERRORS as error:
        raise CorruptDocument("not a zip archive, or cut off") from error
    members = {_fold(info.filename): info for info in archive.infolist()}
    return Package(archive, members, limits, limits.unpacked_bytes)


def folder_of(part: str) -> str:
    """Return the folder of a part, ``/word`` of ``/word/document.xml``."""
    return posixpath.dirname(part)


def main_part(package: Package, usual: str = "/word/document.xml") -> str:
    """Return the name of the main part, ``usual`` where the package does not say."""
    return _package_part(package, "officeDocument", usual)


def core_properties(package: Package) -> dict[str, str]:
    """Return what the file says of itself: title, author, and when it was made and changed.

    Raises:
        CorruptDocument, EncryptedDocument, LimitExceeded: as for :meth:`Package.part`.
    """
    data = package.part(_package_part(package, "core-properties", "/docProps/core.xml"))
    found = {}
    for element in parse_part(data) if data is not None else ():
        key = _METADATA.get(str(element.tag))
        value = (element.text or "").strip()
        if key and value:
            found[key] = value
    return found


def _package_part(package: Package, kind: str, usual: str) -> str:
    try:
        found = package.relationships("/")
    except CorruptDocument:
        found = {}
    targets = (r.target for r in found.values() if r.kind == kind and not r.external)
    return next(targets, usual)


def parse_part(data: bytes) -> etree._Element:
    """Parse a part's XML, with no entities, no network, and bounded depth.

    Raises:
        CorruptDocument: not well-formed, or it brings a DTD along.
        LimitExceeded: elements nested deeper than any word processor writes.
    """
    # NULs hide the declaration in UTF-16; a part in UTF-8 has none, and no copy is made.
    if b"<!DOCTYPE" in data or (b"\0" in data and b"<!DOCTYPE" in data.replace(b"\0", b"")):
        raise CorruptDocument("a document type declaration in a Word part")
    if b"purl.oclc.org/ooxml" in data:
        for strict, transitional in _STRICT.items():
            data = data.replace(strict, transitional)
    take("part_bytes", len(data))
    take("elements", _elements(data))
    root = _parsed(data, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise CorruptDocument("a document type declaration in a Word part")
    return root


def parse_beginning(data: bytes, limits: Limits, within: str) -> etree._Element:
    """Parse a part as :func:`parse_part` does; of one with too many elements, where that is wanted,
    the beginning: as many as are whole of the children of the first element ``within``.

    Raises:
        CorruptDocument, LimitExceeded: as :func:`parse_part`.
    """
    size, most = room("part_bytes", limits.part_bytes), room("elements", limits.elements)
    try:
        return parse_part(data)
    except LimitExceeded as error:
        leave_rest(error)
    data = data[:size]
    at, left = -1, most
    while left >= 0 and (at := data.find(b"<", at + 1)) >= 0:
        left -= not data.startswith(b"</", at)
    root = _parsed(data[:at] if at >= 0 else data, _LENIENT)
    parent = next(root.iter(within), None)
    if parent is not None and len(parent):
        del parent[-1]  # it was open where the rest was cut off
    return root


def _parsed(data: bytes, parser: etree.XMLParser) -> etree._Element:
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        if "Excessive depth" in str(error):
            raise LimitExceeded("XML elements nested too deep") from error
        code = getattr(error, "code", None)
        if code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise LimitExceeded.memory() from error
        if code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise LimitExceeded("a text or an element of XML that is too long") from error
        raise CorruptDocument("XML that is not well-formed") from error


def _elements(data: bytes) -> int:
    """How many elements a tree of this XML would have at most, counted before it is built: in a
    text there is no bracket. Two attributes take as much as an element."""
    return max(data.count(b"<") - data.count(b"</"), data.count(b"=") // 2)


def _fold(name: str) -> str:
    """Part names compare without case; some producers write backslashes."""
    return "/" + name.replace("\\", "/").lstrip("/").lower()
