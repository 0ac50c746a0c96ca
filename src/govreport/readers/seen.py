"""What the eye sees: which text of a paragraph is part of what it says, and what is not.

Every reader hands its runs over with how they look, and :func:`resolve` decides for all formats
alike. Struck text is a deletion and unseen text is not there for a reader of the page; both are
left out and quoted in a notice. A raised or lowered run is a note mark, never a digit of the
figure beside it. Where that cannot be told, the text stays and :class:`~govreport.document.Doubt`
says why no figure may be read from it.

>>> resolve([Run("9", Look(struck=True)), Run("61")]).text
'61'
>>> resolve([Run("61"), Run("2", Look(shift=Shift.RAISED))]).text
'61'
>>> resolve([Run("9", Look(struck=True))])
Seen(text='', doubt=<Doubt.STRUCK: 'struck'>, left_out=(('struck', '9'),))
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterable, Sequence

from msgspec import Struct

from govreport.document import Doubt, Notice
from govreport.notices import notice
from govreport.zh.patterns import lazy_pattern

__all__ = [
    "PLAIN",
    "Colour",
    "Look",
    "Run",
    "Seen",
    "Shift",
    "Unseen",
    "doubt_of",
    "is_lost",
    "kept_texts",
    "notices",
    "resolve",
]

#: Red, green and blue, 0 to 255.
Colour = tuple[int, int, int]
#: Text whose colour differs from its ground by no more in each of them cannot be made out.
CLOSEST_COLOURS = 24

#: What a note mark looks like: ¹, *, 2, ［3］, （4）, ①, a, 注1. Longer raised text is text.
MARK = lazy_pattern(r"\s*[\[［【(（〔]?(?:注|备注)?[\w*＊†‡§#※·.,，、\-–]{0,5}[\]］】)）〕]?\s*")
#: Before these a raised digit is a power (km²) and a lowered one belongs to a name (PM₂, CO₂).
LATIN = lazy_pattern(r"[A-Za-zａ-ｚＡ-Ｚµμ]\Z")
#: And 10 with a raised figure is a power, unless it is a ten with a note.
TEN = lazy_pattern(r"(?<![\d.,])10\Z")
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_CODES = {"struck": "text.struck", "mark": "text.mark"}


class Shift(enum.StrEnum):
    """Off the line: above it or below it."""

    RAISED = "raised"
    LOWERED = "lowered"


class Unseen(enum.StrEnum):
    """Why a run is not seen."""

    HIDDEN = "hidden"  # by a property of the text, its row, its layer, or a style sheet
    COLOUR = "colour"  # the colour of its ground, white on the page
    TRANSPARENT = "transparent"
    TINY = "tiny"  # no or hairline size, or a row without height
    COVERED = "covered"  # by something opaque drawn later
    CLIPPED = "clipped"  # outside of what is shown


class Look(Struct, frozen=True):
    """How a run looks. ``doubt`` is set where it cannot be told whether it is seen as written."""

    struck: bool = False
    shift: Shift | None = None
    unseen: Unseen | None = None
    doubt: Doubt | None = None


PLAIN = Look()


class Run(Struct, frozen=True):
    """A stretch of a paragraph's text that looks the same throughout."""

    text: str
    look: Look = PLAIN


class Seen(Struct, frozen=True):
    """A paragraph as seen: its ``text``, why a figure in it is in ``doubt``, and what was
    ``left_out``, each with why: ``struck``, ``mark``, or a value of :class:`Unseen`."""

    text: str
    doubt: Doubt | None = None
    left_out: tuple[tuple[str, str], ...] = ()


def resolve(runs: Sequence[Run]) -> Seen:
    """Return what a reader of the page takes the runs of one paragraph for."""
    if all(run.look is PLAIN for run in runs):
        return Seen("".join(run.text for run in runs))
    shown = [run for run in runs if _is_shown(run)]
    level = _is_level(shown)
    doubts = {run.look.doubt for run in shown if run.look.doubt and run.text.strip()}
    told = _told(runs)
    text = "".join(kept for kept, _ in told)
    left_out = [(why, run.text) for run, (_, why) in zip(runs, told, strict=True) if why]
    before = itertools.accumulate((kept for kept, _ in told), initial="")
    if level and any(_is_power(run, seen) for run, seen in zip(runs, before, strict=False)):
        doubts.add(Doubt.SHIFTED)
    if not level and any(run.look.shift for run in shown):
        doubts.add(Doubt.SHIFTED)
    if not text.strip() and any(why == "struck" and was.strip() for why, was in left_out):
        doubts.add(Doubt.STRUCK)
    kept = tuple((why, was.strip()) for why, was in left_out if was.strip())
    return Seen(text, min(doubts, default=None), kept)


def kept_texts(runs: Sequence[Run]) -> list[str]:
    """Return what :func:`resolve` keeps of each of the runs, ``""`` where it leaves one out."""
    return [kept for kept, _ in _told(runs)]


def _told(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """What is kept of each run, and why it is left out if it is."""
    level = _is_level([run for run in runs if _is_shown(run)])
    out: list[tuple[str, str]] = []
    text = ""
    for run in runs:
        kept, why = run.text, ""
        if run.look.unseen is not None:
            kept, why = "", str(run.look.unseen)
        elif run.look.struck:
            kept, why = "", "struck"
        elif run.look.shift is None or not level or not MARK.fullmatch(run.text):
            pass
        elif not LATIN.search(text) and not _is_power(run, text):
            kept, why = "", "mark"
        elif run.look.shift is Shift.RAISED:
            kept = run.text.translate(RAISED_DIGITS)
        text += kept
        out.append((kept, why))
    return out


def _is_power(run: Run, before: str) -> bool:
    """Whether a raised number may be a power of ten."""
    raised = run.look.shift is Shift.RAISED
    return raised and run.text.isdecimal() and TEN.search(before) is not None


def _is_level(shown: Sequence[Run]) -> bool:
    """Whether any of the text stands on its line."""
    return any(run.text.strip() for run in shown if run.look.shift is None)


def _is_shown(run: Run) -> bool:
    return run.look.unseen is None and not run.look.struck


def is_lost(colour: Colour, ground: Colour) -> bool:
    """Whether text of a colour cannot be made out on its ground.

    >>> is_lost((254, 254, 254), (255, 255, 255)), is_lost((255, 255, 0), (255, 255, 255))
    (True, False)
    """
    return all(abs(a - b) <= CLOSEST_COLOURS for a, b in zip(colour, ground, strict=True))


def doubt_of(text: str, doubts: Iterable[Doubt | None]) -> Doubt | None:
    """Return the doubt of a cell from those of its paragraphs: one that is struck whole leaves no
    doubt where others say something."""
    real = {doubt for doubt in doubts if doubt is not None}
    return min(real - {Doubt.STRUCK} if text.strip() else real, default=None)


def notices(
    left_out: Iterable[tuple[str, str]], *, block: int | None = None, page: int | None = None
) -> tuple[Notice, ...]:
    """Return a notice for each reason for which text was left out, quoting it."""
    by_reason: dict[str, list[str]] = {}
    for why, text in left_out:
        by_reason.setdefault(why, []).append(text)
    return tuple(
        notice(
            _CODES.get(why, "text.unseen"),
            reason=why,
            quote=" / ".join(texts),
            block=block,
            page=page,
        )
        for why, texts in by_reason.items()
    )
