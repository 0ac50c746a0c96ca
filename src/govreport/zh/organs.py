"""What the names of organs and of their places are made of (``data/organs.toml``).

>>> ends_as_organ("岚汀海关"), ends_as_organ("信息公开情况")
(True, False)
>>> without_seal("云浦区水务局（盖章）")
'云浦区水务局'
"""

from __future__ import annotations

import functools

import regex
from msgspec import Struct

from govreport.zh.data_files import read_toml
from govreport.zh.patterns import lazy_pattern

__all__ = ["OrganWords", "ends_as_organ", "organ_words", "without_seal"]


class OrganWords(Struct, frozen=True):
    """See the comments in ``organs.toml``."""

    endings: tuple[str, ...]
    government: tuple[str, ...]
    office: tuple[str, ...]
    local_office: tuple[str, ...]
    committee: tuple[str, ...]
    levels: tuple[str, ...]
    seal: str


@functools.cache
def organ_words() -> OrganWords:
    """Return the words, each list as it stands in the file."""
    words = read_toml("govreport.zh", "data", "organs.toml")
    lists = {name: tuple(words[name].split()) for name in words.keys() - {"seal"}}
    return OrganWords(**words | lists)


def ends_as_organ(text: str) -> bool:
    """Whether a text ends as names of organs do."""
    return text.endswith(organ_words().endings)


def without_seal(text: str) -> str:
    """Return a text without the seals（盖章）in it."""
    return _seal().sub("", text)


@functools.cache
def _seal() -> regex.Pattern[str]:
    return lazy_pattern(organ_words().seal)
