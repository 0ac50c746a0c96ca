"""Small archives, and what a batch made of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow.parquet as pq

from fixtures import make_spec, write_docx
from govreport.batch.run import Row
from support import archives
from support.archives import report_text

__all__ = ["ORGANS", "Killed", "Quiet", "archive_of", "content"]

ORGANS = ("青澜市云浦区科技局", "澄泊市望桐区水务局", "岚汀市民政局")


class Quiet:
    """A watcher that says nothing."""

    def begin(self, *, reparsed: bool) -> None:
        self.reparsed = reparsed

    def row(self, row: Row) -> None: ...

    def part(self) -> None: ...

    def replaced(self, cause: str) -> None: ...

    def end(self) -> None: ...


def archive_of(folder: Path) -> Path:
    """17 files in folders and containers, with duplicates, failures and things left out."""
    files = {
        f"{year}/{organ}/年度报告.txt": report_text(organ, year)
        for year in (2019, 2020, 2021)
        for organ in ORGANS
    }
    first = report_text(ORGANS[0], 2019)
    docx = write_docx(make_spec(1, "2019", year=2019))
    return archives.write(
        folder,
        {
            **files,
            "2019/表.docx": docx,
            "2019/copy.txt": first,
            "2020/~$lock.docx": b"x",
            "2020/broken.docx": docx[:5000],
            "2020/notice.txt": "关于报送材料的通知\n请各单位按时报送。".encode(),
            "2021/more.zip": archives.gbk_zip(
                {"一.txt": report_text("砚桐市教育局", 2021), "二.txt": first, "三.docx": docx}
            ),
            "2021/bad.tar.gz": archives.tar({"a": os.urandom(3000)}, mode="w:gz")[:2000],
            "empty.txt": b"",
        },
    )


def content(out: Path) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables by part, without how long they took."""
    rows = {}
    for path in sorted(out.glob("*/part-*")):
        name = str(path.relative_to(out))
        if path.suffix == ".jsonl":
            rows[name] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        else:
            table = pq.read_table(path, partitioning=None)
            rows[name] = table.drop(
                [c for c in ("seconds",) if c in table.column_names]
            ).to_pylist()
    return rows


class Killed(BaseException):
    """Stands for the process's end."""
