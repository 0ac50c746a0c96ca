"""Organs of an archive: names completed by report, path and archive; short ones kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import evolve

from govreport.batch.organs.choices import Line, read_choices, to_csv
from govreport.batch.organs.groups import Choice, Groups
from govreport.batch.organs.names import Named, Why, named
from govreport.batch.store.tables import StoreError
from govreport.organs.names import organ

SHORT, MIDDLE, FULL = "区经济合作局", "镇海区经济合作局", "宁波市镇海区经济合作局"
OTHER = "宁波市北仑区经济合作局"


def name(text: str | None, path: str = "a.docx", *names: str) -> Named:
    found = named(text, names, path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("names", "completed"),
    [
        ((), SHORT),
        ((MIDDLE,), MIDDLE),
        ((MIDDLE, FULL, SHORT), FULL),
        (("镇海区人民政府",), MIDDLE),
        (("宁波市镇海区人民政府办公室", "宁波市人民政府"), FULL),
        ((FULL, OTHER), SHORT),
        (("镇海区教育局", "北仑区教育局"), SHORT),
        (("镇海县经济合作局",), SHORT),
    ],
)
def test_name_completed_by_the_report(names: Sequence[str], completed: str) -> None:
    found = name(SHORT, "2018/a.docx", *names)
    assert found.organ == organ(completed)
    assert found.why is (Why.NAME if completed == SHORT else Why.REPORT)
    assert (found.name, found.region) == (SHORT, "".join(organ(completed).places))


@pytest.mark.parametrize(
    ("own", "path", "completed"),
    [
        (SHORT, "镇海区/2018/报告.docx", MIDDLE),
        (SHORT, "2018/宁波市/镇海区/报告.docx", FULL),
        (SHORT, "2018/宁波市镇海区经济合作局/报告.docx", FULL),
        (SHORT, "2018/2018年镇海区经济合作局报告.docx", MIDDLE),
        (SHORT, "2018.zip!/镇海区/报告.docx", MIDDLE),
        (SHORT, "宁波市/报告.docx", SHORT),
        (SHORT, "镇海区/转北仑区/报告.docx", SHORT),
        (MIDDLE, "宁波市/镇海区/报告.docx", FULL),
        (MIDDLE, "北仑区/报告.docx", MIDDLE),
        (MIDDLE, "宁波市/北仑区/报告.docx", MIDDLE),
        ("经济合作局", "2018/镇海区经济合作局/报告.docx", MIDDLE),
        ("经济合作局", "镇海区/报告.docx", "经济合作局"),
    ],
)
def test_name_completed_by_the_path(own: str, path: str, completed: str) -> None:
    found = name(own, path)
    assert found.organ == organ(completed)
    assert found.why is (Why.NAME if completed == own else Why.PATH)


@pytest.mark.parametrize(
    ("own", "region", "path_organ", "completed"),
    [
        (SHORT, "镇海区", None, MIDDLE),
        (SHORT, "镇海", None, MIDDLE),
        (SHORT, "宁波市镇海区", None, FULL),
        ("经济合作局", "镇海区", None, MIDDLE),
        (SHORT, "镇海县", None, SHORT),
        (SHORT, None, MIDDLE, MIDDLE),
        (SHORT, None, "镇海区教育局", SHORT),
        (None, None, MIDDLE, MIDDLE),
    ],
)
def test_name_completed_by_what_the_rule_for_paths_says(
    own: str | None, region: str | None, path_organ: str | None, completed: str
) -> None:
    found = named(own, (), "a.docx", region, path_organ)
    assert found is not None
    assert found.organ == organ(completed)


def test_no_name_at_all() -> None:
    assert named(None, (), "镇海区/a.docx") is None
    assert Groups().choice(None) == Choice(None, Why.UNNAMED)


def grouped(*reports: tuple[Named, int | None]) -> list[Choice]:
    groups = Groups()
    for report, year in reports:
        groups.add(report, year)
    return [called(groups, report) for report, _ in reports]


def called(groups: Groups, report: Named) -> Choice:
    """The choice for a report, with the name of the organ in the place of its id."""
    choice = groups.choice(report)
    return evolve(choice, group=choice.group and (groups.name(choice.group) or choice.group))


def test_three_forms_of_a_name_are_one_organ() -> None:
    found = grouped((name(SHORT), 2018), (name(MIDDLE), 2019), (name(FULL), 2020))
    assert [(choice.group, choice.why) for choice in found] == [
        (FULL, Why.ARCHIVE),
        (FULL, Why.NAME),
        (FULL, Why.NAME),
    ]


def test_a_short_name_that_two_organs_have_is_neither() -> None:
    found = grouped(
        (name(SHORT), 2018), (name(MIDDLE), 2019), (name(FULL), 2020), (name(OTHER), 2019)
    )
    assert found[0] == Choice(None, Why.AMBIGUOUS, (OTHER, FULL))
    assert [choice.group for choice in found[1:]] == [FULL, FULL, OTHER]


def test_two_organs_of_one_short_name_are_told_apart_by_their_paths() -> None:
    one, two = name(SHORT, "镇海区/2018.docx"), name(SHORT, "北仑区/2018.docx")
    found = grouped((one, 2018), (two, 2018), (name(FULL), 2019), (name(OTHER), 2019))
    assert [choice.group for choice in found] == [FULL, OTHER, FULL, OTHER]
    found = grouped((one, 2018), (two, 2019))
    assert [choice.group for choice in found] == [MIDDLE, "北仑区经济合作局"]
    assert [choice.why for choice in found] == [Why.PATH, Why.PATH]


def test_a_short_name_with_a_report_for_the_same_year_is_perhaps_another() -> None:
    found = grouped((name(SHORT), 2019), (name(FULL), 2019), (name(FULL), 2020))
    assert found[0] == Choice(None, Why.REPEATED, (FULL,))
    assert found[1] == Choice(FULL, Why.NAME)


def test_versions_under_a_full_name_are_one_organ() -> None:
    found = grouped((name(FULL), 2019), (name(FULL), 2019), (name(MIDDLE), 2019))
    assert {choice.group for choice in found} == {FULL}


@pytest.mark.parametrize("short", [SHORT, "经济合作局"])
def test_a_short_name_alone_is_an_organ_while_it_has_one_report_a_year(short: str) -> None:
    found = grouped((name(short), 2018), (name(short), 2019), (name(short), None))
    assert {choice.group for choice in found} == {short}
    found = grouped((name(short), 2018), (name(short), 2018), (name(short), 2019))
    assert {(choice.group, choice.why) for choice in found} == {(None, Why.REPEATED)}


def test_a_name_without_level_and_place_is_not_guessed() -> None:
    found = grouped((name("经济合作局"), 2018), (name(FULL), 2019))
    assert found[0] == Choice(None, Why.AMBIGUOUS, (FULL,))


def test_a_district_whose_name_two_cities_have() -> None:
    ours = [name(f"{city}鼓楼区教育局") for city in ("南京市", "福州市")]
    found = grouped(
        (name("鼓楼区教育局"), 2018), *((one, 2019) for one in ours), (name("区教育局"), 2020)
    )
    assert found[0] == Choice(None, Why.AMBIGUOUS, ("南京市鼓楼区教育局", "福州市鼓楼区教育局"))
    assert [choice.group for choice in found[1:3]] == ["南京市鼓楼区教育局", "福州市鼓楼区教育局"]
    assert (found[3].group, found[3].why) == (None, Why.AMBIGUOUS)


def test_organs_of_one_place_and_levels_of_one_body_are_apart() -> None:
    names = ("宁波市教育局", "宁波市镇海区教育局", "宁波市镇海区教育局幼儿园", "浙江省教育厅")
    found = grouped(*((name(each), 2018) for each in names))
    assert [choice.group for choice in found] == list(names)


def test_the_order_of_the_reports_does_not_matter() -> None:
    reports = [(name(SHORT), 2018), (name(MIDDLE), 2019), (name(FULL), 2020), (name(OTHER), 2019)]
    assert grouped(*reports[::-1]) == grouped(*reports)[::-1]


def test_the_group_is_called_as_most_reports_call_it() -> None:
    office = ("镇海区人民政府办公室", "镇海区政府办公室", "镇海区人民政府办公室", "区政府办")
    found = grouped(*((name(each), 2015 + n) for n, each in enumerate(office)))
    assert {choice.group for choice in found} == {"镇海区人民政府办公室"}
    found = grouped((name("区政府办公室", "宁波市/镇海区/a.docx"), 2018))
    assert found[0].group == "宁波市镇海区政府办公室"


# --- the user's choices ---


def chosen(tmp_path: Path, text: str, encoding: str = "utf-8") -> dict[tuple[str, str], str | None]:
    path = tmp_path / "issuers.csv"
    path.write_bytes(text.encode(encoding))
    return dict(read_choices(path))


def test_choices_outrank_all_else(tmp_path: Path) -> None:
    text = f"name,region,group\n{SHORT},,甲\n{SHORT},北仑区,乙\n{MIDDLE},,\n"
    groups = Groups(chosen(tmp_path, text))
    reports = [name(SHORT), name(SHORT, "北仑区/a.docx"), name(MIDDLE), name(FULL)]
    for report in reports:
        groups.add(report, 2018)
    assert [called(groups, report) for report in reports] == [
        Choice("甲", Why.FILE),
        Choice("乙", Why.FILE),
        Choice(None, Why.FILE),
        Choice(FULL, Why.NAME),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    text = f"group,name\r\n甲, {SHORT} \r\n甲,{SHORT}\r\n"
    assert chosen(tmp_path, text, encoding) == {(SHORT, ""): "甲"}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    choices = [
        Choice(FULL, Why.ARCHIVE),
        Choice(None, Why.AMBIGUOUS, (OTHER, FULL)),
        Choice("=1+1", Why.NAME),
    ]
    names = [(MIDDLE, "镇海区"), (SHORT, ""), ("=1+1", "")]
    lines = [
        Line(*key, choice, "机关", 3, 2018, 2020)
        for key, choice in zip(names, choices, strict=True)
    ]
    text = to_csv(lines)
    assert text.splitlines()[:2] == [
        "name,region,group,organ,why,others,reports,years",
        f"{MIDDLE},镇海区,{FULL},机关,存档里只有这一个机关可以这样简称,,3,2018–2020",
    ]
    assert f",{OTHER}、{FULL},3," in text
    assert "\n'=1+1,,'=1+1," in text
    want = dict(zip(names, (FULL, None, "=1+1"), strict=True))
    assert chosen(tmp_path, text, "utf-8-sig") == want


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ("机关,归并\n甲,乙\n".encode(), "no columns name and group"),
        ("name,group\n甲,乙\n甲,丙\n".encode(), "line 3: 甲"),
        (b"\xff\xff\xff\xff", "cannot be read"),
        (b'name,group\n"a,b\n', "cannot be read"),
        (b"name,group\n" + b"a" * 200_000 + b",b\n", "cannot be read"),
    ],
    ids=["columns", "twice", "encoding", "quotes", "size"],
)
def test_a_file_that_sets_no_groups(tmp_path: Path, data: bytes, detail: str) -> None:
    path = tmp_path / "issuers.csv"
    path.write_bytes(data)
    with pytest.raises(StoreError, match=detail) as caught:
        read_choices(path)
    assert caught.value.path == str(path)
    assert caught.value.hint


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        read_choices(tmp_path / "none.csv")


# --- places ---


def test_one_place_is_one_under_all_its_names() -> None:
    names = ("余杭县教育局", "余杭市教育局", "杭州市余杭区教育局", "余杭区教育局")
    years = (1993, 2000, 2010, 2015)
    found = [named(each, (), "a.docx", year=year) for each, year in zip(names, years, strict=True)]
    assert {who.node.id for who in found if who} == {"330110-教育局"}


def test_two_districts_of_one_name_are_told_apart_by_what_their_reports_say() -> None:
    places = ("320106", "320302", None)
    found = [named("鼓楼区教育局", (), f"{n}.docx", place=p) for n, p in enumerate(places)]
    groups = Groups()
    for who in found:
        assert who is not None
        groups.add(who, 2020)
    choices = [groups.choice(who) for who in found]
    assert [choice.group for choice in choices[:2]] == ["320106-教育局", "320302-教育局"]
    assert (choices[2].group, choices[2].why) == (None, Why.AMBIGUOUS)
    assert [who.region for who in found if who] == [
        "江苏省南京市鼓楼区",
        "江苏省徐州市鼓楼区",
        "鼓楼区",
    ]


def test_a_report_and_a_path_of_two_places_say_none() -> None:
    found = named("鼓楼区教育局", (), "福建省/福州市/a.docx", place="320106")
    assert found is not None
    assert found.place is None


def test_what_lies_in_a_place_is_not_the_place() -> None:
    names = ("镇海区经济开发区管委会", "镇海区高新区管委会", "宁波市镇海区管委会")
    found = [named(each, (), "a.docx") for each in names]
    assert len({who.node.id for who in found if who}) == 3
    assert {who.place.id for who in found if who and who.place} == {"330211"}
