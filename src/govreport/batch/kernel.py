"""The kernel: files in, rows out, as one pure function over Arrow batches.

:func:`work` takes a batch of paths and bytes and returns a batch with one row for each, in which
every table's rows are a list. It keeps no state and touches no file, so that anything that speaks
Arrow can carry it: our own processes, Ray Data, Spark's ``mapInArrow``. :func:`tables` takes such
batches apart again.

>>> data = "2018年度云浦区科技局政府信息公开工作年度报告".encode()
>>> files = pa.RecordBatch.from_pylist([{"path": "a.txt", "data": data}], schema=INPUT)
>>> done = work(files)
>>> done.column("status").to_pylist(), tables([done])["reports"].column("year").to_pylist()
(['parsed'], [2018])
"""

from __future__ import annotations

import enum
import functools
import hashlib
import time
from collections.abc import Callable, Iterable

import pyarrow as pa
from attrs import evolve, frozen

from govreport.errors import GovReportError, NotAReport
from govreport.export.arrow import LISTS, NONE, SCHEMAS, TEXT, rows_by_table, schema, to_lists
from govreport.intake.containers.names import printable
from govreport.model import Report
from govreport.ocr import Ocr
from govreport.pipeline import parse
from govreport.readers.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "INPUT",
    "OUTPUT",
    "Result",
    "Status",
    "failed",
    "input_batch",
    "parsed",
    "tables",
    "work",
]

INPUT = pa.schema([("path", TEXT), ("data", pa.large_binary())])

_RESULT = {
    "path": TEXT,
    "sha256": TEXT,
    "status": TEXT,
    "code": TEXT,
    "detail": TEXT,
    "hint": TEXT,
    "format": TEXT,
    "partial": pa.bool_(),
    "seconds": pa.float64(),
    "json": pa.large_string(),
}

#: One row a file; the tables are lists of structs, empty where there is no report.
OUTPUT = schema({**_RESULT, **LISTS})


class Status(enum.StrEnum):
    """What became of a file."""

    PARSED = "parsed"
    NOT_A_REPORT = "not_a_report"
    FAILED = "failed"
    #: It hung, took too much memory or brought its process down.
    QUARANTINED = "quarantined"


@frozen(kw_only=True)
class Result:
    """A row of :data:`OUTPUT` without its tables."""

    path: str
    sha256: str
    status: Status
    code: str | None = None
    detail: str | None = None
    hint: str | None = None
    format: str | None = None
    partial: bool | None = None
    seconds: float | None = None
    json: str | None = None


def work(
    files: pa.RecordBatch,
    *,
    json: bool = False,
    rows: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    partial: bool = True,
    ocr: Ocr = "never",
) -> pa.RecordBatch:
    """Parse files.

    Args:
        files: a batch of :data:`INPUT`.
        json: also give each report whole, as :meth:`Report.to_json` does.
        rows: give each report's rows; without them the lists are empty.
        limits: bounds on each file.
        partial: whether of a file beyond them the report of what was read is given, with the
            finding ``input.partial``.
        ocr: whether pictures of pages are read, which takes seconds each.

    Returns:
        A batch of :data:`OUTPUT`, a row for each file in the same order. It is the same for the
        same files, but for ``seconds``. A file that cannot be read is a row with its cause; nothing
        is raised for it.
    """
    paths = files.column("path").to_pylist()
    done = [
        _one(
            path,
            blob.as_py(),
            json,
            functools.partial(parse, limits=limits, partial=partial, ocr=ocr),
        )
        for path, blob in zip(paths, files.column("data"), strict=True)
    ]
    return _batch([result for result, _ in done], [report if rows else None for _, report in done])


def failed(result: Result) -> pa.RecordBatch:
    """Return the row of a file that gave no report, as a batch of :data:`OUTPUT`."""
    return _batch([result], [None])


def parsed(report: Report) -> pa.RecordBatch:
    """Return the row of a report, as a batch of :data:`OUTPUT`."""
    source = report.source
    result = Result(
        path=source.path or "", sha256=source.sha256, status=Status.PARSED, format=source.format
    )
    return _batch([result], [report])


def input_batch(path: str, data: bytes) -> pa.RecordBatch:
    """Return one file as a batch of :data:`INPUT`."""
    return pa.RecordBatch.from_arrays(
        [pa.array([path], TEXT), pa.array([data], pa.large_binary())], schema=INPUT
    )


def tables(done: Iterable[pa.RecordBatch]) -> dict[str, pa.Table]:
    """Return the rows of each table out of batches of :data:`OUTPUT`, in their order."""
    whole = pa.Table.from_batches(done, schema=OUTPUT)
    return {name: _flat(whole.column(name), want) for name, want in SCHEMAS.items()}


def _flat(lists: pa.ChunkedArray, want: pa.Schema) -> pa.Table:
    rows = lists.combine_chunks().flatten()
    if isinstance(rows, pa.ChunkedArray):  # as some versions of pyarrow have it
        rows = rows.combine_chunks()
    batch = pa.RecordBatch.from_struct_array(rows)
    return pa.Table.from_batches([batch.replace_schema_metadata(want.metadata)], schema=want)


def _one(
    path: str, data: bytes, json: bool, parse: Callable[..., Report]
) -> tuple[Result, Report | None]:
    started = time.perf_counter()
    digest = hashlib.sha256(data).hexdigest()
    report: Report | None = None
    try:
        report = parse(data)
        inner = report.source.path or ""  # what of a container was read
        report = evolve(report, source=evolve(report.source, path=path + inner))
        result = Result(
            path=path,
            sha256=digest,
            status=Status.PARSED,
            format=report.source.format,
            partial=report.is_partial,
            json=report.to_json() if json else None,
        )
    except GovReportError as error:
        status = Status.NOT_A_REPORT if isinstance(error, NotAReport) else Status.FAILED
        result = _failure(path, digest, status, error)
    except MemoryError as error:
        result = _failure(path, digest, Status.FAILED, error)
    except Exception as error:  # a fault of ours, which must not cost the other files
        what = printable(f"{type(error).__name__}: {error}")[:500]
        result = Result(
            path=path,
            sha256=digest,
            status=Status.FAILED,
            code="internal",
            detail=what,
            hint="a bug of govreport: please report it",
        )
    return evolve(result, seconds=time.perf_counter() - started), report


def _failure(path: str, digest: str, status: Status, error: GovReportError | MemoryError) -> Result:
    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        # The engine bounds memory: the cause is the same whoever notices it first.
        return Result(
            path=path, sha256=digest, status=Status.QUARANTINED, code="batch.memory", detail=None
        )
    return Result(
        path=path,
        sha256=digest,
        status=status,
        code=error.code,
        detail=printable(error.detail),
        hint=printable(error.hint) or None,
    )


def _batch(results: list[Result], reports: list[Report | None]) -> pa.RecordBatch:
    parts = [rows_by_table(report) if report else {} for report in reports]
    columns = [
        pa.array([getattr(result, name) for result in results], kind)
        for name, kind in _RESULT.items()
    ]
    columns += [to_lists(name, [part.get(name, NONE) for part in parts]) for name in SCHEMAS]
    return pa.RecordBatch.from_arrays(columns, schema=OUTPUT)
