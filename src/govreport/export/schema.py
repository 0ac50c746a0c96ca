"""The JSON Schema of a report, walked from the types themselves.

>>> schema = json_schema()
>>> schema["$defs"]["Period"]["properties"]["start"]
{'type': 'string', 'format': 'date'}
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Union, get_args, get_origin, get_type_hints

import attrs

from govreport.export.json import DECIMAL, SCHEMA
from govreport.model import Content, Figure, Metric, Metrics, Report, TablePart, TextPart

__all__ = ["json_schema"]

Schema = dict[str, object]

_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    dt.date: {"type": "string", "format": "date"},
    Decimal: {
        "type": "string",
        "pattern": DECIMAL,
        "description": "A figure with decimals, as a string so that none is rounded.",
    },
}


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of what ``Report.to_dict`` gives.

    A key that has nothing to say is left out; all others are required. Keys that the schema does
    not know are allowed: later versions may add some.
    """
    schemas = _Schemas()
    schemas.of(Report)
    defs = schemas.defs
    report = defs.pop("Report")
    properties, required = report.pop("properties"), report.pop("required")
    if not isinstance(properties, dict) or not isinstance(required, list):  # pragma: no cover
        raise TypeError("a report is an object")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govreport report",
        **report,
        "properties": {"schema": {"const": SCHEMA}, **properties},
        "required": ["schema", *required],
        "$defs": dict(sorted(defs.items())),
    }


class _Schemas:
    """Schemas of types, and of the classes that they refer to."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}

    def of(self, kind: object) -> Schema:
        """Return the schema of a type; classes go into ``defs`` and are referred to."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        if kind is Figure:
            return {"anyOf": [dict(_PLAIN[int]), dict(_PLAIN[Decimal])]}
        if kind is Content:
            return {"anyOf": [self.of(TextPart), self.of(TablePart)]}
        if kind is Metrics:
            return {"type": "array", "items": self.of(Metric)}
        if isinstance(kind, type) and (attrs.has(kind) or issubclass(kind, enum.Enum)):
            return self._reference(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            members = [self.of(member) for member in arguments if member is not type(None)]
            return members[0] if len(members) == 1 else {"anyOf": members}
        if origin is tuple and arguments[-1] is ...:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is tuple:
            items = [self.of(member) for member in arguments]
            return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
        if origin in (Mapping, dict):
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        raise TypeError(f"no schema for {kind!r}")

    def _reference(self, kind: type[attrs.AttrsInstance] | type[enum.Enum]) -> Schema:
        if kind.__name__ not in self.defs:
            schema: Schema = {"description": inspect.getdoc(kind) or ""}
            self.defs[kind.__name__] = (
                schema  # before the fields are walked: a section holds sections
            )
            if issubclass(kind, enum.Enum):
                schema |= {"enum": [member.value for member in kind]}
            else:
                hints = get_type_hints(kind)
                names = [field.name for field in attrs.fields(kind)]
                schema |= {
                    "type": "object",
                    "properties": {name: self.of(hints[name]) for name in names},
                    "required": [n for n in names if type(None) not in get_args(hints[n])],
                }
        return {"$ref": f"#/$defs/{kind.__name__}"}
