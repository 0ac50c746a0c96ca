"""The title: over one line or several, once or more often, and what it says."""

from __future__ import annotations

import pytest

from govreport.outline.front import is_organ
from govreport.outline.lines import items_of
from support.ogi import find_title, organ_in_title
from support.small_tables import document

ORGAN = "青澜市云浦区科技局"
TITLE = f"2018年度{ORGAN}政府信息公开工作报告"


def title(*lines: str) -> tuple[str, int, int] | None:
    found = find_title(items_of(document(*lines, "本报告依据有关规定编制。", "一、概述", "正文。")))
    return (found.text, found.first, found.last) if found else None


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        f"2019年{ORGAN}政府信息公开工作年度报告",
        f"{ORGAN}2019年政府信息公开工作年度报告",
        f"{ORGAN}二〇一二年政府信息公开年度报告",
        f"关于{ORGAN}2012年政府信息公开工作年度报告的说明",
        f"{ORGAN}2019年政府信息公开工作年度报告（摘要）",
        f"{ORGAN}2019年政务公开年报",
        f"{ORGAN}政府信息公开工作报告",
        "2019年政府信息公开工作年度报告",
        "2009青瀾市政府信息公開工作年度報告",
    ],
)
def test_title_on_one_line(text: str) -> None:
    assert title(text) == (text, 0, 1)


@pytest.mark.parametrize(
    "lines",
    [
        (ORGAN, "2024 年政府信息公开工作年度报告"),
        (f"{ORGAN}2018年", "政府信息公开工作报告"),
        (f"{ORGAN}2 0 1 8年", "政府信息公开工作报告"),
        ("2018年度", f"{ORGAN}政府信息公开工作报告"),
        ("2018年", ORGAN, "政府信息公开工作报告"),
        ("二〇一八年度", ORGAN, "政府信息公开工作报告"),
    ],
)
def test_title_over_lines(lines: tuple[str, ...]) -> None:
    found = title(*lines)
    assert found is not None
    assert found[1:] == (0, len(lines))
    assert "".join(found[0].split()) == "".join("".join(lines).split())


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ((TITLE, TITLE), 1),
        ((f"{TITLE}_{ORGAN}", TITLE), 1),
        ((f"名 称：{TITLE}", TITLE), 1),
        (("索引号：000014349/2019-00012", "发布日期：2019-01-31", TITLE), 2),
        (("首页 > 政务公开 > 年度报告", TITLE, "发布日期：2019-01-31"), 1),
        (("云科〔2019〕3号", TITLE), 1),
    ],
    ids=["twice", "page title", "metadata line", "index number", "navigation", "document number"],
)
def test_the_documents_own_title_counts(lines: tuple[str, ...], first: int) -> None:
    assert title(*lines) == (TITLE, first, first + 1)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("关于报送年度台账的通知",),
        ("本局公布2018年度政府信息公开工作报告，欢迎监督。",),
        (f"{ORGAN}公布了2018年政府信息公开工作报告；请见附件",),
    ],
    ids=["nothing", "another", "sentence", "half a sentence"],
)
def test_no_title(lines: tuple[str, ...]) -> None:
    assert title(*lines) is None


def test_title_is_not_looked_for_far_down() -> None:
    assert title(*(f"第{n}条资讯" for n in range(80)), TITLE) is None


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        (TITLE, ORGAN),
        (f"{ORGAN}2019年政府信息公开工作年度报告", ORGAN),
        (f"{ORGAN}2 0 1 9年政府信息公开工作年度报告", ORGAN),
        (f"{ORGAN}二○一二年政府信息公开年度报告", ORGAN),
        (f"{ORGAN}二Ｏ一二年政府信息公开年度报告", ORGAN),
        (f"{ORGAN}２０１９年度政府信息公开年度报告", ORGAN),
        (f"关于{ORGAN}2012年政府信息公开工作年度报告的说明", ORGAN),
        (f"关于2012年{ORGAN}政府信息公开工作年度报告的说明", ORGAN),
        ("青澜市人民政府办公室2019年政府信息公开工作年度报告", "青澜市人民政府办公室"),
        ("2019年岚汀市第三中学信息公开年度报告", "岚汀市第三中学"),
        ("2019年政府信息公开工作年度报告", None),
        ("政府信息公开工作年度报告", None),
    ],
)
def test_organ_in_a_title(text: str, organ: str | None) -> None:
    assert organ_in_title(text) == organ


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        (ORGAN, True),
        ("青澜市人民政府（盖章）", True),
        ("岚汀市二郎街道办事处", True),
        ("砚桐市第三人民医院", True),
        ("青澜市 云浦区 科技局", True),
        ("2019年1月9日", False),
        ("我局全年未收到申请。", False),
        ("联系电话：000-5551234", False),
        ("局", False),
    ],
)
def test_line_that_is_an_organ(text: str, organ: bool) -> None:
    assert is_organ(text) is organ
