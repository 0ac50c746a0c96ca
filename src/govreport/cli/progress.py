"""How far a command is, on the last line of a terminal; nothing elsewhere."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from types import TracebackType
from typing import Self

__all__ = ["Progress"]

#: Seconds between two changes of the line, and before it shows at all.
PACE, PATIENCE = 0.1, 0.5
_CLEAR = "\r\x1b[K"


class Progress:
    """A line ``12/345 name`` on stderr while a command works on many files.

    What the command prints meanwhile goes above it: the line is cleared before, and drawn again
    after.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._said = time.monotonic() + PATIENCE - PACE
        self._shown = False
        smart = sys.stderr.isatty() and os.environ.get("TERM") not in (None, "", "dumb")
        self._on = total > 1 and smart

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def step(self, name: str) -> None:
        """Say that another file is done, below what was printed of it."""
        self._done += 1
        if self._on and time.monotonic() - self._said >= PACE:
            self._draw(name)

    def clear(self) -> None:
        """Make room for what is printed."""
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False

    def _draw(self, name: str) -> None:
        from govreport.export.safe import one_line

        self._said = time.monotonic()
        import shutil  # here, as it loads what unpacks archives

        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(
            _CLEAR
            + _fitting(one_line(f"{self._done}/{max(self._total, self._done)} {name}"), width)
        )
        sys.stderr.flush()
        self._shown = True


def _fitting(text: str, width: int) -> str:
    """The beginning of a text that takes so many columns; a Chinese character takes two."""
    taken = 0
    for at, char in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if taken > width:
            return text[:at]
    return text
