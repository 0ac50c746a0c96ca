"""Text tables with each cell on a line of its own and no mark between them, as LibreOffice and
docx2txt write them.

Rows are told by what follows a label: a unit and a figure, or several figures. Headings are the
lines above the first label, as many as a row has cells. An empty cell is an empty line, like those
that stand between paragraphs: nothing here says which figures of a row are missing.

>>> stacked(["统计指标", "单位", "统计数", "收到申请数", "件", "3"], 0, 0).rows
(('统计指标', '单位', '统计数'), ('收到申请数', '件', '3'))
"""

from __future__ import annotations

import enum
import functools
import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.readers.text.cells import (
    LABEL_LENGTH,
    WORD_LENGTH,
    is_caption,
    is_form_field,
    is_label,
    is_note,
    is_numbered,
    is_odd_figure,
    is_open,
    is_over_all,
    is_quantity,
    is_unit,
    plain,
)
from govreport.readers.text.rows import Found, Row
from govreport.zh.patterns import lazy_pattern
from govreport.zh.tables import heads_units

__all__ = ["TOP", "stacked"]

#: Rows with a unit that a table without headings needs.
UNIT_ROWS = 3
#: Rows from which it is told how many figures a row has.
OPENING = 5
#: Figures from which on one row without a label makes a table.
LONE_FIGURES = 10
#: Lines of text between figures: headings of three levels are no more.
MOST_TEXTS = 30
#: Values of a row; of more, nobody can tell which heading each is under.
MOST_VALUES = 1_000
#: Lines without a figure, empty ones among them.
MOST_LINES = 80
#: Labels of merged cells beside that of a row.
MOST_LABELS = 3
#: Empty lines between cells; an empty cell of docx2txt takes two.
MOST_BLANKS = 12

_HAN = "一二三四五六七八九十"
#: 三、 第三部分, and 三 before a gap; marks of a heading in Markdown may stand before them.
TOP = lazy_pattern(rf"[\s*_#]*+第?[{_HAN}]{{1,3}}+(?:[、．.\s]|部分|[章节编])")
_SIGNS = lazy_pattern(r"[\t|]")


class _Kind(enum.Enum):
    BLANK = enum.auto()
    TEXT = enum.auto()
    UNIT = enum.auto()
    #: In place of a unit or of a figure.
    DASH = enum.auto()
    FIGURE = enum.auto()
    OTHER = enum.auto()


class _Cell(Struct, frozen=True):
    """A line; ``blanks`` are the empty cells before it."""

    number: int
    text: str
    kind: _Kind
    blanks: int


class _Record(Struct):
    """Lines of text, and the units and figures that follow them."""

    texts: list[_Cell] = []
    values: list[_Cell] = []

    @property
    def figures(self) -> int:
        """How many of the values may be figures."""
        return sum(cell.kind is not _Kind.UNIT for cell in self.values)


def stacked(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Find a table whose first heading, or first label, is the line ``at``."""
    kind = _kind(lines[at])
    if kind is _Kind.FIGURE:
        return _bare(lines, at)
    if kind is not _Kind.TEXT:
        return None
    hopeless = _without_figures(lines, at)
    if hopeless > at:
        return Found(at, hopeless)
    first = next(_records(lines, at), None)
    if first is None or len(first.texts) > MOST_TEXTS:
        return None
    if first.values[0].kind is _Kind.UNIT or first.figures == 1 or _is_headed(first.texts):
        return _with_units(lines, at, first)
    return _with_figures(lines, at, first)


# Lines.


@functools.lru_cache(maxsize=1_024)
def _kind(line: str) -> _Kind:
    text = line.strip()
    if not text:
        return _Kind.BLANK
    if len(text) > LABEL_LENGTH or _SIGNS.search(line):
        return _Kind.OTHER
    if is_quantity(text):
        return _Kind.DASH if is_unit(text) else _Kind.FIGURE
    if is_unit(text):
        return _Kind.UNIT
    is_text = is_label(line) or is_odd_figure(text)
    return _Kind.TEXT if is_text and not is_form_field(line) else _Kind.OTHER


def _without_figures(lines: Sequence[str], at: int) -> int:
    """Up to where no line can be the first of a table, for no figure follows near enough."""
    texts: list[int] = []
    stop = min(at + MOST_LINES, len(lines))
    for number in range(at, stop):
        kind = _kind(lines[number])
        if kind is _Kind.OTHER:
            return number
        if kind is _Kind.TEXT:
            texts.append(number)
        elif kind is not _Kind.BLANK:
            return at
    return stop if stop == len(lines) else max(texts[-MOST_TEXTS:][0], at + 1)


def _records(lines: Sequence[str], at: int) -> Iterator[_Record]:
    """Yield the records from a line on, up to a line that is no cell."""
    record = _Record()
    blanks, last = 0, at
    doubled = at + 1 < len(lines) and not lines[at + 1].strip()
    for number in range(at, len(lines)):
        kind = _kind(lines[number])
        if kind is _Kind.BLANK and blanks < MOST_BLANKS:
            blanks += 1
            continue
        if kind in (_Kind.BLANK, _Kind.OTHER) or number > last + MOST_LINES:
            break
        empty = (blanks - 1) // 2 if doubled else blanks
        cell = _Cell(number, lines[number].rstrip(), kind, max(empty, 0))
        blanks = 0
        if len(record.values) == MOST_VALUES:
            return
        if kind is not _Kind.TEXT:
            record.values.append(cell)
        elif len(cell.text) == 1 and not cell.blanks and _takes_letters(record):
            # A letter alone goes on with the cell above: 商业企 / 业, and what stands upright.
            above = record.texts[-1]
            record.texts[-1] = replace(above, text=f"{above.text}\n{cell.text}")
        elif _is_figure_of(record, cell):
            record.values.append(_Cell(number, cell.text, _Kind.FIGURE, cell.blanks))
        else:
            if record.values:
                yield record
                record = _Record()
            record.texts.append(cell)
        if kind is not _Kind.TEXT:
            last = number
    if record.values:
        yield record


def _takes_letters(record: _Record) -> bool:
    short = bool(record.texts) and len(record.texts[-1].text.partition("\n")[0]) <= WORD_LENGTH
    return short and not record.values


def _is_figure_of(record: _Record, cell: _Cell) -> bool:
    """约20 behind a unit: a figure, though no plain one."""
    alone = [value.kind for value in record.values] == [_Kind.UNIT]
    return alone and not is_numbered(cell.text) and is_odd_figure(cell.text)


# Label, unit, figure.


def _with_units(lines: Sequence[str], at: int, first: _Record) -> Found | None:
    headed = _is_headed(first.texts)
    if not headed and len(first.texts) > 1:
        return None
    rows = [_texts(first.texts[:3])] if headed else []
    units, end = 0, at + 1
    for number, record in enumerate(_records(lines, at)):
        texts = record.texts
        if number and _is_headed(texts):
            rows.append(_texts(texts[:3]))
        labels = _labels(texts[3:] if _is_headed(texts) else texts)
        row = _unit_row(record.values)
        if row is None or len(labels) > MOST_LABELS:
            break
        rows += [(label,) for label in labels[:-1]]
        rows.append((labels[-1], *row))
        units += bool(row[0])
        end = record.values[-1].number + 1
    return Found(at, end, tuple(rows) if units >= (1 if headed else UNIT_ROWS) else None)


def _is_headed(texts: Sequence[_Cell]) -> bool:
    """Whether texts begin with headings, the second of which is that of the units."""
    return len(texts) > 3 and heads_units(plain("".join(texts[1].text.split())))


def _labels(cells: Sequence[_Cell]) -> list[str]:
    """The labels that lines make up: a note, or what follows an open bracket, goes with its own."""
    labels: list[str] = []
    for cell in cells:
        if labels and (is_note(cell.text) or is_open(labels[-1])):
            labels[-1] += "\n" + cell.text
        else:
            labels.append(cell.text)
    return labels


def _unit_row(values: Sequence[_Cell]) -> Row | None:
    """Unit and figure, either of which may be missing; ``None`` if these lines are neither."""
    unit, *figures = [cell.kind for cell in values]
    if unit is _Kind.FIGURE:
        return None if figures else ("", values[0].text)
    if len(figures) > 1 or _Kind.UNIT in figures:
        return None
    return _texts(values)


# Label and several figures.


def _with_figures(lines: Sequence[str], at: int, first: _Record) -> Found | None:
    opening = list(itertools.islice(_table(lines, at), OPENING))
    lone, figures = len(opening) == 1, _most(opening)
    heads = first.texts if lone else first.texts[:-1]
    if len(heads) < figures or (lone and figures < LONE_FIGURES):
        return None
    zone = _zone(heads, figures, labelled=not lone)
    if zone[0][0].number != at or (lone and _is_among_headings(lines, at)):
        return None
    records = list(_table(lines, at))
    rows = list(map(_texts, zone))
    for number, record in enumerate(records):
        labels = record.texts[len(heads) :] if not number else record.texts
        if number and len(labels) > MOST_LABELS:
            rows += map(_texts, _zone(labels[:-1], _most(records[number:]), labelled=True))
            labels = labels[-1:]
        # That of a merged cell stands before the row's own; no other row has cells for both.
        label = ["\n".join(_texts(labels))] if labels else []
        rows.append((*label, *_texts(record.values)))
    return Found(at, records[-1].values[-1].number + 1, tuple(rows))


def _is_among_headings(lines: Sequence[str], at: int) -> bool:
    """Whether the text above a line is as short as headings are: these were not made out."""
    above = next(
        (line for line in reversed(lines[max(at - MOST_BLANKS, 0) : at]) if line.strip()), ""
    )
    return _kind(above) is _Kind.TEXT and len(above.strip()) <= WORD_LENGTH


def _bare(lines: Sequence[str], at: int) -> Found | None:
    """A row of many figures, whose headings were not made out."""
    end = at
    while end < len(lines) and _kind(lines[end]) is _Kind.FIGURE:
        end += 1
    row = tuple(line.rstrip() for line in lines[at:end])
    return Found(at, end, (row,) if len(row) >= LONE_FIGURES else None)


def _table(lines: Sequence[str], at: int) -> Iterator[_Record]:
    """Yield the records from a line on, up to the heading of another section."""
    for number, record in enumerate(_records(lines, at)):
        if number and _begins_a_section(record):
            return
        yield record


def _most(records: Sequence[_Record]) -> int:
    """The most figures of a row up to the next headings: what a row has that lacks none."""
    rows = itertools.takewhile(lambda record: len(record.texts) <= MOST_LABELS, records[1:])
    return max(record.figures for record in (records[0], *rows))


def _texts(cells: Sequence[_Cell]) -> Row:
    return tuple(cell.text for cell in cells)


def _begins_a_section(record: _Record) -> bool:
    """Whether the heading of a section stands among the texts, and not as the label of a row."""
    sections = [n for n, cell in enumerate(record.texts) if TOP.match(plain(cell.text))]
    return bool(sections) and len(record.texts) - sections[0] > MOST_LABELS


def _zone(heads: Sequence[_Cell], figures: int, *, labelled: bool) -> list[list[_Cell]]:
    """The rows of headings at the end of some lines, and a caption or one over all above them."""
    start = max(len(heads) - figures - labelled, 0)
    breaks = [n for n, cell in enumerate(heads) if n and cell.blanks]
    while breaks and start and start not in breaks and is_over_all(heads[start - 1].text):
        # Cut within a row of headings: it begins with the first of its short words.
        start -= 1
    if start and is_caption(heads[start - 1].text):
        breaks.append(start)
        start -= 1
    elif start and start in breaks and is_over_all(heads[start - 1].text):
        start -= 1
        start -= bool(start) and is_note(heads[start - 1].text)
    cuts = [start, *sorted(n for n in set(breaks) if n > start), len(heads)]
    return [list(heads[a:b]) for a, b in itertools.pairwise(cuts)]
