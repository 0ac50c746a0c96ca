"""Write the golden files: six whole reports as JSON, and for each format where its figures stand.

    python tests/golden/refresh.py

The whole reports are one of each format, each edition clean and with warts. Where the figures of
all clean reports stand is a table for each format. Run it when the reports are meant to come out
otherwise, and read the difference before committing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import govreport as gr
from fixtures import (
    Book,
    Expected,
    Layout,
    ReportSpec,
    Site,
    Wart,
    expected,
    make_spec,
    write_docx,
    write_html,
    write_pdf,
    write_rtf,
    write_text,
    write_xlsx,
)
from fixtures.enforcement import compose_enforcement, make_enforcement
from fixtures.write_docx import render_docx
from govreport.model import Metric

__all__ = [
    "FOLDER",
    "WRITERS",
    "Golden",
    "enforcement",
    "enforcement_path",
    "goldens",
    "origins",
    "origins_path",
]

FOLDER = Path(__file__).parent
W = Wart

#: Warts of one report for each edition, such as occur together.
WARTY = {
    "2014": frozenset(
        {W.LABEL_FLATTENED, W.FIRST_CHILD_FLATTENED, W.HEADER_SPREAD, W.ANNEX_NUMBERED}
        | {W.INDENT_MISSING_ONCE, W.VALUE_BLANK, W.TAIL_LINES, W.YEAR_WHITE_CIRCLE}
    ),
    "2019": frozenset(
        {W.TITLE_ORGAN_FIRST, W.HEADS_BROKEN, W.AMOUNT_UNIT_IN_CELL, W.CHANGE_WIDE_MINUS}
        | {W.TOTALS_BLANK, W.NUMBER_SKIPPED, W.DATE_CHINESE, W.LAST_SECTION_NONE}
    ),
    "2021": frozenset(
        {W.TITLE_TWICE, W.VERTICAL_LABEL, W.BROKEN_SUM, W.NUMBER_TWICE, W.SIGNATURE_ONE_LINE}
        | {W.QUOTES_STRAIGHT, W.ITEM_SPACED, W.FRONT_INDEX_NUMBER}
    ),
}


#: What takes a spec and warts to a file.
WRITERS: Mapping[str, Callable[[ReportSpec, frozenset[Wart]], bytes]] = {
    "docx": write_docx,
    "html": lambda spec, warts: write_html(spec, Site.FRAME, warts),
    "pdf": write_pdf,
    "rtf": write_rtf,
    "text": lambda spec, warts: write_text(spec, Layout.TABS, warts),
    "xlsx": lambda spec, warts: write_xlsx(spec, Book.ONE_SHEET, warts),
}
#: The whole reports: each edition clean and with warts, in six formats.
WHOLE = (
    ("2014", "docx", "clean"),
    ("2014", "pdf", "warts"),
    ("2019", "html", "clean"),
    ("2019", "rtf", "warts"),
    ("2021", "text", "clean"),
    ("2021", "xlsx", "warts"),
)


@frozen
class Golden:
    """A report of ours and the file that says how it must be read."""

    name: str
    data: bytes
    want: Expected

    @property
    def path(self) -> Path:
        """The golden file."""
        return FOLDER / f"{self.name}.json"

    def read(self) -> dict[str, object]:
        """The report as it is read now."""
        return gr.parse(self.data).to_dict()

    def text(self) -> str:
        """What the golden file should hold now: short things a line each."""
        return dump(self.read()) + "\n"


def goldens() -> Iterator[Golden]:
    """Yield every whole report that has a golden file."""
    for edition, format, kind in WHOLE:
        spec = make_spec(11, edition)
        warts = WARTY[edition] if kind == "warts" else frozenset[Wart]()
        want = expected(spec, warts, site=Site.FRAME if format == "html" else None)
        yield Golden(f"{edition}-{format}-{kind}", WRITERS[format](spec, warts), want)


def enforcement_path() -> Path:
    """The file that says how a report of the other kind must be read."""
    return FOLDER / "enforcement-docx-clean.json"


def enforcement() -> dict[str, object]:
    """That report as it is read now."""
    return gr.parse(render_docx(compose_enforcement(make_enforcement(11, "zhejiang")))).to_dict()


def origins_path(format: str) -> Path:
    """The file that says where the figures of a format stand."""
    return FOLDER / f"origins-{format}.tsv"


def origins(format: str) -> str:
    """Where each figure of the clean reports in a format stands, a line each."""
    lines = ["edition\tmetric\tpage\tblock\trow\tcolumn\tstart\tend\tbox\traw"]
    for edition in WARTY:
        report = gr.parse(WRITERS[format](make_spec(11, edition), frozenset()))
        lines += [f"{edition}\t{_origin(metric)}" for metric in report.metrics]
    return "\n".join(lines) + "\n"


def _origin(metric: Metric) -> str:
    """One figure's place as a line."""
    name = " ".join((metric.id, *(f"{k}={v}" for k, v in metric.dimensions.items())))
    at = metric.origin
    box = at.box and " ".join(
        f"{side:g}" for side in (at.box.x0, at.box.top, at.box.x1, at.box.bottom)
    )
    places = (at.page, at.block, at.row, at.column, at.start, at.end, box, at.raw)
    return "\t".join([name, *("" if place is None else str(place) for place in places)])


def dump(value: object, indent: str = "") -> str:
    """JSON with what is short and flat on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= 160 or not isinstance(value, dict | list):
        return flat
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{json.dumps(k, ensure_ascii=False)}: {dump(v, inner)}" for k, v in value.items()]
        opening, closing = "{", "}"
    else:
        parts = [dump(each, inner) for each in value]
        opening, closing = "[", "]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{closing}"


if __name__ == "__main__":
    for golden in goldens():
        golden.path.write_text(golden.text(), encoding="utf-8")
    enforcement_path().write_text(dump(enforcement()) + "\n", encoding="utf-8")
    for format in WRITERS:
        origins_path(format).write_text(origins(format), encoding="utf-8")
