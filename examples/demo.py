"""A county's archive, from files to answers: ``make demo``.

    python examples/demo.py [OUT]

Parses ``examples/county`` into a store, tells what became of the files and what does not add up,
and draws sixteen years of one figure. The scan in it is read where OCR is installed; elsewhere the
command that installs it is shown. Ends with 0 where the whole archive was gone through.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

import govreport as gr
from govreport.batch.store.reading import Tables
from govreport.compare import Series
from govreport.ocr import INSTALL, is_installed

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = ROOT / "examples" / "county"
CONCEPT = "applications.received"
ORGANS = ("禾泊坪县人民政府", "禾泊坪县环境保护局")

BLOCKS = " ▁▂▃▄▅▆▇█"
HEIGHT, WIDTH = 8, 4


def main(out: Path) -> int:
    """Make the store, and show what is in it. Return the exit code of the batch."""
    console = Console(highlight=False)
    ocr = "auto" if is_installed() else "never"
    command = ["batch", str(ARCHIVE), "-o", str(out), "--ocr", ocr]
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "govreport", *command], stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        return done.returncode
    store = gr.open_store(out)
    console.rule("文件 / files")
    for line in files(store):
        console.print(line, markup=False, soft_wrap=True)
    console.rule("对不上的地方 / what does not add up")
    for line in findings(store):
        console.print(line, markup=False, soft_wrap=True)
    for organ in ORGANS:
        series = store.series(CONCEPT, organ=organ)
        console.rule(f"{series.organ}：{series.label}（{CONCEPT}）")
        console.print("\n".join(chart(series)), markup=False)
        for point in series:
            if point.former_name:
                console.print(f"  {point.year}：原 / formerly {point.former_name}", markup=False)
    console.rule("接着看 / go on")
    page = (out / "summary.html").resolve().as_uri()
    console.print(f"概况 / overview: {page}", markup=False, soft_wrap=True)
    console.print(f"各页 / pages:    govreport serve {out}", markup=False, soft_wrap=True)
    return 0


def files(store: Tables) -> Iterator[str]:
    """How many files there are of each status, and why some gave no report."""
    rows = store.arrow("files", ["path", "status", "code"]).to_pylist()
    counted = Counter(row["status"] for row in rows)
    yield "，".join(f"{status} {count}" for status, count in counted.most_common())
    for row in rows:
        if row["code"] is not None:
            yield f"  {row['code']}  {row['path']}"
    if not is_installed():
        yield f"扫描件 / the scan: {INSTALL}"
        return
    reports = store.arrow("reports", ["sha256", "path"]).to_pylist()
    names = {row["sha256"]: row["path"] for row in reports}
    read: dict[str, Counter[str]] = {}
    for row in store.arrow("metrics", ["sha256", "certainty", "state"]).to_pylist():
        if row["certainty"] in ("ocr", "ocr_confirmed"):
            how = "unreadable" if row["state"] == "unreadable" else row["certainty"]
            read.setdefault(row["sha256"], Counter())[how] += 1
    for digest, figures in read.items():
        told = "，".join(f"{how} {count}" for how, count in sorted(figures.items()))
        yield f"  OCR  {names[digest]}：{told}"


def findings(store: Tables) -> Iterator[str]:
    """The errors and warnings, in each report and from one year to the next."""
    reports = store.arrow("reports", ["sha256", "path"]).to_pylist()
    paths = {row["sha256"]: row["path"] for row in reports}
    for table in ("findings", "series_findings"):
        rows = store.arrow(table, ["sha256", "severity", "message"]).to_pylist()
        for row in rows:
            if row["severity"] in ("error", "warning"):
                yield f"  {Path(paths[row['sha256']]).name}\n    {row['message']}"


def chart(series: Series) -> Iterator[str]:
    """Draw a series as columns; a year without a value is left open."""
    points = {point.year: point for point in series if point.year is not None}
    years = range(min(points), max(points) + 1)
    values = [float(points[y].value or 0) if y in points else 0.0 for y in years]
    most = max(values) or 1.0
    for row in reversed(range(HEIGHT)):
        eighths = (round(value / most * HEIGHT * 8) - row * 8 for value in values)
        yield "".join(f"{BLOCKS[min(max(each, 0), 8)] * 2:>{WIDTH}}" for each in eighths).rstrip()
    shown = (points[y].value if y in points else None for y in years)
    yield "".join(f"{'' if value is None else f'{value:g}':>{WIDTH}}" for value in shown)
    yield "".join(f"{f'{year % 100:02}':>{WIDTH}}" for year in years)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "demo"))
