"""Where a report stands among its like, as JSON and as a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from govreport.export.columns import ColumnType
from govreport.export.json import plain
from govreport.export.points import frame_of_rows

if TYPE_CHECKING:
    import pandas

    from govreport.batch.store.peers import Peers
    from govreport.export.language import Language

__all__ = ["to_data", "to_frame"]

_TYPES: Mapping[str, ColumnType] = {
    "id": "text",
    "label": "text",
    "value": "figure",
    "unit": "text",
    "percentile": "number",
    "n": "integer",
    "below": "integer",
    "equal": "integer",
}


def to_data(found: Peers, lang: Language = "zh") -> dict[str, object]:
    """Return it as JSON-safe data."""
    own = found.organ
    return {
        "organ": own.id,
        "name": own.name,
        "year": found.year,
        "type": own.type,
        "field": own.field,
        "level": own.level,
        "of": found.of,
        "figures": [
            {
                "id": each.id,
                "dimensions": dict(each.dimensions),
                "label": each.label if lang == "zh" else each.label_en,
                "value": plain(each.value),
                "unit": each.unit,
                "percentile": each.percentile,
                "n": each.n,
                "below": each.below,
                "equal": each.equal,
            }
            for each in found
        ],
    }


def to_frame(found: Peers) -> pandas.DataFrame:
    """Return a row a figure."""
    return frame_of_rows(_TYPES, [{name: getattr(each, name) for name in _TYPES} for each in found])
