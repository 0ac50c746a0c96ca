"""Runs of text between block boundaries: white space collapsed, cut into paragraphs.

>>> [p.text for p in paragraphs([("一、概\\n  述", PLAIN), ("\\n", None), ("　　二是", PLAIN)], "")]
['一、概 述', '　　二是']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex
from attrs import define, field

from govreport.document import Paragraph
from govreport.readers.html.tree import PLAIN, Style
from govreport.zh.numbering import parse_label

__all__ = ["PLAIN", "Run", "paragraphs"]

#: Text with its style; ``None`` is a forced line break.
Run = tuple[str, Style | None]

_SPACE = regex.compile(r"[ \t\n\r\f]++")
_MARKER_SPACE = regex.compile(r"[\s\xa0]++")
#: What begins a paragraph after ``<br>``: an ideographic or em space, or four narrower ones.
_INDENT = regex.compile(r"[ \xa0]*+[\u3000\u2003]|[ \xa0\u2002]{4}|\u2002{2}")


@define
class _Line:
    runs: list[tuple[str, Style]] = field(factory=list)

    @property
    def text(self) -> str:
        return "".join([text for text, _ in self.runs])


def paragraphs(runs: Sequence[Run], label: str) -> list[Paragraph]:
    """Return the paragraphs of a stretch of inline text, none for one that is blank.

    ``label`` is the number that the page generates in front of it.
    """
    if len(runs) == 1:
        text, style = runs[0]
        if style is not None and not (style.invisible or style.preformatted or style.marker):
            # Most cells are like this, and there are many.
            line = _Line([(_SPACE.sub(" ", text).strip(" "), style)])
            return [_paragraph([line], label)] if line.text.strip() else []
    found: list[Paragraph] = []
    group: list[_Line] = []
    for line in _lines(runs):
        blank = not line.text.strip()
        if group and (blank or _begins(line)):
            found.append(_paragraph(group, "" if found else label))
            group = []
        if not blank:
            group.append(line)
    if group:
        found.append(_paragraph(group, "" if found else label))
    return found


def _lines(runs: Iterable[Run]) -> list[_Line]:
    """Lay the runs out in lines, white space collapsed across them."""
    lines = [_Line()]
    spaced = True
    for text, style in runs:
        if style is None:
            lines.append(_Line())
            spaced = True
        elif style.invisible:
            continue
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


def _begins(line: _Line) -> bool:
    """Whether a line after a line break begins a paragraph; each preformatted line does."""
    text = line.text
    return (
        line.runs[0][1].preformatted
        or _INDENT.match(text) is not None
        or parse_label(text) is not None
    )


def _paragraph(lines: list[_Line], label: str) -> Paragraph:
    runs = [run for line in lines for run in line.runs if run[0].strip()]
    first = runs[0][1]
    text = "\n".join(line.text.rstrip(" ") for line in lines)
    if label:
        # A space, as a browser leaves it, for 1. before 2019 must not become 1.2019.
        text = f"{label}{text}" if label.endswith("、") else f"{label} {text}"
    return Paragraph(
        text=text,
        auto_label=label,
        heading_level=first.heading,
        alignment=first.alignment,
        bold=all(style.bold for _, style in runs),
        size=_size(runs),
    )


def _size(runs: Sequence[tuple[str, Style]]) -> float | None:
    """The size that most of the text has."""
    lengths: dict[float | None, int] = {}
    for text, style in runs:
        lengths[style.size] = lengths.get(style.size, 0) + len(text)
    return max(lengths, key=lambda size: lengths[size])
