"""govreport: published Chinese government reports as typed data.

>>> import govreport as gr
>>> report = gr.parse("2018年度云浦区科技局政府信息公开工作年度报告".encode())
>>> report.year, report.issuer.name
(2018, '云浦区科技局')
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    from govreport.batch import Failure, open_store, parse_many
    from govreport.checks import check
    from govreport.compare import (
        Difference,
        Differences,
        MeasurePoint,
        Point,
        Series,
        diff,
        measure_series,
        series,
    )
    from govreport.document import (
        Box,
        Cell,
        Document,
        Link,
        Notice,
        Origin,
        Paragraph,
        Picture,
        Table,
    )
    from govreport.errors import (
        CorruptDocument,
        EncryptedDocument,
        GovReportError,
        LimitExceeded,
        NotAReport,
        SourceUnavailable,
        ToolUnavailable,
        UnknownName,
        UnsupportedFormat,
    )
    from govreport.export.schema import json_schema
    from govreport.forms.known import Catalogue, concepts, forms
    from govreport.model import (
        Annex,
        Certainty,
        Evidence,
        Finding,
        Issuer,
        MeasureValue,
        Metric,
        Metrics,
        Name,
        Period,
        Quantity,
        Report,
        Section,
        Severity,
        Source,
        State,
        TablePart,
        TextPart,
    )
    from govreport.model.rules import Rule, rules
    from govreport.pipeline import parse, read
    from govreport.readers.limits import Limits

__all__ = [
    "Annex",
    "Box",
    "Catalogue",
    "Cell",
    "Certainty",
    "CorruptDocument",
    "Difference",
    "Differences",
    "Document",
    "EncryptedDocument",
    "Evidence",
    "Failure",
    "Finding",
    "GovReportError",
    "Issuer",
    "LimitExceeded",
    "Limits",
    "Link",
    "MeasurePoint",
    "MeasureValue",
    "Metric",
    "Metrics",
    "Name",
    "NotAReport",
    "Notice",
    "Origin",
    "Paragraph",
    "Period",
    "Picture",
    "Point",
    "Quantity",
    "Report",
    "Rule",
    "Section",
    "Series",
    "Severity",
    "Source",
    "SourceUnavailable",
    "State",
    "Table",
    "TablePart",
    "TextPart",
    "ToolUnavailable",
    "UnknownName",
    "UnsupportedFormat",
    "__version__",
    "check",
    "concepts",
    "diff",
    "forms",
    "json_schema",
    "measure_series",
    "open_store",
    "parse",
    "parse_many",
    "read",
    "rules",
    "series",
]

#: Where the public names live, the quick to import first. Each is loaded when a name of it is first
#: used: patterns and converters take a while to build, and ``import govreport`` should not.
_HOMES = (
    "errors",
    "readers.limits",
    "document",
    "model",
    "model.rules",
    "export.schema",
    "forms.known",
    "checks",
    "pipeline",
    "compare",
    "batch",
)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib import metadata

        return metadata.version(__name__)
    if name == "forms":  # the room, which is called; its name would hide a function's
        return importlib.import_module(f"{__name__}.forms")
    if name in __all__:
        for home in _HOMES:
            module = importlib.import_module(f"{__name__}.{home}")
            if name in module.__all__:
                value: object = getattr(module, name)
                globals()[name] = value
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
