"""Names of organs: places, level and body, and which name extends which."""

from __future__ import annotations

import pytest
from attrs import evolve

from govreport.model import Issuer
from govreport.organs.identity import may_be_one
from govreport.organs.names import Organ, extends, organ, places_in
from support.sample_reports import report_empty


@pytest.mark.parametrize(
    ("name", "places", "level", "body"),
    [
        ("区经济合作局", (), "区", "经济合作局"),
        ("镇海区经济合作局", ("镇海区",), "", "经济合作局"),
        ("宁波市镇海区经济合作局", ("宁波市", "镇海区"), "", "经济合作局"),
        ("宁波市　镇海区 经济合作局（盖章）", ("宁波市", "镇海区"), "", "经济合作局"),
        ("宁波市鎮海區經濟合作局", ("宁波市", "镇海区"), "", "经济合作局"),
        ("青岛市市南区教育局", ("青岛市", "市南区"), "", "教育局"),
        ("市中区教育局", ("市中区",), "", "教育局"),
        ("重庆市忠县教育局", ("重庆市", "忠县"), "", "教育局"),
        ("景德镇市教育局", ("景德镇市",), "", "教育局"),
        ("萍乡市统计局", ("萍乡市",), "", "统计局"),
        ("宣城市统计局", ("宣城市",), "", "统计局"),
        ("晋城市城区教育局", ("晋城市", "城区"), "", "教育局"),
        ("连云港市海州区统计局", ("连云港市", "海州区"), "", "统计局"),
        ("恩施土家族苗族自治州统计局", ("恩施土家族苗族自治州",), "", "统计局"),
        ("喀什地区教育局", ("喀什地区",), "", "教育局"),
        ("义乌市廿三里街道办", ("义乌市", "廿三里街道"), "", "办事处"),
        ("上海市市场监督管理局", ("上海市",), "", "市场监督管理局"),
        ("区市场监督管理局", (), "区", "市场监督管理局"),
        ("市场监督管理局", (), "", "市场监督管理局"),
        ("区城市管理局", (), "区", "城市管理局"),
        ("镇海区城市管理局", ("镇海区",), "", "城市管理局"),
        ("市民政局", (), "市", "民政局"),
        ("市政府办公室", (), "市", "政府办"),
        ("市政园林局", (), "", "市政园林局"),
        ("住房和城乡建设局", (), "", "住房城乡建设局"),
        ("镇海区住房城乡建设局", ("镇海区",), "", "住房城乡建设局"),
        ("乡村振兴局", (), "", "乡村振兴局"),
        ("区域合作局", (), "", "区域合作局"),
        ("区县协作办公室", (), "区", "县协作办"),
        ("宁波经济技术开发区管理委员会", ("宁波经济技术开发区",), "", "管委会"),
        ("开发区管委会", (), "开发区", "管委会"),
        ("杭州海关", (), "", "杭州海关"),
        ("镇海区", ("镇海区",), "", ""),
        ("区", (), "", "区"),
        ("", (), "", ""),
        ("区" * 5000, (), "", "区" * 5000),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else None,
)
def test_name_taken_apart(name: str, places: tuple[str, ...], level: str, body: str) -> None:
    assert organ(name) == Organ(places, level, body)


@pytest.mark.parametrize(
    ("fuller", "shorter"),
    [
        ("镇海区经济合作局", "区经济合作局"),
        ("宁波市镇海区经济合作局", "区经济合作局"),
        ("宁波市镇海区经济合作局", "镇海区经济合作局"),
        ("浙江省宁波市镇海区经济合作局", "浙江省镇海区经济合作局"),
        ("镇海区经济合作局", "经济合作局"),
        ("镇海区人民政府办公室", "区政府办"),
        ("宁波经济技术开发区管委会", "开发区管理委员会"),
    ],
)
def test_fuller_name_extends_the_shorter(fuller: str, shorter: str) -> None:
    assert extends(organ(fuller), organ(shorter))
    assert not extends(organ(shorter), organ(fuller))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("镇海区经济合作局", "北仑区经济合作局"),
        ("镇海区经济合作局", "市经济合作局"),
        ("宁波市镇海区经济合作局", "市经济合作局"),
        ("宁波市经济合作局", "宁波市镇海区经济合作局"),
        ("南京市鼓楼区教育局", "福州市鼓楼区教育局"),
        ("镇海区经济合作局", "镇海区合作局"),
        ("镇海区住房和城乡建设局", "建设局"),
        ("镇海区人民政府", "镇海区人民政府办公室"),
        ("镇海区市场监督管理局", "场监督管理局"),
        ("区经济合作局", "县经济合作局"),
        ("区经济合作局", "区经济合作局"),
    ],
)
def test_neither_name_extends_the_other(one: str, other: str) -> None:
    assert not extends(organ(one), organ(other))
    assert not extends(organ(other), organ(one))


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("宁波市/镇海区/2018/报告.docx", ("宁波市", "镇海区")),
        ("2018/宁波市镇海区经济合作局/报告.docx", ("宁波市", "镇海区")),
        ("2018年度镇海区经济合作局政府信息公开工作报告.docx", ("镇海区",)),
        ("宁波市/区直部门.zip!/镇海区教育局/报告.docx", ("宁波市", "镇海区")),
        ("镇海区/镇海区教育局/a.pdf", ("镇海区",)),
        ("2018/教育局/a.pdf", ()),
        ("", ()),
    ],
)
def test_places_that_a_path_names(path: str, places: tuple[str, ...]) -> None:
    assert places_in(path) == places


@pytest.mark.parametrize(
    ("one", "other", "can_be"),
    [
        ("镇海区经济合作局", "区经济合作局", True),
        ("经济合作局", "宁波市镇海区经济合作局", True),
        ("镇海区经济合作局", "镇海区经济合作局", True),
        ("镇海区经济合作局", None, True),
        ("镇海区经济合作局", "北仑区经济合作局", False),
    ],
)
def test_reports_that_can_be_of_one_organ(one: str, other: str | None, can_be: bool) -> None:
    reports = [evolve(report_empty(), issuer=Issuer(name)) for name in (one, other)]
    assert may_be_one(*reports) is can_be
    assert may_be_one(*reversed(reports)) is can_be
