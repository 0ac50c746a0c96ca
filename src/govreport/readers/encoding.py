"""Bytes to text: which encoding the content is in, whatever it is declared to be.

Chinese files come as UTF-8, as GBK under the names gb2312 and gbk (both mean GB 18030 here), from
Taiwan and Hong Kong as Big5, and as UTF-16 from old editors. The content decides; a declaration
only breaks ties, and one that the content refutes is reported. What cannot be decoded becomes
U+FFFD and is counted; what was lost before the file came to us is reported and never guessed.

>>> decode("收到申请数".encode("gbk"), "utf-8").text
'收到申请数'
"""

from __future__ import annotations

import codecs
import itertools

from msgspec import Struct

from govreport.document import Notice
from govreport.errors import CorruptDocument
from govreport.notices import notice
from govreport.zh.patterns import lazy_pattern, quick_pattern

__all__ = ["Decoded", "decode"]

#: UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {
    "utf-8": "utf8 utf-8 unicode-1-1-utf-8 x-unicode20utf8",
    "gb18030": "gb2312 gbk x-gbk gb18030 gb-2312-80 csgb2312 chinese cp936 ms936 euc-cn",
    "big5": "big5 big-5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950",
    "utf-16-le": "utf-16 utf16 utf-16le utf-16-le unicode ucs-2 csunicode",
    "utf-16-be": "utf-16be utf-16-be",
    "utf-32-le": "utf-32 utf-32le utf-32-le",
    "utf-32-be": "utf-32be utf-32-be",
}
_CANONICAL = {alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()}
_CODECS = {"big5": "big5hkscs"}

#: UTF-8 with at least this share of sound characters is UTF-8 with damage, not another encoding.
MOSTLY_SOUND = 0.95
#: Text with a larger share of undecodable or control characters is no text.
MOST_DAMAGE = 0.2
MOST_CONTROLS = 0.02
#: How many characters are looked at to tell plausible text from mojibake.
SAMPLE = 20_000
#: What a declaration is worth against the share of common characters.
DECLARED_BONUS = 0.1

_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]++")
_CONTROLS = quick_pattern(r"[\x00-\x08\x0e-\x1f\x7f]+")
_LOST = lazy_pattern(r"(?:锟斤拷)++|\?{4,}+")


class Decoded(Struct, frozen=True):
    """Text with line ends ``\\n`` and without NULs, its encoding, and what was noticed.

    ``encoding`` is one of ``utf-8``, ``gb18030``, ``big5``, ``utf-16-le``, ``utf-16-be``,
    ``utf-32-le`` and ``utf-32-be``. Notices are ``encoding.declared_wrong``, ``text.undecodable``
    (bytes replaced by U+FFFD), ``text.lost`` (锟斤拷, U+FFFD or ``????`` in the file itself) and
    ``text.controls`` (control characters left out).
    """

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by content; ``declared`` is what a header or ``<meta>`` says, ``None`` if nothing.

    Raises:
        CorruptDocument: the bytes are not text.
    """
    label = (declared or "").strip().strip("\"'").lower().replace("_", "-")
    told = _CANONICAL.get(label)
    mark, reading = _by_mark(data) or (0, _by_content(data, told))
    notices = []
    if label and not _agrees(reading, told):
        wrong = notice("encoding.declared_wrong", declared=label[:40], found=reading.encoding)
        notices.append(wrong)
    if reading.bad:
        if reading.bad > MOST_DAMAGE * len(reading.text) and reading.bad > 2:
            raise CorruptDocument("the bytes are not text in any known encoding")
        at = mark + reading.first_bad
        notices.append(notice("text.undecodable", count=reading.bad, at=at))
    text, controls = _without_controls(reading.text)
    if controls:
        notices.append(notice("text.controls", count=controls))
    lost = text.count("\ufffd") - reading.bad + sum(1 for _ in _LOST.finditer(text))
    if lost > 0:
        notices.append(notice("text.lost", count=lost))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, reading.encoding, tuple(notices))


class _Reading(Struct, frozen=True):
    """One way to read the bytes: ``bad`` places could not be decoded, the first at a byte."""

    encoding: str
    text: str
    bad: int = 0
    first_bad: int = 0

    @property
    def sound(self) -> float:
        """The share of non-ASCII characters that could be decoded."""
        beyond = len(self.text) - len(self.text.encode("ascii", "ignore"))
        return 1 - self.bad / beyond if beyond else 1.0


def _by_mark(data: bytes) -> tuple[int, _Reading] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            reading = _read(data[len(mark) :], encoding)
            # FF FE 00 00 may also be UTF-16 that begins with a NUL.
            if not (encoding.startswith("utf-32") and reading.bad):
                return len(mark), reading
    return None


def _by_content(data: bytes, told: str | None) -> _Reading:
    if b"\0" in data or (told or "").startswith("utf-16"):
        wide = max((_read(data, e) for e in ("utf-16-le", "utf-16-be")), key=_plausible_in_all)
        if _plausible_in_all(wide) >= 0.8:
            return wide
    utf8 = _read(data, "utf-8")
    if utf8.text.isascii():
        return utf8
    if utf8.sound >= MOSTLY_SOUND and (told != "gb18030" or _plausible(utf8) >= 0.5):
        return utf8
    # In the order of preference where two are equally plausible.
    names = ["gb18030", "utf-8", "big5", "utf-16-le", "utf-16-be"]
    readings = [utf8 if name == "utf-8" else _read(data, name) for name in names]
    return max(
        readings, key=lambda r: round(_plausible(r) + DECLARED_BONUS * (r.encoding == told), 2)
    )


def _read(data: bytes, encoding: str) -> _Reading:
    codec = _CODECS.get(encoding, encoding)
    try:
        return _Reading(encoding, data.decode(codec))
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        present = data.decode(codec, "ignore").count("\ufffd")
        return _Reading(encoding, text, text.count("\ufffd") - present, error.start)


def _plausible(reading: _Reading) -> float:
    """The share of the non-ASCII characters, in a sample, that Chinese text commonly uses."""
    runs = (match.group() for match in _NON_ASCII.finditer(reading.text))
    sample = list(itertools.islice(itertools.chain.from_iterable(runs), SAMPLE))
    return sum(map(_COMMON.__contains__, sample)) / len(sample) if sample else 0.0


def _plausible_in_all(reading: _Reading) -> float:
    """The same among all characters: NULs where UTF-16 has none betray the wrong byte order."""
    sample = reading.text[:SAMPLE]
    common = sum(c in _COMMON or " " <= c <= "~" or c in "\t\r\n" for c in sample)
    return common / len(sample) if sample else 0.0


def _common() -> frozenset[str]:
    """Level 1 of GB 2312 and of Big5 (what schools teach), and their punctuation and figures."""
    pairs = itertools.chain(
        itertools.product(range(0xB0, 0xD8), range(0xA1, 0xFF), ["gb2312"]),
        itertools.product((0xA1, 0xA2, 0xA3), range(0xA1, 0xFF), ["gb2312"]),
        itertools.product(
            range(0xA4, 0xC7), itertools.chain(range(0x40, 0x7F), range(0xA1, 0xFF)), ["big5"]
        ),
    )
    letters = "".join(bytes(pair).decode(codec, "ignore") for *pair, codec in pairs)
    return frozenset(letters) | frozenset("\xa0\u200b\ufeff〇○•–—‘’“”…")


_COMMON = _common()


def _agrees(reading: _Reading, told: str | None) -> bool:
    """Whether the declaration may stand; ``utf-16`` leaves the byte order open."""
    if reading.text.isascii() or reading.encoding == told:
        return True
    return told is not None and told.startswith("utf-") and reading.encoding[:6] == told[:6]


def _without_controls(text: str) -> tuple[str, int]:
    """The text without its control characters, and how many there were."""
    if _CONTROLS.search(text) is None:
        return text, 0
    controls = sum(len(match.group()) for match in _CONTROLS.finditer(text.rstrip("\0\x1a")))
    if controls > MOST_CONTROLS * len(text) and controls > 2:
        raise CorruptDocument("the bytes are not text: too many control characters")
    return _CONTROLS.sub("", text), controls
