"""The example archive: sixteen years of a county that never was. What is planted in it is found,
and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fixtures.county.build import files, made_elsewhere, manifest, unpacked
from fixtures.county.organs import COUNTY, ORGANS, YEARS
from fixtures.county.plan import plan, planted, report_of
from fixtures.county.truth import figures
from fixtures.figures import Key
from support.county import ARCHIVE, county_store
from support.ogi import edition

PLANNED = {(each.organ.id, each.year): each for each in plan()}
PLANTED = planted()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county_store(tmp_path_factory) / "结果"


def rows(store: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, with archives' paths as the plan has them."""
    parts = sorted((store / table).glob("*.parquet"))
    found = pa.concat_tables([pq.read_table(part) for part in parts]).to_pylist()
    return [
        {**row, "path": row["path"].replace("!/", "/")} if "path" in row else row for row in found
    ]


def where(kind: str) -> list[str]:
    return [each.path for each in PLANTED if each.kind == kind]


def test_archive_is_what_the_builder_writes() -> None:
    written = {path.relative_to(ARCHIVE).as_posix(): path for path in ARCHIVE.rglob("*.*")}
    built = dict(files())
    assert set(written) == {*built, *(each.path for each in made_elsewhere())}
    assert [
        path
        for path, data in built.items()
        if unpacked(written[path].read_bytes()) != unpacked(data)
    ] == []
    assert ARCHIVE.with_suffix(".json").read_text(encoding="utf-8") == manifest()


def test_archive_is_whole_and_small() -> None:
    assert set(PLANNED) == {(organ.id, year) for organ in (COUNTY, *ORGANS) for year in YEARS}
    endings = {each.path.rpartition(".")[2] for each in PLANNED.values()}
    assert " ".join(sorted(endings)) == "csv doc docx html md mht ofd pdf rtf txt wps xls xlsx"
    assert sum(path.stat().st_size for path in ARCHIVE.rglob("*.*")) < 3_000_000


@pytest.mark.parametrize("year", YEARS)
def test_county_is_the_sum_of_its_organs(year: int) -> None:
    whole: Counter[Key] = Counter()
    for organ in ORGANS:
        whole.update(figures(organ, year))
    assert report_of(COUNTY, year).figures == dict(whole)


@pytest.mark.parametrize("organ", [COUNTY, *ORGANS], ids=lambda organ: organ.id)
def test_each_year_takes_up_what_the_one_before_left(organ: Any) -> None:
    for year in range(2020, YEARS[-1] + 1):
        before, now = figures(organ, year - 1), figures(organ, year)
        form = edition("2019" if year < 2021 else "2021")
        for rule in form.successions:
            for id, dims in now:
                parts = [(part, dims) for part in rule.before]
                if id == rule.figure and all(part in before for part in parts):
                    expected = sum(before[part] or 0 for part in parts)
                    expected += sum(now[part, dims] or 0 for part in rule.plus)
                    expected -= sum(now[part, dims] or 0 for part in rule.minus)
                    assert now[id, dims] == expected, (year, id, dims)


def test_every_figure_is_read(store: Path) -> None:
    read: dict[str, dict[Key, Any]] = {}
    paths = {row["sha256"]: row["path"] for row in rows(store, "reports")}
    for row in rows(store, "metrics"):
        dims = tuple((name, row[name]) for name in DIMENSIONS if row[name] not in (None, "total"))
        if row["state"] is None:
            read.setdefault(paths[row["sha256"]], {})[row["id"], dims] = row["value"]
    for each in PLANNED.values():
        if each.path in where("scan"):
            continue
        figures, found = each.spec.figures, read[each.path]
        if each.year < 2014:
            stated = {id: found[id, ()] for id in STATED}
            assert stated == {id: figures[id, ()] for id in STATED}, each.path
        else:
            assert {key: found[key] for key in figures} == figures, each.path


DIMENSIONS = ("applicant", "route")

#: What a report says before there was a form.
STATED = (
    "information.disclosed",
    "channels.website",
    "applications.received",
    "applications.received.online",
    "applications.answered",
    "applications.granted",
    "applications.refused",
)


def test_what_cannot_be_read_is_what_was_planted(store: Path) -> None:
    failed = {r["path"]: r["code"] for r in rows(store, "files") if r["code"] is not None}
    assert failed == {
        each.path: each.finds[0] for each in PLANTED if each.kind in ("scan", "notice", "cut_off")
    }
    copies = [r["path"] for r in rows(store, "files") if r["status"] == "duplicate"]
    assert copies == where("duplicate")


def test_what_is_found_is_what_was_planted(store: Path) -> None:
    paths = {row["sha256"]: row["path"] for row in rows(store, "reports")}
    found: dict[str, set[str]] = {}
    for row in [*rows(store, "findings"), *rows(store, "series_findings")]:
        if row["severity"] != "info":
            found.setdefault(paths[row["sha256"]], set()).add(row["code"])
    read = [each for each in PLANTED if each.kind not in ("scan", "notice", "cut_off")]
    assert found == {each.path: set(each.finds) for each in read if each.finds}


def test_one_report_is_copied_and_no_other(store: Path) -> None:
    paths = {row["sha256"]: row["path"] for row in rows(store, "reports")}
    copied = [paths[row["sha256"]] for row in rows(store, "reuse") if row["share"] > 0.9]
    assert copied == where("copied")


def test_manifest_says_what_the_files_are() -> None:
    told = json.loads(ARCHIVE.with_suffix(".json").read_text(encoding="utf-8"))
    assert len(told["reports"]) == 96
    received = {
        each["year"]: each["received"]
        for each in told["reports"]
        if each["organ"] == "禾泊坪县人民政府"
    }
    assert [*received] == [*YEARS]
    assert received[2024] > 4 * received[2009]
