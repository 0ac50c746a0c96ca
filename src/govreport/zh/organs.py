"""What the names of organs and of their places are made of (``data/organs.toml``).

>>> ends_as_organ("岚汀海关"), ends_as_organ("信息公开情况")
(True, False)
>>> without_seal("云浦区水务局（盖章）")
'云浦区水务局'
"""

from __future__ import annotations

import functools

import regex
from attrs import field, frozen

from govreport.zh.data_files import read_toml
from govreport.zh.patterns import lazy_pattern

__all__ = ["OrganWords", "ends_as_organ", "organ_words", "without_seal"]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@frozen
class OrganWords:
    """See the comments in ``organs.toml``."""

    endings: tuple[str, ...] = field(converter=_split)
    government: tuple[str, ...] = field(converter=_split)
    office: tuple[str, ...] = field(converter=_split)
    local_office: tuple[str, ...] = field(converter=_split)
    committee: tuple[str, ...] = field(converter=_split)
    levels: tuple[str, ...] = field(converter=_split)
    seal: str


@functools.cache
def organ_words() -> OrganWords:
    """Return the words, each list as it stands in the file."""
    return OrganWords(**read_toml("govreport.zh", "data", "organs.toml"))


def ends_as_organ(text: str) -> bool:
    """Whether a text ends as names of organs do."""
    return text.endswith(organ_words().endings)


def without_seal(text: str) -> str:
    """Return a text without the seals（盖章）in it."""
    return _seal().sub("", text)


@functools.cache
def _seal() -> regex.Pattern[str]:
    return lazy_pattern(organ_words().seal)
