"""The audit of a region, and the peers of a report, on a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from govreport.export.language import Language, said
from govreport.export.rollup import NO_REPORT, STATUSES, absent, coverage, label, notes
from govreport.export.safe import one_line

if TYPE_CHECKING:
    from govreport.batch.store.cells import Cell
    from govreport.batch.store.peers import Peers
    from govreport.batch.store.rollup import RollUp

__all__ = ["peers_table", "to_table"]

_STYLES = {"differs": "bold red", "doubtful": "yellow", "open": "dim", "unknown": "dim"}
#: Cells shown that only cannot be decided.
MOST = 20


def to_table(found: RollUp, lang: Language = "zh") -> RenderableType:
    """Return who reports, how many cells came out how, and those that are not equal."""
    who = found.speaker.name if found.speaker else said(NO_REPORT, lang)
    lines = [
        Text(one_line(f"{' '.join(found.region)} {found.year}"), style="bold"),
        Text(one_line(f"{who} {found.report.path if found.report else ''}")),
        Text(coverage(found, lang)),
    ]
    if found.missing:
        names = said("、", lang).join(absent(each, lang) for each in found.missing)
        lines.append(Text(one_line(said("没有报告：{organs}", lang, organs=names))))
    counts = Counter(each.status.value for each in found.cells)
    said_of = [f"{said(STATUSES[each], lang)} {counts[each]}" for each in STATUSES if counts[each]]
    lines.append(Text("，".join(said_of) if lang == "zh" else ", ".join(said_of)))
    open_ = [each for each in found.cells if each.status in ("open", "unknown") and each.difference]
    open_.sort(key=lambda each: not any(one.fits for one in each.explanations))
    shown = [*found.differing, *open_[:MOST]]
    more = len(open_) - MOST
    rest = [Text(said("另有 {n} 项", lang, n=more), style="dim")] if more > 0 else []
    return Group(*lines, *([_table(found, shown, lang)] if shown else []), *rest)


def _table(found: RollUp, shown: list[Cell], lang: Language) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column(said("指标", lang), overflow="fold")
    for head in ("报告", "各机关之和", "相差"):
        table.add_column(said(head, lang), justify="right", no_wrap=True)
    table.add_column(said("结论", lang), no_wrap=True)
    table.add_column(said("说明", lang), overflow="fold")
    for each in shown:
        numbers = (each.value, each.sum, each.difference)
        table.add_row(
            Text(one_line(label(found, each, lang))),
            *("—" if number is None else f"{number:,}" for number in numbers),
            Text(said(STATUSES[each.status], lang), style=_STYLES[each.status]),
            Text(one_line(said("；", lang).join(notes(found, each, lang)))),
        )
    return table


def peers_table(found: Peers, lang: Language = "zh") -> RenderableType:
    """Return a line a figure, with its percentile and among how many."""
    words = "{name} {year}：同类同级有 {n} 个机关"
    head = Text(one_line(said(words, lang, name=found.organ.name, year=found.year, n=found.of)))
    if not found:
        return Group(head, Text(said("不足十份，不作比较", lang)))
    table = Table(show_edge=False, pad_edge=False)
    table.add_column(said("指标", lang), overflow="fold")
    for name in ("数值", "百分位", "份数"):
        table.add_column(said(name, lang), justify="right", no_wrap=True)
    for each in found:
        table.add_row(
            Text(one_line(each.label if lang == "zh" else each.label_en)),
            f"{each.value:,}",
            f"{each.percentile:.1f}",
            str(each.n),
        )
    return Group(head, table)
