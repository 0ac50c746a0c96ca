"""Check the rules against the reports of this folder: one that keeps a rule, one that breaks it.

    python conformance/run.py

Prints a line for each rule and ends with 1 if one does not hold. ``expected.json`` of a rule says
what must be found; ``--write`` writes it anew from what is found now.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

import govreport as gr
from govreport.checks.scans import settle
from govreport.document import Doubt
from govreport.model.rules import Rule

__all__ = ["CASES", "KEPT_BROKEN", "expected_path", "found", "wrong"]

FOLDER = Path(__file__).parent
KEPT_BROKEN = ("kept", "broken")
#: A file that says that the tables of a rule's reports count as read from a scan.
AS_SCAN = "as-scan.txt"
#: A file with the limits within which a rule's reports are read, by name.
LIMITS = "limits.json"
CASES: Mapping[str, Path] = {
    path.name: path for path in sorted(FOLDER.iterdir()) if path.is_dir() and path.name[0] != "_"
}
Told = list[dict[str, Any]]


def found(code: str, case: str) -> Told:
    """Return what is found by a rule in the report that keeps it, or in that which breaks it."""
    [path] = (each for each in CASES[code].iterdir() if each.stem == case)
    if path.is_dir():
        return [told for told in _of_archive(path) if told["code"] == code]
    report = gr.parse(path, limits=_limits(CASES[code]), partial=True)
    if (CASES[code] / AS_SCAN).exists():
        report = settle(report, _scanned(gr.read(path)))
    before = next(CASES[code].glob("previous.*"), None)
    findings = [*report.findings]
    if before is not None:
        findings += gr.check(report, gr.parse(before))
    told = [_plain(each) for each in findings if each.code == code]
    return [each for number, each in enumerate(told) if each not in told[:number]]


def wrong(code: str, case: str) -> str | None:
    """Return what is wrong with a case, ``None`` where all is as it must be."""
    want = json.loads(expected_path(code).read_text("utf-8"))
    got = found(code, case)
    if got == want[case]:
        return None
    return f"{code} {case}: want {want[case]}, got {got}"


def expected_path(code: str) -> Path:
    """Return the file that says what must be found."""
    return CASES[code] / "expected.json"


def _limits(folder: Path) -> gr.Limits:
    path = folder / LIMITS
    return gr.Limits(**json.loads(path.read_text("utf-8"))) if path.exists() else gr.Limits()


def _scanned(document: gr.Document) -> gr.Document:
    """The document as if every cell of its tables had been read from a picture, surely."""
    blocks = [
        evolve(block, cells=tuple(evolve(cell, doubt=Doubt.SCANNED) for cell in block.cells))
        if isinstance(block, gr.Table)
        else block
        for block in document.blocks
    ]
    return evolve(document, blocks=tuple(blocks))


def _plain(found: gr.Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "rule_version": found.rule_version,
        "severity": found.severity.value,
        "message": found.message,
        "message_en": found.message_en,
    }


def _of_archive(folder: Path) -> Iterator[dict[str, Any]]:
    from govreport.batch.run import Options, run

    class Silent:
        def begin(self, *, reparsed: bool) -> None: ...
        def row(self, row: object) -> None: ...
        def part(self) -> None: ...
        def replaced(self, cause: str) -> None: ...
        def end(self) -> None: ...

    names = ["code", "rule_version", "severity", "message", "message_en"]
    with tempfile.TemporaryDirectory() as out:
        run(folder, out, Options(jobs=1), Silent())
        store = gr.open_store(out)
        for row in store.rows("series_findings", names):
            told = dict(zip(names, row, strict=True))
            yield told
        for organ in store.dicts("organs"):
            if str(organ["name"]).endswith("人民政府"):
                region = str(organ["name"]).removesuffix("人民政府")
                found = store.rollup(region, int(str(organ["last_year"])))
                yield from map(_plain, found.findings)


def _written(rule: Rule) -> None:
    data = {
        "rule": rule.code,
        "version": rule.version,
        **{case: found(rule.code, case) for case in KEPT_BROKEN},
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    expected_path(rule.code).write_text(text, encoding="utf-8")


def main() -> int:
    """Run all cases and print how they came out."""
    failures: list[str] = []
    for rule in gr.rules():
        if rule.code not in CASES:
            failures.append(f"{rule.code}: no case")
            continue
        if "--write" in sys.argv:
            _written(rule)
        faults = {case: wrong(rule.code, case) for case in KEPT_BROKEN}
        failures += [fault for fault in faults.values() if fault is not None]
        marks = "  ".join(f"{case} {'✗' if faults[case] else '✓'}" for case in KEPT_BROKEN)
        print(f"{rule.code:<28} v{rule.version}  {marks}")
    print(*failures, sep="\n")
    print(f"{len(gr.rules())} rules × 2 reports, {len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
