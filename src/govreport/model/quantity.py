"""数量: the quantities of the running text."""

from __future__ import annotations

from collections.abc import Mapping

from govreport.document import Origin
from govreport.model.certainty import Certainty
from govreport.model.figure import Figure
from govreport.model.scope import Scope
from govreport.record import record
from govreport.shown import Shown
from govreport.zh.types import Direction, How, Qualifier, QuantityKind

__all__ = ["Change", "Computed", "Quantity"]


@record(kw_only=True)
class Change:
    """变化: how a quantity has changed, or that it is a change.

    ``result`` is the level reached and ``base`` what it was before, where the text states them;
    with neither, the quantity itself is the difference. ``direction`` is ``None`` where nothing
    moved.
    """

    direction: Direction | None = None
    base: Figure | None = None
    result: Figure | None = None


@record(kw_only=True)
class Computed:
    """由来: from which quantities, by their index in ``Report.quantities``, one is said to come.

    ``concept`` is the figure that a share is of, where the words name it (占答复总数的12%) and the
    text so far gives no number of it; of a sum, the figure that it holds besides ``of``
    (45件（含上年结转3件）).
    """

    how: How
    of: tuple[int, ...]
    concept: str | None = None


@record(kw_only=True, repr=False)
class Quantity(Shown):
    """数量: one quantity that the running text states, or its statement that there was none.

    ``value`` is what is written where that is one number; ``low`` and ``high`` bound it where the
    text hedges or gives a range (``None`` on an open side), and ``qualifier`` says how. A fraction
    that no decimal equals has no ``value``. ``text`` is the wording, ``section`` the number of the
    section it stands in, ``subject`` the noun phrase counted (with its ``predicate``,
    公开, and ``channel``, 门户网站), ``part_of`` the index in
    ``Report.quantities`` of the whole that this is a part of, ``computed`` how the text says that
    it comes from others.

    ``concept`` (with ``dimensions``) is the figure or the concept of the official forms that the
    words name, ``None`` where they name none of this report's; ``certainty`` is then ``exact``
    where they name it outright, ``inferred`` where they may name a part of it, else ``variant``.
    ``scope`` is whose figure it is, as written (全区, 市级); ``reach`` what kind of scope that is,
    ``None`` for the organ itself or another one; ``year`` another year than that of the report.
    ``stated_none`` marks a statement of none (未收取任何费用), whose value is 0.
    """

    value: Figure | None = None
    unit: str | None = None
    kind: QuantityKind = QuantityKind.COUNT
    low: Figure | None = None
    high: Figure | None = None
    qualifier: Qualifier | None = None
    change: Change | None = None
    subject: str | None = None
    predicate: str | None = None
    channel: str | None = None
    part_of: int | None = None
    computed: tuple[Computed, ...] = ()
    concept: str | None = None
    dimensions: Mapping[str, str] = {}
    certainty: Certainty | None = None
    scope: str | None = None
    reach: Scope | None = None
    year: int | None = None
    stated_none: bool = False
    section: tuple[int, ...] = ()
    origin: Origin

    @property
    def text(self) -> str:
        """The wording, as it stands in the document."""
        return self.origin.raw

    def _said(self) -> str:
        bounds = f"[{self.low}, {self.high}]"
        figure = f"{bounds if self.value is None else self.value} {self.unit or ''}".rstrip()
        concept = f", {self.concept}" if self.concept else ""
        return f"{self.text} = {figure}{concept}"
