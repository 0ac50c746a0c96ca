"""The archive: what it holds, and which of its files gave no report."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from govreport.batch.show.progress import CAUSES, STATUSES
from govreport.serve.address import Address, Lang
from govreport.serve.data import Data, Row
from govreport.serve.pages.asked import part
from govreport.serve.queries import archive as ask
from govreport.serve.queries import findings
from govreport.serve.sheet import Page, Sheet
from govreport.serve.words import said

__all__ = ["archive", "failures"]

#: Organs and files on one page.
ORGANS, FILES = 50, 100
#: Kinds of findings that the archive's page names.
KINDS = 12


def archive(data: Data, address: Address) -> Page:
    """Coverage by organ and year, years, formats, failures by cause."""
    about = ask.organs(data)
    shown = part(address, ORGANS, int(about["organs"]))
    years = ask.years(data)
    cells = ask.coverage(data, first=shown.first, limit=ORGANS)
    lang = address.lang
    counts = [(_status(row["status"], lang), row["n"]) for row in ask.counts(data)]
    context = {
        "about": about,
        "counts": counts,
        "files": sum(n for _, n in counts),
        "parser": data.tables.manifest.parser,
        "years": years,
        "most": max((row["n"] for row in years), default=1),
        "formats": ask.formats(data),
        "editions": ask.editions(data),
        "organs": list(_by_organ(cells)),
        "part": shown,
        "causes": _causes(data, lang),
        "kinds": findings.choices(data)["code"][:KINDS],
        "step": _step,
    }
    sheets = (
        Sheet(
            "coverage",
            ("organ", "year", "reports", "filled", "figures", "errors", "path"),
            lambda: ask.coverage(data),
        ),
        Sheet("editions", ("year", "edition", "reports", "organs"), lambda: _editions(data)),
        Sheet(
            "failures",
            ("path", "status", "code", "detail", "hint", "size", "format"),
            lambda: ask.failures(data, ""),
        ),
    )
    return Page(said("archive", lang), "archive.html", context, sheets)


def failures(data: Data, address: Address) -> Page:
    """Files that gave no report, by cause."""
    code = address.get("code")
    causes = _causes(data, address.lang)
    total = sum(row["n"] for row in causes if code in ("", row["code"]))
    shown = part(address, FILES, total)
    context = {
        "causes": causes,
        "code": code,
        "part": shown,
        "rows": ask.failures(data, code, first=shown.first, limit=FILES),
        "name": lambda code: _cause(code, address.lang),
    }
    sheet = Sheet(
        "failures",
        ("path", "status", "code", "detail", "hint", "size", "format"),
        lambda: ask.failures(data, code),
    )
    return Page(said("failures", address.lang), "failures.html", context, (sheet,))


def _causes(data: Data, lang: Lang) -> list[Row]:
    return [{**row, "name": _cause(row["code"], lang)} for row in ask.causes(data)]


def _cause(code: str, lang: Lang) -> str:
    return CAUSES.get(code, code) if lang == "zh" else code


def _status(status: str, lang: Lang) -> str:
    return STATUSES.get(status, status) if lang == "zh" else status


def _by_organ(cells: Sequence[Row]) -> Iterator[tuple[str, str, Mapping[int, Row]]]:
    for (organ, key), own in itertools.groupby(cells, key=lambda row: (row["organ"], row["key"])):
        yield organ, key, {row["year"]: row for row in own}


def _step(cell: Row) -> int:
    """The colour of a cell: how many of the figures have a value, in quarters."""
    if not cell["filled"]:
        return 0
    return min(4, 1 + int(cell["filled"] / cell["figures"] * 4))


def _editions(data: Data) -> list[Row]:
    return [{**row, "reports": row["n"]} for row in ask.editions(data)]
