"""Statements of none: 无依申请公开情况, 未收取任何费用, 均为零."""

from __future__ import annotations

import re

from msgspec import Struct

from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.spans import outside
from govreport.zh.text import Folded, collapse, level

__all__ = ["Statement", "find_none", "find_none_in_levelled"]


class Statement(Struct, frozen=True):
    """What a text says there was none of, at ``[start, end)`` of the text passed in.

    ``subject`` is what there was none of; ``None`` where the text says no more than 无: that there
    is nothing to report.
    """

    text: str
    start: int
    end: int
    subject: str | None


class _Said(Struct, frozen=True):
    start: int
    end: int
    subject: str


#: What a statement holds, if there is one.
SAID = quick_pattern(r"[无没未]|不存在|为[零0]")
#: What a section says that has nothing to report.
NOTHING = quick_pattern(r"\s*(?P<none>暂?无|没有)[。.]?\s*")
#: What a statement may stand behind: punctuation, times, the ends of organs' names.
_BEFORE = "，。；：、年局关位度均也亦并暂尚府会校镇委处院厅办所司站馆道队部署乡"
_HAPPEN = "发生|出现|接到|收到|接收到|产生|受理|涉及|引发|存在|发现|收取|接"
_DO = "设立|设置|开展|新?制发|制定|出台|印发|废止|召开|举办|举行|被(?:提起|申请|起诉)"
PATTERN = quick_pattern(
    rf"""
    (?=[没未从尚均不无]) (?:
      (?:没有|未曾|从未|尚未|均未|未|没)
        (?:[向对][^，。；！？\n]{{1,12}}?)?
        (?:{_HAPPEN}|{_DO}|设(?![法有])) (?:过|到|任何)?
    | (?:没有|从未|尚未|均未|未) (?=因[^，。；！？\n]{{2,30}}(?:复议|诉讼|举报|投诉|申诉))
    | (?:没有|未有) (?![及完形真很得按充严落现正更能]|明显|人|一)
        (?=[^，。；\n]{{0,40}}(?:情况|申请|费用|收费|复议|诉讼|举报|投诉|事项|案件))
    | (?:无|没有|未有) 人 (?=申请|提出|要求)
    | (?<!信息|申请) 不存在 (?![的数0-9])
    | (?:(?<=[{_BEFORE}\n]) | (?<![\s\S])) 无
        (?![法偿论关锡愧疑效故需须不所人线缝死记条障碍正理纸害证]|行政(?!复议|诉讼)|名[小路])
        (?:任何)?
    )
    (?:任何)?(?P<subject>[^，。；！？\n无未没]{{1,60}}?)
    (?:的?(?:情况|情形|现象)?(?:发生|产生|出现)?)?
    (?=[，。；！？\n）（]|、(?=[无未没])|\Z)
    """,
    re.VERBOSE,
)
ZEROS = quick_pattern(
    r"""
    (?<![^，。；！？：\n]) (?:其中|全年|我局|本机关|今年)?
    (?P<zeros>[^，。；！？：\n]{2,40}?)
    (?P<zero>(?:数量?|总数)?(?:
        (?:均|都|全部|皆)?为零 | (?:均|都|皆)为0[ ]?[件起宗条次元]?(?=[，。；！？\n]|\Z)
    ))
    """,
    re.VERBOSE,
)
#: A lack of something is told of as a fault, not as a figure: 没有专人.
TRIM = quick_pattern(r"^(?:任何|有关|相关)|(?:等|的)$")


def find_none(text: str) -> tuple[Statement, ...]:
    """Return the statements of none, in order. ``text`` may be a whole section: 无。"""
    folded = collapse(text)
    return _found(text, folded, level(folded.text))


def find_none_in_levelled(text: str, plain: str) -> tuple[Statement, ...]:
    """Return those of a text that is collapsed already; ``plain`` is it levelled."""
    return _found(text, Folded(text, range(len(text) + 1)), plain)


def _found(text: str, folded: Folded, plain: str) -> tuple[Statement, ...]:
    if SAID.search(plain) is None:
        return ()
    whole = NOTHING.fullmatch(plain)
    if whole:
        start, end = folded.span(*whole.span("none"))
        return (Statement(text[start:end], start, end, None),)
    found = [_Said(m.start(), m.end(), m["subject"]) for m in PATTERN.finditer(plain)]
    if "为零" in plain or "为0" in plain:
        zeros = (_Said(m.start("zeros"), m.end(), m["zeros"]) for m in ZEROS.finditer(plain))
        found = sorted([*found, *outside(zeros, list(found))], key=lambda said: said.start)
    statements = []
    for said in found:
        subject = TRIM.sub("", said.subject)
        start, end = folded.span(said.start, said.end)
        if subject:
            statements.append(Statement(text[start:end], start, end, subject))
    return tuple(statements)
