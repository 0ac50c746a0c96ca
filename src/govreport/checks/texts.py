"""The running text of a report as rules look at it."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from govreport.model import Report, Section
from govreport.model.content import TextPart, texts_of
from govreport.zh.text import bare

__all__ = ["paragraphs_of", "squeezed", "text_of"]


def paragraphs_of(report: Report) -> Iterator[TextPart]:
    """Yield the paragraphs of the preface and of all sections, in reading order."""
    yield from texts_of(report.preface)
    for top in report.sections:
        for section in top.walk():
            yield from section.paragraphs


def text_of(section: Section) -> str:
    """Return a section's own paragraphs without any break between them."""
    return "".join(part.text for part in section.paragraphs)


# Each rule looks at the same paragraphs.
@functools.lru_cache(maxsize=512)
def squeezed(text: str) -> str:
    """Return a text without spaces, in simplified characters and one width."""
    return bare(text)
