"""雷同: how much of a report's text stands word for word in another one.

Sentences are compared with years and figures folded, so that 2021年收到12件 is 2022年收到15件. What
counts is characters: the share of a report's text that stands in the other.

>>> folded("2022年，我局收到申请15件") == folded("2021年，我局收到申请 3 件")
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from govreport.model import Finding, Report, Section
from govreport.model.bilingual import Bilingual
from govreport.model.rules import finding
from govreport.record import record
from govreport.shown import Shown
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import squeeze, to_simplified

__all__ = ["REUSED", "Reuse", "SectionReuse", "check_reuse", "folded", "hashed", "judged", "reuse"]

#: A report is told to be copied from another one above this share, if it has this many sentences.
REUSED, FEWEST = Fraction(9, 10), 5
#: Shorter sentences (无。没有。) say nothing of copying.
SHORTEST = 8

SENTENCE = lazy_pattern(r"[^。；！？\n]+[。；！？]?")
FIGURES = lazy_pattern(r"[0-9〇○零一二三四五六七八九十百千万亿两]+(?:[.,，][0-9]+)*[%％]?")


@record(kw_only=True, repr=False)
class SectionReuse(Shown):
    """A section: the share of its text that stands in the other report, and the sentences that are
    new, as written. ``title`` is that of a section of the first level."""

    title: str
    share: Fraction
    new: tuple[str, ...]

    def _said(self) -> str:
        return f"{self.title}: {float(self.share):.0%}, {len(self.new)} new"


@record(kw_only=True, repr=False)
class Reuse(Shown):
    """雷同: the share of a report's text that stands in another report, whole and by section.

    ``sentences`` is how many were compared. ``share`` is 0 where there are none.
    """

    share: Fraction
    sentences: int
    sections: tuple[SectionReuse, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """The sentences that do not stand in the other report."""
        return tuple(sentence for section in self.sections for sentence in section.new)

    def _said(self) -> str:
        return f"{float(self.share):.1%} of {self.sentences} sentences, {len(self.new)} new"


def reuse(before: Report, after: Report) -> Reuse:
    """Return how much of the text of ``after`` stands in ``before``."""
    known = {key for section in before.sections for key, _ in _sentences(section)}
    sections = []
    shared = whole = count = 0
    for section in after.sections:
        pairs = [*_sentences(section)]
        mine = sum(len(key) for key, _ in pairs)
        told = sum(len(key) for key, _ in pairs if key in known)
        new = tuple(text for key, text in pairs if key not in known)
        if pairs:
            sections.append(SectionReuse(title=section.title, share=Fraction(told, mine), new=new))
        shared, whole, count = shared + told, whole + mine, count + len(pairs)
    share = Fraction(shared, whole) if whole else Fraction(0)
    return Reuse(share=share, sentences=count, sections=tuple(sections))


def check_reuse(report: Report, previous: Report) -> Iterator[Finding]:
    """Find a text that is that of the year before."""
    found = reuse(previous, report)
    yield from judged(found.share, found.sentences)


def judged(share: Fraction, sentences: int) -> Iterator[Finding]:
    """Yield a finding where so large a share of so many sentences stands in the report before."""
    if share > REUSED and sentences >= FEWEST:
        percent = f"{float(share):.1%}"
        words = {"sentences": sentences, "share": Bilingual(percent, percent)}
        yield finding("text.reused", words, found=percent)


def folded(sentence: str) -> str:
    """Return what two sentences have in common that differ in years and figures only."""
    return FIGURES.sub("#", to_simplified(squeeze(sentence).text)).rstrip("。；！？")


def hashed(texts: Iterable[str]) -> Mapping[int, int]:
    """Return the sentences of texts as hashes of 63 bits, each with its length."""
    found: dict[int, int] = {}
    for text in texts:
        for key, _ in _split(text):
            digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()
            found[int.from_bytes(digest) >> 1] = len(key)
    return found


def _sentences(section: Section) -> Sequence[tuple[str, str]]:
    return [pair for part in section.walk() for pair in _split(part.text)]


def _split(text: str) -> Iterator[tuple[str, str]]:
    for match in SENTENCE.finditer(text):
        key = folded(match[0])
        if len(key) >= SHORTEST:
            yield key, match[0].strip()
