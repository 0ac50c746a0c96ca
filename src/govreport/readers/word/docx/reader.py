"""Word documents (docx, docm, dotx, and what WPS writes): Office Open XML, ISO/IEC 29500.

The parts are parsed by lxml and walked once. What Word computes and does not
store, the automatic numbers of paragraphs, is computed here and stands in the text; what Word does
not show (deleted and hidden text, field codes, comments) is left out, with a notice. Empty
paragraphs between blocks are left out too; those inside table cells are kept as empty lines.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from govreport.document import Document, Notice
from govreport.errors import CorruptDocument
from govreport.notices import counted, notice
from govreport.ocr import Ocr
from govreport.readers.limits import Limits
from govreport.readers.looked_into import looked_into
from govreport.readers.nested import flatten, is_empty, notes_in_cells
from govreport.readers.opc import (
    Package,
    Relationship,
    W,
    core_properties,
    folder_of,
    main_part,
    open_package,
    parse_beginning,
    parse_part,
)
from govreport.readers.seen import notices as left_out
from govreport.readers.word.docx.body import BodyReader
from govreport.readers.word.docx.chunks import ChunkReader
from govreport.readers.word.docx.runs import RunReader
from govreport.readers.word.looks import Surface
from govreport.readers.word.numbering import Numbering
from govreport.readers.word.styles import Styles

__all__ = ["read"]

_UNREADABLE = {
    "relationships": "docx.relationships_unreadable",
    "styles": "docx.styles_unreadable",
    "numbering": "docx.numbering_unreadable",
    "footnotes": "docx.footnotes_unreadable",
    "endnotes": "docx.endnotes_unreadable",
    "properties": "docx.properties_unreadable",
}


def read(data: bytes, limits: Limits, *, ocr: Ocr = "never") -> Document:
    """Read a Word document; ``ocr`` is whether pictures in it are looked into for tables.

    Raises:
        CorruptDocument: no zip archive, no main document in it, or one that is damaged.
        EncryptedDocument: protected by a password.
        LimitExceeded: larger, or nested deeper, than ``limits`` allow.
    """
    package = open_package(data, limits)
    name = main_part(package)
    main = package.part(name)
    if main is None:
        raise CorruptDocument("a zip archive without a Word document in it")
    main_root = parse_beginning(main, limits, W + "body")
    body = main_root.find(W + "body")
    if body is None:
        raise CorruptDocument("the main part is no Word document")

    parts = _Parts(package, name)
    styles = Styles(parts.related_bytes("styles"))
    numbering = Numbering(lambda: parts.related("numbering"), styles)
    runs = RunReader(styles, parts.relationships, package.part)
    notes = _Notes(parts, styles)
    chunks = ChunkReader(package, parts.relationships, limits, ocr)
    reader = BodyReader(styles, numbering, runs, notes.text, chunks.read, limits)
    if main_root.find(W + "background") is not None:
        reader.surface = Surface(ground=None)
    blocks = reader.blocks(body)
    runs.seen["docx.alt_chunk"] += chunks.unread
    if styles.error is not None:
        parts.report("styles", styles.error)
    document = Document(
        format="docx",
        blocks=flatten([block for block in blocks if not is_empty(block)], limits),
        metadata=_metadata(parts),
        links=tuple(runs.links),
        notices=(
            *parts.notices,
            *notes_in_cells(blocks, "docx.note_in_cell"),
            *counted(runs.seen),
            *chunks.notices,
            *left_out(reader.left_out),
        ),
    )
    return looked_into(document, limits, ocr)


class _Parts(Struct):
    """The parts beside the main one, each of which may be missing or damaged."""

    package: Package
    main: str
    notices: list[Notice] = []
    relationships: dict[str, Relationship] = {}

    def __post_init__(self) -> None:
        try:
            self.relationships = self.package.relationships(self.main)
        except CorruptDocument as error:
            self.report("relationships", error)

    def related(self, kind: str) -> etree._Element | None:
        """Return the root of the main part's related part, ``None`` if it has none to be read."""
        return self.load(self._name(kind), kind)

    def related_bytes(self, kind: str) -> bytes | None:
        """Return the related part unparsed, ``None`` if there is none to be read."""
        return self._bytes(self._name(kind), kind)

    def load(self, name: str, kind: str) -> etree._Element | None:
        """Return the root of a part, ``None`` with a notice if it is damaged."""
        data = self._bytes(name, kind)
        try:
            return None if data is None else parse_part(data)
        except CorruptDocument as error:
            self.report(kind, error)
            return None

    def _name(self, kind: str) -> str:
        beside = f"{folder_of(self.main).rstrip('/')}/{kind}.xml"
        return next((r.target for r in self.relationships.values() if r.kind == kind), beside)

    def _bytes(self, name: str, kind: str) -> bytes | None:
        try:
            return self.package.part(name)
        except CorruptDocument as error:
            self.report(kind, error)
            return None

    def report(self, kind: str, error: CorruptDocument) -> None:
        """Note that a part is damaged and was left out."""
        self.notices.append(notice(_UNREADABLE[kind], detail=error.detail))


class _Notes(Struct):
    """The texts of foot- and endnotes, opened when the first one is asked for."""

    _parts: _Parts
    _styles: Styles
    _texts: dict[str, dict[str, str]] = {}

    def text(self, kind: str, identifier: str) -> str | None:
        """Return the text of one note, ``None`` if there is none."""
        if kind not in self._texts:
            self._texts[kind] = self._load(kind)
        return self._texts[kind].get(identifier)

    def _load(self, kind: str) -> dict[str, str]:
        root = self._parts.related(kind + "s")
        found = {}
        for note in root.iterchildren(W + kind) if root is not None else ():
            runs = RunReader(self._styles, {})
            plain = self._styles.paragraph(None)
            lines = [runs.read(p, plain).seen().text for p in note.iter(W + "p")]
            found[note.get(W + "id") or ""] = "\n".join(lines).strip()
        return found


def _metadata(parts: _Parts) -> dict[str, str]:
    try:
        return core_properties(parts.package)
    except CorruptDocument as error:
        parts.report("properties", error)
        return {}
