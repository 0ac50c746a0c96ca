"""The process that reads damaged files: ``python -m fuzz.worker FOLDER FIRST COUNT``.

For each seed it says a line before and a line after, so that who watches knows where it died.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from msgspec.structs import replace

import govreport as gr
from fuzz.mutations import mutated
from govreport.readers import identify, read_document
from govreport.readers.filetype import FileType
from govreport.readers.limits import DEFAULT_LIMITS
from support.watched import bound, forget_peak, limit_time, peak, say

__all__ = ["CPU_SECONDS", "MEGABYTES", "outcome", "usable"]

#: What one input may take.
CPU_SECONDS, MEGABYTES = 10, 500
#: Of so many reports one is written as a page: that takes as long as reading it.
SHOWN = 4
#: What comes of a picture.
DECODED = "picture"
UNFORESEEN = "reading it as"


def main(folder: str, first: str, count: str) -> None:
    """Read the damaged files of these seeds."""
    files = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
    bound()
    for file in dict.fromkeys(files):
        # What is loaded and compiled once is no part of what one input takes.
        valid = outcome(file)
        assert isinstance(valid, gr.Report) or valid == DECODED, valid
        if isinstance(valid, gr.Report):
            usable(valid)
    for seed in range(int(first), int(first) + int(count)):
        data = mutated(files, seed)
        say(seed=seed)
        limit_time()
        forget_peak()
        start = time.process_time()
        found = outcome(data)
        seconds = time.process_time() - start
        megabytes = peak()
        if isinstance(found, gr.Report):
            found = usable(found, shown=seed % SHOWN == 0)
        say(seed=seed, outcome=found, seconds=seconds, megabytes=megabytes)


def outcome(data: bytes) -> gr.Report | str:
    """Parse the file as a batch does, or say what came of it; what must not happen begins with
    ``!``."""
    try:
        pixels = decoder(data)
        if pixels is None:
            return gr.parse(data, ocr="never")
        read_document(pixels, data, DEFAULT_LIMITS)
        return DECODED
    except gr.GovReportError as error:
        return _of_error(error)
    except Exception as error:
        return f"!{type(error).__name__}: {error} {_place(error)}"


def decoder(data: bytes) -> FileType | None:
    """What decodes the file, if it is a picture."""
    try:
        type_ = identify(data)
    except gr.GovReportError:
        return None
    return replace(type_, reader="fuzz.pixels", pictures=False) if type_.is_picture else None


def usable(report: gr.Report, *, shown: bool = True) -> str:
    """Say whether the report can be written out, as every report must."""
    try:
        if gr.Report.from_json(report.to_json()) != report:
            return "!a report that JSON does not keep"
        if shown:
            report.to_html()
    except Exception as error:
        return f"!{type(error).__name__}: {error} {_place(error)}"
    return "report"


def _of_error(error: gr.GovReportError) -> str:
    if isinstance(error.__cause__, MemoryError):
        return "!out of memory"
    if isinstance(error.__cause__, RecursionError):
        return f"{error.code} (recursion)"
    if error.detail.startswith(UNFORESEEN):
        # A typed error as well, but one that the reader had not thought of.
        return f"{error.code} (unforeseen {type(error.__cause__).__name__})"
    return error.code


def _place(error: BaseException) -> str:
    """Where an exception was raised: file and line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"


if __name__ == "__main__":
    main(*sys.argv[1:])
