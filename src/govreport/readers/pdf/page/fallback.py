"""Pages from pdfplumber, where pdfium cannot load them or cannot name their glyphs.

Slower by far, and it does not tell how text is drawn: invisible text is seen here as any other.
pdfminer, below it, can be led into endless loops and gigabytes by a few bytes of a hostile font,
so it runs in a process of its own, bounded in time and memory::

    python -m govreport.readers.pdf.page.fallback NUMBER… < FILE
"""

from __future__ import annotations

import io
import json
import logging
import math
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from attrs import asdict

from govreport.document import Box
from govreport.readers.pdf.page.codes import MAX_CHARS
from govreport.readers.pdf.page.edges import MAX_EDGES, MIN_PICTURE, edges_of_path
from govreport.readers.pdf.page.model import ODD, Char, Edge, Page
from govreport.readers.pdf.page.styles import BOLD_NAMES, DOWN_SHARE, MAX_LEAN_DEGREES, em_span
from govreport.readers.seen import Unseen

__all__ = ["plumbed_pages"]

#: A colour whose every component is above this is white.
WHITE = 0.96
#: Seconds and bytes that the process may take.
TIME_LIMIT = 30
MEMORY_LIMIT = 1 << 30


def plumbed_pages(data: bytes, numbers: Sequence[int]) -> dict[int, Page]:
    """Return those of the pages, counted from 1, that pdfplumber can read."""
    if not numbers:
        return {}
    command = [sys.executable, "-m", "govreport.readers.pdf.page.fallback", *map(str, numbers)]
    try:
        done = subprocess.run(  # noqa: S603  # our own module, and the file goes in as data
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    pages = (_thawed(line) for line in done.stdout.splitlines() if done.returncode == 0)
    return {page.number: page for page in pages}


def _thawed(line: bytes) -> Page:
    values = json.loads(line)
    values["chars"] = [Char(*char[:8]) for char in values["chars"]]
    values["edges"] = [Edge(*edge) for edge in values["edges"]]
    values["pictures"] = [Box(**box) for box in values["pictures"]]
    return Page(**values)


def _main(numbers: Sequence[str]) -> None:
    """Write each page that can be read as a line of JSON."""
    _bound_memory()
    import pdfplumber

    logging.disable()
    pages = pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())).pages
    for number in map(int, numbers):
        # pdfminer raises whatever a damaged file leads it into; any of it means the same here.
        try:
            page = _page(pages[number - 1], number)
        except Exception:  # noqa: S112
            continue
        # How characters look is not found out here.
        values = {**asdict(page, recurse=False), "chars": [char[:8] for char in page.chars]}
        print(json.dumps(values, default=asdict))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where only the time is bounded
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _page(page: Any, number: int) -> Page:
    left, top, right, bottom = (float(side) for side in page.cropbox)
    chars: list[Char] = []
    hidden: list[str] = []
    for item in page.chars[:MAX_CHARS]:
        char = _char(item, left, top)
        if _is_white(item) or not (0 <= char.x <= right - left and 0 <= char.y <= bottom - top):
            hidden.append(char.text)
        else:
            chars.append(char)
    edges = _edges(page, left, top)
    pictures = [
        Box(i["x0"] - left, i["top"] - top, i["x1"] - left, i["bottom"] - top)
        for i in page.images
        if min(i["width"], i["height"]) >= MIN_PICTURE
    ]
    return Page(
        number=number,
        width=right - left,
        height=bottom - top,
        chars=chars,
        edges=edges if len(edges) <= MAX_EDGES else (),
        pictures=pictures,
        left_out=[(Unseen.COLOUR, "".join(hidden))] if hidden else [],
        too_complex=len(edges) > MAX_EDGES or len(page.chars) > MAX_CHARS,
    )


def _char(item: dict[str, Any], left: float, top: float) -> Char:
    a, b, _, _, x, y = item["matrix"]
    angle = math.degrees(math.atan2(b, a))
    quarters = round(angle / 90)
    turn = quarters % 4 if abs(angle - 90 * quarters) <= MAX_LEAN_DEGREES else ODD
    size = item["bottom"] - item["top"] if quarters % 2 == 0 else item["x1"] - item["x0"]
    across, down = (item["x0"] - left, item["x1"] - left), (item["top"] - top, item["bottom"] - top)
    if turn == 0 and x - item["x0"] > DOWN_SHARE / 2 * (item["x1"] - item["x0"]):
        # In vertical writing the middle of a character is where it starts.
        turn, size = 3, item["x1"] - item["x0"]
        down = (down[0], down[0] + size)
    span = em_span((x - left, down[0] + item["y1"] - y), size, turn)
    if turn % 2:
        across = _on_line(across, span) if quarters % 2 else across
    else:
        down = _on_line(down, span)
    name = str(item["fontname"]).lower()
    return Char(
        text="\ufffd" if item["text"].startswith("(cid:") else item["text"],
        x0=across[0],
        top=down[0],
        x1=across[1],
        bottom=down[1],
        size=size,
        turn=turn,
        bold=any(part in name for part in BOLD_NAMES),
    )


def _on_line(sides: tuple[float, float], span: tuple[float, float]) -> tuple[float, float]:
    return span if span[0] <= sum(sides) / 2 <= span[1] else sides


def _is_white(item: dict[str, Any]) -> bool:
    colour = item.get("non_stroking_color")
    if not isinstance(colour, tuple) or len(colour) not in (1, 3):
        return False
    return all(isinstance(part, int | float) and part >= WHITE for part in colour)


def _edges(page: Any, left: float, top: float) -> list[Edge]:
    edges: list[Edge] = []
    for item in (*page.lines, *page.rects, *page.curves):
        points = [(float(x) - left, float(y) - top) for x, y in item["pts"]]
        if item["object_type"] == "rect" and len(points) > 1:
            points.append(points[0])
        edges += edges_of_path(points, stroked=bool(item["stroke"]))
    return edges


if __name__ == "__main__":
    _main(sys.argv[1:])
