"""Scans made on purpose, read by OCR: figures right, unreadable, wrong and missing.

    python benchmarks/ocr.py                             # 3 editions, each scanned in 9 ways
    python benchmarks/ocr.py --only fax --edition 2014   # some of these
    python benchmarks/ocr.py --simulate [--draws 1000]   # misreadings put in: what is confirmed

A figure is wrong if it was told as sure and is not what stands there; none may be. At least 97 %
are right, of photocopies, photographs and faxes 80 %; of the worn photocopy, which no person reads,
nothing is asked but that none is wrong. CER is the share of characters that are wrong, of the text
as the PDF has it. Memory is the most that the process has held so far.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import sys
import time
import unittest.mock
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parent))

import cv2
import numpy as np
from attrs import evolve

import govreport as gr
from fixtures import expected, make_spec, write_docx, write_pdf
from govreport import Certainty, State, pipeline
from govreport.document import Block, Cell, Document, Doubt, Table
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.readers.pdf.flow.document import document_of
from govreport.readers.pdf.flow.sheets import content_of
from support.scans import KINDS, scan
from timing import most_held

A = TypeVar("A")
T = TypeVar("T")

EDITIONS = ("2014", "2019", "2021")
SEED = 3
#: Scans are read, and reports drawn, by so many processes.
PROCESSES = 2
RATES = (0.01, 0.03, 0.10)
#: What may become of a figure; what is confirmed is right as well.
OUTCOMES = ("right", "unreadable", "wrong", "missing")
WHAT = ("right", "confirmed", "unreadable", "wrong", "wrong confirmed", "missing")
Key = tuple[str, frozenset[tuple[str, str]]]


def main() -> None:
    """Print one of the two tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--simulate", action="store_true")
    arguments.add_argument("--draws", type=int, default=1_000)
    arguments.add_argument("--only", action="append", choices=KINDS)
    arguments.add_argument("--edition", action="append", choices=EDITIONS)
    options = arguments.parse_args()
    editions = options.edition or EDITIONS
    if options.simulate:
        lines = simulated(editions, options.draws)
    else:
        lines = read(options.only or KINDS, editions)
    for line in lines:
        print(line, flush=True)


def read(kinds: Iterable[str], editions: Iterable[str]) -> Iterator[str]:
    """A row for each scan, and how many of the figures of all were right and wrong."""
    yield f"| scan | edition | figures | {' | '.join(WHAT)} | CER | s a page | MiB |"
    yield "|---" * (len(WHAT) + 6) + "|"
    total: Counter[str] = Counter()
    for name, edition, done in _side_by_side(_scan, itertools.product(kinds, editions)):
        total += done.counts
        told = " | ".join(str(done.counts[what]) for what in WHAT)
        yield (
            f"| {name} | {edition} | {done.figures} | {told} | {done.errors:.1%} "
            f"| {done.seconds:.1f} | {done.held:.0f} |"
        )
    told = " | ".join(str(total[what]) for what in WHAT)
    yield f"| all | | {sum(total[each] for each in OUTCOMES)} | {told} | | | |"


class Scanned(NamedTuple):
    """What became of the figures of a scan; the share of characters that are wrong, processor
    seconds for each page, and the MiB that the process held at most so far."""

    figures: int
    counts: Counter[str]
    errors: float
    seconds: float
    held: float


def _scan(name: str, edition: str) -> Scanned:
    from govreport.readers.pdf.scanned.page import scanned_page

    pdf = write_pdf(make_spec(SEED, edition))
    scanned = scan(pdf, name, seed=1)
    started = time.process_time()
    pages = [
        content_of(scanned_page(page, number, scanned.scale), number)
        for number, page in enumerate(scanned.pages, start=1)
    ]
    document = document_of("pdf", pages, DEFAULT_LIMITS, metadata={})
    seconds = (time.process_time() - started) / len(pages)
    true = _true(edition)
    counts = judged(_parsed(document), true)
    errors = _character_errors(document.text, gr.read(pdf).text)
    return Scanned(len(true), counts, errors, seconds, most_held())


def _side_by_side(
    do: Callable[[str, A], T], each: Iterable[tuple[str, A]]
) -> Iterator[tuple[str, A, T]]:
    """What comes of each, in their order, by processes that have one thread each."""
    given = list(each)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        PROCESSES, spawn, initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        found = pool.map(do, *zip(*given, strict=True))
        for (first, second), done in zip(given, found, strict=True):
            yield first, second, done


def _character_errors(said: str, true: str) -> float:
    """Characters to change, add or drop, as a share of the true ones; space does not count."""
    left, right = ("".join(text.split()) for text in (said, true))
    codes = np.array([ord(sign) for sign in right])
    steps = np.arange(len(codes) + 1)
    row = steps
    for number, sign in enumerate(left, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(sign)))
        # What is added costs one for each character: the least so far, and the way from there.
        row = np.minimum.accumulate(np.concatenate(([number], best)) - steps) + steps
    return float(row[-1]) / max(1, len(codes))


def judged(report: gr.Report, true: dict[Key, object]) -> Counter[str]:
    """Count what became of each figure; what is wrong and confirmed stands out."""
    found = {(m.id, frozenset(m.dimensions.items())): m for m in report.metrics if m.edition}
    counts: Counter[str] = Counter()
    for key, value in true.items():
        metric = found.get(key)
        if metric is None:
            counts["missing"] += 1
        elif metric.state is State.UNREADABLE:
            counts["unreadable"] += 1
        else:
            right = metric.value == value
            counts["right" if right else "wrong"] += 1
            if metric.certainty is Certainty.OCR_CONFIRMED:
                counts["confirmed" if right else "wrong confirmed"] += 1
    return counts


def simulated(editions: Iterable[str], draws: int) -> Iterator[str]:
    """A row for each edition and rate of misreadings."""
    yield "| edition | misread | figures | confirmed | wrong and confirmed |"
    yield "|---|---|---|---|---|"
    each = itertools.product(editions, ((rate, draws) for rate in RATES))
    for edition, (rate, _), (figures, counts) in _side_by_side(_drawn, each):
        confirmed, wrong = counts["confirmed"], counts["wrong confirmed"]
        yield f"| {edition} | {rate:.0%} | {figures} | {confirmed} | {wrong} |"


def _drawn(edition: str, asked: tuple[float, int]) -> tuple[int, Counter[str]]:
    """How many figures there are in so many draws at a rate, and what became of them."""
    rate, draws = asked
    document = gr.read(write_docx(make_spec(SEED, edition)))
    true = _true(edition)
    dice = random.Random(f"{edition} {rate}")
    counts: Counter[str] = Counter()
    for _ in range(draws):
        counts += judged(_parsed(_misread(document, rate, dice)), true)
    return draws * len(true), counts


def _misread(document: Document, rate: float, dice: random.Random) -> Document:
    """A document as a scanner gives it: each figure of a table is misread at this rate. Four in
    five misreadings are unsure, and one in twenty of what is read rightly."""

    def read(cell: Cell) -> Cell:
        digits = [n for n, sign in enumerate(cell.text) if sign.isdigit()]
        if not cell.text.lstrip("-").isdigit() or dice.random() >= rate:
            return evolve(cell, doubt=_doubt(0.05))
        at = dice.choice(digits)
        other = dice.choice([digit for digit in "0123456789" if digit != cell.text[at]])
        text = cell.text[:at] + (other if dice.random() < 0.8 else "") + cell.text[at + 1 :]
        return evolve(cell, text=text, doubt=_doubt(0.8))

    def _doubt(unsure: float) -> Doubt:
        return Doubt.MISREAD if dice.random() < unsure else Doubt.SCANNED

    blocks: list[Block] = [
        evolve(block, cells=tuple(map(read, block.cells))) if isinstance(block, Table) else block
        for block in document.blocks
    ]
    return evolve(document, blocks=tuple(blocks))


def _parsed(document: Document) -> gr.Report:
    """Parse a document as if it had been read from a file."""
    with unittest.mock.patch.object(pipeline, "read_document", return_value=document):
        return gr.parse("一份报告".encode())


def _true(edition: str) -> dict[Key, object]:
    facts = expected(make_spec(SEED, edition)).metrics
    return {(fact.id, frozenset(fact.dims)): fact.value for fact in facts}


if __name__ == "__main__":
    main()
