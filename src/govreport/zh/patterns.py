"""Patterns that are compiled when they are first used, and kept compiled from then on.

Compiling takes longer than most of what is done with a pattern: for the several hundred that one
report needs, longer than reading it.

The engine of the standard library (:func:`quick_pattern`) is several times as fast as
:mod:`regex` (:func:`lazy_pattern`), which can look behind for words of several lengths and knows
the classes of Unicode.
"""

from __future__ import annotations

import copyreg
import functools
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, AnyStr, cast

import regex

from govreport.zh.kept import kept

__all__ = ["behind", "lazy_pattern", "quick_pattern"]

#: What ``\p{Han}`` stands for, to be put in brackets.
HAN = (
    r"\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    r"\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0003ffff"
)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> regex.Pattern[AnyStr]:
    """Return what ``regex.compile`` does, compiled when first used; a fault is told only then.

    >>> lazy_pattern("[0-9]+件").search("共12件").group()
    '12件'
    """
    return cast("regex.Pattern[AnyStr]", _Lazy(pattern, flags))


def quick_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile`` does, compiled when first used, with ``\\p{Han}`` for a Chinese
    character.

    >>> quick_pattern(r"[0-9]+(?=[\\p{Han}a-z])").search("第1章").group()
    '1'
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags, _quick))


def behind(words: Iterable[str], *, none: bool = False) -> str:
    """A pattern that looks behind for one of the words, or for none of them, of whatever lengths.

    >>> bool(re.search(behind(["电话", "传真："]) + "[0-9]", "传真：1"))
    True
    """
    lengths: dict[int, list[str]] = {}
    for word in words:
        lengths.setdefault(len(word), []).append(re.escape(word))
    if none:
        return "".join(f"(?<!{'|'.join(same)})" for same in lengths.values())
    return f"(?:{'|'.join(f'(?<={each})' for each in map('|'.join, lengths.values()))})"


class _Lazy:
    def __init__(
        self, pattern: Any, flags: int, compile: Callable[[Any, int], Any] | None = None
    ) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compile = compile or _compiled

    def __getattr__(self, name: str) -> Any:
        """What a compiled pattern has by this name, kept as our own: it is looked for here once."""
        if name.startswith("__"):
            raise AttributeError(name)
        if "_compiled" not in self.__dict__:
            self._compiled = self._compile(self.pattern, self._flags)
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


def _quick(pattern: str, flags: int) -> re.Pattern[str]:
    """Compile a pattern with the standard library, or take up the code that it made before."""
    pattern = "".join(_with_classes(pattern))
    try:
        parser, compiler, engine = map(
            importlib.import_module, ("re._parser", "re._compiler", "_sre")
        )
        parse, code_of, made, magic = parser.parse, compiler._code, engine.compile, engine.MAGIC
    except (ImportError, AttributeError):  # another Python than the one that we know
        return re.compile(pattern, flags)

    def parts() -> list[Any]:
        parsed = parse(pattern, flags)
        code = [int(word) for word in code_of(parsed, flags)]
        return [flags | parsed.state.flags, code, parsed.state.groups - 1, parsed.state.groupdict]

    of = f"re {sys.version} {magic} {engine.CODESIZE} {int(flags)} {pattern!r}"
    every, code, count, groups = kept(of, list, parts)
    names = {number: name for name, number in groups.items()}
    named = tuple(names.get(number) for number in range(count + 1))
    return cast("re.Pattern[str]", made(pattern, every, code, count, groups, named))


def _with_classes(pattern: str) -> Iterator[str]:
    """The pieces of a pattern, with each ``\\p{Han}`` spelled out."""
    first, *others = pattern.split(r"\p{Han}")
    yield first
    within = _is_within(first, False)
    for piece in others:
        yield HAN if within else f"[{HAN}]"
        yield piece
        within = _is_within(piece, within)


def _is_within(piece: str, within: bool) -> bool:
    """Whether the end of a piece of a pattern stands in the brackets of a set."""
    for sign in re.findall(r"\\.|[\[\]]", piece, re.DOTALL):
        within = within if sign[0] == "\\" else sign == "["
    return within
