"""Pictures of pages in, words with their places out: by the models of rapidocr, on this machine.

Nothing here knows of documents or reports: :mod:`govreport.readers.pdf.scanned` makes pages of it.
Extra ``ocr``: rapidocr, whose package holds the models, and onnxruntime, which runs them.
"""

import importlib.util
from typing import Literal

__all__ = ["INSTALL", "Ocr", "is_installed"]

#: Whether pictures of pages are read: those without a text layer, none, or all.
Ocr = Literal["auto", "never", "always"]
#: The command that installs what is needed.
INSTALL = "pip install 'rapidocr>=3.9' 'onnxruntime>=1.17'"


def is_installed() -> bool:
    """Whether the engine and its models are there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))
