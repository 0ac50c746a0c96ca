"""What a page says of itself: ``<meta>`` tags, and the table or line of particulars (信息索引).

>>> pairs("发布日期：2020-01-31　来源：云浦区科技局")
[('发布日期', '2020-01-31'), ('来源', '云浦区科技局')]
>>> pairs("来源于日常工作的信息：共3条。") is None
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from govreport.document import Block, Cell, Paragraph, Table
from govreport.readers.html.furniture import is_furniture
from govreport.record import evolve
from govreport.zh.page import any_label, label_keys
from govreport.zh.patterns import lazy_pattern

__all__ = ["meta_tags", "noted", "pairs", "table_pairs", "take_particulars"]

_META = {
    "articletitle": "title",
    "author": "author",
    "columnname": "column",
    "contentsource": "source",
    "description": "description",
    "keywords": "keywords",
    "pubdate": "published",
    "publishdate": "published",
    "sheets": "sheets",
    "sitename": "site",
}
_KEYS = label_keys()
#: A table is one of particulars only if it has one of these.
_STRONG = frozenset(["index_number", "publisher", "document_number", "created", "written"])
_PAIR = lazy_pattern(rf"[【\[]?({any_label(_KEYS)})[\s\xa0]{{0,6}}[】\]]?[\s\xa0]{{0,3}}[:：]")
_BLANKS = lazy_pattern(r"[\s\xa0\u200b]++")
_LONGEST_LINE = 400
_LONGEST_VALUE = 120
_MOST_CELLS = 60

#: A label and its value.
Particular = tuple[str, str]
#: How far from the ends of an article a line of particulars may stand.
_NEAR_TOP, _NEAR_END = 8, 5


def meta_tags(root: etree._Element) -> dict[str, str]:
    """The ``<meta>`` tags that government sites are to set (国办发〔2017〕47号), as written."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = _META.get((element.get("name") or "").strip().lower())
        value = (element.get("content") or "").strip()
        if key and value:
            found = noted(found, [(key, value)])
    return found


def noted(metadata: Mapping[str, str], particulars: Iterable[Particular]) -> dict[str, str]:
    """Return metadata with particulars under their keys; what the page says otherwise elsewhere,
    under its label."""
    found = dict(metadata)
    for label, told in particulars:
        value = told.strip()
        if value and found.setdefault(_KEYS.get(label, label), value) != value:
            found.setdefault(label, value)
    return found


def pairs(text: str) -> list[tuple[str, str]] | None:
    """Read a line that consists of labels and values only; ``None`` if it is another line."""
    text = text.strip()
    if len(text) > _LONGEST_LINE or not ("：" in text or ":" in text):
        return None
    found = list(_PAIR.finditer(text))
    if not found or found[0].start():
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    read = []
    for match, end in zip(found, ends, strict=True):
        value = _value(text[match.end() : end])
        if len(value) > _LONGEST_VALUE or "。" in value:
            return None
        read.append((_BLANKS.sub("", match[1]), value))
    return read


def _value(text: str) -> str:
    """A value without the buttons behind it."""
    words = text.split()
    kept = len(words)
    while kept and is_furniture(words[kept - 1]):
        kept -= 1
    return text.strip(" \t\r\n\xa0\u3000|【[") if kept == len(words) else " ".join(words[:kept])


def table_pairs(table: Table) -> list[tuple[str, str]] | None:
    """Read a table of particulars; ``None`` if it is another table."""
    if not 2 <= len(table.cells) <= _MOST_CELLS:
        return None
    if any(len(cell.text) > _LONGEST_LINE for cell in table.cells):
        return None
    labels = {_KEYS[label] for cell in table.cells if (label := _label(cell.text)) in _KEYS}
    labels |= {_KEYS[label] for cell in table.cells for label, _ in pairs(cell.text) or ()}
    if len(labels) < 2 or not labels & _STRONG:
        return None
    read: list[tuple[str, str]] = []
    for row in table.rows():
        read.extend(_row_pairs(row))
    return read


def _label(text: str) -> str:
    return _BLANKS.sub("", text).strip("：:【】[]")


def _row_pairs(row: Sequence[Cell]) -> Iterable[tuple[str, str]]:
    label = ""
    for cell in row:
        whole = pairs(cell.text)
        if whole and any(value for _, value in whole):
            if label:
                yield label, ""
            yield from whole
            label = ""
        elif label and _label(cell.text) not in _KEYS:
            yield label, cell.text
            label = ""
        else:
            label = _label(cell.text)
    if label:
        # A cell with neither label nor value beside it must not be lost.
        yield ("particulars", label) if label not in _KEYS else (label, "")


def take_particulars(
    blocks: Sequence[Block], *, lines_anywhere: bool
) -> tuple[tuple[Block, ...], list[Particular]]:
    """Part tables and lines of particulars from the rest; furniture is in neither.

    In an article, lines are taken only near its ends (``lines_anywhere`` false).
    """
    hosts = {block.within[0] for block in blocks if isinstance(block, Table) and block.within}
    kept: list[Block] = []
    found: list[Particular] = []
    places: dict[int, int] = {}
    awaiting = ""
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and is_furniture(block.text):
            continue
        read: list[Particular] | None = None
        if isinstance(block, Table):
            read = table_pairs(block) if index not in hosts else None
            if read is None and lines_anywhere:
                # What frames an article is often laid out with tables.
                found += (pair for cell in block.cells for pair in pairs(cell.text) or ())
        elif isinstance(block, Paragraph):
            near = index < _NEAR_TOP or index >= len(blocks) - _NEAR_END
            read = _line_pairs(block.text, awaiting, look=near or lines_anywhere)
        awaiting = ""
        if read is None:
            places[index] = len(kept)
            kept.append(block)
            continue
        if lines_anywhere and not read[-1][1]:
            awaiting = read[-1][0]
        found += (pair for pair in read if not is_furniture(pair[1]))
    return tuple(_moved(block, places) for block in kept), found


def _line_pairs(text: str, awaiting: str, *, look: bool) -> list[Particular] | None:
    """The particulars of a line; ``awaiting`` is the label of the line above that had no value."""
    read = pairs(text) if look else None
    if read is None and awaiting and len(text) <= _LONGEST_VALUE:
        # <dt>索引号：</dt><dd>…</dd>
        return [(awaiting, text)]
    return read


def _moved(block: Block, places: Mapping[int, int]) -> Block:
    """A block whose host has another place among those that are kept."""
    if isinstance(block, Table) and block.within:
        return evolve(block, within=(places[block.within[0]], *block.within[1:]))
    return block
