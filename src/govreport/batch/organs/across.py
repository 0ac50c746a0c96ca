"""Across years: the reports of a store by organ, and what they say together over the years.

The tables that are made of the others once all reports are in: ``issuers``, a row a report with the
organ it was given to and why, ``organs``, ``concepts``, ``points``, ``versions`` and
``series_findings``. They are the same whatever the order in which reports came, and are made anew
whenever reports come or go. What has to be sorted is sorted on disk, so that millions of reports
fit.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing

import pyarrow.dataset as ds

from govreport.batch.organs.choices import Chosen, Line, to_csv
from govreport.batch.organs.groups import Choice, Groups
from govreport.batch.organs.names import Named, Why, named
from govreport.batch.organs.roll import Roll
from govreport.batch.organs.shares import OF_YEARS, REPORTS, years_of_all
from govreport.batch.organs.texts import reuse_rows, take_sentences
from govreport.batch.store import derived, disk
from govreport.batch.store.package import PACKAGE, data_package, resource
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import part_paths
from govreport.compare.versions import Version, ranked
from govreport.export.concepts import concept_rows

__all__ = ["write_across"]

_TAKEN = (
    *("sha256", "path", "issuer", "issuer_names", "year", "report_kind", "place", "issued", "lost"),
    *("metrics_with_value", "format"),
)


def write_across(tables: Tables, chosen: Chosen, *, jobs: int = 1) -> None:
    """Write the tables beside the others, and ``issuers.csv``, by so many processes."""
    folder = tables.folder
    with closing(sqlite3.connect("")) as db:  # a file of no name, gone with the connection
        db.execute(f"CREATE TABLE reports {REPORTS}")
        _take_reports(db, tables)
        groups = Groups(chosen)
        for _, kind, report, year in _named(db):
            if report is not None:
                groups.add(report, year, kind)
        lines, roll = _Lines(chosen), Roll()
        _choose(db, groups, lines, roll)
        _prefer(db)
        derived.write(folder, ["issuers"], (("issuers", row) for row in _issuers(db)))
        derived.write(folder, ["organs"], (("organs", row) for row in roll.rows(groups)))
        derived.write(folder, ["concepts"], (("concepts", row) for row in concept_rows()))
        text = to_csv(lines.all(groups))
        # With its mark, without which a spreadsheet takes UTF-8 for the local encoding.
        disk.write_file(
            folder / derived.ISSUERS_CSV, lambda scratch: scratch.write_text(text, "utf-8-sig")
        )
        described = json.dumps(_package(tables), ensure_ascii=False, indent=2)
        disk.write_file(
            folder / PACKAGE, lambda scratch: scratch.write_text(described + "\n", "utf-8")
        )
        with years_of_all(db, tables, jobs) as chunks:
            take_sentences(db, tables)
            derived.write(folder, ["reuse"], reuse_rows(db))
            derived.write_chunks(folder, OF_YEARS, chunks)


def _package(tables: Tables) -> Mapping[str, object]:
    """What describes the tables to other programs."""
    folder, names = tables.folder, tables.names
    paths = {
        name: [derived.derived_path(folder, name)]
        if name in derived.DERIVED
        else [*part_paths(folder, name).values()]
        for name in names
    }
    return data_package(
        resource(name, [str(path.relative_to(folder)) for path in paths[name]], "parquet", names)
        for name in names
    )


def _take_reports(db: sqlite3.Connection, tables: Tables) -> None:
    rows = tables.rows("reports", _TAKEN)
    with db:
        db.executemany(
            "INSERT OR IGNORE INTO reports (sha256, path, issuer, names, year, kind, said_place,"
            " issued, lost, filled, format) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (tuple(map(_cell, row)) for row in rows),
        )
        if tables.manifest.path_pattern is not None:
            hints = tables.rows(
                "files",
                ("path_region", "path_organ", "sha256"),
                where=ds.field("status") == "parsed",
            )
            db.executemany("UPDATE reports SET region = ?, path_organ = ? WHERE sha256 = ?", hints)


def _cell(value: object) -> object:
    """A value as SQLite keeps it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _named(db: sqlite3.Connection) -> Iterator[tuple[str, str, Named | None, int | None]]:
    """Every report: its hash, its kind, who issued it, and its year."""
    rows = db.execute(
        "SELECT sha256, kind, issuer, names, path, region, path_organ, year, said_place"
        " FROM reports ORDER BY path, sha256"
    )
    for sha256, kind, issuer, names, path, region, path_organ, year, place in rows:
        all_names = json.loads(names) or ()
        report = named(issuer, all_names, path, region, path_organ, year=year, place=place)
        yield sha256, kind, report, year


class _Lines:
    """What ``issuers.csv`` says, gathered report by report."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._choices: dict[tuple[str, str], Choice] = {}
        self._years: defaultdict[tuple[str, str], Counter[int | None]] = defaultdict(Counter)

    def add(self, report: Named, year: int | None, choice: Choice) -> None:
        key = report.name, report.region
        self._choices[key] = choice
        self._years[key][year] += 1

    def all(self, groups: Groups) -> list[Line]:
        """A line a name, and one for each that was chosen a group and that no report has."""
        used = {*self._choices, *((name, "") for name, _ in self._choices)}
        idle = {
            key: Choice(group, Why.FILE) for key, group in self._chosen.items() if key not in used
        }
        found = [self._line(key, choice, groups) for key, choice in (self._choices | idle).items()]
        return sorted(found, key=lambda one: (one.choice.group or "", one.name, one.region))

    def _line(self, key: tuple[str, str], choice: Choice, groups: Groups) -> Line:
        years = self._years.get(key, Counter())
        known = [year for year in years if year is not None]
        first, last = min(known, default=None), max(known, default=None)
        called = (groups.name(choice.group) or choice.group) if choice.group else ""
        return Line(*key, choice, called, years.total(), first, last)


def _choose(db: sqlite3.Connection, groups: Groups, lines: _Lines, roll: Roll) -> None:
    """Note with each report the organ that it is given to."""
    with db:
        for sha256, _, report, year in _named(db):
            choice = groups.choice(report)
            name = region = place = None
            if report is not None:
                lines.add(report, year, choice)
                name, region = report.name, report.region or None
                place = report.place.id if report.place else None
                if choice.group is not None:
                    roll.add(choice.group, report, year)
            others = json.dumps(choice.others, ensure_ascii=False)
            db.execute(
                "UPDATE reports SET name = ?, full_region = ?, place = ?, organ = ?, why = ?,"
                " others = ? WHERE sha256 = ?",
                (name, region, place, choice.group, choice.why.value, others, sha256),
            )


def _prefer(db: sqlite3.Connection) -> None:
    """Mark of the reports of an organ for a year the one that counts; one alone does."""
    rows = db.execute(
        "SELECT organ, kind, year, sha256, path, issued, lost, filled FROM reports"
        " WHERE organ IS NOT NULL AND year IS NOT NULL ORDER BY organ, kind, year, path, sha256"
    )
    with db:
        db.execute("UPDATE reports SET preferred = 1")
        for _, of_year in itertools.groupby(rows, key=lambda row: row[:3]):
            versions = [
                Version(
                    name=None,
                    year=year,
                    issued=dt.date.fromisoformat(issued) if issued else None,
                    lost=bool(lost),
                    filled=filled,
                    path=path,
                    sha256=sha256,
                )
                for _, _, year, sha256, path, issued, lost, filled in of_year
            ]
            others = [(each.sha256,) for each in ranked(versions)[1:]]
            db.executemany("UPDATE reports SET preferred = 0 WHERE sha256 = ?", others)


def _issuers(db: sqlite3.Connection) -> Iterator[dict[str, object]]:
    rows = db.execute(
        "SELECT sha256, name, full_region, organ, why, others, preferred FROM reports"
        " ORDER BY path, sha256"
    )
    for sha256, name, region, organ, why, others, preferred in rows:
        yield {
            "sha256": sha256,
            "name": name,
            "region": region,
            "organ": organ,
            "why": why,
            "others": json.loads(others),
            "preferred": bool(preferred),
        }
