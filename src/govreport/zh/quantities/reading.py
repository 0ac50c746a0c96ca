"""One way through a sentence or a text: what its numerals are."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.zh import numerals
from govreport.zh.numerals import find_numbers
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.amounts import read_amount, read_unit, read_unitless
from govreport.zh.quantities.changes import has_origin
from govreport.zh.quantities.ranges import CLOSED, join_bounds, join_lengths, read_range
from govreport.zh.quantities.ratios import find_ratios
from govreport.zh.quantities.spans import Stretch, outside
from govreport.zh.quantities.vague import find_vague
from govreport.zh.quantities.words import FIXED_KINDS, not_quantities, words
from govreport.zh.text import any_of
from govreport.zh.types import NumberKind, QuantityKind
from govreport.zh.units import table_units

__all__ = ["Reading", "Span", "is_glued", "masks", "place", "read"]


class Span(Struct, frozen=True, gc=False):
    """A stretch whose numerals count nothing, and what it is."""

    start: int
    end: int
    kind: NumberKind


#: A number is part of something longer behind these: A4, 2-3-4, 1/2/3, 10:22. Most stand behind
#: none of the signs that they end in.
GLUE = frozenset(f"{string.ascii_letters}_#*$-－—–./:：~～ ")
GLUED = quick_pattern(r"[A-Za-z_#*$]\Z|[0-9A-Za-z][-－—–./:：~～_] ?\Z|[0-9] \Z|[0-9A-Za-z]\.\Z")
#: Figures of several cells run together, or an id: no one writes a count so.
PADDED = quick_pattern(r"00|0[0-9]{2}")
GLUED_BEHIND = quick_pattern(r"[A-Za-z_#*^]|[-/:][0-9A-Za-z]|\.[0-9]")
RANK_UNIT = quick_pattern(r"[位名](?![称师校额单])")
RANKED = quick_pattern(r"(?:排名?|列|居|位居|位列|名列|全[省市区县国]|排在?)第\Z")
CLAUSE_START = quick_pattern(r"[，。；！？\n]")
#: A bare number in a list of counts: how long it may be, and how far the next one.
LONGEST_BARE, LISTED = 6, 24
YEAR = quick_pattern(r"(?:19|20)[0-9]{2}")
LISTED_BEFORE = quick_pattern(r"(?:\A|[，；、：（。\n])(?:其中)?[\p{Han}“”]{2,12}\Z")
LIST_END = quick_pattern(r"[。！？\n]")
SHARE_BEHIND = quick_pattern(r"[，（]{0,2}占[\p{Han}]{0,8}[0-9]{1,3}(?:\.[0-9]{1,4})? ?[%％]")


class Reading(Struct, frozen=True):
    """The quantities of a text in order, what surely is none, and the other numbers."""

    amounts: list[Amount]
    others: list[Span]
    #: Numbers that are neither.
    loose: list[numerals.Found]


def read(text: str) -> Reading:
    """Tell what the numerals of a levelled text are; linear in its length."""
    ratios = list(find_ratios(text))
    others = list(outside(masks(text), ratios))
    special = list(outside(find_vague(text), others))
    if ratios:
        special = sorted([*ratios, *special], key=place)
    both: list[Amount | Span] = [*special, *others]
    taken = sorted(both, key=place) if special else others
    amounts, loose = _assemble(text, list(outside(find_numbers(text), taken)))
    if len(amounts) > 1:
        join_lengths(text, amounts)
        amounts = join_bounds(text, amounts)
    if special:
        amounts += outside(special, list(amounts))
    if len(amounts) > 1:
        amounts.sort(key=place)
    return Reading(amounts, others, loose)


def masks(text: str) -> Iterator[Span]:
    """Yield the stretches that count nothing by their form alone: dates, articles, telephones."""
    for match in not_quantities().finditer(text):
        kind = FIXED_KINDS.get(match.lastgroup or "")
        if kind is not None and match.end() > match.start():
            yield Span(*match.span(), kind)


def place(stretch: Stretch) -> tuple[int, int]:
    """Where it stands, to sort by."""
    return stretch.start, stretch.end


def _assemble(
    text: str, numbers: Sequence[numerals.Found]
) -> tuple[list[Amount], list[numerals.Found]]:
    amounts: list[Amount] = []
    loose: list[numerals.Found] = []
    index = 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        index += 1
        if amounts and number.start < amounts[-1].end:
            continue  # 6角 of 50元6角
        if is_glued(text, number):
            loose.append(number)
            continue
        if text[number.start - 1 : number.start] == "第":
            rank = _rank(text, number)
            if rank:
                amounts.append(rank)
            else:
                loose.append(number)
            continue
        joined = read_range(text, number, following) if following else None
        if joined:
            amounts.append(joined)
            index += 1
            continue
        amount = (
            read_amount(text, number)
            or _bare(text, number)
            or _in_a_list(text, number, amounts, following)
        )
        if amount:
            # 人民币 between two numbers is the unit of the first.
            amount.start = max(amount.start, amounts[-1].end if amounts else 0)
            amounts.append(amount)
        else:
            loose.append(number)
    return amounts, loose


def is_glued(text: str, number: numerals.Found) -> bool:
    """Whether it is a part of something longer, or of what cells of a table ran together to."""
    start = number.start
    before = text[start - 1 : start]
    if before in GLUE and GLUED.search(text, max(0, start - 2), start):
        return True
    if before in _unit_ends() and _cells().search(text, max(0, start - 5), start):
        return True
    return text[start] == "0" and PADDED.match(text, start) is not None


@functools.cache
def _unit_ends() -> frozenset[str]:
    return frozenset(unit[-1] for unit in table_units())


@functools.cache
def _cells() -> re.Pattern[str]:
    """A label, the unit beside it, and the figure: the cells of a table run together."""
    return quick_pattern(rf"(?:数|量|费用|经费|金额)(?:{any_of(table_units())})\Z")


def _rank(text: str, number: numerals.Found) -> Amount | None:
    """第2位, 全市第一."""
    start = number.start - 1
    unit = RANK_UNIT.match(text, number.end)
    if unit:
        return Amount(start, unit.end(), start, number.value, unit[0][0], QuantityKind.ORDINAL)
    if RANKED.search(text, max(0, start - 4), number.start) and CLOSED.match(text, number.end):
        return Amount(start, number.end, start, number.value, None, QuantityKind.ORDINAL)
    return None


def _bare(text: str, number: numerals.Found) -> Amount | None:
    """A number without a unit, behind a word that says it counts; weak before a change."""
    written, start = number.text, number.start
    if GLUED_BEHIND.match(text, number.end) or text.startswith(
        ("年", "月", "日", "号"), number.end
    ):
        return None
    amount = read_unitless(text, number)
    if not (written[0].isdigit() or text[amount.end - 1] in "万亿+" or written[0] in "-−"):
        return None
    if text[start - 1 : start] in ("￥", "¥"):
        amount.start, amount.unit, amount.kind = start - 1, "元", QuantityKind.MONEY
        return amount
    known = words()
    first = max(0, start - 24)
    for match in CLAUSE_START.finditer(text, first, start):
        first = match.end()
    clause = text[first:start]
    scaled = text[amount.end - 1] in "万亿+"
    counts = scaled or amount.start < start or clause.rstrip(" ").endswith(known.bare_after)
    if counts and CLOSED.match(text, amount.end):
        for name in known.bare_names:
            clause = clause.replace(name, "")
        return None if any(word in clause for word in known.bare_not_with) else amount
    if has_origin(text, start) is not None:
        return Amount(start, number.end, start, number.value, None, QuantityKind.COUNT, weak=True)
    return None


def _in_a_list(
    text: str, number: numerals.Found, before: Sequence[Amount], following: numerals.Found | None
) -> Amount | None:
    """予以公开970件；部分公开68，占4.66%: a count whose measure word is left out among others."""
    start, end = number.start, number.end
    written = number.text
    if not written.isdigit() or len(written) > LONGEST_BARE or YEAR.fullmatch(written):
        return None
    if LISTED_BEFORE.search(text, max(0, start - 16), start) is None or not CLOSED.match(text, end):
        return None
    last = before[-1] if before else None
    after_count = (
        last is not None
        and last.kind is QuantityKind.COUNT
        and start - last.end <= LISTED
        and LIST_END.search(text, last.end, start) is None
    )
    shared = SHARE_BEHIND.match(text, end) is not None
    before_count = (
        following is not None
        and following.start - end <= LISTED
        and LIST_END.search(text, end, following.start) is None
        and (next_unit := read_unit(text, following.end)) is not None
        and next_unit[0].kind is QuantityKind.COUNT
    )
    if not (shared or (after_count and before_count)):
        return None
    clause = text[max(0, start - 16) : start]
    if any(word in clause for word in words().bare_not_with):
        return None
    return Amount(start, end, start, number.value, None, QuantityKind.COUNT)
