"""Parts of a Word file in another format (``w:altChunk``): Word shows them as if they were text.

A part is told by its bytes, and may be a page, Rich Text, plain text or another Word file, which
may have such parts itself: each time the depth that is allowed is halved.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from govreport.document import Notice, Paragraph, Picture
from govreport.errors import GovReportError, LimitExceeded
from govreport.ocr import Ocr
from govreport.readers import identify, read_document
from govreport.readers.limits import Limits
from govreport.readers.nested import RawTable, unflatten
from govreport.readers.opc import Package, Relationship
from govreport.record import evolve

__all__ = ["ChunkReader"]

#: What can be part of the flow of text: a format that stands on pages cannot.
_FORMATS = frozenset({"doc", "docx", "html", "mht", "rtf", "text"})


class ChunkReader(Struct):
    """Reads the parts that a document's body asks for. ``unread`` counts those that cannot be."""

    _package: Package
    _relationships: Mapping[str, Relationship]
    _limits: Limits
    _ocr: Ocr
    notices: list[Notice] = []
    unread: int = 0

    def read(self, identifier: str) -> list[Paragraph | RawTable | Picture]:
        """Return the blocks of a part, by the id of its relationship.

        Raises:
            LimitExceeded: parts in parts, deeper than ``limits.depth`` allows.
        """
        related = self._relationships.get(identifier)
        depth = self._limits.depth // 2
        if depth < 1:
            raise LimitExceeded("documents in documents, nested too deep")
        try:
            data = None
            if related is not None and not related.external:
                data = self._package.part(related.target)
            if data is not None and (kind := identify(data)).id in _FORMATS:
                limits = evolve(self._limits, depth=depth, unpacked_bytes=self._package.budget)
                document = read_document(kind, data, limits, self._ocr)
                # A part may be short where a page may not.
                told = (n for n in document.notices if n.code != "html.no_content")
                self.notices += (evolve(n, block=None, page=None) for n in told)
                if document.blocks:
                    return unflatten(document.blocks)
        except LimitExceeded:
            raise
        except GovReportError:
            pass
        self.unread += 1
        return []
