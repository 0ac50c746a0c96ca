"""Data files: TOML text as typed, frozen values; a fault is told by file, row and what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import cattrs

from govreport.zh.data_files import converter, parse_toml
from govreport.zh.patterns import lazy_pattern

__all__ = ["parsed", "structured"]

_T = TypeVar("_T")

#: What an entry of a list is called by, the first that it has.
NAMES = ("id", "edition", "name", "figure", "left", "label", "labels")
MISSING = "is missing"
STEP = lazy_pattern(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")


def parsed(text: str, name: str) -> dict[str, Any]:
    """Return what a TOML file of that name says.

    Raises:
        ValueError: it is no TOML; the message names the file.
    """
    try:
        return parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from error


def structured(data: Mapping[str, Any], shape: type[_T], name: str) -> _T:
    """Return the data of a file as a class of attrs.

    Raises:
        ValueError: a key is missing, unknown or of another type; the message names the file, the
            entry (``table 'statistics', row 'a'``) and the key.
    """
    try:
        return converter().structure(data, shape)
    except cattrs.BaseValidationError as error:
        faults = [
            _told(fault, data) for fault in cattrs.transform_error(error, format_exception=_what)
        ]
        raise ValueError(f"{name}: {'; '.join(faults)}") from error


def _what(error: BaseException, wanted: type | None) -> str:
    match error:
        case KeyError():
            return MISSING
        case cattrs.errors.ForbiddenExtraKeysError():
            return f"unknown keys {', '.join(sorted(error.extra_fields))}"
        case _:
            return str(error) or f"no {wanted}"


def _told(fault: str, data: Mapping[str, Any]) -> str:
    """A fault as cattrs tells it (``… @ $.tables[0].rows[2].label``), its place in words."""
    what, _, path = fault.rpartition(" @ $")
    *place, last = ["", *_steps(path, data)]
    if what == MISSING:
        what = f"{last} {MISSING}"
    else:
        place.append(last)
    return ": ".join(filter(None, (", ".join(filter(None, place)), what)))


def _steps(path: str, data: object) -> Iterator[str]:
    """The entries and the key that a path leads through; an entry by its own name."""
    here, last = data, ""
    for step in STEP.finditer(path):
        if step["index"] is None:
            last = _key(step["key"], here)
            here = here.get(last) if isinstance(here, Mapping) else None
            continue
        number = int(step["index"])
        here = here[number] if isinstance(here, list) and number < len(here) else None
        yield f"{last} {_called(here, number)}"
        last = ""
    if last:
        yield last


def _key(name: str, here: object) -> str:
    """The key in the file for a field: [[row]] are the rows."""
    if isinstance(here, Mapping) and name not in here:
        singular = name.removesuffix("s"), name.removesuffix("ies") + "y"
        return next((key for key in singular if key in here), name)
    return name


def _called(entry: object, number: int) -> str:
    if isinstance(entry, Mapping):
        for name in NAMES:
            if entry.get(name):
                return repr(entry[name])
    return f"{number + 1}"
