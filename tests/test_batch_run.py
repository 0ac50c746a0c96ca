from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from attrs import evolve

import govreport as gr
from govreport.batch.run import Options, run
from govreport.batch.store import disk
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import StoreError
from support import archives
from support.archives import report_text
from support.batches import ORGANS, Killed, Quiet, archive_of, content

OPTIONS = Options(jobs=1, part_rows=5)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(tmp_path_factory.mktemp("batch") / "archive")


@pytest.fixture(scope="module")
def undisturbed(archive: Path) -> Path:
    out = archive.parent / "undisturbed"
    run(archive, out, evolve(OPTIONS, jobs=2, jsonl=True), Quiet())
    return out


STATUS = {
    f"2019/{ORGANS[0]}/年度报告.txt": ("duplicate", None),
    "2020/~$lock.docx": ("left_out", "archive.hidden"),
    "2020/broken.docx": ("failed", "input.corrupt"),
    "2020/notice.txt": ("not_a_report", "input.not_a_report"),
    "2021/more.zip!/二.txt": ("duplicate", None),
    "2021/more.zip!/三.docx": ("duplicate", None),
    "2021/more.zip": ("container", None),
    "2021/bad.tar.gz": ("failed", "archive.corrupt"),
    "empty.txt": ("failed", "input.corrupt"),
}


def test_every_file_is_accounted_for(archive: Path, undisturbed: Path) -> None:
    rows = Tables(undisturbed).arrow("files").to_pylist()
    found = {row["path"]: (row["status"], row["code"]) for row in rows}
    on_disk = {str(path.relative_to(archive)) for path in archive.rglob("*") if not path.is_dir()}
    assert on_disk <= found.keys()
    assert len(rows) == len(found) == 20
    assert found == {path: STATUS.get(path, ("parsed", None)) for path in found}
    assert STATUS.keys() <= found.keys()
    first = next(row for row in rows if row["path"] == "2019/表.docx")
    data = (archive / "2019/表.docx").read_bytes()
    assert (first["sha256"], first["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert first["format"] == "docx"


def test_duplicates_are_parsed_once_and_listed(undisturbed: Path) -> None:
    tables = Tables(undisturbed)
    rows = tables.arrow("files").to_pylist()
    found = {row["path"]: row["duplicate_of"] for row in rows if row["status"] == "duplicate"}
    assert found == {
        f"2019/{ORGANS[0]}/年度报告.txt": "2019/copy.txt",
        "2021/more.zip!/二.txt": "2019/copy.txt",
        "2021/more.zip!/三.docx": "2019/表.docx",
    }
    hashes = tables.arrow("reports").column("sha256").to_pylist()
    assert len(hashes) == len(set(hashes)) == 11


def test_rows_say_what_the_report_says(archive: Path, undisturbed: Path) -> None:
    report = gr.parse(archive / "2019/表.docx")
    tables = Tables(undisturbed)
    rows = [
        row for row in tables.arrow("metrics").to_pylist() if row["sha256"] == report.source.sha256
    ]
    assert [(row["id"], row["value"], row["state"]) for row in rows] == [
        (metric.id, metric.value, metric.state) for metric in report.metrics
    ]
    lines = [line for part in content(undisturbed).values() for line in part if "schema" in line]
    assert len(lines) == 11
    mine = next(line for line in lines if line["source"]["path"] == "2019/表.docx")  # type: ignore[index]
    back = gr.Report.from_dict(mine)
    assert back.metrics == report.metrics


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_output_is_the_same_for_any_number_of_workers(
    archive: Path, undisturbed: Path, tmp_path: Path, jobs: int
) -> None:
    run(archive, tmp_path / "out", evolve(OPTIONS, jobs=jobs, jsonl=True), Quiet())
    assert content(tmp_path / "out") == content(undisturbed)


def test_a_second_run_has_nothing_to_do(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out, OPTIONS, Quiet())
    before = content(out)
    assert run(archive, out, evolve(OPTIONS, resume=True), Quiet()) == Counter()
    assert content(out) == before
    (out / "ledger.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 9)
    assert run(archive, out, evolve(OPTIONS, resume=True), Quiet()) == Counter()
    assert content(out) == before


def test_a_store_goes_on_with_its_own_archive(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive / "2019", out, OPTIONS, Quiet())
    with pytest.raises(StoreError, match=rf"holds the results of {archive / '2019'} \(.*--resume"):
        run(archive, out, OPTIONS, Quiet())
    (archive / "2019").rename(archive.parent / "moved")
    try:
        moved = run(archive.parent / "moved", out, evolve(OPTIONS, resume=True), Quiet())
    finally:
        (archive.parent / "moved").rename(archive / "2019")
    assert moved == Counter()
    assert Tables(out).manifest.archive == str(archive.parent / "moved")


def test_a_store_goes_on_as_it_was_begun(tmp_path: Path) -> None:
    archive = archives.write(tmp_path / "archive", {"2019/a.txt": report_text(ORGANS[0], 2019)})
    out, pattern = tmp_path / "out", r"(?P<year>20\d\d)"
    run(archive, out, evolve(OPTIONS, jsonl=True, path_pattern=pattern), Quiet())
    archives.write(archive, {"2020/b.txt": report_text(ORGANS[0], 2020)})
    run(archive, out, OPTIONS, Quiet())
    rows = Tables(out).arrow("files").to_pylist()
    assert [(row["path"], row["path_year"]) for row in rows] == [
        ("2019/a.txt", 2019),
        ("2020/b.txt", 2020),
    ]
    lines = [line for name, part in content(out).items() if "jsonl" in name for line in part]
    assert [line["year"] for line in lines] == [2019, 2020]
    with pytest.raises(StoreError, match="another --path-pattern"):
        run(archive, out, evolve(OPTIONS, path_pattern=r"(?P<organ>局)"), Quiet())


def test_lines_of_json_are_not_begun_halfway(archive: Path, tmp_path: Path) -> None:
    run(archive / "2019", tmp_path / "out", OPTIONS, Quiet())
    with pytest.raises(StoreError, match="--jsonl"):
        run(archive / "2019", tmp_path / "out", evolve(OPTIONS, jsonl=True), Quiet())


def test_a_folder_of_other_things_is_not_written_to(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(StoreError, match="other things"):
        run(archive, tmp_path, OPTIONS, Quiet())
    assert [path.name for path in tmp_path.iterdir() if path != archive.parent] == ["mine.txt"]


def test_a_grown_archive_is_parsed_where_it_is_new(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "archive")
    out = tmp_path / "out"
    run(archive, out, OPTIONS, Quiet())
    archives.write(
        archive,
        {
            "2022/a.txt": report_text(ORGANS[0], 2022),
            "2022/b.txt": report_text(ORGANS[1], 2021),
        },
    )
    seen = run(archive, out, evolve(OPTIONS, resume=True), Quiet())
    assert seen == {"parsed": 1, "duplicate": 1}
    assert Tables(out).arrow("reports").num_rows == 12


def test_a_changed_file_replaces_what_it_said(tmp_path: Path) -> None:
    archive = archives.write(
        tmp_path / "archive",
        {"a.txt": report_text(ORGANS[0], 2020), "b.txt": report_text(ORGANS[1], 2020)},
    )
    out = tmp_path / "out"
    run(archive, out, evolve(OPTIONS, jsonl=True), Quiet())
    archives.write(archive, {"a.txt": report_text(ORGANS[2], 2020, "更正")})
    seen = run(archive, out, evolve(OPTIONS, resume=True, jsonl=True), Quiet())
    assert seen == {"parsed": 1}
    tables = Tables(out)
    rows = tables.arrow("files").to_pylist()
    assert [(row["path"], row["status"]) for row in rows] == [
        ("a.txt", "replaced"),
        ("b.txt", "parsed"),
        ("a.txt", "parsed"),
    ]
    issuers = tables.arrow("reports").column("issuer").to_pylist()
    assert issuers == [ORGANS[1], ORGANS[2]]
    assert "sections" in tables.names
    live = {row["sha256"] for row in rows if row["status"] == "parsed"}
    assert set(tables.arrow("sections").column("sha256").to_pylist()) == live
    lines = [line for name, part in content(out).items() if "jsonl" in name for line in part]
    assert {line["source"]["sha256"] for line in lines} == live  # type: ignore[index]


def test_a_touched_file_is_the_same_file(tmp_path: Path) -> None:
    archive = archives.write(tmp_path / "archive", {"a.txt": report_text(ORGANS[0], 2020)})
    out = tmp_path / "out"
    run(archive, out, OPTIONS, Quiet())
    os.utime(archive / "a.txt", (1, 1))
    assert run(archive, out, evolve(OPTIONS, resume=True), Quiet()) == Counter()
    assert Tables(out).arrow("files").num_rows == 1


def test_another_version_of_the_parser_parses_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(archive / "2019", out, OPTIONS, Quiet())
    before = content(out)
    monkeypatch.setattr("govreport.batch.run.parser_version", lambda ocr: "99.0")
    watcher = Quiet()
    seen = run(archive / "2019", out, evolve(OPTIONS, resume=True), watcher)
    assert watcher.reparsed
    assert seen == {"parsed": 4, "duplicate": 1}
    assert content(out) == before
    assert Tables(out).manifest.parser == "99.0"
    path = next((out / "metrics").iterdir())
    assert pq.read_schema(path).metadata[b"govreport.parser"] == b"99.0"


def test_what_the_path_says(archive: Path, tmp_path: Path) -> None:
    pattern = r"^(?P<year>\d{4})/(?P<organ>[^/]+)/"
    run(archive, tmp_path / "out", evolve(OPTIONS, path_pattern=pattern), Quiet())
    rows = Tables(tmp_path / "out").arrow("files").to_pylist()
    said = {row["path"]: (row["path_year"], row["path_organ"], row["path_region"]) for row in rows}
    assert said[f"2019/{ORGANS[0]}/年度报告.txt"] == (2019, ORGANS[0], None)
    assert said["empty.txt"] == (None, None, None)


@pytest.mark.parametrize("pattern", ["(", "2020", "(?P<colour>x)"])
def test_a_pattern_that_says_nothing(archive: Path, tmp_path: Path, pattern: str) -> None:
    with pytest.raises(StoreError, match="path-pattern"):
        run(archive, tmp_path / "out", evolve(OPTIONS, path_pattern=pattern), Quiet())


def test_killed_at_any_write_and_gone_on_with(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write is the last one once, in a run over one folder: parts of two files each."""
    source, options = archive / "2019", Options(jobs=1, part_rows=2)
    write = disk.write_file
    run(source, tmp_path / "whole", options, Quiet())
    want = content(tmp_path / "whole")
    out = tmp_path / "out"
    rng = random.Random(5)
    kills = 0
    for _ in range(60):
        left = rng.randint(0, 14)

        def failing(path: Path, action: object, left: list[int] = [left]) -> None:  # noqa: B006
            left[0] -= 1
            if left[0] < 0:
                path.with_name(f".{path.name}.tmp").write_bytes(b"half")
                raise Killed
            write(path, action)  # type: ignore[arg-type]

        monkeypatch.setattr(disk, "write_file", failing)
        try:
            run(source, out, evolve(options, resume=True), Quiet())
        except Killed:
            kills += 1
        else:
            break
    assert kills >= 2
    assert content(out) == want
    assert not list(out.rglob(".*.tmp"))


RUN = """
import sys
from govreport.batch.run import Options, run
class Loud:
    def begin(self, *, reparsed): print("begin", flush=True)
    def row(self, row): print(row.path, flush=True)
    def part(self): pass
    def replaced(self, cause): pass
    def end(self): pass
run(sys.argv[1], sys.argv[2], Options(jobs=2, part_rows=5, resume=True, jsonl=True), Loud())
"""


def test_kill_9_and_gone_on_with(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", RUN, str(archive), str(out)]
    for rows in (0, 3, 6, 2):
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(rows + 1):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    assert content(out) == content(undisturbed)


def test_two_runs_cannot_write_to_one_store(archive: Path, tmp_path: Path) -> None:
    class Second(Quiet):
        def begin(self, *, reparsed: bool) -> None:
            with pytest.raises(StoreError, match="another process"):
                run(archive, tmp_path / "out", evolve(OPTIONS, resume=True), Quiet())

    run(archive / "2019", tmp_path / "out", OPTIONS, Second())


def test_a_file_that_hangs_is_quarantined_in_the_store(tmp_path: Path) -> None:
    files = {f"{n}.txt": report_text(f"青澜市第{n}局", 2020) for n in range(6)}
    files["2.txt"] += b"PLEASE-HANG"
    files["copy.txt"] = files["2.txt"]
    archive = archives.write(tmp_path / "archive", files)
    options = evolve(OPTIONS, timeout=3, plugins=("support.hostile_reader",))
    seen = run(archive, tmp_path / "out", options, Quiet())
    assert seen == {"parsed": 5, "quarantined": 1, "duplicate": 1}
    assert Tables(tmp_path / "out").causes() == {
        ("parsed", None): 5,
        ("quarantined", "batch.timeout"): 1,
        ("duplicate", "batch.timeout"): 1,
    }


def test_what_was_quarantined_is_parsed_again_if_asked(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    data = report_text(ORGANS[0], 2020) + f"PLEASE-HANG-UNTIL:{mark}\n".encode()
    files = {"1.txt": data, "2.txt": data, "3.txt": report_text(ORGANS[1], 2020)}
    archive = archives.write(tmp_path / "archive", files)
    options = evolve(OPTIONS, timeout=3, plugins=("support.hostile_reader",))
    out = tmp_path / "out"
    run(archive, out, options, Quiet())
    mark.touch()
    assert run(archive, out, options, Quiet()) == Counter()
    assert run(archive, out, evolve(options, retry=True), Quiet()) == {"parsed": 1, "duplicate": 1}
    want = {("parsed", None): 2, ("duplicate", None): 1, ("replaced", "batch.timeout"): 2}
    assert Tables(out).causes() == want
    assert Tables(out).arrow("reports").num_rows == 2
    assert run(archive, out, evolve(options, retry=True), Quiet()) == Counter()
    (out / "ledger.sqlite").unlink()
    archives.write(archive, {"1.txt": files["3.txt"], "2.txt": files["3.txt"]})
    assert run(archive, out, options, Quiet()) == {"duplicate": 2}
    [report] = Tables(out).arrow("reports").to_pylist()
    assert report["issuer"] == ORGANS[1]


def test_a_duplicate_says_why_there_is_no_report(tmp_path: Path) -> None:
    notice = "关于报送材料的通知\n请各单位按时报送。".encode()
    files = {f"{n}.txt": notice if n % 2 else b"" for n in range(12)}
    archive = archives.write(tmp_path / "archive", files)
    run(archive, tmp_path / "out", OPTIONS, Quiet())
    (archive / "99.txt").write_bytes(b"")
    run(archive, tmp_path / "out", OPTIONS, Quiet())
    assert Tables(tmp_path / "out").causes() == {
        ("failed", "input.corrupt"): 1,
        ("not_a_report", "input.not_a_report"): 1,
        ("duplicate", "input.corrupt"): 6,
        ("duplicate", "input.not_a_report"): 5,
    }
    last = Tables(tmp_path / "out").arrow("files").to_pylist()[-1]
    assert (last["path"], last["duplicate_of"], last["hint"]) == (
        "99.txt",
        "0.txt",
        "fetch the file again",
    )
