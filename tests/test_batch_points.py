"""Points of a store: what a series says, in SQL; organs, versions, and what a store answers."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from attrs import evolve

import govreport as gr
from fixtures import make_spec, write_text
from govreport.batch.store.reading import Tables
from govreport.compare.versions import said
from govreport.export.arrow import text_of
from govreport.kinds import kind
from govreport.model import Issuer, Metrics, Report, State
from support.stores import at, store_of

SCIENCE, WATER = "青澜市云浦区科技局", "青澜市云浦区水务局"
BEFORE, AFTER = "青澜市云浦区环境保护局", "青澜市云浦区生态环境局"
RECEIVED, REFUSED = "applications.received", "applications.refused"


@functools.cache
def parsed(edition: str, year: int) -> Report:
    own = make_spec(year, edition, year=year, organ=SCIENCE, organ_short="区科技局")
    return gr.parse(write_text(own))


def report(name: str, year: int, path: str = "", **changes: object) -> Report:
    edition = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
    made = evolve(parsed(edition, year), issuer=Issuer(name), year=year)
    return at(made, path or f"{name}/{year}.txt", **changes)


def with_values(given: Report, values: Mapping[str, int | None]) -> Report:
    """A report with other figures, ``None`` for one that cannot be read."""
    changed = [
        evolve(
            each,
            value=values[each.id],
            state=State.UNREADABLE if values[each.id] is None else None,
        )
        if each.id in values and not each.dimensions
        else each
        for each in given.metrics
    ]
    return evolve(given, metrics=Metrics(tuple(changed), given.kind))


ARCHIVE = [
    *(report(SCIENCE, year) for year in range(2017, 2023)),
    report(SCIENCE, 2020, "副本/2020.pdf"),
    with_values(report(SCIENCE, 2021, "更正/2021.html", issued=dt.date(2022, 6, 1)), {RECEIVED: 7}),
    with_values(report(SCIENCE, 2022, "扫描/2022.ofd"), {RECEIVED: None}),
    *(report(BEFORE, year) for year in (2017, 2018)),
    *(report(AFTER, year) for year in (2019, 2020)),
    report(WATER, 2019),
    with_values(report(WATER, 2019, "又/水务局.txt"), {RECEIVED: 5}),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return store_of(tmp_path_factory.mktemp("store"), ARCHIVE)


def key_of(row: Mapping[str, object]) -> tuple[object, ...]:
    members = (row[name] for name in ("level", "applicant", "route"))
    return row["concept"], *(None if member == "total" else member for member in members)


@pytest.mark.parametrize("names", [(SCIENCE,), (BEFORE, AFTER), (WATER,)], ids="/".join)
def test_points_are_those_of_a_series(store: Tables, names: tuple[str, ...]) -> None:
    own = [each for each in ARCHIVE if each.issuer.name in names]
    rows = [row for row in store.dicts("points") if row["organ"] == names[-1]]
    by_key: defaultdict[tuple[object, ...], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        by_key[key_of(row)].append(row)
    keys = set(itertools.chain.from_iterable(said(r.metrics.items, kind("ogi")) for r in own))
    assert len(keys) > 150
    assert len(by_key) == len(keys)
    for id, members in keys:
        points = gr.series(own, id, **dict(members))
        dims = dict(members)
        found = by_key[id, *(dims.get(name) for name in ("level", "applicant", "route"))]
        assert [
            (row["year"], row[text_of("value")], row["state"], row["unit"], row["relation"])
            for row in found
        ] == [
            (p.year, None if p.value is None else str(p.value), p.state, p.unit, p.relation)
            for p in points
        ]
        assert [
            (row["edition"], row["versions"], row["changed"], row["former_name"], row["note"] or "")
            for row in found
        ] == [(p.edition, p.versions, p.changed, p.former_name, p.note) for p in points]


def test_a_point_a_year_whatever_the_versions(store: Tables) -> None:
    query = "SELECT count(*) n, count(DISTINCT (organ, year)) d FROM points WHERE concept = ?"
    for concept in (RECEIVED, REFUSED):
        [(rows, organ_years)] = store.sql(f"{query} AND is_total", [concept]).values.tolist()
        assert rows == organ_years == 11
    [(doubled,)] = store.sql(
        "SELECT count(*) FROM (SELECT organ, year, report_kind, concept, applicant, route, level"
        " FROM points GROUP BY ALL HAVING count(*) > 1)"
    ).values.tolist()
    assert doubled == 0


def test_parts_add_up_to_their_total(store: Tables) -> None:
    frame = store.sql(
        "SELECT year, sum(value) FILTER (is_total) AS total, sum(value) FILTER (NOT is_total) AS"
        f" parts FROM points WHERE concept = '{RECEIVED}' AND organ = '{AFTER}' GROUP BY year"
        " ORDER BY year"
    )
    assert frame["year"].tolist() == [2017, 2018, 2019, 2020]
    assert frame["total"].tolist()[2:] == frame["parts"].tolist()[2:]
    assert frame["parts"].isna().tolist() == [True, True, False, False]
    by_id = store.sql(
        f"SELECT sum(m.value) FROM metrics m WHERE m.id = '{RECEIVED}' AND m.organ = '{AFTER}'"
        " AND m.is_total AND m.preferred"
    )
    assert by_id.iloc[0, 0] == frame["total"].sum()


def test_a_concept_does_not_end_where_it_becomes_a_sum(store: Tables) -> None:
    frame = store.sql(
        "SELECT year, relation, edition, metrics FROM points WHERE concept = $id AND organ = $organ"
        " ORDER BY year",
        {"id": REFUSED, "organ": SCIENCE},
    )
    assert frame["year"].tolist() == list(range(2017, 2023))
    assert frame["relation"].tolist() == ["exact", "exact", "sum", "sum", "sum", "sum"]
    assert len(frame["metrics"].iloc[-1].split()) == 8


# --- organs ---


def test_a_renamed_organ_is_one_and_says_so_at_the_point(store: Tables) -> None:
    organ = store.organ(BEFORE)
    assert (organ.id, organ.name, organ.former_names) == (AFTER, AFTER, (BEFORE,))
    assert (organ.succession, organ.predecessors) == ("renaming", ())
    assert (organ.first_year, organ.last_year, organ.reports) == (2017, 2020, 4)
    points = store.series(RECEIVED, organ=AFTER)
    assert [(p.year, p.former_name) for p in points] == [
        (2017, None),
        (2018, None),
        (2019, BEFORE),
        (2020, None),
    ]
    assert store.organ("区生态环境局") == organ


def test_a_merger_is_not_continued_and_both_sides_are_named(tmp_path: Path) -> None:
    place = "青澜市云浦区"
    reports = [report(f"{place}{body}局", 2018) for body in ("旅游", "文化")]
    tables = store_of(tmp_path, [*reports, report(f"{place}文化和旅游局", 2019)])
    by_name = {str(row["name"]): row for row in tables.dicts("issuers")}
    merged = by_name[f"{place}文化和旅游局"]
    organ = tables.organ(f"{place}文化和旅游局")
    assert (merged["organ"], merged["why"]) == (organ.id, "successor")
    assert set(merged["others"]) == {f"{place}旅游局", f"{place}文化局"}  # type: ignore[call-overload]
    assert organ.succession == "merger"
    assert set(organ.predecessors) == {f"{place}旅游局", f"{place}文化局"}
    assert [p.year for p in tables.series(RECEIVED, organ=organ.id)] == [2019]
    with pytest.raises(ValueError, match="came out of the other by a merger"):
        gr.series([reports[0], report(f"{place}文化和旅游局", 2019)], RECEIVED)


def test_the_users_choices_outrank_a_renaming(tmp_path: Path) -> None:
    chosen = {(BEFORE, ""): "甲", (AFTER, ""): AFTER}
    tables = store_of(tmp_path, [report(BEFORE, 2018), report(AFTER, 2019)], chosen)
    assert {row["id"] for row in tables.dicts("organs")} == {"甲", AFTER}
    assert [row["former_names"] for row in tables.dicts("organs")] == [[], []]


# --- versions ---


def test_versions_are_listed_with_how_they_differ(store: Tables) -> None:
    rows = [row for row in store.dicts("versions") if row["organ"] == SCIENCE]
    assert [(row["year"], row["path"], row["preferred"], row["differing"]) for row in rows] == [
        (2020, "副本/2020.pdf", True, []),
        (2020, f"{SCIENCE}/2020.txt", False, []),
        (2021, "更正/2021.html", True, []),
        (2021, f"{SCIENCE}/2021.txt", False, [RECEIVED]),
        (2022, f"{SCIENCE}/2022.txt", True, []),
        (2022, "扫描/2022.ofd", False, []),
    ]
    assert all((row["only_here"], row["missing_here"]) == (0, 0) for row in rows)


def test_figures_changed_when_a_report_was_issued_again(store: Tables) -> None:
    before = parsed("2021", 2021).metrics[RECEIVED].value
    [row] = [row for row in store.dicts("series_findings") if row["code"] == "series.changed"]
    assert (row["year"], row["severity"], row["metrics"]) == (2021, "warning", RECEIVED)
    assert f" {before}→7" in str(row["message"])
    point = store.series(RECEIVED, organ=SCIENCE)[4]
    assert (point.value, point.changed, point.path) == (7, True, "更正/2021.html")


def test_versions_of_one_date_that_differ_are_not_guessed_between(store: Tables) -> None:
    codes = {row["code"] for row in store.dicts("series_findings") if row["organ"] == WATER}
    assert codes == {"series.conflict"}
    [point] = store.series(RECEIVED, organ=WATER)
    assert (point.value, point.state, point.versions) == (None, State.UNREADABLE, 2)


def test_what_the_preferred_version_blurs_another_tells(tmp_path: Path) -> None:
    blurred = with_values(
        report(SCIENCE, 2021, "a.ofd", issued=dt.date(2022, 12, 1)), {RECEIVED: None}
    )
    tables = store_of(tmp_path, [report(SCIENCE, 2021, "b.txt"), blurred])
    [row] = [
        row for row in tables.dicts("points") if row["concept"] == RECEIVED and row["is_total"]
    ]
    assert (row["value"], row["preferred"]) == (parsed("2021", 2021).metrics[RECEIVED].value, False)
    preferred = {row["preferred"] for row in tables.dicts("points") if row["concept"] == REFUSED}
    assert preferred == {True}


def test_reports_of_no_organ_are_not_in_points(tmp_path: Path) -> None:
    tables = store_of(tmp_path, [report("区科技局", 2019, f"{n}.txt") for n in range(2)])
    assert tables.arrow("points").num_rows == 0
    assert {row["why"] for row in tables.dicts("issuers")} == {"repeated"}


# --- what a store answers ---


def test_a_comparison_is_in_order_with_what_has_no_value_last(store: Tables) -> None:
    found = store.compare("收到申请数", year=2019)
    assert [each.organ.name for each in found][-1] == WATER
    assert (found.id, found.label, found.year) == (RECEIVED, "收到申请数", 2019)
    values = [each.point.value or 0 for each in found[:-1]]
    assert values == sorted(values, reverse=True)
    frame = found.to_frame()
    assert frame["organ"].tolist() == [each.organ.id for each in found]
    assert frame["number"].isna().tolist() == [False, False, True]
    assert [each.organ.type for each in store.compare(RECEIVED, year=2019, type="department")]


def test_a_heat_map_has_a_column_a_year(store: Tables) -> None:
    found = store.heatmap(RECEIVED)
    frame = found.to_frame()
    assert [int(year) for year in frame.columns] == list(range(2017, 2023))
    assert set(frame.index) == {SCIENCE, AFTER, WATER}
    assert frame.loc[SCIENCE, 2021] == 7.0
    assert frame.loc[WATER].isna().all()


def test_a_column_of_a_figure(store: Tables) -> None:
    points = store.series(RECEIVED, organ=AFTER, applicant="business")
    assert [point.year for point in points] == [2019, 2020]
    assert points == store.series(RECEIVED, organ=AFTER, applicant="business")
    total = store.series(RECEIVED, organ=AFTER, applicant="total")
    assert list(total) == list(store.series(RECEIVED, organ=AFTER))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("series('applications.recieved', organ=AFTER)", "'applications.received'"),
        ("series(RECEIVED, organ='青澜市云浦区生态局')", f"'{AFTER}'"),
        ("series(RECEIVED, organ=AFTER, applicnt='business')", "'applicant'"),
        ("series(RECEIVED, organ=AFTER, kind='ogl')", "'ogi'"),
        ("compare(RECEIVED, year=2023)", "'2022'"),
        ("compare(RECEIVED, year=2019, type='departments')", "'department'"),
        ("compare(RECEIVED, year=2019, place='鼓楼区')", "鼓楼区 < 南京市"),
        ("compare(RECEIVED, year=2019, place='无此地')", "no place"),
        ("organ('云浦区局')", "no organ"),
        ("table('point')", "'points'"),
    ],
)
def test_a_name_that_is_none_is_an_error_with_near_ones(store: Tables, ask: str, said: str) -> None:
    with pytest.raises(gr.UnknownName) as caught:
        eval(f"store.{ask}", globals() | {"store": store})
    assert said in str(caught.value)


def test_sql_reaches_nothing_but_the_store(store: Tables, tmp_path: Path) -> None:
    for query in (
        "SELECT * FROM read_text('/etc/hostname')",
        f"COPY points TO '{tmp_path}/a.csv'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(Exception, match=r"disabled|locked|Permission|Cannot"):
            store.sql(query)
    assert list(tmp_path.iterdir()) == []


def test_tables_are_as_they_are_declared(store: Tables) -> None:
    for name in store.names:
        assert store.table(name).columns.tolist() == store.dataset(name).schema.names
    assert store.dataset("points").schema.field("number").type == pa.float64()
