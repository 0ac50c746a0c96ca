"""What xlrd passes over in the stream of a workbook ([MS-XLS] 2.3): rules that set cells otherwise,
and what is drawn over them.

The stream is looked through before xlrd sees it, for xlrd keeps every row as wide as its last cell.
"""

from __future__ import annotations

import bisect
import math
import struct
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Doubt
from govreport.errors import EncryptedDocument, LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.seen import Colour
from govreport.readers.work import rest_left, take
from govreport.readers.workbook.book import Remarks
from govreport.readers.workbook.conditions import Change, Rule, Test
from govreport.readers.workbook.formats import builtin
from govreport.readers.workbook.page import Merge

__all__ = ["Cover", "Marks", "look_through"]

#: Records of one cell, and of several beside each other.
_CELLS = frozenset([0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x0406])
_SEVERAL_CELLS = frozenset([0x00BD, 0x00BE])
_BOF = frozenset([0x0009, 0x0209, 0x0409, 0x0809])
_ENCRYPTED, _OBJECT, _NOTE, _SHEET = 0x002F, 0x005D, 0x001C, 0x0085
_DRAWING, _WORDS, _FORMATS, _RULE = 0x00EC, 0x01B6, 0x01B0, 0x01B1
_COUNTED = {_OBJECT: "sheet.drawing_left_out", _NOTE: "sheet.comments"}
#: Rules that came later, with bars and icons, behind a head of their own (CondFmt12, CF12); and
#: one of that kind for areas that an earlier record has (CFEx).
_NEW_FORMATS, _NEW_RULE, _MORE = 0x0879, 0x087A, 0x087B
_NEW_HEAD = 12
_NOTED = frozenset([_SHEET, _FORMATS, _RULE, _OBJECT, _WORDS, _NEW_FORMATS, _NEW_RULE, _MORE])
#: Places that xlrd may keep to a cell that tables may have: blank ones too.
_BLANKS = 8

#: How a rule compares (2.4.42), by the names of SpreadsheetML.
_TESTS = {
    1: "between", 2: "notBetween", 3: "equal", 4: "notEqual",
    5: "greaterThan", 6: "lessThan", 7: "greaterThanOrEqual", 8: "lessThanOrEqual",
}  # fmt: skip
#: Parts of the format of a rule (2.5.92), in their order: whether it has one, and its size.
_HAS_NUMBER, _HAS_FONT, _HAS_ALIGNMENT, _HAS_BORDER, _HAS_GROUND = (1 << n for n in range(25, 30))
_FONT_SIZE, _OTHER_SIZE = 118, 8
_STRUCK = 0x80
#: Kinds of later rules, and what their parts say of the value (CFDatabar, CFMultistate).
_BAR, _ICONS = 4, 6
_SHOWS_VALUE, _ICON_ONLY = 0x02, 0x01
_SOLID = 1

#: Parts of a drawing ([MS-ODRAW] 2.2): what shape it is, what is set of it, and its place.
_CONTAINER, _SHAPE, _SET, _PLACE = 0xF, 0xF00A, 0xF00B, 0xF010
_FILLS, _IS_FILLED, _SAYS_FILLED = 0x01BF, 0x10, 0x100000
_LINES = frozenset([20, *range(32, 41)])
#: Kinds of objects (2.5.143): groups, charts and pictures; and what stands beside the cells, lists
#: to choose from and comments.
_PICTURE = 8
_OPAQUE, _BESIDE = frozenset([0, 5, _PICTURE]), frozenset([0x14, 0x19])
#: Parts of a column and a row that places count in, and how far something may reach into a cell.
_SIZES = (1024, 256, 1024, 256)
_EDGE = 0.15

T = TypeVar("T")
Colours = Callable[[int], Colour | str | None]


class Cover(Struct, frozen=True):
    """Cells that something drawn stands over, and why they are not to be believed."""

    rows: range
    columns: range
    doubt: Doubt


class Marks(Struct):
    """What the stream says of its sheets beside their cells, with where it says so."""

    _starts: list[int] = []
    _areas: list[tuple[int, bytes]] = []
    _rules: list[tuple[int, bytes]] = []
    _bare: list[tuple[int, tuple[Merge, ...]]] = []
    _covers: list[tuple[int, Cover]] = []
    _last: tuple[int, bytes] = (0, b"")
    #: Where in the stream the rest was left.
    reached: int = sys.maxsize

    @property
    def are_all(self) -> bool:
        """Whether the stream was looked through to its end."""
        return self.reached == sys.maxsize

    def knows(self, sheet: int) -> bool:
        """Whether a sheet was looked through to its end."""
        ends = [self._end(start) for start in self._starts]
        return self.are_all or (sheet < len(ends) and ends[sheet] <= self.reached)

    def rules(self, sheet: int, colours: Colours) -> list[Rule]:
        """The rules of a sheet, by its number among those with cells."""
        areas = self._areas
        found = []
        for at, data in self._of(self._rules, sheet):
            before = bisect.bisect(areas, at, key=lambda pair: pair[0])
            if before and (rule := _rule(areas[before - 1][1], data, colours)) is not None:
                found.append(rule)
        bare = Change(bare=True)
        return found + [Rule(held, bare) for _, held in self._of(self._bare, sheet)]

    def covers(self, sheet: int) -> list[Cover]:
        """What stands over the cells of a sheet."""
        return [cover for _, cover in self._of(self._covers, sheet)]

    def note(self, kind: int, at: int, data: bytes, drawing: bytes) -> None:
        """Keep what a record says; ``drawing``: what was drawn since the last object."""
        if kind == _SHEET and len(data) >= 6 and data[5] == 0:
            self._starts.append(int.from_bytes(data[:4], "little"))
        elif kind == _FORMATS:
            self._areas.append((at, data))
        elif kind == _RULE:
            self._rules.append((at, data))
        elif kind in (_NEW_FORMATS, _NEW_RULE, _MORE):
            self._note_new(kind, at, data)
        elif kind == _OBJECT and len(data) >= 6:
            self._last = int.from_bytes(data[4:6], "little"), drawing
            self._covers += [(at, cover) for cover in _covers(*self._last)]
        elif kind == _WORDS and any(data[10:12]):
            self._covers += [(at, cover) for cover in _covers(*self._last, written=True)]

    def _note_new(self, kind: int, at: int, data: bytes) -> None:
        if kind == _NEW_FORMATS:
            self._areas.append((at, data[_NEW_HEAD:]))
        elif kind == _NEW_RULE and self._areas and _is_bare(data[_NEW_HEAD:]):
            self._bare.append((at, _places(self._areas[-1][1])))
        elif kind == _MORE and len(data) >= 18:
            number = int.from_bytes(data[16:18], "little")
            own = [held for _, held in self._areas if _number_of(held) == number]
            self._areas += [(at, held) for held in own[-1:]]

    def _of(self, notes: list[tuple[int, T]], sheet: int) -> list[tuple[int, T]]:
        if sheet >= len(self._starts):
            return []
        start = self._starts[sheet]
        end = self._end(start)
        return [(at, note) for at, note in notes if start <= at < end]

    def _end(self, start: int) -> int:
        return min((other for other in self._starts if other > start), default=sys.maxsize)


def look_through(stream: bytes, limits: Limits, remarks: Remarks) -> Marks:
    """Return what xlrd passes over, of the beginning where that is all that is read.

    Raises:
        EncryptedDocument: protected by a password.
        LimitExceeded: it would take too much memory.
    """
    marks = Marks()
    at = 0
    with rest_left():
        drawing = b""
        for kind, at, data in _records(stream, limits):
            if kind == _ENCRYPTED:
                raise EncryptedDocument(
                    "protected by a password", hint="remove the password and try again"
                )
            if kind in _COUNTED:
                remarks.counts[_COUNTED[kind]] += 1
            if kind in _NOTED:
                marks.note(kind, at, data, drawing)
            drawing = data if kind == _DRAWING else b"" if kind == _OBJECT else drawing
        return marks
    marks.reached = at
    return marks


def _records(stream: bytes, limits: Limits) -> Iterator[tuple[int, int, bytes]]:
    """The kind of each record, where it stands, and what it holds.

    Raises:
        LimitExceeded: their cells would be too many.
    """
    at, widths = 0, _Widths()
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        take("elements")
        widths.note(kind, data)
        if widths.places > limits.cells * _BLANKS:
            raise LimitExceeded.of("cells", limits.cells, "a workbook of {} cells")
        yield kind, at, data
        at += 4 + length


class _Widths(Struct):
    """How wide the rows are, and how many places they have."""

    places: int = 0
    _sheet: int = 0
    _widths: dict[tuple[int, int], int] = {}

    def note(self, kind: int, data: bytes) -> None:
        """Take a record that begins a sheet or has cells."""
        if kind in _BOF:
            self._sheet += 1
        elif kind in _CELLS and len(data) >= 4:
            self._reach(*struct.unpack_from("<HH", data))
        elif kind in _SEVERAL_CELLS and len(data) >= 6:
            self._reach(*struct.unpack_from("<H", data), *struct.unpack("<H", data[-2:]))

    def _reach(self, row: int, column: int) -> None:
        known = self._widths.get((self._sheet, row), 0)
        if column >= known:
            self._widths[self._sheet, row] = column + 1
            self.places += column + 1 - known


def _rule(areas: bytes, data: bytes, colours: Colours) -> Rule | None:
    """A rule (2.4.42), for the areas of the record before it (2.4.43)."""
    try:
        places = _places(areas)
        kind, name, first, second, has = struct.unpack_from("<BBHHI", data)
        change = _change(data[6:], has, colours)
    except struct.error:
        return None
    numbers = [_number(token) for token in (data[-first - second :][:first], data[-second:])]
    written = tuple(n for n, size in zip(numbers, (first, second), strict=True) if size)
    test = None
    if kind == 1 and name in _TESTS and None not in written:
        test = Test(_TESTS[name], tuple(n for n in written if n is not None))
    return Rule(places, change, test)


def _number_of(areas: bytes) -> int:
    """The number of areas that rules are for, behind a bit of its own."""
    return int.from_bytes(areas[2:4], "little") >> 1


def _places(areas: bytes) -> tuple[Merge, ...]:
    """The areas that rules are for (2.4.43); of a record that is cut off, those it has."""
    count = int.from_bytes(areas[12:14], "little")
    whole = areas[14 : 14 + 8 * count]
    places = struct.iter_unpack("<4H", whole[: len(whole) // 8 * 8])
    return tuple(Merge(a, c, b, d) for a, b, c, d in places)


def _is_bare(data: bytes) -> bool:
    """Whether a later rule (CF12) shows a bar or an icon instead of the value."""
    try:
        kind, _, first, second, size = struct.unpack_from("<BBHHI", data)
        at = 10 + (size or 2) + first + second
        (active,) = struct.unpack_from("<H", data, at)
        # Behind the formula: whether it is the last, its rank and template, and their parameters.
        shown = data[at + 2 + active + 1 + 2 + 2 + 1 + 16 :]
        if kind == _BAR:
            return not shown[3] & _SHOWS_VALUE
        return kind == _ICONS and bool(shown[5] & _ICON_ONLY)
    except (struct.error, IndexError):
        return False


def _change(data: bytes, has: int, colours: Colours) -> Change:
    """What the format of a rule says (2.5.92)."""
    at = 6
    change = Change()
    if has & _HAS_NUMBER:
        (own,) = struct.unpack_from("<H", data, 4)
        (size,) = struct.unpack_from("<H", data, at)
        if own & 1:
            code = data[at + 5 : at + size].decode("utf-16-le" if data[at + 4] & 1 else "latin-1")
            change = replace(change, code=code)
        else:
            change = replace(change, code=builtin(data[at + 1]))
        at += size if own & 1 else 2
    if has & _HAS_FONT:
        style, colour, same = (struct.unpack_from("<i", data, at + n)[0] for n in (68, 80, 88))
        if not same & _STRUCK:
            change = replace(change, struck=bool(style & _STRUCK))
        if colour >= 0:
            change = replace(change, colour=colours(colour))
        at += _FONT_SIZE
    at += _OTHER_SIZE * sum(bool(has & part) for part in (_HAS_ALIGNMENT, _HAS_BORDER))
    if has & _HAS_GROUND:
        (ground,) = struct.unpack_from("<I", data, at)
        pattern, colour = ground >> 10 & 0x3F, ground >> 23 & 0x7F
        behind = colours(colour) if pattern in (0, _SOLID) else None
        change = replace(change, fills=True, ground=behind)
    return change


def _number(token: bytes) -> float | None:
    """The number that a formula is, if it is one ([MS-XLS] 2.5.198)."""
    if token[:1] == b"\x1e" and len(token) == 3:
        return float(int.from_bytes(token[1:], "little"))
    if token[:1] == b"\x1f" and len(token) == 9:
        return float(struct.unpack("<d", token[1:])[0])
    return None


def _covers(kind: int, drawing: bytes, *, written: bool = False) -> Iterator[Cover]:
    """The cells that an object stands over, if it hides what is under it or writes over it."""
    filled, is_line = kind in _OPAQUE or written, False
    place: tuple[int, ...] | None = None
    for part, shape, data in _parts(drawing):
        if part == _SHAPE:
            is_line = shape in _LINES
        elif part == _SET:
            filled = filled or _is_filled(data)
        elif part == _PLACE and len(data) >= 18:
            place = struct.unpack_from("<8H", data, 2)
    if place is None or kind in _BESIDE or not (filled or is_line):
        return
    left, top, right, bottom = (
        cell + part / of for cell, part, of in zip(place[::2], place[1::2], _SIZES, strict=True)
    )
    if is_line and (_is_ruling(left, right) or _is_ruling(top, bottom)):
        return
    doubt = Doubt.PICTURE if kind == _PICTURE else Doubt.COVERED
    yield Cover(_reach(top, bottom), _reach(left, right), doubt)


def _is_ruling(start: float, end: float) -> bool:
    """Whether a line is level or upright, and between cells."""
    return end - start < _EDGE and abs(start - round(start)) < _EDGE


def _reach(start: float, end: float) -> range:
    """The rows or columns that something is over by more than its edge."""
    first = int(start + _EDGE)
    return range(first, max(math.ceil(end - _EDGE), first + 1))


def _parts(drawing: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The parts of a drawing that hold no others: kind, instance (the shape) and what they hold."""
    at = 0
    while at + 8 <= len(drawing):
        version, part, size = struct.unpack_from("<HHI", drawing, at)
        at += 8
        if version & 0xF != _CONTAINER:
            yield part, version >> 4, drawing[at : at + size]
            at += size


def _is_filled(properties: bytes) -> bool:
    """Whether a shape is said to be filled, or says nothing: shapes are."""
    for at in range(0, len(properties) - 5, 6):
        name, value = struct.unpack_from("<HI", properties, at)
        if name == _FILLS and value & _SAYS_FILLED:
            return bool(value & _IS_FILLED)
    return True
