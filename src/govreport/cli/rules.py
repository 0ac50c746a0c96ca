"""``govreport rules``: what a report is to keep, rule by rule, on a terminal or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from govreport.cli.language import language
from govreport.cli.output import listed, unknown

if TYPE_CHECKING:
    from govreport.model.rules import Rule

__all__ = ["rules"]


@click.command()
@click.option("--kind", metavar="KIND", help="只列这种报告的规则（ogi、enforcement）")
@click.option("--edition", metavar="EDITION", help="只列这一版的规则（如 2021）")
@click.option("--category", metavar="CATEGORY", help="只列这一类（如 timeliness）")
@click.option("--json", "as_json", is_flag=True, help="JSON，每条规则一行")
def rules(kind: str | None, edition: str | None, category: str | None, as_json: bool) -> None:
    """列出报告要遵守的规则：内容、级别、依据、适用的年度和版本。"""
    from govreport.forms.catalogue import editions
    from govreport.kinds import kinds
    from govreport.model.rules import CATEGORIES, rules

    known = [each for each in kinds() if kind in (None, each.id)]
    if not known:
        raise unknown(kind or "", [each.id for each in kinds()], "--kind")
    forms = [form.id for each in known for form in editions(each)]
    if edition not in (None, *forms):
        raise unknown(edition or "", forms, "--edition")
    try:
        found = rules(kind, edition=edition, category=category)
    except ValueError as error:
        raise unknown(category or "", CATEGORIES, "--category") from error
    for each in found:
        if as_json:
            click.echo(json.dumps(listed(each), ensure_ascii=False))
        else:
            click.echo("\n".join(_lines(each)))


def _lines(rule: Rule) -> Iterator[str]:
    from govreport.export.wording import CATEGORIES, SEVERITIES

    if language() == "en":
        yield f"{rule.code} v{rule.version}  {rule.severity}, {rule.category}"
        yield f"  {rule.en}"
        yield f"  {rule.source.en}"
    else:
        severity, category = SEVERITIES[rule.severity], CATEGORIES[rule.category]
        yield f"{rule.code} v{rule.version}  {severity}，{category}"
        yield f"  {rule.zh}"
        yield f"  {rule.source.zh}{'，' * bool(rule.article)}{rule.article}"
