"""Markdown within a line, as HTML.

What converters and OCR programs write is not what CommonMark reads: ``**（一）**概述`` is bold to
whoever wrote it. So delimiters count where they come in pairs; what is left over stays as it is.

>>> to_html("**61**^2^ ~~9~~ $61^{2}$ 8\\\\.5%")
'<b>61</b><sup>2</sup> <s>9</s> 61<sup>2</sup> 8.5%'
"""

from __future__ import annotations

import functools
from html import escape

import regex

from govreport.zh.patterns import lazy_pattern

__all__ = ["to_html"]

_DEEPEST = 6
#: The signs that a backslash may stand before.
_MARKS = r"!-/:-@\[-`{-~"
_PART = lazy_pattern(
    rf"""
      \\\( \s*+ (?P<round> (?: [^\\\n] | \\[^()\n] ){{1,200}}? ) \s*+ \\\)
    | \\\[ \s*+ (?P<square> (?: [^\\\n] | \\[^\[\]\n] ){{1,200}}? ) \s*+ \\\]
    | \\ (?P<escaped> [{_MARKS}] )
    | (?P<ticks> `++ ) (?P<code> [^`\n]{{1,500}}+ ) (?P=ticks)
    | ! \[ (?P<alt> [^\]\n]{{0,500}}+ ) \] (?: \( (?P<source> [^)\n]*+ ) \) | \[ [^\]\n]{{0,200}}+ \] )
    | \[ \^ (?P<note> [\w-]{{1,20}} ) \]
    | \[ (?P<link> (?: [^\[\]\n] | !\[[^\]\n]*+\]\([^)\n]*+\) | \\. ){{1,500}}+ )
      \] \( \s*+ <? (?P<target> [^\s()<>]*+ (?: \([^\s()]*+\) [^\s()<>]*+ )?+ ) >? [^)\n]{{0,300}}+ \)
    | \[ (?P<span> [^\[\]\n]{{1,2000}}+ ) \] \{{ (?P<attributes> [^{{}}\n]{{1,500}}+ ) \}}
    | < (?P<address> (?:https?|ftp|mailto) : [^<>\s]++ ) >
    | (?P<tag> </?[A-Za-z][A-Za-z0-9]*+ (?: \s [^<>]*+ )?+ /?> )
    | (?P<entity> & (?: [A-Za-z]{{2,10}}[0-9]{{0,2}} | \#[0-9]{{1,7}} | \#[xX][0-9A-Fa-f]{{1,6}} ) ; )
    | ~~ (?=\S) (?P<struck> (?: (?!~~) [^\n] ){{1,500}} ) (?<=\S) ~~
    | (?<=[\w\p{{P}}]) ~ (?P<lowered> \d{{1,3}} | [a-z] ) ~ (?!\w)
    | \^ (?P<raised> [\[(（［]? (?: \d{{1,3}} | [a-z*＊] ) [\])）］]? ) \^
    | \$\$? (?=[^\s$]) (?P<math> [^$\n]{{1,200}}? ) (?<=[^\s$]) \$\$? (?!\d)
    | (?P<both> \*\*\* | ___ ) (?=\S) (?P<strongest> (?: (?!(?P=both)) [^\n] ){{1,500}} ) (?<=\S) (?P=both)
    | (?P<double> \*\* | (?<!\w)__ ) (?=\S) (?P<strong> (?: (?!(?P=double)) [^\n] ){{1,500}} ) (?<=\S) (?P=double)
    | (?<![\w*]) \* (?=[^\s*]) (?P<star> [^*\n]{{1,500}} ) (?<=\S) \* (?![\w*])
    | (?<!\w) _ (?=[^\s_]) (?P<line> [^_\n]{{1,500}} ) (?<=\S) _ (?!\w)
    """,  # noqa: E501
    regex.VERBOSE | regex.DOTALL,
)
_STYLE = lazy_pattern(r"""\bstyle=(?:"([^"]*+)"|'([^']*+)')""")
#: LaTeX that is only looks, and what says as much as a sign.
_LOOKS = lazy_pattern(
    r"\\(?:mathrm|mathbf|mathsf|mathit|text|textbf|textrm|operatorname|boldsymbol|bf|rm|left|right|displaystyle"
    r"|underline|mbox)(?![A-Za-z])|\\[,;:!]|\\quad|(?<!\\)[{}]"
)
_SIGNS = {
    r"\%": "%", r"\times": "×", r"\cdot": "·", r"\div": "÷", r"\sim": "~", r"\pm": "±",
    r"\leq": "≤", r"\geq": "≥", r"\le": "≤", r"\ge": "≥", r"\_": "_", r"\&": "&", r"\#": "#",
    r"\$": "$", r"\ldots": "…", r"\dots": "…", r"\cdots": "…", r"\circ": "°", r"\triangle": "△",
    r"\square": "□", r"\checkmark": "√", r"\uparrow": "↑", r"\downarrow": "↓",
}  # fmt: skip
_SIGN = lazy_pattern(r"\\(?:[%_&#$]|[a-zA-Z]++)")
_SCRIPT = lazy_pattern(r"([\^_])\s*+(?:\{([^{}]{0,40})\}|(\\?[\w*]))")
_NUMBERS = lazy_pattern(r"[-\d.,%\s\\{}^_+×/]++|.*\\[a-zA-Z].*", regex.DOTALL)
#: What a formula is that nobody here can read: it is shown, and no figure is read from it.
_UNREAD = '<span style="-generated:formula">{}</span>'


def to_html(text: str) -> str:
    """Return a stretch of Markdown as HTML that shows the same."""
    return _converted(text, 0)


def _converted(text: str, depth: int) -> str:
    if depth > _DEEPEST or not _MAY_MEAN(text):
        return escape(text, quote=False)
    out, at = [], 0
    for part in _PART.finditer(text):
        out.append(escape(text[at : part.start()], quote=False))
        out.append(_one(part, text, depth + 1))
        at = part.end()
    out.append(escape(text[at:], quote=False))
    return "".join(out)


#: Most text has nothing in it that could mean anything.
_MAY_MEAN = lazy_pattern(r"[\\`!\[<&~^$*_]").search


def _one(part: regex.Match[str], text: str, depth: int) -> str:
    inside = functools.partial(_converted, depth=depth)
    kind = part.lastgroup
    if (formula := part["round"] or part["square"]) is not None:
        alone = part[0] == text.strip() or not part.start()
        if _NUMBERS.fullmatch(formula) and (part[0] == text.strip() or not alone):
            return _formula(formula)
        opening, closing = ("(", ")") if part["round"] else ("[", "]")
        return f"{opening}{inside(formula)}{closing}"
    if kind == "escaped":
        return escape(part["escaped"])
    if kind == "code":
        return escape(part["code"], quote=False)
    if part["alt"] is not None:
        return f'<img alt="{escape(part["alt"])}" src="{escape(part["source"] or "")[:200]}">'
    if kind == "note":
        return f"<sup>[{escape(part['note'])}]</sup>"
    if part["link"] is not None:
        return f'<a href="{escape(part["target"])}">{inside(part["link"])}</a>'
    if part["span"] is not None:
        style = _STYLE.search(part["attributes"])
        css = escape(style[1] or style[2]) if style else ""
        return f'<span style="{css}">{inside(part["span"])}</span>'
    if kind == "address":
        return f'<a href="{escape(part["address"])}">{escape(part["address"])}</a>'
    if kind in ("tag", "entity"):
        return part[0]
    if kind == "math":
        return _formula(part["math"])
    for name, tag in _TAGS.items():
        if part[name] is not None:
            return f"<{tag}>{inside(part[name])}</{tag}>"
    return escape(part[0], quote=False)


_TAGS = {
    "struck": "s",
    "lowered": "sub",
    "raised": "sup",
    "strongest": "b",
    "strong": "b",
    "star": "i",
    "line": "i",
}


def _formula(latex: str) -> str:
    """A formula as text where it is one: figures, with what stands above and below them."""
    plain = _LOOKS.sub("", _SCRIPT.sub(_script, latex))
    plain = _SIGN.sub(lambda sign: _SIGNS.get(sign[0], sign[0]), plain).strip()
    shown = escape(plain, quote=False).replace(_UP, "<sup>").replace(_DOWN, "<sub>")
    shown = shown.replace(_UP_END, "</sup>").replace(_DOWN_END, "</sub>")
    return _UNREAD.format(shown) if "\\" in plain else shown


_UP, _UP_END, _DOWN, _DOWN_END = "\ue000", "\ue001", "\ue002", "\ue003"


def _script(match: regex.Match[str]) -> str:
    inner = match[2] if match[2] is not None else match[3]
    if inner.strip() in ("\\circ", ""):
        return inner
    if match[1] == "^":
        return f"{_UP}{inner}{_UP_END}"
    return f"{_DOWN}{inner}{_DOWN_END}"
