"""Write the golden files: whole reports as JSON, in every edition and format, clean and with warts.

    python tests/golden/refresh.py

Run it when the reports are meant to come out otherwise, and read the difference before committing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import govreport as gr
from fixtures import (
    Book,
    Expected,
    Layout,
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

__all__ = ["FOLDER", "Golden", "goldens"]

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
    """Yield every report that has a golden file."""
    for edition, warts in WARTY.items():
        for kind, chosen in (("clean", frozenset[Wart]()), ("warts", warts)):
            spec = make_spec(11, edition)
            written = {
                "docx": write_docx(spec, chosen),
                "html": write_html(spec, Site.FRAME, chosen),
                "pdf": write_pdf(spec, chosen),
                "rtf": write_rtf(spec, chosen),
                "text": write_text(spec, Layout.TABS, chosen),
                "xlsx": write_xlsx(spec, Book.ONE_SHEET, chosen),
            }
            for format, data in written.items():
                want = expected(spec, chosen, site=Site.FRAME if format == "html" else None)
                yield Golden(f"{edition}-{format}-{kind}", data, want)


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
