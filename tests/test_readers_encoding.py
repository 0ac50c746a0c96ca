"""Content decides the encoding; damage is counted, loss reported."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.errors import CorruptDocument
from govreport.readers.encoding import Decoded, decode

SIMPLIFIED = "青澜市云浦区科技局2018年收到申请3件，均已按时办结。" * 4
TRADITIONAL = "青瀾市雲浦區科技局2018年收到申請3件，均已按時辦結。" * 4


def codes(decoded: Decoded) -> list[str]:
    return [notice.code for notice in decoded.notices]


@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("gbk", b"", "gb18030"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
        ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
def test_undeclared_encoding(text: str, codec: str, mark: bytes, encoding: str) -> None:
    assert decode(mark + text.encode(codec)) == Decoded(text, encoding)


@pytest.mark.parametrize("declared", [None, "Big5", "big5-hkscs"])
def test_big5(declared: str | None) -> None:
    assert decode(TRADITIONAL.encode("big5"), declared) == Decoded(TRADITIONAL, "big5")


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "x-gbk", "'gb_2312-80'", "gb18030"])
def test_gb2312_means_gb18030(declared: str) -> None:
    text = "㑇镕" + SIMPLIFIED
    assert decode(text.encode("gb18030"), declared) == Decoded(text, "gb18030")


@pytest.mark.parametrize(
    ("codec", "declared", "encoding"),
    [
        ("gbk", "utf-8", "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("gbk", "big5", "gb18030"),
        ("utf-8", "big5", "utf-8"),
        ("utf-16-le", "utf-8", "utf-16-le"),
        ("gbk", "iso-8859-1", "gb18030"),
        ("utf-8", "no-such-thing", "utf-8"),
    ],
)
def test_content_outranks_declaration(codec: str, declared: str, encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(codec), declared)
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, encoding)
    assert codes(decoded) == ["encoding.declared_wrong"]


def test_declaration_of_utf_16_leaves_order_open() -> None:
    assert decode("收到\n".encode("utf-16-be"), "utf-16") == Decoded("收到\n", "utf-16-be")


@pytest.mark.parametrize("declared", [None, "gbk", "utf-8", "iso-8859-1"])
def test_ascii_fits_any_declaration(declared: str | None) -> None:
    assert decode(b"2019-01-09", declared) == Decoded("2019-01-09", "utf-8")


@pytest.mark.parametrize("text", ["联通", "无。", "收到申请数"])
def test_short_gbk(text: str) -> None:
    assert decode(text.encode("gbk")) == Decoded(text, "gb18030")


def test_bad_byte_in_utf8_is_counted_and_placed() -> None:
    data = bytearray(SIMPLIFIED.encode())
    data[len("青澜市".encode())] = 0xFF
    decoded = decode(bytes(data), "utf-8")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("青澜市\ufffd")
    assert decoded.text.endswith("办结。")
    assert codes(decoded) == ["text.undecodable"]
    assert "at byte 9;" in decoded.notices[0].message_en


@pytest.mark.parametrize(
    ("codec", "encoding"), [("utf-8", "utf-8"), ("gbk", "gb18030"), ("utf-16-le", "utf-16-le")]
)
def test_truncated_last_character(codec: str, encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(codec)[:-1])
    assert decoded.encoding == encoding
    assert decoded.text == SIMPLIFIED[:-1] + "\ufffd"
    assert codes(decoded) == ["text.undecodable"]


def test_bad_byte_in_gbk_stays_gbk() -> None:
    data = bytearray(SIMPLIFIED.encode("gbk"))
    data[-2] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == "gb18030"
    assert decoded.text.startswith(SIMPLIFIED[:-2])
    assert codes(decoded) == ["text.undecodable"]


@pytest.mark.parametrize("lost", ["锟斤拷锟斤拷", "\ufffd\ufffd", "????"])
def test_text_lost_before_is_reported_and_kept(lost: str) -> None:
    decoded = decode(f"收到{lost}数".encode())
    assert decoded.text == f"收到{lost}数"
    assert codes(decoded) == ["text.lost"]


def test_a_question_mark_is_no_loss() -> None:
    assert codes(decode("为何???".encode())) == []


def test_line_ends() -> None:
    assert decode("甲\r\n乙\r丙\n".encode()).text == "甲\n乙\n丙\n"


def test_stray_nul_is_left_out_with_notice() -> None:
    decoded = decode((SIMPLIFIED + "\0").encode() + SIMPLIFIED.encode())
    assert decoded.text == SIMPLIFIED * 2
    assert codes(decoded) == ["text.controls"]


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"\xff" * 50, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6"],
    ids=["all-bytes", "ff", "png"],
)
def test_binary_is_no_text(data: bytes) -> None:
    with pytest.raises(CorruptDocument, match="not text"):
        decode(data)


def test_nothing_is_empty_text() -> None:
    assert decode(b"") == Decoded("", "utf-8")


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "big5", "utf-16", "x", " \0"])
)
def test_any_bytes(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode(data, declared)
    except CorruptDocument:
        return
    assert "\r" not in decoded.text
    assert "\0" not in decoded.text


COMMON = bytes(b for lead in range(0xB0, 0xD7) for at in range(0xA1, 0xFF) for b in (lead, at))


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.sampled_from(COMMON.decode("gb2312") + "，。0123456789"), min_size=20, max_size=80),
    st.sampled_from(["utf-8", "gb18030"]),
    st.sampled_from([None, "utf-8", "gb2312"]),
)
def test_round_trip(text: str, codec: str, declared: str | None) -> None:
    decoded = decode(text.encode(codec), declared)
    assert decoded.text == text
