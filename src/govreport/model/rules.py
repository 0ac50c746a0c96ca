"""规则: what a report is to keep, each rule a record; and the findings where one is not kept.

The records are data, a file for each category (``checks/rules/*.toml``), with the documents that
they come from (``checks/sources.toml``); code only computes. They are read from here, below all
that looks at reports, because what reads a document finds things as well as the checks do.

>>> rule("issued.early").category, rule("issued.early").severity
('timeliness', <Severity.ERROR: 'error'>)
>>> found = finding("row.unknown", found="十、其他")
>>> found.severity, found.message, found.rule_version
(<Severity.WARNING: 'warning'>, '统计表中无法识别的一行：十、其他', 1)
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from govreport.document import Origin
from govreport.model.bilingual import Bilingual
from govreport.model.finding import Finding, Severity
from govreport.shown import Several, Shown
from govreport.zh.data_files import read_toml

__all__ = ["CATEGORIES", "Rule", "RuleSource", "finding", "rule", "rules", "source"]

#: What rules are about, in the order in which they are listed.
CATEGORIES = ("existence", "arithmetic", "consistency", "timeliness", "wording", "reading")


class RuleSource(Shown, Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """依据: the document that a rule comes from, with the days between which it is in force."""

    id: str
    zh: str
    en: str
    since: dt.date | None = None
    until: dt.date | None = None
    address: str | None = None

    def _said(self) -> str:
        return f"{self.id}: {self.en}"


class Wording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a finding is worded in a case of its own."""

    message: str
    message_en: str


class Rule(Shown, Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """规则: what a report is to keep, and what is said of one that does not.

    ``zh`` and ``en`` say the rule, ``message`` and ``message_en`` the finding, with fields in
    braces. It holds for reports of these ``kinds`` and ``editions`` (all where there are none), for
    the years from ``since`` to ``until`` (open where ``None``). ``certainty`` is ``verified`` where
    the source's wording was seen, ``recalled`` where it was not: such a rule is information only.
    ``version`` goes up when what is computed changes. ``wordings`` are those of the finding in
    cases that need another one.
    """

    code: str
    category: str
    severity: Severity
    zh: str
    en: str
    message: str
    message_en: str
    source: RuleSource
    article: str = ""
    kinds: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    certainty: Literal["verified", "recalled"] = "verified"
    version: int = 1
    wordings: Mapping[str, Wording] = {}

    def holds_for(self, kind: str, edition: str | None, year: int | None) -> bool:
        """Whether it holds for a report of a kind, an edition and a year.

        What is not known of the report keeps a rule out that asks for it.
        """
        if self.kinds and kind not in self.kinds:
            return False
        if self.editions and edition not in self.editions:
            return False
        if self.since is None and self.until is None:
            return True
        if year is None:
            return False
        return (self.since or year) <= year <= (self.until or year)

    def _said(self) -> str:
        return f"{self.severity} {self.code}: {self.en}"


def rules(
    kind: str | None = None, *, edition: str | None = None, category: str | None = None
) -> tuple[Rule, ...]:
    """Return the rules, by category; those of a kind of report, an edition or a category only.

    Raises:
        ValueError: there is no such category.
    """
    if category not in (None, *CATEGORIES):
        raise ValueError(f"no category {category!r}; there are {', '.join(CATEGORIES)}")
    return Several(
        each
        for each in _rules().values()
        if (kind is None or not each.kinds or kind in each.kinds)
        and (edition is None or not each.editions or edition in each.editions)
        and category in (None, each.category)
    )


def rule(code: str) -> Rule:
    """Return the rule of that code.

    Raises:
        KeyError: there is none.
    """
    return _rules()[code]


def finding(
    code: str,
    words: Mapping[str, object] | None = None,
    *,
    expected: str | None = None,
    found: str | None = None,
    metrics: tuple[str, ...] = (),
    origins: tuple[Origin, ...] = (),
    severity: Severity | None = None,
    wording: str = "",
) -> Finding:
    """Make the finding of a rule; ``words`` fill its wording, beside ``expected`` and ``found``.

    ``severity`` is set where this one matters less than its rule says; ``wording`` names one of the
    rule's other wordings.
    """
    kept = _rules()[code]
    said = kept.wordings[wording] if wording else kept
    words = {"expected": expected, "found": found, **(words or {})}
    return Finding(
        code=code,
        severity=severity or kept.severity,
        rule_version=kept.version,
        message=said.message.format(**_in_language("zh", words)),
        message_en=said.message_en.format(**_in_language("en", words)),
        expected=expected,
        found=found,
        metrics=metrics,
        origins=origins,
    )


def source(id: str) -> RuleSource:
    """Return the document of that id.

    Raises:
        KeyError: there is none.
    """
    return _sources()[id]


def _in_language(language: Literal["zh", "en"], words: Mapping[str, object]) -> dict[str, object]:
    return {
        name: getattr(word, language) if isinstance(word, Bilingual) else word
        for name, word in words.items()
    }


@functools.cache
def _rules() -> Mapping[str, Rule]:
    sources = _source_records()
    records = {
        code: record | {"code": code, "category": category, "source": sources[record["source"]]}
        for category in CATEGORIES
        for code, record in _toml(f"rules/{category}.toml").items()
    }
    return msgspec.convert(records, dict[str, Rule])


@functools.cache
def _sources() -> Mapping[str, RuleSource]:
    return msgspec.convert(_source_records(), dict[str, RuleSource])


def _source_records() -> dict[str, dict[str, Any]]:
    return {id: record | {"id": id} for id, record in _toml("sources.toml").items()}


def _toml(name: str) -> dict[str, dict[str, Any]]:
    # By path, not by package: the checks stand above this, and only their data is wanted.
    return read_toml("govreport", "checks", *name.split("/"))
