"""Web archives (.mht, .mhtml) and mail (.eml): the page inside, or the text of the mail.

Both are MIME messages (RFC 2557). The page is the part that ``start`` names, else the first of
type text/html; without any, plain text is read. Pictures and other parts are left where they are;
files attached to it are named in a notice.

>>> page = "<p>本年收到申请3件，均已办结。".encode().hex("=", 1).upper()
>>> message = f'''MIME-Version: 1.0
... Content-Type: text/html; charset=utf-8
... Content-Transfer-Encoding: quoted-printable
...
... ={page}'''
>>> read(message.encode(), DEFAULT_LIMITS).blocks[0].text
'本年收到申请3件，均已办结。'
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

from govreport.document import Document
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.notices import notice
from govreport.readers import Attachment
from govreport.readers.html import reader as html
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.text import reader as text
from govreport.readers.work import leave_rest, room
from govreport.record import evolve

__all__ = ["DEFAULT_LIMITS", "Attachment", "attachments", "read"]

#: A header longer than this is no header: reading its parameters costs time in its square.
_LONGEST_HEADER = 4_000
#: What a line that parts two parts begins with.
_BOUNDARY = b"\n--"
_PAGES = frozenset(["text/html", "application/xhtml+xml"])


def read(data: bytes, limits: Limits) -> Document:
    """Read the page in a web archive, or the text of a mail.

    Raises:
        CorruptDocument: there is no page or text in it.
        LimitExceeded: more bytes, parts or nesting than ``limits`` or the parser allow.
    """
    message, parts = _opened(data, limits)
    try:
        page = _page(message, parts)
        content = None if page is None else page.get_payload(decode=True)
        declared = None if page is None else _charset(page)
    except _BROKEN as error:
        raise CorruptDocument(f"not readable as a MIME message: {error}") from error
    if page is None or not isinstance(content, bytes):
        raise CorruptDocument("no page in the archive")
    if _type(page) in _PAGES:
        document = html.read_declared(content, limits, declared)
    else:
        document = text.read(content, limits)
    found = {"url": _header(message, "Snapshot-Content-Location"), "subject": _subject(message)}
    metadata = document.metadata | {name: value for name, value in found.items() if value}
    notices = [
        notice("mail.attachment", name=name) for name in map(_name, filter(_is_attached, parts))
    ]
    return evolve(document, format="mht", metadata=metadata, notices=(*document.notices, *notices))


def attachments(data: bytes, limits: Limits) -> list[Attachment]:
    """Return the files attached to a mail; a web archive has none.

    Raises:
        CorruptDocument, LimitExceeded: as :func:`read`.
    """
    _, parts = _opened(data, limits)
    found = []
    for part in filter(_is_attached, parts):
        try:
            content = part.get_payload(decode=True)
        except _BROKEN as error:
            raise CorruptDocument(f"not readable as a MIME message: {error}") from error
        if isinstance(content, bytes) and content:
            found.append(Attachment(_name(part), content))
    return found


#: The standard parser is lenient, but not with every broken header.
_BROKEN = (ValueError, LookupError, AttributeError, TypeError)


def _opened(data: bytes, limits: Limits) -> tuple[Message, list[Message]]:
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    try:
        message = email.message_from_bytes(_parts_within(data, limits))
        return message, list(_parts(message))
    except RecursionError as error:
        raise LimitExceeded("parts nested too deep") from error
    except _BROKEN as error:
        raise CorruptDocument(f"not readable as a MIME message: {error}") from error


def _parts_within(data: bytes, limits: Limits) -> bytes:
    """The parts, as far as there may be so many. They are counted before they are parsed, by the
    lines that may part them."""
    most = room("parts", limits.parts)
    if data.count(_BOUNDARY) <= most:
        return data
    leave_rest(LimitExceeded.of("parts", limits.parts))
    at = 0
    for _ in range(most + 1):
        at = data.find(_BOUNDARY, at) + 1
    return data[:at]


def _page(message: Message, parts: list[Message]) -> Message | None:
    """The part that is shown first."""
    shown = [part for part in parts if not _is_attached(part)]
    pages = [part for part in shown if _type(part) in _PAGES]
    start = ""
    if len(_header(message, "Content-Type")) <= _LONGEST_HEADER:
        start = str(message.get_param("start") or "")
    for part in pages:
        if start and _header(part, "Content-ID") == start:
            return part
    texts = (part for part in shown if _type(part) == "text/plain")
    return pages[0] if pages else next(texts, None)


def _is_attached(part: Message) -> bool:
    return _header(part, "Content-Disposition").lower().startswith("attachment")


def _parts(message: Message) -> Iterator[Message]:
    """All parts in order, in a loop: nesting may be deep."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting.extend(p for p in reversed(payload) if isinstance(p, Message))
        else:
            yield part


def _header(part: Message, name: str) -> str:
    return str(part.get(name) or "").strip()


def _name(part: Message) -> str:
    """The name of an attached file, in whichever of the two ways it is encoded."""
    if len(_header(part, "Content-Disposition")) > _LONGEST_HEADER:
        return "?"
    try:
        name = _decoded(part.get_filename() or "")
    except _BROKEN:
        return "?"
    return "".join(c for c in name if c.isprintable())[:255] or "?"


def _subject(message: Message) -> str:
    return " ".join(_decoded(_header(message, "Subject")[:_LONGEST_HEADER]).split())


def _decoded(value: str) -> str:
    try:
        pieces = [
            piece.decode(charset or "ascii", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(value)
        ]
    except (MessageError, *_BROKEN):
        return value
    return "".join(pieces)


def _type(part: Message) -> str:
    return _header(part, "Content-Type").partition(";")[0].strip().lower() or "text/plain"


def _charset(part: Message) -> str | None:
    if len(_header(part, "Content-Type")) > _LONGEST_HEADER:
        return None
    charset = part.get_content_charset()
    return charset if isinstance(charset, str) else None
