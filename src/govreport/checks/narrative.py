"""正文与统计表: what the text states against the tables, and against itself.

A quantity is compared where its words name a figure of the forms (:mod:`govreport.narrative.ties`).
A hedge stands for a range, and so do figures written in 万; a statement of none is a zero.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import regex

from govreport.checks.margins import contains, meets, same_money, span
from govreport.findings import finding
from govreport.forms.concepts import derive
from govreport.forms.phrases import phrases
from govreport.model import Certainty, Finding, Metric, Metrics, Quantity, Report, State
from govreport.narrative import official

__all__ = ["check_repeated", "check_tables"]

Key = tuple[str, tuple[tuple[str, str], ...]]

#: The organs whose own figures and those of their whole place both stand in their reports.
OFFICES = ("办公室", "办公厅")
#: A note in the label of a row: （不同渠道和方式公开相同信息计1条）.
NOTE = regex.compile(r"（[^（）]*）$")
#: No more channels than these are tried in all combinations.
MOST_CHANNELS = 8


def check_tables(report: Report) -> Iterable[Finding]:
    """Compare every figure that the text states with the tables'."""
    for key, said in _stated(report).items():
        metric = _of_tables(report.metrics, key)
        if metric is None or metric.value is None:
            continue
        differing = [each for each in said if not _agrees(each, metric)]
        if _add_up(differing, metric):
            continue
        told: set[tuple[object, ...]] = set()
        for quantity in differing:
            sense = quantity.value, quantity.low, quantity.high, quantity.unit
            if sense not in told:
                told.add(sense)
                yield _difference(report, quantity, metric)


def check_repeated(report: Report) -> Iterable[Finding]:
    """Find figures that the text states several times and differently, where no table has them."""
    for key, said in _stated(report).items():
        if _of_tables(report.metrics, key) is not None:
            continue
        sure = [each for each in said if each.certainty is not Certainty.INFERRED]
        pairs = itertools.combinations(sure, 2)
        if all(_agree(*pair) for pair in pairs) or _is_whole_of_rest(sure):
            continue
        yield finding(
            "narrative.conflict",
            {"label": official(key[0]).label},
            found="、".join(dict.fromkeys(each.text.strip() for each in sure)),
            metrics=(key[0],),
            origins=tuple(each.origin for each in sure),
        )


def _stated(report: Report) -> dict[Key, list[Quantity]]:
    """The quantities that are figures of this report, by the figure."""
    said: dict[Key, list[Quantity]] = {}
    for quantity in report.quantities:
        if quantity.concept is not None:
            key = quantity.concept, tuple(sorted(quantity.dimensions.items()))
            said.setdefault(key, []).append(quantity)
    return said


def _of_tables(metrics: Metrics, key: Key) -> Metric | None:
    """The one figure of the tables, ``None`` where they have none, or several that differ."""
    id, dimensions = key
    found = [
        metric
        for metric in metrics
        if metric.id == id
        and tuple(sorted(metric.dimensions.items())) == dimensions
        and metric.edition is not None
        and metric.state is not State.NOT_APPLICABLE
    ]
    if not found and not dimensions:
        found = [*derive(id, metrics.items)]
    values = {(metric.value, metric.unit) for metric in found}
    return found[0] if len(values) == 1 else None


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
    values = [each.value for each in quantities if each.value is not None]
    return len(values) > 1 and len(values) == len(quantities) and sum(values) == metric.value


def _is_whole_of_rest(quantities: Sequence[Quantity]) -> bool:
    """Whether the greatest statement is what the others add up to."""
    values = sorted(each.value for each in quantities if each.value is not None)
    return len(values) > 2 and values[-1] == sum(values[:-1])


def _difference(report: Report, quantity: Quantity, metric: Metric) -> Finding:
    words = {"label": NOTE.sub("", metric.label), "unit": metric.unit or ""}
    otherwise = next(_otherwise(report.metrics, quantity, metric), None)
    code = "narrative.mismatch"
    others: tuple[Metric, ...] = ()
    if otherwise is not None:
        code, others = "narrative.counted_otherwise", otherwise
        words["figures"] = " + ".join(f"{each.value}" for each in others)
    elif quantity.scope is not None and (report.issuer.name or "").endswith(OFFICES):
        code, words["scope"] = "narrative.scope", quantity.scope
    return finding(
        code,
        words,
        expected=f"{metric.value}",
        found=quantity.text.strip(),
        metrics=tuple(dict.fromkeys((metric.id, *(each.id for each in others)))),
        origins=(
            quantity.origin,
            *dict.fromkeys((metric.origin, *(each.origin for each in others))),
        ),
    )


def _otherwise(
    metrics: Metrics, quantity: Quantity, metric: Metric
) -> Iterator[tuple[Metric, ...]]:
    """Yield which figures of the tables add up to what the text says, if it may count those."""
    known = phrases()
    for id in known.counts_in.get(metric.id, ()):
        other = _of_tables(metrics, (id, ()))
        if _is_sum(quantity, (metric, other)) and other is not None:
            yield metric, other
    group = known.counts_again.get(metric.id)
    channels = [each for each in metrics if each.parent == group and each.value][:MOST_CHANNELS]
    for several in (metric, *channels), channels:
        if group is not None and _is_sum(quantity, several):
            yield tuple(several)
    for length in range(1, len(channels)):
        for some in itertools.combinations(channels, length):
            if _is_sum(quantity, some):
                yield some


def _is_sum(quantity: Quantity, figures: Iterable[Metric | None]) -> bool:
    values = [None if each is None else each.value for each in figures]
    known = [value for value in values if value is not None]
    stated = span(quantity)
    complete = bool(known) and len(known) == len(values)
    return complete and stated is not None and contains(stated, sum(known))
