r"""Bytes and code units of an RTF file as text: by the font's character set, else the document's.

Chinese programs write text as bytes of GBK, in a font whose character set (``\fcharset134``) says
so, in one that says nothing, or in one that is wrong; newer ones write UTF-16 units (``\u``).

>>> Decoder(936, {0: Font("宋体", 134)}).decode("一、".encode("gbk"), 0)
'一、'
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from govreport.readers.opc import W
from govreport.readers.word.docx.graphics import read_symbol
from govreport.zh.patterns import lazy_pattern

__all__ = ["SYMBOL_SET", "Decoder", "Font", "guess_page"]

SYMBOL_SET = 2
#: Character sets of fonts, and code pages, by the codec that reads them.
_SETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES = {
    936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949",
    65001: "utf-8", 10000: "mac_roman",
}  # fmt: skip
_WIDE = frozenset(["gb18030", "big5hkscs", "cp932", "cp949", "utf-8"])
#: Only characters of GB 2312 and ASCII.
_PAIRS = lazy_pattern(rb"(?:[\xa1-\xfe]{2}|[\0-\x7f])++")
_HAN = lazy_pattern(r"\p{Han}")
#: How much of a file is looked at, and how many characters tell its code page.
_SAMPLE, _ENOUGH = 1_000_000, 20


class Font(Struct):
    """A font; ``charset`` is ``None`` where it says none."""

    name: str = ""
    charset: int | None = None
    page: int | None = None


class Decoder(Struct):
    """Decodes the runs of one file.

    ``damaged`` counts those that no code page fits; ``used`` is the codec of the last one that was
    no ASCII.
    """

    page: int = 1252
    fonts: Mapping[int, Font] = {}
    damaged: int = 0
    used: str | None = None

    def decode(self, data: bytes, font: int) -> str:
        """Decode a run of bytes in a font."""
        if data.isascii():
            return data.decode("ascii")
        for codec in self._codecs(data, font):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError:
                continue
            self.used = codec
            return text
        self.damaged += 1
        return data.decode(self._own(font) or "cp1252", "replace")

    def _codecs(self, data: bytes, font: int) -> list[str]:
        """What the bytes may be in, the likeliest first."""
        own, document = self._own(font), _codec(self.page)
        if own in _WIDE:
            return [own, document]
        # Writers that know one code page only leave the character set at that of Latin.
        if document in _WIDE and (own is None or _is_wide(data, document)):
            return [document, own or "cp1252"]
        return [own or document, document]

    def _own(self, font: int) -> str | None:
        found = self.fonts.get(font)
        if found is None:
            return None
        if found.page is not None:
            return _codec(found.page)
        return None if found.charset is None else _SETS.get(found.charset)

    def is_symbol(self, font: int) -> bool:
        """Whether the font's characters are signs of its own."""
        found = self.fonts.get(font)
        return found is not None and found.charset == SYMBOL_SET

    def symbols(self, text: str, font: int) -> str:
        """Return the signs of a symbol font for characters, private to it where not known."""
        name = self.fonts[font].name
        signs = []
        for character in text:
            code = ord(character) & 0xFF
            if not ("!" <= character <= "\xff" or "\uf020" <= character <= "\uf0ff"):
                signs.append(character)
                continue
            element = etree.Element(W + "sym")
            element.set(W + "font", name if name.isprintable() else "")
            element.set(W + "char", f"{0xF000 + code:04X}")
            signs.append(read_symbol(element))
        return "".join(signs)


def _is_wide(data: bytes, codec: str) -> bool:
    """Whether bytes in a Latin font are characters of the document's code page all the same."""
    if _PAIRS.fullmatch(data):
        return True
    try:
        return len(_HAN.findall(data.decode(codec))) > 1
    except UnicodeDecodeError:
        return False


@functools.cache
def _escaped() -> re.Pattern[bytes]:
    return re.compile(rb"(?:\\'[0-9a-fA-F]{2}){2,}+")


def guess_page(data: bytes) -> int | None:
    """Return the code page of a file that names none, if it is surely the Chinese one."""
    text = []
    for match in _escaped().finditer(data[:_SAMPLE]):
        run = bytes.fromhex(match[0].replace(b"\\'", b"").decode("ascii"))
        try:
            text.append(run.decode("gb18030"))
        except UnicodeDecodeError:
            return None
    return 936 if len(_HAN.findall("".join(text))) >= _ENOUGH else None


def _codec(page: int) -> str:
    known = _PAGES.get(page)
    if known is not None:
        return known
    return f"cp{page}" if page in range(1250, 1259) or page in (437, 850, 852, 874) else "cp1252"
