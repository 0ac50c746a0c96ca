"""The parts of a report against each other: numbering, names, year, period, date of issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from govreport.kinds import kind
from govreport.model import Certainty, Finding, Name, Report, Section
from govreport.model.rules import finding
from govreport.zh.numbering import Label, Style, parse_label
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import to_simplified

__all__ = ["check_numbering", "check_parts"]

#: Styles of lists, which may stand beside one another, and of no report's sections alone.
LISTS = frozenset({Style.DECIMAL, Style.DECIMAL_PAREN, Style.DECIMAL_HALF, Style.CIRCLED})
SENTENCES = lazy_pattern(r"[。；：;:\n]")


def check_numbering(report: Report) -> Iterable[Finding]:
    """Find gaps, repeats and mixtures in the numbering of headings, level by level."""
    yield from _level(report.sections, "")


def _level(sections: Sequence[Section], above: str) -> Iterator[Finding]:
    """Look at the headings of one level; ``above`` is the text before the first."""
    labels = [section.label for section in sections]
    usual = _usual_style(labels)
    previous = 0
    for index, (section, label) in enumerate(zip(sections, labels, strict=True)):
        if not _begins_a_list(labels, index):
            yield from _place(section, previous, above)
        if usual is not None and label is not None and label.style is not usual.style:
            yield finding(
                "numbering.style",
                {"label": label.text},
                expected=usual.text,
                found=label.text,
                origins=(section.origin,),
            )
        previous = section.number[-1] if section.number else previous
        yield from _level(section.children, section.text)
        above = "\n".join(part.text for part in section.walk())


def _begins_a_list(labels: Sequence[Label | None], index: int) -> bool:
    """Whether a second list begins here, beside the one before: 问题：1. 2. 措施：1. 2."""
    label, following = labels[index], [*labels[index + 1 : index + 2]]
    if index == 0 or label is None or label.number != 1 or label.style not in LISTS:
        return False
    return any(next_ and next_.style is label.style and next_.number == 2 for next_ in following)


def _place(section: Section, previous: int, above: str) -> Iterator[Finding]:
    """One heading against the one before it, and the text between them."""
    label = section.label
    words = {"label": label.text if label else "", "title": section.title}
    origins = (section.origin,)
    if not section.number:
        return
    number = section.number[-1]
    if label is None:
        found = ".".join(map(str, section.number))
        yield finding("numbering.missing", words, found=found, origins=origins)
    elif previous in (number, label.number):
        yield finding("numbering.duplicate", words, found=label.text, origins=origins)
    elif number < previous:
        yield finding("numbering.order", words, found=label.text, origins=origins)
    elif number > previous + 1 and not _runs_through(above, label, previous + 1, number):
        gap = str(previous + 1) if number == previous + 2 else f"{previous + 1}–{number - 1}"
        yield finding("numbering.gap", words, expected=gap, found=label.text, origins=origins)


def _runs_through(text: str, label: Label | None, first: int, stop: int) -> bool:
    """Whether the numbers from ``first`` on stand in a text, each where a sentence begins."""
    if label is None:
        return False
    begun = map(parse_label, SENTENCES.split(text))
    written = {each.number for each in begun if each and each.style is label.style}
    return written.issuperset(range(first, stop))


def _usual_style(labels: Sequence[Label | None]) -> Label | None:
    """A label written as most of its siblings are, ``None`` where no way prevails."""
    styles = Counter(label.style for label in labels if label is not None)
    if len(styles) < 2:
        return None
    (style, most), (_, next_most) = styles.most_common(2)
    if most <= next_most:
        return None
    return next(label for label in labels if label is not None and label.style is style)


def check_parts(report: Report) -> Iterable[Finding]:
    """Compare the title's year, the period, the names of the organ and the date of issue."""
    if report.title is None:
        yield finding("title.missing")
    if not report.sections:
        yield finding("structure.sections")
    since = kind(report.kind).form_since
    before_forms = report.year is not None and since is not None and report.year < since
    if not before_forms and all(metric.edition is None for metric in report.metrics):
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
    if report.period is None or report.issued is None or report.issued >= report.period.end:
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
    short, long = sorted((to_simplified(one.text), to_simplified(other.text)), key=len)
    rest = iter(long)
    return all(char in rest for char in short)
