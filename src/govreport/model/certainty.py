"""How sure a thing read is."""

from __future__ import annotations

import enum

__all__ = ["Certainty"]


class Certainty(enum.StrEnum):
    """How sure we are: the official wording, a known variant of it, or an inference."""

    EXACT = "exact"
    VARIANT = "variant"
    INFERRED = "inferred"
