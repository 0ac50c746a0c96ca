"""``govreport places``: which place a name is of, on a terminal."""

from __future__ import annotations

import click

from govreport.cli.language import said

__all__ = ["places"]


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--year", type=int, metavar="YEAR", help="哪一年的行政区划；不写则为现在的")
def places(name: str, year: int | None) -> None:
    """查地名或机关名：行政区划代码、上级，有几处同名的逐一列出。"""
    from govreport.organs.places import named
    from govreport.organs.resolve import resolve

    found = resolve(name, year=year)
    known = named(name, year=year) or ((found.place,) if found.place else found.candidates)
    if not known:
        raise click.ClickException(said("没有这个地名：{name}", name=name))
    for place in known:
        life = f"{place.since or ''}–{place.until or ''}"
        click.echo(f"{place}\t{life}\t{place.id}")
