"""Who issued the reports of three provinces over twelve years, with what became of each organ.

Forty counties, some renamed or renumbered meanwhile and three of one name; sixteen organs in each
at a time, the government and those that were renamed, merged and split by the reforms; three in a
hundred reports missing.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Iterator

from attrs import frozen

from govreport.batch.organs.groups import Choice, Groups
from govreport.batch.organs.names import Named, named

__all__ = ["GOVERNMENT", "YEARS", "Issued", "due", "grouped", "issued"]

YEARS = range(2012, 2024)

#: Counties: province, city, name, and the year in which they got another one, with that.
COUNTIES = """
浙江省 杭州市 西湖区 | 浙江省 杭州市 桐庐县 | 浙江省 杭州市 富阳市 2015 富阳区
浙江省 杭州市 临安市 2017 临安区 | 浙江省 宁波市 镇海区 | 浙江省 宁波市 象山县
浙江省 宁波市 奉化市 2016 奉化区 | 浙江省 宁波市 慈溪市 | 浙江省 温州市 洞头县 2015 洞头区
浙江省 温州市 乐清市 | 浙江省 绍兴市 绍兴县 2014 柯桥区 | 浙江省 绍兴市 上虞市 2014 上虞区
浙江省 台州市 玉环县 2017 玉环市 | 浙江省 台州市 仙居县 | 江苏省 南京市 鼓楼区
江苏省 南京市 溧水县 2013 溧水区 | 江苏省 南京市 高淳县 2013 高淳区 | 江苏省 徐州市 鼓楼区
江苏省 徐州市 沛县 | 江苏省 徐州市 邳州市 | 江苏省 常州市 金坛市 2015 金坛区
江苏省 连云港市 赣榆县 2014 赣榆区 | 江苏省 淮安市 洪泽县 2016 洪泽区 | 江苏省 淮安市 盱眙县
江苏省 盐城市 大丰市 2015 大丰区 | 江苏省 盐城市 东台市 | 江苏省 南通市 海门市 2020 海门区
江苏省 泰州市 兴化市 | 福建省 福州市 鼓楼区 | 福建省 福州市 长乐市 2017 长乐区
福建省 福州市 闽侯县 | 福建省 福州市 平潭县 | 福建省 厦门市 集美区
福建省 漳州市 龙海市 2021 龙海区 | 福建省 漳州市 东山县 | 福建省 泉州市 惠安县
福建省 南平市 建阳市 2015 建阳区 | 福建省 南平市 武夷山市 | 福建省 龙岩市 永定县 2015 永定区
福建省 龙岩市 上杭县
"""

#: Organs: the names that one has in turn, each with the last year under it.
GOVERNMENT = "人民政府"
STEADY = (GOVERNMENT, "教育局", "民政局", "财政局", "司法局", "水利局", "审计局")
RENAMED = (
    (("环境保护局", 2018), ("生态环境局", 2023)),
    (("安全生产监督管理局", 2018), ("应急管理局", 2023)),
    (("扶贫开发办公室", 2020), ("乡村振兴局", 2023)),
)
#: Those that were made into one: an organ of its own.
MERGED = (
    (("旅游局", "文化局"), "文化和旅游局", 2018),
    (("工商行政管理局", "质量技术监督局"), "市场监督管理局", 2014),
    (("卫生局", "人口和计划生育局"), "卫生和计划生育局", 2014),
)
#: Made into one in half of the counties; in the others the first was renamed.
EITHER = (("国土资源局", "规划局"), "自然资源和规划局", "自然资源局", 2018)
NEW = (("退役军人事务局", 2019), ("医疗保障局", 2019))


@frozen(kw_only=True)
class Issued:
    """A report: the name that it bears, where it lies, its year, and the ``organ`` that it is of,
    which is the same for all reports of one; ``missing`` where it is not in the archive."""

    name: str
    path: str
    year: int
    organ: str
    missing: bool = False

    @property
    def county(self) -> int:
        """The number of its county."""
        return int(self.organ.split("/")[0])


@functools.cache
def grouped() -> tuple[Groups, list[tuple[Issued, Named, Choice]]]:
    """Return the organs of the archive, and whose each of its reports was found to be."""
    groups = Groups()
    reports = []
    for each in issued():
        who = named(each.name, (), each.path, year=each.year)
        assert who is not None
        groups.add(who, each.year)
        reports.append((each, who))
    return groups, [(each, who, groups.choice(who)) for each, who in reports]


def issued(seed: int = 1) -> list[Issued]:
    """Return the reports of the archive, in its order."""
    return [each for each in due(seed) if not each.missing]


def due(seed: int = 1) -> list[Issued]:
    """Return all reports that organs made, the missing ones too."""
    draw = random.Random(seed)
    found = []
    for number, line in enumerate(re.split(r"[|\n]", COUNTIES.strip())):
        province, city, first, *other = line.split()
        for own, body, year in _bodies(number):
            county = other[1] if other and year >= int(other[0]) else first
            missing = draw.random() < 0.03
            name, folder = draw.choice(
                (
                    (f"{city}{county}{body}", "全部"),
                    (f"{county}{body}", f"{province}/{city}"),
                    # 市教育局 under 绍兴市/上虞市 could be of either.
                    (f"{county[-1]}{body}", f"{province}/{city}/{county}")
                    if county[-1] != "市"
                    else (f"{county}{body}", f"{province}/{city}"),
                )
            )
            path = f"{folder}/{year}/{number}-{body}.txt"
            organ = f"{number}/{own}"
            found.append(Issued(name=name, path=path, year=year, organ=organ, missing=missing))
    return found


def _bodies(number: int) -> Iterator[tuple[str, str, int]]:
    """What an organ is, its name and the year, for each report of a county."""
    for year in YEARS:
        for body in STEADY:
            yield body, body, year
        for names in RENAMED:
            yield names[0][0], next(name for name, last in names if year <= last), year
        for parts, whole, last in MERGED:
            for body in parts if year <= last else (whole,):
                yield body, body, year
        parts, merged, renamed, last = EITHER
        if number % 2:
            for body in parts if year <= last else (merged,):
                yield body, body, year
        else:
            yield parts[0], parts[0] if year <= last else renamed, year
        for body, since in NEW:
            if year >= since:
                yield body, body, year
