"""沿用: an edition that ``extends`` another is that one, but for what its own file says.

The file of the new edition gives only what differs:

* its name, its years and the rule behind it are its own;
* ``without`` lists the ids of tables, rows and columns that it no longer has;
* a ``[[table]]`` with a known id changes that table, another is added: a ``[[table.row]]`` or
  ``[[table.column]]`` with a known id (and the same dimensions) changes the keys that it gives; a
  new row comes behind the last one of its parent, a new column behind the others;
* an ``[[identity]]`` of the same ``left``, a ``[[succession]]`` of the same ``figure`` and a
  ``[[dimension]]`` of the same ``name`` and ``table`` take the other's place; a rule about a figure
  that is gone goes with it.

>>> old = {"edition": "1", "table": [{"id": "t", "row": [{"id": "a"}]}]}
>>> new = {"edition": "2", "extends": "1", "table": [{"id": "t", "row": [{"id": "b"}]}]}
>>> [row["id"] for row in extended(old, new)["table"][0]["row"]]
['a', 'b']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["extended"]

Data = Mapping[str, Any]


def extended(old: Data, new: Data) -> dict[str, Any]:
    """Return the data of an edition from that of the one it extends and its own.

    Raises:
        KeyError: ``without`` names what the other does not have.
    """
    gone = set(new.get("without", ()))
    tables = [table for table in old.get("table", ()) if table["id"] not in gone]
    known = {table["id"] for table in old.get("table", ())}
    known |= {part.get("id") for table in tables for part in _parts(table)}
    if unknown := sorted(gone - known):
        raise KeyError(f"without {', '.join(unknown)}: not in {old['edition']}")
    tables = [_without(table, gone) for table in tables]
    table = _merged(tables, new.get("table", ()), _key("id"), _table)
    ids = set(_ids(table))
    return {
        **{key: value for key, value in new.items() if key not in ("extends", "without")},
        "table": table,
        "identity": _rules(old, new, "identity", lambda rule: tuple(rule["left"]), ids),
        "succession": _rules(old, new, "succession", lambda rule: (rule["figure"],), ids),
        "dimension": _merged(
            old.get("dimension", ()), new.get("dimension", ()), _key("name", "table"), _replaced
        ),
    }


def _key(*names: str) -> Callable[[Data], object]:
    return lambda entry: tuple(entry.get(name) for name in names)


def _merged(
    old: Iterable[Data],
    new: Iterable[Data],
    key: Callable[[Data], object],
    change: Callable[[Data, Data], Data],
) -> list[Data]:
    """The old entries, changed by the new ones of the same key; then the others of the new."""
    changes = {key(entry): entry for entry in new}
    kept = [
        change(entry, changes.pop(key(entry))) if key(entry) in changes else entry for entry in old
    ]
    return [*kept, *changes.values()]


def _replaced(_: Data, new: Data) -> Data:
    return new


def _changed(old: Data, new: Data) -> Data:
    return {**old, **new}


def _table(old: Data, new: Data) -> Data:
    rows = [dict(row) for row in old.get("row", ())]
    by_id = {row["id"]: row for row in rows}
    for row in new.get("row", ()):
        if row.get("id") in by_id:
            by_id[row["id"]].update(row)
        else:
            rows.insert(_place(rows, row.get("parent")), dict(row))
    columns = _merged(old.get("column", ()), new.get("column", ()), _column, _changed)
    return {**old, **new, "row": rows, "column": columns}


def _column(column: Data) -> object:
    dimensions = tuple(sorted(column.get("dimensions", {}).items()))
    return column.get("role", "value"), column.get("id", ""), dimensions


def _parts(table: Data) -> Iterable[Data]:
    return (*table.get("row", ()), *table.get("column", ()))


def _without(table: Data, gone: set[str]) -> dict[str, Any]:
    parts = {
        name: [part for part in table.get(name, ()) if part.get("id") not in gone]
        for name in ("row", "column")
    }
    return {**table, **parts}


def _place(rows: list[dict[str, Any]], parent: str | None) -> int:
    """Behind the last row that stands under a parent, at any depth."""
    if parent is None:
        return len(rows)
    under, place = {parent}, len(rows)
    for number, row in enumerate(rows):
        if row["id"] == parent or row.get("parent") in under:
            under.add(row["id"])
            place = number + 1
    return place


def _rules(
    old: Data, new: Data, name: str, subject: Callable[[Data], tuple[str, ...]], ids: set[str]
) -> list[Data]:
    """The rules; an old one goes if nothing is left of what it is about."""
    kept = [rule for rule in old.get(name, ()) if ids.intersection(subject(rule))]
    return _merged(kept, new.get(name, ()), subject, _replaced)


def _ids(tables: Iterable[Data]) -> Iterable[str]:
    for table in tables:
        for row in table.get("row") or ({"id": ""},):
            for column in table.get("column", ()):
                yield ".".join(part for part in (row["id"], column.get("id", "")) if part)
