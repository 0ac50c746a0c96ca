"""The font that stands in for those that a PDF names and does not bring.

pdfium leaves out a line of one character where the font has no glyph for it, such as the only
digit of a cell, and where it looks for fonts differs between machines and takes longer than the
reading. So it is given one font for all: a box for every character (``stand_in.ttf``, made by
``tests/support/stand_in_font.py``).
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
from collections.abc import Iterator
from importlib import resources
from typing import Any

__all__ = ["stand_in_fonts"]

#: pdfium brings these itself, with the widths that files leave out.
BUILT_IN = (b"Arial", b"Courier", b"Helvetica", b"Symbol", b"Times", b"ZapfDingbats")
_NAME = b"StandIn\0"
_ANSI, _DEFAULT = 0, 1


@contextlib.contextmanager
def stand_in_fonts() -> Iterator[None]:
    """Have pdfium use the stand-in, and afterwards the machine's fonts again, for other users."""
    import pypdfium2.raw as pdfium

    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_info()))
    if _lent:
        # It has just been given up; what it held is freed already.
        pdfium.FPDF_FreeDefaultSystemFontInfo(_lent.pop())
    try:
        yield
    finally:
        _lent.append(pdfium.FPDF_GetDefaultSystemFontInfo())
        pdfium.FPDF_SetSystemFontInfo(_lent[-1])


#: The machine's fonts, where pdfium has been given them back.
_lent: list[Any] = []


@functools.cache
def _info() -> Any:
    import pypdfium2.raw as pdfium

    font = resources.files(__package__).joinpath("stand_in.ttf").read_bytes()

    def copy(data: bytes, buffer: int | None, size: int) -> int:
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def find(
        this: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, _: Any
    ) -> int:
        name = ctypes.string_at(face) if face else b""
        return 0 if charset == _ANSI and name.startswith(BUILT_IN) else 1

    def data(this: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        return 0 if table else copy(font, ctypes.cast(buffer, ctypes.c_void_p).value, size)

    def name(this: Any, handle: Any, buffer: Any, size: int) -> int:
        return copy(_NAME, ctypes.cast(buffer, ctypes.c_void_p).value, size)

    info = pdfium.FPDF_SYSFONTINFO()
    types = dict(info._fields_)
    info.version = 1
    info.MapFont = types["MapFont"](find)
    info.GetFontData = types["GetFontData"](data)
    info.GetFaceName = types["GetFaceName"](name)
    info.GetFontCharset = types["GetFontCharset"](lambda this, handle: _DEFAULT)
    return info
