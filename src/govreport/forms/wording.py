"""The words around figures (``wording.toml``), loaded once."""

from __future__ import annotations

import functools

from msgspec import Struct

from govreport.zh.data_files import shaped

__all__ = ["Wording", "wording"]


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in ``wording.toml``."""

    of_which: tuple[str, ...]
    distinguishing: str
    codes: frozenset[str]
    column_marks: frozenset[str]
    other_years: tuple[str, ...]
    year_heading: str
    this_year: str
    another_year: str


@functools.cache
def wording() -> Wording:
    """Return the words around figures."""
    return shaped(Wording, __package__, "wording.toml")
