"""标题: the report's title and what it says: the organ and the year.

The title may take several lines (year, organ and 政府信息公开工作年度报告 each on its own) and
may stand several times (the page's, a metadata line's, the document's): the last one above the
text counts. Where no line is a title, one behind a label (标题：…), that of the page, or the
sentence that names the report may tell it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from msgspec import Struct

from govreport.document import Origin
from govreport.kinds import ReportKind
from govreport.model import Certainty
from govreport.outline.lines import Item, Line, part_line
from govreport.outline.wording import wording
from govreport.zh.dates import find_dates, find_years, parse_date
from govreport.zh.organs import ends_as_organ, without_seal
from govreport.zh.page import any_label, is_furniture, label_keys
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import level, to_simplified

__all__ = [
    "Title",
    "find_title",
    "find_title_elsewhere",
    "head_end",
    "is_date_line",
    "is_organ",
    "organ_in_title",
    "part_title",
    "school_year",
    "weight",
]

#: A title stands among the first lines, or there is none.
SEARCHED_LINES = 60
#: A sentence that names the report stands among the first of these.
SEARCHED_SENTENCES = 8
#: Lines that one title may take, and lines of particulars under it.
MAX_TITLE_LINES, MAX_HEAD_LINES = 4, 8
#: A line longer than this is running text.
PROSE = 80

#: A blank that text stands behind, and how many may stand in a title before it.
BLANK = lazy_pattern(r"(?<=\S)[ \t\xa0\u3000]+(?=\S{6})")
MOST_BLANKS = 12
ORGAN_LINE = lazy_pattern(r"[\p{Han}（）()·、 \d]+")
ORGAN_NAME = lazy_pattern(r"[\p{Han}A-Za-z0-9（）()·、 “”]{2,40}")
#: A date behind a title or under it, in brackets or not.
DATED = lazy_pattern(r"[（(][^（）()]{4,24}[）)]$")
#: A year of a school, which has the number of the one that it ends in.
SCHOOL_YEAR = lazy_pattern(
    r"(?P<first>20[0-9]{2})\s?(?:学?年度?)?\s?[-－—–~～至/]{1,2}\s?(?P<last>(?:20)?[0-9]{2})\s?学年度?"
)
#: The title behind a label that a crawler or a page sets.
LABELLED = lazy_pattern(
    rf"(?:{any_label(label for label, key in label_keys().items() if key == 'name')})"
    r"[：:] ?(?P<title>.{6,90})"
)
#: What a page adds behind its title.
SITE = lazy_pattern(r"\s*[-_|—–－]+\s*\P{P}{2,30}$")


class Title(Struct, frozen=True):
    """A title, and the items ``first`` to ``last`` (excluded) that it takes; none where it stands
    in the text or in the metadata. ``origin`` is ``None`` where no line says it."""

    text: str
    first: int
    last: int
    origin: Origin | None = None
    certainty: Certainty = Certainty.EXACT
    #: Whether it stands in the title of a notice, with which the report is made public.
    covered: bool = False


def part_title(items: Sequence[Item], kind: ReportKind) -> list[Item]:
    """Part a title from the text that stands behind a blank on its line, as where a whole report is
    one line."""
    for index, item in enumerate(items[:SEARCHED_SENTENCES]):
        if not isinstance(item, Line) or item.label is not None:
            continue
        for blank in itertools.islice(BLANK.finditer(item.raw), MOST_BLANKS):
            if blank.start() > PROSE:
                break
            if _is_title(item.raw[: blank.start()].strip(), kind):
                return [*items[:index], *part_line(item, blank.end()), *items[index + 1 :]]
    return [*items]


def find_title(items: Sequence[Item], kind: ReportKind) -> Title | None:
    """Find the report's title; ``None`` if no line or run of lines is one."""
    found: Title | None = None
    for index, item in enumerate(items[:SEARCHED_LINES]):
        if not isinstance(item, Line):
            continue
        if item.label is not None or len(item.text) > PROSE:
            if found is not None:
                break
            continue
        title = _title_at(items, index, kind)
        if title is not None and (found is None or weight(title, kind) >= weight(found, kind)):
            found = title
    return found


def find_title_elsewhere(
    items: Sequence[Item], metadata: Mapping[str, str], kind: ReportKind
) -> Title | None:
    """Find the title behind a label, among what the file says of itself, or in a sentence."""
    for index, item in enumerate(items[:SEARCHED_LINES]):
        if not isinstance(item, Line):
            continue
        labelled = LABELLED.fullmatch(level(item.text))
        if labelled is not None:
            title = SITE.sub("", labelled["title"])
            if _is_title(title, kind):
                return Title(title, index, index + 1, item.origin, Certainty.VARIANT)
    for index, item in enumerate(items[:SEARCHED_SENTENCES]):
        if not isinstance(item, Line):
            continue
        cover = kind.cover.search(level(item.text))
        if cover is not None:
            title = cover["organ"] + cover["title"]
            return Title(title, index, index + 1, item.origin, Certainty.VARIANT, covered=True)
    for key in ("title", "page_title", "name"):
        title = SITE.sub("", metadata.get(key, "").strip())
        if _is_title(title, kind):
            return Title(title, 0, 0, None, Certainty.VARIANT)
    for item in items[:SEARCHED_SENTENCES]:
        if not isinstance(item, Line) or item.label is not None:
            continue
        named = kind.named.search(level(item.text))
        if (
            named is not None
            and find_years(named["title"])
            and organ_in_title(named["title"], kind)
        ):
            return Title(named["title"].strip(), 0, 0, item.origin, Certainty.VARIANT)
    return None


def weight(title: Title, kind: ReportKind) -> int:
    """Return how much a title says: one that names year and organ beats one that does not."""
    return bool(find_years(title.text)) + (organ_in_title(title.text, kind) is not None)


def head_end(items: Sequence[Item], last: int, *, nameless: bool) -> int:
    """Where the lines under a title end that belong to it: dates, particulars, the organ if the
    title names none."""
    end = last
    for index in range(last, min(len(items), last + MAX_HEAD_LINES)):
        item = items[index]
        if not isinstance(item, Line) or item.label is not None:
            break
        organ = nameless and is_organ(item.text)
        if not (organ or _is_particular(item.text) or is_date_line(item.text)):
            break
        end = index + 1
    # A report does not end with its head.
    return end if end < len(items) else last


def organ_in_title(title: str, kind: ReportKind) -> str | None:
    """Return the organ that a title names, ``None`` if it names none."""
    words = SCHOOL_YEAR.sub("", to_simplified(title)).removeprefix("关于")
    for year in reversed(find_years(words)):
        words = words[: year.start] + words[year.end :]
    organ = kind.title_rest.sub("", words.removeprefix("度").removeprefix("关于")).strip(" 的")
    organ = wording().published.sub("", organ).strip(" 的")
    plain = ORGAN_NAME.fullmatch(organ) is not None and not wording().not_organ.search(organ)
    behind = DATED.search(title)
    if not organ and behind is not None and is_organ(behind[0][1:-1]):
        # 2021年度政府信息公开工作年度报告（岚汀市水务局）
        return behind[0][1:-1]
    return organ if plain else None


def is_organ(text: str) -> bool:
    """Whether a line is nothing but an organ's name."""
    bare = without_seal(text).strip()
    return (
        2 <= len(bare) <= 40
        and ORGAN_LINE.fullmatch(bare) is not None
        and ends_as_organ(bare)
        and wording().not_organ.search(bare) is None
    )


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date, in brackets or not."""
    dates = find_dates(text)
    return len(dates) == 1 and len(text) - len(dates[0].text) <= 2


def school_year(title: str) -> int | None:
    """The year that a school's year in a title ends in (2016-2017学年: 2017), ``None`` if none."""
    match = SCHOOL_YEAR.search(title)
    return None if match is None else 2000 + int(match["last"][-2:])


def _title_at(items: Sequence[Item], end: int, kind: ReportKind) -> Title | None:
    """The title that ends with the item at ``end``, taking in the lines above that belong to it."""
    parts: list[str] = []
    best: Title | None = None
    for start in range(end, max(-1, end - MAX_TITLE_LINES), -1):
        item = items[start]
        if not isinstance(item, Line) or item.label is not None or len(item.text) > PROSE:
            break
        if best is not None and not _leads_into(item, best.text, kind):
            break
        if start == end and is_date_line(item.text):
            break
        text = _bare(_undated(item.text) if start == end else item.text)
        parts.insert(0, text)
        joined = "".join(parts)
        if is_furniture(text) or wording().labelled.search(level(text)):
            break
        if _is_title(joined, kind):
            best = Title(joined, start, end + 1, item.origin)
    return best


def _is_title(text: str, kind: ReportKind) -> bool:
    plain = level(text)
    return kind.title.search(plain) is not None and not kind.other_titles.search(plain)


def _undated(text: str) -> str:
    """A title without the date in brackets behind it."""
    dated = DATED.search(text)
    return text[: dated.start()].rstrip() if dated and is_date_line(dated.group()) else text


def _bare(text: str) -> str:
    """A title without the marks around it and the quotes that it stands in."""
    bare = wording().decorated.sub("", text)
    quoted = wording().quoted.fullmatch(bare)
    return quoted["title"] if quoted else bare


def _is_particular(text: str) -> bool:
    plain = level(text)
    known = (wording().labelled, wording().document_number, wording().page_date)
    told = is_furniture(plain) or any(each.search(plain) for each in known)
    return told and len(text) <= PROSE and "。" not in plain


def _leads_into(line: Line, title: str, kind: ReportKind) -> bool:
    """Whether a line above a title begins it: a year or an organ that it does not name."""
    if parse_date(line.text) is not None:
        return False
    rest = line.text
    for year in reversed(find_years(line.text)):
        rest = rest[: year.start] + rest[year.end :]
    rest = rest.removeprefix("度").strip()
    if not rest:
        return not find_years(title)
    return organ_in_title(title, kind) is None and is_organ(rest)
