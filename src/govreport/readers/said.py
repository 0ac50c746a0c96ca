"""What libraries say in their logs while a file is read: it is for who asked for the file to be
read, and not for the terminal.

A logger without a handler writes to standard error; here they have one. Whoever sets up logging for
a program hears them as before.
"""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Iterator
from contextvars import ContextVar

__all__ = ["listen", "said_by_libraries"]

_LIBRARIES = ("pypdfium2", "pdfminer", "pdfplumber", "olefile", "xlrd", "PIL")
#: What a damaged file makes a library say over and over is heard so often.
_MOST, _LONGEST = 5, 300

_WORDS: ContextVar[list[str] | None] = ContextVar("words", default=None)


class _Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        words = _WORDS.get()
        if words is None or len(words) >= _MOST:
            return
        said = record.getMessage()[:_LONGEST]
        if said not in words:
            words.append(said)


@functools.cache
def listen() -> None:
    """Give the loggers of libraries their handler, once."""
    listener = _Listener(logging.WARNING)
    for name in _LIBRARIES:
        logging.getLogger(name).addHandler(listener)


@contextlib.contextmanager
def said_by_libraries() -> Iterator[list[str]]:
    """Gather what they warn of within."""
    listen()
    words: list[str] = []
    token = _WORDS.set(words)
    try:
        yield words
    finally:
        _WORDS.reset(token)
