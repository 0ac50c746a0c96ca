"""Many reports as objects, parsed by worker processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from attrs import evolve

from govreport.batch.engines.child import WorkerSettings
from govreport.batch.engines.local import LocalEngine, Task
from govreport.batch.failure import Failure, PathT
from govreport.batch.walk.files import WalkedFile
from govreport.errors import GovReportError
from govreport.intake.containers.names import printable
from govreport.intake.source import load
from govreport.model import Report
from govreport.readers.limits import DEFAULT_LIMITS

__all__ = ["read_file", "results"]


def results(
    files: Iterable[tuple[PathT, WalkedFile]],
    settings: WorkerSettings,
    *,
    jobs: int | None,
    ordered: bool = True,
) -> Iterator[tuple[PathT, Report | Failure]]:
    """Do what :func:`govreport.parse_many` says."""
    whole_only = evolve(settings, json=True, rows=False)
    engine = LocalEngine(jobs=jobs or os.cpu_count() or 1, settings=whole_only)
    for task, row in engine.run(map(_task, files), ordered=ordered):
        path, failure = task.tag
        if row is None:
            yield path, failure or Failure(task.path, "internal", "no result")
            continue
        text = row.column("json")[0].as_buffer()
        if text is None:
            said = (row.column(name)[0].as_py() or "" for name in ("code", "detail", "hint"))
            yield path, Failure(os.fspath(path), *said)
            continue
        report = Report.from_json(text.to_pybytes())
        inner = (report.source.path or "").removeprefix(task.path)
        whole = os.fspath(path) + inner
        yield path, evolve(report, source=evolve(report.source, path=whole))


def read_file(name: str) -> WalkedFile:
    """Return a file with its bytes, or with why it has none."""
    try:
        return WalkedFile(name, load(name, DEFAULT_LIMITS).data)
    except GovReportError as error:
        failure = Failure(name, error.code, error.detail, error.hint)
        return WalkedFile(name, failure=failure)


def _task(given: tuple[PathT, WalkedFile]) -> Task[tuple[PathT, Failure | None]]:
    path, file = given
    return Task((path, file.failure), printable(file.path), file.data)
