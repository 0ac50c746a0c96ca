"""Layers (optional content): text that is in the file and not shown, as its layer is off.

pdfium hands out the text of all layers and does not say which of them are on. It does not draw
those that are off, though: what can be left away without a change of the picture is not shown.
"""

from __future__ import annotations

import ctypes
import functools
import time
from collections.abc import Mapping, Sequence
from typing import Any

from govreport.readers.pdf.page.calls import address, plain
from govreport.readers.pdf.page.rendered import render

__all__ = ["hidden_texts", "may_have_layers"]

#: Pixels a point of the pictures that are compared.
SCALE = 1.0
#: More objects in layers than this on a page are looked at in one lot.
MAX_OBJECTS = 100
#: Seconds that the pictures of a page may take; where they would take longer, in one lot, too.
MOST_SECONDS = 3.0
#: A mark that puts what it encloses in a layer.
MARK = "OC"


def may_have_layers(data: bytes) -> bool:
    """Whether a file may have layers: it says so, or what it says is packed."""
    return b"/OCProperties" in data or b"/ObjStm" in data


class _Calls:
    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer = ctypes.c_void_p, ctypes.c_int
        self.count_marks = plain(pdfium.FPDFPageObj_CountMarks, integer, pointer)
        self.mark = plain(pdfium.FPDFPageObj_GetMark, pointer, pointer, ctypes.c_ulong)
        self.name = plain(
            pdfium.FPDFPageObjMark_GetName, integer, pointer, pointer, ctypes.c_ulong, pointer
        )
        self.activate = plain(pdfium.FPDFPageObj_SetIsActive, integer, pointer, integer)
        self.kind = plain(pdfium.FPDFPageObj_GetType, integer, pointer)
        self.buffer = ctypes.create_string_buffer(64)
        self.length = ctypes.c_ulong()


_calls = functools.cache(_Calls)


def hidden_texts(page: Any, texts: Mapping[int, int]) -> frozenset[int]:
    """Return the handles of those of the text objects that are in a layer that is off.

    ``texts`` are the text objects of a pypdfium2 page, those within forms too.
    """
    import pypdfium2.raw as pdfium

    calls = _calls()
    groups: list[tuple[list[int], list[int]]] = [
        ([item], [item]) for item in texts if _in_layer(calls, item)
    ]
    handle = address(page)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = address(pdfium.FPDFPage_GetObject(page, index))
        if item and calls.kind(item) == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _texts_within(pdfium, item, 0)
            if inner:
                groups.append(([item], inner))
    if not groups or handle is None:
        return frozenset()
    started = time.thread_time()
    before = render(page, SCALE).pixels
    needed = (time.thread_time() - started) * len(groups)
    if len(groups) > MAX_OBJECTS or needed > MOST_SECONDS:
        every = ([i for items, _ in groups for i in items], [t for _, ts in groups for t in ts])
        groups = [every]
    hidden: set[int] = set()
    for items, inner in groups:
        if _drawn_without(calls, page, items) == before:
            hidden.update(inner)
    return frozenset(hidden)


def _in_layer(calls: _Calls, item: int) -> bool:
    for index in range(max(0, calls.count_marks(item))):
        mark = calls.mark(item, index)
        length = ctypes.addressof(calls.length)
        if mark and calls.name(mark, ctypes.addressof(calls.buffer), 64, length):
            size = min(calls.length.value, 64)
            if calls.buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0") == MARK:
                return True
    return False


def _texts_within(pdfium: Any, form: int, depth: int) -> list[int]:
    """The text objects of a form, as far down as they are looked for."""
    if depth > 4:
        return []
    handle = ctypes.cast(form, pdfium.FPDF_PAGEOBJECT)
    found: list[int] = []
    for index in range(max(0, pdfium.FPDFFormObj_CountObjects(handle))):
        inner = pdfium.FPDFFormObj_GetObject(handle, index)
        item, kind = address(inner), pdfium.FPDFPageObj_GetType(inner)
        if item and kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.append(item)
        elif item and kind == pdfium.FPDF_PAGEOBJ_FORM:
            found += _texts_within(pdfium, item, depth + 1)
    return found


def _drawn_without(calls: _Calls, page: Any, items: Sequence[int]) -> bytes:
    for item in items:
        calls.activate(item, 0)
    try:
        return render(page, SCALE).pixels
    finally:
        for item in items:
            calls.activate(item, 1)
