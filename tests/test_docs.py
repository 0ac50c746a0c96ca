"""The documentation says what is so: its examples run, its generated pages are current."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest
import regex

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import render  # noqa: E402

PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = regex.compile(r"^```pycon\n(.*?)^```$", regex.DOTALL | regex.MULTILINE)
LINK = regex.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_examples_give_what_they_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n".join(FENCE.findall(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert "".join(said) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", render.pages(), ids=lambda path: path.name)
def test_generated_pages_are_current(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == render.pages()[page], "run python docs/render.py"
