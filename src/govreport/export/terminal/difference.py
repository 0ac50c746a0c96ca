"""What moved between two reports, as a table on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from govreport.checks.reuse import Reuse
from govreport.compare import Difference, Differences
from govreport.export.html.panels import figure
from govreport.export.json import plain
from govreport.export.language import Language, said
from govreport.export.safe import one_line
from govreport.export.wording import RELATIONS, SEVERITIES
from govreport.forms.catalogue import editions
from govreport.kinds import kind
from govreport.model import Finding, Metric, Report

__all__ = ["to_data", "to_table"]


def to_table(
    before: Report,
    after: Report,
    found: Sequence[Difference],
    findings: Sequence[Finding],
    lang: Language = "zh",
) -> RenderableType:
    """Return a line for each difference, and what does not follow from the report before."""
    table = Table(show_edge=False, pad_edge=False)
    table.add_column(said("指标", lang), overflow="fold")
    for report in (before, after):
        head = said(
            "{issuer} {year}（{edition} 版式）",
            lang,
            issuer=report.issuer.name or "—",
            year=report.year or "—",
            edition=report.edition or "—",
        )
        table.add_column(Text(one_line(head)), justify="right", overflow="fold")
    table.add_column(said("变化", lang), justify="right", no_wrap=True)
    table.add_column(said("关系", lang), no_wrap=True)
    for each in found:
        change = "" if each.change is None else f"{each.change:+,}"
        table.add_row(
            Text(one_line(_label(each, after))),
            *(Text(one_line(_figure(metric, lang))) for metric in (each.before, each.after)),
            change,
            said(RELATIONS[each.relation], lang),
        )
    words = []
    for each in found:
        if each.note:
            words.append(
                f"{each.label}：{each.note}" if lang == "zh" else f"{each.id}: {each.note_en}"
            )
    copied = found.reuse if isinstance(found, Differences) else None
    if copied is not None and copied.sentences:
        share = f"{float(copied.share):.1%}"
        words.append(
            said(
                "正文 {share} 与前一份一字不差，新写 {n} 句。", lang, share=share, n=len(copied.new)
            )
        )
    for one in findings:
        message = one.message if lang == "zh" else one.message_en
        words.append(f"{said(SEVERITIES[one.severity], lang)} {one.code} {message}")
    lines = [Text(one_line(line)) for line in words]
    return Group(table if found else Text(said("可比的数字全部相同。", lang)), *lines)


def to_data(
    before: Report, after: Report, found: Sequence[Difference], findings: Sequence[Finding]
) -> dict[str, object]:
    """Return the same as JSON-safe data."""
    return {
        **{
            side: {
                "path": report.source.path,
                "issuer": report.issuer.name,
                "year": report.year,
                "edition": report.edition,
            }
            for side, report in (("before", before), ("after", after))
        },
        "differences": [
            plain(each) | ({} if each.change is None else {"change": plain(each.change)})
            for each in found
        ],
        "findings": [plain(one) for one in findings],
        **_reuse(found.reuse if isinstance(found, Differences) else None),
    }


def _reuse(found: Reuse | None) -> dict[str, object]:
    """How much of the text stands in the report before, and what is new, section by section."""
    if found is None:
        return {}
    return {
        "reuse": {
            "share": round(float(found.share), 4),
            "sentences": found.sentences,
            "sections": [
                {"title": each.title, "share": round(float(each.share), 4), "new": [*each.new]}
                for each in found.sections
            ],
        }
    }


def _label(each: Difference, report: Report) -> str:
    names = {
        (dimension.name, member): label
        for form in editions(kind(report.kind))
        for dimension in form.dimensions
        for member, label in dimension.members.items()
    }
    members = [names.get(item, item[1]) for item in each.dimensions.items()]
    return " · ".join((each.label, *members))


def _figure(metric: Metric | None, lang: Language) -> str:
    if metric is None:
        return said("未列", lang)
    unit = f" {metric.unit}" if metric.unit and metric.value is not None else ""
    return said(figure(metric), lang) + unit
