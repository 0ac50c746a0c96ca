"""How a page's CSS and its old attributes make text look: struck, off its line, unseen.

What an element says is added to what it inherits. Colours are compared with the ground that the
page itself declares; a page that links style sheets, which are not fetched, may have any ground.

>>> ink = INK.after({"color": "#fff"}, inline=True)
>>> ink.look.unseen, ink.after({"background": "navy"}, inline=True).look.unseen
(<Unseen.COLOUR: 'colour'>, None)
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import regex
from attrs import evolve, frozen

from govreport.document import Doubt
from govreport.readers.seen import PLAIN, Colour, Look, Shift, Unseen, is_lost
from govreport.zh.patterns import lazy_pattern

__all__ = ["DEFAULTS", "INK", "MAY_BE_ANY", "PROPERTIES", "Ink"]

#: What a browser itself says of elements.
DEFAULTS = {
    "s": "text-decoration:line-through;",
    "strike": "text-decoration:line-through;",
    "del": "text-decoration:line-through;",
    "sup": "vertical-align:super;",
    "sub": "vertical-align:sub;",
}
_LOOKED_AT = """
    background background-color bottom clip clip-path color filter font font-size
    font-variant-position height left margin-left max-height mso-hide mso-text-raise opacity
    overflow position text-decoration text-decoration-line text-indent text-line-through top
    transform unicode-bidi vertical-align visibility width -generated -webkit-text-fill-color
"""
#: The properties that are looked at.
PROPERTIES = frozenset(_LOOKED_AT.split())
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_CLEAR = "transparent"
_NAMED: dict[str, Colour] = {
    "white": WHITE,
    "black": BLACK,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "whitesmoke": (245, 245, 245),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "green": (0, 128, 0),
    "yellow": (255, 255, 0),
}
_HEX = lazy_pattern(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = lazy_pattern(
    r"rgba?\(\s*+([\d.]{1,8}%?)[\s,]++([\d.]{1,8}%?)[\s,]++([\d.]{1,8}%?)"
    r"(?:\s*+[,/]\s*+([\d.]{1,8}%?))?\s*+\)"
)
_WORD = lazy_pattern(r"#[0-9a-f]++|rgba?\([^)]{0,60}\)|[a-z]++(?![\w(])")
_LENGTH = lazy_pattern(r"([-+]?+(?:\d{1,7}(?:\.\d{0,6})?|\.\d{1,6}))(pt|px|r?em|ex|%|in|cm|mm|pc)?")
#: Points of a unit; of those that are relative, at the usual size of text.
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_RELATIVE = {"em": 10.5, "rem": 12.0, "ex": 5.0, "%": 0.105}
#: Text of this size is a hairline; text moved by less stays on its line.
HAIRLINE, SHIFT = 1.5, 1.5
#: What is moved so far is off the page; what is more transparent cannot be seen.
FAR, FAINTEST = -500.0, 0.1
_SCALED_AWAY = lazy_pattern(r"scale[xy]?\(\s*+0(?:\.0++)?\s*+[,)]")
_FILTERED = lazy_pattern(r"opacity\s*+[=(]\s*+(\d{1,3}(?:\.\d{1,3})?)")
_CUT_AWAY = lazy_pattern(
    r"rect\((?:\s*+[01](?:px)?[\s,]*+){4}\)|inset\(\s*+(?:50|100)%|circle\(\s*+0(?:px|%)?\s*+[)a]"
)


@frozen(cache_hash=True)
class Ink:
    """What is inherited of how text looks. A colour that is no :data:`Colour` is one by an unknown
    name; ``None``: it may be any."""

    struck: bool = False
    shift: Shift | None = None
    #: Whatever is said further inside.
    unseen: Unseen | None = None
    invisible: bool = False
    tiny: bool = False
    colour: Colour | str | None = BLACK
    ground: Colour | str | None = WHITE
    doubt: Doubt | None = None

    def after(self, css: Mapping[str, str], *, inline: bool) -> Ink:
        """The ink of an element that declares ``css``; ``inline`` is false for blocks and cells."""
        ink = self
        for name, value in css.items():
            if (change := _CHANGES.get(name)) is not None:
                ink = change(ink, value)
        if inline and (shift := _shift(css)) is not None:
            ink = evolve(ink, shift=shift)
        if _is_away(css) and ink.unseen is None:
            ink = evolve(ink, unseen=Unseen.CLIPPED)
        return ink

    @functools.cached_property
    def look(self) -> Look:
        """What :func:`govreport.readers.seen.resolve` has to know."""
        unseen, doubt = self.unseen, self.doubt
        if unseen is None and self.invisible:
            unseen = Unseen.HIDDEN
        elif unseen is None and self.tiny:
            unseen = Unseen.TINY
        elif unseen is None and self.colour == _CLEAR:
            unseen = Unseen.TRANSPARENT
        elif unseen is None and self.ground is None:
            white = isinstance(self.colour, tuple) and is_lost(self.colour, WHITE)
            doubt = doubt or (Doubt.COLOUR if white else None)
        elif unseen is None and _are_one(self.colour, self.ground):
            unseen = Unseen.COLOUR
        look = Look(struck=self.struck, shift=self.shift, unseen=unseen, doubt=doubt)
        return PLAIN if look == PLAIN else look


#: A page without style sheets of others, and one with them.
INK = Ink()
MAY_BE_ANY = Ink(colour=None, ground=None)


def _are_one(colour: Colour | str | None, ground: Colour | str | None) -> bool:
    if isinstance(colour, tuple) and isinstance(ground, tuple):
        return is_lost(colour, ground)
    return colour is not None and colour == ground


def _colour(value: str) -> Colour | str | None:
    """A colour; ``None`` where the value is no colour of its own: inherit, auto, windowtext."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if match := _HEX.fullmatch(value):
        digits = match[1]
        if len(digits) < 6:
            digits = "".join(2 * digit for digit in digits)
        if len(digits) == 8 and int(digits[6:], 16) < FAINTEST * 255:
            return _CLEAR
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if match := _RGB.fullmatch(value):
        if match[4] is not None and _part(match[4], 1) < FAINTEST:
            return _CLEAR
        red, green, blue = (min(255, round(_part(match[n], 255))) for n in (1, 2, 3))
        return red, green, blue
    if value in ("inherit", "initial", "unset", "auto", "windowtext", "currentcolor", "none", ""):
        return None
    return value if value.isalpha() else None


def _part(written: str, whole: float) -> float:
    try:
        number = float(written.removesuffix("%"))
    except ValueError:
        return whole
    return number * whole / 100 if written.endswith("%") else number


def _points(value: str) -> float | None:
    """A length in points, at the usual size where it is relative; ``None`` if it is none."""
    match = _LENGTH.match(value)
    if match is None or (match[2] is None and float(match[1]) and value != match[1]):
        return None
    unit = match[2] or "px"
    return float(match[1]) * (_POINTS.get(unit) or _RELATIVE[unit])


def _coloured(ink: Ink, value: str) -> Ink:
    colour = _colour(value)
    return ink if colour is None else evolve(ink, colour=colour)


def _grounded(ink: Ink, value: str) -> Ink:
    if "url(" in value or "gradient" in value:
        return evolve(ink, ground=None)
    found = [c for word in _WORD.findall(value) if (c := _colour(word)) not in (None, _CLEAR)]
    known = [colour for colour in found if isinstance(colour, tuple)]
    if not found:
        return ink
    return evolve(ink, ground=known[0] if known else found[0])


def _lined(ink: Ink, value: str) -> Ink:
    return evolve(ink, struck=True) if "line-through" in value else ink


def _lined_by_word(ink: Ink, value: str) -> Ink:
    return ink if value in ("none", "") else evolve(ink, struck=True)


def _sized(ink: Ink, value: str) -> Ink:
    """``font-size``, or the part of ``font`` that is a length."""
    size = next((match for word in value.split() if (match := _LENGTH.match(word))), None)
    if size is None:
        return evolve(ink, tiny=False) if ink.tiny and value.isalpha() else ink
    number, unit = float(size[1]), size[2] or "px"
    if unit in ("em", "ex", "%"):
        # In relation to what is tiny, it is tiny still.
        return evolve(ink, tiny=ink.tiny or number == 0 or _RELATIVE[unit] * number <= HAIRLINE)
    return evolve(ink, tiny=number * (_POINTS.get(unit) or _RELATIVE[unit]) <= HAIRLINE)


def _font(ink: Ink, value: str) -> Ink:
    sized = any(_LENGTH.match(word) and not word.isdigit() for word in value.split())
    weight_only = not sized and not regex.search(r"\b0\b", value)
    if weight_only:
        return ink
    words = [w for w in value.split() if not (w.isdigit() and int(w) >= 100)]
    return _sized(ink, " ".join(words))


def _visible(ink: Ink, value: str) -> Ink:
    return evolve(ink, invisible=value in ("hidden", "collapse"))


def _opaque(ink: Ink, value: str) -> Ink:
    try:
        faint = _part(value, 1) < FAINTEST
    except ValueError:
        return ink
    return evolve(ink, unseen=ink.unseen or Unseen.TRANSPARENT) if faint else ink


def _filtered(ink: Ink, value: str) -> Ink:
    match = _FILTERED.search(value)
    if match is None:
        return ink
    share = float(match[1]) / (100 if "alpha" in value or "%" in value else 1)
    return evolve(ink, unseen=ink.unseen or Unseen.TRANSPARENT) if share < FAINTEST else ink


def _scaled(ink: Ink, value: str) -> Ink:
    if _SCALED_AWAY.search(value):
        return evolve(ink, unseen=ink.unseen or Unseen.TINY)
    return ink


def _hidden(ink: Ink, value: str) -> Ink:
    return evolve(ink, unseen=ink.unseen or Unseen.HIDDEN) if value == "all" else ink


def _generated(ink: Ink, value: str) -> Ink:
    return evolve(ink, doubt=Doubt.OBJECT) if value else ink


def _turned(ink: Ink, value: str) -> Ink:
    """Text whose characters stand in another order than in the file."""
    return evolve(ink, doubt=Doubt.OBJECT) if "override" in value else ink


_CHANGES = {
    "color": _coloured,
    "-webkit-text-fill-color": _coloured,
    "background": _grounded,
    "background-color": _grounded,
    "text-decoration": _lined,
    "text-decoration-line": _lined,
    "text-line-through": _lined_by_word,
    "font-size": _sized,
    "font": _font,
    "visibility": _visible,
    "opacity": _opaque,
    "filter": _filtered,
    "transform": _scaled,
    "mso-hide": _hidden,
    "unicode-bidi": _turned,
    "-generated": _generated,
}


def _shift(css: Mapping[str, str]) -> Shift | None:
    """Whether text stands above or below its line, by any of the ways to say so."""
    aligned = css.get("vertical-align", css.get("font-variant-position", ""))
    if aligned in ("super", "sub"):
        return Shift.RAISED if aligned == "super" else Shift.LOWERED
    if aligned in ("top", "text-top") and "font-size" in css:
        return Shift.RAISED
    if aligned in ("bottom", "text-bottom") and "font-size" in css:
        return Shift.LOWERED
    up = _points(css.get("mso-text-raise", "")) or _points(aligned) or 0.0
    if css.get("position") == "relative":
        up = up or _points(css.get("bottom", "")) or -(_points(css.get("top", "")) or 0.0)
    if abs(up) < SHIFT:
        return None
    return Shift.RAISED if up > 0 else Shift.LOWERED


def _is_away(css: Mapping[str, str]) -> bool:
    """Whether an element is moved off the page, or shown through no opening."""
    moved = ["text-indent", "margin-left"]
    if css.get("position") in ("absolute", "fixed", "relative"):
        moved += ["left", "top"]
    if any((_points(css.get(name, "")) or 0.0) <= FAR for name in moved):
        return True
    if _CUT_AWAY.search(css.get("clip", "") + css.get("clip-path", "")):
        return True
    sides = (css.get(name, "") for name in ("height", "max-height", "width"))
    return css.get("overflow") == "hidden" and any(_points(side) == 0 for side in sides if side)
