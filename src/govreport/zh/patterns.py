"""Patterns that are compiled when they are first used.

Compiling takes longer than most of what is done with a pattern, and a file of one format needs few
of the several hundred that there are.
"""

from __future__ import annotations

from typing import Any, AnyStr, cast

import regex

__all__ = ["lazy_pattern"]


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> regex.Pattern[AnyStr]:
    """Return what ``regex.compile`` does, compiled when first used; a fault is told only then.

    >>> lazy_pattern("[0-9]+件").search("共12件").group()
    '12件'
    """
    return cast("regex.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    def __init__(self, pattern: Any, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """What a compiled pattern has by this name, kept as our own: it is looked for here once."""
        if name.startswith("__"):
            raise AttributeError(name)
        if "_compiled" not in self.__dict__:
            self._compiled = regex.compile(self.pattern, self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
