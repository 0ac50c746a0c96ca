"""``govreport forms`` and ``govreport schema``: what reports and their JSON are made of."""

from __future__ import annotations

import click

from govreport.cli.language import language
from govreport.cli.output import console, echo_json, listed, unknown

__all__ = ["forms", "schema"]


@click.command()
@click.argument("edition", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def forms(edition: str | None, as_json: bool) -> None:
    """列出统计表版式；给出 EDITION（如 2019）则列出它的每一行。"""
    from govreport.export.terminal.forms import edition_list, form_table
    from govreport.forms.catalogue import editions
    from govreport.kinds import kinds

    every = [one for each in kinds() for one in editions(each)]
    found = [one for one in every if edition in (None, one.id)]
    if not found:
        raise unknown(edition or "", [one.id for one in every], "EDITION")
    if as_json:
        data = [listed(one) for one in found]
        echo_json(data if edition is None else data[0])
    elif edition is None:
        console().print(edition_list(found, language()))
    else:
        for table in found[0].tables:
            console().print(form_table(table, language()))


@click.command()
def schema() -> None:
    """输出 JSON 的模式（JSON Schema）。"""
    from govreport.export.schema import json_schema

    echo_json(json_schema(), indent=2)
