"""What people read, in Chinese or in English: code says it in Chinese, ``english.toml`` translates.

>>> said("未发现问题。", "zh"), said("未发现问题。", "en")
('未发现问题。', 'Nothing was found.')
>>> said("另有 {n} 项", "en", n=3)
'3 more'
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Literal

__all__ = ["Language", "english", "said"]

Language = Literal["zh", "en"]


def said(chinese: str, lang: Language, /, **values: object) -> str:
    """Return a text in a language, its places filled; one without a translation stays Chinese."""
    text = chinese if lang == "zh" else english().get(chinese, chinese)
    return text.format(**values) if values else text


@functools.cache
def english() -> Mapping[str, str]:
    """Return the translations, by the Chinese."""
    text = resources.files(__package__).joinpath("english.toml").read_text(encoding="utf-8")
    loaded: dict[str, str] = tomllib.loads(text)
    return loaded
