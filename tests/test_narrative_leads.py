"""The words before a number are the same in all sentences that differ in their counts alone."""

from __future__ import annotations

import random
import re

import pytest

from govreport.forms.phrases import phrases
from govreport.kinds import kind
from govreport.narrative.context import Whose, contexts, marks_in, sentences
from govreport.narrative.leads import read_lead, read_lead_alike
from govreport.zh.quantities import find_quantities
from govreport.zh.text import level
from labelled import score

OURS: Whose = ("青澜市云浦区科技局", 2018, None)
KNOWN = phrases(kind("ogi"))
FIGURES = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,4}(?![0-9年月日])")
#: Counts within words that set the context, or lead to a number.
WITHIN = (
    "自办理2018件以来收到申请3件",
    "各村（共12个）收到申请3件",
    "落实“富民30条”收到申请3件",
    "自5月1日《30条》实施以来，共公开信息7条，全年公开2018条",
    "市水务局收到申请5件，比2017年的12件增长8%，我局2017件和2018年3件",
)


def _texts(seed: int) -> list[str]:
    draw = random.Random(seed)
    texts = [level(each.text) for each in score.load()] + [*WITHIN]
    texts += ["".join(draw.sample(texts, 2)) for _ in range(40)]
    return [FIGURES.sub(lambda each: str(draw.randrange(1, 10 ** len(each[0]))), t) for t in texts]


@pytest.mark.parametrize("seed", range(4))
def test_leads_and_marks_are_those_of_the_text_itself(seed: int) -> None:
    for text in _texts(seed):
        figures = find_quantities(text)
        assert find_quantities(text) == figures
        every = list(contexts(text, *OURS))
        known = list(sentences(text, [each.start for each in figures]))
        for sentence in known:
            start = sentence.start + (sentence.start > 0)
            own = [mark for mark in every if start <= mark.start < sentence.end]
            assert list(marks_in(text, sentence, OURS)) == own
        last = 0
        for each in figures:
            (sentence,) = (s for s in known if s.start <= each.start < s.end)
            lead = read_lead(text, every, [m.start for m in every], KNOWN, last, each.start)
            alike = read_lead_alike(sentence, OURS, KNOWN, last, each.start)
            assert alike in (None, lead)
            last = each.end


def test_words_with_a_count_of_their_own_are_read_in_the_text() -> None:
    text = "落实“富民30条”收到申请3件"
    assert find_quantities(text) == find_quantities(text)
    (sentence,) = sentences(text, [14])
    assert read_lead_alike(sentence, OURS, KNOWN, 0, 14) is None
