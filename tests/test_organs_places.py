"""Places and the organs that belong to them: govreport.organs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from govreport.model import Level
from govreport.organs.places import is_in, named, of_code, towns_named
from govreport.organs.resolve import Hints, resolve
from govreport.organs.successions import continues, succession, successions
from govreport.organs.types import organ_type

NAMES = Path(__file__).parent / "support" / "organ_names.tsv"


def real_names() -> list[tuple[str, int, str]]:
    with NAMES.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(row["name"], int(row["year"]), row["code"]) for row in rows]


@pytest.mark.parametrize(("name", "year", "code"), real_names())
def test_a_real_name_is_of_its_place_or_of_none(name: str, year: int, code: str) -> None:
    place = resolve(name, year=year).place
    assert (place.code if place else "") == code


def test_the_list_of_real_names_is_long_enough() -> None:
    assert len(real_names()) >= 300


@pytest.mark.parametrize(
    ("name", "code", "year", "id"),
    [
        ("镇海县", "332122", 1981, "330211"),
        ("镇海县", "330221", 1984, "330211"),
        ("镇海区", "330211", 2020, "330211"),
        ("襄樊市", "420600", 2008, "420600"),
        ("绍兴县", "330621", 2012, "330603"),
        ("台州地区", "332600", 1990, "331000"),
        ("白沙黎族自治县", "469030", 2005, "469025"),
        ("滦县", "130223", 2017, "130284"),
        ("莱城区", "371202", 2017, "370116"),
    ],
)
def test_a_place_is_one_over_renumberings_and_renamings(
    name: str, code: str, year: int, id: str
) -> None:
    [place] = [each for each in named(name, year=year) if each.code == code]
    assert place.id == id


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("崇文区", 2009),  # merged into 东城区
        ("闸北区", 2014),  # merged into 静安区
        ("萝岗区", 2013),  # merged into 黄埔区
        ("万盛区", 2009),  # merged into 綦江区, which has its code
        ("下城区", 2018),  # merged into 拱墅区
    ],
)
def test_a_place_that_was_merged_is_no_other_place(name: str, year: int) -> None:
    [place] = named(name, year=year)
    last = of_code(place.id)
    assert last is None or last.id != place.id or last.name == name


def test_two_places_under_one_code_are_told_apart() -> None:
    [before] = named("万盛区", year=2009)
    [after] = named("綦江区", year=2018)
    assert (before.code, after.code) == ("500110", "500110")
    assert before.id != after.id


def test_places_of_a_year_and_of_today() -> None:
    assert [place.code for place in named("钱塘区", year=2015)] == []
    assert [place.code for place in named("钱塘区", year=2021)] == ["330114"]
    assert [place.above and place.above.name for place in named("莱芜区")] == ["济南市"]


def test_what_a_place_lies_in() -> None:
    [county] = named("镇海区")
    [city] = named("宁波市")
    [province] = named("浙江省")
    assert [county.level, city.level, province.level] == [
        Level.COUNTY,
        Level.CITY,
        Level.PROVINCE,
    ]
    assert is_in(county, province)
    assert is_in(county, city)
    assert not is_in(city, county)
    assert province.above is None
    # A city that is a province has no city in it.
    [district] = named("海淀区")
    assert district.above is not None
    assert (district.above.name, district.above.above) == ("北京市", None)


def test_towns_are_known_by_their_county() -> None:
    [town] = towns_named("百官街道", "330604")
    assert (town.code, town.level, str(town.above)) == (
        "330604001",
        Level.TOWN,
        "330604 上虞区 < 绍兴市 < 浙江省",
    )
    assert towns_named("百官街道", "330211") == ()


@pytest.mark.parametrize(
    ("hints", "code", "evidence"),
    [
        (Hints(path="江苏省/徐州市/2018/报告.docx"), "320302", ("name", "path")),
        (Hints(path="福建/福州/鼓楼区民政局.pdf"), "350102", ("name", "path")),
        (Hints(address="南京市中山北路100号"), "320106", ("name", "address")),
        (Hints(contact="联系电话：0516-83123456"), "320302", ("name", "telephone")),
        (Hints(contact="邮政编码：350001"), "350102", ("name", "postcode")),
        (Hints(page="网站标识码：3203020012"), "320302", ("name", "site_code")),
        (Hints(page="https://www.kfgl.henan.gov.cn/a.html"), "410204", ("name", "domain")),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_hints_tell_which_of_several_places(
    hints: Hints, code: str, evidence: tuple[str, ...]
) -> None:
    found = resolve("鼓楼区民政局", year=2018, hints=hints)
    assert found.place is not None
    assert (found.place.code, found.evidence) == (code, evidence)


@pytest.mark.parametrize(
    "hints",
    [
        Hints(path="江苏省/报告.docx"),  # two of them
        Hints(contact="联系电话：010-88123456"),  # none of them
        Hints(contact="电话 13512345678"),
        Hints(page="https://www.jiangsu.gov.cn/"),
    ],
)
def test_what_hints_leave_open_stays_open(hints: Hints) -> None:
    found = resolve("鼓楼区民政局", year=2018, hints=hints)
    assert found.place is None
    assert len(found.candidates) == 4


@pytest.mark.parametrize(
    ("name", "type", "field", "level", "vertical"),
    [
        ("宁波市镇海区教育局", "department", "education", "county", False),
        ("宁波市人民政府", "government", None, "city", False),
        ("宁波市人民政府办公厅", "government", None, "city", False),
        ("县政府办公室", "government", None, "county", False),
        ("百官街道办事处", "street", None, "town", False),
        ("虎门镇人民政府", "government", None, "town", False),
        ("教育部", "department", "education", "ministry", False),
        ("国家市场监督管理总局", "department", "market", "ministry", False),
        ("国务院办公厅", "department", None, "ministry", False),
        ("北京大学", "school", None, None, False),
        ("宁波市第一医院", "hospital", None, "city", False),
        ("宁波市自来水有限公司", "utility", None, "city", False),
        ("国家税务总局宁波市税务局", "department", "tax", "city", True),
        ("宁波海关", "department", None, "city", True),
        ("浙江省气象局", "department", None, "province", True),
    ],
)
def test_what_an_organ_is(
    name: str, type: str, field: str | None, level: str | None, vertical: bool
) -> None:
    found = organ_type(name, resolve(name, year=2018).place)
    assert (found.type, found.field, found.level, found.vertical) == (type, field, level, vertical)


@pytest.mark.parametrize(
    ("before", "after", "years", "type"),
    [
        ("环境保护局", "生态环境局", (2018, 2019), "renaming"),
        ("镇海区环境保护局", "镇海区生态环境局", (2017, 2018), "renaming"),
        ("卫生和计划生育委员会", "卫生健康委员会", (2018, 2019), "renaming"),
        ("旅游局", "文化和旅游局", (2018, 2019), "merger"),
        ("地方税务局", "税务局", (2017, 2018), "merger"),
        ("扶贫开发办公室", "乡村振兴局", (2020, 2021), "renaming"),
        ("民政局", "退役军人事务局", (2018, 2019), "split"),
        ("环境保护局", "生态环境局", (2010, 2011), None),
        ("教育局", "体育局", (2018, 2019), None),
    ],
)
def test_what_became_of_an_organ(
    before: str, after: str, years: tuple[int, int], type: str | None
) -> None:
    found = succession(before, after, years=years)
    assert (found and found.type) == type


def test_a_renaming_in_one_place_is_a_merger_in_another() -> None:
    years = (2018, 2019)
    pair = ("国土资源局", "自然资源和规划局")
    assert not continues(*pair, years=years, others=frozenset({"国土资源局", "规划局"}))
    assert continues("农业局", "农业农村局", years=years, others=frozenset({"农业局"}))
    both = frozenset({"农业局", "畜牧兽医局"})
    assert not continues("农业局", "农业农村局", years=years, others=both)


def test_every_succession_says_who_ordered_it() -> None:
    assert len(successions()) >= 35
    assert all(each.source and each.years[0] <= each.years[1] for each in successions())
