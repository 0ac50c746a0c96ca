"""Quantities without one number: 几十件, 七八次, 百余家, 近万人, 若干, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport.zh.numerals import parse_number
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.amounts import read_unit
from govreport.zh.quantities.money import SCALES
from govreport.zh.quantities.words import Unit
from govreport.zh.types import Qualifier, QuantityKind

__all__ = ["find_vague"]

_NO_NUMERAL = r"(?<![0-9零〇一二三四五六七八九十百千万亿两半第])"
PAIRS = {
    "一两": (1, 2),
    "一二": (1, 2),
    "二三": (2, 3),
    "两三": (2, 3),
    "三四": (3, 4),
    "三五": (3, 5),
    "四五": (4, 5),
    "五六": (5, 6),
    "六七": (6, 7),
    "七八": (7, 8),
    "八九": (8, 9),
}
PATTERN = quick_pattern(
    rf"""
    (?=[几数一二两三四五六七八上近超逾过百千万若翻]) (?: {_NO_NUMERAL} (?:
      (?:几|(?<![总人次件个户条量例基系指函参])数) (?P<tens>[十百千万亿]{{1,4}}+) [余多]?+
    | (?P<pair>{"|".join(PAIRS)}) (?P<scale>[十百千万亿]{{0,3}}+)
    | (?P<hedge>上|近|超|逾|过) (?P<round>[百千万亿]{{1,3}}+)
    | (?P<flat>[百千万]{{1,2}}+) (?P<above>[余多])
    | (?<!\p{{Han}}[百千]) (?<![成上]) (?P<about>[百千][万亿])(?!分之)
    )
  | (?P<some>若干)
  | (?<![这那哪近前后头好第十百千万无所]) (?P<few>几) (?=[件次条篇个项份家场期名位起])
  | 翻 (?:了 | (?=[一二两三四五六七八九]?番)) (?P<doublings>[一二两三四五六七八九]?) 番 )
    """,
    re.VERBOSE,
)
HEDGES = {
    "上": Qualifier.AT_LEAST,
    "近": Qualifier.NEARLY,
    "超": Qualifier.MORE_THAN,
    "逾": Qualifier.MORE_THAN,
    "过": Qualifier.MORE_THAN,
}


def find_vague(text: str) -> Iterator[Amount]:
    """Yield them in order, by offsets of the collapsed text."""
    for match in PATTERN.finditer(text):
        start, end = match.span()
        if match["doublings"] is not None:
            times = 2 ** (int(parse_number(match["doublings"] or "一")))
            yield Amount(start, end, start, times, "倍", QuantityKind.MULTIPLE, doubled=True)
            continue
        unit = read_unit(text, end)
        if match["some"]:
            name, kind, end = (unit[0].name, unit[0].kind, unit[1]) if unit else _none(end)
            yield Amount(start, end, start, None, name, kind)
        elif unit is not None:
            amount = _amount(match, unit[0], start, unit[1])
            if amount is not None:
                yield amount


def _none(end: int) -> tuple[None, QuantityKind, int]:
    return None, QuantityKind.COUNT, end


def _amount(match: re.Match[str], unit: Unit, start: int, end: int) -> Amount | None:
    amount = Amount(start, end, start, None, unit.name, unit.kind)
    counted = 1 if unit.kind is QuantityKind.COUNT else 0
    if match["few"]:
        return amount
    if match["tens"]:
        place = _product(match["tens"])
        amount.low, amount.high = 2 * place, 10 * place - counted
    elif match["pair"]:
        if unit.kind is QuantityKind.DURATION and unit.name in ("日", "年") and not match["scale"]:
            return None  # 七八年 may be a year
        first, last = PAIRS[match["pair"]]
        place = _product(match["scale"])
        amount.low, amount.high = first * place, last * place
    elif match["about"]:
        amount.value, amount.qualifier = _product(match["about"]), Qualifier.ABOUT
    else:
        place = amount.value = _product(match["round"] or match["flat"])
        if match["above"]:
            amount.qualifier = Qualifier.MORE_THAN
            amount.low, amount.high = place, 2 * place - counted
        else:
            amount.qualifier = HEDGES[match["hedge"]]
            nearly = amount.qualifier is Qualifier.NEARLY
            amount.low, amount.high = (None, place) if nearly else (place, None)
    return amount


def _product(scale: str) -> int:
    product = 1
    for sign in scale:
        product *= SCALES[sign]
    return product
