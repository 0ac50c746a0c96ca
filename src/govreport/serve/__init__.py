"""A store as pages in the browser: served from this machine, or written as files."""

from __future__ import annotations

import importlib.util

__all__ = ["require_libraries"]

#: What the pages are made with, by the names that they are imported and installed under.
LIBRARIES = {
    "duckdb": "duckdb>=1.2",
    "jinja2": "jinja2>=3.1",
    "openpyxl": "openpyxl>=3.1",
    "pyarrow": "pyarrow>=15",
    "pypinyin": "pypinyin>=0.50",
    "starlette": "starlette>=0.40",
    "uvicorn": "uvicorn>=0.30",
}


def require_libraries() -> None:
    """Do nothing if what the pages are made with is installed.

    Raises:
        ImportError: something is not; the message says how to install it.
    """
    missing = [wanted for name, wanted in LIBRARIES.items() if not importlib.util.find_spec(name)]
    if missing:
        named = " ".join(f"'{wanted}'" for wanted in missing)
        raise ImportError(f"pages of a store need more libraries: pip install {named}")
