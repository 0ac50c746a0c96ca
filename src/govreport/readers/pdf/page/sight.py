"""What of a page's text is seen, in whichever format the page was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from govreport.document import Box
from govreport.readers.pdf.page.edges import Area, Slant
from govreport.readers.pdf.page.looks import TextObject, look_over
from govreport.readers.pdf.page.model import Char, Edge
from govreport.readers.pdf.page.struck import strike

__all__ = ["Sight", "seen_text"]


class Sight(NamedTuple):
    """The characters that are seen, each with its look, the rulings that strike none of them, and
    the text that is not seen, with why."""

    chars: list[Char]
    edges: list[Edge]
    unseen: list[tuple[str, str]]


def seen_text(
    chars: Sequence[Char],
    objects: Mapping[int, TextObject],
    areas: Sequence[Area],
    edges: Sequence[Edge],
    *,
    is_opaque: Callable[[int], bool],
    slants: Sequence[Slant] = (),
    struck: Sequence[Box] = (),
) -> Sight:
    """Look at text as drawn.

    ``objects`` are the text objects by the ``source`` of their characters; ``is_opaque`` is as in
    :func:`~govreport.readers.pdf.page.looks.look_over`, ``struck`` is where annotations strike
    text out.
    """
    kept, unseen = look_over(chars, objects, areas, edges, is_opaque=is_opaque)
    sources = {char.source for char in kept} if unseen else objects.keys()
    drawn = [one for source, one in objects.items() if source in sources]
    kept, rulings = strike(kept, drawn, edges, slants=slants, boxes=struck)
    return Sight(kept, rulings, unseen)
