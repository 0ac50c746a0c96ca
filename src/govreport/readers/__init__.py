"""Readers: a package a family of formats, each file type with ``read(data, limits) -> Document``.

What there is to read is declared where it is read: every package below this one says in its
``FILE_TYPES`` which types of files it takes, by what they are told and which module reads them. To
add a format, write such a package; nothing else lists it. A package of somebody else does the same,
and names its ``FILE_TYPES`` in the entry point group ``govreport.readers``.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from govreport.document import Document
from govreport.errors import CorruptDocument, GovReportError, LimitExceeded, UnsupportedFormat
from govreport.notices import notice
from govreport.ocr import Ocr
from govreport.readers.filetype import FileType, tell, zip_file_type
from govreport.readers.limits import Limits
from govreport.readers.plug_ins import plug_ins
from govreport.readers.said import said_by_libraries
from govreport.record import evolve

__all__ = [
    "Attachment",
    "attachments_of",
    "file_types",
    "identify",
    "is_plain_zip",
    "read_document",
]


class Reader(Protocol):
    """What a reader's module offers."""

    def read(self, data: bytes, limits: Limits) -> Document:
        """Read a file's bytes; pure, raises nothing but :class:`GovReportError`.

        Where its type says ``pictures``, it takes ``ocr`` by name as well.
        """
        ...


class Attachment(Struct, frozen=True):
    """A file attached to another one."""

    name: str
    data: bytes


@functools.cache
def file_types() -> dict[str, FileType]:
    """Return every file type by its id: those of plug-ins first, then ours.

    A plug-in that declares an id of ours replaces it. One that cannot be loaded is left out with a
    warning: files of its types are answered as what they are without it.
    """
    found: dict[str, FileType] = {}
    for type_ in (*_plugged_in(), *_declared()):
        found.setdefault(type_.id, type_)
    return found


def _declared() -> Iterator[FileType]:
    yield from importlib.import_module(f"{__name__}.unread").FILE_TYPES
    yield from _below(__name__, __path__)


def _below(package: str, path: Iterable[str]) -> Iterator[FileType]:
    """What the packages below one declare; what is below one that declares something is its own."""
    for each in pkgutil.iter_modules(path, f"{package}."):
        if each.ispkg:
            module = importlib.import_module(each.name)
            yield from getattr(module, "FILE_TYPES", None) or _below(each.name, module.__path__)


def _plugged_in() -> Iterator[FileType]:
    for point in plug_ins():
        try:
            declared = point.load()
            types = [declared] if isinstance(declared, FileType) else list(declared)
            if not all(isinstance(type_, FileType) for type_ in types):
                raise TypeError(f"file types, not {types!r:.80}")
        except Exception as error:
            what = f"the reader plug-in {point.name} ({point.value}) is left out: {error!r}"
            warnings.warn(what, RuntimeWarning, stacklevel=2)
        else:
            yield from types


def identify(data: bytes) -> FileType:
    """Tell what a file is.

    Raises:
        CorruptDocument: nothing in it, or a broken archive.
        EncryptedDocument: an Office file with a password.
    """
    return tell(data, tuple(file_types().values()))


def is_plain_zip(names: Iterable[str]) -> bool:
    """Whether a zip archive with these members is just an archive, and no type of file."""
    return zip_file_type(names, tuple(file_types().values())) is None


def read_document(type_: FileType, data: bytes, limits: Limits, ocr: Ocr = "never") -> Document:
    """Read bytes of a type; libraries' warnings become notices.

    ``ocr`` is whether pictures of pages are read.

    Raises:
        GovReportError: the bytes cannot be read.
        UnsupportedFormat: nothing reads the type; the hint says what to do.
    """
    if type_.reader is None:
        hint = "" if type_.advice is None else type_.advice.en
        raise UnsupportedFormat(type_.name.en, hint=hint)
    read: Callable[..., Document] = importlib.import_module(type_.reader).read
    options = {"ocr": ocr} if type_.pictures else {}
    with warnings.catch_warnings(record=True) as caught, said_by_libraries() as said:
        warnings.simplefilter("always")
        try:
            document = read(data, limits, **options)
        except GovReportError:
            raise
        except (MemoryError, RecursionError) as error:
            raise LimitExceeded.memory() from error
        except Exception as error:
            # The readers translate what they foresee. Whatever else a library throws at a damaged
            # file must not take down a batch; the cause stays chained for who debugs it.
            detail = f"reading it as {type_.id} failed: {type(error).__name__}: {error}"
            raise CorruptDocument(detail) from error
    words = dict.fromkeys([*(str(warning.message) for warning in caught), *said])
    notices = tuple(notice("library.warning", text=text) for text in words)
    return evolve(document, notices=(*document.notices, *notices)) if notices else document


def attachments_of(type_: FileType, data: bytes, limits: Limits) -> list[Attachment]:
    """Return the files that are attached to one; none where its type has none.

    Raises:
        GovReportError: they cannot be read.
    """
    if type_.attachments is None:
        return []
    found: list[Attachment] = importlib.import_module(type_.attachments).attachments(data, limits)
    return found
