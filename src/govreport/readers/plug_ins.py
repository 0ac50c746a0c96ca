"""Plug-ins: the entry points in which other packages declare the file types that they read."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "plug_ins"]

#: The group of entry points.
GROUP = "govreport.readers"
#: How the folders end in which packages say what they are.
_ABOUT = (".dist-info", ".egg-info", ".egg")


def plug_ins() -> Sequence[EntryPoint]:
    """Return the entry points of our group, in order."""
    if not _may_be_any():
        return ()
    import importlib.metadata

    return sorted(importlib.metadata.entry_points(group=GROUP))


def _may_be_any() -> bool:
    """Whether a package that is installed names the group.

    The standard library loads a parser of mail to tell, which takes as long as reading a report.
    """
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                about = [each.path for each in entries if each.name.endswith(_ABOUT)]
        except NotADirectoryError:  # packed: for the standard library to look into
            return True
        except OSError:
            continue
        if any(_names_group(each) for each in about):
            return True
    return False


def _names_group(about: str) -> bool:
    if about.endswith(".egg"):
        about = os.path.join(about, "EGG-INFO")  # noqa: PTH118
    try:
        with open(os.path.join(about, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123
            return GROUP.encode() in file.read()
    except NotADirectoryError:
        return about.endswith("EGG-INFO")  # a packed egg
    except OSError:
        return False
