"""govreport beside its peers, in one run: ``make bench``.

    python benchmarks/run.py                  measure, and print tables
    python benchmarks/run.py --check          … and fail where a budget (budget.toml) was missed
    python benchmarks/run.py --only pdf prose some of it: formats, start, json, prose, batch
    python benchmarks/run.py FILE…            these files only, each beside what reads its format

Each reader has a process of its own, the peers that of ``--peers``, and less than a minute for all
of its files; one without a figure says why. Medians of processor time; all of our parse (form,
figures, text, checks) stands beside what gives text and tables only; a ratio below 1 is faster.
``docs/measure.py speed`` keeps what is printed, for the page of figures.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from archives import rates
from govreport.readers import identify
from peers import PEERS
from readers import OURS, Files, Reading, read
from samples import prose, samples
from timing import child_seconds, median

HERE = Path(__file__).resolve().parent
PEERS_PYTHON = HERE.parent / ".venv-peers" / "bin" / "python"
#: What is missed by no more than this is not told: machines are noisy.
LEEWAY = 1.1
#: Pairs of lines in the texts full of figures: what peers read, and twenty times as many.
LINES = (120, 2400)


@frozen
class Row:
    """One measure: ours and the peer's, in the unit of the group. ``ratio`` is what the budget of
    that name is about."""

    group: str
    what: str
    ours: str
    peer: str = ""
    theirs: str = ""
    ratio: float | None = None
    budget: str = ""
    our_memory: float | None = None
    their_memory: float | None = None


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", nargs="+", default=(), metavar="PART")
    parser.add_argument("--peers", default=str(PEERS_PYTHON), help="the Python that has the peers")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for row in (_given if asked.files else _all)(Path(folder), asked):
                rows.append(row)
        finally:  # what was measured is shown, whatever went wrong then
            _show(rows)
    if asked.files:
        return
    missed = [*_missed(rows, asked.only)]
    print("\n".join(["budgets (benchmarks/budget.toml) that were missed:", *(missed or ["none"])]))
    sys.exit(bool(missed and asked.check))


def _given(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    for path in asked.files:
        format = identify(path.read_bytes()).id
        yield from _beside(format, {path.name: path}, asked.peers)


def _all(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Everything, one after the other: they would be in each other's way."""
    files: dict[str, dict[str, Path]] = {}
    for sample in samples():
        path = folder / f"{sample.edition}.{sample.format}"
        path.write_bytes(sample.data)
        files.setdefault(sample.format, {})[sample.edition] = path
    spent: dict[str, float] = {}
    for format, of_format in files.items():
        if _wanted(asked, format):
            ours = read(OURS, of_format)
            spent[format] = statistics.median(
                each / figures
                for each, figures in zip(ours.seconds, ours.figures, strict=True)
                if isinstance(each, float)
            )
            yield from _beside(format, of_format, asked.peers, ours)
    if "docx" in spent:
        yield from _per_figure(spent)
    if _wanted(asked, "start"):
        yield from _starts(files["docx"]["2014"])
    if _wanted(asked, "json"):
        yield from _json(files["docx"]["2021"])
    if _wanted(asked, "prose"):
        yield from _prose(folder, asked.peers)
    if _wanted(asked, "batch"):
        yield from _archives(folder)


def _wanted(asked: argparse.Namespace, part: str) -> bool:
    wanted = not asked.only or part in asked.only
    if wanted:
        _note(part)
    return wanted


def _note(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


# -- measures ----------------------------------------------------------------------------------


def _beside(format: str, files: Files, peers: str, ours: Reading | None = None) -> Iterator[Row]:
    """All of our parse against what the peers of the format do."""
    ours = ours or read(OURS, files)
    there = [peer for peer in PEERS if format in peer.formats]
    for peer in there:
        _note(f"  {peer.name}")
        theirs = read(peer.name, files, peers)
        memory = None if peer.program else theirs.megabytes[0]
        why = theirs.seconds[0]
        if isinstance(why, str) and set(theirs.seconds) == {why}:
            yield Row(format, "each of them", "", peer.name, why)
            continue
        for name, our, their in zip(files, ours.seconds, theirs.seconds, strict=True):
            yield Row(
                format,
                name,
                _ms(our),
                peer.name,
                _ms(their),
                _ratio(our, their),
                peer.name,
                ours.megabytes[0],
                memory,
            )
    if not there:
        yield from (
            Row(format, name, _ms(our), our_memory=ours.megabytes[0])
            for name, our in zip(files, ours.seconds, strict=True)
        )


def _ratio(ours: float | str, theirs: float | str) -> float | None:
    if isinstance(ours, str) or isinstance(theirs, str):
        return None
    return ours / theirs


def _per_figure(spent: Mapping[str, float]) -> Iterator[Row]:
    """Each format beside docx, by the time for a figure."""
    docx = spent["docx"]
    for format, each in spent.items():
        yield Row("per_figure", format, _us(each), "docx", _us(docx), each / docx, format)


def _starts(docx: Path) -> Iterator[Row]:
    """What a command takes from start to end, beyond bare Python."""
    module = ("-m", "govreport")
    commands = {
        "import govreport": ("-c", "import govreport"),
        "--help": (*module, "--help"),
        "parse one docx": (*module, "parse", "--json", str(docx)),
        "check one docx": (*module, "check", "--json", str(docx)),
    }
    bare = child_seconds(("-c", "pass"))
    for name, command in commands.items():
        more = child_seconds(command) - bare
        yield Row("start", name, _ms(more), "Python", _ms(bare), more, name)


def _json(docx: Path) -> Iterator[Row]:
    report = govreport.parse(docx)
    text = report.to_json()
    for name, seconds in (
        ("out", median(report.to_json)),
        ("in", median(lambda: govreport.Report.from_json(text))),
    ):
        yield Row("json", name, _ms(seconds), ratio=seconds * 1000, budget=name)


def _prose(folder: Path, peers: str) -> Iterator[Row]:
    """Text full of figures: a megabyte, and how the time grows with the length."""
    files = {}
    for lines in LINES:
        data = prose(lines)
        files[f"{len(data) / 1e6:.2f} MB"] = folder / f"{lines}.txt"
        files[f"{len(data) / 1e6:.2f} MB"].write_bytes(data)
    sizes = [path.stat().st_size / 1e6 for path in files.values()]
    ours = read(OURS, files)
    short, long = (each for each in ours.seconds if isinstance(each, float))
    yield Row("prose", "a megabyte", _ms(long / sizes[1]), ratio=long / sizes[1], budget="megabyte")
    grown, longer = long / short, sizes[1] / sizes[0]
    yield Row(
        "prose", f"{longer:.0f} × as long", f"{grown:.1f} ×", ratio=grown / longer, budget="longer"
    )
    yield from _beside("prose", files, peers, ours)


def _archives(folder: Path) -> Iterator[Row]:
    """An archive with one worker and with two: by the clock, and by the processors' time, which
    other work disturbs less."""
    one, two = rates(folder)
    for name, rate in (("1 worker", one), ("2 workers", two)):
        yield Row("batch", name, f"{rate.files:.0f} files/s", ratio=1 / rate.files, budget=name)
    yield Row(
        "batch", "processors, a file", _ms(two.seconds), ratio=two.seconds, budget="seconds a file"
    )
    times = two.files / one.files
    yield Row(
        "batch",
        f"2 beside 1, {os.cpu_count()} cores",
        f"{times:.2f} ×",
        ratio=1 / times,
        budget="two",
    )


# -- what is said ------------------------------------------------------------------------------


def _missed(rows: Sequence[Row], only: Sequence[str]) -> Iterator[str]:
    """The budgets that were missed by more than a tenth, by the median of what was measured for
    each; and those for which nothing was."""
    budgets = tomllib.loads((HERE / "budget.toml").read_text(encoding="utf-8"))
    for group, limits in budgets.items():
        for name, limit in limits.items():
            found = [r.ratio for r in rows if (r.group, r.budget) == (group, name) and r.ratio]
            if not found and not only:
                yield f"{group}, {name}: not measured"
            elif found and statistics.median(found) > limit * LEEWAY:
                yield f"{group}, {name}: {statistics.median(found):.3g}, budget {limit}"


#: What stands above the table of a group.
TITLES = {
    "per_figure": "time for a figure, beside docx",
    "start": "from start to end, beyond bare Python",
    "json": "JSON of a report of 200 figures",
    "prose": "text full of figures",
    "batch": "an archive of 2,000 files, from start to end",
}


def _show(rows: Sequence[Row]) -> None:
    """Print a table for each group."""
    console = Console(width=110)
    for group in dict.fromkeys(row.group for row in rows):
        of_group = [row for row in rows if row.group == group]
        table = Table(title=TITLES.get(group, group))
        for name in ("what", "govreport", "memory", "peer", "peer's", "memory", "ratio"):
            table.add_column(name, justify="left" if name in ("what", "peer") else "right")
        for row in of_group:
            ratio = f"{row.ratio:.2f}" if row.ratio is not None and row.theirs else ""
            ours, theirs = _mb(row.our_memory), _mb(row.their_memory)
            table.add_row(row.what, row.ours, ours, row.peer, row.theirs, theirs, ratio)
        console.print(table)


def _ms(seconds: float | str) -> str:
    return seconds if isinstance(seconds, str) else f"{seconds * 1000:.1f} ms"


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs"


def _mb(megabytes: float | None) -> str:
    return "" if megabytes is None else f"{megabytes:.0f} MB"


if __name__ == "__main__":
    main()
