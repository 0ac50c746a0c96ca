"""Several wordings written as one, as in a shell: ``{区,县}政府{,统计数}``.

>>> expanded("{区,县}政府{,统计数}")
('区政府', '区政府统计数', '县政府', '县政府统计数')
"""

from __future__ import annotations

import itertools

from govreport.zh.patterns import lazy_pattern

__all__ = ["expanded"]

CHOICE = lazy_pattern(r"\{([^{}]*)\}")


def expanded(pattern: str) -> tuple[str, ...]:
    """Return all wordings of a pattern, in order; one without braces is its only one."""
    # Between the choices stands what all have.
    pieces = CHOICE.split(pattern)
    choices = [piece.split(",") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return tuple(map("".join, itertools.product(*choices)))
