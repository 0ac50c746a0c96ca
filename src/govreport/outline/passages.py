"""The running text of a report, line by line, with the section that each line stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.outline.headings import Heading
from govreport.outline.lines import Item, Line
from govreport.zh.patterns import lazy_pattern

__all__ = ["Passage", "passages"]


#: 一、我局全年无行政诉讼。 （二）办理建议提案12件
SAYS_SOMETHING = lazy_pattern(r"。$|[0-9０-９]")


class Passage(Struct, frozen=True, kw_only=True):
    """A line of prose: ``section`` is the number of its section, ``titles`` those above it."""

    line: Line
    section: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()


def passages(front: Sequence[Item], root: Heading) -> Iterator[Passage]:
    """Yield the lines of the front matter, the preface and all sections, without mere headings.

    A heading that its text follows on the same line is one line with it; one that is a sentence, or
    gives a figure, says something itself.
    """
    for item in front:
        if isinstance(item, Line):
            yield Passage(line=_uncounted(item))
    yield from _below(root, (), ())


def _below(
    heading: Heading, section: tuple[int, ...], titles: tuple[str, ...]
) -> Iterator[Passage]:
    runs_on = any(child.line is heading.line for child in heading.children)
    if not runs_on and (heading.rest or SAYS_SOMETHING.search(heading.line.words)):
        yield Passage(line=_uncounted(heading.line), section=section, titles=titles)
    for item in heading.items:
        if isinstance(item, Line):
            yield Passage(line=_uncounted(item), section=section, titles=titles)
    for child in heading.children:
        number = (*section, child.number) if child.number is not None else ()
        yield from _below(child, number or section, (*titles, child.title))


def _uncounted(line: Line) -> Line:
    """The line without a number that the format counts: it is no part of what the text says."""
    if not line.counted:
        return line
    return replace(line, raw=line.raw[line.counted :], start=line.start + line.counted, counted=0)
