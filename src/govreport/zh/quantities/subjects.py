"""What a quantity counts (公开规范性文件4件, 3个查阅点), what was done with it, and through what.

>>> counted = find_counted("在门户网站公开政府信息260条", 0, 11, 15)
>>> [counted.subject, counted.predicate, counted.channel]
[(7, 11), (5, 7), (1, 5)]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from msgspec import Struct

from govreport.zh.data_files import read_toml
from govreport.zh.patterns import quick_pattern

__all__ = ["Counted", "Stretch", "find_counted", "has_verb"]

REACH = 32
SENTENCE = quick_pattern(r"[，。；：:！？\n]")
CLAUSE = quick_pattern(r"[，。；：！？\n（）()、,;:]")


Stretch = tuple[int, int]


class Counted(Struct, frozen=True):
    """The spans of what is counted, of the verb that it is the object of, and of the channel."""

    subject: Stretch | None
    predicate: Stretch | None
    channel: Stretch | None


class _Patterns(Struct, frozen=True):
    lead: re.Pattern[str]
    verb: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    #: The last characters of those words.
    tail_ends: frozenset[str]
    after: re.Pattern[str]
    noun: re.Pattern[str]
    never: re.Pattern[str]
    channel_word: re.Pattern[str]
    channel: re.Pattern[str]
    verbal_noun: re.Pattern[str]
    object_first: re.Pattern[str]


def find_counted(text: str, last: int, start: int, end: int) -> Counted:
    """The words about a quantity at ``[start, end)`` behind one that ends at ``last``."""
    patterns = _patterns()
    before, predicate, channel = None, None, None
    if last < start:
        left = max(last, start - REACH)
        for match in CLAUSE.finditer(text, left, start):
            left = match.end()
        before, predicate = _before(text, left, start, patterns)
        channel = _channel(text, max(last, start - 2 * REACH), start, patterns)
    counted = text[end - 1 : end] in "个名位家部项条篇块处"
    behind = patterns.after.match(text, end) if counted or before is None else None
    if behind and (before is None or text[end - 1 : end] in "个名位家"):
        before = behind.span("noun")
    if before and channel and before[0] < channel[1] <= before[1]:
        before = None  # 政务微博公开41条
    return Counted(before, predicate, channel)


def _channel(text: str, left: int, right: int, patterns: _Patterns) -> Stretch | None:
    """在门户网站、政务微博上公开…, 政务微信发布…: of one clause, whatever 、 stand in it."""
    for match in SENTENCE.finditer(text, left, right):
        left = match.end()
    if patterns.channel_word.search(text, left, right) is None:
        return None
    found = patterns.channel.search(text, left, right)
    if found is None:
        return None
    return found.span("channel" if found["channel"] is not None else "named")


def has_verb(words: str) -> bool:
    """Whether they hold a verb of those that stand before what is counted, or begin like one."""
    patterns = _patterns()
    return patterns.verb.search(words) is not None or patterns.head.match(words) is not None


def _before(
    text: str, left: int, right: int, patterns: _Patterns
) -> tuple[Stretch | None, Stretch | None]:
    """The noun phrase before a quantity, and the verb before that."""
    if text[right - 1] in patterns.tail_ends:
        tail = patterns.tail.search(text, left, right)
        right = tail.start() if tail else right
    while True:
        lead = patterns.lead.match(text, left, right)
        if lead is None or lead.end() == left:
            break
        left = lead.end()
    predicate = None
    for verb in patterns.verb.finditer(text, left, right):
        if verb.end() == right and not patterns.verbal_noun.fullmatch(verb[0]):
            first = patterns.object_first.fullmatch(text, left, verb.start())
            return first.span("noun") if first else None, verb.span()
        if verb.end() < right:
            left = verb.end()
            predicate = verb.span()
            if patterns.verb.match(text, left, right) is None:
                break
    attributes = patterns.noun.match(text, left, right)
    if attributes:
        left = attributes.end()
    fits = 1 < right - left <= 24 and patterns.never.fullmatch(text, left, right) is None
    return (left, right) if fits else None, predicate


@functools.cache
def _patterns() -> _Patterns:
    data = read_toml("govreport.zh", "data", "subjects.toml")
    verbs = "|".join(sorted(data["verbs"].split(), key=len, reverse=True))
    stops = "|".join(sorted(data["stops"].split(), key=len, reverse=True))
    tails = data["tail"].split()
    either = "|".join(sorted(tails, key=len, reverse=True))
    # A look at the first character settles most places.
    verb_heads = _heads(data["verbs"].split()) + data["verb_pattern_heads"]
    after_heads = _heads([*data["stops"].split(), *data["verbs"].split()])
    return _Patterns(
        lead=quick_pattern(rf"(?:{'|'.join(data['lead'])})"),
        verb=quick_pattern(
            rf"(?=[{verb_heads}])(?:{'|'.join(data['verb_patterns'])}"
            rf"|(?:{verbs})(?!{data['not_verb_before']}))(?:了|过|有|到|或|、)?"
        ),
        head=quick_pattern(verbs),
        tail=quick_pattern(rf"(?:{either})+\Z"),
        tail_ends=frozenset(word[-1] for word in tails),
        after=quick_pattern(
            rf"的?(?P<noun>(?:(?!(?=[{after_heads}])(?:{stops}|{verbs}))[\p{{Han}}A-Za-z]){{1,12}})"
        ),
        verbal_noun=quick_pattern("|".join(data["verbal_nouns"].split())),
        object_first=quick_pattern(data["object_first"]),
        never=quick_pattern(data["never"]),
        channel_word=quick_pattern(data["channel"]),
        channel=quick_pattern(
            rf"(?:(?:在|通过|依托|利用|经由?|借助)(?P<channel>[^，。；]{{0,40}}?{data['channel']})"
            rf"|(?P<named>(?!的)[\p{{Han}}、]{{0,8}}?{data['channel']})){data['channel_end']}"
        ),
        noun=quick_pattern(rf"(?:{'|'.join(data['attributes'])})+"),
    )


def _heads(words: Iterable[str]) -> str:
    return "".join(sorted({word[0] for word in words}))
