"""范围: whose work a report, or a figure of its text, is about."""

from __future__ import annotations

import enum

__all__ = ["Scope"]


class Scope(enum.StrEnum):
    """Whose work it is: of the organ alone, or of more."""

    OWN = "own"  # 本机关
    SUBORDINATE = "subordinate"  # 各部门, 镇街, 市直单位: organs below it, or beside it
    REGION = "region"  # 全市: all organs of a place
    SYSTEM = "system"  # 全市水务系统: an organ with those below it
