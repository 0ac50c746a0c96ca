"""The words of quantities, from ``data/units.toml`` and ``data/not_quantities.toml``."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from govreport.zh.data_files import read_toml
from govreport.zh.numerals import NUMERAL
from govreport.zh.patterns import behind, quick_pattern
from govreport.zh.types import Direction, NumberKind, Qualifier, QuantityKind

__all__ = ["FIXED_KINDS", "TAIL_HEADS", "Unit", "Words", "countable", "not_quantities", "words"]

#: What may stand between a number and its unit begins with one of these.
TAIL_HEADS = frozenset(" 零余多几来十百千万亿+")
_NUMERAL = "(?:[0-9零〇○一二三四五六七八九十百千万亿两廿卅]{1,12})"
_CHINESE = "(?:[零〇○一二三四五六七八九十百千万两廿卅]{1,6})"
#: What counts nothing, by the name of its patterns; which wins where several begin at one place.
FIXED_KINDS: Mapping[str, NumberKind] = {
    name: NumberKind.NAME if name == "title" else NumberKind(name)
    for name in (
        *("url", "phone", "id", "postcode", "document_number", "article", "ordinal", "title"),
        *("fixed", "list", "year", "date", "time", "period", "version", "name"),
    )
}


class Unit(Struct, frozen=True):
    """A unit as written, its canonical name and what it measures."""

    name: str
    kind: QuantityKind
    #: Characters that make another word of it.
    not_before: frozenset[str]


class Words(Struct, frozen=True):
    """What the grammar of quantities needs to know."""

    #: By their first character, the longest first.
    units: Mapping[str, Sequence[tuple[str, Unit]]]
    article_units: frozenset[str]
    article_never: frozenset[str]
    article_after: tuple[str, ...]
    article_not_after: frozenset[str]
    article_none: tuple[str, ...]
    bare_after: tuple[str, ...]
    bare_not_with: tuple[str, ...]
    #: Words that hold one of those and do not count as it: 公众号.
    bare_names: tuple[str, ...]
    hedges_before: Mapping[str, Qualifier]
    hedges_behind: Mapping[str, Qualifier]
    #: The last characters of the ones, the first of the others.
    hedge_ends: frozenset[str]
    hedge_heads: frozenset[str]
    not_hedges: tuple[str, ...]
    #: What stands before a changed quantity, by direction; the second: before the level reached.
    change: re.Pattern[str]


@functools.cache
def words() -> Words:
    """Load the words."""
    data = read_toml("govreport.zh", "data", "units.toml")
    units = {}
    for kind in QuantityKind:
        table = data.get(kind.value, {})
        canonical = table.get("canonical", {})
        for word in (*table.get("tables", "").split(), *table.get("words", "").split()):
            not_before = frozenset(data["not_before"].get(word, ""))
            units[word] = Unit(canonical.get(word, word), kind, not_before)
    for currency in [word for word, unit in units.items() if unit.kind is QuantityKind.MONEY]:
        units[f"人民币{currency}"] = units[currency]
    by_head: dict[str, list[tuple[str, Unit]]] = {}
    for word in sorted(units, key=len, reverse=True):
        by_head.setdefault(word[0], []).append((word, units[word]))
    article, bare, hedge, change = data["article"], data["bare"], data["hedge"], data["change"]
    return Words(
        units=by_head,
        article_units=frozenset(article["units"].split()),
        article_never=frozenset(article["never"].split()),
        article_after=tuple(article["after"].split()),
        article_not_after=frozenset(article["not_after"]),
        article_none=tuple(article["none_before"].split()),
        bare_after=tuple(bare["after"].split()),
        bare_not_with=tuple(bare["not_with"].split()),
        bare_names=tuple(bare["names"].split()),
        hedges_before=_hedges(hedge["before"]),
        hedges_behind=_hedges(hedge["behind"]),
        hedge_ends=frozenset(word[-1] for word in _hedges(hedge["before"])),
        hedge_heads=frozenset(word[0] for word in _hedges(hedge["behind"])),
        not_hedges=tuple(hedge["none"]["words"].split()),
        change=quick_pattern(
            rf"(?:(?P<{Direction.UP}>{_either(change['up'].split())})"
            rf"|(?P<{Direction.DOWN}>{_either(change['down'].split())}))"
            rf"(?P<to>[{''.join(change['to'].split())}])?[了达]?\Z"
            rf"|(?P<moved>{_either(change['moved'].split())})\Z"
        ),
    )


@functools.cache
def not_quantities() -> re.Pattern[str]:
    """One pattern of all that has numerals and counts nothing; its groups are named by
    ``FIXED_KINDS``, but for that of numbers that surely count."""
    data = read_toml("govreport.zh", "data", "not_quantities.toml")
    names = ("count", *FIXED_KINDS)
    short = {r"\N": _NUMERAL, r"\C": _CHINESE}
    for name, parts in data["behind"].items():
        labels = itertools.product(*(part.split("|") for part in parts))
        short[f"<{name}>"] = behind(map("".join, labels))
    kinds = []
    for kind in names:
        patterns = "|".join(f"(?:{pattern})" for pattern in data[kind]["patterns"])
        for sign, meant in short.items():
            patterns = patterns.replace(sign, meant)
        kinds.append(f"(?P<{kind}>{patterns})")
    return quick_pattern(f"(?=[{data['first']}])(?:{'|'.join(kinds)})")


@functools.cache
def countable() -> re.Pattern[str]:
    """What a text holds, if there is a quantity in it: a figure, or a numeral with a unit."""
    behind_numeral = re.escape("".join(sorted({*words().units, *TAIL_HEADS, *"成%‰Oo"})))
    return quick_pattern(
        rf"[0-9万亿萬億]|{NUMERAL}[{behind_numeral}]|几[{behind_numeral}]|数[十百千]"
        rf"|[第负−-]{NUMERAL}|分之|若干|翻|的比例"
    )


def _hedges(table: Mapping[str, str]) -> dict[str, Qualifier]:
    return {word: Qualifier(name) for name, listed in table.items() for word in listed.split()}


def _either(alternatives: Iterable[str]) -> str:
    return "|".join(sorted(alternatives, key=len, reverse=True))
