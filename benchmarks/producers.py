"""Every edition through every program that makes PDFs: figures right, unreadable and missing.

    python benchmarks/producers.py [NAME…]

prints the table that stands in docs/reference/producers.md. What is missing or wrong without a
finding that says so is the fault that must not be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import govreport as gr
from fixtures import expected, make_spec
from support.producers import PRODUCERS, Producer

EDITIONS = ("2014", "2019", "2021")
SEED = 5


class Count(NamedTuple):
    """How the figures of one file were read."""

    right: int = 0
    unreadable: int = 0
    missing: int = 0
    wrong: int = 0
    refused: str = ""

    def __str__(self) -> str:
        if self.refused:
            return f"拒读（`{self.refused}`）"
        return f"{self.right} / {self.unreadable} / {self.missing + self.wrong}"


def main(names: list[str]) -> None:
    """Print the table."""
    print("| 程序 | " + " | ".join(EDITIONS) + " |")
    print("|---|" + "---|" * len(EDITIONS))
    for name, producer in PRODUCERS.items():
        if names and name not in names:
            continue
        counts = [str(count(producer, edition)) for edition in EDITIONS]
        print(f"| {name} | " + " | ".join(counts) + " |", flush=True)


def count(producer: Producer, edition: str) -> Count:
    """Read what a producer makes of a report of an edition, and count."""
    if not producer.is_there:
        return Count(refused=f"没有 {producer.tool}")
    spec = make_spec(SEED, edition)
    data = producer.make(spec)
    try:
        report = gr.parse(data)
    except gr.GovReportError as error:
        return Count(refused=error.code)
    found = {
        (m.id, frozenset((k, str(v)) for k, v in m.dimensions.items())): m for m in report.metrics
    }
    right = unreadable = missing = wrong = 0
    for fact in expected(spec).metrics:
        metric = found.get((fact.id, frozenset(fact.dims)))
        if metric is None:
            missing += 1
        elif metric.state is gr.State.UNREADABLE:
            unreadable += 1
        elif metric.value == fact.value:
            right += 1
        else:
            wrong += 1
    return Count(right, unreadable, missing, wrong)


if __name__ == "__main__":
    main(sys.argv[1:])
