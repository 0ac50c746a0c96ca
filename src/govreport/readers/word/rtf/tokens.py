r"""Rich Text Format as tokens: control words, signs, braces, and the bytes between them.

[RTF 1.9.1], "Conventions of an RTF reader". What follows ``\bin`` is no text and passed over.

>>> [(token.kind, token.word, token.number, token.data) for token in tokens(rb"{\b0 \'d2\'bb}")]
[('{', '', None, b''), ('word', 'b', 0, b''), ('text', '', None, b'\xd2\xbb'), ('}', '', None, b'')]

Most words say how the page is set; those that are no ``meant`` ones are passed over, unless they
begin a group or stand behind a sign, where they may name what it is.

>>> [token.word for token in tokens(rb"{\ql\qc\b\qr\b}", frozenset([b"b"]))]
['', 'ql', 'b', 'b', '']
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Set
from typing import Literal, NamedTuple

__all__ = ["Token", "tokens"]

_LINE_ENDS = bytes([0, 10, 13])
#: So many words with their numbers are kept: the same ones come again and again.
_MOST_KEPT = 10_000

TokenType = Literal["{", "}", "word", "sign", "text", "units"]


class Token(NamedTuple):
    """``word`` is a control word or the sign of a control symbol, ``number`` what follows a word,
    ``data`` the bytes of text; of ``units`` they are characters as ``\\u`` gives them, each with
    one byte that stands in for it."""

    kind: TokenType
    word: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("{"), Token("}")


def tokens(data: bytes, meant: Set[bytes] | None = None) -> Iterator[Token]:
    """Yield the tokens of a file; a backslash that begins nothing is passed over."""
    at = 0
    words: dict[tuple[bytes, bytes | None], Token] = {}
    first = True
    while at < len(data):
        for match in _token().finditer(data, at):
            kind = match.lastgroup
            if kind == "word" or kind == "number":
                raw = match["word"]
                if raw == b"bin":
                    at = match.end() + max(int(match["number"] or 0), 0)
                    break
                if first or meant is None or raw in meant:
                    said = raw, match["number"]
                    word = words.get(said)
                    if word is None:
                        word = _word(*said)
                        if len(words) < _MOST_KEPT:
                            words[said] = word
                    yield word
                    first = False
            elif kind == "text":
                text = match["text"].translate(None, _LINE_ENDS)
                if b"\\" in text:
                    text = _byte().sub(_decoded, text)
                if text:
                    yield Token("text", data=text)
            elif kind == "brace":
                first = True
                yield _OPEN if match["brace"] == b"{" else _CLOSE
            elif kind == "units":
                yield Token("units", data=match["units"])
            elif kind == "sign":
                first = True
                yield Token("sign", match["sign"].decode("latin-1"))
        else:
            return


def _word(raw: bytes, digits: bytes | None) -> Token:
    return Token("word", raw.decode("ascii"), int(digits) if digits else None)


# The engine of the standard library takes a third of the time that regex does for these.
@functools.cache
def _token() -> re.Pattern[bytes]:
    return re.compile(
        rb"""
          (?P<brace> [{}] )
          # The byte behind the last one may begin the text behind it, where none stands in.
        | (?P<units> (?: \\u -?[0-9]{1,10} [ ]? \\'[0-9A-Fa-f]{2} )+ (?! \\' | [^\\{}] ) )
        | \\ (?P<word> [A-Za-z]{1,32} ) (?P<number> -?+[0-9]{1,10}+ )?+ [ ]?+
          # Text: bytes as they are and bytes in hexadecimal, with line ends that mean nothing.
        | (?P<text> (?: [^\\{}\r\n\0]++ | \\'[0-9A-Fa-f]{2} | [\r\n\0]++ )++ )
        | \\ (?P<sign> [^A-Za-z'] )
        | \\ '?+
        """,
        re.VERBOSE | re.DOTALL,
    )


@functools.cache
def _byte() -> re.Pattern[bytes]:
    return re.compile(rb"\\'([0-9A-Fa-f]{2})")


def _decoded(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match[1].decode("ascii"))
