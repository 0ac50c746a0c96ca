"""数量: what running text counts, measures and compares, and what it says there was none of.

A quantity is the number with its unit and what the words around it make of it: a hedge, a range, a
change, a part of a whole.

>>> found = find_quantities("全年公开信息649条，其中网站260条；培训20余次；差评率从8%下降到5.79%")
>>> [(each.text, each.unit, each.part_of) for each in found[:2]]
[('649条', '条', None), ('260条', '条', 0)]
>>> found[2].text, found[2].low, found[2].high, found[2].subject
('20余次', 20, 29, '培训')
>>> found[3].text, found[3].change.base, found[3].change.result
('从8%下降到5.79%', 8, Decimal('5.79'))

Numerals that are no quantities are told as what they are:

>>> [(each.text, each.kind.value) for each in find_other_numbers("国办公开办〔2019〕60号第二十条")]
[('〔2019〕60号', 'document_number'), ('第二十条', 'article')]
>>> [(each.text, each.subject) for each in find_none("全年未收取任何费用。")]
[('未收取任何费用', '费用')]

**Bounds** are a closed interval that holds all that may be meant. With 余 and 多 they reach to the
end of the last place that is written: 20余次 is [20, 29], 5500余条 [5500, 5599], 14万余条
[140000, 149999]. Of what is measured and not counted (money, time, area) the end is the next round
number, which it may come close to: 30余万元 is [30, 40] 万元. 超过, 以上 and the like leave the
upper side open, 近, 不足 and 以内 the lower one, and 约 says nothing of either.
"""

from govreport.zh.quantities.none import Statement, find_none, find_none_in_levelled
from govreport.zh.quantities.scan import (
    find_fixed,
    find_in_levelled,
    find_other_numbers,
    find_quantities,
)
from govreport.zh.quantities.sentences import alike_before, find_counts
from govreport.zh.types import (
    Change,
    Computed,
    Direction,
    How,
    NumberKind,
    NumberSpan,
    Qualifier,
    QuantityKind,
    QuantitySpan,
    Value,
)

__all__ = [
    "Change",
    "Computed",
    "Direction",
    "How",
    "NumberKind",
    "NumberSpan",
    "Qualifier",
    "QuantityKind",
    "QuantitySpan",
    "Statement",
    "Value",
    "alike_before",
    "find_counts",
    "find_fixed",
    "find_in_levelled",
    "find_none",
    "find_none_in_levelled",
    "find_other_numbers",
    "find_quantities",
]
