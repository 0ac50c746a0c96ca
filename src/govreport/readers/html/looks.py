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
from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Doubt
from govreport.readers.html.colours import (
    BLACK,
    CLEAR,
    FAINTEST,
    WHITE,
    colour_of,
    colours_of,
    part,
)
from govreport.readers.html.places import is_away, length, points, shift_of, transformed
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
    background background-color bottom clip clip-path color content-visibility filter font
    font-size font-variant-position height inset left letter-spacing margin-left mask mask-image
    max-height max-width mso-hide mso-text-raise opacity overflow position right rotate scale
    text-decoration text-decoration-line text-indent text-line-through top transform translate
    unicode-bidi vertical-align visibility width zoom -generated -webkit-text-fill-color
"""
#: The properties that are looked at.
PROPERTIES = frozenset(_LOOKED_AT.split())
#: Text of this size is a hairline; characters drawn so near to each other stand on each other.
HAIRLINE, DENSE = 1.5, -3.0
#: Values that only a browser works out, of which it is not known whether they hide anything.
_WORKED_OUT = lazy_pattern(r"\b(?:var|env|calc|color|color-mix|hwb|(?:ok)?(?:lab|lch))\(")
_MAY_HIDE = (
    *("background", "background-color", "color", "font", "font-size", "opacity", "transform"),
    "visibility",
)
_FILTERED = lazy_pattern(r"opacity\s*+[=(]\s*+(\d{1,3}(?:\.\d{1,3})?)")


class Ink(Struct, frozen=True, cache_hash=True, dict=True):
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
        if inline and (shift := shift_of(css)) is not None:
            ink = replace(ink, shift=shift)
        if inline and any(_WORKED_OUT.search(css.get(name, "")) for name in _MAY_HIDE):
            ink = replace(ink, doubt=Doubt.OBJECT)
        if is_away(css) and ink.unseen is None:
            ink = replace(ink, unseen=Unseen.CLIPPED)
        turned = transformed(css)
        if isinstance(turned, Unseen):
            return replace(ink, unseen=ink.unseen or turned)
        return ink if turned is None else replace(ink, doubt=turned)

    @functools.cached_property
    def look(self) -> Look:
        """What :func:`govreport.readers.seen.resolve` has to know."""
        unseen, doubt = self.unseen, self.doubt
        if unseen is None and self.invisible:
            unseen = Unseen.HIDDEN
        elif unseen is None and self.tiny:
            unseen = Unseen.TINY
        elif unseen is None and self.colour == CLEAR:
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


def _coloured(ink: Ink, value: str) -> Ink:
    if _WORKED_OUT.search(value):
        return replace(ink, colour=None)
    colour = colour_of(value)
    return ink if colour is None else replace(ink, colour=colour)


def _grounded(ink: Ink, value: str) -> Ink:
    if "url(" in value or "gradient" in value:
        return replace(ink, ground=None)
    if _WORKED_OUT.search(value):
        return replace(ink, ground=None)
    found = colours_of(value)
    known = [colour for colour in found if isinstance(colour, tuple)]
    if not found:
        return ink
    return replace(ink, ground=known[0] if known else found[0])


def _lined(ink: Ink, value: str) -> Ink:
    return replace(ink, struck=True) if "line-through" in value else ink


def _lined_by_word(ink: Ink, value: str) -> Ink:
    return ink if value in ("none", "") else replace(ink, struck=True)


def _sized(ink: Ink, value: str) -> Ink:
    """``font-size``, or the part of ``font`` that is a length."""
    size = next((found for word in value.split() if (found := length(word))), None)
    if size is None:
        return replace(ink, tiny=False) if ink.tiny and value.isalpha() else ink
    # In relation to what is tiny, it is tiny still.
    still = ink.tiny and size[1] in ("em", "ex", "%")
    return replace(ink, tiny=still or size[0] <= HAIRLINE)


def _font(ink: Ink, value: str) -> Ink:
    sized = any(length(word) and not word.isdigit() for word in value.split())
    weight_only = not sized and not regex.search(r"\b0\b", value)
    if weight_only:
        return ink
    words = [w for w in value.split() if not (w.isdigit() and int(w) >= 100)]
    return _sized(ink, " ".join(words))


def _visible(ink: Ink, value: str) -> Ink:
    return replace(ink, invisible=value in ("hidden", "collapse"))


def _opaque(ink: Ink, value: str) -> Ink:
    try:
        faint = part(value, 1) < FAINTEST
    except ValueError:
        return ink
    return replace(ink, unseen=ink.unseen or Unseen.TRANSPARENT) if faint else ink


def _filtered(ink: Ink, value: str) -> Ink:
    match = _FILTERED.search(value)
    if match is None:
        return ink
    share = float(match[1]) / (100 if "alpha" in value or "%" in value else 1)
    return replace(ink, unseen=ink.unseen or Unseen.TRANSPARENT) if share < FAINTEST else ink


def _hidden(ink: Ink, value: str) -> Ink:
    hidden = value in ("all", "hidden")
    return replace(ink, unseen=ink.unseen or Unseen.HIDDEN) if hidden else ink


def _zoomed(ink: Ink, value: str) -> Ink:
    gone = value.strip("0.%") == "" and "0" in value
    return replace(ink, unseen=ink.unseen or Unseen.TINY) if gone else ink


def _masked(ink: Ink, value: str) -> Ink:
    return ink if value in ("none", "initial", "unset") else replace(ink, doubt=Doubt.OBJECT)


def _spaced(ink: Ink, value: str) -> Ink:
    on_each_other = (points(value) or 0.0) <= DENSE
    return replace(ink, doubt=Doubt.OBJECT) if on_each_other else ink


def _generated(ink: Ink, value: str) -> Ink:
    return replace(ink, doubt=Doubt.OBJECT) if value else ink


def _turned(ink: Ink, value: str) -> Ink:
    """Text whose characters stand in another order than in the file."""
    return replace(ink, doubt=Doubt.OBJECT) if "override" in value else ink


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
    "zoom": _zoomed,
    "mask": _masked,
    "mask-image": _masked,
    "letter-spacing": _spaced,
    "content-visibility": _hidden,
    "mso-hide": _hidden,
    "unicode-bidi": _turned,
    "-generated": _generated,
}
