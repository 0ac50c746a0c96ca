"""The documentation is whole: every page in both languages, a site that needs no other host."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
import regex
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import measure  # noqa: E402
import notebook  # noqa: E402

DOCS = ROOT / "docs"
#: Each page in Chinese and in English.
PAIRS = [
    (page, page.with_suffix(".en.md"))
    for page in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    if not page.name.endswith(".en.md")
]
FENCE = regex.compile(r"^```(\w*)\n(.*?)^```$", regex.DOTALL | regex.MULTILINE)
HEADING = regex.compile(r"^#+(?= )", regex.MULTILINE)
#: What asks another host when a page is opened.
REQUEST = regex.compile(
    r"""(?:src=|url\(|@import )["']?(?:https?:)?//|<link[^>]+href="(?:https?:)?//"""
)


def code(page: Path) -> list[tuple[str, str]]:
    """The blocks of code without comments, what is printed and what people are told."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [
        (language, regex.sub(r" *# .*", "", text))
        for language, text in blocks
        if language not in ("console", "text") and ".message" not in text
    ]


def rows(page: Path) -> list[int]:
    """How many columns each row of each table has."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [regex.subn(r"(?<!\\)\|", "", line)[1] for line in text.split("\n") if line[:1] == "|"]


@pytest.mark.parametrize(("page", "english"), PAIRS, ids=lambda path: path.name)
def test_every_page_is_there_in_both_languages(page: Path, english: Path) -> None:
    assert english.exists(), f"{page.name} has no page in English"
    said, told = (
        HEADING.findall(FENCE.sub("", each.read_text(encoding="utf-8"))) for each in (page, english)
    )
    assert said == told, "the headings of the two languages differ"
    assert rows(page) == rows(english), "the tables of the two languages differ"
    assert code(page) == code(english)


@pytest.mark.parametrize("page", measure.pages(), ids=lambda path: path.name)
def test_page_of_figures_is_current(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == measure.pages()[page], "run python docs/measure.py"


@pytest.mark.parametrize("page", notebook.pages(), ids=lambda path: path.name)
def test_page_of_the_notebook_is_current(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == notebook.pages()[page], "run python docs/notebook.py"


def test_notebook_prints_what_it_says() -> None:
    chinese, english = map(notebook.load, notebook.NOTEBOOKS)
    kept = notebook.printed(chinese)
    assert notebook.printed(notebook.run(chinese)) == kept
    sources = ([c.source for c in nb.cells if c.cell_type == "code"] for nb in (chinese, english))
    assert len({*map(tuple, sources)}) == 1
    assert notebook.printed(english) == kept


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder


def test_site_asks_no_other_host(site: Path) -> None:
    pages = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert len(pages) > 2 * len(PAIRS) - 2
    asking = [page.name for page in pages if REQUEST.search(page.read_text(encoding="utf-8"))]
    assert asking == []


@pytest.mark.office
def test_search_answers_in_a_browser_without_a_server(site: Path) -> None:
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.keyboard.press("f")
        box = page.locator(".md-search__input")
        for words, title in (("空白单元格", "规则与问题"), ("carried", "Rules and findings")):
            box.fill(words)
            box.press("End")
            page.locator(".md-search-result__item", has_text=title).first.wait_for()
        browser.close()
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}


def test_search_knows_words_of_both_languages(site: Path) -> None:
    text = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("var __index = "))
    words = {
        word
        for entry in index["docs"]
        for word in regex.split(index["config"]["separator"], entry["title"] + " " + entry["text"])
    }
    assert {"勾稽", "空白", "单元格", "统计表", "carried"} <= words
