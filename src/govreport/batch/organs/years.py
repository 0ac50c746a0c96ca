"""The years of each organ: what its reports say together, and what does not follow.

By the code that :func:`govreport.series` uses: a point of the store is a point of a series.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from govreport.batch.organs.figures import PLACE, metric_of, noted
from govreport.batch.organs.plain import (
    Block,
    Plain,
    block,
    key_of_cells,
    needed_across,
    told_apart,
)
from govreport.checks.figures import Key, key_of
from govreport.checks.series import compare
from govreport.compare.points import Point, Verdict, judge, keys_of, point
from govreport.compare.relations import is_whole, told_by, written
from govreport.compare.versions import Version, ranked, said
from govreport.export.arrow import text_of
from govreport.export.values import floating
from govreport.forms.english import worded
from govreport.forms.totals import members
from govreport.kinds import ReportKind
from govreport.kinds import kind as find_kind
from govreport.model import Finding, Metric
from govreport.model.bilingual import Bilingual, joined
from govreport.model.rules import finding
from govreport.organs.identity import Bearer, is_renamed
from govreport.organs.places import of_id

__all__ = ["Row", "rows_of_years"]

#: Paths named in a finding; of more there is the number.
NAMED = 5

#: A table of the store with one of its rows, or with several by columns.
Row = tuple[str, Mapping[str, object] | Block]


@frozen
class _Year:
    """The reports of an organ for a year, the preferred one first, with what they say together. Of
    one that is alone, ``plain`` are the figures as noted, ``special`` those that lead further."""

    organ: str
    kind: ReportKind
    year: int | None
    versions: Sequence[Version]
    verdicts: Mapping[Key, Verdict]
    figures: frozenset[Key]
    plain: Plain
    special: Sequence[Metric]
    place: str | None
    formats: Mapping[str, str | None]

    @property
    def agreed(self) -> list[Metric]:
        """The figures that rules across years need, without those on which nothing tells which is
        right."""
        needed = needed_across(self.kind)
        if self.plain:
            return [metric for metric in self.special if metric.id in needed]
        return [each.metric for key, each in self.own if key[0] in needed and not each.is_open]

    @property
    def own(self) -> Iterator[tuple[Key, Verdict]]:
        """The figures of the forms, without the concepts that they tell."""
        return ((key, each) for key, each in self.verdicts.items() if key in self.figures)

    @property
    def bearer(self) -> Bearer | None:
        """Who issued the report that counts."""
        name = self.versions[0].name
        return Bearer(name, of_id(self.place) if self.place else None, self.year) if name else None


def rows_of_years(db: sqlite3.Connection) -> Iterator[Row]:
    """Yield the rows of ``points``, ``versions`` and ``series_findings``, organ by organ, kind by
    kind and year by year."""
    rows = db.execute(
        "SELECT organ, kind, year, sha256, path, name, place, issued, lost, filled, format, figures"
        " FROM reports WHERE organ IS NOT NULL"
        " ORDER BY organ, kind, year IS NULL, year, path, sha256"
    )
    for (organ, id), of_organ in itertools.groupby(rows, key=lambda row: row[:2]):
        before: _Year | None = None
        for year, of_year in itertools.groupby(of_organ, key=lambda row: row[2]):
            found = [*of_year]
            # Reports without a year are a point each.
            for reports in [found] if year is not None else [[each] for each in found]:
                now = _year(organ, find_kind(id), year, reports)
                yield from _of_year(now, before)
                before = now if year is not None else before


def _year(
    organ: str, kind: ReportKind, year: int | None, rows: Sequence[Sequence[object]]
) -> _Year:
    found, own, places, formats = [], set[Key](), {}, {}
    plain: Plain = ()
    metrics: list[Metric] = []
    for _, _, _, sha256, path, name, place, issued, lost, filled, format, figures in rows:
        cells: Plain = noted(figures)
        if len(rows) == 1:
            plain, cells = told_apart(cells, kind)
        alone = set(map(key_of_cells, plain))
        metrics = [*map(metric_of, cells)]
        own |= set(map(key_of, metrics))
        version = Version(
            name=str(name) if name else None,
            year=year,
            issued=dt.date.fromisoformat(str(issued)) if issued else None,
            lost=bool(lost),
            filled=int(str(filled)),
            path=str(path),
            sha256=str(sha256),
            figures={k: of for k, of in said(metrics, kind).items() if k not in alone},
        )
        found.append(version)
        places[version.sha256] = str(place) if place else None
        formats[version.sha256] = str(format) if format else None
    versions = ranked(found)
    return _Year(
        organ=organ,
        kind=kind,
        year=year,
        versions=versions,
        verdicts={key: judge(key, versions) for key in keys_of(versions)},
        figures=frozenset(own),
        plain=plain,
        special=metrics,
        place=places[versions[0].sha256],
        formats=formats,
    )


def _of_year(now: _Year, before: _Year | None) -> Iterator[Row]:
    former = None
    if (
        before is not None
        and before.bearer
        and now.bearer
        and is_renamed(before.bearer, now.bearer)
    ):
        former = before.bearer.name
    if now.plain:
        yield "points", block(now.plain, now.kind, _about(now, former))
    for key, verdict in now.verdicts.items():
        made = point(key, now.versions, verdict, now.kind, former_name=former)
        yield "points", _point(key, made, verdict, now)
    if len(now.versions) > 1 and now.year is not None:
        yield from (("versions", _version(each, now)) for each in now.versions)
        for found in _findings(now):
            yield "series_findings", _finding(found, now, None)
    if before is not None and before.year is not None and before.year + 1 == now.year:
        for found in compare(before.agreed, now.agreed, now.kind):
            yield "series_findings", _finding(found, now, before)


def _about(now: _Year, former: str | None) -> Mapping[str, object]:
    """What all figures of a report that is alone have in common."""
    version = now.versions[0]
    return {
        "organ": now.organ,
        "report_kind": now.kind.id,
        "year": now.year,
        "name": version.name,
        "former_name": former,
        "place": now.place,
        "sha256": version.sha256,
        "preferred": True,
        "versions": 1,
        "changed": False,
    }


def _point(key: Key, made: Point, verdict: Verdict, now: _Year) -> Mapping[str, object]:
    id, members_of = key
    metric = verdict.metric
    origin = metric.origin
    return {
        "organ": now.organ,
        "report_kind": now.kind.id,
        "year": made.year,
        "concept": id,
        **members(id, dict(members_of), now.kind),
        "is_total": is_whole(key, now.kind),
        "value": made.value,
        text_of("value"): None if made.value is None else format(Decimal(made.value), "f"),
        "number": floating(made.value),
        "unit": made.unit,
        "state": made.state.value if made.state else None,
        "relation": made.relation,
        "note": made.note or None,
        "note_en": made.note_en or None,
        "certainty": metric.certainty.value,
        "edition": made.edition,
        "metrics": told_by(key, made.edition, now.kind),
        "raw": metric.raw,
        "name": made.name,
        "former_name": made.former_name,
        "place": now.place,
        "sha256": made.sha256,
        "preferred": made.sha256 == now.versions[0].sha256 and not verdict.is_open,
        "versions": made.versions,
        "changed": made.changed,
        **{name: getattr(origin, name) for name in PLACE},
    }


def _version(one: Version, now: _Year) -> Mapping[str, object]:
    first = now.versions[0]
    mine, theirs = (now.figures & each.figures.keys() for each in (one, first))
    return {
        "organ": now.organ,
        "report_kind": now.kind.id,
        "year": now.year,
        "sha256": one.sha256,
        "path": one.path,
        "format": now.formats[one.sha256],
        "issued": one.issued,
        "preferred": one is first,
        "differing": [written(key) for key, each in now.own if one in each.differing],
        "only_here": len(mine - theirs),
        "missing_here": len(theirs - mine),
    }


def _findings(now: _Year) -> Iterator[Finding]:
    """What the versions for a year say of each other."""
    paths = "；".join(each.path for each in now.versions[:NAMED])
    found = paths + ("；…" if len(now.versions) > NAMED else "")
    words: dict[str, object] = {"year": now.year, "count": len(now.versions)}
    disputed = [each.metric for _, each in now.own if each.is_open and len(each.differing) > 0]
    changed = [(key, each) for key, each in now.own if each.differing and not each.is_open]
    if not disputed and not changed:
        yield finding("series.versions", words, found=found)
    if disputed:
        names = joined(worded(metric.label) for metric in disputed)
        ids = tuple(dict.fromkeys(metric.id for metric in disputed))
        yield finding("series.conflict", words | {"names": names}, found=found, metrics=ids)
    if changed:
        told = [_change(key, each) for key, each in changed[:NAMED]]
        more = [Bilingual("…", "…")] if len(changed) > NAMED else []
        yield finding(
            "series.changed",
            words | {"changes": joined((*told, *more)), "number": len(changed)},
            found=found,
            metrics=tuple(dict.fromkeys(key[0] for key, _ in changed)),
            origins=tuple(each.metric.origin for _, each in changed),
        )


def _change(key: Key, verdict: Verdict) -> Bilingual:
    """A figure as it was and is: 收到申请数 36→38."""
    before = verdict.differing[0].figures[key][0]
    values = (before.value, verdict.metric.value)
    said = "→".join("—" if v is None else str(v) for v in values)
    return worded(verdict.metric.label) + f" {said}"


def _finding(found: Finding, now: _Year, before: _Year | None) -> Mapping[str, object]:
    place = found.origins[0] if found.origins else None
    return {
        "organ": now.organ,
        "report_kind": now.kind.id,
        "year": now.year,
        "sha256": now.versions[0].sha256,
        "previous_sha256": before.versions[0].sha256 if before else None,
        "code": found.code,
        "severity": found.severity.value,
        "rule_version": found.rule_version,
        "message": found.message,
        "message_en": found.message_en,
        "expected": found.expected,
        "found": found.found,
        "metrics": " ".join(found.metrics),
        **{name: getattr(place, name) if place else None for name in PLACE},
    }
