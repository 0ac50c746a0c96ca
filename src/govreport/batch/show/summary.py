"""``summary.html``: what an archive holds, on one self-contained page.

Coverage by organ and year, findings by kind, failures by cause with their files, and the figures
that moved most from one year to the next. Reports and files are linked where the archive stood
when the batch ran. Nothing is loaded; the one script sorts tables, and all is there without it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from attrs import frozen

from govreport.batch.show.progress import CAUSES, STATUSES
from govreport.batch.show.tally import (
    COMPARED,
    LEAST,
    Cell,
    Coverage,
    FindingCount,
    Jump,
    Trouble,
    Whole,
    tally,
)
from govreport.batch.store.disk import write_file
from govreport.batch.store.reading import Tables
from govreport.export.html.markup import Markup, escaped, joined, page, tag
from govreport.export.safe import encodable
from govreport.export.wording import SEVERITIES

__all__ = ["to_html", "write_summary"]


def write_summary(tables: Tables, path: Path) -> None:
    """Write the page beside a store's tables, in one step."""
    text = to_html(tables)
    write_file(path, lambda scratch: scratch.write_text(text, "utf-8"))


def to_html(tables: Tables) -> str:
    """Return the page as text, to be written as UTF-8."""
    found = tally(tables)
    to = _Links.of(tables)
    return page(
        "govreport：批处理概况",
        _style(),
        tag("header", tag("h1", "批处理概况"), _counts(tables)),
        tag(
            "main",
            _coverage(found.coverage, to),
            _whole(found.whole, to),
            _findings(found.findings, to),
            _troubles(found.troubles, to),
            _jumps(found.jumps),
        ),
        script=resources.files("govreport.export.html").joinpath("sort.js").read_text("utf-8"),
    )


@frozen
class _Links:
    """Where the files of the archive are, seen from the store; ``None`` where it is no folder or
    file of this machine."""

    archive: str | None
    is_folder: bool

    @classmethod
    def of(cls, tables: Tables) -> _Links:
        archive = Path(tables.manifest.archive)
        if not archive.exists():
            return cls(None, False)
        try:
            there = os.path.relpath(archive, tables.folder)
        except ValueError:  # another drive
            return cls(None, False)
        return cls(Path(there).as_posix(), archive.is_dir())

    def to(self, path: str, text: str) -> Markup:
        """A file's name or another text, leading to it, or to the container that it is in."""
        if self.archive is None or not path:
            return escaped(text)
        outer = path.partition("!/")[0]
        href = f"{self.archive}/{outer}" if self.is_folder else self.archive
        return tag("a", text, href=quote(encodable(href)))


def _style() -> str:
    shared = resources.files("govreport.export.html").joinpath("page.css").read_text("utf-8")
    own = resources.files("govreport.batch.show").joinpath("summary.css").read_text("utf-8")
    return shared + own


def _counts(tables: Tables) -> Markup:
    sums: Counter[str] = Counter()
    for (status, _), count in tables.causes().items():
        sums[status] += count
    items = [("文件", sums.total()), *((name, sums[key]) for key, name in STATUSES.items())]
    shown = (joined((tag("dt", name), tag("dd", f"{n:,}"))) for name, n in items if n)
    parser = joined((tag("dt", "govreport"), tag("dd", tables.manifest.parser)))
    return tag("dl", *(tag("div", one) for one in (*shown, parser)))


def _coverage(coverage: Coverage, to: _Links) -> Markup:
    title = f"各机关各年度（{coverage.organs:,} 个机关）"
    if not coverage.rows:
        return _section("各机关各年度", tag("p", "没有报告", class_="none"), *_notes(coverage))
    years = (tag("th", str(year)) for year in coverage.years)
    head = tag("tr", tag("th", "机关"), *years, tag("th", "报告"), tag("th", "错误"))
    rows = (_organ(name, cells, coverage.years, to) for name, cells in coverage.rows.items())
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="sortable")
    return _section(
        title, _years(coverage), _legend(), tag("div", table, class_="heat"), *_notes(coverage)
    )


def _organ(name: str, cells: Mapping[int, Cell], years: Iterable[int], to: _Links) -> Markup:
    """An organ: a cell a year, how many reports there are and how many errors."""
    reports = sum(cell.reports for cell in cells.values())
    errors = sum(cell.errors for cell in cells.values())
    return tag(
        "tr",
        tag("th", name, scope="row"),
        *(_cell(cells.get(year), to) for year in years),
        tag("td", f"{reports:,}", class_="number"),
        tag("td", f"{errors:,}", class_="number error" if errors else "number"),
    )


def _years(coverage: Coverage) -> Markup:
    """How many reports there are for each year."""
    most = max(coverage.years.values())
    bars = (
        tag(
            "div",
            tag("b", f"{count:,}"),
            tag("i", "", style=f"height:{max(1, round(60 * count / most))}px"),
            str(year),
        )
        for year, count in coverage.years.items()
    )
    return tag("div", *bars, class_="years")


def _notes(coverage: Coverage) -> Iterator[Markup]:
    yield _more(coverage.organs - len(coverage.rows), "个机关未列出，见 reports 和 issuers 表")
    if coverage.unplaced:
        words = f"{coverage.unplaced:,} 份报告未写明机关或年度，未计入"
        yield tag("p", words, class_="legend")


def _legend() -> Markup:
    steps = (
        tag("span", tag("i", "", class_=f"f{step}"), text)
        for step, text in ((0, "没有数字"), (2, "约一半"), (4, "数字齐全"))
    )
    words = (
        "颜色：统计表中有数的比例。数字：报告份数（多于一份时）。"
        "红点：有“错误”级的问题，包括跨年度的。空白：没有报告。"
    )
    return tag("p", words, *steps, class_="legend")


def _cell(cell: Cell | None, to: _Links) -> Markup:
    if cell is None:
        return tag("td", "")
    share = cell.filled / cell.figures if cell.figures else 0.0
    step = 0 if not cell.filled else min(4, 1 + int(share * 4))
    more = f" 等 {cell.reports} 份" if cell.reports > 1 else ""
    title = f"{cell.filled}/{cell.figures} 个数字，{cell.errors} 处错误\n{cell.path}{more}"
    text = str(cell.reports) if cell.reports > 1 else ""
    wrong = " wrong" if cell.errors else ""
    return tag(
        "td",
        to.to(cell.path, text),
        class_=f"f{step}{wrong}",
        title=title,
        data_v=f"{share:.4f}",
    )


def _findings(kinds: Sequence[FindingCount], to: _Links) -> Markup:
    if not kinds:
        return _section("发现的问题", tag("p", "没有发现问题", class_="none"))
    most = max(kind.count for kind in kinds)
    rows = (
        tag(
            "tr",
            tag("td", SEVERITIES[kind.severity], class_=kind.severity.value),
            tag("td", tag("code", kind.code)),
            tag("td", to.to(kind.path, kind.message)),
            tag("td", f"{kind.reports:,}", class_="number"),
            tag("td", f"{kind.count:,}", class_="number"),
            tag("td", tag("i", "", style=f"width:{max(1, round(120 * kind.count / most))}px")),
        )
        for kind in kinds
    )
    head = _heads("级别", "代码", "例如", "报告", "处", "")
    return _section("发现的问题", _table(head, rows, "bars"))


def _whole(whole: Whole, to: _Links) -> Markup:
    title = "是否读全"
    if not whole.reports:
        return _section(title, tag("p", "没有报告", class_="none"))
    share = f"{whole.whole:,} / {whole.reports:,} 份报告读全（{whole.whole / whole.reports:.1%}）"
    if not whole.files:
        return _section(title, tag("p", share))
    rows = (
        tag(
            "tr",
            tag("td", to.to(path, path)),
            *(tag("td", f"{n:,}", class_="number") for n in (lost, numbers)),
        )
        for path, lost, numbers in whole.files
    )
    table = _table(_heads("没有读全的文件", "统计表处没有着落的数字", "数字总数"), rows, "whole")
    more = _more(whole.reports - whole.whole - len(whole.files), "份未列出，见 reports 表")
    return _section(title, tag("p", share), table, more)


def _troubles(troubles: Sequence[Trouble], to: _Links) -> Markup:
    if not troubles:
        return _section("没有结果的文件", tag("p", "没有", class_="none"))
    blocks = []
    for trouble in troubles:
        name = CAUSES.get(trouble.code, trouble.code)
        lines = (
            tag("li", to.to(path, path), " ", tag("small", detail))
            for path, detail in trouble.files
        )
        count = f" {trouble.count:,}"
        blocks.append(
            tag(
                "details",
                tag("summary", tag("b", name), " ", tag("code", trouble.code), count),
                tag("ul", *lines),
                _more(trouble.count - len(trouble.files), "个文件未列出，见 files 表"),
                open="",
            )
        )
    return _section("没有结果的文件", *blocks)


def _jumps(jumps: Sequence[Jump]) -> Markup:
    title = "年度间最大的变化"
    if not jumps:
        return _section(title, tag("p", "没有", class_="none"))
    rows = (
        tag(
            "tr",
            tag("td", jump.organ),
            tag("td", COMPARED[jump.concept]),
            tag("td", f"{jump.year - 1}→{jump.year}"),
            tag("td", f"{jump.before:,}", class_="number"),
            tag("td", f"{jump.after:,}", class_="number"),
        )
        for jump in jumps
    )
    names = "、".join(COMPARED.values())
    words = (
        f"{names}：相邻两年都有数、其中之一不少于 {LEAST} 的，按倍数排列，列出前 {len(jumps)} 个。"
    )
    table = _table(_heads("发布机关", "指标", "年度", "前一年", "后一年"), rows, "jumps")
    return _section(title, tag("p", words, class_="legend"), table)


def _section(title: str, *content: Markup) -> Markup:
    return tag("section", tag("h2", title), *content)


def _heads(*names: str) -> Markup:
    return tag("tr", *(tag("th", name) for name in names))


def _table(head: Markup, rows: Iterable[Markup], kind: str) -> Markup:
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="sortable")
    return tag("div", table, class_=f"wide {kind}")


def _more(count: int, words: str) -> Markup:
    return tag("p", f"另有 {count:,} {words}", class_="legend") if count > 0 else Markup("")
