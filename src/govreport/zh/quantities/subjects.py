"""The noun phrase that a quantity counts: 公开规范性文件4件, 3个查阅点."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

import regex
from attrs import frozen

__all__ = ["find_subject", "has_verb"]

REACH = 32
CLAUSE = regex.compile(r"[，。；：！？\n（）()、,;:]")


@frozen
class _Patterns:
    lead: regex.Pattern[str]
    verb: regex.Pattern[str]
    tail: regex.Pattern[str]
    after: regex.Pattern[str]
    noun: regex.Pattern[str]
    verbal_noun: regex.Pattern[str]


def find_subject(text: str, last: int, start: int, end: int) -> tuple[int, int] | None:
    """Its span, for a quantity at ``[start, end)`` behind one that ends at ``last``."""
    patterns = _patterns()
    left = max(last, start - REACH)
    for match in CLAUSE.finditer(text, left, start):
        left = match.end()
    before = _before(text, left, start, patterns)
    counted = text[end - 1 : end] in "个名位家部项条篇块处"
    behind = patterns.after.match(text, end) if counted or before is None else None
    if behind and (before is None or text[end - 1 : end] in "个名位家"):
        return behind.span("noun")
    return before


def has_verb(words: str) -> bool:
    """Whether they hold a verb of those that stand before what is counted."""
    return _patterns().verb.search(words) is not None


def _before(text: str, left: int, right: int, patterns: _Patterns) -> tuple[int, int] | None:
    tail = patterns.tail.search(text, left, right)
    if tail:
        right = tail.start()
    while True:
        lead = patterns.lead.match(text, left, right)
        if lead is None or lead.end() == left:
            break
        left = lead.end()
    for verb in patterns.verb.finditer(text, left, right):
        if verb.end() == right and not patterns.verbal_noun.fullmatch(verb[0]):
            return None
        if verb.end() < right:
            left = verb.end()
            if patterns.verb.match(text, left, right) is None:
                break
    attributes = patterns.noun.match(text, left, right)
    if attributes:
        left = attributes.end()
    return (left, right) if 1 < right - left <= 24 else None


@functools.cache
def _patterns() -> _Patterns:
    raw = resources.files("govreport.zh").joinpath("data", "subjects.toml").read_text("utf-8")
    data = tomllib.loads(raw)
    verbs = "|".join(sorted(data["verbs"].split(), key=len, reverse=True))
    stops = "|".join(sorted(data["stops"].split(), key=len, reverse=True))
    either = "|".join(sorted(data["tail"].split(), key=len, reverse=True))
    return _Patterns(
        lead=regex.compile(rf"(?:{'|'.join(data['lead'])})"),
        verb=regex.compile(
            rf"(?:{'|'.join(data['verb_patterns'])}|(?:{verbs})(?!{data['not_verb_before']}))(?:了|过|有|到|或|、)?"
        ),
        tail=regex.compile(rf"(?:{either})++\Z"),
        after=regex.compile(rf"的?(?P<noun>(?:(?!{stops}|{verbs})[\p{{Han}}A-Za-z]){{1,12}})"),
        verbal_noun=regex.compile("|".join(data["verbal_nouns"].split())),
        noun=regex.compile(rf"(?:{'|'.join(data['attributes'])})++"),
    )
