"""发现: what does not add up in a report."""

from __future__ import annotations

import enum

from govreport.document import Origin
from govreport.record import record
from govreport.shown import Shown

__all__ = ["Finding", "Severity"]


class Severity(enum.StrEnum):
    """How much a finding matters: a contradiction, a likely slip, or something to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@record(kw_only=True, repr=False)
class Finding(Shown):
    """发现: something that does not add up or that a reader should know. It changes no value.

    ``code`` is a stable identifier, that of a rule (:mod:`govreport.model.rules`), ``rule_version``
    the version of the rule that was computed; ``message`` (Chinese) and ``message_en`` say it to a
    person.
    """

    code: str
    severity: Severity
    rule_version: int = 1
    message: str
    message_en: str
    expected: str | None = None
    found: str | None = None
    metrics: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    def _said(self) -> str:
        return f"{self.severity} {self.code}: {self.message_en}"
