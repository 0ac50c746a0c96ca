"""``govreport parse``: reports as JSON, as tables, as pages."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Literal

import click

from govreport.cli.failure import FAILED, Failure, attempt
from govreport.cli.inputs import opened, reads_files
from govreport.cli.language import language, said
from govreport.cli.output import Targets, console, deliver, ensure_excel

if TYPE_CHECKING:
    from govreport.model import Report
    from govreport.ocr import Ocr
    from govreport.pipeline import Via

__all__ = ["parse"]

Form = Literal["json", "table", "html", "csv", "xlsx"]
ENDINGS = {"json": "json", "table": "txt", "html": "html", "csv": "csv", "xlsx": "xlsx"}


@click.command()
@reads_files
@click.option("--json", "form", flag_value="json", help="JSON，每份报告一行（管道的默认格式）")
@click.option("--table", "form", flag_value="table", help="概要与数字表（终端的默认格式）")
@click.option("--html", "form", flag_value="html", help="网页，数据与原文并排")
@click.option("--csv", "form", flag_value="csv", help="CSV，每个数字一行")
@click.option("--xlsx", "form", flag_value="xlsx", help="Excel，每份报告一个工作簿")
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
    ocr: Ocr | None,
    jobs: int | None,
    partial: bool,
) -> None:
    """解析报告：标题、机关、日期、章节和统计表的每个数字。

    FILE 可以是文件、目录（逐层走，压缩包里的也算）或 -（标准输入）。
    """
    inputs = opened(files)
    if form in ("html", "xlsx") and output is None and not inputs.is_single:
        raise click.UsageError(said("--{form} 处理几个文件时要有 -o DIR", form=form))
    if form == "xlsx":
        ensure_excel(to_terminal=output is None and sys.stdout.isatty())
    form = form or ("table" if output is None and sys.stdout.isatty() else "json")
    targets = None if output is None else Targets(output, ENDINGS[form], inputs.paths)
    delivered = True
    first = True
    for path, result in inputs.reports(via, jobs, ocr, partial=partial):
        headed = first or targets is not None
        if not isinstance(result, Failure):
            render = functools.partial(_render, form=form, paged=output is not None, headed=headed)
            rendered = attempt(path, functools.partial(_of, render, result))
            first = first and isinstance(rendered, Failure)
        else:
            rendered = result
        delivered = deliver(path, rendered, targets) and delivered
    context.exit(0 if delivered else FAILED)


def _of(render: functools.partial[str | bytes], report: Report, path: str) -> str | bytes:
    return render(report, path)


def _render(report: Report, path: str, *, form: Form, paged: bool, headed: bool) -> str | bytes:
    """Return UTF-8 for programs, text in whatever encoding the terminal has for people."""
    if form == "json":
        from govreport.export.safe import escaped

        return escaped(report.to_json()).encode() + b"\n"
    if form == "html":
        from pathlib import Path

        original = path if Path(path).is_file() else None
        return report.to_html(lang=language(), original=original).encode("utf-8", "replace")
    if form == "xlsx":
        return report.to_excel(lang=language())
    if form == "csv":
        from govreport.export.csv import metrics_csv

        return metrics_csv(report, path, head=headed).encode("utf-8", "replace")
    from govreport.export.terminal.report import summary

    page = console(paged=paged)
    with page.capture() as capture:
        page.print(summary(report, language()))
    return capture.get()
