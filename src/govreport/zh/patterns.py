"""Patterns that are compiled when they are first used, and kept compiled from then on.

Compiling takes longer than most of what is done with a pattern: for the several hundred that one
report needs, longer than reading it.
"""

from __future__ import annotations

import copyreg
import functools
from collections.abc import Callable
from typing import Any, AnyStr, cast

import regex

from govreport.zh.kept import kept

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
            self._compiled = _compiled(self.pattern, self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def _compiled(pattern: str | bytes, flags: int) -> regex.Pattern[Any]:
    """Compile a pattern, or take up what was compiled before, as unpickling it does."""

    def parts() -> list[Any]:
        made = _pickling()(regex.compile(pattern, flags))[1]
        return [[*part] if isinstance(part, tuple) else part for part in made]

    of = f"regex {regex.__version__} {int(flags)} {pattern!r}"
    return _rebuild()(*kept(of, list, parts))


def _pickling() -> Callable[[regex.Pattern[Any]], tuple[Callable[..., Any], tuple[Any, ...]]]:
    """How patterns are pickled: what makes one anew, and of what."""
    pickling: Any = copyreg.dispatch_table[regex.Pattern]
    return cast("Callable[..., tuple[Callable[..., Any], tuple[Any, ...]]]", pickling)


@functools.cache
def _rebuild() -> Callable[..., regex.Pattern[Any]]:
    return _pickling()(regex.compile(""))[0]
