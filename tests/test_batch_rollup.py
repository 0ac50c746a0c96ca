"""A region's report against the sum of its organs', over twelve years of forty counties."""

from __future__ import annotations

import functools
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from attrs import evolve, frozen
from click.testing import CliRunner

import govreport as gr
from fixtures import make_spec, write_text
from govreport.batch.organs.roll import Roll
from govreport.batch.store.cells import Cell
from govreport.batch.store.region import Issue, Members, members, spot
from govreport.batch.store.results import StoredOrgan
from govreport.batch.store.rollup import RollUp, audit
from govreport.checks.figures import Key, key_of
from govreport.cli.main import cli
from govreport.forms.concepts import form_figures
from govreport.model import Issuer, Metric, Metrics, Report, Scope, State
from support.ogi import edition
from support.region import GOVERNMENT, YEARS, due, grouped
from support.stores import at, store_of

RECEIVED = "applications.received"

Figures = Mapping[Key, Metric]


def form_of(year: int) -> str:
    return "2014" if year < 2019 else "2019" if year < 2021 else "2021"


@functools.cache
def base(form: str) -> Figures:
    """The figures of a report that adds up."""
    year = {"2014": 2018, "2019": 2020, "2021": 2022}[form]
    report = gr.parse(write_text(make_spec(year, form, year=year)))
    asked = form_figures(edition(form))
    return {key_of(each): each for each in report.metrics if key_of(each) in asked}


@functools.cache
def times(form: str, number: int) -> Figures:
    return {
        key: each if each.value is None else evolve(each, value=each.value * number)
        for key, each in base(form).items()
    }


@frozen
class Archive:
    """Each county's organs and reports, what every report states, and what was planted."""

    organs: Mapping[int, list[StoredOrgan]]
    issues: Mapping[int, list[Issue]]
    figures: Mapping[tuple[str, int], Figures]
    planted: Mapping[tuple[int, int], Key]
    missing: Mapping[tuple[int, int], set[str]]

    def members(self, county: int, year: int) -> Members:
        [own] = {spot(each) for each in self.organs[county] if each.name.endswith(GOVERNMENT)}
        return members(own, year, self.organs[county], self.issues[county])

    def audit(self, county: int, year: int) -> RollUp:
        found = self.members(county, year)
        [own] = {spot(each) for each in self.organs[county] if each.name.endswith(GOVERNMENT)}
        return audit(own, year, "ogi", found, lambda id, of: self.figures.get((id, of), {}))


@functools.cache
def archive() -> Archive:
    groups, found = grouped()
    roll, ids = Roll(), dict[str, str]()
    issues: defaultdict[int, list[Issue]] = defaultdict(list)
    for each, who, choice in found:
        assert choice.group is not None
        roll.add(choice.group, who, each.year)
        ids[each.organ] = choice.group
        scope = Scope.REGION if each.organ.endswith(GOVERNMENT) else Scope.OWN
        issues[each.county].append(Issue(organ=choice.group, year=each.year, scope=scope))
    county_of = {id: int(organ.split("/")[0]) for organ, id in ids.items()}
    organs: defaultdict[int, list[StoredOrgan]] = defaultdict(list)
    for row in roll.rows(groups):
        organ = msgspec.convert(row, StoredOrgan)
        organs[county_of[organ.id]].append(organ)
    draw = random.Random(5)
    weights: defaultdict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    missing: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for each in due():
        if each.missing:
            missing[each.county, each.year].add(ids[each.organ])
        if not each.organ.endswith(GOVERNMENT):
            weights[each.county, each.year][ids[each.organ]] = draw.randrange(6)
    figures: dict[tuple[str, int], Figures] = {}
    for (county, year), of in weights.items():
        form = form_of(year)
        figures |= {(id, year): times(form, n) for id, n in of.items()}
        figures[ids[f"{county}/{GOVERNMENT}"], year] = times(form, sum(of.values()))
    made = Archive(organs, issues, figures, {}, missing)
    planted = {}
    for (county, year), id, key, change in plant(made, draw):
        own = figures[id, year]
        value = own[key].value
        assert value is not None
        figures[id, year] = {**own, key: evolve(own[key], value=value + change)}
        planted[county, year] = key
    return evolve(made, planted=planted)


def plant(made: Archive, draw: random.Random) -> Iterator[tuple[tuple[int, int], str, Key, int]]:
    """What to change: one figure of two in a hundred reports, one a county and year.

    With organs missing, only what no report of theirs can be is a difference: a cell in which a row
    and a column of the form meet, or a sum that is more than the whole.
    """
    for county, year in itertools.product(range(40), YEARS):
        found = made.members(county, year)
        if found.speaker is None or draw.random() > 0.33:
            continue
        figures = base(form_of(year))
        crossing = [key for key in figures if "applicant" in dict(key[1])]
        keys = crossing if crossing and found.missing else [*figures]
        key = draw.choice([each for each in keys if figures[each].value is not None])
        change = draw.choice((-1, 1)) * draw.randrange(1, 9)
        who = draw.choice([found.speaker.organ, *(each.organ for each in found.parts)])
        if found.missing and not crossing:
            who, change = found.parts[0].organ, 100_000
        yield (county, year), who, key, change


@functools.cache
def audits() -> Mapping[tuple[int, int], RollUp]:
    made = archive()
    return {(county, year): made.audit(county, year) for county in range(40) for year in YEARS}


def test_every_planted_difference_is_found_and_no_other() -> None:
    found = {
        at: [key_of(each.metric) for each in one.differing]
        for at, one in audits().items()
        if one.differing
    }
    assert len(archive().planted) > 120
    assert found == {at: [key] for at, key in archive().planted.items()}


def test_missing_organs_are_named() -> None:
    for (county, year), one in audits().items():
        truly = archive().missing[county, year]
        others = {id for id in truly if not id.endswith("政府")}
        assert {each.id for each in one.missing if each.certain} <= others
        assert others <= {each.id for each in one.missing}
        assert (one.report is None) == (truly != others)


def test_what_a_missing_report_leaves_is_open() -> None:
    at, one = next(
        (at, one)
        for at, one in audits().items()
        if one.report
        and one.missing
        and at not in archive().planted
        and any(each.difference for each in one.cells)
    )
    assert at in archive().missing
    statuses = {each.status for each in one.cells if each.difference}
    assert statuses == {"open"}
    assert one.findings == ()


# --- a store ---

PLACE = "宁波市镇海区"


def scaled(report: Report, number: int) -> Report:
    metrics = (
        each if each.value is None else evolve(each, value=each.value * number)
        for each in report.metrics
    )
    return evolve(report, metrics=Metrics(tuple(metrics), report.kind))


@functools.cache
def parsed() -> Report:
    return gr.parse(write_text(make_spec(2022, "2021", year=2022)))


def report(name: str, number: int, year: int = 2022, scope: Scope = Scope.OWN) -> Report:
    made = evolve(parsed(), issuer=Issuer(name), year=year, scope=scope)
    return at(scaled(made, number), f"{name}/{year}.txt")


def government(name: str, number: int, year: int = 2022) -> Report:
    return report(name, number, year, Scope.REGION)


@functools.cache
def figure() -> int:
    value = parsed().metrics[RECEIVED].value
    assert isinstance(value, int)
    return value


def audited(folder: Path, reports: list[Report], place: str = PLACE) -> RollUp:
    return store_of(folder, reports).rollup(place, 2022)


def received(found: RollUp) -> Cell:
    return next(
        each for each in found.cells if each.metric.id == RECEIVED and not each.metric.dimensions
    )


def test_a_county_is_its_departments_its_towns_and_its_office(tmp_path: Path) -> None:
    reports = [
        government(f"{PLACE}人民政府", 12),
        report(f"{PLACE}人民政府办公室", 3),
        report(f"{PLACE}教育局", 1),
        report(f"{PLACE}招宝山街道办事处", 3),
        government(f"{PLACE}澥浦镇人民政府", 5),
        report("宁波市北仑区教育局", 7),
        report("宁波市教育局", 7),
    ]
    found = audited(tmp_path, reports, "330211")
    assert {each.name for each in found.known} == {
        each.issuer.name for each in reports if each.issuer.name != f"{PLACE}人民政府"
    } - {"宁波市北仑区教育局", "宁波市教育局"}
    assert (found.speaker and found.speaker.name) == f"{PLACE}人民政府"
    assert {each.status for each in found.cells} == {"equal"}
    assert received(found).value == 12 * figure()
    assert (found.findings, found.expected) == ((), 4)


def test_a_city_counts_its_counties_once(tmp_path: Path) -> None:
    reports = [
        government("宁波市人民政府", 9),
        report("宁波市教育局", 2),
        government(f"{PLACE}人民政府", 7),
        report(f"{PLACE}教育局", 4),
        report("宁波市北仑区教育局", 4),
    ]
    found = audited(tmp_path, reports, "宁波市")
    assert {each.name for each in found.known} == {"宁波市教育局", f"{PLACE}人民政府"}
    assert {each.status for each in found.cells} == {"equal"}
    assert [each.name for each in found.missing] == ["北仑区"]


def test_what_no_government_adds_up_stands_outside(tmp_path: Path) -> None:
    tax = f"国家税务总局{PLACE}税务局"
    names = [f"{PLACE}教育局", tax, f"{PLACE}第一中学", f"{PLACE}人民医院"]
    reports = [government(f"{PLACE}人民政府", 3), *(report(n, k) for k, n in enumerate(names, 2))]
    found = audited(tmp_path, reports)
    assert {each.name for each in found.outside} == set(names[1:])
    cell = received(found)
    assert (cell.status, cell.difference) == ("differs", figure())
    reports[0] = government(f"{PLACE}人民政府", 5)
    cell = received(audited(tmp_path / "2", reports))
    [why] = cell.explanations
    assert (why.cause, why.organs, why.value) == ("outside", (tax,), 3 * figure())


def test_a_missing_report_that_would_fit_explains(tmp_path: Path) -> None:
    name = f"{PLACE}民政局"
    reports = [
        government(f"{PLACE}人民政府", 7),
        report(f"{PLACE}教育局", 3),
        *(report(name, number, year) for number, year in ((4, 2021), (6, 2023))),
    ]
    found = audited(tmp_path, reports)
    assert [(each.name, each.years, each.certain) for each in found.missing] == [
        (name, (2021, 2023), True)
    ]
    assert (len(found.known), found.expected, found.differing) == (1, 2, ())
    cell = received(found)
    [why] = cell.explanations
    assert (cell.status, why.cause, why.organs, why.year) == ("open", "missing", (name,), 2021)


def test_an_organ_that_reports_its_system_is_counted_twice(tmp_path: Path) -> None:
    water, county = "宁波市水利局", "宁波市镇海区水利局"
    reports = [
        government("宁波市人民政府", 9),
        report(water, 5, scope=Scope.SYSTEM),
        government(f"{PLACE}人民政府", 6),
        report(county, 2),
    ]
    cell = received(audited(tmp_path, reports, "宁波市"))
    assert (cell.status, cell.difference) == ("differs", -2 * figure())
    [why] = cell.explanations
    assert (why.cause, why.organs, why.fits) == ("system", (water, county), True)
    reports[0] = government("宁波市人民政府", 10)
    [why] = received(audited(tmp_path / "2", reports, "宁波市")).explanations
    assert (why.cause, why.organs, why.fits) == ("system", (water,), False)


def test_a_blank_is_no_zero(tmp_path: Path) -> None:
    blank = report(f"{PLACE}民政局", 1)
    metrics = (
        evolve(each, value=None, state=State.BLANK) if each.id == RECEIVED else each
        for each in blank.metrics
    )
    blank = evolve(blank, metrics=Metrics(tuple(metrics), blank.kind))
    others = [report(f"{PLACE}教育局", 1), blank]
    cell = received(audited(tmp_path, [government(f"{PLACE}人民政府", 2), *others]))
    assert (cell.status, cell.sum, cell.without) == ("open", figure(), ("330211-民政局",))
    less = scaled(government(f"{PLACE}人民政府", 1), 0)
    assert received(audited(tmp_path / "2", [less, *others])).status == "differs"


def test_a_region_without_a_report_has_no_cells(tmp_path: Path) -> None:
    found = audited(tmp_path, [report(f"{PLACE}教育局", 1)])
    assert (found.report, found.cells, len(found.known)) == (None, (), 1)
    assert "没有这个地区的报告" in found.to_html()


def test_a_place_that_no_table_has_goes_by_its_name(tmp_path: Path) -> None:
    reports = [
        government("岚汀市云浦区人民政府", 5),
        report("岚汀市云浦区教育局", 2),
        government("岚汀市云浦区石渡镇人民政府", 3),
    ]
    tables = store_of(tmp_path, reports)
    for place in ("云浦区", "岚汀市云浦区"):
        found = tables.rollup(place, 2022)
        assert (len(found.known), found.differing) == (2, ())
    for place, year, near in (("云埔区", 2022, "云浦区"), ("云浦区", 2021, "2022")):
        with pytest.raises(gr.UnknownName, match=near):
            tables.rollup(place, year)


# --- on the command line, as JSON and as a page ---


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("store")
    reports = [government(f"{PLACE}人民政府", 4), report(f"{PLACE}教育局", 3)]
    store_of(made, [*reports, *(report(f"{PLACE}民政局", 1, year) for year in (2021, 2023))])
    return made


@pytest.mark.parametrize(("lang", "said"), [("zh", "正好是缺报告的"), ("en", "just the")])
def test_rollup_on_the_command_line(folder: Path, lang: str, said: str) -> None:
    asked = ["rollup", str(folder), "--place", "330211", "--year", "2022", "--lang", lang]
    shown = CliRunner().invoke(cli, [*asked, "--table"])
    assert (shown.exit_code, said in shown.stdout) == (0, True)
    data = json.loads(CliRunner().invoke(cli, asked).stdout)
    assert data["coverage"]["expected"] == 2
    assert [each["name"] for each in data["coverage"]["missing"]] == [f"{PLACE}民政局"]
    [cell] = [each for each in data["cells"] if each["id"] == RECEIVED and each["dimensions"] == {}]
    assert (cell["value"], cell["difference"], cell["status"]) == (4 * figure(), figure(), "open")
    assert cell["shares"] == {"330211-教育局": 3 * figure()}
    page = CliRunner().invoke(cli, [*asked, "--html"]).stdout
    assert said in page
    assert "<script" not in page
    head = {"zh": "自然人", "en": "natural persons"}[lang]
    assert f">{head}</th>" in page


def test_rollup_ends_with_1_where_figures_differ(tmp_path: Path) -> None:
    store_of(tmp_path, [government(f"{PLACE}人民政府", 4), report(f"{PLACE}教育局", 3)])
    target = tmp_path / "a.html"
    asked = ["rollup", str(tmp_path), "--place", PLACE, "--year", "2022", "-o", str(target)]
    assert CliRunner().invoke(cli, asked).exit_code == 1
    assert "不符的数字（1" in target.read_text("utf-8")
    assert CliRunner().invoke(cli, [*asked[:3], "无此地", *asked[4:]]).exit_code == 2


# --- peers ---

COUNTIES = (
    *("镇海区", "北仑区", "海曙区", "江北区", "鄞州区"),
    *("奉化区", "象山县", "宁海县", "慈溪市", "余姚市"),
)


def test_peers_are_of_one_type_and_level(tmp_path: Path) -> None:
    reports = [report(f"宁波市{each}教育局", n) for n, each in enumerate(COUNTIES, 1)]
    reports += [report(f"宁波市{each}水利局", 100) for each in COUNTIES[:9]]
    tables = store_of(tmp_path, [*reports, report("宁波市教育局", 100)])
    found = tables.peers("宁波市余姚市教育局", 2022)
    assert found.of == 10
    [one] = [each for each in found if each.id == RECEIVED]
    assert (one.value, one.n, one.below, one.equal) == (10 * figure(), 10, 9, 1)
    assert one.percentile == 95.0
    [low] = [each for each in tables.peers("镇海区教育局", 2022) if each.id == RECEIVED]
    assert low.percentile == 5.0
    assert found.to_frame()["n"].tolist() == [10] * len(found)
    # Nine are too few, and one of its own level has none.
    assert [*tables.peers("宁波市镇海区水利局", 2022)] == []
    assert [*tables.peers("宁波市教育局", 2022)] == []
    with pytest.raises(gr.UnknownName, match="2022"):
        tables.peers("宁波市教育局", 2021)
    asked = ["peers", str(tmp_path), "--organ", "宁波市余姚市教育局", "--year", "2022"]
    assert "95.0" in CliRunner().invoke(cli, [*asked, "--table"]).stdout
    data = json.loads(CliRunner().invoke(cli, asked).stdout)
    assert {each["n"] for each in data["figures"]} == {10}
