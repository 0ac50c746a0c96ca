"""Open cases of other projects' test suites against our reading of numbers, quantities and dates.

    python benchmarks/suites.py DIRECTORY        (or GOVREPORT_SUITES=DIRECTORY)

The directory holds ``<suite>.jsonl``: Microsoft Recognizers-Text (``recognizers-*``: text and the
mentions expected in it) and cn2an (a string and the number it spells). They were written for
assistants and speech; :mod:`suite_cases` says which are outside what reports need, and why. What
differs among ours is printed in full.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import regex

from govreport.zh.dates import find_dates, find_periods, find_years
from govreport.zh.numerals import find_numbers, parse_number
from govreport.zh.quantities import (
    NumberKind,
    Qualifier,
    QuantityKind,
    QuantitySpan,
    Value,
    find_other_numbers,
    find_quantities,
)
from govreport.zh.text import collapse, fold, to_simplified
from suite_cases import Case, Mention, read, why_outside

#: Cases whose expectation is wrong, whoever reads them.
WRONG = {
    ("recognizers-NumberRangeModel", 63): "20万 is 200000, not the 20000 expected",
}


def main(directory: Path) -> int:
    """Score each suite; returns how many cases of ours differ."""
    differing = 0
    for path in sorted(directory.glob("*.jsonl")):
        agrees = AGREES.get(path.stem, agrees_dates)
        outside: Counter[str] = Counter()
        ours = 0
        differences = []
        for case in read(path):
            reason = WRONG.get((case.suite, case.id)) or why_outside(case)
            if reason:
                outside[reason] += 1
                continue
            ours += 1
            if not agrees(case):
                differences.append(case)
        share = (ours - len(differences)) / ours if ours else 1
        print(f"{path.stem}: {ours - len(differences)}/{ours} agree ({share:.1%})")
        for reason, count in outside.most_common():
            print(f"    outside {count:>3}: {reason}")
        for case in differences:
            wanted = [(each.text, each.value) for each in case.mentions]
            print(f"    DIFFERS #{case.id} {case.text[:60]!r}: {wanted}")
        differing += len(differences)
    return differing


def agrees_numeral(case: Case) -> bool:
    """The whole string is the number, or the amount of money."""
    try:
        value: int | Decimal | Fraction | None = parse_number(case.text)
    except ValueError:
        found = find_quantities(case.text)
        value = found[0].value if len(found) == 1 and found[0].text == case.text else None
    return value is not None and close(value, case.mentions[0].value)


def agrees_number(case: Case) -> bool:
    """Each number is read, and nothing else is taken for a quantity."""
    plain = to_simplified(collapse(case.text).text)
    found = find_quantities(case.text) + find_quantities(f"{plain}条")
    values: list[int | Decimal | Fraction | None] = [each.value for each in find_numbers(plain)]
    values += [each.value for each in found] + [each.low for each in found]
    if case.text.strip()[-1:] in "万亿萬億" and "几" in to_simplified(case.text):
        values.append(first_number(plain))
    read = all(any(close(value, wanted) for value in values) for wanted in values_of(case))
    counted = [each for each in find_quantities(case.text) if each.kind is QuantityKind.COUNT]
    return read and all(
        each.value is None or any(close(each.value, wanted) for wanted in values_of(case))
        for each in counted
    )


def first_number(text: str) -> Fraction | None:
    """The value of 二十几万 without its 几."""
    number = next(find_numbers(text), None)
    factor = 10**8 if text.endswith("亿") else 10**4
    return None if number is None else Fraction(number.value) * factor


def agrees_money(case: Case) -> bool:
    """The same amounts of money, in order."""
    found = [each for each in find_quantities(case.text) if each.kind is QuantityKind.MONEY]
    return len(found) == len(case.mentions) and all(
        close(in_full(each), wanted) for each, wanted in zip(found, values_of(case), strict=True)
    )


def in_full(found: QuantitySpan) -> Fraction | None:
    """25.1万元 in 元."""
    factor = {"万": 10**4, "亿": 10**8}.get((found.unit or " ")[0], 1)
    return None if found.value is None else Fraction(found.value) * factor


def agrees_dimension(case: Case) -> bool:
    """Each measure is among ours, in its unit or a thousand of a smaller one."""
    found = [each for each in find_quantities(case.text) if each.kind is QuantityKind.MEASURE]
    return len(found) == len(case.mentions) and all(
        any(close(value, wanted.value) for value in in_thousands(each.value, wanted))
        for each, wanted in zip(found, case.mentions, strict=True)
    )


def in_thousands(value: Value | None, wanted: Mention) -> Iterator[Value | None]:
    """The value, and in thousands of its unit where that is what is wanted."""
    yield value
    if wanted.unit.startswith("Kilo") and value is not None:
        yield Fraction(value) / 1000


def agrees_percent(case: Case) -> bool:
    """The same shares, in percent; a fraction that no one takes for a percentage is none."""
    scale: dict[QuantityKind, int | Fraction] = {
        QuantityKind.PERCENT: 1,
        QuantityKind.POINTS: 1,
        QuantityKind.FRACTION: 100,
        QuantityKind.PERMILLE: Fraction(1, 10),
    }
    found = [each for each in find_quantities(case.text) if each.kind in scale]
    if not case.mentions:
        found = [each for each in found if each.kind is not QuantityKind.FRACTION]
    return len(found) == len(case.mentions) and all(
        any(
            value is not None and close(Fraction(value) * scale[each.kind], (wanted or "")[:-1])
            for value in (each.value, each.high)
        )
        for each, wanted in zip(found, values_of(case), strict=True)
    )


def agrees_ordinal(case: Case) -> bool:
    """The ordinal is told as one, or as the article, rank or name that it is the head of."""
    kinds = (NumberKind.ORDINAL, NumberKind.ARTICLE, NumberKind.DOCUMENT_NUMBER)
    found = [each.text for each in find_other_numbers(case.text) if each.kind in kinds]
    found += [each.text for each in find_quantities(case.text) if each.kind is QuantityKind.ORDINAL]
    return len(found) == len(case.mentions) and all(
        any(text.startswith(each.text) for text in found) for each in case.mentions
    )


def agrees_range(case: Case) -> bool:
    """The same bounds; where 几, 余 or 多 ends the text, before a unit, the lower one."""
    found = find_quantities(case.text) or find_quantities(f"{case.text}条")
    found = tuple(each for each in found if each.low is not None or each.high is not None)
    several = "几" in to_simplified(case.text)
    if len(found) != len(case.mentions):
        return False
    for each, wanted in zip(found, case.mentions, strict=True):
        low, high = wanted.ends or ("", "")
        rounded = each.qualifier in (None, Qualifier.MORE_THAN) and not high
        if low and not (
            close(each.low, low)
            or (several and each.low is not None and each.low >= Fraction(low) > 0)
        ):
            return False
        if not rounded and not (close(each.high, high) if high else each.high is None):
            return False
    return True


def agrees_dates(case: Case) -> bool:
    """Each date, month, year, period or length of time is read; of a period, both its ends."""
    folded = fold(case.text).text
    dates = {
        "-".join(f"{part:02}" for part in (each.year, each.month, each.day) if part is not None)
        for each in find_dates(folded)
    }
    years = {str(each.year) for each in find_years(folded)}
    periods = {(str(each.first), str(each.last)) for each in find_periods(folded)}
    for each in case.mentions:
        if each.type == "duration":
            if not agrees_duration(each):
                return False
        elif each.ends:
            first, last = each.ends
            # Theirs end on the day after, or on the first day of the last month or year.
            known = any(
                first == begin and last[:4] in (end[:4], str(int(end[:4]) + 1))
                for begin, end in periods
            )
            parts = dates | years
            if not known and not {first, last} <= parts | {f"{year}-01-01" for year in years}:
                return False
        elif each.value not in dates | years:
            return False
    return bool(case.mentions) or not dates | {first for first, _ in periods}


UNITS = {"Y": "年", "M": "月", "W": "周星期", "D": "天日", "H": "小时钟头", "S": "秒"}


def agrees_duration(mention: Mention) -> bool:
    """The same numbers of the same units: P8DT20H is 8 天 and 20 小时."""
    day, _, time = (mention.value or "P")[1:].partition("T")
    parts = regex.findall(r"([0-9.]+)([YMWD])", day)
    parts += [
        (n, "分" if unit == "M" else unit) for n, unit in regex.findall(r"([0-9.]+)([HMS])", time)
    ]
    found = [each for each in find_quantities(mention.text) if each.kind is QuantityKind.DURATION]
    read = {(each.value, (each.unit or "")[-1:]) for each in found}
    return len(found) == len(parts) and all(
        any(close(value, number) and unit in UNITS.get(sign, sign + "钟") for value, unit in read)
        for number, sign in parts
    )


def values_of(case: Case) -> tuple[str | None, ...]:
    """The values expected, in order."""
    return tuple(each.value for each in case.mentions)


def close(value: int | Decimal | Fraction | None, wanted: str | None) -> bool:
    """Equal to fifteen figures, which is as much as the suites give."""
    if value is None or wanted is None:
        return False
    number = Fraction(wanted)
    return abs(Fraction(value) - number) <= Fraction(1, 10**13) * max(abs(number), Fraction(1, 100))


AGREES: Mapping[str, Callable[[Case], bool]] = {
    "cn2an-numerals": agrees_numeral,
    "recognizers-NumberModel": agrees_number,
    "recognizers-CurrencyModel": agrees_money,
    "recognizers-DimensionModel": agrees_dimension,
    "recognizers-PercentModel": agrees_percent,
    "recognizers-OrdinalModel": agrees_ordinal,
    "recognizers-NumberRangeModel": agrees_range,
}


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("GOVREPORT_SUITES", "")
    if not Path(given).is_dir() or not given:
        sys.exit(__doc__)
    main(Path(given))
