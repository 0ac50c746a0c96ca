"""目录: the official statistics forms as data, one TOML file an edition.

An edition lists its tables, each with columns and rows, and the identities that its figures must
satisfy. Adding an edition means adding a file to the kind's ``editions``; nothing here names a row.
Each entry exists once, so entries compare and hash by identity.

>>> from govreport.kinds import kind
>>> [edition.id for edition in editions(kind("ogi"))]
['shanghai', 'fujian', '2014', '2019', '2021']
>>> edition("2014", kind("ogi")).row("applications.received").label
'收到申请数'
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from govreport.forms.braces import expanded
from govreport.forms.english import english, translated
from govreport.forms.extends import extended
from govreport.kinds import ReportKind, kinds
from govreport.kinds.data import parsed, structured
from govreport.shown import Shown, count, short

__all__ = [
    "Column",
    "Dimension",
    "Edition",
    "Identity",
    "Row",
    "Succession",
    "TableForm",
    "dimension_names",
    "edition",
    "editions",
    "in_force",
    "metric_id",
    "predecessors",
    "read_editions",
    "span",
]


class Column(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """栏目: a column, known by its heading (``labels``) under the headings above it (``path``).

    ``id`` is joined to the row's id; ``dimensions`` go into the metric. Labels that differ in one
    word may be written as one (:mod:`govreport.forms.braces`).
    """

    role: Literal["label", "unit", "value"] = "value"
    labels: tuple[str, ...]
    path: tuple[str, ...] = ()
    id: str = ""
    unit: str | None = None
    dimensions: Mapping[str, str] = {}
    signed: bool = False
    label_en: str = ""

    def _said(self) -> str:
        members = "".join(f"[{name}={member}]" for name, member in self.dimensions.items())
        return f"{short('·'.join((*self.path, self.labels[0])))}: {self.id}{members}"


class Row(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """指标: a row. ``label`` is the official wording without numbering and 其中：; ``variants`` are
    other wordings seen in published reports. A ``group`` row has no figure of its own."""

    id: str
    label: str
    number: str = ""
    parent: str | None = None
    of_which: bool = False
    group: bool = False
    label_en: str = ""
    unit: str | None = None
    variants: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{self.id}: {short(self.number + self.label)}, {self.unit}"


class TableForm(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """统计表: an official table; one without rows has a single, unlabelled row of figures.

    ``titles`` are the captions it goes by, ``section`` the heading of the section it belongs to.
    Where a form is ``open``, it has a row for each member of that dimension (a department, a
    town) beside its own rows, whatever they are called. ``local`` are labels of rows that places
    are known to add; the form has no figures of theirs. ``local_columns`` are columns that places
    put in the place of the official ones, or beside them, to break the figures down.
    """

    id: str
    titles: tuple[str, ...]
    section: str | None = None
    title_en: str = ""
    section_en: str = ""
    open: str | None = None
    columns: tuple[Column, ...] = field(name="column")
    rows: tuple[Row, ...] = field(name="row", default=())
    local: tuple[str, ...] = ()
    local_columns: tuple[Column, ...] = field(name="local_column", default=())

    def _said(self) -> str:
        rows, columns = count(len(self.rows), "row"), count(len(self.columns_of("value")), "column")
        return f"{self.id}: {short(self.titles[0])}, {rows}, {columns} of figures"

    def columns_of(self, role: str) -> tuple[Column, ...]:
        """Return the columns that play a role."""
        return _columns_of(self, role)

    def lacks(self, found: Iterable[Column]) -> tuple[Column, ...]:
        """Return the official columns of figures that are not among those found; none where local
        ones that break the figures down stand in their place."""
        told = {id(column): column for column in found}
        if any(id(column) in told and column.dimensions for column in self.local_columns):
            return ()
        return tuple(each for each in self.columns_of("value") if id(each) not in told)


@functools.cache
def _columns_of(form: TableForm, role: str) -> tuple[Column, ...]:
    return tuple(column for column in form.columns if column.role == role)


class Identity(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """勾稽关系: the sum of ``left`` stands in ``relation`` to the sum of ``right``, for every value
    of the dimensions. Figures that are ``optional`` count where the table has them: not every year
    and place asks for them. ``rule`` is the rule that one which does not hold breaks, where that is
    not the rule on sums."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    optional: tuple[str, ...] = ()
    relation: Literal["=", "<="] = "="
    rule: str = ""

    def _said(self) -> str:
        return f"{' + '.join(self.left)} {self.relation} {' + '.join(self.right)}"


class Succession(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """跨年关系: how a figure follows from the report for the year before, for every value of the
    dimensions: ``figure`` is the sum of ``before``, taken from that report, with ``plus`` and less
    ``minus`` of its own report.

    ``since`` is the first of the editions that the report before may follow, the edition's own if
    it is not said (see :func:`predecessors`). ``severity`` is how much it matters where it does
    not hold.
    """

    figure: str
    before: tuple[str, ...]
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    since: str | None = None
    severity: Literal["error", "warning"] = "error"

    def _said(self) -> str:
        plus, minus = (" + ".join(ids) for ids in (self.plus, self.minus))
        now = (f" + {plus}" if plus else "") + (f" - ({minus})" if minus else "")
        return f"{self.figure} = {' + '.join(self.before)} of the year before{now}"

    @property
    def now(self) -> tuple[str, ...]:
        """The figures of the report itself."""
        return (self.figure, *self.plus, *self.minus)


class Dimension(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """维度: what the columns of a table break its figures down by. Where ``total`` is set, the
    figure without the dimension is the sum over all members; of a form that is ``open`` in it, the
    members are those that its table names."""

    name: str
    label: str
    table: str
    members: Mapping[str, str] = {}
    label_en: str = ""
    members_en: Mapping[str, str] = {}
    total: bool = False

    def _said(self) -> str:
        return f"{self.name}: {', '.join(self.members)}"


class Edition(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """版式: one edition of the official form. ``years`` are the first and the last year that it was
    prescribed for, the last one open for the current edition. ``source`` is the rule behind it,
    ``article`` where in it the form stands, ``address`` a page that gives it, if one is known. A
    ``local`` one is that of some places, beside others that nobody has listed."""

    id: str = field(name="edition")
    name: str
    years: tuple[int, ...]
    source: str
    article: str
    address: str | None = None
    local: bool = False
    tables: tuple[TableForm, ...] = field(name="table")
    identities: tuple[Identity, ...] = field(name="identity", default=())
    successions: tuple[Succession, ...] = field(name="succession", default=())
    dimensions: tuple[Dimension, ...] = field(name="dimension", default=())

    def _said(self) -> str:
        years = "–".join(map(str, self.years)) + "–" * (len(self.years) == 1)
        tables = count(len(self.tables), "table")
        return f"{self.id}: {short(self.name)}, {years}, {tables}, {len(self.metric_ids())} ids"

    @property
    def title(self) -> str:
        """What people call it: 2021 年版, or its name where the id is no year."""
        return f"{self.id} 年版" if self.id.isdecimal() else self.name

    def row(self, id: str) -> Row:
        """Return the row of that id.

        Raises:
            KeyError: the edition has no such row.
        """
        for table in self.tables:
            for row in table.rows:
                if row.id == id:
                    return row
        raise KeyError(id)

    def metric_ids(self) -> tuple[str, ...]:
        """Return the ids of all figures and groups, in the official order, each once."""
        ids: dict[str, None] = {}
        for table in self.tables:
            for row_id in [row.id for row in table.rows] or [""]:
                for column in table.columns_of("value"):
                    ids[metric_id(row_id, column.id)] = None
        return tuple(ids)


def metric_id(row_id: str, column_id: str) -> str:
    """Join the ids of a row and a column; either may be empty."""
    return f"{row_id}.{column_id}" if row_id and column_id else row_id or column_id


@functools.cache
def dimension_names(*of: ReportKind) -> tuple[str, ...]:
    """Return the names of the dimensions of all forms of some kinds, or of all, each once."""
    names = (d.name for kind in of or kinds() for form in editions(kind) for d in form.dimensions)
    return tuple(dict.fromkeys(names))


@functools.cache
def editions(kind: ReportKind) -> tuple[Edition, ...]:
    """Return all editions of a kind of report, the oldest first.

    Raises:
        ValueError: a file of the catalogue contradicts itself (a fault of the package); the message
            names the file, the row and what is missing.
    """
    folder = kind.folder.joinpath("editions")
    files = {
        f"{kind.id}/editions/{entry.name}": entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return read_editions(files, english(kind))


def read_editions(
    files: Mapping[str, str], in_english: Mapping[str, str] | None = None
) -> tuple[Edition, ...]:
    """Return the editions that files describe, given by name and text; see :func:`editions`.

    ``in_english`` says what their wordings are called in English.
    """
    data = {name: parsed(text, name) for name, text in files.items()}
    names: dict[str, str] = {}
    for name, one in sorted(data.items()):
        id = one.get("edition", name)
        if id in names:
            raise ValueError(f"{name}: edition {id} is {names[id]}, too")
        names[id] = name
    found = [
        _edition(_spelt(translated(_whole(name, data, names), in_english or {})), name)
        for name in data
    ]
    found.sort(key=lambda edition: (edition.years, edition.id))
    for form in found:
        for rule in form.successions:
            if rule.since is not None and rule.since not in names:
                about = f"{names[form.id]}: succession of {rule.figure}"
                raise ValueError(f"{about}: edition {rule.since} is missing")
    return tuple(found)


def predecessors(rule: Succession, own: str, forms: Sequence[Edition]) -> tuple[str, ...]:
    """Return the ids of the editions that the report before may follow, by a rule of an edition;
    ``forms`` are all editions of its kind."""
    return span(rule.since or own, own, [form.id for form in forms])


def in_force(year: int | None, kind: ReportKind) -> str:
    """Return the id of the edition that is prescribed for a year; ``""`` where none is, or the year
    is not known."""
    if year is None:
        return ""
    for each in editions(kind):
        first, *last = each.years
        if not each.local and first <= year and (not last or year <= last[0]):
            return each.id
    return ""


def edition(id: str, kind: ReportKind) -> Edition:
    """Return the edition of that id, which is one of a kind of report.

    Raises:
        KeyError: there is no such edition.
    """
    for candidate in editions(kind):
        if candidate.id == id:
            return candidate
    raise KeyError(id)


def span(since: str | None, until: str | None, order: Sequence[str]) -> tuple[str, ...]:
    """Return the editions from one to another of an order; ``None`` leaves an end open.

    Raises:
        ValueError: there is no such edition.
    """
    for id in (since, until):
        if id is not None and id not in order:
            raise ValueError(f"edition {id} is missing")
    first = 0 if since is None else order.index(since)
    return tuple(order[first : None if until is None else order.index(until) + 1])


def _whole(
    name: str, data: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> Mapping[str, Any]:
    """The data of a file with that of the editions that it extends."""
    chain, below = [name], data[name].get("extends")
    while below is not None:
        if below not in names or names[below] in chain:
            raise ValueError(f"{chain[-1]}: extends {below}, which is no other edition")
        chain.append(names[below])
        below = data[names[below]].get("extends")
    whole = data[chain[-1]]
    for each in reversed(chain[:-1]):
        try:
            whole = extended(whole, data[each])
        except KeyError as error:
            raise ValueError(f"{each}: {error.args[0]}") from error
    return whole


def _spelt(edition: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an edition, wordings that are written as one spelt out."""

    def table(data: Mapping[str, Any]) -> dict[str, Any]:
        parts = ((name, data[name]) for name in ("row", "column", "local_column") if name in data)
        return {**_worded(data), **{name: [_worded(each) for each in of] for name, of in parts}}

    return {**edition, "table": [table(each) for each in edition["table"]]}


def _worded(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [word for label in value for word in expanded(label)]
        if key in ("labels", "variants", "local")
        else value
        for key, value in data.items()
    }


def _edition(data: Mapping[str, Any], name: str) -> Edition:
    loaded = structured(data, Edition, name)
    if faults := list(_faults(loaded)):
        raise ValueError(f"{name}: {'; '.join(faults)}")
    return loaded


def _faults(loaded: Edition) -> Iterator[str]:
    for table in loaded.tables:
        ids = [row.id for row in table.rows]
        yield from (f"table {table.id}: row id twice: {id}" for id in _twice(ids))
        for row in table.rows:
            if row.parent is not None and row.parent not in ids:
                yield f"table {table.id}, row {row.id}: its parent {row.parent} is missing"
        if not table.columns_of("value"):
            yield f"table {table.id}: a column of figures is missing"
    known = set(loaded.metric_ids())
    for identity in loaded.identities:
        for id in _missing((*identity.left, *identity.right, *identity.optional), known):
            yield f"identity of {' + '.join(identity.left)}: figure {id} is missing"
    by_id = {table.id: table for table in loaded.tables}
    for dimension in loaded.dimensions:
        form = by_id.get(dimension.table)
        if form is None:
            yield f"dimension {dimension.name}: table {dimension.table} is missing"
        elif not dimension.members and form.open != dimension.name:
            yield f"dimension {dimension.name}: its members are missing"
    for rule in loaded.successions:
        # What other editions say is known only once all are loaded: see concepts.py.
        for id in _missing((*rule.now, *(() if rule.since else rule.before)), known):
            yield f"succession of {rule.figure}: figure {id} is missing"


def _missing(ids: Iterable[str], known: Collection[str]) -> list[str]:
    return [id for id in dict.fromkeys(ids) if id not in known]


def _twice(ids: Sequence[str]) -> list[str]:
    return [id for id, count in Counter(ids).items() if count > 1]
