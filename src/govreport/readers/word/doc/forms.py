"""What fields of a form show: lists and check boxes keep it beside the text ([MS-DOC] 2.9.78)."""

from __future__ import annotations

from govreport.readers.word.doc.file import u16, u32

__all__ = ["form_value"]

_CHECK_BOX, _LIST, _UNCHOSEN = 1, 2, 25
_MOST_ENTRIES = 100


def form_value(data: bytes, place: int) -> str:
    """Return what a list or a check box shows, whose definition stands at a place of the data
    stream (NilPICFAndBinData); ``""`` for other fields and damaged ones."""
    start, end = place + u16(data, place + 4), place + u32(data, place)
    form = data[start:end]
    if end > len(data) or len(form) < 10 or u32(form, 0) != 0xFFFFFFFF:
        return ""
    kind, chosen = form[4] & 3, form[4] >> 2 & 0x1F
    at = _behind(form, 10)
    if kind not in (_CHECK_BOX, _LIST):
        return ""
    if chosen == _UNCHOSEN:
        chosen = u16(form, at)
    if kind == _CHECK_BOX:
        return "☒" if chosen else "☐"
    at += 2
    for _ in range(5):  # format, help, status, and the macros
        at = _behind(form, at)
    entries = _entries(form, at)
    return entries[chosen] if chosen < len(entries) else ""


def _behind(form: bytes, at: int) -> int:
    """Where the string ends that begins there: its length, characters, and a zero."""
    return at + 2 + 2 * u16(form, at) + 2


def _entries(form: bytes, at: int) -> list[str]:
    """A table of strings (STTB) of two bytes a character."""
    entries = []
    count = u16(form, at + 2)
    at += 6
    for _ in range(min(count, _MOST_ENTRIES)):
        length = u16(form, at)
        entries.append(form[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace"))
        at += 2 + 2 * length
    return entries
