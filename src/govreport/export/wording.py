"""The words and marks with which every display of a report says the same."""

from __future__ import annotations

from collections.abc import Mapping

from govreport.forms.catalogue import editions
from govreport.kinds import kind
from govreport.model import Certainty, Report, Severity, State

__all__ = ["CATEGORIES", "CERTAINTIES", "MARKS", "SEVERITIES", "STATES", "facts"]

SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "错误",
    Severity.WARNING: "警告",
    Severity.INFO: "提示",
}

#: What rules are about (:data:`govreport.model.rules.CATEGORIES`).
CATEGORIES: Mapping[str, str] = {
    "existence": "齐全",
    "arithmetic": "算术",
    "consistency": "一致",
    "timeliness": "期限",
    "wording": "写法",
    "reading": "读取",
}

CERTAINTIES: Mapping[Certainty, str] = {
    Certainty.EXACT: "官方用语",
    Certainty.VARIANT: "已知的其他写法",
    Certainty.INFERRED: "由位置或算式推断",
}

#: How a value that was not recognised by its official wording is marked.
MARKS: Mapping[Certainty, str] = {Certainty.VARIANT: "≈", Certainty.INFERRED: "◇"}

#: What stands in the place of a value that is none.
STATES: Mapping[State, str] = {
    State.BLANK: "空白",
    State.DASH: "——",
    State.NOT_APPLICABLE: "",
    State.UNREADABLE: "无法辨读",
}


def facts(report: Report) -> list[tuple[str, str]]:
    """Return the key facts as pairs of a Chinese name and a text; unknown ones are left out."""
    period, source = report.period, report.source
    name = source.path or "（未命名）"
    pages = f"，{source.pages} 页" if source.pages else ""
    found = {
        "报告种类": kind(report.kind).name,
        "发布机关": report.issuer.name,
        "报告年度": f"{report.year} 年" if report.year else None,
        "成文日期": report.issued.isoformat() if report.issued else None,
        "统计期限": f"{period.start} 至 {period.end}" if period else None,
        "表格版式": _edition(report),
        "来源文件": f"{name}（{source.format}{pages}，{source.size:,} 字节）",
        "SHA-256": source.sha256,
    }
    return [(name, text) for name, text in found.items() if text]


def _edition(report: Report) -> str:
    titles = {form.id: form.title for form in editions(kind(report.kind))}
    return titles.get(report.edition, report.edition) if report.edition else "未识别"
