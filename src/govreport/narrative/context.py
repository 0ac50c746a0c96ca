"""Whose figures a sentence tells of, and of which time: 全区, 市级, 去年, 2017年, 上半年.

A figure is the report's only if the subject of its clause is the organ, or the clause has none and
nothing since the sentence began says otherwise. A word holds from where it stands to the end of its
sentence, to the end of its brackets, or to the next word of its kind: another organ's name at the
head of a clause takes the figures away, whatever verb follows, until ``我局`` or the organ's own
name comes back. ``全年`` and the year of the report end another time.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from govreport.model import Scope
from govreport.narrative.owners import governs, is_own, owner_words
from govreport.narrative.times import Span, covers_year, written_year, written_years
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities import alike_before, find_counts

__all__ = [
    "Context",
    "Mark",
    "Marks",
    "Sentence",
    "Whose",
    "contexts",
    "marks_alike",
    "marks_in",
    "sentences",
]


class Context(Struct, frozen=True, kw_only=True):
    """``ours``: a figure here is the report's. ``scope``, ``reach`` and ``year`` are as in
    Quantity."""

    scope: str | None = None
    reach: Scope | None = None
    own_scope: bool = True
    year: int | None = None
    own_time: bool = True
    planned: bool = False
    #: Several years that figures are told of in turn: 2016年、2017年分别收到30件、40件.
    years: tuple[int, ...] = ()

    @property
    def ours(self) -> bool:
        """Whether a figure in this context is this report's, of its year and its organ."""
        return self.own_scope and self.own_time and not self.planned


class Mark(Struct, frozen=True, gc=False):
    """A word that sets the context, at ``[start, end)``; ``context`` is what holds behind it."""

    start: int
    end: int
    context: Context
    #: Whether its words belong to the phrase around it.
    kept: bool = False


class Marks(Struct, frozen=True):
    """The marks of a sentence; ``in_turn``: it tells figures of several years in turn."""

    marks: tuple[Mark, ...]
    in_turn: bool


YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][〇○零OＯ0九][〇○零OＯ0-9一二三四五六七八九]{2})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:[0-3]?[0-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
DATE = rf"(?:{YEAR}年)?{MONTH}月(?:{DAY}[日号])?"
VERB = (
    r"(?:[共收受答主办编制召新未没无发通累全制]|[0-9一二三四五六七八九十]"
    r"|公开|推送|更新|报送|按|在|认真|积极)"
)
#: What a mark begins with, or stands behind: at most places there is none to look for.
FIRST = (
    "。！？\n，；：、（(）)《上去前结顺延转自从历截计力争预明下来将比较与同和到至近连多几如若凡倘第十“五两联会携"
    "一二三四六七八九平月年日周每近全今本当我报省市区县镇街乡所直各条村部有相基学"
)
#: … or a number: a year, or what may be a month or a number of years.
NUMBER = "(?:19|20)[0-9]{2}|[0-9]{1,3}[年月多余季个份至到~～—－十几两一二三四五六七八九-]"
#: Characters that are too common to be looked behind alone.
PAIRS = "中小|国有|公共|公用|企事"
BEHIND = "，。；：:、（(“中度年月底末日条件次篇间时在由与和及是"


@functools.cache
def _marks() -> re.Pattern[str]:
    words = owner_words()
    # A name ends in one of these, and holds none of the words that make a phrase of it.
    ahead = rf"(?=\p{{Han}}{{1,18}}?(?<=[{words.ends}]))"
    letter = rf"(?:(?!(?=[{words.stop_heads}])(?:{words.stops}))\p{{Han}})"
    filled = {
        "YEAR": YEAR,
        "MONTH": MONTH,
        "DATE": DATE,
        "VERB": VERB,
        "name": rf"(?:{ahead}{letter}{{1,14}}?(?=[{words.heads}])(?:{words.suffixes}))",
        "more": rf"(?:{ahead}{letter}{{0,14}}?(?=[{words.heads}])(?:{words.suffixes}))",
        "place": rf"(?:{letter}{{1,8}}?{words.places}(?={VERB}))",
        "itself": "|".join(words.itself),
        "others": words.others,
        # With a verb of its place, an organ behind 在 is where something stands.
        "there": r"(?!\p{Han}{0,4}?(?:设|建|开设|配|放|摆|张贴|公开|公示|发布|查阅|发放))",
    }
    words_of: list[str] = []
    names: list[str] = []
    for kind, first, pattern in words.marks:
        for name, written in filled.items():
            pattern = pattern.replace(f"<{name}>", written)
        gate = f"(?=[{first}])" if first else ""
        named = f"(?P<{kind}>" in pattern
        made = f"{gate}(?:{pattern})" if named else f"{gate}(?P<{kind}>{pattern})"
        (names if kind in NAMES else words_of).append(made)
    return quick_pattern(
        rf"(?=[{FIRST}]|{NUMBER}|{PAIRS})(?:{'|'.join(words_of)})"
        rf"|(?:(?<=[{BEHIND}])|(?<![\s\S]))(?=\p{{Han}})(?:{'|'.join(names)})",
        re.VERBOSE,
    )


#: Marks that stand at the head of a clause only.
NAMES = frozenset({"name", "at", "itself", "era", "government"})
#: Marks whose words belong to the phrase around them.
KEPT = frozenset({"cite", "kept", "clause"})
#: What ends a sentence, and with it every context.
ENDS = "。！？\n"
ENDING = quick_pattern(f"[{ENDS}]")
#: How many sentences are remembered.
MOST_KEPT = 4_096
#: What is counted up to a day, all in all.
UP_TO = quick_pattern(r"[截到至]")


#: Whose report it is, of which year, and what period it says that it covers.
Whose = tuple[str | None, int | None, Span | None]


class Sentence(Struct, frozen=True):
    """A sentence at ``[start, end)`` of a text, with the character before it, if there is one.

    ``same`` is what it has in common with others that were read before (see
    ``zh.quantities.alike_before``).
    """

    start: int
    end: int
    same: str | None


def contexts(
    text: str,
    issuer: str | None,
    year: int | None,
    period: Span | None = None,
    places: Iterable[int] | None = None,
) -> Iterator[Mark]:
    """Yield the words of a levelled paragraph that set the context, in order; ``period`` is that of
    the report, where it says one. With ``places``, in order, only those of the sentences in which
    one of them is: a context ends with its sentence."""
    whose = issuer, year, period
    if places is None:
        yield from _of_sentences(text, 0, len(text), whose)
        return
    for sentence in sentences(text, places):
        yield from marks_in(text, sentence, whose)


def sentences(text: str, places: Iterable[int]) -> Iterator[Sentence]:
    """Yield the sentences that hold a place, each once; the places are in order."""
    end = 0
    for place in places:
        if place < end:
            continue
        start = max(end, *(text.rfind(mark, end, place) + 1 for mark in ENDS))
        stop = ENDING.search(text, place)
        end = stop.end() if stop else len(text)
        start -= start > 0
        yield Sentence(start, end, alike_before(text[start:end]))


def marks_in(text: str, sentence: Sentence, whose: Whose) -> Iterator[Mark]:
    """Yield the words of one sentence that set the context, by offsets of the text."""
    start, known = sentence.start, marks_alike(sentence, whose)
    if known is None:
        return _of_sentences(text, start + (start > 0), sentence.end, whose)
    return (Mark(m.start + start, m.end + start, m.context, m.kept) for m in known.marks)


def marks_alike(sentence: Sentence, whose: Whose) -> Marks | None:
    """The marks of all sentences that are alike, by offsets of the sentence; ``None`` where they
    have to be found in the text."""
    return None if sentence.same is None else _alike(sentence.same, sentence.start > 0, whose)


@functools.lru_cache(maxsize=MOST_KEPT)
def _alike(same: str, behind: bool, whose: Whose) -> Marks | None:
    """The marks of a sentence whose first character, if ``behind``, ends the one before; ``None``
    where a count stands within one."""
    marks = tuple(_of_sentences(same, int(behind), len(same), whose))
    for start, _ in find_counts(same):
        if any(mark.start <= start < mark.end for mark in marks):
            return None
    return Marks(marks, any(mark.context.years for mark in marks))


def _of_sentences(text: str, start: int, end: int, whose: Whose) -> Iterator[Mark]:
    year = whose[1]
    stack = [Context()]
    #: What holds within brackets that open right behind a comparison.
    aside: Context | None = None
    for match in _marks().finditer(text, start, end):
        kind, now = _kind(match), stack[-1]
        kept = kind in KEPT or (kind == "carried" and _year_of(match.group(), year) == _last(year))
        if kind == "end":
            stack = [Context()]
        elif kind == "open":
            stack.append(aside or now)
            aside = None
        elif kind == "close":
            stack = stack[:-1] or [Context()]
        elif kind == "compare":
            # 较上年的79件: of that number alone.
            past = _of_year(now, _year_of(match.group(), year), year)
            aside = past if match["aside"] is not None else None
            yield Mark(*match.span(), past if match["of"] else now, kept=not match["of"])
            continue
        elif not kept:
            stack[-1] = _changed(now, kind, match, whose)
        yield Mark(*match.span(), stack[-1], kept=kept)


def _kind(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    return "part" if kind == "date" else kind


def _changed(now: Context, kind: str, match: re.Match[str], whose: Whose) -> Context:
    """What holds behind a word."""
    issuer, year, period = whose
    words = match.group()
    match kind:
        case "plan":
            return replace(now, planned=True)
        case "era":
            return _of_time(now, covers_year(words, year, period))
        case "since":
            own = not UP_TO.match(words) and covers_year(words, year, period)
            return _of_time(now, own)
        case "span" | "part":
            return _of_time(now, covers_year(words, year, period))
        case "years":
            listed = written_years(words, year)
            return replace(_of_time(now, set(listed) == {year}), years=listed)
        case "school":
            named = written_year(words, last=True)
            return _of_time(now, named is None or named == year)
        case "this":
            return _of_time(now, True)
        case "past" | "year" | "carried":
            return _of_year(now, _year_of(words, year), year)
        case "own":
            return replace(now, scope=None, reach=None, own_scope=True)
        case "government":
            own = governs(issuer, words.lstrip("全本我")[0])
            return replace(now, scope=words, reach=Scope.REGION, own_scope=own)
        case "wide":
            level = "" if "区域" in words[:5] or "行政区" in words[:5] else words[1]
            own = not re.search("系统|等部门|等单位", words) and governs(issuer, level)
            reach = Scope.SYSTEM if "系统" in words else Scope.REGION
            return replace(now, scope=match["wide"], reach=reach, own_scope=own)
        case "name" | "at" | "itself" | "joint" | "along":
            name = match[kind]
            if owner_words().own_units.fullmatch(name):
                return now
            own = is_own(issuer, name)
            return replace(now, scope=None if own else name, reach=None, own_scope=own)
        case _:
            return replace(now, scope=match[kind], reach=Scope.SUBORDINATE, own_scope=False)


def _of_time(now: Context, own: bool) -> Context:
    return replace(now, year=None, own_time=own, years=())


def _of_year(now: Context, said: int | None, year: int | None) -> Context:
    own = said is not None and said == year
    return replace(now, year=None if own else said, own_time=own, years=())


def _last(year: int | None) -> int | None:
    return None if year is None else year - 1


def _year_of(words: str, year: int | None) -> int | None:
    """The year that words name, ``None`` if it cannot be told."""
    named = written_year(words)
    if named is not None:
        return named
    back = 2 if words.startswith("前") else 1
    return year - back if year is not None else None
