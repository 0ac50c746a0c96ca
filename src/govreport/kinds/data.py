"""Data files: TOML text as typed, frozen values; a fault is told by file, row and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from govreport.zh.data_files import parse_toml, toml_as
from govreport.zh.patterns import lazy_pattern

__all__ = ["loaded", "parsed", "structured"]

_T = TypeVar("_T")

#: What an entry of a list is called by, the first that it has.
NAMES = ("id", "edition", "name", "figure", "left", "label", "labels")
#: What msgspec tells of keys, and how we say it.
KEYS = (
    (lazy_pattern(r"Object missing required field `(.*)`"), r"\1 is missing"),
    (lazy_pattern(r"Object contains unknown field `(.*)`"), r"unknown keys \1"),
)
PLACE = lazy_pattern(r" - at `(?:key in )?\$(?P<path>.*)`$")
STEP = lazy_pattern(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")


def parsed(text: str, name: str) -> dict[str, Any]:
    """Return what a TOML file of that name says.

    Raises:
        ValueError: it is no TOML; the message names the file.
    """
    try:
        return parse_toml(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def loaded(text: str, shape: type[_T], name: str) -> _T:
    """Return what a TOML file of that name says as a class.

    Raises:
        ValueError: it is no TOML, or as for :func:`structured`.
    """
    try:
        return toml_as(text, shape)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {_told(str(error), parsed(text, name))}") from error
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def structured(data: Mapping[str, Any], shape: type[_T], name: str) -> _T:
    """Return the data of a file as a class.

    Raises:
        ValueError: a key is missing, unknown or of another type; the message names the file, the
            entry (``table 'statistics', row 'a'``) and the key.
    """
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {_told(str(error), data)}") from error


def _told(fault: str, data: Mapping[str, Any]) -> str:
    """A fault as msgspec tells it (``… - at `$.table[0].row[2]` ``), its place in words."""
    at = PLACE.search(fault)
    what = fault[: at.start()] if at else fault
    for told, said in KEYS:
        what = told.sub(said, what)
    place = _steps(at["path"], data) if at else ()
    return ": ".join(filter(None, (", ".join(filter(None, place)), what)))


def _steps(path: str, data: object) -> Iterator[str]:
    """The entries and the key that a path leads through; an entry by its own name."""
    here, last = data, ""
    for step in STEP.finditer(path):
        if step["index"] is None:
            last = step["key"]
            here = here.get(last) if isinstance(here, Mapping) else None
            continue
        number = int(step["index"])
        here = here[number] if isinstance(here, list) and number < len(here) else None
        yield f"{last} {_called(here, number)}"
        last = ""
    if last:
        yield last


def _called(entry: object, number: int) -> str:
    if isinstance(entry, Mapping):
        for name in NAMES:
            if entry.get(name):
                return repr(entry[name])
    return f"{number + 1}"
