"""The report model: what govreport says about a document, typed, frozen and JSON-safe.

Values are ``int`` or :class:`~decimal.Decimal`, dates are :class:`datetime.date`. Every figure
carries its :class:`~govreport.document.Origin` and a :class:`Certainty`. Nothing here computes:
the modules that fill these types stand below it. So do those that write them out; the methods that
lead there (``to_dict``, ``to_frame``, ``to_html`` …) import them when called. That is the one
exception to the direction of imports, made so that ``import govreport.model`` stays light and a
reader finds every way out of a report on the report. :class:`Metrics` asks the crosswalk of the
editions in the same way, so that concepts are answered from the figures and never stored.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, overload

import regex
from attrs import field, frozen

from govreport.document import Notice, Origin, Table
from govreport.zh.numerals import parse_number
from govreport.zh.quantities.types import Direction, How, Kind, Qualifier

if TYPE_CHECKING:
    import pandas
    import polars

    from govreport.export.frames import What

__all__ = [
    "Annex",
    "Certainty",
    "Change",
    "Computed",
    "Evidence",
    "Finding",
    "Issuer",
    "Metric",
    "Metrics",
    "Name",
    "Period",
    "Quantity",
    "Report",
    "Section",
    "Severity",
    "Source",
    "State",
]


class Certainty(enum.StrEnum):
    """How sure we are: the official wording, a known variant of it, or an inference."""

    EXACT = "exact"
    VARIANT = "variant"
    INFERRED = "inferred"


class State(enum.StrEnum):
    """Which kind of nothing a missing value is."""

    BLANK = "blank"
    DASH = "dash"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


class Severity(enum.StrEnum):
    """How much a finding matters: a contradiction, a likely slip, or something to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@frozen
class Evidence:
    """Where a fact about the report as a whole was read, and how sure it is."""

    origin: Origin
    certainty: Certainty = Certainty.EXACT


@frozen
class Name:
    """One form in which the issuer's name appears, and where: ``role`` is ``title``,
    ``signature``, ``reporting_unit`` (填报单位), ``preface`` or ``metadata``."""

    text: str
    role: str
    origin: Origin | None = None


@frozen
class Issuer:
    """发布机关: the organ that reports. ``name`` is its fullest sure form, ``None`` if unnamed."""

    name: str | None
    names: tuple[Name, ...] = ()


@frozen
class Period:
    """统计期限: the span that the figures cover, both days included."""

    start: dt.date
    end: dt.date


Content = str | Table


@frozen(kw_only=True)
class Section:
    """章节: a heading with what stands under it.

    ``number`` is the path of numbers (``(7, 2)``), empty for a heading without any number.
    ``label`` is the numbering as written (``（二）``), ``""`` where none is left in the text;
    ``certainty`` is ``inferred`` where the number or the heading was concluded from its neighbours.
    ``content`` holds the section's own paragraphs and tables in order, without its children's.
    """

    title: str
    number: tuple[int, ...] = ()
    label: str = ""
    certainty: Certainty = Certainty.EXACT
    content: tuple[Content, ...] = ()
    children: tuple[Section, ...] = ()
    origin: Origin

    @property
    def text(self) -> str:
        """The section's own paragraphs, a line each."""
        return "\n".join(self.paragraphs)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The section's own paragraphs."""
        return tuple(part for part in self.content if isinstance(part, str))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The section's own tables."""
        return tuple(part for part in self.content if isinstance(part, Table))

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def __repr__(self) -> str:
        counts = [
            _count(len(self.paragraphs), "paragraph"),
            _count(len(self.tables), "table"),
            _count(len(self.children), "child", "children"),
        ]
        return f"Section({self.label + self.title!r}: {', '.join(counts)})"


@frozen(kw_only=True)
class Annex:
    """附件: a part after the signature with a label or title of its own."""

    label: str = ""
    title: str = ""
    number: int | None = None
    period: Period | None = None
    reporting_unit: str | None = None
    content: tuple[Content, ...] = ()
    origin: Origin

    @property
    def tables(self) -> tuple[Table, ...]:
        """The annex's tables."""
        return tuple(part for part in self.content if isinstance(part, Table))


@frozen(kw_only=True)
class Metric:
    """指标: one figure of an official form: concept, dimensions, unit, value, and its place.

    ``id`` is the catalogue's dotted id, ``label`` the official wording, ``label_raw`` the wording
    in the document. ``value`` is ``None`` exactly where ``state`` is set. A group row (单位 ``——``)
    has ``unit`` ``None`` and state ``not_applicable``. ``parent`` is the id of the row above it in
    the form's hierarchy. ``unit`` is the unit that ``value`` is in, as this document states it,
    the official one where it states none. ``edition`` is the form whose table states the figure,
    ``None`` where only the text does: the id is then that of a concept, or of a figure of any form,
    and the certainty ``inferred``.
    """

    id: str
    value: int | Decimal | None
    state: State | None = None
    unit: str | None
    label: str
    label_raw: str
    raw: str
    edition: str | None
    parent: str | None = None
    dimensions: Mapping[str, str] = field(factory=dict)
    certainty: Certainty = Certainty.EXACT
    origin: Origin

    def __repr__(self) -> str:
        dimensions = "".join(f"[{name}={member}]" for name, member in self.dimensions.items())
        if self.value is None:
            figure = f"{self.state}"
        else:
            figure = f"{self.value} {self.unit or ''}".rstrip()
        doubt = "" if self.certainty is Certainty.EXACT else f", {self.certainty}"
        return _printable(f"Metric({self.id}{dimensions} = {figure}{doubt})")


@frozen
class Metrics(Sequence[Metric]):
    """The metrics of one report, in reading order, addressed by position or by id.

    They also answer to the ids of the concepts that the editions share
    (:mod:`govreport.forms.concepts`): ``metrics["applications.refused"]`` is a row of the form of
    2014 and the sum of eight rows since 2019. Only the figures read are counted and iterated over;
    where one of them has the id, it is the answer.
    """

    items: tuple[Metric, ...] = ()

    @overload
    def __getitem__(self, key: int | str) -> Metric: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Metric]: ...
    def __getitem__(self, key: int | str | slice) -> Metric | Sequence[Metric]:
        """Return the metric at a position, or the one of that id without dimensions.

        Raises:
            KeyError: no metric of that id and no concept that the figures tell, or several.
        """
        if isinstance(key, str):
            metric = self.get(key)
            if metric is None:
                raise KeyError(key)
            return metric
        return self.items[key]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Metric]:
        return iter(self.items)

    def get(self, id: str, **dimensions: str) -> Metric | None:
        """Return the metric of that id with exactly these dimensions, ``None`` if there is none.

        The id of a concept, given without dimensions, is answered from the figures that say it.

        Raises:
            KeyError: several metrics answer, as when a report holds the same table twice.
        """
        found = [m for m in self.items if m.id == id and dict(m.dimensions) == dimensions]
        if not dimensions and all(map(_is_group, found)):
            found = self._derived(id) or found
        if len(found) > 1:
            raise KeyError(f"{id}: {len(found)} metrics; see select()")
        return found[0] if found else None

    def select(self, id: str) -> tuple[Metric, ...]:
        """Return all metrics of that id, whatever their dimensions; else what a concept says."""
        found = [m for m in self.items if m.id == id]
        if all(map(_is_group, found)):
            found = self._derived(id) or found
        return tuple(found)

    def _derived(self, id: str) -> list[Metric]:
        from govreport.forms.concepts import derive

        return list(derive(id, self.items))

    def __repr__(self) -> str:
        missing = sum(1 for m in self.items if m.value is None)
        return f"Metrics({_count(len(self.items), 'metric')}, {missing} without a value)"

    def _repr_html_(self) -> str:
        from govreport.export.html.notebook import metrics_fragment

        return metrics_fragment(self)


@frozen(kw_only=True)
class Change:
    """变化: how a quantity has changed, or that it is a change.

    ``result`` is the level reached and ``base`` what it was before, where the text states them;
    with neither, the quantity itself is the difference. ``direction`` is ``None`` where nothing
    moved.
    """

    direction: Direction | None
    base: int | Decimal | None = None
    result: int | Decimal | None = None


@frozen(kw_only=True)
class Computed:
    """由来: from which quantities, by their index in ``Report.quantities``, one is said to come.

    ``concept`` is the figure that a share is of, where the words name it (占答复总数的12%) and the
    text so far gives no number of it.
    """

    how: How
    of: tuple[int, ...]
    concept: str | None = None


@frozen(kw_only=True)
class Quantity:
    """数量: one quantity that the running text states, or its statement that there was none.

    ``value`` is what is written where that is one number; ``low`` and ``high`` bound it where the
    text hedges or gives a range (``None`` on an open side), and ``qualifier`` says how. A fraction
    that no decimal equals has no ``value``. ``text`` is the wording, ``section`` the number of the
    section it stands in, ``subject`` the noun phrase counted (with its ``predicate``,
    公开, and ``channel``, 门户网站), ``part_of`` the index in
    ``Report.quantities`` of the whole that this is a part of, ``computed`` how the text says that
    it comes from others.

    ``concept`` (with ``dimensions``) is the figure or the concept of the official forms that the
    words name, ``None`` where they name none of this report's; ``certainty`` is then ``exact``
    where they name it outright, ``inferred`` where they may name a part of it, else ``variant``.
    ``scope`` is whose figure it is, as written (全区, 市级); ``year`` another year than that of the
    report. ``stated_none`` marks a statement of none (未收取任何费用), whose value is 0.
    """

    text: str
    value: int | Decimal | None
    unit: str | None
    kind: Kind = Kind.COUNT
    low: int | Decimal | None = None
    high: int | Decimal | None = None
    qualifier: Qualifier | None = None
    change: Change | None = None
    subject: str | None = None
    predicate: str | None = None
    channel: str | None = None
    part_of: int | None = None
    computed: tuple[Computed, ...] = ()
    concept: str | None = None
    dimensions: Mapping[str, str] = field(factory=dict)
    certainty: Certainty | None = None
    scope: str | None = None
    year: int | None = None
    stated_none: bool = False
    section: tuple[int, ...] = ()
    origin: Origin

    def __repr__(self) -> str:
        bounds = f"[{self.low}, {self.high}]"
        figure = f"{bounds if self.value is None else self.value} {self.unit or ''}".rstrip()
        concept = f", {self.concept}" if self.concept else ""
        return _printable(f"Quantity({self.text} = {figure}{concept})")


@frozen(kw_only=True)
class Finding:
    """发现: something that does not add up or that a reader should know. It changes no value.

    ``code`` is a stable identifier; ``message`` (Chinese) and ``message_en`` say it to a person.
    """

    code: str
    severity: Severity
    message: str
    message_en: str
    expected: str | None = None
    found: str | None = None
    metrics: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    def __repr__(self) -> str:
        return _printable(f"Finding({self.severity} {self.code}: {self.message_en})")


@frozen(kw_only=True)
class Source:
    """The file behind a report: as given, by content hash, and how it was read."""

    path: str | None
    sha256: str
    size: int
    format: str
    encoding: str | None = None
    pages: int | None = None
    metadata: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Report:
    """年度报告: everything govreport knows about one report.

    ``year`` is the year reported on. ``edition`` names the official form that its tables follow,
    ``None`` where none was recognised. ``front`` and ``tail`` hold lines around the report proper
    (document numbers, page furniture), so that every paragraph read is found somewhere.
    ``evidence`` tells for ``title``, ``year``, ``issued`` and ``period`` where they were read.
    """

    title: str | None
    year: int | None
    edition: str | None
    issuer: Issuer
    issued: dt.date | None
    period: Period | None
    front: tuple[Content, ...] = ()
    preface: tuple[Content, ...] = ()
    sections: tuple[Section, ...] = ()
    signature: tuple[Content, ...] = ()
    annexes: tuple[Annex, ...] = ()
    tail: tuple[Content, ...] = ()
    metrics: Metrics = field(factory=Metrics)
    quantities: tuple[Quantity, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    evidence: Mapping[str, Evidence] = field(factory=dict)
    source: Source

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
        from govreport.export.json import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the report as JSON text; see :func:`govreport.export.json.to_json`."""
        from govreport.export.json import to_json

        return to_json(self, indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Report:
        """Return the report that :meth:`to_dict` gave.

        Raises:
            ValueError: the data is not of that shape; the message names the places.
        """
        from govreport.export.json import from_dict

        return from_dict(data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """Return the report that :meth:`to_json` gave.

        Raises:
            ValueError: the text is not JSON, or not of that shape.
        """
        from govreport.export.json import from_json

        return from_json(text)

    @overload
    def to_frame(
        self, what: What = "metrics", *, polars: Literal[False] = False
    ) -> pandas.DataFrame: ...
    @overload
    def to_frame(self, what: What = "metrics", *, polars: Literal[True]) -> polars.DataFrame: ...
    def to_frame(
        self, what: What = "metrics", *, polars: bool = False
    ) -> pandas.DataFrame | polars.DataFrame:
        """Return one part of the report as a data frame; see :mod:`govreport.export.frames`.

        Raises:
            ImportError: the library asked for is not installed.
            ValueError: there is no such part.
        """
        from govreport.export.frames import to_pandas, to_polars

        return to_polars(self, what) if polars else to_pandas(self, what)

    def to_html(self) -> str:
        """Return one self-contained page: the document beside its data."""
        from govreport.export.html.page import to_html

        return to_html(self)

    def __repr__(self) -> str:
        counts = [
            _count(len(self.metrics), "metric"),
            _count(len(self.sections), "section"),
            _count(len(self.findings), "finding"),
        ]
        edition = f"edition {self.edition}" if self.edition else "no edition"
        return f"Report({self.title!r}, {self.year or 'no year'}, {edition}: {', '.join(counts)})"

    def _repr_html_(self) -> str:
        from govreport.export.html.notebook import report_fragment

        return report_fragment(self)


def _is_group(metric: Metric) -> bool:
    """Whether this is a heading of the form, which has no figure of its own."""
    return metric.state is State.NOT_APPLICABLE and metric.unit is None


def _section_number(key: int | str) -> tuple[int, ...]:
    """The path of numbers that a key means, empty where it means none."""
    if isinstance(key, int):
        return (key,)
    if regex.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,9}", key):
        return tuple(map(int, key.split(".")))
    try:
        value = parse_number(key)
    except ValueError:
        return ()
    return (value,) if isinstance(value, int) else ()


def _printable(text: str) -> str:
    """Escape what a terminal would obey or could not show."""
    return text if text.isprintable() else repr(text)[1:-1]


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"
