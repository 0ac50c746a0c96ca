"""How sure a thing read is."""

from __future__ import annotations

import enum

__all__ = ["Certainty"]


class Certainty(enum.StrEnum):
    """How sure we are: the official wording, a known variant of it, or an inference.

    What was read from a picture is ``ocr``, and never any of these; ``ocr_confirmed`` is a figure
    that an identity of the form confirms.
    """

    EXACT = "exact"
    VARIANT = "variant"
    INFERRED = "inferred"
    OCR_CONFIRMED = "ocr_confirmed"
    OCR = "ocr"
