"""Damaged files, a few hundred of each format; ``make fuzz`` takes 10,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import runner
from fuzz.corpus import FORMATS, corpus
from fuzz.mutations import mutated
from fuzz.runner import Failure
from fuzz.worker import outcome
from govreport.readers import file_types, identify

#: Inputs of each format: what takes a few seconds.
COUNTS = {"doc": 200, "docx": 200}
COUNT = 80
#: A process in place of the worker: what it does with each seed.
DOES = """
import ctypes, json, os, sys, time
def say(**line):
    print(json.dumps(line), flush=True)
first, count = map(int, sys.argv[2:])
for seed in range(first, first + count):
    say(seed=seed)
    if seed == 1:
        ctypes.string_at(0)
    if seed == 3:
        os._exit(7)
    if seed == 4:
        time.sleep(60)
    outcome = "!KeyError" if seed == 2 else "report"
    say(seed=seed, outcome=outcome, seconds=11 if seed == 5 else 1, megabytes=100 * seed)
"""


@pytest.mark.parametrize("format", FORMATS)
def test_damaged_files_are_answered(format: str) -> None:
    summary = runner.run(corpus(format), 0, COUNTS.get(format, COUNT))
    assert summary.failures == []
    assert summary.outcomes.total() == COUNTS.get(format, COUNT)
    assert summary.outcomes["picture" if format == "picture" else "report"] > 0
    assert len(summary.outcomes) > 1


def test_what_a_damaged_picture_makes_its_library_say_is_foreseen() -> None:
    files = corpus("picture")
    found = {str(outcome(mutated(files, seed))) for seed in range(10_000, 10_100)}
    assert {"picture", "input.corrupt"} <= found
    assert not [each for each in found if "unforeseen" in each]


def test_every_format_is_damaged() -> None:
    for id, type_ in file_types().items():
        assert type_.reader is None or {id, "picture" if type_.is_picture else id} & set(FORMATS)
    pictures = {identify(data).id for data in corpus("picture")}
    assert pictures == {id for id, type_ in file_types().items() if type_.is_picture}


@pytest.mark.parametrize("format", FORMATS)
def test_a_seed_is_always_the_same_file(format: str) -> None:
    files = corpus(format)
    assert [mutated(files, seed) for seed in range(20)] == [
        mutated(files, seed) for seed in range(20)
    ]
    assert len({mutated(files, seed) for seed in range(20)}) > 15


def test_what_must_not_happen_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hostile_worker.py").write_text(DOES)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(runner, "WORKER", "hostile_worker")
    monkeypatch.setattr(runner, "SILENCE", 1)
    summary = runner.run([b"x"], 0, 8)
    assert summary.failures == [
        Failure(1, "died of SIGSEGV"),
        Failure(2, "KeyError"),
        Failure(3, "left with 7"),
        Failure(4, "no answer"),
        Failure(5, "took 11.0 s"),
        Failure(6, "took 600 MB"),
        Failure(7, "took 700 MB"),
    ]
    assert summary.outcomes.total() == 8
    assert summary.slowest[0] == (11, 5)


def test_a_worker_that_cannot_start_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "WORKER", "no_such_module")
    with pytest.raises(RuntimeError, match="No module named no_such_module"):
        runner.run([b"x"], 0, 8)
