"""The words around figures (``wording.toml``), loaded once."""

from __future__ import annotations

import functools

from attrs import frozen

from govreport.zh.data_files import shaped

__all__ = ["Wording", "wording"]


@frozen
class Wording:
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
