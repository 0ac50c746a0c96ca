"""The process that reads damaged files: ``python -m fuzz.worker FOLDER FIRST COUNT``.

For each seed it says a line before and a line after, so that who watches knows where it died.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from attrs import evolve

import govreport as gr
from fuzz.mutations import mutated
from govreport.readers import identify, read_document
from govreport.readers.filetype import FileType
from govreport.readers.limits import DEFAULT_LIMITS

__all__ = ["CPU_SECONDS", "KILLED_AFTER", "MEGABYTES"]

#: What one input may take.
CPU_SECONDS, MEGABYTES = 10, 500
#: When the process is killed: reading it, and writing out what was read.
KILLED_AFTER = 40
#: Where the process is stopped if it takes far more than that.
ADDRESS_SPACE = 4 << 30
#: What comes of a picture.
DECODED = "picture"
UNFORESEEN = "reading it as"


def main(folder: str, first: str, count: str) -> None:
    """Read the damaged files of these seeds."""
    files = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for file in files:
        # What is loaded and compiled once is no part of what one input takes.
        valid = outcome(file)
        assert isinstance(valid, gr.Report) or valid == DECODED, valid
        if isinstance(valid, gr.Report):
            usable(valid)
    for seed in range(int(first), int(first) + int(count)):
        data = mutated(files, seed)
        _say({"seed": seed})
        _limit_time()
        _forget_peak()
        start = time.process_time()
        found = outcome(data)
        seconds = time.process_time() - start
        peak = _peak()
        if isinstance(found, gr.Report):
            found = usable(found)
        _say({"seed": seed, "outcome": found, "seconds": seconds, "megabytes": peak})


def outcome(data: bytes) -> gr.Report | str:
    """Parse the file, or say what came of it; what must not happen begins with ``!``."""
    try:
        pixels = decoder(data)
        if pixels is None:
            return gr.parse(data)
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
    return evolve(type_, reader="fuzz.pixels", pictures=False) if type_.is_picture else None


def usable(report: gr.Report) -> str:
    """Say whether the report can be written out, as every report must."""
    try:
        if gr.Report.from_json(report.to_json()) != report:
            return "!a report that JSON does not keep"
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


def _limit_time() -> None:
    """The kernel kills the process when it has used so much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + KILLED_AFTER
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """The most memory that the process held since :func:`_forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return peak / 1024


def _say(line: dict[str, object]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
