"""What a store answers with: organs, a figure of many of them in one year, and over the years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from govreport.compare import Point, Series
from govreport.compare.plotted import Plotted
from govreport.shown import Several, Shown, late

if TYPE_CHECKING:
    import pandas

__all__ = ["Comparison", "HeatMap", "Standing", "StoredOrgan"]


@frozen(kw_only=True, repr=False)
class StoredOrgan(Shown):
    """机关: an organ of a store, as its table ``organs`` has it. ``predecessors`` are the ids of
    the organs that it came out of by a merger or a split (``succession``), ``former_names`` the
    names that it had itself."""

    id: str
    name: str
    place: str | None = None
    place_name: str | None = None
    level: str | None = None
    type: str | None = None
    field: str | None = None
    vertical: bool = False
    predecessors: tuple[str, ...] = ()
    succession: str | None = None
    former_names: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    reports: int = 0

    def _said(self) -> str:
        years = f", {self.first_year}–{self.last_year}" if self.first_year else ""
        return f"{self.id}: {self.name}{years}, {self.reports} reports"


@frozen(kw_only=True, repr=False)
class Standing(Shown):
    """What one organ says in a comparison."""

    organ: StoredOrgan
    point: Point

    def _said(self) -> str:
        return f"{self.organ.name}: {self.point!r}"


class Comparison(Several[Standing], Plotted):
    """比较: one figure of the organs of a store in one year, the largest first; those without a
    value come last. ``id``, ``label``, ``dimensions`` and ``year`` say what is compared. Drawn, it
    is bars."""

    _chart = "comparison_chart"

    id: str
    label: str
    dimensions: Mapping[str, str]
    year: int

    def to_frame(self) -> pandas.DataFrame:
        """Return a row an organ, with its place and type, the value and where it comes from.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = late("export.points.comparison_frame")(self)
        return frame


@frozen(kw_only=True, repr=False)
class HeatMap(Shown, Plotted):
    """热图: one figure of many organs over the years. ``series`` are those of the ``organs``, in
    the same order; ``years`` are all from the first to the last, those without a report too. Drawn,
    a year without a figure is an empty cell."""

    _chart = "heatmap_chart"

    id: str
    label: str
    dimensions: Mapping[str, str] = field(factory=dict)
    organs: tuple[StoredOrgan, ...] = ()
    series: tuple[Series, ...] = ()
    years: tuple[int, ...] = ()

    def _said(self) -> str:
        span = f", {self.years[0]}–{self.years[-1]}" if self.years else ""
        return f"{self.id}: {len(self.organs)} organs{span}"

    def to_frame(self) -> pandas.DataFrame:
        """Return a row an organ, by its name, and a column a year, with floats; a year without a
        value is empty.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = late("export.points.heatmap_frame")(self)
        return frame
