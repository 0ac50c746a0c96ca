"""Print every score, and with ``-v`` all that differs: ``PYTHONPATH=tests python -m labelled``."""

from __future__ import annotations

import sys

from labelled import score, score_ties
from labelled.reports import alone, compose, odd, others, written
from labelled.score_reports import refused, score_reports, taken

print("--- paragraphs")
paragraphs = score.load()
for aspect in score.ASPECTS:
    print(f"{aspect:<20}{score.score(paragraphs, aspect)}")
print(f"{'none':<20}{score.score_none(paragraphs)}")
print(f"{'links':<20}{score_ties.score(score_ties.load())}")
for name, texts in (("reports", (*written(), *compose())), ("sentences", alone())):
    print(f"--- {name}")
    scores = score_reports(texts)
    if "-v" in sys.argv:
        print(*scores.differences, sep="\n")
    print(*scores.lines(), sep="\n")
wrong = taken()
print(f"{'odd refused':<20}{len(refused())} of {len(odd())}")
print(f"{'others taken':<20}{len(wrong)} of {len(others())}")
if "-v" in sys.argv:
    print(*wrong)
