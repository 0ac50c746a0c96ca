"""File names from disks and archives: bytes in an encoding that nobody wrote down.

Windows writes the names of a zip in the code page of the machine, GBK in China, and says nothing;
others write UTF-8 and do not always say so either. The content decides, for all names together:
one short GBK name can pass for UTF-8, a folder of them cannot.

>>> decode_names(["区科技局.docx".encode("gbk"), "联通.docx".encode("gbk")])
['区科技局.docx', '联通.docx']
>>> decode_names(["区科技局.docx".encode()])
['区科技局.docx']
>>> is_hidden("2018/~$年度报告.docx"), is_hidden("2018/年度报告.docx")
(True, False)
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence

import regex

from govreport.zh.patterns import lazy_pattern

__all__ = ["decode_names", "fs_name", "is_hidden", "printable"]

ENCODINGS = ("utf-8", "gb18030")

#: Locks of Word and WPS, leavings of Windows and macOS, and whatever Unix hides.
_HIDDEN = lazy_pattern(
    r"~\$.* | \..+ | ~.*\.tmp | Thumbs\.db | desktop\.ini | __MACOSX | \$RECYCLE\.BIN"
    r"| System\ Volume\ Information",
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)


def decode_names(names: Sequence[bytes]) -> list[str]:
    """Decode the names of one archive by the encoding that fits all of them.

    Names that fit none keep their bytes as ``\\xNN``.
    """
    joined = b"\n".join(names)
    for encoding in ENCODINGS:
        try:
            joined.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [printable(name.decode(encoding)) for name in names]
    return [_alone(name) for name in names]


def fs_name(name: str) -> str:
    """Return the name of a file on disk as text: GBK where its bytes are no UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return _alone(os.fsencode(name))
    return name


def is_hidden(path: str) -> bool:
    """Whether a file or folder is a temporary or hidden one, by its own name."""
    return _HIDDEN.fullmatch(posixpath.basename(path)) is not None


def printable(name: str) -> str:
    """Return a name that every encoder takes."""
    return name.encode("utf-8", "backslashreplace").decode()


def _alone(name: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")
