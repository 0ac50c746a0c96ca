"""How a batch goes, for who waits for it: a bar on a terminal, lines of JSON elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from govreport.batch.failure import CAUSES
from govreport.batch.run import Row
from govreport.export.language import Language, said
from govreport.export.safe import one_line
from govreport.intake.containers.formats import zip_entries
from govreport.intake.containers.names import is_hidden

__all__ = ["CAUSES", "STATUSES", "Bar", "Log", "is_counted"]

#: What the statuses are called.
STATUSES: Mapping[str, str] = {
    "parsed": "已解析",
    "duplicate": "内容重复",
    "not_a_report": "不是年度报告",
    "failed": "无法读取",
    "quarantined": "已隔离",
    "container": "压缩包",
    "left_out": "略过",
    "replaced": "已更新",
}

#: Seconds between two lines that only say how far it is.
PACE = 10


class _Progress(Progress):
    """A bar with a line below it."""

    below = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if self.below:
            yield Text(self.below, "red", overflow="ellipsis", no_wrap=True)


class Bar:
    """Progress on a terminal: files, rate, time left, and failures so far by cause."""

    def __init__(
        self, console: Console, archive: Path | None, out: Path, seen: int, lang: Language = "zh"
    ) -> None:
        """Count the files of an archive, if it is on this machine; ``seen`` of them are in the
        store already."""
        self._lang: Language = lang
        with console.status(said("清点文件…", lang)):
            total = None if archive is None else max(_count(archive, out), seen)
        self._troubles: Counter[str] = Counter()
        self._started = time.monotonic()
        self._done = 0
        self._progress = _Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn(said("剩余", lang)),
            TimeRemainingColumn(),
            console=console,
        )
        self._task = self._progress.add_task(
            said("解析", lang), total=total, completed=seen, rate=""
        )

    def begin(self, *, reparsed: bool) -> None:
        if reparsed:
            self._progress.console.print(said("govreport 的版本变了：全部重新解析", self._lang))
            self._progress.update(self._task, completed=0)
        self._progress.start()

    def row(self, row: Row) -> None:
        self._done += 1
        if row.code is not None and row.status != "left_out":
            self._troubles[row.code] += 1
        rate = self._done / max(time.monotonic() - self._started, 0.001)
        self._progress.update(
            self._task,
            advance=is_counted(row.container),
            rate=said("{rate}/秒", self._lang, rate=f"{rate:.0f}"),
        )
        troubles = said("，", self._lang).join(
            f"{code if self._lang == 'en' else CAUSES.get(code, code)} {count:,}"
            for code, count in self._troubles.most_common()
        )
        if troubles:
            self._progress.below = said("没有结果：{troubles}", self._lang, troubles=troubles)

    def part(self) -> None:
        """Say nothing."""

    def replaced(self, cause: str) -> None:
        # A name may have in it what rich takes for markup.
        self._progress.console.print(
            Text(said("已更换解析进程：{cause}", self._lang, cause=one_line(cause)), "yellow")
        )

    def end(self) -> None:
        """Show that nothing is left to do, whatever the guess was."""
        [task] = self._progress.tasks
        self._progress.update(self._task, total=task.completed)

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()


class Log:
    """Lines of JSON: what begins and ends, every file that gives no report, and now and then how
    far it is."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file or sys.stderr
        self._seen: Counter[str] = Counter()
        self._said = self._started = time.monotonic()
        self._open = False

    def begin(self, *, reparsed: bool) -> None:
        self._open = True
        self._say("begin", reparsed=reparsed)

    def row(self, row: Row) -> None:
        self._seen[row.status] += 1
        if row.code is not None and row.status != "left_out":
            self._say("file", path=row.path, status=row.status, code=row.code, detail=row.detail)

    def part(self) -> None:
        if time.monotonic() - self._said >= PACE:
            self._so_far("progress")

    def replaced(self, cause: str) -> None:
        self._say("worker_replaced", cause=cause)

    def end(self) -> None:
        self._so_far("end")
        self._open = False

    def close(self) -> None:
        """Say that it did not end, if it began."""
        if self._open:
            self._so_far("stopped")

    def _so_far(self, event: str) -> None:
        self._said = time.monotonic()
        elapsed = self._said - self._started
        rate = self._seen.total() / max(elapsed, 0.001)
        self._say(event, files=dict(self._seen), per_second=round(rate, 1))

    def _say(self, event: str, **values: object) -> None:
        seconds = round(time.monotonic() - self._started, 1)
        line = {"event": event, "seconds": seconds, **values}
        print(json.dumps(line, ensure_ascii=False), file=self._file, flush=True)


def is_counted(container: str | None) -> bool:
    """Whether an entry is counted beforehand: one that is on disk, or in a zip there."""
    return container is None or (_is_zip(container) and "!/" not in container)


def _count(archive: Path, out: Path) -> int:
    """The files on disk and in zips there, hidden ones included: a guess at how much there is."""
    if not archive.is_dir():
        return _weight(archive)
    count = 0
    skipped = out.resolve()
    for folder, folders, files in os.walk(archive):
        folders[:] = [f for f in folders if not is_hidden(f) and Path(folder, f) != skipped]
        count += len(files)
        count += sum(_weight(Path(folder, name)) - 1 for name in files if _is_zip(name))
    return count


def _weight(path: Path) -> int:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return 1 + zip_entries(file) * _is_zip(path.name)
    return 1


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")
