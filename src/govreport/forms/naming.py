"""What a person calls a figure, in both languages: 收到申请数, Applications received.

>>> from govreport.kinds import kind
>>> called("applications.received", "2014", kind("ogi"))
Bilingual(zh='收到申请数', en='Applications received')
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from govreport.forms.catalogue import Column, Edition, Row, editions, metric_id
from govreport.forms.concepts import concepts
from govreport.forms.english import worded
from govreport.kinds import ReportKind
from govreport.model import Metric
from govreport.model.bilingual import Bilingual, joined

__all__ = ["called", "full_name", "members_called", "name_of"]


def name_of(metric: Metric, kind: ReportKind) -> Bilingual:
    """Return what a metric is called, in Chinese as it says itself."""
    found = called(metric.id, metric.edition, kind)
    return Bilingual(metric.label, found.en if found is not None else worded(metric.label).en)


def full_name(metric: Metric, kind: ReportKind) -> Bilingual:
    """Return what a metric is called, and which of a dimension it is of: 收到申请数（自然人）."""
    name = name_of(metric, kind)
    edition = next((each for each in editions(kind) if each.id == metric.edition), None)
    if edition is None:
        return name
    return name + members_called(metric.dimensions, edition, beside=name.zh)


def called(id: str, edition: str | None, kind: ReportKind) -> Bilingual | None:
    """Return what a figure or a concept is called in an edition, else in the first that has it;
    ``None`` where no form has it."""
    names = _names(kind)
    return names.get((edition, id)) or names.get((None, id))


def members_called(members: Mapping[str, str], edition: Edition, beside: str = "") -> Bilingual:
    """Return the members of dimensions as a person reads them, in brackets; nothing for none.

    Args:
        beside: the Chinese name that they stand beside; what it says already is not said again.
    """
    *told, _ = beside.split("·")
    zh, en = [], []
    for dimension in edition.dimensions:
        member = members.get(dimension.name)
        if member is not None:
            word = dimension.members.get(member, member)
            en.append(dimension.members_en.get(member) or word)
            if word not in told:
                zh.append(word)
    return Bilingual(f"（{'、'.join(zh)}）" if zh else "", f" ({', '.join(en)})" if en else "")


@functools.cache
def _names(kind: ReportKind) -> Mapping[tuple[str | None, str], Bilingual]:
    """By edition and id, and by id alone."""
    found: dict[tuple[str | None, str], Bilingual] = {}
    for concept in concepts(kind):
        found[None, concept.id] = Bilingual(concept.label, concept.label_en)
    for form in editions(kind):
        for table in form.tables:
            for row in (*table.rows, *(() if table.rows else (None,))):
                for column in table.columns_of("value"):
                    id = metric_id(row.id if row else "", column.id)
                    name = _figure(row, column)
                    found.setdefault((form.id, id), name)
                    found.setdefault((None, id), name)
    return found


def _figure(row: Row | None, column: Column) -> Bilingual:
    parts = []
    if row is not None:
        parts.append(Bilingual(row.label, row.label_en or row.label))
    if column.id:
        zh = "·".join(column.path or column.labels[:1])
        parts.append(Bilingual(zh, column.label_en or zh))
    return joined(parts, "·", ", ")
