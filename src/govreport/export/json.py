"""JSON: a report as plain data and back, without loss.

Every key is always present and ``null`` where there is nothing. A figure is a JSON integer or, when
it has decimals, a string of them (``"25.10"``): JSON numbers end up as binary floats in most
readers, and 25.10 has none. Dates are ISO 8601, enumerations their values, a table in a section's
content an object among strings. :func:`govreport.export.schema.json_schema` describes all of it.

>>> from govreport.document import Origin
>>> from govreport.model import Issuer, Metric, Metrics, Report, Source
>>> cost = Metric(id="fees", value=Decimal("0.10"), unit="万元", label="费用", label_raw="费用",
...               raw="0.10", edition="2014", origin=Origin(block=3, row=1, column=2))
>>> report = Report(kind="ogi", title=None, year=2018, edition="2014", issuer=Issuer(name=None),
...                 issued=None, period=None, metrics=Metrics((cost,)),
...                 source=Source(path=None, sha256="0" * 64, size=1, format="docx"))
>>> to_dict(report)["metrics"][0]["value"]
'0.10'
>>> from_json(to_json(report)) == report
True
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import json
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast, get_args, get_origin

import cattrs
import regex

from govreport.document import Table
from govreport.model import Content, Metric, Metrics, Report

__all__ = ["DECIMAL", "SCHEMA", "from_dict", "from_json", "plain", "to_dict", "to_json"]

#: The version of the shape, under the key ``schema``. It changes when a key changes its meaning.
SCHEMA = "govreport/1"

#: How a figure with decimals is written.
DECIMAL = r"^-?[0-9]{1,64}(\.[0-9]{1,64})?(E[+-]?[0-9]{1,3})?$"

Figure = int | Decimal


def to_dict(report: Report) -> dict[str, object]:
    """Return the report as dicts, lists, strings, ints, bools and ``None`` (floats in boxes only).

    Equal to what ``json.loads`` makes of :func:`to_json`.
    """
    return {"schema": SCHEMA, **_converter().unstructure(report)}


def plain(value: object) -> Any:
    """Return a figure or a part of the model as it stands in :func:`to_dict`."""
    return _converter().unstructure(value)


def to_json(report: Report, *, indent: int | None = None) -> str:
    """Return the report as JSON text, Chinese unescaped; always encodable as UTF-8."""
    text = json.dumps(to_dict(report), ensure_ascii=False, allow_nan=False, indent=indent)
    # Broken fonts leave half a surrogate pair in PDF text; escaped, it survives the trip.
    return regex.sub(r"[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def from_dict(data: Mapping[str, object]) -> Report:
    """Return the report that :func:`to_dict` gave.

    Raises:
        ValueError: the data is not of that shape; the message names what is wrong and where.
    """
    if not isinstance(data, Mapping):
        raise ValueError("not a report: expected an object at $")
    version = data.get("schema")
    if version != SCHEMA:
        raise ValueError(f"not a report: expected {SCHEMA!r} at $.schema, found {version!r:.80}")
    body = {key: value for key, value in data.items() if key != "schema"}
    try:
        return _converter().structure(body, Report)
    except cattrs.BaseValidationError as error:
        raise ValueError(f"not a report: {_reasons(error)}") from None
    except RecursionError:
        raise ValueError("not a report: nested too deeply") from None


def from_json(text: str | bytes) -> Report:
    """Return the report that :func:`to_json` gave.

    Raises:
        ValueError: the text is not JSON, or not of that shape.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise ValueError("not a report: nested too deeply") from None
    return from_dict(data)


@functools.cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(
        forbid_extra_keys=True, unstruct_collection_overrides={tuple: list, Mapping: dict}
    )
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_unstructure_hook(
        Metrics, lambda metrics: [converter.unstructure(metric, Metric) for metric in metrics]
    )
    # cattrs takes anything that int() or str() takes; data of another shape must not pass for ours.
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(enum.StrEnum, lambda v, kind: kind(v))
    converter.register_structure_hook(float, _structure_float)
    converter.register_structure_hook(dt.date, _structure_date)
    converter.register_structure_hook(Figure, _structure_figure)
    converter.register_structure_hook(
        Figure | None, lambda v, _: None if v is None else _structure_figure(v, Figure)
    )
    converter.register_structure_hook(
        Content, lambda v, _: v if isinstance(v, str) else converter.structure(v, Table)
    )
    converter.register_structure_hook(
        Metrics, lambda v, _: Metrics(converter.structure(v, tuple[Metric, ...]))
    )
    converter.register_structure_hook_factory(_is_tuple, _list_only(converter))
    return converter


Hook = Callable[[object, object], object]


def _exactly(kind: type) -> Hook:
    def structure(value: object, _: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"expected {kind.__name__}, found {value!r:.80}")
        return value

    return structure


def _structure_float(value: object, _: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"expected a number, found {value!r:.80}")
    return float(value)


def _structure_date(value: object, _: object) -> dt.date:
    if not isinstance(value, str) or not regex.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"expected a date, found {value!r:.80}")
    return dt.date.fromisoformat(value)


def _structure_figure(value: object, _: object) -> Figure:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and regex.fullmatch(DECIMAL, value):
        return Decimal(value)
    raise ValueError(f"expected an integer or a string of decimals, found {value!r:.80}")


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _list_only(converter: cattrs.Converter) -> Callable[[type], Hook]:
    """Structure tuples from arrays alone: cattrs would take a string for a tuple of characters."""

    def factory(kind: type) -> Hook:
        element, *others = get_args(kind)
        items = cast("type[list[object]]", types.GenericAlias(list, (element,)))
        length = None if others == [...] else 1 + len(others)

        def structure(value: object, _: object) -> object:
            if not isinstance(value, list | tuple):
                raise ValueError(f"expected an array, found {value!r:.80}")
            if length not in (None, len(value)):
                raise ValueError(f"expected {length} items, found {len(value)}")
            return tuple(converter.structure(value, items))

        return structure

    return factory


def _reasons(error: cattrs.BaseValidationError) -> str:
    wrong = cattrs.transform_error(error, format_exception=_explain)
    more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    return "; ".join(wrong[:5]) + more


def _explain(error: BaseException, _: type | None) -> str:
    match error:
        case KeyError():
            return "missing"
        case cattrs.errors.ForbiddenExtraKeysError():
            return f"unknown keys {sorted(error.extra_fields)}"
        case ValueError():
            return str(error)
        case RecursionError():
            return "nested too deeply"
        case _:
            return "expected an object"
