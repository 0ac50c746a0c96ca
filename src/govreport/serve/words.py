"""What the pages say, in both languages: ``words.toml``, a line a phrase.

>>> said("organs", "en"), said("archive", "zh")
('Organs', '存档')
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from govreport.serve.address import Lang
from govreport.zh.data_files import read_toml

__all__ = ["phrases", "said"]


def said(key: str, lang: Lang, **parts: object) -> str:
    """Return a phrase.

    Raises:
        KeyError: there is no such phrase.
    """
    zh, en = phrases()[key]
    phrase = zh if lang == "zh" else en
    shown = {name: f"{part:,}" if isinstance(part, int) else part for name, part in parts.items()}
    return phrase.format_map(shown) if shown else phrase


@functools.cache
def phrases() -> Mapping[str, tuple[str, str]]:
    """Return all phrases by their keys, each in Chinese and in English."""
    return {key: (zh, en) for key, (zh, en) in read_toml(__package__, "words.toml").items()}
