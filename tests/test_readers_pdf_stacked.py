"""A ruling that is missing between two rows: govreport.readers.pdf.ruled.stacked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from govreport.readers.pdf.reader import read
from support.pdf_blocks import rows, tables
from support.pdf_files import CellSpec, Sheets

WIDTHS = (150, 50, 50, 50)
HEAD: list[CellSpec] = [(0, 0, "情况"), (0, 1, "自然\n人"), (0, 2, "商业\n企业"), (0, 3, "总计")]


def found(
    cells: Sequence[CellSpec], heights: Sequence[float], widths: Sequence[float] = WIDTHS
) -> list[list[str]]:
    sheets = Sheets()
    sheets.table(100, widths, heights, cells)
    (table,) = tables(read(sheets.save()))
    return rows(table)


HEADS = ["情况", "自然\n人", "商业\n企业", "总计"]


def test_rows_stacked_in_one_are_rows() -> None:
    stacked: list[CellSpec] = [
        (1, 0, "一、本年新收\n二、上年结转"), (1, 1, "21\n3"), (1, 2, "4\n0"), (1, 3, "25\n3"),
        (2, 0, "四、结转下年"), (2, 1, "1"), (2, 2, "0"), (2, 3, "1"),
    ]  # fmt: skip
    assert found([*HEAD, *stacked], [40, 40, 20]) == [
        HEADS,
        ["一、本年新收", "21", "4", "25"],
        ["二、上年结转", "3", "0", "3"],
        ["四、结转下年", "1", "0", "1"],
    ]


def test_blank_of_one_of_the_rows_stays_blank() -> None:
    stacked: list[CellSpec] = [
        (1, 0, "一、本年新收\n二、上年结转"), (1, 1, "21\n3"), (1, 2, " \n0"), (1, 3, "25\n3"),
    ]  # fmt: skip
    assert found([*HEAD, *stacked], [40, 40])[1:] == [
        ["一、本年新收", "21", "", "25"],
        ["二、上年结转", "3", "0", "3"],
    ]


def test_labels_of_several_lines_are_told_by_their_numbers() -> None:
    sheets = Sheets()
    sheets.table(100, WIDTHS, [40, 66], [*HEAD, *((1, n, "") for n in range(4))])
    for n, line in enumerate(
        ["一、本年新收政府信", "息公开申请数量", "二、上年结转政府信", "息公开申请数量"]
    ):
        sheets.text(75, 145 + 15 * n, line, 10)
    for x, (upper, lower) in zip(
        (230, 280, 330), (("21", "3"), ("4", "0"), ("25", "3")), strict=True
    ):
        sheets.text(x, 152, upper, 10)
        sheets.text(x, 182, lower, 10)
    (table,) = tables(read(sheets.save()))
    assert rows(table)[1:] == [
        ["一、本年新收政府信\n息公开申请数量", "21", "4", "25"],
        ["二、上年结转政府信\n息公开申请数量", "3", "0", "3"],
    ]


def test_figures_beside_ruled_labels_are_parted_at_their_rules() -> None:
    cells: list[CellSpec] = [
        *HEAD,
        (1, 0, "一、本年新收"), (2, 0, "二、上年结转"),
        (1, 1, "21\n\n3", 2, 1), (1, 2, "4\n\n0", 2, 1), (1, 3, "25\n\n3", 2, 1),
    ]  # fmt: skip
    assert found(cells, [40, 20, 20])[1:] == [
        ["一、本年新收", "21", "4", "25"],
        ["二、上年结转", "3", "0", "3"],
    ]


@pytest.mark.parametrize(
    ("upper", "lower"), [("7,723,293", "7,793,704"), ("12345678", "90"), ("Alabama", "Alaska")]
)
def test_lines_that_may_be_of_two_rows_are_never_glued(upper: str, lower: str) -> None:
    text = f"{upper}\n{lower}"
    cells: list[CellSpec] = [(0, 0, "数"), (0, 1, "数"), (1, 0, text), (1, 1, text)]
    assert found(cells, [20, 40], [52, 52]) == [["数", "数"], [text, text]]


def test_number_broken_by_a_narrow_cell_is_one_where_the_row_shows_it() -> None:
    cells: list[CellSpec] = [
        (0, 0, "收到"),
        (0, 1, "123456\n78"),
        (0, 2, "5"),
        (1, 0, "答复"),
        (1, 1, "1"),
        (1, 2, "2"),
    ]
    assert found(cells, [40, 20], [60, 36, 36])[0] == ["收到", "12345678", "5"]


def test_figures_broken_before_their_unit_are_not_two_rows() -> None:
    cells: list[CellSpec] = [
        *((0, n, f"第{n}栏") for n in range(3)),
        (1, 0, "125\n7件"), (1, 1, "161\n1件"), (1, 2, "93\n件"),
    ]  # fmt: skip
    found_ = found(cells, [20, 40], [30, 30, 30])
    assert len(found_) == 2
    assert found_[1] == ["1257件", "1611件", "93件"]


def test_figures_that_all_broke_are_whole_beside_a_label_of_one_line() -> None:
    cells: list[CellSpec] = [
        (0, 0, "（七）总计"), (0, 1, "３５９\n８"), (0, 2, "６５４\n５"),
        (1, 0, "四、结转"), (1, 1, "1"), (1, 2, "2"),
    ]  # fmt: skip
    assert found(cells, [40, 20], [80, 42, 42])[0] == ["（七）总计", "3598", "6545"]
