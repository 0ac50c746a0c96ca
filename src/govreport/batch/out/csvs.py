"""CSV: a file a table, in UTF-8 with its mark, safe to open in a spreadsheet; alone or in a zip."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO

from govreport.export.safe import inert, visible
from govreport.export.sheets import Sheet, Value

__all__ = ["write_csv", "write_zip"]


def write_csv(path: Path, sheet: Sheet) -> None:
    """Write one table."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        _fill(file, sheet)


def write_zip(
    path: Path, sheets: Iterable[tuple[str, Sheet]], package: Mapping[str, object]
) -> None:
    """Write tables by their names, a file each, and what describes them (``datapackage.json``)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, sheet in sheets:
            with archive.open(f"{name}.csv", "w", force_zip64=True) as raw:
                text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
                _fill(text, sheet)
                text.flush()
                text.detach()
        archive.writestr("datapackage.json", json.dumps(package, ensure_ascii=False, indent=2))


def _fill(file: IO[str], sheet: Sheet) -> None:
    writer = csv.writer(file)
    writer.writerow(sheet.heads)
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return inert(visible(value))
    if isinstance(value, list | tuple):
        return inert(visible("；".join(map(str, value))))
    return str(value)
