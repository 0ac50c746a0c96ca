"""The OFD reader: drawn pages in, then what the PDF reader does with its pages.

[GB/T 33190-2016]. A file holds one document or several; each names its pages, the templates under
them and the resources that they share. Pages whose glyphs are outlines or one picture have no text
layer; they are painted and read as scans are. Seals (``Signs``) are pictures; who signed and when
is told in a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attrs import evolve
from lxml import etree

from govreport.document import Document, Notice
from govreport.errors import CorruptDocument
from govreport.notices import notice
from govreport.ocr import Ocr, is_installed
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.ofd.drawing import MAX_OBJECTS, POINTS, draw
from govreport.readers.ofd.package import Part, children, first, name_of, open_ofd, text_of
from govreport.readers.ofd.resources import Resources, resources_at
from govreport.readers.ofd.values import box_of
from govreport.readers.pdf.flow.document import document_of
from govreport.readers.pdf.flow.sheets import content_of
from govreport.readers.pdf.page.edges import outlined
from govreport.readers.pdf.page.looks import OVERLAY
from govreport.readers.pdf.page.model import LAID_OVER, Page
from govreport.readers.pdf.page.sight import seen_text
from govreport.readers.scan import MAX_SIDE, SCAN_DPI, STRAY
from govreport.readers.work import page_numbers, paused, until_limit

__all__ = ["read"]

#: A page of a file that says nothing of its size: A4, in millimetres.
A4 = (0.0, 0.0, 210.0, 297.0)
_METADATA = {
    "DocID": "document_id",
    "Title": "title",
    "Author": "author",
    "CreationDate": "created",
    "ModDate": "modified",
    "Creator": "producer",
}


def read(data: bytes, limits: Limits = DEFAULT_LIMITS, *, ocr: Ocr = "never") -> Document:
    """Read an OFD file; ``ocr`` is whether pages without text are read as pictures.

    Raises:
        CorruptDocument: no OFD package, or one whose document cannot be found.
        EncryptedDocument: it is protected by a password.
        LimitExceeded: it has more pages, blocks or cells than ``limits`` allow.
    """
    entry = open_ofd(data, limits)
    pages: list[Page] = []
    notices: list[Notice] = []
    bodies = list(children(entry.root, "DocBody"))
    documents = [_document(entry, body) for body in bodies]
    numbers = page_numbers(sum(len(_sheets(each)) for each in documents), limits)
    for body, document in zip(bodies, documents, strict=True):
        pages += until_limit(_pages(document, numbers, ocr))
        notices += _seals(entry, text_of(body, "Signatures"))
    if not bodies:
        raise CorruptDocument("an OFD package without a document")
    contents = [content_of(page, page.number) for page in pages]
    return document_of("ofd", contents, limits, metadata=_metadata(bodies[0]), notices=notices)


def _metadata(body: etree._Element) -> dict[str, str]:
    info = first(body, "DocInfo")
    found = {ours: text_of(info, theirs) for theirs, ours in _METADATA.items()}
    for custom in children(info, "CustomDatas", "CustomData"):
        found[custom.get("Name") or ""] = (custom.text or "").strip()
    return {key: value for key, value in found.items() if key and value}


def _document(entry: Part, body: etree._Element) -> Part:
    document = entry.at(text_of(body, "DocRoot"))
    if document is None:
        raise CorruptDocument("an OFD package whose document is not there")
    return document


def _sheets(document: Part) -> list[etree._Element]:
    return list(children(document.root, "Pages", "Page"))


def _pages(document: Part, numbers: Iterator[int], ocr: Ocr) -> Iterator[Page]:
    common = first(document.root, "CommonData")
    files = (
        (child.text or "")
        for child in (common if common is not None else ())
        if name_of(child) in ("PublicRes", "DocumentRes")
    )
    known = resources_at(document, files)
    templates = {
        template.get("ID") or "": template.get("BaseLoc") or ""
        for template in children(common, "TemplatePage")
    }
    area = _area(common, "PageArea") or A4
    notes = _annotations(document)
    for page, index in zip(_sheets(document), numbers, strict=False):
        part = document.at(page.get("BaseLoc") or "")
        if part is None:
            raise CorruptDocument(f"page {index} of the OFD file is not there")
        own = resources_at(part, (each.text or "" for each in children(part.root, "PageRes")))
        _, _, wide, high = _area(part.root, "Area") or area
        yield _page(
            index,
            (wide * POINTS, high * POINTS),
            list(_layers(part, document, templates)),
            notes.get(page.get("ID") or "", _Notes([], [])),
            own.over(known),
            ocr,
        )


def _area(element: etree._Element | None, name: str) -> tuple[float, float, float, float] | None:
    box = box_of(text_of(element, name, "PhysicalBox"))
    return box if box is not None and box[2] > 0 and box[3] > 0 else None


def _page(
    number: int,
    size: tuple[float, float],
    layers: list[etree._Element],
    notes: _Notes,
    known: Resources,
    ocr: Ocr,
) -> Page:
    width, height = size
    drawing = draw(layers, known, width, height)
    over = draw(notes.texts, known, width, height, after=MAX_OBJECTS)
    marks = draw(notes.marks, known, width, height, after=2 * MAX_OBJECTS)
    marked = "".join(char.text for char in marks.chars)
    sight = seen_text(
        drawing.chars,
        drawing.objects,
        [*drawing.areas, *over.areas, *marks.areas],
        [*drawing.edges, *over.edges],
        is_opaque=lambda _: True,
        slants=[*drawing.slants, *over.slants],
    )
    # What an annotation draws may strike text out; it rules no table.
    drawn_over = set(over.edges)
    page = Page(
        number=number,
        width=width,
        height=height,
        chars=[*sight.chars, *(char._replace(source=LAID_OVER) for char in over.chars)],
        edges=[edge for edge in sight.edges if edge not in drawn_over],
        pictures=drawing.pictures or ([] if sight.chars else outlined(drawing.areas)),
        left_out=[
            *drawing.left_out,
            *over.left_out,
            *sight.unseen,
            *([(OVERLAY, marked)] if marked else ()),
        ],
        too_complex=drawing.too_complex,
    )
    if ocr == "never" or not _is_scan(page) or not is_installed():
        return page
    with paused():
        return _scanned(page, layers, known)


def _is_scan(page: Page) -> bool:
    """Whether a page shows a picture, or outlines, and next to no text."""
    text = sum(not char.text.isspace() for char in page.chars)
    return bool(page.pictures) and text <= STRAY


def _scanned(page: Page, layers: list[etree._Element], known: Resources) -> Page:
    """A page read from its picture, with the little text that it has."""
    from govreport.readers.ofd.painted import painted_page
    from govreport.readers.pdf.scanned.page import scanned_page

    size = (page.width, page.height)
    scale = min(SCAN_DPI / 72, MAX_SIDE / max(*size, 1.0))
    picture, resolved = painted_page(layers, known, size, scale)
    read = scanned_page(picture, page.number, scale, resolved=resolved)
    if not read.chars:
        return page
    return evolve(read, chars=[*read.chars, *page.chars], left_out=page.left_out)


class _Notes(NamedTuple):
    """What the annotations of a page draw: those that write on it, and watermarks and stamps."""

    texts: list[etree._Element]
    marks: list[etree._Element]


def _annotations(document: Part) -> dict[str, _Notes]:
    """The annotations that are shown, by the ID of their page."""
    found: dict[str, _Notes] = {}
    listed = document.at(text_of(document.root, "Annotations"))
    for page in children(listed.root, "Page") if listed is not None else ():
        part = listed.at(text_of(page, "FileLoc")) if listed is not None else None
        notes = found.setdefault(page.get("PageID") or "", _Notes([], []))
        for annotation in children(part.root, "Annot") if part is not None else ():
            if annotation.get("Visible") not in ("false", "0"):
                marks = annotation.get("Type") in ("Watermark", "Stamp")
                group = notes.marks if marks else notes.texts
                group.extend(children(annotation, "Appearance"))
    return found


def _layers(part: Part, document: Part, templates: dict[str, str]) -> Iterator[etree._Element]:
    """The layers of a page as they are drawn: templates under the text, the page's own in the order
    of background, body and foreground, templates over it."""
    under: list[etree._Element] = []
    over: list[etree._Element] = []
    for use in children(part.root, "Template"):
        template = document.at(templates.get(use.get("TemplateID") or "") or "")
        if template is not None:
            layers = list(children(template.root, "Content", "Layer"))
            (over if use.get("ZOrder") == "Foreground" else under).extend(layers)
    rank = {"Background": 0, "Foreground": 2}
    own = sorted(
        children(part.root, "Content", "Layer"),
        key=lambda each: rank.get(each.get("Type") or "", 1),
    )
    yield from (*under, *own, *over)


def _seals(entry: Part, path: str) -> Iterator[Notice]:
    """A notice for each seal: who signed and when, as far as the file says."""
    signatures = entry.at(path) if path else None
    if signatures is None:
        return
    for signature in children(signatures.root, "Signature"):
        part = signatures.at(signature.get("BaseLoc") or "")
        if part is None:
            continue
        info = first(part.root, "SignedInfo")
        provider = first(info, "Provider")
        company = provider.get("Company") if provider is not None else None
        signer = company or (provider.get("ProviderName") if provider is not None else None) or "?"
        yield notice("ofd.seal", signer=signer, when=text_of(info, "SignatureDateTime") or "?")
