"""parse(source) -> Report: the pipeline, readable in one screen."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from govreport.checks import check
from govreport.checks.scans import settle, told_unsure
from govreport.document import Document, Notice, Paragraph, Picture
from govreport.errors import (
    CorruptDocument,
    GovReportError,
    LimitExceeded,
    NotAReport,
    UnsupportedFormat,
)
from govreport.forms.catalogue import editions, in_force
from govreport.forms.match import Matched, match_tables
from govreport.intake.source import Input, InputSource, load
from govreport.intake.wrapped import attached, unwrap
from govreport.kinds import ReportKind, kinds
from govreport.kinds import kind as find_kind
from govreport.ledger import account
from govreport.model import Evidence, Issuer, Metrics, Report, Scope, Source
from govreport.model.content import texts_of
from govreport.model.report import PARTIAL
from govreport.model.rules import finding
from govreport.narrative.quantities import ReportContext, read_quantities, stated_metrics
from govreport.narrative.scope import report_scope
from govreport.notices import notice
from govreport.ocr import Ocr
from govreport.organs.resolve import hints_of, resolve
from govreport.outline.front import weight
from govreport.outline.lines import items_of
from govreport.outline.parts import Headed, Outline, headed, outline_of
from govreport.readers import file_types, identify, read_document
from govreport.readers.filetype import FileType
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.scan import ELSEWHERE, SCAN_TEXT, advice
from govreport.readers.within import document_within
from govreport.readers.work import Work, metered
from govreport.record import evolve

__all__ = ["parse", "read"]

_log = logging.getLogger("govreport")


T = TypeVar("T")
#: Findings that a report read in part cannot give: that something is not there.
OF_THE_WHOLE = frozenset({"row.missing"})
#: Another program by which old formats are read.
Via = Literal["libreoffice"]


def read(
    source: InputSource,
    *,
    limits: Limits = DEFAULT_LIMITS,
    via: Via | None = None,
    ocr: Ocr = "auto",
    partial: bool = False,
) -> Document:
    """Read a file into a :class:`~govreport.document.Document`, whatever it is about.

    Args:
        source: a path, bytes, or a binary file. The format is told by content, not by the name; of
            an archive, the one document in it is read.
        limits: bounds on size, on the number of things, and on time.
        via: ``"libreoffice"`` to read .doc, .rtf, .xls and formats that nothing here reads, such as
            Word 95 and OpenDocument, by way of that program.
        ocr: whether pictures of pages are read: ``"auto"`` for those without a text layer, where
            the extra ``ocr`` is installed; ``"never"``; ``"always"`` for every page of a PDF.
        partial: of a file beyond the limits, return what was read until then, whole blocks only,
            with a notice ``input.partial``.

    Raises:
        GovReportError: the source cannot be read; the subclass and its ``code`` say why.
    """

    def within(work: Work) -> Document:
        loaded = unwrap(load(source, limits), limits)
        try:
            return _read(loaded, work, via, ocr)
        except CorruptDocument:
            # A mail may consist of what is attached to it.
            inner = attached(loaded, limits)
            if inner is None:
                raise
        return _read(inner, work, via, ocr)

    return _bounded(within, limits, partial=partial)


def parse(
    source: InputSource,
    *,
    kind: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    via: Via | None = None,
    ocr: Ocr = "auto",
    partial: bool = False,
) -> Report:
    """Parse a report: its parts, every figure of its official tables, and what does not add up.

    Args:
        source: a path, bytes, or a binary file. The format is told by content, not by the name; of
            an archive, the one document in it is read.
        kind: the kind of report that it is, by its id (``"ogi"``); ``None`` to tell it by its title
            and tables.
        limits: bounds on size, on the number of things, and on time.
        via: ``"libreoffice"`` to read .doc, .rtf, .xls and formats that nothing here reads, such as
            Word 95 and OpenDocument, by way of that program.
        ocr: whether pictures of pages are read: ``"auto"`` for those without a text layer, where
            the extra ``ocr`` is installed; ``"never"``; ``"always"`` for every page of a PDF.
        partial: of a file beyond the limits, return what was read until then, whole blocks only,
            with the finding ``input.partial``; nothing else is checked then, for a part does not
            tell what the report lacks.

    Raises:
        KeyError: there is no such kind.
        GovReportError: the source cannot be read, or is no such report (:class:`NotAReport`); the
            subclass and its ``code`` say why. :func:`read` still gives the text of the latter.
    """
    known = kinds() if kind is None else (find_kind(kind),)

    def within(work: Work) -> Report:
        loaded = unwrap(load(source, limits), limits)
        try:
            return _parse(loaded, work, via, ocr, known)
        except (CorruptDocument, NotAReport):
            # A mail may be about the report that is attached to it.
            inner = attached(loaded, limits)
            if inner is None:
                raise
        return _parse(inner, work, via, ocr, known)

    return _bounded(within, limits, partial=partial)


def _bounded(within: Callable[[Work], T], limits: Limits, *, partial: bool) -> T:
    """What comes of an input within its limits.

    Raises:
        LimitExceeded: nothing does, be it that no memory is left.
    """
    try:
        with metered(limits, partial=partial) as work:
            try:
                return within(work)
            except (CorruptDocument, NotAReport, UnsupportedFormat) as error:
                # Where the rest was left, nothing was told by the part of it that was read.
                raise work.exceeded or error from error
    except (MemoryError, RecursionError) as error:
        raise LimitExceeded.memory() from error


def _parse(
    loaded: Input, work: Work, via: Via | None, ocr: Ocr, known: Sequence[ReportKind]
) -> Report:
    document = _read(loaded, work, via, ocr)
    _log.info("%s: read: %r", loaded.path or "bytes", document)
    kind, frame, matched = _recognised(document, known)
    _log.debug("%s: %s, title %r", loaded.path or "bytes", kind.id, frame.title)
    if not frame.recognised and not matched.metrics:
        raise _not_a_report(document, loaded.path, ocr)
    place = ReportContext(
        kind=kind,
        issuer=frame.issuer.name,
        year=frame.year,
        edition=matched.edition or in_force(frame.year, kind),
        period=(frame.period.start, frame.period.end) if frame.period else None,
    )
    quantities = read_quantities(frame.passages, place)
    stated = stated_metrics(quantities, matched.metrics, kind)
    coverage, losses = account(document, frame, matched, quantities, editions(kind))
    scope, told = _scope(frame)
    report = Report(
        kind=kind.id,
        title=frame.title,
        year=frame.year,
        edition=matched.edition,
        issuer=_placed(frame, loaded.path, document.metadata),
        issued=frame.issued,
        period=frame.period,
        scope=scope,
        front=frame.front,
        preface=frame.preface,
        sections=frame.sections,
        signature=frame.signature,
        annexes=frame.annexes,
        tail=frame.tail,
        metrics=Metrics((*matched.metrics, *stated), kind.id),
        quantities=quantities,
        other_figures=matched.others,
        findings=(*frame.findings, *losses, *matched.findings),
        coverage=coverage,
        notices=(*document.notices, *_notes(document)),
        evidence={**frame.evidence, **({"scope": told} if told is not None else {})},
        source=_source(loaded, document),
    )
    report = settle(report, document)
    if work.exceeded is not None:
        report = _in_part(report, work.exceeded)
    found = (*check(report), *report.findings)
    whole = evolve(report, findings=tuple(told_unsure(found, document)))
    _log.info("%s: parsed: %r", loaded.path or "bytes", whole)
    _log.debug("%s: %r", loaded.path or "bytes", whole.coverage)
    return whole


def _in_part(report: Report, limit: LimitExceeded) -> Report:
    """A report of whose file the rest was not read. What is missing may stand there."""
    found = finding(PARTIAL, {"limit": limit.named})
    kept = (each for each in report.findings if each.code not in OF_THE_WHOLE)
    told = report.notices
    if all(each.code != PARTIAL for each in told):
        told = (notice(PARTIAL, limit=limit.named), *told)
    return evolve(report, findings=(found, *kept), notices=told)


def _scope(frame: Outline) -> tuple[Scope, Evidence | None]:
    """Whose work the report is about, and where it says so."""
    title = frame.evidence.get("title")
    said = None if frame.title is None or title is None else (frame.title, title.origin)
    annexed = (part for annex in frame.annexes for part in texts_of(annex.content))
    notes = [(part.text, part.origin) for part in annexed]
    return report_scope(frame.issuer.name, said, frame.passages, notes)


def _placed(frame: Outline, path: str | None, metadata: Mapping[str, str]) -> Issuer:
    """The issuer with the place that it belongs to."""
    if frame.issuer.name is None:
        return frame.issuer
    parts = (*frame.front, *frame.preface, *frame.signature, *frame.tail)
    text = "\n".join(part.text for part in texts_of(parts))
    hints = hints_of(path, metadata, text)
    found = resolve(frame.issuer.name, year=frame.year, hints=hints)
    return evolve(frame.issuer, place=found.place, place_evidence=found.evidence)


def _recognised(
    document: Document, known: Sequence[ReportKind]
) -> tuple[ReportKind, Outline, Matched]:
    """The kind by whose title the document is headed; where none is, or several, the one by whose
    forms most figures of its tables are read, else the one whose title says most."""
    items = items_of(document)
    found = {kind: headed(items, kind) for kind in known}
    weights = {
        kind: weight(each.title, kind) for kind, each in found.items() if each.title is not None
    }
    readings = [_as(document, found[kind], kind) for kind in weights or known]
    return max(readings, key=lambda read: (_read_well(*read), weights.get(read[0], 0)))


def _read_well(_: ReportKind, frame: Outline, matched: Matched) -> tuple[int, bool]:
    return len(matched.metrics), frame.recognised


def _as(document: Document, found: Headed, kind: ReportKind) -> tuple[ReportKind, Outline, Matched]:
    frame = outline_of(found, document.metadata, kind, _form_titles(kind))
    return kind, frame, match_tables(document.blocks, frame.year, kind)


def _read(loaded: Input, work: Work, via: Via | None, ocr: Ocr) -> Document:
    limits = work.limits
    if via not in (None, "libreoffice"):
        raise ValueError(f"via: 'libreoffice' or None, not {via!r}")
    try:
        type_ = identify(loaded.data)
        if via is not None and type_.office is not None:
            document = _converted(loaded.data, type_, file_types()[type_.office], limits)
        else:
            document = read_document(type_, loaded.data, limits, ocr)
        document = document_within(document)
    except GovReportError as error:
        error.path = error.path or loaded.path
        raise
    limit = work.exceeded
    told = () if limit is None else (notice(PARTIAL, limit=limit.named),)
    return evolve(document, notices=(*told, *loaded.notices, *document.notices))


def _converted(data: bytes, type_: FileType, to: FileType, limits: Limits) -> Document:
    from govreport.intake.libreoffice import convert

    document = read_document(to, convert(data, type_, to, limits), limits)
    converted = notice("libreoffice.converted", format=to.id)
    return evolve(document, format=type_.id, notices=(converted, *document.notices))


@functools.cache
def _form_titles(kind: ReportKind) -> frozenset[str]:
    """Titles of tables that stand in an annex: those of forms that no section holds."""
    return frozenset(
        title
        for edition in editions(kind)
        for table in edition.tables
        if table.section is None
        for title in table.titles
    )


def _notes(document: Document) -> Iterator[Notice]:
    """Foot- and endnotes have no place in a report's text; what they say is kept as notices."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            for note in block.notes:
                yield notice("text.note", text=note, block=index)


def _source(loaded: Input, document: Document) -> Source:
    return Source(
        path=loaded.path,
        sha256=hashlib.sha256(loaded.data).hexdigest(),
        size=len(loaded.data),
        format=document.format,
        encoding=document.encoding,
        pages=document.pages,
        metadata=document.metadata,
    )


def _not_a_report(document: Document, path: str | None, ocr: Ocr) -> GovReportError:
    texts = [text for block in document.blocks if (text := block.text.strip())]
    pictures = sum(isinstance(block, Picture) for block in document.blocks)
    if pictures and sum(map(len, texts)) <= SCAN_TEXT * max(document.pages or 0, pictures):
        detail = f"a scan: no text layer, but {pictures} picture{'s' * (pictures > 1)}"
        looked_into = file_types()[document.format].pictures
        hint = advice(ocr).en if looked_into else ELSEWHERE.en
        return UnsupportedFormat(detail, path=path, hint=hint)
    lost = next((n for n in document.notices if n.code == "text.lost"), None)
    if lost is not None:
        return NotAReport(lost.message_en, path=path, hint="find the file as it was published")
    if not texts:
        # The file is whole: what was left out may be all there is.
        why = next((n.message_en for n in document.notices), "")
        hint = f"it was read whole, but {why}" if why else "it was read whole: is it the right one?"
        return NotAReport("no text in it", path=path, hint=hint)
    detail = f"no annual report on government information; it begins: {texts[0][:30]}"
    return NotAReport(detail, path=path, hint="govreport.read() gives its text")
