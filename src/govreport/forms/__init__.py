"""The official forms: what they ask for, and recognising it in tables.

The room is called as ``govreport.forms()``, which lists them: a module and a function of one name
must be one thing, whichever of them is imported first.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreport.forms.catalogue import Edition
    from govreport.forms.known import Catalogue


class _Room(ModuleType):
    def __call__(self, kind: str | None = None) -> Catalogue[Edition]:
        """Do what :func:`govreport.forms.known.forms` does."""
        from govreport.forms.known import forms

        return forms(kind)


sys.modules[__name__].__class__ = _Room
