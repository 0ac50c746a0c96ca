"""The kernel: paths and bytes in, rows out, whatever the bytes are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pytest
from msgspec.structs import replace

from fixtures import make_spec, write_docx
from govreport.batch.kernel import INPUT, OUTPUT, Result, Status, failed, input_batch, tables, work
from govreport.export.arrow import SCHEMAS, to_arrow
from govreport.model import Report
from govreport.pipeline import parse
from govreport.readers import file_types
from govreport.readers.limits import Limits
from support.archives import report_text

DOCX = write_docx(make_spec(1, "2019"))
TEXT = report_text("青澜市云浦区科技局", 2020)


def batch(files: dict[str, bytes]) -> pa.RecordBatch:
    return pa.Table.from_pylist(
        [{"path": path, "data": data} for path, data in files.items()], schema=INPUT
    ).to_batches()[0]


def test_a_row_for_each_file_in_order() -> None:
    files = {"c.docx": DOCX, "a.txt": b"", "b.txt": "关于报送材料的通知".encode(), "d": TEXT}
    done = work(batch(files))
    assert done.schema.equals(OUTPUT, check_metadata=True)
    rows = done.select(["path", "sha256", "status", "code", "hint", "format"]).to_pylist()
    assert [row["path"] for row in rows] == [*files]
    assert [row["sha256"] for row in rows] == [
        hashlib.sha256(data).hexdigest() for data in files.values()
    ]
    assert [(row["status"], row["code"], row["format"]) for row in rows] == [
        ("parsed", None, "docx"),
        ("failed", "input.corrupt", None),
        ("not_a_report", "input.not_a_report", None),
        ("parsed", None, "text"),
    ]
    assert rows[1]["hint"] == "fetch the file again"
    assert all(seconds >= 0 for seconds in done.column("seconds").to_pylist())


def test_a_row_says_whether_all_of_the_file_was_read() -> None:
    files = batch({"a.docx": DOCX, "b": b"", "c.txt": TEXT})
    assert work(files).column("partial").to_pylist() == [False, None, False]
    short = work(files, limits=Limits(blocks=5))
    assert short.column("partial").to_pylist() == [True, None, True]


def test_reports_whole_without_their_rows() -> None:
    done = work(batch({"a.docx": DOCX}), json=True, rows=False)
    assert Report.from_json(done.column("json")[0].as_py()).source.path == "a.docx"
    assert all(table.num_rows == 0 for table in tables([done]).values())


def test_the_tables_are_those_of_the_reports() -> None:
    found = tables([work(batch({"a.docx": DOCX, "b": b""})), work(batch({"c.txt": TEXT}))])
    assert list(found) == list(SCHEMAS)
    for name, table in found.items():
        assert table.schema.equals(SCHEMAS[name], check_metadata=True)
        want = [to_arrow(parse(data))[name] for data in (DOCX, TEXT)]
        own = [column for column in table.column_names if column != "path"]
        assert table.select(own).equals(pa.Table.from_batches(want).select(own))
    assert found["reports"].column("path").to_pylist() == ["a.docx", "c.txt"]


def test_one_batch_or_many_give_the_same() -> None:
    files = {f"{n}.docx": write_docx(make_spec(n, "2021")) for n in range(4)}
    whole = work(batch(files))
    parts = [work(input_batch(path, data)) for path, data in files.items()]
    same = [name for name in whole.schema.names if name != "seconds"]
    assert (
        pa.Table.from_batches(parts)
        .select(same)
        .combine_chunks()
        .equals(pa.Table.from_batches([whole]).select(same))
    )


def test_no_files() -> None:
    assert work(pa.RecordBatch.from_pylist([], schema=INPUT)).num_rows == 0
    assert {name: table.num_rows for name, table in tables([]).items()} == dict.fromkeys(SCHEMAS, 0)


def test_a_report_whole_as_json_with_its_path() -> None:
    [text] = work(input_batch("甲/a.docx", DOCX), json=True).column("json").to_pylist()
    report = Report.from_json(text)
    assert report.source.path == "甲/a.docx"
    assert report.metrics == parse(DOCX).metrics
    assert work(input_batch("a", DOCX)).column("json").to_pylist() == [None]


def test_limits_are_kept_to() -> None:
    done = work(input_batch("a.txt", TEXT), limits=Limits(bytes=10))
    assert done.column("code").to_pylist() == ["input.limit"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (MemoryError(), "quarantined", "batch.memory"),
        (KeyError("\ud800"), "failed", "internal"),
        (RecursionError(), "failed", "internal"),
    ],
    ids=repr,
)
def test_a_fault_of_ours_is_a_row(
    error: Exception, status: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("govreport.batch.kernel.parse", broken)
    done = work(batch({"a": TEXT, "b": TEXT}))
    assert done.column("status").to_pylist() == [status] * 2
    assert done.column("code").to_pylist() == [code] * 2


def test_memory_that_runs_out_in_a_reader_is_told_as_such(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "hungry.py").write_text("def read(data, limits):\n    raise MemoryError\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(file_types(), "text", replace(file_types()["text"], reader="hungry"))
    assert work(input_batch("a", TEXT)).column("code").to_pylist() == ["batch.memory"]


def test_a_file_without_a_report_is_a_row_with_empty_tables() -> None:
    result = Result(path="a", sha256="0" * 64, status=Status.QUARANTINED, code="batch.timeout")
    row = failed(result)
    assert row.schema.equals(OUTPUT, check_metadata=True)
    [found] = row.to_pylist()
    assert found == {
        **dict.fromkeys(OUTPUT.names),
        **{name: [] for name in SCHEMAS},
        "path": "a",
        "sha256": "0" * 64,
        "status": "quarantined",
        "code": "batch.timeout",
    }
