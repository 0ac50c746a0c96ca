"""A plug-in for workers: the process ends when it is told to expect ``b.txt``."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection

__all__: list[str] = []

_hear = Connection.recv_bytes


def _deaf(self: Connection, maxlength: int | None = None) -> bytes:
    heard = _hear(self, maxlength)
    if heard == b"b.txt":
        os._exit(1)
    return heard


Connection.recv_bytes = _deaf  # type: ignore[assignment]
