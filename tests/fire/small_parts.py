"""``govreport`` as it is, but for parts of a few rows: ``python -m fire.small_parts batch …``."""

from __future__ import annotations

import functools

from govreport.batch import run

__all__: list[str] = []

run.Options = functools.partial(run.Options, part_rows=16)  # type: ignore[assignment,misc]

if __name__ == "__main__":
    from govreport.cli.main import main

    main()
