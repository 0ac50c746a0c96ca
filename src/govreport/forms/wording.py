"""The words around figures (``wording.toml``), loaded once."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

import cattrs
from attrs import frozen

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
    text = resources.files(__package__).joinpath("wording.toml").read_text(encoding="utf-8")
    return cattrs.Converter(forbid_extra_keys=True).structure(tomllib.loads(text), Wording)
