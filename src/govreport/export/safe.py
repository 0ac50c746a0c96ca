"""Text from a document made safe for where it goes: every encoder, a terminal.

>>> encodable("a\\ud800b")
'a�b'
>>> one_line("公开\\n\\x1b[31m情况\\u202e")
'公开 [31m情况'
"""

from __future__ import annotations

import regex

__all__ = ["encodable", "one_line"]

#: Control codes, which a terminal obeys, and marks that turn the direction of what follows.
_UNPRINTABLE = regex.compile(r"[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def encodable(text: str) -> str:
    """Replace the halves of surrogate pairs that broken fonts leave: no encoder takes them."""
    return regex.sub(r"\p{Cs}", "\ufffd", text)


def one_line(text: str) -> str:
    """Return the text on one line, without anything that a terminal would obey."""
    return _UNPRINTABLE.sub("", " ".join(text.split()))
