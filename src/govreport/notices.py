"""The notices that readers can give: codes and wording in two languages (``notices.toml``).

>>> left_out = notice("pdf.furniture", quote="— 2 —", page=2)
>>> left_out.message, left_out.message_en
('页眉、页脚、页码或斜印的文字已略去：— 2 —', 'page furniture was left out: — 2 —')
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from msgspec import Struct

from govreport.document import Notice
from govreport.zh.data_files import shaped

__all__ = ["NoticeType", "counted", "notice", "notice_types"]

#: As much of what stands in a file as a notice quotes.
LONGEST_QUOTE = 200


class NoticeType(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of notice: its wording in both languages.

    ``terms`` are the fields of which only some values are possible, each value with what it is
    called in Chinese and in English.
    """

    zh: str
    en: str
    terms: Mapping[str, Mapping[str, tuple[str, str]]] = {}


@functools.cache
def notice_types() -> Mapping[str, NoticeType]:
    """Return every kind of notice by its code."""
    return shaped(dict[str, NoticeType], __package__, "notices.toml")


def notice(
    code: str,
    *,
    quote: str = "",
    block: int | None = None,
    page: int | None = None,
    **words: object,
) -> Notice:
    """Make a notice of a kind; ``words`` fill its wording.

    ``quote`` is what stands in the file there, shown behind the wording, its beginning if it is
    long. A reader of another package, whose codes are not ours, makes its notices itself.

    Raises:
        KeyError: no such code, or a word of its wording is missing.
    """
    type_ = notice_types()[code]
    chinese, english = dict(words), dict(words)
    for name, values in type_.terms.items():
        chinese[name], english[name] = values[str(words[name])]
    behind = quote[:LONGEST_QUOTE]
    return Notice(
        code=code,
        message=type_.zh.format(**chinese) + (f"：{behind}" if behind else ""),
        message_en=type_.en.format(**english) + (f": {behind}" if behind else ""),
        block=block,
        page=page,
    )


def counted(counts: Mapping[str, int], quotes: Mapping[str, str] | None = None) -> Iterator[Notice]:
    """Yield a notice for each code that was met, in the order of the codes.

    ``counts`` says how often (``{count}`` in the wording), ``quotes`` what to quote.
    """
    for code, count in sorted(counts.items()):
        if count:
            yield notice(code, count=count, quote=(quotes or {}).get(code, ""))
