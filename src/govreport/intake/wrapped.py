"""A document that comes wrapped: the only one in an archive, or attached to a mail.

Of an archive with several documents none is chosen: :mod:`govreport.batch` reads them all. Text
beside a document (说明.txt) is no second one; what was not read is named in a notice.
"""

from __future__ import annotations

import enum
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from govreport.errors import (
    CorruptDocument,
    EncryptedDocument,
    GovReportError,
    LimitExceeded,
    UnsupportedFormat,
)
from govreport.intake.containers.formats import Bounds, ContainerFormat, container_format
from govreport.intake.source import Input
from govreport.notices import notice
from govreport.readers import attachments_of, identify
from govreport.readers.limits import Limits

if TYPE_CHECKING:
    from govreport.intake.containers.members import Member, Refused

__all__ = ["attached", "of_hash", "unwrap"]

#: Wrappings in wrappings.
_DEEPEST = 4
#: How many names a message holds.
_MOST_NAMES = 6


class _Worth(enum.Enum):
    """What a file in a wrapping is good for."""

    NOTHING = enum.auto()  # nothing reads it, or it is a picture: a seal, mostly
    TEXT = enum.auto()  # read where it stands alone; beside a document it says what that is
    DOCUMENT = enum.auto()  # or an archive, or one that is damaged: whoever reads it says so


class _Found(Struct, frozen=True):
    """A file in a wrapping."""

    name: str
    data: bytes
    worth: _Worth


def unwrap(loaded: Input, limits: Limits) -> Input:
    """Return the one document in an archive, and what is no archive as it is.

    Raises:
        CorruptDocument, EncryptedDocument, LimitExceeded: the archive cannot be read.
        UnsupportedFormat: there is no document in it, or several.
    """
    for _ in range(_DEEPEST):
        kind = container_format(io.BytesIO(loaded.data))
        if kind is None:
            return loaded
        try:
            found = _opened(kind, loaded, limits)
            loaded = _only(found, loaded, f"a {kind} archive")
        except GovReportError as error:
            error.path = error.path or loaded.path
            raise
    raise LimitExceeded(f"archives nested more than {_DEEPEST} deep", path=loaded.path)


def attached(loaded: Input, limits: Limits) -> Input | None:
    """Return the one document attached to a mail, ``None`` for what is no mail or has none.

    Raises:
        GovReportError: several are attached, or what is attached cannot be read.
    """
    try:
        type_ = identify(loaded.data)
    except GovReportError:
        return None
    inner = attachments_of(type_, loaded.data, limits)
    found = [_Found(each.name, each.data, _worth(each.data)) for each in inner]
    return unwrap(_only(found, loaded, "a mail"), limits) if found else None


def of_hash(loaded: Input, sha256: str, limits: Limits) -> bytes | None:
    """Return the bytes that were parsed of a file, by their hash: its own, or those of what stands
    in it; ``None`` where neither has it.

    Raises:
        GovReportError: what it is wrapped in cannot be read.
    """
    outer = unwrap(loaded, limits)
    for found in (outer, attached(outer, limits)):
        if found is not None and hashlib.sha256(found.data).hexdigest() == sha256:
            return found.data
    return None


def _opened(kind: ContainerFormat, loaded: Input, limits: Limits) -> list[_Found]:
    """The files in an archive; the data of those behind a second document are not looked at."""
    from govreport.intake.containers.members import Budget, Refused, members
    from govreport.intake.containers.names import is_hidden

    budget = Budget(len(loaded.data), limits.unpacked_bytes, limits.parts + 1)
    bounds = Bounds(file_bytes=limits.bytes)
    found: list[_Found] = []
    several = False
    try:
        for member in members(kind, io.BytesIO(loaded.data), loaded.path or "", budget, bounds):
            if any(is_hidden(part) for part in member.name.split("/")):
                continue
            if len(found) >= limits.parts:
                raise LimitExceeded.of("parts", limits.parts, "{} files in an archive")
            data = b"" if several else _read(member)
            found.append(_Found(member.name, data, _worth(data)))
            several = several or sum(map(_is_document, found)) > 1
    except Refused as error:
        raise _typed(error) from error
    return found


def _read(member: Member) -> bytes:
    """The bytes of a member, none of a link: what it leads to is not in the archive."""
    from govreport.intake.containers.members import Refused

    try:
        return member.read()
    except Refused as error:
        if error.code == "archive.link":
            return b""
        raise


def _typed(error: Refused) -> GovReportError:
    detail = f"in the archive: {error}"
    if error.code == "archive.encrypted":
        return EncryptedDocument(detail, hint="remove the password and try again")
    if error.code in ("archive.limit", "archive.bomb", "input.limit"):
        return LimitExceeded(detail)
    return CorruptDocument(detail, hint="fetch the file again")


def _worth(data: bytes) -> _Worth:
    if not data.strip():
        return _Worth.NOTHING
    if container_format(io.BytesIO(data)) is not None:
        return _Worth.DOCUMENT
    try:
        type_ = identify(data)
    except GovReportError:
        return _Worth.DOCUMENT
    if type_.incidental:
        return _Worth.TEXT
    readable = (type_.reader or type_.office) and not type_.is_picture
    return _Worth.DOCUMENT if readable else _Worth.NOTHING


def _is_document(file: _Found) -> bool:
    return file.worth is _Worth.DOCUMENT


def _only(found: Sequence[_Found], outer: Input, what: str) -> Input:
    """The document among the files of a wrapping."""
    documents = [file for file in found if _is_document(file)]
    candidates = documents or [file for file in found if file.worth is _Worth.TEXT] or found
    if not candidates:
        raise CorruptDocument(f"{what} with nothing in it", hint="fetch the file again")
    if len(candidates) > 1:
        names = _names(file.name for file in found)
        if documents:
            hint = "pass one of them, or all of them to govreport batch"
            raise UnsupportedFormat(f"{what} of several documents: {names}", hint=hint)
        raise UnsupportedFormat(f"{what} without a document: {names}", hint="unpack it and look")
    (chosen,) = candidates
    rest = [file.name for file in found if file is not chosen]
    notices = outer.notices
    if rest:
        notices = (*notices, notice("archive.left_out", names=_names(rest)))
    return Input(chosen.data, f"{outer.path or ''}!/{chosen.name}", notices)


def _names(names: Iterable[str]) -> str:
    given = list(names)
    more = f" … ({len(given)})" if len(given) > _MOST_NAMES else ""
    return ", ".join(given[:_MOST_NAMES]) + more
