"""内容: figures that an organ cannot have, and those that are not the year's.

规章 are made at the level of cities with districts and above; an information processing fee is made
up of whole tens of yuan; a figure of the year that stands under another year was copied.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import regex

from govreport.checks.texts import squeezed
from govreport.forms.catalogue import in_force
from govreport.forms.naming import name_of
from govreport.kinds import kind
from govreport.kinds.asked import asked
from govreport.model import Finding, Metric, Quantity, Report, Section
from govreport.model.content import TextPart, texts_of
from govreport.model.rules import finding
from govreport.narrative.linker import ConceptLink, Linker, ReportContext
from govreport.organs.types import organ_type
from govreport.readers.work import step
from govreport.zh.patterns import lazy_pattern
from govreport.zh.quantities import Value, find_quantities
from govreport.zh.quantities.money import yuan
from govreport.zh.text import collapse, level

__all__ = ["check_fee", "check_other_year", "check_power"]

#: A sentence that compares years may well state the other one's figure.
COMPARED = lazy_pattern(
    r"持平|同比|相比|比|较|上年|去年|往年|历年|分别|增|减|升|降|累计|截[至止]|以来|结转"
)
SENTENCES = lazy_pattern(r"[。；！？\n]")
#: So far back, and one year on, a figure may have been copied from or for.
MOST_YEARS = 3
#: What the words name, by value and unit.
Links = Mapping[tuple[Value | None, str | None], ConceptLink | None]


def check_power(report: Report) -> Iterable[Finding]:
    """Find 规章 of an organ that can make none."""
    power = asked(kind(report.kind)).power
    if power is None or report.issuer.name is None:
        return
    organ = organ_type(report.issuer.name, report.issuer.place)
    if organ.level not in power.levels or organ.vertical:
        return
    for metric in report.metrics:
        if metric.id in power.figures and metric.edition is not None and metric.value:
            yield finding(
                "rules.power",
                {"organ": report.issuer.name, "label": name_of(metric, kind(report.kind))},
                found=str(metric.value),
                metrics=(metric.id,),
                origins=(metric.origin,),
            )


def check_fee(report: Report) -> Iterable[Finding]:
    """Find a fee that no tariff gives."""
    fee = asked(kind(report.kind)).fee
    if fee is None:
        return
    texts = _texts(report)
    for quantity in report.quantities:
        factor = yuan(quantity.unit)
        if factor is None or not quantity.value or quantity.qualifier is not None:
            continue
        step()
        part = _part_of(quantity, texts)
        if part is None or quantity.change is not None:
            continue
        sentence = _sentence(part, quantity)
        if not _speaks(fee.anywhere, sentence):
            continue
        amount = Fraction(quantity.value) * factor
        if amount % fee.step:
            yield finding(
                "fee.tariff", {"step": fee.step}, found=quantity.text, origins=(quantity.origin,)
            )


def check_other_year(report: Report) -> Iterable[Finding]:
    """Find a figure of the tables that the text states under another year, and not under its own.

    The text must name the figure, as it does where it is tied to the tables; a sentence that
    compares years is passed over.
    """
    year = report.year
    if year is None:
        return
    known = {m.value for m in report.metrics if m.edition is not None and m.value}
    others = [q for q in report.quantities if _may_be_other(q, year) and q.value in known]
    if not others:
        return
    texts = _texts(report)
    titles = _titles(report)
    links: dict[tuple[int, int | None], Links] = {}
    ours = {q.concept for q in report.quantities if q.concept is not None}
    for quantity in others:
        step()
        part = _part_of(quantity, texts)
        if part is None or _compares(_sentence(part, quantity)):
            continue
        place = (id(part), quantity.year)
        if place not in links:
            above = titles.get(part.origin.block, ())
            links[place] = _links(report, part, quantity.year, above)
        link = links[place].get((quantity.value, quantity.unit))
        if link is None or link.id in ours:
            continue
        metric = _of_tables(report, link)
        if metric is not None and metric.value == quantity.value and metric.value:
            yield finding(
                "text.other_year",
                {
                    "label": name_of(metric, kind(report.kind)),
                    "year": quantity.year,
                    "value": metric.value,
                }
                | {"unit": metric.unit or ""},
                expected=str(year),
                found=str(quantity.year),
                metrics=(metric.id,),
                origins=(quantity.origin, metric.origin),
            )


def _may_be_other(quantity: Quantity, year: int) -> bool:
    said = quantity.year
    if said is None or quantity.concept is not None or not quantity.value:
        return False
    if quantity.qualifier is not None or quantity.change is not None or quantity.scope is not None:
        return False
    return said != year and year - MOST_YEARS <= said <= year + 1


def _of_tables(report: Report, link: ConceptLink) -> Metric | None:
    found = [
        metric
        for metric in report.metrics.select(link.id)
        if metric.edition is not None and dict(metric.dimensions) == dict(link.dimensions)
    ]
    return found[0] if len(found) == 1 else None


def _links(report: Report, part: TextPart, year: int | None, titles: tuple[str, ...]) -> Links:
    """What the words would name if a year that they say were the report's, by value and unit: the
    first of several."""
    of = kind(report.kind)
    folded = collapse(part.text)
    spans = find_quantities(folded.text)
    place = ReportContext(
        kind=of,
        issuer=report.issuer.name,
        year=year,
        edition=report.edition or in_force(report.year, of),
        titles=titles,
    )
    linker = Linker(level(folded.text), place, spans)
    found: dict[tuple[Value | None, str | None], ConceptLink | None] = {}
    for span in spans:
        link = linker.quantity(span)
        found.setdefault((span.value, span.unit), link)
    return found


def _titles(report: Report) -> Mapping[int, tuple[str, ...]]:
    """The titles above each block."""
    found: dict[int, tuple[str, ...]] = {}

    def take(sections: Sequence[Section], before: tuple[str, ...]) -> None:
        for section in sections:
            here = (*before, section.title)
            for part in section.paragraphs:
                found.setdefault(part.origin.block, here)
            take(section.children, here)

    take(report.sections, ())
    return found


# --- the text that a quantity stands in ---


def _texts(report: Report) -> Mapping[int, list[TextPart]]:
    parts = [*texts_of(report.preface)]
    parts += [p for top in report.sections for each in top.walk() for p in each.paragraphs]
    by_block: dict[int, list[TextPart]] = {}
    for part in parts:
        by_block.setdefault(part.origin.block, []).append(part)
    return by_block


def _part_of(quantity: Quantity, texts: Mapping[int, list[TextPart]]) -> TextPart | None:
    start = quantity.origin.start or 0
    for part in texts.get(quantity.origin.block, ()):
        first, last = part.origin.start, part.origin.end
        if first is None or last is None or first <= start < last:
            return part
    return None


def _sentence(part: TextPart, quantity: Quantity) -> str:
    wanted = collapse(quantity.text).text
    for sentence, collapsed in _sentences(part.text):
        if wanted in collapsed:
            return sentence
    return part.text


# A sentence may hold any number of quantities, each of which asks.
@functools.lru_cache(maxsize=16)
def _sentences(text: str) -> Sequence[tuple[str, str]]:
    return [(sentence, collapse(sentence).text) for sentence in SENTENCES.split(text)]


@functools.lru_cache(maxsize=16)
def _speaks(of: str, sentence: str) -> bool:
    return _compiled(of).search(squeezed(sentence)) is not None


@functools.lru_cache(maxsize=16)
def _compares(sentence: str) -> bool:
    return COMPARED.search(sentence) is not None


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return lazy_pattern(pattern)
