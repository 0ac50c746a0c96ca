"""The findings that this library can make: codes, severities and wording (``findings.toml``).

>>> found = finding("row.unknown", found="十、其他")
>>> found.severity, found.message
(<Severity.WARNING: 'warning'>, '统计表中无法识别的一行：十、其他')
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

import cattrs
from attrs import frozen

from govreport.document import Origin
from govreport.model import Finding, Severity

__all__ = ["FindingType", "finding", "finding_types"]


@frozen
class FindingType:
    """One kind of finding: how much it matters and its wording in both languages."""

    severity: Severity
    zh: str
    en: str


@functools.cache
def finding_types() -> Mapping[str, FindingType]:
    """Return every kind of finding by its code."""
    text = resources.files(__package__).joinpath("findings.toml").read_text(encoding="utf-8")
    return cattrs.Converter(forbid_extra_keys=True).structure(
        tomllib.loads(text), dict[str, FindingType]
    )


def finding(
    code: str,
    words: Mapping[str, object] | None = None,
    *,
    expected: str | None = None,
    found: str | None = None,
    metrics: tuple[str, ...] = (),
    origins: tuple[Origin, ...] = (),
) -> Finding:
    """Make a finding of a kind; ``words`` fill its wording, beside ``expected`` and ``found``."""
    type_ = finding_types()[code]
    words = {"expected": expected, "found": found, **(words or {})}
    return Finding(
        code=code,
        severity=type_.severity,
        message=type_.zh.format(**words),
        message_en=type_.en.format(**words),
        expected=expected,
        found=found,
        metrics=metrics,
        origins=origins,
    )
