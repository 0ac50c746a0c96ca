"""Sentences are read one by one, and those that differ in their counts alone once for all."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest

from govreport.zh.quantities.changes import find_changes
from govreport.zh.quantities.reading import read
from govreport.zh.quantities.sentences import alike, find_amounts
from govreport.zh.quantities.subjects import find_counted
from labelled import score

FIGURES = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,4}(?![0-9年月日])")
#: Of these more depends on the count than its own value.
JOINED = (
    "受理3件至5件",
    "受理3件和5件之间",
    "培训不少于3次、不超过5次",
    "从3件增加到5件",
    "由3件变为5件",
    "接待3批到5批",
    "收到3件、4件。《办法。3条》共5条。-5件",
    "落实“富民30条”，召开3个半小时会议",
    "电话：5次，编号为12个，第5批，十5件，5个季度",
    "公开5件，占5%，较去年的4件增长25%；整改率3%-5%",
    "近5年共20余件，约30件，30件以上50件以下",
)


def whole(text: str) -> list[Sequence[object]]:
    """The quantities of a text that is read as a whole and as it stands."""
    found: list[Sequence[object]] = []
    last = 0
    for amount, change in find_changes(text, read(text).amounts):
        if amount.weak:
            continue
        counted = find_counted(text, last, amount.start, amount.end)
        spans = (counted.subject, counted.predicate, counted.channel)
        found.append(
            (_figures(amount), change, *(text[slice(*at)] if at else None for at in spans))
        )
        last = amount.end
    return found


def by_sentence(text: str) -> list[Sequence[object]]:
    """The same by sentences, from what is known of those that are alike: those met before."""
    first, second = (
        [
            (_figures(amount), change, words.subject, words.predicate, words.channel)
            for amount, change, words in find_amounts(text)
        ]
        for _ in range(2)
    )
    assert first == second
    return [*second]


def _figures(amount: object) -> dict[str, object]:
    """All but whether it is weak or doubled, which nothing asks for any more."""
    return {
        name: getattr(amount, name)
        for name in ("start", "end", "number", "value", "unit", "kind", "low", "high", "qualifier")
    }


@pytest.mark.parametrize("seed", range(6))
def test_other_counts_are_read_as_the_first_were(seed: int) -> None:
    draw = random.Random(seed)
    texts = [each.text for each in score.load()] + [*JOINED]
    for text in texts + ["。".join(draw.sample(texts, 3)) for _ in range(40)]:
        drawn = FIGURES.sub(lambda count: str(draw.randrange(1, 10 ** len(count[0]))), text)
        assert by_sentence(drawn) == whole(drawn)


@pytest.mark.parametrize("text", JOINED)
def test_what_depends_on_two_counts_is_read_anew(text: str) -> None:
    for count in (2, 4, 9):
        changed = text.replace("3", str(count))
        assert by_sentence(changed) == whole(changed)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("公开12件", "公开88件"),
        ("公开0件", "公开0件"),
        ("公开012件", "公开012件"),
        ("增长8.65%，增长0.5%", "增长8.88%，增长8.8%"),
        ("3至5件，3件到5件", "3至5件，3件到5件"),
        ("收到5件", "收到8件"),
        ("第5批，2018年5月，5个季度", "第5批，2018年5月，5个季度"),
        ("电话：5次", "电话：5次"),
        ("1,234件", "1,234件"),
        ("二5件", "二5件"),
    ],
)
def test_what_may_be_more_than_a_count_is_kept(text: str, same: str) -> None:
    assert alike(text) == same
