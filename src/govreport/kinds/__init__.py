"""报告种类: each kind of report is a folder of data in this package, and nothing but data.

A folder holds ``kind.toml`` (its names), ``wording.toml`` (titles and sections),
``editions/*.toml`` (the official forms, see :mod:`govreport.forms.catalogue`), ``concepts.toml``
(what the editions have in common) and ``phrases.toml`` (how running text names the figures). A new
kind is a new folder: no code lists them.

>>> kind("ogi").name
'政府信息公开工作年度报告'
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import regex
from msgspec import Struct

from govreport.kinds.data import loaded
from govreport.zh.data_files import data_file
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import label_key

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["ReportKind", "kind", "kinds", "load_kind"]

_T = TypeVar("_T")
#: A pattern that nothing matches.
NEVER = r"(?!)"


class ReportKind(Struct, frozen=True, kw_only=True, eq=False):
    """报告种类: what all reports of a kind share; kinds compare and hash by identity.

    ``form_since`` is the first year that has an official form, ``None`` if all have.
    ``title`` is how a title of such a report reads, ``title_rest`` what follows the organ's name in
    it; ``sections`` are titles of sections that may stand without a number. ``named`` is how a
    sentence names the report where no line does, ``cover`` one of a notice that it stands below,
    ``other_titles`` are those of texts about such
    reports, ``topics`` what their sections are about, by which a text without a title is known.
    ``compared`` are the concepts whose jumps from year to year a summary shows, by their short
    names; ``of_whole_place`` is what the names of organs end in that report for their whole place
    besides; ``without_checks`` names the checks that say nothing about reports of the kind. The
    forms, concepts and phrases are asked for with the kind:
    ``govreport.forms.catalogue.editions(kind)``.
    """

    id: str
    name: str
    name_en: str
    form_since: int | None
    title: regex.Pattern[str]
    title_rest: regex.Pattern[str]
    sections: frozenset[str]
    named: regex.Pattern[str]
    cover: regex.Pattern[str]
    other_titles: regex.Pattern[str]
    topics: Mapping[str, regex.Pattern[str]]
    compared: Mapping[str, str]
    of_whole_place: tuple[str, ...]
    without_checks: frozenset[str]
    folder: Traversable

    def text(self, name: str) -> str:
        """Return what a file of the kind says, e.g. ``concepts.toml``."""
        return self.folder.joinpath(name).read_text(encoding="utf-8")


@functools.cache
def kinds() -> tuple[ReportKind, ...]:
    """Return all kinds of reports, by their ids."""
    folders = (entry for entry in data_file(__name__).iterdir() if entry.is_dir())
    found = [folder for folder in folders if folder.joinpath("kind.toml").is_file()]
    return tuple(load_kind(folder) for folder in sorted(found, key=lambda folder: folder.name))


def kind(id: str) -> ReportKind:
    """Return the kind of that id.

    Raises:
        KeyError: there is no such kind.
    """
    for candidate in kinds():
        if candidate.id == id:
            return candidate
    raise KeyError(id)


def load_kind(folder: Traversable) -> ReportKind:
    """Return the kind that a folder describes; its id is the folder's name.

    Raises:
        ValueError: a file lacks something, or says something unknown.
    """
    names = _structured(folder, "kind.toml", _Names)
    wording = _structured(folder, "wording.toml", _Wording)
    return ReportKind(
        id=folder.name,
        name=names.name,
        name_en=names.name_en,
        form_since=names.form_since,
        compared=names.compared,
        of_whole_place=names.of_whole_place,
        without_checks=names.without_checks,
        title=lazy_pattern(wording.title),
        title_rest=lazy_pattern(wording.title_rest),
        sections=frozenset(map(label_key, wording.sections)),
        named=lazy_pattern(wording.named),
        cover=lazy_pattern(wording.cover),
        other_titles=lazy_pattern(wording.other_titles),
        topics={name: lazy_pattern(pattern) for name, pattern in wording.topics.items()},
        folder=folder,
    )


class _Names(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in ``kind.toml``."""

    name: str
    name_en: str
    form_since: int | None = None
    compared: Mapping[str, str] = {}
    of_whole_place: tuple[str, ...] = ()
    without_checks: frozenset[str] = frozenset()


class _Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in ``wording.toml``."""

    title: str
    title_rest: str
    sections: tuple[str, ...]
    named: str = NEVER
    cover: str = NEVER
    other_titles: str = NEVER
    topics: dict[str, str] = {}


def _structured(folder: Traversable, name: str, shape: type[_T]) -> _T:
    text = folder.joinpath(name).read_text(encoding="utf-8")
    return loaded(text, shape, f"{folder.name}/{name}")
