"""Every edition in every format: what is parsed is what was written, no cell wrong, none dropped.

Each wart stands alone once in every edition and format (its text layout and its web site take
turns), and each layout and site takes the clean report and ten random mixtures of warts.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attrs import frozen

import govreport as gr
from fixtures import (
    ABOUT,
    MADE_FROM,
    Book,
    Layout,
    Site,
    Wart,
    applies,
    converted,
    differences,
    expected,
    make_spec,
    missing_quantities,
    random_mixture,
    write_docx,
    write_html,
    write_mht,
    write_ofd,
    write_pdf,
    write_rtf,
    write_text,
    write_xlsx,
)
from support.ogi import EDITIONS

#: The ways in which a format can be written.
Style = Layout | Site | Book | None
STYLES: dict[str, tuple[Style, ...]] = {
    "docx": (None,),
    "text": tuple(Layout),
    "html": tuple(Site),
    "pdf": (None,),
    "ofd": (None,),
    "doc": (None,),
    "wps": (None,),
    "rtf": (None,),
    "word-rtf": (None,),
    "xlsx": tuple(Book),
    "xls": (Book.ONE_SHEET, Book.SHEETS),
    "mht": tuple(Site),
    "word.pdf": (None,),
}
#: Formats that are another one under another name, in a wrapping, or made from the same files.
SAME = {"wps": "doc", "mht": "html", "word.pdf": "doc"}
#: Formats that have the warts of another one.
LIKE = {**SAME, "ofd": "pdf"}
#: Characters that are not seen are not set either.
UNPRINTED = {"word.pdf": frozenset({Wart.ZERO_WIDTH})}
WRITERS = {"pdf": write_pdf, "ofd": write_ofd, "word-rtf": write_rtf}
MIXTURES = 10
#: Cases of warts alone that one test takes.
CHUNK = 15


@frozen
class Case:
    """One report: what is written, and how."""

    format: str
    style: Style
    edition: str
    seed: int
    warts: frozenset[Wart]

    def __str__(self) -> str:
        warts = "+".join(sorted(self.warts)) or "clean"
        return f"{self.format}-{self.style or ''} {self.edition} seed {self.seed} {warts}"

    @property
    def written_as(self) -> str:
        """The format that we write, be it to convert it."""
        format = SAME.get(self.format, self.format)
        return MADE_FROM.get(format, format)

    def data(self) -> bytes:
        """The report as we write it."""
        spec = make_spec(self.seed, self.edition)
        if isinstance(self.style, Layout):
            return write_text(spec, self.style, self.warts)
        if isinstance(self.style, Site):
            write = write_mht if self.format == "mht" else write_html
            return write(spec, self.style, self.warts)
        if isinstance(self.style, Book):
            return write_xlsx(spec, self.style, self.warts)
        return WRITERS.get(self.written_as, write_docx)(spec, self.warts)

    def left_open(self) -> frozenset[str]:
        """What this way of writing does not tell: a cell a line, one table goes into the next, and
        headings of several lines are not told from text if nothing marks a cell."""
        if self.style is Book.UNRULED:
            # Without rules, what of a sheet is the head of a table and what a line above it.
            return frozenset({"text", "tables"})
        lines_of_cells = (Layout.CELL_PER_LINE, Layout.STACKED)
        run_together = self.style in lines_of_cells and Wart.DISCLOSURE_SPLIT in self.warts
        unmarked = self.style is Layout.STACKED and Wart.HEADS_BROKEN in self.warts
        return frozenset(["tables"] * run_together + ["text"] * unmarked)

    def differences(self, path: Path) -> list[str]:
        """What is read from the file otherwise than it was written."""
        site = self.style if isinstance(self.style, Site) else None
        layout = self.style if isinstance(self.style, Layout) else None
        spec = make_spec(self.seed, self.edition)
        want = expected(spec, self.warts, site=site, layout=layout)
        try:
            report = gr.parse(path)
            found = differences(want, report, ignoring=self.left_open())
            return [*found, *missing_quantities(want, report)]
        except Exception:
            # One case that breaks must not hide the others of its group.
            return [traceback.format_exc()]


def files(cases: Sequence[Case]) -> Iterator[bytes]:
    """The bytes of each case; those that LibreOffice makes, all in one go."""
    format = SAME.get(cases[0].format, cases[0].format)
    written = {f"{number}.{case.written_as}": case.data() for number, case in enumerate(cases)}
    if format in MADE_FROM:
        written = converted(written, "pdf" if cases[0].format == "word.pdf" else format)
    yield from written.values()


def able(format: str, edition: str) -> list[Wart]:
    """The warts that reports of an edition, written in a format, can have."""
    without = UNPRINTED.get(format, frozenset[Wart]())
    return [w for w in Wart if applies(w, edition, LIKE.get(format, format)) and w not in without]


def mixtures(format: str, style: Style, edition: str) -> list[Case]:
    """The clean report and ten random mixtures of warts."""
    drawn = (random_mixture(seed, edition, LIKE.get(format, format)) for seed in range(MIXTURES))
    return [
        Case(format, style, edition, seed, warts & {*able(format, edition)})
        for seed, warts in enumerate([frozenset[Wart](), *drawn])
    ]


def alone(format: str, edition: str) -> list[Case]:
    """Each wart by itself, in layouts and sites by turns."""
    styles = STYLES[format]
    cases = []
    for seed, wart in enumerate(able(format, edition)):
        # Another turn in each edition.
        style = styles[(seed + EDITIONS.index(edition)) % len(styles)]
        if style is Site.PRE and "text" not in ABOUT[wart].formats:
            # Plain text on a page has no pictures and no boxes.
            style = Site.FRAME
        cases.append(Case(format, style, edition, seed, frozenset({wart})))
    return cases


def groups() -> Iterator[tuple[str, Sequence[Case]]]:
    """The cases, a test each group."""
    for format, styles in STYLES.items():
        for edition in EDITIONS:
            for style in styles:
                name = f"{format}-{style}" if style else format
                yield f"{name} {edition} mixtures", mixtures(format, style, edition)
            cases = alone(format, edition)
            for start in range(0, len(cases), CHUNK):
                part = cases[start : start + CHUNK]
                first, last = (next(iter(case.warts)) for case in (part[0], part[-1]))
                yield f"{format} {edition} {first} to {last}", part


@pytest.mark.parametrize("cases", [pytest.param(cases, id=name) for name, cases in groups()])
def test_parsed_as_written(cases: Sequence[Case], tmp_path: Path) -> None:
    wrong = {}
    for number, (case, data) in enumerate(zip(cases, files(cases), strict=True)):
        path = tmp_path / f"{number}.{case.format}"
        path.write_bytes(data)
        if found := case.differences(path):
            wrong[str(case)] = found
    report = [f"{name}\n    " + "\n    ".join(found[:6]) for name, found in wrong.items()]
    assert not wrong, "\n" + "\n".join(report)


def test_every_wart_that_can_occur_stands_alone_in_every_edition_and_format() -> None:
    for format in STYLES:
        for edition in EDITIONS:
            found = {wart for case in alone(format, edition) for wart in case.warts}
            assert found == {*able(format, edition)}
