"""One paragraph of a Word file while it is read, whichever of the three formats it stands in."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Doubt, Picture
from govreport.readers.seen import PLAIN, Look, Run, Seen, Shift, resolve
from govreport.zh.patterns import lazy_pattern

__all__ = ["PAGE_BREAK", "Inline"]

#: A page break parts words like a line break does, but counts for nothing at a paragraph's ends.
PAGE_BREAK = "\f"
_DIGIT = lazy_pattern(r"\d")
#: A figure in a cell is no longer than this.
_SHORT = 24


class Inline(Struct):
    """One paragraph's content without its automatic number.

    ``looks`` are those of the pieces that are not plain, by their index; ``moved`` the pieces that
    a distance shifts rather than being set as super- or subscript. ``doubt`` is about something
    that is no text, ``deleted`` says that a tracked deletion was left out.
    """

    pieces: list[str] = []
    looks: dict[int, Look] | None = None
    moved: frozenset[int] = frozenset()
    pictures: tuple[Picture, ...] = ()
    bold: bool | None = None
    size: float | None = None
    doubt: Doubt | None = None
    deleted: bool = False

    def add(self, text: str, look: Look = PLAIN, *, moved: bool = False) -> None:
        """Append text that looks the same throughout."""
        if look is not PLAIN:
            place = len(self.pieces)
            if self.looks is None:
                self.looks = {}
            self.looks[place] = look
            if moved:
                self.moved |= {place}
        self.pieces.append(text)

    def note(self, *, bold: bool, size: float | None) -> None:
        """Take the looks of text that was added: the first size, and bold if all of it is."""
        if self.bold is None:
            self.size = size
        self.bold = bold and self.bold is not False

    def follow(self, first: Inline) -> None:
        """Put the content of a paragraph whose end was deleted before this one's."""
        count = len(first.pieces)
        later = {count + n: look for n, look in (self.looks or {}).items()}
        self.looks = (first.looks or {}) | later
        self.moved = first.moved | {count + n for n in self.moved}
        self.pieces = first.pieces + self.pieces
        self.pictures = first.pictures + self.pictures
        if first.bold is not None:
            self.bold = first.bold and self.bold is not False
        if first.size is not None:
            self.size = first.size
        self.doubt = first.doubt or self.doubt
        self.deleted |= first.deleted

    def seen(self, units: Callable[[str], str] = str) -> Seen:
        """Return what is seen of it; ``units`` makes text of what the format keeps as such."""
        if self.looks:
            seen = resolve(self._runs(self.looks))
        else:
            pieces = self.pieces
            seen = Seen(pieces[0] if len(pieces) == 1 else "".join(pieces))
        text = seen.text
        if PAGE_BREAK in text:
            text = text.strip(PAGE_BREAK).replace(PAGE_BREAK, "\n")
        if units is not str:
            text = units(text)
        doubt = seen.doubt
        if self.doubt is not None or self.pictures or self.deleted:
            doubt = self._doubt(text, doubt)
        if doubt is None and not seen.left_out:
            return seen if text is seen.text else Seen(text)
        return Seen(text, doubt, tuple((why, units(words)) for why, words in seen.left_out))

    def _runs(self, looks: dict[int, Look]) -> list[Run]:
        runs = [Run(text, looks.get(n, PLAIN)) for n, text in enumerate(self.pieces)]
        shown = [
            (n in self.moved, run.look.shift)
            for n, run in enumerate(runs)
            if run.text.strip() and not run.look.struck and run.look.unseen is None
        ]
        if shown and set(shown) in ({(True, Shift.RAISED)}, {(True, Shift.LOWERED)}):
            # All of it moved alike is a line of its own.
            runs = [Run(run.text, replace(run.look, shift=None)) for run in runs]
        return runs

    def _doubt(self, text: str, told: Doubt | None) -> Doubt | None:
        if self.doubt is not None:
            return self.doubt
        if told is None and self.pictures and len(text) <= _SHORT and _DIGIT.search(text):
            return Doubt.PICTURE
        if told is None and self.deleted and not text.strip():
            return Doubt.STRUCK
        return told
