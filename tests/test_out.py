"""A store and a report in the files of other programs: whole, exact, and never a formula."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import attrs
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import govreport as gr
from govreport.batch.out.write import write
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import StoreError
from govreport.cli.main import cli
from govreport.export import excel
from govreport.export.safe import inert
from govreport.export.sheets import Sheet
from govreport.model import Issuer, Metrics, Report
from support.sample_reports import report_2014, report_2021, samples
from support.stores import at, store_of

ORGAN = "青澜市云浦区科技局"
EVIL = (
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "=HYPERLINK(1)",
)


def evil(report: Report, name: str) -> Report:
    metrics = [
        attrs.evolve(each, label=name, label_raw=name, value=-25 if each.value else each.value)
        for each in report.metrics
    ]
    return attrs.evolve(report, title=name, metrics=Metrics(tuple(metrics), report.kind))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    one, other = (
        attrs.evolve(each, issuer=Issuer(ORGAN)) for each in (report_2014(), report_2021())
    )
    reports = [at(one, "2018.docx"), at(other, "2023.pdf")]
    reports += [
        at(evil(attrs.evolve(report_2014(), year=2000 + n), text), f"{text[:1]}{n}.txt")
        for n, text in enumerate(EVIL)
    ]
    return store_of(tmp_path_factory.mktemp("store"), reports)


def cells(path: Path | io.BytesIO) -> Iterator[object]:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def rows(path: Path, title: str) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)[title]
    heads, *values = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in values]


# --- Excel ---


def test_a_workbook_has_a_sheet_a_table_and_one_for_each_main_concept(
    store: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "数据.xlsx"
    assert write(store, path) == ()
    titles = openpyxl.load_workbook(path).sheetnames
    assert titles[:2] == ["收到申请数", "答复申请数"]
    assert titles[-1] == "各列说明"
    assert {"机关", "历年数据", "项目说明", "统计表数字", "发现的问题", "文件"} <= set(titles)
    points = rows(path, "历年数据")
    assert len(points) == store.dataset("points").count_rows()
    own = [row for row in points if row["机关 id"] == ORGAN and row["年度"] == 2018]
    told = {row["项目 id"]: row for row in own}
    assert told["applications.received"]["名称"] == "收到申请数"
    want = {row["concept"]: row["value"] for row in store.dicts("points") if row["year"] == 2018}
    for id, row in told.items():
        value = want[str(id)]
        assert row["数值"] == (None if value is None else float(value))  # type: ignore[arg-type]


def test_organs_by_years(store: Tables, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(store, path, tables=["points"], lang="en")
    book = openpyxl.load_workbook(path)
    name = "Administrative reviews, total"
    found = {row["Organ"]: row for row in rows(path, name[:31])}
    point = {p.year: p.value for p in store.series("reviews.total", organ=ORGAN)}
    assert {2000, 2018, 2023} <= set(point)
    for year, value in point.items():
        assert found[ORGAN][str(year)] in (value, "unreadable", "blank", "——")
    assert book.sheetnames[-2:] == ["points", "Columns"]


def test_every_column_is_explained(store: Tables, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(store, path)
    explained = {(row["表"], row["列"]) for row in rows(path, "各列说明")}
    book = openpyxl.load_workbook(path)
    for title in {table for table, _ in explained}:
        heads = next(book[str(title)].iter_rows(values_only=True, max_row=1))
        missing = {head for head in heads if (title, head) not in explained}
        assert missing <= {"名称"}, title


def test_no_cell_of_a_workbook_is_a_formula_and_numbers_stay_numbers(
    store: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    write(store, path)
    found = list(cells(path))
    assert {cell.data_type for cell in found} <= {"s", "n", "b", "d"}  # type: ignore[attr-defined]
    values = {cell.value for cell in found}  # type: ignore[attr-defined]
    assert "=1+1" in values
    assert -25 in values


def test_a_report_as_a_workbook(tmp_path: Path) -> None:
    for name, report in samples():
        path = tmp_path / f"{name}.xlsx"
        data = report.to_excel(path, lang="en")
        assert path.read_bytes() == data
        assert {cell.data_type for cell in cells(path)} <= {"s", "n", "b", "d"}  # type: ignore[attr-defined]
    path = tmp_path / "2014.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == [
        *(
            "Report",
            "metrics",
            "quantities",
            "findings",
            "sections",
            "measures",
            "tables",
            "Columns",
        ),
    ]
    metrics = report_2014().metrics
    assert [row["value"] for row in rows(path, "metrics")] == [
        None if each.value is None else float(each.value) for each in metrics
    ]
    assert report_2014().to_excel() != b""


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (10**14, 10**14),
        (123456789012345678, "123456789012345678"),
        (Decimal("12.50"), 12.5),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (Decimal("1E+40"), "1" + "0" * 40),
        (-25, -25),
        (True, True),
        (["甲", "乙"], "甲；乙"),
        ("a\x0bb\ud800", "a\ufffdb\ufffd"),
    ],
    ids=str,
)
def test_a_cell_is_exact_or_text(value: object, kept: object) -> None:
    out = io.BytesIO()
    excel.write(out, [Sheet("一", ["x"], [[value]])], "zh")  # type: ignore[list-item]
    book = openpyxl.load_workbook(out)
    assert book["一"]["A2"].value == kept


def test_what_does_not_fit_is_said_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = Sheet("甲/乙", ["x"], ([n] for n in range(25)))
    long = Sheet("长", ["x"], [["字" * 40_000]])
    notes = excel.write(path, [sheet, long, Sheet("甲／乙", ["y"], [])], "zh", most=11)
    assert notes == ("甲/乙：分为 3 张工作表", "长：1 个单元格放不下，只写了前 32767 字")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["甲／乙", "甲／乙 2", "甲／乙 3", "长", "甲／乙 4"]
    values = [
        cell.value for name in book.sheetnames[:3] for (cell,) in book[name].iter_rows(min_row=2)
    ]
    assert values == list(range(25))
    assert excel.ROWS == 1_048_576


# --- CSV ---


@pytest.mark.parametrize("text", EVIL)
def test_text_that_could_be_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-25", "+3.5%", "-1,234.50", "——", "-", "申请", "", "1=2", "'=1"])
def test_text_that_could_not(text: str) -> None:
    assert inert(text) == text


def test_a_zip_has_a_file_a_table_and_a_description(store: Tables, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write(store, path)
    with zipfile.ZipFile(path) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert {each["name"] for each in package["resources"]} == set(store.names)
        for each in package["resources"]:
            raw = archive.read(each["path"])
            assert raw.startswith(b"\xef\xbb\xbf")
            lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
            names = [field["name"] for field in each["schema"]["fields"]]
            assert lines[0] == names
            assert len(lines) - 1 == store.dataset(each["name"]).count_rows()
            for line in lines[1:]:
                assert [cell for cell in line if inert(cell) != cell] == []


def test_one_table_as_csv_has_its_negative_numbers(store: Tables, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    [note] = write(store, path)
    assert note.startswith("只有 points 表")
    frame = pd.read_csv(path)
    assert len(frame) == store.dataset("points").count_rows()
    assert (frame["数值"] == -25).any()
    assert write(store, path, tables=["metrics"], lang="en") == ()
    frame = pd.read_csv(path)
    assert "'=1+1" in set(frame["label"])
    assert (frame["value"] == -25).any()


# --- Stata, SQLite ---


def test_stata(store: Tables, tmp_path: Path) -> None:
    for table in ("points", "organs", "reports", "sections"):
        path = tmp_path / f"{table}.dta"
        write(store, path, tables=[table])
        assert len(pd.read_stata(path)) == store.dataset(table).count_rows()
    with pd.read_stata(tmp_path / "points.dta", iterator=True) as reader:
        assert reader.variable_labels()["concept"] == "可比指标或统计项，见 `concepts`"


def test_sqlite(store: Tables, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write(store, path)
    write(store, path)  # over what is there
    with closing(sqlite3.connect(path)) as db:
        for name in store.names:
            [(count,)] = db.execute(f'SELECT count(*) FROM "{name}"').fetchall()
            assert count == store.dataset(name).count_rows()
        query = "SELECT sum(value) FROM points WHERE organ = ? AND is_total AND year = 2018"
        [(total,)] = db.execute(query, (ORGAN,)).fetchall()
        frame = store.sql(query, [ORGAN])
        assert total == float(str(frame.iloc[0, 0]))
        described = dict(db.execute('SELECT "column", zh FROM columns WHERE "table" = \'organs\''))
        assert described["name"] == "机关名称，改过名的是最近的"
        texts = db.execute(
            "SELECT value, value_text FROM metrics WHERE value IS NOT NULL"
        ).fetchall()
        assert all(float(text) == value for value, text in texts)


def test_the_description_beside_the_tables(store: Tables) -> None:
    package = json.loads((store.folder / "datapackage.json").read_text("utf-8"))
    for each in package["resources"]:
        paths = [store.folder / path for path in each["path"]]
        assert all(path.exists() for path in paths)
        names = [field["name"] for field in each["schema"]["fields"]]
        assert names == store.dataset(each["name"]).schema.names
    by_name = {each["name"]: each["schema"] for each in package["resources"]}
    assert by_name["organs"]["primaryKey"] == ["id"]
    assert by_name["points"]["foreignKeys"] == [
        {"fields": ["sha256"], "reference": {"resource": "reports", "fields": ["sha256"]}},
        {"fields": ["organ"], "reference": {"resource": "organs", "fields": ["id"]}},
    ]


# --- the command ---


def test_the_command_writes_what_the_ending_says(store: Tables, tmp_path: Path) -> None:
    for ending in ("xlsx", "csv", "zip", "dta", "sqlite"):
        target = tmp_path / f"数据.{ending}"
        done = CliRunner().invoke(cli, ["export", str(store.folder), "-o", str(target)])
        assert done.exit_code == 0, done.output
        assert target.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "a.parquet"), ".xlsx, .csv, .zip, .dta, .sqlite"),
        (("-o", "a.xlsx", "--table", "point"), "points"),
        (("-o", "a.csv", "--table", "points", "--table", "organs"), ".zip"),
        (("-o", "无此目录/a.csv"), "没有这个文件或目录"),
    ],
)
def test_what_cannot_be_written(
    store: Tables,
    options: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["export", str(store.folder), *options])
    assert done.exit_code in (2, 3)
    assert said in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_not_complete_is_not_taken_for_one(store: Tables, tmp_path: Path) -> None:
    out = store_of(tmp_path / "out", [at(report_2014(), "a.docx")])
    (out.folder / "points/part-000000.parquet").unlink()
    with pytest.raises(StoreError, match="not all reports are in it yet"):
        write(gr.open_store(out.folder), tmp_path / "a.xlsx")
