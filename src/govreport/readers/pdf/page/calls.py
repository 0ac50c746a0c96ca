"""pdfium's functions called without the checks of their bindings, which cost more than the call.

Handles are plain integers here; ``pypdfium2.raw`` gives the functions.
"""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["address", "plain"]


def address(handle: Any) -> int | None:
    """Return a bound handle as a plain integer."""
    return ctypes.cast(handle, ctypes.c_void_p).value


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a bound function as one of these plain types."""
    return ctypes.CFUNCTYPE(result, *arguments)(address(function) or 0)
