"""The store: parts that are whole or not there, one writer, a manifest that says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from govreport.batch.kernel import input_batch, work
from govreport.batch.run import Row
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import (
    FILES,
    Manifest,
    Store,
    StoreError,
    part_paths,
    read_manifest,
)
from govreport.batch.walk.entries import Stamp
from govreport.export.arrow import SCHEMAS
from support.archives import report_text

MANIFEST = Manifest(parser="1.0+x", archive="/存档", rows=2, jsonl=True)
ORGANS = ("青澜市云浦区科技局", "澄泊市望桐区水务局", "岚汀市民政局")


def opened(folder: Path, manifest: Manifest = MANIFEST) -> Store:
    return Store(folder, manifest, resume=False)


def append(store: Store, *organs: str) -> None:
    """Append a part with a report of each organ, and one file that is none."""
    done = [
        work(input_batch(f"{organ}.txt", report_text(organ, 2020)), json=True) for organ in organs
    ]
    rows = [
        Row(
            path=f"{organ}.txt",
            status="parsed",
            size=9,
            mtime_ns=1,
            sha256=row.column("sha256")[0].as_py(),
        )
        for organ, row in zip(organs, done, strict=True)
    ]
    empty = Row(path=f"{organs[0]}空", status="failed", sha256="00", code="input.corrupt", hint="x")
    store.append([row.to_dict() for row in (*rows, empty)], done)


def test_a_part_is_a_file_in_every_table(tmp_path: Path) -> None:
    with opened(tmp_path / "out") as store:
        append(store, *ORGANS[:2])
        append(store, ORGANS[2])
    for table in (*SCHEMAS, "files"):
        names = [path.name for path in part_paths(tmp_path / "out", table).values()]
        assert names == ["part-000000.parquet", "part-000001.parquet"]
    lines = (tmp_path / "out/jsonl/part-000000.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["issuer"]["name"] for line in lines] == [*ORGANS[:2]]
    assert list(Tables(tmp_path / "out").frame("reports")["issuer"]) == [*ORGANS]


def test_every_part_says_its_schema_and_its_parser(tmp_path: Path) -> None:
    with opened(tmp_path / "out") as store:
        append(store, ORGANS[0])
    for table, want in {**SCHEMAS, "files": FILES}.items():
        schema = pq.read_schema(tmp_path / f"out/{table}/part-000000.parquet")
        assert schema.equals(want)
        assert schema.metadata == {
            b"govreport.schema": b"govreport.tables/2",
            b"govreport.parser": b"1.0+x",
        }


def test_the_ledger_says_what_the_parts_say(tmp_path: Path) -> None:
    with opened(tmp_path / "out") as store:
        append(store, ORGANS[0])
    (tmp_path / "out/ledger.sqlite").unlink()
    with opened(tmp_path / "out") as store:
        ledger = store.ledger
        assert ledger.parts() == {0}
        assert ledger.stamp(f"{ORGANS[0]}.txt") == Stamp(9, 1)
        assert ledger.stamp("none") is None
        sha256 = ledger.sha256(f"{ORGANS[0]}.txt") or ""
        content = ledger.content(sha256)
        assert content is not None
        assert (content.path, content.code) == (f"{ORGANS[0]}.txt", None)
        failed = ledger.content("00")
        assert failed is not None
        assert (failed.code, failed.hint) == ("input.corrupt", "x")


def test_a_part_without_its_files_was_never_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with opened(out) as store:
        append(store, ORGANS[0])
        append(store, ORGANS[1])
    (out / "files/part-000001.parquet").unlink()
    (out / "metrics/.part-000002.parquet.tmp").write_bytes(b"half")
    assert len(Tables(out).frame("reports")) == 1, "seen so while it is there"
    with opened(out) as store:
        assert sorted(path.name for path in out.rglob("part-000001*")) == []
        assert not [*out.rglob("*.tmp")]
        assert store.ledger.stamp(f"{ORGANS[1]}.txt") is None
        append(store, ORGANS[2])
    assert list(Tables(out).frame("reports")["issuer"]) == [ORGANS[0], ORGANS[2]]


def test_one_writer_and_any_number_of_readers(tmp_path: Path) -> None:
    with opened(tmp_path / "out") as store:
        append(store, ORGANS[0])
        with pytest.raises(StoreError, match="another process is writing"):
            opened(tmp_path / "out")
        assert len(Tables(tmp_path / "out").frame("files")) == 2
    opened(tmp_path / "out").__exit__()


def test_the_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    with opened(tmp_path):
        assert read_manifest(tmp_path) == MANIFEST


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("{", "govreport.json cannot be read"),
        ("{}", "govreport.json cannot be read"),
        ('{"format": "govreport.store/1"}', "govreport.json cannot be read"),
        ('{"format": "govreport.store/9"}', "a store of format 'govreport.store/9'"),
        ("[]", "govreport.json cannot be read"),
    ],
)
def test_a_manifest_of_something_else(tmp_path: Path, text: str, detail: str) -> None:
    (tmp_path / "govreport.json").write_text(text)
    for action in (opened, Tables):
        with pytest.raises(StoreError, match=detail) as caught:
            action(tmp_path)
        assert caught.value.hint == "name an empty folder"
    assert not (tmp_path / ".lock").exists()
