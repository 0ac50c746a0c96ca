"""计量单位: the units that tables put beside, above or behind their figures.

>>> {"件", "万元", "起"} <= table_units()
True
"""

from __future__ import annotations

import functools

from govreport.zh.data_files import read_toml

__all__ = ["table_units"]


@functools.cache
def table_units() -> frozenset[str]:
    """Return the units that figures in tables are in (``tables`` in ``data/units.toml``)."""
    kinds = read_toml("govreport.zh", "data", "units.toml").values()
    return frozenset(unit for kind in kinds for unit in kind.get("tables", "").split())
