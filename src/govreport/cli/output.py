"""Where results go: to the terminal, to a pipe as UTF-8, or each to a file of its own."""

from __future__ import annotations

import io
import itertools
import json
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, to_builtins

from govreport.cli.failure import Failure, say
from govreport.cli.language import language, said

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "Targets",
    "console",
    "deliver",
    "deliver_to",
    "echo_json",
    "ensure_excel",
    "in_words",
    "listed",
    "needs",
    "unknown",
]

#: Columns of a page that has no terminal; a table of Chinese needs as much.
PAGE_WIDTH = 110


class Targets:
    """A file in a folder for each input: no two the same, and none of them an input."""

    def __init__(self, folder: str, ending: str, inputs: Collection[Path]) -> None:
        """Make the folder if it is not there.

        Raises:
            BadParameter: there cannot be such a folder.
        """
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            detail = f"{folder!r}: {in_words(error)}"
            raise click.BadParameter(detail, param_hint="--output") from error
        self._folder = folder
        self._ending = ending
        self._taken = set(inputs)

    def next(self, path: str) -> Path:
        """Return the file for the result of an input."""
        stem = "stdin" if path == "-" else Path(path).name
        names = itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
        places = (Path(self._folder, f"{stem}{n}.{self._ending}").absolute() for n in names)
        target = next(place for place in places if place not in self._taken)
        self._taken.add(target)
        return target


def deliver(path: str, result: str | bytes | Failure, targets: Targets | None) -> bool:
    """Write a result to its place, or say why there is none and return false."""
    if isinstance(result, Failure):
        say(result)
        return False
    return deliver_to(path, result, None if targets is None else targets.next(path))


def deliver_to(path: str, result: str | bytes, target: Path | None) -> bool:
    """Write what came of an input to a file or to stdout, or say why not and return false."""
    if target is None:
        click.echo(result, nl=False)
        return True
    try:
        target.write_bytes(
            result if isinstance(result, bytes) else result.encode("utf-8", "replace")
        )
    except OSError as error:
        say(Failure(path, "output", f"{target}: {error.strerror}"))
        return False
    return True


def echo_json(data: object, *, indent: int | None = None) -> None:
    """Print JSON in UTF-8, that no terminal obeys."""
    from govreport.export.safe import escaped

    click.echo(escaped(json.dumps(data, ensure_ascii=False, indent=indent)).encode())


def listed(value: object) -> Any:
    """Return data of the package as JSON has it, under the names that it has in Python."""
    if isinstance(value, Struct):
        return {name: listed(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {key: listed(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [listed(each) for each in value]
    return to_builtins(value)


def console(*, paged: bool = False) -> Console:
    """Return what tables are printed by: as wide as the terminal, or as a page where is none."""
    from rich.console import Console

    if not paged and sys.stdout.isatty():
        return Console(highlight=False)
    return Console(file=io.StringIO() if paged else None, width=PAGE_WIDTH, highlight=False)


def in_words(error: OSError) -> str:
    """Return what the system says, in the command's language."""
    from govreport.export.details import in_chinese

    reason = error.strerror or str(error)
    return reason if language() == "en" else in_chinese(reason)


def ensure_excel(*, to_terminal: bool) -> None:
    """Do nothing if workbooks can be made, and have somewhere to go.

    Raises:
        UsageError: they cannot, or have not.
    """
    from govreport.export.excel import require_excel

    try:
        require_excel()
    except ImportError as error:
        raise needs(error) from error
    if to_terminal:
        raise click.UsageError(said("工作簿不能显示在终端上：加 -o"))


def needs(error: ImportError) -> click.UsageError:
    """Return the error of a package that is not there, in the command's language."""
    from govreport.export.details import in_chinese

    return click.UsageError(str(error) if language() == "en" else in_chinese(str(error)))


def unknown(name: str, known: Collection[str], option: str) -> click.BadParameter:
    """Return the error of a name that is none of those there are."""
    listed = ", ".join(known)
    return click.BadParameter(
        said("没有 {name!r}，有 {listed}", name=name, listed=listed), param_hint=option
    )
