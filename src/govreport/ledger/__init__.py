"""对账: every number of a document accounted for once, and what of a form was not read.

A number is a figure of a form, a quantity, a part of something that counts nothing (a date, an
article, the number of a heading), a cell of a table that is no form's, or unaccounted. Those that
stand where a form has its figures are lost: that is a finding which names their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from govreport.document import Document, Origin, Paragraph, Table
from govreport.forms.catalogue import Edition
from govreport.forms.english import worded
from govreport.forms.match import Matched
from govreport.ledger.absent import absent
from govreport.ledger.tables import of_table
from govreport.ledger.text import Lines
from govreport.ledger.unread import Left, unread
from govreport.model import Coverage, Finding, NumberUse, Quantity
from govreport.model.bilingual import Bilingual, joined
from govreport.model.rules import finding
from govreport.outline.parts import Outline
from govreport.readers.work import step

__all__ = ["account"]

#: Places that a coverage lists at most, and rows that a finding names.
MOST_PLACES = 1_000
MOST_NAMED = 80


def account(
    document: Document,
    frame: Outline,
    tables: Matched,
    quantities: Sequence[Quantity],
    editions: Sequence[Edition],
) -> tuple[Coverage, tuple[Finding, ...]]:
    """Account for the numbers of a document by what was read from it.

    Returns the coverage, and a finding for each table, and one for the text, that figures of an
    official form were lost in, and for each form that rows are missing of. ``editions`` are those
    of the kind of report that it is.
    """
    missing = unread(editions, tables, frame.year)
    counts: Counter[NumberUse] = Counter()
    unaccounted: list[Origin] = []
    #: By table; all paragraphs together.
    lost: dict[int | None, list[Left]] = {}
    lines = Lines(frame, quantities, missing)
    for index, block in enumerate(document.blocks):
        step()
        if isinstance(block, Table):
            used, left = of_table(block, index, tables, missing)
        elif isinstance(block, Paragraph):
            used, left = lines.read(block, index)
        else:
            continue
        counts += used
        counts[NumberUse.UNACCOUNTED] += len(left)
        unaccounted += [each.origin for each in left]
        gone = [each for each in left if each.lost is not None]
        if gone:
            lost.setdefault(index if isinstance(block, Table) else None, []).extend(gone)
    places = tuple(each.origin for gone in lost.values() for each in gone)
    coverage = Coverage(
        counts={use.value: counts[use] for use in NumberUse if counts[use]},
        unaccounted=tuple(unaccounted[:MOST_PLACES]),
        lost=places[:MOST_PLACES],
    )
    return coverage, (*_losses(lost), *_empty_forms(tables), *_gaps(editions, tables))


def _losses(lost: Mapping[int | None, Sequence[Left]]) -> Iterator[Finding]:
    for gone in lost.values():
        names = list(dict.fromkeys(each.lost or "" for each in gone))
        yield _loss(names, tuple(each.origin for each in gone[:MOST_PLACES]))


def _loss(names: Sequence[str], origins: tuple[Origin, ...]) -> Finding:
    return finding("coverage.figures", {"rows": _listed(names)}, origins=origins)


def _gaps(editions: Sequence[Edition], tables: Matched) -> Iterator[Finding]:
    for names, origins in absent(editions, tables):
        rows = joined(map(worded, names[:MOST_NAMED]), "；", "; ")
        if len(names) > MOST_NAMED:
            rows += Bilingual(f"等 {len(names)} 行", f" and others, {len(names)} rows")
        yield finding("row.missing", {"rows": rows}, origins=origins)


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 行" if len(names) > MOST_NAMED else ""
    return "；".join(names[:MOST_NAMED]) + more


def _empty_forms(tables: Matched) -> Iterator[Finding]:
    """Headings of a form that no figure of it was read under, anywhere."""
    read = {form for r in tables.readings.values() if r.rows for form in r.forms}
    for block, reading in tables.readings.items():
        empty = [form for form in reading.forms if form not in read]
        if not reading.rows and empty and len(empty) == len(reading.forms):
            title = empty[0].titles[0] if empty[0].titles else empty[0].id
            yield _loss([f"{title}（只有表头）"], (Origin(block=block),))
