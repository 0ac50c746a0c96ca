"""The words by which the parts of a report are told apart (``wording.toml``), loaded once."""

from __future__ import annotations

import functools

import regex
from msgspec import Struct

from govreport.zh.data_files import read_toml
from govreport.zh.patterns import lazy_pattern

__all__ = ["Wording", "wording"]


class Wording(Struct, frozen=True):
    """See the comments in ``wording.toml``."""

    markers: regex.Pattern[str]
    issued: tuple[str, ...]
    annex: regex.Pattern[str]
    titled_annex: regex.Pattern[str]
    reporting_unit: regex.Pattern[str]
    period: tuple[str, ...]
    labelled: regex.Pattern[str]
    organ_label: regex.Pattern[str]
    page_date: regex.Pattern[str]
    document_number: regex.Pattern[str]
    compiled: regex.Pattern[str]
    not_organ: regex.Pattern[str]
    published: regex.Pattern[str]
    news: regex.Pattern[str]
    decorated: regex.Pattern[str]
    quoted: regex.Pattern[str]
    listed: regex.Pattern[str]
    period_names: regex.Pattern[str]


@functools.cache
def wording() -> Wording:
    """Return the words of reports, patterns compiled."""
    data = read_toml(__package__, "wording.toml")
    patterns = {
        name: lazy_pattern(value if isinstance(value, str) else "|".join(value))
        for name, value in data.items()
        if name not in ("issued", "period")
    }
    return Wording(
        issued=tuple(data["issued"]),
        period=tuple(data["period"]),
        **patterns,
    )
