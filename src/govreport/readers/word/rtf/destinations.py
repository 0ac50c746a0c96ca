r"""Where the text of an RTF file's groups goes: a footnote, a field's code, the names of fonts.

A destination that is not known, and marked by ``\*`` as one that need not be, is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import regex
from msgspec import Struct, field

from govreport.document import Link, Picture
from govreport.readers.limits import Limits
from govreport.readers.seen import Colour
from govreport.readers.word.doc.tables import Blocks
from govreport.readers.word.looks import AUTO_FIELDS, PAGE, Surface
from govreport.readers.word.rtf.state import Properties
from govreport.readers.word.rtf.story import Story
from govreport.readers.word.rtf.styles import Style, StyleSheet
from govreport.readers.word.rtf.text import Font
from govreport.zh.patterns import lazy_pattern

__all__ = ["DESTINATION_WORDS", "Destinations", "Group"]

_MOST_FONTS = 10_000
#: Destinations that the page does not show, or shows by another one, and that come without ``\*``.
_DROPPED = frozenset(
    (
        *("atnid", "atnauthor", "listtable", "listoverridetable"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "xe", "tc", "rxe", "txe"),
        *("private", "nonshppict", "nonesttables", "shprslt"),
    )
)
_TABLES = frozenset(("stylesheet", "colortbl", "fonttbl"))
_SILENT = frozenset(
    ("formfield", "field", "info", "object", "shp", "shpinst", "shpgrp", "sp", "picprop", "do")
)
_FORMULAS = frozenset(("moMath", "moMathPara"))
_SHOWN = frozenset(("fldrslt", "result", "shppict", *_FORMULAS))
_CHECK_BOX, _LIST, _UNCHOSEN = 1, 2, 25
_FORM_WORDS = ("fftype", "ffres", "ffdefres")
_COLOUR_PARTS = ("red", "green", "blue")
_MOST_COLOURS = 10_000
_DATE_PARTS = ("yr", "mo", "dy", "hr", "min")
#: The words that :meth:`Destinations.word` knows.
DESTINATION_WORDS = frozenset((*_DATE_PARTS, *_COLOUR_PARTS, *_FORM_WORDS, "f", "fcharset", "cpg"))
_NAMES = {"title": "title", "author": "author"}
_DATES = {"creatim": "created", "revtim": "modified"}
_HYPERLINK = lazy_pattern(r'\s*+HYPERLINK\s++"([^"]++)"', regex.IGNORECASE)
_BLANKS = lazy_pattern(r"\s++")


class Group(Struct):
    """What holds in a group. Its text goes to ``words`` if they are set, else to ``story``.

    ``silent``: its own text is no text, but destinations in it count; ``dropped``: these neither.
    """

    properties: Properties
    story: Story
    words: list[str] | None = None
    silent: bool = False
    dropped: bool = False
    #: It says the same twice: in old bytes, to be dropped, and behind ``\ud`` in Unicode.
    twice: bool = False
    #: It defines the row of a table in a table.
    inner_row: bool = False
    #: Its groups are definitions of styles; and the one that is being read.
    style_sheet: bool = False
    style: Style | None = None
    end: Callable[[], None] | None = None


class _Field(Struct):
    code: str = ""
    #: Where in the paragraph its result began.
    start: int | None = None
    #: Of a form's field: which kind it is, what was chosen, what is chosen at first, and the list.
    form: dict[str, int] = {}
    entries: list[str] = []

    @property
    def value(self) -> str:
        """What a list or a check box shows."""
        chosen = self.form.get("ffres", _UNCHOSEN)
        if chosen == _UNCHOSEN:
            chosen = self.form.get("ffdefres", 0)
        if self.form.get("fftype") == _CHECK_BOX:
            return "☒" if chosen else "☐"
        if self.form.get("fftype") == _LIST and 0 <= chosen < len(self.entries):
            return self.entries[chosen]
        return ""


class Destinations(Struct):
    """What was found in destinations beside the text."""

    _limits: Limits
    seen: Counter[str]
    fonts: dict[int, Font] = {}
    links: list[Link] = []
    metadata: dict[str, str] = {}
    _fields: list[_Field] = []
    #: The colours of the file by number, ``None`` where they are automatic.
    colours: dict[int, Colour | None] = {}
    styles: StyleSheet = field(default_factory=StyleSheet)
    #: Text of stories of their own that is not seen, and why.
    left_out: list[tuple[str, str]] = []
    #: Of the colour that is being read.
    _mixing: dict[str, int] | None = None
    _font: Font | None = None
    _date: dict[str, int] = {}
    #: Properties of the drawing that is being read, by name.
    _drawn: dict[str, str] = {}
    _drawn_name: str = ""

    def enter(self, word: str, group: Group, *, starred: bool) -> bool:
        """Send what follows in the group elsewhere, and tell whether the word says so."""
        texts = {"fldinst": self._code, "sn": self._name_drawn, "sv": self._describe}
        if word in _SHOWN:
            self._enter_shown(word, group)
        elif word in _SILENT:
            group.silent = True
            self._enter_silent(word, group)
        elif word in ("listtext", "pntext"):
            _take(group, group.story.number)
        elif word == "pict":
            group.silent, group.end = True, lambda: self._picture(group.story)
        elif word in texts:
            _take(group, texts[word])
        elif word in ("footnote", "shptxt", "dptxbxtext"):
            note = word == "footnote"
            # What a box is filled with is not looked at.
            page = PAGE if note else Surface(ground=None)
            self._story(group, group.story.note if note else group.story.box, page)
        elif word == "nesttableprops":
            group.inner_row = True
        elif word == "upr":
            group.twice = True
        elif word in _NAMES:
            _take(group, lambda text: self._name(_NAMES[word], text))
        elif word in _DATES:
            self._date = {}
            group.silent, group.end = True, lambda: self._dated(_DATES[word])
        elif word in _TABLES:
            self._enter_table(word, group)
        elif word == "ffl" and self._fields:
            _take(group, self._fields[-1].entries.append)
        elif starred or word in _DROPPED:
            group.dropped = True
            self.seen["rtf.comments"] += word == "annotation"
        else:
            return False
        return True

    def word(self, word: str, number: int) -> bool:
        """Take a word that belongs to a destination, and tell whether it was one."""
        if self._font is not None and word == "f":
            self._font = Font()
            if len(self.fonts) < _MOST_FONTS:
                self.fonts[number] = self._font
        elif self._font is not None and word == "fcharset":
            self._font.charset = number
        elif self._font is not None and word == "cpg":
            self._font.page = number
        elif word in _DATE_PARTS:
            self._date[word] = number
        elif word in _COLOUR_PARTS and self._mixing is not None:
            self._mixing[word] = number & 0xFF
        elif word in _FORM_WORDS and self._fields:
            self._fields[-1].form[word] = number
        else:
            return False
        return True

    @property
    def lists(self) -> bool:
        """Whether text stands in the tables of colours and fonts."""
        return self._mixing is not None or self._font is not None

    def listed(self, text: str) -> bool:
        """Take text in the tables of colours and fonts, and tell whether it stood there."""
        if self._mixing is not None:
            for _ in range(text.count(";")):
                if len(self.colours) < _MOST_COLOURS:
                    red, green, blue = (self._mixing.get(part, 0) for part in _COLOUR_PARTS)
                    self.colours[len(self.colours)] = (red, green, blue) if self._mixing else None
                self._mixing = {}
            return True
        if self._font is None:
            return False
        self._font.name += text.partition(";")[0]
        return True

    def _enter_shown(self, word: str, group: Group) -> None:
        group.silent, group.words = False, None
        if word == "fldrslt" and self._fields:
            self._fields[-1].start = len(group.story.inline.pieces)
        elif word in _FORMULAS:
            # Its text is kept; what it says is in how that is placed.
            group.story.object()

    def _enter_silent(self, word: str, group: Group) -> None:
        if word == "field":
            self._fields.append(_Field())
            group.end = lambda: self._end_field(group.story)
        elif word == "object":
            group.story.object()
            self.seen["rtf.embedded_object"] += 1
        elif word == "shp":
            self._drawn = {}

    def _enter_table(self, word: str, group: Group) -> None:
        if word == "stylesheet":
            _take(group, lambda _: None)
            group.style_sheet = True
        elif word == "colortbl":
            self._mixing = {}
            _take(group, self._end_colours)
        else:
            self._font = Font()
            _take(group, self._end_fonts)

    def _end_colours(self, _: str) -> None:
        self._mixing = None

    def _end_fonts(self, _: str) -> None:
        self._font = None

    def _name(self, name: str, text: str) -> None:
        text = _BLANKS.sub(" ", text).strip()
        if text:
            self.metadata[name] = text

    def _dated(self, name: str) -> None:
        parts = [self._date.get(part, 0) for part in _DATE_PARTS]
        if parts[0]:
            self.metadata[name] = "{:04}-{:02}-{:02}T{:02}:{:02}:00".format(*parts)

    def _code(self, text: str) -> None:
        if self._fields:
            self._fields[-1].code += text

    def _end_field(self, story: Story) -> None:
        ended = self._fields.pop()
        found = _HYPERLINK.match(ended.code)
        if found and ended.start is not None:
            text = "".join(story.inline.pieces[ended.start :])
            self.links.append(Link(text=text.strip(), target=found[1]))
        shown = ended.start is not None and any(map(str.strip, story.inline.pieces[ended.start :]))
        if not shown and ended.value:
            story.inline.add(ended.value)
        elif not shown and ended.code.strip().upper().startswith(AUTO_FIELDS):
            story.object()
            self.seen["rtf.field_without_result"] += 1

    def _story(self, group: Group, use: Callable[[Blocks], None], page: Surface = PAGE) -> None:
        story = Story(self._limits, self.seen, colours=self.colours, page=page)
        story.left_out = self.left_out
        group.story, group.words, group.silent = story, None, False
        group.properties = Properties(font=group.properties.font)
        group.end = lambda: use(story.finish(group.properties))

    def _name_drawn(self, text: str) -> None:
        self._drawn_name = text.strip()

    def _describe(self, text: str) -> None:
        self._drawn[self._drawn_name] = text.strip()

    def _picture(self, story: Story) -> None:
        name, description = self._drawn.get("wzName", ""), self._drawn.get("wzDescription", "")
        story.picture(Picture(name=name, description=description))
        self._drawn = {}


def _take(group: Group, use: Callable[[str], None]) -> None:
    words: list[str] = []
    group.words, group.silent = words, False
    group.end = lambda: use("".join(words))
