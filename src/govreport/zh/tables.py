"""Words of tables, whatever the form (``data/tables.toml``).

>>> heads_labels("指标名称"), heads_units("计量单位"), heads_units("单位名称")
(True, True, False)
>>> "不适用" in table_words().not_applicable
True
"""

from __future__ import annotations

import functools

from msgspec import Struct

from govreport.zh.data_files import read_toml

__all__ = ["TableWords", "heads_labels", "heads_units", "table_words"]


class TableWords(Struct, frozen=True):
    """See the comments in ``tables.toml``; ``dashes`` are characters."""

    labels: tuple[str, ...]
    units: tuple[str, ...]
    dashes: str
    not_applicable: tuple[str, ...]
    fewer: tuple[str, ...]
    more: tuple[str, ...]


@functools.cache
def table_words() -> TableWords:
    """Return the words, each list as it stands in the file."""
    words = read_toml("govreport.zh", "data", "tables.toml")
    lists = {name: tuple(words[name].split()) for name in words.keys() - {"dashes"}}
    return TableWords(**words | lists)


def heads_labels(text: str) -> bool:
    """Whether a text without blanks begins as the heading over a table's labels does."""
    return text.startswith(table_words().labels)


def heads_units(text: str) -> bool:
    """Whether a text without blanks is the heading over a table's units."""
    return text in table_words().units
