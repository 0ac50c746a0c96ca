"""写法: what the text of a report says that it should not say, or not in that way."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import regex

from govreport.checks.texts import paragraphs_of, squeezed
from govreport.document import Origin
from govreport.kinds import kind
from govreport.kinds.asked import asked
from govreport.model import Finding, Report
from govreport.model.bilingual import Bilingual
from govreport.model.content import TextPart, texts_of
from govreport.model.rules import finding
from govreport.record import evolve
from govreport.zh.data_files import read_toml
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import collapse, level

__all__ = ["check_wording"]

#: How much of the text around a word a finding quotes, on either side.
AROUND = 8


def check_wording(report: Report) -> Iterable[Finding]:
    """Find places of a template that were never filled in, and documents no longer in force."""
    yield from _placeholders(report)
    yield from _bases(report)


def _placeholders(report: Report) -> Iterator[Finding]:
    pattern = _placeholder()
    title = report.evidence.get("title")
    if report.title is not None and pattern.search(report.title):
        yield finding(
            "text.placeholder",
            found=report.title,
            origins=(title.origin,) if title is not None else (),
        )
    for part in (*paragraphs_of(report), *texts_of(report.signature)):
        text = level(collapse(part.text).text)
        match = pattern.search(text)
        if match is not None:
            found = text[max(0, match.start() - AROUND) : match.end() + AROUND]
            yield finding("text.placeholder", found=found, origins=(_quoted(part, found),))


def _bases(report: Report) -> Iterator[Finding]:
    if report.year is None:
        return
    for basis in asked(kind(report.kind)).bases:
        if not basis.covers(report.year):
            continue
        for part in paragraphs_of(report):
            text = squeezed(part.text)
            match = _compiled(basis.pattern).search(text)
            if match is None or _compiled(basis.unless).search(text):
                continue
            yield finding(
                "basis.outdated",
                {
                    "basis": Bilingual(basis.label, basis.label_en),
                    "successor": Bilingual(basis.successor, basis.successor_en),
                    "year": report.year,
                },
                found=match[0],
                origins=(_quoted(part, match[0]),),
            )
            break


def _quoted(part: TextPart, text: str) -> Origin:
    return evolve(part.origin, raw=text)


@functools.cache
def _placeholder() -> regex.Pattern[str]:
    return lazy_pattern(read_toml(__package__, "wording.toml")["placeholder"], regex.VERBOSE)


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return lazy_pattern(pattern)
