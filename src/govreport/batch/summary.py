"""``summary.html``: what an archive holds, on one self-contained page.

Coverage by organ and year, findings by kind, failures by cause with their files, and the figures
that moved most from one year to the next. No script runs and nothing is loaded.
"""

from __future__ import annotations

import heapq
import itertools
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import cast

import pyarrow.dataset as ds
from attrs import define, field, frozen

from govreport.batch.progress import CAUSES, STATUSES
from govreport.batch.reading import Tables
from govreport.export.markup import Markup, joined, tag
from govreport.export.wording import SEVERITIES
from govreport.model import Severity

__all__ = ["to_html", "write_summary"]

#: Rows of the heat map, files shown for a cause, jumps shown. What is not shown is counted.
ORGANS, FILES, JUMPS = 1000, 100, 30
#: Figures that every edition asks for in the same sense.
COMPARED = {
    "applications.received": "收到申请数",
    "applications.answered": "答复申请数",
    "applications.granted": "予以公开",
    "reviews.total": "行政复议",
}
#: A figure that stays below this does not jump.
LEAST = 20

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@define
class _Place:
    """What there is of one organ and year: reports, figures with a value and in all, errors."""

    reports: int = 0
    filled: int = 0
    figures: int = 0
    errors: int = 0
    titles: list[str] = field(factory=list)


@frozen(order=True)
class _Jump:
    size: float
    issuer: str
    id: str
    year: int
    before: int
    after: int


def write_summary(tables: Tables, path: Path) -> None:
    """Write the page beside a store's tables, in one step."""
    scratch = path.with_name(f".{path.name}.tmp")
    scratch.write_text(to_html(tables), "utf-8")
    scratch.replace(path)


def to_html(tables: Tables) -> str:
    """Return the page as text, to be written as UTF-8."""
    head = joined(
        (
            Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            tag("title", "govreport：批处理概况"),
            tag("style", Markup(_style())),
        )
    )
    body = joined(
        (
            tag("header", tag("h1", "批处理概况"), _counts(tables)),
            tag(
                "main",
                _coverage(tables),
                _findings(tables),
                _failures(tables),
                _jumps(tables),
            ),
        )
    )
    page = tag("html", tag("head", head), tag("body", body), lang="zh-CN")
    return f"<!doctype html>\n{page}\n"


def _style() -> str:
    shared = resources.files("govreport.export").joinpath("page.css").read_text("utf-8")
    own = resources.files("govreport.batch").joinpath("summary.css").read_text("utf-8")
    return shared + own


def _counts(tables: Tables) -> Markup:
    sums: Counter[str] = Counter()
    for (status, _), count in tables.causes().items():
        sums[status] += count
    items = [("文件", sums.total()), *((name, sums[key]) for key, name in STATUSES.items())]
    shown = (joined((tag("dt", name), tag("dd", f"{n:,}"))) for name, n in items if n)
    parser = joined((tag("dt", "govreport"), tag("dd", tables.manifest.parser)))
    return tag("dl", *(tag("div", one) for one in (*shown, parser)))


def _coverage(tables: Tables) -> Markup:
    places: defaultdict[str, defaultdict[int, _Place]]
    places = defaultdict(lambda: defaultdict(_Place))
    unplaced = 0
    organs = _organs(tables)
    columns = ("sha256", "issuer", "year", "metrics_with_value", "metrics", "errors", "path")
    for sha256, issuer, year, filled, figures, errors, path in tables.rows("reports", columns):
        organ = organs.get(_short(sha256)) or issuer
        if not isinstance(organ, str) or not isinstance(year, int):
            unplaced += 1
            continue
        place = places[organ][year]
        place.reports += 1
        place.filled += cast(int, filled)
        place.figures += cast(int, figures)
        place.errors += cast(int, errors)
        if len(place.titles) < 3:
            place.titles.append(str(path))
    if not places:
        return _section("各机关各年度", tag("p", "没有报告", class_="none"))
    years = sorted({year for by_year in places.values() for year in by_year})
    shown = sorted(places)[:ORGANS]
    head = tag("tr", tag("th", "发布机关"), *(tag("th", str(year)) for year in years))
    rows = (
        tag("tr", tag("th", name, scope="row"), *(_cell(places[name].get(y)) for y in years))
        for name in shown
    )
    notes = [_more(len(places) - len(shown), "个机关未列出，见 reports 表")]
    if unplaced:
        notes.append(tag("p", f"{unplaced:,} 份报告未写明机关或年度，未计入", class_="legend"))
    return _section(
        f"各机关各年度（{len(places):,} 个机关）",
        _legend(),
        tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="wide heat"),
        *notes,
    )


def _organs(tables: Tables) -> dict[bytes, str]:
    """The organs of reports by their hashes: the same objects, as there are many of them."""
    rows = tables.rows("issuers", ("sha256", "organ"))
    return {_short(sha256): sys.intern(organ) for sha256, organ in rows if isinstance(organ, str)}


def _short(sha256: object) -> bytes:
    return bytes.fromhex(str(sha256)[:16])


def _legend() -> Markup:
    steps = (
        tag("span", tag("i", "", class_=f"f{step}"), text)
        for step, text in ((0, "没有数字"), (2, "约一半"), (4, "数字齐全"))
    )
    words = (
        "颜色：统计表中有数的比例。数字：报告份数（多于一份时）。红点：有勾稽错误。空白：没有报告。"
    )
    return tag("p", words, *steps, class_="legend")


def _cell(place: _Place | None) -> Markup:
    if place is None:
        return tag("td", "")
    share = place.filled / place.figures if place.figures else 0.0
    step = 0 if not place.filled else min(4, 1 + int(share * 4))
    title = f"{place.filled}/{place.figures} 个数字，{place.errors} 处错误\n" + "\n".join(
        place.titles
    )
    text = str(place.reports) if place.reports > 1 else ""
    wrong = " wrong" if place.errors else ""
    return tag("td", text, class_=f"f{step}{wrong}", title=title)


def _findings(tables: Tables) -> Markup:
    counts: Counter[tuple[str, str]] = Counter()
    reports: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    examples: dict[tuple[str, str], str] = {}
    columns = ("severity", "code", "message", "sha256")
    both = (tables.rows(table, columns) for table in ("findings", "series_findings"))
    for severity, code, message, sha256 in itertools.chain.from_iterable(both):
        key = (str(severity), str(code))
        counts[key] += 1
        reports[key].add(str(sha256)[:16])
        examples.setdefault(key, str(message))
    if not counts:
        return _section("发现的问题", tag("p", "没有发现问题", class_="none"))
    most = max(counts.values())
    order = [severity.value for severity in Severity]
    rows = (
        tag(
            "tr",
            tag("td", SEVERITIES[Severity(key[0])], class_=key[0]),
            tag("td", tag("code", key[1])),
            tag("td", examples[key]),
            tag("td", f"{len(reports[key]):,}", class_="number"),
            tag("td", f"{count:,}", class_="number"),
            tag("td", tag("i", "", style=f"width:{max(1, round(120 * count / most))}px")),
        )
        for key, count in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]), -item[1])
        )
    )
    head = _heads("级别", "代码", "例如", "报告", "处", "")
    return _section("发现的问题", _table(head, rows, "bars"))


def _failures(tables: Tables) -> Markup:
    counts: Counter[tuple[str, str]] = Counter()
    files: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for status, code, path, detail in tables.rows("files", ("status", "code", "path", "detail")):
        if code is not None and status not in ("left_out", "replaced"):
            key = (str(status), str(code))
            counts[key] += 1
            if len(files[key]) < FILES:
                files[key].append((str(path), str(detail or "")))
    if not counts:
        return _section("没有结果的文件", tag("p", "没有", class_="none"))
    blocks = []
    for key, count in sorted(counts.items(), key=lambda item: -item[1]):
        name = CAUSES.get(key[1], key[1])
        lines = (tag("li", path, " ", tag("small", detail)) for path, detail in files[key])
        blocks.append(
            tag(
                "details",
                tag("summary", tag("b", name), " ", tag("code", key[1]), f" {count:,}"),
                tag("ul", *lines),
                _more(count - len(files[key]), "个文件未列出，见 files 表"),
            )
        )
    return _section("没有结果的文件", *blocks)


def _jumps(tables: Tables) -> Markup:
    rows = (
        tag(
            "tr",
            tag("td", jump.issuer),
            tag("td", COMPARED[jump.id]),
            tag("td", f"{jump.year - 1}→{jump.year}"),
            tag("td", f"{jump.before:,}", class_="number"),
            tag("td", f"{jump.after:,}", class_="number"),
        )
        for jump in _largest(tables)
    )
    table = _table(_heads("发布机关", "指标", "年度", "前一年", "后一年"), rows, "")
    words = f"相邻两年都有数、其中之一不少于 {LEAST} 的，按倍数排列，列出前 {JUMPS} 个。"
    return _section("年度间最大的变化", tag("p", words, class_="legend"), table)


def _largest(tables: Tables) -> list[_Jump]:
    """The largest jumps, the largest first."""
    found: defaultdict[tuple[str, str], dict[int, int | None]] = defaultdict(dict)
    organs = _organs(tables)
    wanted = ds.field("id").isin(list(COMPARED)) & ds.field("value").is_valid()
    for dimension in ("applicant", "route"):
        wanted &= ds.field(dimension).is_null()
    columns = ("sha256", "year", "id", "value")
    for sha256, year, id, value in tables.rows("metrics", columns, where=wanted):
        organ = organs.get(_short(sha256))
        if organ is not None and isinstance(year, int):
            by_year = found[organ, str(id)]
            said = int(cast(int, value))
            # Two reports that differ on a figure do not say how it moved.
            by_year[year] = said if by_year.get(year, said) == said else None
    return heapq.nlargest(JUMPS, _all_jumps(found))


def _all_jumps(found: dict[tuple[str, str], dict[int, int | None]]) -> Iterator[_Jump]:
    for (issuer, id), by_year in found.items():
        for year, after in by_year.items():
            before = by_year.get(year - 1)
            if before is None or after is None or max(before, after) < LEAST or before == after:
                continue
            size = abs(math.log((after + 1) / (before + 1)))
            yield _Jump(size, issuer, id, year, before, after)


def _section(title: str, *content: Markup) -> Markup:
    return tag("section", tag("h2", title), *content)


def _heads(*names: str) -> Markup:
    return tag("tr", *(tag("th", name) for name in names))


def _table(head: Markup, rows: Iterable[Markup], kind: str) -> Markup:
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("div", table, class_=f"wide {kind}".strip())


def _more(count: int, words: str) -> Markup:
    return tag("p", f"另有 {count:,} {words}", class_="legend") if count > 0 else Markup("")
