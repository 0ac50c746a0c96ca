"""What can be asked for: every concept and every figure of a form, with what says it where.

>>> rows = {row["id"]: row for row in concept_rows()}
>>> rows["applications.refused"]["zh"], rows["applications.refused"]["editions"][-2:]
('不予公开', ['2019', '2021'])
>>> rows["rules.in_force"]["zh"], rows["rules.in_force"]["comparable"]
('规章（现行有效件数）', False)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
        figures: dict[str, dict[str, str]] = {}
        units: dict[str, str | None] = {}
        for form in editions(kind):
            for id, label, unit in _figures(form):
                figures.setdefault(id, {})[form.id] = label
                units[id] = unit
        for id, labels in figures.items():
            if id not in known:
                yield _figure(id, labels, units[id], kind)


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
        "definition": "；".join(_link(link, kind, RELATIONS, link.note) for link in concept.links),
        "definition_en": "; ".join(
            _link(link, kind, RELATIONS_EN, link.note_en) for link in concept.links
        ),
    }


def _link(link: Link, kind: ReportKind, words: Mapping[str, str], note: str) -> str:
    labels = {
        id: label
        for form in editions(kind)
        if form.id in link.editions
        for id, label, _ in _figures(form)
    }
    names = dict.fromkeys(labels.get(term.id, term.id) for term in link.figures)
    said = f"{'/'.join(link.editions)}: {words[link.relation]} {' + '.join(names)}".rstrip()
    return f"{said} ({note})" if note else said


def _figure(
    id: str, labels: Mapping[str, str], unit: str | None, kind: ReportKind
) -> dict[str, Said]:
    *_, label = labels.values()
    said = [f"{edition}: {each}" for edition, each in labels.items()]
    return {
        "report_kind": kind.id,
        "id": id,
        "zh": label,
        "en": id,
        "unit": unit,
        "editions": list(labels),
        "comparable": False,
        "definition": "；".join(said),
        "definition_en": "; ".join(said),
    }


def _figures(form: Edition) -> Iterator[tuple[str, str, str | None]]:
    """Each figure of an edition once: its id, its label and its unit."""
    found: dict[str, tuple[str, str | None]] = {}
    for table in form.tables:
        for row in table.rows or (Row(id="", label=""),):
            for column in table.columns_of("value"):
                if not row.group:
                    id = metric_id(row.id, column.id)
                    found.setdefault(id, (_label(row, column, table.rows), row.unit or column.unit))
    return ((id, *said) for id, said in found.items())


def _label(row: Row, column: Column, rows: Sequence[Row]) -> str:
    """A figure's label under those of the rows above it: 不予公开：属于国家秘密."""
    above = next((each for each in rows if each.id == row.parent), None)
    label = f"{above.label}：{row.label}" if above is not None and row.label else row.label
    if not column.id:
        return label or column.labels[0]
    return (
        f"{label}（{column.labels[0]}）"
        if label
        else "／".join(dict.fromkeys((*column.path, column.labels[0])))
    )
