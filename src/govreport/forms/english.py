"""英文名: what the official wordings of a kind's forms are called in English (``english.toml``).

An entry of an edition that says its own ``label_en`` keeps it; what has none in either place has an
empty one, and is shown by its Chinese wording.

>>> from govreport.kinds import kind
>>> english(kind("ogi"))["收到申请数"]
'Applications received'
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from govreport.kinds import ReportKind, kinds
from govreport.kinds.data import parsed
from govreport.model.bilingual import Bilingual

__all__ = ["english", "translated", "worded"]

#: Between the parts of a label.
JOINT = "·"

Data = Mapping[str, Any]


@functools.cache
def english(kind: ReportKind) -> Mapping[str, str]:
    """Return the English names by wording, or by id where a wording says too little."""
    file = kind.folder.joinpath("english.toml")
    if not file.is_file():
        return {}
    return parsed(file.read_text(encoding="utf-8"), f"{kind.id}/english.toml")


def worded(label: str) -> Bilingual:
    """Return an official wording, or several joined by points, in both languages; what has no
    English name is quoted.

    >>> worded("行政复议数量·其他情形数"), worded("转送申请数").en
    (Bilingual(zh='行政复议数量·其他情形数', en='Reviews, other outcomes'), '“转送申请数”')
    """
    names = _all_names()
    if label in names:
        return Bilingual(label, names[label])
    parts = [part for part in label.split(JOINT) if part]
    return Bilingual(label, ", ".join(names.get(part) or f"“{part}”" for part in parts))


@functools.cache
def _all_names() -> Mapping[str, str]:
    return {wording: name for kind in kinds() for wording, name in english(kind).items()}


def translated(edition: Data, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the data of an edition with the English names of its tables, rows, columns and
    dimensions."""
    return {
        **edition,
        "table": [_table(table, names) for table in edition.get("table", ())],
        "dimension": [_dimension(each, names) for each in edition.get("dimension", ())],
    }


def _table(table: Data, names: Mapping[str, str]) -> dict[str, Any]:
    more: dict[str, Any] = {
        "title_en": _of(names, *table.get("titles", ())[:1]),
        "section_en": _of(names, table.get("section", "")),
    }
    rows = [
        {"label_en": _of(names, row.get("id", ""), row.get("label", "")), **row}
        for row in table.get("row", ())
    ]
    columns = [
        {"label_en": _of(names, column.get("id", ""), *column.get("labels", ())[:1]), **column}
        for column in table.get("column", ())
    ]
    given = {"row": rows} if "row" in table else {}
    return {**more, **table, **given, "column": columns}


def _dimension(dimension: Data, names: Mapping[str, str]) -> dict[str, Any]:
    members = {id: names.get(label, "") for id, label in dimension.get("members", {}).items()}
    label = _of(names, dimension.get("label", ""))
    return {"label_en": label, "members_en": members, **dimension}


def _of(names: Mapping[str, str], *keys: str) -> str:
    return next((names[key] for key in keys if key in names), "")
