"""The characters of a page's text as pdfium counts them, and the objects of which they are.

pdfium makes up blanks and line ends where it sees gaps, and hyphens where a word was broken; we
look at gaps ourselves.
"""

from __future__ import annotations

import ctypes
import functools
import re
import sys
from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

from govreport.readers.pdf.page.calls import plain

__all__ = ["MAX_CHARS", "Coded", "Stretch", "coded_text"]

#: A page with more characters than this is cut off there.
MAX_CHARS = 200_000
#: The units in which pdfium hands out text.
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
#: What may be none of the page's characters, or another than it seems: U+FFFE is what pdfium makes
#: of a hyphen that ends a line within a word.
_ODD = re.compile("([\r\n]+)|[\0- \ud800-\udfff\ufffe]")


#: The handle of a text object, and where characters of it begin and end in a text.
Stretch = tuple[int | None, int, int]


class Coded(NamedTuple):
    """The characters of a page, each with pdfium's index and the handle of the text object that it
    is of. ``complete`` is whether these are all."""

    text: str
    indices: Sequence[int]
    objects: Sequence[int | None]
    complete: bool

    def stretches(self) -> list[Stretch]:
        """The objects with where their characters begin and end in the text."""
        changes = zip(self.objects, self.objects[1:], strict=False)
        starts = [n for n, (one, other) in enumerate(changes, start=1) if one != other]
        bounds = pairwise([0, *starts, len(self.objects)] if self.objects else [])
        return [(self.objects[start], start, end) for start, end in bounds]


def coded_text(textpage: ctypes.c_void_p) -> Coded:
    """Return the characters of a text page with this handle."""
    calls = _calls()
    count = calls.count(textpage)
    complete, count = count <= MAX_CHARS, max(0, min(count, MAX_CHARS))
    text = _text(calls, textpage, count)
    found: list[str] = []
    indices: list[int] = []
    last = 0
    for odd in _ODD.finditer(text):
        index = odd.start()
        # Line ends are none of the page's characters, and the most of what is odd.
        char = "" if odd[1] else _told(calls, textpage, index, text)
        found += text[last:index], char
        indices += range(last, index + len(char))
        last = odd.end()
    found.append(text[last:])
    indices += range(last, count)
    objects = list(map(calls.text_object, repeat(textpage), indices))
    return Coded("".join(found), indices, objects, complete)


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


def _text(calls: _Calls, textpage: ctypes.c_void_p, count: int) -> str:
    """The codes of the characters as they are; surrogates are two."""
    buffer = (ctypes.c_ushort * (count + 1))()
    # All at once where the text has one unit for each character, which is nearly always.
    if calls.all_units(textpage, 0, count, ctypes.addressof(buffer)) == count + 1:
        text = bytes(buffer)[: 2 * count].decode(_UTF16, "surrogatepass")
        return text if len(text) == count else "".join(map(chr, buffer[:count]))
    return "".join(map(chr, map(calls.unicode, repeat(textpage), range(count))))


def _told(calls: _Calls, textpage: ctypes.c_void_p, index: int, text: str) -> str:
    """What an odd character stands for, nothing where it is none of the page's."""
    code = ord(text[index])
    if calls.generated(textpage, index) == 1:
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
