"""govreport beside its peers, in one run: ``make bench``.

    python benchmarks/run.py            measure, and print tables
    python benchmarks/run.py --check    … and say which budgets (budget.toml) were missed
    python benchmarks/run.py FILE…      these files only, each beside what reads its format

Medians of processor time of this process, or of the whole program where one is started. All of our
parse (form, figures, text, checks) stands beside what gives text and tables only; a ratio below 1
is faster. ``docs/measure.py speed`` keeps what is printed, for the page of figures.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from govreport.readers import identify
from peers import PEERS, Peer
from samples import Sample, prose, samples
from timing import child_seconds, median, megabytes

HERE = Path(__file__).resolve().parent
#: What is missed by no more than this is not told: machines are noisy.
LEEWAY = 1.1
#: Pairs of lines in a megabyte of prose.
LINES = 2_400
ROUNDS = 3


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


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--held", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.held:
        read = {peer.name: peer.read for peer in PEERS}.get(asked.held, govreport.parse)
        print(f"{megabytes(lambda: read(asked.files[0].read_bytes())):.0f}")
        return
    if asked.files:
        _show([*_beside([_sample(path) for path in asked.files])])
        return
    files = list(samples())
    rows = [
        *_beside(files),
        *_per_figure(files),
        *_memory(files),
        *_starts(files[0]),
        *_json(files),
        *_prose(),
    ]
    _show(rows)
    if asked.check:
        missed = [*_missed(rows)]
        print("\n".join(missed) or "every budget was met")
        sys.exit(bool(missed))


def _sample(path: Path) -> Sample:
    data = path.read_bytes()
    return Sample(identify(data).id, path.name, data)


# -- measures ----------------------------------------------------------------------------------


def _beside(files: Sequence[Sample]) -> Iterator[Row]:
    """All of our parse against what the peers of the format do."""
    for sample in files:
        there = [peer for peer in PEERS if sample.format in peer.formats and peer.is_there]
        ours = median(lambda data=sample.data: govreport.parse(data), ROUNDS)  # type: ignore[misc]
        for peer in there:
            try:
                theirs = _seconds(peer, sample.data)
            except Exception as error:  # whatever a library raises
                yield Row(sample.format, sample.edition, "", peer.name, type(error).__name__)
                continue
            yield Row(
                sample.format,
                sample.edition,
                _ms(ours),
                peer.name,
                _ms(theirs),
                ours / theirs,
                peer.name,
            )


def _seconds(peer: Peer, data: bytes) -> float:
    if not peer.program:
        return median(lambda: peer.read(data), ROUNDS)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peer.read(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _memory(files: Sequence[Sample]) -> Iterator[Row]:
    """What a process comes to hold that reads one file, libraries and all."""
    for sample in {each.format: each for each in files}.values():
        ours = _held("govreport", sample)
        for peer in PEERS:
            if sample.format in peer.formats and peer.is_there and not peer.program:
                theirs = _held(peer.name, sample)
                shown = (f"{ours} MB", peer.name, f"{theirs} MB")
                yield Row("memory", f"{sample.format} {sample.edition}", *shown)


def _held(name: str, sample: Sample) -> str:
    """Asked of a process of its own; nothing where it fails."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(sample.data)
        file.flush()
        command = [sys.executable, __file__, "--held", name, file.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        return done.stdout.strip() if done.returncode == 0 else ""


def _per_figure(files: Sequence[Sample]) -> Iterator[Row]:
    """Each format beside docx, by the time for a figure."""
    spent: dict[str, list[float]] = {}
    for sample in files:
        figures = len(govreport.parse(sample.data).metrics)
        seconds = median(lambda data=sample.data: govreport.parse(data), ROUNDS)  # type: ignore[misc]
        spent.setdefault(sample.format, []).append(seconds / figures)
    docx = statistics.median(spent["docx"])
    for format, times in spent.items():
        each = statistics.median(times)
        yield Row("per_figure", format, _us(each), "docx", _us(docx), each / docx, format)


def _starts(sample: Sample) -> Iterator[Row]:
    """What a command takes from start to end, beyond bare Python."""
    module = ("-m", "govreport")
    commands = {
        "import govreport": ("-c", "import govreport"),
        "--help": (*module, "--help"),
        "parse one docx": (*module, "parse", "--json"),
        "check one docx": (*module, "check", "--json"),
    }
    bare = child_seconds(("-c", "pass"))
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(sample.data)
        file.flush()
        for name, command in commands.items():
            files = (file.name,) if "docx" in name else ()
            more = child_seconds((*command, *files)) - bare
            yield Row("start", name, _ms(more), "Python", _ms(bare), more, name)


def _json(files: Sequence[Sample]) -> Iterator[Row]:
    report = govreport.parse(
        next(s.data for s in files if (s.format, s.edition) == ("docx", "2021"))
    )
    text = report.to_json()
    for name, seconds in (
        ("out", median(report.to_json)),
        ("in", median(lambda: govreport.Report.from_json(text))),
    ):
        yield Row("json", name, _ms(seconds), ratio=seconds * 1000, budget=name)


def _prose() -> Iterator[Row]:
    """Text full of figures: a megabyte, and how the time grows with the length."""
    texts = {count: prose(count) for count in (LINES // 20, LINES)}
    short, long = (median(lambda d=data: govreport.parse(d), 1) for data in texts.values())  # type: ignore[misc]
    size = len(texts[LINES]) / 1e6
    yield Row("prose", f"{size:.1f} MB", _ms(long), ratio=long / size, budget="one megabyte")
    grown = long / short
    yield Row("prose", "20 × as long", f"{grown:.1f} ×", ratio=grown, budget="20 × as long")
    for peer in PEERS:
        if "prose" in peer.formats and peer.is_there:
            theirs = median(lambda peer=peer: peer.read(texts[LINES]), 1)  # type: ignore[misc]
            yield Row("prose", f"{size:.1f} MB", _ms(long), peer.name, _ms(theirs), long / theirs)


# -- what is said ------------------------------------------------------------------------------


def _missed(rows: Sequence[Row]) -> Iterator[str]:
    """The budgets that were missed, by the median of what was measured for each."""
    budgets = tomllib.loads((HERE / "budget.toml").read_text(encoding="utf-8"))
    for group, limits in budgets.items():
        for name, limit in limits.items():
            found = [r.ratio for r in rows if (r.group, r.budget) == (group, name) and r.ratio]
            if found and statistics.median(found) > limit * LEEWAY:
                yield f"{group}, {name}: {statistics.median(found):.2f}, budget {limit}"


#: What stands above the table of a group.
TITLES = {
    "per_figure": "time for a figure, beside docx",
    "memory": "memory that one file takes more",
    "start": "from start to end, beyond bare Python",
    "json": "JSON of a report of 200 figures",
    "prose": "text full of figures",
}


def _show(rows: Sequence[Row]) -> None:
    """Print a table for each group, and what was not there to be measured."""
    console = Console(width=110)
    for group in dict.fromkeys(row.group for row in rows):
        table = Table(
            "what", "govreport", "peer", "peer's", "ratio", title=TITLES.get(group, group)
        )
        for row in rows:
            if row.group == group:
                ratio = f"{row.ratio:.2f}" if row.ratio is not None and row.theirs else ""
                table.add_row(row.what, row.ours, row.peer, row.theirs, ratio)
        console.print(table)
    gone = [peer.name.partition(":")[0] for peer in PEERS if not peer.is_there]
    if gone:
        console.print(f"not installed, and so not measured: {', '.join(gone)}", soft_wrap=True)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs"


if __name__ == "__main__":
    main()
