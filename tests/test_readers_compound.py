"""Compound files: what they say of themselves, and heads and streams that are damaged."""

from __future__ import annotations

import inspect
import struct
import sys
from collections.abc import Callable, Mapping

import olefile
import pytest

import govreport as gr
from govreport.errors import CorruptDocument, EncryptedDocument
from govreport.readers import identify
from govreport.readers.filetype import COMPOUND
from govreport.readers.ole import compound_metadata, open_compound, stream_of, top_streams
from support.compound_files import compound, streams
from support.doc_files import doc, par

CODE_PAGE, TITLE, AUTHOR, CREATED, MODIFIED = 1, 2, 4, 12, 13
#: 2019-01-09 08:30:00 in tenths of microseconds since 1601.
MORNING = 131_914_962_000_000_000


def short(value: int) -> bytes:
    return struct.pack("<Ih2x", 2, value)


def text(value: str, encoding: str) -> bytes:
    raw = (value + "\0").encode(encoding)
    return struct.pack("<2I", 30, len(raw)) + raw


def time(ticks: int) -> bytes:
    return struct.pack("<IQ", 64, ticks)


def summary(values: Mapping[int, bytes], count: int | None = None) -> bytes:
    pairs, body = b"", b""
    for number, value in values.items():
        pairs += struct.pack("<2I", number, 8 + 8 * len(values) + len(body))
        body += value
    count = len(values) if count is None else count
    return bytes(44) + struct.pack("<I", 48) + struct.pack("<2I", 0, count) + pairs + body


def metadata(stream: bytes) -> dict[str, str]:
    with open_compound(compound({"\x05SummaryInformation": stream})) as ole:
        return compound_metadata(ole)


def test_what_a_file_says_of_itself() -> None:
    values = {
        CODE_PAGE: short(936),
        TITLE: text("2018年度报告", "gbk"),
        AUTHOR: text("区科技局", "gbk"),
        CREATED: time(MORNING),
        MODIFIED: time(0),
    }
    assert metadata(summary(values)) == {
        "title": "2018年度报告",
        "author": "区科技局",
        "created": "2019-01-09T08:30:00Z",
    }


@pytest.mark.parametrize(
    ("page", "encoding"),
    [(-535, "utf-8"), (936, "gb18030"), (950, "big5"), (1200, "utf-16-le")],
    ids=["utf-8", "gbk", "big5", "utf-16"],
)
def test_encoding_by_code_page(page: int, encoding: str) -> None:
    assert metadata(summary({CODE_PAGE: short(page), TITLE: text("年度報告", encoding)})) == {
        "title": "年度報告"
    }


def test_wide_text_needs_no_code_page() -> None:
    wide = struct.pack("<2I", 31, 5) + "年度报告\0".encode("utf-16-le")
    assert metadata(summary({TITLE: wide})) == {"title": "年度报告"}


def test_unknown_code_page() -> None:
    assert metadata(summary({CODE_PAGE: short(7), TITLE: text("Report", "ascii")})) == {
        "title": "Report"
    }


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(b"", id="empty"),
        pytest.param(summary({}, count=0xFFFFFFFF), id="count"),
        pytest.param(bytes(44) + struct.pack("<I", 0xFFFFFFF0), id="offset"),
        pytest.param(summary({TITLE: struct.pack("<I", 4099)}), id="kind"),
        pytest.param(summary({TITLE: struct.pack("<2I", 30, 0)}), id="no text"),
        pytest.param(summary({CREATED: time(2**64 - 1)}), id="time"),
    ],
)
def test_damaged_summary_says_nothing(stream: bytes) -> None:
    assert metadata(stream) == {}


def test_text_longer_than_the_stream_ends_with_it() -> None:
    long = struct.pack("<2I", 30, 0xFFFFFFFF) + b"abc"
    assert metadata(summary({TITLE: long})) == {"title": "abc"}


def test_streams() -> None:
    with open_compound(compound({"A": b"content", "B": b"x" * 5000})) as ole:
        assert stream_of(ole, "A", 5000).rstrip(b"\0") == b"content"
        assert stream_of(ole, "B", 4999) == b""
        assert stream_of(ole, "C", 5000) == b""


@pytest.mark.parametrize(
    ("at", "value", "message"),
    [
        (44, 1 << 20, "damaged head"),
        (64, 0x7FFFFFFF, "damaged head"),
        (72, 0xFFFFFFFF, "damaged head"),
        (30, 31, "damaged head"),
        (48, 0x00FFFF00, "damaged compound file"),
    ],
    ids=["tables", "small sectors", "tables of tables", "sector size", "directory"],
)
def test_head_that_asks_for_too_much(at: int, value: int, message: str) -> None:
    data = bytearray(compound({"A": b"x"}))
    size = 2 if at < 44 else 4
    data[at : at + size] = value.to_bytes(4, "little")[:size]
    with pytest.raises(CorruptDocument, match=message):
        open_compound(bytes(data))


def test_chain_of_sectors_that_goes_in_circles() -> None:
    data = bytearray(compound({"A": b"x" * 5000}))
    # Sector 3 of the stream, after the table and the directory, leads back to itself.
    struct.pack_into("<I", data, 512 + 4 * 3, 3)
    with open_compound(bytes(data)) as ole:
        assert len(stream_of(ole, "A", 5000)) in (0, 5000)


def test_directory_too_deep_to_follow() -> None:
    # Names are kept in a tree; here it has two arms of 150 each.
    data = compound({f"S{number:03}": b"x" for number in range(300)})
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        with pytest.raises(CorruptDocument, match="damaged compound file"):
            open_compound(data)
    finally:
        sys.setrecursionlimit(limit)


def test_root_within_itself() -> None:
    data = bytearray(compound({"A": b"x"}))
    # Entries are 128 bytes from the third sector on; type and first child stand at 66 and 76.
    root = 2 * 512
    data[root + 66] = olefile.STGTY_STORAGE
    struct.pack_into("<I", data, root + 76, 0)
    with open_compound(bytes(data)) as ole:
        assert top_streams(ole) == set()
    assert identify(bytes(data)) == COMPOUND


@pytest.mark.parametrize("write", [str.upper, str.lower, str.swapcase])
@pytest.mark.parametrize("name", ["Workbook", "Book", "WordDocument", "EncryptedPackage"])
def test_names_compare_without_case(name: str, write: Callable[[str], str]) -> None:
    data = compound({write(name): b"\x09\x08"})
    if name == "EncryptedPackage":
        with pytest.raises(EncryptedDocument):
            identify(data)
    else:
        assert identify(data).id == ("doc" if name == "WordDocument" else "xls")
    with open_compound(data) as ole:
        assert stream_of(ole, name, 10_000).startswith(b"\x09\x08")


def test_a_document_whose_streams_are_named_in_capitals_is_read() -> None:
    data = doc([par("一、概况")])
    capitals = compound({name.upper(): stream for name, stream in streams(data).items()})
    assert gr.read(capitals).text == gr.read(data).text == "一、概况"
