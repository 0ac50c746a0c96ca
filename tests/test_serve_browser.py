"""The pages in a browser: everything that can be clicked is, nothing is complained of, and no
other host is asked for anything."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from attrs import define, field
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright

from fixtures import make_spec, write_docx
from govreport.pipeline import parse
from govreport.serve.app import make_app
from govreport.serve.data import Store
from govreport.serve.site import write_site
from support.served import KE, few_concepts, make_archive, make_store

#: A phone's screen, and a desk's.
PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("browser")
    return Store(make_store(make_archive(folder / "archive"), folder / "out"))


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(store), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@define(slots=False)
class Watched:
    """A page of the browser with all that it complained of and asked for."""

    page: Page
    errors: list[str] = field(factory=list)
    asked: list[str] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.page.on("console", lambda said: self.errors.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _failed(self, request: Request) -> None:
        # What a click leaves behind is broken off; that is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.url}: {request.failure}")

    def assert_quiet(self, *own: str) -> None:
        """Nothing was complained of, and nothing asked for but what begins so."""
        assert self.errors == []
        assert [url for url in self.asked if not url.startswith(own)] == []


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
    yield Watched(page)
    page.close()


def colour(place: Locator) -> str:
    return str(place.evaluate("node => getComputedStyle(node).backgroundColor"))


# --- served ---


def test_the_way_through_a_served_store(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(address)
    page.get_by_role("link", name="机关", exact=True).click()
    page.get_by_role("searchbox").first.fill("ypqkj")
    page.keyboard.press("Enter")
    page.locator("tbody a").click()
    expect(page.locator("h1")).to_have_text(KE)
    page.get_by_text("数据表").click()
    expect(page.locator("table.years")).to_be_visible()
    page.locator("figure a .mark").first.click()
    expect(page.locator("td:target")).to_have_count(1)
    expect(page.locator("td:target")).to_be_in_viewport()
    page.get_by_role("link", name="下一年度").or_(page.get_by_role("link", name=KE)).first.click()
    page.get_by_role("link", name="发现的问题").click()
    page.locator("select[name=severity]").select_option("error")
    with page.expect_navigation():
        page.get_by_role("button", name="筛选").click()
    assert set(page.locator("tbody td:first-child").all_inner_texts()) == {"错误"}
    page.get_by_role("link", name="清除筛选").click()
    page.locator("td.message a").first.click()
    expect(page.locator("main.report")).to_be_visible()
    page.get_by_role("link", name="比较").click()
    page.locator("select[name=year]").select_option("2021")
    page.locator("select[name=with]").select_option("applications.answered")
    page.get_by_role("button", name="筛选").click()
    page.locator("a .dot").first.click()
    expect(page).to_have_url(re.compile("/organ/"))
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Archive", exact=True).click()
    expect(page).to_have_url(re.compile("lang=en"))
    page.locator(".heat td a").first.click()
    page.go_back()
    page.locator("a[href*='/failures?']").first.click()
    expect(page.locator("td.path").first).to_be_visible()
    watched.assert_quiet(address)


def test_tables_are_sorted_by_their_headings(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/organs")
    column = page.locator("tbody td:nth-child(3)")
    for _ in range(2):
        page.get_by_role("button", name="报告份数").click()
        seen = [int(text) for text in column.all_inner_texts()]
        assert seen in (sorted(seen), sorted(seen, reverse=True))
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    assert seen == sorted(seen)
    watched.assert_quiet(address)


def test_tables_are_taken_along(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/findings?severity=error")
    for name in ("问题 CSV", "Excel"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename in ("findings-findings.csv", "findings.xlsx")


def test_every_page_reads_without_a_script(browser: Browser, address: str, store: Store) -> None:
    context = browser.new_context(java_script_enabled=False)
    row = store.data().one("SELECT key, sha256 FROM reports WHERE path = '2021/科技.pdf'")
    for path in ("", "/organs", f"/organ/{row['key']}", "/findings", "/compare", "/failures"):
        page = context.new_page()
        page.goto(address + path)
        assert len(page.locator("main").inner_text()) > 30
    page.goto(f"{address}/pages/{row['sha256']}")
    page.locator(".figure a[href]").nth(40).click()
    expect(page.locator("rect:target")).to_have_count(1)
    context.close()


def test_a_figure_and_its_box_light_each_other(
    watched: Watched, address: str, store: Store
) -> None:
    page = watched.page
    [pdf, docx] = (
        store.data().one("SELECT sha256 FROM reports WHERE path = ?", [path])["sha256"]
        for path in ("2021/科技.pdf", "2018/科技.docx")
    )
    page.goto(f"{address}/report/{pdf}")
    page.get_by_role("link", name="看原件").click()
    figure = page.locator(".figure a[href]").nth(60)
    figure.click()
    box = page.locator("rect:target")
    expect(box).to_be_in_viewport()
    lit = box.evaluate("node => getComputedStyle(node).fillOpacity")
    page.mouse.move(0, 0)
    assert float(lit) > 0.4
    box.locator("..").click()
    assert page.locator(".figure:target").inner_text() == figure.inner_text()
    page.get_by_role("link", name="看文字").click()
    page.goto(f"{address}/report/{docx}")
    both_ways(page)
    watched.assert_quiet(address)


def both_ways(page: Page) -> None:
    """A figure lights its cell, and the cell the figure."""
    figure = page.locator(".figure a[href*='r']").nth(30)
    figure.click()
    cell = page.locator("td:target")
    expect(cell).to_be_in_viewport()
    assert colour(cell) != colour(page.locator("td[id]:not(:target)").first)
    cell.locator("a").click()
    assert page.locator(".figure:target a").inner_text() == figure.inner_text()
    expect(page.locator(".figure:target")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_wider_than_the_window(
    browser: Browser, address: str, store: Store, size: tuple[int, int], scheme: str
) -> None:
    row = store.data().one("SELECT key, sha256 FROM reports WHERE path = '2021/科技.pdf'")
    paths = ("", "/organs", f"/organ/{row['key']}", "/findings", "/compare", "/failures")
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    for path in (*paths, f"/report/{row['sha256']}", f"/pages/{row['sha256']}"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        ink, paper = (
            page.evaluate(f"getComputedStyle(document.body).{name}")
            for name in ("color", "backgroundColor")
        )
        assert (luminance(ink) > luminance(paper)) == (scheme == "dark"), path
    page.close()


def luminance(colour: str) -> float:
    return sum(map(float, colour[colour.index("(") + 1 : -1].split(",")[:3]))


# --- as files ---


def test_the_way_through_a_site(
    watched: Watched, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_concepts(monkeypatch)
    write_site(store, tmp_path)
    own = tmp_path.as_uri()
    page = watched.page
    page.goto(f"{own}/index.html")
    assert page.locator("body").evaluate("node => getComputedStyle(node).margin") == "0px"
    page.get_by_role("searchbox").fill("ypqkj")
    found = page.get_by_role("search").get_by_role("link")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(KE)
    page.get_by_role("searchbox").fill("没有这个局")
    expect(page.get_by_role("search").get_by_role("listitem")).to_have_text("没有")
    page.get_by_role("link", name="机关", exact=True).click()
    page.get_by_role("searchbox").fill("云浦区科技")
    expect(found).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(KE)
    page.get_by_role("link", name="机关", exact=True).click()
    page.get_by_role("button", name="报告份数").click()
    page.get_by_role("link", name=KE).click()
    page.locator("figure a .mark").first.click()
    expect(page.locator("td:target")).to_have_count(1)
    page.get_by_role("link", name="发现的问题").click()
    with page.expect_navigation():
        page.get_by_role("link", name="错误").click()
    assert set(page.locator("tbody td:first-child").all_inner_texts()) == {"错误"}
    page.get_by_role("link", name="比较").click()
    page.get_by_role("link", name="2021", exact=True).click()
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Archive", exact=True).click()
    pdf = store.data().one("SELECT sha256 FROM reports WHERE path = '2021/科技.pdf'")["sha256"]
    page.goto(f"{own}/pages/{pdf}.html")
    page.locator(".figure a[href]").nth(60).click()
    expect(page.locator("rect:target")).to_be_in_viewport()
    assert page.locator("image").first.evaluate("node => node.getBBox().width") > 100
    watched.assert_quiet(own)


# --- the page of one report, and the summary ---


def test_the_page_of_a_report(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text(parse(write_docx(make_spec(7, "2021"))).to_html(), "utf-8")
    watched.page.goto(path.as_uri())
    both_ways(watched.page)
    watched.assert_quiet(tmp_path.as_uri())


def test_the_summary_is_sorted_and_printed_whole(
    watched: Watched, store: Store, tmp_path: Path
) -> None:
    from govreport.batch.show.summary import write_summary

    data = store.data()
    path = data.tables.folder / "summary.html"
    write_summary(data.tables, path)
    page = watched.page
    page.goto(path.as_uri())
    page.locator(".heat").get_by_role("button", name="错误").click()
    errors = [int(text) for text in page.locator(".heat td:last-child").all_inner_texts()]
    assert errors == sorted(errors, reverse=True)
    page.emulate_media(media="print")
    for place in page.locator(".heat, .wide").all():
        assert place.evaluate("node => getComputedStyle(node).overflowY") == "visible"
        assert place.evaluate("node => node.scrollHeight - node.clientHeight") <= 1
    watched.assert_quiet(path.as_uri())
