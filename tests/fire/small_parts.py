"""``govreport`` as it is, but for parts of a few rows: ``python -m fire.small_parts batch …``."""

from __future__ import annotations

import functools

from govreport.batch import run
from govreport.cli.main import main

__all__: list[str] = []

# Only as a program: whoever looks for doctests imports every module, and goes on in that process.
if __name__ == "__main__":
    run.Options = functools.partial(run.Options, part_rows=16)  # type: ignore[assignment,misc]
    main()
