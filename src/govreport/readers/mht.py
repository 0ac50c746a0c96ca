"""Web archives (.mht, .mhtml) and mail that holds a page (.eml): the page inside, as HTML.

Both are MIME messages (RFC 2557). The page is the part that ``start`` names, else the first of
type text/html; pictures and other parts are left where they are.

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
from email.message import Message

from attrs import evolve

from govreport.document import Document
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers import html
from govreport.readers.limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_LIMITS", "read"]

#: A header longer than this is no header: reading its parameters costs time in its square.
_LONGEST_HEADER = 4_000
_MOST_PARTS = 10_000


def read(data: bytes, limits: Limits) -> Document:
    """Read the page in a web archive.

    Raises:
        CorruptDocument: there is no page in it, or the page is no text.
        LimitExceeded: more bytes, parts or nesting than ``limits`` or the parser allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded(f"more than {limits.bytes} bytes")
    try:
        message = email.message_from_bytes(data)
        page = _page(message)
        content = None if page is None else page.get_payload(decode=True)
        declared = None if page is None else _charset(page)
    except RecursionError as error:
        raise LimitExceeded("parts nested too deep") from error
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # The standard parser is lenient, but not with every broken header.
        raise CorruptDocument(f"not readable as a MIME message: {error}") from error
    if not isinstance(content, bytes):
        raise CorruptDocument("no page in the archive")
    document = html.read_declared(content, limits, declared)
    place = _header(message, "Snapshot-Content-Location")
    metadata = {**document.metadata, "url": place} if place else document.metadata
    return evolve(document, format="mht", metadata=metadata)


def _page(message: Message) -> Message | None:
    """The part that is shown first."""
    pages = [part for part in _parts(message) if _type(part) in _PAGES]
    start = ""
    if len(_header(message, "Content-Type")) <= _LONGEST_HEADER:
        start = str(message.get_param("start") or "")
    for part in pages:
        if start and _header(part, "Content-ID") == start:
            return part
    return pages[0] if pages else None


_PAGES = frozenset(["text/html", "application/xhtml+xml"])


def _parts(message: Message) -> Iterator[Message]:
    """All parts in order, in a loop: nesting may be deep."""
    waiting = [message]
    count = 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > _MOST_PARTS:
            raise LimitExceeded(f"more than {_MOST_PARTS} parts")
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting.extend(p for p in reversed(payload) if isinstance(p, Message))
        else:
            yield part


def _header(part: Message, name: str) -> str:
    return str(part.get(name) or "").strip()


def _type(part: Message) -> str:
    return _header(part, "Content-Type").partition(";")[0].strip().lower()


def _charset(part: Message) -> str | None:
    if len(_header(part, "Content-Type")) > _LONGEST_HEADER:
        return None
    charset = part.get_content_charset()
    return charset if isinstance(charset, str) else None
