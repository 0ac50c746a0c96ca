"""Text from a document made safe for where it goes: an encoder, a page, a terminal, a spreadsheet.

>>> encodable("a\\ud800b")
'a�b'
>>> visible("第\\u202e12\\x1b[31m条")
'第�12�[31m条'
>>> one_line("公开\\n\\x1b[31m情况\\u202e")
'公开 �[31m情况�'
"""

from __future__ import annotations

from govreport.zh.patterns import lazy_pattern

__all__ = ["encodable", "escaped", "inert", "one_line", "visible"]

#: What a spreadsheet takes for a formula if a cell begins with it, unless it is no more than this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN = lazy_pattern(r"[-+－＋]?\d[\d,]*(?:\.\d+)?[%％]?|[-－]+")

#: Control codes, which a terminal obeys, and marks that turn the direction of what follows: a
#: figure of 12 must not be shown as 21.
_UNSAFE = lazy_pattern(
    r"(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]",
)

_HALVES = lazy_pattern(r"\p{Cs}")


def encodable(text: str) -> str:
    """Replace the halves of surrogate pairs that broken fonts leave: no encoder takes them."""
    try:
        text.encode()  # much quicker than a pattern, and there are none in nearly all text
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text


def visible(text: str) -> str:
    """Replace what changes how text is shown and is not seen itself, by U+FFFD, one for one."""
    return _UNSAFE.sub("\ufffd", text)


def escaped(json: str) -> str:
    """Return JSON that says the same, where what :func:`visible` replaces is written as a number.

    >>> escaped('"a\\u202eb"')
    '"a\\\\u202eb"'
    """
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; one that could be begins with ``'``. A
    number stays one, and a dash.

    >>> inert("=HYPERLINK(1)"), inert("－1+1"), inert("-25"), inert("+3.5%"), inert("申请数")
    ("'=HYPERLINK(1)", "'－1+1", '-25', '+3.5%', '申请数')
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _PLAIN.fullmatch(text) else text


def one_line(text: str) -> str:
    """Return visible text on one line."""
    return visible(" ".join(text.split()))
