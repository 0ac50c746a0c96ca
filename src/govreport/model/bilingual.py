"""What something is called in both languages, for the wording of findings."""

from __future__ import annotations

from collections.abc import Iterable

from govreport.record import record

__all__ = ["Bilingual", "joined"]


@record
class Bilingual:
    """A word or a phrase in Chinese and in English."""

    zh: str
    en: str

    def __add__(self, other: Bilingual | str) -> Bilingual:
        if isinstance(other, str):
            return Bilingual(self.zh + other, self.en + other)
        return Bilingual(self.zh + other.zh, self.en + other.en)


def joined(parts: Iterable[Bilingual], zh: str = "、", en: str = ", ") -> Bilingual:
    """Return several as one, each once, parted as either language does.

    >>> joined([Bilingual("总计", "Total"), Bilingual("其他", "Other")])
    Bilingual(zh='总计、其他', en='Total, Other')
    """
    each = tuple(dict.fromkeys(parts))
    return Bilingual(zh.join(part.zh for part in each), en.join(part.en for part in each))
