"""The command line: a command a module.

What a person reads goes through rich; what a program reads is UTF-8 JSON, one object a line, or
CSV. A file that gives no report costs one line on stderr and does not stop the others.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import click

from govreport.cli.failure import FAILED, INTERRUPTED, Failure, say
from govreport.cli.language import Group, chosen, speaking

__all__ = ["cli", "main"]

#: So many new objects are looked through for garbage at a time; Python's own number is 700.
GARBAGE = 100_000
HELP = """政府信息公开工作年度报告：读入文件，给出带出处的数据。

\b
退出码：
  0    正常
  1    check 发现“错误”级问题
  2    命令用法有误
  3    有文件读不了或不是年度报告（其余照常处理），或结果写不出去；
       batch 只在不能做完时如此：读不了的文件是它的结果，列在 files 表里
  130  被 Ctrl-C 中断
  143  batch 被系统结束（SIGTERM）：与 Ctrl-C 一样，再次运行接着做
"""


def main() -> NoReturn:
    """Run the command line and exit: the ``govreport`` script."""
    # What a command makes at its start lives to its end: looking through it for garbage is in vain.
    gc.set_threshold(GARBAGE)
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
        code = _run()
    # Nor is there anything to be gained by looking through it on the way out.
    gc.freeze()
    sys.exit(code)


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


class _Commands(Mapping[str, click.Command]):
    """The commands by their names, each loaded when it is asked for; ``homes`` are their modules,
    where they are not called as they are."""

    def __init__(self, *names: str, **homes: str) -> None:
        self._homes = {**{name: name for name in names}, **homes}

    def __getitem__(self, name: str) -> click.Command:
        module = importlib.import_module(f"govreport.cli.{self._homes[name]}")
        command: click.Command = getattr(module, name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


COMMANDS = _Commands(
    *("batch", "check", "diff", "export", "forms", "parse", "places", "rollup", "rules", "score"),
    *("serve", "view"),
    peers="rollup",
    schema="forms",
    site="serve",
)


@click.group(
    cls=Group,
    commands=COMMANDS,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    package_name="govreport", message="govreport %(version)s", help="显示版本号后退出"
)
def cli() -> None:
    """The command; its help is :data:`HELP`."""
