"""The annual reports on government information as tests ask for them: one kind among others."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from govreport.document import Block, Document
from govreport.forms import catalogue, match
from govreport.forms import concepts as crosswalk
from govreport.forms import phrases as wordings
from govreport.forms.catalogue import Edition
from govreport.forms.concepts import Concept
from govreport.forms.match import Matched
from govreport.forms.phrases import Phrases
from govreport.kinds import kind
from govreport.model import Metric
from govreport.narrative import stated
from govreport.narrative.stated import Official
from govreport.outline import front, headings, parts
from govreport.outline.front import Title
from govreport.outline.headings import Heading
from govreport.outline.lines import Item
from govreport.outline.parts import Outline

OGI = kind("ogi")


@functools.cache
def editions() -> tuple[Edition, ...]:
    """The national ones."""
    return tuple(each for each in catalogue.editions(OGI) if not each.local)


EDITIONS = tuple(each.id for each in editions())


def edition(id: str) -> Edition:
    return catalogue.edition(id, OGI)


def concepts() -> tuple[Concept, ...]:
    return crosswalk.concepts(OGI)


def concept(id: str) -> Concept:
    return crosswalk.concept(id, OGI)


def derive(id: str, figures: Sequence[Metric]) -> tuple[Metric, ...]:
    return crosswalk.derive(id, figures, OGI)


def phrases() -> Phrases:
    return wordings.phrases(OGI)


def official(id: str) -> Official:
    return stated.official(id, OGI)


def match_tables(blocks: Sequence[Block], year: int | None) -> Matched:
    return match.match_tables(blocks, year, OGI)


def outline(document: Document, form_titles: frozenset[str] = frozenset()) -> Outline:
    return parts.outline(document, OGI, form_titles)


def find_title(items: Sequence[Item]) -> Title | None:
    return front.find_title(items, OGI)


def organ_in_title(title: str) -> str | None:
    return front.organ_in_title(title, OGI)


def build(items: Sequence[Item]) -> Heading:
    return headings.build(items, OGI)
