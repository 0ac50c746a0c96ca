"""齐全: the tables, sections and topics that a report must have, and the fee that it must state.

What is asked for is data: the forms of the editions, and ``asked.toml`` of the kind. A report that
no heading was found in is not judged by its headings.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from govreport.checks.texts import paragraphs_of, squeezed, text_of
from govreport.forms.catalogue import Edition, TableForm, edition, in_force, metric_id
from govreport.kinds import kind
from govreport.kinds.asked import Fee, SectionAsked, TopicAsked, asked
from govreport.model import Finding, Report, Section, Severity, State
from govreport.model.bilingual import Bilingual
from govreport.model.rules import finding
from govreport.zh.patterns import lazy_pattern

__all__ = ["check_blanks", "check_sections", "check_tables", "form_of", "year_of"]

#: So many topics of a section under headings of their own, and the others should have theirs.
MOST_HEADED = 3
#: The beginning of a paragraph that is no longer than a heading.
HEAD = lazy_pattern(r"[^。：:，；]{2,16}(?=[。：:]|$)")


def check_tables(report: Report) -> Iterable[Finding]:
    """Find the official tables that no figure was read of, the tables of a section together."""
    form = form_of(report)
    if form is None:
        return
    read = {metric.id for metric in report.metrics if metric.edition is not None}
    missing = [table for table in form.tables if not _ids(table) & read]
    by_section: dict[str | None, list[TableForm]] = {}
    for table in form.tables:
        by_section.setdefault(table.section, []).append(table)
    for section, tables in by_section.items():
        gone = [table for table in tables if table in missing]
        if not gone or _is_picture(report, section):
            continue
        if len(gone) == len(tables) and section is not None:
            whole = Bilingual(section, gone[0].section_en or section)
            yield finding("table.missing", {"table": whole})
        else:
            for table in gone:
                yield finding("table.missing", {"table": table_name(table)})


def check_blanks(report: Report) -> Iterable[Finding]:
    """Count the cells of each official table that were left blank."""
    form = form_of(report)
    if form is None:
        return
    figures = [
        metric
        for metric in report.metrics
        if metric.edition is not None and metric.state is not State.NOT_APPLICABLE
    ]
    if all(metric.state is not State.BLANK for metric in figures):
        return
    for table in form.tables:
        ids = _ids(table)
        cells = [metric for metric in figures if metric.id in ids]
        blank = [m for m in cells if m.state is State.BLANK]
        if blank:
            yield finding(
                "blank.cells",
                {"table": table_name(table), "count": len(blank), "cells": len(cells)},
                found=str(len(blank)),
                metrics=tuple(dict.fromkeys(m.id for m in blank)),
                origins=tuple(m.origin for m in blank),
            )


def check_sections(report: Report) -> Iterable[Finding]:
    """Find the sections and topics that are missing or say nothing, and the fee if it is not
    stated."""
    known, year = asked(kind(report.kind)), year_of(report)
    if year is None or not report.sections:
        return
    wanted = known.sections_of(year)
    there = _present(report, wanted)
    for each in wanted:
        if each.id not in there:
            yield finding(
                "section.missing",
                {"section": Bilingual(each.label, each.label_en)},
                severity=Severity(each.severity) if each.severity else None,
            )
            continue
        section = there[each.id]
        if section is not None:
            yield from _empty(section, each)
            for topic in _topics_missing(section, known.topics_of(each.id, year)):
                words = {"topic": Bilingual(topic.label, topic.label_en)}
                words["section"] = Bilingual(each.label, each.label_en)
                yield finding("topic.missing", words, origins=(section.origin,))
    if known.fee is not None:
        yield from _fee(report, known.fee, there.get(known.fee.section), year)


# --- tables ---


def form_of(report: Report) -> Edition | None:
    """Return the edition that a report's tables follow, else that of its year."""
    of = kind(report.kind)
    id = report.edition or in_force(report.year, of)
    return edition(id, of) if id else None


def table_name(table: TableForm) -> Bilingual:
    """Return what a table is called."""
    zh = table.titles[0]
    if table.section not in (None, zh) and table.section is not None:
        zh = f"{table.section}·{zh}"
    return Bilingual(zh, table.title_en or zh)


@functools.cache
def _ids(table: TableForm) -> frozenset[str]:
    rows = [row.id for row in table.rows if not row.group] or [""]
    return frozenset(
        metric_id(row, column.id) for row in rows for column in table.columns_of("value")
    )


def _is_picture(report: Report, section: str | None) -> bool:
    """Whether a picture stands where the table should: what it shows was not read."""
    pictures = [f.origins[0].block for f in report.findings if f.code == "table.image"]
    if not pictures:
        return False
    starts = sorted(
        (part.origin.block, part.title) for top in report.sections for part in top.walk()
    )
    return any(_heading_above(block, starts) in (section, None) for block in pictures) or (
        section is None or section not in {title for _, title in starts}
    )


def _heading_above(block: int, starts: Sequence[tuple[int, str]]) -> str | None:
    return next((title for start, title in reversed(starts) if start <= block), None)


# --- sections ---


def year_of(report: Report) -> int | None:
    """Return the year that a report is on; the first of its edition's where it says none."""
    if report.year is not None:
        return report.year
    form = form_of(report)
    return form.years[0] if form is not None else None


def _present(report: Report, wanted: Sequence[SectionAsked]) -> Mapping[str, Section | None]:
    """The sections that are there, by their ids; ``None`` where only a line of text says so."""
    found: dict[str, Section | None] = {}
    lines = [squeezed(part.text) for part in paragraphs_of(report)]
    for each in wanted:
        headed = next(_headed(report, each), None)
        if headed is not None or any(_says(line, each) for line in lines):
            found[each.id] = headed
    return found


def _says(line: str, wanted: SectionAsked) -> bool:
    """Whether a line is about a part, or ends in its title, as a heading that was not taken for
    one."""
    title = wanted.label.partition("、")[2]
    if title and line.endswith(title):
        return True
    return wanted.text is not None and _compiled(wanted.text).search(line) is not None


def _headed(report: Report, wanted: SectionAsked) -> Iterator[Section]:
    """The sections whose heading fits: of the first level, where headings are prescribed."""
    prescribed = wanted.text is None
    for top in report.sections:
        for section in (top,) if prescribed else top.walk():
            if _compiled(wanted.heading).search(squeezed(section.title)):
                yield section


def _empty(section: Section, wanted: SectionAsked) -> Iterator[Finding]:
    if wanted.tables or wanted.text is not None:
        return
    parts = [*section.walk()]
    text = "".join(squeezed(text_of(part)) for part in parts)
    if any(part.tables for part in parts):
        return
    said_none = wanted.none is not None and _compiled(wanted.none).fullmatch(text) is not None
    if not text or said_none:
        yield finding(
            "section.empty",
            {"section": Bilingual(wanted.label, wanted.label_en)},
            found=text,
            origins=(section.origin,),
        )


def _topics_missing(section: Section, topics: Sequence[TopicAsked]) -> list[TopicAsked]:
    below = [part for child in section.children for part in child.walk()]
    titles = [squeezed(part.title) for part in below]
    titles += [head for part in section.walk() for head in _heads(part)]
    headed = [t for t in topics if any(_compiled(t.heading).search(title) for title in titles)]
    if len(headed) >= MOST_HEADED:
        return [topic for topic in topics if topic not in headed]
    text = "".join(squeezed(part.title + text_of(part)) for part in section.walk())
    return [topic for topic in topics if not _compiled(topic.text).search(text)]


def _heads(section: Section) -> Iterator[str]:
    """What paragraphs begin with that may be headings that lost their numbers: 主动公开："""
    for part in section.paragraphs:
        head = HEAD.match(squeezed(part.text))
        if head is not None:
            yield head[0]


def _fee(report: Report, fee: Fee, section: Section | None, year: int) -> Iterator[Finding]:
    asked_for = next((each for each in fee.years if each.covers(year)), None)
    if asked_for is None:
        return
    if section is not None:
        text = "".join(squeezed(part.title + text_of(part)) for part in section.walk())
        if _compiled(fee.there).search(text):
            return
    everywhere = "".join(squeezed(part.text) for part in paragraphs_of(report))
    if not _compiled(fee.anywhere).search(everywhere):
        yield finding(
            "fee.unstated",
            origins=(section.origin,) if section is not None else (),
            severity=Severity(asked_for.severity) if asked_for.severity else None,
        )


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return lazy_pattern(pattern)
