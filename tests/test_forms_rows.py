"""Rows are told by their words and by the open group, never by their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.forms.catalogue import Row, TableForm
from govreport.forms.rows import RowMatcher
from govreport.model import Certainty
from support.ogi import edition

E, V, I = Certainty.EXACT, Certainty.VARIANT, Certainty.INFERRED  # noqa: E741


def form(id: str, edition_id: str) -> TableForm:
    return next(table for table in edition(edition_id).tables if table.id == id)


STATISTICS = form("statistics", "2014")
APPLICATIONS = form("applications", "2019")
BLOCKS = tuple(table for table in edition("2019").tables if table.id.startswith("disclosure"))


def match(*labels: str, forms: tuple[TableForm, ...] = (STATISTICS,)) -> list[str | None]:
    """The ids of rows from the top; a label of two cells is parted by a bar."""
    matcher = RowMatcher(forms)
    found = [matcher.match(label.split("|")) for label in labels]
    return [each.row.id if each else None for each in found]


def certainty(*labels: str, forms: tuple[TableForm, ...] = (STATISTICS,)) -> Certainty | None:
    """How surely the last row is known."""
    matcher = RowMatcher(forms)
    *above, last = labels
    for label in above:
        matcher.match(label.split("|"))
    found = matcher.match(last.split("|"))
    return found.certainty if found else None


def test_official_rows_from_the_top() -> None:
    rows = STATISTICS.rows
    assert match(*(row.number + row.label for row in rows)) == [row.id for row in rows]


def test_official_rows_without_any_numbers() -> None:
    rows = STATISTICS.rows
    assert match(*(row.label for row in rows)) == [row.id for row in rows]


def test_same_label_under_two_groups() -> None:
    assert match(
        "四、行政复议数量", "（二）被依法纠错数", "五、行政诉讼数量", "（二）被依法纠错数"
    ) == ["reviews.total", "reviews.corrected", "lawsuits.total", "lawsuits.corrected"]


def test_lawsuits_before_reviews() -> None:
    assert match(
        "五、行政诉讼数量", "（二）被依法纠错数", "四、行政复议数量", "（二）被依法纠错数"
    ) == ["lawsuits.total", "lawsuits.corrected", "reviews.total", "reviews.corrected"]


def test_other_group_between() -> None:
    assert match("五、行政诉讼数量", "六、举报投诉数量", "（二）被依法纠错数")[-1] is None


def test_same_label_without_its_group_is_not_guessed() -> None:
    assert match("（二）被依法纠错数") == [None]


def test_second_of_the_group_is_no_row_of_the_next() -> None:
    ids = match("四、行政复议数量", "（二）被依法纠错数", "（二）被依法纠错数")
    assert ids[:2] == ["reviews.total", "reviews.corrected"]
    assert ids[2] is None


def test_missing_group_row() -> None:
    # 行政复议数量 is missing; 维持具体行政行为数 stands under it alone and opens it.
    assert match("（一）维持具体行政行为数", "（二）被依法纠错数") == [
        "reviews.upheld",
        "reviews.corrected",
    ]


def test_row_is_found_without_its_parent() -> None:
    assert match("1.当面申请数", "2.传真申请数") == [
        "applications.received.in_person",
        "applications.received.fax",
    ]


def test_unknown_row_keeps_its_own_children() -> None:
    """十、其他工作情况 with （一）被依法纠错数 of its own: no lawsuits."""
    ids = match("四、行政复议数量", "十、行政调解数量", "（二）被依法纠错数", "（三）其他情形数")
    assert ids == ["reviews.total", None, None, None]


def test_unknown_child_does_not_close_its_parent() -> None:
    ids = match("四、行政复议数量", "（五）撤回申请数", "（二）被依法纠错数")
    assert ids == ["reviews.total", None, "reviews.corrected"]


@pytest.mark.parametrize("child", ["1.当面申请数", "其中：当面申请数"])
def test_children_of_an_unknown_child_are_not_poached(child: str) -> None:
    ids = match("三、依申请公开情况", "（一）收到申请数", "（九）转送申请数", child)
    assert ids[2:] == [None, None]


def test_unknown_group_ends_with_the_next_row_of_its_level() -> None:
    ids = match("三、依申请公开情况", "（九）转送申请数", "（一）收到申请数", "1.当面申请数")
    assert ids[1:] == [None, "applications.received", "applications.received.in_person"]


def test_child_of_a_group_reworded_beyond_recognition_is_inferred() -> None:
    above = ("三、依申请公开情况", "（三）答复群众件数")
    assert match(*above, "2.同意公开答复数") == ["applications", None, "applications.granted"]
    assert certainty(*above, "2.同意公开答复数") is I


def test_unknown_row_between_siblings() -> None:
    ids = match(
        "四、行政复议数量", "（一）维持具体行政行为数", "（五）撤回申请数", "（三）其他情形数"
    )
    assert ids == ["reviews.total", "reviews.upheld", None, "reviews.other"]


@pytest.mark.parametrize(
    "label",
    [
        "4.未同意公开答复数",
        "2.不同意部分公开答复数",
        "3.同意全部公开答复数",
        "1.不属于已主动公开范围数",
        "1.属于未主动公开范围数",
        "（一）上年收到申请数",
        "（一）未收到申请数",
        "（二）未按时办结数",
        "2.其他专职人员数",
        "1.非专职人员数",
        "六、行政许可数量",
        "3.危及“四安全一稳定”",
    ],
)
def test_near_miss_is_no_match(label: str) -> None:
    assert match("三、依申请公开情况", "（三）申请答复数", label)[-1] is None


@pytest.mark.parametrize(
    ("label", "id"),
    [
        ("3.危及“三安全一稳定”", "applications.refused.security"),
        ("危及国家安全、公共安全、经济安全和社会稳定", "applications.refused.security"),
        ("（二）部分公开", "applications.granted_in_part"),
        ("（七）合计", "applications.answered"),
        ("（七）总计", "applications.answered"),
        ("（六）其它处理", "applications.other_handling"),
        ("四、结转下年度继续办理", "applications.carried_over_out"),
        ("三、本年度办理结果|（三）不予公开|1.属于国家秘密", "applications.refused.state_secret"),
        ("（三）不予公开1.属于国家秘密", "applications.refused.state_secret"),
        ("三、本年度办理结果（一）予以公开", "applications.granted"),
        ("三、本年办理结果（一）予以公开", "applications.granted"),
    ],
)
def test_wordings_of_table_three(label: str, id: str) -> None:
    assert match(label, forms=(APPLICATIONS,)) == [id]


@pytest.mark.parametrize(
    "label",
    [
        "（三）不予公开|1.信访举报投诉类申请",  # stands under 不予处理
        "（四）无法提供|2.重复申请",
        "（八）不再提供",
        "五、结转以后年度继续办理",
        "1.不属于国家秘密",
    ],
)
def test_row_under_another_group_is_no_match(label: str) -> None:
    assert match(label, forms=(APPLICATIONS,)) == [None]


@pytest.mark.parametrize(
    ("label", "id"),
    [
        ("（四）无法提供 1.本机关不掌握相关政府信息", "applications.not_provided.not_held"),
        ("四）无法提供 1.本机关不掌握相关政府信息", "applications.not_provided.not_held"),
        ("8.属于行政查询事项 四）无法提供 1.本机关不掌握相关政府信息", None),
        ("（一）予以公开（三）不予公开 1.属于国家秘密", None),
        ("某类（三）不予公开 1.属于国家秘密", None),
    ],
)
def test_a_cell_that_holds_another_row_too_is_neither(label: str, id: str | None) -> None:
    assert match(label, forms=(APPLICATIONS,)) == [id]


def test_near_wording_with_the_number_of_its_row() -> None:
    label = "（三）从事政府信息公开的工作人员总数"
    assert certainty("八、机构建设和保障经费情况", label) in (I, None)
    assert certainty("八、机构建设和保障经费情况", "（二）设置政府信息公开查阅点个数") is I


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("（一）收到申请数", E),
        ("收到申请数", E),
        ("（一）受理申请数", V),
        ("（一）收到申请总数", V),
        ("（一）主动公开政府信息数", E),
    ],
)
def test_certainty(label: str, expected: Certainty) -> None:
    assert certainty(label) is expected


def test_taken_row_is_a_repetition() -> None:
    matcher = RowMatcher((STATISTICS,))
    assert matcher.match(["（一）收到申请数"]) is not None
    assert matcher.match(["（一）收到申请总数"]) is None
    assert matcher.has_taken("（一）收到申请数")
    assert matcher.has_taken("收到申请总数")
    assert not matcher.has_taken("（二）申请办结数")
    assert not matcher.has_taken("十、其他")


def test_rows_of_several_forms() -> None:
    labels = ("规章", "规范性文件", "行政许可", "行政处罚", "行政事业性收费", "政府集中采购")
    assert match(*labels, forms=BLOCKS) == [
        "rules",
        "normative_documents",
        "permits",
        "penalties",
        "charges",
        "procurement",
    ]


@settings(max_examples=40, deadline=None)
@given(st.permutations(STATISTICS.rows))
def test_rows_in_any_order_are_themselves_or_nothing(rows: list[Row]) -> None:
    ids = match(*(row.number + row.label for row in rows))
    for index, (row, id) in enumerate(zip(rows, ids, strict=True)):
        if (row.parent or "").split(".")[0] not in ("reviews", "lawsuits"):
            assert id == row.id
        elif id != row.id:
            # 被依法纠错数 is that of the group whose rows stand above it, whatever was meant.
            above = next((i for i in reversed(ids[:index]) if i), "")
            assert id is None or id.split(".")[0] == above.split(".")[0]
