"""The reports themselves: from the JSON of a store that keeps it, else read again from the archive.

What is read again must be what was read: the bytes have the hash that the store says. Where
neither is at hand, there is no report, and a page shows what the tables say.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from attrs import define, evolve, field, frozen

from govreport.batch.store.tables import JSONL
from govreport.batch.walk.archive import Stamp, open_local
from govreport.batch.walk.contents import entries_of
from govreport.batch.walk.entries import Found
from govreport.errors import GovReportError
from govreport.export.html.boxes import draw_page, sizes
from govreport.export.html.crops import Crop, crops
from govreport.export.html.drawn import has_pages
from govreport.intake.containers.formats import Bounds
from govreport.intake.source import Input
from govreport.intake.wrapped import of_hash
from govreport.model import Report
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.serve.data import Data, Row
from govreport.serve.tabled import from_tables

__all__ = ["Original", "Originals"]

T = TypeVar("T")

#: Reports and files that are kept at hand.
KEPT = 24


@frozen
class Original:
    """A report of a store; it ``is_whole`` where its JSON or its file was at hand, else it has what
    the tables say. ``row`` is what ``reports`` says of it."""

    row: Row
    report: Report
    is_whole: bool


@define
class Originals:
    """The reports of a store by their hash. They are read one at a time."""

    _kept: OrderedDict[str, Report | None] = field(factory=OrderedDict)
    _files: OrderedDict[str, bytes | None] = field(factory=OrderedDict)
    _crops: OrderedDict[str, Mapping[int, Crop] | None] = field(factory=OrderedDict)
    _lock: threading.Lock = field(factory=threading.Lock)

    def get(self, data: Data, sha256: str) -> Original | None:
        """Return a report, ``None`` where the store has none of that hash."""
        row = data.one("SELECT * FROM reports WHERE sha256 = ?", [sha256])
        if not row:
            return None
        with self._lock:
            if sha256 not in self._kept:
                report = _from_json(data, Path(row["filename"]), sha256)
                self._kept[sha256] = report or _reread(data, row["path"], sha256)
                _trim(self._kept)
            found = self._kept[sha256]
        return Original(row, found or from_tables(data, row), found is not None)

    def sizes(self, data: Data, sha256: str) -> list[tuple[float, float]]:
        """Return the sizes of the pages of a PDF or of pictures; none where the file is not at hand
        or is none."""
        file, format = self._file(data, sha256)
        try:
            return sizes(file, format) if file is not None else []
        except GovReportError:
            return []

    def picture(self, data: Data, sha256: str, number: int) -> bytes | None:
        """Return a page of such a file as a PNG, ``None`` where it cannot be drawn."""
        file, format = self._file(data, sha256)
        try:
            return draw_page(file, format, number) if file is not None else None
        except GovReportError:
            return None

    def crops(self, data: Data, report: Report) -> Mapping[int, Crop] | None:
        """Return the parts of a scan in which figures were read, by their numbers in the report;
        ``None`` where the file is not at hand, or its pages cannot be drawn."""
        sha256 = report.source.sha256
        file, _ = self._file(data, sha256)
        if file is None:
            return None
        with self._lock:
            if sha256 not in self._crops:
                try:
                    self._crops[sha256] = crops(report, file)
                except GovReportError:
                    self._crops[sha256] = None
                _trim(self._crops)
            return self._crops[sha256]

    def _file(self, data: Data, sha256: str) -> tuple[bytes | None, str]:
        """The bytes of a file with pages, ``None`` where they are not at hand; and its format."""
        row = data.one("SELECT path, format FROM reports WHERE sha256 = ?", [sha256])
        if not row or not has_pages(row["format"]):
            return None, ""
        with self._lock:
            if sha256 not in self._files:
                loaded = _loaded(data, row["path"])
                self._files[sha256] = _of_hash(loaded, sha256) if loaded else None
                _trim(self._files)
            return self._files[sha256], row["format"]


def _trim(kept: OrderedDict[str, T]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)


def _from_json(data: Data, part: Path, sha256: str) -> Report | None:
    """The report out of the JSON beside the part that its row stands in."""
    path = data.tables.folder / JSONL / f"{part.stem}.jsonl"
    if not path.exists():
        return None
    hash = f'"{sha256}"'.encode()
    with path.open("rb") as lines:
        for line in lines:
            if hash in line:
                report = Report.from_json(line)
                if report.source.sha256 == sha256:
                    return report
    return None


def _reread(data: Data, path: str, sha256: str) -> Report | None:
    """The report, parsed again as the batch did; ``None`` if the file is not what it was."""
    from govreport.pipeline import parse

    loaded = _loaded(data, path)
    if loaded is None:
        return None
    try:
        report = parse(loaded.data)
    except Exception:  # what the tables say of it can be shown nevertheless
        return None
    if report.source.sha256 != sha256:
        return None
    return evolve(report, source=evolve(report.source, path=path))


def _loaded(data: Data, path: str) -> Input | None:
    """A file of the archive, or of a container in it; ``None`` where it is not there any more."""
    archive = Path(data.tables.manifest.archive)
    outer, _, inner = path.partition("!/")
    if ".." in Path(outer).parts or Path(outer).is_absolute():
        return None  # no path that a batch wrote
    file = archive / outer if archive.is_dir() else archive
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    stamp = Stamp(status.st_size, status.st_mtime_ns)
    found = Found(outer, os.fsencode(file), stamp)

    def passed_over(each: str, _: Stamp) -> bool:
        return each != path and not path.startswith(f"{each}!/")

    for entry in entries_of(found, open_local, Bounds(), passed_over if inner else _nothing):
        if entry.path == path and entry.data is not None:
            return Input(entry.data, path)
    return None


def _nothing(path: str, stamp: Stamp) -> bool:
    return False


def _of_hash(loaded: Input, sha256: str) -> bytes | None:
    try:
        return of_hash(loaded, sha256, DEFAULT_LIMITS)
    except GovReportError:
        return None
