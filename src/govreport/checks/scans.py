"""扫描件: how sure the figures are that were read from a picture.

An identity of the form is a second witness. A figure that stands in one that holds, and in none
that fails, is confirmed; where no identity judges it, it has to have been read surely, and twice
alike. In a table whose identities fail too often nothing is confirmed: so many misreadings make
sums come out by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from govreport.checks.arithmetic import judged
from govreport.checks.figures import Key, key_of
from govreport.checks.values import is_count, signed_figures
from govreport.document import FROM_PICTURES, UNSURE, Document, Doubt, Origin, Table
from govreport.kinds import kind
from govreport.model import Certainty, Finding, Metric, Metrics, Report, Section, State
from govreport.model.finding import Severity
from govreport.model.rules import finding, rule
from govreport.record import evolve

__all__ = ["settle", "told_unsure"]

#: In a table of which a greater share of the identities fails, nothing is confirmed.
MOST_FAILING = 0.3
#: Of a table of which a greater share, and more than one, was not read surely, only what is
#: confirmed is believed; where a greater share than this was not, no figure is believed against
#: the identities.
MOST_UNSURE, SOME_UNSURE = 0.25, 0.05

#: Findings that say what was not read.
OF_READING = frozenset({"cell.unreadable", "coverage.figures", "text.unreadable"})

_Doubts = Mapping[tuple[int, int | None, int | None], Doubt]


def settle(report: Report, document: Document) -> Report:
    """Return a report with the certainty of what was read from pictures; one without stays as it
    is. A figure that is not sure enough is unreadable."""
    doubts = dict(_doubts(document))
    if not doubts:
        return report
    confirmed, refuted = _witnesses(report, doubts)
    # A minus is the first thing that a scan loses.
    signed = signed_figures(kind(report.kind))
    poor = _unsure(report, doubts, share=MOST_UNSURE, more_than=1)
    shaky = _unsure(report, doubts, share=SOME_UNSURE)
    scanned = {block for block, row, _ in doubts if row is not None}
    metrics: list[Metric] = []
    unsure: list[Metric] = []
    for metric in report.metrics:
        doubt = _doubt_at(doubts, metric.origin)
        lost = metric.state is State.BLANK and metric.origin.block in poor
        if (doubt is None or metric.state is not None) and not lost:
            blank = metric.state is State.BLANK and metric.origin.block in scanned
            metrics.append(evolve(metric, certainty=Certainty.OCR) if blank else metric)
            continue
        # A count has no point: it parted the thousands.
        pointed = is_count(metric) and isinstance(metric.value, Decimal)
        key = key_of(metric)
        doubtful = pointed or (key in refuted and metric.origin.block in shaky)
        if key in confirmed and (metric.edition, metric.id) not in signed and not lost:
            metrics.append(evolve(metric, certainty=Certainty.OCR_CONFIRMED))
        elif doubt is Doubt.SCANNED and metric.origin.block not in poor and not doubtful:
            metrics.append(evolve(metric, certainty=Certainty.OCR))
        else:
            unsure.append(metric)
            metrics.append(
                evolve(metric, value=None, state=State.UNREADABLE, certainty=Certainty.OCR)
            )
    read = [m for m in metrics if m.value is not None and m.certainty is Certainty.OCR]
    return evolve(
        report,
        metrics=Metrics(tuple(metrics), report.kind),
        evidence={
            name: evolve(each, certainty=Certainty.OCR)
            if _doubt_at(doubts, each.origin) is not None
            else each
            for name, each in report.evidence.items()
        },
        sections=tuple(_section(each, doubts) for each in report.sections),
        quantities=tuple(
            evolve(each, certainty=Certainty.OCR)
            if each.certainty is not None and _doubt_at(doubts, each.origin) is not None
            else each
            for each in report.quantities
        ),
        findings=(*report.findings, *_told(unsure, read)),
    )


def told_unsure(findings: Iterable[Finding], document: Document) -> Iterator[Finding]:
    """Yield findings; one that rests on text which was not read surely says so, and is information
    only: the fault may be the reading's. Those on the reading itself stay as they are."""
    doubts = dict(_doubts(document))
    for each in findings:
        unsure = any(_doubt_at(doubts, origin) in UNSURE for origin in each.origins)
        if not unsure or each.metrics or each.code in OF_READING:
            yield each
            continue
        said = rule("ocr.unconfirmed").wordings["misread"]
        yield evolve(
            each,
            severity=Severity.INFO,
            message=said.message.format(said=each.message),
            message_en=said.message_en.format(said=each.message_en),
        )


def _doubts(document: Document) -> Iterable[tuple[tuple[int, int | None, int | None], Doubt]]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            for cell in block.cells:
                if cell.doubt in FROM_PICTURES:
                    yield (number, cell.row, cell.column), cell.doubt
        elif (doubt := getattr(block, "doubt", None)) in FROM_PICTURES:
            yield (number, None, None), doubt


def _doubt_at(doubts: _Doubts, origin: Origin) -> Doubt | None:
    return doubts.get((origin.block, origin.row, origin.column))


def _unsure(report: Report, doubts: _Doubts, *, share: float, more_than: int = 0) -> set[int]:
    """The tables of which a greater share, and more than so many, were not read surely."""
    read: Counter[int] = Counter()
    unsure: Counter[int] = Counter()
    for metric in report.metrics:
        doubt = _doubt_at(doubts, metric.origin)
        read[metric.origin.block] += doubt is not None
        unsure[metric.origin.block] += doubt in UNSURE
    return {block for block in unsure if unsure[block] > max(more_than, share * read[block])}


def _witnesses(report: Report, doubts: _Doubts) -> tuple[set[Key], set[Key]]:
    """The figures that an identity confirms, and those that no identity bears out and one refutes:
    one that fails though all of its figures were read surely.

    Two figures may be wrong together: one that was not read surely needs a second witness, in
    which, as in the first, all others were, or have been confirmed so.
    """
    places = {key_of(metric): metric.origin.block for metric in report.metrics}
    unsure = {
        key_of(metric)
        for metric in report.metrics
        if _doubt_at(doubts, metric.origin) is Doubt.MISREAD
    }
    bad: set[Key] = set()
    refuted: set[Key] = set()
    holding: list[tuple[Key, ...]] = []
    held: Counter[int | None] = Counter()
    failed: Counter[int | None] = Counter()
    for case in judged(report):
        block = places.get(case.keys[0])
        if not case.holds:
            failed[block] += 1
            bad.update(case.keys)
            if unsure.isdisjoint(case.keys):
                refuted.update(case.keys)
        elif case.sum:
            held[block] += 1
            holding.append(tuple(case.keys))
    good = _borne_out(holding, unsure, bad)
    shaky = {b for b in failed if failed[b] > MOST_FAILING * (failed[b] + held[b])}
    confirmed = {key for key in good - bad if places.get(key) not in shaky}
    return confirmed, refuted.difference(*holding)


def _borne_out(holding: list[tuple[Key, ...]], unsure: set[Key], bad: set[Key]) -> set[Key]:
    """The figures of identities that hold; those that are unsure, by two of them."""
    good: set[Key] = set()
    open_ = set(unsure)
    while True:
        seen: Counter[Key] = Counter()
        for keys in holding:
            doubtful = open_.intersection(keys)
            if not doubtful:
                good.update(keys)
            elif len(doubtful) == 1:
                seen.update(doubtful)
        found = {key for key, count in seen.items() if count > 1} - bad
        if not found:
            return good
        good |= found
        open_ -= found


def _section(section: Section, doubts: _Doubts) -> Section:
    children = tuple(_section(each, doubts) for each in section.children)
    scanned = section.origin is not None and _doubt_at(doubts, section.origin) is not None
    return evolve(
        section,
        children=children,
        certainty=Certainty.OCR if scanned else section.certainty,
    )


def _told(unsure: list[Metric], read: list[Metric]) -> Iterable[Finding]:
    for metric in unsure:
        yield finding(
            "cell.unreadable",
            {"label": metric.label},
            found=metric.origin.raw,
            metrics=(metric.id,),
            origins=(metric.origin,),
        )
    if read:
        yield finding("ocr.unconfirmed", {"count": len(read)})
