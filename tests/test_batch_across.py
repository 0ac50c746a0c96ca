"""Across years over a store: by organ, in every order, after every kill, as the user chose."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

import govreport as gr
from fixtures import make_spec, write_text
from fixtures.figures import Key, Value
from fixtures.series import follow
from fixtures.spec import ReportSpec
from fixtures.write_text import Layout
from govreport.batch.run import Options, run
from govreport.batch.store import disk
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import StoreError
from support import archives
from support.batches import Killed, Quiet, content

OPTIONS = Options(jobs=1, part_rows=2)
FULL, SHORT = "青澜市云浦区科技局", "区科技局"
OUT: Key = ("applications.carried_over_out", ())


@functools.cache
def spec(year: int) -> ReportSpec:
    edition = "2019" if year < 2021 else "2021"
    own = make_spec(year, edition, year=year, organ=FULL, organ_short=SHORT)
    return follow(own, spec(year - 1)) if year > 2019 else own


@functools.cache
def page(year: int, organ: str = FULL, note: str = "", **changes: int) -> bytes:
    """A report as a crawler's text; ``changes`` break the figure carried over to the next year."""
    own = evolve(spec(year), organ=organ)
    figures: dict[Key, Value] = dict(own.figures)
    if "out" in changes:
        figures[OUT] = changes["out"]
    own = evolve(own, figures=figures)
    text = write_text(own, Layout.CRAWLER, frozenset()).decode()
    return (text.replace(FULL, organ) + note).encode()


def left(year: int) -> int:
    value = spec(year).figures[OUT]
    assert isinstance(value, int)
    return value


def stored(tmp_path: Path, files: dict[str, bytes], **options: object) -> Tables:
    archive = archives.write(tmp_path / "archive", files)
    run(archive, tmp_path / "out", evolve(OPTIONS, **options), Quiet())  # type: ignore[arg-type]
    return Tables(tmp_path / "out")


def found(tables: Tables, *codes: str) -> list[dict[str, object]]:
    rows = tables.arrow("series_findings").to_pylist()
    return [row for row in rows if not codes or row["code"] in codes]


def pairs(tables: Tables, table: str, one: str, other: str) -> dict[str, object]:
    return {str(key): value for key, value in tables.rows(table, (one, other))}


def organs(tables: Tables) -> dict[str, object]:
    """The organs of reports by their paths."""
    by_hash = pairs(tables, "issuers", "sha256", "organ")
    return {
        path: by_hash[str(sha)] for path, sha in pairs(tables, "reports", "path", "sha256").items()
    }


def test_years_that_fit_say_nothing(tmp_path: Path) -> None:
    tables = stored(tmp_path, {f"{year}.txt": page(year) for year in range(2019, 2023)})
    assert found(tables) == []
    assert set(organs(tables).values()) == {FULL}
    assert tables.arrow("reports").column("edition").to_pylist() == ["2019", "2019", "2021", "2021"]


def test_what_does_not_follow_is_found_under_any_name_of_the_organ(tmp_path: Path) -> None:
    names = {2019: SHORT, 2020: "云浦区科技局", 2021: FULL, 2022: SHORT}
    files = {f"{year}.txt": page(year, organ) for year, organ in names.items()}
    files["2020.txt"] = page(2020, "云浦区科技局", out=left(2020) + 5)
    tables = stored(tmp_path, files)
    (row,) = found(tables, "series.mismatch")
    hashes = pairs(tables, "reports", "path", "sha256")
    assert {key: row[key] for key in ("organ", "year", "severity", "expected", "found")} == {
        "organ": FULL,
        "year": 2021,
        "severity": "error",
        "expected": str(left(2020) + 5),
        "found": str(left(2020)),
    }
    assert (row["sha256"], row["previous_sha256"]) == (hashes["2021.txt"], hashes["2020.txt"])
    assert row["metrics"] == "applications.carried_over_in applications.carried_over_out"
    metrics = gr.parse(page(2021)).metrics
    origin = metrics["applications.carried_over_in"].origin
    assert (row["block"], row["row"], row["column"]) == (origin.block, origin.row, origin.column)
    assert row["message"] == (
        f"与上一年度报告不衔接：上年结转政府信息公开申请数量写 {left(2020)}，"
        f"上一年度的结转下年度继续办理 {left(2020) + 5}，应为 {left(2020) + 5}"
    )


def test_store_and_library_find_the_same(tmp_path: Path) -> None:
    pages = {2021: page(2021, out=7_777), 2022: page(2022)}
    tables = stored(tmp_path, {f"{year}.txt": data for year, data in pages.items()})
    before, now = (gr.parse(pages[year]) for year in (2021, 2022))
    # How much text is reused, the store says in a table of its own.
    by_library = [
        each
        for each in gr.check(now, previous=before)[len(gr.check(now)) :]
        if each.code != "text.reused"
    ]
    assert len(by_library) == 1
    assert [(row["code"], row["message"], row["message_en"]) for row in found(tables)] == [
        (each.code, each.message, each.message_en) for each in by_library
    ]


def test_a_year_that_is_missing_is_not_bridged(tmp_path: Path) -> None:
    tables = stored(tmp_path, {"a.txt": page(2019, out=9_999), "b.txt": page(2021)})
    assert found(tables) == []


def test_short_names_of_two_districts_stay_apart(tmp_path: Path) -> None:
    other = "青澜市松汀区科技局"
    files = {
        "a/2020.txt": page(2020, SHORT, out=9_999),
        "a/2021.txt": page(2021),
        "b/2021.txt": page(2021, other),
    }
    tables = stored(tmp_path, files)
    assert organs(tables) == {"a/2020.txt": None, "a/2021.txt": FULL, "b/2021.txt": other}
    assert found(tables) == []
    lines = (tables.folder / "issuers.csv").read_text("utf-8-sig").splitlines()
    said = {line["name"]: line for line in csv.DictReader(lines)}
    assert said[SHORT]["group"] == ""
    assert said[SHORT]["others"] == f"{FULL}、{other}"
    assert said[SHORT]["why"] == "简称可指多个机关，不归并，不作跨年核对"
    assert said[FULL]["years"] == "2021"


def test_the_path_says_which_district(tmp_path: Path) -> None:
    files = {
        "云浦区/2020.txt": page(2020, SHORT, out=9_999),
        "云浦区/2021.txt": page(2021),
        "松汀区/2021.txt": page(2021, "青澜市松汀区科技局"),
    }
    tables = stored(tmp_path, files)
    assert organs(tables)["云浦区/2020.txt"] == FULL
    assert [row["expected"] for row in found(tables)] == ["9999"]


def test_the_rule_for_paths_says_which_district(tmp_path: Path) -> None:
    files = {
        "1/云浦/2020.txt": page(2020, SHORT, out=9_999),
        "1/云浦/2021.txt": page(2021),
        "1/松汀/2021.txt": page(2021, "青澜市松汀区科技局"),
    }
    tables = stored(tmp_path, files, path_pattern=r"^1/(?P<region>[^/]+)/")
    assert organs(tables)["1/云浦/2020.txt"] == FULL
    assert [row["expected"] for row in found(tables)] == ["9999"]


def test_versions_that_agree_are_said_and_checked(tmp_path: Path) -> None:
    files = {
        "a.txt": page(2020, out=9_999),
        "b.txt": page(2020, note="（更正）", out=9_999),
        "c.txt": page(2021),
    }
    tables = stored(tmp_path, files)
    one, two = found(tables)
    assert (one["code"], one["severity"], one["year"]) == ("series.versions", "info", 2020)
    assert one["message"] == ("2020 年度有 2 份内容不同的报告，数字一致：a.txt；b.txt")
    assert (two["code"], two["year"], two["expected"]) == ("series.mismatch", 2021, "9999")


def test_versions_that_differ_are_said_and_not_guessed_between(tmp_path: Path) -> None:
    files = {"a.txt": page(2020), "b.txt": page(2020, out=9_999), "c.txt": page(2021)}
    tables = stored(tmp_path, files)
    one, two = found(tables)
    assert (one["code"], one["severity"], one["year"]) == ("series.conflict", "warning", 2020)
    assert one["message"] == (
        "2020 年度有 2 份内容不同的报告，数字不一，未作跨年核对：结转下年度继续办理（a.txt；b.txt）"
    )
    assert one["metrics"] == OUT[0]
    assert (two["code"], two["year"]) == ("series.unchecked", 2021)


def test_the_tables_are_the_same_however_the_reports_came(tmp_path: Path) -> None:
    files = {f"{year}.txt": page(year, out=9_000 + year) for year in range(2019, 2023)}
    whole = stored(tmp_path / "whole", files)
    for names in (["2022.txt"], ["2019.txt", "2021.txt"], ["2020.txt"]):
        grown = stored(tmp_path / "grown", {name: files[name] for name in names})
    for table in ("series_findings", "issuers"):
        assert grown.arrow(table).to_pylist() == whole.arrow(table).to_pylist()
    assert len(found(whole)) == 3
    texts = {(tables.folder / "issuers.csv").read_bytes() for tables in (grown, whole)}
    assert len(texts) == 1


def test_a_report_that_goes_takes_its_findings_along(tmp_path: Path) -> None:
    files = {"a.txt": page(2020, out=9_999), "b.txt": page(2021)}
    assert len(found(stored(tmp_path, files))) == 1
    assert found(stored(tmp_path, {"a.txt": page(2020)})) == []


def test_a_run_with_nothing_new_leaves_the_tables_alone(tmp_path: Path) -> None:
    files = {"a.txt": page(2020, out=9_999), "b.txt": page(2021)}
    tables = stored(tmp_path, files)
    path = tables.folder / "series_findings/part-000000.parquet"
    before = path.stat().st_mtime_ns
    stored(tmp_path, files)
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("left", [0, 4, 7])
def test_killed_before_the_tables_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    """The last eight writes of a run are those across years: only so many are done."""
    write, writes = disk.write_file, []

    def counting(path: Path, action: Callable[[Path], object]) -> None:
        writes.append(path.name)
        write(path, action)

    def failing(path: Path, action: Callable[[Path], object]) -> None:
        writes.append(path.name)
        if len(writes) > before + left:
            path.with_name(f".{path.name}.tmp").write_bytes(b"half")
            raise Killed
        write(path, action)

    files = {f"{year}.txt": page(year, out=9_000 + year) for year in range(2019, 2022)}
    archive = archives.write(tmp_path / "archive", files)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_file", counting)
        run(archive, tmp_path / "whole", OPTIONS, Quiet())
        before = len(writes) - 8
        writes.clear()
        patch.setattr(disk, "write_file", failing)
        with pytest.raises(Killed):
            run(archive, tmp_path / "out", OPTIONS, Quiet())
    assert found(Tables(tmp_path / "out")) == []
    run(archive, tmp_path / "out", OPTIONS, Quiet())
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert len(found(Tables(tmp_path / "out"))) == 2
    assert not list((tmp_path / "out").rglob(".*.tmp"))


def test_killed_while_the_archive_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said of the years is gone as soon as it may be wrong."""
    files = {"a.txt": page(2020, out=9_999), "b.txt": page(2021)}
    assert len(found(stored(tmp_path, files))) == 1

    def failing(path: Path, action: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_file", failing)
        with pytest.raises(Killed):
            stored(tmp_path, {"c.txt": page(2020, note="（更正）")})
    tables = Tables(tmp_path / "out")
    assert found(tables) == []
    assert tables.arrow("issuers").num_rows == 0
    assert len(found(stored(tmp_path, {}), "series.conflict")) == 1


def test_a_part_without_reports(tmp_path: Path) -> None:
    files = {"a.txt": page(2020), "b.txt": page(2021), "b/copy.txt": page(2020)}
    tables = stored(tmp_path, {**files, "c.txt": page(2021), "d.txt": page(2022)})
    assert tables.arrow("points").num_rows > 0
    assert sorted(pairs(tables, "issuers", "sha256", "organ").values()) == [FULL] * 3  # type: ignore[type-var]


# --- the user's choices ---


def choose(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "chosen.csv"
    path.write_text(text, "utf-8")
    return path


def test_choices_are_followed_and_kept(tmp_path: Path) -> None:
    files = {"a.txt": page(2020, "青澜市科学技术局", out=9_999), "b.txt": page(2021)}
    assert found(stored(tmp_path, files)) == []
    csv_file = choose(tmp_path, f"name,group\n青澜市科学技术局,{FULL}\n无此机关,丙\n")
    tables = stored(tmp_path, files, issuers=csv_file)
    assert [row["expected"] for row in found(tables)] == ["9999"]
    assert pairs(tables, "issuers", "name", "why") == {"青澜市科学技术局": "file", FULL: "name"}
    assert "无此机关,,丙,丙,由 --issuers 指定,,0," in (tables.folder / "issuers.csv").read_text(
        "utf-8"
    )
    later = stored(tmp_path, {"c.txt": page(2022)})
    assert [row["expected"] for row in found(later)] == ["9999"]
    none = stored(tmp_path, files, issuers=choose(tmp_path, "name,group\n"))
    assert found(none) == []


def test_the_file_itself_given_back_changes_nothing(tmp_path: Path) -> None:
    files = {
        "云浦区/2020.txt": page(2020, SHORT, out=9_999),
        "2021.txt": page(2021),
        "2022.txt": page(2022, "青澜市松汀区科技局"),
    }
    tables = stored(tmp_path, files)
    before = organs(tables)
    text = (tables.folder / "issuers.csv").read_text("utf-8-sig")
    again = stored(tmp_path, files, issuers=choose(tmp_path, text))
    assert organs(again) == before
    assert set(pairs(again, "issuers", "sha256", "why").values()) == {"file"}


def test_a_file_of_choices_that_is_none_stops_before_anything(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no columns"):
        stored(tmp_path, {"a.txt": page(2020)}, issuers=choose(tmp_path, "a,b\n1,2\n"))
    assert not (tmp_path / "out").exists()
