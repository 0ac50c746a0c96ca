"""The quantities of one sentence after the other; sentences that differ in their counts alone are
read once for all of them.

Reports say the same things in the same words, year by year and organ by organ: what the words
around a plain count make of it (其中网站申请12件) does not depend on which count it is. So a
sentence is read with its plain counts replaced by others as long (:func:`alike`), and the true ones
are put in again. A count of which more is made than that (a range, a half, a change from one to
another) is none that could be replaced; its sentence is read as it stands.

>>> alike("2018年公开信息12件，其中网站3.5%；共5至7件")
'2018年公开信息88件，其中网站8.8%；共5至7件'
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from govreport.zh import numerals
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.changes import find_changes
from govreport.zh.quantities.ranges import BETWEEN_BOUNDS
from govreport.zh.quantities.reading import read
from govreport.zh.quantities.subjects import find_counted
from govreport.zh.quantities.words import countable
from govreport.zh.types import Change, Value

__all__ = ["Found", "Seen", "alike", "alike_before", "find_amounts", "find_counts"]

#: Longer sentences hardly ever come again.
LONGEST, MOST_KEPT = 240, 4_096
SENTENCE_END = "。"
#: A title or a quotation that a sentence ends in, or that is not closed in its sentence.
ACROSS = quick_pattern(r"[《〈「『“‘\"][^》〉」』”’\"。]*。")
#: What joins the ends of a range; and where a number may be more than a count, or less: 第5件,
#: 十5件, 电话：5.
_JOINTS = "-－—–―~～﹣−至到与和"
_NO_COUNT = f"\x00-\x7f{_JOINTS.replace('到', '')}第话真机线式码号编案群负負＋點点又之分"
#: A count in figures right before its measure word, or a percentage, that is no end of a range.
COUNT = quick_pattern(
    rf"""
    [0-9] (?<![{_NO_COUNT}{numerals.NUMERAL[1:-1]}][0-9]) (?<![^收接受达得]到[0-9])
    (?<![话真机线式码号编案群Q][为是：][0-9])
    (?: (?<!0)[0-9]{{0,5}} (?=[件条次篇个份人项起场家户批名位期宗例](?!季))
      | (?: (?<!0)[0-9]{{0,2}} (?:\.[0-9]{{1,2}})? | (?<=0)\.[0-9]{{1,2}} ) (?=%) )
    (?! .\p{{Han}}{{0,5}}[{_JOINTS}]{{1,3}}[ ]?{numerals.NUMERAL})
    """,
    re.VERBOSE,
)
FIGURES = str.maketrans("0123456789", "8888888888")
REPLACED = ["8" * length for length in range(8)]


class Seen(Struct, frozen=True):
    """A quantity with the words about it, by offsets of its sentence.

    ``figures`` is the end of the count that is to be put in, which begins at ``amount.number``; 0
    where the quantity is as it stands. None of it is to be changed.
    """

    amount: Amount
    change: Change | None
    subject: str | None
    predicate: str | None
    channel: str | None
    figures: int = 0


#: A quantity of a text, and what is known of it.
Found = tuple[Amount, Change | None, Seen]


# The quantities of a sentence are asked for, and then what sets their context.
@functools.lru_cache(maxsize=64)
def alike(sentence: str) -> str | None:
    """Return what a levelled sentence has in common with those that differ in their counts alone;
    ``None`` for one that is so long that it will hardly come again.

    It is as long as the sentence, and all that is no such count stands where it stood.
    """
    return COUNT.sub(_replaced, sentence) if len(sentence) <= LONGEST else None


def alike_before(sentence: str) -> str | None:
    """Return what :func:`alike` does, if such a sentence was read before this one; most never come
    again, and would have to be read twice."""
    same = alike(sentence)
    return same if same is not None and _times(same)[0] > 1 else None


@functools.lru_cache(maxsize=4 * MOST_KEPT)
def _times(same: str) -> list[int]:
    """How often such a sentence was read: a list of one number, which is counted up."""
    return [0]


def find_counts(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the counts that :func:`alike` replaces."""
    return (match.span() for match in COUNT.finditer(sentence))


def find_amounts(text: str) -> Iterator[Found]:
    """Yield the quantities of a levelled text, in order."""
    for start, end in _sentences(text):
        sentence = text[start:end]
        same = alike(sentence)
        if same is not None:
            times = _times(same)
            times[0] += 1
        seen = _seen_alike(same) if same is not None and times[0] > 1 else None
        if seen is None:
            seen = _seen(sentence)
        for each in seen:
            yield _placed(each, text, start)


def _replaced(match: re.Match[str]) -> str:
    written = match[0]
    return written.translate(FIGURES) if "." in written else REPLACED[len(written)]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences that may hold a quantity, each with the end of the one before it: nothing that
    is looked for behind a sentence or before it lies any farther."""
    if ACROSS.search(text) is not None:
        yield 0, len(text)
        return
    end = 0
    while (found := countable().search(text, end)) is not None:
        start = text.rfind(SENTENCE_END, 0, found.start())
        end = text.find(SENTENCE_END, found.start()) + 1 or len(text)
        yield max(start, 0), end


@functools.lru_cache(maxsize=MOST_KEPT)
def _seen_alike(sentence: str) -> tuple[Seen, ...] | None:
    """What all sentences say that are alike; ``None`` where that depends on their counts."""
    counts = dict(find_counts(sentence))
    found = _seen(sentence)
    made: list[Seen] = []
    for each in found:
        amount = each.amount
        end = counts.pop(amount.number, 0)
        if end and not _is_plain(each, _value(sentence[amount.number : end])):
            return None
        made.append(replace(each, figures=end) if end else each)
    for one, other in itertools.pairwise(found):
        hedged = one.amount.qualifier is not None and other.amount.qualifier is not None
        if hedged and BETWEEN_BOUNDS.fullmatch(sentence, one.amount.end, other.amount.start):
            return None
    return None if counts else tuple(made)


def _is_plain(seen: Seen, value: Value) -> bool:
    """Whether a quantity is the count that is written, or bounded by it, and nothing else."""
    amount, change = seen.amount, seen.change
    level = change is None or (change.base is None and change.result in (None, value))
    bounded = amount.low in (None, value) and amount.high in (None, value)
    return amount.value == value and bounded and level and not amount.doubled


def _seen(sentence: str) -> tuple[Seen, ...]:
    made: list[Seen] = []
    last = 0
    for amount, change in find_changes(sentence, read(sentence).amounts):
        if amount.weak:
            continue
        counted = find_counted(sentence, last, amount.start, amount.end)
        subject, predicate, channel = (
            sentence[slice(*at)] if at else None
            for at in (counted.subject, counted.predicate, counted.channel)
        )
        made.append(Seen(amount, change, subject, predicate, channel))
        last = amount.end
    return tuple(made)


def _placed(seen: Seen, text: str, start: int) -> Found:
    """A quantity by offsets of the text, with its own count."""
    of, change = seen.amount, seen.change
    if not (start or seen.figures):
        return of, change, seen
    value, low, high = of.value, of.low, of.high
    if seen.figures:
        value = _value(text[of.number + start : seen.figures + start])
        low = low if low is None else value
        high = high if high is None else value
        if change is not None and change.result is not None:
            change = Change(change.direction, None, value)
    amount = Amount(
        of.start + start,
        of.end + start,
        of.number + start,
        value,
        of.unit,
        of.kind,
        low,
        high,
        of.qualifier,
    )
    return amount, change, seen


def _value(written: str) -> int | Decimal:
    return Decimal(written) if "." in written else int(written)
