"""The words and marks with which every display of a report says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from govreport.document import Notice
from govreport.export.language import Language, said
from govreport.forms.catalogue import editions
from govreport.kinds import kind
from govreport.model import Certainty, Metric, Report, Severity, State

__all__ = [
    "CATEGORIES",
    "CERTAINTIES",
    "MARKS",
    "RELATIONS",
    "RELATIONS_EN",
    "SEVERITIES",
    "STATES",
    "facts",
    "mark_of",
    "noticed",
]

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
    Certainty.OCR_CONFIRMED: "读自扫描件，勾稽关系印证",
    Certainty.OCR: "读自扫描件，没有勾稽关系印证",
}

#: How a figure says a concept.
RELATIONS: Mapping[str, str] = {"exact": "", "sum": "合计", "near": "相近"}
RELATIONS_EN: Mapping[str, str] = {"exact": "", "sum": "sum of", "near": "near"}

#: How is marked what was not recognised by its official wording: a known other wording at the
#: label, for the figure is as exact as any; at the figure what was concluded, and what was read
#: from a scan and is not confirmed.
MARKS: Mapping[Certainty, str] = {
    Certainty.VARIANT: "*",
    Certainty.INFERRED: "◇",
    Certainty.OCR: "○",
}

#: What stands in the place of a value that is none.
STATES: Mapping[State, str] = {
    State.BLANK: "空白",
    State.DASH: "——",
    State.NOT_APPLICABLE: "",
    State.UNREADABLE: "无法辨读",
}

#: As many kinds of notices are named in a line, with as many characters of each.
_NAMED, _EACH = 4, 40


def facts(report: Report, lang: Language = "zh") -> list[tuple[str, str]]:
    """Return the key facts as pairs of a name and a text; unknown ones are left out."""
    period, source, own = report.period, report.source, kind(report.kind)
    pages = said("，{n} 页", lang, n=source.pages) if source.pages else ""
    found = {
        "报告种类": own.name if lang == "zh" else own.name_en,
        "发布机关": report.issuer.name,
        "报告年度": said("{n} 年", lang, n=report.year) if report.year else None,
        "成文日期": report.issued.isoformat() if report.issued else None,
        "统计期限": said("{a} 至 {b}", lang, a=period.start, b=period.end) if period else None,
        "表格版式": _edition(report, lang),
        "来源文件": said(
            "{name}（{format}{pages}，{size} 字节）",
            lang,
            name=source.path or said("（未命名）", lang),
            format=source.format,
            pages=pages,
            size=f"{source.size:,}",
        ),
        "SHA-256": source.sha256,
    }
    return [(said(name, lang), text) for name, text in found.items() if text]


def mark_of(metric: Metric) -> str:
    """Return the mark at a figure, nothing for most."""
    if metric.certainty is Certainty.OCR:
        return MARKS[Certainty.OCR] if metric.value is not None else ""
    inferred = metric.certainty is Certainty.INFERRED and metric.state is not State.NOT_APPLICABLE
    return MARKS[Certainty.INFERRED] if inferred else ""


def noticed(notices: Sequence[Notice], lang: Language = "zh") -> str:
    """Return in one line what was noticed while reading: how many notices, and the first ones.

    Notices say what became of a file's text and are no findings about the report.
    """
    counts = Counter(notice.code for notice in notices)
    firsts = {notice.code: notice for notice in reversed(notices)}
    words = []
    for code, n in counts.most_common(_NAMED):
        message = firsts[code].message if lang == "zh" else firsts[code].message_en
        # What stands behind the colon is quoted from one place.
        message = message.partition("：" if lang == "zh" else ": ")[0]
        message = message if len(message) <= _EACH else message[:_EACH] + "…"
        words.append(f"{message} ×{n}" if n > 1 else message)
    more = [said("另有 {n} 项", lang, n=len(counts) - _NAMED)] if len(counts) > _NAMED else []
    listed = said("；", lang).join([*words, *more])
    return said("读取时注意到 {n} 处：{listed}", lang, n=len(notices), listed=listed)


def _edition(report: Report, lang: Language) -> str:
    if not report.edition:
        return said("未识别", lang)
    titles = {form.id: form.title for form in editions(kind(report.kind))}
    return titles.get(report.edition, report.edition) if lang == "zh" else report.edition
