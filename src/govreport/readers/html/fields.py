"""What stands on a page without being its text: the values of form fields, equations, hidden parts.

>>> from lxml.html import fromstring
>>> value_of(fromstring('<select><option>9<option selected>61</select>'))
'61'
"""

from __future__ import annotations

from lxml import etree

from govreport.readers.html.tree import walk

__all__ = ["is_equation", "shown_text", "value_of"]

#: Types of ``<input>`` that show no value.
_NO_VALUE = frozenset(["button", "file", "hidden", "image", "password", "range", "reset", "submit"])
_TICKED, _BLANK = "☑", "☐"
#: Parts of a formula that stand in one line.
_LEVEL = frozenset(["math", "mi", "mn", "mo", "mrow", "ms", "mspace", "mstyle", "mtext"])
_ASIDE = frozenset(["annotation", "annotation-xml", "semantics"])
_LONGEST_QUOTE = 200


def value_of(element: etree._Element) -> str:
    """What a form field shows: what was typed, chosen or ticked."""
    if element.tag == "input":
        kind = (element.get("type") or "text").strip().lower()
        if kind in ("checkbox", "radio"):
            return _BLANK if element.get("checked") is None else _TICKED
        return "" if kind in _NO_VALUE else element.get("value") or ""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = options[:1]
        texts = (option.get("label") or "".join(map(str, option.itertext())) for option in chosen)
        return " ".join(" ".join(text.split()) for text in texts)
    return "".join(map(str, element.itertext())).strip()


def is_equation(math: etree._Element) -> bool:
    """Whether a formula is more than what stands in one line."""
    return any(str(element.tag) not in _LEVEL | _ASIDE for element in math.iter(etree.Element))


def shown_text(element: etree._Element) -> str:
    """The beginning of what an element would show."""
    text = ""
    walker = walk(element)
    for event, part in walker:
        if event == "start" and part.tag in ("script", "style"):
            walker.skip_subtree()
        elif event == "start":
            text += part.text or ""
        elif part is not element:
            text += part.tail or ""
        if len(text) > 4 * _LONGEST_QUOTE:
            break
    return " ".join(text.split())[:_LONGEST_QUOTE]
