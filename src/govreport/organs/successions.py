"""机构沿革: what became of an organ in the reforms: renamed, merged, split or new.

Only a renaming goes on as the same organ. Of a merger or a split both sides are named, and no
series leads over it.

>>> found = succession("环境保护局", "生态环境局", years=(2017, 2019))
>>> found.type, found.continues
('renaming', True)
>>> succession("旅游局", "文化和旅游局", years=(2018, 2019)).continues
False
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from govreport.organs.names import organ
from govreport.zh.data_files import shaped
from govreport.zh.patterns import lazy_pattern

__all__ = ["Succession", "continues", "made_in", "succession", "successions"]

#: What follows the proper name of a body.
ENDING = lazy_pattern(r"(?:委员会|办公室|领导小组|总局|局|厅|委|办)$")


class Succession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``before`` are the bodies that there were and ``after`` the one there is, without place and
    ending (环境保护, 生态环境); ``years`` the first and the last year in which places carried it
    out; ``source`` the document that ordered it."""

    type: Literal["renaming", "merger", "split", "new"]
    before: tuple[str, ...]
    after: str
    years: tuple[int, int]
    source: str

    @property
    def continues(self) -> bool:
        """Whether it is the same organ under another name."""
        return self.type == "renaming"


def succession(before: str, after: str, *, years: tuple[int, int]) -> Succession | None:
    """Return what made one body into another between two years, ``None`` where nothing known did.

    Where a body was renamed in some places and merged in others, it is the renaming; see
    :func:`continues` for what a place's other bodies say.
    """
    one, other = _bare(before), _bare(after)
    found = [
        each
        for each in _by_bodies().get((one, other), ())
        if each.years[0] - 1 <= years[1] and years[0] <= each.years[1] + 1
    ]
    return min(found, key=lambda each: not each.continues, default=None)


def continues(before: str, after: str, *, years: tuple[int, int], others: frozenset[str]) -> bool:
    """Whether one body is the other renamed, where ``others`` are the bodies that its place had
    before: with 规划局 beside it, 国土资源局 was merged into 自然资源和规划局."""
    found = succession(before, after, years=years)
    if found is None or not found.continues:
        return False
    bare = {_bare(other) for other in others}
    mergers = (each for each in successions() if each.type == "merger")
    return not any(
        _key(each.after) == _bare(after) and len({*map(_key, each.before)} & bare) > 1
        for each in mergers
    )


def made_in(name: str) -> int | None:
    """Return the first year in which places had a body that a reform made anew, by a merger or a
    split; ``None`` for one that is not known to be made so.

    A body that was there before under its name, and took in another (司法局), is not.

    >>> made_in("退役军人事务局"), made_in("生态环境局"), made_in("司法局")
    (2018, None, None)
    """
    found = [each for each in successions() if _key(each.after) == _bare(name)]
    was = any(each.continues or _bare(name) in map(_key, each.before) for each in found)
    if not found or was:
        return None
    return min(each.years[0] for each in found)


@functools.cache
def successions() -> tuple[Succession, ...]:
    """Return all that is known, in the order of ``successions.toml``.

    Raises:
        ValueError: the file contradicts itself (a fault of the package).
    """
    loaded = shaped(_File, __package__, "data", "successions.toml")
    unknown = {each.source for each in loaded.successions} - set(loaded.sources)
    if unknown:
        raise ValueError(f"successions.toml: no source {sorted(unknown)}")
    return loaded.successions


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    sources: Mapping[str, str]
    successions: tuple[Succession, ...] = field(name="succession")


@functools.cache
def _by_bodies() -> Mapping[tuple[str, str], tuple[Succession, ...]]:
    found: dict[tuple[str, str], tuple[Succession, ...]] = {}
    for each in successions():
        for before in each.before:
            key = _key(before), _key(each.after)
            found[key] = (*found.get(key, ()), each)
    return found


@functools.lru_cache(maxsize=4_096)
def _bare(name: str) -> str:
    """A body's proper name: without its place and 局, 厅, 委."""
    return ENDING.sub("", organ(name).body)


def _key(words: str) -> str:
    """Words of the data as names are compared."""
    return ENDING.sub("", organ(words + "局").body)
