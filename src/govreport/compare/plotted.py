"""What can be drawn: one way to ask for it, whatever is drawn."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, overload

from govreport.shown import late

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["Plotted"]


class Plotted:
    """Something of which there is a chart; ``_chart`` names what makes it."""

    __slots__ = ()

    _chart: ClassVar[str]

    @overload
    def plot(self, path: None = None) -> go.Figure: ...
    @overload
    def plot(self, path: str | os.PathLike[str]) -> Path: ...
    def plot(self, path: str | os.PathLike[str] | None = None) -> go.Figure | Path:
        """Return a plotly figure; or write it as a picture for print (``.svg``, ``.png``,
        ``.pdf``) and return the path.

        Figures in another unit than most of the others are not drawn beside them.

        Raises:
            ImportError: plotly is not installed.
            ToolUnavailable: nothing is installed that draws such a picture, or no font is found.
        """
        chart = late(f"export.plots.of.{self._chart}")(self)
        drawn: go.Figure | Path = late("export.plots.of.drawn")(chart, path)
        return drawn
