"""One table over several pages is one table.

A part is joined to the table above it by the places of its columns, never by their number: a
continuation may have lost its first column. A repeated header is dropped, a row that the break cut
in two is put together, and a label that spans rows on both sides stays one cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from govreport.document import Cell, Notice, Table
from govreport.notices import notice
from govreport.readers.pdf.ruled.tables import Grid, GridCell, is_figure, snapped
from govreport.readers.seen import doubt_of
from govreport.zh.numbering import parse_label

__all__ = ["join_grids", "joins", "near_all", "to_table"]

#: How far apart the sides and columns of two parts of one table may be, in points.
SIDE_TOLERANCE = 6.0
#: The same where there are no rules: as a share of the width, and for columns in points.
RAGGED, RAGGED_COLUMN = 0.15, 16.0
#: A cell whose rest is this much wider than the next word, in points, was not broken there.
SLACK = 1.0
#: A header has at most so many rows.
MAX_HEADER = 6

_NUMERALS = "一二三四五六七八九十"
_PAIRS = ("（）", "()", "《》", "“”", "[]", "〔〕")


def joins(upper: Grid, lower: Grid) -> bool:
    """Whether ``lower``, first on its page, goes on with ``upper``, last on the page before."""
    if not (upper.ruled or lower.ruled):
        # Text without rules shows its sides only about.
        slack = RAGGED * (upper.xs[-1] - upper.xs[0])
        return abs(upper.xs[0] - lower.xs[0]) <= slack and lower.xs[-1] - upper.xs[-1] <= slack
    if abs(upper.xs[-1] - lower.xs[-1]) > SIDE_TOLERANCE:
        return False
    same_left = abs(upper.xs[0] - lower.xs[0]) <= SIDE_TOLERANCE
    return same_left or near_all(upper.xs, lower.xs)


def near_all(boundaries: Sequence[float], places: Sequence[float]) -> bool:
    """Whether each of the places is, but for a little, one of the boundaries."""
    return all(any(abs(x - boundary) <= SIDE_TOLERANCE for boundary in boundaries) for x in places)


def join_grids(upper: Grid, lower: Grid) -> list[Notice]:
    """Add ``lower`` to ``upper``; return a notice where a repeated header was left out."""
    shift = _shift(upper, lower) if lower.ruled else _ragged_shift(upper, lower)
    cells = [evolve(c, x0=shift.get(c.x0, c.x0), x1=shift.get(c.x1, c.x1)) for c in lower.cells]
    lower = evolve(lower, cells=cells, xs=snapped(shift.get(x, x) for x in lower.xs))
    lower, notices = _without_header(upper, lower)
    if lower.n_rows == 0:
        return notices
    cut = _is_cut(upper, lower)
    offset = upper.n_rows - 1 if cut else upper.n_rows
    reaching = [c for c in upper.cells if c.row + c.row_span == upper.n_rows]
    for piece in lower.cells:
        above = next((c for c in reaching if _same_columns(c, piece)), None)
        if piece.row == 0 and above and (cut or _goes_on(above, piece)):
            above.row_span = offset + piece.row_span - above.row
            if is_figure(piece.text) and not above.text:
                # A figure is where it stands, not where its row begins.
                above.page, above.box = piece.page, piece.box
            above.text = _glued(above, piece)
            above.doubt = doubt_of(above.text, (above.doubt, piece.doubt))
            above.rest = piece.rest
        else:
            upper.cells.append(evolve(piece, row=piece.row + offset))
    _stretch(reaching, lower, offset)
    upper.xs = snapped([*upper.xs, *lower.xs])
    upper.n_rows = offset + lower.n_rows
    upper.open_bottom, upper.bottom = lower.open_bottom, lower.bottom
    return notices


def to_table(grid: Grid) -> Table:
    """Return the grid as a table of the document, its columns counted from their places."""
    cells = []
    columns = {x: grid.column(x) for x in {x for cell in grid.cells for x in (cell.x0, cell.x1)}}
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.x0)):
        column = columns[cell.x0]
        cells.append(
            Cell(
                row=cell.row,
                column=column,
                text=cell.text,
                row_span=cell.row_span,
                column_span=max(1, columns[cell.x1] - column),
                doubt=cell.doubt,
                page=cell.page,
                box=cell.box,
            )
        )
    return Table(
        n_rows=grid.n_rows,
        n_columns=len(grid.xs) - 1,
        cells=tuple(cells),
        page=grid.page,
        box=grid.box,
    )


def _shift(upper: Grid, lower: Grid) -> dict[float, float]:
    """For each place in the lower part that has its like in the upper, that like."""
    places = {x for cell in lower.cells for x in (cell.x0, cell.x1)} | set(lower.xs)
    out = {}
    for x in places:
        nearest = min(upper.xs, key=lambda boundary: abs(boundary - x))
        if abs(nearest - x) <= SIDE_TOLERANCE:
            out[x] = nearest
    return out


def _ragged_shift(upper: Grid, lower: Grid) -> dict[float, float]:
    """The same for places that text without rules shows only about: the nearest, each once."""
    shift = {lower.xs[0]: upper.xs[0], lower.xs[-1]: upper.xs[-1]}
    if upper.figures == lower.figures:
        sides = slice(-upper.figures - 1, None)
        shift |= dict(zip(lower.xs[sides], upper.xs[sides], strict=False))
    for x in lower.xs:
        if x in shift:
            continue
        nearest = min(upper.xs, key=lambda boundary: abs(boundary - x))
        if abs(nearest - x) <= RAGGED_COLUMN and nearest not in shift.values():
            shift[x] = nearest
    return shift


def _without_header(upper: Grid, lower: Grid) -> tuple[Grid, list[Notice]]:
    """Leave out the leading rows that repeat those of the upper part."""
    rows = 0
    while rows < min(MAX_HEADER, upper.n_rows, lower.n_rows):
        mine, theirs = lower.row_cells(rows), upper.row_cells(rows)
        if _texts(mine) != _texts(theirs) or any(is_figure(c.text) for c in mine):
            break
        rows += 1
    # A header ends where no cell reaches down into the next row.
    while rows and any(c.row < rows < c.row + c.row_span for c in lower.cells):
        rows -= 1
    if not rows or not any(c.text for c in lower.cells if c.row < rows):
        return lower, []
    text = " ".join(c.text.replace("\n", "") for c in lower.cells if c.row < rows and c.text)
    repeated = notice("pdf.repeated_header", quote=text, page=lower.page)
    kept = [evolve(c, row=c.row - rows) for c in lower.cells if c.row >= rows]
    return evolve(lower, cells=kept, n_rows=lower.n_rows - rows), [repeated]


def _texts(cells: Sequence[GridCell]) -> list[str]:
    return [cell.text.replace("\n", "") for cell in cells]


def _is_cut(upper: Grid, lower: Grid) -> bool:
    """Whether the break cut a row in two: the last of ``upper`` and the first of ``lower``."""
    own = _facing(upper, lower)
    if not any(a.text for a, _ in own) or not any(b.text for _, b in own):
        return False
    both = next(((above, below) for above, below in own if above.text and below.text), None)
    if any(_value(a.text) or _value(b.text) for a, b in own if a.text and b.text):
        return _is_rest_with_digit(own)
    if both is None:
        # A label on one side and its figures on the other: a row without a label is no row.
        label = min(own, key=lambda pair: pair[0].x0)
        return bool(label[0].text) and not label[1].text
    if parse_label(both[1].text):
        return False
    return upper.open_bottom or lower.open_top or _broken(*both) or _is_rest(own)


def _is_rest(pairs: Sequence[tuple[GridCell, GridCell]]) -> bool:
    """Whether the lower row is but the rest of a numbered label: it has no number, and where the
    row above has its unit and its figure, it has nothing."""
    (above, below), *others = sorted(pairs, key=lambda pair: pair[0].x0)
    return (
        bool(below.text)
        and parse_label(above.text) is not None
        and len(others) > 1
        and not is_figure(below.text)
        and all(a.text and not b.text for a, b in others)
    )


def _is_rest_with_digit(pairs: Sequence[tuple[GridCell, GridCell]]) -> bool:
    """Whether the lower row is but the rest of a numbered label, and the end of one figure whose
    cell had no room for it; every other figure stands above."""
    both = sorted((pair for pair in pairs if pair[1].text), key=lambda pair: pair[0].x0)
    if len(both) < 2 or any(is_figure(below.text) for _, below in both[:-1]):
        return False
    *_, (label, rest), (figure, end) = both
    return (
        parse_label(label.text) is not None
        and parse_label(rest.text) is None
        and all(above.text for above, _ in pairs if above.x0 > label.x0)
        and _is_cut_figure(figure, end)
    )


def _is_cut_figure(above: GridCell, below: GridCell) -> bool:
    return above.text.isdigit() and below.text.isdigit() and below.head > above.rest - SLACK


def _facing(upper: Grid, lower: Grid) -> list[tuple[GridCell, GridCell]]:
    """The cells of the last row above the break, each with the one below it; none where the first
    row below it has other columns."""
    last = upper.n_rows - 1
    first = [c for c in lower.cells if c.row == 0]
    pairs = [
        (above, below)
        for below in first
        for above in upper.cells
        if above.row + above.row_span > last and _same_columns(above, below)
    ]
    own = [(above, below) for above, below in pairs if above.row == last]
    return own if len(pairs) >= len(first) else []


def _value(text: str) -> bool:
    """Whether a text is a figure, or a sign in its place: a label may end in one character too."""
    return is_figure(text) or (len(text) == 1 and text.isascii() and not text.isspace())


def _goes_on(above: GridCell, below: GridCell) -> bool:
    """Whether a cell that spans rows goes on below the break."""
    if above.row_span < 2 and below.row_span < 2:
        return False
    if is_figure(above.text) or is_figure(below.text):
        return False
    if not below.text:
        return bool(above.text)
    if not above.text:
        # A label set in the middle of its rows may stand wholly below the break.
        return True
    if parse_label(below.text) or below.text in _NUMERALS:
        return False
    return _broken(above, below) or parse_label(above.text) is not None


def _glued(above: GridCell, below: GridCell) -> str:
    """The text of a cut cell: run on where the break fell inside a line's flow."""
    if not (above.text and below.text):
        return above.text or below.text
    between = "" if _is_cut_figure(above, below) else "\n"
    return f"{above.text}{between}{below.text}"


def _stretch(reaching: Sequence[GridCell], lower: Grid, offset: int) -> None:
    """Let cells that span rows cover the columns that the lower part has lost."""
    left = lower.xs[0]
    for cell in reaching:
        if cell.row_span > 1 and cell.text and cell.x1 <= left + SIDE_TOLERANCE:
            cell.row_span = offset + lower.n_rows - cell.row


def _same_columns(one: GridCell, other: GridCell) -> bool:
    return abs(one.x0 - other.x0) <= SIDE_TOLERANCE and abs(one.x1 - other.x1) <= SIDE_TOLERANCE


def _broken(above: GridCell, below: GridCell) -> bool:
    """Whether the text of the one breaks off, as its last line has no room for what follows."""
    return _unbalanced(above.text) or below.head > above.rest - SLACK


def _unbalanced(text: str) -> bool:
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS)
