"""Reports whose tables are pictures, and pictures of their tables."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
from PIL import Image

import govreport as gr
from fixtures import ReportSpec, Wart, write_docx, write_pdf
from fixtures.ooxml import PICTURE, R_NS, package, zipped
from govreport.document import Table

__all__ = ["encoded", "only_picture", "table_picture", "with_pictures"]

#: Room around a table on its picture, in points.
ROOM = 6.0


def table_picture(spec: ReportSpec, number: int, dpi: int = 150) -> Image.Image:
    """The table of that number as a picture; it must stand on one page."""
    pdf = write_pdf(spec)
    tables = [block for block in gr.read(pdf).blocks if isinstance(block, Table)]
    cells = [cell for cell in tables[number].cells if cell.box is not None]
    [page] = {cell.page for cell in cells}
    boxes = [cell.box for cell in cells if cell.box is not None]
    left, top = min(b.x0 for b in boxes) - ROOM, min(b.top for b in boxes) - ROOM
    right, bottom = max(b.x1 for b in boxes) + ROOM, max(b.bottom for b in boxes) + ROOM
    scale = dpi / 72
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[(page or 1) - 1].render(scale=scale, grayscale=True).to_pil()
    picture: Image.Image = drawn.crop(
        tuple(round(side * scale) for side in (left, top, right, bottom))
    )
    return picture


def encoded(picture: Image.Image, format: str = "PNG") -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, format)
    return out.getvalue()


def only_picture(picture: bytes) -> bytes:
    """A Word file of one picture and nothing else."""
    metadata = {"title": "", "source": "", "published": "2020-01-01"}
    parts = _parts(package(PICTURE, metadata))
    return zipped(parts | {"word/media/image1.png": picture})


def with_pictures(
    spec: ReportSpec, pictures: dict[int, bytes], changes: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """The report as a Word file whose tables are pictures: those given, by number, the others with
    nothing to see. ``changes`` are made in the XML of its body."""
    parts = _parts(write_docx(spec, frozenset({Wart.TABLE_AS_PICTURE})))
    body = parts["word/document.xml"].decode()
    before, *behind = body.split('r:embed="rId4"')
    related = ""
    for number, after in enumerate(behind):
        id = f"rIdP{number}" if number in pictures else "rId4"
        before += f'r:embed="{id}"{after}'
    for number, picture in pictures.items():
        target = f"media/picture{number}.png"
        parts[f"word/{target}"] = picture
        related += f'<Relationship Id="rIdP{number}" Type="{R_NS}/image" Target="{target}"/>'
    for old, new in changes:
        assert old in before
        before = before.replace(old, new)
    parts["word/document.xml"] = before.encode()
    relations = "word/_rels/document.xml.rels"
    end = "</Relationships>"
    parts[relations] = parts[relations].decode().replace(end, related + end).encode()
    return zipped(parts)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
