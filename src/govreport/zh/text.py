"""Folding of text: widths, spaces and look-alikes made one, with a map back to the original.

Three strengths, each a :class:`Folded` whose spans can be traced back to the text as written:

>>> fold("２０１９年⼀⽉").text
'2019年一月'
>>> folded = collapse("统　计　指　标 ： 共 12 345 条")
>>> folded.text
'统计指标：共12 345条'
>>> folded.span(0, 4)
(0, 7)
>>> squeeze("其中：\\n 主动 公开").text
'其中：主动公开'

Chinese punctuation stays as it is written, and so do enclosed numbers such as ① or ㈠, which are
numbering. Labels are compared by :func:`label_key`:

>>> label_key("危及“三安全一稳定”") == label_key("危及三安全一稳定")
True
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

import regex
from msgspec import Struct

from govreport.zh.data_files import data_file
from govreport.zh.patterns import lazy_pattern, quick_pattern

__all__ = [
    "Folded",
    "any_of",
    "bare",
    "collapse",
    "curled",
    "fold",
    "has_traditional",
    "label_key",
    "level",
    "squeeze",
    "strip_notes",
    "to_simplified",
]

_QUOTED = lazy_pattern(r'"([^"]*+)"')
SPACES = "\t\r\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
LINE_BREAKS = "\v\f\x85\u2028\u2029"
#: Characters that show nothing: zero-width, soft hyphen, byte order and direction marks, variation
#: selectors. Control characters are not among them: they are a sign of damage, and stay.
INVISIBLE = frozenset(
    map(
        chr,
        (
            *(0xAD, 0x61C, 0x180E, 0xFEFF),
            *range(0x200B, 0x2010),
            # Not U+202E: what follows it is read backwards.
            *range(0x202A, 0x202E),
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
#: Full-width forms that are Chinese punctuation and no other width of an ASCII sign.
FULL_WIDTH_KEPT = "！（），：；？［］｛｝"
#: Small and half-width forms, each of one ordinary character.
SMALL_FORMS = ("﹐﹑﹔﹕﹖﹗﹙﹚﹒﹢﹣﹪｡｢｣､･", "，、；：？！（）.+-%。「」、·")

#: Han, kana, their punctuation and full-width forms: no space belongs beside them. Dashes do not
#: count, as a dash may be a cell of its own.
CJK = (
    r"“”‘’\u2460-\u24ff\u2e80-\u2fff\u3001-\u33ff\u3400-\u9fff\uf900-\ufaff"
    r"\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
IS_CJK = lazy_pattern(f"[{CJK}]")
SPACE_RUN = lazy_pattern(r" ++")
WHITESPACE_RUN = lazy_pattern(r"[ \n]++")
#: Half-width punctuation beside a Chinese character is that character's, in the wrong width.
WRONG_WIDTH = lazy_pattern(rf"(?<=[{CJK}])[,:;()!?]|[,:;()!?](?=[{CJK}])")
HALF_WIDTH, FULL_WIDTH = ",:;()!?", "，：；（）！？"
NOT_COMPARED = lazy_pattern(r"[\p{P}|~<>--%]", regex.VERSION1)

OPENING, CLOSING = "（(［[【", "）)］]】"


class Folded(Struct, frozen=True):
    """Text after folding, and for each of its characters the offset of the original's.

    ``offsets`` has one entry more than ``text`` has characters: the original's length.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of ``text`` back to the original; an empty span stays empty.

        Raises:
            IndexError: the span does not lie within ``text``.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no span {start}-{end} in {len(self.text)} characters")
        first = self.offsets[start]
        return (first, self.offsets[end - 1] + 1 if end > start else first)


def fold(text: str) -> Folded:
    """Make widths, spaces and look-alikes one, and drop what is invisible.

    Letters, digits and signs become half-width; every space becomes an ordinary one and every line
    break ``\\n``; radicals and compatibility ideographs become the unified ideograph.
    """
    if not _foldable().search(text):
        return Folded(text, range(len(text) + 1))
    folded = text.translate(_folding())
    if len(folded) == len(text):
        return Folded(folded, range(len(text) + 1))
    kept = [index for index, char in enumerate(text) if char not in INVISIBLE]
    return Folded(folded, (*kept, len(text)))


def collapse(text: str) -> Folded:
    """Fold, and keep only the spaces that part words: one between two that are not Chinese.

    Spaces beside Chinese characters or punctuation, around line breaks and at the ends are layout.
    """
    folded = fold(text)
    if " " not in folded.text:
        return folded
    return _without(folded, _layout_spaces(folded.text))


def squeeze(text: str) -> Folded:
    """Fold, and drop all spaces and line breaks."""
    folded = fold(text)
    return _without(folded, (match.span() for match in WHITESPACE_RUN.finditer(folded.text)))


def bare(text: str) -> str:
    """Return a text squeezed and in simplified characters, without a map back."""
    return text.translate(_bare()) if _maybe_folded().search(text) else text


@functools.lru_cache(maxsize=16_384)
def label_key(text: str) -> str:
    """Return what two spellings of one label have in common, to compare them by.

    Spaces, punctuation, quotation marks and brackets (not what they hold) are left out; traditional
    characters and capitals are levelled.
    """
    return NOT_COMPARED.sub("", bare(text).casefold())


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longer first: 人次 before 人.

    It is the same for the same words, or it would be compiled anew at every start.
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(regex.escape, ordered))})"


def strip_notes(text: str) -> str:
    """Remove bracketed notes, nested ones with their host; one left open runs to the end.

    Titles in 《》 are not notes.
    """
    if not any(bracket in text for bracket in OPENING):
        return text
    depth = 0
    kept = []
    for char in text:
        if char in OPENING:
            depth += 1
        elif depth and char in CLOSING:
            depth -= 1
        elif not depth:
            kept.append(char)
    return "".join(kept)


def to_simplified(text: str) -> str:
    """Replace traditional characters by simplified ones, one for one.

    Characters that simplified text uses as well (乾, 徵, 著) stay.
    """
    return text.translate(_traditional()) if _maybe_traditional().search(text) else text


def level(text: str) -> str:
    """Make script and punctuation one, to look for words in: one character for one.

    Traditional characters become simplified ones, half-width punctuation beside a Chinese character
    full-width; that between figures (1,234; 10:22) stays.

    >>> level("其中,網站260條(含1,234次)")
    '其中，网站260条（含1,234次）'
    """
    if text.isascii():
        return text
    plain = to_simplified(text)
    if _HALF_WIDTH.search(plain) is None:
        return plain
    return WRONG_WIDTH.sub(lambda match: match[0].translate(_WIDTHS), plain)


_HALF_WIDTH = re.compile(f"[{HALF_WIDTH}]")
_WIDTHS = str.maketrans(HALF_WIDTH, FULL_WIDTH)


def curled(text: str) -> str:
    """Return a text of the same length with straight quotation marks as pairs of curled ones, line
    by line; those of a line that has an odd number stay.

    >>> curled('落实"创业富民30条"')
    '落实“创业富民30条”'
    """
    if '"' not in text:
        return text
    return "\n".join(
        line if line.count('"') % 2 else _QUOTED.sub(r"“\1”", line) for line in text.split("\n")
    )


def has_traditional(text: str) -> bool:
    """Whether the text holds a character that only traditional text uses."""
    found = _maybe_traditional().search(text)
    return found is not None and not _traditional_characters().isdisjoint(text)


def _layout_spaces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans to drop: whole runs of spaces, or a run but for its first."""
    for match in SPACE_RUN.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text) or _repels(text[start - 1]) or _repels(text[end]):
            yield (start, end)
        elif end - start > 1:
            yield (start + 1, end)


def _repels(char: str) -> bool:
    return char == "\n" or (not char.isascii() and IS_CJK.match(char) is not None)


def _without(folded: Folded, spans: Iterator[tuple[int, int]]) -> Folded:
    texts: list[str] = []
    offsets: list[int] = []
    last = 0
    for start, end in spans:
        texts.append(folded.text[last:start])
        offsets.extend(folded.offsets[last:start])
        last = end
    if last == 0:
        return folded
    texts.append(folded.text[last:])
    offsets.extend(folded.offsets[last:])
    return Folded("".join(texts), tuple(offsets))


@functools.cache
def _foldable() -> re.Pattern[str]:
    return _one_of(_folding())


@functools.cache
def _maybe_traditional() -> re.Pattern[str]:
    return _one_of(_traditional())


@functools.cache
def _maybe_folded() -> re.Pattern[str]:
    return _one_of(_bare())


def _one_of(chars: Iterable[int]) -> re.Pattern[str]:
    """A pattern that tells a text without any of the characters ten times as fast as replacing them
    does; those beyond the first 65,536 are all taken for some of them.

    The standard library has a bitmap for such a set, :mod:`regex` a list.
    """
    low = re.escape("".join(chr(char) for char in sorted(chars) if char < 0x10000))
    return quick_pattern(f"[{low}\U00010000-\U0010ffff]")


@functools.cache
def _folding() -> dict[int, int | None]:
    table: dict[int, int | None] = {
        ord(full): ord(full) - 0xFEE0
        for full in map(chr, range(0xFF01, 0xFF5F))
        if full not in FULL_WIDTH_KEPT
    }
    table |= str.maketrans(*SMALL_FORMS)
    table |= {ord(char): ord(" ") for char in SPACES}
    table |= {ord(char): ord("\n") for char in LINE_BREAKS}
    table |= {ord(char): None for char in INVISIBLE}
    return table | {int(a, 16): int(b, 16) for a, b in _pairs("lookalikes.tsv")}


@functools.cache
def _bare() -> dict[int, int | None]:
    """What :func:`squeeze` and :func:`to_simplified` do to each character, in one."""
    simple = _traditional()
    folded = {char: simple.get(to or 0, to) for char, to in _folding().items()}
    blank = map(ord, " \n")
    dropped = [char for char, to in folded.items() if to in (ord(" "), ord("\n"))]
    return {**simple, **folded, **dict.fromkeys((*blank, *dropped))}


@functools.cache
def _traditional() -> dict[int, int]:
    return {ord(a): ord(b) for a, b in _pairs("traditional.tsv")}


@functools.cache
def _traditional_characters() -> frozenset[str]:
    return frozenset(map(chr, _traditional()))


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    lines = data_file("govreport.zh", "data", name).read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            first, _, second = line.partition("\t")
            yield first, second
