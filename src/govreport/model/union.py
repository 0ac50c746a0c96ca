"""Unions that are one class at run time.

``int | Decimal`` reads well, but whoever reads JSON by type hints may take a binary float for a
decimal, and cannot tell two classes of objects apart. A union that is a class of its own is nothing
that a library knows how to read: it asks us (:mod:`govreport.export.json`).
"""

from __future__ import annotations

__all__ = ["union"]


class _Union(type):
    members: tuple[type, ...]

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.members)


def union(name: str, *members: type) -> type:
    """Return a class whose instances are those of the members.

    >>> isinstance(3, union("Number", int, float)), isinstance("3", union("Number", int, float))
    (True, False)
    """
    return _Union(name, (), {"members": members})
