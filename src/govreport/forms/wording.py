"""The words around figures (``wording.toml``), loaded once."""

from __future__ import annotations

import functools

import regex
from msgspec import Struct

from govreport.zh.data_files import shaped
from govreport.zh.patterns import lazy_pattern

__all__ = ["Wording", "wording", "year_heading"]


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


@functools.cache
def year_heading() -> regex.Pattern[str]:
    """Return what a heading that is a year looks like."""
    return lazy_pattern(wording().year_heading)
