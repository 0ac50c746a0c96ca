"""Outline: the parts of a report in a document, and what its frame states.

Every line and every table of the document lands in exactly one part: ``front`` (what stands above
the text), ``preface``, a section, the signature, an annex, or ``tail`` (the page around it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from govreport.document import Document
from govreport.kinds import ReportKind
from govreport.model import (
    Annex,
    Content,
    Evidence,
    Finding,
    Issuer,
    Period,
    Section,
)
from govreport.model.rules import finding
from govreport.outline.annexes import find_annexes
from govreport.outline.contents import skip_contents
from govreport.outline.front import (
    Title,
    find_title,
    find_title_elsewhere,
    head_end,
    organ_in_title,
    part_title,
)
from govreport.outline.headings import build, sections_of
from govreport.outline.lines import Item, Line, Part, content, items_of
from govreport.outline.names import choose_issuer
from govreport.outline.passages import Passage, passages
from govreport.outline.periods import Stated, find_issued, find_periods_stated, find_reversed
from govreport.outline.recognised import is_report
from govreport.outline.signature import find_signature
from govreport.outline.wording import wording
from govreport.outline.years import find_year
from govreport.zh.page import is_furniture
from govreport.zh.quantities import find_quantities
from govreport.zh.text import has_traditional

__all__ = ["Headed", "Outline", "headed", "outline", "outline_of"]


class Outline(Struct, frozen=True, kw_only=True):
    """The frame of a report; the fields are those of :class:`~govreport.model.Report`.

    ``passages`` are the lines of its prose, ``lines`` all lines with the part that they stand in;
    ``recognised`` says whether it is a report by what is written in it, whatever its tables say.
    """

    title: str | None
    year: int | None
    issuer: Issuer
    issued: dt.date | None
    period: Period | None
    front: tuple[Content, ...]
    preface: tuple[Content, ...]
    sections: tuple[Section, ...]
    signature: tuple[Content, ...]
    annexes: tuple[Annex, ...]
    tail: tuple[Content, ...]
    evidence: Mapping[str, Evidence]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]
    lines: tuple[tuple[Part, Line], ...]
    recognised: bool


def outline(
    document: Document, kind: ReportKind, form_titles: frozenset[str] = frozenset()
) -> Outline:
    """Find the parts of a report; ``form_titles`` are titles under which an annex may begin."""
    return outline_of(headed(items_of(document), kind), document.metadata, kind, form_titles)


class Headed(Struct, frozen=True):
    """The lines and tables of a document, and the title that a line of them is."""

    items: Sequence[Item]
    title: Title | None


def headed(items: Sequence[Item], kind: ReportKind) -> Headed:
    """Look for the title of a kind of report among the items of a document."""
    parted = part_title(items, kind)
    return Headed(parted, find_title(parted, kind))


def outline_of(
    found: Headed, metadata: Mapping[str, str], kind: ReportKind, form_titles: frozenset[str]
) -> Outline:
    """Find the parts of a report among its items, as :func:`outline` does."""
    items = [*found.items]
    title = found.title or find_title_elsewhere(items, metadata, kind)
    first, last = (title.first, title.last) if title else (0, 0)
    nameless = title is not None and organ_in_title(title.text, kind) is None
    head = items[first : head_end(items, last, nameless=nameless)]
    start = skip_contents(items, first + len(head))
    body, tail = _cut_furniture(items[start:])
    above, body = _lift_furniture(body) if title is None else ([], body)
    front = [*items[:first], *items[last:start], *above]
    annexes_start, annexes = find_annexes(body, form_titles)
    text, below = _cut_furniture(body[:annexes_start])
    signature = find_signature(text)
    signed = signature.first if signature else len(text)
    listed = _attachments(text, signed)
    tail = [*text[listed:signed], *below, *tail]
    tree = build(text[:listed], kind)
    evidence: dict[str, Evidence] = {}
    if title is not None and title.origin is not None:
        evidence["title"] = Evidence(title.origin, title.certainty)
    periods = find_periods_stated(text[:listed], front, annexes)
    period = periods[0][0] if periods else None
    if periods:
        evidence["period"] = periods[0][1]
    issued, told, impossible = find_issued(signature, [*front, *tail], head, metadata)
    if told is not None:
        evidence["issued"] = told
    year, sure = find_year(title, periods[0] if periods else None, text)
    if sure is not None:
        evidence["year"] = sure
    parts = {
        Part.FRONT: front,
        Part.TITLE: items[first:last],
        Part.TEXT: text[:listed],
        Part.SIGNATURE: text[signed:],
        Part.ANNEX: body[annexes_start:],
        Part.TAIL: tail,
    }
    return Outline(
        title=title.text if title else None,
        year=year,
        issuer=choose_issuer(
            kind, title, head, [*tree.items, *text[:2]], signature, annexes, metadata
        ),
        issued=issued,
        period=period,
        front=content(front),
        preface=content(tree.items),
        sections=sections_of(tree),
        signature=content(text[signed:]),
        annexes=tuple(read.annex for read in annexes),
        tail=content(tail),
        evidence=evidence,
        findings=(
            *_disagreeing(periods),
            *find_reversed([*front, *text[:listed]]),
            *impossible,
            *_traditional(items),
            *_doubtful(text),
        ),
        passages=tuple(passages(front, tree)),
        lines=tuple(
            (part, item) for part, held in parts.items() for item in held if isinstance(item, Line)
        ),
        recognised=is_report(items, title, tree, kind),
    )


def _cut_furniture(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Part the lines of the page that stand at the very end."""
    end = len(items)
    while end:
        item = items[end - 1]
        if not isinstance(item, Line) or not is_furniture(item.text):
            break
        end -= 1
    return items[:end], items[end:]


def _attachments(items: list[Item], end: int) -> int:
    """Where the lines begin that list attachments (附件：1.….doc) between text and signature."""
    start = end
    while start:
        item = items[start - 1]
        if not isinstance(item, Line) or not wording().titled_annex.search(item.text):
            break
        start -= 1
    return start


def _lift_furniture(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Part the lines of the page that stand at the very beginning."""
    start = 0
    while start < len(items):
        item = items[start]
        if not isinstance(item, Line) or not is_furniture(item.text):
            break
        start += 1
    return items[:start], items[start:]


def _disagreeing(stated: list[Stated]) -> list[Finding]:
    """The first period stated counts; others must agree."""
    other = next((each for each in stated if each[0] != stated[0][0]), None)
    if other is None:
        return []
    (period, evidence), (found, elsewhere) = stated[0], other
    return [
        finding(
            "period.mismatch",
            expected=f"{period.start}—{period.end}",
            found=f"{found.start}—{found.end}",
            origins=(evidence.origin, elsewhere.origin),
        )
    ]


def _doubtful(items: Sequence[Item]) -> Iterator[Finding]:
    """Lines that state quantities which may not be what the page shows."""
    for item in items:
        if isinstance(item, Line) and item.doubtful and find_quantities(item.text):
            yield finding("text.unreadable", found=item.text[:60], origins=(item.origin,))


def _traditional(items: list[Item]) -> list[Finding]:
    """A report in traditional characters is somebody's copy: the organs write simplified ones."""
    lines = [item for item in items if isinstance(item, Line)]
    marked = sum(has_traditional(line.text) for line in lines[:50])
    if marked * 2 <= min(len(lines), 50):
        return []
    return [finding("text.traditional", origins=(lines[0].origin,))]
