"""JSON: a report as plain data and back, without loss.

A key that has nothing to say is left out, never ``null``; all others are always there. A figure is
a JSON integer or, when it has decimals, a string of them (``"25.10"``): JSON numbers end up as
binary floats in most readers, and 25.10 has none. Dates are ISO 8601, enumerations their values.
Keys that a reader does not know are passed over, so that a later version may add some.
:func:`govreport.export.schema.json_schema` describes all of it.

>>> from govreport.document import Origin
>>> from govreport.model import Issuer, Metric, Metrics, Report, Source
>>> cost = Metric(id="fees", value=Decimal("0.10"), unit="万元", label="费用", label_raw="费用",
...               edition="2014", origin=Origin(block=3, row=1, column=2, raw="0.10"))
>>> report = Report(kind="ogi", title=None, year=2018, edition="2014", issuer=Issuer(name=None),
...                 issued=None, period=None, metrics=Metrics((cost,)),
...                 source=Source(path=None, sha256="0" * 64, size=1, format="docx"))
>>> to_dict(report)["metrics"][0]["value"]
'0.10'
>>> from_json(to_json(report)) == report
True
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, Union, get_args, get_origin

import msgspec
import regex

from govreport.model import Content, Figure, Metric, Metrics, Report, TablePart, TextPart
from govreport.model.union import union
from govreport.zh.patterns import lazy_pattern

if TYPE_CHECKING:
    import attrs

__all__ = ["DECIMAL", "SCHEMA", "from_dict", "from_json", "plain", "to_dict", "to_json"]

#: The version of the shape, under the key ``schema``. It changes when a key changes its meaning.
SCHEMA = "govreport/2"

#: How a figure with decimals is written.
DECIMAL = r"^-?[0-9]{1,64}(\.[0-9]{1,64})?(E[+-]?[0-9]{1,3})?$"


_DECIMAL = lazy_pattern(DECIMAL)

#: Keys of figures, which have as many digits as decimals may have; other numbers count, or say
#: where, and are no larger than any program reads exactly.
_FIGURES = frozenset({"value", "low", "high", "base", "result"})
_LARGEST_FIGURE, _LARGEST = 10**64, 2**53
#: What may be a number beyond that; so little of a pattern is found ten times as fast as more.
_LONG = lazy_pattern("[0-9]{16}")
_LONG_BYTES = lazy_pattern(b"[0-9]{16}")


def to_dict(report: Report) -> dict[str, object]:
    """Return the report as dicts, lists, strings, ints and bools (floats in boxes only).

    Equal to what ``json.loads`` makes of :func:`to_json`.
    """
    data: dict[str, object] = _builtins(_shaped_report(report))
    return data


def plain(value: attrs.AttrsInstance | Figure) -> Any:
    """Return a part of the model, or a figure, as it stands in :func:`to_dict`."""
    if isinstance(value, Figure):
        return _builtins(value)
    return _builtins(_shaped(value, _shape(value.__class__)))


def to_json(report: Report, *, indent: int | None = None) -> str:
    """Return the report as JSON text, Chinese unescaped; always encodable as UTF-8.

    Raises:
        ValueError: a box has a side that is no number.
    """
    shaped = _shaped_report(report)
    try:
        written = msgspec.json.encode(shaped, enc_hook=_base)
    except UnicodeEncodeError:
        # Broken fonts leave half a surrogate pair in PDF text; escaped, it survives the trip.
        text = json.dumps(_builtins(shaped), ensure_ascii=False, indent=indent)
        return regex.sub(r"[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)
    return (written if indent is None else msgspec.json.format(written, indent=indent)).decode()


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
    _ensure_bounded(data)
    try:
        whole = msgspec.convert(dict(data), _whole(), dec_hook=_structure)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a report: {error}") from None
    except RecursionError:
        raise ValueError("not a report: nested too deeply") from None
    return _report(whole)


def from_json(text: str | bytes) -> Report:
    """Return the report that :func:`to_json` gave.

    Raises:
        ValueError: the text is not JSON, or not of that shape.
    """
    try:
        long = _LONG.search(text) if isinstance(text, str) else _LONG_BYTES.search(text)
        if long is None:
            return _report(_decoder().decode(text))
        data = json.loads(text, parse_constant=_refuse)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        # Half a surrogate pair, which only this one takes; or no report, of which it says why.
        try:
            data = json.loads(text, parse_constant=_refuse)
        except RecursionError:
            raise ValueError("not a report: nested too deeply") from None
    return from_dict(data)


def _ensure_bounded(data: object) -> None:
    """Refuse numbers that no table and no other program holds: years of four hundred digits."""
    waiting: list[tuple[str, object]] = [("$", data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += ((f"{place}.{key}", each) for key, each in value.items())
        elif isinstance(value, list):
            waiting += ((f"{place}[…]", each) for each in value)
        elif isinstance(value, int):
            most = _LARGEST_FIGURE if place.rpartition(".")[2] in _FIGURES else _LARGEST
            if not -most < value < most:
                raise ValueError(f"not a report: a number out of range at {place}")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"not a report: {constant} is no JSON")


# -- writing -----------------------------------------------------------------------------------


#: A side of a box. JSON has neither infinity nor what is no number.
_Finite = Annotated[float, msgspec.Meta(ge=-sys.float_info.max, le=sys.float_info.max)]

#: What is shaped by the class that it has: content, and sections within sections.
_Part: Any = union("Part", msgspec.Struct)


def _builtins(value: object) -> Any:
    return msgspec.to_builtins(value, enc_hook=_base)


def _base(value: object) -> str:
    """Text of a class that a library has made of its own, as plain text."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} has no place in a report")


def _shaped_report(report: Report) -> msgspec.Struct:
    """A report is shaped field by field, for its metrics are a list there."""
    values = {
        name: _shaped(report.metrics.items if name == "metrics" else getattr(report, name), hint)
        for name, hint in _report_hints()
    }
    return _shape(Report)(schema=SCHEMA, **values)


@functools.cache
def _report_hints() -> tuple[tuple[str, Any], ...]:
    fields = msgspec.structs.fields(_shape(Report))
    return tuple((field.name, field.type) for field in fields if field.name != "schema")


def _shaped(value: object, hint: Any) -> Any:
    return msgspec.convert(value, hint, from_attributes=True, dec_hook=_shaped_part)


def _shaped_part(_: type, part: attrs.AttrsInstance) -> Any:
    return _shaped(part, _shape(part.__class__))


@functools.cache
def _shape(kind: type[Any]) -> type[msgspec.Struct]:
    """The keys of a class in their order; those that may be ``None``, and no others, are left out
    where they say nothing."""
    fields: list[Any] = [("schema", str)] if kind is Report else []
    for name, written in _hints(kind).items():
        hint = _shape_of(written, kind)
        if name == "metrics" and kind is Report:
            hint = types.GenericAlias(list, (_shape(Metric),))
        nullable = type(None) in get_args(hint)
        fields.append((name, hint, None) if nullable else (name, hint))
    return msgspec.defstruct(kind.__name__, fields, kw_only=True, omit_defaults=True)


def _hints(kind: type[Any]) -> dict[str, Any]:
    """What ``typing.get_type_hints`` says, which compiles each annotation by itself."""
    written = inspect.get_annotations(kind)
    whole = f"({', '.join(written.values())},)"
    found = eval(whole, vars(sys.modules[kind.__module__]))  # noqa: S307  # the model's own
    return dict(zip(written, found, strict=True))


def _shape_of(hint: Any, within: type) -> Any:
    if hint is Figure:
        return int | Decimal
    if hint is float:
        return _Finite
    if hint is Content or hint is within:
        return _Part
    if isinstance(hint, type) and "__attrs_attrs__" in vars(hint):
        return _shape(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_shape_of(each, within) for each in arguments)]  # noqa: UP007
    if origin is tuple:
        return types.GenericAlias(list, (_shape_of(arguments[0], within),))  # all of one type
    if origin is Mapping:
        return dict[str, _shape_of(arguments[1], within)]  # type: ignore[misc]
    return hint


# -- reading -----------------------------------------------------------------------------------


def _report(whole: msgspec.Struct) -> Report:
    values = {name: getattr(whole, name) for name in inspect.get_annotations(Report)}
    return Report(**{**values, "metrics": Metrics(values["metrics"])})


@functools.cache
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_whole(), dec_hook=_structure)


@functools.cache
def _whole() -> type[msgspec.Struct]:
    """A report as its keys stand; all the rest is read as the classes that it is of."""
    hints = _hints(Report) | {"metrics": tuple[Metric, ...]}
    fields: list[Any] = [("schema", Literal[SCHEMA])]
    record: Any = Report
    for field in msgspec.structs.fields(record):
        hint, default = hints[field.name], field.default
        if field.name == "metrics":
            default = ()
        elif field.default_factory is not msgspec.NODEFAULT:
            default = msgspec.field(default_factory=field.default_factory)
        elif field.required and type(None) in get_args(hint):
            default = None
        required = default is msgspec.NODEFAULT
        fields.append((field.name, hint) if required else (field.name, hint, default))
    return msgspec.defstruct("Report", fields, kw_only=True)


def _structure(kind: object, value: object) -> object:
    """Read what has no class of its own: figures, which are never floats, and content."""
    if kind is Figure:
        return value if type(value) is int else _figure(value)
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, found {value!r:.80}")
    part = TablePart if "table" in value else TextPart
    try:
        return msgspec.convert(value, part, dec_hook=_structure)
    except msgspec.ValidationError as error:
        # The place within it goes before the place of it, which is added above.
        raise ValueError(str(error).replace("`$", "`…")) from None


def _figure(value: object) -> Figure:
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    raise ValueError(f"expected an integer or a string of decimals, found {value!r:.80}")
