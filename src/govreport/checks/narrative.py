"""正文与统计表: what the text states against the tables, and against itself.

A quantity is compared where its words name a figure of the forms
(:mod:`govreport.narrative.linker`). A hedge stands for a range, and so do figures written in 万;
a statement of none is a zero.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from govreport.checks.tolerance import contains, meets, same_money, span
from govreport.document import Origin
from govreport.forms.catalogue import editions
from govreport.forms.concepts import derive
from govreport.forms.naming import called
from govreport.forms.phrases import phrases
from govreport.kinds import ReportKind, kind
from govreport.model import Certainty, Finding, Metric, Metrics, Quantity, Report, State
from govreport.model.bilingual import Bilingual
from govreport.model.rules import finding
from govreport.narrative.quantities import Rest, label, rests
from govreport.record import evolve

__all__ = ["check_repeated", "check_text"]

Key = tuple[str, tuple[tuple[str, str], ...]]

#: So many different statements of one figure are enough.
MOST_STATED = 50
#: No more channels than these are tried in all combinations.
MOST_CHANNELS = 8


def check_text(report: Report) -> Iterable[Finding]:
    """Compare every figure that the text states with the tables'."""
    stated, known = _stated(report), kind(report.kind)
    for key, said in stated.items():
        metric = _of_tables(report.metrics, key, known)
        if metric is None or metric.value is None:
            continue
        differing = [each for each in said if not _agrees(each, metric)]
        if _add_up(differing, metric):
            continue
        apart = [
            each
            for id in phrases(known).counts_in.get(metric.id, ())
            for each in stated.get((id, ()), ())
        ]
        for quantity in differing:
            yield _difference(report, quantity, metric, apart)
    for rest in rests(report.quantities):
        metric = _of_tables(report.metrics, (rest.figure.concept or "", ()), known)
        if metric is not None and metric.value is not None:
            yield _of_rest(report, rest, metric)


def check_repeated(report: Report) -> Iterable[Finding]:
    """Find figures that the text states several times and differently, where no table has them."""
    known = kind(report.kind)
    left: dict[Key, list[Rest]] = {}
    for rest in rests(report.quantities):
        left.setdefault((rest.figure.concept or "", ()), []).append(rest)
    for key, said in _stated(report).items():
        if _of_tables(report.metrics, key, known) is not None:
            continue
        sure = [each for each in said if each.certainty is not Certainty.INFERRED]
        told = [(each, each.text.strip()) for each in sure]
        if sure:
            told += [(each.figure, _reckoned(each)) for each in left.get(key, ())[:MOST_STATED]]
        pairs = itertools.combinations([each for each, _ in told], 2)
        if all(_agree(*pair) for pair in pairs) or _is_whole_of_rest(sure):
            continue
        yield finding(
            "narrative.conflict",
            {"label": _label(key[0], known)},
            found="、".join(dict.fromkeys(text for _, text in told)),
            metrics=(key[0],),
            origins=tuple(each.origin for each, _ in told),
        )


def _reckoned(rest: Rest) -> str:
    """45件−3件."""
    return "−".join(each.text.strip() for each in (rest.whole, *rest.parts))


def _label(id: str, kind: ReportKind) -> Bilingual:
    found = called(id, None, kind)
    return Bilingual(label(id, kind), found.en if found is not None else id)


def _stated(report: Report) -> dict[Key, list[Quantity]]:
    """The quantities that are figures of this report, by the figure; what says the same, once."""
    said: dict[Key, dict[tuple[object, ...], Quantity]] = {}
    for each in report.quantities:
        if each.concept is not None:
            key = each.concept, tuple(sorted(each.dimensions.items()))
            sense = each.value, each.low, each.high, each.qualifier, each.unit, each.certainty
            same = said.setdefault(key, {})
            if len(same) < MOST_STATED:
                same.setdefault(sense, each)
    return {key: list(same.values()) for key, same in said.items()}


def _of_tables(metrics: Metrics, key: Key, kind: ReportKind) -> Metric | None:
    """The one figure of the tables, ``None`` where they have none, or several that differ.

    Of a heading of the form it is what the rows under it add up to.
    """
    id, dimensions = key
    found = _figures(metrics, key)
    if not found and not dimensions:
        found = [*derive(id, metrics.items, kind)] or [*_under(metrics, id, kind)]
    values = {(metric.value, metric.unit) for metric in found}
    return found[0] if len(values) == 1 else None


def _figures(metrics: Metrics, key: Key) -> list[Metric]:
    return [
        metric
        for metric in metrics
        if metric.id == key[0]
        and tuple(sorted(metric.dimensions.items())) == key[1]
        and metric.edition is not None
        and metric.state is not State.NOT_APPLICABLE
    ]


def _under(metrics: Metrics, id: str, kind: ReportKind) -> Iterator[Metric]:
    """The sum of the rows under a heading, if the tables have every one of them once."""
    used = {metric.edition for metric in metrics}
    for form in editions(kind):
        rows = [row for table in form.tables for row in table.rows] if form.id in used else []
        heading = next((row for row in rows if row.id == id and row.group), None)
        below = [_figures(metrics, (row.id, ())) for row in rows if row.parent == id]
        parts = [same[0] for same in below if len(same) == 1]
        total = _total(parts)
        complete = bool(parts) and len(parts) == len(below)
        if heading is not None and complete and total is not None and total.denominator == 1:
            yield evolve(parts[0], id=id, value=int(total), label=heading.label)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two statements of one figure can both be so."""
    if one.qualifier is None and other.qualifier is None:
        same = same_money(one, other)
        if same is not None:
            return same
    ours, theirs = span(one), span(other)
    return ours is None or theirs is None or one.unit != other.unit or meets(ours, theirs)


def _agrees(quantity: Quantity, metric: Metric) -> bool:
    stated = span(quantity)
    if metric.value is None or stated is None:
        return True
    if quantity.certainty is Certainty.INFERRED and contains((stated[0], None), metric.value):
        return True  # it may be a part only
    same = same_money(quantity, metric)
    if same is not None and (quantity.qualifier is None or quantity.unit != metric.unit):
        return same or quantity.qualifier is not None
    return contains(stated, metric.value)


def _add_up(quantities: Sequence[Quantity], metric: Metric) -> bool:
    """Whether several statements are parts that make up the figure: 参加2次，举办3次."""
    total = _total(quantities)
    return len(quantities) > 1 and total is not None and total == metric.value


def _is_whole_of_rest(quantities: Sequence[Quantity]) -> bool:
    """Whether the greatest statement is what the others add up to."""
    total = _total(quantities)
    values = [each.value for each in quantities if each.value is not None]
    return len(values) > 2 and total is not None and total == 2 * Fraction(max(values))


def _difference(
    report: Report, quantity: Quantity, metric: Metric, apart: Sequence[Quantity]
) -> Finding:
    known = kind(report.kind)
    words = {
        "label": _label(metric.id, known),
        "unit": metric.unit or "",
        "table": metric.value,
    }
    otherwise = next(_otherwise(report, quantity, metric, apart), None)
    code = "narrative.mismatch"
    others: Sequence[Metric | Quantity] = ()
    if otherwise is not None:
        code, others = "narrative.counted_otherwise", otherwise
        words["figures"] = " + ".join(f"{each.value}" for each in others)
    elif quantity.scope is not None and (report.issuer.name or "").endswith(known.of_whole_place):
        code, words["scope"] = "narrative.scope", quantity.scope
    return finding(
        code,
        words,
        # Where both may be right, neither is what the other should be.
        expected=f"{metric.value}" if code == "narrative.mismatch" else None,
        found=quantity.text.strip(),
        metrics=(metric.id,),
        origins=(
            quantity.origin,
            *dict.fromkeys((metric.origin, *(each.origin for each in others))),
        ),
    )


def _of_rest(report: Report, rest: Rest, metric: Metric) -> Finding:
    """The text counts another figure in, by its own words: so the table's is that or the rest.

    A table that has the other figure too counts it apart.
    """
    known = kind(report.kind)
    apart = any(_of_tables(report.metrics, (each.concept or "", ()), known) for each in rest.parts)
    values = {rest.figure.value} if apart else {rest.figure.value, rest.whole.value}
    otherwise = metric.value in values
    counted = [f"{each.value}" for each in (rest.figure, *rest.parts)]
    words = {
        "label": _label(metric.id, known),
        "unit": metric.unit or "",
        "table": metric.value,
        "figures": " + ".join(counted),
    }
    said = " − ".join(each.text.strip() for each in (rest.whole, *rest.parts))
    return finding(
        "narrative.counted_otherwise" if otherwise else "narrative.mismatch",
        words,
        expected=None if otherwise else f"{metric.value}",
        found=rest.whole.text.strip() if otherwise else said,
        metrics=(metric.id,),
        origins=(rest.whole.origin, *dict.fromkeys((metric.origin, *_origins(rest.parts)))),
    )


def _origins(quantities: Sequence[Quantity]) -> list[Origin]:
    return [each.origin for each in quantities]


def _otherwise(
    report: Report, quantity: Quantity, metric: Metric, apart: Sequence[Quantity]
) -> Iterator[tuple[Metric | Quantity, ...]]:
    """Yield which figures add up to what the text says, if it may have counted those."""
    if quantity.value is None or quantity.qualifier is not None:
        return
    for other in apart:
        if other.origin.block == quantity.origin.block and other.qualifier is None:
            yield from _made_up(quantity, (metric, other))
    group = phrases(kind(report.kind)).counts_again.get(metric.id)
    channels = [m for m in report.metrics if m.parent == group and m.value][:MOST_CHANNELS]
    if group is not None:
        yield from _made_up(quantity, (metric, *channels))
        for length in range(len(channels), 0, -1):
            for some in itertools.combinations(channels, length):
                yield from _made_up(quantity, some)


def _made_up(
    quantity: Quantity, figures: tuple[Metric | Quantity, ...]
) -> Iterator[tuple[Metric | Quantity, ...]]:
    """Yield the figures, if they are all there and add up to the quantity."""
    total = _total(figures)
    if total is not None and total == quantity.value:
        yield figures


def _total(figures: Sequence[Metric | Quantity]) -> Fraction | None:
    values = [Fraction(each.value) for each in figures if each.value is not None]
    return sum(values, start=Fraction(0)) if len(values) == len(figures) else None
