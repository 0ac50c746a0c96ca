"""合计与其中: which quantities a text presents as others added up.

A list behind 其中 need not be complete, and a quantity that happens to follow need not belong to
it. So only what is said in one and the same way counts as a list: noun phrases without a verb, or
phrases of one frame (网络申请…、信函申请…; 涉及…、涉及…).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.parts import PartList, Quantity
from govreport.zh.quantities.subjects import has_verb
from govreport.zh.types import Computed, How, QuantityKind

__all__ = ["COUNTED", "SENTENCE_END", "find_sums", "is_exact", "words_before"]

#: Of whole numbers alone no fraction need be made.
Number = int | Fraction

COUNTED = (QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.MEASURE)
SENTENCE_END = quick_pattern(r"[。！？\n]")
#: How many numbers a total may have, and how long the words between two of them are.
MOST_ITEMS, LONGEST_ITEM = 12, 30
#: Parts that are so nearly the whole (a fiftieth off) must be meant to make it up.
CLOSE = 50
TRIM = quick_pattern(r"^[，,、；;。:：（()） ]+(?:和|及|与|以及)?|[，,、:：（( ]+$")
#: Words of a part that say how it came about, not which part it is.
VERBAL = quick_pattern(r"已|未|均|按[时期]|及时|得到|获|办|结(?!果)|回复|答复|转|报送")
#: The last of a list that leaves nothing over.
REST = quick_pattern(
    r"(?:其余|剩余|余下|其[他它])(?:方式|渠道|形式|结果|情形|情况|处理|类型|类别?|各类|政府|信息|申请|公开|的)*"
)
#: One piece of information may go out on several of these.
CHANNEL = quick_pattern(
    r"网|平台|微博|微信|公众号|媒体|渠道|方式|公报|报[纸刊]|电视|广播|公开栏|查阅|栏目"
)
TOTAL = quick_pattern(
    r"[，,、；;）) ]*(?:以上|上述|[两三四五六]者|各项|各类)?"
    r"(?:(?:合计|共计|总计|小计|合共|总共)(?:为|达|是|有)?|共)[:：]?"
)


def find_sums(
    text: str, found: Sequence[Quantity], lists: Sequence[PartList]
) -> Iterator[tuple[int, Computed]]:
    """Yield, by the index of the whole, which parts make it up. Spans are of the folded text."""
    for each in lists:
        computed = _of_list(text, found, each)
        if computed is not None:
            yield each.whole, computed
    wholes = {index: each.whole for each in lists for index in each.parts}
    for index in range(2, len(found)):
        items = _items(text, found, index, wholes)
        if items:
            yield index, Computed(How.SUM, items)


def is_exact(amount: Amount) -> bool:
    """Whether the text gives it as one number, without a hedge."""
    hedged = amount.qualifier is not None or amount.low is not None or amount.high is not None
    return amount.value is not None and not hedged and not amount.weak


def _of_list(text: str, found: Sequence[Quantity], each: PartList) -> Computed | None:
    if not all(is_exact(found[index][0]) for index in (each.whole, *each.parts)):
        return None
    if each.exceeds:
        return Computed(How.LISTED, each.parts)
    if _missing(found, each.whole, each.parts) == 0:
        return Computed(How.SUM, each.parts)
    words = [words_before(text, found, index, each.start) for index in (*each.parts, *each.loose)]
    alike = 1
    for index, said in enumerate(words[1:], start=1):
        framed = _same_frame(words[0], said)
        loose = index >= len(each.parts)
        if not framed and (loose or not (_is_noun(words[0]) and _is_noun(said))):
            break
        alike = index + 1
    parts = (*each.parts, *each.loose)[:alike]
    missing = _missing(found, each.whole, parts)
    close = abs(Fraction(missing)) * CLOSE <= abs(Fraction(_value(found[each.whole])))
    if alike < 2 or not (each.sure or close) or (alike < len(each.parts) and missing > 0):
        return None
    if sum(map(bool, map(CHANNEL.search, words[:alike]))) > 1:
        return Computed(How.CHANNELS, parts)
    complete = alike >= len(each.parts) and REST.fullmatch(words[alike - 1]) is not None
    return Computed(How.SUM if complete else How.LISTED, parts)


def _missing(found: Sequence[Quantity], whole: int, parts: Sequence[int]) -> Number:
    """What the parts leave of their whole."""
    total: Number = sum(_value(found[each]) for each in parts)
    return _value(found[whole]) - total


def _value(quantity: Quantity) -> Number:
    value = quantity[0].value or 0
    return value if isinstance(value, int) else Fraction(value)


def words_before(text: str, found: Sequence[Quantity], index: int, start: int) -> str:
    """The words between a part and the number before it."""
    start = max(start, found[index - 1][0].end if index else 0)
    end = found[index][0].start
    return "" if end - start > 2 * LONGEST_ITEM else TRIM.sub("", TRIM.sub("", text[start:end]))


def _is_noun(words: str) -> bool:
    return REST.fullmatch(words) is not None or (
        0 < len(words) <= LONGEST_ITEM and not VERBAL.search(words) and not has_verb(words)
    )


def _same_frame(one: str, other: str) -> bool:
    """Whether two phrases begin or end with the same two characters."""
    if REST.fullmatch(other) is not None:
        return True
    return min(len(one), len(other)) > 2 and (one[-2:] == other[-2:] or one[:2] == other[:2])


def _items(
    text: str, found: Sequence[Quantity], index: int, wholes: dict[int, int]
) -> tuple[int, ...]:
    """The numbers that one behind 合计 adds up: those side by side before it."""
    total = found[index][0]
    last = found[index - 1][0].end
    if total.start - last > 12 or TOTAL.fullmatch(text, last, total.start) is None:
        return ()
    if not _is_item(found[index], total):
        return ()
    items: list[int] = []
    added: Number = 0
    words: list[str] = []
    for each in range(index - 1, max(-1, index - 1 - MOST_ITEMS), -1):
        amount = found[each][0]
        if not _is_item(found[each], total):
            break
        items.insert(0, each)
        added += _value(found[each])
        if len(items) > 1 and added == total.value:
            return tuple(items)
        words.append(words_before(text, found, each, 0))
        before = found[each - 1][0].end if each else 0
        if SENTENCE_END.search(text, before, amount.start):
            break
    # None of them add up to it: those of one list, or of one frame, ought to.
    whole = wholes.get(items[-1]) if items else None
    if whole is not None:
        items = [each for each in items if wholes.get(each) == whole]
    # The first may stand behind the verb of them all: 走访企业12家、学校8家.
    alike = all(map(_is_noun, words[:-1])) or all(_same_frame(words[0], each) for each in words)
    return tuple(items) if len(items) > 1 and alike else ()


def _is_item(quantity: Quantity, total: Amount) -> bool:
    amount, change = quantity
    same = (amount.unit, amount.kind) == (total.unit, total.kind)
    return same and change is None and amount.kind in COUNTED and is_exact(amount)
