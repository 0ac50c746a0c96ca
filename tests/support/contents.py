"""Content of reports for tests: made from plain text, and told without its places."""

from __future__ import annotations

from collections.abc import Iterable

from govreport.document import Origin, Table
from govreport.model import Content, TablePart, TextPart

__all__ = ["said", "text_part"]


def text_part(text: str, block: int = 0) -> TextPart:
    """A paragraph that is a block of its own."""
    return TextPart(text=text, origin=Origin(block=block, start=0, end=len(text)))


def said(content: Iterable[Content]) -> tuple[str | Table, ...]:
    """What content says: texts and tables."""
    return tuple(part.table if isinstance(part, TablePart) else part.text for part in content)
