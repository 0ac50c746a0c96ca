"""The command line: a command a module.

What a person reads goes through rich; what a program reads is UTF-8 JSON, one object a line, or
CSV. A file that gives no report costs one line on stderr and does not stop the others.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import click

from govreport.cli.batch import batch
from govreport.cli.check import check
from govreport.cli.diff import diff
from govreport.cli.export import export
from govreport.cli.failure import FAILED, INTERRUPTED, Failure, say
from govreport.cli.forms import forms, schema
from govreport.cli.language import Group, chosen, speaking
from govreport.cli.parse import parse
from govreport.cli.places import places
from govreport.cli.rollup import peers, rollup
from govreport.cli.rules import rules
from govreport.cli.score import score
from govreport.cli.serve import serve, site
from govreport.cli.view import view

__all__ = ["cli", "main"]

HELP = """政府信息公开工作年度报告：读入文件，给出带出处的数据。

\b
退出码：
  0    正常
  1    check 发现“错误”级问题
  2    命令用法有误
  3    有文件读不了或不是年度报告（其余照常处理），或结果写不出去；
       batch 只在不能做完时如此：读不了的文件是它的结果，列在 files 表里
  130  被 Ctrl-C 中断
"""


def main() -> NoReturn:
    """Run the command line and exit: the ``govreport`` script."""
    if hasattr(signal, "SIGPIPE"):
        # As other filters do: end without a word when the reader has seen enough.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # Python has no stream at all where the caller has closed it.
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with speaking(chosen(sys.argv[1:])):
        sys.exit(_run())


def _run() -> int:
    try:
        code: int = cli.main(prog_name="govreport", standalone_mode=False)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OSError as error:
        code = FAILED
        if not isinstance(error, BrokenPipeError):
            say(Failure("stdout", "output", error.strerror or str(error)))
        # What is still buffered would fail again, and loudly, when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


@click.group(cls=Group, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="govreport", message="govreport %(version)s", help="显示版本号后退出"
)
def cli() -> None:
    """The command; its help is :data:`HELP`."""


_COMMANDS = (
    *(batch, check, diff, export, forms, parse, peers, places, rollup, rules, schema, score, serve),
    *(site, view),
)
for command in _COMMANDS:
    cli.add_command(command)
