"""The open cases of other projects' test suites, and which of them reports have to do with.

A case is *ours* unless a rule puts it outside, with its reason. Rules look at what is expected (the
type of a mention, its value, the words of it) and not at what we make of it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import regex
from attrs import frozen

from govreport.zh.quantities.amounts import read_unit
from govreport.zh.text import collapse, fold, to_simplified

__all__ = ["Case", "Mention", "read", "why_outside"]


@frozen
class Mention:
    """What a suite expects at a place of the text; ``ends`` are the two ends of a range."""

    text: str
    end: int
    type: str
    value: str | None
    unit: str = ""

    @property
    def ends(self) -> tuple[str, str] | None:
        """Its first and last value, where it is a range."""
        match = regex.match(r"[\[(]([^,]*),([^,)\]]*)", self.value or "")
        return (match[1], match[2]) if match else None


@frozen
class Case:
    """One case: what it says, and the mentions expected in it."""

    suite: str
    id: int
    text: str
    mentions: tuple[Mention, ...]


def read(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        if "number" in data:
            whole = Mention(data["text"], len(data["text"]), "number", data["number"])
            yield Case(path.stem, data["id"], data["text"], (whole,))
            continue
        mentions = tuple(
            Mention(
                each["text"],
                each["end"],
                each["type"].rpartition(".")[2],
                _value(each["resolution"]),
                str(each["resolution"].get("unit")),
            )
            for each in data["expect"]
        )
        yield Case(path.stem, data["id"], data["text"], mentions)


def why_outside(case: Case) -> str | None:
    """The reason of the first rule that puts a case outside."""
    by_text, by_mention = RULES.get(case.suite, (DATES, _date))
    plain = to_simplified(fold(case.text).text)
    for pattern, reason in by_text.items():
        if regex.search(pattern, plain):
            return reason
    reasons = (by_mention(case, mention) for mention in case.mentions) if by_mention else iter(())
    return next((reason for reason in reasons if reason), None)


def _value(resolution: Mapping[str, object]) -> str | None:
    for name in ("value", "Timex"):
        if resolution.get(name) is not None:
            return str(resolution[name])
    values = resolution.get("values")
    return str(values[0].get("timex")) if isinstance(values, list) else None


# --- numbers ---

#: By what the text looks like, in simplified characters and figures of usual width.
CALCULATORS = {
    r"\^|[0-9] ?[eE][-+]?[0-9]|[0-9] ?[kKM](?![A-Za-z])": "notation of calculators",
    r"(?<![0-9])\.[0-9]": "figures without the 0 before their point",
}
NUMBERS = {
    **CALCULATORS,
    r"[0-9]\.[0-9]+\.[0-9]|[0-9][,，] +[0-9]": "figures that may be one number or several",
    r"[0-9] [0-9]+[/／]": "mixed fractions in figures",
    r"负.{1,4}分 *之 *负": "a minus on both sides of a fraction",
    r"(?<![0-9零一二三四五六七八九十两几数])[百千][一二三四五六七八九](?![十百千万])": (
        "speech: 百 and 千 with nothing before them"
    ),
    r"零十|十千|[百千]零十万": "no well-formed numerals: 五十千, 零十",
}
MONEY = {
    r"[钱銭]": "foreign small change",
    r"\$": "$ stands for several currencies",
}
SHARES = {**CALCULATORS, r"折": "discounts"}
DIMENSIONS = {
    r"存储单位": "位 is a bit to programmers only",
    r"[万二]两$": "两 as a weight",
}


def _money(case: Case, mention: Mention) -> str | None:
    return "a currency without an amount" if mention.value is None else None


def _bounds(case: Case, mention: Mention) -> str | None:
    """A bound is a quantity of ours only where a unit follows one of its numbers."""
    text = collapse(to_simplified(case.text)).text
    full = collapse(to_simplified(mention.text)).text
    words = regex.sub("之?间$", "", full)
    at = text.find(words)
    places = range(at + 1, at + len(words)) if at >= 0 else range(0)
    if any(read_unit(text, place) for place in places if text[place - 1] in NUMERAL):
        return None
    follows = words == full and read_unit(text, at + len(words)) is not None
    if follows and words.endswith("以上"):
        return "以上 between a number and its unit, where no one writes it"
    if follows or regex.fullmatch(r".*[几余万亿]|.*[0-9十百千万亿]多", words):
        return None
    return "bounds of numbers without a unit of ours"


NUMERAL = frozenset("0123456789零一二三四五六七八九十百千万亿")

# --- dates ---

DATES = {
    r"农历|正月|大年|初[一二三四五六七八九十]|康熙|雍正|神龙|世纪|年代": "lunar and historic dates",
    r"(?<![0-9/-])[0-9]{1,2}([/-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])": "other orders",
    r"[0-9]{4} [0-9]{2} [0-9]{2}$": "figures parted by blanks: as often the cells of a table",
    r"两千年": "两千年, which is a length of time to us",
}
TIMES = ("time", "timerange", "datetime", "datetimerange")


def _date(case: Case, mention: Mention) -> str | None:
    """Dates without a year, and those that only the day of speaking makes dates."""
    words = to_simplified(fold(mention.text).text)
    value = mention.value or ""
    if mention.type in TIMES:
        return "times of the day"
    if mention.type == "set":
        return "recurring times"
    if mention.type == "duration":
        return None
    if "W" in value or "SU" in value:
        return "weeks and seasons"
    if regex.search(r"XX", value):
        return "dates without a year"
    years = {int(year) for year in regex.findall(r"(?<![0-9])([0-9]{4})(?![0-9])", value)}
    if any(not 1949 <= year <= 2100 for year in years):
        return "years before 1949, which no report tells of"
    if not regex.search(r"[12][0-9]{3}|二[0-9零〇○一二三四五六七八九]{3}", words):
        return "dates that depend on the day of speaking, or years of two figures"
    if "年" not in words and mention.ends and not regex.search(r"[0-9][-/.][0-9]", words):
        return "years without 年"
    if regex.fullmatch(r"(?:从|在|时间)*[0-9]{4}[-~到至][0-9]{4}|[12][0-9]{3}", words):
        return "years without 年"
    if _impossible(value):
        return "a range that begins or ends on a day that does not exist"
    if regex.search(r"年的", words):
        return "weeks and months of a year counted from its ends"
    return None


def _impossible(value: str) -> bool:
    """Whether a range has an end that no calendar has: the dates are read, but no period."""
    if not value.startswith("("):
        return False
    for year, month, day in regex.findall(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", value):
        try:
            dt.date(int(year), int(month), int(day))
        except ValueError:
            return True
    return False


ByMention = Callable[[Case, Mention], str | None]
#: By suite: rules on the text, and one on each mention.
RULES: Mapping[str, tuple[Mapping[str, str], ByMention | None]] = {
    "cn2an-numerals": ({}, None),
    "recognizers-NumberModel": (NUMBERS, None),
    "recognizers-CurrencyModel": (MONEY, _money),
    "recognizers-DimensionModel": (DIMENSIONS, None),
    "recognizers-PercentModel": (SHARES, None),
    "recognizers-OrdinalModel": ({}, None),
    "recognizers-NumberRangeModel": ({}, _bounds),
}
