"""Scans made on purpose, read by OCR: figures right, unreadable, wrong and missing.

    python benchmarks/ocr.py             # three editions, each scanned in nine ways
    python benchmarks/ocr.py --only fax  # those scanned in some of the ways
    python benchmarks/ocr.py --simulate  # misreadings put into reports: what identities confirm

A figure is wrong if it was told as sure and is not what stands there; none may be. At least 97 %
are right, of photocopies, photographs and faxes 80 %; of the worn photocopy, which no person reads,
nothing is asked but that none is wrong. CER is the share of characters that are wrong, of the text
as the PDF has it. Memory is the most that the process has held so far.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import unittest.mock
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

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

EDITIONS = ("2014", "2019", "2021")
SEED = 3
RATES = (0.01, 0.03, 0.10)
#: What may become of a figure; what is confirmed is right as well.
WHAT = ("right", "confirmed", "unreadable", "wrong", "wrong confirmed", "missing")
Key = tuple[str, frozenset[tuple[str, str]]]


def main() -> None:
    """Print one of the two tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--simulate", action="store_true")
    arguments.add_argument("--draws", type=int, default=1_000)
    arguments.add_argument("--only", action="append", choices=KINDS)
    options = arguments.parse_args()
    lines = simulated(options.draws) if options.simulate else read(options.only or KINDS)
    for line in lines:
        print(line, flush=True)


def read(kinds: Iterable[str]) -> Iterator[str]:
    """A row for each scan."""
    from govreport.readers.pdf.scanned.page import scanned_page

    yield f"| scan | edition | figures | {' | '.join(WHAT)} | CER | s a page | MiB |"
    yield "|---" * (len(WHAT) + 6) + "|"
    for name in kinds:
        for edition in EDITIONS:
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
            told = " | ".join(str(counts[what]) for what in WHAT)
            errors = _character_errors(document.text, gr.read(pdf).text)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            yield (
                f"| {name} | {edition} | {len(true)} | {told} | {errors:.1%} | {seconds:.1f} "
                f"| {peak} |"
            )


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


def simulated(draws: int) -> Iterator[str]:
    """A row for each edition and rate of misreadings."""
    yield "| edition | misread | figures | confirmed | wrong and confirmed |"
    yield "|---|---|---|---|---|"
    for edition in EDITIONS:
        document = gr.read(write_docx(make_spec(SEED, edition)))
        true = _true(edition)
        for rate in RATES:
            dice = random.Random(f"{edition} {rate}")
            counts: Counter[str] = Counter()
            for _ in range(draws):
                counts += judged(_parsed(_misread(document, rate, dice)), true)
            wrong = counts["wrong confirmed"]
            figures, confirmed = draws * len(true), counts["confirmed"]
            yield f"| {edition} | {rate:.0%} | {figures} | {confirmed} | {wrong} |"


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
