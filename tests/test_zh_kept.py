"""What is kept from one start to the next: never out of date, never another's, never in the way."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport
from govreport.zh import kept as module
from govreport.zh.kept import kept
from govreport.zh.patterns import lazy_pattern


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of our own to keep things in, as at the start of a program."""
    monkeypatch.setenv("GOVREPORT_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr("atexit.register", lambda _: None)
    _start()
    yield tmp_path / "kept"
    monkeypatch.undo()
    _start()


def _start() -> None:
    module._store.cache_clear()


def _end() -> None:
    module._store().save()
    _start()


def test_what_was_made_is_not_made_again(folder: Path) -> None:
    assert kept("a text", dict, lambda: {"件": [1, 2]}) == {"件": [1, 2]}
    _end()
    assert kept("a text", dict, lambda: pytest.fail("made again")) == {"件": [1, 2]}
    assert kept("another text", dict, dict) == {}


@pytest.mark.parametrize("made", [{"on": dt.date(2019, 1, 1)}, {"set": frozenset({1})}])
def test_what_would_come_back_otherwise_is_made_each_time(folder: Path, made: object) -> None:
    assert kept("a text", object, lambda: made) == made
    _end()
    assert kept("a text", object, lambda: "made again") == "made again"


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x81\xa1a\x01", b"no such file"])
def test_a_broken_file_is_made_anew(folder: Path, data: bytes) -> None:
    folder.mkdir(mode=0o700)
    (folder / "kept.msgpack").write_bytes(data)
    assert kept("a text", dict, lambda: {"a": 1}) == {"a": 1}
    _end()
    assert kept("a text", dict, dict) == {"a": 1}


def test_what_others_may_write_is_not_read(folder: Path) -> None:
    kept("a text", dict, lambda: {"a": 1})
    _end()
    folder.chmod(0o777)
    assert kept("a text", dict, lambda: {"a": 2}) == {"a": 2}


def test_nothing_is_kept_where_nothing_can_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file in its place")
    assert kept("a text", dict, lambda: {"a": 1}) == {"a": 1}
    _end()
    monkeypatch.setenv("GOVREPORT_CACHE", "")
    _start()
    assert kept("a text", dict, lambda: {"a": 2}) == {"a": 2}
    _end()
    assert folder.read_text() == "a file in its place"


def test_old_entries_do_not_pile_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for text in "abcd":
        kept(text, int, lambda: 1)
        _end()
    assert kept("d", int, lambda: 2) == 1
    assert kept("a", int, lambda: 2) == 2


def test_nothing_is_left_beside_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed, writing, others = (
        folder / name for name in ("kept.msgpack.00", "kept.msgpack.11", "tmp_of_others")
    )
    folder.mkdir(mode=0o700)
    for path in (killed, writing, others):
        path.write_bytes(b"half")
    long_ago = time.time() - 2 * module.STALE
    os.utime(killed, (long_ago, long_ago))
    os.utime(others, (long_ago, long_ago))
    kept("a text", dict, lambda: {"a": 1})
    _end()
    assert {*folder.iterdir()} == {folder / "kept.msgpack", writing, others}

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    kept("another text", dict, lambda: {"a": 1})
    _end()
    assert {*folder.iterdir()} == {folder / "kept.msgpack", writing, others}


def test_a_pattern_taken_up_finds_what_it_found(folder: Path) -> None:
    written = r"(?P<sum>[0-9]+)(?P<unit>件|\p{Han}元)|(?<=共\s?)(?P<sum>[一二三]{1,2}+)"
    for _ in range(2):
        pattern = lazy_pattern(written)
        found = [(m["sum"], m["unit"], m.span()) for m in pattern.finditer("共 三，12件")]
        assert found == [("三", None, (2, 3)), ("12", "件", (4, 7))]
        _end()


def test_a_report_is_read_alike_with_and_without(tmp_path: Path) -> None:
    text = "2018年度某市某局政府信息公开工作年度报告\n一、概述\n共收到申请12件。"
    code = f"import govreport as gr; print(gr.parse({text!r}.encode()).to_json())"
    held = set()
    for seed in ("1", "2"):
        child = subprocess.run(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "GOVREPORT_CACHE": str(tmp_path / "kept"),
                "PYTHONUTF8": "1",
                "PYTHONHASHSEED": seed,  # the order of sets must not make anything new
            },
            check=True,
            capture_output=True,
        )
        assert child.stdout.decode().strip() == govreport.parse(text.encode()).to_json()
        held.add((tmp_path / "kept" / "kept.msgpack").read_bytes())
    assert len(held) == 1
