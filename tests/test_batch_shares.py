"""The years of organs by several processes: the same tables as by one, and nothing left behind."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from fixtures import Layout, make_spec, write_text
from fixtures.series import follow
from govreport import parse
from govreport.batch.organs import shares
from govreport.batch.organs.across import write_across
from govreport.batch.store import derived
from govreport.batch.store.reading import Tables
from govreport.model import Report
from support.stores import at, store_of

ORGANS = ("青澜市云浦区科技局", "青澜市云浦区水务局", "青澜市云浦区教育局")


@functools.cache
def reports() -> tuple[Report, ...]:
    """Three years of each organ, one with two versions of a year, one that does not follow."""
    found = []
    for number, organ in enumerate(ORGANS):
        before = make_spec(number, "2021", year=2021, organ=organ, organ_short=organ[-3:])
        for year in (2021, 2022, 2023):
            spec = make_spec(year, "2021", year=year, organ=organ, organ_short=organ[-3:])
            before = follow(spec, before) if year > 2021 and number else spec
            read = parse(write_text(before, Layout.TABS))
            found.append(at(read, f"{year}/{organ}.txt"))
    return (*found, at(found[-1], "2023/又一份.txt"))


def of_years(folder: Path) -> dict[str, bytes]:
    return {table: derived.derived_path(folder, table).read_bytes() for table in shares.OF_YEARS}


def test_the_tables_are_the_same_by_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = store_of(tmp_path / "out", reports())
    by_one = of_years(tables.folder)
    assert {row["organ"] for row in tables.dicts("points")} == {*ORGANS}
    assert tables.dataset("versions").count_rows() == 2
    assert tables.dataset("series_findings").count_rows() > 0
    monkeypatch.setattr(shares, "FEWEST", 3)
    derived.discard(tables.folder)
    write_across(tables, {}, jobs=2)
    assert of_years(tables.folder) == by_one
    assert not [*tables.folder.rglob(".*.tmp")]


def test_a_process_that_dies_leaves_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = store_of(tmp_path / "out", reports())
    monkeypatch.setattr(shares, "FEWEST", 3)
    monkeypatch.setattr(shares, "REPORTS", shares.REPORTS.replace("figures BLOB", "other BLOB"))
    derived.discard(tables.folder)
    with pytest.raises(OSError, match="ended with 1"):
        write_across(tables, {}, jobs=2)
    assert not Tables(tables.folder).is_complete
    assert not [*tables.folder.rglob(".*-reports.tmp")]
