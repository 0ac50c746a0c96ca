"""How objects show themselves: one line in Python, a compact view on a terminal and in a notebook.

A view is bounded, whatever stands in the object, and never raises: who prints a variable while
looking for a fault must not meet another. The views for terminals and notebooks stand above the
objects (:mod:`govreport.export`), and are looked up by name when they are asked for.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["Several", "Shown", "count", "late", "printable", "short"]

T = TypeVar("T")

#: Characters of one text in a line, and of a whole line.
SHORT, LINE = 60, 400
#: As many of several things stand in a line, with as many characters of each.
IN_A_LINE, EACH = 3, 110


def late(name: str) -> Callable[..., Any]:
    """Return the function of that dotted name, counted from this package: ``export.json.to_json``.

    A reader looks for every way out of a report on the report: ``report.to_frame()``. Such a method
    looks up the function that does it when it is called, so that the model imports nothing that
    stands above it; its own signature says the types.

    >>> late("kinds.kind")("ogi").name
    '政府信息公开工作年度报告'
    """
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"govreport.{module}"), function)
    return found


def printable(text: str) -> str:
    """Escape what a terminal would obey or could not show."""
    return text if text.isprintable() else repr(text)[1:-1]


def short(text: str | None, most: int = SHORT) -> str:
    """Return the beginning of a text as Python writes it: ``'2018年…'``; ``None`` for none.

    >>> short("政府信息公开", 4), short(None)
    ("'政府信息…'", 'None')
    """
    if text is None:
        return "None"
    return repr(_cut(text, most))


def count(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 child``, ``2 children``."""
    return f"{n} {one if n == 1 else many or one + 's'}"


class Shown:
    """What shows itself. A class says in :meth:`_said` what stands between the brackets."""

    __slots__ = ()

    def _said(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        name = type(self).__name__
        try:
            said = printable(self._said())
        except Exception:  # an object half made, in a debugger
            return f"<{name}>"
        return f"{name}({_cut(said, LINE)})"

    def __rich__(self) -> RenderableType:
        view: RenderableType = late("export.terminal.objects.view")(self)
        return view

    def __rich_repr__(self) -> list[Any]:
        # Within a list, rich would otherwise write out every field of every field.
        return [_Verbatim(repr(self).partition("(")[2].removesuffix(")"))]

    def _repr_html_(self) -> str:
        text: str = late("export.html.notebook.fragment")(self)
        return text


class _Verbatim(str):
    """Text that is written as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Several(Shown, tuple[T, ...]):
    """A tuple that shows its first few: a report has hundreds of quantities."""

    __slots__ = ()

    def _said(self) -> str:
        if not self:
            return ""
        shown = [_cut(repr(each), EACH) for each in itertools.islice(self, IN_A_LINE)]
        rest = len(self) - IN_A_LINE
        return f"{len(self)}: {', '.join(shown)}" + (f", … {rest} more" if rest > 0 else "")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
