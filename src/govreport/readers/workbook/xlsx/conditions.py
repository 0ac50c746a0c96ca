"""Conditional formats of a sheet, those of its extensions too (ISO/IEC 29500-1, 18.3.1.18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec.structs import replace

from govreport.readers.workbook.conditions import Change, Rule, Rules, Test
from govreport.readers.workbook.page import Merge
from govreport.readers.workbook.xlsx.references import area
from govreport.readers.workbook.xlsx.styles import read_change

__all__ = ["read_rules"]

_FORMATS = "{*}conditionalFormatting"
_EXTENSIONS = "{*}extLst/{*}ext/{*}conditionalFormattings"
_NOTHING = Change()


def read_rules(root: etree._Element, changes: Sequence[Change]) -> Rules:
    """The rules of a sheet's part; ``changes``: those of the styles that rules name by number."""
    rules = [
        rule
        for part in (root, *root.iterfind(_EXTENSIONS))
        for formats in part.iterchildren(_FORMATS)
        for element in formats.iterchildren("{*}cfRule")
        if (rule := _rule(element, _areas(formats), changes)) is not None
    ]
    return Rules(rules)


def _areas(formats: etree._Element) -> tuple[Merge, ...]:
    written = formats.get("sqref") or formats.findtext("{*}sqref") or ""
    return tuple(found for part in written.split() if (found := area(part)) is not None)


def _rule(
    element: etree._Element, areas: tuple[Merge, ...], changes: Sequence[Change]
) -> Rule | None:
    index = element.get("dxfId") or ""
    own = element.find("{*}dxf")
    change = _NOTHING
    if own is not None:
        change = read_change(own)
    elif index.isascii() and index.isdigit() and len(index) < 7 and int(index) < len(changes):
        change = changes[int(index)]
    if any(shown.get("showValue") in ("0", "false") for shown in element.iter(etree.Element)):
        change = replace(change, bare=True)
    if change == _NOTHING:
        return None
    test = None
    if element.get("type") == "cellIs":
        test = Test(element.get("operator") or "lessThan", tuple(_numbers(element)))
    return Rule(areas, change, test)


def _numbers(element: etree._Element) -> Iterator[float]:
    """The numbers that it compares with; none where one of them is a formula."""
    try:
        yield from [float(e.text or "") for e in element.iter("{*}formula", "{*}f")]
    except ValueError:
        return
