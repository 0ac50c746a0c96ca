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
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

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

__all__ = [
    "STDIN",
    "Inputs",
    "opened",
    "reads",
    "reads_files",
]

#: The name that means standard input.
STDIN = "-"
#: So many files are worth starting processes for, where nobody says how many.
WORTH_PROCESSES = 8
#: Seconds and bytes that a process may take for a file.
TIMEOUT, MEMORY = 60, 1 << 30
#: What is wrong with a folder of which nothing comes.
NOTHING = "a folder without a file to read"

F = TypeVar("F", bound="Callable[..., Any]")


def reads_files(command: F) -> F:
    """Give a command its files, and the options that say how they are read."""
    files = click.argument(
        "files",
        metavar="FILE…",
        nargs=-1,
        required=True,
        type=click.Path(allow_dash=True, exists=False),
    )
    jobs = click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(1),
        help="几个进程同时解析（默认：文件多时每个处理器一个）",
    )
    return files(reads(jobs(command)))


def reads(command: F) -> F:
    """Give a command the options that say how a file is read."""
    given = (
        click.option(
            "--via",
            type=click.Choice(["libreoffice"]),
            help="旧格式（.doc、.rtf、.xls 等）由 LibreOffice 转换后再读",
        ),
        click.option(
            "--ocr",
            type=click.Choice(["auto", "never", "always"]),
            help="扫描件的文字识别："
            "auto 只读没有文字层的页（默认；几个进程时不读），always 读每一页",
        ),
        click.option(
            "--partial", is_flag=True, help="文件超出上限时，读到哪里算哪里，并指出没有读完"
        ),
    )
    for give in reversed(given):
        command = give(command)
    return command


class Inputs(NamedTuple):
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
        self,
        via: Via | None = None,
        jobs: int | None = None,
        ocr: Ocr | None = None,
        *,
        partial: bool = False,
    ) -> Iterator[tuple[str, Report | Failure]]:
        """Yield each file with its report, or with why it has none, in the order given.

        On a terminal, how far it is shows on stderr meanwhile.

        Raises:
            UsageError: several processes were asked for and cannot be had.
        """
        processes = self._processes(via, jobs, ocr)
        if processes > 1:
            found = self._together(processes, partial=partial)
        else:
            parse = functools.partial(_parse, via=via, ocr=ocr or "auto", partial=partial)
            found = self._in_turn(parse)
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

    def _in_turn(self, parse: Callable[..., Report]) -> Iterator[tuple[str, Report | Failure]]:
        for path, found in self._files():
            if found is None or isinstance(found, bytes):
                data = found
            elif found.failure is not None:
                yield path, _failure(found.failure)
                continue
            else:
                data = found.data
            yield path, attempt(path, functools.partial(parse, data=data))

    def _together(self, jobs: int, *, partial: bool) -> Iterator[tuple[str, Report | Failure]]:
        from govreport.batch.engines.child import WorkerSettings
        from govreport.batch.failure import Failure as Failed
        from govreport.batch.stream import read_file, results
        from govreport.batch.walk.files import WalkedFile

        def walked(path: str, found: WalkedFile | bytes | None) -> WalkedFile:
            if found is None:
                return read_file(path)
            return WalkedFile(path, found) if isinstance(found, bytes) else found

        files = ((path, walked(path, found)) for path, found in self._files())
        settings = WorkerSettings(memory=MEMORY, timeout=TIMEOUT, partial=partial)
        done = results(files, settings, jobs=jobs)
        for path, result in done:
            yield path, _failure(result) if isinstance(result, Failed) else result

    def _files(self) -> Iterator[tuple[str, WalkedFile | bytes | None]]:
        """Each file and what is known of it: nothing of one that is named and yet to be opened."""
        for name, found in self.given:
            if found is not None:
                yield from ((file.path, file) for file in _walked(name, found))
            else:
                yield name, _stdin() if name == STDIN else None


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


def _walked(folder: str, found: Sequence[Found | Entry]) -> Iterator[WalkedFile]:
    from govreport.batch.failure import Failure as Failed
    from govreport.batch.walk.files import WalkedFile, files_of

    none = WalkedFile(folder, failure=Failed(folder, "input.unavailable", NOTHING))
    walked = files_of(folder, found)
    yield from itertools.chain([next(walked, none)], walked)


def _parse(path: str, data: bytes | None, *, via: Via | None, ocr: Ocr, partial: bool) -> Report:
    from govreport.pipeline import parse

    if data is None:
        return parse(path, via=via, ocr=ocr, partial=partial)
    from attrs import evolve

    report = parse(data, via=via, ocr=ocr, partial=partial)
    inner = report.source.path or ""  # what of a container was read
    return evolve(report, source=evolve(report.source, path=path + inner))


def _failure(failed: Failed) -> Failure:
    return Failure(failed.path, failed.code, failed.detail, failed.hint)


def _stdin() -> bytes:
    from govreport.readers.limits import DEFAULT_LIMITS

    return sys.stdin.buffer.read(DEFAULT_LIMITS.bytes + 1)
