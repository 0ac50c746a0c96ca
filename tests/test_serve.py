"""The pages of a store: every link leads somewhere, nothing but the store is in reach."""

from __future__ import annotations

import csv
import importlib.util
import io
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import duckdb
import openpyxl
import pytest
import regex
from attrs import evolve
from PIL import Image
from starlette.applications import Starlette

import govreport as gr
from govreport import Certainty
from govreport.batch import run as batch
from govreport.batch.store.tables import StoreError
from govreport.model import Metrics
from govreport.serve import original
from govreport.serve.address import PAGES, Address, read_address
from govreport.serve.app import LOCAL, make_app
from govreport.serve.data import Data, Store
from govreport.serve.pinyin import Names
from govreport.serve.site import write_site
from govreport.serve.words import phrases
from support import archives, served
from support.asgi import Answer, ask
from support.batches import Quiet
from support.command import run
from support.served import JIAO, KE, SHUI, few_concepts, make_archive, make_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("serve")
    return make_store(make_archive(here / "archive"), here / "out")


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return Store(folder)


@pytest.fixture(scope="module")
def app(store: Store) -> Starlette:
    return make_app(store)


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def key(store: Store, organ: str) -> str:
    return str(store.data().one("SELECT key FROM reports WHERE organ = ?", [organ])["key"])


def sha256(store: Store, path: str) -> str:
    return str(store.data().one("SELECT sha256 FROM reports WHERE path = ?", [path])["sha256"])


def texts(answer: Answer, path: str) -> list[str]:
    return [str(node.text_content()) for node in answer.page.xpath(path)]


def table_of(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


# --- addresses ---


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["html", "csv", "xlsx"])
def test_an_address_is_read_as_it_was_written(page: str, lang: str, form: str) -> None:
    query = (("place", "云浦&a=b#c"), ("year", "2019"))
    there = Address(page, "0af3" if PAGES[page] else "", query, lang, form)  # type: ignore[arg-type]
    parts = urlsplit(there.served())
    from urllib.parse import parse_qsl

    assert read_address(parts.path, parse_qsl(parts.query)) == there


def test_files_of_a_site_have_plain_names() -> None:
    there = Address("findings", query=(("place", "../../etc"), ("code", "a.b")), lang="en")
    assert regex.fullmatch(r"en/findings_code-a\.b_place-[0-9a-f]{12}\.html", there.file())


@pytest.mark.parametrize(
    "path",
    [
        *("/nope", "/organ", "/organ/", "/organ/xyz!", "/archive/0a", "/report/0/1", "/organ.exe"),
        *("/report/" + "a" * 65, "//", "/organ/../findings", "/organ/%2e%2e", "/pages/00.png"),
        *("/static/../app.py", "/static/..%2fapp.py", "/static/site.css/", "/static/"),
        *("/..%2f..%2fetc/passwd", "/report/..%5c..%5c", "/\x00", "/report/" + "0" * 64),
    ],
)
def test_there_is_nothing_else(app: Starlette, path: str) -> None:
    answer = ask(app, path)
    assert answer.status == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "target",
    [
        *("/findings?year=abc", "/findings?year=2019%27--", "/findings?severity=%27%20OR%201=1"),
        *("/findings?sort=n;DROP%20TABLE%20reports", "/compare?concept=x%27", "/compare?type=x"),
        *("/findings?page=0", "/findings?page=-1", "/findings?page=%EF%BC%91", "/organs?page=1e3"),
        *("/compare?year=99999", "/compare?with=%22", "/findings?q=" + "x" * 3000),
    ],
)
def test_what_an_address_cannot_mean_is_told(app: Starlette, target: str) -> None:
    answer = ask(app, target)
    assert answer.status == 400
    assert texts(answer, "//h1") == ["地址里有看不懂的内容"]


def test_no_text_from_outside_is_sql(app: Starlette, store: Store) -> None:
    before = store.data().rows("SELECT count(*) AS n FROM findings")
    for text in ("' OR '1'='1", "%", "_", "\\", "'; DROP TABLE findings; --", "云浦区' --"):
        for name in ("place", "code", "organ", "report"):
            answer = ask(app, Address("findings", query=((name, text),)).served())
            assert (answer.status, texts(answer, "//tbody/tr")) == (200, [])
    assert store.data().rows("SELECT count(*) AS n FROM findings") == before


def test_sql_reaches_no_file_but_those_of_the_store(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    for sql in ("SELECT * FROM read_csv(?)", "SELECT * FROM read_text(?)"):
        with pytest.raises(duckdb.Error):
            store.data().rows(sql, [str(tmp_path / "a.csv")])
    with pytest.raises(duckdb.Error):
        store.data().rows("SET enable_external_access = true")


# --- who may ask, and what is answered ---


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:80", "[::1]:8765"])
def test_it_answers_to_the_names_of_this_machine(app: Starlette, host: str) -> None:
    assert ask(app, "/findings", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.8", "", None],
)
def test_it_answers_to_no_other_name(app: Starlette, host: str | None) -> None:
    answer = ask(app, "/findings", host=host)
    assert (answer.status, b"<table" in answer.body) == (421, False)


def test_beyond_this_machine_it_answers_to_addresses_and_to_names_given(store: Store) -> None:
    app = make_app(store, hosts={*LOCAL, "*", "archive.example"})
    said = {
        host: ask(app, "/organs", host=host).status
        for host in ("192.168.3.4:8765", "[fe80::1]:8765", "archive.example", "evil.example")
    }
    assert list(said.values()) == [200, 200, 200, 421]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
def test_it_only_reads(app: Starlette, method: str) -> None:
    answer = ask(app, "/findings", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/", "/nope", "/static/site.css", "/findings.csv"])
def test_every_answer_says_what_a_browser_may_load(app: Starlette, target: str) -> None:
    headers = ask(app, target).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_head_is_get_without_a_body(app: Starlette) -> None:
    answer = ask(app, "/organs", method="HEAD")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


# --- every page ---


@pytest.fixture(scope="module")
def crawled(app: Starlette, monkeypatch_module: pytest.MonkeyPatch) -> dict[str, Answer]:
    """Every page and table that is linked from the first one, but those of other languages."""
    found: dict[str, Answer] = {}
    few_concepts(monkeypatch_module)
    waiting = ["/"]
    while waiting:
        target = waiting.pop()
        if target in found:
            continue
        answer = found[target] = ask(app, target)
        if answer.headers["content-type"].startswith("text/html"):
            links = [str(link) for link in answer.page.xpath("//@href | //@src | //@action")]
            there = (urljoin(target, link).partition("#")[0] for link in links)
            waiting += [link for link in there if link and "lang=en" not in link]
    return found


def test_every_link_leads_somewhere(crawled: dict[str, Answer]) -> None:
    assert {
        target: answer.status for target, answer in crawled.items() if answer.status != 200
    } == {}
    pages = {urlsplit(target).path.split("/")[1].split(".")[0] for target in crawled}
    assert pages == {"", *PAGES, "static"}


def test_no_link_leads_to_another_host(crawled: dict[str, Answer]) -> None:
    for target, answer in crawled.items():
        if "html" in answer.headers["content-type"]:
            links = answer.page.xpath("//@href | //@src | //@action")
            assert all(regex.match(r"[/#]", str(link)) for link in links), target
            assert not answer.page.xpath("//@*[starts-with(name(), 'on')] | //@style"), target


def test_every_anchor_is_on_its_page(crawled: dict[str, Answer]) -> None:
    pages = {
        target: answer.page
        for target, answer in crawled.items()
        if "html" in answer.headers["content-type"]
    }
    anchors = {target: set(map(str, page.xpath("//@id"))) for target, page in pages.items()}
    for target, page in pages.items():
        for link in map(str, page.xpath("//main//@href[contains(., '#')]")):
            there, _, anchor = urljoin(target, link).partition("#")
            assert anchor in anchors[there], (target, link)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_in_one_language(crawled: dict[str, Answer], app: Starlette, lang: str) -> None:
    for target in ("/", "/organs", "/findings", "/failures", "/compare"):
        answer = ask(app, target + ("?lang=en" if lang == "en" else ""))
        assert answer.page.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
        # Units are those of the reports.
        heads = answer.page.xpath(
            "(//h1 | //h2 | //th[not(a)] | //label | //nav/a[not(@hreflang)])/text()"
        )
        zh = [text for text in map(str, heads) if regex.search(r"\p{Han}", text)]
        if lang == "en":
            assert not zh, target
            links = [str(link) for link in answer.page.xpath("//main//a/@href")]
            assert all("lang=en" in link for link in links), target
        else:
            assert zh


@pytest.mark.parametrize("page", ["report", "pages"])
def test_a_report_is_told_of_in_english(app: Starlette, store: Store, page: str) -> None:
    answer = ask(app, f"/{page}/{sha256(store, '2021/科技.pdf')}?lang=en")
    own = answer.page.xpath(
        "(//h2 | //dt | //*[@class='badge'] | //*[@class='compared']/span | //summary"
        " | //*[contains(@class, 'pages')]//h3 | //p[contains(@class, 'legend')]/span)/text()"
    )
    assert len(own) > 10
    assert [text for text in map(str, own) if regex.search(r"\p{Han}", text)] == []


def test_phrases_are_there_in_both_languages_and_with_the_same_parts() -> None:
    for zh, en in phrases().values():
        assert zh
        assert en
        assert set(regex.findall(r"\{\w+\}", zh)) == set(regex.findall(r"\{\w+\}", en)), (zh, en)


def test_names_of_files_are_text(crawled: dict[str, Answer]) -> None:
    assert "<b>科技" not in crawled["/"].text
    assert crawled["/"].page.xpath("//a[contains(@title, '2020/<b>科技&.docx')]")


# --- what the pages say ---


def test_the_archive_says_what_it_holds(app: Starlette) -> None:
    answer = ask(app, "/")
    counts = dict(zip(texts(answer, "//dt"), texts(answer, "//dd"), strict=True))
    assert counts == {
        "文件": "12",
        "已解析": "7",
        "内容重复": "1",
        "不是年度报告": "1",
        "无法读取": "2",
        "压缩包": "1",
        "机关": "3",
    }
    assert texts(answer, "//*[contains(@class, 'heat')]//tbody//th") == [JIAO, SHUI, KE]
    row = answer.page.xpath(f"//*[contains(@class, 'heat')]//tr[th='{KE}']/td")
    assert [cell.text_content().strip() for cell in row] == ["", "", "2", ""]
    assert [cell.get("class") for cell in row] == ["f4", "f4 wrong", "f4 wrong", None]


def test_errors_across_years_are_in_the_map(app: Starlette, store: Store) -> None:
    across = store.data().rows(
        "SELECT DISTINCT organ, year FROM findings WHERE across AND severity = 'error'"
    )
    assert across
    for row in across:
        cells = ask(app, "/").page.xpath(
            f"//*[contains(@class, 'heat')]//tr[th='{row['organ']}']/td"
        )
        assert cells[[2018, 2020, 2021, 2022].index(row["year"])].get("class").endswith("wrong")


def test_failures_are_listed_by_cause_with_their_files(app: Starlette) -> None:
    answer = ask(app, "/failures?code=input.not_a_report")
    assert texts(answer, "//td[@class='path']") == ["2021/通知.txt"]
    assert texts(answer, "//a[@aria-current='true']") == ["不是年度报告 1"]


def test_organs_are_found_by_name_and_by_letters(app: Starlette) -> None:
    for text, found in (("水务", [SHUI]), ("ypqsw", [SHUI]), ("YPQ", [KE, JIAO, SHUI]), ("x", [])):
        answer = ask(app, Address("organs", query=(("q", text),)).served())
        assert sorted(texts(answer, "//tbody//td[1]")) == sorted(found), text


def test_a_character_of_two_readings_answers_to_both() -> None:
    names = Names.of(["长乐区教育局"])
    assert [names.find(letters) for letters in ("cl", "zl", "cy", "xx")] == [
        *(["长乐区教育局"], ["长乐区教育局"], ["长乐区教育局"]),
        [],
    ]


def test_an_organ_over_the_years(app: Starlette, store: Store) -> None:
    answer = ask(app, f"/organ/{key(store, KE)}")
    assert texts(answer, "//h1") == [KE]
    [received] = answer.page.xpath("//figure[@id='applications.received']")
    assert received.xpath(".//*[@class='edition']/text()") == ["2019", "2021"]
    years = received.xpath(".//*[contains(@class, 'mark')]/*[local-name()='title']/text()")
    assert [str(text)[:4] for text in years] == ["2018", "2020", "2021"]
    # No line crosses the year that is not there.
    assert len(received.xpath(".//*[starts-with(@class, 'line')]")) == 1
    reports = answer.page.xpath("//table[contains(@class, 'sortable')]//td/small[@class='path']")
    assert [each.text for each in reports] == [
        *("2021/科技.pdf", "2021/科技又.docx", "2020/<b>科技&.docx", "2018/科技.docx")
    ]


def test_a_mark_leads_to_the_cell_that_it_was_read_from(app: Starlette, store: Store) -> None:
    answer = ask(app, f"/organ/{key(store, KE)}")
    [link] = answer.page.xpath(
        "//figure[@id='applications.received']//a[*/*[starts-with(text(), '2018')]]/@href"
    )
    page, _, anchor = str(link).partition("#")
    [cell] = ask(app, page).page.xpath(f"//td[@id='{anchor}']")
    value = store.data().one(
        "SELECT value_text FROM points WHERE concept = 'applications.received' AND year = 2018"
    )
    assert cell.text_content() == value["value_text"]


def test_findings_are_filtered_and_sorted(app: Starlette, store: Store) -> None:
    every = store.data().rows("SELECT * FROM findings")
    for name, field in (("code", "code"), ("severity", "severity"), ("year", "year")):
        for value in {row[field] for row in every}:
            found = table_of(ask(app, f"/findings.csv?{name}={value}&lang=en"))
            assert len(found) == sum(row[field] == value for row in every)
    of_shui = table_of(
        ask(app, Address("findings", query=(("place", "水务"),), form="csv").served())
    )
    assert {row["机关"] for row in of_shui} == {SHUI}
    years = [row["year"] for row in table_of(ask(app, "/findings.csv?sort=year&lang=en"))]
    assert years == sorted(years, reverse=True)
    severities = [row["级别"] for row in table_of(ask(app, "/findings.csv"))]
    order = ["error", "warning", "info"]
    assert severities == sorted(severities, key=order.index)


def test_findings_come_page_by_page(
    app: Starlette, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreport.serve.pages.findings.ROWS", 2)
    total = store.data().one("SELECT count(*) AS n FROM findings")["n"]
    seen: list[str] = []
    target: str | None = "/findings"
    while target:
        answer = ask(app, target)
        seen += texts(answer, "//td[contains(@class, 'message')]")
        following = answer.page.xpath("//a[@rel='next']/@href")
        target = str(following[0]) if following else None
    assert len(seen) == total
    assert ask(app, f"/findings?page={total}").status == 404


def test_a_comparison_ranks_the_organs_of_a_year(app: Starlette) -> None:
    query = (("concept", "applications.received"), ("year", "2021"))
    rows = table_of(ask(app, Address("compare", query=query, form="csv", lang="en").served()))
    values = {row["organ"]: float(row["value"]) for row in rows}
    assert set(values) <= {KE, SHUI}
    ranked = sorted(values, key=lambda organ: -values[organ])
    assert [row["organ"] for row in rows] == ranked
    assert [(row["rank"], row["percentile"]) for row in rows] == [
        (str(n + 1), f"{100 * (len(ranked) - n) / len(ranked)}") for n in range(len(ranked))
    ]


def test_two_figures_against_each_other(app: Starlette) -> None:
    query = "concept=applications.received&year=2021&with=applications.answered"
    answer = ask(app, f"/compare?{query}")
    dots = answer.page.xpath("//*[@class='dot']/*[local-name()='title']/text()")
    assert [str(dot).partition(":")[0] for dot in dots] == texts(answer, "//td[2]/a")
    assert all(
        link.startswith("/organ/") for link in answer.page.xpath("//*[@class='dot']/../@href")
    )


# --- reports ---


def test_a_report_and_its_document_lead_to_each_other(app: Starlette, store: Store) -> None:
    page = ask(app, f"/report/{sha256(store, '2018/科技.docx')}").page
    figures = page.xpath("//*[@class='figure'][a/@href]")
    assert len(figures) > 50
    for figure in figures:
        [link] = figure.xpath("./a/@href")
        [cell] = page.xpath(f"//td[@id='{link[1:]}']")
        assert cell.xpath("./a/@href") in ([f"#{figure.get('id')}"], [])


def test_a_pdf_is_shown_with_its_boxes(app: Starlette, store: Store) -> None:
    for path in ("2021/科技.pdf", "2022/打包.zip!/水务.pdf"):
        hash = sha256(store, path)
        page = ask(app, f"/pages/{hash}").page
        boxes = {str(box.get("id")): box for box in page.xpath("//rect[@id]")}
        assert len(boxes) > 150
        for figure in page.xpath("//*[@class='figure'][a/@href]"):
            [link] = figure.xpath("./a/@href")
            assert boxes[link[1:]].getparent().get("href") == f"#{figure.get('id')}"
        [picture, *_] = page.xpath("//image/@href")
        drawn = ask(app, str(picture))
        assert drawn.headers["content-type"] == "image/png"
        assert drawn.body.startswith(b"\x89PNG")
    assert ask(app, f"/pages/{hash}.png?page=999").status == 404
    assert ask(app, f"/pages/{sha256(store, '2018/科技.docx')}").status == 404


def test_a_scan_is_shown_with_the_part_of_the_page_beside_each_figure(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scanned(data: Data, path: str, hash: str) -> gr.Report | None:
        report = reread(data, path, hash)
        if report is None:
            return None
        sure = [evolve(each, certainty=Certainty.OCR) for each in report.metrics]
        return evolve(report, metrics=Metrics(tuple(sure), report.kind))

    reread = original._reread
    monkeypatch.setattr(original, "_reread", scanned)
    hash = sha256(store, "2022/打包.zip!/水务.pdf")
    app = make_app(store)
    page = ask(app, f"/report/{hash}").page
    links = [str(link) for link in page.xpath("//*[@class='figure unsure']/img/@src")]
    assert len(links) == len(set(links)) > 150
    listed = [str(link) for link in page.xpath("//section[@id='scan']//img/@src")]
    assert listed == links[:100]
    for link in (links[0], links[-1]):
        answer = ask(app, link)
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
        picture = Image.open(io.BytesIO(answer.body)).convert("L")
        shades = picture.tobytes()
        assert min(shades) < 100 < 200 < max(shades)
        [shown] = page.xpath(f"//*[@class='figure unsure']/img[@src='{link}']")
        assert int(shown.get("width", "0")) == round(picture.width * 0.6)
    for figure in ("99999", "x", "-1"):
        assert ask(app, f"/pages/{hash}.png?figure={figure}").status in (400, 404)
    english = ask(app, f"/report/{hash}?lang=en")
    assert "confirmed by no identity" in texts(english, "//section[@id='scan']")[0]
    # What was read from no picture has none.
    docx = ask(app, f"/report/{sha256(store, '2018/科技.docx')}").page
    assert not docx.xpath("//section[@id='scan'][.//img]")


def test_without_the_archive_a_report_is_what_the_tables_say(folder: Path, tmp_path: Path) -> None:
    import json

    moved = tmp_path / "out"
    shutil.copytree(folder, moved)
    manifest = json.loads((moved / "govreport.json").read_text("utf-8"))
    manifest["archive"] = str(tmp_path / "gone")
    (moved / "govreport.json").write_text(json.dumps(manifest), "utf-8")
    whole, tabled = Store(folder), Store(moved)
    for path in ("2018/科技.docx", "2021/科技.pdf", "2021/教育.txt"):
        target = f"/report/{sha256(whole, path)}"
        one, two = (ask(make_app(store), target) for store in (whole, tabled))
        assert texts(two, "//p[@class='note']")[0].startswith("原件不在手边")
        figures = "//*[@class='figure']"
        assert texts(two, figures) == texts(one, figures)
        assert texts(two, "//*[@class='findings']//li/p[1]") == texts(
            one, "//*[@class='findings']//li/p[1]"
        )
    assert ask(make_app(tabled), f"/pages/{sha256(whole, '2021/科技.pdf')}").status == 404


def test_a_file_that_has_changed_is_not_shown_as_the_report(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "archive")
    store = Store(make_store(archive, tmp_path / "out"))
    target = f"/report/{sha256(store, '2018/科技.docx')}"
    (archive / "2018/科技.docx").write_bytes((archive / "2021/水务.docx").read_bytes())
    answer = ask(make_app(store), target)
    assert texts(answer, "//p[@class='note']")
    assert "水务" not in answer.text


def test_no_path_of_a_store_leads_out_of_its_archive(store: Store, tmp_path: Path) -> None:
    from govreport.serve.original import _loaded

    (tmp_path / "secret.docx").write_bytes(b"x")
    data = store.data()
    assert _loaded(data, "2018/科技.docx") is not None
    for path in ("../secret.docx", str(tmp_path / "secret.docx"), "2018/../../out/govreport.json"):
        assert _loaded(data, path) is None


def test_reports_come_from_the_json_of_a_store_that_keeps_it(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "archive")
    store = Store(make_store(archive, tmp_path / "out", jsonl=True))
    target = f"/report/{sha256(store, '2020/<b>科技&.docx')}"
    archive.rename(tmp_path / "elsewhere")
    answer = ask(make_app(store), target)
    assert not texts(answer, "//p[@class='note']")
    assert answer.page.xpath("//td[@id]/a[@class='back']")


# --- tables to take along ---


def test_a_spreadsheet_gets_no_formula(app: Starlette) -> None:
    [row] = [row for row in table_of(ask(app, "/failures.csv")) if "1+1" in row["路径"]]
    assert row["路径"] == "2021/=1+1.docx"
    from govreport.serve.sheet import Page, Sheet, to_csv, to_xlsx

    bad = ["=1+1", "+1+1", "-a1", "@a", "\t=1", "\r=1", "＝1", "plain"]
    sheet = Sheet(
        "failures", ("path", "size"), lambda: [{"path": text, "size": -5} for text in bad]
    )
    text = to_csv(sheet, "en").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert rows[0] == ["'=1+1", "-5"]
    assert all(regex.match(r"[\w'\ufffd]", path) for path, _ in rows)
    assert rows[-1] == ["plain", "-5"]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(Page("", "", {}, (sheet,)), "zh")))
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == "=1+1"


def test_every_table_is_there_as_csv_and_in_the_workbook(crawled: dict[str, Answer]) -> None:
    books = [target for target in crawled if ".xlsx" in target]
    assert len(books) > 10
    for target in books:
        book = openpyxl.load_workbook(io.BytesIO(crawled[target].body))
        tables = [
            table_of(answer)
            for other, answer in crawled.items()
            if ".csv" in other
            and urlsplit(other).path.removesuffix(".csv")
            == urlsplit(target).path.removesuffix(".xlsx")
            and set(urlsplit(target).query.split("&")) - {""}
            <= set(urlsplit(other).query.split("&"))
        ]
        assert len(tables) >= len(book.worksheets)
        for sheet in book.worksheets:
            heads = [cell.value for cell in sheet[1]]
            assert any([*table[0]] == heads for table in tables if table) or sheet.max_row == 1


# --- a store that changes, and none ---


def test_a_store_that_grows_is_seen(tmp_path: Path) -> None:
    from support import archives

    archive = archives.write(tmp_path / "archive", {"a.txt": archives.report_text(JIAO, 2020)})
    store = Store(make_store(archive, tmp_path / "out"))
    app = make_app(store)
    assert texts(ask(app, "/organs"), "//tbody//td[1]") == [JIAO]
    (archive / "b.txt").write_bytes(archives.report_text(KE, 2020))
    make_store(archive, tmp_path / "out")
    assert texts(ask(app, "/organs"), "//tbody//td[1]") == [JIAO, KE]


def test_an_archive_without_a_report(tmp_path: Path) -> None:
    from support import archives

    archive = archives.write(tmp_path / "archive", {"a.txt": b""})
    app = make_app(Store(make_store(archive, tmp_path / "out")))
    for target in ("/", "/organs", "/findings", "/compare", "/failures", "/archive.xlsx"):
        assert ask(app, target).status == 200


def test_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no store"):
        Store(tmp_path)


# --- the same as files ---


@pytest.fixture(scope="module")
def site(
    store: Store, tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch
) -> Path:
    few_concepts(monkeypatch_module)
    folder = tmp_path_factory.mktemp("site")
    write_site(store, folder)
    return folder


def test_every_link_of_a_site_is_a_file_of_it(site: Path) -> None:
    from lxml import html

    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        tree: Any = html.document_fromstring(page.read_bytes())
        for link in map(str, tree.xpath("//@href | //@src")):
            file = urlsplit(link).path
            assert not regex.match(r"[a-z]+:|/", link), (page, link)
            assert not file or (page.parent / file).is_file(), (page, link)
        assert not tree.xpath("//form")


def test_names_of_a_site_are_those_of_its_organs(site: Path, store: Store) -> None:
    import json

    text = (site / "static/names.js").read_text("utf-8")
    names = json.loads(text.removeprefix("globalThis.NAMES = ").removesuffix(";\n"))
    found = {name: (region, each, letters) for name, region, each, letters in names}
    assert set(found) >= {KE, SHUI, JIAO}
    _, its_key, letters = found[KE]
    assert its_key == key(store, KE)
    each_of = letters.split(" ")
    assert [letter in each for letter, each in zip("qlsypqkjj", each_of, strict=True)] == [True] * 9
    for _, each, _ in found.values():
        for lang in ("", "en/"):
            assert (site / f"{lang}organ/{each}.html").is_file()


def test_a_site_says_what_the_server_does(site: Path, app: Starlette, store: Store) -> None:
    from lxml import html

    for target, file in (
        ("/", "index.html"),
        ("/?lang=en", "en/index.html"),
        (f"/organ/{key(store, KE)}", f"organ/{key(store, KE)}.html"),
    ):
        served = ask(app, target).page.xpath("//main")[0]
        tree: Any = html.document_fromstring((site / file).read_bytes())
        [written] = tree.xpath("//main")
        assert served.text_content().split() == written.text_content().split()


def test_a_site_is_not_written_over_other_things(store: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(StoreError, match="holds other things"):
        write_site(store, tmp_path)


# --- the commands ---


def test_the_site_command_says_where_it_wrote(folder: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        few_concepts(patch)
        result = run("site", str(folder), str(tmp_path / "site"))
    assert result.exit_code == 0
    assert str(tmp_path / "site" / "index.html") in result.stdout
    assert (tmp_path / "site" / "en" / "index.html").is_file()


@pytest.mark.parametrize("command", [("serve",), ("site", "there")])
def test_without_a_store_the_commands_say_so(command: tuple[str, ...], tmp_path: Path) -> None:
    name, *rest = command
    result = run(name, str(tmp_path), *(str(tmp_path / each) for each in rest))
    assert result.exit_code == 2
    assert "batch.store" in result.stderr


def test_a_port_that_is_taken_is_told(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", str(folder), "--port", str(taken.getsockname()[1]), "--no-open")
    assert result.exit_code == 3
    assert "--port 0" in result.stderr


def test_what_is_not_installed_is_named_with_a_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "starlette" else find(name)
    )
    result = run("serve", str(folder))
    assert result.exit_code == 2
    assert "pip install 'starlette>=0.40'" in result.stderr


def test_what_was_recognised_is_kept_whole(tmp_path: Path) -> None:
    archive = archives.write(tmp_path / "archive", {"a.txt": archives.report_text(JIAO, 2021)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "_results", served._here)
        batch.run(archive, tmp_path / "out", batch.Options(jobs=1, ocr="auto"), Quiet())
    data = Store(tmp_path / "out").data()
    shutil.rmtree(archive)
    hash = sha256(Store(tmp_path / "out"), "a.txt")
    found = original.Originals().get(data, hash)
    assert found is not None
    assert found.is_whole
