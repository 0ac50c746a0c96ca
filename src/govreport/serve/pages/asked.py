"""What an address asks for, read with care: what it cannot mean is told, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Collection

from attrs import frozen

from govreport.serve.address import Address

__all__ = ["BadAddress", "Link", "NoSuchPage", "Part", "chosen", "integer", "part"]


#: The link from the page that is made to another one.
Link = Callable[[Address], str]


class NoSuchPage(Exception):
    """There is nothing under an address."""


class BadAddress(Exception):
    """An address says something that it cannot; the message is the name of what is wrong."""


@frozen
class Part:
    """One part of a long table: its number from 1, and where its rows begin."""

    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last part."""
        return max(1, -(-self.total // self.size))


def integer(address: Address, name: str, low: int, high: int) -> int | None:
    """Return a number that the query says, ``None`` where it says none.

    Raises:
        BadAddress: it is none, or out of bounds.
    """
    text = address.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise BadAddress(name)
    return int(text)


def chosen(address: Address, name: str, known: Collection[str]) -> str:
    """Return what the query says of a name, the first that is known where it says nothing.

    Raises:
        BadAddress: it is none of those known.
    """
    text = address.get(name) or next(iter(known), "")
    if text not in known:
        raise BadAddress(name)
    return text


def part(address: Address, size: int, total: int) -> Part:
    """Return the part of a long table that the query asks for.

    Raises:
        BadAddress: there is no such part.
    """
    found = Part(integer(address, "page", 1, 10**6) or 1, size, total)
    if found.number > found.last:
        raise NoSuchPage
    return found
