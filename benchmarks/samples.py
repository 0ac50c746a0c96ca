"""The files that are read: the same reports in every format, and texts of any length."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fixtures import (
    Book,
    Layout,
    Site,
    converted,
    make_spec,
    write_docx,
    write_html,
    write_pdf,
    write_text,
    write_xlsx,
)

__all__ = ["HEAD", "Sample", "prose", "samples", "sentence"]

YEARS = {"2014": 2018, "2019": 2020, "2021": 2022}
HEAD = "2018年度青澜市云浦区科技局政府信息公开工作年度报告\n一、概述\n"
FIGURES = (
    "全年共受理依申请公开{0}件，其中网站申请{1}件、信函申请{2}件，同比增长{3}%；"
    "按时办结{0}件，主动公开政府信息{4}条。"
)
WORDS = (
    "我局把公开透明的要求贯穿政务运行全过程，健全公开目录的动态调整机制，"
    "对拟公开的文件先审查后公开。"
)


@frozen
class Sample:
    """A file: its format, and which report it is."""

    format: str
    edition: str
    data: bytes


def samples() -> Iterator[Sample]:
    """Yield a report of every edition in every format that can be written here."""
    specs = {edition: make_spec(1, edition, year=year) for edition, year in YEARS.items()}
    word = {f"{edition}.docx": write_docx(spec) for edition, spec in specs.items()}
    book = {f"{edition}.xlsx": write_xlsx(spec, Book.SHEETS) for edition, spec in specs.items()}
    for edition, spec in specs.items():
        yield Sample("docx", edition, word[f"{edition}.docx"])
        yield Sample("html", edition, write_html(spec, Site.WORD))
        yield Sample("text", edition, write_text(spec, Layout.TABS))
        yield Sample("pdf", f"{edition}, reportlab", write_pdf(spec))
        yield Sample("xlsx", edition, book[f"{edition}.xlsx"])
    if shutil.which("soffice"):
        for target, files in (("doc", word), ("rtf", word), ("pdf", word), ("xls", book)):
            for name, data in converted(files, target).items():
                edition = name.partition(".")[0] + ", LibreOffice" * (target == "pdf")
                yield Sample(target, edition, data)


def prose(lines: int) -> bytes:
    """A report of that many pairs of lines, every other one full of figures."""
    pairs = (f"{sentence(n)}\n{WORDS}\n" for n in range(lines))
    return (HEAD + "".join(pairs)).encode()


def sentence(n: int) -> str:
    """A sentence full of figures, which add up and are hardly ever those of another."""
    received = n * 7 % 9_973
    online = received // 3
    return FIGURES.format(received, online, received - online, n % 90, n % 997)
