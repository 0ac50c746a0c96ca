"""A file that gave no report, as a value: in a batch it is a result like others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from govreport.shown import Shown

__all__ = ["Failure", "PathT"]

PathT = TypeVar("PathT", str, Path, os.PathLike[str])


@frozen(repr=False)
class Failure(Shown):
    """A file without a report. ``code`` is that of a :class:`~govreport.errors.GovReportError`, or
    ``batch.timeout``, ``batch.memory``, ``batch.crash`` for a file that its process did not
    survive, or ``internal`` for a bug of ours."""

    path: str
    code: str
    detail: str
    hint: str = ""

    def _said(self) -> str:
        return f"[{self.code}] {self.path}: {self.detail}"
