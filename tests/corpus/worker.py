"""The process that reads files: ``python -m corpus.worker LIST FIRST COUNT``.

The numbers are lines of the list.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from attrs import asdict

import govreport as gr
from corpus.independent import reading
from corpus.lost import compared
from fuzz.worker import outcome, usable
from support.watched import bound, forget_peak, limit_time, peak, say

__all__: list[str] = []

#: Megabytes beyond which a process is begun anew.
LEFT_BEHIND = 250


def main(listed: str, first: str, count: str) -> None:
    """Read the files of these lines."""
    paths = Path(listed).read_text("utf-8", errors="surrogateescape").splitlines()
    bound()
    _warm_up()
    end = int(first) + int(count)
    for number in range(int(first), end):
        say(seed=number)
        data = Path(paths[number]).read_bytes()
        limit_time()
        forget_peak()
        start = time.process_time()
        found = outcome(data)
        seconds, megabytes = time.process_time() - start, peak()
        what = usable(found) if isinstance(found, gr.Report) else found
        say(seed=number, measured=what, seconds=seconds, megabytes=megabytes)
        say(seed=number, outcome=what, **_beside(data))
        if megabytes > LEFT_BEHIND and number + 1 < end:
            # What a large file leaves behind must not count against the next.
            more = [listed, str(number + 1), str(end - number - 1)]
            os.execv(sys.executable, [sys.executable, "-m", __spec__.name, *more])


def _warm_up() -> None:
    """Load and compile now what no file should be charged with."""
    text = "2018年度云浦区科技局政府信息公开工作年度报告\n一、概述\n公开信息1条。"
    report = gr.parse(text.encode())
    usable(report)


def _beside(data: bytes) -> dict[str, object]:
    """The text beside that of another reading, where there is one."""
    limit_time()
    with contextlib.suppress(gr.GovReportError):
        document = gr.read(data, ocr="never")
        pages = reading(document.format, data)
        found: dict[str, object] = {"format": document.format}
        if pages is not None:
            found |= asdict(compared(document, pages))
        return found
    return {}


if __name__ == "__main__":
    main(*sys.argv[1:])
