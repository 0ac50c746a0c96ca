"""Archives of many files: each parsed in a process that is bounded, all in one store of tables."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from govreport.batch.failure import Failure, PathT
from govreport.errors import missing

if TYPE_CHECKING:
    from govreport.batch.store.reading import Tables
    from govreport.batch.walk.files import WalkedFile
    from govreport.model import Report

__all__ = ["Failure", "open_store", "parse_many"]


@overload
def parse_many(
    paths: PathT,
    *,
    jobs: int | None = None,
    ordered: bool = True,
    timeout: float = 60,
    memory: int = 1 << 30,
    plugins: Iterable[str] = (),
) -> Iterator[tuple[PathT, Report | Failure]]: ...
@overload
def parse_many(
    paths: Iterable[PathT],
    *,
    jobs: int | None = None,
    ordered: bool = True,
    timeout: float = 60,
    memory: int = 1 << 30,
    plugins: Iterable[str] = (),
) -> Iterator[tuple[PathT, Report | Failure]]: ...
def parse_many(
    paths: PathT | Iterable[PathT],
    *,
    jobs: int | None = None,
    ordered: bool = True,
    timeout: float = 60,
    memory: int = 1 << 30,
    plugins: Iterable[str] = (),
) -> Iterator[tuple[PathT, Report | Failure]]:
    """Parse files by worker processes, lazily: a few files are read ahead, none are kept.

    Args:
        paths: names of files, taken as workers become free; or one name, of a folder or an archive
            that is walked as a batch walks it, files in containers (``a.zip!/b.docx``) included and
            hidden ones left out.
        jobs: worker processes; ``None`` for one a processor.
        ordered: in the order of ``paths``; otherwise as they are done.
        timeout: seconds that one file may take; of one that comes near it, or that is beyond the
            limits, a part is read (:attr:`Report.is_partial`).
        memory: bytes that a worker may hold.
        plugins: modules that workers import first, such as readers of one's own.

    Yields:
        Each path with its report, or with a :class:`Failure`; a file raises nothing. Stop iterating
        and close the generator, or let it go, and the workers end.

    Raises:
        ImportError: pyarrow is not installed.
        SourceUnavailable: the folder cannot be opened.
        EngineError: worker processes cannot be started.
    """
    require_pyarrow()
    from govreport.batch.engines.child import WorkerSettings
    from govreport.batch.stream import read_file, results

    return results(
        _walked(paths)
        if isinstance(paths, str | os.PathLike)
        else ((path, read_file(os.fspath(path))) for path in paths),
        WorkerSettings(memory=memory, timeout=timeout, plugins=tuple(plugins)),
        jobs=jobs,
        ordered=ordered,
    )


def _walked(folder: PathT) -> Iterator[tuple[PathT, WalkedFile]]:
    """The files of a folder, each under a path of the type that the folder's has."""
    from govreport.batch.walk.files import counted, files_of

    name = os.fspath(folder)
    like: Any = str if isinstance(folder, str) else Path
    files = files_of(name, counted(name))
    return ((like(file.path), file) for file in files)


def open_store(folder: str | os.PathLike[str]) -> Tables:
    """Open what ``govreport batch … -o FOLDER`` wrote, for reading.

    Raises:
        ImportError: pyarrow is not installed.
        StoreError: there is no store in that folder.
    """
    require_pyarrow()
    from govreport.batch.store.reading import Tables

    return Tables(folder)


def require_pyarrow() -> None:
    """Do nothing if pyarrow is installed.

    Raises:
        ImportError: it is not; the message says how to install it.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise missing("a batch", "pyarrow")
