"""The run: ``python -m corpus DIR``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import asdict

from corpus.table import Row, lines
from support.watched import watch

#: How many files are read between two words about it.
TOLD = 100


def main() -> int:
    """Read each file of a folder and say what came of them; 1 if any was not taken well."""
    parser = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="the files, at any depth")
    parser.add_argument("--out", type=Path, help="a line of JSON for each file")
    parser.add_argument("--only", help="names that match this pattern: *.pdf")
    asked = parser.parse_args()
    paths = sorted(path for path in asked.folder.rglob(asked.only or "*") if path.is_file())
    found = []
    for number, row in enumerate(_rows(paths), start=1):
        found.append(row)
        if number % TOLD == 0:
            print(f"{number} of {len(paths)}", file=sys.stderr, flush=True)
    if asked.out:
        rows = (json.dumps(asdict(row), ensure_ascii=False) for row in found)
        asked.out.write_text("\n".join(rows), "utf-8", errors="backslashreplace")
    print("\n".join(lines(found)))
    return int(any(row.faults for row in found))


def _rows(paths: list[Path]) -> Iterator[Row]:
    """What came of each file, in their order."""
    with tempfile.NamedTemporaryFile("w", errors="surrogateescape") as listed:
        listed.write("".join(f"{path}\n" for path in paths))
        listed.flush()
        measured: dict[str, Any] = {}
        for said in watch("corpus.worker", listed.name, 0, len(paths)):
            number = said.pop("seed")
            if "measured" in said:
                measured = {"outcome": said.pop("measured"), **said}
                continue
            if "died" in said:
                # Of the other reading, where it had been read by then.
                said = measured or {"outcome": said["died"], "died": True}
            yield Row(path=str(paths[number]), **{**measured, **said})
            measured = {}


if __name__ == "__main__":
    sys.exit(main())
