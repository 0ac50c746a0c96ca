"""What can be asked for: every concept and every figure of a form, with what says it where.

>>> rows = {row["id"]: row for row in concept_rows()}
>>> rows["applications.refused"]["zh"], rows["applications.refused"]["editions"][-2:]
('不予公开', ['2019', '2021'])
>>> rows["rules.in_force"]["zh"], rows["rules.in_force"]["comparable"]
('规章（现行有效件数）', False)
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from attrs import frozen

from govreport.export.language import Language
from govreport.export.wording import RELATIONS, RELATIONS_EN
from govreport.forms.catalogue import Column, Edition, Row, editions, metric_id
from govreport.forms.concepts import Concept, Link, concepts
from govreport.kinds import ReportKind, kinds

__all__ = ["concept_rows"]

Said = str | bool | list[str] | None


def concept_rows() -> Iterator[dict[str, Said]]:
    """Yield a row of the table ``concepts`` for each concept and figure, kind by kind: the concepts
    first, then the figures of forms that are none, as the latest edition calls them."""
    for kind in kinds():
        known = {each.id for each in concepts(kind)}
        yield from (_concept(each, kind) for each in concepts(kind))
        figures: dict[str, dict[str, _Figure]] = {}
        for form in editions(kind):
            for id, figure in _figures(form).items():
                figures.setdefault(id, {})[form.id] = figure
        yield from (_row(id, own, kind) for id, own in figures.items() if id not in known)


@frozen
class _Figure:
    """A figure of a form: what it is called in both languages, and its unit."""

    zh: str
    en: str
    unit: str | None


def _concept(concept: Concept, kind: ReportKind) -> dict[str, Said]:
    asked = [id for link in concept.links for id in link.editions]
    return {
        "report_kind": kind.id,
        "id": concept.id,
        "zh": concept.label,
        "en": concept.label_en,
        "unit": concept.unit,
        "editions": asked,
        "comparable": True,
        "definition": "；".join(_said(link, kind, "zh") for link in concept.links),
        "definition_en": "; ".join(_said(link, kind, "en") for link in concept.links),
    }


def _said(link: Link, kind: ReportKind, lang: Language) -> str:
    words, note = (RELATIONS, link.note) if lang == "zh" else (RELATIONS_EN, link.note_en)
    labels = {
        id: figure.zh if lang == "zh" else figure.en
        for form in editions(kind)
        if form.id in link.editions
        for id, figure in _figures(form).items()
    }
    names = dict.fromkeys(labels.get(term.id, term.id) for term in link.figures)
    how = f"{words[link.relation]} " if words[link.relation] else ""
    said = f"{'/'.join(link.editions)}: {how}{' + '.join(names)}"
    return f"{said} ({note})" if note else said


def _row(id: str, own: Mapping[str, _Figure], kind: ReportKind) -> dict[str, Said]:
    *_, last = own.values()
    return {
        "report_kind": kind.id,
        "id": id,
        "zh": last.zh,
        "en": last.en,
        "unit": last.unit,
        "editions": list(own),
        "comparable": False,
        "definition": "；".join(f"{edition}: {each.zh}" for edition, each in own.items()),
        "definition_en": "; ".join(f"{edition}: {each.en}" for edition, each in own.items()),
    }


@functools.cache
def _figures(form: Edition) -> Mapping[str, _Figure]:
    """The figures of an edition by their ids."""
    found: dict[str, _Figure] = {}
    for table in form.tables:
        parents = {row.id: row for row in table.rows}
        for row in table.rows or (Row(id="", label=""),):
            above = parents.get(row.parent or "")
            for column in table.columns_of("value"):
                if not row.group:
                    zh, en = _label(row, above, column, "zh"), _label(row, above, column, "en")
                    unit = row.unit or column.unit
                    found.setdefault(metric_id(row.id, column.id), _Figure(zh, en, unit))
    return found


def _label(row: Row, above: Row | None, column: Column, lang: Language) -> str:
    """A figure's label: in Chinese under that of the row above it (不予公开：属于国家秘密), in
    English as it is."""
    if lang == "en":
        own, head = row.label_en or row.label, column.label_en or column.labels[0]
        return f"{own} ({head})" if own and column.id else own or head
    own, head = row.label, column.labels[0]
    if above is not None and own:
        own = f"{above.label}：{own}"
    if own:
        return f"{own}（{head}）" if column.id else own
    return "／".join(dict.fromkeys((*column.path, head))) if column.id else head
