"""What a page prints around a text (``data/page.toml``): particulars, furniture, page numbers.

>>> is_page_number("- 3 -"), is_page_number("3/12"), is_page_number("3/12", in_margin=True)
(True, False, True)
>>> is_furniture("来源：云浦区科技局"), is_furniture("维护网站安全"), is_buttons("【打印本页】")
(True, False, True)
>>> label_keys()["信息索取号"]
'index_number'
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import regex
from msgspec import Struct

from govreport.zh.data_files import shaped
from govreport.zh.patterns import lazy_pattern

__all__ = [
    "any_label",
    "is_buttons",
    "is_contents_heading",
    "is_frame",
    "is_furniture",
    "is_page_number",
    "label_keys",
    "labels",
]


@functools.cache
def label_keys() -> Mapping[str, str]:
    """The labels of particulars (索引号, 发布日期), each with the key of what it labels; those
    without a key of their own with themselves."""
    named = _page().particulars
    return {label: key or label for key, words in named.items() for label in words.split()}


@functools.cache
def labels(*keys: str) -> tuple[str, ...]:
    """The labels with one of these keys that nothing in a text is called by."""
    ambiguous = set(_page().furniture.also_text.split())
    return tuple(
        label for label, key in label_keys().items() if key in keys and label not in ambiguous
    )


def any_label(named: Iterable[str]) -> str:
    """A pattern for each of the labels, blanks within it or not; the longer first."""
    ordered = sorted(named, key=len, reverse=True)
    return "|".join(r"[\s\xa0]{0,6}".join(label) for label in ordered)


def is_furniture(text: str) -> bool:
    """Whether a line stands around a text, by its words alone: 责任编辑：…, 打印本页, - 3 -."""
    return _furniture().match(text) is not None or is_page_number(text)


def is_frame(text: str) -> bool:
    """Whether a line that a web page sets apart from its text is of the site: 主办：…, 相关链接."""
    return _frame().match(text) is not None


def is_buttons(text: str) -> bool:
    """Whether a line is nothing but buttons and hints: 打印本页, 【大 中 小】."""
    return _buttons().fullmatch(text) is not None


def is_page_number(text: str, *, in_margin: bool = False) -> bool:
    """Whether a line says which page this is; ``in_margin`` ones are known by less."""
    line = text.strip()
    return _numbers().fullmatch(line) is not None or (
        in_margin and _margin_numbers().fullmatch(line) is not None
    )


def is_contents_heading(text: str) -> bool:
    """Whether a line stands above a table of contents: 目录, 目　次."""
    return _contents().fullmatch(text.strip()) is not None


class _Furniture(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in ``page.toml``."""

    also_text: str
    begins: tuple[str, ...]
    frame: tuple[str, ...]
    buttons: tuple[str, ...]
    page_numbers: tuple[str, ...]
    margin_numbers: tuple[str, ...]
    contents: str


class _Page(Struct, frozen=True, forbid_unknown_fields=True):
    particulars: dict[str, str]
    furniture: _Furniture


@functools.cache
def _page() -> _Page:
    return shaped(_Page, "govreport.zh", "data", "page.toml")


@functools.cache
def _furniture() -> regex.Pattern[str]:
    known = labels(*label_keys().values())
    return lazy_pattern("|".join([*_page().furniture.begins, f"(?:{any_label(known)})[：:]"]))


@functools.cache
def _frame() -> regex.Pattern[str]:
    return lazy_pattern("|".join(_page().furniture.frame), regex.I)


@functools.cache
def _buttons() -> regex.Pattern[str]:
    return lazy_pattern(f"(?:{'|'.join(_page().furniture.buttons)})++", regex.I)


@functools.cache
def _numbers() -> regex.Pattern[str]:
    return lazy_pattern("|".join(_page().furniture.page_numbers))


@functools.cache
def _margin_numbers() -> regex.Pattern[str]:
    return lazy_pattern("|".join(_page().furniture.margin_numbers))


@functools.cache
def _contents() -> regex.Pattern[str]:
    return lazy_pattern(_page().furniture.contents)
