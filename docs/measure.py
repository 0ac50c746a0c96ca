"""Measure accuracy and speed, keep what the scripts print, and write the page of figures.

    python docs/measure.py accuracy speed growth scans misread

Without names nothing is measured, and the page is written from what was kept; so is the table of
the page of batches, which ``benchmarks/batch.py`` keeps the figures of.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
from pathlib import Path

import govreport

sys.path.insert(0, str(Path(__file__).parent))

import batches

ROOT = Path(__file__).parents[1]
DOCS = Path(__file__).parent
KEPT = DOCS / "measured"

#: What is run for each, from the root of the repository.
SCRIPTS = {
    "accuracy": ("-m", "labelled"),
    "speed": ("benchmarks/run.py",),
    "growth": ("benchmarks/growth.py", "--picture", "docs/images/growth.svg"),
    "scans": ("benchmarks/ocr.py",),
    "misread": ("benchmarks/ocr.py", "--simulate"),
}


def measure(name: str) -> str:
    """Run a script, and return what it printed below a line that says when and where."""
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("src", "tests"))
    done = subprocess.run(  # noqa: S603  a script of ours
        [sys.executable, *SCRIPTS[name]],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "COLUMNS": "110"},
        check=True,
        stdout=subprocess.PIPE,  # what it says meanwhile goes to the terminal
    )
    python = f"Python {platform.python_version()}, {os.cpu_count()} × {platform.machine()}"
    day = dt.datetime.now(tz=dt.UTC).date()
    first = f"{day.isoformat()}, govreport {govreport.__version__}, {python}"
    return f"{first}\n\n{done.stdout.decode().strip()}\n"


def pages() -> dict[Path, str]:
    """Return the page in each language by its path."""
    kept = {each: _kept(KEPT / f"{each}.txt") for each in SCRIPTS}
    figures = {DOCS / name: template.format(**kept) for name, template in TEMPLATES.items()}
    return figures | {DOCS / name: batches.page(DOCS / name) for name in batches.ROWS}


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.exists() else "—"


TEMPLATES = {
    "figures.md": """<!-- 由 docs/measure.py 生成，请勿手改。 -->

# 速度和准确

这一页是脚本量出来的：`make figures` 重新量，再写这一页。每段第一行是日期、版本和机器。

## 准确

`make score`：与人工标注的段落和整份报告对照（`tests/labelled`，写在代码之前）。
`refused` 是没有认出的报告，`others taken` 是误认作报告的别的文件，`wrong metrics` 是错的数字。

```text
{accuracy}
```

统计表的数字不在这里计分：每种格式、每一版、每种毛病的报告都逐格对照，错一格测试就不过；
[各种程序做的 PDF](reference/producers.md)同样。示例存档里读得了的报告，每个数字都对。

## 扫描件

`python benchmarks/ocr.py`：按固定的种子把三版报告各“扫描”九种，逐格比较。
`wrong` 是读错而没有说明的，`wrong confirmed` 是其中还有勾稽关系印证的，这两列应当是零；
`unreadable` 和 `missing` 都有说明。`worn photocopy` 笔画已缺，人也读不了，不要求读出什么。

```text
{scans}
```

`python benchmarks/ocr.py --simulate`：不经识别，按比例放进读错的数字，看勾稽关系会不会印证错的：

```text
{misread}
```

## 速度

`make bench`：处理器时间的中位数和内存，旁边是同类程序；
我们的是整个解析（版式、数字、正文、核对），旁边的只取文字和表格。
每个程序各用一个进程，同类程序装在另一个环境里（`benchmarks/peers.txt`）；没有装上的、读不了的，写在它那一行。
`make bench-check` 说出哪些目标（`benchmarks/budget.toml`）差了一成以上。
整个存档有多快，见[整个存档](batch.md)。

```text
{speed}
```

## 大小

`python benchmarks/growth.py`：各种格式的报告从小到大，时间和内存
（不限 `limits.…`；先读过一份小的），到预计超出限定的时间为止。
两轴都是对数，与大小成比例的是四十五度的线；`grows` 是最后一步里时间比大小多长了多少（1 是成比例）。

![各种格式的时间与大小](images/growth.svg)

```text
{growth}
```
""",
    "figures.en.md": """<!-- Made by docs/measure.py: do not edit. -->

# Speed and accuracy

This page is measured by scripts: `make figures` measures again and writes it. Each part begins with
the day, the version and the machine.

## Accuracy

`make score`: against paragraphs and whole reports that were labelled by hand (`tests/labelled`,
written before the code). `refused` are reports that were not known as such, `others taken` other
files that were taken for reports, `wrong metrics` figures that are wrong.

```text
{accuracy}
```

Figures of tables are not scored here: reports of each format, form and flaw are compared cell by
cell, and one wrong cell fails the tests; so it is with
[PDFs of many producers](reference/producers.md). Of all reports in the example archive
that can be read every figure is right.

## Scans

`python benchmarks/ocr.py`: three editions, each “scanned” in nine ways with a fixed seed, compared
cell by cell. `wrong` are figures that were read wrongly and not told to be unsure, `wrong
confirmed` those of them that identities confirm: both are to be zero. `unreadable` and `missing`
are told. Of the `worn photocopy`, whose strokes are gone and which no person reads, nothing is
asked.

```text
{scans}
```

`python benchmarks/ocr.py --simulate`: without OCR, misread figures are put into reports at a rate;
will identities confirm wrong ones?

```text
{misread}
```

## Speed

`make bench`: medians of processor time, and memory, beside others; ours is all of a parse (form,
figures, text, checks), theirs text and tables only. Each has a process of its own, and the others
an environment of theirs (`benchmarks/peers.txt`); what could not be installed, or cannot read a
file, says so in its row. `make bench-check` names the budgets (`benchmarks/budget.toml`) that were
missed by more than a tenth. How fast whole archives are: see [whole archives](batch.md).

```text
{speed}
```

## Size

`python benchmarks/growth.py`: reports in each format from small to large, time and memory
(without `limits.…`; a small one has been read before), until the next would take longer than is
allowed. Both axes are logarithmic: what is in
proportion to the size is a line at 45 degrees. `grows` is by how much more than the size the time
grew at the last step (1 is in proportion).

![Time by size for each format](images/growth.svg)

```text
{growth}
```
""",
}

if __name__ == "__main__":
    try:
        for each in sys.argv[1:]:
            (KEPT / f"{each}.txt").write_text(measure(each), encoding="utf-8")
    finally:  # what was measured is shown, whatever went wrong then
        for path, text in pages().items():
            path.write_text(text, encoding="utf-8")
