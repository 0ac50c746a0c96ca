"""Fuzzing led by what code an input reaches: ``python -m fuzz.guided FORMAT FOLDER [-runs=9 …]``.

By atheris, which is installed for this alone (``make fuzz-guided``). It begins with the valid files
and keeps in FOLDER what reaches something new; inputs are damaged as by :mod:`fuzz.mutations`.
Options are those of libFuzzer.
"""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from typing import Any

__all__ = ["main"]


def main(format: str, folder: str, *options: str) -> None:
    """Read inputs without end, or as many as ``-runs`` says; what must not happen ends it."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["govreport"]):
        import govreport as gr
        from fuzz import worker
        from fuzz.corpus import corpus
        from fuzz.mutations import changed

        files = list(dict.fromkeys(corpus(format)))
        for data in files:
            worker.outcome(data)  # what is loaded when it is needed

    def read(data: bytes) -> None:
        found = worker.outcome(data)
        if isinstance(found, gr.Report):
            found = worker.usable(found, shown=False)
        if found.startswith("!"):
            raise AssertionError(found)

    def damage(data: bytes, most: int, seed: int) -> bytes:
        try:
            return changed(data, data, random.Random(seed))[:most]
        except Exception:  # it was damaged outside of what it packs
            mutate: bytes = atheris.Mutate(data, most)
            return mutate

    kept = Path(folder)
    kept.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(files):
        (kept / f"valid-{number:03}").write_bytes(data)
    limits = (f"-timeout={worker.CPU_SECONDS * 4}", f"-rss_limit_mb={worker.MEGABYTES * 2}")
    atheris.Setup(
        [sys.argv[0], *limits, "-max_len=1000000", *options, folder], read, custom_mutator=damage
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
