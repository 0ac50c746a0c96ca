"""Text tables with pipes between their cells: Markdown, and the habits of crawlers and converters.

>>> piped(["| 收到申请数 | 件 | 3 |", "|---|---|---|", "| 按时办结数 | 件 | 2 |"], 0, 0).rows
(('收到申请数', '件', '3'), ('按时办结数', '件', '2'))
>>> on_lines(["|", " 规章 |", " 1 |", " 2 |", "|", " 文件 |", " 3 |", " 4 |"], 0, 0).rows
(('规章', '1', '2'), ('文件', '3', '4'))
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from govreport.readers.text.cells import is_figure, is_label, is_prose, is_value
from govreport.readers.text.rows import Found, Row, follow, joined
from govreport.readers.text.stacked import stacked
from govreport.zh.patterns import lazy_pattern

__all__ = ["PIPE", "on_lines", "piped"]

PIPE = lazy_pattern(r"(?<!\\)\|")

#: Figures that make a line of pipes a row of a table by itself.
LONE_FIGURES = 5
#: Lines with one pipe each that make a table, lines of text without one that a cell takes, and
#: blank lines between them.
LEAST_LINES = 4
MOST_TEXTS = 4
MOST_BLANKS = 4

#: The line below the heading in other markups, between any rows: Org's, and AsciiDoc's.
_DRAWN = lazy_pattern(r"\s*+\|(?:-++(?:\+-++)*+\||={3,}+)\s*+")
_BREAK = lazy_pattern(r"<br\s{0,3}/?>", regex.IGNORECASE)
#: Markdown's line below the heading. A single hyphen is a figure that is missing.
_RULE = lazy_pattern(r":?-{3,}+:?|:-++:?|-++:")


# A row on a line.


def piped(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Rows of cells with pipes between them, at the ends too or not."""
    if not _pipe_cells(lines[at]):
        return None
    run = follow(lines, at, lambda number: _pipe_cells(lines[number]))
    split = {n: PIPE.split(lines[n].strip()) for n in run.rows}
    rows = list(split.values())
    lone = len(rows) == 1 and sum(map(is_figure, rows[0])) >= LONE_FIGURES
    if len(rows) < 2 and not lone:
        return Found(at, run.end)
    if all(not row[0].strip() for row in rows):
        rows = [row[1:] for row in rows]
    # A pipe at the end closes a row, unless rows without one show that a cell is missing there.
    open_rows = [len(row) for row in rows if row[-1].strip()]
    width = max(open_rows, default=0)
    rows = [row[:-1] if not row[-1].strip() and len(row) != width else row for row in rows]
    ruled = [bool(row) and all(_RULE.fullmatch(cell.strip()) for cell in row) for row in rows]
    rows = _unpadded([row or [""] for row in rows])
    cells = {
        n: [_BREAK.sub("\n", cell.lstrip(" ").rstrip().replace("\\|", "|")) for cell in row]
        for n, row, rule in zip(split, rows, ruled, strict=True)
        if not rule and not _DRAWN.fullmatch(lines[n])
    }
    run.rows = list(cells)
    if not cells or max(map(len, cells.values())) < 2:
        return Found(at, run.end)
    return joined(run, lines, cells)


def _pipe_cells(line: str) -> int:
    return len(PIPE.split(line)) if "|" in line and PIPE.search(line) else 0


def _unpadded(rows: list[list[str]]) -> list[list[str]]:
    """Drop the cells that a converter put at a row's end for those that its merged cells covered.

    It did so if the figures follow the labels at once in each row, at most so many of them
    everywhere, and nothing stands behind. What is blank among so many is a blank figure.
    """
    sizes = [_labels_and_figures(row) for row in rows]
    most = max((figures for _, figures in sizes), default=0)
    fitting = [labels + most <= len(row) for row, (labels, n) in zip(rows, sizes, strict=True) if n]
    full = sum(figures == most for _, figures in sizes)
    if most < 2 or not all(fitting) or 2 * full < len(fitting):
        return rows
    stops = [labels + most if figures else labels for labels, figures in sizes]
    if not any(len(row) > stop for row, stop, (_, n) in zip(rows, stops, sizes, strict=True) if n):
        return rows
    return [row[: max(stop, 1)] for row, stop in zip(rows, stops, strict=True)]


def _labels_and_figures(row: Sequence[str]) -> tuple[int, int]:
    """How many labels a row begins with, and up to which cell behind them figures stand."""
    filled = [n for n, cell in enumerate(row) if cell.strip()]
    end = filled[-1] + 1 if filled else 0
    figures = [n for n in filled if is_value(row[n])]
    if not figures:
        return end, 0
    labels = len(list(itertools.takewhile(lambda n: row[n].strip(), range(figures[0]))))
    return labels, end - labels


# A cell on a line, or over several.


class _Piece(Struct, frozen=True):
    """What stands between two pipes; ``starts`` is set where a row's first pipe stands alone."""

    text: str
    starts: bool


def on_lines(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Cells on lines of their own, each with a pipe before or behind it, or on a line between."""
    if not _one_pipe(lines[at]):
        return None
    end, marked = at, 0
    texts = blanks = 0
    for number in range(at, len(lines)):
        line = lines[number]
        if _one_pipe(line):
            end, texts, blanks = number + 1, 0, 0
            marked += 1
        elif not line.strip():
            blanks += 1
        elif "\t" in line or "|" in line or not is_label(line):
            break
        else:
            texts += 1
        if texts > MOST_TEXTS or blanks > MOST_BLANKS:
            break
    if marked < LEAST_LINES:
        return Found(at, end)
    return Found(at, end, _rows(list(_pieces(lines[at:end]))))


def _one_pipe(line: str) -> bool:
    """Whether a line has one pipe and that at one of its ends."""
    text = line.strip()
    return "|" in text and len(PIPE.findall(text)) == 1 and "|" in (text[0], text[-1])


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    """What stands between pipes, from the first on; blank text stands for a cell or a row's end."""
    texts: list[str] = []
    for number, line in enumerate(lines):
        text = line.strip()
        lone = text == "|"
        if lone or text.startswith("|"):
            if number or texts:
                yield _Piece("\n".join(texts), lone and line[0] == "|")
            texts = [text[1:].strip()] if text[1:].strip() else []
        elif text.endswith("|"):
            texts.append(text[:-1].strip())
            yield _Piece("\n".join(texts), starts=False)
            texts = []
        elif text:
            texts.append(text)
    if texts:
        yield _Piece("\n".join(texts), starts=False)


def _rows(pieces: Sequence[_Piece]) -> tuple[Row, ...] | None:
    """Part the cells into rows; ``None`` if nothing tells where a row ends, or no figures come."""
    texts = [piece.text for piece in pieces]
    rows = _parted(texts) or _by_indent(pieces) or _chunked(texts) or _as_stacked(texts)
    if rows is None or len(rows) < 2 or any(is_prose(cell) for row in rows for cell in row[1:]):
        return None
    return rows if any(is_value(row[-1]) for row in rows[1:] if len(row) > 1) else None


def _parted(texts: Sequence[str]) -> tuple[Row, ...] | None:
    """Rows of one size, with nothing between the pipes that end one and begin the next."""
    if "" not in texts:
        return None
    width = texts.index("")
    rest = len(texts) % (width + 1)
    if width < 2 or rest not in (0, width) or any(texts[width :: width + 1]):
        return None
    return tuple(tuple(texts[n : n + width]) for n in range(0, len(texts), width + 1))


def _by_indent(pieces: Sequence[_Piece]) -> tuple[Row, ...] | None:
    """Rows that a pipe at the margin begins, where those of their cells are indented."""
    if not any(piece.starts for piece in pieces):
        return None
    rows: list[list[str]] = [[]]
    for piece in pieces:
        if piece.starts and not piece.text:
            rows.append([])
        else:
            rows[-1].append(piece.text)
    return tuple(tuple(row) for row in rows if row)


def _chunked(texts: Sequence[str]) -> tuple[Row, ...] | None:
    """Rows of one size that only one number of cells makes: a label, and figures behind it."""
    found = [
        rows
        for width in range(2, len(texts) // 2 + 1)
        if len(texts) % width == 0 and _is_regular(rows := _in_rows_of(width, texts))
    ]
    return tuple(found[0]) if len(found) == 1 else None


def _in_rows_of(width: int, texts: Sequence[str]) -> list[Row]:
    return [tuple(texts[n : n + width]) for n in range(0, len(texts), width)]


def _is_regular(rows: Sequence[Row]) -> bool:
    head, *body = rows
    return not any(map(is_figure, head)) and all(
        row[0].strip() and not is_value(row[0]) and all(map(is_value, row[1:])) for row in body
    )


def _as_stacked(texts: Sequence[str]) -> tuple[Row, ...] | None:
    lines = ["".join(text.split("\n")) for text in texts]
    found = stacked(lines, 0, 0)
    return found.rows if found and found.end == len(lines) else None
