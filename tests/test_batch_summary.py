"""``summary.html``: what a store comes to, counted right, escaped, with nothing loaded."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from urllib.parse import unquote

import pytest
import regex
from lxml import html

from fixtures import ReportSpec, Wart, make_spec, write_docx
from fixtures.series import scaled
from govreport.batch.run import Options, run
from govreport.batch.show import tally as module
from govreport.batch.show.summary import to_html, write_summary
from govreport.batch.show.tally import Tally, tally
from govreport.batch.store.reading import Tables
from govreport.pipeline import parse
from support import archives
from support.archives import report_text
from support.batches import Quiet

KE, SHUI, JIAO = (f"青澜市云浦区{name}局" for name in ("科技", "水务", "教育"))
RECEIVED, ANSWERED = ("applications.received", ()), ("applications.answered", ())


def spec(organ: str, year: int, seed: int, divisor: int = 1) -> ReportSpec:
    edition = "2019" if year < 2021 else "2021"
    made = make_spec(seed, edition, year=year, organ=organ, organ_short=organ[-3:])
    return scaled(made, divisor)


GREAT, SMALL = spec(SHUI, 2021, 3), spec(SHUI, 2022, 4, 100)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("summary")
    wrong = write_docx(spec(KE, 2021, 2), frozenset({Wart.BROKEN_SUM}))
    archive = archives.write(
        folder / "archive",
        {
            "2020/<b>科技&.docx": write_docx(spec(KE, 2020, 1)),
            "2021/科技.docx": write_docx(spec(KE, 2021, 1)),
            "2021/科技又.docx": wrong,
            "2020/教育.txt": report_text(JIAO, 2020),
            "2020/无年度.txt": f"{JIAO}政府信息公开工作年度报告\n一、概况\n无。".encode(),
            "2021/水务.docx": write_docx(GREAT),
            "2022/水务.docx": write_docx(SMALL),
            "2020/空.docx": b"",
            "2020/空二.docx": b"",
            "2020/通知.txt": "关于报送材料的通知\n请各单位按时报送。".encode(),
            "2020/~$锁.docx": b"x",
        },
    )
    run(archive, folder / "out", Options(jobs=1), Quiet())
    return Tables(folder / "out")


@pytest.fixture(scope="module")
def found(tables: Tables) -> Tally:
    return tally(tables)


def test_coverage_by_organ_and_year(found: Tally) -> None:
    coverage = found.coverage
    reports = {
        organ: {year: cell.reports for year, cell in row.items()}
        for organ, row in coverage.rows.items()
    }
    assert reports == {
        JIAO: {2020: 1},
        SHUI: {2021: 1, 2022: 1},
        KE: {2020: 1, 2021: 2},
    }
    assert (coverage.organs, coverage.unplaced) == (3, 1)
    assert coverage.years == {2020: 2, 2021: 3, 2022: 1}


def test_a_cell_says_how_full_the_forms_are_and_what_is_wrong(found: Tally) -> None:
    cell = found.coverage.rows[KE][2021]
    figures = 2 * len(parse(write_docx(spec(KE, 2021, 1))).metrics)
    assert (cell.filled, cell.figures, cell.path) == (figures, figures, "2021/科技.docx")
    assert cell.errors > 0
    assert found.coverage.rows[JIAO][2020].figures == 0
    assert found.coverage.rows[SHUI][2021].errors == 0


def test_findings_by_kind(found: Tally, tables: Tables) -> None:
    kinds = {kind.code: kind for kind in found.findings}
    rows = [
        row for table in ("findings", "series_findings") for row in tables.arrow(table).to_pylist()
    ]
    assert {code: kind.count for code, kind in kinds.items()} == {
        code: sum(row["code"] == code for row in rows) for code in {row["code"] for row in rows}
    }
    assert kinds["arithmetic.sum"].reports == 1
    assert kinds["arithmetic.sum"].message == next(
        row["message"] for row in rows if row["code"] == "arithmetic.sum"
    )
    assert [kind.severity for kind in found.findings] == sorted(
        (kind.severity for kind in found.findings), key=["error", "warning", "info"].index
    )


def test_failures_by_cause_with_their_files(found: Tally) -> None:
    assert {(one.code, one.count, *(path for path, _ in one.files)) for one in found.troubles} == {
        ("input.corrupt", 2, "2020/空.docx", "2020/空二.docx"),
        ("input.not_a_report", 1, "2020/通知.txt"),
    }
    assert found.troubles[0].files[0][1] == "empty: nothing in it"


def test_jumps_are_between_years_that_follow_and_reports_that_agree(found: Tally) -> None:
    told = {(jump.organ, jump.concept, jump.year): jump for jump in found.jumps}
    assert {organ for organ, _, _ in told} == {SHUI}, "two reports of the other differ"
    jump = told[SHUI, "applications.received", 2022]
    assert (jump.before, jump.after) == (GREAT.figures[RECEIVED], SMALL.figures[RECEIVED])
    sizes = [jump.size for jump in found.jumps]
    assert sizes == sorted(sizes, reverse=True)


def test_figures_that_stay_small_do_not_jump(tmp_path: Path) -> None:
    least = {year: spec(KE, year, 5, 10**6) for year in (2021, 2022)}
    files = {f"{year}.docx": write_docx(one) for year, one in least.items()}
    run(archives.write(tmp_path / "archive", files), tmp_path / "out", Options(jobs=1), Quiet())
    assert tally(Tables(tmp_path / "out")).jumps == []


def test_what_is_not_told_one_by_one_is_counted(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ORGANS", "FILES", "JUMPS"):
        monkeypatch.setattr(module, name, 1)
    few = tally(tables)
    assert (list(few.coverage.rows), few.coverage.organs) == ([JIAO], 3)
    assert [(one.count, len(one.files)) for one in few.troubles] == [(2, 1), (1, 1)]
    assert len(few.jumps) == 1
    text = to_html(tables)
    assert "另有 2 个机关未列出" in text
    assert "另有 1 个文件未列出" in text


# --- the page ---


@pytest.fixture(scope="module")
def page(tables: Tables) -> html.HtmlElement:
    return html.document_fromstring(to_html(tables).encode("utf-8"))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    nodes = page.xpath(path)
    assert isinstance(nodes, list)
    return [node.text_content() for node in nodes if isinstance(node, html.HtmlElement)]


def test_nothing_is_loaded_and_nothing_runs_but_what_sorts(
    page: html.HtmlElement, tables: Tables
) -> None:
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    [script] = texts(page, "//script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    nothing = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert policy == [f"{nothing}; script-src 'sha256-{digest}'"]
    assert not page.xpath("//link | //img | //iframe | //object | //@src")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert not regex.search(r"url\(|@import|https?:", to_html(tables))


def test_the_page_shows_each_part(page: html.HtmlElement) -> None:
    assert (
        dict(zip(texts(page, "//dt"), texts(page, "//dd"), strict=True)).items()
        >= {
            "文件": "11",
            "已解析": "7",
            "内容重复": "1",
            "不是年度报告": "1",
            "无法读取": "1",
            "略过": "1",
        }.items()
    )
    assert texts(page, "//h2") == [
        "各机关各年度（3 个机关）",
        "是否读全",
        "发现的问题",
        "没有结果的文件",
        "年度间最大的变化",
    ]
    assert texts(page, "//*[@class='heat']//tbody//th") == [JIAO, SHUI, KE]
    assert texts(page, "//*[@class='years']/div/b") == ["2", "3", "1"]
    assert texts(page, "//details/summary") == [
        "文件损坏或为空 input.corrupt 2",
        "不是年度报告 input.not_a_report 1",
    ]
    [row] = page.xpath(f"//*[@class='heat']//tr[th='{KE}']")
    *cells, reports, errors = row.xpath("td")
    assert [cell.text_content() for cell in cells] == ["", "2", ""]
    assert [cell.get("class") for cell in cells] == ["f4", "f4 wrong", None]
    assert (reports.text_content(), int(errors.text_content()) > 0) == ("3", True)
    assert cells[1].get("title").endswith("处错误\n2021/科技.docx 等 2 份")


def test_reports_that_were_not_read_whole_come_first(tmp_path: Path) -> None:
    rows = ["统计指标 单位 统计数", "收到申请数 件 3", "某某数 件 5", "申请办结数 件 3"]
    lacking = f"{KE}2018年政府信息公开工作年度报告\n附件\n" + "\n".join(rows)
    worse = lacking.replace("申请办结数", "某某某某数").replace("科技局2018", "水务局2017")
    archive = archives.write(
        tmp_path / "archive",
        {
            "少.txt": lacking.encode(),
            "多.txt": worse.encode(),
            "全.docx": write_docx(spec(KE, 2020, 1)),
        },
    )
    run(archive, tmp_path / "out", Options(jobs=1), Quiet())
    tables = Tables(tmp_path / "out")
    whole = tally(tables).whole
    assert (whole.reports, whole.whole) == (3, 1)
    assert [(path, lost) for path, lost, _ in whole.files] == [("多.txt", 2), ("少.txt", 1)]
    assert "1 / 3 份报告读全（33.3%）" in to_html(tables)


def test_reports_and_files_are_linked_where_the_archive_is(
    page: html.HtmlElement, tables: Tables
) -> None:
    links = [unquote(str(href)) for href in page.xpath("//@href")]
    assert {"../archive/2020/<b>科技&.docx", "../archive/2020/空.docx"} <= set(links)
    assert all((tables.folder / link).resolve().is_file() for link in links)


def test_errors_across_years_are_counted_in_the_map(tmp_path: Path) -> None:
    one = make_spec(3, "2021", year=2021, organ=SHUI, organ_short="水务局")
    two = make_spec(4, "2021", year=2022, organ=SHUI, organ_short="水务局")
    files = {"一.docx": write_docx(one), "二.docx": write_docx(two)}
    run(archives.write(tmp_path / "archive", files), tmp_path / "out", Options(jobs=1), Quiet())
    tables = Tables(tmp_path / "out")
    assert not any(row["severity"] == "error" for row in tables.arrow("findings").to_pylist())
    across = [
        row for row in tables.arrow("series_findings").to_pylist() if row["severity"] == "error"
    ]
    cells = tally(tables).coverage.rows[SHUI]
    assert (cells[2021].errors, cells[2022].errors) == (0, len(across))
    assert across


def test_nothing_is_cut_in_print(page: html.HtmlElement) -> None:
    printed = texts(page, "//style")[0].rpartition("@media print")[2]
    assert "max-height: none; overflow: visible" in printed
    assert not page.xpath("//details[not(@open)]")


def test_names_of_files_are_text(page: html.HtmlElement) -> None:
    assert page.xpath("//td[contains(@title, '2020/<b>科技&.docx')]")
    assert not page.xpath("//main//td//b")


def test_an_archive_without_a_report(tmp_path: Path) -> None:
    archive = archives.write(tmp_path / "archive", {"a.txt": b""})
    run(archive, tmp_path / "out", Options(jobs=1), Quiet())
    write_summary(Tables(tmp_path / "out"), tmp_path / "out" / "summary.html")
    page = html.document_fromstring((tmp_path / "out" / "summary.html").read_bytes())
    assert texts(page, "//*[@class='none']") == ["没有报告", "没有报告", "没有发现问题", "没有"]
