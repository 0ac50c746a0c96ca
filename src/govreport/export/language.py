"""What people read, in Chinese or in English: code says it in Chinese, ``english.toml`` translates.

>>> said("未发现问题。", "zh"), said("未发现问题。", "en")
('未发现问题。', 'Nothing was found.')
>>> said("另有 {n} 项", "en", n=3)
'3 more'
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from govreport.language import Language
from govreport.zh.data_files import read_toml

__all__ = ["Language", "english", "said"]


def said(chinese: str, lang: Language, /, **values: object) -> str:
    """Return a text in a language, its places filled; one without a translation stays Chinese."""
    text = chinese if lang == "zh" else english().get(chinese, chinese)
    return text.format(**values) if values else text


@functools.cache
def english() -> Mapping[str, str]:
    """Return the translations, by the Chinese."""
    return read_toml(__package__, "english.toml")
