"""What came of the files, as tables in Markdown: a page can show them as they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from attrs import frozen

from corpus.independent import BY
from corpus.lost import UNEXPLAINED
from fuzz.worker import CPU_SECONDS, MEGABYTES

__all__ = ["Row", "lines"]

#: So many of the worst are named.
WORST = 20


@frozen(kw_only=True)
class Row:
    """What came of a file: ``outcome`` as the worker says it, or how its process died."""

    path: str
    outcome: str
    died: bool = False
    seconds: float = 0
    megabytes: float = 0
    format: str = ""
    words: int | None = None
    parted: int = 0
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def faults(self) -> list[str]:
        """What must not happen, and did."""
        found = [self.outcome.removeprefix("!")] if self.died or self.outcome[:1] == "!" else []
        found += [f"{self.seconds:.1f} s"] if self.seconds > CPU_SECONDS else []
        return found + ([f"{self.megabytes:.0f} MB"] if self.megabytes > MEGABYTES else [])

    @property
    def unexplained(self) -> int:
        """How many words are missing that no notice tells of."""
        return sum(cause == UNEXPLAINED for cause, _ in self.missing)


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the tables: outcomes, time and memory, text lost, and the files that stand out."""
    yield from _outcomes(rows)
    yield ""
    yield from _lost([row for row in rows if row.words is not None])
    bad = [row for row in rows if row.faults]
    yield from ["", f"{len(bad)} of {len(rows)} files were not taken as they must be"]
    yield from (f"    {', '.join(row.faults)}: {row.path}" for row in bad)
    silent = (row for row in rows if row.unexplained)
    worst = sorted(silent, key=lambda row: row.unexplained, reverse=True)[:WORST]
    yield from ["", "most words missing that no notice tells of"]
    yield from (f"    {row.unexplained} of {row.words}: {row.path}" for row in worst)


def _outcomes(rows: Sequence[Row]) -> Iterator[str]:
    yield "| files | | parsed | no report | errors | faults | s, median | s, most | MB, most |"
    yield "|---|--:|--:|--:|---|--:|--:|--:|--:|"
    groups = defaultdict(list)
    for row in rows:
        groups[PurePath(row.path).suffix.lower() or "none"].append(row)
    for ending, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        yield _outcome(ending, group)
    yield _outcome("all", rows)


def _outcome(name: str, rows: Sequence[Row]) -> str:
    found = Counter(row.outcome for row in rows if not row.died)
    parsed = found.pop("report", 0) + found.pop("picture", 0)
    others = found.pop("input.not_a_report", 0)
    codes = ", ".join(
        f"{code} {count}" for code, count in found.most_common() if not code.startswith("!")
    )
    seconds = sorted(row.seconds for row in rows)
    most = max(row.megabytes for row in rows)
    faults = sum(bool(row.faults) for row in rows)
    return (
        f"| {name} | {len(rows)} | {parsed} | {others} | {codes} | {faults} |"
        f" {seconds[len(seconds) // 2]:.3f} | {seconds[-1]:.1f} | {most:.0f} |"
    )


def _lost(rows: Sequence[Row]) -> Iterator[str]:
    yield "| format | beside | files | words | joined or parted | missing | of these: no notice |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for format, by in BY.items():
        group = [row for row in rows if row.format == format]
        if not group:
            continue
        words = sum(row.words or 0 for row in group)
        parted, missing = sum(row.parted for row in group), sum(len(row.missing) for row in group)
        silent = sum(row.unexplained for row in group)
        yield f"| {format} | {by} | {len(group)} | {words} | {parted} | {missing} | {silent} |"
    causes = Counter((row.format, cause) for row in rows for cause, _ in row.missing)
    yield from ["", "| format | notice | words |", "|---|---|--:|"]
    yield from (f"| {format} | {cause} | {n} |" for (format, cause), n in causes.most_common())
