"""Write a store to the file of another program, told by the file's ending."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govreport.batch.out.csvs import write_csv, write_zip
from govreport.batch.out.sqlite import write_sqlite
from govreport.batch.out.tables import ORDER, by_years, sheet_of
from govreport.batch.store.answers import unknown
from govreport.batch.store.package import data_package, resource
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import StoreError
from govreport.export.columns import tables as described
from govreport.export.language import Language, said
from govreport.export.sheets import explained

__all__ = ["ENDINGS", "write"]

#: What can be written, by the ending of the file.
ENDINGS = (".xlsx", ".csv", ".zip", ".dta", ".sqlite")
#: The table that a file gets that holds one only.
MAIN = "points"


def write(
    store: Tables, target: Path, *, tables: Sequence[str] = (), lang: Language = "zh"
) -> tuple[str, ...]:
    """Write tables of a store, all if none are named; a file of one table gets ``points`` then.

    The file is whole or not there. Figures, texts and lists are as in the store; in CSV, and for
    people who open it in a spreadsheet, text that could be a formula begins with ``'``.

    Returns:
        What a reader should know of what was written.

    Raises:
        StoreError: the ending is none that can be written, the store is not complete, or the file
            holds one table and several are named.
        UnknownName: there is no such table.
        ImportError: a library is not installed; the message says how to install it.
        OSError: it cannot be written.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise StoreError(
            f"no format of files {ending!r}", path=str(target), hint=f"one of {', '.join(ENDINGS)}"
        )
    for name in tables:
        if name not in store.names:
            raise unknown("table", name, store.names)
    if not store.is_complete:
        hint = "run govreport batch again: it goes on where it was"
        raise StoreError("not all reports are in it yet", path=str(store.folder), hint=hint)
    names = tuple(tables) or tuple(name for name in ORDER if name in store.names)
    if ending in (".csv", ".dta"):
        if len(tables) > 1:
            hint = "name one with --table, or write .zip, .xlsx or .sqlite"
            raise StoreError("a file of one table", path=str(target), hint=hint)
        names = tuple(tables) or (MAIN,)
    scratch = target.with_name(f".{target.name}.tmp")
    try:
        notes = _write(store, scratch, ending, names, lang)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    if not tables and ending in (".csv", ".dta"):
        words = "只有 {table} 表；别的表用 --table，或写成 .zip、.xlsx、.sqlite"
        notes = (*notes, said(words, lang, table=MAIN))
    return notes


def _write(
    store: Tables, scratch: Path, ending: str, names: Sequence[str], lang: Language
) -> tuple[str, ...]:
    if ending == ".xlsx":
        return _workbook(store, scratch, names, lang)
    if ending == ".sqlite":
        scratch.unlink(missing_ok=True)
        write_sqlite(scratch, store, names)
    elif ending == ".zip":
        # By the names of the columns, which the description of the package goes by.
        sheets = ((name, sheet_of(store, name, "en", labelled=False)) for name in names)
        found = (resource(name, f"{name}.csv", "csv", names) for name in names)
        write_zip(scratch, sheets, data_package(found))
    elif ending == ".csv":
        write_csv(scratch, sheet_of(store, names[0], lang))
    else:
        labels = {column.name: column.zh[:80] for column in described()[names[0]].columns}
        store.table(names[0]).to_stata(scratch, write_index=False, variable_labels=labels)
    return ()


def _workbook(
    store: Tables, scratch: Path, names: Sequence[str], lang: Language
) -> tuple[str, ...]:
    from govreport.export.excel import write as write_sheets

    years = by_years(store, lang) if "points" in names else ()
    own = (sheet_of(store, name, lang) for name in names)
    about = [described()[name] for name in names]
    return write_sheets(scratch, (*years, *own, explained(about, lang)), lang)
