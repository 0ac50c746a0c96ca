"""Pictures of pages in, words with their places out: by the models of rapidocr, on this machine.

Nothing here knows of documents or reports: :mod:`govreport.readers.pdf.scanned` makes pages of it.
Extra ``ocr``: rapidocr, whose package holds the models, and onnxruntime, which runs them.
"""

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

__all__ = ["INSTALL", "Ocr", "engine_version", "is_installed", "page_begun", "watched"]

#: Whether pictures of pages are read: those without a text layer, none, or all.
Ocr = Literal["auto", "never", "always"]
#: The command that installs what is needed.
INSTALL = "pip install 'rapidocr>=3.9' 'onnxruntime>=1.17'"
#: The packages that what is read depends on.
ENGINE = ("rapidocr", "onnxruntime")


def is_installed() -> bool:
    """Whether the engine and its models are there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def engine_version() -> str:
    """Return what reads pictures, as one word."""
    from importlib.metadata import version  # which takes its time to load

    return "+".join(f"{name}-{version(name)}" for name in ENGINE)


@contextmanager
def watched(on_page: Callable[[], None]) -> Iterator[None]:
    """Call ``on_page`` whenever a page is begun to be read: pages take seconds, and a file many."""
    before = _watcher.set(on_page)
    try:
        yield
    finally:
        _watcher.reset(before)


def page_begun() -> None:
    """Tell whoever watches that a page is begun."""
    on_page = _watcher.get()
    if on_page is not None:
        on_page()


_watcher: ContextVar[Callable[[], None] | None] = ContextVar("watcher", default=None)
