"""Bounds that every reader keeps to, so that a hostile file costs little and fails clearly."""

from __future__ import annotations

from attrs import frozen

__all__ = ["DEFAULT_LIMITS", "Limits"]


@frozen(kw_only=True)
class Limits:
    """Upper bounds for one input; breaking one raises :class:`~govreport.errors.LimitExceeded`."""

    bytes: int = 256 * 1024 * 1024
    #: Bytes that compressed parts may unpack to, all together.
    unpacked_bytes: int = 512 * 1024 * 1024
    pages: int = 2_000
    blocks: int = 200_000
    #: Places in the grid of one table, spans included.
    table_cells: int = 500_000
    #: Nesting of tables, content controls, HTML elements.
    depth: int = 64


DEFAULT_LIMITS = Limits()
