"""Stores made of reports as they are, without files and without workers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from govreport.batch.kernel import parsed
from govreport.batch.organs.across import write_across
from govreport.batch.organs.choices import Chosen
from govreport.batch.run import Row
from govreport.batch.store.parser import parser_version
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import Manifest, Store
from govreport.model import Report

__all__ = ["at", "store_of"]


def at(report: Report, path: str, **changes: object) -> Report:
    """A report at a path, told from others by it."""
    sha256 = hashlib.sha256(path.encode()).hexdigest()
    source = evolve(report.source, path=path, sha256=sha256)
    return evolve(report, source=source, **changes)  # type: ignore[arg-type]


def store_of(folder: Path, reports: Iterable[Report], chosen: Chosen | None = None) -> Tables:
    """A store of reports, as a batch leaves it."""
    manifest = Manifest(parser=parser_version(), archive="/存档", rows=256, jsonl=False)
    with Store(folder, manifest, resume=False) as store:
        found = list(reports)
        rows = [
            Row(path=each.source.path or "", status="parsed", sha256=each.source.sha256)
            for each in found
        ]
        store.append([row.to_dict() for row in rows], map(parsed, found))
        store.finish()
    write_across(Tables(folder), chosen or {})
    return Tables(folder)
