"""Precision and recall of the ties against ``ties.toml``; run it to see what differs.

python -m labelled.score_ties
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import regex
from attrs import frozen

from govreport.model import Quantity
from govreport.narrative.quantities import ReportContext, read_quantities
from govreport.outline.lines import Line
from govreport.outline.passages import Passage
from labelled.score import Score
from support.ogi import OGI

LABEL = regex.compile(r"⟦(?P<text>[^|⟧]++)\|(?P<label>[^⟧]++)⟧")
TIE = regex.compile(r"(?P<id>[a-z_.]++)(?:\[(?P<name>\w++)=(?P<member>\w++)\])?=(?P<value>\S++)")
PATH = Path(__file__).with_name("ties.toml")


@frozen
class Tied:
    """A tie, labelled or made: the figure, and the value or the bounds that the text gives it."""

    id: str
    dimensions: tuple[tuple[str, str], ...]
    value: str

    def __str__(self) -> str:
        names = "".join(f"[{name}={member}]" for name, member in self.dimensions)
        return f"{self.id}{names}={self.value}"


@frozen
class Labelled:
    """A stretch of text with its ties, and the scope and year that its words name."""

    text: str
    start: int
    end: int
    ties: frozenset[Tied]
    scope: str | None
    year: int | None

    def covers(self, quantity: Quantity) -> bool:
        """Whether a quantity stands here."""
        start, end = quantity.origin.start or 0, quantity.origin.end or 0
        return start < self.end and self.start < end


@frozen
class Paragraph:
    """A paragraph without its labels, where it stands, and what the labels say."""

    id: str
    text: str
    place: ReportContext
    labels: tuple[Labelled, ...]

    def quantities(self) -> tuple[Quantity, ...]:
        """What the code reads in it."""
        line = Line(text=self.text, label=None, block=0, start=0, end=len(self.text), raw=self.text)
        return read_quantities([Passage(line=line, titles=self.place.titles)], self.place)


def load() -> tuple[Paragraph, ...]:
    """Read the labelled paragraphs."""
    data = tomllib.loads(PATH.read_text("utf-8"))
    return tuple(_paragraph({**data["default"], **each}) for each in data["paragraph"])


def differences(paragraph: Paragraph) -> tuple[int, int, list[str]]:
    """How many ties are right and how many were made, and what differs, a line each."""
    quantities = paragraph.quantities()
    made = [(quantity, _tied(quantity)) for quantity in quantities if quantity.concept]
    right = 0
    out = []
    for label in paragraph.labels:
        here = {tied for quantity, tied in made if label.covers(quantity)}
        right += len(label.ties & here)
        out += [f"missing {label.text} {tied}" for tied in label.ties - here]
    for quantity, tied in made:
        if not any(tied in each.ties and each.covers(quantity) for each in paragraph.labels):
            out.append(f"too many {quantity.text} {tied}")
    return right, len(made), out


def score(paragraphs: tuple[Paragraph, ...]) -> Score:
    """Precision and recall of the ties."""
    right = found = 0
    for paragraph in paragraphs:
        here, made, _ = differences(paragraph)
        right += here
        found += made
    labelled = sum(len(label.ties) for each in paragraphs for label in each.labels)
    return Score(right, labelled, found)


def context_faults(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Say where the scope or the year of a labelled quantity is not the one labelled."""
    out = []
    for paragraph in paragraphs:
        quantities = paragraph.quantities()
        for label in paragraph.labels:
            here = [each for each in quantities if label.covers(each)]
            scopes, years = {each.scope for each in here}, {each.year for each in here}
            if label.scope and scopes != {label.scope}:
                out.append(f"{paragraph.id}: {label.text} scope {label.scope} / {scopes}")
            if years - {label.year}:
                out.append(f"{paragraph.id}: {label.text} year {label.year} / {years}")
    return out


def main() -> None:
    """Print every difference and the score."""
    paragraphs = load()
    for paragraph in paragraphs:
        for line in differences(paragraph)[2]:
            print(f"{paragraph.id}: {line}")
    print(*context_faults(paragraphs), sep="\n")
    print(score(paragraphs))


def _tied(quantity: Quantity) -> Tied:
    if quantity.low is not None or quantity.high is not None:
        low, high = (_written(each) for each in (quantity.low, quantity.high))
        value = f"[{low},{high}]"
    else:
        value = _written(quantity.value)
    return Tied(quantity.concept or "", tuple(sorted(quantity.dimensions.items())), value)


def _written(value: int | Decimal | None) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _paragraph(data: dict[str, object]) -> Paragraph:
    marked = str(data["text"])
    titles, year = data["section"], data["year"]
    assert isinstance(titles, list)
    assert isinstance(year, int)
    plain = ""
    last = 0
    labels = []
    for match in LABEL.finditer(marked):
        plain += marked[last : match.start()]
        labels.append(_labelled(match["text"], len(plain), match["label"]))
        plain += match["text"]
        last = match.end()
    place = ReportContext(
        kind=OGI,
        issuer=str(data["issuer"]),
        year=year,
        edition=str(data["edition"]),
        titles=tuple(map(str, titles)),
    )
    return Paragraph(str(data["id"]), plain + marked[last:], place, tuple(labels))


def _labelled(text: str, start: int, label: str) -> Labelled:
    named = dict(each.split("=") for each in label.split() if each.startswith(("scope=", "year=")))
    ties = (TIE.fullmatch(each) for each in label.split())
    return Labelled(
        text=text,
        start=start,
        end=start + len(text),
        ties=frozenset(
            Tied(
                tie["id"],
                ((tie["name"], tie["member"]),) if tie["name"] else (),
                tie["value"],
            )
            for tie in ties
            if tie is not None and tie["id"] not in ("scope", "year")
        ),
        scope=named.get("scope"),
        year=int(named["year"]) if "year" in named else None,
    )


if __name__ == "__main__":
    main()
