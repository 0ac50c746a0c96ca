"""The valid files that are damaged: reports of our own, small enough to be damaged at places that
matter, and different enough to reach the corners of each reader."""

from __future__ import annotations

import email.policy
import io
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from PIL import Image, ImageDraw

from fixtures import (
    MADE_FROM,
    Book,
    Dialect,
    Layout,
    Site,
    Wart,
    converted,
    make_spec,
    write_docx,
    write_html,
    write_markdown,
    write_mht,
    write_ofd,
    write_pdf,
    write_rtf,
    write_text,
    write_xlsx,
)
from fixtures.spec import ReportSpec
from fuzz.excerpts import excerpts
from support import doc_files as d
from support import docx_files as f
from support.archives import gbk_zip, gz, report_text, tarred, zip_of
from support.ogi import EDITIONS

__all__ = ["FORMATS", "corpus"]

W = Wart
#: So many excerpts to a whole report: they are quicker, and more of what is damaged matters.
SHORT = 3
Writer = Callable[[ReportSpec, frozenset[Wart]], bytes]

#: Warts that bring in parts of a format which clean reports do not have.
WARTS: dict[str, tuple[Wart, ...]] = {
    "docx": (W.TEXT_BOX, W.CONTENT_CONTROL, W.LAYOUT_TABLE, W.TABLE_AS_PICTURE),
    "pdf": (W.PAGE_CUTS_ROW, W.HEADER_ON_EACH_PAGE, W.BACKGROUND_BOXES, W.TABLE_UNRULED),
    "html": (W.LAYOUT_TABLE, W.PARAGRAPHS_IN_CELLS, W.ROWSPAN_OVERRUN, W.TABLE_AS_PICTURE),
    "text": (W.TWO_PANELS, W.TITLE_TWO_LINES, W.TOC),
}


def corpus(format: str) -> list[bytes]:
    """Return the valid files of a format; the same on every machine, as far as programs are."""
    whole = FORMATS[format]()
    with excerpts():
        short = [data for data in FORMATS[format]() if data not in whole]
    return whole + short * SHORT


def _reports(format: str, write: Writer) -> list[bytes]:
    clean = [write(make_spec(1, edition), frozenset()) for edition in EDITIONS]
    warts = WARTS.get(format, ())
    return clean + [
        write(make_spec(2, edition), frozenset({wart}))
        for wart, edition in zip(warts, EDITIONS * 2, strict=False)
    ]


def _docx() -> list[bytes]:
    return [*_reports("docx", write_docx), _notes_and_lists()]


def _notes_and_lists() -> bytes:
    """A file with notes, links, tracked changes, nested tables and every kind of list."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    nested = f"<w:tbl>{f.tr('收到', '12')}</w:tbl>"
    link = '<w:hyperlink r:id="rId90"><w:r><w:t>附件</w:t></w:r></w:hyperlink>'
    gone = '<w:del w:id="5"><w:r><w:delText>删了</w:delText></w:r></w:del>'
    numbers = f.abstract(
        7,
        *(f.level(n, f"%{n + 1}、", kind) for n, kind in enumerate(("chineseCounting", "decimal"))),
    )
    body = (
        f.p("2018年度政府信息公开工作年度报告")
        + f.p(f.r("共12件") + note + link + gone)
        + f.numbered("概述", 7)
        + f.numbered("公开", 7, 1)
        + f"<w:tbl>{f.tr('甲', f.tc(nested + f.p('尾')))}</w:tbl>"
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote>'
    return f.docx(
        body,
        numbering=numbers + f.num(7, 7),
        styles=f.style("a", name="heading 1"),
        footnotes=notes,
        links={"rId90": "http://example.invalid/"},
        core="<dc:title>报告</dc:title>",
    )


def _doc() -> list[bytes]:
    made = _converted("doc", _docx())
    levels = [d.Level(text="%1、", format=39), d.Level(text="（%2）", format=37)]
    parts, behind = d.lists([levels], [(0, {}), (0, {0: 5, 1: d.Level(text="第%2项")})])
    number = d.sprm(0x460B, 2)
    pars = [
        d.par("2018年度政府信息公开工作年度报告", d.Run("藏", d.HIDDEN), d.Run("删", d.DELETED)),
        d.par("概述", changes=number),
        *d.row("甲", "", "3", merges=(1, 2)),
        *d.row("自然人", "法人", "1", edges=(0, 1000, 2000, 3000), merges=(0x60,)),
        *d.row("", "其他", "2", edges=(0, 1000, 2000, 3000), merges=(0x20,)),
        d.par('见\x13HYPERLINK "a" \x14附件\x15', changes=number + d.sprm(0x260A, 1)),
    ]
    size = sum(len(run.text) for p in pars for run in (*p.runs, p.mark))
    pieces = [d.Piece(20, rank=1), d.Piece(size - 30, rank=0, prm=1), d.Piece(10, width=2, rank=2)]
    changes = [d.sprm(0x2461, 1)]
    return [*made, d.doc(pars, pieces=pieces, changes=changes, parts=parts, behind=behind)]


def _converted(format: str, files: Sequence[bytes]) -> list[bytes]:
    source = MADE_FROM[format]
    return list(converted({f"{n}.{source}": data for n, data in enumerate(files)}, format).values())


def _pdf() -> list[bytes]:
    word = {"a.docx": write_docx(make_spec(1, "2019"))}
    return [*_reports("pdf", write_pdf), *converted(word, "pdf").values()]


def _ofd() -> list[bytes]:
    return _reports("pdf", write_ofd)


def _html() -> list[bytes]:
    sites = [write_html(make_spec(3, edition), site) for edition in EDITIONS[:2] for site in Site]
    return sites + _reports("html", lambda spec, warts: write_html(spec, Site.FRAME, warts))


def _text() -> list[bytes]:
    encodings = ("utf-8", "gb18030", "utf-16")
    layouts = [
        write_text(make_spec(4, edition), layout, encoding=encoding)
        for layout in Layout
        for edition, encoding in zip(EDITIONS, encodings, strict=True)
    ]
    return layouts + _reports("text", lambda spec, warts: write_text(spec, Layout.TABS, warts))


def _pdf2xml() -> list[bytes]:
    files = []
    for edition in EDITIONS:
        lines = write_text(make_spec(4, edition), Layout.SINGLE_SPACE).decode().splitlines()
        texts = (
            f'<text top="{20 * n}" left="9" width="{9 * len(line)}" height="18">{line}</text>'
            for n, line in enumerate(lines)
        )
        files.append(f"<pdf2xml><page>{''.join(texts)}</page></pdf2xml>".encode())
    return files


def _markdown() -> list[bytes]:
    return [write_markdown(make_spec(4, e), dialect) for e in EDITIONS for dialect in Dialect]


def _mht() -> list[bytes]:
    eight_bit = (
        b"Subject: =?utf-8?B?5oql5ZGK?=\r\nContent-Type: multipart/alternative; boundary=b\r\n"
        b"\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n%b\r\n--b--\r\n"
    )
    page = write_html(make_spec(5, "2021"), Site.FRAME)
    sites = [write_mht(make_spec(5, edition), site) for edition in EDITIONS for site in Site]
    return [*sites, eight_bit % page]


def _rtf() -> list[bytes]:
    return _converted("rtf", _docx()) + _reports("docx", write_rtf)


def _xlsx() -> list[bytes]:
    return [write_xlsx(make_spec(6, edition), book) for edition in EDITIONS for book in Book]


def _xls() -> list[bytes]:
    return _converted("xls", _xlsx())


def _archives() -> list[bytes]:
    """One report in an archive, of several formats and archives."""
    spec = make_spec(7, "2019")
    word, page = write_docx(spec), write_html(spec, Site.FRAME)
    [old] = _converted("xls", [write_xlsx(spec, next(iter(Book)))])
    return [
        zip_of({"2019/报告.docx": word}),
        gbk_zip({"说明.txt": "见报告".encode(), "报告.xls": old}),
        zip_of({"1/报告.zip": zip_of({"报告.html": page})}),
        tarred("年度报告.pdf", write_pdf(spec)),
        gz(tarred("报告.ofd", write_ofd(spec))),
        gz(report_text("青澜市民政局", 2019)),
    ]


def _mails() -> list[bytes]:
    """A mail with one report attached, and one that is itself the report."""
    spec = make_spec(8, "2021")
    attached = {
        "报告.docx": write_docx(spec),
        "报告.pdf": write_pdf(spec),
        "报告.zip": zip_of({"报告.xlsx": write_xlsx(spec, next(iter(Book)))}),
    }
    mails = [_mail({name: data}) for name, data in attached.items()]
    return [*mails, _mail({}, text=write_text(spec, Layout.TABS).decode())]


def _mail(attached: dict[str, bytes], text: str = "报告见附件。") -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = "报送年度报告"
    mail.set_content(text, cte="base64")
    for name, data in attached.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if mail.is_multipart():
        mail.set_boundary("=" * 15)
    return mail.as_bytes()


def _pictures() -> list[bytes]:
    """A page as each format of pictures has it: what decodes it is another's, but told apart,
    bounded and scaled it is here."""
    page = Image.new("L", (240, 320), "white")
    draw = ImageDraw.Draw(page)
    for row in range(5):
        draw.rectangle((20, 40 * row + 60, 220, 40 * row + 100), outline="black")
        draw.text((30, 40 * row + 70), f"{row}. 12345")
    files = [
        _picture(page, format, dpi=(100, 100)) for format in ("PNG", "JPEG", "BMP", "GIF", "WEBP")
    ]
    fax = page.convert("1")
    more = {"save_all": True, "append_images": [fax, fax], "dpi": (204, 98)}
    return [
        *files,
        _picture(page.convert("RGBA"), "PNG"),
        _picture(page.convert("P"), "PNG"),
        *(_picture(fax, "TIFF", compression=way, **more) for way in ("group4", "tiff_lzw", None)),
    ]


def _picture(page: Image.Image, format: str, **how: object) -> bytes:
    out = io.BytesIO()
    page.save(out, format, **how)
    return out.getvalue()


FORMATS: dict[str, Callable[[], list[bytes]]] = {
    "docx": _docx,
    "doc": _doc,
    "pdf": _pdf,
    "ofd": _ofd,
    "html": _html,
    "text": _text,
    "pdf2xml": _pdf2xml,
    "markdown": _markdown,
    "mht": _mht,
    "rtf": _rtf,
    "xlsx": _xlsx,
    "xls": _xls,
    "archive": _archives,
    "mail": _mails,
    "picture": _pictures,
}
