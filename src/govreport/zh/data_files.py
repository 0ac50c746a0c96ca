"""The package's data files: TOML, parsed once for all starts."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, TypeVar

from govreport.zh.kept import kept

__all__ = ["data_file", "parse_toml", "read_toml", "shaped", "toml_as"]

_T = TypeVar("_T")


def data_file(package: str, *names: str) -> Path:
    """Return the path of a file beside the modules of a package."""
    # Not importlib.resources, which loads what unpacks archives and takes longer than the reading.
    return Path(str(importlib.import_module(package).__file__)).parent.joinpath(*names)


def parse_toml(text: str) -> dict[str, Any]:
    """Return what TOML text says.

    Raises:
        ValueError: it is none.
    """
    return toml_as(text, dict)


def toml_as(text: str, shape: type[_T]) -> _T:
    """Return what TOML text says as a type that has all its keys.

    Raises:
        ValueError: it is none.
        msgspec.ValidationError: it lacks a key, has another, or one of another type.
    """

    def parse() -> object:
        import tomllib  # here, for what was parsed before needs it not

        return tomllib.loads(text)

    return kept(f"toml {text}", shape, parse)


def read_toml(package: str, *names: str) -> dict[str, Any]:
    """Return what a TOML file of a package says.

    >>> read_toml("govreport.zh", "data", "tables.toml")["units"].split()[0]
    '单位'
    """
    return parse_toml(_text(package, names))


def shaped(shape: type[_T], package: str, *names: str) -> _T:
    """Return a TOML file of a package as a type that has all its keys."""
    return toml_as(_text(package, names), shape)


def _text(package: str, names: tuple[str, ...]) -> str:
    return data_file(package, *names).read_text("utf-8")
