"""``govreport batch``: what the command does, apart from its options."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pyarrow as pa
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from govreport.batch.run import Options, run
from govreport.batch.show.progress import CAUSES, STATUSES, Bar, Log, is_counted
from govreport.batch.show.summary import write_summary
from govreport.batch.store.derived import is_complete
from govreport.batch.store.parser import parser_now
from govreport.batch.store.reading import Cause, Tables
from govreport.batch.store.tables import is_written_to, read_manifest
from govreport.batch.walk.remote import located
from govreport.cli.language import language, said
from govreport.cli.output import echo_json

__all__ = ["batch", "status"]


def batch(archive: str, out: Path, options: Options) -> None:
    """Run a batch and say how it went, to people on a terminal and to programs elsewhere.

    Raises:
        StoreError: the folder cannot be used so.
        SourceUnavailable: the archive cannot be opened.
        OSError: the store cannot be written to.
        EngineError: worker processes cannot be started.
    """
    # Arrow's own allocator keeps what it once had, which over a large store adds up.
    pa.set_memory_pool(pa.system_memory_pool())
    console = Console(stderr=True)
    watcher: Bar | Log = Log()
    if console.is_terminal:
        place = located(archive)
        watcher = Bar(
            console, place if isinstance(place, Path) else None, out, _seen(out), language()
        )
    try:
        run(archive, out, options, watcher)
    finally:
        watcher.close()
    tables = Tables(out)
    write_summary(tables, out / "summary.html")
    _tell(tables)


def status(out: Path) -> None:
    """Say where a store stands.

    Raises:
        StoreError: there is none.
    """
    _tell(Tables(out))


def _seen(out: Path) -> int:
    """How many of the files that are counted a store holds already."""
    if read_manifest(out) is None:
        return 0
    rows = Tables(out).rows("files", ["container", "status"])
    return sum(is_counted(cast(str, one)) for one, status in rows if status != "replaced")


def _tell(tables: Tables) -> None:
    causes = tables.causes()
    running = is_written_to(tables.folder)
    complete = is_complete(tables.folder)
    if sys.stdout.isatty():
        console = Console(highlight=False, markup=False)
        console.print(_overview(causes))
        for line in _lines(tables, running=running, complete=complete):
            console.print(line, soft_wrap=True)
        return
    data = {
        "store": str(tables.folder),
        "archive": tables.manifest.archive,
        "running": running,
        "complete": complete,
        "parser": tables.manifest.parser,
        "current": tables.manifest.parser == parser_now(tables.manifest.parser),
        "files": causes.total(),
        "status": _sums((status, n) for (status, _), n in causes.items()),
        "causes": _sums((code, n) for (_, code), n in causes.items() if code),
    }
    echo_json(data)


def _lines(tables: Tables, *, running: bool, complete: bool) -> Iterator[str]:
    if running:
        yield said("正在解析 {archive}", archive=tables.manifest.archive)
    elif not complete:
        words = "{archive} 还没有全部走过：再次运行同一命令接着做"
        yield said(words, archive=tables.manifest.archive)
    now = parser_now(tables.manifest.parser)
    if tables.manifest.parser != now:
        words = "由 govreport {old} 解析，现在是 {new}：再次运行会全部重新解析"
        yield said(words, old=tables.manifest.parser, new=now)
    if complete:
        yield str(tables.folder / "summary.html")


def _sums(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, count in counts:
        sums[name] += count
    return dict(sorted(sums.items()))


def _overview(causes: Counter[Cause]) -> RenderableType:
    table = Table(show_edge=False, pad_edge=False, show_footer=True)
    table.add_column(said("状态"), footer=said("合计"))
    table.add_column(said("原因"))
    table.add_column(said("文件"), justify="right", footer=f"{causes.total():,}")
    order = list(STATUSES)
    for (status, code), count in sorted(
        causes.items(), key=lambda item: (order.index(item[0][0]), -item[1])
    ):
        cause = "" if code is None else f"{CAUSES.get(code, code)} [{code}]"
        called = code or "" if language() == "en" else cause
        name = status if language() == "en" else STATUSES[status]
        table.add_row(name, Text(called), f"{count:,}")
    return table
