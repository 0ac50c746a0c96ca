from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport as gr
from govreport.batch.run import Options, run
from govreport.batch.store.tables import StoreError
from support import archives
from support.archives import report_text
from support.batches import Quiet

ORGANS = [f"青澜市云浦区第{n}局" for n in range(6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {f"{n}.txt": report_text(organ, 2020) for n, organ in enumerate(ORGANS)}
    return archives.write(tmp_path / "files", {**files, "bad.docx": b""})


def test_reports_come_in_order_with_their_paths(folder: Path) -> None:
    paths = [folder / f"{n}.txt" for n in range(6)]
    found = list(gr.parse_many(paths, jobs=2))
    assert [path for path, _ in found] == paths
    reports = [report for _, report in found if isinstance(report, gr.Report)]
    assert [report.issuer.name for report in reports] == ORGANS
    assert reports[3].source.path == str(paths[3])
    assert reports[3] == gr.parse(paths[3])


def test_a_file_that_fails_is_a_value(folder: Path) -> None:
    paths = [str(folder / name) for name in ("bad.docx", "0.txt", "none.txt")]
    bad, good, none = (result for _, result in gr.parse_many(paths, jobs=1))
    assert bad == gr.Failure(
        paths[0], "input.corrupt", "empty: nothing in it", "fetch the file again"
    )
    assert isinstance(good, gr.Report)
    assert none == gr.Failure(paths[2], "input.unavailable", "no such file", "check the name")


def test_a_folder_is_walked_as_a_batch_walks_it(folder: Path) -> None:
    inside = archives.zip_of({"内/甲.txt": report_text("青澜市云浦区某局", 2021)})
    more = {"下级/乙.txt": report_text("青澜市云浦区他局", 2021), "丙.zip": inside}
    archives.write(folder, {**more, "~$丁.docx": b"x", ".隐藏/戊.txt": b"x"})
    found = dict(gr.parse_many(folder, jobs=2))
    inner = folder / "丙.zip!/内/甲.txt"
    assert set(found) == {
        *(folder / f"{n}.txt" for n in range(6)),
        *(folder / "bad.docx", folder / "下级/乙.txt", inner),
    }
    report = found[inner]
    assert isinstance(report, gr.Report)
    assert (report.issuer.name, report.source.path) == ("青澜市云浦区某局", str(inner))
    assert isinstance(found[folder / "bad.docx"], gr.Failure)
    assert set(dict(gr.parse_many(str(folder), jobs=2))) == set(map(str, found))


def test_one_name_is_no_list_of_letters(folder: Path) -> None:
    [(path, report)] = gr.parse_many(str(folder / "0.txt"), jobs=1)
    assert path == str(folder / "0.txt")
    assert report == gr.parse(path)
    with pytest.raises(gr.SourceUnavailable, match="no such file"):
        gr.parse_many(str(folder / "none"))


def test_unordered(folder: Path) -> None:
    paths = [str(folder / f"{n}.txt") for n in range(6)]
    found = gr.parse_many(paths, jobs=2, ordered=False)
    assert sorted(path for path, _ in found) == paths


def test_nothing_is_started_before_it_is_asked_for(folder: Path) -> None:
    gr.parse_many([folder / "0.txt"])


def test_paths_are_taken_as_they_are_needed_and_workers_end_with_the_iterator(
    folder: Path,
) -> None:
    taken = []

    def endless() -> Iterator[Path]:
        for number in itertools.count():
            taken.append(number)
            yield folder / f"{number % 6}.txt"

    for ordered in (True, False):
        taken.clear()
        results = gr.parse_many(endless(), jobs=2, ordered=ordered)
        assert len([*itertools.islice(results, 20)]) == 20
        results.close()  # type: ignore[attr-defined]
        assert len(taken) < 30
    listing = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True)
    own = [line for line in listing.stdout.splitlines() if line.split()[0] == str(os.getpid())]
    assert not [line for line in own if "engines.child" in line]


def test_one_file_that_hangs_holds_back_those_after_it_only_if_ordered(folder: Path) -> None:
    (folder / "0.txt").write_bytes(report_text(ORGANS[0], 2020, "PLEASE-HANG"))
    paths = [folder / f"{n}.txt" for n in range(6)]

    def parsed(*, ordered: bool) -> list[tuple[str, str]]:
        found = gr.parse_many(
            paths, jobs=2, ordered=ordered, timeout=3, plugins=("support.hostile_reader",)
        )
        return [(path.name, getattr(result, "code", "")) for path, result in found]

    assert parsed(ordered=True)[0] == ("0.txt", "batch.timeout")
    last = parsed(ordered=False)[-1]
    assert last == ("0.txt", "batch.timeout")


def test_a_script_without_a_guard(folder: Path) -> None:
    script = folder / "script.py"
    script.write_text(
        "import sys, govreport as gr\n"
        "print([type(r).__name__ for _, r in gr.parse_many(sys.argv[1:], jobs=1)])\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), str(folder / "0.txt")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "['Report']\n"


def test_open_store(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", Options(jobs=1), Quiet())
    tables = gr.open_store(tmp_path / "out")
    assert tables.names == (
        *("reports", "metrics", "quantities", "sections", "findings", "measures", "files"),
        *("issuers", "organs", "concepts", "points", "versions", "series_findings", "reuse"),
    )
    assert list(tables.frame("reports")["issuer"]) == ORGANS
    assert list(tables.rows("reports", ["year"])) == [(2020,)] * 6
    assert tables.dataset("sections").count_rows() == 12
    assert repr(tables) == f"Tables({str(tmp_path / 'out')!r}, 7 files)"
    with pytest.raises(KeyError):
        tables.dataset("nothing")


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no store"):
        gr.open_store(tmp_path)


def test_importing_govreport_does_not_import_pyarrow() -> None:
    code = (
        "import sys, govreport as gr; gr.parse_many; gr.open_store; print('pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
