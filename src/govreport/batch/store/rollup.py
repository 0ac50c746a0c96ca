"""汇总核对: the report of a region against the sum of its organs' reports, cell by cell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pyarrow.dataset as ds
from attrs import field, frozen

from govreport.batch.store.answers import place_of, stored_organs, unknown
from govreport.batch.store.cells import Cell, Figures, Status, cells
from govreport.batch.store.region import Issue, Members, Missing, Spot, members, spot
from govreport.batch.store.results import StoredOrgan
from govreport.checks.figures import Key, key_of
from govreport.document import Origin
from govreport.errors import UnknownName
from govreport.export.arrow import text_of
from govreport.forms.catalogue import dimension_names, editions
from govreport.forms.concepts import form_figures
from govreport.forms.naming import called, members_called
from govreport.forms.totals import without_total
from govreport.kinds import ReportKind
from govreport.kinds import kind as find_kind
from govreport.model import Certainty, Finding, Metric, Scope, State
from govreport.model.bilingual import Bilingual, joined
from govreport.model.rules import finding
from govreport.organs.places import chain
from govreport.shown import Shown, count, late

if TYPE_CHECKING:
    import pandas

    from govreport.batch.store.reading import Tables
    from govreport.export.language import Language

__all__ = ["RollUp", "audit", "rollup"]

#: Cells that a finding names; of more there is the number.
NAMED = 5
#: Ids in one condition of a query.
_COLUMNS = ("organ", "year", "concept", "unit", "state", "edition", "certainty", "raw")
_PLACE = ("page", "block", "row", "column")


@frozen(kw_only=True, repr=False)
class RollUp(Shown):
    """汇总核对: what a region's report says against what its organs say.

    ``region`` are the names of the place, the highest first; ``report`` is that of the whole,
    ``None`` where nobody reports for it (then there are no ``cells``). ``known`` are the organs
    whose reports are added up, ``missing`` those without one, ``outside`` those with a report that
    no government adds up (税务, schools).
    """

    region: Spot
    year: int
    kind: str
    edition: str | None = None
    report: Issue | None = None
    speaker: StoredOrgan | None = None
    known: tuple[StoredOrgan, ...] = ()
    missing: tuple[Missing, ...] = ()
    outside: tuple[StoredOrgan, ...] = ()
    cells: tuple[Cell, ...] = ()
    organs: Mapping[str, StoredOrgan] = field(factory=dict)

    @property
    def expected(self) -> int:
        """How many organs are known to have been there: those with a report, and those without one
        that have earlier and later ones."""
        return len(self.known) + sum(each.certain for each in self.missing)

    @property
    def differing(self) -> tuple[Cell, ...]:
        """The cells that do not add up, whatever the missing reports say."""
        wrong = (Status.DIFFERS, Status.DOUBTFUL)
        return tuple(each for each in self.cells if each.status in wrong)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not add up, as a finding of the rule ``region.sum``."""
        found = self.differing
        if not found:
            return ()
        told = [self.called(each) + f" {each.value}≠{each.sum}" for each in found[:NAMED]]
        more = [Bilingual("…", "…")] if len(found) > NAMED else []
        words = {"year": self.year, "place": self.region[-1], "count": len(found)}
        words |= {"known": len(self.known), "expected": self.expected}
        return (
            finding(
                "region.sum",
                words | {"cells": joined((*told, *more), "；", "; ")},
                expected="；".join(str(each.sum) for each in found),
                found="；".join(str(each.value) for each in found),
                metrics=tuple(dict.fromkeys(each.metric.id for each in found)),
                origins=tuple(each.metric.origin for each in found),
            ),
        )

    def called(self, cell: Cell) -> Bilingual:
        """Return what a cell is called."""
        kind = find_kind(self.kind)
        metric = cell.metric
        name = called(metric.id, metric.edition, kind) or Bilingual(metric.id, metric.id)
        form = next((each for each in editions(kind) if each.id == metric.edition), None)
        return name + members_called(metric.dimensions, form) if form else name

    def to_dict(self, lang: Language = "zh") -> dict[str, object]:
        """Return it as JSON-safe data: numbers as they are, exact ones with a point as text."""
        data: dict[str, object] = late("export.rollup.to_data")(self, lang)
        return data

    def to_json(self, lang: Language = "zh") -> str:
        """Return it as JSON."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False)

    def to_html(self, lang: Language = "zh") -> str:
        """Return it as a page, to be written as UTF-8."""
        page: str = late("export.html.rollup.to_html")(self, lang)
        return page

    def to_frame(self) -> pandas.DataFrame:
        """Return a row a cell: the region's figure, the sum, the difference and the status.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = late("export.rollup.to_frame")(self)
        return frame

    def _said(self) -> str:
        of = f"{len(self.known)} of {count(self.expected, 'organ')}"
        return f"{self.region[-1]} {self.year}: {of}, {count(len(self.differing), 'difference')}"


def rollup(tables: Tables, place: str, year: int, kind: str) -> RollUp:
    """Return the audit of a region of a store in a year."""
    known = stored_organs(tables)
    region = _region(place, known)
    inside = [each for each in known if spot(each)[: len(region)] == region]
    issues = list(_issues(tables, {each.id for each in inside}, kind))
    years = sorted({each.year for each in issues})
    if year not in years:
        raise unknown("year", str(year), [str(each) for each in years])
    found = members(region, year, inside, issues)
    absent = {each.id for each in found.missing if each.id}
    said = {each.organ for each in (*found.parts, *found.outside, *found.below)}
    if found.speaker is not None:
        said.add(found.speaker.organ)
    read = _figures(tables, said | absent, (year - 1, year, year + 1), find_kind(kind))
    return audit(region, year, kind, found, lambda organ, year: read.get((organ, year), {}))


def audit(region: Spot, year: int, kind: str, found: Members, figures: Figures) -> RollUp:
    """Return the audit of a region's report against its organs', given who reports and what they
    say."""
    of_kind = find_kind(kind)
    own = figures(found.speaker.organ, year) if found.speaker else {}
    used = Counter(metric.edition for metric in own.values())
    form = max(editions(of_kind), key=lambda each: used[each.id]) if used else None
    return RollUp(
        region=region,
        year=year,
        kind=kind,
        edition=form.id if form else None,
        report=found.speaker,
        speaker=found.organs[found.speaker.organ] if found.speaker else None,
        known=tuple(found.organs[each.organ] for each in found.parts),
        missing=found.missing,
        outside=tuple(found.organs[each.organ] for each in found.outside),
        cells=cells(form, _signed(of_kind), year, found, figures) if form else (),
        organs=found.organs,
    )


def _signed(kind: ReportKind) -> frozenset[str]:
    """Ids of figures that can be less than nothing."""
    return frozenset(
        row.id + (f".{column.id}" if column.id else "")
        for form in editions(kind)
        for table in form.tables
        for row in table.rows
        for column in table.columns
        if column.signed
    )


def _region(place: str, known: Sequence[StoredOrgan]) -> Spot:
    """The names of a place, given by its code or its name; one that no table of places has, by the
    names of the store's organs."""
    try:
        return chain(place_of(place).id)
    except UnknownName as error:
        spots = {each[: n + 1] for each in map(spot, known) for n in range(len(each))}
        found = sorted(each for each in spots if each[-1] == place or "".join(each) == place)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownName("single place", place, ["".join(each) for each in found]) from error
        if error.near:
            raise
        raise unknown("place", place, sorted({each[-1] for each in spots})) from error


def _issues(tables: Tables, organs: Iterable[str], kind: str) -> Iterator[Issue]:
    """The reports that count of some organs, of all years."""
    where = ds.field("organ").isin(list(organs)) & ds.field("preferred")
    organ_of = {
        str(sha256): str(organ)
        for sha256, organ in tables.rows("issuers", ("sha256", "organ"), where=where)
    }
    wanted = ds.field("sha256").isin(list(organ_of)) & (ds.field("report_kind") == kind)
    columns = ("sha256", "year", "scope", "path")
    for sha256, year, scope, path in tables.rows("reports", columns, where=wanted):
        if isinstance(year, int):
            yield Issue(
                organ=organ_of[str(sha256)],
                year=year,
                scope=Scope(str(scope)),
                sha256=str(sha256),
                path=str(path),
            )


def _figures(
    tables: Tables, organs: Iterable[str], years: Sequence[int], kind: ReportKind
) -> Mapping[tuple[str, int], Mapping[Key, Metric]]:
    """The figures of forms that organs state in some years, by organ and year, in the order of the
    forms."""
    where = (
        ds.field("organ").isin(list(organs))
        & ds.field("year").isin(list(years))
        & (ds.field("report_kind") == kind.id)
        & ds.field("edition").is_valid()
    )
    known = {each.id: form_figures(each) for each in editions(kind)}
    names = sorted(dimension_names())
    columns = (*_COLUMNS, text_of("value"), *names, *_PLACE)
    found: dict[tuple[str, int], dict[Key, Metric]] = {}
    for row in tables.rows("points", columns, where=where):
        cell = dict(zip(columns, row, strict=True))
        metric = _metric(cell, names)
        key = key_of(metric)
        if key in known.get(metric.edition or "", ()):
            found.setdefault((str(cell["organ"]), cast("int", cell["year"])), {})[key] = metric
    return found


def _metric(cell: Mapping[str, object], names: Sequence[str]) -> Metric:
    text = cast("str | None", cell[text_of("value")])
    said = {name: str(cell[name]) for name in names if cell[name] is not None}
    page, block, row, column = (cast("int | None", cell[name]) for name in _PLACE)
    raw = str(cell["raw"] or "")
    return Metric(
        id=str(cell["concept"]),
        value=None if text is None else Decimal(text) if "." in text else int(text),
        state=State(str(cell["state"])) if cell["state"] else None,
        unit=cast("str | None", cell["unit"]),
        label="",
        label_raw="",
        edition=cast("str | None", cell["edition"]),
        dimensions=without_total(said),
        certainty=Certainty(str(cell["certainty"])),
        origin=Origin(block=block or 0, row=row, column=column, page=page, raw=raw),
    )
