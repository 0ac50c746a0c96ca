"""The characters of a page's text as pdfium counts them, and the objects of which they are.

pdfium makes up blanks and line ends where it sees gaps, and hyphens where a word was broken; we
look at gaps ourselves.
"""

from __future__ import annotations

import ctypes
import functools
import re
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from govreport.readers.pdf.page.calls import plain

__all__ = ["MAX_CHARS", "Coded", "coded_text"]

#: A page with more characters than this is cut off there.
MAX_CHARS = 200_000
#: What may be none of the page's characters, or another than it seems: U+FFFE is what pdfium makes
#: of a hyphen that ends a line within a word.
_ODD = re.compile("[\0- \ud800-\udfff\ufffe]")


class Coded(NamedTuple):
    """The characters of a page, each with pdfium's index and the handle of the text object that it
    is of. ``complete`` is whether these are all."""

    text: str
    indices: Sequence[int]
    objects: Sequence[int | None]
    complete: bool

    def firsts(self) -> dict[int | None, int]:
        """The index of the first character of each object, in their order."""
        found = dict(zip(reversed(self.objects), reversed(self.indices), strict=True))
        return {key: found[key] for key in dict.fromkeys(self.objects)}


def coded_text(textpage: ctypes.c_void_p) -> Coded:
    """Return the characters of a text page with this handle."""
    calls = _calls()
    count = calls.count(textpage)
    complete, count = count <= MAX_CHARS, max(0, min(count, MAX_CHARS))
    text = "".join(map(chr, _codes(calls, textpage, count)))
    chars = list(text)
    for odd in _ODD.finditer(text):
        chars[odd.start()] = _told(calls, textpage, odd.start(), text)
    indices = [index for index, char in enumerate(chars) if char]
    objects = list(map(calls.text_object, repeat(textpage), indices))
    return Coded("".join(chars), indices, objects, complete)


class _Calls:
    """The calls made for every character. The first two are handed the text page as a pointer, and
    so can do without a check of what else they are handed."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer = ctypes.c_void_p, ctypes.c_int
        by_index = (pointer, integer)
        self.text_object = plain(pdfium.FPDFText_GetTextObject, pointer)
        self.unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
        self.count = plain(pdfium.FPDFText_CountChars, integer, pointer)
        self.all_units = plain(pdfium.FPDFText_GetText, integer, *by_index, integer, pointer)
        self.hyphen = plain(pdfium.FPDFText_IsHyphen, integer, *by_index)
        self.generated = plain(pdfium.FPDFText_IsGenerated, integer, *by_index)


_calls = functools.cache(_Calls)


def _codes(calls: _Calls, textpage: ctypes.c_void_p, count: int) -> Sequence[int]:
    """The code of each character."""
    buffer = (ctypes.c_ushort * (count + 1))()
    # All at once where the text has one unit for each character, which is nearly always.
    if calls.all_units(textpage, 0, count, ctypes.addressof(buffer)) == count + 1:
        return buffer[:count]
    return list(map(calls.unicode, repeat(textpage), range(count)))


def _told(calls: _Calls, textpage: ctypes.c_void_p, index: int, text: str) -> str:
    """What an odd character stands for, nothing where it is none of the page's."""
    code = ord(text[index])
    if code in (0x0A, 0x0D) or calls.generated(textpage, index) == 1:
        return ""
    if calls.hyphen(textpage, index) == 1:
        return "-"
    return _plain(code, calls.unicode(textpage, index + 1))


def _plain(code: int, following: int) -> str:
    """The character of a control code, or of a surrogate with the unit that follows it; that was
    then told."""
    if code <= 0x20:
        return chr(code) if code in (0x09, 0x20) else "\ufffd"
    if code >= 0xDC00:
        return ""
    if 0xDC00 <= following < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + following - 0xDC00)
    return "\ufffd"
