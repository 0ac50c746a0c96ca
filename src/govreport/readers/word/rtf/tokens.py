r"""Rich Text Format as tokens: control words, signs, braces, and the bytes between them.

[RTF 1.9.1], "Conventions of an RTF reader". What follows ``\bin`` is no text and passed over.

>>> [(token.kind, token.word, token.number, token.data) for token in tokens(rb"{\b0 \'d2\'bb}")]
[('{', '', None, b''), ('word', 'b', 0, b''), ('text', '', None, b'\xd2\xbb'), ('}', '', None, b'')]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import regex

from govreport.zh.patterns import lazy_pattern

__all__ = ["Token", "tokens"]

_TOKEN = lazy_pattern(
    rb"""
      (?P<brace> [{}] )
    | \\ (?P<word> [A-Za-z]{1,32} ) (?P<number> -?+[0-9]{1,10}+ )?+ [ ]?+
      # Text: bytes as they are and bytes in hexadecimal, with line ends that mean nothing.
    | (?P<text> (?: [^\\{}\r\n\0]++ | \\'[0-9A-Fa-f]{2} | [\r\n\0]++ )++ )
    | \\ (?P<sign> [^A-Za-z'] )
    | \\ '?+
    """,
    regex.VERBOSE | regex.DOTALL,
)
_BYTE = lazy_pattern(rb"\\'([0-9A-Fa-f]{2})")
_LINE_ENDS = bytes([0, 10, 13])

TokenType = Literal["{", "}", "word", "sign", "text"]


class Token(NamedTuple):
    """``word`` is a control word or the sign of a control symbol, ``number`` what follows a word,
    ``data`` the bytes of text."""

    kind: TokenType
    word: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("{"), Token("}")


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of a file; a backslash that begins nothing is passed over."""
    at = 0
    words: dict[bytes, str] = {}
    while at < len(data):
        for match in _TOKEN.finditer(data, at):
            kind = match.lastgroup
            if kind == "word" or kind == "number":
                raw, digits = match.group("word", "number")
                word = words.get(raw)
                if word is None:
                    word = words[raw] = raw.decode("ascii")
                number = int(digits) if digits else None
                if word == "bin":
                    at = match.end() + max(number or 0, 0)
                    break
                yield Token("word", word, number)
            elif kind == "text":
                text = match["text"].translate(None, _LINE_ENDS)
                if b"\\" in text:
                    text = _BYTE.sub(_byte, text)
                if text:
                    yield Token("text", data=text)
            elif kind == "brace":
                yield _OPEN if match["brace"] == b"{" else _CLOSE
            elif kind == "sign":
                yield Token("sign", match["sign"].decode("latin-1"))
        else:
            return


def _byte(match: regex.Match[bytes]) -> bytes:
    return bytes.fromhex(match[1].decode("ascii"))
