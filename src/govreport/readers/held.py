"""A picture in a document of text, with the way to its bytes until it has been looked into."""

from __future__ import annotations

from collections.abc import Callable

from govreport.document import Picture
from govreport.record import record

__all__ = ["WHOLE", "Cut", "Held"]

#: What is not shown of a picture at its left, its top, its right and its foot, as shares.
Cut = tuple[float, float, float, float]
WHOLE: Cut = (0.0, 0.0, 0.0, 0.0)
#: A picture of a table is at least so wide and high, in points.
LEAST_WIDE, LEAST_HIGH = 120.0, 30.0


@record(kw_only=True, repr=False)
class Held(Picture):
    """A picture that the file holds. No document that a reader returns has one:
    :func:`~govreport.readers.looked_into.looked_into` makes pictures of them, or what they show.

    ``source`` tells pictures of a file apart, ``load`` gives the bytes, ``None`` if there are none;
    ``shown`` is how wide and high it stands on its page, in points, where that is said.
    """

    source: str = ""
    load: Callable[[], bytes | None] = bytes
    cut: Cut = WHOLE
    shown: tuple[float, float] | None = None

    @property
    def may_show_table(self) -> bool:
        """Whether it is large enough."""
        if self.shown is None:
            return True
        wide, high = self.shown
        return wide >= LEAST_WIDE and high >= LEAST_HIGH

    def plain(self) -> Picture:
        """Return the picture as a document has it."""
        return Picture(name=self.name, description=self.description, page=self.page, box=self.box)
