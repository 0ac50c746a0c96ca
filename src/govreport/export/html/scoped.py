"""Styles kept to what they are for: shown within another page, such as a notebook, they change
nothing around it.

>>> scoped(":root { --ink: #000; } a, h1 b { color: var(--ink); }")
'.govreport { --ink: #000; } .govreport a, .govreport h1 b { color: var(--ink); }'
>>> scoped("@media print { body { margin: 0; } tr { break-inside: avoid; } }")
'@media print { .govreport { margin: 0; } .govreport tr { break-inside: avoid; } }'
"""

from __future__ import annotations

import re

__all__ = ["SCOPE", "scoped"]

#: The class of the element that holds everything.
SCOPE = "govreport"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: What stands before a brace: selectors, or an at-rule.
_PRELUDE = re.compile(r"(?P<before>^|[{};]\s*)(?P<selectors>[^{};@]+?)(?P<after>\s*\{)")
#: A comma that is not within brackets, as in ``:is(a, b)``.
_COMMA = re.compile(r"\s*,\s*(?![^()]*\))")


def scoped(css: str) -> str:
    """Return a style sheet of ours whose rules hold within ``.govreport`` only; what is for the
    page is for that element."""
    return _PRELUDE.sub(_prefixed, _COMMENT.sub("", css).strip())


def _prefixed(found: re.Match[str]) -> str:
    selectors = ", ".join(map(_within, _COMMA.split(found["selectors"].strip())))
    return f"{found['before']}{selectors}{found['after']}"


def _within(selector: str) -> str:
    first, *rest = re.split(r"(?=[\s>+~])", selector, maxsplit=1)
    if first in (":root", "html", "body"):
        return f".{SCOPE}{''.join(rest)}"
    return f".{SCOPE} {selector}"
