"""The running text of a report, line by line, with the section that each line stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from govreport.outline.headings import Heading
from govreport.outline.lines import Item, Line

__all__ = ["Passage", "passages"]


@frozen(kw_only=True)
class Passage:
    """A line of prose: ``section`` is the number of its section, ``titles`` those above it."""

    line: Line
    section: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()


def passages(front: Sequence[Item], root: Heading) -> Iterator[Passage]:
    """Yield the lines of the front matter, the preface and all sections, without mere headings.

    A heading that its text follows on the same line is one line with it.
    """
    for item in front:
        if isinstance(item, Line):
            yield Passage(line=item)
    yield from _below(root, (), ())


def _below(
    heading: Heading, section: tuple[int, ...], titles: tuple[str, ...]
) -> Iterator[Passage]:
    if heading.rest:
        yield Passage(line=heading.line, section=section, titles=titles)
    for item in heading.items:
        if isinstance(item, Line):
            yield Passage(line=item, section=section, titles=titles)
    for child in heading.children:
        number = (*section, child.number) if child.number is not None else ()
        yield from _below(child, number or section, (*titles, child.title))
