"""A reader plug-in, as another distribution would bring it: a type of file that nobody knew."""

from __future__ import annotations

from pathlib import Path

__all__ = ["install", "sealed"]

_MODULE = """
from govreport.document import Document, Paragraph
from govreport.readers.filetype import FileType, Said

SEALED = b"SEALED/1\\n"
FILE_TYPES = FileType(
    id="sealed",
    name=Said("封存文本", "a sealed text"),
    endings=("seal",),
    reader="sealed_reader",
    signatures=(SEALED,),
)


def read(data, limits):
    lines = data.removeprefix(SEALED).decode()[::-1].split("\\n")
    return Document(format="sealed", blocks=tuple(Paragraph(text=line) for line in lines))
"""


def install(folder: Path, *, version: str = "1.0", value: str = "sealed_reader:FILE_TYPES") -> None:
    """Write the distribution into a folder, which stands for a place of installed packages."""
    (folder / "sealed_reader.py").write_text(_MODULE)
    about = folder / f"govreport_sealed-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: govreport-sealed\nVersion: {version}\n"
    )
    (about / "entry_points.txt").write_text(f"[govreport.readers]\nsealed = {value}\n")


def sealed(text: str) -> bytes:
    """A file of the invented type: its text stands in it backwards."""
    return b"SEALED/1\n" + text[::-1].encode()
