"""``issuers.csv``: which names were taken for one organ and why; to be changed and given back.

A row a name: ``name`` as the reports write it, ``region`` as they or their paths complete it,
``group`` the organ it was given to, by its id, and ``organ`` what that is called, ``why`` in words.
Given back with ``--issuers``, only the first three count: ``region`` may be missing or empty, which
is any; an empty ``group`` is no organ, and one may be called by its name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from govreport.batch.organs.groups import Choice
from govreport.batch.organs.names import Why
from govreport.batch.store.tables import StoreError
from govreport.export.safe import inert, one_line
from govreport.zh.text import squeeze

__all__ = ["Chosen", "Line", "read_choices", "to_csv"]

#: Groups by name and region.
Chosen = Mapping[tuple[str, str], str | None]

WHY: Mapping[Why, str] = {
    Why.NAME: "名称本身",
    Why.REPORT: "同一份报告里有全称",
    Why.PATH: "路径里写明",
    Why.ARCHIVE: "存档里只有这一个机关可以这样简称",
    Why.RENAMED: "后来改名，是同一个机关",
    Why.SUCCESSOR: "由合并或分设而来，不接续前身（见 others）",
    Why.FILE: "由 --issuers 指定",
    Why.AMBIGUOUS: "简称可指多个机关，不归并，不作跨年核对",
    Why.REPEATED: "没有地名，同一年度有多份报告，不归并，不作跨年核对",
    Why.UNNAMED: "没有机关名称",
}


@frozen
class Line:
    """A name with its choice, what that organ is ``called``, and how many reports for which years
    bear it."""

    name: str
    region: str
    choice: Choice
    called: str
    reports: int
    first_year: int | None
    last_year: int | None


def to_csv(lines: Iterable[Line]) -> str:
    """Return the file's text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("name", "region", "group", "organ", "why", "others", "reports", "years"))
    for line in lines:
        years = {str(year) for year in (line.first_year, line.last_year) if year is not None}
        group = line.choice.group or ""
        said = (line.name, line.region, group, line.called, WHY[line.choice.why])
        others = "、".join(line.choice.others)
        writer.writerow((*map(_cell, said), _cell(others), line.reports, "–".join(sorted(years))))
    return out.getvalue()


def read_choices(path: Path) -> Chosen:
    """Return the groups that a file sets.

    Raises:
        StoreError: it cannot be read or contradicts itself; the hint says what is wanted.
    """
    hint = "a CSV with the columns name and group, as issuers.csv in the store"
    try:
        text = _decoded(path.read_bytes())
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        detail = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreError(f"cannot be read: {detail}", path=str(path), hint=hint) from error
    if rows and not {"name", "group"} <= rows[0].keys():
        raise StoreError("no columns name and group", path=str(path), hint=hint)
    chosen: dict[tuple[str, str], str | None] = {}
    for number, row in enumerate(rows, 2):
        name, region, group = (_plain(row.get(key)) for key in ("name", "region", "group"))
        key = name, region
        if chosen.setdefault(key, group or None) != (group or None):
            detail = f"line {number}: {name} {region} again, with another group"
            raise StoreError(one_line(detail), path=str(path), hint="leave one of the two")
    return chosen


def _decoded(data: bytes) -> str:
    """As UTF-8, or as spreadsheets in China write it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _cell(text: str) -> str:
    return inert(one_line(text))


def _plain(cell: str | None) -> str:
    return squeeze((cell or "").removeprefix("'")).text
