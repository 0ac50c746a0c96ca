"""What tables head their columns with, whatever the form (``data/tables.toml``).

>>> heads_labels("指标名称"), heads_units("计量单位"), heads_units("单位名称")
(True, True, False)
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

__all__ = ["heads_labels", "heads_units", "unit_headings"]


def heads_labels(text: str) -> bool:
    """Whether a text without blanks begins as the heading over a table's labels does."""
    return text.startswith(_words("labels"))


def heads_units(text: str) -> bool:
    """Whether a text without blanks is the heading over a table's units."""
    return text in unit_headings()


def unit_headings() -> tuple[str, ...]:
    """The headings over units."""
    return _words("units")


@functools.cache
def _words(name: str) -> tuple[str, ...]:
    text = resources.files("govreport.zh").joinpath("data", "tables.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)[name].split())
