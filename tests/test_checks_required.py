"""What a report must have, taken away piece by piece: found every time, and never without cause."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

import attrs
import pytest
import regex

import govreport as gr
from fixtures import Layout, Site, make_spec
from fixtures.compose import compose
from fixtures.manuscript import Grid, Heading, Item, Line, Manuscript, Role
from fixtures.spec import ReportSpec
from fixtures.write_docx import render_docx
from fixtures.write_html import render_html
from fixtures.write_pdf import render_pdf
from fixtures.write_text import render_text
from fixtures.write_xlsx import Book, render_xlsx
from govreport.kinds import kind, kinds
from govreport.kinds.asked import asked
from govreport.model.rules import rules

#: The rules on what must be there, and on days.
REQUIRED = {
    *(each.code for each in rules(category="existence")),
    *(each.code for each in rules(category="timeliness")),
    *("in_force.less", "rules.power", "fee.tariff", "basis.outdated"),
    *("text.other_year", "text.placeholder", "text.reused"),
}

Render = Callable[[Manuscript], bytes]
QUICK: dict[str, Render] = {
    "text": lambda manuscript: render_text(manuscript, Layout.CRAWLER),
    "html": lambda manuscript: render_html(manuscript, Site.OLD),
}
SLOWER: dict[str, Render] = {
    "tabs": lambda manuscript: render_text(manuscript, Layout.TABS),
    "docx": render_docx,
    "pdf": render_pdf,
    "xlsx": lambda manuscript: render_xlsx(manuscript, Book.ONE_SHEET),
}


def sections_of(manuscript: Manuscript) -> list[list[Item]]:
    """The sections: a heading of the first level with all that stands under it."""
    groups: list[list[Item]] = []
    for item in manuscript.items:
        if isinstance(item, Heading) and item.level == 1:
            groups.append([item])
        elif isinstance(item, Line) and item.role in (Role.SIGNATURE, Role.ANNEX_LABEL):
            break
        elif groups:
            groups[-1].append(item)
    return groups


def without(manuscript: Manuscript, gone: list[Item]) -> Manuscript:
    kept = tuple(item for item in manuscript.items if not any(item is each for each in gone))
    return attrs.evolve(manuscript, items=kept)


def codes(manuscript: Manuscript, render: Render) -> set[str]:
    return {finding.code for finding in gr.parse(render(manuscript)).findings}


def cuts() -> Iterator[tuple[str, str, set[str]]]:
    """Edition, what is cut, and what must be found."""
    yield "2014", "table 0", {"table.missing"}
    for edition in ("2019", "2021"):
        yield from ((edition, f"table {n}", {"table.missing"}) for n in range(3))
        yield from ((edition, f"section {n}", {"section.missing"}) for n in range(6))
    # Before 2019 no headings are prescribed, but what is reported on: all but 概述 and 回应解读.
    yield from (("2014", f"section {n}", {"section.missing"}) for n in (1, 3, 4, 5, 6, 7))
    yield from (("2021", f"topic {n}", {"topic.missing"}) for n in range(5))
    yield from ((edition, "issued", {"issued.missing"}) for edition in ("2014", "2019", "2021"))
    yield from ((edition, "period", {"period.missing"}) for edition in ("2019", "2021"))


CUTS = list(cuts())
IDS = [f"{edition} {what}" for edition, what, _ in CUTS]


def cut(manuscript: Manuscript, what: str) -> Manuscript:
    """The report without one of its parts."""
    name, _, number = what.partition(" ")
    if name == "table":
        tables = [item for item in manuscript.items if isinstance(item, Grid)]
        return without(manuscript, [tables[int(number)]])
    if name == "section":
        return without(manuscript, sections_of(manuscript)[int(number)])
    if name == "topic":
        first = sections_of(manuscript)[0]
        heads = [n for n, item in enumerate(first) if isinstance(item, Heading) and item.level == 2]
        start, end = [*heads, len(first)][int(number)], [*heads, len(first)][int(number) + 1]
        return without(manuscript, first[start:end])
    if name == "issued":
        gone = [
            item
            for item in manuscript.items
            if isinstance(item, Line) and item.role is Role.SIGNATURE and "年" in item.text
        ]
        return without(manuscript, [*gone])
    lines = [
        attrs.evolve(item, text=item.text.partition("，所列数据的统计期限")[0])
        if isinstance(item, Line)
        else item
        for item in manuscript.items
    ]
    return attrs.evolve(manuscript, items=tuple(lines))


@pytest.mark.parametrize(("edition", "what", "wanted"), CUTS, ids=IDS)
def test_what_is_cut_out_is_missed(edition: str, what: str, wanted: set[str]) -> None:
    manuscript = cut(compose(make_spec(5, edition)), what)
    for name, render in QUICK.items():
        assert wanted <= codes(manuscript, render), name


@pytest.mark.parametrize("format", SLOWER)
@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_what_is_cut_out_is_missed_in_other_formats(edition: str, format: str) -> None:
    mine = [each for each in CUTS if each[0] == edition]
    for _, what, wanted in itertools.islice(mine, 0, None, 4):
        manuscript = cut(compose(make_spec(6, edition)), what)
        assert wanted <= codes(manuscript, SLOWER[format]), what


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
@pytest.mark.parametrize("format", [*QUICK, *SLOWER])
def test_nothing_is_missed_in_a_whole_report(edition: str, format: str) -> None:
    render = (QUICK | SLOWER)[format]
    found = codes(compose(make_spec(7, edition)), render)
    assert found & REQUIRED == set()


def block(spec: ReportSpec, gone: str) -> ReportSpec:
    sections = tuple(
        attrs.evolve(each, tables=tuple(id for id in each.tables if id != gone))
        for each in spec.sections
    )
    return attrs.evolve(spec, sections=sections)


@pytest.mark.parametrize("gone", ["disclosure.1", "disclosure.5", "disclosure.6", "disclosure.8"])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_block_of_table_two_is_a_table_of_its_own(edition: str, gone: str) -> None:
    report = gr.parse(render_text(compose(block(make_spec(5, edition), gone)), Layout.CRAWLER))
    [missing] = [each for each in report.findings if each.code == "table.missing"]
    article = {"1": "一", "5": "五", "6": "六", "8": "八"}[gone[-1]]
    assert missing.message.endswith(f"第二十条第（{article}）项")


# --- days ---


def issued(edition: str, year: int, day: dt.date, organ: str = "岚汀市民政局") -> gr.Report:
    spec = make_spec(5, edition, year=year, issued=day, organ=organ, organ_short=organ)
    return gr.parse(render_text(compose(spec), Layout.CRAWLER))


def late(report: gr.Report) -> list[gr.Finding]:
    return [each for each in report.findings if each.code == "issued.late"]


@pytest.mark.parametrize(
    ("edition", "year", "day", "organ", "days"),
    [
        ("2021", 2022, dt.date(2023, 1, 31), "岚汀市民政局", None),
        ("2021", 2022, dt.date(2023, 2, 1), "岚汀市民政局", 1),
        ("2021", 2022, dt.date(2023, 3, 31), "岚汀市人民政府", None),
        ("2021", 2022, dt.date(2023, 4, 1), "岚汀市人民政府", 1),
        ("2021", 2022, dt.date(2023, 6, 30), "岚汀市人民政府办公室", 91),
        ("2019", 2019, dt.date(2020, 2, 1), "岚汀市民政局", 1),
        ("2014", 2018, dt.date(2019, 3, 31), "岚汀市民政局", None),
        ("2014", 2018, dt.date(2019, 4, 1), "岚汀市民政局", 1),
        ("2021", 2022, dt.date(2023, 2, 15), "岚汀市云浦区望桐街道办事处", None),
    ],
)
def test_the_day_by_which_a_report_is_due(
    edition: str, year: int, day: dt.date, organ: str, days: int | None
) -> None:
    found = late(issued(edition, year, day, organ))
    assert [f"晚 {days} 天" in each.message for each in found] == [True] * (days is not None)


def test_a_day_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1672531200")  # 1 January 2023
    report = issued("2021", 2022, dt.date(2023, 1, 20))
    assert "issued.future" in {each.code for each in report.findings}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1674604800")  # 25 January 2023
    assert "issued.future" not in {each.code for each in gr.check(report)}


@pytest.mark.parametrize("name", [each.id for each in kinds()])
def test_what_is_asked_for_is_said_in_patterns(name: str) -> None:
    wanted = asked(kind(name))
    said = [text for each in wanted.sections for text in (each.heading, each.text, each.none)]
    said += [text for each in wanted.topics for text in (each.heading, each.text)]
    said += [text for each in wanted.bases for text in (each.pattern, each.unless)]
    assert all(regex.compile(text) for text in said if text is not None)
