"""``govreport diff``: two reports against each other."""

from __future__ import annotations

import sys
from typing import Literal

import click

from govreport.cli.failure import FAILED, Failure, say
from govreport.cli.inputs import opened
from govreport.cli.language import language
from govreport.cli.output import console, echo_json

__all__ = ["diff"]


@click.command()
@click.argument("before", metavar="A", type=click.Path(allow_dash=True))
@click.argument("after", metavar="B", type=click.Path(allow_dash=True))
@click.option("--json", "form", flag_value="json", help="JSON（管道的默认格式）")
@click.option("--table", "form", flag_value="table", help="一览表（终端的默认格式）")
@click.pass_context
def diff(
    context: click.Context, before: str, after: str, form: Literal["json", "table"] | None
) -> None:
    """比较两份报告：两个年度、两个版本或两个机关；B 是次年的，并核对跨年关系。"""
    from govreport.checks.series import check_series
    from govreport.compare import diff
    from govreport.export.terminal.difference import to_data, to_table

    results = [result for name in (before, after) for _, result in opened([name]).reports(jobs=1)]
    for result in results:
        if isinstance(result, Failure):
            say(result)
    one, two = results[0], results[-1]
    if isinstance(one, Failure) or isinstance(two, Failure):
        context.exit(FAILED)
    follows = one.year is not None and two.year == one.year + 1
    findings = tuple(check_series(two, one)) if follows else ()
    if form == "table" or (form is None and sys.stdout.isatty()):
        console().print(to_table(one, two, diff(one, two), findings, language()))
    else:
        echo_json(to_data(one, two, diff(one, two), findings))
