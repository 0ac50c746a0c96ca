"""pdfium's functions called without the checks of their bindings, which cost more than the call.

Handles are plain integers here, or one :class:`ctypes.c_void_p` where the same is handed over many
times; ``pypdfium2.raw`` gives the functions. Made with :func:`map` for all that a page holds, each
call writing to a place of its own, they cost least.
"""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["address", "listed", "places", "plain"]


def address(handle: Any) -> int | None:
    """Return a bound handle as a plain integer."""
    return ctypes.cast(handle, ctypes.c_void_p).value


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a bound function as one of these plain types.

    Without types of arguments it takes pointers and integers as they are, which is quicker still.
    """
    return ctypes.CFUNCTYPE(result, *arguments)(address(function) or 0)


def places(array: Any, step: int = 1) -> range:
    """Return the addresses of the values of a ctypes array, or of each ``step``-th of them."""
    start, size = ctypes.addressof(array), ctypes.sizeof(array._type_)
    return range(start, start + ctypes.sizeof(array), step * size)


def listed(array: Any) -> list[Any]:
    """Return the values of a ctypes array, in less time than slicing it takes."""
    view = memoryview(array).cast("B") if len(array) else memoryview(b"")
    return view.cast(array._type_._type_).tolist()
