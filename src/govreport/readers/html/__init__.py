"""Web pages, and mail and web archives that hold them."""

import regex

from govreport.readers.filetype import HEAD, FileType, Said
from govreport.zh.patterns import lazy_pattern

__all__ = ["FILE_TYPES", "PAGE_ROOT"]

PAGE_ROOT = lazy_pattern(rb"<(?:!doctype\s+html|html|body|head)\b", regex.IGNORECASE)
_PAGE = lazy_pattern(
    rb"<(?:!doctype\s+html|html|head|meta|body|title|div|table|p|span|center|font)\b",
    regex.IGNORECASE,
)
_MAIL = lazy_pattern(
    rb"(?:\xef\xbb\xbf)?\s*+"
    rb"(?:MIME-Version|From|To|Content-Type|Subject|Date|Received|Return-Path|Message-ID|X-[\w-]+"
    rb"|Delivered-To|Reply-To|Snapshot-Content-Location):",
    regex.IGNORECASE,
)


def _is_mail(head: bytes) -> bool:
    return _MAIL.match(head) is not None and b"content-type:" in head.lower()


FILE_TYPES = (
    FileType(
        id="mht",
        name=Said("网页归档（.mht）、邮件（.eml）", "a web archive or a mail"),
        endings=("mht", "mhtml", "eml"),
        reader="govreport.readers.html.mht",
        attachments="govreport.readers.html.mht",
        told_by=_is_mail,
        rank=1,
    ),
    FileType(
        id="html",
        name=Said("网页（.html）", "a web page"),
        endings=("html", "htm", "xhtml"),
        reader="govreport.readers.html.reader",
        told_by=lambda head: _PAGE.search(head, 0, HEAD) is not None,
        rank=3,
    ),
)
