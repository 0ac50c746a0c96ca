"""OLE compound files, which hold the streams of Word and Excel files of before 2007.

olefile reads them. What a damaged one would make it do without end is seen to here: the head's
counts are checked before, and what a file says of itself ([MS-OLEPS] 2.21, 2.25) is read by us.
"""

from __future__ import annotations

import codecs
import datetime as dt
import io
import struct

import olefile

from govreport.errors import CorruptDocument

__all__ = ["compound_metadata", "open_compound", "stream_of", "top_streams"]

_AGAIN = "fetch the file again"
#: In the head of a compound file: the size of its sectors, how many of them are tables of sectors,
#: of small sectors, and of tables.
_SECTOR_SHIFT, _SECTOR_COUNTS = 30, (44, 64, 72)
_SUMMARY, _LONGEST_SUMMARY = "\x05SummaryInformation", 1_000_000
#: Properties by their number, and the number of the one that names their encoding.
_NAMES = {2: "title", 4: "author", 12: "created", 13: "modified"}
_CODE_PAGE = 1
_MOST_PROPERTIES, _LONGEST = 256, 10_000
_SHORT, _TEXT, _WIDE_TEXT, _TIME = 2, 30, 31, 64
#: Code pages are named after their number, but for these.
_CODECS = {65001: "utf-8", 1200: "utf-16-le", 936: "gb18030", 0: "cp1252"}
_LATEST_START = 4096
_EPOCH = dt.datetime(1601, 1, 1)
#: Times before any such file are how "never" is written.
_FIRST_YEAR = 1990


def open_compound(data: bytes) -> olefile.OleFileIO:
    """Open a compound file whose head keeps to the size of the file; bytes before it are left out.

    Raises:
        CorruptDocument: it is none, or damaged.
    """
    start = data.find(olefile.MAGIC, 0, _LATEST_START)
    data = data[start:] if start > 0 else data
    if len(data) < 1536:
        raise CorruptDocument("a compound file, cut off", hint=_AGAIN)
    shift = int.from_bytes(data[_SECTOR_SHIFT : _SECTOR_SHIFT + 2], "little")
    sectors = len(data) >> shift if shift in (9, 12) else 0
    counts = [int.from_bytes(data[at : at + 4], "little") for at in _SECTOR_COUNTS]
    # olefile follows what the head says; numbers beyond the file's own sectors only cost time.
    if max(counts) > sectors or counts[0] > 2 + sectors * 4 // (1 << shift) * 4:
        raise CorruptDocument("a compound file with a damaged head", hint=_AGAIN)
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, LookupError, TypeError, RecursionError, struct.error) as error:
        raise CorruptDocument(f"a damaged compound file: {error}", hint=_AGAIN) from error


def top_streams(ole: olefile.OleFileIO) -> set[str]:
    """Return the names of the streams that are in no storage."""
    # olefile's own listing goes down without end where the root is among its own children.
    return {kid.name for kid in ole.root.kids if kid.entry_type == olefile.STGTY_STREAM}


def stream_of(ole: olefile.OleFileIO, name: str, most: int) -> bytes:
    """Return a stream's bytes, ``b""`` if there is none, or none to be read."""
    try:
        if not ole.exists(name) or ole.get_size(name) > most:
            return b""
        content: bytes = ole.openstream(name).read()
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return b""
    return content


def compound_metadata(ole: olefile.OleFileIO) -> dict[str, str]:
    """Return title, author, and the times of writing; what is damaged is left out."""
    stream = stream_of(ole, _SUMMARY, _LONGEST_SUMMARY)
    try:
        [start] = struct.unpack_from("<I", stream, 44)
        [count] = struct.unpack_from("<I", stream, start + 4)
        pairs = struct.iter_unpack("<2I", stream[start + 8 :][: 8 * min(count, _MOST_PROPERTIES)])
        places = {number: start + offset for number, offset in pairs}
    except struct.error:
        return {}
    codec = _codec(_value(stream, places.get(_CODE_PAGE, len(stream)), "ascii"))
    found = {name: _value(stream, places[n], codec) for n, name in _NAMES.items() if n in places}
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


def _codec(page: int | str | None) -> str:
    # The number is signed: 65001 is written as a negative one.
    number = page & 0xFFFF if isinstance(page, int) else 0
    name = _CODECS.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _value(stream: bytes, at: int, codec: str) -> int | str | None:
    try:
        [kind] = struct.unpack_from("<I", stream, at)
        if kind == _SHORT:
            return int(struct.unpack_from("<h", stream, at + 4)[0])
        if kind == _TIME:
            return _moment(struct.unpack_from("<Q", stream, at + 4)[0])
        if kind not in (_TEXT, _WIDE_TEXT):
            return None
        [length] = struct.unpack_from("<I", stream, at + 4)
    except struct.error:
        return None
    width, codec = (2, "utf-16-le") if kind == _WIDE_TEXT else (1, codec)
    raw = stream[at + 8 : at + 8 + min(length * width, _LONGEST)]
    return raw.decode(codec, "replace").strip("\0 ")


def _moment(ticks: int) -> str | None:
    try:
        moment = _EPOCH + dt.timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
    return f"{moment.isoformat(timespec='seconds')}Z" if moment.year > _FIRST_YEAR else None
