"""By name: what stands above the model and is called from its methods.

The model imports nothing that stands above it. All the same a reader looks for every way out of a
report on the report: ``report.to_frame()``, ``report.to_html()``. Such a method looks up the
function that does it when it is called, so that ``import govreport.model`` stays light and the
imports go one way; its own signature says the types.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

__all__ = ["late"]


def late(name: str) -> Callable[..., Any]:
    """Return the function of that dotted name, counted from this package: ``export.json.to_json``.

    >>> late("kinds.kind")("ogi").name
    '政府信息公开工作年度报告'
    """
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"govreport.{module}"), function)
    return found
