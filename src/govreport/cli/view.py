"""``govreport view``: a report as a page in the browser, or the figures' boxes over the pages."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govreport.cli.failure import FAILED, Failure, attempt, say
from govreport.cli.inputs import reads
from govreport.cli.language import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreport.model import Report
    from govreport.ocr import Ocr
    from govreport.pipeline import Via

__all__ = ["view"]


@click.command()
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "-o", "--output", metavar="OUT.html", type=click.Path(), help="写到这个文件（默认是临时文件）"
)
@click.option("--boxes", is_flag=True, help="PDF 和图片：在每页的图像上框出读到的每个数字")
@reads
@click.pass_context
def view(
    context: click.Context,
    file: str,
    output: str | None,
    boxes: bool,
    via: Via | None,
    ocr: Ocr | None,
    partial: bool,
) -> None:
    """看一份报告：网页，数据与原文并排，扫描件的数字旁边是原件上的那一格；终端上用浏览器打开，否则输出网页的路径。"""
    read = functools.partial(_read, via=via, ocr=ocr or "auto", partial=partial)
    made = attempt(file, functools.partial(_boxes_page if boxes else _page, read=read))
    if isinstance(made, Failure):
        say(made)
        context.exit(FAILED)
    try:
        target = _written(made.encode("utf-8", "replace"), file, output)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        say(Failure(file, "output", f"{output or 'a temporary file'}: {reason or error}"))
        context.exit(FAILED)
    if not (is_terminal() and _shown(target)):
        click.echo(str(target))


def is_terminal() -> bool:
    """Whether someone looks at what the command prints."""
    return sys.stdout.isatty()


def _shown(page: Path) -> bool:
    import webbrowser

    return webbrowser.open(page.as_uri())


def _read(file: str, *, via: Via | None, ocr: Ocr, partial: bool) -> Report:
    from govreport.pipeline import parse

    return parse(file, via=via, ocr=ocr, partial=partial)


def _page(file: str, *, read: Callable[[str], Report]) -> str:
    return read(file).to_html(lang=language(), original=file)


def _boxes_page(file: str, *, read: Callable[[str], Report]) -> str:
    from govreport.export.html.boxes import to_boxes
    from govreport.export.html.drawn import has_pages

    report = read(file)
    drawn = has_pages(report.source.format)
    data = _bytes(file, report.source.sha256) if drawn else b""
    return to_boxes(report, data, language())


def _bytes(file: str, sha256: str) -> bytes:
    """The bytes that were parsed: the file's own, or those of what stands in it."""
    from govreport.errors import SourceUnavailable
    from govreport.intake.source import load
    from govreport.intake.wrapped import of_hash
    from govreport.readers.limits import DEFAULT_LIMITS

    data = of_hash(load(file, DEFAULT_LIMITS), sha256, DEFAULT_LIMITS)
    if data is None:
        raise SourceUnavailable("changed while it was read", path=file, hint="try again")
    return data


def _written(data: bytes, file: str, output: str | None) -> Path:
    """Write the page to its place, or to a new temporary file that bears the report's name."""
    if output is None:
        import tempfile

        name = f"{Path(file).stem[:40]}-"
        with tempfile.NamedTemporaryFile(prefix=name, suffix=".html", delete=False) as scratch:
            scratch.write(data)
            return Path(scratch.name)
    target = Path(output).absolute()
    if target.exists() and target.samefile(file):
        raise ValueError("that is the report itself")
    target.write_bytes(data)
    return target
