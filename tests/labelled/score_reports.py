"""How whole reports are read, against their labels: what is refused, title, issuer, year, period,
section tree, quantities, links, zeros, findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import define, field

import govreport
from govreport.model import Quantity, Report, Section
from labelled.reports import Labelled, Link, Number, key, odd, others
from labelled.score import Score

__all__ = ["Scores", "refused", "score_reports", "taken"]


@define
class Scores:
    """Counts over texts, and what differs, a line each. Counters hold (right, of how many)."""

    texts: int = 0
    refused: int = 0
    right: Counter[str] = field(factory=Counter)
    numbers: Counter[str] = field(factory=Counter)
    links: Counter[str] = field(factory=Counter)
    zeros: Counter[str] = field(factory=Counter)
    false_findings: int = 0
    missing_findings: int = 0
    wrong_metrics: int = 0
    differences: list[str] = field(factory=list)

    def share(self, aspect: str) -> float:
        """The share of the texts that are right in an aspect; a refused text is wrong in all."""
        return self.right[aspect] / self.texts if self.texts else 1.0

    def of(self, counts: Counter[str]) -> Score:
        """Precision and recall."""
        return Score(counts["right"], counts["labelled"], counts["found"])

    def lines(self) -> Iterator[str]:
        """Yield the scores, a line each."""
        yield f"{'refused':<20}{self.refused} of {self.texts}"
        for aspect in ASPECTS:
            yield f"{aspect:<20}{self.share(aspect):.3f}"
        counted = {"quantities": self.numbers, "links": self.links, "zeros": self.zeros}
        for name, counts in counted.items():
            yield f"{name:<20}{self.of(counts)}"
        yield f"{'wrong metrics':<20}{self.wrong_metrics}"
        yield f"{'false findings':<20}{self.false_findings / max(1, self.texts):.3f} a text"
        yield f"{'missing findings':<20}{self.missing_findings}"


ASPECTS = ("title", "issuer", "year", "period", "issued", "sections")


def score_reports(labelled: Sequence[Labelled]) -> Scores:
    """Read every text and compare it with its labels."""
    scores = Scores()
    for each in labelled:
        scores.texts += 1
        try:
            report = govreport.parse(each.data)
        except govreport.GovReportError as error:
            scores.refused += 1
            scores.numbers["labelled"] += len(each.numbers)
            scores.links["labelled"] += len(each.links)
            scores.zeros["labelled"] += len(each.zeros)
            scores.differences.append(f"{each.id}: refused ({error.code})")
            continue
        scores.differences += [f"{each.id}: {line}" for line in _compare(report, each, scores)]
    return scores


def refused() -> list[str]:
    """Return the first lines of reports with odd titles that are refused, or whose organ or year is
    not told."""
    lines = []
    for organ, year, data in odd():
        try:
            report = govreport.parse(data)
        except govreport.NotAReport:
            report = None
        if report is None or report.year != year or organ not in (report.issuer.name or ""):
            lines.append(data.decode().partition("\n")[0])
    return lines


def taken() -> list[str]:
    """Return the names of the texts that are taken for reports and are none."""
    names = []
    for name, data in others():
        try:
            govreport.parse(data)
        except govreport.NotAReport:
            continue
        names.append(name)
    return names


def _compare(report: Report, wanted: Labelled, scores: Scores) -> Iterator[str]:
    period = report.period
    got = {
        "title": key(report.title or ""),
        "issuer": report.issuer.name,
        "year": report.year,
        "period": (period.start, period.end) if period else None,
        "issued": report.issued,
        "sections": [*_tree(report.sections, 1)],
    }
    right = {
        "title": key(wanted.title or ""),
        "issuer": wanted.issuer,
        "year": wanted.year,
        "period": wanted.period,
        "issued": wanted.issued,
        "sections": [*wanted.sections],
    }
    for aspect in ASPECTS:
        if got[aspect] == right[aspect]:
            scores.right[aspect] += 1
        else:
            yield f"{aspect} {right[aspect]} / {got[aspect]}"
    stated = [each for each in report.quantities if not each.stated_none]
    yield from _sets("quantity", wanted.numbers, (), map(_number, stated), scores.numbers)
    links = [_link(each) for each in stated if each.concept]
    yield from _sets("link", wanted.links, wanted.maybe, links, scores.links)
    zeros = [_link(each) for each in report.quantities if each.stated_none]
    yield from _zeros(wanted.zeros, zeros, scores.zeros)
    yield from _metrics(report, wanted, scores)
    codes = Counter({each.code for each in report.findings})
    # A sentence is no report that has all that is asked for, by when it is.
    asked = {rule.code for rule in govreport.rules(category="existence")}
    asked |= {"issued.missing", "issued.late", "period.missing", "period.partial", "year.missing"}
    for code in asked - wanted.findings:
        del codes[code]
    false, missing = codes - Counter(wanted.findings), Counter(wanted.findings) - codes
    scores.false_findings += false.total()
    scores.missing_findings += missing.total()
    yield from (f"finding too many: {each}" for each in false)
    yield from (f"finding missing: {each}" for each in missing)


def _sets(
    name: str,
    wanted: Sequence[object],
    maybe: Sequence[object],
    got: object,
    counts: Counter[str],
) -> Iterator[str]:
    labelled, found = Counter(wanted), Counter(got)  # type: ignore[call-overload]
    found -= (found - labelled) & Counter(maybe)
    counts["right"] += (labelled & found).total()
    counts["labelled"] += labelled.total()
    counts["found"] += found.total()
    yield from (f"{name} missing: {each}" for each in labelled - found)
    yield from (f"{name} too many: {each}" for each in found - labelled)


def _zeros(wanted: Sequence[Link], got: Sequence[Link], counts: Counter[str]) -> Iterator[str]:
    """Statements of none: the figure counts, and that the statement is the one labelled."""
    left = list(got)
    for text, id, dimensions in wanted:
        said = (g for g in left if g[1:] == (id, dimensions))
        found = next((g for g in said if g[0] in text or text in g[0]), None)
        counts["labelled"] += 1
        if found is None:
            yield f"zero missing: {text} {id}"
        else:
            counts["right"] += 1
            left.remove(found)
    counts["found"] += len(got)
    yield from (f"zero too many: {each}" for each in left)


def _metrics(report: Report, wanted: Labelled, scores: Scores) -> Iterator[str]:
    """A figure that no label gives is a wrong one."""
    known = {id for _, id, _ in (*wanted.links, *wanted.maybe, *wanted.zeros)}
    values = {
        (id, dimensions, value)
        for text, id, dimensions in (*wanted.links, *wanted.maybe)
        for other, value, _ in wanted.numbers
        if other == text
    } | {(id, dimensions, 0) for _, id, dimensions in wanted.zeros}
    values |= {(id, (), value) for id, value in wanted.inferred}
    for metric in report.metrics:
        dimensions = tuple(sorted(metric.dimensions.items()))
        if (metric.id, dimensions, metric.value) not in values:
            scores.wrong_metrics += 1
            how = "other value" if metric.id in known else "no such figure"
            yield f"WRONG METRIC {metric.id} {metric.value} ({how})"


def _number(quantity: Quantity) -> Number:
    value: Decimal | Fraction | None = None
    if quantity.value is not None:
        value = Decimal(quantity.value)
    if value is None and quantity.kind == "fraction" and "/" in quantity.text:
        value = Fraction(quantity.text)
    return key(quantity.text), value, quantity.unit


def _link(quantity: Quantity) -> Link:
    return key(quantity.text), quantity.concept or "", tuple(sorted(quantity.dimensions.items()))


def _tree(sections: Sequence[Section], depth: int) -> Iterator[tuple[int, str]]:
    for section in sections:
        yield depth, key(section.heading)
        yield from _tree(section.children, depth + 1)
