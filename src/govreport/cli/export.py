"""``govreport export``: a store in the files of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from govreport.cli.failure import FAILED, Failure, say
from govreport.cli.language import language
from govreport.cli.output import needs, unknown

__all__ = ["export"]

USAGE = 2


@click.command()
@click.argument("store", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到哪个文件：.xlsx .csv .zip（各表的 CSV）.dta .sqlite",
)
@click.option("--table", "tables", metavar="NAME", multiple=True, help="只要这些表（可以多次）")
@click.pass_context
def export(context: click.Context, store: Path, target: Path, tables: tuple[str, ...]) -> None:
    """批处理的结果 OUT 写成 Excel、CSV、Stata、SQLite。

    \b
      govreport export 结果 -o 数据.xlsx
      govreport export 结果 -o 数据.csv --table points
    """
    from govreport.batch import open_store, require_pyarrow
    from govreport.errors import GovReportError, UnknownName

    try:
        require_pyarrow()
        from govreport.batch.out.write import write

        notes = write(open_store(store), target, tables=tables, lang=language())
    except ImportError as error:
        raise needs(error) from error
    except UnknownName as error:
        raise unknown(error.name, error.near, "--table") from error
    except GovReportError as error:
        say(Failure(error.path or str(store), error.code, error.detail, error.hint))
        context.exit(USAGE)
    except OSError as error:
        say(Failure(str(target), "output", error.strerror or str(error)))
        context.exit(FAILED)
    for note in notes:
        click.echo(note, err=True)
