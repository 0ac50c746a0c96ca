"""What errors say, in Chinese: the library raises them in English, ``details.toml`` translates.

>>> in_chinese("cannot be opened: Permission denied")
'打不开：没有权限'
>>> in_chinese("a Word file, cut off or damaged")
'Word（.docx），不完整或损坏'
>>> in_chinese("what nobody foresaw")
'what nobody foresaw'
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from govreport.notices import notice_types
from govreport.readers import file_types
from govreport.readers.scan import ADVICE
from govreport.zh.data_files import read_toml

__all__ = ["in_chinese", "templates"]

#: So deep are texts within texts: in the archive: cannot be opened: Permission denied.
DEEPEST = 4
_PLACE = re.compile(r"\{\w*\}")

Pattern = tuple[re.Pattern[str], str]


def in_chinese(english: str, depth: int = DEEPEST) -> str:
    """Return an error's detail or hint in Chinese; what nobody has translated stays as it is."""
    exact, patterns = _loaded()
    if english in exact:
        return exact[english]
    for pattern, chinese in patterns if depth else ():
        found = pattern.fullmatch(english)
        if found is not None:
            return chinese.format(*(in_chinese(part, depth - 1) for part in found.groups()))
    return english


@functools.cache
def templates() -> Mapping[str, str]:
    """Return what is in ``details.toml``: the Chinese by the English."""
    return read_toml(__package__, "details.toml")


@functools.cache
def _loaded() -> tuple[Mapping[str, str], Sequence[Pattern]]:
    every = {**dict(_elsewhere()), **templates()}
    exact = {english: zh for english, zh in every.items() if not _PLACE.search(english)}
    # Ours before notices, which may be within them; what says most is nearest to what was meant.
    several = [one for one in every if one not in exact]
    several.sort(key=lambda one: (one in templates(), _weight(one)), reverse=True)
    return exact, [(_pattern(english), _positional(every[english], english)) for english in several]


def _elsewhere() -> Iterator[tuple[str, str]]:
    """What has both languages in a home of its own."""
    for type_ in file_types().values():
        yield type_.name.en, type_.name.zh
        if type_.advice is not None:
            yield type_.advice.en, type_.advice.zh
    for said in ADVICE:
        yield said.en, said.zh
    for notice in notice_types().values():
        yield notice.en, notice.zh


def _weight(template: str) -> int:
    return len(_PLACE.sub("", template))


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, _PLACE.split(template))), re.DOTALL)


def _positional(chinese: str, english: str) -> str:
    """Named places, as notices have them, by their number."""
    names = [place[1:-1] for place in _PLACE.findall(english)]
    if not any(name and not name.isdecimal() for name in names):
        return chinese
    return _PLACE.sub(lambda place: f"{{{names.index(place[0][1:-1])}}}", chinese)
