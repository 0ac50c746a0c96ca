"""``govreport score``: a report's points by a rubric, and what took them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from govreport.cli.failure import FAILED, Failure, say
from govreport.cli.inputs import opened
from govreport.cli.language import language
from govreport.cli.output import echo_json

if TYPE_CHECKING:
    from govreport.checks.assessment import Assessment

__all__ = ["score"]


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.option("--rubric", metavar="TOML", type=click.Path(), help="自己的评分表；不写则用默认的")
@click.option("--json", "form", flag_value="json", help="JSON：每一分的规则、位置和说法")
@click.option("--html", "form", flag_value="html", help="网页")
@click.pass_context
def score(
    context: click.Context, file: str, rubric: str | None, form: Literal["json", "html"] | None
) -> None:
    """按评分表给一份报告打分：每一分由哪条规则、哪一处、为什么扣去。"""
    from govreport.export.score import to_data, to_lines, to_page

    for _, result in opened([file]).reports(jobs=1):
        if isinstance(result, Failure):
            say(result)
            context.exit(FAILED)
        try:
            found: Assessment = result.assessment(None if rubric is None else Path(rubric))
        except (OSError, ValueError) as error:
            raise click.BadParameter(str(error), param_hint="--rubric") from error
        if form == "json":
            echo_json(to_data(result, found))
        elif form == "html":
            click.echo(to_page(result, found, language()))
        else:
            click.echo("\n".join(to_lines(found, language())))
