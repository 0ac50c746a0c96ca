"""The lines of a Markdown text as HTML: headings, HTML as it stands, text with its tables.

>>> to_html("# 一、概述\\n收到申请~~9~~61件。", DEFAULT_LIMITS)
'<h1>一、概述</h1>\\n<p>收到申请<s>9</s>61件。</p>'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

import regex
from msgspec import Struct

from govreport.document import Block, Paragraph, Table
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.markdown.drawn import drawn_table
from govreport.readers.markdown.inline import to_html as inline
from govreport.readers.markdown.sheets import blocks_of_sheet
from govreport.readers.text.cells import is_caption
from govreport.readers.text.reader import read_lines
from govreport.zh.numbering import parse_label
from govreport.zh.patterns import lazy_pattern

__all__ = ["DEFAULT_LIMITS", "to_html"]

#: A heading underlined is no longer than this; lines that a table of HTML takes at most.
_LONGEST_HEADING, _MOST_LINES = 60, 20_000

_HEADING = lazy_pattern(
    r"[ ]{0,3}(?P<signs>#{1,6})(?:[ \t]++|(?=[\p{Han}（(*]))(?P<text>.*?)[ \t#]*+"
)
_UNDERLINE = lazy_pattern(r"\s{0,3}(?:=++|-{3,}+)\s*+")
_RULE = lazy_pattern(r"\s{0,3}(?:(?:\*\s*+){3,}|(?:_\s*+){3,}|(?:-\s*+){3,})")
#: The beginning and the end of code, and of a division in pandoc.
_FENCE = lazy_pattern(r"\s*+(?:(?:```|~~~)[\w-]*+\s*+|:{3,}.*)")
_QUOTE = lazy_pattern(r"\A\s{0,3}(?:>\s?+)++")
_BULLET = lazy_pattern(r"\A\s*+[*+•-]\s++(?=[^\s\d|])")
#: Lines that are HTML: a table to its end, and what begins with another tag of a block.
_TABLE = lazy_pattern(
    r"\s*+(?:<(?:!doctype[^>]*+|/?html|/?body|div|center|p)\b[^>]*+>\s*+)*+<table\b", regex.I
)
_BLOCK = lazy_pattern(
    r"\s*+</?(?:div|p|center|details|summary|figure|figcaption|html|body|h[1-6]|ul|ol|li|br|hr|img"
    r"|table|thead|tbody|tr|td|th)\b",
    regex.I,
)
_OPENED, _CLOSED = lazy_pattern(r"<table\b", regex.I), lazy_pattern(r"</table\s*+>", regex.I)
#: Tags, and attributes of pandoc, that were broken over lines with the text.
_BROKEN = lazy_pattern(r"</?[A-Za-z][^<>]{0,500}+>|\]\{[^{}]{0,500}+\}")
#: The attributes of a heading in pandoc.
_ATTRIBUTES = lazy_pattern(r"\s*+\{[#.][^{}]*+\}$")
#: A row of one cell.
_LONE = lazy_pattern(r"\s*+\|(?P<text>[^|]++)\|\s*+")
_FRAME = lazy_pattern(r"</?(?:html|body|head)\b[^>]*+>|<!doctype[^>]*+>", regex.I)
_TAG = lazy_pattern(r"<[^<>]*+>")
_FRONT = lazy_pattern(
    r"\s*+---[ \t]*+\n(?P<lines>(?:[^\n]*+\n){0,60}?)(?:---|\.\.\.)[ \t]*+(?:\n|\Z)"
)
_ENTRY = lazy_pattern(r"(?P<name>\w++)[ \t]*+:[ \t]*+(?P<value>[^\n]*+)")
#: What front matter says, by what a page calls it.
_META = {
    "title": "ArticleTitle",
    "author": "Author",
    "date": "PubDate",
    "published": "PubDate",
    "source": "ContentSource",
    "sitename": "SiteName",
}


class _Part(Struct, frozen=True):
    """Neighbouring lines: HTML as it stands, or lines of text to be read."""

    html: str = ""
    lines: tuple[str, ...] = ()


def to_html(text: str, limits: Limits) -> str:
    """Return a page that shows what the Markdown does.

    Raises:
        LimitExceeded: more blocks or cells of tables than ``limits`` allow.
    """
    head, body = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    body = _BROKEN.sub(lambda tag: tag[0].replace("\n", " "), _without_comments(body))
    parts = list(_parts(body.split("\n")))
    texts = iter(read_lines([part.lines for part in parts if part.lines], limits))
    pieces = [head, *(_shown(part, next(texts) if part.lines else (), limits) for part in parts)]
    return "\n".join(piece for piece in pieces if piece)


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (opened := text.find("<!--", at)) >= 0 and (closed := text.find("-->", opened)) >= 0:
        kept.append(text[at:opened])
        at = closed + len("-->")
    return " ".join([*kept, text[at:]])


def _front_matter(text: str) -> tuple[str, str]:
    """What a file says of itself before its text, as a page would; and the text."""
    match = _FRONT.match(text)
    entries = list(map(_ENTRY.match, match["lines"].splitlines())) if match else []
    if match is None or not any(entries):
        return "", text
    named = [(entry["name"].lower(), entry["value"].strip("\"' ")) for entry in entries if entry]
    tags = (
        f'<meta name="{_META[name]}" content="{escape(value)}">'
        for name, value in named
        if name in _META
    )
    return "".join(tags), text[match.end() :]


def _parts(lines: Sequence[str]) -> Iterator[_Part]:
    """Part the lines; those of text stay together."""
    waiting: list[str] = []
    alone = _alone(lines)
    at = 0
    while at < len(lines):
        line, html, end = lines[at], None, at + 1
        if heading := _HEADING.fullmatch(line):
            level, title = len(heading["signs"]), _ATTRIBUTES.sub("", heading["text"])
            html = f"<h{level}>{inline(title)}</h{level}>" if title else ""
            if _heads_a_sheet(lines, at):
                html = f'<meta name="Sheets" content="{escape(title)}">'
        elif _TABLE.match(line):
            end = _end_of_table(lines, at)
            html = _markup("\n".join(lines[at:end]))
        elif _BLOCK.match(line):
            html = _markup(line)
        elif line.strip() and (drawn := drawn_table(lines, at)) is not None:
            html, end = _rows(drawn.rows or ()), drawn.end
        elif _is_first_row(lines, at):
            # A merged cell alone over all columns, as html2text writes it.
            waiting += [f"| {line.strip()} |", "|---|"]
            at += 2
            continue
        elif is_caption(line) and 0 < at < len(lines) - 1 and "|" in lines[at - 1] + lines[at + 1]:
            waiting.append(f"| {line.strip()} |")
            at += 1
            continue
        elif _is_underlined(lines, at):
            html, end = f"<h2>{inline(line.strip())}</h2>", at + 2
        if html is not None:
            yield _Part(lines=tuple(waiting))
            waiting = []
            yield _Part(html)
        elif at in alone:
            text = line.strip().strip("|")
            waiting.append("" if _is_rule_of_table(text) else text.strip(" "))
        elif _FENCE.fullmatch(line) or (_RULE.fullmatch(line) and not _is_in_table(lines, at)):
            waiting.append("")
        else:
            waiting.append(_BULLET.sub("", _QUOTE.sub("", line)))
        at = end
    yield _Part(lines=tuple(waiting))


def _end_of_table(lines: Sequence[str], at: int) -> int:
    open_tables = 0
    for end, line in enumerate(lines[at : at + _MOST_LINES], start=at + 1):
        open_tables += len(_OPENED.findall(line)) - len(_CLOSED.findall(line))
        if open_tables <= 0:
            return end
        if end < len(lines) and _HEADING.fullmatch(lines[end]):
            break
    return end


def _markup(html: str) -> str:
    """HTML with Markdown in the text between its tags."""
    html = _FRAME.sub("", html)
    out, at = [], 0
    for tag in _TAG.finditer(html):
        out += [inline(html[at : tag.start()]), tag[0]]
        at = tag.end()
    return "".join([*out, inline(html[at:])])


def _is_underlined(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a heading with a line drawn below it, not the first row of a table."""
    line = lines[at].strip()
    following = lines[at + 1 : at + 2]
    if not line or len(line) > _LONGEST_HEADING or "|" in line or not following:
        return False
    if not _UNDERLINE.fullmatch(following[0]) or _is_rule_of_table(line):
        return False
    return following[0].lstrip().startswith("=") or not _is_in_table(lines, at + 1)


def _alone(lines: Sequence[str]) -> set[int]:
    """The rows of one cell in tables of one column, which are lines of text."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, ""]):
        if _LONE.fullmatch(line):
            run.append(number)
            continue
        if run and "|" not in line and (not run[0] or "|" not in lines[run[0] - 1]):
            found.update(run)
        run = []
    return found


def _heads_a_sheet(lines: Sequence[str], at: int) -> bool:
    """Whether a heading is the name of a sheet, right above the cells of pandas."""
    if parse_label(lines[at].lstrip("# ")) is not None:
        return False
    below = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    return "Unnamed: " in below or (
        _LONE.fullmatch(below) is not None and lines[at].startswith("## ")
    )


def _is_first_row(lines: Sequence[str], at: int) -> bool:
    """Whether a line without a pipe, ruled off, stands over rows with pipes."""
    if not lines[at].strip() or "|" in lines[at] or at + 2 >= len(lines):
        return False
    ruled = _UNDERLINE.fullmatch(lines[at + 1]) is not None and "=" not in lines[at + 1]
    return ruled and "|" in lines[at + 2]


def _is_in_table(lines: Sequence[str], at: int) -> bool:
    """Whether beside a line that only rules off stand rows: in pipes, or in columns."""
    beside = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
    return any("|" in line or "  " in line.strip() or _is_rule_of_table(line) for line in beside)


def _is_rule_of_table(line: str) -> bool:
    return regex.fullmatch(r"\s*+(?:[-=+:|]{3,}+\s*+)++", line) is not None


def _shown(part: _Part, blocks: Sequence[Block], limits: Limits) -> str:
    return part.html or "\n".join(_pieces(blocks, limits))


def _pieces(blocks: Iterable[Block], limits: Limits) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield f"<p>{_lines(block.text)}</p>"
        elif isinstance(block, Table):
            sheet = blocks_of_sheet(block, limits)
            if sheet is None:
                yield _table(block)
            else:
                yield from _pieces(sheet, limits)


def _table(table: Table) -> str:
    return _rows([cell.text for cell in row] for row in table.rows())


def _rows(table: Iterable[Sequence[str]]) -> str:
    rows = ("".join(f"<td>{_lines(text)}</td>" for text in row) for row in table)
    return f'<table data-spans="lost">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'


def _lines(text: str) -> str:
    return "<br>".join(map(inline, text.split("\n")))
