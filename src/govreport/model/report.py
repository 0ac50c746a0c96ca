"""The report model: what govreport says about a document, typed, frozen and JSON-safe.

Values are ``int`` or :class:`~decimal.Decimal`, dates are :class:`datetime.date`. Every figure
carries its :class:`~govreport.document.Origin` and a :class:`Certainty`. Nothing here computes:
the modules that fill these types, and those that write them out, stand above and are asked by name
(:func:`govreport.shown.late`).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, overload

from govreport.document import Notice, Origin
from govreport.language import Language, setting
from govreport.model.certainty import Certainty
from govreport.model.content import (
    Content,
    OtherFigure,
    TablePart,
    TextPart,
    tables_of,
    texts_of,
)
from govreport.model.coverage import Coverage
from govreport.model.finding import Finding
from govreport.model.measure import MeasureValue
from govreport.model.metric import Metrics
from govreport.model.place import Place
from govreport.model.quantity import Quantity
from govreport.model.scope import Scope
from govreport.record import record, settle
from govreport.shown import Several, Shown, count, late, short
from govreport.zh.labels import Label

if TYPE_CHECKING:
    import pandas
    import polars

    from govreport.checks.assessment import Assessment

    Frame = pandas.DataFrame | polars.DataFrame

__all__ = [
    "Annex",
    "Evidence",
    "Issuer",
    "Name",
    "Period",
    "Report",
    "Section",
    "Source",
    "What",
]


@record(repr=False)
class Evidence(Shown):
    """Where a fact about the report as a whole was read, and how sure it is."""

    origin: Origin
    certainty: Certainty = Certainty.EXACT

    def _said(self) -> str:
        return f"{self.certainty}: {self.origin!r}"


@record(repr=False)
class Name(Shown):
    """One form in which the issuer's name appears, and where: ``role`` is ``title``,
    ``signature``, ``reporting_unit`` (填报单位), ``preface`` or ``metadata``."""

    text: str
    role: str
    origin: Origin | None = None

    def _said(self) -> str:
        return f"{short(self.text)}, {self.role}"


@record(repr=False)
class Issuer(Shown):
    """发布机关: the organ that reports. ``name`` is its fullest sure form, ``None`` if unnamed.

    ``place`` is the place that it belongs to, ``None`` where the name says none or does not say
    which; ``place_evidence`` is what told it: ``name``, and what else was needed (``path``,
    ``telephone`` …).
    """

    name: str | None = None
    names: tuple[Name, ...] = ()
    place: Place | None = None
    place_evidence: tuple[str, ...] = ()

    def _said(self) -> str:
        place = f", {self.place}" if self.place else ""
        return short(self.name) + place


@record(repr=False)
class Period(Shown):
    """统计期限: the span that the figures cover, both days included."""

    start: dt.date
    end: dt.date

    def _said(self) -> str:
        return f"{self.start} – {self.end}"


#: The parts of a report that are frames.
What = Literal["metrics", "quantities", "findings", "sections", "measures", "tables"]


@record(kw_only=True, repr=False)
class Section(Shown):
    """章节: a heading with what stands under it.

    ``number`` is the path of numbers (``(7, 2)``), empty for a heading without any number.
    ``label`` is the numbering as written (``（二）``) and its style, ``None`` where none is left in
    the text; ``certainty`` is ``inferred`` where the number or the heading was concluded from its
    neighbours.
    ``content`` holds the section's own paragraphs and tables in order, without its children's.
    """

    title: str
    number: tuple[int, ...] = ()
    label: Label | None = None
    certainty: Certainty = Certainty.EXACT
    content: tuple[Content, ...] = ()
    children: tuple[Section, ...] = ()
    origin: Origin

    @property
    def heading(self) -> str:
        """The heading with its numbering as written: （二）改进措施."""
        return (self.label.text if self.label else "") + self.title

    @property
    def text(self) -> str:
        """The section's own paragraphs, a line each."""
        return "\n".join(part.text for part in self.paragraphs)

    @property
    def paragraphs(self) -> tuple[TextPart, ...]:
        """The section's own paragraphs, each with its origin."""
        return texts_of(self.content)

    @property
    def tables(self) -> tuple[TablePart, ...]:
        """The section's own tables, each with its origin."""
        return tables_of(self.content)

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def _said(self) -> str:
        counts = [
            count(len(self.paragraphs), "paragraph"),
            count(len(self.tables), "table"),
            count(len(self.children), "child", "children"),
        ]
        return f"{short(self.heading)}: {', '.join(counts)}"


@record(kw_only=True, repr=False)
class Annex(Shown):
    """附件: a part after the signature with a label or title of its own."""

    label: str = ""
    title: str = ""
    number: int | None = None
    period: Period | None = None
    reporting_unit: str | None = None
    content: tuple[Content, ...] = ()
    origin: Origin

    def _said(self) -> str:
        tables = count(len(self.tables), "table")
        paragraphs = count(len(self.content) - len(self.tables), "paragraph")
        return f"{short(self.label + self.title)}: {paragraphs}, {tables}"

    @property
    def tables(self) -> tuple[TablePart, ...]:
        """The annex's tables, each with its origin."""
        return tables_of(self.content)


@record(kw_only=True, repr=False)
class Source(Shown):
    """The file behind a report: as given, by content hash, and how it was read."""

    path: str | None = None
    sha256: str
    size: int
    format: str
    encoding: str | None = None
    pages: int | None = None
    metadata: Mapping[str, str] = {}

    def _said(self) -> str:
        pages = f", {count(self.pages, 'page')}" if self.pages else ""
        return f"{short(self.path)}, {self.format}, {self.size:,} bytes{pages}"


#: The finding that the rest of the file was not read.
PARTIAL = "input.partial"
#: The fields of a report that are many things, and show their first.
_SEVERAL = (
    *("front", "preface", "sections", "signature", "annexes", "tail"),
    *("quantities", "findings", "notices", "other_figures"),
)


@record(kw_only=True, repr=False)
class Report(Shown):
    """年度报告: everything govreport knows about one report.

    ``kind`` is the kind of report (:mod:`govreport.kinds`); editions and figures are those of it.
    ``year`` is the year reported on. ``edition`` names the official form that its tables follow,
    ``None`` where none was recognised. ``front`` and ``tail`` hold lines around the report proper
    (document numbers, page furniture), so that every paragraph read is found somewhere.
    ``other_figures`` are those of tables that follow no official form. ``evidence`` tells for
    ``title``, ``year``, ``issued`` and ``period`` where they were read, ``scope`` whose work the
    report is about, ``coverage`` what became of every number of the document.
    """

    kind: str
    title: str | None
    year: int | None
    edition: str | None
    issuer: Issuer
    issued: dt.date | None
    period: Period | None
    scope: Scope = Scope.OWN
    front: tuple[Content, ...] = ()
    preface: tuple[Content, ...] = ()
    sections: tuple[Section, ...] = ()
    signature: tuple[Content, ...] = ()
    annexes: tuple[Annex, ...] = ()
    tail: tuple[Content, ...] = ()
    metrics: Metrics = Metrics()
    quantities: tuple[Quantity, ...] = ()
    other_figures: tuple[OtherFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    evidence: Mapping[str, Evidence] = {}
    coverage: Coverage = Coverage()
    source: Source

    def __attrs_post_init__(self) -> None:
        if self.metrics.kind != self.kind:
            settle(self, "metrics", Metrics(self.metrics.items, self.kind))
        for name in _SEVERAL:
            settle(self, name, Several(getattr(self, name)))

    @property
    def is_partial(self) -> bool:
        """Whether only the beginning of the file was read, for it is beyond a limit; the finding
        ``input.partial`` names it."""
        return any(finding.code == PARTIAL for finding in self.findings)

    @property
    def measures(self) -> tuple[MeasureValue, ...]:
        """What is computed from the figures (公开率 …), where the form has all that it takes; see
        :mod:`govreport.forms.measures`."""
        found: tuple[MeasureValue, ...] = late("forms.measures.measured")(self)
        return found

    def assessment(self, rubric: str | os.PathLike[str] | None = None) -> Assessment:
        """Return the report's points by a rubric, the default one where no file is named; see
        :mod:`govreport.checks.assessment`.

        Raises:
            ValueError: the rubric is none.
            OSError: it cannot be read.
        """
        found: Assessment = late("checks.assessment.assess")(self, rubric)
        return found

    def section(self, key: int | str) -> Section:
        """Return a section by its number or title, the one nearest to the top.

        Args:
            key: ``2``, ``"2.1"`` (the number's path), ``"二"`` or ``"主动公开政府信息情况"``.

        Raises:
            KeyError: no section answers to the key, or several of one level do.
        """
        number = _section_number(key)
        title = "".join(str(key).split())
        level = self.sections
        while level:
            found = [s for s in level if number and s.number == number]
            found = found or [s for s in level if title and "".join(s.title.split()) == title]
            if len(found) > 1:
                raise KeyError(f"{key}: {len(found)} sections")
            if found:
                return found[0]
            level = tuple(child for section in level for child in section.children)
        raise KeyError(key)

    def to_dict(self) -> dict[str, object]:
        """Return the report as JSON-safe data; see :func:`govreport.export.json.to_dict`."""
        data: dict[str, object] = late("export.json.to_dict")(self)
        return data

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the report as JSON text; see :func:`govreport.export.json.to_json`."""
        text: str = late("export.json.to_json")(self, indent=indent)
        return text

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Report:
        """Return the report that :meth:`to_dict` gave.

        Raises:
            ValueError: the data is not of that shape; the message names the places.
        """
        report: Report = late("export.json.from_dict")(data)
        return report

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """Return the report that :meth:`to_json` gave.

        Raises:
            ValueError: the text is not JSON, or not of that shape.
        """
        report: Report = late("export.json.from_json")(text)
        return report

    @overload
    def to_frame(
        self, what: What = "metrics", *, polars: Literal[False] = False
    ) -> pandas.DataFrame: ...
    @overload
    def to_frame(self, what: What = "metrics", *, polars: Literal[True]) -> polars.DataFrame: ...
    def to_frame(self, what: What = "metrics", *, polars: bool = False) -> Frame:
        """Return one part of the report as a data frame; see :mod:`govreport.export.frames`.

        Raises:
            ImportError: the library asked for is not installed.
            ValueError: there is no such part.
        """
        to = "export.frames.to_polars" if polars else "export.frames.to_pandas"
        frame: Frame = late(to)(self, what)
        return frame

    def to_html(
        self,
        *,
        lang: Language | None = None,
        original: str | os.PathLike[str] | bytes | BinaryIO | None = None,
    ) -> str:
        """Return one self-contained page: the document beside its data.

        Args:
            lang: the language of what the page says itself; by default Chinese, or what
                ``GOVREPORT_LANG`` sets.
            original: the file that was parsed, as for :func:`govreport.parse`. Of a scan, the page
                shows beside each figure the part of it that was read.

        Raises:
            GovReportError: the original cannot be opened, or is another file.
        """
        text: str = late("export.html.page.to_html")(self, lang, original)
        return text

    def to_excel(
        self, path: str | os.PathLike[str] | None = None, *, lang: Language | None = None
    ) -> bytes:
        """Return a workbook: the report in short, its figures, quantities, findings, sections and
        other tables, a sheet each, and what every column says. No cell is a formula.

        Args:
            path: a file to write it to, too.
            lang: the language of headings and explanations; by default Chinese, or what
                ``GOVREPORT_LANG`` sets.

        Raises:
            ImportError: openpyxl is not installed.
            OSError: the file cannot be written.
        """
        data: bytes = late("export.excel.report_workbook")(self, lang or setting())
        if path is not None:
            Path(path).write_bytes(data)
        return data

    def _said(self) -> str:
        counts = [
            count(len(self.metrics), "metric"),
            count(len(self.sections), "section"),
            count(len(self.findings), "finding"),
        ]
        edition = f"edition {self.edition}" if self.edition else "no edition"
        return f"{short(self.title)}, {self.year or 'no year'}, {edition}: {', '.join(counts)}"


def _section_number(key: int | str) -> tuple[int, ...]:
    """The path of numbers that a key means, empty where it means none."""
    if isinstance(key, int):
        return (key,)
    import regex

    from govreport.zh.numerals import parse_number

    if regex.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,9}", key):
        return tuple(map(int, key.split(".")))
    try:
        value = parse_number(key)
    except ValueError:
        return ()
    return (value,) if isinstance(value, int) else ()
