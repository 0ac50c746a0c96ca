"""Runs: what a page draws side by side stays together, and is parted where anything comes near."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

from govreport.readers.pdf.flow.sheets import content_of
from govreport.readers.pdf.page import runs
from govreport.readers.pdf.page.chars import read_page
from govreport.readers.pdf.page.model import Page, singles
from support.pdf_files import raw_pdf

FONT = b"<< /Font << /F 5 0 R /G 6 0 R >> >>"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TIMES = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
#: How far Helvetica's digits of 12 points are apart.
STEP = 6.672

Draw = Callable[..., str]


def page_of(*content: str) -> Page:
    """The page on which this is drawn."""
    data = raw_pdf("\n".join(content).encode(), HELVETICA, TIMES, resources=FONT)
    pdf = pypdfium2.PdfDocument(data)
    return read_page(pdf, pdf[0], 1)


def whole(text: str, x: float = 100.0, y: float = 700.0) -> str:
    """A text drawn as one object."""
    return f"BT /F 12 Tf {x:.3f} {y:.3f} Td ({text}) Tj ET"


def singly(text: str, x: float = 100.0, y: float = 700.0) -> str:
    """A text of which each character is an object of its own."""
    return "\n".join(whole(char, x + n * STEP, y) for n, char in enumerate(text))


def texts(page: Page) -> list[str]:
    """The runs of a page."""
    return [char.text for char in page.chars]


def read(page: Page) -> list[list[str]]:
    """The lines and the cells of a page."""
    (sheet,) = content_of(page, 1).sheets
    lines = [line.text for line in sheet.lines]
    return [lines, *([cell.text for cell in grid.cells] for grid in sheet.grids)]


@pytest.mark.parametrize("draw", [whole, singly])
def test_characters_side_by_side_are_a_run(draw: Draw) -> None:
    page = page_of(draw("20481"))
    assert texts(page) == ["20481"]
    alone = singles(page.chars)
    assert [char.text for char in alone] == [*"20481"]
    assert [round(char.x0 - 100, 2) for char in alone] == [round(n * STEP, 2) for n in range(5)]


def test_characters_of_several_fonts_are_a_run() -> None:
    page = page_of(singly("20"), whole("48", 100 + 2 * STEP).replace("/F", "/G"))
    assert texts(page) == ["2048"]
    assert len({char.source for char in singles(page.chars)}) == 3


def test_parted_run_tells_of_which_objects_it_is() -> None:
    assert len({char.source for char in singles(page_of(singly("204")).chars)}) == 3
    assert len({char.source for char in singles(page_of(whole("204")).chars)}) == 1


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ((singly("12"), singly("34", 150)), ["12", "34"]),
        ((singly("12"), singly("34", 100 + 2 * STEP, 703)), ["12", "34"]),
        ((singly("12"), "1 0 0 rg", singly("34", 100 + 2 * STEP)), ["1", "2", "3", "4"]),
        ((singly("1" * 40), "1 0 0 rg", singly("34", 100, 600)), ["1" * 40, "3", "4"]),
        ((whole("1 2"),), ["1", " ", "2"]),
    ],
    ids=["a gap", "another line", "another colour", "a heading in colour", "a blank"],
)
def test_what_is_not_side_by_side_and_alike_is_no_run(
    content: tuple[str, ...], found: list[str]
) -> None:
    assert texts(page_of(*content)) == found


@pytest.mark.parametrize("draw", [whole, singly])
def test_text_drawn_twice_is_read_once(draw: Draw) -> None:
    page = page_of(draw("20481"), draw("20481", 100.4, 699.6))
    assert read(page) == [["20481"]]


def test_character_drawn_twice_at_once_is_read_once() -> None:
    twice = [whole(char, 100 + n * STEP + off) for n, char in enumerate("204") for off in (0, 0.3)]
    assert read(page_of(*twice)) == [["204"]]


@pytest.mark.parametrize("draw", [whole, singly])
def test_run_across_two_cells_is_parted_between_them(draw: Draw) -> None:
    middle = 100 + 2 * STEP
    boxes = [f"{x:.3f} {y} {middle - 80:.3f} 20 re S" for x in (80, middle) for y in (695, 675)]
    label = whole("7", 84, 680)
    first, *cells = read(page_of(*boxes, draw("1234"), label))[1]
    # One object that runs over the next cell's text is its own cell's; here there is none.
    assert (first, cells[0]) == ("12", "34")


@pytest.mark.parametrize("draw", [whole, singly])
def test_line_through_part_of_a_run_strikes_that_part(draw: Draw) -> None:
    line = f"100 704 m {100 + 2 * STEP:.3f} 704 l S"
    page = page_of(draw("2048"), line)
    struck = [char.text for char in singles(page.chars) if char.look.struck or char.look.doubt]
    assert "".join(struck) == "20"


@pytest.mark.parametrize("draw", [whole, singly])
def test_line_through_what_is_left_of_a_run_strikes_it(draw: Draw) -> None:
    cover = f"1 1 1 rg 90 690 {10 + STEP:.3f} 30 re f"
    line = f"{100 + STEP:.3f} 704 m {100 + 4 * STEP:.3f} 704 l S"
    page = page_of(draw("2048"), cover, line)
    assert {(char.text, char.look.struck) for char in singles(page.chars)} == {
        ("0", True),
        ("4", True),
        ("8", True),
    }


@pytest.mark.parametrize("draw", [whole, singly])
def test_area_over_part_of_a_run_covers_that_part(draw: Draw) -> None:
    cover = f"1 1 1 rg {100 + 2 * STEP:.3f} 690 40 30 re f"
    page = page_of(draw("2048"), cover)
    assert "".join(texts(page)) == "20"
    assert [text for _, text in page.left_out] == ["48"]


@pytest.mark.parametrize("draw", [whole, singly])
def test_area_behind_a_run_leaves_it_whole(draw: Draw) -> None:
    page = page_of("0.9 0.9 0.9 rg 90 690 80 30 re f 0 g", draw("2048"))
    assert texts(page) == ["2048"]


def test_objects_with_an_area_drawn_between_them_are_two_runs() -> None:
    area = "0.9 0.9 0.9 rg 300 300 10 10 re f 0 g"
    page = page_of(singly("20"), area, singly("48", 100 + 2 * STEP))
    assert texts(page) == ["20", "48"]


def test_page_of_single_characters_is_as_many_runs_as_lines() -> None:
    page = page_of(*(singly("0123456789" * 8, 20, 800 - 14 * n) for n in range(50)))
    assert [len(char.text) for char in page.chars] == [80] * 50


def test_page_of_very_many_short_runs_is_left_in_its_objects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runs, "MOST_PAIRS", 8)
    assert texts(page_of(*(singly("12", 50 + 40 * n) for n in range(4)))) == ["1", "2"] * 4
