"""Text that stands word for word in another report, years and figures aside."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import govreport as gr
from govreport.batch.run import Options, run
from govreport.checks.reuse import folded, reuse
from support.batches import Quiet

TEXT = """岚汀市{organ}{year}年政府信息公开工作年度报告
一、总体情况
（一）主动公开
{year}年，我局全年更新办事指南和资金使用信息{n}条。重要政策出台后十个工作日内配发解读。
（二）依申请公开
全年收到政府信息公开申请{n}件，全部按期答复。
二、主动公开政府信息情况
对历年文件作了一次清理，失效的在网页上加注标识。
三、收到和处理政府信息公开申请情况
{last}
"""
SAME = "答复前都与申请人沟通，便于其准确获取所需内容。"
NEW = "新开设了企业服务专栏，每月公布一次资金去向和审批进度。"


def text(year: int, *, n: int = 12, last: str = SAME, organ: str = "水务局") -> bytes:
    return TEXT.format(year=year, n=n, last=last, organ=organ).encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2022年，我局收到申请15件。", "2021年，我局收到申请3件。"),
        ("占比33.9%。", "占比 8%。"),
        ("召开会议两次。", "召开会议三次。"),
    ],
)
def test_years_and_figures_are_folded(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert folded(one) != folded("全年未收到申请。")


def test_what_is_new_is_shown_by_section() -> None:
    before, after = gr.parse(text(2021)), gr.parse(text(2022, n=15, last=NEW))
    found = reuse(before, after)
    assert found.new == (NEW,)
    assert [(each.title, float(each.share)) for each in found.sections] == [
        ("总体情况", 1),
        ("主动公开政府信息情况", 1),
        ("收到和处理政府信息公开申请情况", 0),
    ]
    assert 0 < found.share < Fraction(9, 10)


def test_diff_says_how_much_is_copied() -> None:
    found = gr.diff(gr.parse(text(2021)), gr.parse(text(2022, n=15)))
    assert found.reuse is not None
    assert (float(found.reuse.share), found.reuse.sentences) == (1, 5)
    assert found.reuse.new == ()


def test_a_report_copied_from_the_year_before_is_found() -> None:
    before = gr.parse(text(2021))
    assert "text.reused" in {f.code for f in gr.check(gr.parse(text(2022, n=15)), before)}
    assert "text.reused" not in {f.code for f in gr.check(gr.parse(text(2022, last=NEW)), before)}


def test_copies_are_found_in_an_archive(tmp_path: Path) -> None:
    other = TEXT.replace("办事指南", "河湖名录").replace("历年文件", "水利工程档案")
    files = {
        "水务2021": text(2021),
        "水务2022": text(2022, n=15),
        "民政2022": text(2022, n=90, organ="民政局"),
        "教育2022": other.format(year=2022, n=7, last=NEW, organ="教育局").encode(),
    }
    archive = tmp_path / "archive"
    archive.mkdir()
    for name, data in files.items():
        (archive / f"{name}.txt").write_bytes(data)
    run(archive, tmp_path / "out", Options(jobs=1), Quiet())
    store = gr.open_store(tmp_path / "out")
    names = ["organ", "year", "other_organ", "other_year", "share"]
    found = list(store.rows("reuse", names))
    water, civil = "岚汀市水务局", "岚汀市民政局"
    assert (water, 2022, water, 2021, 1.0) in found
    [pair] = {frozenset((row[0], row[2])) for row in found if row[0] != row[2]}
    assert pair == {water, civil}
