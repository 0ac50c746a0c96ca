"""评分: a report's points by a rubric, each point that is lost with its rule, place and wording.

A rubric is a TOML file: items with points and the rules whose findings take them off
(``rubric.toml`` is the default). A rule that does not hold for the report cannot cost anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from attrs import frozen
from msgspec import Struct, field

from govreport.kinds.data import loaded
from govreport.model import Finding, Report
from govreport.model.rules import rule
from govreport.shown import Shown

__all__ = ["Assessed", "Assessment", "Lost", "assess"]


@frozen(kw_only=True)
class Lost:
    """Points taken off, and the finding that took them."""

    points: int
    finding: Finding


@frozen(kw_only=True, repr=False)
class Assessed(Shown):
    """One item of a rubric: ``points`` of ``out_of``, and what was lost by which findings."""

    id: str
    label: str
    label_en: str
    points: int
    out_of: int
    lost: tuple[Lost, ...] = ()

    def _said(self) -> str:
        return f"{self.id}: {self.points}/{self.out_of}"


@frozen(kw_only=True, repr=False)
class Assessment(Shown):
    """A report's points by a rubric, item by item."""

    title: str
    title_en: str
    items: tuple[Assessed, ...]

    @property
    def points(self) -> int:
        """All points kept."""
        return sum(item.points for item in self.items)

    @property
    def out_of(self) -> int:
        """All points that there are."""
        return sum(item.out_of for item in self.items)

    def _said(self) -> str:
        return f"{self.points}/{self.out_of}: {', '.join(item._said() for item in self.items)}"


def assess(report: Report, rubric: str | os.PathLike[str] | None = None) -> Assessment:
    """Return a report's points by a rubric, the default one where none is named.

    Raises:
        ValueError: the rubric lacks something, says something unknown, or names no rule.
        OSError: it cannot be read.
    """
    used = _rubric(rubric)
    items = tuple(_assessed(item, report) for item in used.items)
    return Assessment(title=used.title, title_en=used.title_en, items=items)


class _Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    label: str
    points: int
    rules: tuple[str, ...]
    label_en: str = ""
    each: int | None = None


class _Rubric(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    title_en: str = ""
    items: tuple[_Item, ...] = field(name="item")


def _rubric(path: str | os.PathLike[str] | None) -> _Rubric:
    if path is None:
        name = "checks/rubric.toml"
        text = resources.files(__package__).joinpath("rubric.toml").read_text(encoding="utf-8")
    else:
        name, text = os.fspath(path), Path(path).read_text(encoding="utf-8")
    found = loaded(text, _Rubric, name)
    for item in found.items:
        for code in item.rules:
            try:
                rule(code)
            except KeyError:
                raise ValueError(f"{name}: item {item.id!r}: no rule {code!r}") from None
        if item.points <= 0 or (item.each is not None and item.each <= 0):
            raise ValueError(f"{name}: item {item.id!r}: points must be more than 0")
    return found


def _assessed(item: _Item, report: Report) -> Assessed:
    lost = tuple(_lost(item, report))
    return Assessed(
        id=item.id,
        label=item.label,
        label_en=item.label_en or item.label,
        points=item.points - sum(each.points for each in lost),
        out_of=item.points,
        lost=lost,
    )


def _lost(item: _Item, report: Report) -> Iterator[Lost]:
    """What findings take off, one by one, until nothing is left; further ones cost 0."""
    left = item.points
    for finding in report.findings:
        if finding.code in item.rules:
            cost = min(left, item.each if item.each is not None else item.points)
            left -= cost
            yield Lost(points=cost, finding=finding)
