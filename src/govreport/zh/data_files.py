"""The package's data files: TOML, parsed once for all starts."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from govreport.zh.kept import kept

if TYPE_CHECKING:
    import cattrs

__all__ = ["converter", "parse_toml", "read_toml", "shaped"]

_T = TypeVar("_T")


def parse_toml(text: str) -> dict[str, Any]:
    """Return what TOML text says.

    Raises:
        tomllib.TOMLDecodeError: it is none.
    """
    return kept(f"toml {text}", dict, lambda: tomllib.loads(text))


def read_toml(package: str, *names: str) -> dict[str, Any]:
    """Return what a TOML file of a package says.

    >>> read_toml("govreport.zh", "data", "tables.toml")["units"].split()[0]
    '单位'
    """
    return parse_toml(resources.files(package).joinpath(*names).read_text("utf-8"))


def shaped(shape: type[_T], package: str, *names: str) -> _T:
    """Return a TOML file of a package as a class of attrs that has all its keys and no others."""
    return converter().structure(read_toml(package, *names), shape)


@functools.cache
def converter() -> cattrs.Converter:
    """Return what makes classes of attrs of data, by the names that their fields have in it."""
    import cattrs

    return cattrs.Converter(forbid_extra_keys=True, use_alias=True)
