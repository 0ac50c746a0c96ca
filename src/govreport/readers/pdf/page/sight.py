"""What of a page's text is seen, in whichever format the page was drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from govreport.document import Box
from govreport.readers.pdf.page.edges import Area, Slant
from govreport.readers.pdf.page.looks import TextObject, look_over
from govreport.readers.pdf.page.model import Char, Edge, singles
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
    drawn = list(_kept(objects, kept) if unseen else objects.values())
    kept, rulings = strike(kept, drawn, edges, slants=slants, boxes=struck)
    return Sight(kept, rulings, unseen)


def _kept(objects: Mapping[int, TextObject], kept: Sequence[Char]) -> Iterator[TextObject]:
    """Yield the objects that are seen, at least in part; those of a run each for itself."""
    sources = {char.source for char in singles(kept)}
    for one in objects.values():
        apart: dict[int, list[Char]] = {}
        for char in singles(one.chars):
            apart.setdefault(char.source, []).append(char)
        for source, chars in apart.items():
            if source in sources:
                yield one._replace(chars=chars)
