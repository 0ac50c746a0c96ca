"""Small stores, parsed in this process: quick, where no worker is what a test is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pytest

from fixtures import Wart, make_spec, write_docx, write_pdf
from fixtures.series import scaled
from govreport.batch import run as batch
from govreport.batch.kernel import input_batch, work
from govreport.batch.run import Options, Row
from govreport.batch.store.arrivals import Intake
from govreport.batch.store.tables import Manifest
from govreport.batch.walk.archive import walk
from govreport.serve.data import Data
from govreport.serve.data import Row as Said
from govreport.serve.queries import points
from support import archives
from support.batches import Quiet

__all__ = ["JIAO", "KE", "SHUI", "few_concepts", "make_archive", "make_store"]

KE, SHUI, JIAO = (f"青澜市云浦区{name}局" for name in ("科技", "水务", "教育"))


def make_archive(folder: Path) -> Path:
    """Three organs with forms of three editions, two PDFs, one of them in a zip, two reports for a
    year that differ, a wrong sum, a figure that cannot be one of the year before, and failures."""

    def report(organ: str, year: int, seed: int, *warts: Wart, pdf: bool = False) -> bytes:
        edition = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
        made = make_spec(seed, edition, year=year, organ=organ, organ_short=organ[-3:])
        write = write_pdf if pdf else write_docx
        return write(scaled(made, 7 if organ == SHUI else 1), frozenset(warts))

    return archives.write(
        folder,
        {
            "2018/科技.docx": report(KE, 2018, 1),
            "2020/<b>科技&.docx": report(KE, 2020, 2, Wart.BROKEN_SUM),
            "2021/科技.pdf": report(KE, 2021, 3, pdf=True),
            "2021/科技又.docx": report(KE, 2021, 4),
            "2021/水务.docx": report(SHUI, 2021, 5),
            "2022/打包.zip": archives.gbk_zip({"水务.pdf": report(SHUI, 2022, 6, pdf=True)}),
            "2021/教育.txt": archives.report_text(JIAO, 2021),
            "2021/教育副本.txt": archives.report_text(JIAO, 2021),
            "2021/空.docx": b"",
            "2021/=1+1.docx": b"PK\x03\x04 cut off",
            "2021/通知.txt": "关于报送材料的通知\n请各单位按时报送。".encode(),
        },
    )


def make_store(archive: Path, folder: Path, *, jsonl: bool = False) -> Path:
    """The store of an archive."""
    with mock.patch.object(batch, "_results", _here):
        batch.run(archive, folder, Options(jobs=1, jsonl=jsonl), Quiet())
    return folder


def few_concepts(patch: pytest.MonkeyPatch) -> None:
    """Three concepts are enough to go through: there is a page for each and every year."""

    def few(data: Data) -> list[Said]:
        return every_concept(data)[:3]

    def lines(data: Data, organ: str) -> list[Said]:
        known = {row["id"] for row in few(data)}
        return [row for row in every_line(data, organ) if row["concept"] in known]

    patch.setattr(points, "concepts", few)
    patch.setattr(points, "lines", lines)


every_concept, every_line = points.concepts, points.lines


def _here(
    intake: Intake, place: Path, out: Path, options: Options, manifest: Manifest, watcher: object
) -> Iterator[tuple[Row, pa.RecordBatch | None]]:
    for task in intake.tasks(walk(place, known=intake.known, without=out)):
        if task.data is None:
            yield task.tag, None
        else:
            yield task.tag, work(input_batch(task.path, task.data), json=manifest.jsonl)
