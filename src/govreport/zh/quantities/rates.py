"""占比与增减: from which figures a percentage, or a difference, is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.parts import PartList, Quantity
from govreport.zh.quantities.sums import COUNTED, SENTENCE_END, is_exact, words_before
from govreport.zh.types import Computed, How, QuantityKind

__all__ = ["find_rates"]

RATES = (QuantityKind.PERCENT, QuantityKind.PERMILLE)
#: How far back the figures of a rate are looked for, and how long the words between them are.
BACK, LONGEST_LEAD = 8, 40
SHARE = quick_pattern(
    r"[，,（( ]{0,2}占(?P<of>(?:[^，。；,;（）()0-9]{0,16}?))"
    r"(?:的|总数|总量|总额|总|比例|比重|比率|比|为|达到?|约|近|将近|超过?|不到|不足)*[:：]?"
)
#: Words for a whole that say no more than that it is one.
WHOLE = quick_pattern(r"(?:全部|所有|总体|全年|总|其|了|到|有)?")
AMONG = quick_pattern(r"[^，。；,;0-9]{0,12}?[中里]当?[，,]")
RATE = quick_pattern(r"(?:^|.*[，,；;（(、])(?P<stem>\p{Han}{2,8})率(?:为|达到?|是)*")
#: The words between a level and how it has changed.
CHANGED = quick_pattern(
    r"[，,；;（( ]{0,2}(?:相比|(?:同|环|比|较)[^，。；0-9]{0,8}?)?[，, ]?(?:净|共|约)?"
    r"(?:增长率?|增加|增幅|增速|增|上升|升幅|提高|提升|下降|降幅|降低|减少|减幅|减|回落|压减|下滑)了?"
    r"(?:为|达到?)?"
)
COMPARED = quick_pattern(r"(?:比|较|同|与)[^，。；]{0,12}?(?:上|去|前|同期|[0-9]年|增|减)")
#: A level of another year, that the one before it is compared with.
BASE = quick_pattern(r"[^，。；]{0,12}?(?:比|较|与|同)[^，。；]{0,12}?的")
PAST = quick_pattern(r"[（(，,](?:[^，。；（(]{0,6}(?:上|去|前)年|[12][0-9]{3}年)[^，。；]{0,8}")


def find_rates(
    text: str, found: Sequence[Quantity], lists: Sequence[PartList]
) -> Iterator[tuple[int, Computed]]:
    """Yield, by its index, from which figures a rate or a difference comes."""
    if all(change is None and amount.kind not in RATES for amount, change in found):
        return
    wholes = {index: each.whole for each in lists for index in each.parts}
    shares: dict[int, Computed] = {}
    #: The first quantity of the sentence; of long ones that is not looked for.
    begun = 0
    for index in range(1, len(found)):
        amount, change = found[index]
        start = found[index - 1][0].end
        ended = SENTENCE_END.search(text, start, amount.start) is not None
        begun = index if ended else begun
        if ended or amount.start - start > LONGEST_LEAD:
            shares.clear()
            continue
        if change is None and amount.kind not in RATES:
            continue
        computed = None
        if change is None:
            sentence = begun if index - begun < 2 * BACK else 0
            computed = _share(text, found, index, wholes.get(index - 1), shares.get(sentence))
            if computed is not None:
                shares[sentence] = computed
            computed = computed or _named(text, found, index)
        computed = computed or _growth(text, found, index) or _difference(text, found, index)
        if computed is not None:
            yield index, computed


def _lead(text: str, found: Sequence[Quantity], index: int) -> str:
    """The words between a quantity and the one before it, shortened."""
    start = found[index - 1][0].end if index else 0
    return text[max(start, found[index][0].start - LONGEST_LEAD) : found[index][0].start]


def _share(
    text: str,
    found: Sequence[Quantity],
    index: int,
    whole: int | None,
    last: Computed | None,
) -> Computed | None:
    """A share; ``whole`` is what the figure before is a part of, ``last`` the sentence's last
    share."""
    amount, part = found[index][0], found[index - 1]
    lead = _lead(text, found, index)
    said = SHARE.fullmatch(lead)
    bracketed = lead.strip() in ("（", "(") and text[amount.end : amount.end + 1] in ("）", ")")
    if not (said or bracketed) or not _is_level(part):
        return None
    computed: Computed | None
    if said and not WHOLE.fullmatch(said["of"]):
        computed = Computed(How.SHARE, (index - 1,), said["of"])
    else:
        computed = _of_whole(text, found, index - 1, whole, last)
    if computed is None:
        return None
    if len(computed.of) > 1 and not _fits(found, *computed.of):
        return None
    return computed


def _of_whole(
    text: str,
    found: Sequence[Quantity],
    part: int,
    whole: int | None,
    last: Computed | None,
) -> Computed | None:
    """A share of what the part is a part of, or of what the last share is of."""
    whole = _among(text, found, part) if whole is None else whole
    if whole is not None:
        return Computed(How.SHARE, (part, whole))
    # 予以公开5件，占10%；不予公开2件，占4%
    return None if last is None else Computed(How.SHARE, (part, *last.of[1:]), last.total)


def _among(text: str, found: Sequence[Quantity], part: int) -> int | None:
    """答复的805件中，…258件: the number that is said to hold the part."""
    for each in range(part - 1, max(-1, part - 1 - BACK), -1):
        end = found[each][0].end
        if SENTENCE_END.search(text, end, found[each + 1][0].start):
            return None
        if AMONG.match(text, end, end + 20) and _is_level(found[each]):
            return each
    return None


def _named(text: str, found: Sequence[Quantity], index: int) -> Computed | None:
    """18家单位中15家合格，合格率83.3%: the part's words name the rate."""
    if index < 2 or not _is_level(found[index - 1]) or not _fits(found, index - 1, index - 2):
        return None
    said = RATE.fullmatch(_lead(text, found, index))
    if said is None or SENTENCE_END.search(
        text, found[index - 2][0].end, found[index - 1][0].start
    ):
        return None
    end = found[index - 1][0].end
    stem = said["stem"]
    before = words_before(text, found, index - 1, found[index - 2][0].end)
    if before.removeprefix("其中") == stem or text.startswith(stem, end):
        return Computed(How.SHARE, (index - 1, index - 2))
    return None


def _growth(text: str, found: Sequence[Quantity], index: int) -> Computed | None:
    amount, change = found[index]
    if amount.kind not in RATES or (change is not None and change.result is not None):
        return None
    if CHANGED.fullmatch(_lead(text, found, index)) is None:
        return None
    moved = _moved(found, index - 1)
    if moved and found[index - 1][0].kind in COUNTED:
        return Computed(How.GROWTH, (index - 1,))
    pair = _levels(text, found, index)
    if pair is None and _is_step(found[index - 1]):
        pair = _levels(text, found, index - 1)
        if pair is None and COMPARED.search(_lead(text, found, index - 1)):
            level = _level_before(text, found, index - 1)
            pair = None if level is None else (level, index - 1)
    return None if pair is None else Computed(How.GROWTH, pair)


def _difference(text: str, found: Sequence[Quantity], index: int) -> Computed | None:
    amount = found[index][0]
    if not _is_step(found[index]) or CHANGED.fullmatch(_lead(text, found, index)) is None:
        return None
    if _moved(found, index - 1):
        base = found[index - 1][0]
        points = amount.kind is QuantityKind.POINTS and base.kind is QuantityKind.PERCENT
        same = amount.unit == base.unit and amount.kind in COUNTED
        return Computed(How.DIFFERENCE, (index - 1,)) if points or same else None
    pair = _levels(text, found, index)
    if pair is None or found[pair[1]][0].unit != amount.unit:
        return None
    return Computed(How.DIFFERENCE, pair)


def _moved(found: Sequence[Quantity], index: int) -> bool:
    """Whether it is a change from one stated level to another."""
    change = found[index][1]
    return change is not None and change.base is not None and change.result is not None


def _levels(text: str, found: Sequence[Quantity], index: int) -> tuple[int, int] | None:
    """This year's level and the one that it is compared with (比上年的146件), before a place."""
    base = index - 1
    lead = _lead(text, found, base).lstrip("，,）)")
    if not _is_level(found[base]) or BASE.fullmatch(lead) is None:
        return None
    level = _level_before(text, found, base)
    return None if level is None else (level, base)


def _level_before(text: str, found: Sequence[Quantity], index: int) -> int | None:
    """The nearest figure of the same unit that is no other year's, in the same sentence."""
    for each in range(index - 1, max(-1, index - 1 - BACK), -1):
        if SENTENCE_END.search(text, found[each][0].end, found[each + 1][0].start):
            return None
        same = found[each][0].unit == found[index][0].unit and _is_level(found[each])
        between = text[found[each][0].end : found[index][0].start]
        if sum(map(between.count, "）)")) > sum(map(between.count, "（(")):
            continue  # an aside: 12件（其中网络申请9件），较上年的15件下降20%
        if same and PAST.fullmatch(_lead(text, found, each)) is None:
            return each
    return None


def _is_level(quantity: Quantity) -> bool:
    amount, change = quantity
    return change is None and amount.kind in COUNTED and is_exact(amount)


def _is_step(quantity: Quantity) -> bool:
    """Whether it is by how much something changed, as one number."""
    amount, change = quantity
    step = change is not None and change.base is None and change.result is None
    return (
        step and (amount.kind in COUNTED or amount.kind is QuantityKind.POINTS) and is_exact(amount)
    )


def _fits(found: Sequence[Quantity], part: int, whole: int) -> bool:
    one, other = found[part][0], found[whole][0]
    return _is_level(found[whole]) and one.unit == other.unit and _not_more(one, other)


def _not_more(one: Amount, other: Amount) -> bool:
    return one.value is not None and other.value is not None and one.value <= other.value
