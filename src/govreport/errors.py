"""What can go wrong with an input, as a small tree of typed errors.

Every public function raises one of these and nothing else for bad input: exceptions of
third-party libraries are translated where they occur, so that a batch can record ``code``
and go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from govreport.shown import Shown

__all__ = [
    "LABELS",
    "CorruptDocument",
    "EncryptedDocument",
    "GovReportError",
    "LimitExceeded",
    "NotAReport",
    "SourceUnavailable",
    "ToolUnavailable",
    "UnknownName",
    "UnsupportedFormat",
    "missing",
]


class GovReportError(Shown, Exception):
    """The parent of every error that this library raises about an input.

    Attributes:
        code: stable English identifier such as ``input.corrupt``; safe to store and compare.
        detail: what is wrong, in one short line.
        path: the file's name as given, or ``None`` when the input came as bytes.
        hint: what to do about it; may be empty.
    """

    code: ClassVar[str] = "error"

    def __init__(self, detail: str, *, path: str | None = None, hint: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.path = path
        self.hint = hint

    def _said(self) -> str:
        return f"[{self.code}] {self}"

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.detail}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by Exception's own pickling, and batch workers pickle.
        return (_rebuild, (type(self), self.detail, self.path, self.hint))


def _rebuild(
    kind: type[GovReportError], detail: str, path: str | None, hint: str
) -> GovReportError:
    return kind(detail, path=path, hint=hint)


class SourceUnavailable(GovReportError):
    """The source cannot be opened: it is missing, a directory, or not readable."""

    code = "input.unavailable"


class UnsupportedFormat(GovReportError):
    """The bytes are of a format that no reader takes."""

    code = "input.unsupported"


class EncryptedDocument(GovReportError):
    """The document is protected by a password."""

    code = "input.encrypted"


class CorruptDocument(GovReportError):
    """The bytes claim a format and do not keep to it, or there is nothing in them."""

    code = "input.corrupt"


class NotAReport(GovReportError):
    """The document can be read, but it is no annual report on government information."""

    code = "input.not_a_report"


class LimitExceeded(GovReportError):
    """Reading on would break a bound on size, depth, expansion, number of things or time.

    Attributes:
        limit: which one of :class:`~govreport.readers.limits.Limits`, ``None`` for one that is
            fixed, such as the memory that there is.
        most: what it is.
    """

    code = "input.limit"
    limit: str | None = None
    most: float | None = None

    @classmethod
    def of(cls, limit: str, most: float, what: str = "") -> LimitExceeded:
        """Return the error of a limit; ``what`` is that of which there is too much.

        >>> str(LimitExceeded.of("depth", 64, "tables nested {} deep"))
        'tables nested more than 64 deep (limits.depth)'
        """
        said = (what or f"{{}} {limit}").format(f"more than {most}")
        error = cls(f"{said} (limits.{limit})")
        error.limit, error.most = limit, most
        return error

    @property
    def named(self) -> str:
        """The limit and what it is, else what is wrong.

        >>> LimitExceeded.of("pages", 2000).named
        'limits.pages = 2000'
        """
        return self.detail if self.limit is None else f"limits.{self.limit} = {self.most}"

    @classmethod
    def memory(cls) -> LimitExceeded:
        """Return the error of an input that takes more memory than there is."""
        return cls("takes more memory than there is", hint="set limits on its elements and bytes")

    def __reduce__(self) -> tuple[object, ...]:
        rebuild, given = super().__reduce__()
        return (rebuild, given, {"limit": self.limit, "most": self.most})


class ToolUnavailable(GovReportError):
    """A program that was asked for, such as LibreOffice, is not installed."""

    code = "tool.unavailable"


class UnknownName(KeyError):
    """A name that is none: of a figure, a dimension or its member, a concept, a form.

    A figure that forms have and this report has not is no such error: a typo must not read as
    "not reported". It is no :class:`GovReportError` either, for the input is not at fault.

    Attributes:
        what: what it was to be the name of, in one word or two.
        name: the name as given.
        near: names that there are and that come near, the nearest first; may be empty.
    """

    def __init__(self, what: str, name: str, near: Sequence[str] = ()) -> None:
        super().__init__(what, name, tuple(near))
        self.what = what
        self.name = name
        self.near = tuple(near)

    def __str__(self) -> str:
        near = f"; did you mean {', '.join(map(repr, self.near))}?" if self.near else ""
        return f"no {self.what} {self.name!r}{near}"


def missing(what: str, package: str) -> ImportError:
    """Return the error of what needs a package that is not installed, with the command that
    installs it.

    The package of this library is on no index, so that the command names the other one.

    >>> str(missing("to_frame()", "pandas"))
    "to_frame() needs pandas: pip install 'pandas>=2.1'"
    """
    import re
    from importlib import metadata

    try:
        declared = metadata.requires("govreport") or []
    except metadata.PackageNotFoundError:
        declared = []
    names = (line.partition(";")[0].strip() for line in declared)
    wanted = next((name for name in names if re.split(r"[^\w.-]", name)[0] == package), package)
    return ImportError(f"{what} needs {package}: pip install '{wanted}'", name=package)


#: What the codes are called where people read.
LABELS: Mapping[str, str] = {
    SourceUnavailable.code: "无法打开",
    UnsupportedFormat.code: "不支持的格式",
    EncryptedDocument.code: "文件已加密",
    CorruptDocument.code: "文件损坏或为空",
    NotAReport.code: "不是年度报告",
    LimitExceeded.code: "超出处理上限",
    ToolUnavailable.code: "缺少所需的程序",
}
