"""A file that gave no report, as a value: in a batch it is a result like others."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from govreport.errors import LABELS
from govreport.shown import Shown

__all__ = ["CAUSES", "Failure", "PathT"]

PathT = TypeVar("PathT", str, Path, os.PathLike[str])


#: What the codes of causes are called.
CAUSES: Mapping[str, str] = {
    **LABELS,
    "archive.bomb": "压缩炸弹",
    "archive.corrupt": "压缩包损坏",
    "archive.encrypted": "压缩包已加密",
    "archive.hidden": "隐藏或临时文件",
    "archive.limit": "压缩包超出上限",
    "archive.link": "链接",
    "archive.special": "不是普通文件",
    "archive.unsupported": "压缩方法不支持",
    "batch.crash": "解析进程崩溃",
    "batch.memory": "内存超限",
    "batch.timeout": "超时",
    "internal": "程序内部错误",
}


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
