"""Small Word files for tests, written from raw XML and the same byte for byte on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

__all__ = ["abstract", "docx", "level", "num", "numbered", "p", "package", "r", "style", "tc", "tr"]

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE_TYPES = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx(
    body: str,
    *,
    styles: str | None = None,
    numbering: str | None = None,
    footnotes: str | None = None,
    links: Mapping[str, str] | None = None,
    core: str | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a Word file: the arguments are what stands inside of each part's root element.

    ``links`` are external targets by relationship id; ``parts`` add members or replace them.
    """
    roots = {"document": f"<w:body>{body}</w:body>"}
    for kind, content in (("styles", styles), ("numbering", numbering), ("footnotes", footnotes)):
        if content is not None:
            roots[kind] = content
    members = {
        f"word/{kind}.xml": f"{_HEAD}<w:{kind} {NAMESPACES}>{content}</w:{kind}>".encode()
        for kind, content in roots.items()
    }
    related = [
        f'<Relationship Id="rId{n}" Type="{RELATIONSHIPS}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(roots)
        if kind != "document"
    ]
    related += [
        f'<Relationship Id="{key}" Type="{RELATIONSHIPS}/hyperlink" Target="{escape(target)}" '
        'TargetMode="External"/>'
        for key, target in (links or {}).items()
    ]
    members["word/_rels/document.xml.rels"] = _relationships("".join(related))
    root = (
        f'<Relationship Id="a" Type="{RELATIONSHIPS}/officeDocument" Target="word/document.xml"/>'
    )
    if core is not None:
        root += (
            f'<Relationship Id="b" Type="{_PACKAGE_TYPES}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/>'
        )
        members["docProps/core.xml"] = (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE_TYPES}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        ).encode()
    members["_rels/.rels"] = _relationships(root)
    members["[Content_Types].xml"] = _content_types(list(roots))
    return package({**members, **(parts or {})})


def package(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these members, with a fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of one run, or of the runs given as XML."""
    runs = content if content.startswith("<") or not content else r(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(text: str, num_id: int = 1, ilvl: int | None = 0, properties: str = "") -> str:
    """A paragraph with automatic numbering."""
    place = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
    return p(text, f'{properties}<w:numPr>{place}<w:numId w:val="{num_id}"/></w:numPr>')


def tc(content: str = "", properties: str = "") -> str:
    """A table cell of one paragraph of text, or of the blocks given as XML."""
    blocks = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row; cells that are no XML become cells of that text."""
    row = "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{row}</w:tr>"


def level(ilvl: int, text: str, number_format: str = "decimal", extra: str = "") -> str:
    """A level of a numbering definition that starts at 1."""
    start = "" if "<w:start " in extra else '<w:start w:val="1"/>'
    return (
        f'<w:lvl w:ilvl="{ilvl}">{start}<w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    """An abstract numbering definition."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def num(number: int, abstract_number: int, *overrides: str) -> str:
    """An instance of a definition."""
    return (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>'
        f"{''.join(overrides)}</w:num>"
    )


def style(identifier: str, properties: str = "", *, name: str = "", based_on: str = "") -> str:
    """A paragraph style; ``properties`` are the elements after its name."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}">'
        f'<w:name w:val="{name or identifier}"/>{base}{properties}</w:style>'
    )


def _relationships(content: str) -> bytes:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE_TYPES}/relationships">{content}</Relationships>'
    ).encode()


def _content_types(kinds: list[str]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" '
        f'ContentType="{_WORD}.{"document.main" if kind == "document" else kind}+xml"/>'
        for kind in kinds
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE_TYPES}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()
