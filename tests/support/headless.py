"""Heads of files, as far as is needed to tell what they are."""

from __future__ import annotations

__all__ = ["OLE", "compound"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(stream: str) -> bytes:
    """An OLE compound file that has a stream of that name."""
    return OLE + bytes(504) + f"{stream}\0".encode("utf-16-le") + bytes(512)
