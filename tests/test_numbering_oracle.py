"""Automatic numbers against LibreOffice: one file with all lists, converted once, line by line.

What LibreOffice itself does not follow is left out here and tested in
``test_readers_word_numbering``: ``isLgl``, ``lvlRestart``, and formats that it shows in decimal.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import field, frozen

from fixtures import converted
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.readers.word.docx.reader import read
from support import docx_files as f

FORMATS = (
    *("decimal", "decimalZero", "decimalFullWidth", "decimalFullWidth2", "decimalHalfWidth"),
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "chineseLegalSimplified", "ideographLegalTraditional"),
    *("ideographTraditional", "ideographZodiac", "decimalEnclosedCircle", "none"),
    *("decimalEnclosedCircleChinese", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter"),
)
OUTLINE = (
    f.level(0, "%1、", "chineseCountingThousand"),
    f.level(1, "（%2）", "chineseCounting"),
    f.level(2, "%3."),
    f.level(3, "%3.%4"),
)
DOTTED = tuple(f.level(n, ".".join(f"%{k + 1}" for k in range(n + 1))) for n in range(4))


@frozen(kw_only=True)
class Case:
    """A list: its levels, each instance's overrides, and its paragraphs as (instance, level)."""

    name: str
    levels: Sequence[str] = OUTLINE
    instances: Sequence[str] = field(default=("",))
    items: Sequence[tuple[int, int]] = ()


def starts(*numbers: tuple[int, int]) -> str:
    return "".join(
        f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for n, start in numbers
    )


START_AT_8 = '<w:start w:val="8"/>'
CASES = (
    *(Case(name=n, levels=[f.level(0, "%1、", n)], items=[(0, 0)] * 31) for n in FORMATS),
    Case(name="levels", items=[(0, n) for n in (0, 1, 1, 2, 2, 1, 2, 0, 1, 2, 3, 3)]),
    Case(name="shared", instances=["", ""], items=[(0, 0), (0, 0), (1, 0), (0, 0), (1, 0)]),
    Case(
        name="restart",
        instances=["", starts((0, 5))],
        items=[(0, 0), (0, 0), (1, 0), (1, 0), (0, 0), (1, 0)],
    ),
    Case(
        name="restart all levels",
        instances=["", starts(*((n, 1) for n in range(9)))],
        items=[(0, 0), (0, 1), (1, 0), (1, 1), (1, 1), (0, 0), (0, 1)],
    ),
    Case(
        name="restart a deeper level",
        instances=["", starts((1, 7))],
        items=[(0, 0), (0, 1), (0, 1), (1, 1), (1, 1), (0, 1)],
    ),
    Case(name="first level missing", items=[(0, 1), (0, 1), (0, 0), (0, 1)]),
    Case(
        name="level passed over",
        levels=DOTTED,
        items=[(0, n) for n in (0, 2, 2, 1, 2, 0, 3, 3, 1, 0)],
    ),
    Case(
        name="level redefined",
        instances=[
            "",
            f'<w:lvlOverride w:ilvl="0">{f.level(0, "第%1项", extra=START_AT_8)}</w:lvlOverride>',
        ],
        items=[(0, 0), (1, 0), (0, 0), (1, 0)],
    ),
    Case(name="starts at 8", levels=[f.level(0, "%1.", extra=START_AT_8)], items=[(0, 0)] * 3),
    Case(
        name="without start",
        levels=[
            '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>',
        ],
        items=[(0, 0)] * 3,
    ),
)


def styled() -> tuple[str, str, list[str]]:
    """Body, styles and definitions of headings numbered by their styles."""
    body = "".join(
        f.p("事项", f'<w:pStyle w:val="{name}"/>{own}')
        for name, own in (
            ("First", ""),
            ("Second", ""),
            ("Third", ""),
            ("First", ""),
            ("Second", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("Second", ""),
        )
    )
    styles = (
        f.style("First", '<w:pPr><w:numPr><w:numId w:val="900"/></w:numPr></w:pPr>')
        + f.style(
            "Second",
            '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="900"/></w:numPr></w:pPr>',
            based_on="First",
        )
        + f.style("Third", based_on="Second")
    )
    levels = (
        f.level(0, "%1、", "chineseCounting", '<w:pStyle w:val="First"/>'),
        f.level(1, "（%2）", "chineseCounting", '<w:pStyle w:val="Second"/>'),
    )
    return body, styles, [f.abstract(900, *levels), f.num(900, 900)]


def document() -> bytes:
    body, styles, (abstract, num) = styled()
    abstracts, nums = [abstract], [num]
    for number, case in enumerate(CASES, start=1):
        abstracts.append(f.abstract(number, *case.levels))
        nums += [f.num(number * 10 + k, number, o) for k, o in enumerate(case.instances)]
        body += f.p(f"# {case.name}")
        body += "".join(f.numbered("事项", number * 10 + k, n) for k, n in case.items)
    return f.docx(body, styles=styles, numbering="".join((*abstracts, *nums)))


@pytest.fixture(scope="module")
def shown() -> list[str]:
    """The lines of the file as LibreOffice shows them, without indents."""
    text = converted({"lists.docx": document()}, "txt:Text (encoded):UTF8")["lists.docx"]
    return ["".join(line.split()) for line in text.decode("utf-8-sig").splitlines()]


def blocks() -> dict[str, list[str]]:
    lines = ("".join(block.text.split()) for block in read(document(), DEFAULT_LIMITS).blocks)
    return by_case(list(lines))


def by_case(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"styles": []}
    name = "styles"
    for line in lines:
        if line.startswith("#"):
            name = line.removeprefix("#")
        found.setdefault(name, []).append(line)
    return found


@pytest.mark.parametrize("name", ["styles", *(case.name for case in CASES)])
def test_numbers_are_those_of_libreoffice(shown: list[str], name: str) -> None:
    key = "".join(name.split())
    assert blocks()[key] == by_case(shown)[key]
