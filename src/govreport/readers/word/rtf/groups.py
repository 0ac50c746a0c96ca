r"""The groups of an RTF file (``{…}``): what holds in them, and their text on its way.

A file is read in one pass. A group begins with what holds around it, and what it changes ends with
it; its first word may name a destination (:mod:`govreport.readers.word.rtf.destinations`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from govreport.document import Link
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.word.doc.tables import Blocks
from govreport.readers.word.rtf.destinations import DESTINATION_WORDS, Destinations, Group
from govreport.readers.word.rtf.state import (
    ROW_WORDS,
    STATE_WORDS,
    Properties,
    RowDefinition,
    change,
    define_row,
)
from govreport.readers.word.rtf.story import Story
from govreport.readers.word.rtf.styles import BASE, STYLE_WORDS, Style
from govreport.readers.word.rtf.text import Decoder
from govreport.readers.word.rtf.tokens import Token
from govreport.readers.work import counted, rest_left

__all__ = ["MEANT", "GroupReader"]

_DEEPEST = 2_000
_SIGNS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_WORDS = {
    "tab": "\t", "line": "\n", "page": "\f", "column": "\f", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
#: What shows the number of a page or a section, or today's date and time.
_AUTOMATIC = ("chpgn", "sectnum", "chdate", "chdpl", "chdpa", "chtime")
LATIN = 1252
_PAGES = {"mac": 10000, "pc": 437, "pca": 850}
_MARKS = ("par", "sect", "cell", "nestcell", "row", "nestrow")
#: All words that mean anything but where they name a destination.
MEANT = frozenset(
    word.encode()
    for word in (
        *(*STATE_WORDS, *ROW_WORDS, *DESTINATION_WORDS, *STYLE_WORDS, *_WORDS, *_PAGES, *_MARKS),
        *(BASE, "u", "ud", "ansicpg", "deff", *_AUTOMATIC),
    )
)


class GroupReader:
    """Reads the tokens of one file; ``guessed`` is the code page that counts where the file names
    none, or that of Latin."""

    def __init__(self, limits: Limits, guessed: int | None = None) -> None:
        self._limits = limits
        self._guessed = guessed
        #: How often each kind of thing worth a notice was met.
        self.seen: Counter[str] = Counter()
        self._found = Destinations(limits, self.seen)
        self._decoder = Decoder(guessed or LATIN, self._found.fonts)
        self._group = Group(Properties(), Story(limits, self.seen, colours=self._found.colours))
        self._outer: list[Group] = []
        self._default_font = 0
        self._row = RowDefinition()
        self._inner_row = RowDefinition()
        #: How many bytes still stand in for a character that came as a UTF-16 unit.
        self._fallback = 0
        #: The next word is the first of its group; ``\*`` stands before it.
        self._first = False
        self._starred = False

    @property
    def metadata(self) -> dict[str, str]:
        """What the file says of itself."""
        return self._found.metadata

    @property
    def links(self) -> list[Link]:
        """The links in its text."""
        return self._found.links

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Text that is not seen, and why."""
        return [*self._group.story.left_out, *self._found.left_out]

    @property
    def encoding(self) -> str | None:
        """What the bytes of the text were read as, ``None`` where all of it is ASCII or Unicode."""
        return self._decoder.used

    def read(self, tokens: Iterable[Token]) -> Blocks:
        """Read a file and return its body.

        Raises:
            LimitExceeded: groups or tables nested too deep, or too much of something.
        """
        story = self._group.story
        with rest_left():
            self._read(counted(tokens, "runs"))
            if self._outer:
                self.seen["rtf.cut_off"] += 1
            while self._outer:
                self._close()
            story.finish(self._group.properties)
        self.seen["rtf.undecodable"] = self._decoder.damaged
        return story.body

    def _read(self, tokens: Iterable[Token]) -> None:
        for kind, word, number, data in tokens:
            if kind == "word":
                self._word(word, number)
            elif kind == "text":
                self._bytes(data)
            elif kind == "units":
                self._units(data)
            elif kind == "{":
                self._open()
            elif kind == "}":
                self._close()
                if not self._outer:
                    break
            else:
                self._sign(word)

    def _open(self) -> None:
        group = self._group
        if len(self._outer) >= _DEEPEST:
            raise LimitExceeded(f"groups nested more than {_DEEPEST} deep")
        self._outer.append(group)
        self._group = Group(
            group.properties.copy(),
            group.story,
            group.words,
            group.silent,
            group.dropped or group.twice,
            inner_row=group.inner_row,
            style=Style() if group.style_sheet else group.style,
        )
        self._first, self._starred, self._fallback = True, False, 0

    def _close(self) -> None:
        if self._group.end is not None:
            self._group.end()
        if self._group.style is not None:
            self._found.styles.add(self._group.style)
        if self._outer:
            self._group = self._outer.pop()
        self._first, self._starred, self._fallback = False, False, 0

    def _bytes(self, data: bytes) -> None:
        self._first = False
        if self._fallback:
            skipped = min(self._fallback, len(data))
            self._fallback -= skipped
            data = data[skipped:]
        if data and not self._group.dropped and not self._group.silent:
            self._text(self._decoder.decode(data, self._group.properties.font))

    def _units(self, data: bytes) -> None:
        """Take characters as UTF-16 units, each with one byte that stands in for it."""
        *units, rest = data.split(b"\\'")
        numbers = [int(unit.rpartition(b"u")[2]) for unit in units]
        group = self._group
        if group.properties.fallback == 1 and self._is_plain(group):
            self._first = self._starred = False
            self._fallback = 0
            self._text("".join([chr(number & 0xFFFF) for number in numbers]))
            return
        for number, byte in zip(numbers, (*(unit[:2] for unit in units[1:]), rest), strict=True):
            self._word("u", number)
            self._bytes(bytes.fromhex(byte.decode("ascii")))

    def _is_plain(self, group: Group) -> bool:
        """Whether text of a group goes to its story as it is, at once or one by one."""
        said = group.properties
        elsewhere = group.dropped or group.silent or group.words is not None or self._found.lists
        return not elsewhere and said.is_plain and not said.is_gone

    def _text(self, text: str) -> None:
        group = self._group
        if group.dropped or group.silent or self._found.listed(text):
            return
        if self._decoder.is_symbol(group.properties.font):
            text = self._decoder.symbols(text, group.properties.font)
        if group.words is not None:
            group.words.append(text)
        else:
            row = self._row if group.properties.level < 2 else self._inner_row
            group.story.add(text, group.properties, row)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif self._fallback:
            self._fallback -= 1
        elif sign in "\r\n":
            self._mark("par")
        elif sign in _SIGNS:
            self._first = False
            self._text(_SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        first, starred = self._first, self._starred
        self._first = self._starred = False
        group = self._group
        if word == "ud" and self._outer and self._outer[-1].twice:
            group.dropped = self._outer[-1].dropped
        elif group.dropped:
            return
        elif word == "u":
            self._text(chr((number or 0) & 0xFFFF))
            self._fallback = group.properties.fallback
        elif group.style is not None:
            group.style.take(word, number)
        elif not ((first or starred) and self._found.enter(word, group, starred=starred)):
            self._apply(word, number)

    def _apply(self, word: str, number: int | None) -> None:
        """Apply a word that names no destination."""
        group = self._group
        row = self._inner_row if group.inner_row else self._row
        if word in STYLE_WORDS:
            self._styled(word, number or 0)
        elif word in DESTINATION_WORDS and self._found.word(word, number or 0):
            pass
        elif word in STATE_WORDS:
            change(group.properties, word, number, self._default_font)
        elif word in ROW_WORDS:
            define_row(row, word, number)
        elif word in _WORDS:
            self._text(_WORDS[word])
        elif word == "ansicpg":
            named = number or LATIN
            self._decoder.page = (self._guessed or named) if named == LATIN else named
        elif word in _PAGES:
            self._decoder.page = _PAGES[word]
        elif word == "deff":
            self._default_font = group.properties.font = number or 0
        else:
            self._mark(word)

    def _styled(self, word: str, number: int) -> None:
        """Apply what a style says of how text looks, for programs that leave it at that."""
        properties = self._group.properties
        for said, value in self._found.styles.looks(word, number):
            change(properties, said, value, self._default_font)
            properties.styled |= word == "s"

    def _mark(self, word: str) -> None:
        """Take the end of a paragraph, a cell or a row."""
        group = self._group
        if group.dropped or group.silent or group.words is not None:
            return
        story, properties = group.story, group.properties
        if word in ("par", "sect"):
            story.end_paragraph(properties)
        elif word in ("cell", "nestcell"):
            story.end_cell(properties, nested=word == "nestcell")
        elif word in _AUTOMATIC:
            story.object()
            self._found.seen["rtf.field_without_result"] += 1
        elif word == "row":
            story.end_row(self._row.row(), properties, nested=False)
        elif word == "nestrow":
            story.end_row(self._inner_row.row(), properties, nested=True)
