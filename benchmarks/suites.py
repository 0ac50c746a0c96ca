"""Open cases of other projects' test suites against our reading of numbers, quantities and dates.

    python benchmarks/suites.py DIRECTORY        (or GOVREPORT_SUITES=DIRECTORY)

The directory holds ``<suite>.jsonl``: Microsoft Recognizers-Text (``recognizers-*``: text and the
mentions expected in it) and cn2an (a string and the number it spells). They were written for
assistants and speech. Rules sort the cases into ours and those outside what reports need, each with
its reason; what differs among ours is printed in full.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import regex
from attrs import frozen

from govreport.zh.dates import find_dates, find_periods, find_years
from govreport.zh.numerals import find_numbers, parse_number
from govreport.zh.quantities import Found, Kind, NumberKind, find_other_numbers, find_quantities
from govreport.zh.text import collapse, fold, to_simplified


@frozen
class Case:
    """One case: what it says, and the mentions expected, each as text and value."""

    suite: str
    id: int
    text: str
    wanted: tuple[tuple[str, str | None], ...]
    units: tuple[str, ...]


#: Why a case is outside, by what its text or its mentions look like.
OUTSIDE: Mapping[str, Sequence[tuple[str, str]]] = {
    "cn2an-numerals": (),
    "recognizers-NumberModel": (
        (
            r"\^|[0-9０-９] ?[eEｅ][-－+]?[0-9０-９]|[0-9] ?[kKM](?![A-Za-z])",
            "notation of calculators",
        ),
        (r"(?<![0-9０-９])[.．][0-9]", "figures without the 0 before their point"),
        (
            r"[0-9]\.[0-9]+\.[0-9]|[0-9０-９][,，] +[0-9０-９]",
            "figures that may be one number or several, which we leave unread",
        ),
        (r"[0-9０-９] [0-9０-９]+[/／]", "mixed fractions in figures"),
        (r"[负負].{1,4}分 *之 *[负負]", "fractions with a minus on both sides"),
    ),
    "recognizers-CurrencyModel": (
        (r"^人民币美元", "a currency without an amount"),
        (r"銭", "foreign small change"),
        (r"\$", "$ stands for several currencies"),
    ),
    "recognizers-DimensionModel": (
        (r"存储单位", "位 is a bit to programmers only"),
        (r"[万二]两$", "两 as a weight"),
    ),
    "recognizers-PercentModel": (
        (r"折", "discounts"),
        (r"[0-9][kK]", "notation of calculators"),
        (r"[百千万]万?分之.$|萬分之", "shares of more than a thousand, which we keep as fractions"),
        (r"^五百分之", "a fraction of five hundred is none to them"),
    ),
    "recognizers-OrdinalModel": (),
    "recognizers-NumberRangeModel": (
        (
            r"数字|的数|质数|x大于|大于|最多100|之间|间$|中位数|高度|面积|平均数|价格|年龄|数目|苹果",
            "queries: bounds of numbers without units",
        ),
    ),
    "dates": (
        (r"农历|正月|大年|初一|康熙|雍正|神龙|世纪|年代", "lunar and historic dates"),
        (r"[今明昨後后去本上下最近前周週星禮礼每之]", "relative dates and sets"),
        (r"从|自从|截止|开始|起，|以后|以前|看起来", "open ranges and questions"),
        (
            r"[0-9]+[/-][0-9]+[/-](?:2[0-9]{3}|[0-9]{2})(?![0-9])(?<!\d{4}[/-]\d\d?[/-]\d\d?)",
            "other orders",
        ),
        (r"[点晚早晨午]|时|小时|分钟|:|：|周|天", "times and durations"),
    ),
}


def main(directory: Path) -> int:
    """Score each suite; returns how many cases of ours differ."""
    differing = 0
    for path in sorted(directory.glob("*.jsonl")):
        rules = OUTSIDE.get(path.stem, OUTSIDE["dates"])
        agrees = AGREES.get(path.stem, agrees_dates)
        outside: Counter[str] = Counter()
        ours = 0
        differences = []
        for case in read(path):
            reason = why_outside(case, rules)
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
            print(f"    DIFFERS #{case.id} {case.text[:60]!r}: {case.wanted}")
            print(f"            {EXPLAINED.get((case.suite, case.id), 'not explained')}")
        differing += len(differences)
    return differing


#: Cases of ours that differ, and why we leave it so.
EXPLAINED = {
    ("recognizers-NumberRangeModel", 63): "20万 is 200000, not the 20000 expected",
    ("recognizers-DimensionModel", 26): "一百千 could be a numeral; 100千瓦 is read",
    ("recognizers-DateParser", 6): "three figures parted by blanks are as often a table's cells",
    ("recognizers-DateParser", 31): "a day without 日",
    (
        "recognizers-DateTimeModel",
        246,
    ): "there is no 2019-02-29: the dates are kept, no period made",
    **dict.fromkeys(
        (("recognizers-NumberModel", each) for each in (0, 1)),
        "a point before 两, which is no decimal: nothing is read rather than two numbers",
    ),
    **dict.fromkeys(
        (("recognizers-NumberModel", each) for each in (72, 358)),
        "speech: 百 and 千 without 一 before them are not written in reports",
    ),
    **dict.fromkeys(
        (("recognizers-NumberModel", each) for each in (208, 233, 250, 257, 262, 270)),
        "三百五 within a longer number may be 305 or 350",
    ),
    **dict.fromkeys(
        (("recognizers-NumberModel", each) for each in (292, 296, 304, 305, 346)),
        "not well formed, so that no one value is certain (五十千, 一百零十, 2千零30万)",
    ),
    **dict.fromkeys(
        (("recognizers-NumberModel", each) for each in (165, 166)), "几 in the place of a figure"
    ),
}


def read(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        if "number" in data:
            yield Case(path.stem, data["id"], data["text"], ((data["text"], data["number"]),), ())
            continue
        mentions = data["expect"]
        yield Case(
            path.stem,
            data["id"],
            data["text"],
            tuple((each["text"], value_of(each["resolution"])) for each in mentions),
            tuple(str(each["resolution"].get("unit")) for each in mentions),
        )


def value_of(resolution: Mapping[str, object]) -> str | None:
    """The expected value, whatever the suite calls it."""
    for name in ("value", "Timex"):
        if resolution.get(name) is not None:
            return str(resolution[name])
    values = resolution.get("values")
    return str(values[0].get("timex")) if isinstance(values, list) else None


def why_outside(case: Case, rules: Sequence[tuple[str, str]]) -> str | None:
    """The reason of the first rule that matches; dates without a year are outside too."""
    for pattern, reason in rules:
        if regex.search(pattern, case.text):
            return reason
    if rules is OUTSIDE["dates"]:
        for _, timex in case.wanted:
            match = regex.match(r"\(?([0-9]{4})-?", timex or "")
            if match is None:
                return "dates without a year"
            if not 1949 <= int(match[1]) <= 2100:
                return "years before 1949, which no report tells of"
            if match[1] not in fold(case.text).text and "二" not in case.text:
                return "years of two figures"
    return None


def agrees_numeral(case: Case) -> bool:
    """The whole string is the number, or the amount of money."""
    try:
        value: int | Decimal | Fraction | None = parse_number(case.text)
    except ValueError:
        found = find_quantities(case.text)
        value = found[0].value if len(found) == 1 and found[0].text == case.text else None
    return value is not None and close(value, case.wanted[0][1])


def agrees_number(case: Case) -> bool:
    """Each number is read, and nothing else is taken for a quantity."""
    plain = to_simplified(collapse(case.text).text)
    found = find_quantities(case.text) + find_quantities(f"{plain}条")
    values: list[int | Decimal | Fraction | None] = [each.value for each in find_numbers(plain)]
    values += [each.value for each in found] + [each.low for each in found]
    if case.text.strip()[-1:] in "万亿萬億" and "几" in to_simplified(case.text):
        values.append(first_number(plain))
    read = all(any(close(value, wanted) for value in values) for _, wanted in case.wanted)
    counted = [each for each in find_quantities(case.text) if each.kind is Kind.COUNT]
    return read and all(
        each.value is None or any(close(each.value, wanted) for _, wanted in case.wanted)
        for each in counted
    )


def first_number(text: str) -> Fraction | None:
    """The value of 二十几万 without its 几."""
    number = next(find_numbers(text), None)
    factor = 10**8 if text.endswith("亿") else 10**4
    return None if number is None else Fraction(number.value) * factor


def agrees_money(case: Case) -> bool:
    """The same amounts of money, in order."""
    found = [each for each in find_quantities(case.text) if each.kind is Kind.MONEY]
    return len(found) == len(case.wanted) and all(
        close(in_full(each), wanted) for each, (_, wanted) in zip(found, case.wanted, strict=True)
    )


def in_full(found: Found) -> Fraction | None:
    """25.1万元 in 元."""
    factor = {"万": 10**4, "亿": 10**8}.get((found.unit or " ")[0], 1)
    return None if found.value is None else Fraction(found.value) * factor


def agrees_dimension(case: Case) -> bool:
    """Each measure is among ours, in its unit or a thousand of a smaller one."""
    found = [each.value for each in find_quantities(case.text) if each.kind is Kind.MEASURE]
    return len(found) == len(case.wanted) and all(
        close(value, wanted)
        or (unit.startswith("Kilo") and value is not None and close(Fraction(value) / 1000, wanted))
        for value, (_, wanted), unit in zip(found, case.wanted, case.units, strict=True)
    )


def agrees_percent(case: Case) -> bool:
    """The same shares, in percent."""
    scale: dict[Kind, int | Fraction] = {
        Kind.PERCENT: 1,
        Kind.POINTS: 1,
        Kind.FRACTION: 100,
        Kind.PERMILLE: Fraction(1, 10),
    }
    found = [each for each in find_quantities(case.text) if each.kind in scale]
    return len(found) == len(case.wanted) and all(
        any(
            value is not None and close(Fraction(value) * scale[each.kind], (wanted or "")[:-1])
            for value in (each.value, each.high)
        )
        for each, (_, wanted) in zip(found, case.wanted, strict=True)
    )


def agrees_ordinal(case: Case) -> bool:
    """The ordinal is told as one."""
    found = find_other_numbers(case.text)
    return [each.text for each in found if each.kind is NumberKind.ORDINAL] == [
        text for text, _ in case.wanted
    ]


def agrees_range(case: Case) -> bool:
    """The same lower bound; where 几, 余 or 多 ends the text, before a unit."""
    found = find_quantities(case.text) or find_quantities(f"{case.text}条")
    low = regex.match(r"[\[(]([^,]*)", case.wanted[0][1] or "")
    if len(found) != 1 or low is None or found[0].low is None:
        return False
    wanted = low[1]
    exact = found[0].value if found[0].value is not None else found[0].low
    several = "几" in to_simplified(case.text)
    return close(exact, wanted) or (several and found[0].low >= Fraction(wanted) > 0)


def agrees_dates(case: Case) -> bool:
    """Each date, month, year or period is found where it stands, with the same day."""
    folded = fold(case.text).text
    dates = {
        "-".join(f"{part:02}" for part in (each.year, each.month, each.day) if part is not None)
        for each in find_dates(folded)
    }
    years = {str(each.year) for each in find_years(folded)}
    periods = {f"({each.first}" for each in find_periods(folded)}
    for _, timex in case.wanted:
        value = (timex or "").split(",")[0]
        if value not in dates | years | periods:
            return False
    return bool(case.wanted) or not dates | periods


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
