"""The trials: ``python -m fire``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from fire.batches import Batch
from fire.trials import TRIALS


def main() -> int:
    """Put a batch through trials and say what came of each; 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m fire", description=__doc__)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    parser.add_argument("--count", type=int, default=100, help="how many kills; others by it")
    asked = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as name:
        batch = Batch.whole(Path(name))
        for trial in asked.trials or TRIALS:
            started = time.monotonic()
            try:
                said = TRIALS[trial](batch, asked.count)
            except AssertionError as error:
                said, failed = f"FAILED: {error}", True
            print(f"{trial} ({time.monotonic() - started:.0f} s): {said}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
