"""Precision and recall of quantities against ``quantities.toml``; run it to see what differs.

PYTHONPATH=tests python -m labelled.score
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import regex
from attrs import fields, frozen

from govreport.zh.quantities import Change, QuantitySpan, Value, find_none, find_quantities

LABEL = regex.compile(r"⟦(?P<text>[^|⟧]++)\|(?P<label>[^⟧]++)⟧")
PATH = Path(__file__).with_name("quantities.toml")


@frozen
class Quantity:
    """A labelled quantity, or one that was found, in the terms of a label."""

    text: str
    start: int
    end: int
    value: Value | None
    unit: str | None
    kind: str
    low: Value | None
    high: Value | None
    qualifier: str | None
    subject: str | None
    change: tuple[str | None, Value | None, Value | None] | None
    part_of: int | None


@frozen
class Paragraph:
    """A paragraph without its labels, and what they say."""

    id: str
    text: str
    quantities: tuple[Quantity, ...]
    none: tuple[tuple[str, str], ...]


@frozen
class Score:
    """How many of the labelled were found as labelled, of how many labelled and found."""

    right: int
    labelled: int
    found: int

    @property
    def precision(self) -> float:
        """The share of the found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the labelled that was found."""
        return self.right / self.labelled if self.labelled else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} recall {self.recall:.3f} "
            f"({self.right} right, {self.labelled} labelled, {self.found} found)"
        )


#: What is compared, from the least to all of it.
ASPECTS: dict[str, Callable[[Quantity], Hashable]] = {
    "value, unit, span": lambda each: (each.start, each.end, each.value, each.unit),
    "+ kind": lambda each: (each.start, each.end, each.value, each.unit, each.kind),
    "+ bounds": lambda each: (*_core(each), each.low, each.high, each.qualifier),
    "+ change": lambda each: (*_core(each), each.change),
    "+ part": lambda each: (*_core(each), each.part_of),
    "+ subject": lambda each: (*_core(each), each.subject),
}


def load() -> tuple[Paragraph, ...]:
    """Read the labelled paragraphs."""
    data = tomllib.loads(PATH.read_text("utf-8"))
    return tuple(_paragraph(each) for each in data["paragraph"])


def found_in(text: str) -> tuple[Quantity, ...]:
    """What the code finds, in the terms of a label."""
    return tuple(_as_label(each) for each in find_quantities(text))


def score(paragraphs: Iterable[Paragraph], aspect: str) -> Score:
    """Compare in one aspect; a wrong subject counts only where a label names one."""
    key = ASPECTS[aspect]
    right = labelled = found = 0
    for paragraph in paragraphs:
        wanted = paragraph.quantities
        got = found_in(paragraph.text)
        if aspect == "+ subject":
            wanted = tuple(each for each in wanted if each.subject is not None)
            places = {(each.start, each.end) for each in wanted}
            got = tuple(each for each in got if (each.start, each.end) in places)
        right += len({key(each) for each in wanted} & {key(each) for each in got})
        labelled += len(wanted)
        found += len(got)
    return Score(right, labelled, found)


def score_none(paragraphs: Iterable[Paragraph]) -> Score:
    """Compare the statements of none: text and subject."""
    right = labelled = found = 0
    for paragraph in paragraphs:
        got = {(each.text, each.subject) for each in find_none(paragraph.text)}
        right += len(set(paragraph.none) & got)
        labelled += len(paragraph.none)
        found += len(got)
    return Score(right, labelled, found)


def main() -> None:
    """Print the scores and every difference."""
    paragraphs = load()
    for paragraph in paragraphs:
        got = found_in(paragraph.text)
        for each in set(paragraph.quantities) - set(got):
            twin = next((other for other in got if other.start == each.start), None)
            print(f"{paragraph.id}: {each.text} {_differences(each, twin)}")
        places = {each.start for each in paragraph.quantities}
        for each in got:
            if each.start not in places:
                print(f"{paragraph.id}: NOT LABELLED {each.text} {each.unit}")
        none = {(each.text, each.subject or "") for each in find_none(paragraph.text)}
        for statement in none ^ set(paragraph.none):
            side = "missing" if statement in paragraph.none else "NOT LABELLED"
            print(f"{paragraph.id}: none {side} {statement}")
    for aspect in ASPECTS:
        print(f"{aspect:<20}{score(paragraphs, aspect)}")
    print(f"{'none':<20}{score_none(paragraphs)}")


def _core(each: Quantity) -> tuple[Hashable, ...]:
    return (each.start, each.end, each.value, each.unit)


def _differences(wanted: Quantity, got: Quantity | None) -> str:
    if got is None:
        return "MISSING"
    names = [each.name for each in fields(Quantity)]
    differing = [name for name in names if getattr(wanted, name) != getattr(got, name)]
    if differing == ["subject"] and wanted.subject is None:
        return "ok"
    return "; ".join(
        f"{name}: {getattr(wanted, name)} / {getattr(got, name)}" for name in differing
    )


def _paragraph(data: dict[str, str | list[str]]) -> Paragraph:
    marked = str(data["text"])
    plain = ""
    last = 0
    quantities = []
    for match in LABEL.finditer(marked):
        plain += marked[last : match.start()]
        start = len(plain)
        plain += match["text"]
        quantities.append(_quantity(match["text"], start, match["label"].split()))
        last = match.end()
    plain += marked[last:]
    none = [statement.partition(" => ") for statement in data.get("none", [])]
    return Paragraph(
        str(data["id"]), plain, tuple(quantities), tuple((text, of) for text, _, of in none)
    )


def _quantity(text: str, start: int, label: list[str]) -> Quantity:
    value, unit, kind, *rest = label
    bounds = next((each[1:-1].split(",") for each in rest if each.startswith("[")), ["", ""])
    named = {name: said for name, _, said in (each.partition("=") for each in rest)}
    result = _number(named.get("r", ""))
    change = (named["d"], _number(named.get("b", "")), result) if "d" in named else None
    return Quantity(
        text=text,
        start=start,
        end=start + len(text),
        value=_number(value),
        unit=None if unit == "-" else unit,
        kind=kind,
        low=_number(bounds[0]),
        high=_number(bounds[1]),
        qualifier=named.get("q"),
        subject=named.get("s"),
        change=change,
        part_of=int(named["p"]) if "p" in named else None,
    )


def _number(written: str) -> Value | None:
    if written in ("", "-"):
        return None
    if "/" in written:
        return Fraction(written)
    return Decimal(written) if "." in written else int(written)


def _as_label(found: QuantitySpan) -> Quantity:
    change = found.change
    return Quantity(
        text=found.text,
        start=found.start,
        end=found.end,
        value=found.value,
        unit=found.unit,
        kind=str(found.kind),
        low=found.low,
        high=found.high,
        qualifier=None if found.qualifier is None else str(found.qualifier),
        subject=found.subject,
        change=None if change is None else _change(change),
        part_of=found.part_of,
    )


def _change(change: Change) -> tuple[str | None, Value | None, Value | None]:
    direction = None if change.direction is None else str(change.direction)
    return direction, change.base, change.result


if __name__ == "__main__":
    main()
