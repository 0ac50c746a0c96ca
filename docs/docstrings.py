"""Docstrings as the site shows them: names instead of Sphinx's roles, examples as code.

Named in ``mkdocs.yml``; griffe reads every docstring through it.
"""

from __future__ import annotations

from typing import Any

import griffe
import regex

ROLE = regex.compile(r":(?:class|func|meth|mod|attr|data|exc):`~?([^`]+)`")
EXAMPLE = regex.compile(r"(?m)^>>> .*\n(?:(?!\s*$).*\n?)*")


class Docstrings(griffe.Extension):
    """Rewrites docstrings."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of a module, a class, a function or an attribute."""
        if obj.docstring is not None:
            obj.docstring.value = shown(obj.docstring.value)


def shown(text: str) -> str:
    """Return a docstring as Markdown.

    >>> shown("As :func:`govreport.parse`. >>>")
    'As `govreport.parse`. >>>'
    """
    text = ROLE.sub(r"`\1`", text.replace("``", "`"))
    return EXAMPLE.sub(lambda found: f"```pycon\n{found[0].rstrip()}\n```\n", text)
