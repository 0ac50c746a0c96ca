"""Our reading of .doc beside antiword, catdoc and LibreOffice, on the same files.

    python benchmarks/doc.py [FILE…]

Processor time of whole processes, from start to end, for the others cannot be asked otherwise;
beside it, what our own process takes once it runs. Without files, reports of our own are read, and
it is counted how many rows of the form each program gives with label and figure on one line.
"""

from __future__ import annotations

import functools
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import regex
from attrs import evolve, frozen
from pypdfium2 import PdfDocument
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import govreport
from fixtures import compose, converted, make_spec
from fixtures.manuscript import Item, Line, Role
from fixtures.write_docx import render_docx

ROUNDS = 15


@frozen
class Sample:
    """A file, and the rows of its form: label and figure, as written."""

    name: str
    data: bytes
    rows: tuple[tuple[str, str], ...] = ()


@frozen
class Peer:
    """A program that turns a .doc into text, on its standard output or in a file of the folder."""

    name: str
    command: tuple[str, ...]
    rounds: int = ROUNDS
    result: str = ""


def main(paths: Sequence[str] = ()) -> None:
    """Time every program on every file and print a table."""
    table = Table("file", "program", "whole process", "in process", "rows of the form")
    samples = [Sample(Path(path).name, Path(path).read_bytes()) for path in paths] or _samples()
    for sample in samples:
        for row in _rows(sample):
            table.add_row(*row)
    Console(width=110).print(table)


def _samples() -> list[Sample]:
    """The form of 2014 alone, and below the text of a report."""
    spec = make_spec(1, "2014", year=2018)
    whole = compose(spec)
    starts = [n for n, item in enumerate(whole.items) if _role(item) is Role.ANNEX_LABEL]
    form = evolve(whole, items=(whole.items[0], *whole.items[starts[0] :]))
    files = {"form.docx": render_docx(form), "report.docx": render_docx(whole)}
    rows = tuple(
        (cells[0].text.strip(), cells[-1].text)
        for cells in form.grids()[0].cover()
        if cells[-1].fact and cells[-1].fact.value is not None
    )
    made = converted(files, "doc")
    pages = converted({f"{name}.doc": data for name, data in made.items()}, "pdf")
    return [
        Sample(f".doc of {len(PdfDocument(pdf))} pages", data, rows)
        for data, pdf in zip(made.values(), pages.values(), strict=True)
    ]


def _role(item: Item) -> Role | None:
    return item.role if isinstance(item, Line) else None


def _rows(sample: Sample) -> Iterator[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "sample.doc"
        path.write_bytes(sample.data)
        for peer in _peers(path, folder):
            if shutil.which(peer.command[0]) is None:
                yield sample.name, peer.name, "not installed", "", ""
                continue
            ours = peer.name == "govreport"
            inside = _median(lambda: govreport.parse(sample.data), time.process_time)
            run = functools.partial(_run, peer)
            whole = _median(run, _children_time, peer.rounds)
            # Ours gives JSON: asked for the table instead, so that all are counted alike.
            text = _ours(sample.data) if ours else _output(peer, folder)
            found = f"{_found(sample.rows, text)} of {len(sample.rows)}" if sample.rows else ""
            yield sample.name, peer.name, _shown(whole), _shown(inside) if ours else "", found


def _peers(path: Path, folder: Path) -> list[Peer]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = ("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), str(path))
    return [
        Peer("govreport", (sys.executable, "-m", "govreport", "parse", "--json", str(path))),
        Peer("antiword", ("antiword", "-w", "0", "-m", "UTF-8.txt", str(path))),
        Peer("catdoc", ("catdoc", "-w", "-d", "utf-8", str(path))),
        Peer("LibreOffice", ("soffice", profile, "--headless", *target), 3, f"{path.stem}.txt"),
    ]


def _run(peer: Peer) -> bytes:
    return subprocess.run(peer.command, check=True, capture_output=True, timeout=120).stdout


def _output(peer: Peer, folder: Path) -> str:
    said = _run(peer)
    return ((folder / peer.result).read_bytes() if peer.result else said).decode(errors="replace")


def _ours(data: bytes) -> str:
    metrics = govreport.parse(data).metrics
    return "\n".join(f"{metric.label_raw} {metric.value}" for metric in metrics)


def _found(rows: Sequence[tuple[str, str]], text: str) -> int:
    """How many rows have their whole label and their figure on one line."""
    lines = {regex.sub(r"[\s|│]", "", line) for line in text.splitlines()}
    return sum(
        any(line.startswith(wanted) and line.endswith(figure) for line in lines)
        for label, figure in rows
        if (wanted := "".join(label.split()))
    )


def _median(
    action: Callable[[], object], clock: Callable[[], float], rounds: int = ROUNDS
) -> float:
    """The median time of an action, after one round that does not count."""
    action()
    times = []
    for _ in range(rounds):
        start = clock()
        action()
        times.append(clock() - start)
    return statistics.median(times)


def _children_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
