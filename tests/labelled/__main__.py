"""Print every score, and with ``-v`` all that differs: ``PYTHONPATH=tests python -m labelled``."""

from __future__ import annotations

import sys

from labelled import score, score_ties
from labelled.reports import compose, others, written
from labelled.score_reports import score_reports, taken

print("--- paragraphs")
paragraphs = score.load()
for aspect in score.ASPECTS:
    print(f"{aspect:<20}{score.score(paragraphs, aspect)}")
print(f"{'none':<20}{score.score_none(paragraphs)}")
print(f"{'links':<20}{score_ties.score(score_ties.load())}")
print("--- reports")
scores = score_reports((*written(), *compose()))
if "-v" in sys.argv:
    print(*scores.differences, sep="\n")
print(*scores.lines(), sep="\n")
wrong = taken()
print(f"{'others taken':<20}{len(wrong)} of {len(others())}")
if "-v" in sys.argv:
    print(*wrong)
