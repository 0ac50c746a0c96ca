"""计量单位: the units that tables put beside, above or behind their figures.

>>> {"件", "万元", "起"} <= table_units()
True
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

__all__ = ["table_units"]


@functools.cache
def table_units() -> frozenset[str]:
    """Return the units that figures in tables are in (``tables`` in ``data/units.toml``)."""
    text = resources.files("govreport.zh").joinpath("data", "units.toml")
    kinds = tomllib.loads(text.read_text(encoding="utf-8")).values()
    return frozenset(unit for kind in kinds for unit in kind.get("tables", "").split())
