"""The types of :mod:`govreport.zh.quantities`."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

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
    "Value",
]

Value = int | Decimal | Fraction


class QuantityKind(enum.StrEnum):
    """What a quantity is a quantity of."""

    COUNT = "count"  # 4件; also figures without a unit
    MONEY = "money"  # 25.1万元, in the unit as written
    PERCENT = "percent"  # 99.58%, 百分之五
    PERMILLE = "permille"  # 2‰, 千分之二
    POINTS = "points"  # 2.4个百分点
    FRACTION = "fraction"  # 三分之一; 九成 is 9/10
    RATIO = "ratio"  # 3:1
    MULTIPLE = "multiple"  # 2倍, 翻一番
    DURATION = "duration"  # 15个工作日, 半年
    MEASURE = "measure"  # 12.6公里, 90分
    ORDINAL = "ordinal"  # a rank: 第2位


class Qualifier(enum.StrEnum):
    """How a text hedges its number."""

    ABOUT = "about"  # 约, 左右
    NEARLY = "nearly"  # 近, 将近
    MORE_THAN = "more_than"  # 余, 多, 超过
    AT_LEAST = "at_least"  # 不少于, 以上
    AT_MOST = "at_most"  # 不超过, 以内
    LESS_THAN = "less_than"  # 不足, 低于


class Direction(enum.StrEnum):
    """Which way something changed."""

    UP = "up"
    DOWN = "down"


class Change(Struct, frozen=True, gc=False):
    """变化: that a quantity is a change, or has changed.

    ``result`` is set where the text states the level reached (增至13人), ``base`` where it states
    what that was before. With neither, the quantity itself is the difference (增加13人).
    ``direction`` is ``None`` where the level did not move.
    """

    direction: Direction | None
    base: Value | None = None
    result: Value | None = None


class How(enum.StrEnum):
    """How a text says that a quantity comes from others (``of``)."""

    SUM = "sum"  # all of them together: 合计; a list that ends with 其余
    LISTED = "listed"  # it holds them all, and perhaps more: 其中
    CHANNELS = "channels"  # the same, by channel: one thing may count in several of them
    SHARE = "share"  # the first, of the second
    GROWTH = "growth"  # from the second to the first; or of the first, by the change that is second
    DIFFERENCE = "difference"  # from the second to the first; between the two ends of the first


class Computed(Struct, frozen=True, gc=False):
    """由来: from which quantities, by index, the text says that one comes, and how.

    ``total`` is what a share is of, in the words of the text, where it gives no number of it there
    (占答复总数的12%).
    """

    how: How
    of: tuple[int, ...]
    total: str | None = None


class QuantitySpan(Struct, frozen=True, gc=False):
    """数量: a quantity as the text states it, at ``[start, end)`` of the text passed in.

    ``value`` is the number meant (3万条: 30000); the level reached where the text tells of a change
    from one to another; ``None`` where more than one number is meant (3至5件) or none said (若干).
    ``low`` and ``high`` bound it where the text hedges or gives a range, both sides included;
    ``None`` on a side left open. ``unit`` is ``None`` where none is written. ``subject`` is the
    noun phrase that is counted, where it stands beside it. ``part_of`` is the index of the whole
    among the quantities found together, ``computed`` says from which of them it comes,
    and by which ways where there are several.
    """

    text: str
    start: int
    end: int
    value: Value | None
    unit: str | None
    kind: QuantityKind
    low: Value | None = None
    high: Value | None = None
    qualifier: Qualifier | None = None
    change: Change | None = None
    subject: str | None = None
    predicate: str | None = None
    channel: str | None = None
    part_of: int | None = None
    computed: tuple[Computed, ...] = ()


class NumberKind(enum.StrEnum):
    """What a number is that is no quantity."""

    DATE = "date"
    TIME = "time"
    PERIOD = "period"  # 统计期限, 第四季度, 近三年
    YEAR = "year"
    DOCUMENT_NUMBER = "document_number"  # 〔2019〕60号, 第711号令
    ARTICLE = "article"  # 第二十条
    ORDINAL = "ordinal"  # 第七期
    PHONE = "phone"
    POSTCODE = "postcode"
    URL = "url"
    ID = "id"
    NAME = "name"  # 三门县, 8号楼
    FIXED = "fixed"  # 五公开, “十四五”
    LIST = "list"  # 一是, （3）
    VERSION = "version"  # 2.0版
    LABEL = "label"  # a number whose unit, if it has any, is not known
    UNREAD = "unread"  # digits that are not surely one number


class NumberSpan(Struct, frozen=True):
    """A stretch with numerals that is no quantity, at ``[start, end)`` of the text passed in."""

    text: str
    start: int
    end: int
    kind: NumberKind
