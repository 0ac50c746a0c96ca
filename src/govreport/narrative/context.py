"""Whose figures a sentence tells of, and of which time: 全区, 市级, 去年, 2017年, 上半年.

A word holds from where it stands to the end of its sentence, to the end of its brackets, or to
the next word of its kind. ``我局`` and the organ's own name end another organ's scope, ``全年`` and
the year of the report end another time.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import regex
from attrs import evolve, frozen

__all__ = ["Context", "Mark", "contexts"]


@frozen(kw_only=True)
class Context:
    """``ours``: a figure here is the report's. ``scope`` and ``year`` are as in Quantity."""

    scope: str | None = None
    own_scope: bool = True
    year: int | None = None
    own_time: bool = True
    planned: bool = False

    @property
    def ours(self) -> bool:
        """Whether a figure in this context is this report's, of its year and its organ."""
        return self.own_scope and self.own_time and not self.planned


@frozen
class Mark:
    """A word that sets the context, at ``[start, end)``; ``context`` is what holds behind it."""

    start: int
    end: int
    context: Context
    #: Whether its words belong to the phrase around it.
    kept: bool = False


YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][〇○零OＯ0九][〇○零OＯ0-9一二三四五六七八九]{2})"
VERB = r"[共收受答主公办编制召新未没无发通累全]|[0-9一二三四五六七八九十]"
#: A character of a name: none that verbs, prepositions and other marks begin with.
NAME = (
    r"[\p{Han}--[其全各我本级在对向由从据经为与和及等是将被把按以至到于有无公开主动受理收答办举召]]"
)
#: What a mark begins with, or stands behind: at most places there is none to look for.
FIRST = (
    "。！？\n，；（(）)《上去前结顺延转自从历截计力争预明下来将比较与同和第一二三四平月年日周每近"
    "全今本当报我省市区县镇街乡所直各州"
)
BEHIND = "，。；：:、（(中年度条件次篇"
MARK = regex.compile(
    rf"""
    (?: (?=[{FIRST}0-9]) | (?<=[{BEHIND}]) | (?<![\s\S]) ) (?:
    (?P<end>[。！？\n])
  | (?P<clause>[，；])
  | (?P<open>[（(])
  | (?P<close>[）)])
  | (?P<cite>《[^《》]{{0,60}}》)
  | (?P<kept>(?:上|去|前)一?年度?的?结转|结转(?:上|去)一?年度?
      | (?:结转|顺延|延续|转)(?:到|至|入|在)?(?:下|次|{YEAR})一?年度?)
  | (?P<since>(?:自|从)[^，。；]{{1,20}}?以来|历年
      |截至[^，。；]{{0,14}}，?(?=[^，。；]{{0,12}}累计))
  | (?P<plan>计划(?=[举开召组主公安培])|力争|争取|预计|明年|下一?年度?|来年|下一步
      | (?<=[，年。；])将(?=[举开召组主公]))
  | (?P<compare>(?:比|较|与|同|和)(?:去年|上年度?|上一年度?|{YEAR}年度?)
      (?:同期)?(?:相比)?(?P<of>的)?)
  | (?P<part>上半年|下半年|第?[一二三四1-4]季度|平均|[月年日周]均
      | 每个?(?:月|季度?|周|日|天|年|次|半年)|近[一二三四五六七八九十两几0-9]+年
      | [0-9]{{1,2}}月?份?(?:[-—－~～至到][0-9]{{1,2}}月份?)|[0-9]{{1,2}}月份)
  | (?P<past>去年|上年度?|上一年度?|前年)(?:同期)?
  | (?P<this>全年度?|今年|本年度?|年内|当年|报告期内)
  | (?P<year>{YEAR})年(?:度|底|末|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?
  | (?P<own>我(?:们|[局委办厅院校所站镇乡处队司馆]|街道|中心|单位|机关)
      | 本(?:机关|单位|部门|[局委办厅院校所站镇乡处队司馆]|街道|中心|行政机关)
      | 全[局委厅院校所站镇乡馆]|全街道)
  | (?P<wide>[全我本][市区县省州旗])(?!政府[各所直下本])(?:[\p{{Han}}]{{0,4}}系统)?
      (?:各级|各|所有)?(?:行政机关|政府部门|部门|单位|机关|镇街|县区|区县)?
  | (?P<level>(?:省|市|区|县|镇街|乡镇|街镇|镇|街道|(?:[市区县省]政府)?本|[市区县省]本)级)
      (?:部门|单位|机关|行政机关)?(?={VERB})
  | (?P<others>(?:[市区县省州](?:政府|直|级)?|镇|街道)?(?:各|所属|直属|下属)
      (?:行政机关|部门|单位|乡镇|镇乡|街道|镇街|区县|县区|镇|区|县|局|学校|机关))
  | (?P<name>(?:(?<=[，。；：:、（(])|(?<=其中|年|年度|[条件次篇])|(?<![\s\S]))
      {NAME}{{1,12}}?(?:人民政府|政府|区|县|市|镇|乡|街道|管委会|局|委|办公室|中心)
      (?={VERB}))
    )
    """,
    regex.VERBOSE | regex.VERSION1,
)
#: Marks whose words belong to the phrase around them.
KEPT = frozenset({"cite", "kept", "clause"})
GOVERNMENT = regex.compile(r"(?:人民)?政府(?:办公室|办公厅)?$")
OFFICE = regex.compile(r"(?:人民政府|政府|办事处|办公室|办公厅)$")
WRITTEN_YEAR = regex.compile(YEAR)
DIGITS = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")


def contexts(text: str, issuer: str | None, year: int | None) -> Iterator[Mark]:
    """Yield the words of a folded paragraph that set the context, in order."""
    stack = [Context()]
    for match in MARK.finditer(text):
        kind, now = match.lastgroup or "", stack[-1]
        kept = kind in KEPT
        if kind == "end":
            stack = [Context()]
        elif kind == "open":
            stack.append(now)
        elif kind == "close":
            stack = stack[:-1] or [Context()]
        elif kind == "compare":
            # 较上年的79件: of that number alone.
            past = _of_year(now, _year_of(match.group(), year), year)
            yield Mark(*match.span(), past if match["of"] else now, kept=not match["of"])
            continue
        elif not kept:
            stack[-1] = _changed(now, kind, match, issuer, year)
        yield Mark(*match.span(), stack[-1], kept=kept)


def _changed(
    now: Context, kind: str, match: regex.Match[str], issuer: str | None, year: int | None
) -> Context:
    """What holds behind a word."""
    match kind:
        case "plan":
            return evolve(now, planned=True)
        case "since" | "part":
            return evolve(now, year=None, own_time=False)
        case "this":
            return evolve(now, year=None, own_time=True)
        case "past" | "year":
            return _of_year(now, _year_of(match.group(), year), year)
        case "own":
            return evolve(now, scope=None, own_scope=True)
        case "wide":
            own = "系统" not in match.group() and _governs(issuer, match["wide"][-1])
            return evolve(now, scope=match["wide"], own_scope=own)
        case "name":
            own = _is_named(issuer, match["name"])
            return evolve(now, scope=None if own else match["name"], own_scope=own)
        case _:
            return evolve(now, scope=match[kind], own_scope=False)


def _of_year(now: Context, said: int | None, year: int | None) -> Context:
    own = said is not None and said == year
    return evolve(now, year=None if own else said, own_time=own)


def _year_of(words: str, year: int | None) -> int | None:
    """The year that words name, ``None`` if it cannot be told."""
    written = WRITTEN_YEAR.search(words)
    if written is not None:
        digits = written.group().translate(DIGITS)
        return int(digits) if digits.isdecimal() else None
    back = 2 if words.startswith("前") else 1
    return year - back if year is not None else None


def _governs(issuer: str | None, level: str) -> bool:
    """Whether the organ is the government of a place of that level: 全市 is then its own scope."""
    if issuer is None or GOVERNMENT.search(issuer) is None:
        return False
    return GOVERNMENT.sub("", issuer).endswith(level)


@functools.lru_cache(maxsize=256)
def _names(issuer: str) -> tuple[str, ...]:
    names = [issuer, issuer.replace("人民政府", "政府")]
    while (shorter := OFFICE.sub("", names[-1])) != names[-1]:
        names.append(shorter)
    return tuple(names)


def _is_named(issuer: str | None, name: str) -> bool:
    """Whether a name is the organ's own: the end of its full name, at least."""
    plain = name.replace("人民政府", "政府")
    return issuer is not None and any(own.endswith(plain) for own in _names(issuer))
