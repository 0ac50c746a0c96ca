"""Whole reports, labelled: some written out (``reports.toml``), some a sentence (``alone.toml``),
some put together of labelled sentences (``sentences.toml``) by organ, year, head and layout; some
that are short or have an odd title (``odd.toml``); and texts that are no reports (``others.toml``).
"""

from __future__ import annotations

import datetime as dt
import html
import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import regex
from attrs import field, frozen

from govreport.zh.text import has_traditional, to_simplified

__all__ = ["Labelled", "Link", "Number", "alone", "compose", "odd", "others", "written"]

FOLDER = Path(__file__).parent
MARK = regex.compile(
    r"⟦(?P<text>[^|⟧]++)(?:\|(?P<label>[^⟧]++))?⟧|⟪(?P<depth>\d)\|(?P<head>[^⟫]++)⟫"
)
PLAIN = regex.compile(r"(?P<value>[\d,]+(?:\.\d+)?)(?P<unit>\D+)")
LINK = regex.compile(r"(?P<id>[a-z_]+(?:\.[a-z_]+)+)(?:\[(?P<name>\w+)=(?P<member>\w+)\])?")

Dimensions = tuple[tuple[str, str], ...]
Link = tuple[str, str, Dimensions]
Number = tuple[str, Decimal | Fraction | None, str | None]


@frozen(kw_only=True)
class Labelled:
    """A text without its labels, and what they say of it.

    ``links`` are (text, id, dimensions), ``maybe`` those that may as well be left out; ``sections``
    are (depth, heading); ``inferred`` are figures (id, value) that follow from those of the text.
    """

    id: str
    text: str
    title: str | None
    issuer: str | None
    year: int | None
    period: tuple[dt.date, dt.date] | None
    issued: dt.date | None = None
    sections: tuple[tuple[int, str], ...] = ()
    numbers: tuple[Number, ...] = ()
    links: tuple[Link, ...] = ()
    maybe: tuple[Link, ...] = ()
    zeros: tuple[Link, ...] = ()
    inferred: tuple[tuple[str, int], ...] = ()
    findings: frozenset[str] = frozenset()

    @property
    def data(self) -> bytes:
        """The file."""
        return self.text.encode()


def others() -> tuple[tuple[str, bytes], ...]:
    """Return texts that are no such reports, with their names."""
    data = tomllib.loads((FOLDER / "others.toml").read_text("utf-8"))
    return tuple((each["id"], each["text"].strip().encode()) for each in data["text"])


def written() -> tuple[Labelled, ...]:
    """Return the reports that are written out."""
    data = tomllib.loads((FOLDER / "reports.toml").read_text("utf-8"))
    return tuple(_written(each) for each in data["report"])


def alone() -> tuple[Labelled, ...]:
    """Return the reports of one sentence each."""
    data = tomllib.loads((FOLDER / "alone.toml").read_text("utf-8"))
    return tuple(_alone(number, each) for number, each in enumerate(data["text"]))


def odd() -> tuple[tuple[str, int, bytes], ...]:
    """Return reports that are short or have an odd title, with the organ and the year of each."""
    data = tomllib.loads((FOLDER / "odd.toml").read_text("utf-8"))
    return tuple(
        (each["of"].split()[0], int(each["of"].split()[1]), each["text"].strip().encode())
        for each in data["text"]
    )


def compose() -> tuple[Labelled, ...]:
    """Return the reports that are put together."""
    bank = tomllib.loads((FOLDER / "sentences.toml").read_text("utf-8"))
    parts = tomllib.loads((FOLDER / "frames.toml").read_text("utf-8"))
    return tuple(_Composer(bank, parts).reports())


# --- labels -------------------------------------------------------------------------------------


@frozen
class _Marked:
    text: str
    sections: tuple[tuple[int, str], ...]
    numbers: tuple[Number, ...]
    links: tuple[Link, ...]
    maybe: tuple[Link, ...]
    zeros: tuple[Link, ...]


def _read(marked: str, none: Mapping[str, str]) -> _Marked:
    """Take the labels out of a text."""
    sections: list[tuple[int, str]] = []
    numbers: list[Number] = []
    links: list[Link] = []
    maybe: list[Link] = []
    for match in MARK.finditer(marked):
        if match["head"]:
            sections.append((int(match["depth"]), key(match["head"])))
            continue
        text, label = match["text"], (match["label"] or "").split()
        ids = [LINK.fullmatch(each) for each in label]
        said = [each for each, id in zip(label, ids, strict=True) if id is None and each != "?"]
        numbers.append(_number(text, said))
        for id in filter(None, ids):
            dimensions = ((id["name"], id["member"]),) if id["name"] else ()
            (maybe if "?" in label else links).append((key(text), id["id"], dimensions))
    zeros = [(key(text), id, ()) for text, ids in none.items() for id in ids.split()]
    plain = MARK.sub(lambda match: match["text"] or match["head"], marked)
    return _Marked(plain, tuple(sections), tuple(numbers), tuple(links), tuple(maybe), tuple(zeros))


def _number(text: str, said: Sequence[str]) -> Number:
    if said:
        number: Decimal | Fraction | None = None
        if said[0] != "-":
            number = Fraction(said[0]) if "/" in said[0] else Decimal(said[0])
        return key(text), number, None if said[1] == "-" else said[1]
    plain = PLAIN.fullmatch(text)
    assert plain is not None, text
    return key(text), Decimal(plain["value"].replace(",", "")), plain["unit"]


def key(text: str) -> str:
    """A text without blanks, to compare by."""
    return "".join(text.split())


def _period(written: str | None) -> tuple[dt.date, dt.date] | None:
    if not written:
        return None
    first, last = written.split("..")
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


def _written(data: Mapping[str, Any]) -> Labelled:
    marked = _read(data["text"].strip("\n"), data.get("none", {}))
    issued = data.get("issued")
    return Labelled(
        id=data["id"],
        text=marked.text,
        title=data.get("title"),
        issuer=data.get("issuer"),
        year=data.get("year"),
        period=_period(data.get("period")),
        issued=dt.date.fromisoformat(issued) if issued else None,
        sections=marked.sections,
        numbers=marked.numbers,
        links=marked.links,
        maybe=marked.maybe,
        zeros=marked.zeros,
        inferred=tuple(data.get("inferred", {}).items()),
        findings=frozenset(data.get("findings", "").split()),
    )


def _alone(number: int, data: Mapping[str, Any]) -> Labelled:
    organ, year = data["of"].split()
    copied = has_traditional(organ)
    title = (
        f"{organ}{year}年政府信息{'公開' if copied else '公开'}年度{'報告' if copied else '报告'}"
    )
    text = f"{title}\n\n⟪1|一、概述⟫\n{data['text']}"
    said = MARK.sub(lambda match: match["text"] or match["head"], data["text"])
    none = {said: data["zeros"]} if "zeros" in data else {}
    findings = {*data.get("findings", "").split(), *(["table.none"] if int(year) >= 2014 else [])}
    return _written(
        {
            **data,
            "id": f"alone {number}",
            "text": text,
            "none": none,
            "title": title,
            "issuer": to_simplified(organ),
            "year": int(year),
            "findings": " ".join(findings | ({"text.traditional"} if copied else set())),
        }
    )


# --- composing ----------------------------------------------------------------------------------


@frozen
class _Organ:
    name: str
    we: str
    of: str


@frozen
class _Composer:
    bank: Mapping[str, Sequence[Mapping[str, Any]]]
    parts: Mapping[str, Any]
    used: dict[str, int] = field(factory=dict)

    def reports(self) -> Iterator[Labelled]:
        organs = [_Organ(*each.split()) for each in self.parts["organs"]]
        heads, frames = self.parts["head"], self.parts["frame"]
        years = itertools.cycle(range(2008, 2025))
        for number in range(self.parts["count"]):
            organ = organs[number % len(organs)]
            year = next(itertools.islice(years, 4, None))
            yield self._report(number, organ, year, heads, frames)

    def _report(
        self,
        number: int,
        organ: _Organ,
        year: int,
        heads: Sequence[Mapping[str, Any]],
        frames: Sequence[Mapping[str, Any]],
    ) -> Labelled:
        head = self._next("head", heads, organ, year)
        one_line = head.get("line", False)
        fitting = [each for each in frames if each.get("inline") or not one_line]
        frame = self._next("frame", fitting, organ, year)
        period = self._next("period", self.parts["period"], organ, year)
        closings = self.parts["closing"][:1] if head.get("nameless") else self.parts["closing"]
        closing = self._next("closing", closings, organ, year)
        none: dict[str, str] = {}
        body = frame["text"].strip("\n")
        while slot := regex.search(r"\{\{(\w+)\}\}", body):
            sentence = self._next(slot[1], self.bank[slot[1]], organ, year)
            none |= {_filled(k, organ, year): v for k, v in sentence.get("none", {}).items()}
            body = body[: slot.start()] + sentence["text"] + body[slot.end() :]
        stated = "" if head.get("alone") else period["text"]
        text = head["text"].strip("\n")
        body = "\n".join(filter(None, (stated, body, "" if one_line else closing["text"])))
        if one_line:
            body = body.replace("\n", " ")
        text = text + (" " if one_line else "\n" if head.get("tight") else "\n\n") + body
        marked = _read(_filled(text, organ, year), none)
        page = marked.text
        if head.get("html"):
            page = _page(_filled(head["html"], organ, year), marked.text.split("\n"))
        findings = {*head.get("findings", "").split(), *frame.get("findings", "").split()}
        if year >= 2014:
            findings.add("table.none")
        issued = "" if one_line else closing.get("issued", "")
        issued = issued or head.get("issued", "")
        return Labelled(
            id=f"composed {number}",
            text=page,
            title=_filled(head["title"], organ, year) if "title" in head else None,
            issuer=organ.name,
            year=year,
            period=_period(_filled(period.get("period", "") if stated else "", organ, year)),
            issued=dt.date.fromisoformat(_filled(issued, organ, year)) if issued else None,
            sections=marked.sections,
            numbers=marked.numbers,
            links=marked.links,
            maybe=marked.maybe,
            zeros=marked.zeros,
            findings=frozenset(findings),
        )

    def _next(
        self, topic: str, choices: Sequence[Mapping[str, Any]], organ: _Organ, year: int
    ) -> Mapping[str, Any]:
        """The next of those that fit the organ and the year, in turn."""
        start = self.used.get(topic, 0)
        for step in range(len(choices)):
            choice = choices[(start + step) % len(choices)]
            of = choice.get("of", organ.of).split()
            if organ.of in of and choice.get("from", 0) <= year <= choice.get("to", 9999):
                # The one that was passed over comes up again.
                self.used[topic] = start + step + 1 if step == 0 else start + 1 + step % 2
                return choice
        raise ValueError(f"no {topic} for {organ} in {year}")


def _filled(text: str, organ: _Organ, year: int) -> str:
    han = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    words = {"O": organ.name, "we": organ.we, "y": year, "p": year - 1, "q": year - 2}
    words |= {"n": year + 1, "han": han, "spaced": " ".join(str(year))}
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", str(word))
    return text


def _page(head: str, lines: Sequence[str]) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines if line.strip())
    start = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head>"
    return f"{start}<body>{body}</body></html>"
