"""What the command line says of a file without a result, and with which code it then ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click
from attrs import frozen

from govreport.errors import LABELS, GovReportError

if TYPE_CHECKING:
    from govreport.export.language import Language

__all__ = ["ERRORS", "FAILED", "INTERRUPTED", "Failure", "attempt", "say"]

FAILED, INTERRUPTED = 3, 130

T = TypeVar("T")

#: What each code of an error is called.
ERRORS: Mapping[str, str] = {
    **LABELS,
    "output": "无法写出",
    "batch.store": "不能这样使用",
    "batch.engine": "无法启动解析进程",
    "internal": "程序内部错误",
}


@frozen
class Failure:
    """A file without a result; ``code`` is a key of :data:`ERRORS`."""

    path: str
    code: str
    detail: str
    hint: str = ""

    def line(self, lang: Language = "zh") -> str:
        """Return one line for a person. Details and hints are in English, as the library has
        them; what the code is called is in Chinese."""
        from govreport.export.safe import one_line

        if lang == "en":
            hint = f" ({self.hint})" if self.hint else ""
            return one_line(f"{self.path}: [{self.code}] {self.detail}{hint}")
        hint = f"（{self.hint}）" if self.hint else ""
        return one_line(f"{self.path}: {ERRORS[self.code]} [{self.code}] {self.detail}{hint}")


def say(failure: Failure, lang: Language = "zh") -> None:
    """Say it in one line on stderr."""
    click.echo(failure.line(lang), err=True)


def attempt(path: str, action: Callable[[str], T]) -> T | Failure:
    """Return what comes of a file, or why nothing does."""
    try:
        return action(path)
    except GovReportError as error:
        return Failure(path, error.code, error.detail, error.hint)
    except Exception as error:
        # A fault of ours: it must not cost the other files, nor pass for a fault of the file.
        what = f"{type(error).__name__}: {error}"
        return Failure(path, "internal", what, "a bug of govreport: please report it")
