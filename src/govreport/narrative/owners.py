"""Whose name a name is: the report's own organ, in full or short, or another's.

>>> is_own("岚汀市水务局", "岚汀水务局"), is_own("云浦区卫生健康局", "区卫健局")
(True, True)
>>> is_own("岚汀市云浦区水务局", "市水务局"), is_own("岚汀市水务局", "市教育局")
(False, False)
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from msgspec import Struct

from govreport.model import Scope
from govreport.zh.data_files import read_toml
from govreport.zh.organs import organ_words
from govreport.zh.patterns import quick_pattern
from govreport.zh.text import any_of

__all__ = ["OwnerWords", "governs", "is_own", "owner_words"]

GOVERNMENTS, OFFICES = any_of(organ_words().government), any_of(organ_words().office)
GOVERNMENT = quick_pattern(rf"{GOVERNMENTS}{OFFICES}?$")
OFFICE = quick_pattern(rf"(?:{GOVERNMENTS}|{OFFICES}|{any_of(organ_words().local_office)})$")
#: A place with nothing behind it reports for its government.
BARE_PLACE = quick_pattern(rf"\p{{Han}}{{2,12}}{any_of(organ_words().levels)}")
#: A level of government in a name; 市场 and 县域 are none.
LEVEL = quick_pattern(
    r"省|市(?![场政容民])|(?<![社园校片])区(?!域)|县(?!域)|州|旗|(?<![城集])镇|(?<![城])乡(?!村)"
)
LEVELS = "省市区县州旗镇乡"
#: No shorter name is a short form of another.
SHORTEST = 3


class OwnerWords(Struct, frozen=True):
    """See the comments in ``context.toml``; ``others`` is a pattern in words."""

    suffixes: str
    places: str
    stops: str
    #: Characters: what the end of a name begins with and ends in, and what a word that it does not
    #: hold begins with.
    heads: str
    ends: str
    stop_heads: str
    own_units: re.Pattern[str]
    whole_region: re.Pattern[str]
    whole_system: re.Pattern[str]
    #: Names of organs that report for themselves alone, what titles say of the scope, lines that
    #: speak of the scope of tables, and what they say it is.
    own_organ: re.Pattern[str]
    titled: tuple[tuple[Scope, re.Pattern[str]], ...]
    noted: re.Pattern[str]
    noted_as: tuple[tuple[Scope, re.Pattern[str]], ...]
    others: str
    itself: Mapping[str, re.Pattern[str]]
    #: Kind, first characters and pattern of what sets the context, in the order of their trial.
    marks: tuple[tuple[str, str, str], ...]


@functools.cache
def owner_words() -> OwnerWords:
    """Load the words."""
    data = read_toml(__package__, "context.toml")
    return OwnerWords(
        suffixes=_joined(data["suffixes"]),
        places=data["places"],
        stops=_joined(data["stops"]),
        heads=data["heads"],
        ends=data["ends"],
        stop_heads=data["stop_heads"],
        own_units=quick_pattern(data["own_units"]),
        whole_region=quick_pattern(data["whole_region"]),
        whole_system=quick_pattern(data["whole_system"]),
        own_organ=quick_pattern(data["own_organ"]),
        titled=_scopes(data["titled"]),
        noted=quick_pattern(data["noted"]["words"]),
        noted_as=_scopes(data["noted"]),
        others=_joined(data["others"]["words"]),
        marks=tuple(
            (each["kind"], each.get("first", ""), each["pattern"]) for each in data["mark"]
        ),
        itself={name: quick_pattern(f"(?:{ends})$") for name, ends in data["itself"].items()},
    )


def _scopes(patterns: Mapping[str, str]) -> tuple[tuple[Scope, re.Pattern[str]], ...]:
    return tuple(
        (Scope(name), quick_pattern(pattern))
        for name, pattern in patterns.items()
        if name in tuple(Scope)
    )


def governs(issuer: str | None, level: str) -> bool:
    """Whether the organ is a place of that level or its government: 全市 is then its own scope."""
    if issuer is None:
        return False
    place = GOVERNMENT.sub("", issuer)
    governing = place != issuer or BARE_PLACE.fullmatch(issuer) is not None
    return governing and (place.endswith(level) or level == "")


@functools.lru_cache(maxsize=4096)
def is_own(issuer: str | None, name: str) -> bool:
    """Whether a name is the organ's own: the end of its full name, or short for it."""
    if issuer is None:
        return False
    words = owner_words()
    if name in words.itself:
        return words.itself[name].search(issuer) is not None
    bureau = name.removesuffix("办公室").removesuffix("办公厅")
    if bureau not in (name, "") and is_own(issuer, bureau):
        # An office of a government is an organ of its own.
        return BARE_PLACE.fullmatch(issuer) is None and GOVERNMENT.search(issuer) is None
    plain = name.replace("人民政府", "政府")
    if len(plain) < SHORTEST and plain != issuer:
        return False
    return any(own.endswith(plain) or _is_short(own, plain) for own in _names(issuer))


def _is_short(full: str, short: str) -> bool:
    """岚汀水务局, 市水务局, 区卫健局: characters left out, and none of the place's that tells it
    from the one above."""
    if len(short) < SHORTEST + 1 or short[-1] != full[-1] or len(short) >= len(full):
        return False
    if short[0] in LEVELS:
        # The level stands for the last place of the full name.
        return any(
            full[start] == short[0]
            and LEVEL.search(full, start + 1) is None
            and _within(short[1:], full[start + 1 :])
            for start in range(len(full))
        )
    levels = [match.end() for match in LEVEL.finditer(full)]
    last = full[levels[-2] : levels[-1]] if len(levels) > 1 else full[: levels[-1] if levels else 0]
    return last[:2] in short and full.startswith(short[0]) is True and _within(short, full)


def _within(short: str, full: str) -> bool:
    """Whether the characters of one stand in the other in that order."""
    rest = iter(full)
    return all(char in rest for char in short)


@functools.lru_cache(maxsize=256)
def _names(issuer: str) -> tuple[str, ...]:
    names = [issuer]
    for longer, shorter in (organ_words().committee, organ_words().government):
        names.append(issuer.replace(longer, shorter))
    while (shorter := OFFICE.sub("", names[-1])) != names[-1]:
        names.append(shorter)
    return tuple(names)


def _joined(pattern: str) -> str:
    return "".join(pattern.split())
