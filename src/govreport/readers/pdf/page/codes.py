"""The characters of a page's text as pdfium counts them, and the runs in which they were drawn.

pdfium makes up blanks and line ends where it sees gaps, and hyphens where a word was broken; we
look at gaps ourselves.
"""

from __future__ import annotations

import ctypes
import functools
import operator
import re
from collections.abc import Sequence
from itertools import compress, pairwise, repeat
from typing import NamedTuple

from govreport.readers.pdf.page.calls import plain

__all__ = ["MAX_CHARS", "Coded", "coded_text"]

#: A page with more characters than this is cut off there.
MAX_CHARS = 200_000
#: What may be none of the page's characters, or another than it seems: U+FFFE is what pdfium makes
#: of a hyphen that ends a line within a word.
_ODD = re.compile("[\0- \ud800-\udfff\ufffe]")
#: Stands for what is no character.
_NONE = "\0"


class Coded(NamedTuple):
    """The characters of a page, by pdfium's count; ``objects`` are the handles of the text objects
    that they are of.

    Each of the ``runs`` is of one object: where it begins and where it ends. What stands between
    them is no text. ``complete`` is whether these are all.
    """

    text: str
    objects: Sequence[int | None]
    runs: Sequence[tuple[int, int]]
    complete: bool


def coded_text(textpage: ctypes.c_void_p) -> Coded:
    """Return the characters of a text page with this handle."""
    calls = _calls()
    count = calls.count(textpage)
    complete, count = count <= MAX_CHARS, max(0, min(count, MAX_CHARS))
    text = "".join(map(chr, _codes(calls, textpage, count)))
    objects: list[int | None] = list(map(calls.text_object, repeat(textpage), range(count)))
    # An object's characters follow each other; what is no character parts them too.
    cuts = set(compress(range(1, count), map(operator.ne, objects[1:], objects)))
    told = [(odd.start(), _told(calls, textpage, odd.start(), text)) for odd in _ODD.finditer(text)]
    if told:
        chars = list(text)
        for index, char in told:
            chars[index] = char
            if char == _NONE:
                cuts.update((index, index + 1))
        text = "".join(chars)
    bounds = sorted(cuts | {0, count})
    return Coded(
        text, objects, [run for run in pairwise(bounds) if text[run[0]] != _NONE], complete
    )


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
    """What an odd character stands for."""
    code = ord(text[index])
    if code in (0x0A, 0x0D) or calls.generated(textpage, index) == 1:
        return _NONE
    if calls.hyphen(textpage, index) == 1:
        return "-"
    return _plain(code, calls.unicode(textpage, index + 1))


def _plain(code: int, following: int) -> str:
    """The character of a control code, or of a surrogate with the unit that follows it; that was
    then told."""
    if code <= 0x20:
        return chr(code) if code in (0x09, 0x20) else "\ufffd"
    if code >= 0xDC00:
        return _NONE
    if 0xDC00 <= following < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + following - 0xDC00)
    return "\ufffd"
