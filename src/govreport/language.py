"""The language in which this library speaks to people: Chinese, or English where that is set.

>>> setting({}), setting({VARIABLE: "en_GB.UTF-8"})
('zh', 'en')
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

__all__ = ["VARIABLE", "Language", "setting"]

Language = Literal["zh", "en"]

#: The variable of the environment that sets it.
VARIABLE = "GOVREPORT_LANG"


def setting(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that is set where nothing else says one."""
    return "en" if environment.get(VARIABLE, "")[:2].lower() == "en" else "zh"
