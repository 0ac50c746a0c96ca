"""What the audit of a region says, in words, as JSON and as a frame.

The words are those of the page and of the terminal too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from govreport.export.columns import ColumnType
from govreport.export.json import plain
from govreport.export.language import Language, said
from govreport.export.points import frame_of_rows
from govreport.export.values import Value, floating

if TYPE_CHECKING:
    import pandas

    from govreport.batch.store.cells import Cell, Explanation
    from govreport.batch.store.region import Missing
    from govreport.batch.store.rollup import RollUp

__all__ = [
    "NO_REPORT",
    "STATUSES",
    "absent",
    "coverage",
    "explained",
    "label",
    "notes",
    "to_data",
    "to_frame",
]

#: What comes of a cell.
STATUSES: Mapping[str, str] = {
    "equal": "相符",
    "differs": "不符",
    "doubtful": "存疑",
    "open": "未定",
    "unknown": "无从核对",
}
NO_REPORT = "没有这个地区的报告"

#: What a difference comes from, where it is just that, and where it may be.
_CAUSES: Mapping[tuple[str, bool], str] = {
    ("missing", True): "正好是缺报告的{organs}在 {year} 年度的数 {value}",
    ("outside", True): "正好是不在汇总之列的{organs}的数 {value}",
    ("system", True): "{organs}汇总了本系统，其中的数 {value} 重复计入",
    ("system", False): "{organs}汇总了本系统，其数 {value} 中可能有重复",
}
_TYPES: Mapping[str, ColumnType] = {
    "id": "text",
    "label": "text",
    "dimensions": "text",
    "unit": "text",
    "value": "figure",
    "sum": "figure",
    "difference": "figure",
    "number": "number",
    "organs": "integer",
    "status": "text",
    "note": "text",
}


def coverage(found: RollUp, lang: Language = "zh") -> str:
    """Return how many of the organs are known: 应有 38 个机关，有报告的 31 个."""
    words = "应有 {expected} 个机关，有报告的 {known} 个"
    return said(words, lang, expected=found.expected, known=len(found.known))


def absent(each: Missing, lang: Language = "zh") -> str:
    """Return how an organ without a report is named, with the years of which there are some."""
    if not each.years:
        return said("{name}（没有它的政府的报告）", lang, name=each.name)
    words = "{name}（有 {first}–{last} 年度的）"
    words = words if each.certain else "{name}（有 {first}–{last} 年度的，这一年未必有此机关）"
    return said(words, lang, name=each.name, first=each.years[0], last=each.years[-1])


def explained(each: Explanation, lang: Language = "zh") -> str:
    """Return what a difference comes from."""
    organs = said("、", lang).join(each.organs)
    words = _CAUSES[each.cause, each.fits]
    return said(words, lang, organs=organs, year=each.year, value=f"{each.value:,}")


def notes(found: RollUp, cell: Cell, lang: Language = "zh") -> list[str]:
    """Return what is to be said of a cell: explanations, and who states no number."""
    texts = [explained(each, lang) for each in cell.explanations]
    if cell.without and cell.difference != 0:
        names = said("、", lang).join(found.organs[id].name for id in cell.without)
        texts.append(said("没有数的：{organs}", lang, organs=names))
    return texts


def label(found: RollUp, cell: Cell, lang: Language = "zh") -> str:
    """Return what a cell is called."""
    name = found.called(cell)
    return name.zh if lang == "zh" else name.en


def to_data(found: RollUp, lang: Language = "zh") -> dict[str, object]:
    """Return it as JSON-safe data."""
    report = found.report
    return {
        "region": list(found.region),
        "year": found.year,
        "report_kind": found.kind,
        "edition": found.edition,
        "report": None
        if report is None
        else {
            "organ": report.organ,
            "scope": report.scope.value,
            "path": report.path,
            "sha256": report.sha256,
        },
        "coverage": {
            "known": [{"id": each.id, "name": each.name} for each in found.known],
            "expected": found.expected,
            "missing": [
                {
                    "id": each.id,
                    "name": each.name,
                    "years": list(each.years),
                    "certain": each.certain,
                }
                for each in found.missing
            ],
            "outside": [{"id": each.id, "name": each.name} for each in found.outside],
        },
        "cells": [_cell(found, each, lang) for each in found.cells],
        "findings": [plain(each) for each in found.findings],
    }


def to_frame(found: RollUp) -> pandas.DataFrame:
    """Return a row a cell."""
    rows: list[Mapping[str, Value]] = [
        {
            "id": each.metric.id,
            "label": label(found, each),
            "dimensions": " ".join(f"{name}={of}" for name, of in each.metric.dimensions.items()),
            "unit": each.metric.unit,
            "value": each.value,
            "sum": each.sum,
            "difference": each.difference,
            "number": floating(each.difference),
            "organs": len(each.shares),
            "status": each.status.value,
            "note": "；".join(notes(found, each)),
        }
        for each in found.cells
    ]
    return frame_of_rows(_TYPES, rows)


def _cell(found: RollUp, each: Cell, lang: Language) -> dict[str, object]:
    def number(value: object) -> object:
        return None if value is None else plain(value)  # type: ignore[arg-type]

    return {
        "id": each.metric.id,
        "dimensions": dict(each.metric.dimensions),
        "label": label(found, each, lang),
        "unit": each.metric.unit,
        "value": number(each.value),
        "sum": number(each.sum),
        "difference": number(each.difference),
        "status": each.status.value,
        "shares": {id: number(value) for id, value in each.shares.items()},
        "without": list(each.without),
        "explanations": [
            {
                "cause": one.cause,
                "organs": list(one.organs),
                "value": number(one.value),
                "year": one.year,
                "fits": one.fits,
                "text": explained(one, lang),
            }
            for one in each.explanations
        ],
    }
