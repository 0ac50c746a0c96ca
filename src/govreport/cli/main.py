"""The command line: ``parse``, ``check``, ``diff``, ``forms``, ``schema``; two commands apart.

What a person reads goes through rich; what a program reads is UTF-8 JSON, one object a line. A
file that gives no report costs one line on stderr and does not stop the others.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from govreport.cli.batch import batch
from govreport.cli.export import export
from govreport.cli.failure import ERRORS, FAILED, INTERRUPTED, Failure, attempt, say
from govreport.cli.places import places
from govreport.cli.rules import rules
from govreport.cli.serve import serve, site
from govreport.cli.view import view

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from govreport.export.language import Language
    from govreport.model import Report
    from govreport.pipeline import Via

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

FINDINGS = 1
#: Columns of a page that has no terminal; a table of Chinese needs as much.
PAGE_WIDTH = 110

Form = Literal["json", "table", "html"]


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
    try:
        code = cli.main(prog_name="govreport", standalone_mode=False)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OSError as error:
        code = FAILED
        say(Failure("stdout", "output", error.strerror or str(error)))
        # What is still buffered would fail again, and loudly, when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="govreport", message="govreport %(version)s")
def cli() -> None:
    """The command; its help is :data:`HELP`."""


cli.add_command(batch)
cli.add_command(export)
cli.add_command(places)
cli.add_command(rules)
cli.add_command(serve)
cli.add_command(site)
cli.add_command(view)

file_names = click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path())

via_program = click.option(
    "--via",
    type=click.Choice(["libreoffice"]),
    help="旧格式（.doc、.rtf、.xls 等）由 LibreOffice 转换后再读",
)


@cli.command()
@file_names
@via_program
@click.option("--json", "form", flag_value="json", help="JSON，每份报告一行（管道的默认格式）")
@click.option("--table", "form", flag_value="table", help="概要与数字表（终端的默认格式）")
@click.option("--html", "form", flag_value="html", help="网页，数据与原文并排")
@click.option(
    "-o", "--output", metavar="DIR", type=click.Path(), help="每份报告写成 DIR 中一个文件"
)
@click.pass_context
def parse(
    context: click.Context,
    files: tuple[str, ...],
    form: Form | None,
    output: str | None,
    via: Via | None,
) -> None:
    """解析报告：标题、机关、日期、章节和统计表的每个数字。"""
    if form == "html" and output is None and len(files) > 1:
        raise click.UsageError("--html of several files needs -o DIR")
    form = form or ("table" if output is None and sys.stdout.isatty() else "json")
    render = functools.partial(_render, form=form, paged=output is not None)
    targets = [None] * len(files) if output is None else _targets(output, files, form)
    delivered = [
        _deliver(path, attempt(path, lambda path: render(_parse(path, via))), target)
        for path, target in zip(files, targets, strict=True)
    ]
    context.exit(0 if all(delivered) else FAILED)


@cli.command()
@file_names
@via_program
@click.option("--json", "form", flag_value="json", help="JSON，每份报告一行")
@click.option("--table", "form", flag_value="table", help="一览表，每个文件一行")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="问题说明的语言")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    form: Form | None,
    lang: Language,
    via: Via | None,
) -> None:
    """核对报告：勾稽关系、期限、单位名称、序号、未识别的行与栏。"""
    seen = _Tally()
    read = functools.partial(_parse, via=via)
    results = seen.passing(attempt(path, read) for path in files)
    if form == "table":
        _console().print(_overview(files, results))
    else:
        for path, result in zip(files, results, strict=True):
            if isinstance(result, Failure):
                say(result, lang)
            elif form == "json":
                _echo_json({"path": path, "findings": result.to_dict()["findings"]})
            else:
                _echo_findings(result, path, lang)
    context.exit(FAILED if seen.counts["failed"] else FINDINGS if seen.counts["error"] else 0)


@cli.command()
@click.argument("before", metavar="A", type=click.Path())
@click.argument("after", metavar="B", type=click.Path())
@click.option("--json", "form", flag_value="json", help="JSON（管道的默认格式）")
@click.option("--table", "form", flag_value="table", help="一览表（终端的默认格式）")
@click.pass_context
def diff(context: click.Context, before: str, after: str, form: Form | None) -> None:
    """比较两份报告：两个年度、两个版本或两个机关；B 是次年的，并核对跨年关系。"""
    from govreport.checks.series import check_series
    from govreport.compare import diff
    from govreport.export.terminal.difference import to_data, to_table

    results = [attempt(path, _parse) for path in (before, after)]
    for result in results:
        if isinstance(result, Failure):
            say(result)
    one, two = results
    if isinstance(one, Failure) or isinstance(two, Failure):
        context.exit(FAILED)
    follows = one.year is not None and two.year == one.year + 1
    findings = tuple(check_series(two, one)) if follows else ()
    if form == "table" or (form is None and sys.stdout.isatty()):
        _console().print(to_table(one, two, diff(one, two), findings))
    else:
        _echo_json(to_data(one, two, diff(one, two), findings))


@cli.command()
@click.argument("edition", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def forms(edition: str | None, as_json: bool) -> None:
    """列出统计表版式；给出 EDITION（如 2019）则列出它的每一行。"""
    from govreport.cli.forms import edition_list, form_table
    from govreport.forms.catalogue import editions
    from govreport.kinds import kinds

    every = [one for each in kinds() for one in editions(each)]
    found = [one for one in every if edition in (None, one.id)]
    if not found:
        known = ", ".join(one.id for one in every)
        raise click.BadParameter(f"{edition!r}: there are {known}", param_hint="EDITION")
    if as_json:
        import cattrs

        converter = cattrs.Converter(unstruct_collection_overrides={tuple: list})
        data = [converter.unstructure(one) for one in found]
        _echo_json(data if edition is None else data[0])
    elif edition is None:
        _console().print(edition_list(found))
    else:
        for table in found[0].tables:
            _console().print(form_table(table))


@cli.command()
def schema() -> None:
    """输出 JSON 的模式（JSON Schema）。"""
    from govreport.export.schema import json_schema

    _echo_json(json_schema(), indent=2)


def _parse(path: str, via: Via | None = None) -> Report:
    from govreport.pipeline import parse

    return parse(path, via=via)


def _render(report: Report, form: Form, *, paged: bool) -> str | bytes:
    """Return UTF-8 for programs, text in whatever encoding the terminal has for people."""
    if form == "json":
        return report.to_json().encode() + b"\n"
    if form == "html":
        return report.to_html().encode("utf-8", "replace")
    from govreport.export.terminal.report import summary

    console = _console(paged=paged)
    with console.capture() as capture:
        console.print(summary(report))
    return capture.get()


def _deliver(path: str, result: str | bytes | Failure, target: Path | None) -> bool:
    """Write a result to its place, or say why there is none and return false."""
    if not isinstance(result, Failure):
        if target is None:
            click.echo(result, nl=False)
            return True
        data = result if isinstance(result, bytes) else result.encode("utf-8", "replace")
        try:
            target.write_bytes(data)
        except OSError as error:
            result = Failure(path, "output", f"{target}: {error.strerror}")
        else:
            return True
    say(result)
    return False


def _targets(folder: str, files: Sequence[str], form: Form) -> list[Path]:
    """A file in the folder for each input: no two the same, and none of them an input."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{folder!r}: {error.strerror}", param_hint="--output") from error
    ending = {"json": "json", "table": "txt", "html": "html"}[form]
    taken = {Path(file).absolute() for file in files}
    targets = []
    for file in files:
        names = itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
        candidates = (Path(folder, f"{Path(file).name}{n}.{ending}").absolute() for n in names)
        target = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(target)
        targets.append(target)
    return targets


class _Tally:
    """How many files failed, and how many findings there were of each severity."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def passing(self, results: Iterable[Report | Failure]) -> Iterator[Report | Failure]:
        """Pass results on, and count them as they pass."""
        for result in results:
            if isinstance(result, Failure):
                self.counts["failed"] += 1
            else:
                self.counts.update(finding.severity.value for finding in result.findings)
            yield result


def _echo_findings(report: Report, path: str, lang: Language) -> None:
    from govreport.export.safe import one_line
    from govreport.export.terminal.report import findings_lines

    clean = "未发现问题" if lang == "zh" else "no findings"
    for line in findings_lines(report, path, lang) or [one_line(f"{path}: {clean}")]:
        click.echo(line)


def _overview(files: Sequence[str], results: Iterator[Report | Failure]) -> RenderableType:
    """A line for each file; the folder that all of them are in is left out."""
    from rich.table import Table
    from rich.text import Text

    from govreport.export.safe import one_line
    from govreport.export.wording import SEVERITIES

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("文件", overflow="fold")
    table.add_column("发布机关", overflow="fold")
    for head in ("年度", "版式", "数字", "章节"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("发现", overflow="fold")
    shared = os.path.commonprefix(files).rfind(os.sep) + 1  # noqa: RUF071
    for path, result in zip(files, results, strict=True):
        name = Text(one_line(path[shared:] or path))
        if isinstance(result, Failure):
            table.add_row(name, *[""] * 5, Text(ERRORS[result.code], "red"))
            continue
        found = Counter(finding.severity for finding in result.findings)
        table.add_row(
            name,
            Text(one_line(result.issuer.name or "")),
            str(result.year or ""),
            result.edition or "",
            str(sum(metric.value is not None for metric in result.metrics)),
            str(sum(1 for section in result.sections for _ in section.walk())),
            "，".join(f"{SEVERITIES[one]} {found[one]}" for one in SEVERITIES if found[one])
            or "无",
        )
    return table


def _console(*, paged: bool = False) -> Console:
    from rich.console import Console

    if not paged and sys.stdout.isatty():
        return Console(highlight=False)
    return Console(file=io.StringIO() if paged else None, width=PAGE_WIDTH, highlight=False)


def _echo_json(data: object, *, indent: int | None = None) -> None:
    # File names may hold halves of surrogate pairs; JSON escapes them as Python does.
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    click.echo(text.encode("utf-8", "backslashreplace"))
