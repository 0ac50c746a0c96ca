"""What a command is given: files, folders that are walked, ``-`` for standard input; and a report
or a failure for each of them, one after the other or by several processes."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from attrs import evolve, frozen

from govreport.cli.failure import Failure, attempt
from govreport.cli.language import said
from govreport.cli.output import needs
from govreport.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreport.batch.failure import Failure as Failed
    from govreport.batch.walk.entries import Entry, Found
    from govreport.batch.walk.files import WalkedFile
    from govreport.model import Report
    from govreport.ocr import Ocr
    from govreport.pipeline import Via

__all__ = ["STDIN", "Inputs", "file_names", "jobs_option", "ocr_option", "opened", "via_program"]

#: The name that means standard input.
STDIN = "-"
#: So many files are worth starting processes for, where nobody says how many.
WORTH_PROCESSES = 8
#: Seconds and bytes that a process may take for a file.
TIMEOUT, MEMORY = 60, 1 << 30
#: What is wrong with a folder of which nothing comes.
NOTHING = "a folder without a file to read"

F = TypeVar("F", bound="Callable[..., Any]")


def file_names(command: F) -> F:
    """Give a command its files."""
    files = click.argument(
        "files",
        metavar="FILE…",
        nargs=-1,
        required=True,
        type=click.Path(allow_dash=True, exists=False),
    )
    return files(command)


def via_program(command: F) -> F:
    """Give a command ``--via``."""
    helped = "旧格式（.doc、.rtf、.xls 等）由 LibreOffice 转换后再读"
    return click.option("--via", type=click.Choice(["libreoffice"]), help=helped)(command)


def ocr_option(command: F) -> F:
    """Give a command ``--ocr``."""
    helped = "扫描件的文字识别：auto 只读没有文字层的页（默认；几个进程时不读），always 读每一页"
    choice = click.Choice(["auto", "never", "always"])
    return click.option("--ocr", type=choice, help=helped)(command)


def jobs_option(command: F) -> F:
    """Give a command ``--jobs``."""
    helped = "几个进程同时解析（默认：文件多时每个处理器一个）"
    return click.option("--jobs", metavar="N", type=click.IntRange(1), help=helped)(command)


@frozen
class Inputs:
    """What is given, and each folder with what is on disk in it.

    ``paths`` are the names of all files on disk, none of which may be written over.
    """

    given: tuple[tuple[str, Sequence[Found | Entry] | None], ...]
    paths: frozenset[Path]

    @property
    def total(self) -> int:
        """How many files there are on disk."""
        return sum(1 if found is None else len(found) for _, found in self.given)

    @property
    def is_single(self) -> bool:
        """Whether a single file was given."""
        return len(self.given) == 1 and self.given[0][1] is None

    def reports(
        self, via: Via | None = None, jobs: int | None = None, ocr: Ocr | None = None
    ) -> Iterator[tuple[str, Report | Failure]]:
        """Yield each file with its report, or with why it has none, in the order given.

        On a terminal, how far it is shows on stderr meanwhile.

        Raises:
            UsageError: several processes were asked for and cannot be had.
        """
        processes = self._processes(via, jobs, ocr)
        found = self._together(processes) if processes > 1 else self._in_turn(via, ocr or "auto")
        with Progress(0 if self.is_single else self.total) as progress:
            for path, result in found:
                progress.clear()
                yield path, result
                progress.step(path)

    def _processes(self, via: Via | None, jobs: int | None, ocr: Ocr | None) -> int:
        alone = via is not None or ocr in ("auto", "always")
        can = importlib.util.find_spec("pyarrow") is not None and sys.platform != "win32"
        if jobs is not None and jobs > 1:
            if alone:
                raise click.UsageError(said("--via 和 --ocr 只能由一个进程做：去掉 --jobs"))
            if not can:
                from govreport.errors import missing

                raise needs(missing("--jobs", "pyarrow"))
            return jobs
        many = self.total > WORTH_PROCESSES and can and not alone and jobs is None
        return os.cpu_count() or 1 if many else 1

    def _in_turn(self, via: Via | None, ocr: Ocr) -> Iterator[tuple[str, Report | Failure]]:
        for file in self._files():
            if file.failure is not None:
                yield file.path, _failure(file.failure)
            else:
                parse = functools.partial(_parse, data=file.data, via=via, ocr=ocr)
                yield file.path, attempt(file.path, parse)

    def _together(self, jobs: int) -> Iterator[tuple[str, Report | Failure]]:
        from govreport.batch.failure import Failure as Failed
        from govreport.batch.stream import read_file, results

        files = (
            (file.path, file if file.data is not None or file.failure else read_file(file.path))
            for file in self._files()
        )
        done = results(files, jobs=jobs, ordered=True, timeout=TIMEOUT, memory=MEMORY, plugins=())
        for path, result in done:
            yield path, _failure(result) if isinstance(result, Failed) else result

    def _files(self) -> Iterator[WalkedFile]:
        """Each file; one that is named has neither bytes nor a failure, and is yet to be opened."""
        from govreport.batch.failure import Failure as Failed
        from govreport.batch.walk.files import WalkedFile, files_of

        for name, found in self.given:
            if found is not None:
                none = WalkedFile(name, failure=Failed(name, "input.unavailable", NOTHING))
                walked = files_of(name, found)
                yield from itertools.chain([next(walked, none)], walked)
            elif name == STDIN:
                yield WalkedFile(name, _stdin())
            else:
                yield WalkedFile(name)


def opened(files: Sequence[str]) -> Inputs:
    """Return what is given by names, folders listed."""
    given: list[tuple[str, Sequence[Found | Entry] | None]] = []
    paths: set[Path] = set()
    for name in files:
        found = _listed(name) if name != STDIN and Path(name).is_dir() else None
        given.append((name, found))
        if found is None:
            paths.add(Path(name).absolute())
        else:
            places = (getattr(each, "place", None) for each in found)
            paths.update(Path(os.fsdecode(place)).absolute() for place in places if place)
    return Inputs(tuple(given), frozenset(paths))


def _listed(folder: str) -> Sequence[Found | Entry]:
    from govreport.batch.walk.entries import Entry, EntryKind
    from govreport.batch.walk.files import counted
    from govreport.errors import GovReportError

    try:
        return counted(folder)
    except GovReportError as error:
        return [Entry(path="", kind=EntryKind.FAILED, code=error.code, detail=error.detail)]


def _parse(path: str, data: bytes | None, via: Via | None, ocr: Ocr) -> Report:
    from govreport.pipeline import parse

    if data is None:
        return parse(path, via=via, ocr=ocr)
    report = parse(data, via=via, ocr=ocr)
    inner = report.source.path or ""  # what of a container was read
    return evolve(report, source=evolve(report.source, path=path + inner))


def _failure(failed: Failed) -> Failure:
    return Failure(failed.path, failed.code, failed.detail, failed.hint)


def _stdin() -> bytes:
    from govreport.readers.limits import DEFAULT_LIMITS

    return sys.stdin.buffer.read(DEFAULT_LIMITS.bytes + 1)
