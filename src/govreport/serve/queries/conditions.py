"""Conditions of a question, put together from fixed pieces; what is asked for are parameters."""

from __future__ import annotations

from attrs import define, field

__all__ = ["Conditions", "in_place", "like"]


@define
class Conditions:
    """Pieces of SQL that all have to hold, with their parameters in order."""

    pieces: list[str] = field(factory=list)
    parameters: list[object] = field(factory=list)

    def add(self, piece: str, *parameters: object) -> None:
        """Add a piece, which is written in this package and never comes from outside."""
        self.pieces.append(piece)
        self.parameters += parameters

    @property
    def sql(self) -> str:
        """The pieces behind a ``WHERE``, nothing where there are none."""
        return f"WHERE {' AND '.join(self.pieces)}" if self.pieces else ""


def in_place(text: str) -> tuple[str, list[object]]:
    """Return the condition that an organ is in a place, with its parameters: a code of GB/T 2260,
    of which what lies below is a part, or any part of the name of the place or the organ."""
    if text.isascii() and text.isdigit():
        whole = text
        while len(whole) > 2 and whole.endswith("00"):
            whole = whole[:-2]
        return "starts_with(place, ?)", [whole]
    pattern = like(text)
    return "(organ LIKE ? ESCAPE '\\' OR region LIKE ? ESCAPE '\\')", [pattern, pattern]


def like(text: str) -> str:
    """Return the pattern of ``LIKE … ESCAPE '\\\\'`` for what holds a text."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return f"%{text}%"
