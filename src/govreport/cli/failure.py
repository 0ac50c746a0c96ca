"""What the command line says of a file without a result, and with which code it then ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

import click

from govreport.cli.language import language
from govreport.errors import GovReportError

__all__ = ["ENDED", "FAILED", "INTERRUPTED", "Failure", "attempt", "say"]

FAILED, INTERRUPTED, ENDED = 3, 130, 143

T = TypeVar("T")

#: What each code of an error is called, besides those of a batch.
_CALLED: Mapping[str, str] = {
    "output": "无法写出",
    "batch.store": "不能这样使用",
    "batch.engine": "无法启动解析进程",
}


class Failure(NamedTuple):
    """A file without a result, with the code of what went wrong."""

    path: str
    code: str
    detail: str
    hint: str = ""

    @property
    def called(self) -> str:
        """What its code is called in Chinese."""
        from govreport.batch.failure import CAUSES

        return _CALLED.get(self.code) or CAUSES.get(self.code, self.code)

    def line(self) -> str:
        """Return one line for a person, in the command's language."""
        from govreport.export.details import in_chinese
        from govreport.export.safe import one_line

        if language() == "en":
            hint = f" ({self.hint})" if self.hint else ""
            return one_line(f"{self.path}: [{self.code}] {self.detail}{hint}")
        # What a fault of ours says is for those who mend it.
        detail = self.detail if self.code == "internal" else in_chinese(self.detail)
        hint = f"（{in_chinese(self.hint)}）" if self.hint else ""
        return one_line(f"{self.path}: {self.called} [{self.code}] {detail}{hint}")


def say(failure: Failure) -> None:
    """Say it in one line on stderr."""
    click.echo(failure.line(), err=True)


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
