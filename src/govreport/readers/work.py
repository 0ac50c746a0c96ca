"""The work that one input may make: counted against its limits, whoever does it.

Counts come before the clock, which is looked at in steps: so the answer to a file that has too much
of something is the same on every machine. Who wants what was read until then (:func:`metered` with
``partial``) gets whole blocks only: a reader puts what it does block by block into
:func:`rest_left` and gives what it has.

>>> with metered(Limits(elements=3), partial=True) as work:
...     found = []
...     with rest_left():
...         for each in range(5):
...             take("elements")
...             found.append(each)
>>> found, str(work.exceeded)
([0, 1, 2], 'more than 3 elements (limits.elements)')
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Literal, TypeVar

from msgspec import Struct, field

from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits

__all__ = [
    "PAGE",
    "Counted",
    "Work",
    "counted",
    "leave_rest",
    "metered",
    "paced",
    "page_numbers",
    "paused",
    "rest_left",
    "room",
    "step",
    "take",
    "until_limit",
    "wants_part",
]

Counted = Literal[
    "part_bytes", "elements", "runs", "cells", "characters", "figures", "parts", "pages", "blocks"
]

T = TypeVar("T")

#: How many steps a page is.
PAGE = 64
#: Steps from one look at the clock to the next.
_STEPS = 64
#: For what was read of an input in part, so much of its time is left.
_REST = 0.25


class Work(Struct):
    """What an input has made so far. ``exceeded`` is the first limit that was reached where
    ``partial`` is set: then the rest was not read."""

    limits: Limits
    partial: bool = False
    exceeded: LimitExceeded | None = None
    _taken: Counter[str] = field(default_factory=Counter)
    _steps: int = 0
    _until: float = 0

    def __post_init__(self) -> None:
        self._until = time.thread_time() + self.limits.seconds

    def room(self, what: Counted) -> int:
        """How many more there may be."""
        return max(int(getattr(self.limits, what)) - self._taken[what], 0)

    def add(self, what: Counted, count: int) -> None:
        """Count some that were found to be few enough."""
        self._taken[what] += count

    def take(self, what: Counted, count: int) -> None:
        """Count some.

        Raises:
            LimitExceeded: there are more now than the limits allow.
        """
        taken = self._taken[what] = self._taken[what] + count
        if taken > getattr(self.limits, what):
            raise LimitExceeded.of(what, getattr(self.limits, what))

    def step(self, weight: int) -> None:
        """Look at the clock, now and then.

        Raises:
            LimitExceeded: the time is over.
        """
        self._steps += weight
        if self._steps >= _STEPS:
            self._steps = 0
            if time.thread_time() > self._until:
                raise LimitExceeded.of("seconds", self.limits.seconds)

    def end(self, error: LimitExceeded) -> None:
        """Note that the rest is not read. What goes with what was read (its styles) is counted
        anew, and making something of it gets some time of its own."""
        if self.exceeded is None:
            self.exceeded = error
        if error.limit == "seconds":
            self._until = time.thread_time() + self.limits.seconds * _REST
        elif error.limit is not None:
            self._taken[error.limit] = 0

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count the time of what has a bound of its own."""
        begun = time.thread_time()
        try:
            yield
        finally:
            self._until += time.thread_time() - begun


_WORK: ContextVar[Work | None] = ContextVar("work", default=None)


@contextlib.contextmanager
def metered(limits: Limits, *, partial: bool = False) -> Iterator[Work]:
    """Meter what is done within. Within another one, it counts for that."""
    outer = _WORK.get()
    if outer is not None:
        yield outer
        return
    work = Work(limits, partial)
    token = _WORK.set(work)
    try:
        yield work
    finally:
        _WORK.reset(token)


def take(what: Counted, count: int = 1) -> None:
    """Count what the input at hand has, and look at the clock.

    Raises:
        LimitExceeded: there is more than its limits allow, or its time is over.
    """
    work = _WORK.get()
    if work is not None:
        work.take(what, count)
        work.step(1)


def step(weight: int = 1) -> None:
    """Look at the clock, now and then: after so much of work as 64 small things or one large one.

    Raises:
        LimitExceeded: the time of the input at hand is over.
    """
    work = _WORK.get()
    if work is not None:
        work.step(weight)


def room(what: Counted, default: int) -> int:
    """Return how many more the input at hand may have, ``default`` where nothing is metered."""
    work = _WORK.get()
    return default if work is None else work.room(what)


def wants_part() -> bool:
    """Whether what is read of the input until a limit is wanted."""
    work = _WORK.get()
    return work is not None and work.partial


def leave_rest(error: LimitExceeded) -> None:
    """Note that the rest of the input is not read.

    Raises:
        LimitExceeded: ``error``, where a part is not wanted.
    """
    work = _WORK.get()
    if work is None or not work.partial:
        raise error
    work.end(error)


@contextlib.contextmanager
def rest_left() -> Iterator[None]:
    """Leave the rest of what is done within where a limit is reached and a part is wanted."""
    try:
        yield
    except LimitExceeded as error:
        leave_rest(error)


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Do not count the time of what is done within: it has a bound of its own."""
    work = _WORK.get()
    with contextlib.nullcontext() if work is None else work.paused():
        yield


def counted(items: Iterable[T], what: Counted) -> Iterator[T]:
    """Yield items, each counted, with a look at the clock now and then.

    Raises:
        LimitExceeded: one more would be too many, or the time is over.
    """
    work = _WORK.get()
    if work is None:
        yield from items
        return
    most, count = work.room(what), 0
    try:
        for item in items:
            if count >= most:
                raise LimitExceeded.of(what, getattr(work.limits, what))
            count += 1
            if not count % _STEPS:
                work.step(_STEPS)
            yield item
    finally:
        work.add(what, count)


def page_numbers(count: int, limits: Limits, before: int = 0) -> Iterator[int]:
    """Yield the numbers of the pages of a file that are read, ``before`` of it first. Of one with
    too many none is, unless a part is wanted.

    Raises:
        LimitExceeded: there are too many.
    """
    many = LimitExceeded.of("pages", limits.pages, f"{before + count} pages, {{}}")
    if before + count > limits.pages and not wants_part():
        raise many
    for number in range(before + 1, before + count + 1):
        if number > limits.pages:
            raise many
        step(PAGE)
        yield number


def paced(items: Iterable[T]) -> Iterator[T]:
    """Yield items, with a look at the clock now and then.

    Raises:
        LimitExceeded: the time is over.
    """
    for count, item in enumerate(items, start=1):
        if not count % _STEPS:
            step(_STEPS)
        yield item


def until_limit(items: Iterable[T]) -> list[T]:
    """Return items as far as they come until a limit, where a part is wanted.

    Raises:
        LimitExceeded: a limit was reached, and all are wanted.
    """
    found: list[T] = []
    with rest_left():
        found.extend(items)
    return found
