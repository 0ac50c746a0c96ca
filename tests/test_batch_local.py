from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from govreport.batch.engines.child import WorkerSettings
from govreport.batch.engines.local import EngineError, LocalEngine, Task
from support.archives import report_text

SETTINGS = WorkerSettings(memory=400 << 20, timeout=5, plugins=("support.hostile_reader",))

Outcome = tuple[str | None, str | None, str | None]


def report(number: int, note: str = "") -> bytes:
    return report_text(f"青澜市云浦区第{number}局", 2020, note)


def tasks(*notes: str) -> Iterator[Task[int]]:
    for number, note in enumerate(notes):
        yield Task(number, f"{number}.txt", report(number, note))


def outcomes(engine: LocalEngine, work: Iterator[Task[int]]) -> dict[int, Outcome]:
    found = {}
    for task, row in engine.run(work):
        assert row is not None
        status, code, detail = (row.column(n)[0].as_py() for n in ("status", "code", "detail"))
        found[task.tag] = (status, code, detail)
    return found


def test_each_file_that_breaks_its_worker_is_quarantined_and_no_other() -> None:
    bad = {
        1: ("PLEASE-HANG", "batch.timeout", "took more than 5 s"),
        3: ("PLEASE-EAT", "batch.memory", "took more than 400 MiB"),
        4: ("PLEASE-RESERVE", "batch.memory", "took more than 400 MiB"),
        6: ("PLEASE-SEGFAULT", "batch.crash", "the worker was ended by SIGSEGV"),
        7: ("PLEASE-EXIT", "batch.crash", "the worker ended with code 7"),
    }
    replaced: list[str] = []
    engine = LocalEngine(jobs=2, settings=SETTINGS, on_replaced=replaced.append)
    notes = [bad[n][0] if n in bad else "" for n in range(10)]
    found = outcomes(engine, tasks(*notes))
    assert list(found) == list(range(10))
    for number, outcome in found.items():
        expected = ("quarantined", *bad[number][1:]) if number in bad else ("parsed", None, None)
        assert outcome == expected
    assert len(replaced) == 7, "once for each, twice for a crash"


def test_time_is_that_of_a_page_where_pictures_are_read() -> None:
    engine = LocalEngine(jobs=1, settings=evolve(SETTINGS, timeout=1.5, ocr="auto"))
    pages = "PLEASE-READ-A-PAGE " * 5
    found = outcomes(engine, tasks(pages, f"{pages} PLEASE-READ-A-PAGE PLEASE-HANG-UNTIL:/never"))
    assert found[0] == ("parsed", None, None)
    assert found[1] == ("quarantined", "batch.timeout", "took more than 1.5 s")


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    engine = LocalEngine(jobs=1, settings=SETTINGS)
    found = outcomes(engine, tasks("", f"PLEASE-DIE-ONCE:{tmp_path / 'mark'}\n"))
    assert found == {0: ("parsed", None, None), 1: ("parsed", None, None)}


def test_order_of_the_tasks_or_of_their_end() -> None:
    engine = LocalEngine(jobs=2, settings=SETTINGS)
    notes = ("PLEASE-SLEEP", "", "", "")
    assert [task.tag for task, _ in engine.run(tasks(*notes))] == [0, 1, 2, 3]
    unordered = [task.tag for task, _ in engine.run(tasks(*notes), ordered=False)]
    assert sorted(unordered) == [0, 1, 2, 3]


def test_tasks_without_data_are_passed_on_in_turn() -> None:
    engine = LocalEngine(jobs=1, settings=SETTINGS)
    work = iter([Task(0, "a"), Task(1, "b", report(1)), Task(2, "c")])
    assert [(task.tag, row is None) for task, row in engine.run(work)] == [
        (0, True),
        (1, False),
        (2, True),
    ]


def test_no_files_start_no_worker() -> None:
    engine = LocalEngine(jobs=2, settings=SETTINGS)
    assert list(engine.run(iter(()))) == []


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = []

    def work() -> Iterator[Task[int]]:
        for number in range(1000):
            taken.append(number)
            yield Task(number, f"{number}.txt", report(number))

    results = LocalEngine(jobs=1, settings=SETTINGS).run(work())
    next(results)
    results.close()
    assert len(taken) < 10


def test_closing_ends_the_workers() -> None:
    results = LocalEngine(jobs=1, settings=SETTINGS).run(tasks("", "PLEASE-HANG"))
    next(results)
    before = children()
    assert len(before) == 1
    results.close()
    assert children() == []


def test_workers_that_cannot_start() -> None:
    settings = WorkerSettings(memory=400 << 20, timeout=2, plugins=("no_such_module",))
    with pytest.raises(EngineError, match="ended with code 1 before it could begin"):
        list(LocalEngine(jobs=1, settings=settings).run(tasks("")))


def children() -> list[str]:
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True
    )
    ours = SETTINGS.to_json()
    return [line for line in listed.stdout.splitlines() if "engines.child" in line and ours in line]


def test_on_windows_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(EngineError, match="Windows") as caught:
        list(LocalEngine(jobs=1, settings=SETTINGS).run(tasks("")))
    assert caught.value.hint == "use Linux, macOS or WSL"
