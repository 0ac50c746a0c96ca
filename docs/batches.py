"""What batches take, as ``benchmarks/batch.py`` keeps it, as tables of the page of batches."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["ROWS", "page"]

KEPT = Path(__file__).parent / "measured" / "batch.json"
#: What stands around the table in the page.
BEGIN, END = "<!-- docs/measure.py -->\n", "<!-- -->\n"

ROWS: Mapping[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def page(path: Path) -> str:
    """Return the page with the table as it was measured last."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    table = ROWS[path.name].format_map(_figures())
    return f"{before}{BEGIN}{table}{END}{after}"


def _figures() -> Mapping[str, Any]:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    run, scaling, listing, closing = (
        kept[name] for name in ("run", "scaling", "listing", "closing")
    )
    each = run["each"] and run["each"] * 1000
    first, *_, last = listing["steps"]
    few, *_, many = closing["steps"]
    return {
        "run": run,
        "scaling": scaling,
        "listing": listing,
        "s": {"quarantined": 0, **run["status"]},
        "rate": run["rows"] / run["seconds"],
        "each_zh": f"，每个 {each:.1f} 毫秒处理器时间" if each else "",
        "each_en": f", {each:.1f} milliseconds of processor time each" if each else "",
        "ratio": scaling["one"] / scaling["two"],
        "times": listing["names"] // listing["files"],
        "first": _milliseconds(first),
        "last": _milliseconds(last),
        "few": _milliseconds(few),
        "many": _milliseconds(many),
        "worker": max(run["worker"]),
        "parent": max(run["parent"]),
        "grown": run["total"][1] / run["total"][0] - 1,
    }


def _milliseconds(step: list[Any]) -> list[Any]:
    """A step of a measurement whose third figure is in seconds."""
    return [*step[:2], step[2] * 1000, *step[3:]]
