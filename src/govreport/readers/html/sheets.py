"""The style sheets that a page itself carries, for what they say of whether text is seen.

Their rules are written into the ``style`` attributes of the elements that they match, below what
stands there, so that whoever reads an element's style knows them. Sheets that a page links are not
fetched. Selectors by element, id, class, attribute and place among siblings are known, with all
combinators; rules with others are left out.

>>> from lxml import etree
>>> page = "<style>.off, p > b {display:none}</style><p><i class=off>9</i><b>9</b>61</p>"
>>> root = etree.fromstring(page, etree.HTMLParser())
>>> apply_sheets(root)
>>> [element.get("style") for element in root.iter("i", "b")]
['display:none;', 'display:none;']
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from typing import cast

import regex
from lxml import etree
from msgspec import Struct

from govreport.errors import LimitExceeded
from govreport.readers.html.looks import PROPERTIES
from govreport.zh.patterns import lazy_pattern

__all__ = ["apply_sheets"]

#: Characters of style sheets, rules, and parts of a selector that are looked at.
_LONGEST_SHEET, _MOST_RULES, _MOST_PARTS = 1_000_000, 5_000, 6
#: Comparisons of a part of a selector with an element.
_MOST_STEPS = 3_000_000
_DEEPEST, _MOST_SIBLINGS = 3, 300
#: What hides more than this share of the page is undone by its scripts.
HIDDEN_SHARE = 0.4

_KNOWN = PROPERTIES | {"display"}
_COMMENT = lazy_pattern(r"/\*.*?(?:\*/|\Z)|<!--|-->", regex.S)
#: Groups of rules for the screen; others, such as those for print, are not shown.
_GROUP = lazy_pattern(r"@(?:media|supports|layer|document)\b(?P<query>.*)", regex.S)
_NOT_SCREEN = lazy_pattern(
    r"\bprint\b|\bspeech\b|\bnot\b|\bmax-(?:device-)?(?:width|height)|\borientation|\bprefers"
)
_COMBINATOR = lazy_pattern(r"\s*+([>+~])\s*+|\s++")
_NAME = r"(?:[\w\u0080-\U0010ffff-]|\\.)++"
_PIECE = lazy_pattern(
    rf"""
      (?P<tag> {_NAME} | \* )
    | \# (?P<id> {_NAME} )
    | \. (?P<class> {_NAME} )
    | \[ \s*+ (?P<attribute> {_NAME} ) \s*+
      (?: (?P<sign> [~|^$*]? = ) \s*+ (?: "(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>[^\]\s]++) ) \s*+ i? )?
      \s*+ \]
    | (?P<pseudo> ::?+ [\w-]++ ) (?: \( (?P<argument> [^()]{{0,80}} ) \) )?
    """,  # noqa: E501
    regex.VERBOSE,
)
_NTH = lazy_pattern(r"(?:([-+]?\d*+)n)?\s*+([-+]?\s*+\d++)?")
_HIDES = lazy_pattern(
    r"display:none|visibility:(?:hidden|collapse)|opacity:|font(?:-size)?:|text-indent:-|left:-"
    r"|clip|height:0|transform:|mso-hide|content-visibility:|width:0|zoom:0|mask|letter-spacing:-"
    r"|translate:|scale:|rotate:|inset:-|right:"
)
#: Custom properties: as declared, and as used, with what stands for one that is not declared.
_VARIABLE = lazy_pattern(r"(--[\w-]{1,80})\s*+:([^;{}]{0,200})(?=[;}]|\Z)")
_USED = lazy_pattern(r"\bvar\(\s*+(--[\w-]{1,80})\s*+(?:,([^()]{0,80}))?\)")
_HAN = lazy_pattern(r"\p{Han}")
#: What stands beside an element's text because a sheet says so: seen, and not read.
_BESIDE = lazy_pattern(r"::?(?:before|after)\s*+$")
_GENERATED = lazy_pattern(r"content\s*+:[^;]*?(?<!\\[0-9a-f]{0,5})\d", regex.I)


class _Part(Struct, frozen=True):
    """One compound selector; ``before`` is how it is joined to the one in front of it."""

    tag: str = ""
    id: str = ""
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    before: str = ""

    @property
    def weight(self) -> tuple[int, int, int]:
        middle = len(self.classes) + len(self.attributes) + len(self.places)
        return int(bool(self.id)), middle, int(bool(self.tag))


class _Rule(Struct, frozen=True):
    parts: tuple[_Part, ...]
    order: int
    normal: str
    important: str

    @property
    def rank(self) -> tuple[tuple[int, ...], int]:
        """What decides between rules that match the same element."""
        return tuple(map(sum, zip(*(part.weight for part in self.parts), strict=True))), self.order


def apply_sheets(root: etree._Element) -> None:
    """Write the rules of the page's ``<style>`` elements into what they match.

    Raises:
        LimitExceeded: matching them takes too long.
    """
    texts = [
        element.text or ""
        for element in root.iter("style")
        if not _NOT_SCREEN.search((element.get("media") or "").lower())
    ]
    sheet = _COMMENT.sub(" ", "\n".join(texts)[:_LONGEST_SHEET])
    variables = _variables(sheet)
    if rules := _rules(_with_values(sheet, variables)):
        _Sheet(root, rules).apply()
    for element in cast("list[etree._Element]", _using()(root)):
        element.set("style", _with_values(element.get("style") or "", variables))


@functools.cache
def _using() -> etree.XPath:
    """Finds the elements whose declarations use the value of a custom property."""
    return etree.XPath("descendant::*[contains(@style, 'var(')]")


def _variables(sheet: str) -> dict[str, str | None]:
    """The custom properties with their values; ``None`` for one that has several."""
    said: dict[str, set[str]] = {}
    for name, value in _VARIABLE.findall(sheet):
        said.setdefault(name, set()).add(value.strip())
    return {name: values.pop() if len(values) == 1 else None for name, values in said.items()}


def _with_values(css: str, variables: dict[str, str | None]) -> str:
    """Declarations with the values of custom properties; what is not known of stays as it is."""

    def value(match: regex.Match[str]) -> str:
        return variables.get(match[1], match[2]) or match[0]

    for _ in range(_DEEPEST if "var(" in css else 0):
        css = _USED.sub(value, css)
    return css


def _rules(sheet: str) -> list[_Rule]:
    rules: list[_Rule] = []
    for selectors, body in _blocks(sheet, 0):
        normal, important = _known(body)
        generated = "-generated:digits;" if _GENERATED.search(body) else ""
        if not (normal or important or generated):
            continue
        for selector in selectors.split(","):
            said = (generated, "") if _BESIDE.search(selector) else (normal, important)
            parts = _parts(selector.strip()) if any(said) else ()
            if parts and len(rules) < _MOST_RULES:
                rules.append(_Rule(parts, len(rules), *said))
    return rules


def _blocks(text: str, depth: int) -> Iterator[tuple[str, str]]:
    """The selectors and declarations of each rule, those in groups for the screen too."""
    at = 0
    while (opened := text.find("{", at)) >= 0:
        prelude = text[at:opened].rpartition(";")[2].strip()
        closed = _close(text, opened) if prelude.startswith("@") else text.find("}", opened)
        closed = len(text) if closed < 0 else closed
        body = text[opened + 1 : closed]
        if not prelude.startswith("@"):
            yield prelude, body
        elif depth < _DEEPEST and _is_for_screen(prelude.lower()):
            yield from _blocks(body, depth + 1)
        at = closed + 1


def _is_for_screen(prelude: str) -> bool:
    group = _GROUP.match(prelude)
    return group is not None and not _NOT_SCREEN.search(group["query"])


def _close(text: str, at: int) -> int:
    depth = 0
    for brace in regex.finditer(r"[{}]", text, pos=at):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return -1


def _known(body: str) -> tuple[str, str]:
    """The declarations that are looked at, those that are marked important apart."""
    normal, important = "", ""
    for declaration in body.lower().split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip(), value.strip()
        if not colon or name not in _KNOWN or not value or len(value) > 100:
            continue
        if value.endswith("important"):
            important += f"{name}:{value.partition('!')[0].strip()};"
        else:
            normal += f"{name}:{value};"
    return normal, important


def _parts(selector: str) -> tuple[_Part, ...]:
    """The parts of a selector; ``()`` where one of them is not known."""
    parts: list[_Part] = []
    at, before = 0, ""
    while at < len(selector):
        tag = name = ""
        classes: set[str] = set()
        attributes: list[tuple[str, str, str]] = []
        places: list[tuple[str, str]] = []
        start = at
        while piece := _PIECE.match(selector, at):
            at = piece.end()
            if piece["tag"]:
                tag = piece["tag"].lower().replace("*", "")
            elif piece["id"]:
                name = piece["id"]
            elif piece["class"]:
                classes.add(piece["class"].replace("\\", ""))
            elif piece["attribute"]:
                value = piece["double"] or piece["single"] or piece["bare"] or ""
                attributes.append((piece["attribute"].lower(), piece["sign"] or "", value))
            elif piece["pseudo"].strip(":") not in ("before", "after"):
                place = piece["pseudo"].strip(":")
                if place not in _PLACES:
                    return ()
                places.append((place, (piece["argument"] or "").strip().lower()))
        if at == start or len(parts) == _MOST_PARTS:
            return ()
        part = _Part(tag, name, frozenset(classes), tuple(attributes), tuple(places), before)
        parts.append(part)
        if at < len(selector):
            joint = _COMBINATOR.match(selector, at)
            if joint is None:
                return ()
            at, before = joint.end(), joint[1] or " "
    return tuple(parts)


class _Sheet(Struct):
    """Rules by what the last part of their selectors names, and the page that they are for."""

    root: etree._Element
    rules: list[_Rule]
    _keyed: dict[str, list[_Rule]] = {}
    _steps: int = 0
    _held: dict[etree._Element, int] = {}

    def apply(self) -> None:
        """Write them into the elements that they match."""
        for rule in self.rules:
            last = rule.parts[-1]
            key = f"#{last.id}" if last.id else min(last.classes, default="")
            key = key if last.id or not key else f".{key}"
            self._keyed.setdefault(key or last.tag, []).append(rule)
        for element in self.root.iter(etree.Element):
            found = sorted(self._matching(element), key=lambda rule: rule.rank)
            if found:
                self._write(element, found)

    def _matching(self, element: etree._Element) -> list[_Rule]:
        classes = (element.get("class") or "").split()
        keys = [str(element.tag), "", *(f".{name}" for name in dict.fromkeys(classes))]
        if name := element.get("id"):
            keys.append(f"#{name}")
        candidates = [rule for key in keys for rule in self._keyed.get(key, ())]
        return [rule for rule in candidates if self._matches(element, rule, len(rule.parts) - 1)]

    def _matches(self, element: etree._Element, rule: _Rule, at: int) -> bool:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise LimitExceeded("style sheets that take too long to match")
        part = rule.parts[at]
        if not _is(element, part):
            return False
        if at == 0:
            return True
        if part.before == ">":
            parent = element.getparent()
            return parent is not None and self._matches(parent, rule, at - 1)
        if part.before == "+":
            above = element.getprevious()
            return above is not None and self._matches(above, rule, at - 1)
        others = (
            element.iterancestors() if part.before == " " else element.itersiblings(preceding=True)
        )
        return any(self._matches(other, rule, at - 1) for other in others)

    def _write(self, element: etree._Element, rules: list[_Rule]) -> None:
        normal = "".join(rule.normal for rule in rules)
        important = "".join(rule.important for rule in rules)
        if _HIDES.search(normal + important) and self._is_page(element):
            return
        own = element.get("style") or ""
        own = f"{own};" if own and not own.endswith(";") else own
        element.set("style", f"{normal}{own}{important}")

    def _is_page(self, element: etree._Element) -> bool:
        """Whether an element is so much of the page that a script must be meant to show it."""
        if not self._held:
            self._held = _counts(self.root)
        return self._held[element] > HIDDEN_SHARE * self._held[self.root]


def _counts(root: etree._Element) -> dict[etree._Element, int]:
    """How many Han characters each element holds."""
    counts: dict[etree._Element, int] = {}
    sums = [0]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            sums.append(len(_HAN.findall(element.text or "")))
        else:
            counts[element] = sums.pop()
            sums[-1] += counts[element] + len(_HAN.findall(element.tail or ""))
    return counts


def _is(element: etree._Element, part: _Part) -> bool:
    if part.tag and element.tag != part.tag:
        return False
    if part.id and element.get("id") != part.id:
        return False
    if part.classes and not part.classes <= set((element.get("class") or "").split()):
        return False
    for name, sign, value in part.attributes:
        written = element.get(name)
        if written is None or (sign and not _SIGNS[sign](written, value)):
            return False
    return all(_PLACES[name](element, argument) for name, argument in part.places)


_SIGNS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda written, value: written == value,
    "~=": lambda written, value: value in written.split(),
    "|=": lambda written, value: written == value or written.startswith(f"{value}-"),
    "^=": lambda written, value: bool(value) and written.startswith(value),
    "$=": lambda written, value: bool(value) and written.endswith(value),
    "*=": lambda written, value: bool(value) and value in written,
}


def _is_nth(element: etree._Element, argument: str, *, last: bool = False) -> bool:
    siblings = element.itersiblings(etree.Element, preceding=not last)
    number = 1 + sum(1 for _ in itertools.islice(siblings, _MOST_SIBLINGS))
    written = {"odd": "2n+1", "even": "2n"}.get(argument, argument)
    match = _NTH.fullmatch(written)
    if match is None or not written:
        return False
    offset = int((match[2] or "0").replace(" ", ""))
    if match[1] is None:
        return number == offset
    step = int(match[1] + "1") if match[1] in ("", "+", "-") else int(match[1])
    if step == 0:
        return number == offset
    return (number - offset) % step == 0 and (number - offset) // step >= 0


_PLACES: dict[str, Callable[[etree._Element, str], bool]] = {
    "first-child": lambda element, _: _is_nth(element, "1"),
    "last-child": lambda element, _: _is_nth(element, "1", last=True),
    "nth-child": _is_nth,
    "nth-last-child": lambda element, argument: _is_nth(element, argument, last=True),
    "root": lambda element, _: element.getparent() is None,
    "not": lambda element, argument: (
        not (len(parts := _parts(argument)) == 1 and _is(element, parts[0]))
    ),
    "link": lambda element, _: element.tag == "a",
}
