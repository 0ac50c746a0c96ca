"""Text tables whose cells stand against each other: label, unit and figure without a gap.

A line is cut where a unit and nothing but a figure end it, and only among others of that shape.

>>> glued(["统计指标单位统计数", "收到申请数件45", "按时办结数件4"], 0, 0).rows
(('统计指标', '单位', '统计数'), ('收到申请数', '件', '45'), ('按时办结数', '件', '4'))
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from govreport.readers.text.cells import LABEL_LENGTH, is_form_field, is_label, plain
from govreport.readers.text.rows import Found, follow, joined
from govreport.zh.patterns import lazy_pattern
from govreport.zh.tables import table_words
from govreport.zh.text import any_of
from govreport.zh.units import table_units

__all__ = ["glued"]

#: Rows that a table needs, without headings and below them.
LEAST_ROWS = 3
LEAST_HEADED = 1

_UNITS = any_of(table_units())
_NONE = any_of(table_words().not_applicable)
_UNIT_HEADS = any_of(table_words().units)
_HEADING = lazy_pattern(rf"\s*+(\p{{Han}}{{2,6}}?)({_UNIT_HEADS})(\p{{Han}}{{2,4}})\s*+")
_ROW = lazy_pattern(
    rf"""
    (?P<label> .{{2,{LABEL_LENGTH}}}? (?<=[\p{{Han}}）)]) )
    (?: (?P<unit> {_UNITS} ) (?P<figure> -? \d++ (?:,\d{{3}})*+ (?:\.\d++)? | {_NONE} )
      | (?P<dash> [-—–―]{{2,}}+ )
    )
    \s*+
    """,
    regex.VERBOSE,
)


def glued(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Rows of label, unit and figure with nothing between them, below headings or by themselves."""
    heading = _heading(lines[at])
    if not heading and not _row(lines[at]):
        return None
    run = follow(lines, at, lambda n: 3 if n == at or _row(lines[n]) else 0)
    cells = {n: _row(lines[n]) or heading for n in run.rows}
    complete = sum(bool(cells[n][2]) and not _heading(lines[n]) for n in run.rows)
    if complete < (LEAST_HEADED if heading else LEAST_ROWS):
        return Found(at, run.end)
    return joined(run, lines, cells)


def _heading(line: str) -> list[str]:
    found = _HEADING.fullmatch(plain(line[:LABEL_LENGTH]))
    return list(found.groups()) if found else []


def _row(line: str) -> list[str]:
    """Cut ``label条45`` or ``label——``, the latter a group row; ``[]`` if it is neither."""
    if not is_label(line) or is_form_field(line):
        return []
    found = _ROW.fullmatch(plain(line))
    if found is None:
        return []
    # Folding may change how long a text is: cut the line itself from its end.
    end = len(found["dash"] or found["figure"])
    text = line.rstrip()
    figure, text = text[-end:], text[:-end]
    unit = found["unit"] or ""
    label = text.removesuffix(unit)
    return [label, figure, ""] if found["dash"] else [label, unit, figure]
