"""Documents that come wrapped: in archives, and attached to mails."""

from __future__ import annotations

import email.message
import email.policy
import gzip
import io
import zipfile
from pathlib import Path

import pytest

import govreport as gr
from fixtures import differences, expected, make_spec, write_docx, write_html, write_text
from fixtures.png import grey_png
from govreport.notices import notice
from support.archives import tarred

SPEC = make_spec(3, "2021")
WANT = expected(SPEC)
REPORT = write_docx(SPEC)
NAME = "2022年度报告.docx"
OTHER = write_docx(make_spec(4, "2019"))


def zipped(*files: tuple[str, bytes], gbk: bool = False) -> bytes:
    """A zip; its names as Windows writes them in China, or in UTF-8."""
    out = io.BytesIO()
    names = {name: name.encode("gbk") for name, _ in files} if gbk else {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr("x" * len(names[name]) if gbk else name, data)
    written = out.getvalue()
    for raw in names.values():
        written = written.replace(b"x" * len(raw), raw)
    return written


def mail(text: str, *files: tuple[str, bytes], html: str = "") -> bytes:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = "报送年度报告"
    message["From"], message["To"] = "a@example.gov", "b@example.gov"
    message.set_content(text, charset="gb2312", cte="base64")
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="msword", filename=name)
    return bytes(message)


WRAPPED = {
    "zip": (zipped((NAME, REPORT)), NAME),
    "zip-in-a-folder": (zipped(("2022/", b""), (f"2022/{NAME}", REPORT)), f"2022/{NAME}"),
    "zip-with-leavings": (
        zipped((f"__MACOSX/._{NAME}", b"x"), (f"~${NAME}", b"x"), (NAME, REPORT)),
        NAME,
    ),
    "gz": (gzip.compress(REPORT), "content"),
    "tar": (tarred(NAME, REPORT), NAME),
    "tar.gz": (gzip.compress(tarred(NAME, REPORT)), NAME),
    "zip-in-zip": (zipped(("a.zip", zipped((NAME, REPORT)))), f"a.zip!/{NAME}"),
    "mail": (mail("见附件。", (NAME, REPORT)), NAME),
    "mail-with-a-zip": (mail("见附件。", ("a.zip", zipped((NAME, REPORT)))), f"a.zip!/{NAME}"),
    "mail-without-text": (mail("", (NAME, REPORT)), NAME),
}


@pytest.mark.parametrize(("data", "name"), WRAPPED.values(), ids=WRAPPED)
def test_the_one_document_is_read(data: bytes, name: str, tmp_path: Path) -> None:
    report = gr.parse(data)
    assert differences(WANT, report) == []
    assert report.source.path == f"!/{name}"
    assert report.source.sha256 == gr.parse(REPORT).source.sha256
    assert report.source.format == "docx"
    path = tmp_path / "报送.zip"
    path.write_bytes(data)
    assert gr.parse(path).source.path == f"{path}!/{name}"


def test_a_gz_is_called_as_its_file_was(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.gz"
    path.write_bytes(gzip.compress(REPORT))
    assert gr.parse(path).source.path == f"{path}!/{NAME}"


def test_names_of_windows() -> None:
    assert gr.parse(zipped((NAME, REPORT), gbk=True)).source.path == f"!/{NAME}"


def test_what_stands_beside_the_document_is_named() -> None:
    data = zipped(("说明.txt", "请查收".encode()), (NAME, REPORT), ("章.png", grey_png()))
    report = gr.parse(data)
    assert differences(WANT, report) == []
    assert list(report.notices) == [notice("archive.left_out", names="说明.txt, 章.png")]


def test_a_text_alone_is_the_document() -> None:
    report = gr.parse(zipped(("报告.txt", write_text(SPEC)), ("章.png", grey_png())))
    assert differences(WANT, report) == []


def refused(data: bytes) -> gr.GovReportError:
    with pytest.raises(gr.GovReportError) as caught:
        gr.parse(data)
    return caught.value


def test_several_documents() -> None:
    error = refused(zipped((NAME, REPORT), ("2020.docx", OTHER), ("三.txt", b"x")))
    assert isinstance(error, gr.UnsupportedFormat)
    assert error.detail == f"a zip archive of several documents: {NAME}, 2020.docx, 三.txt"
    assert error.hint == "pass one of them, or all of them to govreport batch"
    many = refused(zipped(*((f"{n}.docx", REPORT) for n in range(9))))
    assert many.detail.endswith("documents: 0.docx, 1.docx, 2.docx, 3.docx, 4.docx, 5.docx … (9)")


def test_no_document() -> None:
    error = refused(zipped(("a.png", grey_png()), ("b.png", grey_png())))
    assert isinstance(error, gr.UnsupportedFormat)
    assert error.detail == "a zip archive without a document: a.png, b.png"
    assert refused(zipped()).detail == "a zip archive with nothing in it"
    # Of a single file it is said what that is.
    assert refused(zipped(("a.png", grey_png()))).detail == "no text in it"
    assert refused(zipped(("a.png", grey_png()))).path == "!/a.png"


def test_a_damaged_document_says_so() -> None:
    error = refused(zipped((NAME, REPORT[:9_000]), ("说明.txt", b"x")))
    assert isinstance(error, gr.CorruptDocument)
    assert (error.path, error.detail) == (f"!/{NAME}", "a Word file, cut off or damaged")


def test_hostile_archives() -> None:
    bomb = zipped(("a.docx", bytes(5_000_000)))
    with pytest.raises(gr.LimitExceeded):
        gr.parse(bomb, limits=gr.Limits(unpacked_bytes=1_000_000))
    with pytest.raises(gr.LimitExceeded):
        gr.parse(gzip.compress(bytes(5_000_000)), limits=gr.Limits(bytes=1_000_000))
    deep = REPORT
    for _ in range(6):
        deep = zipped(("a.zip", deep))
    with pytest.raises(gr.LimitExceeded):
        gr.parse(deep)
    with pytest.raises(gr.CorruptDocument):
        gr.parse(gzip.compress(REPORT)[:-2_000])
    locked = bytearray(zipped((NAME, REPORT)))
    locked[6] |= 1
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(gr.EncryptedDocument):
        gr.parse(bytes(locked))


def test_a_mail_that_is_the_report_is_read_before_what_is_attached() -> None:
    page = write_html(SPEC).decode()
    report = gr.parse(mail("请看网页版", ("统计表.xls", b"\xd0\xcf\x11\xe0"), html=page))
    assert differences(expected(SPEC), report, ignoring=frozenset({"issued"})) == []
    assert report.source.format == "mht"
    assert notice("mail.attachment", name="统计表.xls") in report.notices


def test_a_mail_of_plain_text() -> None:
    report = gr.parse(mail(write_text(SPEC).decode()))
    assert differences(WANT, report) == []
    assert report.source.metadata["subject"] == "报送年度报告"


def test_a_mail_with_several_documents() -> None:
    error = refused(mail("见附件。", (NAME, REPORT), ("2020.docx", OTHER)))
    assert error.detail == f"a mail of several documents: {NAME}, 2020.docx"


def test_reading_a_mail_gives_its_text_or_else_what_is_attached() -> None:
    assert gr.read(mail("见附件。", (NAME, REPORT))).blocks[0].text == "见附件。"
    assert gr.read(mail("", (NAME, REPORT))).format == "docx"
    with pytest.raises(gr.NotAReport):
        gr.parse(mail("今天没有附件。"))
