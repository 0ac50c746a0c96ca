"""Reports that are little more than some sentences, for the tests of what is made of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from govreport.document import Origin
from govreport.model import Issuer, Metric, Metrics, Quantity, Report, Source, State
from govreport.narrative.quantities import ReportContext, read_quantities, stated_metrics
from govreport.outline.lines import Line
from govreport.outline.passages import Passage
from support.ogi import OGI, editions, official

ORGAN = "青澜市云浦区科技局"


def quantities(
    *paragraphs: str,
    titles: Sequence[str] = (),
    issuer: str = ORGAN,
    year: int = 2018,
    edition: str = "2014",
) -> tuple[Quantity, ...]:
    """What is read in paragraphs under these titles."""
    place = ReportContext(kind=OGI, issuer=issuer, year=year, edition=edition, titles=tuple(titles))
    lines = (
        Line(text=text, label=None, block=n, start=0, end=len(text), raw=text)
        for n, text in enumerate(paragraphs)
    )
    return read_quantities([Passage(line=line, titles=place.titles) for line in lines], place)


def report(
    *paragraphs: str,
    titles: Sequence[str] = ("依申请公开政府信息情况",),
    issuer: str = ORGAN,
    edition: str = "2014",
    table: Mapping[str, int | str | None] | None = None,
) -> Report:
    """A report of these paragraphs and of the figures of a table, in the official units."""
    said = quantities(*paragraphs, titles=titles, issuer=issuer, edition=edition)
    rows = enumerate((table or {}).items())
    figures = Metrics(tuple(metric(id, value, edition, row) for row, (id, value) in rows), OGI.id)
    return Report(
        kind="ogi",
        title=None,
        year=2018,
        edition=edition if table else None,
        issuer=Issuer(issuer),
        issued=None,
        period=None,
        metrics=Metrics((*figures, *stated_metrics(said, figures, OGI))),
        quantities=said,
        source=Source(path=None, sha256="", size=0, format="text"),
    )


def metric(id: str, value: int | str | None, edition: str, row: int = 0) -> Metric:
    """A figure of a table; text is a decimal."""
    rows = {row.id: row for e in editions() if e.id == edition for t in e.tables for row in t.rows}
    return Metric(
        id=id,
        value=Decimal(value) if isinstance(value, str) else value,
        state=State.BLANK if value is None else None,
        unit=official(id).unit,
        label=official(id).label,
        label_raw="",
        edition=edition,
        parent=rows[id].parent if id in rows else None,
        origin=Origin(block=99, row=row, column=2, raw="" if value is None else str(value)),
    )
