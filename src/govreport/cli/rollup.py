"""``govreport rollup`` and ``govreport peers``: a store's regions against their organs, and a
report among those like it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from govreport.cli.failure import FAILED, Failure, say
from govreport.cli.language import language
from govreport.cli.output import console, deliver_to, echo_json, needs, unknown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from govreport.batch.store.reading import Tables

__all__ = ["peers", "rollup"]

USAGE, FINDINGS = 2, 1

T = TypeVar("T")

store_folder = click.argument("store", metavar="OUT", type=click.Path(path_type=Path))


@click.command()
@store_folder
@click.option("--place", metavar="PLACE", required=True, help="地区：行政区划代码或名称")
@click.option("--year", metavar="YEAR", required=True, type=int, help="哪一年度的报告")
@click.option("--json", "form", flag_value="json", help="JSON（管道的默认格式）")
@click.option("--table", "form", flag_value="table", help="一览（终端的默认格式）")
@click.option("--html", "form", flag_value="html", help="网页")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到这个文件",
)
@click.pass_context
def rollup(
    context: click.Context,
    store: Path,
    place: str,
    year: int,
    form: Literal["json", "table", "html"] | None,
    target: Path | None,
) -> None:
    """汇总核对：一个地区的报告与它所辖各机关的报告之和，逐格比较。

    \b
      govreport rollup 结果 --place 330211 --year 2022
      govreport rollup 结果 --place 镇海区 --year 2022 --html -o 核对.html

    有不符的，退出码为 1。
    """
    found = _asked(context, store, lambda tables: tables.rollup(place, year))
    if form is None and target is not None:
        form = "html" if target.suffix.lower() in (".html", ".htm") else "json"
    form = form or ("table" if sys.stdout.isatty() else "json")
    if form == "table":
        from govreport.export.terminal.rollup import to_table

        text = _printed(to_table(found, language()))
    else:
        text = found.to_html(language()) if form == "html" else found.to_json(language()) + "\n"
    data = text if form == "table" else text.encode("utf-8", "replace")
    if not deliver_to(str(target or "-"), data, target):
        context.exit(FAILED)
    context.exit(FINDINGS if found.differing else 0)


@click.command()
@store_folder
@click.option("--organ", metavar="NAME", required=True, help="机关：名称、简称或 id")
@click.option("--year", metavar="YEAR", required=True, type=int, help="哪一年度的报告")
@click.option("--json", "form", flag_value="json", help="JSON（管道的默认格式）")
@click.option("--table", "form", flag_value="table", help="一览（终端的默认格式）")
@click.pass_context
def peers(
    context: click.Context,
    store: Path,
    organ: str,
    year: int,
    form: Literal["json", "table"] | None,
) -> None:
    """同类：一份报告的各项在同类、同级机关同年度的报告里的百分位；不足十份的不列。"""
    found = _asked(context, store, lambda tables: tables.peers(organ, year))
    if (form or ("table" if sys.stdout.isatty() else "json")) == "table":
        from govreport.export.terminal.rollup import peers_table

        click.echo(_printed(peers_table(found, language())), nl=False)
    else:
        from govreport.export.peers import to_data

        echo_json(to_data(found, language()))


def _asked(context: click.Context, store: Path, ask: Callable[[Tables], T]) -> T:
    """What a store answers; the command ends where there is none, or a name is none."""
    from govreport.batch import open_store, require_pyarrow
    from govreport.errors import GovReportError, UnknownName

    try:
        require_pyarrow()
        return ask(open_store(store))
    except ImportError as error:
        raise needs(error) from error
    except UnknownName as error:
        options = {"year": "--year", "place": "--place", "single place": "--place"}
        raise unknown(error.name, error.near, options.get(error.what, "--organ")) from error
    except GovReportError as error:
        say(Failure(error.path or str(store), error.code, error.detail, error.hint))
        context.exit(USAGE)


def _printed(shown: RenderableType) -> str:
    made = console()
    with made.capture() as capture:
        made.print(shown)
    return capture.get()
