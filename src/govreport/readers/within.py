"""What of a text or of a document is within the limits: of what is more, nothing or the beginning.

A beginning ends with a line, a block or an element: no number in it is cut in two.
"""

from __future__ import annotations

import itertools

import regex

from govreport.document import Block, Document, Picture, Table
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.work import leave_rest, rest_left, room, take
from govreport.record import evolve
from govreport.zh.patterns import lazy_pattern

__all__ = ["document_within", "page_within", "text_within"]

_NUMBER = lazy_pattern(r"[\p{Nd}\p{Nl}零〇○一二三四五六七八九十百千万亿两]++")
_LINE = lazy_pattern(r"\n")
#: The last end of an element behind which a page can be cut.
_LAST_END = lazy_pattern(r"(?r)</(?:p|tr|table|div|li|h[1-6])\s*+>|<br\s*+/?+>", regex.I)


def document_within(document: Document) -> Document:
    """Return a document with as many of its blocks as are within the limits.

    Raises:
        LimitExceeded: not all are, and a part is not wanted.
    """
    blocks: list[Block] = []
    with rest_left():
        for block in document.blocks:
            _count(block)
            blocks.append(block)
    whole = len(blocks) == len(document.blocks)
    return document if whole else evolve(document, blocks=tuple(blocks))


def _count(block: Block) -> None:
    take("blocks")
    if isinstance(block, Picture):
        return
    if isinstance(block, Table):
        take("cells", len(block.cells))
        texts = [cell.text for cell in block.cells]
    else:
        texts = [block.text]
    take("characters", sum(map(len, texts)))
    # No number goes over a line.
    take("figures", len(_NUMBER.findall("\n".join(texts))))


def text_within(text: str, limits: Limits) -> str:
    """Return the lines of a plain text that are within the limits of characters, of figures, and,
    as so many blocks, of lines.

    Raises:
        LimitExceeded: not all are, and a part is not wanted.
    """
    most = room("characters", limits.characters)
    if len(text) > most:
        leave_rest(LimitExceeded.of("characters", limits.characters))
        text = text[: text.rfind("\n", 0, most) + 1]
    for what, most, thing in (
        ("blocks", room("blocks", limits.blocks), _LINE),
        ("figures", room("figures", limits.figures), _NUMBER),
    ):
        beyond = next(itertools.islice(thing.finditer(text), most, None), None)
        if beyond is not None:
            leave_rest(LimitExceeded.of(what, getattr(limits, what)))
            text = text[: text.rfind("\n", 0, beyond.start()) + 1]
    return text


def page_within(page: str, limits: Limits) -> str:
    """Return the beginning of a page of HTML that is within the limit of elements.

    Raises:
        LimitExceeded: not all is, and a part is not wanted.
    """
    count = page.count("<") - page.count("</")
    most = room("elements", limits.elements)
    if count <= most:
        take("elements", count)
        return page
    leave_rest(LimitExceeded.of("elements", limits.elements))
    at, left = -1, most
    while left >= 0:
        at = page.find("<", at + 1)
        left -= not page.startswith("</", at)
    end = _LAST_END.search(page, 0, at)
    return page[: end.end()] if end is not None else ""
