"""The colours of CSS, as numbers.

>>> colour_of("#fff"), colour_of("hsl(0 0% 100%)"), colour_of("rgba(0, 0, 0, 0)")
((255, 255, 255), (255, 255, 255), 'transparent')
>>> colours_of("#ccc no-repeat")
[(204, 204, 204), 'no', 'repeat']
"""

from __future__ import annotations

import colorsys

from govreport.readers.seen import Colour
from govreport.zh.patterns import lazy_pattern

__all__ = ["BLACK", "CLEAR", "FAINTEST", "WHITE", "colour_of", "colours_of", "part"]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
CLEAR = "transparent"
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
_HSL = lazy_pattern(
    r"hsla?\(\s*+(-?[\d.]{1,8})(?:deg)?[\s,]++([\d.]{1,8})%[\s,]++([\d.]{1,8})%"
    r"(?:\s*+[,/]\s*+([\d.]{1,8}%?))?\s*+\)"
)
_WORD = lazy_pattern(r"#[0-9a-f]++|(?:rgb|hsl)a?\([^)]{0,60}\)|[a-z]++(?![\w(])")
#: What is more transparent cannot be seen.
FAINTEST = 0.1


def colour_of(value: str) -> Colour | str | None:
    """A colour; ``None`` where the value is no colour of its own: inherit, auto, windowtext."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if match := _HEX.fullmatch(value):
        digits = match[1]
        if len(digits) < 6:
            digits = "".join(2 * digit for digit in digits)
        if len(digits) == 8 and int(digits[6:], 16) < FAINTEST * 255:
            return CLEAR
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if match := _RGB.fullmatch(value):
        if match[4] is not None and part(match[4], 1) < FAINTEST:
            return CLEAR
        red, green, blue = (min(255, round(part(match[n], 255))) for n in (1, 2, 3))
        return red, green, blue
    if match := _HSL.fullmatch(value):
        if match[4] is not None and part(match[4], 1) < FAINTEST:
            return CLEAR
        hue, saturation, light = (float(match[n]) for n in (1, 2, 3))
        shares = colorsys.hls_to_rgb(hue % 360 / 360, min(1, light / 100), min(1, saturation / 100))
        red, green, blue = (round(255 * share) for share in shares)
        return red, green, blue
    if value in ("inherit", "initial", "unset", "auto", "windowtext", "currentcolor", "none", ""):
        return None
    return value if value.isalpha() else None


def colours_of(value: str) -> list[Colour | str]:
    """The colours that a value names beside other things; no clear ones."""
    found = (colour_of(word) for word in _WORD.findall(value))
    return [colour for colour in found if colour is not None and colour != CLEAR]


def part(written: str, whole: float) -> float:
    try:
        number = float(written.removesuffix("%"))
    except ValueError:
        return whole
    return number * whole / 100 if written.endswith("%") else number
