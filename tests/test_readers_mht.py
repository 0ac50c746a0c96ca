"""Web archives and mail that hold a page."""

from __future__ import annotations

import base64
import contextlib
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Document
from govreport.errors import CorruptDocument, GovReportError, LimitExceeded
from govreport.readers.html import mht
from govreport.readers.limits import DEFAULT_LIMITS, Limits

PAGE = "<p>一、概述</p><p>本年公开信息12条，均在门户网站。</p><img src=cid:1>"
LINES = ["一、概述", "本年公开信息12条，均在门户网站。", ""]


def archive(body: bytes, encoding: str, charset: str = "utf-8", start: str = "") -> bytes:
    return (
        b"From: <Saved>\r\nSnapshot-Content-Location: http://kj.example/1.html\r\n"
        b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html"; boundary="--=b"'
        + start.encode()
        + b"\r\n\r\nignored\r\n----=b\r\nContent-Type: image/png\r\nContent-ID: <1>\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n----=b\r\n"
        + f'Content-Type: text/html; charset="{charset}"\r\nContent-ID: <0>\r\n'.encode()
        + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + body
        + b"\r\n----=b\r\nContent-Type: text/html\r\nContent-ID: <2>\r\n\r\n<p>second</p>"
        b"\r\n----=b--\r\n"
    )


@pytest.mark.parametrize(
    ("body", "encoding", "charset"),
    [
        (quopri.encodestring(PAGE.encode()), "quoted-printable", "utf-8"),
        (base64.encodebytes(PAGE.encode("gb18030")), "base64", "gb2312"),
        (PAGE.encode("gb18030"), "8bit", "gbk"),
        (PAGE.encode(), "binary", "nonsense"),
    ],
    ids=["quoted-printable", "base64", "8bit", "unknown-charset"],
)
def test_page_of_an_archive(body: bytes, encoding: str, charset: str) -> None:
    document = mht.read(archive(body, encoding, charset), DEFAULT_LIMITS)
    assert document.format == "mht"
    assert [block.text for block in document.blocks] == LINES
    assert document.metadata["url"] == "http://kj.example/1.html"


def test_start_names_the_page() -> None:
    data = archive(PAGE.encode(), "8bit", start='; start="<2>"')
    assert [block.text for block in mht.read(data, DEFAULT_LIMITS).blocks] == ["second"]


def test_mail_with_an_alternative() -> None:
    data = (
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative;"
        " boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\n"
        f"Content-Type: text/html; charset=utf-8\n\n{PAGE}\n--b--\n--a--\n"
    )
    document = mht.read(data.encode(), DEFAULT_LIMITS)
    assert [block.text for block in document.blocks] == LINES


def test_a_mail_of_plain_text_and_what_is_attached_to_it() -> None:
    data = (
        "Subject: =?gb2312?B?xOqxqA==?=\nContent-Type: multipart/mixed; boundary=a\n\n"
        "--a\nContent-Type: text/plain; charset=utf-8\n\n一、概述\n"
        "--a\nContent-Type: application/msword\n"
        "Content-Disposition: attachment; filename*=utf-8''%E8%A1%A8.doc\n\nxyz\n"
        "--a\nContent-Type: text/html\n"
        'Content-Disposition: attachment; filename="=?gb2312?B?xOqxqA==?=.html"\n\n<p>no\n--a--\n'
    ).encode()
    document = mht.read(data, DEFAULT_LIMITS)
    assert [block.text for block in document.blocks] == ["一、概述"]
    assert document.metadata["subject"] == "年报"
    assert [notice.message_en.rpartition(": ")[2] for notice in document.notices] == [
        "表.doc",
        "年报.html",
    ]
    assert mht.attachments(data, DEFAULT_LIMITS) == [
        mht.Attachment("表.doc", b"xyz"),
        mht.Attachment("年报.html", b"<p>no"),
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"Subject: x\n\n\n", b"Content-Type: multipart/related\n\n--\n", b"\0\xff" * 20],
    ids=["empty", "blank", "no-boundary", "binary"],
)
def test_without_a_page(data: bytes) -> None:
    with pytest.raises(CorruptDocument):
        mht.read(data, DEFAULT_LIMITS)


def test_bounds() -> None:
    with pytest.raises(LimitExceeded):
        mht.read(archive(PAGE.encode(), "8bit"), Limits(bytes=50))
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
    )
    with pytest.raises(GovReportError):
        mht.read(nested, DEFAULT_LIMITS)
    with pytest.raises(GovReportError):
        mht.read(b"Content-Type: multipart/mixed" + b"; a" * 50_000 + b"\n\nx", DEFAULT_LIMITS)


@given(st.integers(0, 700), st.integers(0, 40), st.binary(max_size=20))
@settings(max_examples=150, deadline=None)
def test_mutated_archives_give_a_document_or_a_typed_error(at: int, n: int, new: bytes) -> None:
    data = archive(quopri.encodestring(PAGE.encode()), "quoted-printable")
    with contextlib.suppress(GovReportError):
        assert isinstance(mht.read(data[:at] + new + data[at + n :], DEFAULT_LIMITS), Document)
