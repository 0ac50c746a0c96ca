"""Cells from rulings: govreport.readers.pdf.ruled.cells, and against pdfplumber's table finder."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from fixtures import Wart, make_spec, write_pdf
from govreport.readers.pdf.page.chars import read_page
from govreport.readers.pdf.page.model import Edge, leaves
from govreport.readers.pdf.reader import read
from govreport.readers.pdf.ruled.cells import SNAP, Rectangle, crossings, find_grids
from govreport.readers.pdf.ruled.rulings import rulings_of
from support.ogi import EDITIONS
from support.pdf_blocks import rows, tables, texts
from support.pdf_files import Sheets, cells
from support.pdf_reports import turned_report


def level(y: float, x0: float, x1: float) -> Edge:
    return Edge(x0, y, x1, y)


def upright(x: float, top: float, bottom: float) -> Edge:
    return Edge(x, top, x, bottom)


def frame(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    return [
        level(top, x0, x1),
        level(bottom, x0, x1),
        upright(x0, top, bottom),
        upright(x1, top, bottom),
    ]


def test_cells_of_a_grid_from_the_top() -> None:
    edges = [*(level(y, 0, 60) for y in (0, 20, 40)), *(upright(x, 0, 40) for x in (0, 30, 60))]
    assert find_grids(edges) == [
        [(0, 0, 30, 20), (30, 0, 60, 20), (0, 20, 30, 40), (30, 20, 60, 40)]
    ]


def test_cell_over_columns_and_rows_is_one() -> None:
    edges = [
        *(level(y, 0, 60) for y in (0, 20, 60)),
        level(40, 30, 60),
        upright(0, 0, 60),
        upright(30, 20, 60),
        upright(60, 0, 60),
    ]
    assert find_grids(edges) == [
        [(0, 0, 60, 20), (0, 20, 30, 60), (30, 20, 60, 40), (30, 40, 60, 60)]
    ]


def test_ends_that_nearly_meet_do() -> None:
    near, far = 0.9 * SNAP, 1.1 * SNAP
    assert find_grids([*frame(0, 0, 30, 20)[:3], upright(30 + near, 0, 20)]) == [
        [(0, 0, 30 + near, 20)]
    ]
    assert find_grids([*frame(0, 0, 30, 20)[:3], upright(30 + far, 0, 20)]) == []


def test_side_ruled_only_in_part_closes_no_cell() -> None:
    edges = [*frame(0, 0, 60, 40)[:2], upright(0, 0, 40), upright(60, 0, 15), upright(60, 25, 40)]
    assert find_grids(edges) == []


def test_tables_apart_are_two() -> None:
    assert find_grids([*frame(0, 50, 30, 70), *frame(0, 0, 30, 20)]) == [
        [(0, 0, 30, 20)],
        [(0, 50, 30, 70)],
    ]


def test_frame_around_a_table_is_no_cell_of_it() -> None:
    """The table begins at the frame's upper right corner, so they hang together."""
    inner = [*(level(y, 10, 60) for y in (20, 40)), upright(10, 0, 40), upright(30, 0, 40)]
    assert find_grids([*frame(0, 0, 60, 100), *inner]) == [
        [(10, 0, 30, 20), (30, 0, 60, 20), (10, 20, 30, 40), (30, 20, 60, 40)]
    ]


def test_crossings_from_the_top() -> None:
    found = crossings([upright(0, 0, 30), upright(50, 10, 30)], [level(30, 0, 50), level(0, 0, 50)])
    assert list(found) == [(0, 1), (0, 0), (1, 0)]


# --- against pdfplumber ---


def plumbed(edges: Sequence[Edge]) -> set[frozenset[Rectangle]]:
    """The tables that pdfplumber makes of the same rulings."""
    theirs = [
        {
            "x0": e.x0,
            "x1": e.x1,
            "top": e.top,
            "bottom": e.bottom,
            "orientation": "v" if e.vertical else "h",
        }
        for e in edges
    ]
    points = edges_to_intersections(theirs, SNAP, SNAP)
    return {frozenset(table) for table in cells_to_tables(intersections_to_cells(points))}


def several(tables: Iterable[Sequence[Rectangle]]) -> set[frozenset[Rectangle]]:
    """The tables of more than one cell: pdfplumber gives no others."""
    return {frozenset(table) for table in tables if len(table) > 1}


SOME_WARTS = (
    frozenset[Wart](),
    frozenset({Wart.PAGE_CUTS_ROW, Wart.BACKGROUND_BOXES}),
    frozenset({Wart.HEADER_ON_EACH_PAGE, Wart.NOTES_DROPPED}),
)


@pytest.mark.parametrize("edition", EDITIONS)
def test_same_tables_as_pdfplumber_in_reports(edition: str) -> None:
    count = 0
    for seed, warts in enumerate(SOME_WARTS):
        pdf = pypdfium2.PdfDocument(write_pdf(make_spec(seed, edition), warts))
        for number in range(len(pdf)):
            (leaf,) = leaves(read_page(pdf, pdf[number], number + 1))
            edges = rulings_of(leaf.edges).edges
            assert several(find_grids(edges)) == plumbed(edges)
            count += len(plumbed(edges))
        pdf.close()
    assert count >= 6


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_same_tables_as_pdfplumber_on_turned_pages(degrees: int) -> None:
    pdf = pypdfium2.PdfDocument(turned_report(degrees))
    (leaf,) = leaves(read_page(pdf, pdf[0], 1))
    edges = rulings_of(leaf.edges).edges
    assert several(find_grids(edges)) == plumbed(edges)
    assert len(plumbed(edges)) == 1
    pdf.close()


#: Places on a lattice wider than SNAP, so that rulings along one line are one ruling.
PLACES = st.integers(0, 6).map(lambda n: 12.0 * n)
PIECES = st.tuples(st.booleans(), PLACES, PLACES, PLACES).filter(lambda piece: piece[2] != piece[3])


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=4, max_size=40))
# A side that is closed runs beside one that is drawn.
@example(
    [(False, 12.0 * n, 0.0, 12.0 if n in (1, 2) else 24.0) for n in range(4)]
    + [(True, 0.0, 12.0, 24.0), (True, 24.0, 36.0, 0.0)]
)
def test_same_tables_as_pdfplumber_in_any_rulings(
    pieces: list[tuple[bool, float, float, float]],
) -> None:
    edges = [
        upright(place, min(a, b), max(a, b)) if stands else level(place, min(a, b), max(a, b))
        for stands, place, a, b in pieces
    ]
    rulings = rulings_of(edges).edges
    ours, theirs = find_grids(rulings), plumbed(rulings)
    if any(_inside(a, b) for table in theirs for a, b in itertools.permutations(table, 2)):
        # Frames around cells are theirs alone.
        assert {cell for table in ours for cell in table} <= {
            cell for table in theirs for cell in table
        } | {table[0] for table in ours if len(table) == 1}
        return
    assert several(ours) == theirs


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def test_frame_shared_with_tables_does_not_hide_them() -> None:
    """Of a report set inside one cell, as LibreOffice draws it."""
    sheets = Sheets()
    sheets.frame(66, 72, 518, 500)
    end = sheets.table(72, [113, 113, 113, 107], [20, 20], cells("甲|乙|丙|丁", "1|2|3|4"), x=72)
    sheets.prose(end + 20, "三、收到和处理政府信息公开申请情况")
    sheets.table(200, [200, 246], [20, 20], cells("项目|数", "新收|5"), x=72)
    document = read(sheets.save())
    assert [rows(table) for table in tables(document)] == [
        [["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]],
        [["项目", "数"], ["新收", "5"]],
    ]
    assert texts(document) == ["三、收到和处理政府信息公开申请情况"]
