"""``govreport check``: what does not add up, a line a finding."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from govreport.cli.failure import FAILED, Failure, say
from govreport.cli.inputs import opened, reads_files
from govreport.cli.language import language, said
from govreport.cli.output import console, deliver_to, echo_json, ensure_excel

if TYPE_CHECKING:
    from rich.console import RenderableType

    from govreport.model import Metric, Report
    from govreport.ocr import Ocr
    from govreport.pipeline import Via

__all__ = ["check"]

FINDINGS = 1

Form = Literal["json", "table", "csv", "xlsx"]
Result = tuple[str, "Report | Failure"]


@click.command()
@reads_files
@click.option("--json", "form", flag_value="json", help="JSON，每份报告一行")
@click.option("--table", "form", flag_value="table", help="一览表，每个文件一行")
@click.option("--csv", "form", flag_value="csv", help="CSV，每个问题一行")
@click.option("--xlsx", "form", flag_value="xlsx", help="Excel 工作簿，每个问题一行")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="--csv 和 --xlsx 写到这个文件"
)
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    form: Form | None,
    output: str | None,
    via: Via | None,
    ocr: Ocr | None,
    jobs: int | None,
    partial: bool,
) -> None:
    """核对报告：勾稽关系、期限、单位名称、序号、未识别的行与栏。

    FILE 可以是文件、目录（逐层走，压缩包里的也算）或 -（标准输入）。
    """
    if output is not None and form not in ("csv", "xlsx"):
        raise click.UsageError(said("-o 和 --csv 或 --xlsx 一起用"))
    if form == "xlsx":
        ensure_excel(to_terminal=output is None and sys.stdout.isatty())
    seen = _Tally()
    results = seen.passing(opened(files).reports(via, jobs, ocr, partial=partial))
    if form == "table":
        console().print(_overview([*results]))
    elif form == "csv" or form == "xlsx":
        data = _csv(results) if form == "csv" else _workbook(results)
        target = None if output is None else Path(output)
        if not deliver_to(output or "-", data, target):
            context.exit(FAILED)
    else:
        for path, result in results:
            if isinstance(result, Failure):
                say(result)
            elif form == "json":
                echo_json({"path": path, "findings": result.to_dict()["findings"]})
            else:
                _echo_findings(result, path)
    context.exit(FAILED if seen.counts["failed"] else FINDINGS if seen.counts["error"] else 0)


class _Tally:
    """How many files failed, and how many findings there were of each severity."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def passing(self, results: Iterable[Result]) -> Iterator[Result]:
        """Pass results on, and count them as they pass."""
        for path, result in results:
            if isinstance(result, Failure):
                self.counts["failed"] += 1
            else:
                self.counts.update(finding.severity.value for finding in result.findings)
            yield path, result


def _echo_findings(report: Report, path: str) -> None:
    from govreport.export.safe import one_line
    from govreport.export.terminal.report import findings_lines

    clean = one_line(f"{path}: {said('未发现问题')}")
    for line in findings_lines(report, path, language()) or [clean]:
        click.echo(line)


def _reports(results: Iterable[Result]) -> Iterator[tuple[str, Report]]:
    """The files that gave a report; of the others, it is said that they did not."""
    for path, result in results:
        if isinstance(result, Failure):
            say(result)
        else:
            yield path, result


def _csv(results: Iterable[Result]) -> bytes:
    from govreport.export.csv import findings_csv

    parts: list[str] = []
    for path, report in _reports(results):
        parts.append(findings_csv(report, path, head=not parts))
    return "".join(parts).encode("utf-8", "replace")


def _workbook(results: Iterable[Result]) -> bytes:
    from govreport.export.excel import write
    from govreport.export.sheets import of_findings

    buffer = io.BytesIO()
    write(buffer, of_findings(_reports(results), language()), language())
    return buffer.getvalue()


def _overview(results: Sequence[Result]) -> RenderableType:
    """A line for each file; the folder that all of them are in is left out."""
    from rich.table import Table
    from rich.text import Text

    from govreport.export.safe import one_line
    from govreport.export.wording import SEVERITIES

    table = Table(show_edge=False, pad_edge=False)
    table.add_column(said("文件"), overflow="fold")
    table.add_column(said("发布机关"), overflow="fold")
    for head in ("年度", "版式", "数字", "章节"):
        table.add_column(said(head), justify="right", no_wrap=True)
    table.add_column(said("发现"), overflow="fold")
    shared = os.path.commonprefix([path for path, _ in results]).rfind(os.sep) + 1  # noqa: RUF071
    for path, result in results:
        name = Text(one_line(path[shared:] or path))
        if isinstance(result, Failure):
            called = result.code if language() == "en" else result.called
            table.add_row(name, *[""] * 5, Text(called, "red"))
            continue
        found = Counter(finding.severity for finding in result.findings)
        words = [f"{said(SEVERITIES[one])} {found[one]}" for one in SEVERITIES if found[one]]
        if unconfirmed := sum(map(_is_unconfirmed, result.metrics)):
            words.append(said("读自扫描件未印证 {n}", n=unconfirmed))
        table.add_row(
            name,
            Text(one_line(result.issuer.name or "")),
            str(result.year or ""),
            result.edition or "",
            str(sum(metric.value is not None for metric in result.metrics)),
            str(sum(1 for section in result.sections for _ in section.walk())),
            said("，").join(words) or said("无"),
        )
    return table


def _is_unconfirmed(metric: Metric) -> bool:
    """Whether a figure was read from a scan, and no identity confirms it: what the finding
    ``ocr.unconfirmed`` counts."""
    return metric.certainty == "ocr" and metric.value is not None
