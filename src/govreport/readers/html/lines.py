"""Runs of text between block boundaries: white space collapsed, cut into paragraphs.

>>> found, _ = paragraphs([("一、概\\n  述", PLAIN), ("\\n", None), ("　　二是", PLAIN)], "")
>>> [paragraph.text for paragraph in found]
['一、概 述', '　　二是']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Doubt, Paragraph
from govreport.readers.html.tree import PLAIN, Style
from govreport.readers.seen import PLAIN as SEEN
from govreport.readers.seen import Look, Seen, Unseen, resolve
from govreport.readers.seen import Run as LookedAt
from govreport.zh.numbering import parse_label
from govreport.zh.patterns import lazy_pattern

__all__ = ["PLAIN", "LeftOut", "Run", "paragraphs"]

#: Text with its style; ``None`` is a forced line break.
Run = tuple[str, Style | None]
#: Why text is left out, and the text.
LeftOut = tuple[str, str]

_SPACE = lazy_pattern(r"[ \t\n\r\f]++")
_MARKER_SPACE = lazy_pattern(r"[\s\xa0]++")
#: What begins a paragraph after ``<br>``: an ideographic or em space, or four narrower ones.
_INDENT = lazy_pattern(r"[ \xa0]*+[\u3000\u2003]|[ \xa0\u2002]{4}|\u2002{2}")

_BREAK = ("\n", PLAIN)
_LOST = Look(unseen=Unseen.COLOUR)


class _Line(Struct):
    runs: list[tuple[str, Style]] = []

    @property
    def text(self) -> str:
        """What of it is seen."""
        runs = self.runs
        return "".join([t for t, s in runs if s.look is SEEN or not _is_left_out(s.look)])


def paragraphs(runs: Sequence[Run], label: str) -> tuple[list[Paragraph], list[LeftOut]]:
    """Return the paragraphs of a stretch of inline text, none for one that is blank, and what of it
    is not seen as written.

    ``label`` is the number that the page generates in front of it.
    """
    if len(runs) == 1:
        text, style = runs[0]
        if style is not None and style.look is SEEN and not (style.preformatted or style.marker):
            # Most cells are like this, and there are many; a figure has no blanks.
            if not text.isalnum():
                text = _SPACE.sub(" ", text).strip(" ")
            return ([_made(Seen(text), label, [(text, style)])] if text.strip() else []), []
    found: list[Paragraph] = []
    left_out: list[LeftOut] = []
    for group in _groups(_lines(runs)):
        paragraph, left = _paragraph(group, "" if found else label)
        left_out += left
        if paragraph.text or paragraph.doubt:
            found.append(paragraph)
    return found, left_out


def _groups(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """The lines of each paragraph; those of which nothing is seen go to the one above."""
    group: list[_Line] = []
    for line in lines:
        blank = not line.text.strip()
        unseen = blank and any(text.strip() for text, _ in line.runs)
        if group and not unseen and (blank or _begins(line)):
            yield group
            group = []
        if unseen or not blank:
            group.append(line)
    if group:
        yield group


def _lines(runs: Iterable[Run]) -> list[_Line]:
    """Lay the runs out in lines, white space collapsed across them."""
    lines = [_Line()]
    spaced = True
    for text, style in runs:
        if style is None:
            lines.append(_Line())
            spaced = True
        elif style.look is not SEEN and _is_left_out(style.look):
            lines[-1].runs.append((_SPACE.sub(" ", text), style))
        elif style.preformatted:
            first, *more = text.replace("\r", "").split("\n")
            lines[-1].runs.append((first, style))
            lines.extend(_Line([(part, style)]) for part in more)
            spaced = False
        else:
            text = (_MARKER_SPACE if style.marker else _SPACE).sub(" ", text)
            if spaced and text.startswith(" "):
                text = text[1:]
            if text:
                lines[-1].runs.append((text, style))
                spaced = text.endswith(" ")
    return lines


def _is_left_out(look: Look) -> bool:
    return look.struck or look.unseen is not None


def _begins(line: _Line) -> bool:
    """Whether a line after a line break begins a paragraph; each preformatted line does."""
    text = line.text
    return (
        line.runs[0][1].preformatted
        or _INDENT.match(text) is not None
        or parse_label(text) is not None
    )


def _paragraph(lines: list[_Line], label: str) -> tuple[Paragraph, tuple[LeftOut, ...]]:
    """A paragraph, with no text where nothing of it is seen; and what of it is left out."""
    runs = [run for line in lines for run in line.runs if run[0].strip()]
    if all(style.look is SEEN for _, style in runs):
        text = "\n".join(line.text.rstrip(" ") for line in lines)
        seen = Seen(text)
    else:
        seen = resolve(_looks(lines))
        text = "\n".join(line.strip(" ") for line in seen.text.split("\n") if line.strip())
        runs = [run for run in runs if not _is_left_out(run[1].look)] or runs
    return _made(replace(seen, text=text), label, runs), seen.left_out


def _made(seen: Seen, label: str, runs: Sequence[tuple[str, Style]]) -> Paragraph:
    """The paragraph with its number in front; ``runs`` are those that set how it looks."""
    first, text = runs[0][1], seen.text
    alone = len(runs) == 1
    if label and text:
        # A space, as a browser leaves it, for 1. before 2019 must not become 1.2019.
        text = f"{label}{text}" if label.endswith("、") else f"{label} {text}"
    return Paragraph(
        text=text,
        auto_label=label if text else "",
        heading_level=first.heading,
        alignment=first.alignment,
        bold=first.bold if alone else all(style.bold for _, style in runs),
        size=first.size if alone else _size(runs),
        doubt=seen.doubt,
    )


def _looks(lines: list[_Line]) -> list[LookedAt]:
    """The runs as :func:`resolve` takes them. Where other text of the paragraph can be read, white
    text on an unknown ground cannot."""
    runs = [LookedAt(text, style.look) for line in lines for text, style in (*line.runs, _BREAK)]
    legible = any(run.look.doubt is not Doubt.COLOUR and _is_text(run) for run in runs)
    if not legible:
        return runs
    return [replace(r, look=_LOST) if r.look.doubt is Doubt.COLOUR else r for r in runs]


def _is_text(run: LookedAt) -> bool:
    return bool(run.text.strip()) and not _is_left_out(run.look)


def _size(runs: Sequence[tuple[str, Style]]) -> float | None:
    """The size that most of the text has."""
    lengths: dict[float | None, int] = {}
    for text, style in runs:
        lengths[style.size] = lengths.get(style.size, 0) + len(text)
    return max(lengths, key=lambda size: lengths[size])
