"""How the objects of the model show themselves in one line."""

from __future__ import annotations

__all__ = ["count", "printable"]


def printable(text: str) -> str:
    """Escape what a terminal would obey or could not show."""
    return text if text.isprintable() else repr(text)[1:-1]


def count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"
