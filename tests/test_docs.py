"""The documentation says what is so: its examples run, its generated pages are current."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest
import regex

from support.county import county_store

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import architecture  # noqa: E402
import render  # noqa: E402

PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = regex.compile(r"^```pycon\n(.*?)^```$", regex.DOTALL | regex.MULTILINE)
LINK = regex.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and what a batch makes of it."""
    return county_store(tmp_path_factory)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_examples_give_what_they_say(
    page: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They run in the repository; those that use an archive, beside one."""
    monkeypatch.chdir(store if page.name.startswith("batch.") else ROOT)
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


@pytest.mark.parametrize("picture", architecture.pictures(), ids=lambda path: path.name)
def test_pictures_of_the_rooms_are_current(picture: Path) -> None:
    drawn = architecture.pictures()[picture]
    assert picture.read_text(encoding="utf-8") == drawn, "run python docs/architecture.py"


@pytest.mark.parametrize("package", architecture.PACKAGES)
def test_floors_hold_few_rooms(package: str) -> None:
    rooms = architecture.rooms(package)
    for floor in architecture.floors(rooms):
        assert len(floor) <= architecture.MOST, floor
        assert all(rooms[room].isdisjoint(floor) for room in floor), floor


def test_every_room_is_explained() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [room for room in architecture.rooms("govreport") if f"| `{room}` |" not in page] == []
