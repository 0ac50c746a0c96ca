"""What a file is, told by its bytes; its name is never believed.

Old archives hold docx named .doc, pages named .xls, Rich Text named .doc, pictures named .docx.
Each reader package declares the types of files that it takes, and by what they are told; here is
how one is chosen among all that are declared.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence

import regex
from msgspec import Struct

from govreport.errors import CorruptDocument, EncryptedDocument

__all__ = ["AGAIN", "COMPOUND", "HEAD", "ZIP", "FileType", "Said", "tell", "zip_file_type"]

#: How much of a file is enough to tell text, pages and other markup apart.
HEAD = 4096
#: How much of a file ``told_by`` is given: the head of a mail may be longer.
LONG_HEAD = 4 * HEAD

AGAIN = "fetch the file again"


class Said(Struct, frozen=True):
    """What is said to people, in both languages."""

    zh: str
    en: str


class FileType(Struct, frozen=True, kw_only=True):
    """A type of file: what it is called, what reads it, and by what it is told.

    Attributes:
        id: stable and short; what :attr:`govreport.Document.format` says of such a file.
        name: what it is called in messages.
        endings: how names of such files end, the usual one first. For people, and for LibreOffice;
            no file is told by it.
        reader: the module that reads it, as :class:`govreport.readers.Reader`; ``None`` where
            nothing does.
        advice: what to do with a file that nothing reads.
        office: the id of the type in which LibreOffice can save it for us to read.
        office_filter: of a type that LibreOffice saves in, what it calls it.
        attachments: of a type that other files are attached to, the module whose
            ``attachments(data, limits)`` gives them.
        pictures: whether it may hold pictures of pages or tables: its reader takes ``ocr``.
        is_picture: whether it is nothing but that.
        incidental: beside a document, such a file is no second one (说明.txt).
        signatures: how its bytes begin: these, or as a pattern.
        parts: members of a zip archive that only this type has, the surest first. One that ends in
            ``/`` is a folder, and counts in a package (with ``[Content_Types].xml``) only.
        mimetype: what OpenDocument packages of this type call themselves, or how that begins.
        streams: streams of an OLE compound file that only this type has, the surest first.
        told_by: whether a text that begins so is of this type, for what is told by none of these.
            It is given the first 16 KB, of UTF-16 without its zeros.
        rank: the order in which ``told_by`` is asked: what every text is comes last.
    """

    id: str
    name: Said
    endings: tuple[str, ...] = ()
    reader: str | None = None
    advice: Said | None = None
    office: str | None = None
    office_filter: str | None = None
    attachments: str | None = None
    pictures: bool = False
    is_picture: bool = False
    incidental: bool = False
    signatures: tuple[bytes | regex.Pattern[bytes], ...] = ()
    parts: tuple[str, ...] = ()
    mimetype: str | None = None
    streams: tuple[str, ...] = ()
    told_by: Callable[[bytes], bool] | None = None
    rank: int = 0


UNPACK = Said("解开后传入其中的文件", "unpack it and pass the files inside")
SAVE = Said("另存为 .docx 或 PDF", "save it as .docx or PDF and try again")
#: What a zip archive and a compound file are when nothing in them tells.
ZIP = FileType(
    id="zip", name=Said("压缩包（zip）", "a zip archive"), endings=("zip",), advice=UNPACK
)
COMPOUND = FileType(
    id="ole", name=Said("不明的 OLE 文件", "an OLE compound file of unknown kind"), advice=SAVE
)

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The member that only packages of Microsoft's Open Packaging Conventions have, and the two that
#: every OpenDocument package has.
CONTENT_TYPES = "[content_types].xml"
OPEN_DOCUMENT = {"mimetype", "content.xml"}
#: The stream in which an Office file with a password stands.
ENCRYPTED = "EncryptedPackage"


def tell(data: bytes, types: Sequence[FileType]) -> FileType:
    """Tell which of the types a file is of; where two could be, the first.

    Raises:
        CorruptDocument: nothing in it, or a broken archive, or of none of the types.
        EncryptedDocument: an Office file with a password.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise CorruptDocument("empty: nothing in it", hint=AGAIN)
    if data.startswith(ZIP_SIGNATURES):
        return _zip(data, types)
    if data.startswith(OLE_SIGNATURE):
        return _compound(data, types)
    for type_ in types:
        if any(_begins(data, signature) for signature in type_.signatures):
            return type_
    late = _begins_late(data, types)
    if late is not None:
        return late
    head = _head(data)
    for type_ in sorted(types, key=lambda type_: type_.rank):
        if type_.told_by is not None and type_.told_by(head):
            return type_
    raise CorruptDocument("of no known type", hint=AGAIN)


def _begins_late(data: bytes, types: Sequence[FileType]) -> FileType | None:
    """What a file is that has bytes of a mail or a server before it."""
    if OLE_SIGNATURE in data[:HEAD]:
        return _compound(data, types)
    if ZIP_SIGNATURES[0] in data[:HEAD] and zipfile.is_zipfile(io.BytesIO(data)):
        return _zip(data, types)
    return None


def _begins(data: bytes, signature: bytes | regex.Pattern[bytes]) -> bool:
    if isinstance(signature, bytes):
        return data.startswith(signature)
    return signature.match(data) is not None


def _head(data: bytes) -> bytes:
    head = data[:LONG_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:HEAD].count(0) * 4 > len(head[:HEAD]):
        # UTF-16: every other byte of its ASCII is a NUL; its mark is none of the text.
        return head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    return head


def _zip(data: bytes, types: Sequence[FileType]) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = next((type_ for type_ in types if _may_be(type_, data[:HEAD])), ZIP)
        raise CorruptDocument(f"{what.name.en}, cut off or damaged", hint=AGAIN) from error
    start = max(data.find(ZIP_SIGNATURES[0], 0, HEAD), 0)
    return zip_file_type(names, types, data[start : start + HEAD]) or ZIP


def _may_be(type_: FileType, head: bytes) -> bool:
    """Whether a member that stands at the beginning of an archive is in a folder of the type."""
    return any(part.endswith("/") and _fold(part).encode() in head.lower() for part in type_.parts)


def zip_file_type(
    names: Iterable[str], types: Sequence[FileType], head: bytes = b""
) -> FileType | None:
    """Tell what a zip archive is by the names in it, and OpenDocument by its beginning; ``None``
    for one that is just an archive."""
    folded = {_fold(name) for name in names}
    if folded >= OPEN_DOCUMENT:
        # What it is stands uncompressed in the first member.
        kinds = [t for t in types if t.mimetype is not None and t.mimetype.encode() in head]
        if kinds:
            return max(kinds, key=lambda type_: len(type_.mimetype or ""))
    is_package = CONTENT_TYPES in folded
    for part, type_ in _in_order((type_, type_.parts) for type_ in types):
        name = _fold(part)
        if name in folded or (
            is_package and name.endswith("/") and any(each.startswith(name) for each in folded)
        ):
            return type_
    return None


def _fold(name: str) -> str:
    """Names of members compare without case; some producers write backslashes."""
    return name.replace("\\", "/").lower()


def _compound(data: bytes, types: Sequence[FileType]) -> FileType:
    found = {name.lower() for name in _streams(data, types)}
    if ENCRYPTED.lower() in found:
        raise EncryptedDocument("protected by a password", hint="remove the password and try again")
    known = _in_order((type_, type_.streams) for type_ in types)
    return next((type_ for name, type_ in known if name.lower() in found), COMPOUND)


def _streams(data: bytes, types: Iterable[FileType]) -> set[str]:
    """The names of the streams that do not belong to something embedded.

    Of a file that cannot be opened, those that stand anywhere in it: its reader says what is wrong.
    """
    from govreport.readers.ole import open_compound, top_streams

    try:
        with open_compound(data) as ole:
            return top_streams(ole)
    except CorruptDocument:
        folded = data.lower()
        known = (ENCRYPTED, *(name for type_ in types for name in type_.streams))
        return {name for name in known if f"{name.lower()}\0".encode("utf-16-le") in folded}


def _in_order(
    declared: Iterable[tuple[FileType, tuple[str, ...]]],
) -> Iterator[tuple[str, FileType]]:
    """The names by which types are told: the surest of all types first."""
    listed = [(place, name, type_) for type_, names in declared for place, name in enumerate(names)]
    for _, name, type_ in sorted(listed, key=lambda each: each[0]):
        yield name, type_
