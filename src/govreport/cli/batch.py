"""``govreport batch``: the options of the command; what it does is in :mod:`govreport.batch`."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Literal, NoReturn

import click

from govreport.cli.failure import ENDED, FAILED, INTERRUPTED, Failure, say
from govreport.cli.language import said
from govreport.cli.output import needs
from govreport.errors import GovReportError

__all__ = ["batch"]

USAGE = 2
MIB = 1 << 20


@click.command()
@click.argument("archive", required=False, type=click.Path())
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="结果目录")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="由本机进程还是 Ray 解析；Ray 可用集群（RAY_ADDRESS），也读 s3:// hdfs:// 等地址",
)
@click.option("--jobs", type=click.IntRange(1), help="解析进程数（默认每个处理器一个）")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    help="一个文件（扫描件：一页）最多用多少秒",
)
@click.option(
    "--memory",
    type=click.IntRange(256),
    default=1024,
    show_default=True,
    help="一个解析进程最多占多少 MiB 内存",
)
@click.option("--resume", is_flag=True, help="OUT 的存档换了位置或名称，也接着做")
@click.option("--follow-links", is_flag=True, help="跟随通到存档以外的链接（默认列出而不读）")
@click.option("--retry", is_flag=True, help="已隔离的文件再解析一次（例如加大 --timeout 之后）")
@click.option(
    "--path-pattern",
    metavar="RE",
    help="从路径取年度、地区、机关：(?P<year>…) (?P<region>…) (?P<organ>…)",
)
@click.option(
    "--issuers",
    metavar="CSV",
    type=click.Path(path_type=Path),
    help="指定哪些名称是同一机关：改过的 OUT/issuers.csv；以后的运行沿用",
)
@click.option("--jsonl", is_flag=True, help="另存每份报告的完整 JSON，每行一份")
@click.option(
    "--ocr",
    type=click.Choice(["never", "auto"]),
    default="never",
    show_default=True,
    help="auto：没有文字层的页也识别，每页要几秒",
)
@click.option("--plugin", "plugins", metavar="MODULE", multiple=True, help="解析进程先导入的模块")
@click.option(
    "--status",
    "status",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="只说明 OUT 做到了哪里",
)
@click.pass_context
def batch(
    context: click.Context,
    archive: str | None,
    output: Path | None,
    engine: Literal["local", "ray"],
    jobs: int | None,
    timeout: float,
    memory: int,
    resume: bool,
    follow_links: bool,
    retry: bool,
    path_pattern: str | None,
    issuers: Path | None,
    jsonl: bool,
    ocr: Literal["never", "auto"],
    plugins: tuple[str, ...],
    status: Path | None,
) -> None:
    """整个存档：解析目录、压缩包或地址 ARCHIVE 里的每个文件，结果是 OUT 里的 Parquet 表。

    再次运行同一命令就接着做：只解析新的和改过的文件。被中断（Ctrl-C、断电、kill -9）之后也一样。

    \b
      govreport batch 存档 -o 结果
      govreport batch --status 结果
    """
    if status is not None and (archive or output):
        raise click.UsageError(said("--status OUT 单独用"))
    if status is None and (archive is None or output is None):
        raise click.UsageError(said("给出 ARCHIVE 和 -o OUT，或 --status OUT"))
    from govreport.batch import require_pyarrow
    from govreport.ocr import INSTALL, is_installed

    if ocr != "never" and not is_installed():
        raise click.UsageError(said("--ocr 要先安装文字识别：{command}", command=INSTALL))

    try:
        require_pyarrow()
    except ImportError as error:
        raise needs(error) from error
    import sqlite3

    from govreport.batch.run import Options
    from govreport.batch.store.tables import StoreError
    from govreport.cli import batch_run as command

    try:
        if archive is None or output is None:
            command.status(status or Path())
            return
        options = Options(
            engine=engine,
            jobs=jobs,
            timeout=timeout,
            memory=memory * MIB,
            resume=resume,
            follow_links=follow_links,
            retry=retry,
            path_pattern=path_pattern,
            issuers=issuers,
            jsonl=jsonl,
            plugins=plugins,
            ocr=ocr,
        )
        if hasattr(signal, "SIGPIPE"):
            # A worker may die while it is sent a file: an error to be dealt with, not our end.
            signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _ended)
        command.batch(archive, output, options)
    except ImportError as error:
        raise needs(error) from error
    except GovReportError as error:
        say(Failure(error.path or str(output or status), error.code, error.detail, error.hint))
        context.exit(USAGE if isinstance(error, StoreError) else FAILED)
    except (OSError, sqlite3.Error) as error:
        # What Arrow says of itself goes on for lines: the system's own words say it.
        number = error.errno if isinstance(error, OSError) else None
        say(Failure(str(output or status), "output", os.strerror(number) if number else str(error)))
        context.exit(FAILED)
    except KeyboardInterrupt as error:
        click.echo(said("已中断：{out} 里的结果完好，再次运行同一命令接着做", out=output), err=True)
        context.exit(ENDED if isinstance(error, _Ended) else INTERRUPTED)


class _Ended(KeyboardInterrupt):
    """Asked to end by the system (``SIGTERM``): a run ends then as by Ctrl-C."""


def _ended(*_: object) -> NoReturn:
    raise _Ended
