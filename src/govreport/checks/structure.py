"""The parts of a report against each other: numbering, names, year, period, date of issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from govreport.findings import finding
from govreport.model import Certainty, Finding, Name, Report, Section
from govreport.zh.numbering import Style, parse_label

__all__ = ["check_numbering", "check_parts"]


def check_numbering(report: Report) -> Iterable[Finding]:
    """Find gaps, repeats and mixtures in the numbering of headings, level by level."""
    yield from _level(report.sections)


def _level(sections: Sequence[Section]) -> Iterator[Finding]:
    usual = _usual_style(sections)
    previous = 0
    for section in sections:
        yield from _place(section, previous)
        yield from _writing(section, usual)
        previous = section.number[-1] if section.number else previous
        yield from _level(section.children)


def _place(section: Section, previous: int) -> Iterator[Finding]:
    """One heading against the one before it."""
    words = {"label": section.label, "title": section.title}
    origins = (section.origin,)
    if not section.number:
        return
    number = section.number[-1]
    written = _written(section.label)
    if not section.label:
        found = ".".join(map(str, section.number))
        yield finding("numbering.missing", words, found=found, origins=origins)
    elif number == previous or (written is not None and written == previous):
        yield finding("numbering.duplicate", words, found=section.label, origins=origins)
    elif number < previous:
        yield finding("numbering.order", words, found=section.label, origins=origins)
    elif number > previous + 1:
        gap = str(previous + 1) if number == previous + 2 else f"{previous + 1}–{number - 1}"
        yield finding("numbering.gap", words, expected=gap, found=section.label, origins=origins)


def _writing(section: Section, usual: Section | None) -> Iterator[Finding]:
    if usual is None or not section.label or _style(section) is _style(usual):
        return
    yield finding(
        "numbering.style",
        {"label": section.label},
        expected=usual.label,
        found=section.label,
        origins=(section.origin,),
    )


def _usual_style(sections: Sequence[Section]) -> Section | None:
    """A section numbered as most of its siblings are, ``None`` where no way prevails."""
    styles = Counter(_style(section) for section in sections if section.label)
    if len(styles) < 2:
        return None
    (style, most), (_, next_most) = styles.most_common(2)
    if most <= next_most:
        return None
    return next(section for section in sections if section.label and _style(section) is style)


def _style(section: Section) -> Style | None:
    label = parse_label(f"{section.label} {section.title}")
    return label.style if label else None


def _written(text: str) -> int | None:
    label = parse_label(f"{text} ")
    return label.number if label else None


def check_parts(report: Report) -> Iterable[Finding]:
    """Compare the title's year, the period, the names of the organ and the date of issue."""
    if report.title is None:
        yield finding("title.missing")
    if not report.sections:
        yield finding("structure.sections")
    if not report.metrics:
        yield finding("table.none")
    yield from _year(report)
    yield from _issued(report)
    yield from _names(report)


def _year(report: Report) -> Iterator[Finding]:
    period, year = report.period, report.year
    stated = "year" in report.evidence
    if period is None or year is None or not stated:
        return
    if report.evidence["year"].certainty is Certainty.INFERRED:
        return
    if not period.start.year <= year <= period.end.year:
        yield finding(
            "year.mismatch",
            expected=str(year),
            found=f"{period.start}—{period.end}",
            origins=tuple(report.evidence[key].origin for key in ("year", "period")),
        )


def _issued(report: Report) -> Iterator[Finding]:
    if report.period is None or report.issued is None or report.issued > report.period.end:
        return
    yield finding(
        "issued.early",
        expected=report.period.end.isoformat(),
        found=report.issued.isoformat(),
        origins=tuple(
            report.evidence[key].origin for key in ("issued", "period") if key in report.evidence
        ),
    )


def _names(report: Report) -> Iterator[Finding]:
    """A short form of the name is no contradiction: 区经济合作局 of 镇海区经济合作局."""
    names = [name for name in report.issuer.names if name.role not in ("metadata", "preface")]
    if not names:
        return
    first, *others = names
    told: set[str] = set()
    for name in others:
        if name.text not in told and not _same_organ(first, name):
            told.add(name.text)
            yield finding(
                "issuer.mismatch",
                expected=first.text,
                found=name.text,
                origins=tuple(n.origin for n in (first, name) if n.origin is not None),
            )


def _same_organ(one: Name, other: Name) -> bool:
    short, long = sorted((one.text, other.text), key=len)
    rest = iter(long)
    return all(char in rest for char in short)
