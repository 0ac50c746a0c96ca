"""The report model: what govreport says about a document, typed, frozen and JSON-safe.

Values are ``int`` or :class:`~decimal.Decimal`, dates are :class:`datetime.date`. Every figure
carries its :class:`~govreport.document.Origin` and a :class:`Certainty`.
"""

from govreport.model.certainty import Certainty
from govreport.model.content import Content, OtherFigure, TablePart, TextPart
from govreport.model.coverage import Coverage, NumberUse
from govreport.model.figure import Figure
from govreport.model.finding import Finding, Severity
from govreport.model.measure import MeasureValue
from govreport.model.metric import Metric, Metrics, State
from govreport.model.place import Level, Place
from govreport.model.quantity import Change, Computed, Quantity
from govreport.model.report import (
    Annex,
    Evidence,
    Issuer,
    Name,
    Period,
    Report,
    Section,
    Source,
)
from govreport.model.scope import Scope

__all__ = [
    "Annex",
    "Certainty",
    "Change",
    "Computed",
    "Content",
    "Coverage",
    "Evidence",
    "Figure",
    "Finding",
    "Issuer",
    "Level",
    "MeasureValue",
    "Metric",
    "Metrics",
    "Name",
    "NumberUse",
    "OtherFigure",
    "Period",
    "Place",
    "Quantity",
    "Report",
    "Scope",
    "Section",
    "Severity",
    "Source",
    "State",
    "TablePart",
    "TextPart",
]
