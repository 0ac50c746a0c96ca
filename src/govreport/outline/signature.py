"""落款: the organ and the date under the text, on lines of their own or on one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from govreport.document import Origin
from govreport.model import Name
from govreport.outline.front import is_organ
from govreport.outline.lines import Item, Line
from govreport.zh.dates import DateSpan, find_dates
from govreport.zh.organs import without_seal

__all__ = ["Signature", "find_signature"]

#: A signature is looked for among this many lines at the end.
SEARCHED_LINES = 12
#: Characters that a line may hold beside its date: a label (日期：) or a seal.
MAX_BESIDE_DATE = 6


class Signature(Struct, frozen=True):
    """Where the signature begins, the organs that sign and the date as written."""

    first: int
    names: tuple[Name, ...]
    date: tuple[DateSpan, Origin] | None


def find_signature(items: Sequence[Item]) -> Signature | None:
    """Find the signature at the end of the text; ``None`` if there is none."""
    names: list[Name] = []
    date: tuple[DateSpan, Origin] | None = None
    first = len(items)
    for index in range(len(items) - 1, max(-1, len(items) - SEARCHED_LINES), -1):
        item = items[index]
        if not isinstance(item, Line) or item.label is not None:
            break
        dates = find_dates(item.text)
        rest = without_seal(item.text)
        for span in dates:
            rest = rest.replace(span.text, "")
        rest = rest.strip(" 　，,")
        if len(dates) == 1 and date is None and (len(rest) <= MAX_BESIDE_DATE or is_organ(rest)):
            date = dates[0], item.origin
        elif dates or not is_organ(rest):
            break
        if is_organ(rest):
            names.insert(0, Name(rest, "signature", item.origin))
        first = index
    if date is None and not names:
        return None
    return Signature(first, tuple(names), date)
