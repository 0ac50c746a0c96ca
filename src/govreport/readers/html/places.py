"""Where CSS puts text: on its line, above or below it, off the page, turned over.

>>> shift_of({"transform": "translatey(-4pt)"}), is_away({"translate": "-9999px"})
(<Shift.RAISED: 'raised'>, True)
>>> transformed({"transform": "rotate(.5turn)"}), transformed({"scale": "0"})
(<Doubt.OBJECT: 'object'>, <Unseen.TINY: 'tiny'>)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from govreport.document import Doubt
from govreport.readers.seen import Shift, Unseen
from govreport.zh.patterns import lazy_pattern

__all__ = ["is_away", "length", "points", "shift_of", "transformed"]

_DIGITS = r"[-+]?+(?:\d{1,7}(?:\.\d{0,6})?|\.\d{1,6})"
_NUMBER = lazy_pattern(_DIGITS)
_LENGTH = lazy_pattern(rf"({_DIGITS})(pt|px|r?em|ex|%|in|cm|mm|pc)?")
#: Points of a unit; of those that are relative, at the usual size of text.
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_RELATIVE = {"em": 10.5, "rem": 12.0, "ex": 5.0, "%": 0.105}
#: Text moved by less stays on its line; what is moved so far up or to the left is off the page, as
#: is what its right or lower edge is so far from.
SHIFT, FAR, FAR_EDGE = 1.5, -500.0, 3000.0
_CUT_AWAY = lazy_pattern(
    r"rect\((?:\s*+[01](?:px)?[\s,]*+){4}\)|inset\(\s*+(?:50|100)%|circle\(\s*+0(?:px|%)?\s*+[)a]"
)
#: The functions of ``transform``, some of which are properties too.
_FUNCTION = lazy_pattern(r"(translate|scale|rotate|matrix)(3d|[xyz])?\(([^)]{0,200})\)")
_ANGLE = lazy_pattern(r"([-+]?+(?:\d{1,6}(?:\.\d{0,6})?|\.\d{1,6}))(deg|grad|rad|turn)")
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
#: Text that is turned by so many degrees stands on its head, or on its edge if out of the page.
_ON_ITS_HEAD, _ON_EDGE = (100, 260), (60, 300)


def length(value: str) -> tuple[float, str] | None:
    """The length that a value begins with, in points at the usual size, and its unit as written."""
    match = _LENGTH.match(value)
    if match is None:
        return None
    unit = match[2] or "px"
    return float(match[1]) * (_POINTS.get(unit) or _RELATIVE[unit]), match[2] or ""


def points(value: str) -> float | None:
    """A length in points, at the usual size where it is relative; ``None`` if it is none."""
    found = length(value)
    if found is None:
        return None
    size, unit = found
    return None if size and not unit and not _NUMBER.fullmatch(value) else size


def shift_of(css: Mapping[str, str]) -> Shift | None:
    """Whether text stands above or below its line, by any of the ways to say so."""
    aligned = css.get("vertical-align", css.get("font-variant-position", ""))
    if aligned in ("super", "sub"):
        return Shift.RAISED if aligned == "super" else Shift.LOWERED
    if aligned in ("top", "text-top") and "font-size" in css:
        return Shift.RAISED
    if aligned in ("bottom", "text-bottom") and "font-size" in css:
        return Shift.LOWERED
    up = points(css.get("mso-text-raise", "")) or points(aligned) or 0.0
    if css.get("position") == "relative":
        up = up or points(css.get("bottom", "")) or -(points(css.get("top", "")) or 0.0)
    up = up or -_moved(css)[1]
    if abs(up) < SHIFT:
        return None
    return Shift.RAISED if up > 0 else Shift.LOWERED


def is_away(css: Mapping[str, str]) -> bool:
    """Whether an element is moved off the page, or shown through no opening."""
    moved, edges = ["text-indent", "margin-left"], []
    if css.get("position") in ("absolute", "fixed", "relative"):
        moved, edges = [*moved, "left", "top", "inset"], ["right", "bottom"]
    if any((points(css.get(name, "")) or 0.0) <= FAR for name in moved):
        return True
    if any((points(css.get(name, "")) or 0.0) >= FAR_EDGE for name in edges):
        return True
    if min(_moved(css)) <= FAR:
        return True
    if _CUT_AWAY.search(css.get("clip", "") + css.get("clip-path", "")):
        return True
    sides = (css.get(name, "") for name in ("height", "max-height", "width", "max-width"))
    hides = css.get("overflow", "").startswith(("hidden", "clip"))
    return hides and any(points(side) == 0 for side in sides if side)


def transformed(css: Mapping[str, str]) -> Unseen | Doubt | None:
    """Whether an element is made nothing of, or turned so that its digits may be others."""
    verdicts = {_verdict(*function) for function in _functions(css)}
    if Unseen.TINY in verdicts:
        return Unseen.TINY
    return Doubt.OBJECT if Doubt.OBJECT in verdicts else None


def _functions(css: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, axis and arguments of what an element is transformed by."""
    for match in _FUNCTION.finditer(css.get("transform", "")):
        yield match[1], match[2] or "", match[3]
    for name in ("translate", "scale", "rotate"):
        if value := css.get(name, "").strip():
            axis, _, rest = value.partition(" ")
            yield (name, axis, rest) if axis in ("x", "y", "z") else (name, "", value)


def _moved(css: Mapping[str, str]) -> tuple[float, float]:
    """How far an element is moved to the right and down, in points."""
    right = down = 0.0
    for name, axis, arguments in _functions(css):
        if name == "translate":
            x, y, *_ = *(points(word) or 0.0 for word in arguments.replace(",", " ").split()), 0, 0
            right += 0 if axis in ("y", "z") else x
            down += {"y": x, "x": 0, "z": 0}.get(axis, y)
    return right, down


def _verdict(name: str, axis: str, arguments: str) -> Unseen | Doubt | None:
    if name == "rotate":
        angle = _ANGLE.search(arguments)
        turned = float(angle[1]) * _DEGREES[angle[2]] % 360 if angle else 0.0
        low, high = _ON_EDGE if axis in ("x", "y", "3d") else _ON_ITS_HEAD
        return Doubt.OBJECT if low < turned < high else None
    if name == "translate":
        return None
    numbers = [_number(word) for word in arguments.replace(",", " ").split()] or [1.0]
    if name == "scale":
        numbers = numbers if len(numbers) > 1 else [*numbers, 1.0]
        sides = numbers[:1] if axis else numbers[:2]
    else:
        a, b, c, d, *_ = *numbers, 0.0, 0.0, 0.0, 0.0
        sides = [a, d] if not (b or c) and axis != "3d" else [abs(a) + abs(b)]
    if min(map(abs, sides)) < 0.02:
        return Unseen.TINY
    return Doubt.OBJECT if min(sides) < 0 else None


def _number(word: str) -> float:
    """A number or a share; 1 for what is none."""
    try:
        number = float(word.removesuffix("%"))
    except ValueError:
        return 1.0
    return number / 100 if word.endswith("%") else number
